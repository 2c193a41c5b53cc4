//! Noun phrases by shape: the subject of a verb, the source after `said` or `according to`.
//!
//! No parser: a phrase is a run of nominal items with its determiner, joined to others by prepositions; verbs, marks and
//! conjunctions bound it. All functions look at one sentence and walk it at most once.

use super::item::{Item, Tag, among, same};
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// A noun phrase, as item indices into its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phrase {
    /// First item of the head phrase.
    pub start: usize,
    /// One past the last item of the head phrase, without what follows by preposition.
    pub end: usize,
    /// One past the last item of the whole phrase.
    pub full: usize,
    /// Two phrases joined by `and`.
    pub joined: bool,
}

/// A verb in lower case that cannot be a noun where it stands.
pub fn finite(i: &Item) -> bool {
    if i.capital() {
        return false;
    }
    i.class(FINITE)
        || i.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present) && c.frames & super::cue::NOUNLIKE == 0)
}

/// A past tense or a participle by its look.
pub fn past_look(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}

/// A word in -ed or -ing with a small letter.
pub fn participle(text: &str, i: &Item) -> bool {
    if !i.is(Tag::Word) || i.capital() {
        return false;
    }
    let w = i.of(text);
    w.len() > 4 && (w.ends_with("ed") || w.ends_with("ing"))
}

/// End of the parenthesis that opens at `k`, if it is short.
fn bracket_end(s: &[Item], k: usize) -> Option<usize> {
    (k + 1..s.len().min(k + 9)).find(|&j| s[j].is(Tag::Close))
}

/// The phrase that starts at item `k`, without what follows by preposition.
fn base_forward(text: &str, s: &[Item], k: usize) -> Option<usize> {
    let first = s.get(k)?;
    if first.is(Tag::Pronoun) {
        return Some(k + 1);
    }
    let mut j = k;
    while j < s.len() && s[j].is(Tag::Det) {
        j += 1;
    }
    let body = j;
    while let Some(i) = s.get(j) {
        match i.tag {
            Tag::Name | Tag::Number => {
                if j > body && i.class(WEEKDAY | MONTH) && !s[j - 1].class(TIME) {
                    break;
                }
            }
            Tag::Word => {
                if j > k && (finite(i) && !(s[j - 1].is(Tag::Det) && s.get(j + 1).is_some_and(Item::nominal))) {
                    break;
                }
                if j > body
                    && i.time()
                    && !s[j - 1].is(Tag::Number)
                    && !s[j - 1].is(Tag::Possessive)
                    && !s[j - 1].is(Tag::Word)
                {
                    break;
                }
                if j > body
                    && participle(text, i)
                    && (!s.get(j + 1).is_some_and(Item::nominal) || s[j - 1].is(Tag::Name))
                    && !s[j - 1].is(Tag::Det)
                {
                    break;
                }
            }
            Tag::Possessive => {}
            Tag::Adverb if j > k && s[j - 1].is(Tag::Det) && s.get(j + 1).is_some_and(Item::nominal) => {}
            Tag::Mark if j > body && matches!(i.of(text), "&" | "/") && s.get(j + 1).is_some_and(Item::nominal) => {}
            Tag::Open if j > body && s[j - 1].is(Tag::Name) => match bracket_end(s, j) {
                Some(e) if s.get(e + 1).is_some_and(|n| n.is(Tag::Name) || (n.is(Tag::Word) && !finite(n))) => {
                    j = e + 1;
                    continue;
                }
                _ => break,
            },
            _ => break,
        }
        j += 1;
    }
    (j > body || body > k).then_some(j)
}

/// Item indices, end exclusive.
pub type Range = (usize, usize);

const LINKS: [&str; 10] = ["of", "for", "from", "at", "in", "with", "on", "to", "against", "behind"];

