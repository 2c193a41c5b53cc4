//! Wikidata's JSON dump: one item a line inside `[` … `]`, plain or gzipped (CC0). Read line by line: memory holds what
//! is kept, not the dump.

use super::{Collector, Options, Reading, each_line, unpacked};
use crate::error::Result;
use crate::gazetteer::Entity;
use serde_json::Value;
use std::io::BufRead;

/// Reads items: `Q42` becomes `wikidata:Q42`, labels and aliases in [`Options::languages`], coordinates (P625),
/// inhabitants (P1082); the kind is the item it is an instance of (P31). Statements ranked deprecated do not count.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_wikidata(data: impl BufRead + Send, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(unpacked(data, 1 << 16), out))
}

pub(super) fn read(data: impl BufRead, out: &mut Collector<'_>) -> Result<()> {
    each_line(data, out, item)
}

fn item(out: &mut Collector<'_>, number: u64, line: &str) -> Result<()> {
    let line = line.trim().trim_end_matches(',');
    if matches!(line, "" | "[" | "]") {
        return Ok(());
    }
    match serde_json::from_str::<Value>(line) {
        Ok(value) => match entity(out.options, &value) {
            Ok(Some(entity)) => out.push(entity),
            Ok(None) => {}
            Err(reason) => out.reject(number, reason)?,
        },
        Err(e) => out.reject(number, super::jsonl::reason(e))?,
    }
    Ok(())
}

fn entity(options: &Options, value: &Value) -> std::result::Result<Option<Entity>, String> {
    let id = value.get("id").and_then(Value::as_str).ok_or("no `id`")?;
    if value.get("type").and_then(Value::as_str).is_some_and(|t| t != "item") {
        return Ok(None);
    }
    let languages = |part: &str| -> Vec<&Value> {
        let Some(all) = value.get(part).and_then(Value::as_object) else { return Vec::new() };
        if options.languages.is_empty() {
            return all.values().collect();
        }
        options.languages.iter().filter_map(|l| all.get(l)).collect()
    };
    let text = |v: &Value| v.get("value").and_then(Value::as_str).map(|s| s.trim().to_string());
    let mut names: Vec<String> = languages("labels").into_iter().filter_map(text).collect();
    let aliases = languages("aliases");
    names.extend(aliases.into_iter().filter_map(Value::as_array).flatten().filter_map(text));
    names.retain(|n| !n.is_empty());
    // an item without a name in these languages is no error, only of no use
    let Some(name) = names.first().cloned() else { return Ok(None) };
    let mut entity = options.entity(format!("wikidata:{id}"), &name);
    for alias in names {
        if !entity.aliases.iter().any(|a| a.text == alias) {
            entity.aliases.push(options.alias(alias));
        }
    }
    if let Some(point) = claim(value, "P625") {
        let degrees = |field: &str| point.get(field).and_then(Value::as_f64);
        let point = degrees("latitude").zip(degrees("longitude"));
        (entity.lat, entity.lon) = (point.map(|p| p.0), point.map(|p| p.1));
    }
    let amount = claim(value, "P1082").and_then(|v| v.get("amount")).and_then(Value::as_str);
    entity.population = amount.and_then(|a| a.trim_start_matches('+').parse().ok());
    if let Some(kind) = claim(value, "P31").and_then(|v| v.get("id")).and_then(Value::as_str) {
        entity.kind = kind.to_string();
    }
    Ok(Some(entity))
}

/// The value of the best statement of a property: preferred before normal, deprecated never.
fn claim<'a>(item: &'a Value, property: &str) -> Option<&'a Value> {
    let statements = item.get("claims")?.get(property)?.as_array()?;
    let rank = |s: &&Value| s.get("rank").and_then(Value::as_str).unwrap_or("normal").to_string();
    let of = |wanted: &str| statements.iter().find(|s| rank(s) == wanted);
    of("preferred").or_else(|| of("normal"))?.get("mainsnak")?.get("datavalue")?.get("value")
}
