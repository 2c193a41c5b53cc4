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
mod rows;
mod spacy;
mod wikidata;
mod words;

pub(crate) use card::Survey;
pub use card::{Card, Clash, Rejected, Risk, Risky};
pub(crate) use delimited::{entity as entity_of_row, parse_alias};
pub use delimited::{read_csv, read_tsv};
pub use flashtext::{read_flashtext, read_names};
pub use gate::read_gate;
pub use geonames::{AlternateNames, read_geonames};
pub use jsonl::{POLICY, read_json, read_jsonl};
pub use petrarch::read_petrarch;
pub(crate) use rows::Rows;
pub use spacy::read_spacy;
pub use wikidata::read_wikidata;
pub use words::{ACTOR_KINDS, PLACE_KINDS};

use super::{Alias, CasePolicy, Entity, Gazetteer, GazetteerBuilder};
use crate::document::Label;
use crate::error::{Error, Result};
use flate2::bufread::MultiGzDecoder;
use std::io::{BufRead, BufReader};

/// The columns of a table of names, the one that must be there first.
pub const COLUMNS: [&str; 9] = ["name", "id", "label", "kind", "country", "lat", "lon", "population", "aliases"];

/// How files are read. The defaults suit a file that tells everything itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The first malformed row is an error.
    pub strict: bool,
    /// Label of entities whose row gives none.
    pub label: Label,
    /// spaCy and GATE: the label is [`Options::label`] whatever the list says; spaCy's own becomes the kind.
    pub relabel: bool,
    /// Kind of entities whose row gives none.
    pub kind: String,
    /// Case policy of aliases that give none.
    pub case: CasePolicy,
    /// Whether diacritics matter in aliases that do not say so.
    pub fold_marks: bool,
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
            relabel: false,
            kind: "other".to_string(),
            case: CasePolicy::default(),
            fold_marks: false,
            columns: Vec::new(),
            classes: Vec::new(),
            countries: Vec::new(),
            min_population: 0,
            languages: vec!["en".to_string()],
        }
    }
}

impl Options {
    /// An alias of that text, as the options have it.
    pub(crate) fn alias(&self, text: impl Into<String>) -> Alias {
        self.alias_with(text, self.case)
    }

    /// The same under a case policy of its own.
    pub(crate) fn alias_with(&self, text: impl Into<String>, case: CasePolicy) -> Alias {
        Alias { fold_marks: self.fold_marks, ..Alias::with_case(text, case) }
    }

    /// An entity under the options' label, kind and case policy; its name is its first alias.
    pub(crate) fn entity(&self, id: impl Into<String>, name: &str) -> Entity {
        Entity {
            label: self.label.clone(),
            kind: self.kind.clone(),
            aliases: vec![self.alias(name)],
            ..Entity::new(id, name)
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

/// A list of names in one of the formats that come as one stream.
#[derive(Clone, Copy, Debug)]
pub enum Format<'a> {
    /// [`read_csv`].
    Csv,
    /// [`read_tsv`].
    Tsv,
    /// [`read_jsonl`].
    Jsonl,
    /// [`read_flashtext`].
    Flashtext,
    /// [`read_spacy`].
    Spacy,
    /// [`read_geonames`].
    Geonames(Option<&'a AlternateNames>),
    /// [`read_wikidata`].
    Wikidata,
    /// [`read_petrarch`].
    Petrarch,
}

impl Format<'_> {
    /// Reads a list and compiles it. Entities are packed as they come: memory holds the compiled form, not the list.
    ///
    /// ```
    /// use dateline::gazetteer::readers::{Format, Options};
    /// let (g, card) = Format::Csv.compile("id,name\nt:1,Tal Afar\n".as_bytes(), &Options::default())?;
    /// assert_eq!((g.find("in Tal Afar").len(), card.entries), (1, 1));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    ///
    /// # Errors
    /// As the readers; more names than fit one gazetteer.
    pub fn compile(self, data: impl BufRead + Send, options: &Options) -> Result<(Gazetteer, Card)> {
        let mut out = Collector::new(options, Sink::Packed(Box::default()));
        match self {
            Format::Csv => delimited::read(data, false, &mut out)?,
            Format::Tsv => delimited::read(data, true, &mut out)?,
            Format::Jsonl => jsonl::read(data, &mut out)?,
            Format::Flashtext => flashtext::read(data, &mut out)?,
            Format::Spacy => spacy::read(data, &mut out)?,
            Format::Geonames(alternate) => geonames::read(data, alternate, &mut out)?,
            Format::Wikidata => wikidata::read(unpacked(data, 1 << 16), &mut out)?,
            Format::Petrarch => petrarch::read(data, &mut out)?,
        }
        let Collector { sink, survey, rejected, unread, .. } = out;
        let gazetteer = match sink {
            Sink::Packed(builder) => builder.build()?,
            Sink::List(entities) => Gazetteer::new(entities)?,
        };
        let card = survey.finish(|i| gazetteer.entity(i).id.to_string(), rejected);
        Ok((gazetteer, Card { unread, ..card }))
    }
}

/// Where entities go.
enum Sink {
    List(Vec<Entity>),
    Packed(Box<GazetteerBuilder>),
}

/// Takes the entities and the rows left out.
struct Collector<'o> {
    options: &'o Options,
    sink: Sink,
    survey: Survey,
    rejected: Vec<Rejected>,
    unread: Vec<String>,
}

impl<'o> Collector<'o> {
    fn new(options: &'o Options, sink: Sink) -> Self {
        Collector { options, sink, survey: Survey::default(), rejected: Vec::new(), unread: Vec::new() }
    }

    /// What `read` collects, as a list.
    fn reading(options: &'o Options, read: impl FnOnce(&mut Self) -> Result<()>) -> Result<Reading> {
        let mut out = Collector::new(options, Sink::List(Vec::new()));
        read(&mut out)?;
        let Sink::List(entities) = out.sink else { return Err(Error::gazetteer("no list")) };
        let id = |i: u32| entities.get(i as usize).map_or(String::new(), |e| e.id.clone());
        let card = Card { unread: out.unread, ..out.survey.finish(id, out.rejected) };
        Ok(Reading { entities, card })
    }

    fn push(&mut self, entity: Entity) {
        self.survey.look(&entity);
        match &mut self.sink {
            Sink::List(entities) => entities.push(entity),
            Sink::Packed(builder) => drop(builder.add(&entity)),
        }
    }

    fn reject(&mut self, line: u64, reason: impl Into<String>) -> Result<()> {
        let reason = reason.into();
        if self.options.strict {
            return Err(Error::gazetteer(reason).at_line(line));
        }
        self.rejected.push(Rejected { line, reason });
        Ok(())
    }

    /// Tells of a column that means nothing here.
    fn unread(&mut self, line: u64, column: &str) -> Result<()> {
        if self.options.strict {
            return Err(Error::gazetteer(format!("the column `{column}` is unknown: it is not read")).at_line(line));
        }
        self.unread.push(column.to_string());
        Ok(())
    }
}

/// The bytes of a source that may be packed by gzip, seen by its first bytes.
pub(crate) fn unpacked<'a>(mut data: impl BufRead + Send + 'a, buffer: usize) -> Box<dyn BufRead + Send + 'a> {
    match data.fill_buf() {
        Ok([0x1f, 0x8b, ..]) => Box::new(BufReader::with_capacity(buffer, MultiGzDecoder::new(data))),
        // an error comes again when it is read
        _ => Box::new(data),
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
