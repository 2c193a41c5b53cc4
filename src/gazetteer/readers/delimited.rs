//! CSV and TSV: columns `id,name,label,kind,country,lat,lon,population,aliases`; only `name` is needed.
//!
//! Aliases are separated by `|`; one may carry notes after `=`: `exact`, `any` (case policy), `demonym`, `metonym`,
//! `minor`, `marks` (diacritics do not matter), several with commas (`US=exact`, `Syrian=demonym`). Lines that begin with
//! `#` are comments.

use super::words::{check_kind, check_label};
use super::{Collector, Options, Reading, point};
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
/// A file without the column `name`; with [`Options::strict`], the first row that cannot be read.
pub fn read_csv(data: impl Read, options: &Options) -> Result<Reading> {
    read(data, b',', options)
}

/// Reads tab-separated values with a header row, quotes taken as they are.
///
/// # Errors
/// As [`read_csv`].
pub fn read_tsv(data: impl Read, options: &Options) -> Result<Reading> {
    read(data, b'\t', options)
}

/// Columns of our own lists that say nothing about names.
const BESIDE: [&str; 7] = ["office", "organisation", "valid_from", "valid_to", "lang", "source", "licence"];
/// A line added to every file: where it turns up inside a row, a quote was opened and never closed.
const END: &str = "\u{1}end of file\u{1}";
const COLUMNS: [&str; 9] = ["name", "id", "label", "kind", "country", "lat", "lon", "population", "aliases"];

fn read(data: impl Read, delimiter: u8, options: &Options) -> Result<Reading> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .from_reader(data.chain("\n".as_bytes()).chain(END.as_bytes()));
    let header = reader.headers().map_err(|e| unreadable(e).at_line(1))?.clone();
    let at = COLUMNS.map(|name| {
        let theirs = options.columns.iter().find(|(_, ours)| ours == name).map_or(name, |(theirs, _)| theirs);
        header.iter().position(|h| h.trim().trim_start_matches('\u{feff}') == theirs)
    });
    if at[0].is_none() {
        return Err(Error::gazetteer("no column `name`").at_line(1));
    }
    let mut out = Collector::new(options);
    for (i, title) in header.iter().enumerate() {
        let title = title.trim().trim_start_matches('\u{feff}');
        if !at.contains(&Some(i)) && !BESIDE.contains(&title) && !title.is_empty() {
            out.reject(1, format!("the column `{title}` is unknown: it is not read"))?;
        }
    }
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(e) if e.is_io_error() => return Err(unreadable(e)),
            Err(e) => {
                out.reject(e.position().map_or(0, csv::Position::line), e.to_string())?;
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        if row.len() == 1 && row.get(0) == Some(END) {
            break;
        }
        if row.iter().next_back().is_some_and(|last| last.ends_with(END)) {
            out.reject(line, "a quote is not closed: nothing after it is read")?;
            break;
        }
        let cells = at.map(|c| c.and_then(|c| row.get(c)).map(str::trim).filter(|s| !s.is_empty()));
        match entity(&out, cells) {
            Ok(entity) => out.entities.push(entity),
            Err(reason) => out.reject(line, reason)?,
        }
    }
    Ok(out.finish())
}

fn unreadable(e: csv::Error) -> Error {
    let reason = e.to_string();
    match e.into_kind() {
        csv::ErrorKind::Io(e) => Error::input(e),
        _ => Error::gazetteer(reason),
    }
}

fn entity(out: &Collector<'_>, cells: [Option<&str>; 9]) -> std::result::Result<Entity, String> {
    let [name, id, label, kind, country, lat, lon, population, aliases] = cells;
    let name = name.ok_or("the name is empty")?;
    let mut entity = out.entity(id.unwrap_or(name), name);
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
        given.push(alias(part, out.options.case).map_err(|e| e.reason().to_string())?);
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
    alias(part, CasePolicy::default())
}

fn alias(part: &str, case: CasePolicy) -> Result<Alias> {
    let (text, notes) = part.split_once('=').unwrap_or((part, ""));
    let mut alias = Alias::with_case(text.trim(), case);
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
