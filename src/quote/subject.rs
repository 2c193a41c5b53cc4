//! The subject of a verb: right before it, parted from it by an apposition, or before a relative word.

use super::item::{Item, Tag, among, same};
use super::phrase::{Phrase, apposed, back, base_back, finite, forward, participle};
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// The noun phrase that the relative word `r` refers to.
pub fn antecedent(text: &str, s: &[Item], lo: usize, r: usize) -> Option<Phrase> {
    let mut j = r.checked_sub(1)?;
    if j > lo && matches!(s[j].tag, Tag::Comma | Tag::Dash) {
        j -= 1;
    }
    // demonstrators here, who …; the official Tuesday, who …
    while j > lo && (s[j].is(Tag::Adverb) || s[j].time()) && !s[j].is(Tag::Possessive) {
        j -= 1;
    }
    // who is blind and who said: the same antecedent
    if s[j].is(Tag::And) {
        let before =
            (j.saturating_sub(12).max(lo)..j).rev().find(|&x| s[x].is(Tag::Relative) || s[x].is(Tag::Quote))?;
        return if s[before].is(Tag::Relative) { antecedent(text, s, lo, before) } else { None };
    }
    if j < lo {
        return None;
    }
    if s[j].is(Tag::Pronoun) || s[j].is(Tag::Object) || s[j].is(Tag::Det) {
        return Some(Phrase { start: j, end: j + 1, full: j + 1, joined: false });
    }
    if !s[j].nominal() {
        return None;
    }
    named_before(text, s, lo, j, &s[r]).or_else(|| back(text, s, lo, j))
}

/// The name right before a relative word, where the word means that and not the head of a longer phrase: praised by the
/// engineer Layla Haddad, who …; a letter to the Water Board, which …
fn named_before(text: &str, s: &[Item], lo: usize, j: usize, relative: &Item) -> Option<Phrase> {
    if !s[j].is(Tag::Name) {
        return None;
    }
    let mut start = base_back(text, s, lo, j)?;
    if same(relative.of(text), "who") {
        let names = (start..=j).rev().take_while(|&x| s[x].is(Tag::Name));
        let full = names.clone().count() > 1 && names.clone().all(|x| !s[x].class(ORG_NOUN));
        let person = full
            || among(s, start, j + 1).iter().any(|i| i.class(TITLE | RANK | ROLE | GIVEN_NAME) && !i.class(ORG_NOUN));
        if !person {
            return None;
        }
    } else {
        while start > lo + 1 && same(s[start - 1].of(text), "of") && s[start - 2].is(Tag::Name) {
            start = base_back(text, s, lo, start - 2)?;
        }
    }
    Some(Phrase { start, end: j + 1, full: j + 1, joined: false })
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
            // Asked about the dam, Haddad …; Speaking in Homs, she …
            _ if opening_participle(text, s, k) && comma(k).is_some() => k = comma(k)? + 1,
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

/// Whether the sentence opens with a participle: its capital is that of the first word.
fn opening_participle(text: &str, s: &[Item], k: usize) -> bool {
    let i = &s[k];
    let w = i.of(text);
    let opens = i.capital() && among(s, 0, k).iter().all(|b| !b.wordlike());
    let verbal = (w.ends_with("ing") || w.ends_with("ed")) && w.len() > 4 && i.class(COMMON) && !i.class(GIVEN_NAME);
    let verb = |n: &Item| n.is(Tag::Aux) || n.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present));
    opens && verbal && !s.get(k + 1).is_some_and(|n| verb(n) || n.is(Tag::Name) && n.class(ORG_NOUN))
}

