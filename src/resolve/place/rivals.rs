//! What else a name may be: a person, part of an organisation's or street's name, a common word.

use super::facts::Kind;
use super::names::{Around, How, Name, Names, is_cap};
use super::words::{self, Lowered};
use crate::text::lexicon::{AMBIGUOUS_NAME, GIVEN_NAME, NAME_PARTICLE, OPENER, ORG_NOUN, RANK, ROLE, TITLE};
use crate::text::tokens::{ALL_CAPS, SPACE, Token, TokenKind};
use rustc_hash::FxHashSet;

/// Surnames the document gives: the last word after a given name, title or initial.
pub(super) fn surnames<'a>(around: Around<'a>) -> FxHashSet<&'a str> {
    let mut out = FxHashSet::default();
    let ok = |t: &Token| is_cap(t) && t.has(SPACE) && !t.is(ORG_NOUN | TITLE | RANK | OPENER) && t.end - t.start > 2;
    for (i, t) in around.tokens.iter().enumerate() {
        if !is_cap(t) || !(t.is(TITLE | RANK) || (t.is(GIVEN_NAME) && !t.is(AMBIGUOUS_NAME)) || is_initial(around, t)) {
            continue;
        }
        let mut last = None;
        for n in around.tokens.iter().skip(i + 1).take(3) {
            if !(ok(n) || is_initial(around, n) || n.is(NAME_PARTICLE)) {
                break;
            }
            if ok(n) {
                last = Some(n);
            }
        }
        if let Some(t) = last {
            out.insert(around.of(t));
        }
    }
    out
}

fn is_initial(around: Around<'_>, t: &Token) -> bool {
    t.end - t.start == 2 && is_cap(t) && around.of(t).ends_with('.')
}

