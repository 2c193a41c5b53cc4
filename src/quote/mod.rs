//! Quotes: marks paired with state, cues, speakers; direct, mixed, indirect.

mod adjunct;
pub mod carried;
pub mod clause;
pub mod complement;
pub mod cue;
pub mod direct;
pub mod extent;
pub mod interview;
pub mod item;
mod lone;
mod marked;
pub mod marks;
pub mod name;
mod noun;
pub mod opening;
pub mod phrase;
mod plain;
pub mod read;
pub mod subject;
pub mod transcript;
pub mod voice;

use crate::document::{Block, BlockKind, Quote, QuoteKind, Sentence};
use crate::span::Span;
use crate::text::{Token, TokenKind, tokens};
use direct::Shape;
use marks::{Marks, Passage};
use read::{Left, Piece, Reader};

/// What the quote stage reads.
pub struct Input<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its sentences (of the blocks that count).
    pub sentences: &'a [Sentence],
}

/// Finds reported words, with cue and speaker span; who the speaker is in the end is [`crate::resolve`]'s work.
pub fn quotes(input: &Input<'_>) -> Vec<Quote> {
    quotes_with(input, cue::Cues::builtin(), &|| false).unwrap_or_default()
}

/// The same with other reporting verbs; `stop` is asked before each block, and ends the work without a result.
pub fn quotes_with(input: &Input<'_>, cues: &cue::Cues, stop: &dyn Fn() -> bool) -> Option<Vec<Quote>> {
    let mut stage = Stage::default();
    let turns = interview::turns(input);
    let mut at = 0;
    for (b, block) in input.blocks.iter().enumerate() {
        let first = tokens::skip(input.tokens, at, |t| (t.end as usize) <= block.span.start);
        at = tokens::skip(input.tokens, first, |t| (t.start as usize) < block.span.end);
        if stop() {
            return None;
        }
        match turns.get(b) {
            Some(Some(turn)) => stage.turn(input, b, turn),
            _ => stage.block(input, cues, b, first..at),
        }
    }
    for q in &mut stage.out {
        // marked words that nobody is said to have said are reported by nobody
        if q.kind == QuoteKind::Direct && q.speaker.is_none() && q.cue.is_none() {
            q.kind = QuoteKind::Scare;
        }
    }
    stage.out.sort_by_key(|q| (q.span.start, usize::MAX - q.span.end));
    Some(stage.out)
}

/// The rule of a quote alone whose source is that of the paragraph before.
const BEFORE: &str = "source in the paragraph before";

/// The most words of a heading in marks.
const HEADING: u8 = 6;

#[derive(Default)]
struct Stage {
    marks: Marks,
    passages: Vec<Passage>,
    shapes: Vec<Shape>,
    items: Vec<item::Item>,
    ends: Vec<usize>,
    pieces: Vec<Piece>,
    reader: Reader,
    out: Vec<Quote>,
    groups: u32,
    /// Source of the last paragraph with a quote.
    before: Left,
    /// The last paragraph ended inside a passage.
    open_end: bool,
    labels: Vec<transcript::Label>,
    /// The last paragraph was part of a transcript inside marks.
    transcript: bool,
    /// A passage stood in double marks.
    double: bool,
    /// Quotes of the last paragraph that have no source yet.
    orphans: Vec<usize>,
}

impl Stage {
    /// A paragraph of a transcript.
    fn turn(&mut self, input: &Input<'_>, b: usize, turn: &interview::Turn) {
        self.groups += u32::from(turn.begins());
        self.out.push(turn.quote(input.text, b, self.groups.saturating_sub(1)));
        (self.before, self.open_end) = (Left::default(), false);
    }

