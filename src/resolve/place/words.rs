//! Classes of the words around a place name, from `seeds/lexicons/places/`.

use super::facts::{Country, country_code};
use super::names::Around;
use crate::gazetteer::{Entity, Gazetteer, Match};
use crate::text::tokens::{CAPITAL, Token, TokenKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// A set of classes, one bit each.
pub(in crate::resolve) type Classes = u32;

/// in, near, northern, city: what follows is rather a place.
pub(super) const LOCATIVE: Classes = 1;
/// of, and, said: says nothing about the name beside it.
pub(super) const WEAK: Classes = 1 << 1;
/// province, governorate, state.
pub(in crate::resolve) const DIVISION: Classes = 1 << 2;
/// county, district.
pub(in crate::resolve) const DISTRICT: Classes = 1 << 3;
/// city, town, village.
pub(in crate::resolve) const SETTLEMENT: Classes = 1 << 4;
/// Road, Bridge, School: the name before it is part of a longer one.
pub(super) const STREET: Classes = 1 << 5;
/// Raiders, Lakers: a team.
pub(super) const SPORT: Classes = 1 << 6;
/// Ford, Olympic, Union: capitalised and hardly ever a place.
pub(super) const BRAND: Classes = 1 << 7;
/// Mount, Lake, Greater: may stand capitalised before a place.
pub(super) const BEFORE: Classes = 1 << 8;
/// City of X, Government of X: X is the place all the same.
pub(super) const SEAT: Classes = 1 << 9;
/// War, Virus, Treaty: the name before it is part of a term.
pub(super) const TERM: Classes = 1 << 10;
/// Department, School, Court: a public body, which stands where the name before it says.
pub(super) const BODY: Classes = 1 << 11;
/// Fla., N.J.: an abbreviation that needs no town before it.
pub(super) const CLEAR: Classes = 1 << 12;
/// man, police, residents: who or what is from the place before it.
pub(super) const LOCAL: Classes = 1 << 13;
/// A common English word.
pub(super) const COMMON: Classes = 1 << 14;
/// A surname.
pub(super) const SURNAME: Classes = 1 << 15;
/// saw, reported, recorded: what a country does without acting, if an event follows.
pub(super) const SEES: Classes = 1 << 16;
/// case, outbreak, earthquake: what a country sees and reports.
pub(super) const EVENT: Classes = 1 << 17;
/// hit, stormed, attack: what befalls a city, not a government in it.
pub(super) const STRIKE: Classes = 1 << 18;
/// man, residents, mayor: whoever they belong to is a place.
pub(super) const DWELLER: Classes = 1 << 19;

/// Lake, Camp, Port: opens the name of a place.
pub(in crate::resolve) const OPENING: Classes = 1 << 20;
/// Interstate, Route, Highway: a number after it makes a road.
pub(in crate::resolve) const ROAD: Classes = 1 << 21;

/// airport, hospital, mosque: in small letters after a name, called after it.
pub(in crate::resolve) const BUILDING: Classes = 1 << 22;
/// led, run, backed: behind a hyphen, by whom a body is led.
pub(in crate::resolve) const LED: Classes = 1 << 23;

const CLASSES: &[(&str, Classes)] = &[
    ("locative", LOCATIVE),
    ("weak", WEAK),
    ("division", DIVISION),
    ("district", DISTRICT),
    ("settlement", SETTLEMENT),
    ("street", STREET),
    ("sport", SPORT),
    ("brand", BRAND),
    ("before", BEFORE),
    ("seat", SEAT),
    ("term", TERM),
    ("body", BODY),
    ("clear", CLEAR),
    ("local", LOCAL),
    ("sees", SEES),
    ("event", EVENT),
    ("strike", STRIKE),
    ("dweller", DWELLER),
    ("opening", OPENING),
    ("road", ROAD),
    ("building", BUILDING),
    ("led", LED),
];

/// How the ids of signs of a country begin; the rest is its code.
const SIGN: &str = "sign:";

/// Phrases with a place in them that are no place (`White House`, `Geneva Convention`), and signs of a country (`Crown
/// Court`).
static PHRASES: LazyLock<Option<Gazetteer>> = LazyLock::new(|| {
    let lines = include_str!("../../../seeds/lexicons/places/phrases.txt").lines();
    let phrases = lines.map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut entities: Vec<Entity> = phrases.map(|p| Entity::new(p, p)).collect();
    let lines = include_str!("../../../seeds/lexicons/places/signs.csv").lines().skip(1);
    for (country, signs) in lines.filter_map(|l| l.split_once(',')) {
        let entity = |(i, sign): (usize, &str)| Entity::new(format!("{SIGN}{country}{i}"), sign.trim());
        entities.extend(signs.split('|').enumerate().map(entity));
    }
    Gazetteer::new(entities).ok()
});

/// Where the text has a phrase that is no place, in order, disjoint, and the countries it has signs of, each sign once.
pub(super) fn phrases(text: &str) -> (Vec<Match>, Vec<Country>) {
    let Some(gazetteer) = PHRASES.as_ref() else { return Default::default() };
    let (mut found, mut signs, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for m in gazetteer.find(text) {
        let Some(c) = gazetteer.candidates(m.name).first() else { continue };
        match gazetteer.entity(c.entity).id.strip_prefix(SIGN) {
            None => found.push(m),
            Some(code) if seen.len() < MOST_SIGNS && !seen.contains(&m.name) => {
                seen.push(m.name);
                signs.push(country_code(code));
            }
            Some(_) => (),
        }
    }
    (found, signs)
}

/// The most signs kept of a text.
const MOST_SIGNS: usize = 32;

/// The longest word the lists hold, in bytes.
const MAX: usize = 32;

static WORDS: LazyLock<FxHashMap<&'static [u8], Classes>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static [u8], Classes> = FxHashMap::default();
    let lines = include_str!("../../../seeds/lexicons/places/words.csv").lines().skip(1);
    for (class, list) in lines.filter_map(|l| l.split_once(',')) {
        let bit = CLASSES.iter().find(|c| c.0 == class).map_or(0, |c| c.1);
        for word in list.split('|') {
            *words.entry(word.as_bytes()).or_default() |= bit;
        }
    }
    let lists = [
        (COMMON, include_str!("../../../seeds/places/common_words.txt")),
        (SURNAME, include_str!("../../../seeds/lexicons/places/surnames.txt")),
    ];
    for (bit, list) in lists {
        for word in list.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            *words.entry(word.as_bytes()).or_default() |= bit;
        }
    }
    words
});