/// Marks the names that are something else here.
pub(super) fn mark(around: Around<'_>, names: &mut Names) {
    let surnames = surnames(around);
    let mut wanted: Vec<String> = Vec::new();
    for n in &names.list {
        let text = n.span.of(around.text);
        if words::classes(text) & words::COMMON != 0 {
            wanted.push(text.to_ascii_lowercase());
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    let lowered = Lowered::of(&wanted, around);
    for i in 0..names.list.len() {
        let stop = {
            let name = &names.list[i];
            Rivals { around, names, surnames: &surnames, lowered: &lowered }.of(name)
        };
        names.list[i].stop = stop;
    }
}

/// Stops that a clear mention of the same name elsewhere in the document overrules.
const DOUBTS: [&str; 5] = ["common word", "given name", "surname", "surname of the document", "too short"];

/// Why a name is none of the places listed: it stands in a state or country that has none of that name.
pub(super) const ABSENT: &str = "not where the text says";

/// Whether a stop is a mere doubt about the name itself.
pub(super) fn is_doubt(stop: &str) -> bool {
    DOUBTS.contains(&stop)
}

/// A name that is clearly a place once (`in Richmond`, `Richmond, Va.`) is one wherever only its spelling was in doubt.
pub(super) fn one_sense(around: Around<'_>, names: &mut Names) {
    let mut clear = vec![false; names.groups.len()];
    for n in names.list.iter().filter(|n| n.stop.is_none() && n.how == How::Name) {
        let placed = around.classes(around.before(n)) & words::LOCATIVE != 0 || n.country != 0 || n.admin != 0;
        clear[n.group as usize] |= placed;
    }
    for n in names.list.iter_mut().filter(|n| n.stop.is_some_and(is_doubt)) {
        let common = words::classes(n.span.of(around.text)) & (words::COMMON | words::BRAND) != 0;
        if clear[n.group as usize] && !common {
            n.stop = None;
        }
    }
}

struct Rivals<'r, 'a> {
    around: Around<'a>,
    names: &'r Names,
    surnames: &'r FxHashSet<&'a str>,
    lowered: &'r Lowered<'a>,
}

impl Rivals<'_, '_> {
    fn of(&self, name: &Name) -> Option<&'static str> {
        let a = self.around;
        let text = name.span.of(a.text);
        let (before, after) = (a.before(name), a.after(name));
        let choices = self.names.choices(name);
        match name.how {
            How::Demonym => {
                let person =
                    before.is_some_and(|b| is_cap(b) && b.is(GIVEN_NAME) && !b.is(AMBIGUOUS_NAME) && !a.opens(name));
                return if person { Some("person") } else { None };
            }
            How::Abbreviation => return self.abbreviation(name, text, before),
            How::Name | How::Spelling => (),
        }
        if after.is_some_and(|t| !t.has(SPACE) && matches!(a.of(t), "$" | "€" | "£")) {
            return Some("currency");
        }
        let strong = choices.iter().any(|c| c.facts.is_strong());
        let division = choices.iter().any(|c| c.main && c.facts.kind == Kind::Admin1);
        let listed = self.listed(name);
        let biggest = choices.iter().filter(|c| c.main && c.facts.is_town()).map(|c| c.facts.population);
        let biggest = biggest.fold(0f32, f32::max);
        let single = !text.contains([' ', '\n']);
        let own = a.tokens.get(name.first).copied();
        let prev = a.classes(before);
        let next = a.classes(after);
        // in Cork; a Cork mother; CORK — The
        let dwelt = next & words::DWELLER != 0 && after.is_some_and(|t| !is_cap(t) && t.has(SPACE));
        let locative = prev & words::LOCATIVE != 0 || dwelt || a.dated(name);
        let placed = |t: &Token| t.start as usize == name.span.end + 1;
        let next_cap = after.is_some_and(|t| {
            is_cap(t)
                && t.has(SPACE)
                && placed(t)
                && !self.big_place(name.last + 1)
                && next & (words::DIVISION | words::DISTRICT | words::SETTLEMENT) == 0
                && !t.is(ORG_NOUN | OPENER | TITLE | RANK)
        });
        // persons
        if let Some(b) = before.filter(|b| is_cap(b) && own.is_some_and(|o| o.has(SPACE))) {
            let given = b.is(GIVEN_NAME) && !b.is(AMBIGUOUS_NAME) && !self.a_place(name.first - 1);
            let ambiguous =
                b.is(AMBIGUOUS_NAME) && (prev & words::COMMON == 0) && !strong && !self.a_place(name.first - 1);
            let titled = b.is(TITLE | RANK) && !b.is(ROLE) && !strong && single;
            if (given && (!strong || !locative)) || ambiguous || titled || is_initial(a, b) {
                return Some("person");
            }
        }
        if single {
            let given = own.is_some_and(|t| t.is(GIVEN_NAME | AMBIGUOUS_NAME));
            if given && next_cap && !locative && next & words::BODY == 0 {
                return Some("given name");
            }
            if self.surnames.contains(text) && !locative && !strong && !listed {
                return Some("surname of the document");
            }
            if given && !strong && !division && biggest < 300_000.0 && !locative && !listed && next & words::LOCAL == 0
            {
                return Some("given name");
            }
        }
        self.part_of_longer(name, before, after, single, strong, biggest)
            .or_else(|| self.common(name, text, single, strong, biggest, locative || listed))
    }

    /// `Butler, Clark and Hamilton`; `43, of Richmond`: beside another place in a list, or where somebody is from.
    fn listed(&self, name: &Name) -> bool {
        let a = self.around;
        let Some(b) = a.before(name) else { return false };
        let w = a.of(b);
        if w == "of" {
            let head = name.first.checked_sub(2).and_then(|i| a.tokens.get(i));
            return head.is_some_and(|h| a.of(h) == "," || a.classes(Some(h)) & words::SETTLEMENT != 0);
        }
        let left = matches!(w, "," | "and") && name.first >= 2 && self.a_place(name.first - 2);
        let right = a.after(name).is_some_and(|t| matches!(a.of(t), "," | "and")) && self.begins(name.last + 2);
        left && (right || a.after(name).is_none_or(|t| t.kind == TokenKind::Punct))
    }

    /// Whether a name of a large place begins at this token.
    fn big_place(&self, token: usize) -> bool {
        if !self.begins(token) {
            return false;
        }
        let at = self.names.list.partition_point(|n| n.first < token);
        self.names.list.get(at).is_some_and(|n| {
            n.how == How::Demonym
                || self
                    .names
                    .choices(n)
                    .iter()
                    .any(|c| c.main && (c.facts.is_strong() || c.facts.population > 300_000.0))
        })
    }

    /// Whether a name ends at this token.
    fn a_place(&self, token: usize) -> bool {
        self.names.list.binary_search_by_key(&token, |n| n.last).is_ok()
    }

    /// Whether a name begins at this token.
    fn begins(&self, token: usize) -> bool {
        self.names.list.binary_search_by_key(&token, |n| n.first).is_ok()
    }

    fn abbreviation(&self, name: &Name, text: &str, before: Option<&Token>) -> Option<&'static str> {
        let comma = before.is_some_and(|b| self.around.of(b) == ",");
        let town = comma && name.first >= 2 && self.around.tokens.get(name.first - 2).is_some_and(is_cap);
        // the matcher finds `P.A.` for `PA`; `M.D.` is a doctor and `44 B.C.` a date
        let own = self.names.choices(name).is_empty()
            || !text.trim_end_matches('.').contains('.') && (text.len() > 3 || town && self.a_place(name.first - 2))
            || words::classes(text) & words::CLEAR != 0;
        let era = text == "B.C." && before.is_some_and(|b| b.kind == TokenKind::Number);
        if era || (!own && text.len() <= 4) {
            return Some("abbreviation of something else");
        }
        if town || words::classes(text) & words::CLEAR != 0 {
            return None;
        }
        // `in Conn.`, `near Pa.`: rare, and only for the pointed ones
        let locative = self.around.classes(before) & words::LOCATIVE != 0;
        if text.len() > 3 && text.ends_with('.') && locative { None } else { Some("abbreviation without a town") }
    }

    /// `Paris Hilton`, `Iraq National Museum`, `University of Texas`, `Boston Road`.
    fn part_of_longer(
        &self,
        name: &Name,
        before: Option<&Token>,
        after: Option<&Token>,
        single: bool,
        strong: bool,
        biggest: f32,
    ) -> Option<&'static str> {
        let a = self.around;
        let next = a.classes(after);
        let next_cap = after.filter(|t| is_cap(t) && t.start as usize == name.span.end + 1);
        if let Some(t) = next_cap {
            if next & words::STREET != 0 {
                return Some("street or building");
            }
            if next & words::TERM != 0 {
                return Some("term");
            }
            if next & words::SPORT != 0 && next & words::SETTLEMENT == 0 && next & words::DISTRICT == 0 {
                return Some("team");
            }
            // a run of capitals with the noun of an organisation in it
            let mut heads = 0;
            let mut run = 0;
            for x in a.tokens.iter().skip(name.last + 1).take(5) {
                let w = a.of(x);
                if !(is_cap(x) || matches!(w, "of" | "and" | "&" | "for")) || !x.has(SPACE) {
                    break;
                }
                run += 1;
                heads += usize::from(is_cap(x) && x.is(ORG_NOUN));
            }
            let city = a.of(t).eq_ignore_ascii_case("city") && run == 1;
            // `Boone County Sheriff's Office`, `Texas Supreme Court` stand in Boone County and Texas
            if next & words::BODY != 0 {
                return None;
            }
            let inner = self.names.choices(name).iter().any(|c| c.main && !c.facts.is_strong());
            if heads > 0 && !city && !inner {
                return Some("organisation");
            }
            if heads > 0 {
                return None;
            }
        }
        if let Some(b) = before {
            let prev = a.classes(before);
            let w = a.of(b);
            if w == "of" {
                let head = name.first.checked_sub(2).and_then(|i| a.tokens.get(i));
                let state = self.names.choices(name).iter().any(|c| c.main && c.facts.is_strong());
                if state && head.is_some_and(|h| is_cap(h) && h.is(ORG_NOUN) && a.classes(Some(h)) & words::SEAT == 0) {
                    return Some("organisation");
                }
            }
            let joined = b.end as usize + 1 == name.span.start;
            if joined && single && !strong && is_cap(b) && !self.a_place(name.first - 1) {
                let harmless = b.is(OPENER | TITLE | RANK | ROLE | ORG_NOUN)
                    || b.has(ALL_CAPS)
                    || prev & (words::BEFORE | words::LOCATIVE | words::WEAK | words::DIVISION | words::SETTLEMENT)
                        != 0;
                if !harmless {
                    return Some("end of a longer name");
                }
            }
        }
        if let Some(t) = next_cap.filter(|_| single && !strong && biggest < 5e6) {
            let division = self.names.choices(name).iter().any(|c| c.facts.kind == Kind::Admin1);
            let harmless = t.is(OPENER | TITLE | RANK | ROLE)
                || t.has(ALL_CAPS)
                || self.begins(name.last + 1)
                || next & (words::DIVISION | words::DISTRICT | words::SETTLEMENT) != 0;
            if !harmless && !division {
                return Some("start of a longer name");
            }
        }
        None
    }

    fn common(
        &self,
        name: &Name,
        text: &str,
        single: bool,
        strong: bool,
        biggest: f32,
        locative: bool,
    ) -> Option<&'static str> {
        if !single || strong {
            return None;
        }
        let a = self.around;
        let class = words::classes(text);
        let division = self.names.choices(name).iter().any(|c| c.facts.kind == Kind::Admin1 && c.main);
        let shouted = a.tokens.get(name.first).is_some_and(|t| t.has(ALL_CAPS));
        if class & words::BRAND != 0 && !division && !(locative && biggest >= 100_000.0) {
            return Some("common word");
        }
        if class & words::SURNAME != 0 && !locative && biggest < 1e6 && !division {
            return Some("surname");
        }
        if class & words::COMMON != 0 {
            if !locative && !division && biggest < 150_000.0 {
                return Some("common word");
            }
            if !locative && self.lowered.has(&text.to_ascii_lowercase()) {
                return Some("common word");
            }
            if a.opens(name) && !division && biggest < 1e6 {
                return Some("common word");
            }
        }
        let meant = self.names.choices(name).iter().any(|c| c.facts.meant);
        if text.len() <= 3 && biggest < 500_000.0 && !division && !meant {
            return Some("too short");
        }
        if shouted && text.len() <= 5 && !division && biggest < 500_000.0 {
            return Some("acronym");
        }
        None
    }
}
