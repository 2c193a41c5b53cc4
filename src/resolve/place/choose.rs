//! Which place of that name: a sum of points for each, one sense a document.

use super::context::{Context, is_english};
use super::facts::{Kind, country};
use super::names::{Around, Choice, Name, Names};
use super::words;
use crate::text::tokens::{ALL_CAPS, NEWLINE, PARAGRAPH, Token};

/// What was chosen for a group of names.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub choice: Choice,
    pub points: f32,
    /// Points ahead of the second.
    pub ahead: f32,
    pub rule: &'static str,
}

/// What the mentions of one group say together.
#[derive(Default, Clone)]
pub(super) struct Signs {
    group: u32,
    countries: Vec<u32>,
    divisions: Vec<u16>,
    /// What it must be for the towns named beside it to lie in it.
    holds: Vec<(u32, u16)>,
    /// `X province`, `X state`.
    division_word: bool,
    /// `X, Y and Z provinces`.
    listed: bool,
    /// `X City`.
    city_word: bool,
    /// After a locative word.
    locative: bool,
    /// Before a local body or people (`Lebanon residents`): of a country these would be named by the adjective.
    local: bool,
    any: bool,
}

/// The most hints kept for one name.
const HINTS: usize = 8;

/// What the mentions of each group say.
pub(super) fn signs(around: Around<'_>, names: &Names) -> Vec<Signs> {
    let mut signs = vec![Signs::default(); names.groups.len()];
    for n in names.list.iter().filter(|n| n.stop.is_none()) {
        signs[n.group as usize].add(around, n);
    }
    for (group, signs) in signs.iter_mut().enumerate() {
        signs.group = group as u32;
    }
    signs
}

/// Chooses a place for every group; `None` where no place is likely.
pub(super) fn choose(names: &Names, signs: &[Signs], context: &Context) -> Vec<Option<Chosen>> {
    let pick = |(group, signs): (&Vec<Choice>, &Signs)| if signs.any { best(group, signs, context) } else { None };
    names.groups.iter().zip(signs).map(pick).collect()
}

impl Signs {
    fn add(&mut self, around: Around<'_>, n: &Name) {
        self.any = true;
        if n.country != 0 && self.countries.len() < HINTS && !self.countries.contains(&n.country) {
            self.countries.push(n.country);
        }
        if n.admin != 0 && self.divisions.len() < HINTS && !self.divisions.contains(&n.admin) {
            self.divisions.push(n.admin);
        }
        if n.holds != (0, 0) && self.holds.len() < HINTS && !self.holds.contains(&n.holds) {
            self.holds.push(n.holds);
        }
        let next = around.classes(around.after(n));
        self.listed |= is_listed_division(around, n);
        self.division_word |= self.listed || next & words::DIVISION != 0;
        self.city_word |= around.after(n).is_some_and(|t| around.of(t) == "City");
        self.local |= next & (words::DWELLER | words::BODY) != 0 || is_origin(around, n);
        self.locative |= around.classes(around.before(n)) & words::LOCATIVE != 0
            || next & words::LOCAL != 0
            || is_origin(around, n)
            || is_dateline(around, n);
    }

    fn hinted(&self) -> bool {
        !self.countries.is_empty() || !self.divisions.is_empty()
    }
}

/// The most words between a name and the noun of its list: `Zamfara, Akwa Ibom, Kaduna and Niger states`.
const LIST: usize = 12;

/// One of a list that ends in `states` or `provinces`.
fn is_listed_division(around: Around<'_>, n: &Name) -> bool {
    let link = |t: &Token| matches!(around.of(t), "," | "and" | "&");
    let Some(after) = around.after(n).and(around.tokens.get(n.last + 1..)) else { return false };
    let Some(end) = after.iter().take(LIST).position(|t| !link(t) && !super::names::is_cap(t)) else { return false };
    let word = around.of(&after[end]);
    let listed = if end == 0 { around.before(n).is_some_and(link) } else { link(&after[0]) && !link(&after[end - 1]) };
    listed && word.ends_with('s') && words::classes(word) & words::DIVISION != 0
}

/// `43, of Richmond`; `the city of Richmond`.
fn is_origin(around: Around<'_>, n: &Name) -> bool {
    if around.before(n).is_none_or(|b| around.of(b) != "of") {
        return false;
    }
    let head = n.first.checked_sub(2).and_then(|i| around.tokens.get(i));
    head.is_some_and(|h| around.of(h) == "," || around.classes(Some(h)) & words::SETTLEMENT != 0)
}

