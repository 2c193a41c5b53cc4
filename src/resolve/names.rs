//! Finds the names in the text: known ones, and unknown ones by their shape.
//!
//! A run of capitalised words is cut at titles and roles (`Russian Foreign Minister | Sergei Lavrov`), and each piece is
//! read as a known name, an organisation (ends in an organisation noun), a facility (ends in a place noun) or a person.
//! What stays open is looked at again when the cast of the document is known: a surname, an acronym, a headline.

use super::cast::Cast;
use super::known::{Known, Sort, known, ordinary};
use super::template::Templates;
use super::view::{FIRST, HEADLINE, JOINED, NAMED, OUTSIDE, PARTICLE, View};
use super::{Input, namesakes, organisation, person};
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{
    AMBIGUOUS_NAME, AUXILIARY, COMMON, CUE, FINITE, GIVEN_NAME, OPENER, ORG_NOUN, PLACE_NOUN, PLAIN_ACRONYM, RANK,
    ROLE, TITLE,
};
use crate::text::tokens::ALL_CAPS;
use rustc_hash::FxHashSet;

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

/// Words that may be a verb after a subject.
const VERBAL: u64 = CUE | AUXILIARY | FINITE;

/// `NGOs`: capitals and a plural s are things, no name.
fn plural(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|w| w.chars().count() > 1 && w.chars().all(char::is_uppercase))
}

/// The longest run that is read as one, in tokens.
const LONGEST: usize = 40;

/// For each token the first of these names that begins with it.
fn index(names: &[Known], tokens: usize) -> Vec<u32> {
    let mut out = vec![u32::MAX; tokens];
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
    open: Vec<(u32, u32)>,
    /// Words capitalised where a capital means something.
    capital: FxHashSet<&'a str>,
}

impl<'v, 'a> Finder<'v, 'a> {
    pub fn new(input: &'v Input<'a>, view: &'v View<'a>) -> Self {
        let (known, places) = known(input, view);
        let capital = (0..view.tokens.len())
            .filter(|&t| view.has(t, NAMED) && !view.has(t, FIRST | HEADLINE | OUTSIDE))
            .map(|t| view.word(t))
            .collect();
        let by_token = index(&known, view.tokens.len());
        let place_by_token = index(&places, view.tokens.len());
        Finder {
            input,
            view,
            cast: Cast::default(),
            known,
            places,
            names: Vec::new(),
            by_token,
            place_by_token,
            open: Vec::new(),
            capital,
        }
    }

