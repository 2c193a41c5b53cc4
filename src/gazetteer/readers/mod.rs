//! Readers, one a format, each giving entities and a card of what was read.
//!
//! A malformed row never stops a reading: it is left out, and the card tells its line and what is wrong with it. With
//! [`Options::strict`] the first one is an error.

mod card;
mod delimited;
mod flashtext;
mod gate;
mod geonames;
mod jsonl;
mod petrarch;
mod spacy;
mod wikidata;
mod words;

pub use card::{Card, Clash, Rejected, Risk, Risky};
pub(crate) use delimited::parse_alias;
pub use delimited::{read_csv, read_tsv};
pub use flashtext::{read_flashtext, read_names};
pub use gate::read_gate;
pub use geonames::{AlternateNames, read_geonames};
pub use jsonl::{read_json, read_jsonl};
pub use petrarch::read_petrarch;
pub use spacy::read_spacy;
pub use wikidata::read_wikidata;

use super::{Alias, CasePolicy, Entity};
use crate::document::Label;
use crate::error::{Error, Result};
use std::io::BufRead;

/// How files are read. The defaults suit a file that tells everything itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The first malformed row is an error.
    pub strict: bool,
    /// Label of entities whose row gives none.
    pub label: Label,
    /// Kind of entities whose row gives none.
    pub kind: String,
    /// Case policy of aliases that give none.
    pub case: CasePolicy,
    /// CSV and TSV: the file's name for a column of ours (`("toponym", "name")`).
    pub columns: Vec<(String, String)>,
    /// GeoNames: feature classes (`P`, `A` …) that are read; empty: all.
    pub classes: Vec<String>,
    /// GeoNames: ISO 3166 codes (alpha-2 or alpha-3) of countries that are read; empty: all.
    pub countries: Vec<String>,
    /// GeoNames: places with fewer inhabitants are left out; those without a figure only if this is above 0.
    pub min_population: u64,
    /// Wikidata and alternate names: languages that are read, the first gives the name; empty: all.
    pub languages: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            strict: false,
            label: Label::Actor,
            kind: "other".to_string(),
            case: CasePolicy::default(),
            columns: Vec::new(),
            classes: Vec::new(),
            countries: Vec::new(),
            min_population: 0,
            languages: vec!["en".to_string()],
        }
    }
}

/// What a reader gives.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The entities, in the order of the file.
    pub entities: Vec<Entity>,
    /// What was read and what was not.
    pub card: Card,
}

/// Entities so far, and the rows left out.
struct Collector<'o> {
    options: &'o Options,
    entities: Vec<Entity>,
    rejected: Vec<Rejected>,
}

impl<'o> Collector<'o> {
    fn new(options: &'o Options) -> Self {
        Collector { options, entities: Vec::new(), rejected: Vec::new() }
    }

    fn reject(&mut self, line: u64, reason: impl Into<String>) -> Result<()> {
        let reason = reason.into();
        if self.options.strict {
            return Err(Error::gazetteer(reason).at_line(line));
        }
        self.rejected.push(Rejected { line, reason });
        Ok(())
    }

    /// Adds an entity under the options' label, kind and case policy; its name is its first alias.
    fn entity(&self, id: &str, name: &str) -> Entity {
        Entity {
            label: self.options.label.clone(),
            kind: self.options.kind.clone(),
            aliases: vec![self.alias(name)],
            ..Entity::new(id, name)
        }
    }

    fn alias(&self, text: &str) -> Alias {
        Alias::with_case(text, self.options.case)
    }

    fn finish(self) -> Reading {
        let card = Card::of(&self.entities, self.rejected);
        Reading { entities: self.entities, card }
    }
}

/// Calls `with` for every line with its number from 1, without its end. Lines that are not UTF-8 are rejected.
fn each_line(
    mut reader: impl BufRead,
    out: &mut Collector<'_>,
    mut with: impl FnMut(&mut Collector<'_>, u64, &str) -> Result<()>,
) -> Result<()> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        let read = reader.read_until(b'\n', &mut bytes).map_err(Error::input)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        match std::str::from_utf8(line) {
            Ok(line) => with(out, number, line)?,
            Err(_) => out.reject(number, "the line is not UTF-8")?,
        }
    }
}

/// Latitude and longitude, if both are numbers on the globe.
fn point(lat: &str, lon: &str) -> Option<(f64, f64)> {
    let (lat, lon): (f64, f64) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    on_globe(lat, lon).then_some((lat, lon))
}

fn on_globe(lat: f64, lon: f64) -> bool {
    lat.abs() <= 90.0 && lon.abs() <= 180.0
}
