//! The only place that knows the order of the stages.

use crate::document::{Block, BlockKind, Document, Quote, QuoteKind, Sentence, Statement};
use crate::gazetteer::{Gazetteer, Match};
use crate::sentence::Segmenter;
use crate::span::Span;
use crate::text::tokenize;
use crate::{page, quote, resolve};
use std::sync::Arc;

/// Which blocks are read for sentences, mentions and quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Include {
    /// Title, dateline and body.
    #[default]
    Article,
    /// Captions and bylines too.
    Captions,
    /// Everything, boilerplate too.
    All,
}

impl Include {
    /// Whether blocks of this kind are read.
    pub const fn keeps(self, kind: BlockKind) -> bool {
        match self {
            Include::Article => kind.is_article(),
            Include::Captions => !matches!(kind, BlockKind::Boilerplate),
            Include::All => true,
        }
    }
}

/// What makes a mention of a state or city an actor or a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LabelBy {
    /// Its role in the sentence: `Iraq said` is an actor, `in Iraq` a place.
    #[default]
    Role,
    /// Its name: whatever is on the map is a place, as for geoparsers.
    Name,
}

/// What a [`Pipeline`] does.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which blocks are read.
    pub include: Include,
    /// Kinds of quotes that are kept; empty: direct, mixed and indirect.
    pub kinds: Vec<QuoteKind>,
    /// What makes a mention of a state or city an actor or a place.
    pub label_by: LabelBy,
}

/// All stages, ready to read texts. Cheap to share between threads.
#[derive(Clone, Debug)]
pub struct Pipeline {
    gazetteers: Vec<Arc<Gazetteer>>,
    segmenter: Segmenter,
    options: Options,
}

impl Default for Pipeline {
    fn default() -> Self {
        Pipeline::new(Pipeline::builtin_gazetteers(), Options::default())
    }
}

impl Pipeline {
    /// The gazetteers that come with the crate, in order of precedence.
    pub fn builtin_gazetteers() -> Vec<Arc<Gazetteer>> {
        vec![Gazetteer::builtin_actors(), Gazetteer::builtin_places()]
    }

    /// A pipeline over these gazetteers, in order of precedence.
    pub fn new(gazetteers: Vec<Arc<Gazetteer>>, options: Options) -> Self {
        Pipeline { gazetteers, segmenter: Segmenter::default(), options }
    }

    /// Reads one article. Never fails: any text gives a document.
    ///
    /// Offsets inside are 32 bits wide: what lies beyond 4 GiB is not read.
    pub fn read(&self, text: &str) -> Document {
        let text = reach(text);
        let include = self.options.include;
        let blocks = page::blocks(text);
        let tokens = tokenize(text);
        let found: Vec<(Arc<Gazetteer>, Vec<Match>)> =
            self.gazetteers.iter().map(|g| (Arc::clone(g), g.find(text))).collect();
        let sentences = self.segmenter.sentences(text, &blocks, |b| has_sentences(include, b.kind));
        let input = quote::Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences };
        let mut quotes = quote::quotes(&input);
        quotes.retain(|q| self.keeps(q.kind) && include.keeps(blocks[q.block as usize].kind));
        let label_by = self.options.label_by;
        let input =
            resolve::Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences, found: &found, label_by };
        let resolved = resolve::resolve(&input, &mut quotes);
        let mut doc = Document {
            blocks,
            sentences,
            entities: resolved.entities,
            mentions: resolved.mentions,
            quotes,
            statements: Vec::new(),
        };
        locate(&mut doc);
        doc.mentions.retain(|m| doc.blocks.get(m.block as usize).is_some_and(|b| include.keeps(b.kind)));
        doc.statements = statements(&doc);
        doc
    }

    /// The places a name in the text may stand for, best first, with what speaks for each; empty if `name` is the span of
    /// no name on the map. Reads the text anew: meant for a question about one mention.
    ///
    /// ```
    /// use dateline::{Pipeline, Span};
    /// let text = "The flood reached Paris, Texas, before dawn.";
    /// let places = Pipeline::default().candidates(text, Span::new(18, 23));
    /// assert_eq!(places[0].country.as_deref(), Some("USA"));
    /// assert!(places.iter().any(|p| p.country.as_deref() == Some("FRA")));
    /// ```
    pub fn candidates(&self, text: &str, name: Span) -> Vec<resolve::place::Candidate> {
        let text = reach(text);
        let blocks = page::blocks(text);
        let tokens = tokenize(text);
        let found: Vec<(Arc<Gazetteer>, Vec<Match>)> =
            self.gazetteers.iter().map(|g| (Arc::clone(g), g.find(text))).collect();
        let include = self.options.include;
        let sentences = self.segmenter.sentences(text, &blocks, |b| has_sentences(include, b.kind));
        let label_by = self.options.label_by;
        let input =
            resolve::Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences, found: &found, label_by };
        resolve::candidates(&input, name)
    }

    fn keeps(&self, kind: QuoteKind) -> bool {
        if self.options.kinds.is_empty() {
            !matches!(kind, QuoteKind::Scare | QuoteKind::Attitude)
        } else {
            self.options.kinds.contains(&kind)
        }
    }
}

/// The part of the text whose offsets have 32 bits.
fn reach(text: &str) -> &str {
    let mut end = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Captions and bylines are cut into sentences too, whatever is read of them: each row carries its block.
fn has_sentences(include: Include, kind: BlockKind) -> bool {
    match kind {
        BlockKind::Dateline => false,
        BlockKind::Boilerplate => include.keeps(kind),
        _ => true,
    }
}

/// Fills in the block, sentence and quote of each mention, and the sentence of each quote.
fn locate(doc: &mut Document) {
    let Document { blocks, sentences, mentions, quotes, .. } = doc;
    for q in quotes.iter_mut() {
        q.sentence = sentence_of(sentences, q.span);
        q.block = block_of(blocks, q.span).unwrap_or(q.block);
    }
    for m in mentions.iter_mut() {
        m.sentence = sentence_of(sentences, m.span);
        m.block = block_of(blocks, m.span).unwrap_or(0);
        m.quote = innermost(quotes, m.span);
    }
}

fn sentence_of(sentences: &[Sentence], span: Span) -> Option<u32> {
    let at = sentences.partition_point(|s| s.span.end <= span.start);
    sentences.get(at).filter(|s| s.span.overlaps(span)).map(|_| at as u32)
}

fn block_of(blocks: &[Block], span: Span) -> Option<u32> {
    let at = blocks.partition_point(|b| b.span.end <= span.start);
    blocks.get(at).filter(|b| b.span.overlaps(span)).map(|_| at as u32)
}

/// The shortest quote that covers the span. Quotes are in order of their start and nest a few levels at most.
fn innermost(quotes: &[Quote], span: Span) -> Option<u32> {
    let upto = quotes.partition_point(|q| q.span.start <= span.start);
    quotes[..upto]
        .iter()
        .enumerate()
        .rev()
        .take(16)
        .filter(|(_, q)| q.span.contains(span))
        .min_by_key(|(_, q)| q.span.len())
        .map(|(i, _)| i as u32)
}

fn statements(doc: &Document) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    for (m, mention) in doc.mentions.iter().enumerate() {
        if let Some(quote) = mention.quote.filter(|_| !mention.nested) {
            out.push(Statement { quote, mention: m as u32 });
        }
    }
    out.sort_by_key(|s| (s.quote, s.mention));
    out
}
