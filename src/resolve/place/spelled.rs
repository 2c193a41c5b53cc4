//! Other spellings of towns in countries whose names are written in other letters: `Fallouja`, `Latakiyah`, and names the
//! page damaged: `Deiz Ezzor`.
//!
//! Only for a capitalised name nothing is known about, where a place is expected (`in …`), and only towns of a country the
//! document names. Each spelling that the rules make is looked up; then each one letter away.

use super::facts::{Country, Facts, Kind, country_code};
use super::names::{Around, Choice, How, Name, Names, is_cap};
use super::words;
use crate::gazetteer::Gazetteer;
use crate::resolve::Input;
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{COMMON, GIVEN_NAME, MONTH, OPENER, PREPOSITION, WEEKDAY};
use crate::text::tokens::SPACE;
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules and the countries they are for.
#[derive(Deserialize)]
struct Rules {
    countries: Vec<String>,
    endings: Vec<Vec<String>>,
    beginnings: Vec<Vec<String>>,
    inside: Vec<(String, String)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let data = include_str!("../../../seeds/lexicons/places/spellings.toml");
    // the file is part of the crate and checked by its tests
    toml::from_str(data).unwrap_or_else(|e| unreachable!("spellings.toml: {e}"))
});

/// The most names tried in a document, and spellings made of one.
const NAMES: usize = 4;
const SPELLINGS: usize = 160;

/// Adds the towns that are named in another spelling.
pub(super) fn add(input: &Input<'_>, around: Around<'_>, blocked: &[Span], names: &mut Names) {
    let Some(home) = input.found.iter().position(|(g, _)| g.country("USA").is_some()) else { return };
    let play = in_play(names);
    if play.is_empty() {
        return;
    }
    let gazetteer = &input.found[home].0;
    let mut new: Vec<Name> = Vec::new();
    let (mut tried, mut at) = (0, 0);
    let mut t = 1;
    while t < around.tokens.len() && tried < NAMES {
        // nearly every word is passed by here
        if !is_cap(&around.tokens[t]) || !around.tokens[t - 1].is(PREPOSITION) {
            t += 1;
            continue;
        }
        while names.list.get(at).is_some_and(|n| n.last < t) {
            at += 1;
        }
        let known = names.list.get(at).is_some_and(|n| n.first <= t);
        let end = if known { None } else { run(around, t, names.list.get(at).map(|n| n.first)) };
        let Some(end) = end else {
            t += 1;
            continue;
        };
        let span = Span::new(around.tokens[t].start as usize, around.tokens[end - 1].end as usize);
        let other = blocked.partition_point(|b| b.end <= span.start);
        if !blocked.get(other).is_some_and(|b| b.overlaps(span)) {
            tried += 1;
            if let Some(choices) = towns(gazetteer, home as u32, &play, span.of(around.text)) {
                names.groups.push(choices);
                let group = names.groups.len() as u32 - 1;
                new.push(Name {
                    span,
                    first: t,
                    last: end - 1,
                    how: How::Spelling,
                    group,
                    stop: None,
                    country: 0,
                    admin: 0,
                    holds: (0, 0),
                });
            }
        }
        t = end;
    }
    if !new.is_empty() {
        names.list.append(&mut new);
        names.list.sort_by_key(|n| n.span.start);
    }
}

/// The countries of the list that the document names.
fn in_play(names: &Names) -> Vec<Country> {
    let mut out: Vec<Country> = Vec::new();
    for n in names.list.iter().filter(|n| n.stop.is_none()) {
        let Some(c) = names.choices(n).iter().find(|c| c.main && c.facts.kind == Kind::Country) else { continue };
        if !out.contains(&c.facts.country) && RULES.countries.iter().any(|code| country_code(code) == c.facts.country) {
            out.push(c.facts.country);
        }
    }
    out
}

/// One past the last token of an unknown name at `t` where a place is expected; `next` is where a known name begins.
fn run(around: Around<'_>, t: usize, next: Option<usize>) -> Option<usize> {
    let before = around.tokens.get(t - 1)?;
    // prepositions that only a place follows: after `of` or `to` stand people as well
    let placed =
        matches!(around.of(before), "in" | "In" | "near" | "Near" | "around" | "Around" | "outside" | "Outside");
    let name = |i: usize| {
        let token = around.tokens.get(i)?;
        let plain = COMMON | GIVEN_NAME | MONTH | WEEKDAY | OPENER;
        (is_cap(token) && !token.is(plain) && words::classes(around.of(token)) & words::COMMON == 0).then_some(())
    };
    if !placed || before.kind == TokenKind::Number {
        return None;
    }
    name(t)?;
    let mut end = t + 1;
    while end < t + 3
        && next.is_none_or(|n| end < n)
        && around.tokens.get(end).is_some_and(|x| x.has(SPACE))
        && name(end).is_some()
    {
        end += 1;
    }
    let length = around.tokens[end - 1].end - around.tokens[t].start;
    (5..=32).contains(&length).then_some(end)
}