/// The noun phrase that starts at item `k` (after `said`, after `according to`, at the start of a clause).
pub fn forward(text: &str, s: &[Item], k: usize) -> Option<Phrase> {
    let first = s.get(k)?;
    match first.tag {
        Tag::Pronoun => return Some(Phrase { start: k, end: k + 1, full: k + 1, joined: false }),
        Tag::Object => return Some(Phrase { start: k, end: k + 1, full: k + 1, joined: false }),
        Tag::Det | Tag::Name | Tag::Word | Tag::Number => {}
        _ => return None,
    }
    // next Monday; but: early results, yesterday's vote
    let early = first.time() && s.get(k + 1).is_some_and(|n| n.is(Tag::Word) && !n.time() && !finite(n));
    if first.class(WEEKDAY | MONTH) || (first.time() && !first.is(Tag::Det) && !early) {
        return None;
    }
    if first.is(Tag::Word) && (finite(first) || first.cue.is_some_and(|c| c.form == Form::Ing)) {
        return None;
    }
    let end = base_forward(text, s, k)?;
    let mut full = end;
    while let Some(p) = s.get(full) {
        if !p.is(Tag::Prep) || !LINKS[..5].iter().any(|w| same(p.of(text), w)) {
            break;
        }
        if s.get(full + 1)
            .is_none_or(|n| n.time() || n.is(Tag::Pronoun) || (n.is(Tag::Number) && same(p.of(text), "in")))
        {
            break;
        }
        match base_forward(text, s, full + 1) {
            Some(e) if e > full + 1 => full = e,
            _ => break,
        }
    }
    Some(Phrase { start: k, end, full, joined: false })
}

/// `forward`, then the name in apposition if the phrase is a role: `the mayor, Layla Haddad`.
pub fn source(text: &str, s: &[Item], k: usize) -> Option<Phrase> {
    let p = forward(text, s, k)?;
    // two sources: said A and B
    if s.get(p.full).is_some_and(|a| a.is(Tag::And) && same(a.of(text), "and"))
        && let Some(q) = forward(text, s, p.full + 1)
    {
        let both_names = s[p.end - 1].is(Tag::Name) && s[q.end - 1].is(Tag::Name);
        let ends = s.get(q.full).is_none_or(|n| matches!(n.tag, Tag::Stop | Tag::Comma));
        if both_names && ends {
            return Some(Phrase { start: p.start, end: q.end, full: q.full, joined: true });
        }
    }
    Some(apposed(text, s, p))
}

/// The name that stands in apposition to a role, or the phrase itself.
pub fn apposed(text: &str, s: &[Item], p: Phrase) -> Phrase {
    let head = &s[p.end - 1];
    let office = head.is(Tag::Name) && s[p.start].is(Tag::Det) && head.class(ROLE);
    if !(head.is(Tag::Word) || office) || !s.get(p.full).is_some_and(|c| c.is(Tag::Comma)) {
        return p;
    }
    if !s.get(p.full + 1).is_some_and(|n| n.is(Tag::Name) && !n.time()) {
        return p;
    }
    let Some(e) = base_forward(text, s, p.full + 1) else { return p };
    // the Prime Minister, Layla Haddad, said: a full name that is parted on both sides
    if office {
        let person = e - p.full > 2
            && !s[e - 1].class(ROLE | ORG_NOUN)
            && among(s, p.full + 1, e).iter().all(|i| i.is(Tag::Name));
        let parted = s.get(e).is_none_or(|c| matches!(c.tag, Tag::Comma | Tag::Stop | Tag::Quote | Tag::Open));
        return if person && parted { Phrase { start: p.full + 1, end: e, full: e, joined: false } } else { p };
    }
    let closed = s.get(e).is_none_or(|c| {
        matches!(c.tag, Tag::Comma | Tag::Stop | Tag::Quote | Tag::Open | Tag::Prep | Tag::Dash | Tag::Aux | Tag::Sub)
            || finite(c)
            || c.time()
    });
    if closed && s[e - 1].is(Tag::Name) { Phrase { start: p.full + 1, end: e, full: e, joined: false } } else { p }
}