    fn block(&mut self, input: &Input<'_>, cues: &cue::Cues, b: usize, range: std::ops::Range<usize>) {
        let (text, tokens) = (input.text, input.tokens);
        self.marks.passages(text, tokens, range.clone(), &mut self.passages);
        let next_opens = tokens.get(range.end).is_some_and(|t| t.kind == TokenKind::Quote);
        for p in &mut self.passages {
            if p.close == 0 && !(p.open_end && next_opens) {
                marks::cut(text, tokens, cues, p);
            }
        }
        self.shapes.clear();
        for p in &self.passages {
            self.shapes.push(shape(text, tokens, p));
        }
        item::items(text, tokens, range, &self.passages, cues, &mut self.items);
        if !self.passages.is_empty() {
            nicknames(&mut self.items, &self.shapes);
        }
        if input.blocks[b].kind == BlockKind::Title || b == 0 {
            lone::headline_verbs(&mut self.items);
        }
        let (shapes, items) = (&self.shapes, &self.items);
        item::sentences(items, |i| shapes.get(i.passage as usize).and_then(|s| s.end), &mut self.ends);
        self.pieces.clear();
        let signed = if self.passages.is_empty() { None } else { lone::signature(text, &self.items) };
        if let Some((q, _)) = signed {
            // “…” — Layla Haddad: the name is read apart
            self.ends.retain(|&e| e <= q);
            if self.ends.last() != Some(&(q + 1)) {
                self.ends.push(q + 1);
            }
        }
        if let (true, Some(voice)) = (self.passages.is_empty(), lone::credit(text, &self.items)) {
            for &k in &self.orphans {
                if let Some(quote) = self.out.get_mut(k) {
                    quote.speaker = Some(voice.span);
                    quote.cue = None;
                    quote.role = voice.role.map(|r| r.of(text).into());
                    quote.affiliation = voice.affiliation.map(|r| r.of(text).into());
                    quote.rule = "quote, dash, source";
                }
            }
        }
        self.orphans.clear();
        let mut para = Left::default();
        let mut start = 0;
        let mut pending = 0; // pieces before this one that still wait for a source from the right
        let ends = std::mem::take(&mut self.ends);
        for (n, &end) in ends.iter().enumerate() {
            let first = self.pieces.len();
            let mut left = self.reader.read(text, &self.items[start..end], &self.shapes, &mut self.pieces);
            if let Some(l) = self.transcribed(input, first) {
                left = l;
            }
            for k in first..self.pieces.len() {
                if !self.pieces[k].free {
                    continue;
                }
                let from = if para.voice.is_some() {
                    Some((para, "quote goes on"))
                } else if n == 0 && self.open_end && self.before.voice.is_some() {
                    Some((self.before, "quote goes on in a new paragraph"))
                } else {
                    None
                };
                if let Some((l, rule)) = from {
                    let p = &mut self.pieces[k];
                    (p.voice, p.cue, p.free, p.rule) = (l.voice, l.cue, false, rule);
                    para = l;
                }
            }
            if left.voice.is_some() {
                // passages before it in this paragraph
                // a plain report after them is of other words
                let plain = self.pieces.len() > first
                    && self.pieces[first..].iter().all(|p| p.kind == QuoteKind::Indirect && p.passage.is_none());
                for p in &mut self.pieces[pending..first] {
                    if p.free && !plain {
                        (p.voice, p.cue, p.free, p.rule) = (left.voice, left.cue, false, "attribution follows");
                    }
                }
                pending = self.pieces.len();
                para = left;
            }
            start = end;
        }
        self.ends = ends;
        if self.pieces.iter().all(|p| p.kind == QuoteKind::Scare || p.passage.is_none())
            && (b == 0 || input.blocks[b].kind == BlockKind::Title)
            && let Some(piece) = lone::headline(text, &self.items)
        {
            self.pieces.retain(|p| !piece.span.contains(p.span));
            self.pieces.push(piece);
        }
        if let Some((_, p)) = signed {
            let voice = voice::voice(text, &self.items, p);
            for p in self.pieces.iter_mut().filter(|p| p.free) {
                (p.voice, p.cue, p.free, p.rule) = (Some(voice), None, false, "quote, dash, source");
            }
        }
        if let Some(p) = self.subheading(input) {
            (p.free, p.kind, p.rule) = (false, QuoteKind::Scare, "marks of a heading");
        }
        // still without a source: the paragraph before
        let quoted = self.pieces.iter().any(|p| p.kind == QuoteKind::Direct || p.kind == QuoteKind::Mixed);
        if para.voice.is_none() && self.before.voice.is_some() {
            let mut any = false;
            for p in self.pieces.iter_mut().filter(|p| p.free) {
                (p.voice, p.cue, p.free, p.rule) = (self.before.voice, self.before.cue, false, BEFORE);
                any = true;
            }
            if any {
                para = self.before;
            }
        }
        self.emit(input, b);
        self.transcript &= self.items.iter().all(|i| i.is(item::Tag::Quote) || !i.wordlike());
        let kind = input.blocks[b].kind;
        if kind == BlockKind::Body {
            if para.voice.is_some() {
                self.before = para;
            } else if self.items.last().is_some_and(|i| i.is(item::Tag::Colon)) && !quoted {
                // Haddad spoke at noon: and her words in paragraphs of their own
                self.before = Left { voice: lone::announced(text, &self.items, &self.ends), cue: None };
            } else if self.items.len() > 8 && !quoted {
                // who the story was about last may speak next
                self.before = Left { voice: lone::topic(text, &self.items, &self.ends), cue: None };
            }
            self.open_end = self.passages.last().is_some_and(|p| p.open_end);
        }
    }

    /// The piece of a paragraph that is only a few words in single marks, in a text whose quotes stand in double ones.
    fn subheading(&mut self, input: &Input<'_>) -> Option<&mut Piece> {
        let single = |p: &Passage| {
            input.tokens.get(p.first).is_some_and(|t| p.open == 1 && matches!(t.of(input.text), "'" | "‘"))
        };
        let [passage] = self.passages.as_slice() else {
            self.double |= self.passages.iter().any(|p| !single(p));
            return None;
        };
        self.double |= !single(passage);
        let few = self.shapes.first().is_some_and(|s| s.words <= HEADING);
        let alone = self.items.iter().all(|i| i.is(item::Tag::Quote) || !i.wordlike());
        match self.pieces.as_mut_slice() {
            [p] if self.double && few && alone && p.free && single(passage) => Some(p),
            _ => None,
        }
    }

