//! CSV and TSV: columns `id,name,label,kind,country,lat,lon,population,aliases`; only `name` is needed.
//!
//! Aliases are separated by `|`; one may carry notes after `=`: `exact`, `smart`, `any` (case policy), `demonym`, `metonym`,
//! `minor`, `marks` (diacritics do not matter), several with commas (`US=exact`, `Syrian=demonym`). Lines that begin with
//! `#` are comments.

use super::rows::Rows;
use super::words::{check_kind, check_label};
use super::{COLUMNS, Collector, Options, Reading, point};
use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::{Alias, CasePolicy, Entity};
use std::io::Read;

/// Reads CSV with a header row.
///
/// ```
/// use dateline::gazetteer::readers::{Options, read_csv};
/// let read = read_csv("id,name,kind\nt:1,Tal Afar,city\nt:2,,city\n".as_bytes(), &Options::default())?;
/// assert_eq!((read.card.entries, read.card.rejected[0].line), (1, 3));
/// # Ok::<(), dateline::Error>(())
/// ```
///
/// # Errors
/// A file without the column `name` or one of [`Options::columns`]; with [`Options::strict`], the first row that cannot be
/// read, or a column that means nothing.
pub fn read_csv(data: impl Read, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, false, out))
}

/// Reads tab-separated values with a header row, quotes taken as they are.
///
/// # Errors
/// As [`read_csv`].
pub fn read_tsv(data: impl Read, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, true, out))
}

pub(super) fn read(data: impl Read, tabs: bool, out: &mut Collector<'_>) -> Result<()> {
    let renamed = &out.options.columns;
    let theirs = COLUMNS.map(|c| renamed.iter().find(|(_, ours)| ours == c).map_or(c, |(theirs, _)| theirs.as_str()));
    let mut rows = Rows::open(data, tabs, theirs)?;
    if let Some((missing, _)) = renamed.iter().find(|(theirs, _)| !rows.titles().any(|t| t == theirs)) {
        return Err(rows.missing(missing));
    }
    for title in rows.unknown() {
        out.unread(rows.header, title)?;
    }
    while let Some((line, row)) = rows.next()? {
        match row.and_then(|cells| entity(cells, out.options)) {
            Ok(entity) => out.push(entity),
            Err(reason) => out.reject(line, reason)?,
        }
    }
    Ok(())
}

/// The entity of the cells of a row, or what is wrong with them.
pub(crate) fn entity(cells: [&str; COLUMNS.len()], options: &Options) -> std::result::Result<Entity, String> {
    let cells = cells.map(|cell| Some(cell.trim()).filter(|s| !s.is_empty()));
    let [name, id, label, kind, country, lat, lon, population, aliases] = cells;
    let name = name.ok_or("the name is empty")?;
    let mut entity = options.entity(id.unwrap_or(name), name);
    if let Some(label) = label {
        check_label(label)?;
        entity.label = Label::from_name(label);
    }
    if let Some(kind) = kind {
        check_kind(kind)?;
        entity.kind = kind.to_string();
    }
    entity.country = country.map(str::to_string);
    if lat.is_some() || lon.is_some() {
        let (lat, lon) = (lat.unwrap_or(""), lon.unwrap_or(""));
        let (lat, lon) = point(lat, lon).ok_or_else(|| format!("`{lat}`, `{lon}` is no place on the globe"))?;
        (entity.lat, entity.lon) = (Some(lat), Some(lon));
    }
    if let Some(population) = population {
        let number: f64 = population.parse().map_err(|_| format!("`{population}` is no number"))?;
        entity.population = Some(number.max(0.0) as u64);
    }
    let mut given = Vec::new();
    for part in aliases.unwrap_or("").split('|').map(str::trim).filter(|s| !s.is_empty()) {
        given.push(alias(part, options.alias("")).map_err(|e| e.reason().to_string())?);
    }
    // a name that is listed among the aliases has its notes there
    if given.iter().any(|a| a.text == name) {
        entity.aliases = given;
    } else {
        entity.aliases.extend(given);
    }
    Ok(entity)
}

/// Reads an alias with its notes.
pub(crate) fn parse_alias(part: &str) -> Result<Alias> {
    alias(part, Alias::default())
}

fn alias(part: &str, mut alias: Alias) -> Result<Alias> {
    let (text, notes) = part.split_once('=').unwrap_or((part, ""));
    alias.text = text.trim().to_string();
    for note in notes.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        match note {
            "demonym" => alias.demonym = true,
            "metonym" => alias.metonym = true,
            "minor" => alias.minor = true,
            "marks" => alias.fold_marks = true,
            note => {
                let unknown = || Error::gazetteer(format!("`{note}` is no note of an alias"));
                alias.case = CasePolicy::from_name(note).ok_or_else(unknown)?;
            }
        }
    }
    Ok(alias)
}