/// In capitals at the start of a paragraph: `TORRINGTON — The mayor`.
fn is_dateline(around: Around<'_>, n: &Name) -> bool {
    around.tokens.get(n.first).is_some_and(|t| t.has(PARAGRAPH | NEWLINE) && t.has(ALL_CAPS))
        && around.after(n).is_some_and(|t| matches!(around.of(t), "-" | "—" | "–" | "," | "("))
}

fn best(group: &[Choice], signs: &Signs, context: &Context) -> Option<Chosen> {
    let found = best_of(group, group, signs, context)?;
    if is_supported(&found.choice, signs, context) {
        return Some(found);
    }
    // too small to be meant without a word more: then the city that everybody knows, if there is one
    let known = |c: &&Choice| c.main && c.facts.population > KNOWN && is_supported(c, signs, context);
    best_of(group.iter().filter(known), group, signs, context)
}

/// The best of some places of a group.
fn best_of<'a>(
    some: impl IntoIterator<Item = &'a Choice>,
    group: &[Choice],
    signs: &Signs,
    context: &Context,
) -> Option<Chosen> {
    let mut first: Option<Chosen> = None;
    let mut second = f32::MIN;
    for choice in some {
        let (points, rule) = sum(choice, group, signs, context);
        match first {
            Some(f) if points <= f.points => second = second.max(points),
            _ => {
                second = first.map_or(second, |f| f.points);
                first = Some(Chosen { choice: *choice, points, ahead: 0.0, rule });
            }
        }
    }
    let mut chosen = first?;
    chosen.ahead = if second > f32::MIN { chosen.points - second } else { 10.0 };
    Some(chosen)
}

