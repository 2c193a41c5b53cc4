//! Who the speaker is in the end: a name, a surname, a pronoun or a noun phrase to an entity of the document.
//!
//! A guess that the text does not carry is an error, so every rule asks for a sign: `he` needs a person who spoke or
//! was the subject nearby and may be a man; `the spokesperson` needs one who spoke before. Where none is, nobody speaks.

use super::discourse::{Discourse, Gender};
use super::names::POST;
use super::place::words;
use super::view::{FIRST, NAMED, View};
use super::{Input, Resolved, posts, title};
use crate::date::Date;
use crate::document::{DocEntity, Label, Mention, Quote};
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{COMMON, DETERMINER, ORG_NOUN, RANK, ROLE, TITLE, UNNAMED};
use std::sync::Arc;

/// How many earlier speakers a noun phrase may look back at.
const BACK: usize = 12;

/// Fills in the speakers' entities, and carries role and affiliation on to later quotes of the same speaker.
pub(super) fn speakers(input: &Input<'_>, view: &View<'_>, quotes: &mut [Quote], resolved: &mut Resolved) {
    let mut discourse = Discourse::new(input, view, quotes, resolved);
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|&q| (quotes[q].speaker.map_or(quotes[q].span.start, |s| s.start), q));
    let mut said: Vec<Said> = Vec::with_capacity(quotes.len());
    for q in order {
        let Some(span) = quotes[q].speaker else { continue };
        // the same words speak again
        if let Some(before) = said.iter().rev().take(4).find(|s| s.span == span) {
            quotes[q].speaker_entity = before.entity;
            quotes[q].speaker = Some(before.shown);
            continue;
        }
        let mut at = Phrase::new(view, span);
        at.titled = quotes[q].role.is_some();
        let entity = at.resolve(&mut discourse, resolved, &said);
        quotes[q].speaker_entity = entity;
        let bare = || entity.and_then(|e| at.bare(e, resolved));
        let shown = at.relative.filter(|_| entity.is_some()).or_else(bare).unwrap_or(span);
        quotes[q].speaker = Some(shown);
        let unnamed = entity.is_none() && (at.is_unnamed() || at.is_he() && said.last().is_some_and(|s| s.unnamed));
        let (role, medium) = (quotes[q].role.clone(), quotes[q].medium);
        said.push(Said { span, shown, entity, unnamed, head: at.head, role, medium });
    }
    carry(quotes, resolved);
    title::titles(view, quotes, resolved);
    fill(quotes, resolved, input.date);
}

/// Where the text gives a known speaker neither role nor affiliation: the office held on that day. Where it gives a role
/// of theirs alone: of what.
fn fill(quotes: &mut [Quote], resolved: &Resolved, date: Option<Date>) {
    for quote in quotes.iter_mut().filter(|q| q.affiliation.is_none()) {
        let speaker = quote.speaker_entity.and_then(|e| resolved.entities.get(e as usize));
        let Some(id) = speaker.and_then(|e| e.entity_id.as_deref()) else { continue };
        let office = match &quote.role {
            None => date.and_then(|date| posts::held(id, date)),
            Some(role) => posts::called(id, role, date),
        };
        if let Some(office) = office {
            quote.role.get_or_insert_with(|| office.name.into());
            quote.affiliation = (!office.body.is_empty()).then(|| office.body.into());
        }
    }
}

/// A speaker already dealt with.
struct Said<'a> {
    span: Span,
    /// What of it stays: `who` of `Haddad, who`, once it is somebody.
    shown: Span,
    entity: Option<u32>,
    /// One person whom the text does not name.
    unnamed: bool,
    /// Last noun of the phrase, in small letters as written.
    head: &'a str,
    role: Option<Arc<str>>,
    medium: Option<Span>,
}

/// The speaker's words.
struct Phrase<'v, 'a> {
    view: &'v View<'a>,
    span: Span,
    /// First token and one past the last.
    from: usize,
    to: usize,
    head: &'a str,
    /// Token of the head.
    noun: usize,
    /// A role stands beside the words.
    titled: bool,
    /// The relative pronoun that closes the words: `who` of `Haddad, who`.
    relative: Option<Span>,
}

