//! What `dateline` finds in one article: blocks, sentences, mentions, quotes, statements.
//!
//! Everything is held as byte [`Span`]s into the text, in a fixed order (start, then longer first), so two runs over the
//! same text are equal whatever the number of threads.

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Name of the rule that found something.
pub type Rule = &'static str;

/// Part of a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Headline of the article.
    Title,
    /// Author line, or the date right under the title.
    Byline,
    /// Place, date and agency at the start of the first paragraph (`MAKHMOUR —`).
    Dateline,
    /// A paragraph of the article.
    Body,
    /// Caption of a picture, with its credit.
    Caption,
    /// What the page brings besides the article: widgets, teasers, navigation, ads, notices.
    Boilerplate,
}

impl BlockKind {
    /// Name as it stands in tables and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Byline => "byline",
            BlockKind::Dateline => "dateline",
            BlockKind::Body => "body",
            BlockKind::Caption => "caption",
            BlockKind::Boilerplate => "boilerplate",
        }
    }

    /// Whether the block belongs to the article's own words (title, dateline or body).
    pub const fn is_article(self) -> bool {
        matches!(self, BlockKind::Title | BlockKind::Dateline | BlockKind::Body)
    }
}

/// One line or paragraph of the page. Blocks are in order, disjoint, and cover every non-blank character once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands, outer white space trimmed.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// For a dateline: what it says.
    pub dateline: Option<Dateline>,
}

/// A dateline taken apart: `WASHINGTON, Jan. 5 (Reuters) -`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Dateline {
    /// The place or places.
    pub place: Option<Span>,
    /// The date as it stands.
    pub date: Option<Span>,
    /// The agency.
    pub agency: Option<Span>,
}

/// A sentence. Sentences are in order and disjoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands, outer white space trimmed.
    pub span: Span,
    /// Index of its block.
    pub block: u32,
}

/// What a mention stands for in its sentence.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Somebody who acts, is acted upon, owns or speaks.
    Actor,
    /// Where something is or happens.
    Place,
    /// A label of the user's own gazetteer.
    #[serde(untagged)]
    Other(Arc<str>),
}

impl Label {
    /// Name as it stands in tables and JSON.
    pub fn as_str(&self) -> &str {
        match self {
            Label::Actor => "actor",
            Label::Place => "place",
            Label::Other(s) => s,
        }
    }

    /// The label of that name.
    pub fn from_name(name: &str) -> Label {
        match name {
            "actor" => Label::Actor,
            "place" => Label::Place,
            other => Label::Other(other.into()),
        }
    }
}

/// Somebody or something named in the document: an entry of a gazetteer, or a person or body known to this document only.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DocEntity {
    /// Id of the gazetteer (`geonames:98182`, `state:SYR`); none for one known to this document only.
    pub entity_id: Option<Arc<str>>,
    /// Canonical name, or the fullest name the document gives.
    pub name: Arc<str>,
    /// `actor`, `place` or the user's label, by the gazetteer (a mention may differ by its role).
    pub label: Label,
    /// `state`, `person`, `armed_group`, `city` …; see DESIGN.md.
    pub kind: Arc<str>,
    /// ISO 3166 alpha-3 code of the country, where there is one.
    pub country: Option<Arc<str>>,
    /// Latitude in degrees (WGS 84).
    pub lat: Option<f64>,
    /// Longitude in degrees (WGS 84).
    pub lon: Option<f64>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
}

impl DocEntity {
    /// Somebody or something of this document only, of which no more than this is known.
    pub(crate) fn unlisted(name: impl Into<Arc<str>>, label: Label, kind: impl Into<Arc<str>>) -> DocEntity {
        DocEntity {
            entity_id: None,
            name: name.into(),
            label,
            kind: kind.into(),
            country: None,
            lat: None,
            lon: None,
            population: None,
        }
    }
}

/// A name (or demonym) in the text and what it stands for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Mention {
    /// The name without determiner, title, possessive or quotation marks.
    pub span: Span,
    /// Actor or place, by its role in the sentence.
    pub label: Label,
    /// Index into [`Document::entities`].
    pub entity: u32,
    /// An adjective or noun of a state or region (`Syrian`, `Turks`).
    pub demonym: bool,
    /// A place that stands for its government or institution (`Washington denounced`).
    pub metonym: bool,
    /// Lies inside a longer mention.
    pub nested: bool,
    /// How sure the resolution is, 0 to 1.
    pub score: f32,
    /// Why this reading was taken, in a few words of the rule's own.
    #[serde(deserialize_with = "rule")]
    pub rule: Rule,
    /// Index of the sentence, if it lies in one.
    pub sentence: Option<u32>,
    /// Index of the block.
    pub block: u32,
    /// Index of the quote that covers it, innermost, if any.
    pub quote: Option<u32>,
}

