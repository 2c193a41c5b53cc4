//! JSON Lines: one entity a line, `{"id", "name", "label", "kind", "country", "lat", "lon", "population", "aliases"}`; only
//! `name` is needed, other fields are left alone.
//!
//! An alias is a text or an object `{"text", "case", "fold_marks", "demonym", "metonym", "minor"}`; `case` and `fold_marks`
//! of the entity count for all its names that do not say theirs.

use super::words::{check_kind, check_label};
use super::{Collector, Options, Reading, each_line};
use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::{Alias, CasePolicy, Entity};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::BufRead;

#[derive(Deserialize)]
#[serde(untagged, expecting = "`id` is neither a text nor a whole number")]
enum IdRow {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an alias is neither a text nor an object with a `text`")]
enum AliasRow {
    Text(String),
    Full {
        text: String,
        case: Option<CasePolicy>,
        fold_marks: Option<bool>,
        #[serde(default)]
        demonym: bool,
        #[serde(default)]
        metonym: bool,
        #[serde(default)]
        minor: bool,
    },
}

#[derive(Deserialize)]
struct Row {
    id: Option<IdRow>,
    name: String,
    label: Option<String>,
    kind: Option<String>,
    case: Option<CasePolicy>,
    fold_marks: Option<bool>,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    population: Option<f64>,
    aliases: Option<Vec<AliasRow>>,
}

/// What an object may have beside [`COLUMNS`](super::COLUMNS).
pub const POLICY: [&str; 2] = ["case", "fold_marks"];

/// Reads entities from JSON Lines; empty lines are skipped.
///
/// ```
/// use dateline::gazetteer::readers::{Options, read_jsonl};
/// let line = r#"{"id": "x:1", "name": "Harbour Board", "aliases": ["the Board"]}"#;
/// let read = read_jsonl(line.as_bytes(), &Options::default())?;
/// assert_eq!(read.entities[0].aliases.len(), 2);
/// # Ok::<(), dateline::Error>(())
/// ```
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_jsonl(data: impl BufRead, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, out))
}

pub(super) fn read(data: impl BufRead, out: &mut Collector<'_>) -> Result<()> {
    each_line(data, out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        match read_json(line, out.options) {
            Ok(entity) => out.push(entity),
            Err(e) => out.reject(number, e.reason())?,
        }
        Ok(())
    })
}

/// What is wrong with a line of JSON: the place inside the line that serde tells is of little use, and its line is always 1.
pub(super) fn reason(e: serde_json::Error) -> String {
    let reason = e.to_string();
    reason.split(" at line ").next().unwrap_or_default().to_string()
}

/// The field of an object that is not as it should be.
fn culprit(object: &str) -> Option<&'static str> {
    let mut given: Map<String, Value> = serde_json::from_str(object).ok()?;
    super::COLUMNS.into_iter().chain(POLICY).find(|&field| {
        let alone = given.remove(field).map(|value| (field.to_string(), value));
        let name = ("name".to_string(), Value::from("x"));
        alone.is_some_and(|alone| Row::deserialize(Value::Object(Map::from_iter([name, alone]))).is_err())
    })
}

/// Reads one entity from a JSON object.
///
/// # Errors
/// What is wrong with it.
pub fn read_json(object: &str, options: &Options) -> Result<Entity> {
    let row: Row = serde_json::from_str(object).map_err(|e| {
        let field = culprit(object).map_or(String::new(), |field| format!("`{field}`: "));
        Error::gazetteer(field + &reason(e))
    })?;
    let name = row.name.trim();
    if name.is_empty() {
        return Err(Error::gazetteer("the name is empty"));
    }
    match (row.lat, row.lon) {
        (None, None) => {}
        (Some(lat), Some(lon)) if super::on_globe(lat, lon) => {}
        (lat, lon) => {
            let shown = |degrees: Option<f64>| degrees.map_or(String::new(), |d| d.to_string());
            return Err(Error::gazetteer(format!("`{}`, `{}` is no place on the globe", shown(lat), shown(lon))));
        }
    }
    if let Some(label) = &row.label {
        check_label(label).map_err(Error::gazetteer)?;
    }
    if let Some(kind) = &row.kind {
        check_kind(kind).map_err(Error::gazetteer)?;
    }
    let own = Alias {
        case: row.case.unwrap_or(options.case),
        fold_marks: row.fold_marks.unwrap_or(options.fold_marks),
        ..Alias::default()
    };
    let alias = |row: AliasRow| match row {
        AliasRow::Text(text) => Alias { text, ..own.clone() },
        AliasRow::Full { text, case, fold_marks, demonym, metonym, minor } => {
            let (case, fold_marks) = (case.unwrap_or(own.case), fold_marks.unwrap_or(own.fold_marks));
            Alias { text, case, fold_marks, demonym, metonym, minor }
        }
    };
    let mut aliases: Vec<Alias> = row.aliases.unwrap_or_default().into_iter().map(alias).collect();
    if !aliases.iter().any(|a| a.text == name) {
        aliases.insert(0, Alias { text: name.to_string(), ..own });
    }
    let id = match row.id {
        Some(IdRow::Text(id)) => id,
        Some(IdRow::Number(id)) => id.to_string(),
        None => name.to_string(),
    };
    Ok(Entity {
        id,
        name: name.to_string(),
        label: row.label.as_deref().map_or_else(|| options.label.clone(), Label::from_name),
        kind: row.kind.unwrap_or_else(|| options.kind.clone()),
        country: row.country,
        lat: row.lat,
        lon: row.lon,
        population: row.population.map(|p| p.max(0.0) as u64),
        aliases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_fields_and_names_the_bad_line() {
        let line = r#"{"id": 7, "name": "Ost", "label": "place", "kind": "city", "country": "NOR", "lat": 1.5, "lon": -2,
            "population": 9, "more": [1], "aliases": [{"text": "Oster", "case": "exact", "demonym": true}]}"#;
        let strict = Options { strict: true, ..Options::default() };
        let e = &read_jsonl(line.replace('\n', " ").as_bytes(), &strict).unwrap().entities[0];
        assert_eq!((e.id.as_str(), e.kind.as_str(), e.lon), ("7", "city", Some(-2.0)));
        assert_eq!(e.aliases.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["Ost", "Oster"]);
        assert!(e.aliases[1].demonym && e.aliases[1].case == CasePolicy::Exact);
        for bad in [
            r#"{"nme": 1}"#,
            "x",
            r#"{"name": " "}"#,
            r#"{"name": "b", "lat": 95, "lon": 0}"#,
            r#"{"name": "b", "lat": 5}"#,
        ] {
            let lines = format!("{{\"name\": \"a\"}}\n\n{bad}");
            assert_eq!(read_jsonl(lines.as_bytes(), &strict).unwrap_err().line(), Some(3), "{bad}");
        }
    }
}
