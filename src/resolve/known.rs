//! Known names as the resolver sees them: the matches of all gazetteers, tied to tokens.

use super::view::View;
use super::{Input, posts};
use crate::document::Label;
use crate::gazetteer::{Candidate, EntityRef, Gazetteer};
use crate::span::Span;
use crate::text::lexicon::{COMMON, OPENER};
use crate::text::tokens;
use rustc_hash::FxHashMap;

/// What sort of thing a name stands for, as far as the rules for names need to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Person,
    State,
    People,
    Office,
    Body,
    Place,
    Other,
}

impl Sort {
    pub fn of(label: &Label, kind: &str) -> Sort {
        if *label == Label::Place {
            return Sort::Place;
        }
        if *label != Label::Actor {
            return Sort::Other;
        }
        match kind {
            "person" => Sort::Person,
            "state" => Sort::State,
            "ethnic" => Sort::People,
            "office" => Sort::Office,
            _ => Sort::Body,
        }
    }
}

/// A known name in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub span: Span,
    /// First token.
    pub from: u32,
    /// One past the last token.
    pub to: u32,
    /// Both ends stand at ends of tokens.
    pub aligned: bool,
    pub gazetteer: u32,
    pub entity: u32,
    pub sort: Sort,
    pub demonym: bool,
    pub metonym: bool,
    /// Another gazetteer has a place of exactly this name.
    pub place: bool,
}

impl Known {
    pub fn entity_of<'g>(&self, input: &'g Input<'_>) -> EntityRef<'g> {
        gazetteer(input, self.gazetteer).entity(self.entity)
    }
}

fn gazetteer<'g>(input: &'g Input<'_>, index: u32) -> &'g Gazetteer {
    &input.found[index as usize].0
}

/// The known names that are no places, in order, disjoint: earlier gazetteers win, then longer names.
/// Names of places come as a second list: only their spans, for the rules that must not take a place for a person.
pub(super) fn known(input: &Input<'_>, view: &View<'_>) -> (Vec<Known>, Vec<Known>) {
    let all = input.found.iter().map(|(_, matches)| matches.len()).sum();
    let (mut actors, mut places): (Vec<Known>, Vec<Known>) = (Vec::with_capacity(all), Vec::with_capacity(all));
    // names of several persons: which gazetteer, which name, which known name of the text, whom its post means
    let mut shared: Vec<(usize, u32, usize, Option<u32>)> = Vec::new();
    for (g, (gazetteer, matches)) in input.found.iter().enumerate() {
        let mut token = 0;
        for m in matches {
            token = tokens::skip(view.tokens, token, |t| (t.end as usize) <= m.span.start);
            let to = tokens::skip(view.tokens, token, |t| (t.start as usize) < m.span.end);
            if to == token {
                continue;
            }
            let aligned =
                view.tokens[token].start as usize == m.span.start && view.tokens[to - 1].end as usize == m.span.end;
            let candidates = gazetteer.candidates(m.name);
            // most names are places of a gazetteer of places: no entity needs to be read for that
            let (pick, place) = if gazetteer.is_places() {
                (None, true)
            } else {
                let is_place = |c: &Candidate| *gazetteer.label(c.entity) == Label::Place;
                (candidates.iter().find(|c| !is_place(c)), candidates.iter().any(|c| is_place(&c)))
            };
            let Some(c) = pick.or(candidates.first()) else { continue };
            let sort = match gazetteer.label(c.entity) {
                Label::Place => Sort::Place,
                label => Sort::of(label, gazetteer.kind(c.entity)),
            };
            let found = Known {
                span: m.span,
                from: token as u32,
                to: to as u32,
                aligned,
                gazetteer: g as u32,
                entity: c.entity,
                sort,
                demonym: c.demonym,
                metonym: c.metonym,
                place,
            };
            if sort == Sort::Person && candidates.len() > 1 {
                let means = posts::choose(input.date, view, gazetteer, (token, to), candidates);
                shared.push((g, m.name, actors.len(), means.map(|c| c.entity)));
            }
            if pick.is_some() { actors.push(found) } else { places.push(found) }
        }
    }
    settle(&mut actors, &shared);
    disjoint(&mut actors);
    disjoint(&mut places);
    mark_places(&mut actors, &places);
    (actors, places)
}

/// A name of several persons means the same one throughout, unless a post beside it says otherwise.
fn settle(actors: &mut [Known], shared: &[(usize, u32, usize, Option<u32>)]) {
    let mut told: FxHashMap<(usize, u32), u32> = FxHashMap::default();
    for &(g, name, _, means) in shared {
        if let Some(entity) = means {
            told.entry((g, name)).or_insert(entity);
        }
    }
    for &(g, name, at, means) in shared {
        let entity = means.or_else(|| told.get(&(g, name)).copied());
        if let (Some(entity), Some(known)) = (entity, actors.get_mut(at)) {
            known.entity = entity;
        }
    }
}

/// Keeps leftmost, then longer, then earlier gazetteers' names.
fn disjoint(names: &mut Vec<Known>) {
    names.sort_by_key(|k| (k.span.start, usize::MAX - k.span.end, k.gazetteer));
    let mut end = 0;
    names.retain(|k| {
        let keep = k.span.start >= end;
        if keep {
            end = k.span.end;
        }
        keep
    });
}

fn mark_places(actors: &mut [Known], places: &[Known]) {
    let mut at = 0;
    for actor in actors {
        while at < places.len() && places[at].span.end <= actor.span.start {
            at += 1;
        }
        actor.place |= places.get(at).is_some_and(|p| p.span == actor.span);
    }
}

/// Whether a match is only an ordinary word at the start of a sentence.
pub(super) fn ordinary(view: &View<'_>, known: &Known) -> bool {
    let word = if known.sort == Sort::State { OPENER } else { COMMON };
    known.to - known.from == 1
        && view.has(known.from as usize, super::view::FIRST | super::view::HEADLINE)
        && view.is(known.from as usize, word)
        && !view.tokens[known.from as usize].has(crate::text::tokens::ALL_CAPS)
}
