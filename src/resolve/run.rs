//! Runs of name words: where one ends, and what its first word is when its capital only opens the sentence.

use super::known::{Known, Sort, ordinary};
use super::names::{Finder, POST};
use super::organisation;
use super::place::words;
use super::view::{FIRST, HEADLINE, JOINED, NAMED, PARTICLE};
use crate::text::TokenKind;
use crate::text::lexicon::{COMMON, GIVEN_NAME, OPENER, ORG_NOUN, PLACE_NOUN, RANK, ROLE, TIME};
use crate::text::tokens::ALL_CAPS;

/// The longest run that is read as one, in tokens.
const LONGEST: usize = 40;

impl Finder<'_, '_> {
    /// The run of name words from token `a`, cut into names; gives the next token to look at.
    pub(super) fn run_at(&mut self, a: usize) -> usize {
        let b = self.run_end(a);
        if self.view.has(a, HEADLINE) {
            self.headline(a, b);
            return b;
        }
        let mut a = a;
        if self.view.has(a, FIRST) {
            a = self.strip_first(a, b);
        }
        // Minister of Foreign Affairs | Sameh Shoukry
        if a >= 2 && matches!(self.view.word(a - 1), "of" | "for") && self.view.is(a - 2, POST) {
            // Chief of Staff Lt. Gen. Omar Reed
            let own = |&t: &usize| self.view.is(t, GIVEN_NAME) || !self.view.is(t, COMMON | RANK);
            let name = (a..b).find(own).unwrap_or(b);
            if name > a && name < b && self.known_at(a).is_none() && !self.view.is(b - 1, ORG_NOUN) {
                self.piece(name, b, true);
                return b;
            }
        }
        if self.is_called_after(a, b) {
            organisation::site(self, a, b + 1, "place noun");
            return b + 1;
        }
        let end = organisation::extend(self, a, b);
        if end > b {
            return end;
        }
        self.pieces(a, b);
        // a known name may reach beyond the run (`Islamic State of Iraq and the Levant`)
        let reach = self.names.last().map_or(b, |n| n.to as usize);
        reach.max(b)
    }

    /// One past the last token of the run that begins at `a`.
    pub(super) fn run_end(&self, a: usize) -> usize {
        let v = self.view;
        let mut b = a + 1;
        loop {
            if b - a > LONGEST {
                return b;
            }
            if v.has(b, NAMED) && v.has(b, JOINED) && !self.known_inside(b) {
                b += 1;
            } else if v.has(b, PARTICLE) && v.has(b, JOINED) {
                let next = if v.has(b + 1, PARTICLE) { b + 2 } else { b + 1 };
                if !(v.has(next, NAMED) && v.has(next, JOINED) && v.has(next - 1, JOINED)) {
                    return b;
                }
                b = next + 1;
            } else if self.nickname(b) {
                b += 3;
                // Arnel “Tato” dela Cruz
                while v.has(b, PARTICLE) {
                    b += 1;
                }
                b += 1;
            } else if v.word(b) == "&" && v.has(b, JOINED) && v.has(b + 1, NAMED) && v.has(b + 1, JOINED) {
                b += 2;
            } else {
                return b;
            }
        }
    }

    /// `Ben Gurion | airport`, `Evin | prison`: a building called after somebody or something that is no town or body.
    fn is_called_after(&self, a: usize, b: usize) -> bool {
        let v = self.view;
        let building =
            a < b && v.has(b, JOINED) && !v.has(b, NAMED) && words::classes(v.word(b)) & words::BUILDING != 0;
        building
            && !v.word(b).starts_with(char::is_uppercase)
            && self.place_at(a).is_none_or(|p| (p.to as usize) < b)
            && (self.view.is(a, GIVEN_NAME) || (a + 1..b).all(|t| self.place_at(t).is_none()))
            && match self.known_at(a) {
                Some(k) => k.sort == Sort::Person && k.to as usize == b,
                None if b == a + 1 => !v.is(a, COMMON | OPENER | ROLE | RANK | TIME | ORG_NOUN),
                None => {
                    !v.is(b - 1, TIME | ORG_NOUN)
                        && (a..b).all(|t| self.known_at(t).is_none_or(|k| k.sort == Sort::Person))
                }
            }
    }

    pub(super) fn known_inside(&self, t: usize) -> bool {
        self.known_at(t).is_some_and(|k| !k.aligned)
    }

    /// `‘Erik’` in `Michael ‘Erik’ Kurilla`: a nickname in marks between two names.
    pub(super) fn nickname(&self, b: usize) -> bool {
        let v = self.view;
        v.kind(b) == Some(TokenKind::Quote)
            && v.kind(b + 2) == Some(TokenKind::Quote)
            && (b..b + 4).all(|t| v.has(t, JOINED))
            && v.has(b + 1, NAMED)
            && (v.has(b + 3, NAMED) || v.has(b + 3, PARTICLE) && v.has(b + 4, NAMED))
            && v.tokens[b].end == v.tokens[b + 1].start
            && v.tokens[b + 2].end < v.tokens[b + 3].start
    }

    /// Drops an ordinary word whose capital only opens the sentence.
    pub(super) fn strip_first(&mut self, a: usize, b: usize) -> usize {
        let v = self.view;
        if self.known_at(a).is_some_and(|k| !ordinary(v, k)) || self.place_at(a).is_some() && !v.is(a, OPENER) {
            return a;
        }
        if !v.is(a, OPENER | COMMON) && !v.word(a).ends_with("ing") {
            return a;
        }
        let caps = self.capital.contains(v.word(a));
        if b - a == 1 {
            let open = !v.is(a, OPENER) && (caps || v.tokens[a].has(ALL_CAPS));
            if !open {
                self.left(a, b);
            }
            return if open { a } else { b };
        }
        if v.is(a, POST) {
            return a;
        }
        let rest = |k: Option<&Known>| k.is_some_and(|k| k.to as usize >= b);
        let common = v.is(a, COMMON) || v.word(a).ends_with("ing") || v.word(a).ends_with("ed");
        if common && !v.is(a, GIVEN_NAME) && (rest(self.known_at(a + 1)) || rest(self.place_at(a + 1))) {
            return a + 1;
        }
        let named = v.is(a, GIVEN_NAME) && !v.is(a + 1, COMMON);
        if named && !v.is(a, OPENER) || caps && !v.is(a, OPENER) {
            return a;
        }
        if !v.is(a, OPENER) {
            return a;
        }
        let rest_known = self.known_at(a + 1).is_some_and(|k| k.to as usize >= b);
        if rest_known
            || v.is(a + 1, POST)
            || v.is(a + 1, GIVEN_NAME)
            || !v.is(b - 1, ORG_NOUN | PLACE_NOUN)
            || b - a > 2
        {
            a + 1
        } else {
            a
        }
    }
}
