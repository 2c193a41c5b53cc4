//! The only place that knows the order of the stages.

use crate::date::Date;
use crate::document::{Block, BlockKind, Document, Label, Quote, QuoteKind, Sentence, Statement};
use crate::gazetteer::{Gazetteer, Match};
use crate::own::OwnWords;
use crate::quote::cue::Cues;
use crate::sentence::Segmenter;
use crate::span::Span;
use crate::text::{Token, tokenize};
use crate::{page, quote, resolve};
use std::sync::{Arc, Once};

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
    /// Cues and titles of the user's own.
    pub words: Option<Arc<OwnWords>>,
}

/// A text that sends every stage to its lists.
const WARM_UP: &str = "Bridge reopens\n\nSANDVIK, March 3 (Reuters) — “We will hold it,” said Gen. Ali Reed of the harbour \
    ministry in Damascus, Syria. He told reporters that the U.S. envoy, María Peña, would come.\n\nRead more: pictures\n";

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
    ///
    /// Everything that is made once a process and kept (word lists, rules) is made here and not while a text is read: a
    /// process that forks while another thread reads would hand on a half-made list.
    pub fn new(gazetteers: Vec<Arc<Gazetteer>>, options: Options) -> Self {
        let abbreviations = options.words.as_ref().map_or(&[][..], |w| w.abbreviations());
        let segmenter = Segmenter::new("en", abbreviations);
        let pipeline = Pipeline { gazetteers, segmenter, options };
        static WARM: Once = Once::new();
        WARM.call_once(|| drop(pipeline.read(WARM_UP)));
        pipeline
    }

    /// Reads one article. Never fails: any text gives a document.
    ///
    /// Offsets inside are 32 bits wide: what lies beyond 4 GiB is not read.
    pub fn read(&self, text: &str) -> Document {
        self.read_unless(text, &|| false).unwrap_or_default()
    }

    /// Reads one article unless it is told to stop: `stop` is asked between the stages, and again and again inside the
    /// longer ones; a text that is not read to its end gives nothing.
    ///
    /// ```
    /// use dateline::Pipeline;
    /// let pipeline = Pipeline::default();
    /// assert!(pipeline.read_unless("It rained.", &|| true).is_none());
    /// assert_eq!(pipeline.read_unless("It rained.", &|| false), Some(pipeline.read("It rained.")));
    /// ```
    pub fn read_unless(&self, text: &str, stop: &dyn Fn() -> bool) -> Option<Document> {
        self.read_dated(text, None, stop)
    }

    /// The same for a text whose day is known. Without a day, a dateline or byline that gives one with a year tells it.
    ///
    /// Offices are bound to dates: who left a civil office before that day is not the commander of that name.
    ///
    /// ```
    /// use dateline::{Pipeline, date::Date};
    /// let text = "The depot is safe, said Leon Panetta, commander of the northern army.";
    /// let pipeline = Pipeline::default();
    /// let doc = pipeline.read_dated(text, Some(Date::parse("2022-05-01")?), &|| false).unwrap_or_default();
    /// assert!(doc.entities.iter().any(|e| &*e.name == "Leon Panetta" && e.entity_id.is_none()));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn read_dated(&self, text: &str, date: Option<Date>, stop: &dyn Fn() -> bool) -> Option<Document> {
        let text = reach(text);
        let include = self.options.include;
        let words = self.options.words.as_deref();
        let go_on = || (!stop()).then_some(());
        go_on()?;
        let blocks = page::blocks_with(text, &|name| self.knows_place(name));
        go_on()?;
        let mut tokens = tokenize(text);
        if let Some(own) = words {
            own.lay(text, &mut tokens);
        }
        let mut found: Vec<(Arc<Gazetteer>, Vec<Match>)> = Vec::with_capacity(self.gazetteers.len());
        for g in &self.gazetteers {
            go_on()?;
            found.push((Arc::clone(g), names_in(g, text, &blocks)));
        }
        go_on()?;
        let sentences = self.segmenter.sentences(text, &blocks, |b| has_sentences(include, b.kind));
        let input = quote::Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences };
        let cues = words.and_then(OwnWords::cues).unwrap_or(Cues::builtin());
        let mut quotes = quote::quotes_with(&input, cues, stop)?;
        quotes.retain(|q| self.keeps(q.kind) && include.keeps(blocks[q.block as usize].kind));
        go_on()?;
        let input = self.resolving(text, &tokens, &blocks, &sentences, &found, date);
        let resolved = resolve::resolve_unless(&input, &mut quotes, stop)?;
        go_on()?;
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
        Some(doc)
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
        let blocks = page::blocks_with(text, &|name| self.knows_place(name));
        let mut tokens = tokenize(text);
        if let Some(own) = self.options.words.as_deref() {
            own.lay(text, &mut tokens);
        }
        let found: Vec<(Arc<Gazetteer>, Vec<Match>)> =
            self.gazetteers.iter().map(|g| (Arc::clone(g), names_in(g, text, &blocks))).collect();
        let include = self.options.include;
        let sentences = self.segmenter.sentences(text, &blocks, |b| has_sentences(include, b.kind));
        let input = self.resolving(text, &tokens, &blocks, &sentences, &found, None);
        resolve::candidates(&input, name)
    }

    /// Whether these words are the name of a place in one of the gazetteers.
    fn knows_place(&self, name: &str) -> bool {
        let place = |g: &Gazetteer, m: &Match| g.candidates(m.name).iter().any(|c| *g.label(c.entity) == Label::Place);
        self.gazetteers.iter().any(|g| g.find(name).iter().any(|m| m.span.len() == name.len() && place(g, m)))
    }

    fn resolving<'a>(
        &self,
        text: &'a str,
        tokens: &'a [Token],
        blocks: &'a [Block],
        sentences: &'a [Sentence],
        found: &'a [(Arc<Gazetteer>, Vec<Match>)],
        date: Option<Date>,
    ) -> resolve::Input<'a> {
        let date = date.or_else(|| page::date(text, blocks));
        resolve::Input { text, tokens, blocks, sentences, found, date, label_by: self.options.label_by }
    }

    fn keeps(&self, kind: QuoteKind) -> bool {
        if self.options.kinds.is_empty() {
            !matches!(kind, QuoteKind::Scare | QuoteKind::Attitude)
        } else {
            self.options.kinds.contains(&kind)
        }
    }
}

