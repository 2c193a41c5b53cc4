//! spaCy's entity ruler: JSON Lines of `{"label": "ORG", "pattern": …, "id": …}`.
//!
//! A pattern is a string, or a list of tokens each of which gives `ORTH`, `TEXT` or `LOWER` as a string; with `LOWER`
//! capitals do not count. What else a token can ask for (part of speech, regular expressions, operators) is beyond a list
//! of names: such patterns are rejected by line.

use super::{Collector, Options, Reading, each_line};
use crate::document::Label;
use crate::error::Result;
use crate::gazetteer::{Alias, CasePolicy, Entity};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::io::BufRead;

/// Reads patterns; those with the same label and id are one entity.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first pattern that is no list of names.
pub fn read_spacy(data: impl BufRead, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, out))
}

pub(super) fn read(data: impl BufRead, out: &mut Collector<'_>) -> Result<()> {
    let mut known: FxHashMap<(String, String), usize> = FxHashMap::default();
    let mut entities: Vec<Entity> = Vec::new();
    each_line(data, out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let (label, alias, id) = match pattern(line, out.options) {
            Ok(read) => read,
            Err(reason) => return out.reject(number, reason),
        };
        let id = id.unwrap_or_else(|| alias.text.clone());
        let at = *known.entry((label.clone(), id.clone())).or_insert(entities.len());
        match entities.get_mut(at) {
            Some(entity) => entity.aliases.push(alias),
            None => {
                let mut entity = out.options.entity(&id, &alias.text);
                if out.options.relabel {
                    entity.kind = label;
                } else {
                    entity.label = Label::from_name(&label);
                }
                entity.aliases = vec![alias];
                entities.push(entity);
            }
        }
        Ok(())
    })?;
    entities.into_iter().for_each(|e| out.push(e));
    Ok(())
}

fn pattern(line: &str, options: &Options) -> std::result::Result<(String, Alias, Option<String>), String> {
    let value: Value = serde_json::from_str(line).map_err(super::jsonl::reason)?;
    let label = value.get("label").and_then(Value::as_str).ok_or("no `label`")?.to_string();
    let id = value.get("id").and_then(Value::as_str).map(str::to_string);
    let alias = match value.get("pattern") {
        Some(Value::String(text)) => options.alias(text.as_str()),
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
            options.alias_with(words.join(" "), if any { CasePolicy::Any } else { options.case })
        }
        _ => return Err("no `pattern`".to_string()),
    };
    if alias.text.trim().is_empty() { Err("the pattern is empty".to_string()) } else { Ok((label, alias, id)) }
}
