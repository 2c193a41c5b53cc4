//! Names in the text that may be places, with their surroundings.

use super::facts::{Country, Facts};
use super::words;
use crate::document::Label;
use crate::gazetteer::{Gazetteer, Match};
use crate::resolve::Input;
use crate::span::Span;
use crate::text::tokens::{self, ALL_CAPS, CAPITAL, NEWLINE, PARAGRAPH, SPACE, Token, TokenKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How a name names its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    /// By its name.
    Name,
    /// By a spelling that is not listed (`Fallouja`).
    Spelling,
    /// By an abbreviation (`Tenn.`, `TX`).
    Abbreviation,
    /// By an adjective or noun (`Syrian`).
    Demonym,
}

/// A place a name may stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub gazetteer: u32,
    pub entity: u32,
    pub facts: Facts,
    /// The name is its main one, no alternate.
    pub main: bool,
    /// Votes of other names that have a place near this one.
    pub near: f32,
}

/// The most places looked at for one name.
const MOST: usize = 48;

/// A name in the text that may be a place.
#[derive(Debug)]
pub(super) struct Name {
    pub span: Span,
    /// Token it begins in.
    pub first: usize,
    /// Token it ends in.
    pub last: usize,
    pub how: How,
    /// Names of one group are spelled alike and share their places.
    pub group: u32,
    /// Why it is no place here.
    pub stop: Option<&'static str>,
    /// Country that stands after a comma or before it (`Mosul, Iraq`; `Iraq's Mosul`).
    pub country: Country,
    /// First-level division that stands after a comma.
    pub admin: u16,
    /// The country, or first-level division, that this name must mean for the town before it to lie in it.
    pub holds: (Country, u16),
}

/// All names and the places of each group.
#[derive(Default)]
pub(super) struct Names {
    pub list: Vec<Name>,
    pub groups: Vec<Vec<Choice>>,
    /// Countries the text has signs of, once for each sign.
    pub signs: Vec<Country>,
}

/// A match before overlaps are settled.
struct Raw {
    span: Span,
    gazetteer: u32,
    name: u32,
    demonym: bool,
}

impl Names {
    /// Names among the matches; those that overlap `blocked` or lie inside a longer known name are left out.
    pub(super) fn of(input: &Input<'_>, blocked: &[Span]) -> Names {
        let (phrases, signs) = words::phrases(input.text);
        let raw = settle(raw(input, phrases), blocked);
        let home = input.found.iter().position(|(g, _)| g.country("USA").is_some());
        let mut out = Names { signs, list: Vec::with_capacity(raw.len()), groups: Vec::with_capacity(raw.len() / 2) };
        let mut seen: FxHashMap<(u32, u32), u32> = FxHashMap::with_capacity_and_hasher(raw.len(), Default::default());
        let mut at = 0;
        for r in raw {
            let text = r.span.of(input.text);
            let group = *seen.entry((r.gazetteer, r.name)).or_insert_with(|| {
                out.groups.push(choices(input, &r, home));
                out.groups.len() as u32 - 1
            });
            if out.groups[group as usize].is_empty() {
                continue;
            }
            at = tokens::skip(input.tokens, at, |t| (t.end as usize) <= r.span.start);
            let mut last = at;
            while input.tokens.get(last + 1).is_some_and(|t| (t.start as usize) < r.span.end) {
                last += 1;
            }
            let short = (text.ends_with('.') && text.len() <= 8)
                || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()));
            let division = |c: &Choice| c.facts.kind == super::facts::Kind::Admin1;
            let how = match r.demonym {
                true => How::Demonym,
                false if short && out.groups[group as usize].iter().any(division) => How::Abbreviation,
                false => How::Name,
            };
            out.list.push(Name {
                span: r.span,
                first: at,
                last,
                how,
                group,
                stop: None,
                country: 0,
                admin: 0,
                holds: (0, 0),
            });
        }
        out
    }

    /// The places a name may stand for.
    pub(super) fn choices(&self, name: &Name) -> &[Choice] {
        self.groups.get(name.group as usize).map_or(&[], Vec::as_slice)
    }
}