/// The phrase that ends at item `j`, going back no further than `lo`.
pub fn base_back(text: &str, s: &[Item], lo: usize, j: usize) -> Option<usize> {
    let mut k = j + 1;
    while k > lo {
        let i = &s[k - 1];
        match i.tag {
            Tag::Name | Tag::Number => {
                let last = k - 1 == j;
                if !last
                    && i.class(WEEKDAY | MONTH)
                    && !s[k].is(Tag::Possessive)
                    && (k < lo + 2 || !s[k - 2].is(Tag::Det))
                {
                    break;
                }
            }
            Tag::Word => {
                // internationally recognised government
                let of_noun = k > lo + 1 && (s[k - 2].is(Tag::Det) || s[k - 2].is(Tag::Adverb) && participle(text, i));
                if k - 1 < j && finite(i) && !of_noun {
                    break;
                }
                if k - 1 < j && i.cue.is_some_and(|c| c.form == Form::Ing) {
                    break;
                }
                if k - 1 < j && i.time() && !s[k].is(Tag::Possessive) && s[k].capital() {
                    break;
                }
            }
            Tag::Possessive => {
                if k - 1 > lo && s[k - 2].is(Tag::Pronoun) {
                    break;
                }
            }
            Tag::Det => {
                k -= 1;
                while k > lo && s[k - 1].is(Tag::Det) {
                    k -= 1;
                }
                return Some(k);
            }
            Tag::Adverb
                if k >= 2
                    && k - 2 >= lo
                    && (s[k - 2].is(Tag::Det)
                        || s[k - 2].is(Tag::Possessive) && s[k].is(Tag::Word) && s[k].of(text).ends_with("ed"))
                    && k - 1 < j => {}
            Tag::Mark if k - 1 < j && matches!(i.of(text), "&" | "/") => {}
            Tag::Close => {
                let from = (k.saturating_sub(9).max(lo)..k - 1).rev().find(|&o| s[o].is(Tag::Open));
                match from {
                    Some(o) if o > lo && s[o - 1].nominal() => {
                        k = o;
                        continue;
                    }
                    _ => break,
                }
            }
            _ => break,
        }
        k -= 1;
    }
    (k <= j).then_some(k)
}

/// The noun phrase whose last item is `j`: its head phrase stands first (`the mayor` of `the mayor of Homs`).
pub fn back(text: &str, s: &[Item], lo: usize, j: usize) -> Option<Phrase> {
    let mut end = j + 1;
    let mut start = base_back(text, s, lo, j)?;
    let full = end;
    for _ in 0..8 {
        if start <= lo {
            break;
        }
        let p = &s[start - 1];
        if p.is(Tag::Prep) && start >= 2 && start - 1 > lo {
            let before = &s[start - 2];
            if (before.time() && !before.is(Tag::Possessive)) || same(before.of(text), "according") {
                break;
            }
            // residents reached by telephone
            let passive =
                same(p.of(text), "by") && participle(text, before) && start > lo + 2 && s[start - 3].nominal();
            if (before.nominal() && !finite(before)) || passive || (before.is(Tag::Det) && same(p.of(text), "of")) {
                if titled_after(text, s, start - 1, full) {
                    start = base_back(text, s, lo, start - 2)?;
                    return Some(Phrase { start, end: full, full, joined: false });
                }
                // a bare participle carries the phrase back to its noun: a group based in Homs
                let Some(b) = base_back(text, s, lo, start - 2) else { break };
                end = start - 1;
                while end > b + 1 && participle(text, &s[end - 1]) {
                    end -= 1;
                }
                start = b;
                continue;
            }
        }
        if p.is(Tag::Prep) {
            // the whole run hangs on a preposition: In a statement Haddad
            let last = &s[full - 1];
            if last.is(Tag::Name) {
                let mut r = full;
                while r > start && s[r - 1].is(Tag::Name) {
                    r -= 1;
                }
                if r > start && s[r - 1].is(Tag::Word) {
                    return Some(Phrase { start: r, end: full, full, joined: false });
                }
            }
            // an official who spoke anonymously to discuss the plan said, who works in Homs said
            let verb = start >= 2 && start - 1 > lo && (finite(&s[start - 2]) || s[start - 2].class(PAST));
            if (same(p.of(text), "to") || verb)
                && let Some(r) = relative_before(s, lo, start)
            {
                return super::subject::antecedent(text, s, lo, r);
            }
            break;
        }
        let led = p.cue.is_some_and(|c| c.form == Form::Ing) || participle(text, p);
        if led && start - 1 > lo && s[start - 2].nominal() {
            let Some(b) = base_back(text, s, lo, start - 2) else { break };
            end = start - 1;
            start = b;
            continue;
        }
        if finite(p) || p.is(Tag::Aux) || p.is(Tag::Word) {
            // the verb of a relative clause
            if let Some(r) = relative_before(s, lo, start) {
                return super::subject::antecedent(text, s, lo, r);
            }
            break;
        }
        if p.is(Tag::And) && same(p.of(text), "and") && start >= 2 && start - 1 > lo && s[start - 2].nominal() {
            let mut left = base_back(text, s, lo, start - 2)?;
            // a member of the board and two residents
            while left > lo + 1 && same(s[left - 1].of(text), "of") && s[left - 2].nominal() && !s[left - 2].time() {
                left = base_back(text, s, lo, left - 2)?;
            }
            // the ministers of France, Germany and Britain
            if let Some(of) = listed(text, s, lo, left) {
                let start = base_back(text, s, lo, of - 1)?;
                return Some(Phrase { start, end: of, full, joined: false });
            }
            let clean =
                left == lo || matches!(s[left - 1].tag, Tag::Comma | Tag::That | Tag::Sub | Tag::Stop | Tag::Dash);
            // Witnesses and medics: the capital is that of the sentence
            let opens = left == 0 && left + 2 == start && s[left].class(COMMON) && !s[left].class(GIVEN_NAME);
            let alike = s[start - 2].is(Tag::Name) == s[end - 1].is(Tag::Name) || opens;
            if clean && alike && !(s[left].is(Tag::Number) || s[start - 2].time()) {
                return Some(Phrase { start: left, end: full, full, joined: true });
            }
            break;
        }
        break;
    }
    let end = if start + 1 < end { trim_participle(text, s, start, end) } else { end };
    Some(Phrase { start, end, full, joined: false })
}

