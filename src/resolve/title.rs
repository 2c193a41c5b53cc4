//! What a text says somebody is: title or office, and of which body or country.
//!
//! Said once beside a name (`Colonel Steve Hall, the spokesman for the coalition,`), it holds for all quotes of that
//! person. The words are the text's own; the body is the entity named in them.

use super::Resolved;
use super::view::{BREAK, FIRST, FUNCTION, HEADLINE, JOINED, NAMED, View};
use crate::document::{DocEntity, Mention, Quote};
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{AUXILIARY, CUE, DETERMINER, FINITE, RANK, RELATIVE, ROLE, classes};
use crate::text::tokens::SPACE;
use std::ops::Range;
use std::sync::Arc;

/// Words of a title before a name, or between a comma and its noun.
const WORDS: usize = 10;
/// Words of what follows the noun: `for the joint command of the north`.
const MORE: usize = 10;

/// Whether a word is a form of address that names no office.
pub(super) fn is_courtesy(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Mr" | "Mrs" | "Ms" | "Miss" | "Mx")
}

/// A title and whose it is.
#[derive(Clone)]
struct Told {
    role: Arc<str>,
    affiliation: Option<Arc<str>>,
}

/// Gives the quotes of persons the fullest title told of them, and the name of its body.
pub(super) fn titles(view: &View<'_>, quotes: &mut [Quote], resolved: &Resolved) {
    let mut speaks = vec![false; resolved.entities.len()];
    for quote in quotes.iter() {
        if let Some(slot) = quote.speaker_entity.and_then(|e| speaks.get_mut(e as usize)) {
            *slot = true;
        }
    }
    let mut told: Vec<Option<Told>> = vec![None; resolved.entities.len()];
    for (i, m) in resolved.mentions.iter().enumerate() {
        let e = m.entity as usize;
        let asked = speaks.get(e) == Some(&true) && !m.nested && is_somebody(&resolved.entities[e]);
        if asked && told[e].is_none() {
            told[e] = of_name(view, resolved, i);
        }
    }
    for quote in quotes {
        quote.role.take_if(|role| is_courtesy(role));
        let person = quote.speaker_entity.map(|e| e as usize);
        let person = person.filter(|&e| resolved.entities.get(e).is_some_and(is_somebody));
        let Some(e) = person else {
            unnamed(view, resolved, quote);
            continue;
        };
        let Some(t) = told.get(e).and_then(Option::as_ref) else { continue };
        // what stands beside the quote may be shorter, or only a rank
        let shorter = |role: &str| t.role.contains(role) || !has_role(role);
        if quote.role.as_deref().is_none_or(shorter) {
            quote.role = Some(Arc::clone(&t.role));
            quote.affiliation.clone_from(&t.affiliation);
        }
    }
}

/// `a coalition spokesman`: nobody named, but with a title.
fn unnamed(view: &View<'_>, resolved: &Resolved, quote: &mut Quote) {
    let Some(span) = quote.speaker.filter(|_| quote.role.is_none()) else { return };
    let from = view.tokens.partition_point(|t| (t.end as usize) <= span.start);
    let to = view.tokens.partition_point(|t| (t.start as usize) < span.end);
    let from = (from..to).find(|&t| !view.is(t, DETERMINER)).unwrap_or(to);
    let noun = (from..to.min(from + WORDS)).take_while(|&t| !ends_title(view, t)).last();
    // a source is no office
    let title = |t: usize| {
        let (word, small) = (view.word(t), !view.has(t, NAMED) || view.has(t, FIRST));
        noun_of_role(view, t) && small && !word.ends_with('s') && !word.ends_with("men") && word != "source"
    };
    let Some(noun) = noun.filter(|&t| title(t)) else { return };
    let end = complement(view, noun + 1).min(to.max(noun + 1));
    quote.role = Some(words(view, from..end).into());
    let body = quote.speaker_entity.and_then(|e| resolved.entities.get(e as usize)).map(|e| Arc::clone(&e.name));
    quote.affiliation = body.or_else(|| affiliation(view, resolved, from..end, None));
}

/// Whether a word of a title stands in these words that is no rank.
fn has_role(words: &str) -> bool {
    words.split([' ', '-']).any(|w| classes(&w.to_lowercase()) & (ROLE | RANK) == ROLE)
}

fn noun_of_role(view: &View<'_>, t: usize) -> bool {
    view.kind(t) == Some(TokenKind::Word) && view.is(t, ROLE)
}

