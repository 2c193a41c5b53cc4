//! Organisations and facilities nobody listed, and names with the noun that belongs to them.

use super::cast::Member;
use super::known::{Known, Sort};
use super::names::Finder;
use super::person;
use super::place::words;
use super::template::Templates;
use super::view::{FUNCTION, HEADLINE, JOINED, NAMED, View};
use crate::text::TokenKind;
use crate::text::lexicon::{
    ADVERB, COMMON, CUE, FINITE, GIVEN_NAME, LOCATIVE, ORG_NOUN, PLACE_NOUN, PLAIN_ACRONYM, RANK, RELATIVE, ROLE,
    STREET, TIME, TITLE,
};

/// A name that ends in an organisation noun.
pub(super) fn whole(f: &mut Finder<'_, '_>, a: usize, b: usize) {
    // a state or demonym before a listed noun: the template's entity
    if let Some(k) = f.known_at(a).filter(|k| k.sort == Sort::State && (k.to as usize) < b).copied() {
        let who = f.cast.known(f.input, &k);
        if Templates::builtin().at(f.view, k.to as usize).is_some_and(|(t, e)| t.include && e == b) {
            let end = with_noun(f, &k, k.to as usize);
            debug_assert!(end >= b);
            f.add_known(&k, who);
            return;
        }
    }
    let text = f.span(a, b).of(f.view.text);
    let who = f.cast.local(text, Sort::Body, "other");
    f.add(a, b, who, 0.8, "organisation noun");
    f.acronym(b, who);
}

/// `the Coalition`, `the Ministry`: the last organisation of the document whose name has the noun; without one the word is
/// no name.
pub(super) fn short(f: &mut Finder<'_, '_>, t: usize) {
    let word = f.view.word(t);
    let who = f
        .names
        .iter()
        .rev()
        .filter(|n| n.sort == Sort::Body && (n.from as usize) < t)
        .take(64)
        .find(|n| f.cast.get(n.who).name.split(' ').any(|w| w.eq_ignore_ascii_case(word)))
        .map(|n| n.who);
    if let Some(who) = who {
        f.add(t, t + 1, who, 0.5, "short for an organisation");
    }
}

/// A name that begins or ends with a place noun.
pub(super) fn facility(f: &mut Finder<'_, '_>, a: usize, b: usize) {
    let v = f.view;
    if (a..b).any(|t| v.is(t, STREET)) {
        return street(f, a, b);
    }
    let noun = v.is(b - 1, PLACE_NOUN);
    let opened = words::classes(v.word(a)) & words::OPENING != 0;
    let other = v.is(b - 1, TIME) || v.word(b - 1) == "War";
    if v.word(b - 1) == "State" || !noun && (!opened || other) {
        return f.left(a, b);
    }
    // Barry Wood, Mr Wood: a surname that is also a place noun
    let placed = a > 0 && (v.is(a - 1, LOCATIVE) || v.word(a - 1) == "the" || v.word(a - 1) == "The");
    let surname = v.is(a, GIVEN_NAME | TITLE | RANK | ROLE) && !placed && b - a <= 3 && noun;
    // Tyrone Fields, 25,
    let aged = v.word(b) == "," && v.kind(b + 1) == Some(TokenKind::Number) && v.word(b + 2) == ",";
    if surname
        && (v.is(a, TITLE | RANK | ROLE) || aged || b - a == 2 && v.word(b - 1).len() <= 5)
        && person::person(f, a, b, false)
    {
        return;
    }
    site(f, a, b, "place noun");
}

/// Adds a place that is no town: a building, a road.
pub(super) fn site(f: &mut Finder<'_, '_>, a: usize, b: usize, rule: &'static str) {
    let who = f.cast.local(f.span(a, b).of(f.view.text), Sort::Place, "facility");
    f.add(a, b, who, 0.7, rule);
}

