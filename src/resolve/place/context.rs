//! What the document says of where it is: countries and divisions in play, fixed points on the map.

use super::choose::Chosen;
use super::facts::{Country, Facts, Kind, country};
use super::names::{Around, How, Names};
use crate::text::tokens::TokenKind;
use rustc_hash::FxHashMap;

/// Countries, divisions and points in play.
#[derive(Default)]
pub(super) struct Context {
    countries: FxHashMap<Country, f32>,
    divisions: FxHashMap<u16, f32>,
    /// Sum of the weights of all countries; at least 1.
    pub total: f32,
    /// Points of places that are sure, at most [`ANCHORS`].
    pub anchors: Vec<(f32, f32)>,
}

/// The most anchors kept; more add nothing and cost time.
const ANCHORS: usize = 24;

/// A name in more divisions than this has no vote.
const VOTES: usize = 16;

/// The tenth mention of a name says no more than the ninth.
const MENTIONS: u32 = 8;

impl Context {
    /// The weight of a country in the document.
    pub(super) fn country(&self, c: Country) -> f32 {
        self.countries.get(&c).copied().unwrap_or(0.0)
    }

    /// The weight of a first-level division in the document.
    pub(super) fn division(&self, d: u16) -> f32 {
        if d == 0 { 0.0 } else { self.divisions.get(&d).copied().unwrap_or(0.0) }
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

    /// Gathers the context from the names that are hardly in doubt.
    pub(super) fn of(names: &Names) -> Context {
        let mut out = Context::default();
        let mut counted: FxHashMap<u32, u32> = FxHashMap::default();
        for n in names.list.iter().filter(|n| n.stop.is_none()) {
            let times = counted.entry(n.group).or_default();
            *times += 1;
            if *times > MENTIONS {
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
            if double {
                continue;
            }
            let mains = choices.iter().filter(|c| c.main).count();
            match f.kind {
                Kind::Country => {
                    *out.countries.entry(f.country).or_default() += if n.how == How::Demonym { 1.5 } else { 2.0 }
                }
                Kind::Region | Kind::Water => continue,
                Kind::Admin1 if choices.iter().filter(|c| c.main).all(|c| c.facts.country == f.country) => {
                    *out.countries.entry(f.country).or_default() += 1.0;
                    *out.divisions.entry(f.admin).or_default() += 2.0;
                    out.anchor(f);
                }
                _ if mains == 1 || f.population > 1e6 => {
                    *out.countries.entry(f.country).or_default() += 1.0;
                    if f.admin != 0 {
                        *out.divisions.entry(f.admin).or_default() += 0.7;
                    }
                    out.anchor(f);
                }
                _ => (),
            }
        }
        out.votes(names);
        out.close()
    }

    /// The context again, from what was chosen with it: what is sure now counts in full.
    pub(super) fn again(names: &Names, chosen: &[Option<Chosen>]) -> Context {
        let mut out = Context::default();
        let mut counted: FxHashMap<u32, u32> = FxHashMap::default();
        for n in names.list.iter().filter(|n| n.stop.is_none()) {
            let times = counted.entry(n.group).or_default();
            *times += 1;
            if *times > MENTIONS {
                continue;
            }
            let Some(c) = chosen.get(n.group as usize).and_then(Option::as_ref) else { continue };
            let (f, sure) = (c.choice.facts, (c.ahead / 3.0).clamp(0.0, 1.0));
            match f.kind {
                Kind::Country => {
                    *out.countries.entry(f.country).or_default() +=
                        sure * if n.how == How::Demonym { 1.5 } else { 2.0 };
                }
                Kind::Region | Kind::Water => (),
                _ => {
                    *out.countries.entry(f.country).or_default() += sure;
                    if f.admin != 0 {
                        *out.divisions.entry(f.admin).or_default() +=
                            sure * if f.kind == Kind::Admin1 { 2.0 } else { 1.0 };
                    }
                    if sure > 0.5 {
                        out.anchor(f);
                    }
                }
            }
        }
        out.votes(names);
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
        for (group, _) in names.groups.iter().zip(&live).filter(|(_, live)| **live) {
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
            if divisions.len() <= VOTES {
                divisions.iter().for_each(|d| *self.divisions.entry(*d).or_default() += 0.8 / divisions.len() as f32);
            }
            if countries.len() <= VOTES {
                countries.iter().for_each(|c| *self.countries.entry(*c).or_default() += 0.5 / countries.len() as f32);
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

/// Reads `Mosul, Iraq`, `Paris, Texas` and `Iraq's Mosul` into the names.
pub(super) fn hints(around: Around<'_>, names: &mut Names) {
    for i in 0..names.list.len() {
        let n = &names.list[i];
        if n.how != How::Name {
            continue;
        }
        let (mut hint_country, mut hint_admin) = (0, 0);
        let comma = around.after(n).is_some_and(|t| t.kind == TokenKind::Punct && around.of(t) == ",");
        if let Some(next) = names.list.get(i + 1).filter(|next| comma && next.first == n.last + 2)
            && next.how != How::Demonym
        {
            for h in names.choices(next) {
                for c in names.choices(n).iter().filter(|c| (c.gazetteer, c.entity) != (h.gazetteer, h.entity)) {
                    if h.facts.kind == Kind::Country
                        && c.facts.country == h.facts.country
                        && c.facts.kind != Kind::Country
                    {
                        hint_country = h.facts.country;
                    }
                    if h.facts.kind == Kind::Admin1
                        && h.facts.admin != 0
                        && c.facts.admin == h.facts.admin
                        && c.facts.kind != Kind::Admin1
                    {
                        hint_admin = h.facts.admin;
                    }
                }
            }
        }
        if hint_country == 0 && hint_admin == 0 {
            continue;
        }
        let n = &mut names.list[i];
        (n.country, n.admin) = (hint_country, hint_admin);
        if n.stop.is_some_and(|s| super::rivals::is_doubt(s) || matches!(s, "end of a longer name" | "acronym")) {
            n.stop = None;
        }
    }
}