    /// Reads the labels of a transcript in the passage that is piece `first`, if it stands alone; the last one speaks on.
    fn transcribed(&mut self, input: &Input<'_>, first: usize) -> Option<Left> {
        let (text, tokens) = (input.text, input.tokens);
        let [whole] = self.pieces.get_mut(first..)? else { return None };
        let p = self.passages.get(whole.passage.filter(|_| whole.free)? as usize)?;
        if self.transcript && transcript::note(text, tokens, p) {
            (whole.free, whole.kind, whole.rule) = (false, QuoteKind::Scare, "note of a transcript");
            return None;
        }
        transcript::labels(text, tokens, p, &mut self.labels);
        // one label in one closed passage may be a headline: “BREAKING: …”
        if self.labels.is_empty() || !(self.transcript || p.open_end || self.labels.len() > 1) {
            return None;
        }
        self.transcript = true;
        let whole = self.pieces.pop()?;
        transcript::split(text, tokens, &self.labels, whole, &mut self.pieces);
        self.pieces.last().map(|l| Left { voice: l.voice, cue: l.cue })
    }

    fn emit(&mut self, input: &Input<'_>, b: usize) {
        let mut last_group = None;
        for p in &self.pieces {
            let passage = p.passage.and_then(|k| self.passages.get(k as usize));
            let inner = match passage {
                Some(q) => {
                    let a = input.tokens[q.first + q.open - 1].end as usize;
                    let z = if q.close > 0 { input.tokens[q.last - q.close].start as usize } else { p.span.end };
                    Span::new(a, z.max(a)).trim(input.text)
                }
                None => {
                    let words = p.span.of(input.text);
                    let that = words.get(..5).is_some_and(|w| w.eq_ignore_ascii_case("that "));
                    Span::new(p.span.start + if that { 5 } else { 0 }, p.span.end)
                }
            };
            let group = match last_group {
                Some(g) if p.resumed => g,
                _ => {
                    self.groups += 1;
                    self.groups - 1
                }
            };
            last_group = (p.kind != QuoteKind::Scare).then_some(group).or(last_group);
            // a name under them would be their source
            if p.free || p.rule == BEFORE {
                self.orphans.push(self.out.len());
            }
            self.out.push(Quote {
                span: p.span,
                inner,
                kind: p.kind,
                group,
                speaker: p.voice.map(|v| v.span),
                speaker_entity: None,
                role: p.voice.and_then(|v| v.role).map(|r| r.of(input.text).into()),
                affiliation: p.voice.and_then(|v| v.affiliation).map(|r| r.of(input.text).into()),
                anonymous: p.voice.is_some_and(|v| v.anonymous),
                cue: p.cue,
                addressee: p.addressee,
                medium: p.medium,
                denied: p.denied,
                rule: p.rule,
                sentence: None,
                block: b as u32,
            });
        }
    }
}

/// What a passage is by its own words.
fn shape(text: &str, tokens: &[Token], p: &Passage) -> Shape {
    let inside =
        &tokens[(p.first + p.open).min(p.last)..p.last - p.close.min(p.last - p.first - p.open.min(p.last - p.first))];
    let mut s = Shape::default();
    let mut capitals = 0u32;
    let mut long = 0u32;
    let mut first = true;
    for t in inside {
        if !matches!(t.kind, TokenKind::Word | TokenKind::Number) {
            continue;
        }
        s.words = s.words.saturating_add(1);
        let c = t.of(text).chars().next().unwrap_or(' ');
        if first {
            s.lower = c.is_lowercase();
            first = false;
        }
        if t.end - t.start > 3 || c.is_uppercase() {
            long += 1;
            capitals += u32::from(!c.is_lowercase());
        }
        if s.words == 255 {
            break;
        }
    }
    s.titled = long > 0 && capitals == long && s.words > 0;
    s.end = inside.iter().rev().find(|t| t.kind != TokenKind::Quote).and_then(|t| t.of(text).chars().next_back());
    s
}

/// A nickname inside a name is no passage: Michael ‘Erik’ Kurilla.
fn nicknames(items: &mut [item::Item], shapes: &[Shape]) {
    use crate::text::lexicon::{ALIAS, NAME_PARTICLE};
    use item::Tag;
    for k in 1..items.len().saturating_sub(1) {
        // alias “Barbecue”: a name
        if items[k].is(Tag::Quote) && items[k - 1].class(ALIAS) {
            if shapes.get(items[k].passage as usize).is_some_and(|s| s.words <= 3 && s.titled) {
                items[k].tag = Tag::Name;
            }
            continue;
        }
        let name = |i: &item::Item| i.is(Tag::Name);
        // Arnel “Tato” dela Cruz
        let after = name(&items[k + 1]) || items[k + 1].class(NAME_PARTICLE) && items.get(k + 2).is_some_and(name);
        if items[k].is(Tag::Quote) && name(&items[k - 1]) && after {
            let ok = shapes
                .get(items[k].passage as usize)
                .is_some_and(|s| s.words <= 2 && s.titled && s.end.is_some_and(char::is_alphanumeric));
            if ok {
                items[k].tag = Tag::Name;
            }
        }
    }
}