/// `Main Street`, `33rd Avenue`: a road by its last word.
fn street(f: &mut Finder<'_, '_>, a: usize, b: usize) {
    let v = f.view;
    let mut from = a;
    // what stands after the street is no part of it
    let Some(last) = (a..b).rev().find(|&t| v.is(t, STREET)) else { return };
    let ordinal = a > 0 && v.has(a, JOINED) && v.kind(a - 1) == Some(TokenKind::Number) && {
        let word = v.word(a - 1);
        ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
    };
    if ordinal && last == a {
        from = a - 1;
    }
    // Lois Lane: somebody, unless somewhere
    let placed = a > 0 && (v.is(a - 1, LOCATIVE) || matches!(v.word(a - 1), "of" | "on" | "and" | "to" | "from"));
    let person = v.is(a, GIVEN_NAME) && last == a + 1 && matches!(v.word(last), "Lane" | "Pike" | "Drive");
    if last == from || person && !placed && v.kind(a.wrapping_sub(1)) != Some(TokenKind::Number) {
        return;
    }
    let end = if matches!(
        v.word(last + 1),
        "N.W." | "S.W." | "N.E." | "S.E." | "NW" | "NE" | "SW" | "SE" | "North" | "South" | "East" | "West"
    ) && v.has(last + 1, JOINED)
    {
        last + 2
    } else {
        last + 1
    };
    site(f, from, end, "road");
}

/// `Interstate 45`, `County Road 42`, `Highway 82`: a road by its number. Gives its end.
pub(super) fn road(f: &mut Finder<'_, '_>, a: usize) -> Option<usize> {
    let v = f.view;
    let mut t = a;
    while t < a + 3
        && matches!(v.word(t), "State" | "County" | "U.S." | "US" | "Provincial" | "National" | "Federal" | "Old")
    {
        t += 1;
    }
    let number = |t: usize| v.kind(t) == Some(TokenKind::Number) && v.has(t, JOINED) && v.word(t).len() <= 4;
    let head = || words::classes(v.word(t)) & words::ROAD != 0 || t > a && matches!(v.word(t), "Road" | "Rd.");
    if !(number(t + 1) && head()) {
        return None;
    }
    site(f, a, t + 2, "road");
    Some(t + 2)
}

/// Takes the known names between two tokens, which lie inside a longer name.
fn inner(f: &mut Finder<'_, '_>, mut at: usize, end: usize) {
    while at < end {
        if let Some(k) = f.known_at(at).copied() {
            let who = f.cast.known(f.input, &k);
            f.add_known(&k, who);
            at = k.to as usize;
        } else {
            at += 1;
        }
    }
}

/// An all-capitals word nobody listed.
pub(super) fn acronym(f: &mut Finder<'_, '_>, t: usize) {
    let v = f.view;
    let word = v.word(t);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if v.has(t, HEADLINE) || v.is(t, PLAIN_ACRONYM) || !(2..=8).contains(&letters) {
        return;
    }
    let who = f.cast.local(word, Sort::Body, "other");
    f.add(t, t + 1, who, 0.5, "acronym");
}

