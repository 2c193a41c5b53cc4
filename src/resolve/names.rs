//! Finds the names in the text: known ones, and unknown ones by their shape.
//!
//! A run of capitalised words is cut at titles and roles (`Russian Foreign Minister | Sergei Lavrov`), and each piece is
//! read as a known name, an organisation (ends in an organisation noun), a facility (ends in a place noun) or a person.
//! What stays open is looked at again when the cast of the document is known: a surname, an acronym, a headline.

use super::cast::Cast;
use super::known::{Known, Sort, known};
use super::view::{FIRST, HEADLINE, JOINED, NAMED, OUTSIDE, View};
use super::{Input, namesakes, organisation, posts};
use crate::span::Span;
use crate::text::lexicon::{GIVEN_NAME, RANK, ROLE, TITLE, classes};
use rustc_hash::{FxHashMap, FxHashSet};

/// A name and whom it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub span: Span,
    /// First token and one past the last.
    pub from: u32,
    pub to: u32,
    /// Index into the cast.
    pub who: u32,
    pub sort: Sort,
    pub demonym: bool,
    pub metonym: bool,
    /// The place list has a place of exactly this name, too.
    pub place: bool,
    pub score: f32,
    pub rule: &'static str,
}

/// The words that are cut off names: titles, ranks, roles.
pub(super) const POST: u64 = TITLE | RANK | ROLE;

/// No known name begins with the token.
const NONE: u32 = u32::MAX;

/// For each token the first of these names that begins with it.
fn index(names: &[Known], tokens: usize) -> Vec<u32> {
    let mut out = vec![NONE; tokens];
    for (i, k) in names.iter().enumerate().rev() {
        if let Some(slot) = out.get_mut(k.from as usize) {
            *slot = i as u32;
        }
    }
    out
}

/// Finds names; see the module.
pub(super) struct Finder<'v, 'a> {
    pub input: &'v Input<'a>,
    pub view: &'v View<'a>,
    pub cast: Cast<'a>,
    pub known: Vec<Known>,
    pub places: Vec<Known>,
    pub names: Vec<Name>,
    /// The first known name that begins with each token, if any.
    by_token: Vec<u32>,
    place_by_token: Vec<u32>,
    /// Pieces nothing is known about yet.
    pub(super) open: Vec<(u32, u32)>,
    /// How often a word in capitals stands in the text.
    pub(super) shouts: FxHashMap<&'a str, u32>,
    /// Words capitalised where a capital means something.
    pub(super) capital: FxHashSet<&'a str>,
}

impl<'v, 'a> Finder<'v, 'a> {
    pub fn new(input: &'v Input<'a>, view: &'v View<'a>) -> Self {
        let (known, places) = known(input, view);
        let mut capital = FxHashSet::with_capacity_and_hasher(view.tokens.len() / 12, Default::default());
        for (token, mark) in view.tokens.iter().zip(&view.marks) {
            if mark & (NAMED | FIRST | HEADLINE | OUTSIDE) == NAMED {
                capital.insert(token.of(view.text));
            }
        }
        let by_token = index(&known, view.tokens.len());
        let place_by_token = index(&places, view.tokens.len());
        Finder {
            input,
            view,
            cast: Cast::with_capacity(view.tokens.len() / 32),
            known,
            places,
            names: Vec::with_capacity(view.tokens.len() / 16),
            by_token,
            place_by_token,
            open: Vec::with_capacity(view.tokens.len() / 24),
            shouts: FxHashMap::default(),
            capital,
        }
    }

    /// All names, in order of the text, outer before inner.
    pub fn run(&mut self) {
        let mut t = 0;
        while t < self.view.tokens.len() {
            let mark = self.view.marks[t];
            // most words begin no name at all
            if mark & OUTSIDE != 0 || mark & NAMED == 0 && self.by_token[t] == NONE {
                t += 1;
                continue;
            }
            if let Some(k) = self.known_at(t).filter(|k| !k.aligned && !self.double_name(t)).copied() {
                t = self.inside(t, k);
            } else if self.view.has(t, NAMED) {
                t = organisation::road(self, t).unwrap_or_else(|| self.run_at(t));
            } else if let Some(k) = self.known_at(t).copied() {
                t = self.take(&k, t);
            } else {
                t += 1;
            }
        }
        self.second_look();
        self.names.sort_by_key(|n| (n.span.start, usize::MAX - n.span.end));
        self.names.dedup_by_key(|n| n.span);
        namesakes::namesakes(self);
        posts::contradicted(self);
    }

