//! spaCy's entity ruler: JSON Lines of `{"label": "ORG", "pattern": …, "id": …}`.
//!
//! A pattern is a string, or a list of tokens each of which gives `ORTH`, `TEXT` or `LOWER` as a string; with `LOWER`
//! capitals do not count. What else a token can ask for (part of speech, regular expressions, operators) is beyond a list
//! of names: such patterns are rejected by line.

use super::{Collector, Options, Reading, each_line};
use crate::document::Label;
use crate::error::Result;
use crate::gazetteer::{Alias, CasePolicy};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::io::BufRead;

/// Reads patterns; those with the same label and id are one entity.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first pattern that is no list of names.
pub fn read_spacy(data: impl BufRead, options: &Options) -> Result<Reading> {
    let mut out = Collector::new(options);
    let mut known: FxHashMap<(String, String), usize> = FxHashMap::default();
    each_line(data, &mut out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let (label, alias, id) = match pattern(line, out.options.case) {
            Ok(read) => read,
            Err(reason) => return out.reject(number, reason),
        };
        let id = id.unwrap_or_else(|| alias.text.clone());
        let at = *known.entry((label.clone(), id.clone())).or_insert(out.entities.len());
        match out.entities.get_mut(at) {
            Some(entity) => entity.aliases.push(alias),
            None => {
                let mut entity = out.entity(&id, &alias.text);
                (entity.label, entity.aliases) = (Label::from_name(&label), vec![alias]);
                out.entities.push(entity);
            }
        }
        Ok(())
    })?;
    Ok(out.finish())
}

fn pattern(line: &str, case: CasePolicy) -> std::result::Result<(String, Alias, Option<String>), String> {
    let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let label = value.get("label").and_then(Value::as_str).ok_or("no `label`")?.to_string();
    let id = value.get("id").and_then(Value::as_str).map(str::to_string);
    let alias = match value.get("pattern") {
        Some(Value::String(text)) => Alias::with_case(text.as_str(), case),
        Some(Value::Array(tokens)) => {
            let mut words = Vec::new();
            let mut any = false;
            for token in tokens {
                let fields = token.as_object().filter(|f| f.len() == 1);
                let field = fields.and_then(|f| f.iter().next());
                match field.map(|(key, word)| (key.to_ascii_uppercase(), word.as_str())) {
                    Some((key, Some(word))) if matches!(key.as_str(), "ORTH" | "TEXT" | "LOWER") => {
                        any |= key == "LOWER";
                        words.push(word);
                    }
                    _ => return Err(format!("a token pattern that is no word: {token}")),
                }
            }
            Alias::with_case(words.join(" "), if any { CasePolicy::Any } else { case })
        }
        _ => return Err("no `pattern`".to_string()),
    };
    if alias.text.trim().is_empty() { Err("the pattern is empty".to_string()) } else { Ok((label, alias, id)) }
}
