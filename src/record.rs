//! A document as one JSON object: the line format of `dateline extract`, spans in code points with their words.

use crate::document::{Document, Mention, Quote};
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
    speaker_id: Option<&'a str>,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    anonymous: bool,
    cue: Option<Words<'a>>,
    addressee: Option<Words<'a>>,
    medium: Option<Words<'a>>,
    denied: bool,
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
    id: &'a str,
    blocks: Vec<BlockRecord<'a>>,
    sentences: Vec<SentenceRecord>,
    mentions: Vec<MentionRecord<'a>>,
    quotes: Vec<QuoteRecord<'a>>,
    statements: Vec<StatementRecord>,
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
    let chars = Offsets::new(text);
    let words = |s: Span| {
        let c = chars.span(s);
        Words { start: c.start, end: c.end, text: s.of(text) }
    };
    let record = DocumentRecord {
        id,
        blocks: doc
            .blocks
            .iter()
            .map(|b| {
                let (s, d) = (chars.span(b.span), b.dateline.as_ref());
                BlockRecord {
                    start: s.start,
                    end: s.end,
                    kind: b.kind.as_str(),
                    place: d.and_then(|d| d.place).map(words),
                    date: d.and_then(|d| d.date).map(words),
                    agency: d.and_then(|d| d.agency).map(words),
                }
            })
            .collect(),
        sentences: doc
            .sentences
            .iter()
            .map(|s| {
                let c = chars.span(s.span);
                SentenceRecord { start: c.start, end: c.end, block: s.block }
            })
            .collect(),
        mentions: doc.mentions.iter().map(|m| mention(doc, text, chars.span(m.span), m)).collect(),
        quotes: doc.quotes.iter().map(|q| quote(doc, text, &chars, q)).collect(),
        statements: doc.statements.iter().map(|s| StatementRecord { quote: s.quote, mention: s.mention }).collect(),
    };
    serde_json::to_string(&record).unwrap_or_default()
}

fn mention<'a>(doc: &'a Document, text: &'a str, span: Span, m: &'a Mention) -> MentionRecord<'a> {
    let e = &doc.entities[m.entity as usize];
    MentionRecord {
        start: span.start,
        end: span.end,
        text: m.span.of(text),
        label: m.label.as_str(),
        entity_id: e.entity_id.as_deref(),
        name: &e.name,
        kind: if m.demonym { "demonym" } else { &e.kind },
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

fn quote<'a>(doc: &'a Document, text: &'a str, chars: &Offsets<'_>, q: &'a Quote) -> QuoteRecord<'a> {
    let words = |s: Span| {
        let c = chars.span(s);
        Words { start: c.start, end: c.end, text: s.of(text) }
    };
    let (span, inner) = (chars.span(q.span), chars.span(q.inner));
    let speaker = q.speaker_entity.map(|e| &doc.entities[e as usize]);
    QuoteRecord {
        start: span.start,
        end: span.end,
        text: q.span.of(text),
        inner_start: inner.start,
        inner_end: inner.end,
        kind: q.kind.as_str(),
        group: q.group,
        speaker: q.speaker.map(words),
        speaker_entity: speaker.map(|e| &*e.name),
        speaker_id: speaker.and_then(|e| e.entity_id.as_deref()),
        role: q.role.as_deref(),
        affiliation: q.affiliation.as_deref(),
        anonymous: q.anonymous,
        cue: q.cue.map(words),
        addressee: q.addressee.map(words),
        medium: q.medium.map(words),
        denied: q.denied,
        sentence: q.sentence,
        block: q.block,
    }
}
