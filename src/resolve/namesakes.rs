//! Namesakes: a surname alone means the person of this document who bears it, not somebody the whole world knows.
//!
//! `Layla Haddad opened the port. Haddad told reporters …` speaks of Layla Haddad, whoever else is called so, unless the
//! document names that other one in full, by an office, or before her. A surname beats a given name: after Layla Haddad,
//! `Haddad` is not Haddad Karam.

use super::Input;
use super::cast::Member;
use super::known::Sort;
use super::names::{Finder, POST};
use super::offices;
use super::title::is_courtesy;
use super::view::{HEADLINE, JOINED, NAMED, View};
use crate::text::lexicon::{CUE, RANK, SURNAME, TITLE};
use rustc_hash::{FxHashMap, FxHashSet};

/// Gives surnames back to the persons of the document; the names are in order.
pub(super) fn namesakes(f: &mut Finder<'_, '_>) {
    let v = f.view;
    let bare = |from: u32, to: u32| to - from == 1;
    // who is named by more than the surname, and by which surname
    let some = f.names.len() / 2;
    let mut full: FxHashMap<&str, (usize, u32)> = FxHashMap::with_capacity_and_hasher(some, Default::default());
    let mut whole: FxHashSet<u32> = FxHashSet::with_capacity_and_hasher(some, Default::default());
    for n in &f.names {
        let (from, to) = (n.from as usize, n.to as usize);
        if bare(n.from, n.to) {
            if known(f.cast.get(n.who))
                && (office_before(v, from) || n.sort == Sort::Person && !v.has(from, HEADLINE))
                && !full.contains_key(v.word(from))
            {
                // spoken of before anybody else of that name
                whole.insert(n.who);
            }
        } else if n.sort == Sort::Person {
            whole.insert(n.who);
            if v.has(to - 1, NAMED) {
                full.entry(v.word(to - 1)).or_insert((from, n.who));
            }
        } else if n.sort == Sort::Body {
            whole.insert(n.who);
        }
    }
    for n in 0..f.names.len() {
        let name = f.names[n];
        let from = name.from as usize;
        let member = f.cast.get(name.who);
        // found by a given name, which is somebody's surname too
        let given = name.sort == Sort::Person && !member.name.ends_with(v.word(from));
        if !bare(name.from, name.to) || !given && (whole.contains(&name.who) || !known(member)) {
            continue;
        }
        let speaks = v.is(from + 1, CUE) || from > 0 && v.is(from - 1, CUE);
        if !(name.sort == Sort::Person || name.sort == Sort::Body && speaks) {
            continue;
        }
        let Some(&(at, who)) = full.get(v.word(from)) else { continue };
        if at > from && !v.has(from, HEADLINE) {
            continue;
        }
        let name = &mut f.names[n];
        name.who = who;
        name.sort = Sort::Person;
        name.metonym = false;
        name.score = 0.8;
        name.rule = "named before";
    }
    strangers(f);
}

/// Takes a common surname that stands alone from the well-known person who bears it, if nothing speaks for that person:
/// neither the full name nor the office before it nor the country.
fn strangers(f: &mut Finder<'_, '_>) {
    let v = f.view;
    let mut around: Option<(FxHashSet<u32>, FxHashSet<&str>)> = None;
    for n in 0..f.names.len() {
        let name = f.names[n];
        let from = name.from as usize;
        if name.sort != Sort::Person || name.to - name.from != 1 || !v.is(from, SURNAME) {
            continue;
        }
        let Some(known) = f.cast.get(name.who).known else { continue };
        let (whole, countries) = around.get_or_insert_with(|| {
            let names = f.names.iter().filter(|n| n.to - n.from > 1 || !v.is(n.from as usize, SURNAME));
            let whole = names.clone().filter(|n| n.to - n.from > 1).map(|n| n.who).collect();
            let named = names.filter_map(|n| f.cast.get(n.who).known);
            (whole, named.filter_map(|who| country(f.input, who)).collect())
        });
        let titled = from > 0 && v.has(from, JOINED) && v.has(from - 1, NAMED) && v.is(from - 1, RANK | TITLE);
        let meant = || country(f.input, known).is_none_or(|own| countries.contains(own)) && !titled;
        if whole.contains(&name.who) || in_office(f, from, known) || meant() {
            continue;
        }
        let who = f.cast.local(v.word(from), Sort::Person, "person");
        let name = &mut f.names[n];
        (name.who, name.score, name.rule) = (who, 0.6, "surname alone");
    }
}

/// `President Ortega`: the title before the surname is that of an office the known person has held.
fn in_office(f: &Finder<'_, '_>, from: usize, (gazetteer, entity): (u32, u32)) -> bool {
    let Some(title) = from.checked_sub(1).filter(|_| f.view.has(from, JOINED)).map(|t| f.view.word(t)) else {
        return false;
    };
    let Some((gazetteer, _)) = f.input.found.get(gazetteer as usize) else { return false };
    offices::of(gazetteer.entity(entity).id)
        .any(|o| o.name.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(title)))
}

fn country<'i>(input: &Input<'i>, (gazetteer, entity): (u32, u32)) -> Option<&'i str> {
    input.found.get(gazetteer as usize)?.0.country_of(entity)
}

fn known(member: &Member) -> bool {
    member.known.is_some()
}

/// `President Haddad`: an office says which one; `Mr. Haddad` does not.
fn office_before(v: &View<'_>, from: usize) -> bool {
    from > 0
        && v.has(from, JOINED)
        && v.is(from - 1, POST)
        && v.has(from - 1, NAMED)
        && !is_courtesy(v.word(from - 1))
        && !matches!(v.word(from - 1), "Dr" | "Dr.")
}