/// The towns of the countries in play that a spelling of this name finds.
fn towns(gazetteer: &Gazetteer, home: u32, play: &[Country], text: &str) -> Option<Vec<Choice>> {
    if !text.is_ascii() {
        return None;
    }
    first_known(gazetteer, home, play, &spellings(text)).or_else(|| {
        if text.len() < 7 {
            return None;
        }
        first_known(gazetteer, home, play, &damaged(text))
    })
}

/// One letter of the name replaced by another, or left out.
fn damaged(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (i, _) in text.bytes().enumerate().skip(1).filter(|(_, b)| b.is_ascii_lowercase()) {
        let (before, after) = (&text[..i], &text[i + 1..]);
        out.extend((b'a'..=b'z').map(|c| format!("{before}{}{after}", char::from(c))));
        out.push(format!("{before}{after}"));
    }
    out
}

/// The towns of the first of these spellings that names one; all are looked up at once, apart by a blank line, which no
/// name spans.
fn first_known(gazetteer: &Gazetteer, home: u32, play: &[Country], spellings: &[String]) -> Option<Vec<Choice>> {
    let lines = spellings.join("\n\n");
    let found = gazetteer.find(&lines);
    let mut at = 0;
    for spelling in spellings {
        let line = Span::new(at, at + spelling.len());
        at = line.end + 2;
        let from = found.partition_point(|m| m.span.start < line.start);
        let Some(m) = found.get(from).filter(|m| m.span == line) else { continue };
        let mut choices: Vec<Choice> = Vec::new();
        for c in gazetteer.candidates(m.name).iter().filter(|c| !c.demonym) {
            let facts = Facts::of(gazetteer, c.entity);
            let fits = play.contains(&facts.country) && !facts.is_strong();
            if fits && choices.len() < 16 && !choices.iter().any(|x| x.entity == c.entity) {
                choices.push(Choice { gazetteer: home, entity: c.entity, facts, main: true, near: 0.0 });
            }
        }
        if !choices.is_empty() {
            return Some(choices);
        }
    }
    None
}

/// The spellings one and two rules make, the nearest first.
fn spellings(text: &str) -> Vec<String> {
    let mut out = vec![text.to_string()];
    let mut from = 0;
    for _ in 0..2 {
        let to = out.len();
        for i in from..to {
            let base = out[i].clone();
            step(&base, &mut |s| {
                if out.len() < SPELLINGS && !out.contains(&s) {
                    out.push(s);
                }
            });
        }
        from = to;
    }
    out.remove(0);
    out
}

fn step(base: &str, add: &mut impl FnMut(String)) {
    for group in &RULES.endings {
        if let Some(end) = group.iter().find(|e| base.ends_with(e.as_str())) {
            let stem = &base[..base.len() - end.len()];
            group.iter().filter(|e| *e != end).for_each(|e| add(format!("{stem}{e}")));
        }
    }
    for group in &RULES.beginnings {
        if let Some(first) = group.iter().find(|f| base.starts_with(f.as_str())) {
            let rest = &base[first.len()..];
            let fits =
                |f: &&String| *f != first && (!f.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase()));
            group.iter().filter(fits).take(8).for_each(|f| add(format!("{f}{rest}")));
        }
    }
    for (a, b) in &RULES.inside {
        for (i, _) in base.match_indices(a.as_str()).filter(|(i, _)| *i > 0) {
            add(format!("{}{b}{}", &base[..i], &base[i + a.len()..]));
        }
    }
    let bytes = base.as_bytes();
    for i in 1..bytes.len() {
        if bytes[i] == bytes[i - 1] && bytes[i].is_ascii_alphabetic() {
            add(format!("{}{}", &base[..i], &base[i + 1..]));
        }
    }
    for i in 1..bytes.len().saturating_sub(1) {
        if bytes[i].is_ascii_lowercase()
            && bytes[i] != bytes[i - 1]
            && bytes[i] != bytes[i + 1]
            && !b"aeiou".contains(&bytes[i])
        {
            add(format!("{}{}{}", &base[..i], &base[i..=i], &base[i..]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn spellings_are_few_and_differ() {
        for name in ["Latakiyah", "Fallouja", "Makhmour", "Al-Hasakeh", "", "X", "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            let all = spellings(name);
            assert!(all.len() <= 160 && !all.iter().any(|s| s == name), "{name}");
        }
        assert!(spellings("Fallouja").contains(&"Falluja".to_string()));
        assert!(spellings("Latakiyah").contains(&"Latakia".to_string()));
    }
}
