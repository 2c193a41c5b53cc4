//! Places: which of the places of that name is meant, or none.

use super::{Input, Reading, reading::Referent};
use crate::document::Label;
use crate::span::Span;

/// The best place reading of every name that may be a place, in order of the text.
///
/// `blocked` are spans (in order, disjoint) that are known to be something else: persons, organisations.
pub fn places(input: &Input<'_>, blocked: &[Span]) -> Vec<Reading> {
    let mut out = Vec::new();
    for (g, (gazetteer, matches)) in input.found.iter().enumerate() {
        for m in matches {
            let at = blocked.partition_point(|b| b.end <= m.span.start);
            if blocked.get(at).is_some_and(|b| b.overlaps(m.span)) {
                continue;
            }
            let best = gazetteer.candidates(m.name).iter().find(|c| gazetteer.entity(c.entity).label == Label::Place);
            if let Some(c) = best {
                out.push(Reading {
                    span: m.span,
                    referent: Referent::Known { gazetteer: g as u32, entity: c.entity },
                    demonym: c.demonym,
                    metonym: c.metonym,
                    score: 1.0,
                    rule: "name",
                });
            }
        }
    }
    out
}
