//! Places: which of the places of that name is meant, or none.
//!
//! Four steps, each linear in the text: the names with their surroundings (`names`); what else they may be
//! (`rivals`); what the document says of where it is (`context`); the sum of points for each place (`choose`).

mod choose;
mod context;
mod counties;
mod facts;
pub(super) mod lend;
mod names;
mod near;
mod rivals;
pub(super) mod setting;
mod spelled;
pub(super) mod words;

use super::{Input, Reading, reading::Referent};
use crate::span::Span;
use names::{Around, How, Names};

/// The rule of a place of that name that no list has: `Belgrade, Minn.`
const ABSENT: &str = "place by the state named beside it";

/// The most that a spelling found by rule is trusted.
const SPELLED: f32 = 0.7;

/// What the steps found, before it becomes readings.
struct Read {
    names: Names,
    context: context::Context,
    chosen: Vec<Option<choose::Chosen>>,
}

fn read(input: &Input<'_>, blocked: &[Span]) -> Read {
    let around = Around { text: input.text, tokens: input.tokens };
    let mut names = Names::of(input, blocked);
    rivals::mark(around, &mut names);
    counties::add(input, around, &mut names);
    context::hints(around, &mut names);
    rivals::one_sense(around, &mut names);
    spelled::add(input, around, blocked, &mut names);
    near::mark(&mut names);
    let signs = choose::signs(around, &names);
    let context = context::Context::of(&names);
    let chosen = choose::choose(&names, &signs, &context);
    let context = context::Context::again(&names, &chosen);
    let chosen = choose::choose(&names, &signs, &context);
    Read { names, context, chosen }
}

/// The best place reading of every name that may be a place, in order of the text.
///
/// `blocked` are spans (in order, disjoint) that are known to be something else: persons, organisations.
pub fn places(input: &Input<'_>, blocked: &[Span]) -> Vec<Reading> {
    let Read { names, chosen, .. } = read(input, blocked);
    let mut out = Vec::with_capacity(names.list.len());
    for n in &names.list {
        if n.stop == Some(rivals::ABSENT) {
            let referent = Referent::Local(n.group);
            out.push(Reading { span: n.span, referent, demonym: false, metonym: false, score: 0.5, rule: ABSENT });
        }
        if n.stop.is_some() {
            continue;
        }
        let Some(c) = chosen.get(n.group as usize).copied().flatten() else { continue };
        out.push(Reading {
            span: n.span,
            referent: Referent::Known { gazetteer: c.choice.gazetteer, entity: c.choice.entity },
            demonym: n.how == How::Demonym,
            metonym: false,
            score: if n.how == How::Spelling { score(c.ahead).min(SPELLED) } else { score(c.ahead) },
            rule: if n.how == How::Spelling { "another spelling of a listed name" } else { c.rule },
        });
    }
    out
}

/// A place a name may stand for, as `explain()` shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// Its main name.
    pub name: String,
    /// Its id, as `geonames:98182`.
    pub entity_id: String,
    /// Kind, as in [`crate::gazetteer::Entity`].
    pub kind: String,
    /// ISO 3166 alpha-3 code.
    pub country: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Share of the choice, 0 to 1; all candidates of a name sum up to 1.
    pub score: f32,
    /// What speaks for it and against it, strongest first, with the points: `country in play +4.1, population +3.2`; or
    /// why the name is no place here.
    pub reason: String,
}

/// The places the name of this span may stand for, best first; equal ones in the order of the gazetteers.
pub fn candidates(input: &Input<'_>, blocked: &[Span], name: Span) -> Vec<Candidate> {
    let Read { names, context, .. } = read(input, blocked);
    let Some(n) = names.list.iter().find(|n| n.span == name) else { return Vec::new() };
    let around = Around { text: input.text, tokens: input.tokens };
    let ranked = choose::ranked(around, &names, &context, n.group);
    let best = ranked.first().map_or(0.0, |r| r.1);
    let total: f32 = ranked.iter().map(|r| (r.1 - best).exp()).sum();
    let mut out = Vec::new();
    for (choice, points, reason) in ranked {
        let Some((gazetteer, _)) = input.found.get(choice.gazetteer as usize) else { continue };
        let e = gazetteer.entity(choice.entity);
        out.push(Candidate {
            name: e.name.to_string(),
            entity_id: e.id.to_string(),
            kind: e.kind.to_string(),
            country: e.country.map(str::to_string),
            lat: e.lat,
            lon: e.lon,
            score: (points - best).exp() / total,
            reason: n.stop.map_or(reason, |stop| format!("no place here: {stop}")),
        });
    }
    out
}

/// Points ahead of the second place, as a number from 0.5 to 1.
fn score(ahead: f32) -> f32 {
    1.0 / (1.0 + (-ahead).exp())
}