fn raw(input: &Input<'_>, phrases: Vec<Match>) -> Vec<Raw> {
    let all = input.found.iter().map(|(_, matches)| matches.len()).sum::<usize>() + phrases.len();
    let mut out = Vec::with_capacity(all);
    for (g, (gazetteer, matches)) in input.found.iter().enumerate() {
        for m in matches {
            let mut kind = None;
            for c in gazetteer.candidates(m.name).iter() {
                let place = *gazetteer.label(c.entity) == Label::Place;
                match (place, c.demonym) {
                    (true, d) => kind = Some(d),
                    (false, true) => kind = kind.or(Some(true)),
                    (false, false) => (),
                }
                if kind == Some(false) {
                    break;
                }
            }
            // a name of somebody or something else takes its room, then goes
            out.push((
                kind.is_none(),
                Raw { span: m.span, gazetteer: g as u32, name: m.name, demonym: kind == Some(true) },
            ));
        }
    }
    out.extend(phrases.into_iter().map(|m| (true, Raw { span: m.span, gazetteer: 0, name: m.name, demonym: false })));
    out.sort_by_key(|(other, r)| (r.span.start, usize::MAX - r.span.end, *other, r.demonym, r.gazetteer));
    // leftmost longest over all gazetteers; on one span a place goes before another reading
    let mut end = 0;
    let mut kept: Vec<Raw> = Vec::with_capacity(out.len());
    for (other, r) in out {
        if r.span.start < end {
            continue;
        }
        end = r.span.end;
        if !other {
            kept.push(r);
        }
    }
    kept
}

fn settle(mut raw: Vec<Raw>, blocked: &[Span]) -> Vec<Raw> {
    raw.retain(|r| {
        let at = blocked.partition_point(|b| b.end <= r.span.start);
        !blocked.get(at).is_some_and(|b| b.overlaps(r.span))
    });
    raw
}

fn choices(input: &Input<'_>, r: &Raw, home: Option<usize>) -> Vec<Choice> {
    let Some((gazetteer, _)) = input.found.get(r.gazetteer as usize) else { return Vec::new() };
    let candidates = gazetteer.candidates(r.name);
    let mut out: Vec<Choice> = Vec::with_capacity(candidates.len().min(8 * MOST));
    let mut add = |g: usize, entity: u32, gazetteer: &Arc<Gazetteer>, main: bool| {
        if out.len() < 8 * MOST && !out.iter().any(|c| c.gazetteer == g as u32 && c.entity == entity) {
            out.push(Choice { gazetteer: g as u32, entity, facts: Facts::of(gazetteer, entity), main, near: 0.0 });
        }
    };
    for c in candidates.iter() {
        if *gazetteer.label(c.entity) == Label::Place {
            if c.demonym == r.demonym {
                add(r.gazetteer as usize, c.entity, gazetteer, !c.minor);
            }
        } else if let (true, Some(home)) = (c.demonym && r.demonym, home) {
            let Some((places, _)) = input.found.get(home) else { continue };
            if let Some(country) = gazetteer.country_of(c.entity).and_then(|code| places.country(code)) {
                add(home, country, places, true);
            }
        }
    }
    // the order of the gazetteer says nothing: the most populous stay
    if out.len() > MOST {
        out.sort_by(|a, b| b.facts.population.total_cmp(&a.facts.population));
        out.truncate(MOST);
    }
    out
}

/// Looks at the tokens around a name.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl<'a> Around<'a> {
    /// The token before the name, unless the name begins inside a token (`anti-Iran`) or a paragraph.
    pub(super) fn before(&self, name: &Name) -> Option<&'a Token> {
        let own = self.tokens.get(name.first)?;
        if (own.start as usize) < name.span.start || own.has(PARAGRAPH) {
            return None;
        }
        name.first.checked_sub(1).and_then(|i| self.tokens.get(i))
    }

    /// The token after the name, unless the name ends inside a token (`Iran-backed`) or a paragraph.
    pub(super) fn after(&self, name: &Name) -> Option<&'a Token> {
        let own = self.tokens.get(name.last)?;
        if (own.end as usize) > name.span.end {
            return None;
        }
        self.tokens.get(name.last + 1).filter(|t| !t.has(PARAGRAPH))
    }

    /// What a token says.
    pub(super) fn of(&self, token: &Token) -> &'a str {
        token.of(self.text)
    }

    /// The place classes of a token.
    pub(super) fn classes(&self, token: Option<&Token>) -> words::Classes {
        token.filter(|t| t.kind == TokenKind::Word).map_or(0, |t| words::classes(self.of(t)))
    }

    /// Whether the name stands in capitals before a dash at the start of a sentence: `HANOVER -- The council met`.
    pub(super) fn dated(&self, name: &Name) -> bool {
        let own = self.tokens.get(name.first).is_some_and(|t| t.has(ALL_CAPS));
        own && self.opens(name)
            && self.after(name).is_some_and(|t| t.has(SPACE) && matches!(self.of(t), "-" | "—" | "–"))
    }

    /// Whether the name is the first word of a sentence, line or quotation.
    pub(super) fn opens(&self, name: &Name) -> bool {
        let Some(own) = self.tokens.get(name.first) else { return true };
        let Some(before) = self.before(name) else { return (own.start as usize) == name.span.start };
        own.has(NEWLINE)
            || before.kind == TokenKind::Quote
            || (before.kind == TokenKind::Punct && matches!(self.of(before), "." | "!" | "?" | ":" | "…" | "•" | "|"))
    }
}

/// A word with a capital first letter.
pub(super) fn is_cap(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.has(CAPITAL)
}
