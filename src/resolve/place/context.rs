//! What the document says of where it is: countries and divisions in play, fixed points on the map.

use super::choose::Chosen;
use super::facts::{Country, Facts, Kind, country};
use super::names::{Around, How, Name, Names};
use super::words;
use crate::text::lexicon::{COMPASS, LAND_NOUN};
use crate::text::tokens::{Token, TokenKind};
use rustc_hash::FxHashMap;

/// Countries, divisions and points in play.
pub(super) struct Context {
    countries: FxHashMap<Country, f32>,
    divisions: FxHashMap<u16, f32>,
    /// Sum of the weights of all countries; at least 1.
    total: f32,
    /// Points of places that are sure, at most [`ANCHORS`].
    pub anchors: Vec<(f32, f32)>,
    /// What each group of names has added itself: no name speaks for itself.
    own: Vec<Own>,
}

/// The weights a group of names has added to a country and a division.
#[derive(Clone, Copy, Default)]
struct Own {
    country: (Country, f32),
    division: (u16, f32),
    /// Its vote for each of its divisions and for each of its countries.
    votes: (f32, f32),
}

/// The most anchors kept; more add nothing and cost time.
const ANCHORS: usize = 24;

/// A name in more divisions than this has no vote.
const VOTES: usize = 16;

/// How much one sign of a country weighs, and how many count.
const SIGN: f32 = 1.0;
const SIGNS: usize = 3;

/// The tenth mention of a name says no more than the ninth.
const MENTIONS: u32 = 8;

impl Context {
    /// The weight of a country in the document, without what this group of names has added itself.
    pub(super) fn country(&self, c: Country, group: u32) -> f32 {
        let own = self.own.get(group as usize).copied().unwrap_or_default();
        let weight = self.countries.get(&c).copied().unwrap_or(0.0) - own.votes.1;
        if own.country.0 == c { (weight - own.country.1).max(0.0) } else { weight.max(0.0) }
    }

    /// The weight of all countries, without what this group has added.
    pub(super) fn total(&self, group: u32) -> f32 {
        (self.total - self.own.get(group as usize).map_or(0.0, |o| o.country.1)).max(1.0)
    }

    /// The weight of a first-level division in the document, without what this group has added.
    pub(super) fn division(&self, d: u16, group: u32) -> f32 {
        if d == 0 {
            return 0.0;
        }
        let own = self.own.get(group as usize).copied().unwrap_or_default();
        let weight = self.divisions.get(&d).copied().unwrap_or(0.0) - own.votes.0;
        if own.division.0 == d { (weight - own.division.1).max(0.0) } else { weight.max(0.0) }
    }

    /// Adds what a group says of a country and a division; all mentions of a group say the same.
    fn add(&mut self, group: u32, country: (Country, f32), division: (u16, f32)) {
        *self.countries.entry(country.0).or_default() += country.1;
        if division.0 != 0 {
            *self.divisions.entry(division.0).or_default() += division.1;
        }
        if let Some(own) = self.own.get_mut(group as usize) {
            own.country = (country.0, own.country.1 + country.1);
            own.division = (division.0, own.division.1 + division.1);
        }
    }

    /// Mean distance in kilometres to the three nearest anchors.
    pub(super) fn distance(&self, point: (f32, f32)) -> Option<f32> {
        let mut best = [f32::MAX; 3];
        for &a in self.anchors.iter().filter(|a| **a != point) {
            // the latitudes alone may tell that it is farther
            if Facts::km_at_least(point, a) > best[2] {
                continue;
            }
            let d = Facts::km(point, a);
            if d < best[2] {
                best[2] = d;
                best.sort_by(f32::total_cmp);
            }
        }
        let near = best.iter().take_while(|d| **d < f32::MAX);
        let count = near.clone().count();
        if count == 0 { None } else { Some(near.sum::<f32>() / count as f32) }
    }

    /// An empty one for so many groups of names.
    fn for_groups(groups: usize) -> Context {
        Context {
            countries: FxHashMap::with_capacity_and_hasher(groups, Default::default()),
            divisions: FxHashMap::with_capacity_and_hasher(groups, Default::default()),
            total: 0.0,
            anchors: Vec::new(),
            own: vec![Own::default(); groups],
        }
    }

