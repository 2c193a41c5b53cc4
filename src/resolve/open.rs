//! What stays open at first: headlines, surnames, acronyms, names nobody has heard of; looked at again with the cast.

use super::known::{Sort, ordinary};
use super::names::{Finder, POST};
use super::organisation;
use super::place::setting;
use super::view::{FIRST, HEADLINE, JOINED, NAMED};
use crate::text::lexicon::{ACT, AUXILIARY, COMMON, CUE, FINITE, OPENER, ORG_NOUN, PLAIN_ACRONYM};
use crate::text::tokens::ALL_CAPS;

/// Words that may be a verb after a subject.
const VERBAL: u64 = CUE | AUXILIARY | FINITE;

/// `NGOs`: capitals and a plural s are things, no name; and so is `AK-47`.
fn plural(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|w| w.chars().count() > 1 && w.chars().all(char::is_uppercase))
}

impl Finder<'_, '_> {
    /// In a headline only known names count; the rest waits for the cast.
    pub(super) fn headline(&mut self, a: usize, b: usize) {
        let mut t = a;
        let mut from = a;
        while t < b {
            let k = self.known_at(t).filter(|k| k.aligned && !ordinary(self.view, k)).copied();
            if let Some(k) = k {
                self.left(from, t);
                let head = k.to as usize;
                if k.sort == Sort::State && head < b && self.view.is(head, ORG_NOUN) {
                    organisation::whole(self, t, head + 1);
                    t = head + 1;
                    from = t;
                    continue;
                }
                t = self.take(&k, t);
                from = t;
            } else {
                t += 1;
            }
        }
        self.left(from, b);
    }

    /// Reads what stayed open, now that the cast is known.
    pub(super) fn second_look(&mut self) {
        let open = std::mem::take(&mut self.open);
        let v = self.view;
        if open.iter().any(|&(a, b)| b - a == 1 && v.tokens[a as usize].has(ALL_CAPS)) {
            for t in v.tokens.iter().filter(|t| t.has(ALL_CAPS)) {
                *self.shouts.entry(t.of(v.text)).or_default() += 1;
            }
        }
        for (a, b) in open {
            self.second(a as usize, b as usize);
        }
    }

    pub(super) fn second(&mut self, a: usize, b: usize) {
        let v = self.view;
        let mut t = a;
        let mut unknown = a;
        while t < b {
            let headline = v.has(t, HEADLINE);
            // the longest sequence that is somebody's full name or the word he goes by
            let hit = (t + 1..=b.min(t + 5)).rev().find_map(|e| {
                let text = self.span(t, e).of(v.text);
                let who = match e == t + 1 {
                    true => self.cast.by_word(text).or_else(|| self.in_capitals(t)),
                    false => self.cast.by_name(text),
                };
                who.map(|w| (e, w))
            });
            let Some((end, who)) = hit.filter(|&(e, who)| {
                let plain = v.is(t, COMMON) && (headline || v.has(t, FIRST)) && !v.tokens[t].has(ALL_CAPS);
                let person = self.cast.get(who).sort == Sort::Person && !headline && !v.is(t, OPENER);
                let elsewhere = self.place_at(t).is_some() && super::role::located(v, t, e);
                let name = || self.capital.contains(v.word(t)) || !v.is(e, COMMON) || v.is(e, VERBAL);
                !elsewhere && (e > t + 1 || !plain || person && name())
            }) else {
                t += 1;
                continue;
            };
            self.unknown(unknown, t);
            // a given name before the surname
            let vague = matches!(self.cast.get(who).sort, Sort::Other | Sort::Place);
            self.add(t, end, who, if vague { 0.4 } else { 0.8 }, "named before");
            t = end;
            unknown = end;
        }
        self.unknown(unknown, b);
    }

    /// Whether something says that a run of capitalised words is somebody: they speak or act, or an acronym follows.
    fn vouched(&self, a: usize, b: usize) -> bool {
        let v = self.view;
        let speaks = v.is(b, VERBAL | ACT) && !v.has(b, NAMED) && v.has(b, JOINED) || a > 0 && v.is(a - 1, CUE);
        let acronym = v.word(b) == "(" && v.has(b + 1, NAMED) && v.word(b + 2) == ")";
        let article = a > 0 && matches!(v.word(a - 1), "the" | "The" | "a" | "an");
        speaks && !article || acronym
    }

    /// HADDAD: who is called Haddad.
    fn in_capitals(&self, t: usize) -> Option<u32> {
        let word = self.view.word(t);
        let first = word.chars().next().filter(|_| word.len() > 3 && self.view.tokens[t].has(ALL_CAPS))?;
        let name: String = std::iter::once(first).chain(word.chars().skip(1).flat_map(char::to_lowercase)).collect();
        self.cast.by_word(&name).filter(|&who| self.cast.get(who).sort == Sort::Person)
    }

    /// Names nothing is known about: acronyms and single capitalised words that are no ordinary words.
    pub(super) fn unknown(&mut self, a: usize, b: usize) {
        let v = self.view;
        if a >= b || v.has(a, HEADLINE) || v.word(b) == "$" {
            return;
        }
        let thing = |word: &str| plural(word) || word.contains(|c: char| c.is_ascii_digit());
        let letter = v.word(a).trim_end_matches('.').chars().count() < 2;
        if letter || (a..b).any(|t| v.is(t, PLAIN_ACRONYM)) || b - a == 1 && thing(v.word(a)) {
            return;
        }
        // Mo. with its point is a state
        if self.place_at(a).is_some_and(|p| p.to as usize > b) {
            return;
        }
        if setting::dateline(v, a, b) {
            let who = self.cast.local(self.span(a, b).of(v.text), Sort::Place, "other");
            self.add(a, b, who, 0.5, "dateline");
            return;
        }
        if b - a == 1 && v.tokens[a].has(ALL_CAPS) {
            let once = self.shouts.get(v.word(a)).is_none_or(|n| *n < 2);
            if once && !self.vouched(a, b) && !matches!(v.word(a.wrapping_sub(1)), "the" | "The" | "(") {
                return;
            }
            organisation::acronym(self, a);
            return;
        }
        if (a..b).all(|t| v.is(t, COMMON | OPENER) || v.is(t, POST)) {
            // the Coalition, the Ministry: short for an organisation
            if b - a == 1 && v.is(a, ORG_NOUN) && !v.has(a, FIRST) {
                organisation::short(self, a);
            }
            return;
        }
        if b - a == 1 && v.has(a, FIRST) && !self.capital.contains(v.word(a)) {
            return;
        }
        let text = self.span(a, b).of(v.text);
        let place = super::role::located(v, a, b);
        if b - a > 1 && !place && !self.vouched(a, b) {
            return;
        }
        let who = self.cast.local(text, if place { Sort::Place } else { Sort::Other }, "other");
        self.add(a, b, who, 0.4, if place { "place by its preposition" } else { "capitalised" });
    }
}