/// The names of a gazetteer, none of which goes on from one block into the next (`The ferry left San` and under it
/// `Antonio waved`).
fn names_in(gazetteer: &Gazetteer, text: &str, blocks: &[Block]) -> Vec<Match> {
    let found = gazetteer.find(text);
    let mut rest = blocks;
    let mut crosses = |m: &Match| {
        rest = &rest[rest.partition_point(|b| b.span.end <= m.span.start)..];
        rest.first().is_some_and(|b| b.span.end < m.span.end)
    };
    if !found.iter().any(&mut crosses) {
        return found;
    }
    // seldom: another name may begin or end at the border, so each block is searched by itself
    let mut found = Vec::with_capacity(found.len());
    for block in blocks {
        let at = block.span.start;
        let shift = |m: Match| Match { span: Span::new(at + m.span.start, at + m.span.end), ..m };
        found.extend(gazetteer.find(block.span.of(text)).into_iter().map(shift));
    }
    found
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
    let mut sentence = Row::new(sentences, |s| s.span);
    let mut block = Row::new(blocks, |b| b.span);
    for q in quotes.iter_mut() {
        q.sentence = sentence.of(q.span);
        q.block = block.of(q.span).unwrap_or(q.block);
    }
    let reach = Reach::new(quotes);
    let mut sentence = Row::new(sentences, |s| s.span);
    let mut block = Row::new(blocks, |b| b.span);
    for m in mentions.iter_mut() {
        m.sentence = sentence.of(m.span);
        m.block = block.of(m.span).unwrap_or(0);
        m.quote = innermost(quotes, &reach, m.span);
    }
}

