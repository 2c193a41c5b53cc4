//! What may stand between a verb of saying and its content: days, documents, brackets, a whole phrase before `that`.

use super::clause::Cue;
use super::cue;
use super::item::{Item, Tag, among, same};
use super::phrase;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// Over adverbials that may stand between a cue and its content: days, `in a statement`, `at a rally in Homs`, brackets.
/// Gives the first item after them and the document named in them.
pub fn over_adjuncts(text: &str, s: &[Item], mut k: usize, times_only: bool) -> (usize, Option<(usize, usize)>) {
    let mut medium = None;
    for _ in 0..8 {
        let Some(i) = s.get(k) else { break };
        if (i.time() || i.is(Tag::Adverb))
            && !s.get(k + 1).is_some_and(|n| n.is(Tag::Aux))
            && !same(i.of(text), "there")
            && !focus(text, s, k)
        {
            k += 1;
            while s.get(k).is_some_and(|x| x.time() || x.is(Tag::Number)) {
                k += 1;
            }
            continue;
        }
        if i.is(Tag::Open) {
            match (k + 1..s.len().min(k + 9)).find(|&j| s[j].is(Tag::Close)) {
                Some(e) => k = e + 1,
                None => break,
            }
            continue;
        }
        if i.is(Tag::Det)
            && s.get(k + 1).is_some_and(|n| n.time())
            && (!same(i.of(text), "the")
                || s.get(k + 2).is_some_and(|n| matches!(n.tag, Tag::That | Tag::Quote | Tag::Comma)))
        {
            k += 2;
            continue;
        }
        if i.is(Tag::Prep) {
            let n = s.get(k + 1);
            if n.is_some_and(|n| n.time())
                || (n.is_some_and(|n| n.is(Tag::Number)) && s.get(k + 2).is_none_or(|x| !x.nominal()))
            {
                k += 2;
                while s.get(k).is_some_and(|x| x.time() || x.is(Tag::Number)) {
                    k += 1;
                }
                continue;
            }
            if times_only {
                break;
            }
            if let Some(p) = phrase::forward(text, s, k + 1) {
                if among(s, p.start, p.end).iter().any(|x| x.class(SPOKEN)) {
                    medium = Some((p.start, p.end));
                }
                k = p.full;
                continue;
            }
        }
        break;
    }
    (k, medium)
}

/// The `that` behind a phrase between the verb and its content: said on the radio show, where he is a guest, that; say by
/// a wide margin that.
pub fn far_that(text: &str, s: &[Item], c: &Cue, j: usize, lim: usize) -> Option<usize> {
    let led = s.get(j).is_some_and(|x| x.is(Tag::Prep) && !same(x.of(text), "to"));
    if !led || c.frames & cue::THAT == 0 || c.passive || c.subject.is_none_or(|p| p.start >= c.at) {
        return None;
    }
    let mut apart = false; // inside commas or after `before`, `where`: verbs there are not those of the content
    for x in j..lim.min(j + 24) {
        let i = &s[x];
        match i.tag {
            // in that case
            Tag::That if s[x - 1].is(Tag::Prep) => {}
            Tag::That => {
                let clause = s.get(x + 1).is_some_and(|n| {
                    matches!(
                        n.tag,
                        Tag::Det
                            | Tag::Pronoun
                            | Tag::Name
                            | Tag::Word
                            | Tag::Number
                            | Tag::Quote
                            | Tag::Sub
                            | Tag::Prep
                    )
                });
                let verb = s.get(x + 1).is_some_and(|n| phrase::finite(n) || n.class(FINITE | PAST));
                return (clause && !verb).then_some(x);
            }
            _ if i.cue.is_some_and(|v| v.form == Form::Ing && v.frames & cue::THAT != 0) => return None,
            Tag::Comma => apart = !apart,
            Tag::Relative | Tag::Sub => apart = true,
            Tag::Stop | Tag::Semicolon | Tag::Quote | Tag::Colon => return None,
            // a statement signed by the mayor
            _ if phrase::participle(text, i) && s.get(x + 1).is_some_and(|n| n.is(Tag::Prep)) => {}
            _ if !apart && (i.is(Tag::Aux) || phrase::finite(i) || i.class(PAST)) => return None,
            _ => {}
        }
    }
    None
}

/// Whether the adverb at item `k` belongs to the words after it and not to the verb before it: exactly what, too much.
pub fn focus(text: &str, s: &[Item], k: usize) -> bool {
    let Some(n) = s.get(k + 1) else { return false };
    let word = s[k].of(text);
    let degree = ["too", "just", "only", "even", "so"].iter().any(|w| same(word, w));
    n.class(QUESTION) && !n.class(NARRATOR) && word.ends_with("ly")
        || same(word, "too") && n.is(Tag::Word)
        || degree && (matches!(n.tag, Tag::Det | Tag::Number | Tag::Sub | Tag::Adverb) || n.class(QUANTITY))
}
