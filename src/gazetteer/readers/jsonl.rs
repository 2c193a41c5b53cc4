//! JSON Lines: one entity a line, `{"id", "name", "label", "kind", "country", "lat", "lon", "population", "aliases"}`; only
//! `name` is needed, other fields are left alone.
//!
//! An alias is a text or an object `{"text", "case", "fold_marks", "demonym", "metonym", "minor"}`.

use super::words::{check_kind, check_label};
use super::{Collector, Options, Reading, each_line};
use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::{Alias, CasePolicy, Entity};
use serde::Deserialize;
use std::io::BufRead;

#[derive(Deserialize)]
#[serde(untagged)]
enum IdRow {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AliasRow {
    Text(String),
    Full {
        text: String,
        #[serde(default)]
        case: CasePolicy,
        #[serde(default)]
        fold_marks: bool,
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
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    population: Option<u64>,
    aliases: Option<Vec<AliasRow>>,
}

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
    let mut out = Collector::new(options);
    each_line(data, &mut out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        match read_json(line) {
            Ok(entity) => out.entities.push(entity),
            Err(e) => out.reject(number, e.reason())?,
        }
        Ok(())
    })?;
    Ok(out.finish())
}

/// Reads one entity from a JSON object.
///
/// # Errors
/// What is wrong with it.
pub fn read_json(object: &str) -> Result<Entity> {
    let row: Row = serde_json::from_str(object).map_err(|e| {
        // the place inside the line that serde tells is of little use, and its line is always 1
        let reason = e.to_string();
        Error::gazetteer(reason.split(" at line ").next().unwrap_or_default())
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
    let mut aliases: Vec<Alias> = row.aliases.unwrap_or_default().into_iter().map(alias).collect();
    if !aliases.iter().any(|a| a.text == name) {
        aliases.insert(0, Alias::new(name));
    }
    let id = match row.id {
        Some(IdRow::Text(id)) => id,
        Some(IdRow::Number(id)) => id.to_string(),
        None => name.to_string(),
    };
    Ok(Entity {
        id,
        name: name.to_string(),
        label: Label::from_name(row.label.as_deref().unwrap_or("actor")),
        kind: row.kind.unwrap_or_else(|| "other".to_string()),
        country: row.country,
        lat: row.lat,
        lon: row.lon,
        population: row.population,
        aliases,
    })
}

fn alias(row: AliasRow) -> Alias {
    match row {
        AliasRow::Text(text) => Alias::new(text),
        AliasRow::Full { text, case, fold_marks, demonym, metonym, minor } => {
            Alias { text, case, fold_marks, demonym, metonym, minor }
        }
    }
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
