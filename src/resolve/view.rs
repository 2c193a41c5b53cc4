//! The text as the resolver looks at it: tokens with what their place in the sentence says about their capitals.

use super::Input;
use crate::document::BlockKind;
use crate::text::lexicon::{
    AUXILIARY, CONJUNCTION, DETERMINER, GIVEN_NAME, MONTH, NAME_PARTICLE, PREPOSITION, PRONOUN, WEEKDAY, classes,
};
use crate::text::tokens::{self, ALL_CAPS, CAPITAL, MIXED, NEWLINE, SPACE};
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
            let from = tokens::skip(self.tokens, t, |t| (t.start as usize) < block.span.start);
            t = tokens::skip(self.tokens, from, |t| (t.start as usize) < block.span.end);
            while s < input.sentences.len() && input.sentences[s].span.end <= block.span.start {
                s += 1;
            }
            let read = block.kind.is_article() || input.sentences.get(s).is_some_and(|x| x.span.overlaps(block.span));
            let marks = &mut self.marks[from..t];
            if !read {
                marks.iter_mut().for_each(|m| *m |= OUTSIDE);
            }
            if let Some(first) = marks.first_mut() {
                *first |= BREAK | FIRST;
            }
        }
    }

    fn mark_first(&mut self, input: &Input<'_>) {
        let mut t = 0;
        for sentence in input.sentences {
            let from = tokens::skip(self.tokens, t, |t| (t.start as usize) < sentence.span.start);
            t = tokens::skip(self.tokens, from, |t| (t.start as usize) < sentence.span.end);
            let marks = &mut self.marks[from..t];
            if let Some(first) = marks.first_mut() {
                *first |= BREAK;
            }
            let (mut long, mut capital, mut plain) = (0usize, 0usize, 0usize);
            let mut first = true;
            for (token, mark) in self.tokens[from..t].iter().zip(&mut *marks) {
                match token.kind {
                    TokenKind::Word => {
                        plain += usize::from(!token.has(CAPITAL) & !token.is(FUNCTION));
                        if first {
                            *mark |= FIRST;
                            first = false;
                        } else {
                            let counts = token.end - token.start > 3;
                            long += usize::from(counts);
                            capital += usize::from(counts & token.has(CAPITAL));
                        }
                    }
                    TokenKind::Possessive => (),
                    TokenKind::Number => first = false,
                    TokenKind::Quote => first |= opens(self.text, token),
                    TokenKind::Punct => first |= matches!(token.of(self.text), ":" | "—" | "•" | "*" | "…"),
                }
            }
            let title = input.blocks.get(sentence.block as usize).is_some_and(|b| b.kind == BlockKind::Title);
            // a headline has no full stop
            let stop = sentence.span.of(self.text).ends_with(['.', '”', '"', '!']);
            let capitals = long >= 3 && capital * 10 >= long * 7 || title && long >= 2 && capital * 2 > long;
            // nor a short verb among its names: Lund met Okafor on Monday.
            if capitals && (!stop || long >= 3 && capital == long && plain == 0) {
                for m in marks {
                    *m |= HEADLINE;
                }
            }
        }
    }

    fn mark_names(&mut self) {
        for (i, token) in self.tokens.iter().enumerate() {
            let mut mark = self.marks[i];
            // between tokens stands nothing but white space
            if i > 0 && mark & BREAK == 0 && !token.has(NEWLINE) {
                mark |= JOINED;
            }
            if token.kind == TokenKind::Word {
                if token.has(CAPITAL) {
                    let function = token.is(FUNCTION) && !(token.has(ALL_CAPS) && mark & HEADLINE == 0);
                    let time = token.is(WEEKDAY | MONTH)
                        && !(token.is(MONTH)
                            && i > 0
                            && self.tokens[i - 1].is(GIVEN_NAME)
                            && self.marks[i - 1] & NAMED != 0);
                    if !(time || function && !capital_particle(token, mark)) {
                        mark |= NAMED;
                    }
                } else if token.is(NAME_PARTICLE) {
                    mark |= PARTICLE;
                } else if token.has(MIXED) && self.article_joined(token) {
                    mark |= NAMED;
                }
            }
            self.marks[i] = mark;
        }
    }

    /// `al-Assad`, `el-Sisi`: a particle written small and joined to a name.
    fn article_joined(&self, token: &Token) -> bool {
        let word = token.of(self.text);
        let Some(cut) = word.find(['-', '‐', '‑']) else { return false };
        let rest = word[cut..].trim_start_matches(['-', '‐', '‑', '\'', '’', '‘']);
        cut <= 4 && rest.chars().next().is_some_and(char::is_uppercase) && classes(&word[..cut]) & NAME_PARTICLE != 0
    }
}

/// `Al`, `El`, `De` in the middle of a sentence are particles although also other words.
fn capital_particle(token: &Token, mark: u8) -> bool {
    token.is(NAME_PARTICLE) && mark & FIRST == 0 && !token.is(PRONOUN | CONJUNCTION)
}

/// Whether a quotation mark stands before its words.
fn opens(text: &str, token: &Token) -> bool {
    let after = text.get(token.end as usize..).and_then(|s| s.chars().next());
    after.is_some_and(|c| !c.is_whitespace()) && (token.has(SPACE) || token.start == 0 || token.of(text) == "“")
}
