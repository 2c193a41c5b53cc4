//! Sources that stand apart from the sentence of the words: signatures, credits, headlines, the subject of the paragraph
//! before.

use super::item::{Item, Tag, same};
use super::read::Piece;
use super::{cue, phrase, subject, voice};
use crate::document::QuoteKind;
use crate::text::inflect::Form;
use crate::text::lexicon::*;
use crate::text::tokens::CAPITAL;

/// `“…” — Layla Haddad` at the end of a paragraph: the item of the passage and the name.
pub(super) fn signature(text: &str, items: &[Item]) -> Option<(usize, phrase::Phrase)> {
    let q = items.iter().rposition(|i| i.is(Tag::Quote))?;
    let dash = items.get(q + 1).filter(|d| d.is(Tag::Dash) || (d.is(Tag::Mark) && matches!(d.of(text), "~" | "-")))?;
    let _ = dash;
    let rest = items.get(q + 2..).filter(|r| !r.is_empty() && r.len() <= 14)?;
    if !rest[0].is(Tag::Name)
        || rest.iter().any(|i| matches!(i.tag, Tag::Aux | Tag::Relative | Tag::That | Tag::Pronoun) || i.class(FINITE))
    {
        return None;
    }
    phrase::forward(text, items, q + 2).map(|p| (q, p))
}

/// `Haddad: Road to Homs is open` over an article.
pub(super) fn headline(text: &str, items: &[Item]) -> Option<Piece> {
    let colon = items.iter().take(8).position(|i| i.is(Tag::Colon)).filter(|&c| c > 0)?;
    let (before, after) = (&items[..colon], &items[colon + 1..]);
    let speaker = before.iter().all(|i| matches!(i.tag, Tag::Name | Tag::Possessive | Tag::Word));
    let last = &before[colon - 1];
    let full = items.last().is_some_and(|i| i.is(Tag::Stop)) && items.len() > 30;
    if !speaker
        || full
        || !(last.is(Tag::Name) || last.class(ROLE))
        || after.len() < 3
        || after.len() > 40
        || after[0].is(Tag::Quote)
    {
        return None;
    }
    let p = phrase::back(text, items, 0, colon - 1)?;
    let end = if after.last().is_some_and(|i| i.is(Tag::Stop)) { items.len() - 1 } else { items.len() };
    let span = voice::span(items, (colon + 1, end));
    Some(Piece {
        span,
        kind: if after.iter().any(|i| i.is(Tag::Quote)) { QuoteKind::Mixed } else { QuoteKind::Indirect },
        voice: Some(voice::voice(text, items, p)),
        cue: Some(voice::span(items, (colon, colon + 1))),
        addressee: None,
        medium: None,
        denied: false,
        rule: "headline, source: words",
        resumed: false,
        free: false,
        passage: None,
    })
}

/// In a headline with capitals on its words, the verbs of saying are read as if they had none: Talks to Resume, Envoy Says.
pub(super) fn headline_verbs(items: &mut [Item]) {
    let words = items.iter().filter(|i| matches!(i.tag, Tag::Word | Tag::Name)).count();
    let capitals = items.iter().filter(|i| matches!(i.tag, Tag::Word | Tag::Name) && i.capital()).count();
    if items.len() > 40 || words < 3 || capitals * 10 < words * 8 {
        return;
    }
    for k in 1..items.len() {
        let before = &items[k - 1];
        let subject = before.is(Tag::Name) || before.is(Tag::Pronoun) || before.class(ROLE | TITLE);
        if let Some(c) = items[k].cue.filter(|_| subject && items[k].capital())
            && c.form == Form::Present
            && c.frames & cue::QUOTE != 0
            && c.frames & (cue::THAT | cue::ZERO) != 0
            && (c.frames & cue::NOUNLIKE == 0 || c.frames & cue::PLAIN != 0)
        {
            items[k].tag = Tag::Word;
            items[k].shape &= !CAPITAL;
        }
    }
}

/// A paragraph that is only a dash and a name: the source of the quote above it.
pub(super) fn credit(text: &str, items: &[Item]) -> Option<voice::Voice> {
    let first = items.first()?;
    let dash = first.is(Tag::Dash) || first.is(Tag::Mark) && matches!(first.of(text), "-" | "~");
    let name = usize::from(dash);
    if items.len() > 12 || !items.get(name)?.is(Tag::Name) {
        return None;
    }
    // without a dash: only a name, and what it is
    let verb = |i: &Item| {
        matches!(i.tag, Tag::Aux | Tag::Pronoun | Tag::Colon | Tag::Relative | Tag::That)
            || i.cue.is_some() && !i.capital()
            || i.class(FINITE) && !i.capital()
    };
    let words = items.iter().filter(|i| i.wordlike()).count();
    let full = items[name..].iter().take_while(|i| i.is(Tag::Name)).count();
    if !dash && (words > 8 || !(2..=4).contains(&full) || items.iter().any(verb)) {
        return None;
    }
    let after = items.get(name + full);
    if !dash && after.is_some_and(|i| !matches!(i.tag, Tag::Comma | Tag::Stop | Tag::Open | Tag::Quote)) {
        return None;
    }
    phrase::forward(text, items, name).map(|p| voice::voice(text, items, p))
}

/// The subject of the last sentence of a paragraph that ends with a colon, if it is a name or pronoun.
pub(super) fn announced(text: &str, items: &[Item], ends: &[usize]) -> Option<voice::Voice> {
    let start = ends.len().checked_sub(2).map_or(0, |k| ends[k]);
    let s = items.get(start..).filter(|s| s.len() > 2)?;
    let p = subject::main_subject(text, s, 0, s.len() - 1)?;
    let last = &s[p.end - 1];
    let named = last.is(Tag::Name) && !opener(s, p);
    (named || last.is(Tag::Pronoun)).then(|| voice::voice(text, s, p))
}

/// Whether the phrase is one ordinary word whose capital is that of the sentence: Wait, it gets better.
fn opener(s: &[Item], p: phrase::Phrase) -> bool {
    p.start == 0 && p.end == 1 && s[0].is(Tag::Name) && s[0].class(OPENER) && !s[0].class(GIVEN_NAME)
}

/// The subject of the last sentence of a paragraph, if it is a person by its look.
pub(super) fn topic(text: &str, items: &[Item], ends: &[usize]) -> Option<voice::Voice> {
    let start = ends.len().checked_sub(2).map_or(0, |k| ends[k]);
    let s = &items[start..];
    // a heading has no stop
    s.last().filter(|i| !i.wordlike() || i.is(Tag::Quote))?;
    let p = subject::main_subject(text, s, 0, s.len())?;
    let last = &s[p.end - 1];
    let person = (last.is(Tag::Name) && !opener(s, p))
        || (last.is(Tag::Pronoun) && ["he", "she"].iter().any(|w| same(last.of(text), w)));
    person.then(|| voice::voice(text, s, p))
}