impl<'v, 'a> Phrase<'v, 'a> {
    fn new(view: &'v View<'a>, span: Span) -> Self {
        let from = view.tokens.partition_point(|t| (t.end as usize) <= span.start);
        let mut to = view.tokens.partition_point(|t| (t.start as usize) < span.end);
        let mut span = span;
        let mut relative = None;
        if to > from + 1 && matches!(view.word(to - 1), "who" | "which" | "that" | "whom") {
            relative = Some(view.tokens[to - 1].span());
            to -= 1;
            while to > from + 1 && view.kind(to - 1) == Some(TokenKind::Punct) {
                to -= 1;
            }
            span.end = view.tokens[to - 1].end as usize;
        }
        // the head stands before `of`, `for`, `from`, `with`, `in`
        let cut =
            (from..to).skip(1).find(|&t| matches!(view.word(t), "of" | "for" | "from" | "with" | "in" | "at" | "who"));
        let noun = cut.unwrap_or(to).saturating_sub(1).max(from);
        Phrase { view, span, from, to, head: view.word(noun), noun, titled: false, relative }
    }

    /// `a senior official`, `one resident`: a single person without a name.
    fn is_unnamed(&self) -> bool {
        let one = matches!(self.view.word(self.from), "a" | "an" | "A" | "An" | "one" | "One" | "another" | "Another");
        // an official named in the file: the noun may stand before a participle
        one && (self.from..=self.noun).any(|t| self.view.is(t, ROLE | UNNAMED) && !self.view.has(t, NAMED))
    }

    fn is_he(&self) -> bool {
        self.to == self.from + 1 && matches!(self.head, "he" | "He" | "she" | "She")
    }