    /// All names, in order of the text, outer before inner.
    pub fn run(&mut self) {
        let mut t = 0;
        while t < self.view.tokens.len() {
            if self.view.has(t, OUTSIDE) {
                t += 1;
                continue;
            }
            if let Some(k) = self.known_at(t).filter(|k| !k.aligned).copied() {
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
        let end = organisation::led(self, t, &first);
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

    /// The run of name words from token `a`, cut into names; gives the next token to look at.
    fn run_at(&mut self, a: usize) -> usize {
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
            let name = (a..b).find(|&t| !self.view.is(t, COMMON) || self.view.is(t, GIVEN_NAME)).unwrap_or(b);
            if name > a && name < b && self.known_at(a).is_none() && !self.view.is(b - 1, ORG_NOUN) {
                self.piece(name, b, true);
                return b;
            }
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
    pub fn run_end(&self, a: usize) -> usize {
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
                b += 4;
            } else if v.word(b) == "&" && v.has(b, JOINED) && v.has(b + 1, NAMED) && v.has(b + 1, JOINED) {
                b += 2;
            } else {
                return b;
            }
        }
    }

    fn known_inside(&self, t: usize) -> bool {
        self.known_at(t).is_some_and(|k| !k.aligned)
    }

    /// `‘Erik’` in `Michael ‘Erik’ Kurilla`: a nickname in marks between two names.
    fn nickname(&self, b: usize) -> bool {
        let v = self.view;
        v.kind(b) == Some(TokenKind::Quote)
            && v.kind(b + 2) == Some(TokenKind::Quote)
            && (b..b + 4).all(|t| v.has(t, JOINED))
            && v.has(b + 1, NAMED)
            && v.has(b + 3, NAMED)
            && v.tokens[b].end == v.tokens[b + 1].start
            && v.tokens[b + 2].end < v.tokens[b + 3].start
    }

    /// Drops an ordinary word whose capital only opens the sentence.
    fn strip_first(&mut self, a: usize, b: usize) -> usize {
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

    /// Cuts a run at titles and roles and reads the pieces.
    pub fn pieces(&mut self, a: usize, b: usize) {
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
    fn person_before_post(&self, from: usize, to: usize) -> bool {
        !self.known_at(from).is_some_and(|k| k.to as usize <= to && k.sort != Sort::Person)
    }

    fn next_post(&self, from: usize, b: usize) -> Option<usize> {
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

    fn is_post(&self, t: usize, b: usize) -> bool {
        let v = self.view;
        v.is(t, POST)
            && (!v.is(t, GIVEN_NAME) || v.is(t, COMMON | TITLE | RANK))
            && !(t + 1 < b && v.is(t + 1, ORG_NOUN | PLACE_NOUN) && !v.is(t + 1, POST))
    }

    /// Whether a title or role at `t` cuts the run, or belongs to a name (`King Fahd University`, `James Dean`).
    fn cuts(&self, from: usize, t: usize, b: usize) -> bool {
        let v = self.view;
        let last = b - 1;
        if t < last && v.is(last, ORG_NOUN | PLACE_NOUN) && !v.is(last, POST | GIVEN_NAME) && last - t >= 2 {
            return !v.is(t, TITLE);
        }
        // a surname that is also a title: a given name before it, nothing after it
        !(t == last
            && t > from
            && v.is(t - 1, GIVEN_NAME)
            && !v.is(t - 1, POST)
            && v.is(t, AMBIGUOUS_NAME | GIVEN_NAME))
    }

    /// The words before a title: whose office it is.
    fn before_post(&mut self, from: usize, post: usize, name: usize, b: usize) {
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

    fn known_ending(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| self.known_at(t).is_some_and(|k| k.to as usize == to && !ordinary(self.view, k)))
    }

    /// Reads a piece without titles. `titled`: a title or role stands before it, so it names a person.
    pub fn piece(&mut self, a: usize, b: usize, titled: bool) {
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

    /// In a headline only known names count; the rest waits for the cast.
    fn headline(&mut self, a: usize, b: usize) {
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
    fn second_look(&mut self) {
        let open = std::mem::take(&mut self.open);
        for (a, b) in open {
            self.second(a as usize, b as usize);
        }
    }

    fn second(&mut self, a: usize, b: usize) {
        let v = self.view;
        let mut t = a;
        let mut unknown = a;
        while t < b {
            let headline = v.has(t, HEADLINE);
            // the longest sequence that is somebody's full name or the word he goes by
            let hit = (t + 1..=b.min(t + 5)).rev().find_map(|e| {
                let text = self.span(t, e).of(v.text);
                let who = if e == t + 1 { self.cast.by_word(text) } else { self.cast.by_name(text) };
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
            let vague = self.cast.get(who).sort == Sort::Other;
            self.add(t, end, who, if vague { 0.4 } else { 0.8 }, "named before");
            t = end;
            unknown = end;
        }
        self.unknown(unknown, b);
    }

    /// Names nothing is known about: acronyms and single capitalised words that are no ordinary words.
    fn unknown(&mut self, a: usize, b: usize) {
        let v = self.view;
        if a >= b || v.has(a, HEADLINE) || v.word(b) == "$" {
            return;
        }
        if v.word(a).chars().count() < 2 || (a..b).any(|t| v.is(t, PLAIN_ACRONYM)) || b - a == 1 && plural(v.word(a)) {
            return;
        }
        if b - a == 1 && v.tokens[a].has(ALL_CAPS) {
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
        let who = self.cast.local(text, if place { Sort::Place } else { Sort::Other }, "other");
        self.add(a, b, who, 0.4, if place { "place by its preposition" } else { "capitalised" });
    }
}