/// The classes of a word, whatever its case.
pub(in crate::resolve) fn classes(word: &str) -> Classes {
    let mut buffer = [0u8; MAX];
    let Some(low) = buffer.get_mut(..word.len()) else { return 0 };
    low.copy_from_slice(word.as_bytes());
    low.make_ascii_lowercase();
    WORDS.get(&low[..]).copied().unwrap_or(0)
}

/// The words, in small letters, of which the text must be asked whether it writes them in small letters too.
#[derive(Default)]
pub(super) struct Lowered<'a> {
    words: FxHashSet<&'a str>,
}

impl<'a> Lowered<'a> {
    /// The words among `wanted` (sorted, in small letters) that are written in small letters among the tokens.
    pub(super) fn of(wanted: &[String], around: Around<'a>) -> Self {
        if wanted.is_empty() {
            return Lowered::default();
        }
        // a first sieve by length and first letter keeps the hashing off most words
        let mut sieve = [0u64; 32];
        for w in wanted {
            let first = w.bytes().next().unwrap_or(0);
            sieve[usize::from(first & 31)] |= 1 << w.len().min(63);
        }
        let bytes = around.text.as_bytes();
        let passes = |t: &Token| {
            let first = bytes.get(t.start as usize).copied().unwrap_or(0);
            let length = (t.end - t.start).min(63);
            t.kind == TokenKind::Word && !t.has(CAPITAL) && sieve[usize::from(first & 31)] >> length & 1 != 0
        };
        let words = around.tokens.iter().filter(|t| passes(t)).map(|t| around.of(t));
        let found = words.filter(|w| wanted.binary_search_by(|x| x.as_str().cmp(w)).is_ok());
        Lowered { words: found.collect() }
    }

    /// Whether the text writes this word in small letters.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}
