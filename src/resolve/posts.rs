//! Posts beside a name: which of two namesakes is meant, and whether it is the known one at all.
//!
//! Careers go from the army into offices and not back: who left a civil office before the day of the text commands no
//! regular force, and who took a command only later was no minister before. A rank says nothing, for generals hold
//! offices and keep their rank. A minister, president or senator belongs to the state named before the post.

use super::known::Sort;
use super::names::{Finder, POST};
use super::offices::{self, Office};
use super::view::{BREAK, FUNCTION, HEADLINE, JOINED, NAMED, View};
use crate::date::Date;
use crate::gazetteer::{Candidate, Candidates, Gazetteer};
use crate::text::TokenKind;
use crate::text::lexicon::{FINITE, ROLE};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// Words before a name that may be its post.
const BEFORE: usize = 6;
/// Words after its comma that may be.
const AFTER: usize = 12;

#[derive(Deserialize)]
struct File {
    military: Military,
    civil: List,
    state: List,
}

#[derive(Deserialize)]
struct Military {
    posts: Vec<String>,
    bodies: Vec<String>,
    not: Vec<String>,
}

#[derive(Deserialize)]
struct List {
    posts: Vec<String>,
}

static WORDS: LazyLock<File> = LazyLock::new(|| {
    // the file is part of the crate and checked by its tests
    toml::from_str(include_str!("../../seeds/lexicons/actors/posts.toml"))
        .unwrap_or_else(|e| unreachable!("posts.toml: {e}"))
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sphere {
    Military,
    Civil,
}

fn listed(list: &[String], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// The words right before and after a name that tell its bearer's post.
struct Around {
    before: Range<usize>,
    after: Range<usize>,
}

impl Around {
    fn new(v: &View<'_>, from: usize, to: usize) -> Around {
        let mut start = from;
        while from - start < BEFORE
            && start > 0
            && v.has(start, JOINED)
            && !v.has(start, BREAK)
            && v.kind(start - 1) == Some(TokenKind::Word)
            && !v.is(start - 1, FUNCTION | FINITE)
        {
            start -= 1;
        }
        let none = Around { before: start..from, after: to..to };
        if v.word(to) != "," || v.has(to + 1, BREAK) {
            return none;
        }
        let mut end = to + 1;
        let mut post = None;
        while end - to <= AFTER && v.kind(end) == Some(TokenKind::Word) && !v.has(end, BREAK) && !v.is(end, FINITE) {
            if post.is_none() && v.is(end, ROLE) && end - to <= 5 {
                post = Some(end);
            }
            end += 1;
        }
        // Ali Reed, commander Mia Stone and …: a list
        let lists = post.is_some_and(|p| v.has(p + 1, NAMED) && v.has(p + 1, JOINED));
        if post.is_none() || lists { none } else { Around { after: to + 1..end, ..none } }
    }

    fn words<'v>(&self, v: &'v View<'_>) -> impl Iterator<Item = &'v str> + Clone {
        self.before.clone().chain(self.after.clone()).map(|t| v.word(t))
    }

    fn sphere(&self, v: &View<'_>) -> Option<Sphere> {
        let any = |list: &[String]| self.words(v).any(|w| listed(list, w));
        let m = &WORDS.military;
        match (any(&m.posts), any(&WORDS.civil.posts)) {
            (true, false) if any(&m.bodies) && !any(&m.not) => Some(Sphere::Military),
            (false, true) => Some(Sphere::Civil),
            _ => None,
        }
    }
}

fn sphere(office: &Office) -> Option<Sphere> {
    let any = |list: &[String]| office.name.split([' ', '-']).any(|w| listed(list, w));
    match (any(&WORDS.military.posts), any(&WORDS.civil.posts)) {
        (true, false) => Some(Sphere::Military),
        (false, true) => Some(Sphere::Civil),
        _ => None,
    }
}

/// Which of several persons of one name the post beside it means; none where it does not tell.
pub(super) fn choose(
    date: Option<Date>,
    v: &View<'_>,
    gazetteer: &Gazetteer,
    (from, to): (usize, usize),
    candidates: Candidates<'_>,
) -> Option<Candidate> {
    let around = Around::new(v, from, to);
    let here = around.sphere(v);
    let mut best: Option<(i32, Candidate)> = None;
    let mut tie = false;
    for c in candidates.iter().take(8) {
        let entity = gazetteer.entity(c.entity);
        let score = offices::of(entity.id).map(|o| fit(&o, v, &around, here, date)).max().unwrap_or(0);
        match best {
            Some((top, _)) if score == top => tie = true,
            Some((top, _)) if score < top => {}
            _ => (best, tie) = (Some((score, c)), false),
        }
    }
    best.filter(|&(score, _)| score > 0 && !tie).map(|(_, c)| c)
}

/// How well the words fit an office.
fn fit(office: &Office, v: &View<'_>, around: &Around, here: Option<Sphere>, date: Option<Date>) -> i32 {
    let shared = |list: &str| {
        around.words(v).any(|w| w.len() > 2 && list.split([' ', '-']).any(|o| o.len() > 2 && o.eq_ignore_ascii_case(w)))
    };
    let mut score = 2 * i32::from(shared(office.name)) + 2 * i32::from(shared(office.body));
    score += 2 * i32::from(here.is_some() && here == sphere(office));
    match date {
        Some(date) if score > 0 && office.holds(date) => score + 1,
        Some(date) if score > 0 && office.misses(date) => score - 1,
        _ => score,
    }
}

/// Takes known persons whose post in the text contradicts what is known of them for somebody else of that name.
pub(super) fn contradicted(f: &mut Finder<'_, '_>) {
    for n in 0..f.names.len() {
        let name = f.names[n];
        let (from, to) = (name.from as usize, name.to as usize);
        if name.sort != Sort::Person || f.view.has(from, HEADLINE) || !contradicts(f, from, to, name.who) {
            continue;
        }
        let first = f.names.iter().position(|o| o.who == name.who && !f.view.has(o.from as usize, HEADLINE)) == Some(n);
        let words = name.span.of(f.view.text);
        let who = f.cast.local(words, Sort::Person, "person");
        f.cast.index_person(f.view, from, to, who);
        for (i, other) in f.names.iter_mut().enumerate() {
            if other.who == name.who && (i == n || first) {
                other.who = who;
                other.score = 0.8;
                other.rule = "namesake of a known person";
            }
        }
    }
}

fn contradicts(f: &Finder<'_, '_>, from: usize, to: usize, who: u32) -> bool {
    let v = f.view;
    let Some((g, e)) = f.cast.get(who).known else { return false };
    let around = Around::new(v, from, to);
    let Some(here) = around.sphere(v) else { return false };
    let Some((gazetteer, _)) = f.input.found.get(g as usize) else { return false };
    let person = gazetteer.entity(e);
    let held = offices::of(person.id);
    if held.clone().next().is_none() {
        return false;
    }
    if here == Sphere::Civil && person.country.is_some_and(|c| of_another_state(f, &around, from, c, held.clone())) {
        return true;
    }
    let Some(date) = f.input.date.filter(|_| to - from > 1) else { return false };
    match here {
        Sphere::Military => {
            held.clone().all(|o| sphere(&o) == Some(Sphere::Civil) && o.to.is_some_and(|to| to.surely_before(date)))
        }
        Sphere::Civil => held
            .clone()
            .all(|o| sphere(&o) == Some(Sphere::Military) && o.from.is_some_and(|from| date.surely_before(from))),
    }
}

/// `Norwegian Prime Minister Ali Reed`: whether the state before the post is another than the person's.
fn of_another_state(
    f: &Finder<'_, '_>,
    around: &Around,
    from: usize,
    country: &str,
    mut held: impl Iterator<Item = Office>,
) -> bool {
    let v = f.view;
    if !(from > 0 && v.is(from - 1, POST) && around.before.clone().any(|t| listed(&WORDS.state.posts, v.word(t)))) {
        return false;
    }
    let state = around.before.clone().filter_map(|t| f.known_at(t)).find(|k| {
        let post = k.to as usize..from;
        k.sort == Sort::State && k.demonym && k.aligned && post.len() <= 3
            && post.clone().any(|t| listed(&WORDS.state.posts, v.word(t)))
            // nothing but the post stands between
            && post.clone().all(|t| f.known_at(t).is_none())
    });
    let Some(state) = state.map(|k| k.entity_of(f.input)) else { return false };
    state.country.is_some_and(|c| c != country) && held.all(|o| o.body != state.name)
}

/// The office a known person holds on this day, and of what, where the years tell.
pub(super) fn held(id: &str, date: Date) -> Option<Office> {
    offices::of(id).find(|o| o.holds(date))
}

/// The one office of a known person with this title, on this day if it is known: `Defence Minister` of what.
pub(super) fn called(id: &str, title: &str, date: Option<Date>) -> Option<Office> {
    let mut fitting =
        offices::of(id).filter(|o| o.name.eq_ignore_ascii_case(title) && !date.is_some_and(|date| o.misses(date)));
    let office = fitting.next()?;
    fitting.all(|o| o.body == office.body).then_some(office)
}
