//! Persons nobody listed: a title and a name, a given name and a surname, the shape of the words.

use super::known::Sort;
use super::names::Finder;
use super::view::{FIRST, NAMED, PARTICLE};
use crate::text::lexicon::{AMBIGUOUS_NAME, COMMON, GIVEN_NAME, NAME_PARTICLE, ORG_NOUN, PLACE_NOUN};
use crate::text::tokens::ALL_CAPS;

/// The longest name, in words.
const LONGEST: usize = 7;

/// Reads the piece `a..b` as a person's name; false where it is none.
pub(super) fn person(f: &mut Finder<'_, '_>, a: usize, b: usize, titled: bool) -> bool {
    let Some((score, rule)) = judge(f, a, b, titled) else { return false };
    let v = f.view;
    // a known person by the surname alone: the same one only if the given names agree
    let known = (a..b)
        .find_map(|t| f.known_at(t).filter(|k| k.sort == Sort::Person && k.to as usize == b && k.aligned).copied());
    let text = f.span(a, b).of(v.text);
    let same = known.filter(|k| k.entity_of(f.input).name.split(' ').next() == Some(v.word(a)));
    let who = match same {
        Some(k) => f.cast.known(f.input, &k),
        None => match (b - a == 1).then(|| f.cast.by_word(text)).flatten() {
            Some(m) if f.cast.get(m).sort == Sort::Person => m,
            _ => f.cast.local(text, Sort::Person, "person"),
        },
    };
    f.cast.index_person(v, a, b, who);
    f.add(a, b, who, score, rule);
    true
}

/// How sure the words are a person's name, and why.
fn judge(f: &Finder<'_, '_>, a: usize, b: usize, titled: bool) -> Option<(f32, &'static str)> {
    let v = f.view;
    let words = (a..b).filter(|&t| v.has(t, NAMED)).count();
    if words == 0 || b - a > LONGEST {
        return None;
    }
    let known = f.known_at(a).copied();
    let double = f.double_name(a);
    if titled {
        let other = known
            .is_some_and(|k| k.sort != Sort::Person && (k.demonym || k.sort == Sort::Body || k.to as usize > a + 1));
        let ordinary = (a..b).all(|t| v.is(t, COMMON) && !v.is(t, GIVEN_NAME));
        let acronym = words == 1 && v.tokens[a].has(ALL_CAPS) && b - a == 1;
        return (!other && !ordinary && !acronym && !v.is(a, ORG_NOUN)).then_some((0.9, "title and name"));
    }
    if words < 2 {
        return None;
    }
    if known.is_some_and(|k| {
        k.sort != Sort::Person && (k.to - k.from > 1 || k.demonym || !double && !v.is(a, GIVEN_NAME | AMBIGUOUS_NAME))
    }) {
        return None;
    }
    // Abu is a town, and Abu Omar is somebody
    let father = v.is(a, NAME_PARTICLE) && v.is(a + 1, GIVEN_NAME) && a + 1 < b;
    let bearer = double || father || v.is(a, GIVEN_NAME | AMBIGUOUS_NAME);
    if f.place_at(a).is_some_and(|p| p.to - p.from > 1 || !bearer) {
        return None;
    }
    let given = v.is(a, GIVEN_NAME) || double;
    let strange = |t: usize| !v.is(t, COMMON | ORG_NOUN | PLACE_NOUN) || v.is(t, GIVEN_NAME);
    if given && (strange(b - 1) || !v.is(a, AMBIGUOUS_NAME | COMMON)) {
        let first = v.is(a, AMBIGUOUS_NAME | COMMON) && v.has(a, FIRST);
        return Some((if first { 0.7 } else { 0.85 }, "given name and surname"));
    }
    let capitals = (a..b).any(|t| v.has(t, NAMED) && v.tokens[t].has(ALL_CAPS) && v.word(t).len() > 3);
    if capitals {
        return None;
    }
    let inner = (a..b).any(|t| v.has(t, PARTICLE)) || v.word(a).ends_with('.') && v.word(a).len() <= 5;
    let all = (a..b).filter(|&t| v.has(t, NAMED)).all(strange);
    let listed = (a..b).any(|t| v.is(t, GIVEN_NAME) && !v.is(t, COMMON));
    if all && (inner || listed || words <= 4) && !super::role::located(v, a, b) {
        return Some((0.6, "shape of a name"));
    }
    None
}
