//! The text as the resolver looks at it: tokens with what their place in the sentence says about their capitals.

use super::Input;
use crate::document::BlockKind;
use crate::text::lexicon::{
    AUXILIARY, CONJUNCTION, DETERMINER, GIVEN_NAME, MONTH, NAME_PARTICLE, PREPOSITION, PRONOUN, WEEKDAY, classes,
};
use crate::text::tokens::{ALL_CAPS, CAPITAL, NEWLINE, SPACE};
use crate::text::{Token, TokenKind};

/// First word of a sentence, a line or a quote: its capital says nothing.
pub(super) const FIRST: u8 = 1;
/// In a line where most words are capitalised.
pub(super) const HEADLINE: u8 = 2;
/// In a block that is no part of the article.
pub(super) const OUTSIDE: u8 = 4;
/// May be part of a name.
pub(super) const NAMED: u8 = 8;
/// A particle written small that may stand inside a name (`de`, `bin`).
pub(super) const PARTICLE: u8 = 16;
/// Nothing but one blank (or nothing, after a hyphen or nickname mark) between this token and the one before.
pub(super) const JOINED: u8 = 32;
/// A sentence or block begins here.
pub(super) const BREAK: u8 = 64;

/// Function words: no name begins or ends with one.
pub(super) const FUNCTION: u64 = PRONOUN | DETERMINER | PREPOSITION | CONJUNCTION | AUXILIARY;

/// The tokens and their marks.
pub(super) struct View<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub marks: Vec<u8>,
}

impl<'a> View<'a> {
    /// One pass over sentences and tokens.
    pub fn new(input: &Input<'a>) -> Self {
        let mut view = View { text: input.text, tokens: input.tokens, marks: vec![0; input.tokens.len()] };
        view.mark_outside(input);
        view.mark_first(input);
        view.mark_names();
        view
    }

    /// Its words, or nothing.
    pub fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// Whether token `i` has one of these marks.
    pub fn has(&self, i: usize, mark: u8) -> bool {
        self.marks.get(i).is_some_and(|m| m & mark != 0)
    }

    /// Whether token `i` has one of these word classes.
    pub fn is(&self, i: usize, classes: u64) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(classes))
    }

    /// Whether token `i` is of this kind.
    pub fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|t| t.kind)
    }

    fn mark_outside(&mut self, input: &Input<'_>) {
        let (mut t, mut s) = (0, 0);
        for block in input.blocks {
            while t < self.tokens.len() && (self.tokens[t].start as usize) < block.span.start {
                t += 1;
            }
            while s < input.sentences.len() && input.sentences[s].span.end <= block.span.start {
                s += 1;
            }
            let read = block.kind.is_article() || input.sentences.get(s).is_some_and(|x| x.span.overlaps(block.span));
            let mut first = true;
            while t < self.tokens.len() && (self.tokens[t].start as usize) < block.span.end {
                if !read {
                    self.marks[t] |= OUTSIDE;
                }
                if first {
                    self.marks[t] |= BREAK | FIRST;
                    first = false;
                }
                t += 1;
            }
        }
    }

    fn mark_first(&mut self, input: &Input<'_>) {
        let mut t = 0;
        for sentence in input.sentences {
            while t < self.tokens.len() && (self.tokens[t].start as usize) < sentence.span.start {
                t += 1;
            }
            if t < self.tokens.len() && (self.tokens[t].start as usize) < sentence.span.end {
                self.marks[t] |= BREAK;
            }
            let from = t;
            let (mut long, mut capital, mut plain) = (0usize, 0usize, 0usize);
            let mut first = true;
            while t < self.tokens.len() && (self.tokens[t].start as usize) < sentence.span.end {
                let token = &self.tokens[t];
                if token.kind == TokenKind::Word {
                    plain += usize::from(!token.has(CAPITAL) && !token.is(FUNCTION));
                    if first {
                        self.marks[t] |= FIRST;
                        first = false;
                    } else if token.end - token.start > 3 {
                        long += 1;
                        capital += usize::from(token.has(CAPITAL));
                    }
                } else if token.kind == TokenKind::Number {
                    first = false;
                } else if token.kind == TokenKind::Quote || matches!(token.of(self.text), ":" | "—" | "•" | "*" | "…")
                {
                    first |= token.kind != TokenKind::Quote || opens(self.text, token);
                }
                t += 1;
            }
            let title = input.blocks.get(sentence.block as usize).is_some_and(|b| b.kind == BlockKind::Title);
            // a headline has no full stop
            let stop = sentence.span.of(self.text).ends_with(['.', '”', '"', '!']);
            let capitals = long >= 3 && capital * 10 >= long * 7 || title && long >= 2 && capital * 2 > long;
            // nor a short verb among its names: Lund met Okafor on Monday.
            if capitals && (!stop || long >= 3 && capital == long && plain == 0) {
                for m in &mut self.marks[from..t] {
                    *m |= HEADLINE;
                }
            }
        }
    }

    fn mark_names(&mut self) {
        for i in 0..self.tokens.len() {
            let token = &self.tokens[i];
            if i > 0 && self.marks[i] & BREAK == 0 {
                let gap = token.start as usize - self.tokens[i - 1].end as usize;
                let blank = gap == 0 || (token.has(SPACE) && !token.has(NEWLINE));
                if blank {
                    self.marks[i] |= JOINED;
                }
            }
            if token.kind != TokenKind::Word {
                continue;
            }
            if token.has(CAPITAL) {
                let function = token.is(FUNCTION) && !(token.has(ALL_CAPS) && self.marks[i] & HEADLINE == 0);
                let time = token.is(WEEKDAY | MONTH)
                    && !(token.is(MONTH)
                        && i > 0
                        && self.tokens[i - 1].is(GIVEN_NAME)
                        && self.marks[i - 1] & NAMED != 0);
                if !(time || function && !self.capital_particle(i)) {
                    self.marks[i] |= NAMED;
                }
            } else if token.is(NAME_PARTICLE) {
                self.marks[i] |= PARTICLE;
            } else if self.article_joined(token) {
                self.marks[i] |= NAMED;
            }
        }
    }

    /// `Al`, `El`, `De` in the middle of a sentence are particles although also other words.
    fn capital_particle(&self, i: usize) -> bool {
        self.tokens[i].is(NAME_PARTICLE) && self.marks[i] & FIRST == 0 && !self.tokens[i].is(PRONOUN | CONJUNCTION)
    }

    /// `al-Assad`, `el-Sisi`: a particle written small and joined to a name.
    fn article_joined(&self, token: &Token) -> bool {
        let word = token.of(self.text);
        // a particle has at most four bytes: most words are done here
        if !word.as_bytes().iter().take(5).any(|b| matches!(b, b'-' | 0xe2)) {
            return false;
        }
        let Some(cut) = word.find(['-', '‐', '‑']) else { return false };
        let rest = word[cut..].trim_start_matches(['-', '‐', '‑', '\'', '’', '‘']);
        cut <= 4 && rest.chars().next().is_some_and(char::is_uppercase) && classes(&word[..cut]) & NAME_PARTICLE != 0
    }
}

/// Whether a quotation mark stands before its words.
fn opens(text: &str, token: &Token) -> bool {
    let after = text.get(token.end as usize..).and_then(|s| s.chars().next());
    after.is_some_and(|c| !c.is_whitespace()) && (token.has(SPACE) || token.start == 0 || token.of(text) == "“")
}