/// `Iraqi army`, `Assad regime`: adds the name with its noun; gives one past its last token.
pub(super) fn with_noun(f: &mut Finder<'_, '_>, k: &Known, at: usize) -> usize {
    let v = f.view;
    if k.sort == Sort::State {
        let Some((template, end)) = Templates::builtin().at(v, at).filter(|(t, _)| t.include) else { return at };
        // Russian military support: an adjective, not the force
        if matches!(v.word(end - 1), "military" | "intelligence" | "police" | "security") && plain_noun(v, end) {
            return at;
        }
        if !conventional(v, at, end, template.kind, &template.slug) {
            return at;
        }
        // the police of a capital are the city's
        if k.metonym && template.slug == "police" {
            let who = f.cast.local(f.span(k.from as usize, end).of(v.text), Sort::Body, template.kind);
            f.add(k.from as usize, end, who, 0.8, "organisation noun");
            return end;
        }
        let entity = k.entity_of(f.input);
        let adjective = if !k.demonym {
            entity.name.to_string()
        } else {
            entity.aliases().find(|a| a.demonym).map_or_else(|| entity.name.to_string(), |a| a.text)
        };
        let name = template.name.replace("{adj}", &adjective).replace("{state}", entity.name);
        let country = entity.country.map(str::to_string);
        let id = country
            .as_deref()
            .filter(|_| !template.slug.is_empty())
            .map(|c| format!("org:{}-{}", c.to_lowercase(), template.slug));
        let sort = if template.kind == "office" { Sort::Office } else { Sort::Body };
        let who = f.cast.local(&name, sort, template.kind);
        let member: &mut Member = &mut f.cast.members[who as usize];
        member.id = id;
        member.country = country;
        let place = template.slug == "embassy";
        f.add(k.from as usize, end, who, 0.9, if place { "embassy" } else { "state and noun" });
        f.acronym(end, who);
        return end;
    }
    let rule = v.word(at) != "government" && Templates::builtin().rules(v, at);
    if matches!(k.sort, Sort::Person | Sort::Body) && k.aligned && rule {
        let text = f.span(k.from as usize, at + 1).of(v.text);
        let who = f.cast.local(text, Sort::Body, "government");
        f.add(k.from as usize, at + 1, who, 0.8, "ruler and government");
        return at + 1;
    }
    at
}

/// Whether state and noun are a name: in capitals, or the usual way to call one institution (`Iraqi army`).
fn conventional(v: &View<'_>, at: usize, end: usize, kind: &str, slug: &str) -> bool {
    let capital = v.has(at, NAMED);
    if kind == "office" {
        // beside a person's name it is a title
        let named = v.has(end, NAMED) || v.word(end) == "," && v.has(end + 1, NAMED);
        return capital && !named && !v.has(at, HEADLINE);
    }
    capital && kind != "other"
        || matches!(
            v.word(end - 1),
            "military" | "army" | "navy" | "government" | "regime" | "parliament" | "embassy" | "police"
        )
        || matches!(slug, "air-force" | "armed-forces" | "coast-guard" | "security-forces")
        || slug.ends_with("-ministry")
}

/// Whether an ordinary noun follows, no verb and nobody's post.
fn plain_noun(v: &View<'_>, t: usize) -> bool {
    v.kind(t) == Some(TokenKind::Word)
        && v.has(t, JOINED)
        && !v.has(t, NAMED)
        && v.is(t, COMMON)
        && !v.is(t, FUNCTION | FINITE | ADVERB | TIME | RELATIVE | ROLE | RANK)
        && !(v.is(t, CUE) && v.word(t).ends_with(['s', 'd']))
}

/// `US-led coalition`: adds the whole; gives one past its last token.
pub(super) fn led(f: &mut Finder<'_, '_>, t: usize) -> usize {
    let v = f.view;
    let word = f.span(t, t + 1).of(v.text);
    let link = word.rsplit(['-', '‐', '‑']).next().unwrap_or("");
    let Some(end) = Templates::builtin().coalition(v, link, t + 1) else { return t + 1 };
    let end = reach_against(f, end);
    let text = f.span(t, end).of(v.text);
    let who = f.cast.local(text, Sort::Body, "coalition");
    f.add(t, end, who, 0.9, "led coalition");
    f.acronym(end, who);
    // what the coalition is against is named inside
    inner(f, t + 1, end);
    end
}

/// `coalition against ISIS`: the end with what it is against.
fn reach_against(f: &Finder<'_, '_>, end: usize) -> usize {
    let v = f.view;
    if !(v.word(end) == "against" && v.has(end, JOINED)) {
        return end;
    }
    let mut at = end + 1;
    if matches!(v.word(at), "the" | "The") {
        at += 1;
    }
    // a scare-quoted name stays outside
    f.known_at(at).filter(|k| k.sort == Sort::Body && v.has(at, JOINED)).map_or(end, |k| k.to as usize)
}

