//! Noun phrases by shape: the subject of a verb, the source after `said` or `according to`.
//!
//! No parser: a phrase is a run of nominal items with its determiner, joined to others by prepositions; verbs, marks and
//! conjunctions bound it. All functions look at one sentence and walk it at most once.

use super::item::{Item, Tag, same};
use crate::text::inflect::Form;
use crate::text::lexicon::*;
use crate::text::tokens::ALL_CAPS;

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
fn finite(i: &Item) -> bool {
    if i.capital() {
        return false;
    }
    i.class(FINITE)
        || i.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present) && c.frames & super::cue::NOUNLIKE == 0)
}

fn participle(text: &str, i: &Item) -> bool {
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
    if first.class(WEEKDAY | MONTH) || (first.time() && !first.is(Tag::Det)) {
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
fn apposed(text: &str, s: &[Item], p: Phrase) -> Phrase {
    let head = &s[p.end - 1];
    if !head.is(Tag::Word) || !s.get(p.full).is_some_and(|c| c.is(Tag::Comma)) {
        return p;
    }
    let Some(n) = s.get(p.full + 1).filter(|n| n.is(Tag::Name) && !n.time()) else { return p };
    let _ = n;
    let Some(e) = base_forward(text, s, p.full + 1) else { return p };
    let closed = s.get(e).is_none_or(|c| {
        matches!(c.tag, Tag::Comma | Tag::Stop | Tag::Quote | Tag::Open | Tag::Prep | Tag::Dash | Tag::Aux | Tag::Sub)
            || finite(c)
            || c.time()
    });
    if closed && s[e - 1].is(Tag::Name) { Phrase { start: p.full + 1, end: e, full: e, joined: false } } else { p }
}

/// The phrase that ends at item `j`, going back no further than `lo`.
fn base_back(text: &str, s: &[Item], lo: usize, j: usize) -> Option<usize> {
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
                if k - 1 < j && finite(i) && !(k - 1 > lo && s[k - 2].is(Tag::Det)) {
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
            Tag::Adverb if k >= 2 && k - 2 >= lo && s[k - 2].is(Tag::Det) && k - 1 < j => {}
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
            if before.time() && !before.is(Tag::Possessive) {
                break;
            }
            if (before.nominal() && !finite(before)) || (before.is(Tag::Det) && same(p.of(text), "of")) {
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
            let from = (start.saturating_sub(9).max(lo)..start).rev().find(|&r| {
                s[r].is(Tag::Relative)
                    || matches!(s[r].tag, Tag::Quote | Tag::Stop | Tag::Semicolon | Tag::That | Tag::Sub)
            });
            if let Some(r) = from.filter(|&r| s[r].is(Tag::Relative) && r > lo) {
                return antecedent(text, s, lo, r);
            }
            break;
        }
        if p.is(Tag::And) && same(p.of(text), "and") && start >= 2 && start - 1 > lo && s[start - 2].nominal() {
            let left = base_back(text, s, lo, start - 2)?;
            let clean =
                left == lo || matches!(s[left - 1].tag, Tag::Comma | Tag::That | Tag::Sub | Tag::Stop | Tag::Dash);
            let alike = s[start - 2].is(Tag::Name) == s[end - 1].is(Tag::Name);
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

fn trim_participle(text: &str, s: &[Item], start: usize, mut end: usize) -> usize {
    while end > start + 1 && participle(text, &s[end - 1]) && !s[end - 2].is(Tag::Det) {
        end -= 1;
    }
    end
}

/// The noun phrase that the relative word `r` refers to.
pub fn antecedent(text: &str, s: &[Item], lo: usize, r: usize) -> Option<Phrase> {
    let mut j = r.checked_sub(1)?;
    if j > lo && matches!(s[j].tag, Tag::Comma | Tag::Dash) {
        j -= 1;
    }
    if j < lo {
        return None;
    }
    if s[j].is(Tag::Pronoun) || s[j].is(Tag::Object) || s[j].is(Tag::Det) {
        return Some(Phrase { start: j, end: j + 1, full: j + 1, joined: false });
    }
    if s[j].nominal() { back(text, s, lo, j) } else { None }
}

/// The subject of the clause that starts at `lo`, before item `v`: introductions up to a comma are passed over.
pub fn main_subject(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let mut k = lo;
    let comma = |from: usize| (from..v).find(|&c| s[c].is(Tag::Comma));
    for _ in 0..6 {
        let i = s.get(k).filter(|_| k < v)?;
        match i.tag {
            Tag::Prep | Tag::Sub | Tag::Relative => {
                // an introduction: to its comma, or over its phrase
                match comma(k) {
                    Some(c) => k = c + 1,
                    None => {
                        k = forward(text, s, k + 1).map_or(k + 1, |p| p.full);
                    }
                }
            }
            Tag::Adverb
            | Tag::And
            | Tag::Comma
            | Tag::Mark
            | Tag::Dash
            | Tag::Stop
            | Tag::Colon
            | Tag::Close
            | Tag::Semicolon
            | Tag::That
            | Tag::Open
            | Tag::Object
            | Tag::Possessive
            | Tag::Quote
            | Tag::Aux => k += 1,
            Tag::Word if i.cue.is_some_and(|c| c.form == Form::Ing) || (participle(text, i) && comma(k).is_some()) => {
                k = comma(k)? + 1;
            }
            _ => {
                // Two days later, Haddad …; Last week Haddad …
                let lead = (k..v.min(k + 6)).take_while(|&x| !s[x].is(Tag::Comma)).any(|x| s[x].time());
                if lead {
                    if let Some(c) = comma(k).filter(|&c| c <= k + 6) {
                        k = c + 1;
                        continue;
                    }
                    let mut x = k;
                    while x < v && (s[x].time() || s[x].is(Tag::Number) || s[x].is(Tag::Det) || s[x].is(Tag::Adverb)) {
                        x += 1;
                    }
                    if x > k && s[x - 1].time() && x < v && !s[x].is(Tag::Possessive) {
                        k = x;
                        continue;
                    }
                }
                let p = forward(text, s, k)?;
                return (p.end <= v).then(|| {
                    let a = apposed(text, s, p);
                    if a.end <= v { a } else { p }
                });
            }
        }
    }
    None
}

/// The subject of the verb at item `v`, going back no further than `lo`.
pub fn subject(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let mut j = v;
    // between subject and verb: has also repeatedly
    while j > lo
        && (matches!(s[j - 1].tag, Tag::Aux | Tag::Adverb | Tag::Object)
            || (s[j - 1].is(Tag::Sub) && s[j - 1].class(ADVERB))
            || (s[j - 1].is(Tag::Possessive) && j >= 2 && s[j - 2].is(Tag::Pronoun)))
    {
        j -= 1;
    }
    // Haddad on Tuesday said; Haddad earlier this week said
    let mut t = j;
    while t > lo && (s[t - 1].time() || (t < j && matches!(s[t - 1].tag, Tag::Number | Tag::Det | Tag::Adverb))) {
        t -= 1;
    }
    if t < j && t > lo {
        if s[t - 1].is(Tag::Prep) && t - 1 > lo {
            j = t - 1;
        } else if s[t - 1].nominal() || s[t - 1].is(Tag::Pronoun) || s[t - 1].is(Tag::Comma) {
            j = t;
        }
        while j > lo && matches!(s[j - 1].tag, Tag::Adverb | Tag::Aux) {
            j -= 1;
        }
    }
    if j <= lo {
        return None;
    }
    let i = &s[j - 1];
    match i.tag {
        Tag::Pronoun => Some(Phrase { start: j - 1, end: j, full: j, joined: false }),
        Tag::Relative | Tag::That => antecedent(text, s, lo, j - 1),
        Tag::Close => {
            // Haddad (Homs) said
            let open = (j.saturating_sub(10).max(lo)..j - 1).rev().find(|&o| s[o].is(Tag::Open));
            match open.filter(|&o| o > lo && s[o - 1].nominal()) {
                Some(o) => back(text, s, lo, o - 1),
                None => parted(text, s, lo, v),
            }
        }
        Tag::Comma | Tag::Dash => parted(text, s, lo, v),
        Tag::Name | Tag::Word | Tag::Number | Tag::Possessive => {
            let p = back(text, s, lo, j - 1)?;
            // the end of an appositive that ran into the verb: Haddad, the mayor said
            Some(role_before(text, s, lo, p))
        }
        Tag::Det => Some(Phrase { start: j - 1, end: j, full: j, joined: false }),
        Tag::And
        | Tag::Semicolon
        | Tag::Colon
        | Tag::Quote
        | Tag::Mark
        | Tag::Stop
        | Tag::Sub
        | Tag::Prep
        | Tag::Open
        | Tag::Object
        | Tag::Aux
        | Tag::Adverb => None,
    }
}

/// `Haddad, the mayor of Homs said`: the name before an appositive that lacks its second comma.
fn role_before(_text: &str, s: &[Item], lo: usize, p: Phrase) -> Phrase {
    let _ = (s, lo);
    p
}

/// The subject of the innermost clause that holds item `v`: after a conjunction, `that` or a semicolon.
pub fn nearest_clause(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let c =
        (lo..v).rev().take(40).find(|&c| matches!(s[c].tag, Tag::That | Tag::Semicolon | Tag::Sub | Tag::Relative))?;
    if s[c].is(Tag::Relative) {
        return antecedent(text, s, lo, c);
    }
    main_subject(text, s, c + 1, v).filter(|p| {
        s.get(p.full).is_some_and(|f| f.is(Tag::Aux) || finite(f) || matches!(f.tag, Tag::Adverb | Tag::Word))
    })
}

/// The subject of a verb that stands after a comma, dash or bracket: what the appositive or clause between belongs to.
fn parted(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    // the nearest clause start whose phrase is followed by such a part
    let mut tries = 0;
    for c in (lo..v).rev().take(60) {
        let clause = match s[c].tag {
            Tag::That | Tag::Semicolon | Tag::Quote => true,
            Tag::Sub => true,
            Tag::And => c > lo && s[c - 1].is(Tag::Comma),
            _ => false,
        };
        if !clause {
            continue;
        }
        tries += 1;
        if tries > 4 {
            break;
        }
        if let Some(p) = main_subject(text, s, c + 1, v) {
            let follows =
                s.get(p.full).is_some_and(|f| matches!(f.tag, Tag::Comma | Tag::Relative | Tag::Open | Tag::Dash));
            if follows && p.full < v {
                return Some(p);
            }
        }
    }
    main_subject(text, s, lo, v)
}

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
        && (s[r - 1].is(Tag::Name)
            || (r < end && r - 1 > p.start && particle(s[r - 1].of(text)) && s[r - 2].is(Tag::Name)))
    {
        r -= 1;
    }
    let mut last = end;
    while last > r + 1 && suffix(s[last - 1].of(text)) {
        last -= 1;
    }
    if let Some(x) = (r..last.saturating_sub(1)).rev().find(|&x| s[x].class(TITLE | RANK | ROLE)) {
        return (x + 1, end);
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
    if s[r..end].iter().any(|i| i.class(GIVEN_NAME) && !i.class(COMMON)) || !common(&s[end - 1]) {
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

fn particle(w: &str) -> bool {
    matches!(
        w,
        "al" | "el"
            | "bin"
            | "ibn"
            | "de"
            | "van"
            | "von"
            | "da"
            | "del"
            | "der"
            | "la"
            | "le"
            | "di"
            | "dos"
            | "ul"
            | "du"
            | "den"
    )
}

fn suffix(w: &str) -> bool {
    matches!(w, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
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
    let key = (a..b).find(|&x| s[x].class(ROLE | TITLE));
    let Some(key) = key else { return (None, None) };
    let mut org = key;
    while org > a && (s[org - 1].is(Tag::Word) || s[org - 1].is(Tag::Possessive)) {
        org -= 1;
    }
    let org = (org > a && (org - a > 1 || s[a].has(ALL_CAPS))).then_some((a, org));
    (Some((a, b)), org)
}
