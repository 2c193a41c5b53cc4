//! Places: which of the places of that name is meant, or none.
//!
//! Four steps, each linear in the text: the names with their surroundings ([`names`]); what else they may be
//! ([`rivals`]); what the document says of where it is ([`context`]); the sum of points for each place ([`choose`]).

mod choose;
mod context;
mod facts;
mod names;
mod rivals;
mod words;

use super::{Input, Reading, reading::Referent};
use crate::span::Span;
use names::{Around, How, Names};

/// The best place reading of every name that may be a place, in order of the text.
///
/// `blocked` are spans (in order, disjoint) that are known to be something else: persons, organisations.
pub fn places(input: &Input<'_>, blocked: &[Span]) -> Vec<Reading> {
    let around = Around { text: input.text, tokens: input.tokens };
    let mut names = Names::of(input, blocked);
    rivals::mark(around, &mut names);
    context::hints(around, &mut names);
    rivals::one_sense(around, &mut names);
    let context = context::Context::of(&names);
    let chosen = choose::choose(around, &names, &context);
    let context = context::Context::again(&names, &chosen);
    let chosen = choose::choose(around, &names, &context);
    let mut out = Vec::new();
    for n in names.list.iter().filter(|n| n.stop.is_none()) {
        let Some(c) = chosen.get(n.group as usize).copied().flatten() else { continue };
        out.push(Reading {
            span: n.span,
            referent: Referent::Known { gazetteer: c.choice.gazetteer, entity: c.choice.entity },
            demonym: n.how == How::Demonym,
            metonym: false,
            score: score(c.ahead),
            rule: c.rule,
        });
    }
    out
}

/// Points ahead of the second place, as a number from 0.5 to 1.
fn score(ahead: f32) -> f32 {
    1.0 / (1.0 + (-ahead).exp())
}