/// The `of` before a list of names whose last but one begins at item `left`.
fn listed(text: &str, s: &[Item], lo: usize, left: usize) -> Option<usize> {
    let mut k = left;
    while k > lo + 2 && (s[k - 1].is(Tag::Comma) && s[k - 2].is(Tag::Name) || k < left && s[k - 1].is(Tag::Name)) {
        k -= if s[k - 1].is(Tag::Comma) { 2 } else { 1 };
    }
    let of = k.checked_sub(1).filter(|&of| k < left && of > lo && same(s[of].of(text), "of"))?;
    s[of - 1].is(Tag::Word).then_some(of)
}

/// Whether the name of a body with `of` at item `p` stands before a role and a person: Ministry of Works spokeswoman
/// Layla Haddad.
fn titled_after(text: &str, s: &[Item], p: usize, full: usize) -> bool {
    // Ambassador in Damascus Omar Haddad, Minister of Culture Layla Haddad
    if s[p - 1].is(Tag::Name) && s[p - 1].class(ROLE) && among(s, p + 1, full).iter().all(|i| i.is(Tag::Name)) {
        let given = (p + 2..full).find(|&x| s[x].class(GIVEN_NAME) && !s[x].class(COMMON));
        return given.is_some_and(|g| g + 1 < full);
    }
    let body = s[p - 1].is(Tag::Name) && s[p - 1].class(ORG_NOUN) && same(s[p].of(text), "of");
    let Some(role) = (p + 2..full).find(|&x| !s[x].is(Tag::Name)).filter(|_| body && s[p + 1].is(Tag::Name)) else {
        return false;
    };
    s[role].is(Tag::Word)
        && s[role].class(ROLE)
        && role + 1 < full
        && among(s, role + 1, full).iter().all(|i| i.is(Tag::Name))
}

/// The relative word of the clause that item `start` stands in.
fn relative_before(s: &[Item], lo: usize, start: usize) -> Option<usize> {
    let from = (start.saturating_sub(9).max(lo)..start).rev().find(|&r| {
        s[r].is(Tag::Relative) || matches!(s[r].tag, Tag::Quote | Tag::Stop | Tag::Semicolon | Tag::That | Tag::Sub)
    });
    from.filter(|&r| s[r].is(Tag::Relative) && r > lo)
}

fn trim_participle(text: &str, s: &[Item], start: usize, mut end: usize) -> usize {
    while end > start + 1 && participle(text, &s[end - 1]) && !s[end - 2].is(Tag::Det) {
        end -= 1;
    }
    end
}