    /// `Anna-Lena`: two given names, whatever else one of them may be.
    pub(super) fn double_name(&self, t: usize) -> bool {
        let given = |w: &str| classes(w) & GIVEN_NAME != 0 && w.starts_with(char::is_uppercase);
        self.view.word(t).split_once('-').is_some_and(|(a, b)| given(a) && given(b))
    }

    /// The known name that begins with token `t`.
    pub fn known_at(&self, t: usize) -> Option<&Known> {
        self.known.get(*self.by_token.get(t)? as usize)
    }

    /// The place name that begins with token `t`.
    pub fn place_at(&self, t: usize) -> Option<&Known> {
        self.places.get(*self.place_by_token.get(t)? as usize)
    }

    /// Span of tokens `from..to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let tokens = self.view.tokens;
        match (tokens.get(from), to.checked_sub(1).and_then(|l| tokens.get(l))) {
            (Some(a), Some(b)) => a.span().join(b.span()),
            _ => Span::default(),
        }
    }

    /// Adds a name.
    pub fn add(&mut self, from: usize, to: usize, who: u32, score: f32, rule: &'static str) {
        let sort = self.cast.get(who).sort;
        let span = self.span(from, to);
        self.names.push(Name {
            span,
            from: from as u32,
            to: to as u32,
            who,
            sort,
            demonym: false,
            metonym: false,
            place: false,
            score,
            rule,
        });
    }

    /// Adds a known name as it stands.
    pub(super) fn add_known(&mut self, k: &Known, who: u32) {
        self.names.push(Name {
            span: k.span,
            from: k.from,
            to: k.to,
            who,
            sort: k.sort,
            demonym: k.demonym,
            metonym: k.metonym,
            place: k.place,
            score: 1.0,
            rule: "known name",
        });
    }

    /// Takes a known name, with the noun that belongs to it; gives the next token to look at.
    pub fn take(&mut self, k: &Known, t: usize) -> usize {
        if k.sort == Sort::Place || self.view.word(k.to as usize) == "$" {
            return (k.to as usize).max(t + 1);
        }
        let who = self.cast.known(self.input, k);
        let to = k.to as usize;
        if k.sort == Sort::Person {
            self.cast.index_person(self.view, k.from as usize, to, who);
        }
        self.add_known(k, who);
        let end = organisation::with_noun(self, k, to);
        let end = organisation::against(self, k.from as usize, end);
        self.acronym(end, who);
        end.max(t + 1)
    }

    /// A known name inside a longer word: `US-led`, `anti-Daesh`.
    fn inside(&mut self, t: usize, first: Known) -> usize {
        let mut to = first.to as usize;
        let inner: Vec<Known> =
            self.known[self.by_token[t] as usize..].iter().take_while(|k| (k.from as usize) <= t).copied().collect();
        for k in &inner {
            let who = self.cast.known(self.input, k);
            self.add_known(k, who);
            to = to.max(k.to as usize);
        }
        let end = organisation::led(self, t);
        end.max(to).max(t + 1)
    }

    /// `(SDF)` after a name: another name of the same.
    pub fn acronym(&mut self, at: usize, who: u32) -> usize {
        let v = self.view;
        let joined = v.word(at) == "(" && v.has(at, JOINED) && v.has(at + 1, NAMED) && v.word(at + 2) == ")";
        if !joined || matches!(self.cast.get(who).sort, Sort::Person | Sort::State | Sort::Office) {
            return at;
        }
        let word = v.word(at + 1);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        if capitals >= 2 && word.chars().count() <= 12 {
            self.cast.answer(word, who);
        }
        at
    }
}
