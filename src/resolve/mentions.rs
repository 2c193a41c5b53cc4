//! From names and place readings to mentions and entities: who wins a span, actor or place, what lies inside what.

use super::cast::{Cast, Member};
use super::known::Sort;
use super::names::{Finder, Name};
use super::place::setting::{self, Beside};
use super::place::{lend, words};
use super::role::{self, Role};
use super::view::{FIRST, FUNCTION, HEADLINE, JOINED, View};
use super::{Input, Reading, Referent, Resolved};
use crate::document::{DocEntity, Label, Mention};
use crate::gazetteer::EntityRef;
use crate::pipeline::LabelBy;
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{COMPASS, MONTH, WEEKDAY, classes};
use crate::text::tokens::{self, CAPITAL};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Weaker guesses than this yield to a known place.
const WEAK: f32 = 0.65;
/// How the rules for organisations nobody listed begin.
const UNLISTED: &str = "organisation noun";

/// The rule of a state and a noun (`Lebanon police`); its head may be a town of that name elsewhere.
const TEMPLATE: &str = "state and noun";

/// The rule of a facility nobody listed; the town it is called after tells where it is.
const FACILITY: &str = "place noun";

/// Spans no place may be found in: persons and organisations, in order, disjoint.
///
/// The place an organisation nobody listed is called after stays free: `Boston | Police Department`,
/// `University of | Aleppo`.
pub(super) fn blocked(f: &Finder<'_, '_>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(f.names.len());
    for n in &f.names {
        if n.score < WEAK || n.place && n.sort != Sort::Person || matches!(n.sort, Sort::State | Sort::People) {
            continue;
        }
        let mut span = n.span;
        if unlisted(n) || matches!(n.rule, TEMPLATE | FACILITY) {
            let head = f.place_at(n.from as usize).filter(|p| p.to <= n.to);
            span.start = head.map_or(span.start, |p| p.span.end);
            let tail = (n.from + 1..n.to).rev().find_map(|t| f.place_at(t as usize).filter(|p| p.to == n.to));
            let tail = tail.filter(|p| p.span.start > span.start && after_link(f.view, p.from as usize));
            span.end = tail.map_or(span.end, |p| p.span.start);
        }
        if span.start >= span.end {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

/// An organisation no gazetteer lists.
fn unlisted(n: &Name) -> bool {
    n.sort == Sort::Body && n.rule.starts_with(UNLISTED)
}

/// `of Aleppo`, `in Mosul`.
fn after_link(view: &View<'_>, t: usize) -> bool {
    t > 0 && matches!(view.word(t - 1), "of" | "in" | "at" | "for")
}

/// Builds mentions and entities, in order.
pub(super) fn mentions(
    input: &Input<'_>,
    view: &View<'_>,
    names: &[Name],
    cast: &Cast<'_>,
    places: &[Reading],
) -> Resolved {
    let mut b = Builder {
        input,
        out: Resolved {
            mentions: Vec::with_capacity(names.len() + places.len()),
            entities: Vec::with_capacity((names.len() + places.len()) / 2),
        },
        known: FxHashMap::with_capacity_and_hasher((names.len() + places.len()) / 2, Default::default()),
        local: FxHashMap::with_capacity_and_hasher(names.len() / 2, Default::default()),
        absent: FxHashMap::default(),
        words: Vec::with_capacity(WORDS),
    };
    let places = places.iter().filter(|r| !calendar(view, r));
    let places: Vec<Reading> = places.map(|r| Reading { span: as_written(view, input, r), ..*r }).collect();
    // a name that clearly is a place once (in Winside) is one wherever nothing else is known of it
    let clearly = |n: &&Name| {
        let (from, to) = (n.from as usize, n.to as usize);
        n.rule == "place by its preposition"
            && from > 0
            && matches!(view.word(from - 1), "in" | "In" | "near" | "outside")
            && (view.kind(to) == Some(TokenKind::Punct) || view.is(to, FUNCTION))
    };
    let located: FxHashSet<&str> = names.iter().filter(clearly).map(|n| n.span.of(view.text)).collect();
    let elsewhere = |n: &Name| n.rule == "capitalised" && located.contains(n.span.of(view.text));
    let mut p = 0;
    let mut last: Option<(usize, Role)> = None;
    // where the last place of a list of two or more ends
    let mut list = 0;
    for n in names {
        while p < places.len() && places[p].span.end <= n.span.start {
            b.reading(&places[p]);
            if last.is_some_and(|(end, role)| {
                role == Role::Place && input.text.get(end..places[p].span.start) == Some(", ")
            }) {
                list = places[p].span.end;
            }
            last = Some((places[p].span.end, Role::Place));
            p += 1;
        }
        // a place reading of the same words, or one that overlaps
        let member = cast.get(n.who);
        let abroad = |r: &Reading| n.rule == TEMPLATE && country(input, r) != member.country.as_deref();
        let inner =
            |r: &Reading| (unlisted(n) || abroad(r)) && !r.demonym && n.span.contains(r.span) && r.span != n.span;
        let mut same = None;
        let mut q = p;
        let mut lost = false;
        let mut foreign = false;
        let mut town = None;
        while q < places.len() && places[q].span.start < n.span.end {
            if places[q].span == n.span {
                same = Some(places[q]);
            } else if inner(&places[q]) {
                foreign |= n.rule == TEMPLATE;
                b.reading(&places[q]);
            } else if n.rule == FACILITY && n.span.contains(places[q].span) && !places[q].demonym {
                town = town.or(Some(places[q]));
            } else if places[q].span.contains(n.span) || n.score < WEAK {
                lost = true;
            }
            q += 1;
        }
        if lost {
            continue;
        }
        let (from, to) = (n.from as usize, n.to as usize);
        let whole = view.tokens.get(to.wrapping_sub(1)).is_some_and(|t| t.end as usize == n.span.end);
        // Brussels stands for the Union as Paris does for France
        let state = n.sort == Sort::State || n.metonym && same.is_some();
        let role = match n.sort {
            // the Amhara region, in Amhara
            Sort::People if n.demonym && whole && same.is_some() && role::located(view, from, to) => Role::Place,
            _ if state && n.demonym => {
                if whole {
                    role::demonym(view, to)
                } else {
                    Role::Actor
                }
            }
            // West Bank, East Bank: a known place is no bank
            _ if same.is_some() && (n.score < WEAK || unlisted(n)) => Role::Place,
            // Georgia the state, Lebanon in Ohio: not the country of that name
            _ if state && same.is_some_and(|r| elsewhere_than(input, &r, member)) => Role::Place,
            _ if state => {
                if whole && setting::placed(view, from, to, n.metonym) {
                    Role::Place
                } else if whole {
                    role::role(view, from, to, n.metonym, last)
                } else if role::based(view, n.span.end, to) {
                    Role::Place
                } else {
                    Role::Actor
                }
            }
            Sort::Place => Role::Place,
            _ if elsewhere(n) => Role::Place,
            Sort::Other | Sort::Body
                if whole && is_vague(n) && {
                    let beside = beside(view, input, &places[q..], (from, to), last, list);
                    setting::unlisted(view, from, to, beside)
                } =>
            {
                Role::Place
            }
            _ if n.rule == "embassy" => Role::Place,
            _ => Role::Actor,
        };
        if state && !n.demonym || n.sort == Sort::Place || role == Role::Place {
            if last.is_some_and(|(end, role)| role == Role::Place && input.text.get(end..n.span.start) == Some(", ")) {
                list = n.span.end;
            }
            last = Some((n.span.end, role));
        }
        let place = match role {
            Role::Place => true,
            Role::Actor => false,
            // nothing around it tells: a name on the map is a place
            Role::Open => same.is_some(),
        };
        let place = place || input.label_by == LabelBy::Name && state && same.is_some();
        let town = town.filter(|_| same.is_none());
        // Kunar Province is Kunar
        let named = town.filter(|r| called(input, r, n.span));
        match (named, same.filter(|_| place)) {
            (Some(reading), _) => b.reading(&Reading { span: n.span, ..reading }),
            (None, Some(reading)) => b.reading(&reading),
            (None, None) if foreign => b.body(n, view.text, member.kind),
            (None, None) => b.name(n, cast, if place { Label::Place } else { Label::Actor }),
        }
        if let Some(town) = town.filter(|_| named.is_none()) {
            b.put(&town);
        }
        // readings under this name are used up
        while p < places.len() && places[p].span.end <= n.span.end && n.span.contains(places[p].span) {
            p += 1;
        }
    }
    for reading in &places[p..] {
        b.reading(reading);
    }
    b.finish()
}

/// A name of which only its capitals are known.
fn is_vague(n: &Name) -> bool {
    matches!(n.rule, "capitalised" | "acronym")
}

/// Whether a longer name is a place by its name and its kind: `Kunar Province`, `Turkana County`, `Lodwar Town`.
fn called(input: &Input<'_>, r: &Reading, name: Span) -> bool {
    let Referent::Known { gazetteer, entity } = r.referent else { return false };
    let Some((gazetteer, _)) = input.found.get(gazetteer as usize) else { return false };
    let noun = input.text.get(r.span.end..name.end).map_or(0, |rest| words::classes(rest.trim_start()));
    let fits = match gazetteer.kind(entity) {
        "admin1" => words::DIVISION | words::DISTRICT,
        "admin2" => words::DISTRICT,
        "region" => words::DIVISION,
        "city" | "capital" | "town" | "village" => words::SETTLEMENT,
        _ => 0,
    };
    r.span.start == name.start && noun & fits != 0
}

/// The country of a place.
fn country<'i>(input: &'i Input<'_>, r: &Reading) -> Option<&'i str> {
    let Referent::Known { gazetteer, entity } = r.referent else { return None };
    input.found.get(gazetteer as usize)?.0.country_of(entity)
}

/// Whether a place is another than the state of that name, or its capital: Georgia in America, Paris in Texas.
fn elsewhere_than(input: &Input<'_>, r: &Reading, state: &Member) -> bool {
    let Some((g, e)) = state.known else { return false };
    if matches!(r.referent, Referent::Local(_)) {
        return true;
    }
    let own = input.found.get(g as usize).and_then(|(gazetteer, _)| gazetteer.country_of(e));
    country(input, r).is_some_and(|c| own.is_some_and(|own| own != c))
}

/// The places just before and after the tokens `from..to`; `next` are the readings behind them.
fn beside(
    view: &View<'_>,
    input: &Input<'_>,
    next: &[Reading],
    (from, to): (usize, usize),
    last: Option<(usize, Role)>,
    list: usize,
) -> Beside {
    let end = last.filter(|(_, role)| *role == Role::Place).map(|(end, _)| end);
    let ends_at = |t: &usize| end.is_some_and(|e| view.tokens.get(t - 1).is_some_and(|x| x.end as usize == e));
    let before = (from.saturating_sub(2).max(1)..from).find(ends_at);
    let after = next.first().filter(|r| view.tokens.get(to + 1).is_some_and(|x| x.start as usize == r.span.start));
    let division = after.is_some_and(|r| {
        let Referent::Known { gazetteer, entity } = r.referent else { return false };
        input.found.get(gazetteer as usize).is_some_and(|(g, _)| g.kind(entity) == "admin1")
    });
    Beside { before, list: end == Some(list), after: after.map(|_| to + 1), division }
}

/// `August`, `North-eastern`: a month, or a compass word inside a longer one.
fn calendar(view: &View<'_>, r: &Reading) -> bool {
    let at = view.tokens.partition_point(|t| (t.end as usize) <= r.span.start);
    let Some(token) = view.tokens.get(at) else { return false };
    if token.span() == r.span {
        token.is(MONTH | WEEKDAY)
    } else {
        token.span().contains(r.span) && classes(r.span.of(view.text)) & COMPASS != 0
    }
}

/// The span as the text writes the name: with a compass word or the noun of a division that is part of it (`Northern
/// Uganda`, `Jalisco State`), not with one that is none (`northern Uganda`, `Anbar province`).
fn as_written(view: &View<'_>, input: &Input<'_>, r: &Reading) -> Span {
    let at = view.tokens.partition_point(|t| (t.end as usize) <= r.span.start);
    if r.demonym || view.tokens.get(at).is_none_or(|t| t.start as usize != r.span.start) {
        return r.span;
    }
    let mut span = r.span;
    let compass = at.checked_sub(1).filter(|b| {
        view.is(*b, COMPASS) && view.tokens[*b].has(CAPITAL) && !view.has(*b, FIRST | HEADLINE) && view.has(at, JOINED)
    });
    if let Some(before) = compass {
        span.start = view.tokens[before].start as usize;
    }
    let next = tokens::skip(view.tokens, at, |t| (t.end as usize) <= r.span.end);
    let noun = |t: usize| words::classes(view.word(t)) & (words::DIVISION | words::DISTRICT) != 0;
    let capital = |t: usize| view.has(t, JOINED) && view.tokens[t].has(CAPITAL);
    // a name that ends inside a token stays as it is
    let Some(last) = next.checked_sub(1).filter(|l| *l >= at) else { return span };
    if last > at && noun(last) && !view.tokens[last].has(CAPITAL) {
        span.end = view.tokens[last - 1].end as usize;
    } else if capital(next) && noun(next) && !capital(next + 1) && is_division(input, r) {
        span.end = view.tokens[next].end as usize;
    }
    span
}

/// Whether a place is a first-level division that may be written with its noun; `Ohio State` is a university.
fn is_division(input: &Input<'_>, r: &Reading) -> bool {
    let Referent::Known { gazetteer, entity } = r.referent else { return false };
    let found = input.found.get(gazetteer as usize);
    found.is_some_and(|(g, _)| g.kind(entity) == "admin1") && country(input, r) != Some("USA")
}

struct Builder<'i, 'a> {
    input: &'i Input<'a>,
    out: Resolved,
    known: FxHashMap<(u32, u32), u32>,
    local: FxHashMap<u32, u32>,
    /// Places no list has, by the group of their names.
    absent: FxHashMap<u32, u32>,
    /// Kinds and countries written so far, each held once.
    words: Vec<Arc<str>>,
}

/// The most kinds and countries that are held for others of the document.
const WORDS: usize = 24;

impl Builder<'_, '_> {
    fn entity(&mut self, g: u32, e: u32) -> Option<u32> {
        if let Some(&index) = self.known.get(&(g, e)) {
            return Some(index);
        }
        let entity = self.input.found.get(g as usize)?.0.entity(e);
        let entity = doc_entity(entity, |w| word(&mut self.words, w));
        self.out.entities.push(entity);
        let index = self.out.entities.len() as u32 - 1;
        self.known.insert((g, e), index);
        Some(index)
    }

    fn reading(&mut self, r: &Reading) {
        let index = match r.referent {
            Referent::Known { gazetteer, entity } => self.entity(gazetteer, entity),
            Referent::Local(group) => Some(self.absent(group, r.span)),
        };
        let Some(index) = index else { return };
        self.push(r.span, Label::Place, index, r.demonym, false, r.score, r.rule);
    }

    fn name(&mut self, n: &Name, cast: &Cast<'_>, label: Label) {
        let member = cast.get(n.who);
        let index = match member.known {
            Some((g, e)) => self.entity(g, e),
            None => Some(*self.local.entry(n.who).or_insert_with(|| {
                self.out.entities.push(DocEntity {
                    entity_id: member.id.as_deref().map(Into::into),
                    country: member.country.as_deref().map(Into::into),
                    ..DocEntity::unlisted(member.name.as_str(), label.clone(), word(&mut self.words, member.kind))
                });
                self.out.entities.len() as u32 - 1
            })),
        };
        let Some(index) = index else { return };
        let own = self.out.entities[index as usize].label.clone();
        let label = if matches!(own, Label::Other(_)) { own } else { label };
        let metonym = n.metonym && label == Label::Actor;
        self.push(n.span, label, index, n.demonym, metonym, n.score, n.rule);
    }

    /// Gives the place of the last mention the coordinates of the town inside its name.
    fn put(&mut self, town: &Reading) {
        let Referent::Known { gazetteer, entity } = town.referent else { return };
        let Some((gazetteer, _)) = self.input.found.get(gazetteer as usize) else { return };
        let town = doc_entity(gazetteer.entity(entity), |w| word(&mut self.words, w));
        let Some(mention) = self.out.mentions.last_mut() else { return };
        let Some(own) = self.out.entities.get_mut(mention.entity as usize).filter(|e| e.lat.is_none()) else { return };
        if lend::rank(&town) > 0 {
            (own.lat, own.lon) = (town.lat, town.lon);
            own.country = own.country.take().or(town.country);
            mention.rule = lend::LENT;
        }
    }

    /// A place no list has, by the words of the text.
    fn absent(&mut self, group: u32, span: Span) -> u32 {
        let (out, text) = (&mut self.out, self.input.text);
        *self.absent.entry(group).or_insert_with(|| {
            out.entities.push(DocEntity::unlisted(span.of(text), Label::Place, "other"));
            out.entities.len() as u32 - 1
        })
    }

    /// An organisation nobody listed, by the words of the text.
    fn body(&mut self, n: &Name, text: &str, kind: &str) {
        let index = *self.local.entry(n.who).or_insert_with(|| {
            let kind = word(&mut self.words, kind);
            self.out.entities.push(DocEntity::unlisted(n.span.of(text), Label::Actor, kind));
            self.out.entities.len() as u32 - 1
        });
        self.push(n.span, Label::Actor, index, false, false, n.score, n.rule);
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        span: Span,
        label: Label,
        entity: u32,
        demonym: bool,
        metonym: bool,
        score: f32,
        rule: &'static str,
    ) {
        self.out.mentions.push(Mention {
            span,
            label,
            entity,
            demonym,
            metonym,
            nested: false,
            score,
            rule,
            sentence: None,
            block: 0,
            quote: None,
        });
    }

    fn finish(mut self) -> Resolved {
        let mentions = &mut self.out.mentions;
        mentions.sort_by_key(|m| (m.span.start, usize::MAX - m.span.end));
        mentions.dedup_by_key(|m| m.span);
        let mut end = 0;
        for m in mentions.iter_mut() {
            m.nested = m.span.end <= end;
            end = end.max(m.span.end);
        }
        lend::lend(&mut self.out.mentions, &mut self.out.entities);
        self.out
    }
}

/// The kind or country, as one of the words held or held from now on.
fn word(words: &mut Vec<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(held) = words.iter().find(|w| ***w == *text) {
        return Arc::clone(held);
    }
    let new: Arc<str> = text.into();
    if words.len() < WORDS {
        words.push(Arc::clone(&new));
    }
    new
}

fn doc_entity(e: EntityRef<'_>, mut word: impl FnMut(&str) -> Arc<str>) -> DocEntity {
    DocEntity {
        entity_id: Some(e.id.into()),
        name: e.name.into(),
        label: e.label.clone(),
        kind: word(e.kind),
        country: e.country.map(word),
        lat: e.lat,
        lon: e.lon,
        population: e.population,
    }
}
