//! Signs by which a name is where something is, although it stands where actors stand, or is not on the map.
//!
//! `Canada has seen two cases`, `an attack on Kabul`, `a student from India`; names no list knows beside known places.

use super::words::{self, Classes, DWELLER, EVENT, SEES, STRIKE};
use crate::resolve::view::{BREAK, FUNCTION, JOINED, NAMED, View};
use crate::text::TokenKind;
use crate::text::lexicon::{ACT, ADVERB, CUE, LAND_NOUN, QUANTITY, ROLE, TARGET};
use crate::text::tokens::ALL_CAPS;

fn class(view: &View<'_>, t: usize) -> Classes {
    if view.kind(t) == Some(TokenKind::Word) { words::classes(view.word(t)) } else { 0 }
}

/// Whether a state or city is a place here by what is said of it; `city`: a capital by its own name.
pub(in crate::resolve) fn placed(view: &View<'_>, from: usize, to: usize, city: bool) -> bool {
    sees(view, to) || city && struck(view, from) || counted(view, from, to) || people_from(view, from)
}

/// The most words between the verb and what is seen: `reported its first two confirmed cases`.
const REACH: usize = 6;

/// `has seen two cases`, `reported 12 deaths`.
fn sees(view: &View<'_>, to: usize) -> bool {
    let mut verb = false;
    for t in to..to + REACH {
        if !view.has(t, JOINED) || view.kind(t) == Some(TokenKind::Punct) {
            return false;
        }
        let class = class(view, t);
        if verb && class & EVENT != 0 {
            return true;
        }
        if class & SEES != 0 {
            verb = true;
        } else if view.is(t, ACT | TARGET | CUE) || !verb && !view.is(t, ADVERB) {
            return false;
        }
    }
    false
}

/// `A rocket hit Baghdad`, `the attack on Kabul`.
fn struck(view: &View<'_>, from: usize) -> bool {
    let Some(mut t) = from.checked_sub(1).filter(|_| view.has(from, JOINED)) else { return false };
    if matches!(view.word(t), "on" | "of") {
        let Some(before) = t.checked_sub(1).filter(|_| view.has(t, JOINED)) else { return false };
        t = before;
    }
    !view.has(t, NAMED) && class(view, t) & STRIKE != 0
}

/// `30 US states`, `a U.S. state`.
fn counted(view: &View<'_>, from: usize, to: usize) -> bool {
    let Some(before) = from.checked_sub(1).filter(|_| view.has(from, JOINED) && view.has(to, JOINED)) else {
        return false;
    };
    match view.word(to) {
        "states" => view.kind(before) == Some(TokenKind::Number) || view.is(before, QUANTITY),
        "state" => matches!(view.word(before), "a" | "A" | "an" | "another" | "every" | "each" | "one"),
        _ => false,
    }
}

/// `a student from India`, `the men from Sudan`.
fn people_from(view: &View<'_>, from: usize) -> bool {
    let mut t = from;
    for _ in 0..2 {
        let Some(before) = t.checked_sub(1).filter(|_| view.has(t, JOINED)) else { return false };
        t = before;
        if view.word(t) != "the" {
            break;
        }
    }
    let Some(who) = t.checked_sub(1).filter(|_| view.word(t) == "from" && view.has(t, JOINED)) else { return false };
    view.is(who, ROLE) || class(view, who) & DWELLER != 0
}

/// What is known of the neighbours of an unlisted name.
#[derive(Clone, Copy, Default)]
pub(in crate::resolve) struct Beside {
    /// One past the last token of the place before it.
    pub before: Option<usize>,
    /// Whether that place is itself one of a list.
    pub list: bool,
    /// First token of the place after it.
    pub after: Option<usize>,
    /// The place after it is a state or province.
    pub division: bool,
}

/// Whether an unlisted name is a place by its neighbours: in a list of places, `43, of Gaston`, `a Winona man`.
pub(in crate::resolve) fn unlisted(view: &View<'_>, from: usize, to: usize, beside: Beside) -> bool {
    if to > from && view.has(to, JOINED) && !view.has(to, NAMED) && class(view, to) & DWELLER != 0 {
        return true;
    }
    if from >= 3
        && view.word(from - 1) == "of"
        && view.word(from - 2) == ","
        && view.kind(from - 3) == Some(TokenKind::Number)
    {
        return true;
    }
    let before = |t: usize| t.checked_sub(1).filter(|_| view.has(t, JOINED)).map_or("", |b| view.word(b));
    // a ship off Eyl
    if before(from) == "off" {
        return true;
    }
    // taken to Landstuhl in Germany; attacked Solhan in Burkina Faso
    if view.word(to) == "in"
        && beside.after == Some(to + 1)
        && (matches!(before(from), "to" | "from" | "at" | "of" | "into") || struck(view, from))
    {
        return true;
    }
    let ends =
        |t: usize| !view.has(t, JOINED) || view.kind(t) != Some(TokenKind::Word) || view.is(t, FUNCTION | LAND_NOUN);
    let link = |t: usize| matches!(view.word(t), "and" | "or");
    // Maliuc and Caraorman; Rogaland, Vestfold, Oslo
    if let Some(before) = beside.before.filter(|b| *b < from) {
        let comma = view.word(before) == ",";
        if link(before) && before + 1 == from || comma && link(before + 1) && before + 2 == from {
            return ends(to);
        }
        let more = view.word(to) == "," && view.has(to + 1, NAMED) || link(to) && view.has(to + 1, NAMED);
        if comma && before + 1 == from && beside.list && (more || ends(to)) {
            return true;
        }
    }
    if let Some(after) = beside.after.filter(|a| *a > to) {
        if link(to) && after == to + 1 && ends(to) {
            return from == 0 || !view.has(from, JOINED) || view.is(from - 1, FUNCTION) || view.word(from - 1) == ",";
        }
        // Vanderburgh, Ind.
        if view.word(to) == "," && after == to + 1 && beside.division {
            return true;
        }
    }
    false
}

/// `HANOVER -- The council met`: a name in capitals before a dash, at the start of a sentence.
pub(in crate::resolve) fn dateline(view: &View<'_>, from: usize, to: usize) -> bool {
    let letters: usize = (from..to).map(|t| view.word(t).len()).sum();
    view.has(from, BREAK)
        && letters >= 4
        && (from..to).all(|t| view.tokens.get(t).is_some_and(|x| x.has(ALL_CAPS)))
        && view.has(to, JOINED)
        && is_dash(view, to)
        && view.tokens.get(to).is_some_and(|d| view.tokens.get(to - 1).is_some_and(|x| x.end < d.start))
}

fn is_dash(view: &View<'_>, t: usize) -> bool {
    matches!(view.word(t), "-" | "--" | "—" | "–")
}