    /// Gathers the context from the names that are hardly in doubt.
    pub(super) fn of(names: &Names) -> Context {
        let mut out = Context::for_groups(names.groups.len());
        let mut counted = vec![0; names.groups.len()];
        for n in names.list.iter().filter(|n| n.stop.is_none()) {
            counted[n.group as usize] += 1;
            if counted[n.group as usize] > MENTIONS {
                continue;
            }
            let choices = names.choices(n);
            if n.country != 0 {
                *out.countries.entry(n.country).or_default() += 0.5;
            }
            if n.admin != 0 {
                *out.divisions.entry(n.admin).or_default() += 1.0;
                continue;
            }
            let prior = |c: &&super::names::Choice| {
                let kind = match c.facts.kind {
                    Kind::Country => 1e12,
                    Kind::Region | Kind::Water => 1e11,
                    Kind::Admin1 => 2e6,
                    _ => 0.0,
                };
                kind + c.facts.population * if c.main { 1.0 } else { 0.05 }
            };
            let Some(top) = choices.iter().max_by(|a, b| prior(a).total_cmp(&prior(b))) else { continue };
            let f = top.facts;
            // Georgia, Jordan, Lebanon: a country and a state or town of an English-speaking one
            let double = f.kind == Kind::Country
                && choices.iter().any(|c| {
                    c.main
                        && matches!(c.facts.kind, Kind::Admin1 | Kind::City)
                        && c.facts.population > 8000.0
                        && is_english(c.facts.country)
                });
            if n.holds.1 != 0 {
                *out.divisions.entry(n.holds.1).or_default() += 2.0;
            }
            if double {
                continue;
            }
            let mains = choices.iter().filter(|c| c.main).count();
            match f.kind {
                Kind::Country => {
                    out.add(n.group, (f.country, if n.how == How::Demonym { 1.5 } else { 2.0 }), (0, 0.0));
                }
                Kind::Region | Kind::Water => continue,
                Kind::Admin1 if choices.iter().filter(|c| c.main).all(|c| c.facts.country == f.country) => {
                    out.add(n.group, (f.country, 1.0), (f.admin, 2.0));
                    out.anchor(f);
                }
                _ if mains == 1 || f.population > 1e6 => {
                    out.add(n.group, (f.country, 1.0), (f.admin, 0.7));
                    out.anchor(f);
                }
                _ => (),
            }
        }
        out.votes(names);
        out.signs(names);
        out.close()
    }

    /// The context again, from what was chosen with it: what is sure now counts in full.
    pub(super) fn again(names: &Names, chosen: &[Option<Chosen>]) -> Context {
        let mut out = Context::for_groups(names.groups.len());
        let mut counted = vec![0; names.groups.len()];
        for n in names.list.iter().filter(|n| n.stop.is_none()) {
            counted[n.group as usize] += 1;
            if counted[n.group as usize] > MENTIONS {
                continue;
            }
            let Some(c) = chosen.get(n.group as usize).and_then(Option::as_ref) else { continue };
            let (f, sure) = (c.choice.facts, (c.ahead / 3.0).clamp(0.0, 1.0));
            match f.kind {
                Kind::Country => {
                    let weight = if n.how == How::Demonym { 1.5 } else { 2.0 };
                    out.add(n.group, (f.country, sure * weight), (0, 0.0));
                }
                Kind::Region | Kind::Water => (),
                _ => {
                    let weight = if f.kind == Kind::Admin1 { 2.0 } else { 1.0 };
                    out.add(n.group, (f.country, sure), (f.admin, sure * weight));
                    if sure > 0.5 {
                        out.anchor(f);
                    }
                }
            }
        }
        out.votes(names);
        out.signs(names);
        out.close()
    }