/// The points of a place; `why` hears what each of them is for.
fn points(
    choice: &Choice,
    group: &[Choice],
    signs: &Signs,
    context: &Context,
    why: &mut impl FnMut(&'static str, f32),
) {
    let f = choice.facts;
    let (weight, total) = (context.country(f.country, signs.group), context.total(signs.group));
    why("population", f.size);
    why(f.kind.as_str(), kind_points(f.kind));
    if !choice.main {
        why("another name of it", -2.0);
    }
    if f.kind == Kind::Country {
        let english = [country::USA, country::CAN, country::GBR, country::AUS]
            .iter()
            .map(|c| context.country(*c, signs.group))
            .sum::<f32>();
        let double = english_double(group);
        let beside = group.iter().any(|c| c.near >= 1.0 && is_english(c.facts.country));
        let play = english >= 0.7 * total && total >= 4.0;
        if double && weight == 0.0 && (play || beside && english > 0.0) {
            why("an English-speaking country in play", -7.5);
        }
    }
    if f.kind == Kind::Admin1 && (is_english(f.country) || f.country == country::IND) {
        why("a well-known division", 1.2);
    }
    let city = |c: &Choice| c.facts.is_town() && c.facts.country == f.country && c.facts.population > 100_000.0;
    let big =
        |c: &Choice| c.main && c.facts.is_town() && c.facts.country != f.country && c.facts.population > 200_000.0;
    if f.kind == Kind::Admin1 && !signs.division_word && group.iter().any(city) {
        // Washington, New York, Geneva
        why("a city of that name", -3.0);
    } else if f.kind == Kind::Admin1 && !is_english(f.country) && !signs.division_word && group.iter().any(big) {
        // Gaza is a province of Mozambique, too
        why("a big city of that name elsewhere", -2.0);
    } else if f.kind == Kind::Admin1 && is_english(f.country) && !signs.hinted() {
        // Florida in the state of New York is named with its state
        why("better known than towns of that name", 4.0);
    }
    why("near other names", 2.5 * choice.near.min(2.0));
    why("country in play", 4.0 * weight / total + 0.8 * (2.0 * weight).min(1.0));
    // England tells little more than its country
    let wide = if f.country == country::GBR { 0.4 } else { 1.2 };
    why("state or province in play", (wide * context.division(f.admin, signs.group)).min(3.0));
    if f.kind != Kind::Country && signs.countries.contains(&f.country) {
        why("country named beside it", 8.0);
    }
    if f.kind != Kind::Admin1 && f.admin != 0 && signs.divisions.contains(&f.admin) {
        why("state or province named beside it", 10.0);
    }
    let holds = match f.kind {
        Kind::Country => signs.holds.contains(&(f.country, 0)),
        Kind::Admin1 => f.admin != 0 && signs.holds.contains(&(0, f.admin)),
        _ => false,
    };
    if holds {
        why("a place in it named beside it", 8.0);
    }
    if let Some(d) = f.point.filter(|_| f.is_town() || f.kind == Kind::Admin2).and_then(|at| context.distance(at)) {
        why("near other places", (2.0 * (1.0 - (1.0 + d).log10() / 3.6)).max(0.0));
    }
    if signs.division_word && f.kind == Kind::Admin1 {
        why("province by the word beside it", 4.0);
    }
    if signs.listed && f.kind == Kind::Country && group.iter().any(|c| c.facts.kind == Kind::Admin1) {
        why("one of a list of provinces", -4.0);
    }
    if signs.local && f.kind == Kind::Country && english_double(group) {
        why("local people or bodies named after it", -8.0);
    }
    if signs.local && f.is_town() && weight == 0.0 {
        why("local people or bodies, and nothing else of the country", -1.5);
    }
    if signs.city_word && f.is_town() {
        why("city by the word beside it", 2.0);
    }
}

/// Whether a state or town of an English-speaking country has the name too: Georgia, Lebanon, Jordan.
fn english_double(group: &[Choice]) -> bool {
    group.iter().any(|c| {
        c.main
            && matches!(c.facts.kind, Kind::Admin1 | Kind::City)
            && c.facts.population > 8000.0
            && is_english(c.facts.country)
    })
}

/// A city of more people than this is known far from it.
const KNOWN: f32 = 150_000.0;

/// Points for the kind alone.
fn kind_points(kind: Kind) -> f32 {
    match kind {
        Kind::Country => 9.0,
        Kind::Region | Kind::Water => 7.0,
        Kind::Site => 3.0,
        Kind::Admin1 => 1.4,
        Kind::Admin2 => 1.0,
        // Washington, Athens, Tripoli
        Kind::Capital => 1.5,
        Kind::City => 0.0,
    }
}

/// The points, and the sign that says most for the place.
fn sum(choice: &Choice, group: &[Choice], signs: &Signs, context: &Context) -> (f32, &'static str) {
    let (mut sum, mut most, mut rule) =
        (0.0, 1.5, if choice.facts.kind == Kind::Country { "country" } else { "population" });
    points(choice, group, signs, context, &mut |word, p| {
        sum += p;
        if p > most && SIGNS.contains(&word) && choice.facts.kind != Kind::Country {
            (most, rule) = (p, word);
        }
    });
    (sum, rule)
}

/// Signs of the text, as against what is known of the place itself.
const SIGNS: [&str; 7] = [
    "near other names",
    "country in play",
    "state or province in play",
    "country named beside it",
    "state or province named beside it",
    "province by the word beside it",
    "near other places",
];

/// What speaks for a place and against it, strongest first.
fn reasons(choice: &Choice, group: &[Choice], signs: &Signs, context: &Context) -> (f32, String) {
    let (mut sum, mut list) = (0.0, Vec::new());
    points(choice, group, signs, context, &mut |word, p| {
        sum += p;
        if p != 0.0 {
            list.push((word, p));
        }
    });
    list.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let words: Vec<String> = list.iter().map(|(word, p)| format!("{word} {p:+.1}")).collect();
    (sum, words.join(", "))
}

/// The points and reasons of every place of a group, best first.
pub(super) fn ranked(around: Around<'_>, names: &Names, context: &Context, group: u32) -> Vec<(Choice, f32, String)> {
    let mut signs = Signs { group, ..Signs::default() };
    names.list.iter().filter(|n| n.group == group).for_each(|n| signs.add(around, n));
    let Some(choices) = names.groups.get(group as usize) else { return Vec::new() };
    let mut out: Vec<(Choice, f32, String)> = Vec::new();
    for c in choices {
        let (points, reason) = reasons(c, choices, &signs, context);
        out.push((*c, points, reason));
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1));
    out
}

/// Whether a small place has enough speaking for it.
fn is_supported(choice: &Choice, signs: &Signs, context: &Context) -> bool {
    let f = choice.facts;
    if f.kind != Kind::City || f.meant || f.newsworthy && choice.main || signs.hinted() {
        return true;
    }
    let near = f.point.and_then(|at| context.distance(at)).is_some_and(|d| d < 120.0);
    let (weight, total) = (context.country(f.country, signs.group), context.total(signs.group));
    let support = near || weight >= 1.0 && (weight / total > 0.3 || context.division(f.admin, signs.group) > 0.0);
    let mut need: f32 = match (support, signs.locative) {
        (false, false) => 50_000.0,
        (false, true) => 15_000.0,
        (true, false) => 3_000.0,
        (true, true) => 0.0,
    };
    if !choice.main {
        need = (need * 3.0).max(if support { 20_000.0 } else { 200_000.0 });
    }
    // a town whose people nobody counted is no smaller for that
    f.population >= need || f.population == 0.0 && support && choice.main
}