/// The subject of the verb at item `v`, going back no further than `lo`.
pub fn subject(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let mut j = v;
    // between subject and verb: has also repeatedly
    while j > lo
        && (matches!(s[j - 1].tag, Tag::Aux | Tag::Adverb | Tag::Object)
            || (s[j - 1].is(Tag::Sub) && s[j - 1].class(ADVERB))
            // has since said
            || (j >= 2 && same(s[j - 1].of(text), "since") && s[j - 2].is(Tag::Aux))
            || (s[j - 1].is(Tag::Possessive) && j >= 2 && s[j - 2].is(Tag::Pronoun)))
    {
        j -= 1;
    }
    // who in 2010 said
    let year = |i: &Item| i.is(Tag::Number) && i.end - i.start == 4;
    if j > lo + 2 && year(&s[j - 1]) && s[j - 2].is(Tag::Prep) {
        j -= 2;
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
    // Haddad, alias “Barbecue,” warned
    if let Some(a) = j.checked_sub(2).filter(|&a| a > lo + 1 && s[a].class(ALIAS)) {
        let end = a - usize::from(s[a - 1].is(Tag::Comma));
        return if end > lo && s[end - 1].nominal() { back(text, s, lo, end - 1) } else { None };
    }
    // Haddad at the same time warned
    if j > lo + 4 && same(s[j - 1].of(text), "time") && same(s[j - 4].of(text), "at") {
        j -= 4;
    }
    let i = &s[j - 1];
    match i.tag {
        Tag::Pronoun => Some(Phrase { start: j - 1, end: j, full: j, joined: false }),
        Tag::Relative | Tag::That => antecedent(text, s, lo, j - 1),
        Tag::Close | Tag::Comma if i.is(Tag::Close) || (j > lo + 1 && s[j - 2].is(Tag::Close)) => {
            // Haddad (Homs) said; Haddad (Homs), said
            let close = j - 1 - usize::from(i.is(Tag::Comma));
            let open = (j.saturating_sub(10).max(lo)..close).rev().find(|&o| s[o].is(Tag::Open));
            match open.filter(|&o| o > lo && s[o - 1].nominal()) {
                Some(o) => back(text, s, lo, o - 1),
                None => parted(text, s, lo, v),
            }
        }
        Tag::Comma | Tag::Dash => parted(text, s, lo, v),
        // typed as two hyphens
        Tag::Mark if i.of(text) == "-" => parted(text, s, lo, v),
        Tag::Name | Tag::Word | Tag::Number | Tag::Possessive => back(text, s, lo, j - 1),
        Tag::Det => Some(Phrase { start: j - 1, end: j, full: j, joined: false }),
        Tag::And
        | Tag::Semicolon
        | Tag::Colon
        | Tag::Quote
        | Tag::Mark
        | Tag::Stop
        | Tag::Sub
        | Tag::Close
        | Tag::Prep
        | Tag::Open
        | Tag::Object
        | Tag::Aux
        | Tag::Adverb => None,
    }
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

/// `…, the mayor, Layla Haddad, said`: the full name between the last two commas before the verb at item `v`.
fn named_after_role(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let mut close = v.checked_sub(1)?;
    while close > lo && matches!(s[close].tag, Tag::Adverb | Tag::Aux) {
        close -= 1;
    }
    let from = (lo..close).rev().take_while(|&x| s[x].is(Tag::Name)).last()?;
    let full = s[close].is(Tag::Comma)
        && close - from > 1
        && !among(s, from, close).iter().any(|i| i.class(ORG_NOUN) || i.time());
    let comma = from.checked_sub(1).filter(|&c| full && c > lo && s[c].is(Tag::Comma))?;
    let office = back(text, s, lo, comma - 1)?;
    let role = s[office.start].is(Tag::Det) && s[office.end - 1].class(ROLE);
    // hours after the group's leader, Omar Haddad, threatened
    let led = |b: &Item| b.is(Tag::Prep) && b.class(NARRATOR);
    let opens = office.start == lo
        || led(&s[office.start - 1])
        || matches!(s[office.start - 1].tag, Tag::Comma | Tag::That | Tag::And | Tag::Sub);
    (role && opens).then_some(Phrase { start: from, end: close, full: close, joined: false })
}

/// `Three men died, two officials, who spoke on Sunday, said`: a source behind a clause, told more of by a relative one.
fn behind_clause(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let close = v.checked_sub(1).filter(|&c| s[c].is(Tag::Comma))?;
    // , known as the Wall, said
    let named = |r: usize| participle(text, &s[r]) || s[r].class(ALIAS) || same(s[r].of(text), "known");
    let told = |&r: &usize| s[r - 1].is(Tag::Comma) && (s[r].is(Tag::Relative) || named(r));
    let relative = (lo + 2..close).rev().take(40).find(told)?;
    let comma = (lo..relative - 1).rev().take(10).find(|&c| s[c].is(Tag::Comma))?;
    let p = forward(text, s, comma + 1).filter(|p| p.full == relative - 1 && !s[p.start].is(Tag::Pronoun))?;
    let verb = |i: &Item| i.is(Tag::Aux) || finite(i);
    // Haddad, a farmer, who owns the mill, said
    let own = main_subject(text, s, lo, comma).is_some_and(|m| m.full == comma);
    let source = |i: &Item| i.class(ROLE | UNNAMED | ORG_NOUN);
    (!own && among(s, lo, comma).iter().any(verb) && among(s, p.start, p.end).iter().any(source)).then_some(p)
}

/// `Court raps mayor over delay, says “…”`: the words before the first of two verbs in a headline.
fn heading(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    let present =
        |i: &Item| i.is(Tag::Word) && !i.capital() && i.of(text).ends_with('s') && !i.of(text).ends_with("ss");
    let first = (lo..v).find(|&x| !s[x].is(Tag::Name))?;
    let plain = among(s, lo, v).iter().all(|i| !matches!(i.tag, Tag::Aux | Tag::Relative | Tag::That | Tag::Quote));
    let object = s.get(first + 1).is_some_and(|n| matches!(n.tag, Tag::Name | Tag::Word | Tag::Prep | Tag::Number));
    let found =
        first > lo && lo == 0 && plain && object && present(&s[first]) && present(&s[v]) && !s[first].class(ROLE);
    let commas = among(s, lo, v).iter().filter(|i| i.is(Tag::Comma)).count();
    (found && commas == 1).then_some(Phrase { start: lo, end: first, full: first, joined: false })
}

/// The subject of a verb that stands after a comma, dash or bracket: what the appositive or clause between belongs to.
fn parted(text: &str, s: &[Item], lo: usize, v: usize) -> Option<Phrase> {
    if let Some(p) = named_after_role(text, s, lo, v).or_else(|| behind_clause(text, s, lo, v)) {
        return Some(p);
    }
    if let Some(p) = heading(text, s, lo, v) {
        return Some(p);
    }
    // the nearest clause start whose phrase is followed by such a part
    let mut tries = 0;
    for c in (lo..v).rev().take(60) {
        let clause = match s[c].tag {
            Tag::That | Tag::Semicolon | Tag::Quote => true,
            Tag::Sub => true,
            Tag::Prep => same(s[c].of(text), "as"),
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