/// Rows that are in order and disjoint, asked one after the other for what is in order by its start.
struct Row<'r, T, F> {
    rows: &'r [T],
    span: F,
    at: usize,
}

impl<'r, T, F: Fn(&T) -> Span> Row<'r, T, F> {
    fn new(rows: &'r [T], span: F) -> Self {
        Row { rows, span, at: 0 }
    }

    /// The first row the span touches, if any.
    fn of(&mut self, span: Span) -> Option<u32> {
        while self.rows.get(self.at).is_some_and(|r| (self.span)(r).end <= span.start) {
            self.at += 1;
        }
        self.rows.get(self.at).filter(|r| (self.span)(r).overlaps(span)).map(|_| self.at as u32)
    }
}

/// For each quote and for runs of them the farthest end, so that the last quote that reaches past a place is found by
/// halving: one inside thousands of others costs no more than one alone.
struct Reach {
    /// A binary tree in an array: the leaves are the ends of the quotes, each node holds the farthest end below it.
    ends: Vec<usize>,
    leaves: usize,
}

impl Reach {
    fn new(quotes: &[Quote]) -> Reach {
        let leaves = quotes.len().next_power_of_two();
        let mut ends = vec![0; 2 * leaves];
        for (leaf, q) in ends[leaves..].iter_mut().zip(quotes) {
            *leaf = q.span.end;
        }
        for i in (1..leaves).rev() {
            ends[i] = ends[2 * i].max(ends[2 * i + 1]);
        }
        Reach { ends, leaves }
    }

    /// The last of the first `upto` quotes that ends at `end` or later.
    fn last(&self, upto: usize, end: usize) -> Option<usize> {
        if upto == self.leaves && self.ends[1] >= end {
            return Some(self.descend(1, end));
        }
        // up from the right edge; what lies left of the way is looked at from the nearest on
        let mut i = upto + self.leaves;
        while i > 1 && upto > 0 {
            if i & 1 == 1 && self.ends[i - 1] >= end {
                return Some(self.descend(i - 1, end));
            }
            i >>= 1;
        }
        None
    }

    fn descend(&self, mut i: usize, end: usize) -> usize {
        while i < self.leaves {
            i = if self.ends[2 * i + 1] >= end { 2 * i + 1 } else { 2 * i };
        }
        i - self.leaves
    }
}

/// The innermost quote that covers the span: of those that do, the one that begins last (and is shortest).
fn innermost(quotes: &[Quote], reach: &Reach, span: Span) -> Option<u32> {
    let upto = quotes.partition_point(|q| q.span.start <= span.start);
    reach.last(upto, span.end).map(|i| i as u32)
}

fn statements(doc: &Document) -> Vec<Statement> {
    let quoted = doc.mentions.iter().filter(|m| m.quote.is_some()).count();
    let mut out: Vec<Statement> = Vec::with_capacity(quoted);
    for (m, mention) in doc.mentions.iter().enumerate() {
        if let Some(quote) = mention.quote.filter(|_| !mention.nested) {
            out.push(Statement { quote, mention: m as u32 });
        }
    }
    out.sort_by_key(|s| (s.quote, s.mention));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_quote_is_found_however_many_there_are() {
        let model = Pipeline::default().read("“No,” said Ali Reed.").quotes.remove(0);
        let quote = |start, end| Quote { span: Span::new(start, end), ..model.clone() };
        for n in [0, 1, 2, 3, 7, 16, 17, 40] {
            // forty in each other, then some beside
            let mut quotes: Vec<Quote> = (0..n).map(|i| quote(i, 200 - i)).collect();
            quotes.extend((0..n).map(|i| quote(300 + 3 * i, 302 + 3 * i)));
            let reach = Reach::new(&quotes);
            for start in (0..450).step_by(1) {
                for len in [0, 1, 5, 90] {
                    let span = Span::new(start, start + len);
                    let plain = quotes.iter().rposition(|q| q.span.start <= span.start && q.span.end >= span.end);
                    assert_eq!(innermost(&quotes, &reach, span), plain.map(|i| i as u32), "{n} {span:?}");
                }
            }
        }
    }
}