    /// Names in doubt speak together: each gives one vote, shared among the divisions and countries it may lie in.
    fn votes(&mut self, names: &Names) {
        let mut live = vec![false; names.groups.len()];
        names
            .list
            .iter()
            .filter(|n| n.stop.is_none() && n.how != How::Demonym)
            .for_each(|n| live[n.group as usize] = true);
        let (mut divisions, mut countries) = (Vec::new(), Vec::new());
        for (at, (group, _)) in names.groups.iter().zip(&live).enumerate().filter(|(_, (_, live))| **live) {
            divisions.clear();
            countries.clear();
            let towns = group
                .iter()
                .filter(|c| c.main && !matches!(c.facts.kind, Kind::Country | Kind::Region | Kind::Water | Kind::Site));
            for c in towns {
                if c.facts.admin != 0 && !divisions.contains(&c.facts.admin) {
                    divisions.push(c.facts.admin);
                }
                if c.facts.country != 0 && !countries.contains(&c.facts.country) {
                    countries.push(c.facts.country);
                }
            }
            let vote = |most: f32, count: usize| if (1..=VOTES).contains(&count) { most / count as f32 } else { 0.0 };
            let votes = (vote(0.8, divisions.len()), vote(0.5, countries.len()));
            divisions.iter().filter(|_| votes.0 > 0.0).for_each(|d| *self.divisions.entry(*d).or_default() += votes.0);
            countries.iter().filter(|_| votes.1 > 0.0).for_each(|c| *self.countries.entry(*c).or_default() += votes.1);
            if let Some(own) = self.own.get_mut(at) {
                own.votes = votes;
            }
        }
    }

    /// What no name says: a Crown Court sits in Britain.
    fn signs(&mut self, names: &Names) {
        for (i, country) in names.signs.iter().enumerate() {
            let before = names.signs.iter().take(i).filter(|c| *c == country).count();
            if before < SIGNS {
                *self.countries.entry(*country).or_default() += SIGN;
            }
        }
    }

    fn close(mut self) -> Context {
        // the order of a sum of floats in a map is not fixed: add in order of the keys
        let mut weights: Vec<(Country, f32)> = self.countries.iter().map(|(k, v)| (*k, *v)).collect();
        weights.sort_by_key(|w| w.0);
        self.total = weights.iter().map(|w| w.1).sum::<f32>().max(1.0);
        self
    }

    fn anchor(&mut self, f: Facts) {
        if let Some(p) = f.point.filter(|p| self.anchors.len() < ANCHORS && !self.anchors.contains(p)) {
            self.anchors.push(p);
        }
    }
}

/// Countries where many towns bear names of other countries and towns.
pub(super) fn is_english(c: Country) -> bool {
    matches!(c, country::USA | country::CAN | country::GBR | country::AUS)
}

/// Reads `Mosul, Iraq`, `Paris, Texas`, `Tripoli, in northern Lebanon`, `Iraq's Mosul` and `the Syrian city of Homs` into
/// the names.
pub(super) fn hints(around: Around<'_>, names: &mut Names) {
    let mut missing = Vec::new();
    for i in 0..names.list.len() {
        if names.list[i].how != How::Name {
            continue;
        }
        let after = i + 1;
        let found = names.list.get(after).filter(|h| h.how != How::Demonym && follows(around, &names.list[i], h));
        let after = found.and_then(|h| inside(names, &names.list[i], h)).map(|holds| (after, holds));
        let before = i.checked_sub(1).filter(|_| after.is_none());
        let before = before.filter(|b| precedes(around, &names.list[*b], &names.list[i]));
        let before = before.and_then(|b| inside(names, &names.list[i], &names.list[b]).map(|holds| (b, holds)));
        let Some((holder, holds)) = after.or(before) else {
            if names.list.get(i + 1).is_some_and(|h| apart(around, names, i, h)) {
                missing.push(names.list[i].group);
            }
            continue;
        };
        names.list[holder].holds = holds;
        let n = &mut names.list[i];
        (n.country, n.admin) = holds;
        if n.stop.is_some_and(|s| super::rivals::is_doubt(s) || matches!(s, "end of a longer name" | "acronym")) {
            n.stop = None;
        }
    }
    if missing.is_empty() {
        return;
    }
    let mut hinted = vec![false; names.groups.len()];
    names.list.iter().filter(|n| (n.country, n.admin) != (0, 0)).for_each(|n| hinted[n.group as usize] = true);
    let mut absent = vec![false; names.groups.len()];
    missing.iter().filter(|g| !hinted[**g as usize]).for_each(|g| absent[*g as usize] = true);
    names.list.iter_mut().filter(|n| absent[n.group as usize]).for_each(|n| n.stop = Some(super::rivals::ABSENT));
}