/// How words are reported.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// The whole content stands inside quotation marks.
    Direct,
    /// Part of the content stands inside quotation marks.
    Mixed,
    /// No marks.
    Indirect,
    /// Marks around a name, a title or words held at a distance: no quote. Only on request.
    Scare,
    /// Wants, plans, believes: no speech. Only on request.
    Attitude,
}

impl QuoteKind {
    /// Name as it stands in tables and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Scare => "scare",
            QuoteKind::Attitude => "attitude",
        }
    }
}

/// Reported words and who said them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Quote {
    /// Direct: with its marks; mixed and indirect: the whole reported content.
    pub span: Span,
    /// The words without the marks.
    pub inner: Span,
    /// Direct, mixed, indirect.
    pub kind: QuoteKind,
    /// Pieces of one statement share a group.
    pub group: u32,
    /// The source as it stands next to the quote: a name, a pronoun, a noun phrase.
    pub speaker: Option<Span>,
    /// Who that is: index into [`Document::entities`]; none where the text does not tell.
    pub speaker_entity: Option<u32>,
    /// Title or office of the speaker, as the text gives it; where it gives neither this nor an affiliation and the day of
    /// the text is known, the office a known person held then.
    pub role: Option<Arc<str>>,
    /// Organisation of the speaker, as the text gives it, or of that office.
    pub affiliation: Option<Arc<str>>,
    /// The source is not named (`a senior official`).
    pub anonymous: bool,
    /// The word of saying (`said`, `according to`, `:` in a headline).
    pub cue: Option<Span>,
    /// Who was told (`told AFP`).
    pub addressee: Option<Span>,
    /// Through what (`in a statement`).
    pub medium: Option<Span>,
    /// Said by denying or rejecting.
    pub denied: bool,
    /// The rule that found it, for `explain()`.
    #[serde(deserialize_with = "rule")]
    pub rule: Rule,
    /// Index of the first sentence it touches, if any.
    pub sentence: Option<u32>,
    /// Index of its block.
    pub block: u32,
}

/// Who said what about whom or where: one quote joined with one entity named in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// Index of the quote.
    pub quote: u32,
    /// Index of the mention inside it.
    pub mention: u32,
}

/// Everything found in one text.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Parts of the page.
    pub blocks: Vec<Block>,
    /// Sentences of every block but datelines and boilerplate (see [`crate::pipeline::Options::include`]).
    pub sentences: Vec<Sentence>,
    /// Who and what is named.
    pub entities: Vec<DocEntity>,
    /// Names in the text.
    pub mentions: Vec<Mention>,
    /// Reported words.
    pub quotes: Vec<Quote>,
    /// Quotes joined with what is named in them.
    pub statements: Vec<Statement>,
}

impl Document {
    /// What a mention is, as tables and JSON say it: the kind of its entity, or `demonym`.
    pub fn kind_of<'a>(&'a self, m: &Mention) -> &'a str {
        if m.demonym { "demonym" } else { &self.entities[m.entity as usize].kind }
    }
}

/// Rules are names in the code; one read back from a file becomes such a name again, kept once.
fn rule<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Rule, D::Error> {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let name = String::deserialize(deserializer)?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(&kept) = known.get(name.as_str()) {
        return Ok(kept);
    }
    let kept: &'static str = Box::leak(name.into_boxed_str());
    known.insert(kept);
    Ok(kept)
}

impl Document {
    /// Whether every index points to a row and every span lies on character boundaries of `text`: what a document read
    /// from outside must be checked for before it is used with that text.
    pub fn is_sound(&self, text: &str) -> bool {
        let fits = |s: Span| s.start <= s.end && text.get(s.start..s.end).is_some();
        let all = |spans: &[Option<Span>]| spans.iter().flatten().all(|s| fits(*s));
        let block = |b: u32| (b as usize) < self.blocks.len();
        let sentence = |s: Option<u32>| s.is_none_or(|s| (s as usize) < self.sentences.len());
        let entity = |e: u32| (e as usize) < self.entities.len();
        let quote = |q: u32| (q as usize) < self.quotes.len();
        self.blocks
            .iter()
            .all(|b| fits(b.span) && b.dateline.as_ref().is_none_or(|d| all(&[d.place, d.date, d.agency])))
            && self.sentences.iter().all(|s| fits(s.span) && block(s.block))
            && self.mentions.iter().all(|m| {
                fits(m.span) && entity(m.entity) && block(m.block) && sentence(m.sentence) && m.quote.is_none_or(quote)
            })
            && self.quotes.iter().all(|q| {
                fits(q.span)
                    && fits(q.inner)
                    && all(&[q.speaker, q.cue, q.addressee, q.medium])
                    && q.speaker_entity.is_none_or(entity)
                    && block(q.block)
                    && sentence(q.sentence)
            })
            && self.statements.iter().all(|s| quote(s.quote) && (s.mention as usize) < self.mentions.len())
    }
}
