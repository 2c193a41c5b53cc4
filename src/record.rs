//! A document as one JSON object: the line format of `dateline extract`, spans in code points with their words.

use crate::document::{Block, DocEntity, Document, Mention, Quote, Sentence, Statement};
use crate::span::Span;
use crate::text::Offsets;
use serde::Serialize;

#[derive(Serialize)]
struct Words<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct BlockRecord<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<Words<'a>>,
}

#[derive(Serialize)]
struct SentenceRecord {
    start: usize,
    end: usize,
    block: u32,
}

#[derive(Serialize)]
struct MentionRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    label: &'a str,
    entity_id: Option<&'a str>,
    name: &'a str,
    kind: &'a str,
    country: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    demonym: bool,
    metonym: bool,
    nested: bool,
    score: f32,
    rule: &'a str,
    sentence: Option<u32>,
    block: u32,
    quote: Option<u32>,
}

#[derive(Serialize)]
struct QuoteRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    inner_start: usize,
    inner_end: usize,
    kind: &'a str,
    group: u32,
    speaker: Option<Words<'a>>,
    speaker_entity: Option<&'a str>,
    /// The same under the name that tables and attributes have for it.
    speaker_name: Option<&'a str>,
    speaker_id: Option<&'a str>,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    anonymous: bool,
    cue: Option<Words<'a>>,
    addressee: Option<Words<'a>>,
    medium: Option<Words<'a>>,
    denied: bool,
    rule: &'a str,
    sentence: Option<u32>,
    block: u32,
}

#[derive(Serialize)]
struct StatementRecord {
    quote: u32,
    mention: u32,
}

#[derive(Serialize)]
struct DocumentRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    blocks: Vec<BlockRecord<'a>>,
    sentences: Vec<SentenceRecord>,
    mentions: Vec<MentionRecord<'a>>,
    quotes: Vec<QuoteRecord<'a>>,
    statements: Vec<StatementRecord>,
}

/// What names a document: a number or a text.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum Id {
    /// A number, the row for one.
    Number(i64),
    /// A name, an address.
    Text(String),
}

/// The document as one JSON object on one line (no line end).
///
/// ```
/// let text = "“We stay,” said Layla Haddad.";
/// let doc = dateline::Pipeline::default().read(text);
/// let line = dateline::record::to_json("a1", text, &doc);
/// assert!(line.starts_with(r#"{"id":"a1","blocks":["#));
/// ```
pub fn to_json(id: &str, text: &str, doc: &Document) -> String {
    let id = Id::Text(id.to_string());
    Recorder { text, doc, chars: &Offsets::new(text) }.document(Some(&id))
}

/// Writes a document, or one element of it, as JSON.
pub struct Recorder<'a> {
    /// The text that was read.
    pub text: &'a str,
    /// What was found in it.
    pub doc: &'a Document,
    /// The offsets of the text.
    pub chars: &'a Offsets<'a>,
}

impl<'a> Recorder<'a> {
    /// The whole document, with its id if one is given.
    pub fn document(&self, id: Option<&Id>) -> String {
        json(&DocumentRecord {
            id,
            blocks: self.doc.blocks.iter().map(|b| self.block_record(b)).collect(),
            sentences: self.doc.sentences.iter().map(|s| self.sentence_record(s)).collect(),
            mentions: self.doc.mentions.iter().map(|m| self.mention_record(m)).collect(),
            quotes: self.doc.quotes.iter().map(|q| self.quote_record(q)).collect(),
            statements: self.doc.statements.iter().map(statement_record).collect(),
        })
    }

    /// One block.
    pub fn block(&self, b: &Block) -> String {
        json(&self.block_record(b))
    }

    /// One sentence.
    pub fn sentence(&self, s: &Sentence) -> String {
        json(&self.sentence_record(s))
    }

    /// One mention.
    pub fn mention(&self, m: &Mention) -> String {
        json(&self.mention_record(m))
    }

    /// One quote.
    pub fn quote(&self, q: &Quote) -> String {
        json(&self.quote_record(q))
    }

    /// One statement.
    pub fn statement(&self, s: &Statement) -> String {
        json(&statement_record(s))
    }

    /// One entity.
    pub fn entity(&self, e: &DocEntity) -> String {
        json(e)
    }

    fn words(&self, s: Span) -> Words<'a> {
        let c = self.chars.span(s);
        Words { start: c.start, end: c.end, text: s.of(self.text) }
    }

    fn block_record(&self, b: &Block) -> BlockRecord<'a> {
        let (s, d) = (self.chars.span(b.span), b.dateline.as_ref());
        BlockRecord {
            start: s.start,
            end: s.end,
            kind: b.kind.as_str(),
            place: d.and_then(|d| d.place).map(|s| self.words(s)),
            date: d.and_then(|d| d.date).map(|s| self.words(s)),
            agency: d.and_then(|d| d.agency).map(|s| self.words(s)),
        }
    }

    fn sentence_record(&self, s: &Sentence) -> SentenceRecord {
        let c = self.chars.span(s.span);
        SentenceRecord { start: c.start, end: c.end, block: s.block }
    }

    fn mention_record(&self, m: &'a Mention) -> MentionRecord<'a> {
        let e = &self.doc.entities[m.entity as usize];
        let span = self.chars.span(m.span);
        MentionRecord {
            start: span.start,
            end: span.end,
            text: m.span.of(self.text),
            label: m.label.as_str(),
            entity_id: e.entity_id.as_deref(),
            name: &e.name,
            kind: self.doc.kind_of(m),
            country: e.country.as_deref(),
            lat: e.lat,
            lon: e.lon,
            demonym: m.demonym,
            metonym: m.metonym,
            nested: m.nested,
            score: m.score,
            rule: m.rule,
            sentence: m.sentence,
            block: m.block,
            quote: m.quote,
        }
    }

    fn quote_record(&self, q: &'a Quote) -> QuoteRecord<'a> {
        let (span, inner) = (self.chars.span(q.span), self.chars.span(q.inner));
        let speaker = q.speaker_entity.map(|e| &self.doc.entities[e as usize]);
        QuoteRecord {
            start: span.start,
            end: span.end,
            text: q.span.of(self.text),
            inner_start: inner.start,
            inner_end: inner.end,
            kind: q.kind.as_str(),
            group: q.group,
            speaker: q.speaker.map(|s| self.words(s)),
            speaker_entity: speaker.map(|e| &*e.name),
            speaker_name: speaker.map(|e| &*e.name),
            speaker_id: speaker.and_then(|e| e.entity_id.as_deref()),
            role: q.role.as_deref(),
            affiliation: q.affiliation.as_deref(),
            anonymous: q.anonymous,
            cue: q.cue.map(|s| self.words(s)),
            addressee: q.addressee.map(|s| self.words(s)),
            medium: q.medium.map(|s| self.words(s)),
            denied: q.denied,
            rule: q.rule,
            sentence: q.sentence,
            block: q.block,
        }
    }
}

fn statement_record(s: &Statement) -> StatementRecord {
    StatementRecord { quote: s.quote, mention: s.mention }
}

fn json(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}