/// Where a title cannot go on.
fn ends_title(view: &View<'_>, t: usize) -> bool {
    let word = view.word(t);
    match view.kind(t) {
        Some(TokenKind::Word) => {
            // US-led is no verb
            let part = t > 0 && view.word(t - 1) == "-";
            let verb = !view.has(t, NAMED) && view.is(t, FINITE | CUE) && !view.is(t, ROLE);
            !part && (view.is(t, FUNCTION | RELATIVE | AUXILIARY) || verb)
        }
        Some(TokenKind::Number | TokenKind::Possessive) => false,
        // a hyphen with a blank before it is a dash
        Some(TokenKind::Punct) => {
            !matches!(word, "-" | "(" | ")" | "&" | "/" | ".") || word == "-" && view.tokens[t].has(SPACE)
        }
        _ => true,
    }
}

/// The title told beside the name of mention `i`.
fn of_name(view: &View<'_>, resolved: &Resolved, i: usize) -> Option<Told> {
    let m = &resolved.mentions[i];
    let from = view.tokens.partition_point(|t| (t.end as usize) <= m.span.start);
    let to = view.tokens.partition_point(|t| (t.start as usize) < m.span.end);
    if view.has(from, HEADLINE) {
        return None;
    }
    // a rank before the name tells least
    let front = before(view, from);
    let office = |r: &Range<usize>| view.is(r.end - 1, ROLE) && !view.is(r.end - 1, RANK);
    let range =
        after(view, to).or_else(|| front.clone().filter(office)).or_else(|| apposed(view, from, to)).or(front)?;
    let role = words(view, range.clone());
    let affiliation = affiliation(view, resolved, range, Some(m.entity));
    Some(Told { role: role.into(), affiliation })
}

/// `Haddad, the spokesman for the coalition,`; `Haddad, 41, a teacher,`.
fn after(view: &View<'_>, to: usize) -> Option<Range<usize>> {
    let comma = |t: usize| view.word(t) == "," && !view.has(t + 1, BREAK);
    let mut at = to;
    if comma(at) && view.kind(at + 1) == Some(TokenKind::Number) && comma(at + 2) {
        at += 2;
    }
    if !comma(at) {
        return None;
    }
    at += 1;
    let definite = view.is(at, DETERMINER);
    while view.is(at, DETERMINER) {
        at += 1;
    }
    let noun = (at..at + WORDS).take_while(|&t| !ends_title(view, t)).filter(|&t| noun_of_role(view, t)).last()?;
    // Ali Reed, commander Mia Stone and …: a list
    if view.has(noun + 1, NAMED) && view.has(noun + 1, JOINED) {
        return None;
    }
    let end = complement(view, noun + 1);
    let closed = matches!(view.word(end), "," | "." | ";" | "—" | "–" | ")" | "" | ":")
        || view.kind(end) == Some(TokenKind::Quote)
        || view.is(end, FUNCTION | RELATIVE | FINITE | CUE);
    (closed && (definite || end > noun + 1 || !view.has(noun, NAMED) || view.word(end) == ",")).then_some(at..end)
}

/// `Iraqi army spokesman Brig. Gen. Yahya Hall`.
fn before(view: &View<'_>, from: usize) -> Option<Range<usize>> {
    let mut start = from;
    while start > 0 && from - start < WORDS && !view.has(start, BREAK) {
        let t = start - 1;
        let link = |t: usize| matches!(view.word(t), "of" | "for") && view.has(t.wrapping_sub(1), NAMED);
        // Special Envoy of the UN Secretary-General
        let the = view.word(t) == "the" && view.has(t + 1, NAMED) && t > 1 && link(t - 1) && view.is(t - 2, ROLE);
        let of = link(t) && (view.has(t + 1, NAMED) || view.word(t + 1) == "the" && start > t);
        if ends_title(view, t) && !of && !the || !view.has(start, JOINED) && view.word(t) != "." {
            break;
        }
        start = t;
    }
    // behind the role only ranks
    let noun = (start..from).rev().find(|&t| noun_of_role(view, t))?;
    // spokesman Brigadier General: two ranks tell no office
    let rank = |t: usize| view.is(t, RANK);
    let office = (start..noun).rev().find(|&t| noun_of_role(view, t) && !rank(t));
    let noun = office.filter(|&o| noun > o + 1 && (o + 1..=noun).all(rank)).unwrap_or(noun);
    if !(noun + 1..from).all(|t| view.is(t, RANK) || view.word(t) == "." || view.word(t) == "-") {
        return None;
    }
    // a bracket that does not close opens the title anew: (Senator
    let open = (start..noun).rev().find(|&t| view.word(t) == "(");
    if let Some(open) = open.filter(|&open| !(open..noun).any(|t| view.word(t) == ")")) {
        start = open + 1;
    }
    while start < noun && view.kind(start) != Some(TokenKind::Word) {
        start += 1;
    }
    Some(start..noun + 1)
}

