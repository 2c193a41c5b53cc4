//! A run cut at its titles and roles, and what each piece names.

use super::known::{Known, Sort, ordinary};
use super::names::{Finder, POST};
use super::template::Templates;
use super::{organisation, person};
use crate::text::lexicon::{AMBIGUOUS_NAME, COMMON, DETERMINER, GIVEN_NAME, ORG_NOUN, PLACE_NOUN, RANK, ROLE, TITLE};

impl Finder<'_, '_> {
    /// Cuts a run at titles and roles and reads the pieces.
    pub(super) fn pieces(&mut self, a: usize, b: usize) {
        let mut at = a;
        while at < b {
            let Some(post) = self.next_post(at, b) else {
                self.piece(at, b, false);
                return;
            };
            // several titles in a row: `Prime Minister Sheikh Hasina`
            let mut name = post + 1;
            while name < b && self.is_post(name, b) {
                name += 1;
            }
            self.before_post(at, post, name, b);
            if name >= b {
                return;
            }
            let end = self.next_post(name, b).unwrap_or(b);
            if end < b && !self.person_before_post(name, end) {
                at = name;
                continue;
            }
            self.piece(name, end, true);
            at = end;
        }
    }

    /// Between two posts a person's name is unlikely if it is known as something else: `Minister | Iraq | President X`.
    pub(super) fn person_before_post(&self, from: usize, to: usize) -> bool {
        !self.known_at(from).is_some_and(|k| k.to as usize <= to && k.sort != Sort::Person)
    }

    pub(super) fn next_post(&self, from: usize, b: usize) -> Option<usize> {
        let mut t = from;
        while t < b {
            let fixed = |k: &&Known| k.to as usize - t > 1 || matches!(k.sort, Sort::Body | Sort::Person);
            if let Some(k) = self.known_at(t).filter(fixed).filter(|k| k.aligned && !ordinary(self.view, k)) {
                t = k.to as usize;
                continue;
            }
            if self.is_post(t, b) && self.cuts(from, t, b) {
                return Some(t);
            }
            t += 1;
        }
        None
    }

    pub(super) fn is_post(&self, t: usize, b: usize) -> bool {
        let v = self.view;
        // Khan Younis is a town
        let town = v.is(t, TITLE) && !v.is(t, ROLE | RANK) && self.place_at(t).is_some_and(|p| p.to as usize == b);
        // Khan after Imran Khan, but not the King
        let person = |m| self.cast.get(m).sort == Sort::Person;
        let surname = t + 1 == b
            && v.is(t, TITLE)
            && !v.is(t, ROLE | RANK)
            && self.cast.by_word(v.word(t)).is_some_and(person)
            && !(t > 0 && v.is(t - 1, DETERMINER));
        !town
            && !surname
            && v.is(t, POST)
            && (!v.is(t, GIVEN_NAME) || v.is(t, COMMON | TITLE | RANK))
            && !(t + 1 < b && v.is(t + 1, ORG_NOUN | PLACE_NOUN) && !v.is(t + 1, POST))
    }

    /// Whether a title or role at `t` cuts the run, or belongs to a name (`King Fahd University`, `James Dean`).
    pub(super) fn cuts(&self, from: usize, t: usize, b: usize) -> bool {
        let v = self.view;
        let last = b - 1;
        if t < last && v.is(last, ORG_NOUN | PLACE_NOUN) && !v.is(last, POST | GIVEN_NAME) && last - t >= 2 {
            return !v.is(t, TITLE);
        }
        // a surname that is also a title: a given name before it, nothing after it; Asaduzzaman Khan, Dave Prior
        let strange = || !v.is(t - 1, COMMON | ORG_NOUN | PLACE_NOUN) && self.known_at(t - 1).is_none();
        !(t == last
            && t > from
            && !v.is(t - 1, POST)
            && (v.is(t - 1, GIVEN_NAME) && v.is(t, AMBIGUOUS_NAME | GIVEN_NAME)
                || v.is(t, TITLE) && !v.is(t, ROLE | RANK) && (v.is(t - 1, GIVEN_NAME) || strange())))
    }

