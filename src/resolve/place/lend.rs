//! Coordinates for places nobody listed: a street or hospital lies in the town named beside it.

use crate::document::{DocEntity, Label, Mention};
use rustc_hash::FxHashMap;

/// How far away, in bytes, a town may be named to lend its coordinates.
const REACH: usize = 400;

/// How well an entity tells where something is: towns best, then divisions, then countries.
fn rank(e: &DocEntity) -> u32 {
    match &*e.kind {
        _ if e.lat.is_none() || e.lon.is_none() => 0,
        "city" | "capital" | "village" | "base" => 4,
        "admin2" => 3,
        "admin1" => 2,
        "country" | "state" => 1,
        _ => 0,
    }
}

/// Gives every place without coordinates those of the place inside its name, after it (`Mercy Hospital in Joplin`), nearest
/// before or after it, or most often named. Mentions are in order; inner ones follow the one they lie in.
pub(in crate::resolve) fn lend(mentions: &[Mention], entities: &mut [DocEntity]) {
    let needs = |m: &Mention, entities: &[DocEntity]| {
        m.label == Label::Place && entities.get(m.entity as usize).is_some_and(|e| e.lat.is_none())
    };
    if !mentions.iter().any(|m| needs(m, entities)) {
        return;
    }
    let main = most_named(mentions, entities);
    for (i, m) in mentions.iter().enumerate() {
        if !needs(m, entities) {
            continue;
        }
        let Some(from) = lender(mentions, entities, i).or(main) else { continue };
        let (lat, lon, country) = {
            let e = &entities[from as usize];
            (e.lat, e.lon, e.country.clone())
        };
        let e = &mut entities[m.entity as usize];
        (e.lat, e.lon) = (lat, lon);
        if e.country.is_none() {
            e.country = country;
        }
    }
}

/// The listed place that is named most often; towns count more than what they lie in.
fn most_named(mentions: &[Mention], entities: &[DocEntity]) -> Option<u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut best: Option<(u32, u32, u32)> = None;
    for m in mentions.iter().filter(|m| m.label == Label::Place && !m.demonym) {
        let r = entities.get(m.entity as usize).map_or(0, |e| if e.entity_id.is_some() { rank(e) } else { 0 });
        if r == 0 {
            continue;
        }
        let n = counts.entry(m.entity).or_default();
        *n += 1;
        if best.is_none_or(|(kind, most, _)| (r.min(3), *n) > (kind, most)) {
            best = Some((r.min(3), *n, m.entity));
        }
    }
    best.map(|b| b.2)
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
