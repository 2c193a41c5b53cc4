//! Nouns and adjectives that report: `his claim that`, `criticism of`, `was confident that`, and who their source is.

use super::clause::{Cue, Kind, Link};
use super::cue::{self, Complement, Cues};
use super::item::{Item, Tag, same};
use super::phrase::{self, Phrase};
use super::subject;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// The reporting noun or adjective at item `k`, with its content and its source.
pub fn cue(text: &str, s: &[Item], k: usize, lo: usize, before: &[Cue]) -> Option<Cue> {
    let word = s[k].of(text);
    let known = match word.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cues::builtin().complement(&word.to_ascii_lowercase()),
        false => Cues::builtin().complement(word),
    }?;
    let (at, by) = agent(text, s, k + 1, known);
    let (start, link) = content(text, s, at, known)?;
    // there was no confirmation of
    let noun = noun_start(s, k, lo);
    if !known.adjective && noun < k && same(s[noun].of(text), "no") && noun > 0 && s[noun - 1].is(Tag::Aux) {
        return None;
    }
    let subject = if known.adjective { holder(text, s, k, lo) } else { by.or_else(|| owner(text, s, k, lo, before)) };
    // without a source only a clause is surely reported
    if subject.is_none()
        && (known.adjective || link != Link::That || known.frames & cue::GAPPED != 0 || by_itself(s, k))
    {
        return None;
    }
    // expressed concern that: words, not only a thought
    let a = noun_start(s, k, lo);
    let voiced = !known.adjective && a > lo && s[a - 1].class(VOICING);
    let silent = if voiced { cue::INFINITIVE | cue::ATTITUDE } else { cue::INFINITIVE };
    Some(Cue {
        at: k,
        end: k + 1,
        frames: known.frames & !silent,
        leads: 0,
        form: Form::Base,
        subject,
        kind: Kind::Complement,
        passive: false,
        infinitive: false,
        content: Some((start, link)),
    })
}

/// `the claim that`: a relative clause as likely as a report.
fn by_itself(s: &[Item], k: usize) -> bool {
    k == 0 || s[k].capital() || !s.get(k + 2).is_some_and(|n| matches!(n.tag, Tag::Pronoun | Tag::Det | Tag::Name))
}

/// Where the content begins and how it is joined.
fn content(text: &str, s: &[Item], at: usize, known: Complement) -> Option<(usize, Link)> {
    let x = s.get(at)?;
    let next = s.get(at + 1)?;
    if x.is(Tag::That) {
        return (known.frames & cue::THAT != 0).then_some((at, Link::That));
    }
    if x.class(QUESTION) && known.frames & cue::WH != 0 {
        return Some((at, Link::Wh));
    }
    if !x.is(Tag::Prep) || next.time() {
        return None;
    }
    let word = x.of(text);
    if same(word, "to") && known.frames & cue::INFINITIVE != 0 && next.is(Tag::Word) && !next.capital() {
        return Some((at, Link::To));
    }
    let opens = matches!(
        next.tag,
        Tag::Det | Tag::Name | Tag::Word | Tag::Number | Tag::Object | Tag::Pronoun | Tag::Quote | Tag::Sub
    ) || next.class(QUESTION);
    (cue::lead(word) & known.leads != 0 && opens).then_some((at + 1, Link::Prep))
}

/// `a call by farmers for`: the item after the source, and the source.
fn agent(text: &str, s: &[Item], at: usize, known: Complement) -> (usize, Option<Phrase>) {
    let by = s.get(at).filter(|p| p.is(Tag::Prep) && ["by", "from"].iter().any(|w| same(p.of(text), w)));
    if by.is_none() || known.adjective {
        return (at, None);
    }
    match phrase::forward(text, s, at + 1) {
        Some(p) => (p.end, Some(Phrase { full: p.end, ..p })),
        None => (at, None),
    }
}

/// First item of the run of adjectives and the determiner before the noun `k`.
fn noun_start(s: &[Item], k: usize, lo: usize) -> usize {
    let mut a = k;
    while a > lo && k - a < 6 {
        match s[a - 1].tag {
            Tag::Word if s[a - 1].cue.is_none() && !s[a - 1].class(FINITE | LIGHT) => a -= 1,
            Tag::Number | Tag::Name => a -= 1,
            Tag::Adverb if a < k || s[a - 1].time() => a -= 1,
            Tag::Det | Tag::Possessive => return a - 1,
            _ => break,
        }
    }
    a
}

/// The source of a noun: its possessor, or the subject of the verb before it.
fn owner(text: &str, s: &[Item], k: usize, lo: usize, before: &[Cue]) -> Option<Phrase> {
    let a = noun_start(s, k, lo);
    let first = s.get(a)?;
    if a < k && first.is(Tag::Possessive) {
        return phrase::back(text, s, lo, a.checked_sub(1)?);
    }
    if a < k
        && first.is(Tag::Det)
        && ["his", "her", "their", "our", "my", "its"].iter().any(|w| same(first.of(text), w))
    {
        return Some(Phrase { start: a, end: a + 1, full: a + 1, joined: false });
    }
    // made a claim that
    let v = a.checked_sub(1).filter(|&v| v > lo && s[v].class(LIGHT | VOICING))?;
    let led = s[v].of(text).ends_with("ing") || same(s[v - 1].of(text), "to");
    if led {
        let spoken = before.iter().rev().find(|c| c.kind == Kind::Verb && c.subject.is_some()).and_then(|c| c.subject);
        return spoken.or_else(|| subject::main_subject(text, s, lo, v).filter(|_| s[v - 1].is(Tag::Comma)));
    }
    subject::subject(text, s, lo, v)
}

/// The source of an adjective: the subject of `be`, `feel`, `seem` before it.
fn holder(text: &str, s: &[Item], k: usize, lo: usize) -> Option<Phrase> {
    let mut v = k;
    while v > lo && (s[v - 1].is(Tag::Adverb) || s[v - 1].class(QUANTITY)) {
        v -= 1;
    }
    let c = v.checked_sub(1).filter(|&c| c > lo || s[c].is(Tag::Pronoun))?;
    if s[c].is(Tag::Pronoun) && s[c].of(text).contains(['\'', '’']) {
        return Some(Phrase { start: c, end: c + 1, full: c + 1, joined: false });
    }
    let copula = s[c].is(Tag::Aux) || s[c].class(COPULA);
    if !copula {
        return None;
    }
    let p = subject::subject(text, s, lo, c)?;
    let dummy = s[p.start].is(Tag::Pronoun) && same(s[p.start].of(text), "it") || same(s[p.start].of(text), "there");
    (!dummy).then_some(p)
}
