//! Coordinates for places nobody listed: a street or hospital lies in the town named beside it.

use crate::document::{DocEntity, Label, Mention, Rule};
use rustc_hash::FxHashSet;

/// The rule of a mention whose coordinates are those of another place.
pub(in crate::resolve) const LENT: Rule = "not listed: coordinates of the place named beside it";

/// How far away, in bytes, a town may be named to lend its coordinates.
const REACH: usize = 400;

/// How well an entity tells where something is: towns best, then divisions; a country is too wide to tell.
pub(in crate::resolve) fn rank(e: &DocEntity) -> u32 {
    match &*e.kind {
        _ if e.lat.is_none() || e.lon.is_none() => 0,
        "city" | "capital" | "town" | "village" | "base" => 4,
        "admin2" => 3,
        "admin1" => 2,
        _ => 0,
    }
}

/// Gives every place without coordinates those of the place inside its name, after it (`Mercy Hospital in Joplin`), or nearest
/// before or after it, and says so in the rule of the mention. Mentions are in order; inner ones follow the one they lie in.
pub(in crate::resolve) fn lend(mentions: &mut [Mention], entities: &mut [DocEntity]) {
    let needs = |m: &Mention, entities: &[DocEntity]| {
        m.label == Label::Place && entities.get(m.entity as usize).is_some_and(|e| e.lat.is_none())
    };
    if !mentions.iter().any(|m| needs(m, entities)) {
        return;
    }
    let mut lent: FxHashSet<u32> = FxHashSet::default();
    for i in 0..mentions.len() {
        if !needs(&mentions[i], entities) {
            continue;
        }
        let Some(from) = lender(mentions, entities, i) else { continue };
        let (lat, lon, country) = {
            let e = &entities[from as usize];
            (e.lat, e.lon, e.country.clone())
        };
        let e = &mut entities[mentions[i].entity as usize];
        (e.lat, e.lon) = (lat, lon);
        if e.country.is_none() {
            e.country = country;
        }
        lent.insert(mentions[i].entity);
    }
    for m in mentions.iter_mut().filter(|m| lent.contains(&m.entity)) {
        m.rule = LENT;
    }
}

/// The place near mention `i` that tells best where it is.
fn lender(mentions: &[Mention], entities: &[DocEntity], i: usize) -> Option<u32> {
    let own = mentions[i].span;
    let weigh = |m: &Mention| -> Option<(u32, u32)> {
        let e = entities.get(m.entity as usize)?;
        let r = if e.entity_id.is_some() { rank(e) } else { 0 };
        (r > 0 && !m.demonym && (m.label == Label::Place || own.contains(m.span))).then_some((r, m.entity))
    };
    // inside the name, then just after it
    let after = mentions[i + 1..].iter().take(4);
    if let Some((_, e)) = after.clone().filter(|m| own.contains(m.span)).find_map(weigh) {
        return Some(e);
    }
    let beside = after.filter(|m| m.span.start >= own.end && m.span.start - own.end <= 5).find_map(weigh);
    if let Some((_, e)) = beside {
        return Some(e);
    }
    // the best kind in reach, the nearest of these; what stands before counts as a little nearer
    let mut best: Option<(u32, usize, u32)> = None;
    let before = mentions[..i].iter().rev().take(16).map(|m| (m, own.start.saturating_sub(m.span.end)));
    let after = mentions[i + 1..].iter().take(16).map(|m| (m, 30 + m.span.start.saturating_sub(own.end)));
    for (m, far) in before.chain(after).filter(|(_, far)| *far <= REACH) {
        let Some((r, e)) = weigh(m) else { continue };
        if best.is_none_or(|(kind, distance, _)| r.max(3) > kind || r.max(3) == kind && far < distance) {
            best = Some((r.max(3), far, e));
        }
    }
    best.map(|b| b.2)
}
