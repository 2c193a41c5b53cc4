//! GeoNames dumps: nineteen tab-separated columns, no header, no quotes (CC BY 4.0, www.geonames.org), and the table of
//! alternate names with their languages.

use super::{Collector, Options, Reading, Sink, each_line, point};
use crate::document::Label;
use crate::error::Result;
use crate::gazetteer::{Alias, Entity};
use rustc_hash::FxHashMap;
use std::io::BufRead;
use std::sync::LazyLock;

/// ISO 3166 alpha-2 codes, as the dumps have them, and the alpha-3 codes all else here has.
static ALPHA3: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../seeds/lexicons/places/country_codes.csv").lines().skip(1);
    lines.filter_map(|l| l.split_once(',')).collect()
});

/// Alternate names by GeoNames id.
#[derive(Clone, Debug, Default)]
pub struct AlternateNames {
    names: FxHashMap<u32, Vec<String>>,
    /// Lines that could not be read.
    pub rejected: Vec<super::Rejected>,
}

impl AlternateNames {
    /// Reads `alternateNamesV2.txt`: names of [`Options::languages`], historic and colloquial ones left out, as are codes
    /// and links.
    ///
    /// # Errors
    /// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
    pub fn read(data: impl BufRead, options: &Options) -> Result<AlternateNames> {
        let mut out = Collector::new(options, Sink::List(Vec::new()));
        let mut names: FxHashMap<u32, Vec<String>> = FxHashMap::default();
        each_line(data, &mut out, |out, number, line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [_, id, language, name, rest @ ..] = cells.as_slice() else {
                return out.reject(number, "fewer than four columns");
            };
            let Ok(id) = id.parse() else { return out.reject(number, format!("`{id}` is no GeoNames id")) };
            let is_code =
                matches!(*language, "link" | "post" | "iata" | "icao" | "faac" | "unlc" | "wkdt" | "tcid" | "phon");
            let wanted = options.languages.is_empty() || options.languages.iter().any(|l| l == language);
            let old = rest.get(2) == Some(&"1") || rest.get(3) == Some(&"1");
            if !is_code && wanted && !old && !name.trim().is_empty() {
                names.entry(id).or_default().push(name.trim().to_string());
            }
            Ok(())
        })?;
        Ok(AlternateNames { names, rejected: out.rejected })
    }
}

/// Reads a dump (`allCountries.txt`, `cities500.txt`, `SY.txt`) with the filters of the options. Aliases are those of
/// `alternate` if given, else the column of alternate names.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_geonames(data: impl BufRead, alternate: Option<&AlternateNames>, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, alternate, out))
}

pub(super) fn read(data: impl BufRead, alternate: Option<&AlternateNames>, out: &mut Collector<'_>) -> Result<()> {
    each_line(data, out, |out, number, line| {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        match entity(out.options, line, alternate) {
            Ok(Some(entity)) => out.push(entity),
            Ok(None) => {}
            Err(reason) => out.reject(number, reason)?,
        }
        Ok(())
    })
}

fn entity(o: &Options, line: &str, alternate: Option<&AlternateNames>) -> std::result::Result<Option<Entity>, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[id, name, ascii, others, lat, lon, class, code, country, _, _, _, _, _, population, ..] = cells.as_slice()
    else {
        return Err(format!("{} columns, should be 19", cells.len()));
    };
    let number: u32 = id.parse().map_err(|_| format!("`{id}` is no GeoNames id"))?;
    let name = name.trim();
    if name.is_empty() {
        return Err("the name is empty".to_string());
    }
    let (lat, lon) = point(lat, lon).ok_or_else(|| format!("`{lat}`, `{lon}` is no place on the globe"))?;
    let people: u64 = match population {
        "" => 0,
        p => p.parse().map_err(|_| format!("`{p}` is no number of inhabitants"))?,
    };
    let listed = |list: &[String], value: &str| list.is_empty() || list.iter().any(|l| l == value);
    let alpha3 = ALPHA3.get(country).copied().unwrap_or(country);
    let wanted = listed(&o.countries, country) || listed(&o.countries, alpha3);
    if !listed(&o.classes, class) || !wanted || people < o.min_population {
        return Ok(None);
    }
    let mut entity = o.entity(format!("geonames:{id}"), name);
    entity.label = Label::Place;
    entity.kind = kind(class, code).to_string();
    // a code of two letters that is not in the list is kept as it is rather than guessed at
    entity.country = Some(alpha3).filter(|c| !c.is_empty()).map(str::to_string);
    (entity.lat, entity.lon) = (Some(lat), Some(lon));
    entity.population = Some(people).filter(|&p| p > 0);
    let mut add = |text: &str| {
        let text = text.trim();
        if !text.is_empty() && !entity.aliases.iter().any(|a: &Alias| a.text == text) {
            entity.aliases.push(o.alias(text));
        }
    };
    add(ascii);
    match alternate {
        Some(table) => table.names.get(&number).into_iter().flatten().for_each(|n| add(n)),
        None => others.split(',').for_each(add),
    }
    Ok(Some(entity))
}

fn kind(class: &str, code: &str) -> &'static str {
    match (class, code) {
        ("A", c) if c.starts_with("PCL") => "country",
        ("A", c) if c.starts_with("ADM1") => "admin1",
        ("A" | "L", _) => "region",
        ("P", _) => "city",
        ("H", _) => "waterbody",
        ("S", "AIRB" | "MILB" | "INSM") | (_, "MILB") => "base",
        ("S", _) => "facility",
        _ => "other",
    }
}