/// A known coalition with what it is against.
pub(super) fn against(f: &mut Finder<'_, '_>, from: usize, end: usize) -> usize {
    let v = f.view;
    let last = end.wrapping_sub(1);
    if !v.word(last).eq_ignore_ascii_case("coalition") {
        return end;
    }
    let to = reach_against(f, end);
    if to == end {
        return end;
    }
    let who = f.names.last().map(|n| n.who);
    let Some(who) = who else { return end };
    f.names.pop();
    f.add(from, to, who, 0.9, "coalition against");
    inner(f, end + 1, to);
    to
}

/// Organisations whose name goes on after the run: `Ministry of Interior`, `Committee to Protect Journalists`,
/// `Ministry of Agriculture, Fisheries and Water Resources`, `People's Liberation Army`. Adds the name and gives its
/// end, or gives `b`.
pub(super) fn extend(f: &mut Finder<'_, '_>, a: usize, b: usize) -> usize {
    let v = f.view;
    if a >= b {
        return b;
    }
    let mut from = a;
    let mut end = b;
    if v.kind(b) == Some(TokenKind::Possessive) && v.has(b + 1, NAMED) && v.has(b + 1, JOINED) {
        // people's, women's: a plain plural owner belongs to the name
        let owner = v.is(b - 1, COMMON) && f.known_at(b - 1).is_none();
        let e = f.run_end(b + 1);
        if !(owner && (v.is(e - 1, ORG_NOUN) || v.is(b + 1, ORG_NOUN))) {
            return b;
        }
        end = e;
    } else if matches!(v.word(b), "and" | "&") && v.has(b, JOINED) && v.has(b + 1, NAMED) {
        let plain = (a..b).all(|t| v.is(t, COMMON) && f.known_at(t).is_none()) && !v.has(a, super::view::FIRST);
        let e = f.run_end(b + 1);
        if plain && v.is(e - 1, ORG_NOUN) && e > b + 2 {
            end = e;
        }
    }
    // the head: the last run must end (or begin) with an organisation noun
    loop {
        let head = v.is(end - 1, ORG_NOUN);
        let link = v.word(end);
        if !(head || end > b) || !v.has(end, JOINED) || !matches!(link, "of" | "for" | "on" | "to" | "against") {
            break;
        }
        let mut next = end + 1;
        if v.word(next) == "the" {
            next += 1;
        }
        if !(v.has(next, NAMED) && v.has(next, JOINED)) || (!matches!(link, "of" | "for") && !head) {
            break;
        }
        end = f.run_end(next);
        end = list(f, end, next);
    }
    if end == b {
        return b;
    }
    // a title or role before the organisation is no part of it
    while from < b && v.is(from, super::names::POST) && from + 1 < b {
        from += 1;
    }
    if let Some(k) = f.known_at(from).filter(|k| k.to as usize >= end).copied() {
        return f.take(&k, from);
    }
    let text = f.span(from, end).of(v.text);
    let who = f.cast.local(text, Sort::Body, "other");
    f.add(from, end, who, 0.8, "organisation noun and of");
    f.acronym(end, who);
    end
}

/// `of Agriculture, Fisheries and Water Resources`: the end of a list of ordinary words.
fn list(f: &Finder<'_, '_>, end: usize, first: usize) -> usize {
    let v = f.view;
    if !(first..end).all(|t| v.is(t, COMMON)) {
        return end;
    }
    let plain = |from: usize, to: usize| (from..to).all(|t| v.is(t, COMMON)) && f.known_at(from).is_none();
    let mut at = end;
    while v.word(at) == "," && v.has(at + 1, NAMED) && v.has(at + 1, JOINED) {
        let e = f.run_end(at + 1);
        if !plain(at + 1, e) {
            return end;
        }
        at = e;
    }
    if matches!(v.word(at), "and" | "&") && v.has(at + 1, NAMED) && v.has(at + 1, JOINED) {
        let e = f.run_end(at + 1);
        if plain(at + 1, e) {
            return e;
        }
    }
    end
}