/// Whether a state or country follows after a comma in which no place of that name is listed: `Belgrade, Minn.`.
fn apart(around: Around<'_>, names: &Names, i: usize, holder: &Name) -> bool {
    let n = &names.list[i];
    let comma = holder.first == n.last + 2 && around.after(n).is_some_and(|t| around.of(t) == ",");
    if !comma || n.stop.is_some() || holder.stop.is_some() || holder.how == How::Demonym {
        return false;
    }
    let wide = |h: &super::names::Choice| h.main && matches!(h.facts.kind, Kind::Country | Kind::Admin1);
    let only = names.choices(holder).iter().all(|h| wide(h) || !h.main || h.facts.population < 100_000.0);
    if !only || !names.choices(holder).iter().any(wide) {
        return false;
    }
    // nobody lists a city with states: Paris, Idaho
    let state = holder.how == How::Abbreviation || names.choices(holder).iter().all(|h| h.facts.kind != Kind::Country);
    let big = |c: &super::names::Choice| c.facts.kind == Kind::Admin1 || c.facts.population > 1e6 && !state;
    if names.choices(n).iter().any(|c| c.facts.is_strong() || big(c)) {
        return false;
    }
    // a list: Paris, Spain and Greece
    let list = |t: Option<&Token>| t.is_some_and(|t| matches!(around.of(t), "and" | "or" | "&"));
    let next = around.after(holder);
    let more =
        next.is_some_and(|t| around.of(t) == ",") && names.list.get(i + 2).is_some_and(|m| m.first == holder.last + 2);
    let before = around.before(n);
    let earlier = before.is_some_and(|t| matches!(around.of(t), "," | "and" | "or"))
        && i > 0
        && names.list[i - 1].last + 2 == n.first;
    holder.how == How::Abbreviation || !(list(next) || more || earlier)
}

/// What a name must mean for a place of the other name to lie in it: a country or a first-level division.
fn inside(names: &Names, n: &Name, holder: &Name) -> Option<(Country, u16)> {
    let mut best: Option<(f32, (Country, u16))> = None;
    for h in names.choices(holder) {
        for c in names.choices(n).iter().filter(|c| (c.gazetteer, c.entity) != (h.gazetteer, h.entity)) {
            let country =
                h.facts.kind == Kind::Country && c.facts.country == h.facts.country && c.facts.kind != Kind::Country;
            let admin = h.facts.kind == Kind::Admin1
                && h.facts.admin != 0
                && c.facts.admin == h.facts.admin
                && c.facts.kind != Kind::Admin1;
            let weight = c.facts.population * if c.main { 1.0 } else { 0.1 };
            if (country || admin) && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, if country { (h.facts.country, 0) } else { (0, h.facts.admin) }));
            }
        }
    }
    best.map(|b| b.1)
}

/// `Mosul, Iraq`; `Tripoli, in northern Lebanon`; `Athens in Georgia`; `Springfield (Ohio)`; `Homs province of Syria`.
fn follows(around: Around<'_>, n: &Name, holder: &Name) -> bool {
    let noun = |t: &Token| t.is(LAND_NOUN) || around.classes(Some(t)) & words::DIVISION != 0;
    let (mut near, mut land) = (false, n.last > n.first && around.tokens.get(n.last).is_some_and(noun));
    let Some(mut between) = around.tokens.get(n.last + 1..holder.first) else { return false };
    if let Some((noun, rest)) = between.split_first().filter(|(t, _)| noun(t)) {
        (land, between) = (noun.kind == TokenKind::Word, rest);
    }
    around.after(n).is_some()
        && (1..=4).contains(&between.len())
        && between.iter().all(|t| {
            let word = around.of(t);
            near |= matches!(word, "in" | "(") || between.len() == 1 && word == "," || land && word == "of";
            matches!(word, "," | "in" | "(" | "the") || land && word == "of" || t.is(COMPASS)
        })
        && near
}

/// `Iraq's Mosul`; `the Syrian city of Homs`.
fn precedes(around: Around<'_>, holder: &Name, n: &Name) -> bool {
    let Some(between) = around.tokens.get(holder.last + 1..n.first) else { return false };
    let Some(last) = between.last().filter(|_| around.after(holder).is_some() && around.before(n).is_some()) else {
        return false;
    };
    let small = |t: &Token| t.kind == TokenKind::Word && !super::names::is_cap(t);
    if holder.how == How::Demonym {
        let noun = between.len().checked_sub(2).and_then(|i| between.get(i));
        return between.len() <= 5
            && between.iter().all(small)
            && around.of(last) == "of"
            && noun.is_some_and(|t| t.is(LAND_NOUN));
    }
    between.len() <= 2
        && between.first().is_some_and(|t| t.kind == TokenKind::Possessive)
        && between.iter().skip(1).all(|t| t.is(COMPASS))
}
