//! The built-in places: `seeds/places/places.bin`, compiled from `seeds/places/places.tsv` by `examples/compile_builtin.rs`.

use super::packed;
use super::readers::parse_alias;
use super::{Alias, Entity, Gazetteer};
use crate::document::Label;
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

struct Places {
    gazetteer: Arc<Gazetteer>,
    /// Number of the first-level division of each entity, two bytes each; 0 for none.
    admin1: &'static [u8],
    /// Countries by code, sorted.
    countries: Vec<([u8; 3], u32)>,
}

static PLACES: OnceLock<Places> = OnceLock::new();

static COMPILED: &[u8] = include_bytes!("../../seeds/places/places.bin");

/// First bytes of the compiled places; the number is that of the format.
const MAGIC: &[u8; 8] = b"DLPLACE2";

/// Compiles a table of places: tab-separated columns `id`, `name`, `kind`, `country` (ISO 3166 alpha-3), `admin1`, `lat`,
/// `lon`, `population`, `aliases` (as in [`super::readers::read_csv`]) with a header line, countries first.
///
/// The result is the magic, the length of the compiled and packed gazetteer in eight bytes, the packed gazetteer, and the
/// number of the first-level division of each place in two bytes (little-endian).
///
/// # Errors
/// A row that cannot be read: the line and the reason.
pub fn compile_places(table: &str) -> Result<Vec<u8>> {
    let mut entities = Vec::new();
    let mut divisions: FxHashMap<&str, u16> = FxHashMap::default();
    let mut admin1: Vec<u8> = Vec::new();
    for (line, row) in table.lines().enumerate().skip(1) {
        let fail = |reason: &str| Error::gazetteer(reason).at_line(line as u64 + 1);
        let cells: Vec<&str> = row.split('\t').collect();
        let &[id, name, kind, country, division, lat, lon, population, aliases] = cells.as_slice() else {
            return Err(fail("a row has nine columns"));
        };
        let next = u16::try_from(divisions.len() + 1).map_err(|_| fail("more divisions than two bytes count"))?;
        let number = if division.is_empty() { 0 } else { *divisions.entry(division).or_insert(next) };
        admin1.extend_from_slice(&number.to_le_bytes());
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
    let gazetteer = Gazetteer::new(entities)?;
    let bytes = packed::pack(gazetteer.to_bytes()).ok_or_else(|| Error::gazetteer("the places cannot be packed"))?;
    let mut out = Vec::with_capacity(bytes.len() + admin1.len() + 16);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(&bytes);
    out.extend_from_slice(&admin1);
    Ok(out)
}

fn open(compiled: &'static [u8]) -> Result<Places> {
    let damaged = || Error::gazetteer("the compiled places are damaged");
    let rest = compiled.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or_else(damaged)?;
    let (bytes, admin1) = rest.split_at_checked(u64::from_le_bytes(*length) as usize).ok_or_else(damaged)?;
    let gazetteer = Gazetteer::from_bytes_of_any_kind(packed::unpack(bytes).ok_or_else(damaged)?)?;
    let countries = gazetteer.iter().take_while(|e| e.kind == "country");
    let mut countries: Vec<([u8; 3], u32)> =
        countries.filter_map(|e| Some((e.country?.as_bytes().try_into().ok()?, e.index()))).collect();
    countries.sort_unstable();
    Ok(Places { gazetteer: Arc::new(gazetteer), admin1, countries })
}

impl Gazetteer {
    /// The built-in places: countries, provinces, US counties, towns, regions, waters, bases.
    ///
    /// From GeoNames (CC BY 4.0), the World Factbook, Natural Earth and the U.S. Census Bureau (public domain); see
    /// `NOTICE`.
    pub fn builtin_places() -> Arc<Gazetteer> {
        // the file is part of the crate and checked by its tests
        let places = PLACES.get_or_init(|| {
            open(COMPILED).unwrap_or_else(|e| {
                unreachable!("built-in places: {e}; run `cargo run --release --example compile_builtin`")
            })
        });
        Arc::clone(&places.gazetteer)
    }

    /// The compiled form of the built-in places, as [`compile_places`] makes it.
    pub fn builtin_places_bytes() -> &'static [u8] {
        COMPILED
    }

    /// Whether these are [`Gazetteer::builtin_places`].
    pub(crate) fn is_builtin_places(&self) -> bool {
        self.places().is_some()
    }

    /// The first-level division a built-in place lies in, as a number that is unique over all countries; 0 if it is not
    /// known or the gazetteer is not [`Gazetteer::builtin_places`].
    pub(crate) fn admin1(&self, entity: u32) -> u16 {
        let cells = self.places().map_or(&[][..], |p| p.admin1.as_chunks::<2>().0);
        cells.get(entity as usize).map_or(0, |b| u16::from_le_bytes(*b))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_entity_read_alone_agree_with_the_whole() {
        for gazetteer in [Gazetteer::builtin_places(), Gazetteer::builtin_actors()] {
            for e in gazetteer.iter().step_by(7) {
                assert_eq!((gazetteer.label(e.index()), gazetteer.kind(e.index())), (&e.label, e.kind));
                let brief = gazetteer.brief(e.index());
                assert_eq!(brief.and_then(|b| b.point), e.lat.zip(e.lon));
                assert_eq!(brief.and_then(|b| b.population), e.population);
                assert_eq!(brief.map_or("", |b| b.class.country.as_str()), e.country.unwrap_or(""));
            }
        }
        assert!(Gazetteer::builtin_places().is_places() && !Gazetteer::builtin_actors().is_places());
    }
}