    /// The words before a title: whose office it is.
    pub(super) fn before_post(&mut self, from: usize, post: usize, name: usize, b: usize) {
        let mut to = post;
        let v = self.view;
        // the organisation ends with its first head noun: `Central Command | Communications` Director
        let heads = |t: usize| v.is(t, ORG_NOUN) && !v.is(t, POST);
        let last = to.wrapping_sub(1);
        let loose = to > from + 2 && heads(last) && heads(last - 1) && v.word(last).ends_with('s');
        let head = (from + 1..to).rev().find(|&t| heads(t) && !(loose && t == last));
        let template = self
            .known_at(from)
            .filter(|k| k.sort == Sort::State)
            .is_some_and(|k| Templates::builtin().at(v, k.to as usize).is_some_and(|(t, _)| t.kind != "office"));
        if let Some(head) = head.filter(|_| !template) {
            self.piece(from, head + 1, false);
            return;
        }
        // `Turkish Foreign Minister` without a name behind it is an office
        if let Some(k) = self.known_at(from).filter(|k| (k.to as usize) <= to && k.sort == Sort::State).copied() {
            let who = self.cast.known(self.input, &k);
            self.add_known(&k, who);
            let after = k.to as usize;
            if name >= b {
                organisation::with_noun(self, &k, after);
            }
            if let Some((template, end)) = Templates::builtin().at(v, after)
                && template.kind != "office"
                && end <= to
            {
                let end = organisation::with_noun(self, &k, after);
                self.before_post(end, post, name, b);
                return;
            }
            if after < to {
                self.before_post(after, post, name, b);
            }
            return;
        }
        // words of the office: `Communications` Director, `Foreign` Minister
        while to > from && v.is(to - 1, COMMON) && !v.is(to - 1, ORG_NOUN) && !self.known_ending(from, to) {
            to -= 1;
        }
        if to > from {
            self.piece(from, to, false);
        }
    }

    pub(super) fn known_ending(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| self.known_at(t).is_some_and(|k| k.to as usize == to && !ordinary(self.view, k)))
    }

    /// Reads a piece without titles. `titled`: a title or role stands before it, so it names a person.
    pub(super) fn piece(&mut self, a: usize, b: usize, titled: bool) {
        if a >= b {
            return;
        }
        let v = self.view;
        if let Some(k) = self.known_at(a).filter(|k| k.to as usize >= b && !ordinary(v, k)).copied() {
            self.take(&k, a);
            return;
        }
        if v.is(b - 1, ORG_NOUN) && b - a >= 2 && !(titled && b - a <= 3 && !v.is(b - 1, COMMON)) {
            organisation::whole(self, a, b);
            return;
        }
        if self.place_at(a).is_some_and(|p| p.to as usize >= b) && !titled {
            self.left(a, b);
            return;
        }
        if b - a >= 2 && (v.is(b - 1, PLACE_NOUN) || v.is(a, PLACE_NOUN) && v.is(a, COMMON)) && !titled {
            organisation::facility(self, a, b);
            return;
        }
        if person::person(self, a, b, titled) {
            return;
        }
        // a known name somewhere inside: what stands before it is read alone
        for t in a..b {
            if let Some(k) = self.known_at(t).filter(|k| k.aligned && !ordinary(v, k)).copied() {
                self.left(a, t);
                let end = self.take(&k, t);
                if end < b {
                    self.piece(end, b, false);
                }
                return;
            }
            if let Some(p) = self.place_at(t).copied() {
                self.left(a, t);
                if (p.to as usize) < b {
                    self.piece(p.to as usize, b, false);
                }
                return;
            }
        }
        self.left(a, b);
    }

    pub(super) fn left(&mut self, a: usize, b: usize) {
        if a < b {
            self.open.push((a as u32, b as u32));
        }
    }
}
