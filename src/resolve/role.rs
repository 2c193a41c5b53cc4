//! Actor or place: what the words around a name of a state or city say it is here.

use super::view::{FIRST, FUNCTION, HEADLINE, JOINED, NAMED, View};
use crate::text::TokenKind;
use crate::text::lexicon::{
    ACT, ADVERB, AUXILIARY, COMMON, COMPASS, CUE, DEALING, DEED, DETERMINER, FINITE, LAND_NOUN, LOCATIVE, MOTION,
    OBJECT, PART, PARTY, PLACE_NOUN, RELATIVE, ROLE, TARGET, TIME,
};
use crate::text::tokens::ALL_CAPS;

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

/// `Abu Dhabi-based`, `Iraq-born`: where something is or comes from.
pub(super) fn based(view: &View<'_>, span_end: usize, to: usize) -> bool {
    let Some(token) = to.checked_sub(1).and_then(|t| view.tokens.get(t)) else { return false };
    let rest = view.text.get(span_end..token.end as usize).unwrap_or("");
    matches!(
        rest.trim_start_matches(['-', '‐', '‑']),
        "based" | "born" | "bound" | "wide" | "area" | "flagged" | "registered"
    ) && rest.len() > 4
}

/// Reads the words around a state or city; `city`: a capital
/// that may stand for its government; `before` is the end of the name before it and what that was.
pub(super) fn role(view: &View<'_>, from: usize, to: usize, city: bool, before: Option<(usize, Role)>) -> Role {
    if view.tokens.get(from).is_some_and(|t| t.has(ALL_CAPS)) && modifies(view, to) {
        return Role::Actor;
    }
    if let Some(role) = after_preposition(view, from, city) {
        return role;
    }
    if let Some(role) = coordinated(view, from, before) {
        return role;
    }
    after(view, from, to)
}

fn after_preposition(view: &View<'_>, from: usize, city: bool) -> Option<Role> {
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
    let mut before = t.checked_sub(1);
    if before.is_some_and(|b| view.kind(b) == Some(TokenKind::Quote)) {
        before = t.checked_sub(2);
    }
    match word {
        "of" => {
            let land = before.is_some_and(|b| view.is(b, LAND_NOUN | COMPASS | PLACE_NOUN) || part(view, b));
            if land {
                return Some(Role::Place);
            }
            let party = before.is_some_and(|b| view.is(b, DEED) && !view.is(b, PLACE_NOUN));
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
            let party = before.is_some_and(|b| view.is(b, PARTY | ROLE));
            Some(if party { Role::Actor } else { Role::Open })
        }
        "by" => Some(Role::Actor),
        "against" => Some(if city && !deals(view, t) { Role::Open } else { Role::Actor }),
        "with" | "between" | "on" | "about" | "over" => Some(if deals(view, t) { Role::Actor } else { Role::Open }),
        "and" | "or" => None,
        _ => {
            let small = view.kind(t) == Some(TokenKind::Word) && !view.has(t, NAMED | FIRST);
            if !small || view.is(t, FUNCTION | COMPASS | RELATIVE | ADVERB | TIME) {
                return None;
            }
            // a verb and its object; a verb of motion and where it goes
            if view.is(t, MOTION) {
                return Some(Role::Place);
            }
            view.is(t, TARGET).then_some(Role::Actor)
        }
    }
}

/// The most words between a dealing and its `with`: `relations of the new government with`.
const REACH: usize = 6;

/// Whether the preposition at `t` belongs to a dealing of parties: `war with`, `talks on Tuesday between`.
fn deals(view: &View<'_>, t: usize) -> bool {
    let mut b = t;
    for _ in 0..REACH {
        let Some(next) = b.checked_sub(1).filter(|_| view.has(b, JOINED)) else { return false };
        b = next;
        if view.is(b, DEALING | PARTY) {
            return true;
        }
        if view.kind(b) != Some(TokenKind::Word) {
            return false;
        }
    }
    false
}

/// Whether a place is what the words before token `from` speak of: `in …`, `the province of …`.
pub(super) fn located(view: &View<'_>, from: usize, to: usize) -> bool {
    after_preposition(view, from, true) == Some(Role::Place)
        || view.is(to, LAND_NOUN) && view.has(to, JOINED) && !view.has(to, NAMED)
}