    fn resolve(&self, d: &mut Discourse, r: &mut Resolved, said: &[Said<'_>]) -> Option<u32> {
        let first = self.view.word(self.from);
        if self.to == self.from + 1 {
            let gender = match () {
                () if first.eq_ignore_ascii_case("he") || first == "him" => Some(Gender::He),
                () if first.eq_ignore_ascii_case("she") || first == "her" => Some(Gender::She),
                () => None,
            };
            if let Some(gender) = gender {
                let (entity, end) = d.pronoun(self.view, self.span, gender)?;
                // a diplomat said …, but he warned: somebody without a name spoke last
                if said.last().is_some_and(|s| s.unnamed && s.span.end > end) {
                    return None;
                }
                d.spoke(self.span, entity, Some(gender));
                return Some(entity);
            }
            if first.eq_ignore_ascii_case("it") {
                let before = said.iter().rev().take(2).find_map(|s| s.entity);
                let entity = before.filter(|&e| is_body(&r.entities[e as usize]));
                return entity.or_else(|| (first == "It").then(|| d.it(self.span)).flatten());
            }
            if matches!(first, "they" | "They" | "we" | "We" | "I" | "you" | "You" | "who" | "which") {
                return None;
            }
        }
        let entity = self
            .antecedent(r)
            .or_else(|| self.named(r).map(|e| self.fuller(e, r, said)))
            .or_else(|| self.described(d, r, said))
            .or_else(|| self.unlisted(d, r, said));
        if let Some(e) = entity {
            d.spoke(self.span, e, None);
        }
        entity
    }

    /// Whom `who` and `which` mean: the person or body whose name ends right before.
    fn antecedent(&self, r: &Resolved) -> Option<u32> {
        let who = self.relative?.of(self.view.text) == "who";
        let mut named = inside(&r.mentions, self.span).filter(|m| m.span.end == self.span.end && !m.nested);
        named.find(|m| who == (&*r.entities[m.entity as usize].kind == "person")).map(|m| m.entity)
    }

    /// The name alone of `Special Envoy of the Secretary-General Layla Haddad`, once it is known to be one.
    fn bare(&self, entity: u32, r: &Resolved) -> Option<Span> {
        let m = inside(&r.mentions, self.span).find(|m| {
            m.entity == entity && m.span.end == self.span.end && m.span.start > self.span.start && !m.nested
        })?;
        let name = self.view.tokens.partition_point(|t| (t.start as usize) < m.span.start);
        let office = self.view.has(self.from, NAMED) && self.view.is(name - 1, ROLE | TITLE | RANK | COMMON);
        let somebody = &*r.entities[entity as usize].kind == "person";
        (somebody && name > self.from && office && self.view.has(name - 1, NAMED)).then_some(m.span)
    }

    /// `Brandt` after `said Tirana Brandt`, a name that only its words as a speaker made known.
    fn fuller(&self, entity: u32, r: &Resolved, said: &[Said<'_>]) -> u32 {
        let word = &*r.entities[entity as usize].name;
        let open = &*r.entities[entity as usize].kind == "other" && !word.contains(' ');
        let ends = |e: &u32| {
            let e = &r.entities[*e as usize];
            &*e.kind == "person" && e.name.rsplit_once(' ').is_some_and(|(_, last)| last == word)
        };
        let mut before = said.iter().rev().take(BACK).filter_map(|s| s.entity);
        before.find(ends).filter(|_| open).unwrap_or(entity)
    }

    /// The name inside the phrase: the whole of it, or its head.
    fn named(&self, r: &Resolved) -> Option<u32> {
        let mentions = inside(&r.mentions, self.span);
        let whole = mentions.clone().find(|m| m.span.contains(self.span) || self.covers(m.span));
        if let Some(m) = whole {
            return Some(m.entity);
        }
        // a person anywhere; the last of `a spokesman from the Air Force, Colonel John Dorrian`
        let person = mentions.clone().filter(|m| !m.nested && &*r.entities[m.entity as usize].kind == "person").last();
        let small = !self.view.has(self.noun, NAMED) || self.view.has(self.noun, FIRST);
        let role = self.view.is(self.noun, ROLE) && small;
        // supporters of Haddad, a statement from Haddad's office, a bench of judges: somebody else; but: a spokesman for
        let other = small && self.noun + 1 < self.to && !is_voice(self.head) && !self.view.is(self.noun, RANK);
        // Chief of Staff of the Army General Haddad: an office right before the name
        let behind = |m: &&Mention| {
            let name = self.view.tokens.partition_point(|t| (t.start as usize) < m.span.start);
            name > 0 && self.view.is(name - 1, ROLE | TITLE | RANK) && m.span.end == self.span.end
        };
        let chief = self.view.has(self.noun, NAMED)
            && self.view.is(self.noun, ROLE | TITLE | RANK)
            && !self.view.is(self.from, DETERMINER)
            && !self.head.ends_with('s');
        if other && !(chief && person.as_ref().is_some_and(behind)) {
            return None;
        }
        if let Some(m) = person.filter(|m| !role || m.span.end == self.span.end) {
            return Some(m.entity);
        }
        None
    }

    /// Whether a name covers the phrase but for a determiner and small nouns of it.
    fn covers(&self, name: Span) -> bool {
        let mut from = self.from;
        // the Kurdish-led Syrian Democratic Forces, state-run MRTV
        let led = |t: usize| {
            self.view.word(t).rsplit_once(['-', '‐', '‑']).is_some_and(|(_, w)| words::classes(w) & words::LED != 0)
        };
        while from + 1 < self.to && (self.view.is(from, DETERMINER) || led(from)) {
            from += 1;
        }
        self.view.tokens.get(from).is_some_and(|t| t.start as usize >= name.start) && name.end >= self.span.end
    }

    /// A description: `the spokesperson`, `a coalition spokesman`, `the group`, `U.S. forces`, `the statement`.
    fn described(&self, d: &mut Discourse, r: &mut Resolved, said: &[Said<'_>]) -> Option<u32> {
        let head = self.head;
        let first = self.view.has(self.noun, FIRST) && self.to == self.from + 1;
        // The Minister, in papers that give offices capitals
        let office = self.to == self.from + 2 && self.view.is(self.from, DETERMINER) && self.view.is(self.noun, ROLE);
        let small = !self.view.has(self.noun, NAMED) || first || office;
        let definite = matches!(self.view.word(self.from), "the" | "The" | "this" | "This" | "that" | "That");
        if small && head.len() > 2 && is_voice(head) {
            if let Some(m) = self.organisation(r) {
                return Some(m);
            }
            if let Some(e) = self.body_word(d, r) {
                return Some(e);
            }
            return definite.then(|| self.before(d, r, said)).flatten();
        }
        if small && matches!(head, "forces" | "troops" | "army" | "soldiers") {
            return self.forces(d, r);
        }
        if small && self.to > self.from + 1 && self.view.is(self.noun, ROLE | TITLE | RANK) {
            return definite.then(|| self.before(d, r, said)).flatten();
        }
        if small && self.to == self.from + 1 && self.view.is(self.noun, ROLE) && self.head.ends_with('s') {
            return self.people(d, r);
        }
        if small && matches!(head, "statement" | "communique" | "communiqué" | "release") {
            let named =
                inside(&r.mentions, self.span).any(|m| m.span.end <= self.view.tokens[self.noun].start as usize);
            // the statement from the ministry
            let from =
                || self.body_word(d, r).filter(|_| matches!(self.view.word(self.noun + 1), "from" | "of" | "by"));
            let body = self.released_by(d, r).or_else(|| named.then(|| self.organisation(r)).flatten()).or_else(from);
            if body.is_some() {
                return body;
            }
            return definite.then(|| issuer(self.view.text, said, r, head)).flatten();
        }
        if small && definite {
            return self.body_word(d, r).or_else(|| self.fitting(d, r));
        }
        None
    }

    /// The organisation named in the phrase, for whom an unnamed spokesperson speaks.
    fn organisation(&self, r: &Resolved) -> Option<u32> {
        let mut body = inside(&r.mentions, self.span).filter(|m| {
            let e = &r.entities[m.entity as usize];
            !m.nested && &*e.kind != "person" && &*e.kind != "office"
        });
        let m = body.next()?;
        body.next().is_none().then_some(m.entity)
    }

    /// `coalition` in `a coalition spokesperson`: the last organisation of the document whose name has the word.
    fn body_word(&self, d: &Discourse, r: &Resolved) -> Option<u32> {
        let words = (self.from..self.to).filter(|&t| {
            !self.view.has(t, NAMED)
                && (self.view.is(t, ORG_NOUN) || matches!(self.view.word(t), "coalition" | "alliance" | "regime"))
        });
        for t in words {
            if let Some(e) = d.body(self.view.word(t), self.span.start, r) {
                return Some(e);
            }
        }
        None
    }

    /// `the agency`, `the militant group`: the organisation of that sort spoken of just before.
    fn fitting(&self, d: &Discourse, r: &Resolved) -> Option<u32> {
        let other = |t: usize| {
            matches!(self.view.word(t), "other" | "rival" | "opposing" | "first" | "second" | "third" | "new" | "of")
        };
        let plain = self.to <= self.from + 4 && self.noun + 1 == self.to && !(self.from..self.to).any(other);
        let named = inside(&r.mentions, self.span).next().is_some();
        (plain && !named).then(|| d.fitting(self.head, self.span, r)).flatten()
    }

    /// `the spokesperson`, `this officer`: somebody who spoke before, or was named with that title.
    fn before(&self, d: &Discourse, r: &Resolved, said: &[Said<'_>]) -> Option<u32> {
        let head = self.head.to_lowercase();
        let rank = matches!(head.as_str(), "officer" | "general" | "commander" | "colonel");
        for s in said.iter().rev().take(BACK) {
            let Some(entity) = s.entity else { continue };
            let role = s.role.as_deref().unwrap_or("").to_lowercase();
            let same = s.head.to_lowercase() == head
                || role.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| w == head)
                || rank && (role.contains("command") || role.contains("col") || role.contains("gen"))
                || is_voice(&head) && is_voice(s.head) && !is_envoy(&head) && !is_envoy(s.head);
            if same {
                return Some(entity);
            }
        }
        d.titled(&head, self.span.start).filter(|&e| &*r.entities[e as usize].kind == "person")
    }

    /// `U.S. forces`: the armed forces of the state.
    fn forces(&self, d: &mut Discourse, r: &mut Resolved) -> Option<u32> {
        let m = inside(&r.mentions, self.span).find(|m| &*r.entities[m.entity as usize].kind == "state")?;
        let state = &r.entities[m.entity as usize];
        let name: Arc<str> = format!("{} Armed Forces", state.name).into();
        let country = state.country.clone();
        if let Some(e) = d.called(&name, r) {
            return Some(e);
        }
        let id = country.as_deref().map(|c| format!("org:{}-armed-forces", c.to_lowercase()).into());
        r.entities.push(DocEntity {
            entity_id: id,
            country,
            ..DocEntity::unlisted(name, Label::Actor, "armed_forces")
        });
        Some(r.entities.len() as u32 - 1)
    }

    /// `a statement released by the coalition`: who released it.
    fn released_by(&self, d: &Discourse, r: &Resolved) -> Option<u32> {
        let by = (self.noun + 1..self.to.max(self.noun + 1) + 3).find(|&t| self.view.word(t) == "by")?;
        if !matches!(self.view.word(by - 1), "released" | "issued" | "published" | "signed" | "put" | "out" | "made") {
            return None;
        }
        let end = (by + 1..by + 8)
            .find(|&t| matches!(self.view.word(t), "," | "." | "on" | "that" | "this" | "in" | ""))
            .unwrap_or(by + 8);
        let span = Span::new(
            self.view.tokens.get(by)?.end as usize,
            self.view.tokens.get(end.saturating_sub(1))?.end as usize,
        );
        let mut named = inside(&r.mentions, span).filter(|m| !m.nested);
        if let Some(m) = named.next() {
            return Some(m.entity);
        }
        (by + 1..end).find_map(|t| {
            let word = self.view.word(t);
            let body = self.view.is(t, ORG_NOUN) || matches!(word, "coalition" | "alliance");
            body.then(|| d.body(word, self.span.start, r)).flatten()
        })
    }

    /// `Rebels` after `Syrian rebels`: the same people.
    fn people(&self, d: &mut Discourse, r: &mut Resolved) -> Option<u32> {
        let head = self.head.to_lowercase();
        let upto = r.mentions.partition_point(|m| m.span.end <= self.span.start);
        let name = r.mentions[..upto].iter().rev().take(40).filter(|m| m.demonym).find_map(|m| {
            let next = self.view.tokens.partition_point(|t| (t.start as usize) < m.span.end);
            (self.view.word(next) == head).then(|| format!("{} {head}", m.span.of(self.view.text)))
        })?;
        if let Some(e) = d.called(&name, r) {
            return Some(e);
        }
        r.entities.push(DocEntity::unlisted(name, Label::Actor, "armed_group"));
        Some(r.entities.len() as u32 - 1)
    }

    /// A name the mentions do not have.
    fn unlisted(&self, d: &mut Discourse, r: &mut Resolved, said: &[Said<'_>]) -> Option<u32> {
        let named = (self.from..self.to).all(|t| self.view.has(t, NAMED) && !self.view.is(t, POST));
        // said Tirana Brandt, executive director: a person, whatever else its words are
        let person = self.titled && self.to == self.from + 2 && !self.view.is(self.to - 1, COMMON | ORG_NOUN);
        if !named || inside(&r.mentions, self.span).next().is_some() && !person {
            return None;
        }
        let name = self.span.of(self.view.text);
        // Q: and A: of an interview
        if name.len() < 2 {
            return None;
        }
        if let Some(e) = d.called(name, r) {
            return Some(e);
        }
        // HADDAD after LAYLA HADDAD
        let surname = |&e: &u32| {
            let person = &r.entities[e as usize];
            &*person.kind == "person" && person.name.rsplit(' ').next().is_some_and(|w| w.eq_ignore_ascii_case(name))
        };
        if let Some(e) = said.iter().rev().take(BACK).filter_map(|s| s.entity).find(surname) {
            return Some(e);
        }
        r.entities.push(DocEntity::unlisted(name, Label::Actor, "person"));
        Some(r.entities.len() as u32 - 1)
    }
}

/// Actor mentions that touch the span, in order.
fn inside(mentions: &[Mention], span: Span) -> impl Iterator<Item = &Mention> + Clone {
    let at = mentions.partition_point(|m| m.span.start + 200 < span.start);
    mentions[at..]
        .iter()
        .take_while(move |m| m.span.start < span.end)
        .filter(move |m| m.span.overlaps(span) && m.label == Label::Actor)
}

fn is_body(e: &DocEntity) -> bool {
    e.label == Label::Actor && !matches!(&*e.kind, "person" | "office" | "ethnic")
}

/// Words for somebody who speaks for others.
fn is_voice(word: &str) -> bool {
    let word = word.trim_end_matches('s');
    is_envoy(word)
        || ["spokesperson", "spokesman", "spokeswoman", "representative"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// An envoy speaks for who sent him, but is no spokesman.
fn is_envoy(word: &str) -> bool {
    let word = word.trim_end_matches('s');
    word.eq_ignore_ascii_case("envoy") || word.eq_ignore_ascii_case("emissary")
}

/// `the statement`: who issued the one spoken of before.
fn issuer(text: &str, said: &[Said<'_>], r: &Resolved, head: &str) -> Option<u32> {
    let body = |s: &&Said<'_>| s.entity.is_some_and(|e| is_body(&r.entities[e as usize]));
    let before = said.iter().rev().take(4);
    before
        .clone()
        .find(|s| s.head == head || s.medium.is_some_and(|m| m.of(text).contains(head)) || follows(text, s.span, head))
        .filter(body)
        .and_then(|s| s.entity)
}

/// `The coalition statement says`: the document stands right after the speaker.
fn follows(text: &str, span: Span, head: &str) -> bool {
    text.get(span.end..).is_some_and(|rest| rest.trim_start().starts_with(head))
}

/// Role and affiliation of a speaker, given once, hold for the later quotes.
fn carry(quotes: &mut [Quote], resolved: &Resolved) {
    type Told = Option<Arc<str>>;
    let mut known: Vec<(Told, Told)> = vec![(None, None); resolved.entities.len()];
    for quote in quotes {
        let Some(slot) = quote.speaker_entity.and_then(|e| known.get_mut(e as usize)) else { continue };
        if quote.role.is_some() {
            slot.0.clone_from(&quote.role);
        } else {
            quote.role.clone_from(&slot.0);
        }
        if quote.affiliation.is_some() {
            slot.1.clone_from(&quote.affiliation);
        } else {
            quote.affiliation.clone_from(&slot.1);
        }
    }
}
