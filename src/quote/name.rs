//! What a source phrase says of its name: the bare name, the role and the organisation.

use super::item::{Item, Tag, among, same};
use super::phrase::{Phrase, Range};
use crate::text::lexicon::*;
use crate::text::tokens::ALL_CAPS;

/// The name inside a phrase: without determiner, title, rank and role. The phrase itself if its head is a common noun.
pub fn bare(text: &str, s: &[Item], p: Phrase) -> (usize, usize) {
    if p.joined {
        return (p.start, p.end);
    }
    let mut end = p.end;
    // a bracket at the end: Haddad (Homs)
    if end > p.start + 1
        && s[end - 1].is(Tag::Close)
        && let Some(o) = (p.start..end).rev().find(|&o| s[o].is(Tag::Open))
    {
        end = o.max(p.start + 1);
    }
    while end > p.start + 1 && s[end - 1].is(Tag::Possessive) {
        end -= 1;
    }
    if !s[end - 1].is(Tag::Name) {
        return (p.start, p.full.max(end));
    }
    let mut r = end;
    while r > p.start
        && (s[r - 1].is(Tag::Name) || (r < end && r - 1 > p.start && particle(&s[r - 1]) && s[r - 2].is(Tag::Name)))
    {
        r -= 1;
    }
    let mut last = end;
    while last > r + 1 && s[last - 1].class(SUFFIX) {
        last -= 1;
    }
    // the Foreign Minister
    let office = |i: &Item| i.class(ROLE) && !i.class(GIVEN_NAME);
    if s[p.start].is(Tag::Det)
        && office(&s[last - 1])
        && among(s, r, last).iter().all(|i| i.class(ROLE | TITLE | RANK | COMMON) && !i.class(GIVEN_NAME))
    {
        return (p.start, p.full.max(end));
    }
    if let Some(x) = (r..last.saturating_sub(1)).rev().find(|&x| s[x].class(TITLE | RANK | ROLE)) {
        // the Chief Minister has no name
        if s[p.start].is(Tag::Det)
            && among(s, x + 1, last).iter().all(|i| i.class(TITLE | RANK | ROLE) && !i.class(GIVEN_NAME))
        {
            return (p.start, p.full.max(end));
        }
        return (x + 1, end);
    }
    // Ambassador in Damascus Omar Haddad
    if r > p.start + 1
        && s[r - 1].is(Tag::Prep)
        && s[r - 2].class(ROLE)
        && let Some(g) = (r + 1..end).find(|&x| s[x].class(GIVEN_NAME) && !s[x].class(COMMON)).filter(|&g| g + 1 < end)
    {
        return (g, end);
    }
    if r > p.start && s[r - 1].is(Tag::Det) && !matches!(s[r - 1].of(text).len(), 1..=3) {
        return (p.start, end);
    }
    if r > p.start && s[r - 1].is(Tag::Number) {
        return (p.start, end);
    }
    (r, whole_name(text, s, r, end, p.full))
}

/// One past an organisation's name that goes on with `of` or `for`: Chamber of Commerce, Doctors for the Rights of Man.
fn whole_name(text: &str, s: &[Item], r: usize, end: usize, full: usize) -> usize {
    let mut to = end;
    let common = |i: &Item| i.class(ORG_NOUN) || (i.class(COMMON) && !i.class(GIVEN_NAME));
    if among(s, r, end).iter().any(|i| i.class(GIVEN_NAME) && !i.class(COMMON)) || !common(&s[end - 1]) {
        return end;
    }
    while to < full && ["of", "for"].iter().any(|w| same(s[to].of(text), w)) {
        let mut k = to + 1;
        while k < full && s[k].is(Tag::Det) {
            k += 1;
        }
        let from = k;
        while k < full && s[k].is(Tag::Name) {
            k += 1;
        }
        if k == from {
            break;
        }
        to = k;
    }
    to
}

/// al, bin, dela: a part of a name written small.
fn particle(i: &Item) -> bool {
    i.class(NAME_PARTICLE) && !i.capital() && !i.is(Tag::Det)
}

/// Words before the bare name that tell role and organisation, as item ranges.
pub fn role(text: &str, s: &[Item], p: Phrase, name: (usize, usize)) -> (Option<Range>, Option<Range>) {
    let _ = text;
    let (mut a, mut b) = (p.start, name.0);
    while a < b && s[a].is(Tag::Det) {
        a += 1;
    }
    while b > a && s[b - 1].class(RANK) && !s[b - 1].class(ROLE) {
        b -= 1;
    }
    // spokesman Brigadier General, party chief Maulana: what tells the office stands before
    let office = |x: usize| among(s, a, x).iter().any(|i| i.class(ROLE) && !i.class(RANK));
    if b >= a + 3 && s[b - 1].class(RANK) && s[b - 2].class(RANK) && office(b - 2) {
        b -= 2;
    }
    while b > a + 1 && s[b - 1].class(TITLE) && !s[b - 1].class(ROLE) && office(b - 1) {
        b -= 1;
    }
    let key = (a..b).find(|&x| s[x].class(ROLE | TITLE));
    let Some(key) = key else { return (None, None) };
    let mut org = key;
    while org > a && (s[org - 1].is(Tag::Word) || s[org - 1].is(Tag::Possessive)) {
        org -= 1;
    }
    let org = (org > a && (org - a > 1 || s[a].has(ALL_CAPS))).then_some((a, org));
    (Some((a, b)), org)
}