/// A word for a part of a country: the rest of, the heart of.
fn part(view: &View<'_>, t: usize) -> bool {
    view.is(t, PART) && view.word(t).starts_with(char::is_lowercase)
}

/// `in Iraq and Syria`, `Iran, Russia and Turkey`: as the name before it.
fn coordinated(view: &View<'_>, from: usize, before: Option<(usize, Role)>) -> Option<Role> {
    let (end, role) = before?;
    let mut t = from.checked_sub(1)?;
    if matches!(view.word(t), "the") {
        t = t.checked_sub(1)?;
    }
    // as well as the United States
    if view.word(t) == "as" && t >= 2 && view.word(t - 1) == "well" && view.word(t - 2) == "as" {
        t -= 2;
        if t > 0 && view.word(t - 1) == "," {
            t -= 1;
        }
        let last = view.tokens.get(t.checked_sub(1)?)?;
        return (last.end as usize == end && role != Role::Open).then_some(role);
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

/// Whether the name stands before an organ or deed of a state: `U.S. personnel`, `U.S. service member`.
fn modifies(view: &View<'_>, to: usize) -> bool {
    let plain = |t: usize| {
        view.kind(t) == Some(TokenKind::Word)
            && view.has(t, JOINED)
            && !view.has(t, NAMED)
            && !view.is(t, FUNCTION | CUE | FINITE | ADVERB | TIME | RELATIVE | LAND_NOUN | OBJECT)
    };
    plain(to) && (view.is(to, DEED) || view.is(to, COMMON) && plain(to + 1) && view.is(to + 1, DEED | ROLE))
}

/// What follows the name.
fn after(view: &View<'_>, from: usize, to: usize) -> Role {
    let mut t = to;
    if view.kind(t) == Some(TokenKind::Possessive) {
        return possession(view, t + 1);
    }
    if view.is(t, LAND_NOUN) && !view.has(t, NAMED) && view.has(t, JOINED) {
        return Role::Place;
    }
    // Turkey and the United States have …
    for _ in 0..4 {
        if matches!(view.word(t), "and" | ",") && view.has(t + 1, NAMED) {
            t += 1;
        } else if matches!(view.word(t), "and" | ",") && view.word(t + 1) == "the" {
            t += 2;
        } else if t == to || !view.has(t, NAMED) {
            break;
        }
        while view.has(t, NAMED) {
            t += 1;
        }
    }
    if matches!(view.word(t), ",") && view.is(t + 1, RELATIVE) {
        t += 2;
    }
    if acts(view, t) {
        return Role::Actor;
    }
    if from > 0 && view.is(from - 1, CUE) && view.has(from, JOINED) {
        return Role::Actor;
    }
    Role::Open
}

/// What is owned: `Iran's army`, `Iran's latest offer` against `Iran's coast`, `Iran's oldest bridge`.
fn possession(view: &View<'_>, mut t: usize) -> Role {
    for _ in 0..4 {
        if view.is(t, LAND_NOUN | COMPASS) && !view.has(t, NAMED) {
            return Role::Place;
        }
        if view.is(t, DEED) {
            return Role::Actor;
        }
        t += 1;
        if view.kind(t) != Some(TokenKind::Word) || !view.has(t, JOINED) || view.is(t, FUNCTION | FINITE) {
            break;
        }
    }
    Role::Open
}

/// Whether a verb by which a party acts stands at `t`, after auxiliaries and adverbs: `has also accused`, `said`.
fn acts(view: &View<'_>, mut t: usize) -> bool {
    let mut passive = false;
    for _ in 0..6 {
        if view.has(t, NAMED) && !view.has(t, HEADLINE) || view.kind(t) != Some(TokenKind::Word) {
            return false;
        }
        let word = view.word(t);
        if view.is(t, AUXILIARY) {
            passive = matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being");
        } else if word != "not" && !(view.is(t, ADVERB) || word.ends_with("ly")) {
            // is laying plans, against: is facing a drought
            if passive && word.ends_with("ing") {
                return !matches!(
                    word,
                    "having" | "being" | "facing" | "suffering" | "experiencing" | "seeing" | "during"
                );
            }
            let party = if passive { TARGET } else { ACT | CUE };
            return view.is(t, party) && !view.is(t, DETERMINER);
        }
        t += 1;
    }
    false
}
