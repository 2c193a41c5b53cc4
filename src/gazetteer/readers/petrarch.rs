//! PETRARCH and CAMEO actor dictionaries.
//!
//! A record is `NAME_ [CODE dates]`, then `+SYNONYM_` lines and lines of further codes, each after a tab. `_` is a blank, at
//! the end it ends the word; `#`, `;` and `<!-- -->` are comments. Dates limit a code (`<D`, `>D`, `D-D`, D as YYYYMMDD or
//! YYMMDD). Real files have slips (dates of seven digits, synonyms glued by `+`, stray bytes): what can be read is read, the
//! rest is told by line.
//!
//! The dictionaries are in capitals throughout. A name of several words is found in any capitals; a longer single word as a
//! name is written (`Iraq`, `IRAQ`); one of up to three letters (`US`) in capitals only.

use super::{Collector, Options, Reading};
use crate::error::{Error, Result};
use crate::gazetteer::{Alias, CasePolicy, Entity};
use std::io::BufRead;

/// Reads a dictionary. A record becomes `petrarch:NAME`; its first code without dates (or its first) gives kind and
/// country.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_petrarch(data: impl BufRead, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, out))
}

pub(super) fn read(mut data: impl BufRead, out: &mut Collector<'_>) -> Result<()> {
    let (mut bytes, mut number, mut comment) = (Vec::new(), 0, false);
    let mut record: Option<Record> = None;
    loop {
        bytes.clear();
        let read = data.read_until(b'\n', &mut bytes).map_err(Error::input)?;
        if read == 0 {
            break;
        }
        number += 1;
        let line = match std::str::from_utf8(&bytes) {
            Ok(line) => line.to_string(),
            Err(_) => {
                out.reject(number, "bytes that are not UTF-8, left out")?;
                String::from_utf8_lossy(&bytes).replace('\u{fffd}', "")
            }
        };
        let line = without_comments(&line, &mut comment);
        let line = line.trim_end();
        if !line.trim().is_empty() {
            read_line(line, number, &mut record, out)?;
        }
    }
    if let Some(record) = record {
        out.push(record.entity(out.options));
    }
    Ok(())
}

struct Record {
    names: Vec<String>,
    /// Codes, and whether dates limit them.
    codes: Vec<(String, bool)>,
}

/// The line without comments; `inside` is whether an HTML comment goes on.
fn without_comments(line: &str, inside: &mut bool) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        if *inside {
            let Some((_, after)) = rest.split_once("-->") else { return out };
            (rest, *inside) = (after, false);
        }
        match rest.split_once("<!") {
            Some((before, after)) => {
                out.push_str(before);
                (rest, *inside) = (after, true);
            }
            None => {
                out.push_str(rest);
                break;
            }
        }
    }
    let end = out.find(['#', ';']).unwrap_or(out.len());
    out.truncate(end);
    out
}

fn read_line(line: &str, number: u64, record: &mut Option<Record>, out: &mut Collector<'_>) -> Result<()> {
    let (names, codes) = line.split_once('[').map_or((line, None), |(n, c)| (n, Some(c)));
    let names = names.trim();
    if !names.is_empty() && !names.starts_with('+') {
        if let Some(done) = record.take() {
            out.push(done.entity(out.options));
        }
        *record = Some(Record { names: Vec::new(), codes: Vec::new() });
    }
    let Some(open) = record else { return out.reject(number, "a synonym or code before any name") };
    if names.trim_start_matches('+').split('+').filter(|n| !n.trim_matches(['_', ' ']).is_empty()).count() > 1 {
        out.reject(number, "several names glued by `+`, taken apart")?;
    }
    for name in names.split('+') {
        let name = name.replace('_', " ");
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() {
            open.names.push(name);
        }
    }
    let Some(codes) = codes else { return Ok(()) };
    for part in codes.split('[') {
        let Some((body, _)) = part.split_once(']') else {
            out.reject(number, "a bracket that is not closed")?;
            continue;
        };
        let mut words = body.split_whitespace();
        let Some(code) = words.next() else {
            out.reject(number, "an empty code")?;
            continue;
        };
        let dates: String = words.collect();
        let sound = dates.split(['<', '>', '-']).filter(|d| !d.is_empty()).all(is_date);
        if !sound {
            out.reject(number, format!("`{dates}` is no date"))?;
        }
        open.codes.push((code.to_string(), !dates.is_empty()));
    }
    Ok(())
}

fn is_date(digits: &str) -> bool {
    let number = |at: std::ops::Range<usize>| digits.get(at).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    let year = digits.len().saturating_sub(4);
    matches!(digits.len(), 6 | 8)
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (1..=12).contains(&number(year..year + 2))
        && (1..=31).contains(&number(year + 2..year + 4))
}

impl Record {
    fn entity(self, options: &Options) -> Entity {
        let name = self.names.first().cloned().unwrap_or_default();
        let mut entity = options.entity(format!("petrarch:{}", name.replace(' ', "_")), &name);
        entity.aliases.clear();
        for text in self.names {
            let alias = alias(text, options);
            if !entity.aliases.contains(&alias) {
                entity.aliases.push(alias);
            }
        }
        let code = self.codes.iter().find(|c| !c.1).or(self.codes.first()).map_or("", |c| c.0.as_str());
        let (country, role) = (code.get(..3).unwrap_or(""), code.get(3..6).unwrap_or(""));
        let international = matches!(country, "IGO" | "IMG" | "INT" | "NGO" | "NGM" | "MNC");
        entity.country = Some(country).filter(|c| !c.is_empty() && !international).map(str::to_string);
        entity.kind = match if international { country } else { role } {
            "" if !country.is_empty() => "state",
            "GOV" | "JUD" | "LEG" => "government",
            "MIL" | "COP" | "SPY" => "armed_forces",
            "REB" | "INS" | "SEP" | "UAF" | "CRM" => "armed_group",
            "OPP" | "PTY" => "party",
            "MED" => "media",
            "BUS" | "MNC" => "company",
            "NGO" | "NGM" | "HRI" => "ngo",
            "IGO" => "intl_org",
            _ => &options.kind,
        }
        .to_string();
        entity
    }
}

fn alias(text: String, options: &Options) -> Alias {
    if text.chars().any(char::is_lowercase) {
        return options.alias(text);
    }
    if text.contains([' ', '-']) {
        return options.alias_with(text, CasePolicy::Any);
    }
    let mut chars = text.chars();
    match (chars.next(), chars.as_str()) {
        (Some(first), rest) if rest.chars().nth(2).is_some() => {
            options.alias_with(format!("{first}{}", rest.to_lowercase()), CasePolicy::Smart)
        }
        _ => options.alias_with(text, CasePolicy::Exact),
    }
}
