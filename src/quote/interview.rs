//! A page that is a transcript: most of its paragraphs begin with the name of who speaks (`GEN. HADDAD: We are ready.`,
//! `Q: And the road?`). Each such paragraph is said by that name, and what follows without a name goes on with it.

use super::Input;
use crate::document::{BlockKind, Quote, QuoteKind};
use crate::span::Span;
use crate::text::lexicon::{RANK, ROLE, TITLE};
use crate::text::tokens::{ALL_CAPS, CAPITAL, SPACE};
use crate::text::{Token, TokenKind};
use rustc_hash::FxHashMap;

/// Words of a name with its titles at most.
const WORDS: usize = 7;
/// Paragraphs with a name that make a transcript: names in capitals, and names as they are else.
const CAPITALS: usize = 3;
const NAMES: usize = 4;

/// What one paragraph of a transcript says.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Who speaks, without titles.
    name: Span,
    /// Title before the name.
    role: Option<Span>,
    /// The colon, if the name stands in this paragraph.
    cue: Option<Span>,
    /// What is said.
    said: Span,
    /// In capitals, or the Q and A of questions and answers.
    capitals: bool,
}

impl Turn {
    /// As a quote of block `b`.
    pub fn quote(&self, text: &str, b: usize, group: u32) -> Quote {
        Quote {
            span: self.said,
            inner: self.said,
            kind: QuoteKind::Direct,
            group,
            speaker: Some(self.name),
            speaker_entity: None,
            role: self.role.map(|r| r.of(text).into()),
            affiliation: None,
            anonymous: false,
            cue: self.cue,
            addressee: None,
            medium: None,
            denied: false,
            rule: if self.cue.is_some() { "name before a colon in a transcript" } else { "transcript goes on" },
            sentence: None,
            block: b as u32,
        }
    }

    /// Whether the name stands in this paragraph.
    pub fn begins(&self) -> bool {
        self.cue.is_some()
    }
}

/// The turns of a transcript, one a block; empty if the page is none.
pub fn turns(input: &Input<'_>) -> Vec<Option<Turn>> {
    let body = || input.blocks.iter().filter(|b| b.kind == BlockKind::Body);
    // most pages are none: a colon near the beginning of a paragraph is rare
    let colon =
        |b: &&crate::document::Block| memchr::memchr(b':', &b.span.of(input.text).as_bytes()[..b.span.len().min(60)]);
    if body().filter(|b| colon(b).is_some()).take(CAPITALS).count() < CAPITALS {
        return Vec::new();
    }
    let mut turns: Vec<Option<Turn>> =
        input.blocks.iter().map(|b| (b.kind == BlockKind::Body).then(|| turn(input, b.span)).flatten()).collect();
    // beside names in capitals a name as it is opens a headline or a list
    let capitals = turns.iter().flatten().filter(|t| t.capitals).count() >= CAPITALS;
    let fits = |t: &Turn| !capitals && talks(t.said.of(input.text)) || t.capitals;
    for turn in &mut turns {
        *turn = turn.filter(fits);
    }
    let mut said: FxHashMap<&str, usize> = FxHashMap::default();
    for t in turns.iter().flatten() {
        *said.entry(t.name.of(input.text)).or_default() += 1;
    }
    let labelled = turns.iter().flatten().count();
    let again = said.values().filter(|&&n| n > 1).count();
    let enough = if capitals { labelled >= CAPITALS && again >= 1 } else { labelled >= NAMES && again >= 2 };
    if !enough || said.len() < 2 || labelled * 5 < body().count() * 2 {
        return Vec::new();
    }
    let mut last: Option<Turn> = None;
    for (turn, block) in turns.iter_mut().zip(input.blocks) {
        match (*turn, last) {
            (Some(_), _) => last = *turn,
            (None, Some(before)) if block.kind == BlockKind::Body && !is_note(block.span.of(input.text)) => {
                *turn = Some(Turn { said: block.span, cue: None, ..before });
            }
            _ => {}
        }
    }
    turns
}

/// Words, and not a number or a name only.
fn talks(words: &str) -> bool {
    words.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).take(2).count() > 1
}

/// `(LAUGHTER.)`
fn is_note(words: &str) -> bool {
    words.starts_with(['(', '[']) && words.trim_end_matches('.').ends_with([')', ']'])
}

/// The turn of a paragraph that begins with a name and a colon.
fn turn(input: &Input<'_>, block: Span) -> Option<Turn> {
    let (text, tokens) = (input.text, input.tokens);
    let first = tokens.partition_point(|t| (t.start as usize) < block.start);
    let (mut words, mut capitals, mut name) = (0, true, first);
    let single = |t: &Token| matches!(t.of(text), "Q" | "A");
    for (k, t) in tokens.iter().enumerate().skip(first) {
        let word = t.of(text);
        match t.kind {
            TokenKind::Word if t.has(CAPITAL) && words < WORDS => {
                words += 1;
                let title = t.is(RANK | TITLE | ROLE) && name == k;
                capitals &= t.has(ALL_CAPS) && word.len() > 1 || title || single(t);
                name = if title { k + 1 } else { name };
            }
            TokenKind::Punct if matches!(word, "." | "-" | "'") && words > 0 => name += usize::from(name == k),
            TokenKind::Punct if word == ":" && words > 0 && !t.has(SPACE) => {
                let next = tokens.get(k + 1).filter(|n| n.has(SPACE) && (n.end as usize) <= block.end)?;
                // a title alone is who speaks: THE MODERATOR:
                let name = if name >= k { first } else { name };
                let from = tokens[first].start as usize;
                let who = Span::new(tokens[name].start as usize, tokens[k - 1].end as usize);
                let role = (name > first).then(|| Span::new(from, tokens[name - 1].end as usize));
                let said = Span::new(next.start as usize, block.end);
                return Some(Turn { name: who, role, cue: Some(t.span()), said, capitals });
            }
            _ => return None,
        }
    }
    None
}
