//! Actor or place: what the words around a name of a state or city say it is here.

use super::view::{FIRST, JOINED, NAMED, View};
use crate::text::TokenKind;
use crate::text::lexicon::{
    AUXILIARY, COMPASS, CUE, FINITE, LAND_NOUN, LOCATIVE, MOTION, ORG_NOUN, PLACE_NOUN, ROLE, TITLE,
};

/// What a name is in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// The words around it make it an actor.
    Actor,
    /// The words around it make it a place.
    Place,
    /// Nothing around it tells.
    Open,
}

/// Reads the words around a demonym (`Syrian province`, `Syrian troops`).
pub(super) fn demonym(view: &View<'_>, to: usize) -> Role {
    let mut t = to;
    // the Syrian the province; the Syrian coastal city
    if (view.word(t) == "the"
        || view.is(t, COMPASS)
        || matches!(view.word(t), "coastal" | "border" | "port" | "capital"))
        && view.is(t + 1, LAND_NOUN)
        && view.has(t + 1, JOINED)
    {
        t += 1;
    }
    if view.has(t, JOINED) && !view.has(t, NAMED) && view.is(t, LAND_NOUN) { Role::Place } else { Role::Actor }
}

/// Reads the words around a state or city; `before` is the end of the name before it and what that was.
pub(super) fn role(view: &View<'_>, from: usize, to: usize, before: Option<(usize, Role)>) -> Role {
    if let Some(role) = after_preposition(view, from) {
        return role;
    }
    if let Some(role) = coordinated(view, from, before) {
        return role;
    }
    after(view, from, to)
}

fn after_preposition(view: &View<'_>, from: usize) -> Option<Role> {
    let mut t = from.checked_sub(1)?;
    if !view.has(from, JOINED) {
        return None;
    }
    let mut compass = false;
    for _ in 0..3 {
        let skip =
            matches!(view.word(t), "the" | "The" | "neighboring" | "neighbouring" | "war-torn" | "nearby" | "both");
        let part = view.is(t, COMPASS) && !view.has(t, FIRST);
        if !(skip || part) || !view.has(t, JOINED) {
            break;
        }
        compass |= part;
        t = t.checked_sub(1)?;
    }
    if compass {
        return Some(Role::Place);
    }
    let word = view.word(t);
    if view.is(t, LOCATIVE) {
        return Some(Role::Place);
    }
    let before = t.checked_sub(1);
    match word {
        "of" => {
            let land = before.is_some_and(|b| view.is(b, LAND_NOUN | COMPASS | PLACE_NOUN) || part_of(view.word(b)));
            if land {
                return Some(Role::Place);
            }
            let party = before.is_some_and(|b| view.is(b, ROLE | TITLE | ORG_NOUN) && !view.is(b, PLACE_NOUN));
            party.then_some(Role::Actor)
        }
        "from" | "to" | "toward" | "towards" | "for" => {
            let mut b = before?;
            for _ in 0..3 {
                if view.is(b, MOTION) {
                    return Some(Role::Place);
                }
                b = b.checked_sub(1)?;
            }
            (word == "from").then_some(Role::Open)
        }
        "by" | "with" | "against" | "between" | "on" | "about" => Some(Role::Actor),
        _ => {
            let verb = view.is(t, MOTION) && !view.has(t, NAMED) && !view.is(t, COMPASS);
            verb.then_some(Role::Place)
        }
    }
}

/// Words for a part of a country before `of`.
fn part_of(word: &str) -> bool {
    matches!(
        word,
        "parts"
            | "part"
            | "swathes"
            | "swaths"
            | "rest"
            | "most"
            | "much"
            | "half"
            | "tracts"
            | "stretches"
            | "corners"
            | "outside"
            | "inside"
            | "map"
            | "edge"
            | "heart"
            | "centre"
            | "center"
    )
}

/// `in Iraq and Syria`, `Iran, Russia and Turkey`: as the name before it.
fn coordinated(view: &View<'_>, from: usize, before: Option<(usize, Role)>) -> Option<Role> {
    let (end, role) = before?;
    let mut t = from.checked_sub(1)?;
    if matches!(view.word(t), "the") {
        t = t.checked_sub(1)?;
    }
    if !matches!(view.word(t), "and" | "or" | "," | "&" | "/") {
        return None;
    }
    if matches!(view.word(t), "and" | "or") && t > 0 && view.word(t - 1) == "," {
        t -= 1;
    }
    let last = view.tokens.get(t.checked_sub(1)?)?;
    (last.end as usize == end && role != Role::Open).then_some(role)
}

/// What follows the name.
fn after(view: &View<'_>, from: usize, to: usize) -> Role {
    let mut t = to;
    if view.kind(t) == Some(TokenKind::Possessive) {
        t += 1;
        let land = view.is(t, LAND_NOUN | COMPASS) || view.is(t + 1, LAND_NOUN) && !view.has(t, NAMED);
        return if land { Role::Place } else { Role::Actor };
    }
    if view.is(t, LAND_NOUN) && !view.has(t, NAMED) && view.has(t, JOINED) {
        return Role::Place;
    }
    if view.is(t, CUE | AUXILIARY | FINITE) && !view.has(t, NAMED) {
        return Role::Actor;
    }
    if from > 0 && view.is(from - 1, CUE) && view.has(from, JOINED) {
        return Role::Actor;
    }
    Role::Open
}
