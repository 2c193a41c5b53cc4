//! CSV: columns `id,name,label,kind,country,lat,lon,population,aliases`; only `name` is needed.
//!
//! Aliases are separated by `|`; one may carry notes after `=`: `exact`, `any` (case policy), `demonym`, `metonym`, `minor`,
//! `marks` (diacritics do not matter), several with commas (`US=exact`, `Syrian=demonym`). Lines that begin with `#` are comments.

use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::{Alias, CasePolicy, Entity};

/// Reads entities from CSV with a header row.
///
/// # Errors
/// A row that cannot be read: the line and the reason.
pub fn read_csv(data: &str) -> Result<Vec<Entity>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(data.as_bytes());
    let header = reader.headers().map_err(|e| Error::gazetteer(e.to_string()).at_line(1))?.clone();
    let column = |name: &str| header.iter().position(|h| h.trim() == name);
    let name_at = column("name").ok_or_else(|| Error::gazetteer("no column `name`").at_line(1))?;
    let columns = ["id", "label", "kind", "country", "lat", "lon", "population", "aliases"].map(column);
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| {
            let line = e.position().map_or(0, csv::Position::line);
            Error::gazetteer(e.to_string()).at_line(line)
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |i: usize| columns[i].and_then(|c| row.get(c)).map(str::trim).filter(|s| !s.is_empty());
        let name = row.get(name_at).unwrap_or("").trim();
        if name.is_empty() {
            return Err(Error::gazetteer("the name is empty").at_line(line));
        }
        let number = |i: usize| -> Result<Option<f64>> {
            cell(i)
                .map(|s| s.parse().map_err(|_| Error::gazetteer(format!("`{s}` is no number")).at_line(line)))
                .transpose()
        };
        let mut aliases = Vec::new();
        for part in cell(7).unwrap_or("").split('|').map(str::trim).filter(|s| !s.is_empty()) {
            aliases.push(parse_alias(part).map_err(|e| e.at_line(line))?);
        }
        if !aliases.iter().any(|a: &Alias| a.text == name) {
            aliases.insert(0, Alias::new(name));
        }
        out.push(Entity {
            id: cell(0).unwrap_or(name).to_string(),
            name: name.to_string(),
            label: Label::from_name(cell(1).unwrap_or("actor")),
            kind: cell(2).unwrap_or("other").to_string(),
            country: cell(3).map(str::to_string),
            lat: number(4)?,
            lon: number(5)?,
            population: number(6)?.map(|p| p as u64),
            aliases,
        });
    }
    Ok(out)
}

pub(crate) fn parse_alias(part: &str) -> Result<Alias> {
    let (text, notes) = part.split_once('=').unwrap_or((part, ""));
    let mut alias = Alias::new(text.trim());
    for note in notes.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        match note {
            "exact" => alias.case = CasePolicy::Exact,
            "smart" => alias.case = CasePolicy::Smart,
            "any" => alias.case = CasePolicy::Any,
            "demonym" => alias.demonym = true,
            "metonym" => alias.metonym = true,
            "minor" => alias.minor = true,
            "marks" => alias.fold_marks = true,
            other => return Err(Error::gazetteer(format!("`{other}` is no note of an alias"))),
        }
    }
    Ok(alias)
}
