//! The built-in places, read once at first use from `seeds/places/places.tsv`.

use super::readers::parse_alias;
use super::{Alias, Entity, Gazetteer};
use crate::document::Label;
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

struct Places {
    gazetteer: Arc<Gazetteer>,
    /// Number of the first-level division of each entity; 0 for none.
    admin1: Vec<u16>,
    /// Countries by code, sorted.
    countries: Vec<([u8; 3], u32)>,
}

static PLACES: OnceLock<Places> = OnceLock::new();

fn load() -> Result<Places> {
    let mut entities = Vec::new();
    let mut divisions: FxHashMap<&str, u16> = FxHashMap::default();
    let mut admin1 = Vec::new();
    let mut countries = Vec::new();
    for (line, row) in include_str!("../../seeds/places/places.tsv").lines().enumerate().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[id, name, kind, country, division, lat, lon, population, aliases] = cells.as_slice() else {
            return Err(Error::gazetteer("a row has nine columns").at_line(line as u64 + 1));
        };
        let code: Option<[u8; 3]> = country.as_bytes().try_into().ok();
        if let (Some(code), "country") = (code, kind) {
            countries.push((code, entities.len() as u32));
        }
        let next = divisions.len() as u16 + 1;
        admin1.push(if division.is_empty() { 0 } else { *divisions.entry(division).or_insert(next) });
        let mut names = vec![Alias::new(name)];
        for part in aliases.split('|').filter(|p| !p.is_empty()) {
            names.push(parse_alias(part).map_err(|e| e.at_line(line as u64 + 1))?);
        }
        // news drops the accents of São Tomé and Qayyārah
        names.iter_mut().for_each(|n| n.fold_marks = !n.text.is_ascii());
        entities.push(Entity {
            id: id.to_string(),
            name: name.to_string(),
            label: Label::Place,
            kind: kind.to_string(),
            country: Some(country).filter(|c| !c.is_empty()).map(str::to_string),
            lat: lat.parse().ok(),
            lon: lon.parse().ok(),
            population: population.parse().ok(),
            aliases: names,
        });
    }
    countries.sort_unstable();
    Ok(Places { gazetteer: Arc::new(Gazetteer::new(entities)?), admin1, countries })
}

impl Gazetteer {
    /// The built-in places: countries, provinces, US counties, towns, regions, waters, bases.
    ///
    /// From GeoNames (CC BY 4.0), Natural Earth and the U.S. Census Bureau (public domain); see `NOTICE`.
    pub fn builtin_places() -> Arc<Gazetteer> {
        // the file is part of the crate and checked by its tests
        let places = PLACES.get_or_init(|| load().unwrap_or_else(|e| unreachable!("built-in places: {e}")));
        Arc::clone(&places.gazetteer)
    }

    /// The first-level division a built-in place lies in, as a number that is unique over all countries; 0 if it is not
    /// known or the gazetteer is not [`Gazetteer::builtin_places`].
    pub(crate) fn admin1(&self, entity: u32) -> u16 {
        self.places().and_then(|p| p.admin1.get(entity as usize)).copied().unwrap_or(0)
    }

    /// The country of that ISO alpha-3 code among the built-in places.
    pub(crate) fn country(&self, code: &str) -> Option<u32> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        let countries = &self.places()?.countries;
        countries.binary_search_by_key(&code, |c| c.0).ok().map(|i| countries[i].1)
    }

    fn places(&self) -> Option<&'static Places> {
        PLACES.get().filter(|p| std::ptr::eq(Arc::as_ptr(&p.gazetteer), self))
    }
}