/// `said the ministry's spokesman, Brig. Gen. Yahya Hall`; `The mayor of Homs, Layla Haddad, said`.
fn apposed(view: &View<'_>, from: usize, to: usize) -> Option<Range<usize>> {
    let mut comma = from;
    while comma > 0 && from - comma < WORDS && view.word(comma) != "," {
        let rank = comma == from || view.has(comma, NAMED) || view.is(comma, RANK) || view.word(comma) == ".";
        if !rank || view.has(comma, BREAK) {
            return None;
        }
        comma -= 1;
    }
    let mut start = comma;
    while view.word(comma) == "," && start > 0 && comma - start < WORDS && !view.has(start, BREAK) {
        let of = is_link(view.word(start - 1));
        let det = of && start > 1 || view.is(start - 1, DETERMINER) && start > 1 && is_link(view.word(start - 2));
        if ends_title(view, start - 1) && !of && !det {
            break;
        }
        start -= 1;
    }
    let role = |t: &usize| noun_of_role(view, *t) && !view.word(*t).ends_with('s');
    // caretaker prime minister: the noun that ends the title or has its complement behind it
    let noun = (start..comma).filter(role).find(|&t| complement(view, t + 1) == comma)?;
    // it opens the clause or follows a word of saying, or the name is set off on both sides
    let definite = start > 0 && view.is(start - 1, DETERMINER);
    let lead = if definite { start - 1 } else { start };
    let opens = view.has(lead, BREAK) || view.is(lead.wrapping_sub(1), CUE | RELATIVE);
    let closed = view.word(to) == ",";
    (noun < comma && (opens || definite && closed)).then_some(start..comma)
}

fn is_link(word: &str) -> bool {
    matches!(word, "of" | "for" | "from")
}

/// One past what follows the noun of a title: `for the joint command`, `of civil aviation`.
fn complement(view: &View<'_>, at: usize) -> usize {
    let mut end = at;
    while matches!(view.word(end), "of" | "for" | "from" | "at" | "in" | "with") && end - at < MORE {
        let mut t = end + 1;
        while view.is(t, DETERMINER) {
            t += 1;
        }
        let first = t;
        while t - end < MORE && !ends_title(view, t) && !view.has(t, BREAK) && view.kind(t) != Some(TokenKind::Number) {
            t += 1;
        }
        while t > first && view.word(t - 1) == "." {
            t -= 1;
        }
        if t == first || t - end >= MORE {
            break;
        }
        end = t;
    }
    end
}

fn words<'a>(view: &View<'a>, range: Range<usize>) -> &'a str {
    let span = match (view.tokens.get(range.start), view.tokens.get(range.end.saturating_sub(1))) {
        (Some(a), Some(b)) if a.start <= b.end => Span::new(a.start as usize, b.end as usize),
        _ => return "",
    };
    span.of(view.text)
}

/// The body named in a title: an organisation before a country or town, the last of them.
fn affiliation(view: &View<'_>, resolved: &Resolved, range: Range<usize>, who: Option<u32>) -> Option<Arc<str>> {
    let (first, last) = (view.tokens.get(range.start)?, view.tokens.get(range.end.checked_sub(1)?)?);
    let span = Span::new(first.start as usize, last.end as usize);
    let at = resolved.mentions.partition_point(|m| m.span.start < span.start);
    let entity = |m: &Mention| &resolved.entities[m.entity as usize];
    let inside = resolved.mentions[at..].iter().take_while(|m| m.span.start < span.end);
    let named = inside.filter(|m| m.span.end <= span.end && Some(m.entity) != who && !is_somebody(entity(m)));
    let rank = |m: &Mention| (&*entity(m).kind != "office", !m.nested, !is_land(entity(m)));
    // of equals the last
    named.max_by_key(|m| rank(m)).map(|m| Arc::clone(&entity(m).name))
}

fn is_somebody(e: &DocEntity) -> bool {
    &*e.kind == "person"
}

fn is_land(e: &DocEntity) -> bool {
    e.label == crate::document::Label::Place || &*e.kind == "state"
}
