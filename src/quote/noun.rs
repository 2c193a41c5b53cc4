//! Where a noun phrase as content ends.

use super::cue;
use super::item::{Item, Tag, among, same};
use super::phrase;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// The end of a noun phrase as content: before a comma or dash with `but`, a new subject, a relative clause that tells
/// more, and before a clause or a verb that belongs to the narrator.
pub fn noun_end(text: &str, s: &[Item], start: usize, end: usize, form: Form) -> usize {
    let verb = |x: usize| s.get(x).is_some_and(|v| v.is(Tag::Aux) || v.class(FINITE | PAST));
    let told = |x: usize| {
        s.get(x)
            .and_then(|v| v.cue.filter(|_| !v.capital()))
            .is_some_and(|c| c.form == form && (form == Form::Past || c.frames & cue::NOUNLIKE == 0))
            && matches!(form, Form::Past | Form::Present)
    };
    for j in start + 1..end.min(s.len().saturating_sub(1)) {
        let n = &s[j + 1];
        match s[j].tag {
            Tag::Comma | Tag::Dash
                if ((n.is(Tag::And) && same(n.of(text), "but"))
                    || (n.is(Tag::Pronoun) && n.cue.is_none())
                    || (n.is(Tag::And) && s.get(j + 2).is_some_and(|p| p.is(Tag::Pronoun)))
                    || (s[j].is(Tag::Comma) && (verb(j + 1) || told(j + 1) || apposed(text, s, j + 1, end)))
                    || (n.is(Tag::Relative) && !same(n.of(text), "whose"))) =>
            {
                return j;
            }
            Tag::Sub | Tag::Prep if j > start + 1 => {
                // praised the crews while others slept; but: the deal signed after a week, to act while there is time
                let own = !s[j - 1].is(Tag::Comma) && (s[j - 1].is(Tag::Prep) || verbal(text, s, start, j));
                if s[j].class(NARRATOR) && !s[j].class(QUESTION) && !own {
                    return j;
                }
                // by saying, in saying
                if same(s[j].of(text), "by") && n.is(Tag::Word) && n.of(text).ends_with("ing") {
                    return j;
                }
                // posted a warning on Facebook, praised the crews in a speech
                // the commanders named in the report
                let own = phrase::participle(text, &s[j - 1]) && s[j - 1].of(text).ends_with("ed");
                if own || !["on", "in", "via", "during"].iter().any(|w| same(s[j].of(text), w)) {
                    continue;
                }
                let noun =
                    (j + 1..end.min(j + 5)).find(|&x| !matches!(s[x].tag, Tag::Det | Tag::Adverb) && !s[x].time());
                let last = noun.map(|x| (x..end).take_while(|&y| s[y].nominal()).last().unwrap_or(x));
                if last.is_some_and(|x| s[x].class(SPOKEN)) {
                    return j;
                }
            }
            // faulted the raid saying that
            Tag::Word
                if j > start + 1
                    && s[j - 1].nominal()
                    && s[j].cue.is_some_and(|c| c.form == Form::Ing && c.frames & cue::PLAIN != 0)
                    && matches!(
                        n.tag,
                        Tag::That | Tag::Det | Tag::Pronoun | Tag::Name | Tag::Word | Tag::Number | Tag::Quote
                    ) =>
            {
                return j;
            }
            Tag::And => {
                let again = match form {
                    Form::Ing => {
                        n.is(Tag::Word) && n.of(text).ends_with("ing") && n.of(text).len() > 5 && !before_noun(s, j + 1)
                    }
                    Form::Past | Form::Present => {
                        let w = n.of(text);
                        verb(j + 1)
                            || (n.is(Tag::Word) && phrase::past_look(w))
                            || n.cue.is_some_and(|c| {
                                c.form == form && (form == Form::Past || c.frames & cue::NOUNLIKE == 0)
                            })
                    }
                    _ => false,
                };
                // …, and he raised them again; …, and the new mayor has left
                let clause = || {
                    s[j - 1].is(Tag::Comma)
                        && phrase::forward(text, s, j + 1).is_some_and(|p| {
                            verb(p.full) || s.get(p.full).is_some_and(|v| v.is(Tag::Word) && phrase::finite(v))
                        })
                };
                let own = n.is(Tag::Pronoun) || (n.is(Tag::Name) && verb(j + 2)) || clause();
                if again || own {
                    return j;
                }
            }
            _ => {}
        }
    }
    end
}

/// Whether the participle at item `k` stands before its noun: rising costs, alleged fraud.
fn before_noun(s: &[Item], k: usize) -> bool {
    s.get(k + 1).is_some_and(|n| n.is(Tag::Word) && !n.class(QUANTITY))
}

/// Whether what begins at `k` behind a comma names the thing before it again: the plan, a gift to farmers.
pub fn apposed(text: &str, s: &[Item], k: usize, end: usize) -> bool {
    if !["a", "an", "the"].iter().any(|w| same(s[k].of(text), w)) {
        return false;
    }
    let listed = (k..end).any(|x| s[x].is(Tag::And) && x > k && s[x - 1].is(Tag::Comma));
    !listed && phrase::forward(text, s, k).is_some_and(|p| !s.get(p.full).is_some_and(|x| x.is(Tag::And)))
}

/// Whether a verb form stands in the phrase `start..end`, so that an adverbial behind it may be its own.
fn verbal(text: &str, s: &[Item], start: usize, end: usize) -> bool {
    (start..end).any(|x| {
        let i = &s[x];
        let w = i.of(text);
        let form = i.is(Tag::Word) && !i.capital() && w.len() > 4 && (w.ends_with("ing") || w.ends_with("ed"));
        let open = x + 1 == end || !s[x + 1].nominal();
        i.is(Tag::Aux)
            || i.is(Tag::Relative)
            || (form && open && x > start && !s[x - 1].is(Tag::Det))
            || (x > start
                && i.is(Tag::Word)
                && s[x - 1].is(Tag::Prep)
                && same(s[x - 1].of(text), "to")
                && !w.ends_with('s'))
    })
}

/// One past the last item of `start..end` without the days and dates at its end: welcomed the deal on Friday.
pub fn without_times(s: &[Item], start: usize, end: usize) -> usize {
    let mut e = end;
    while e > start + 1 && (s[e - 1].time() || s[e - 1].is(Tag::Number)) {
        e -= 1;
    }
    if !among(s, e.min(end - 1), end).iter().any(Item::time) {
        return end;
    }
    while e > start + 1 && matches!(s[e - 1].tag, Tag::Det | Tag::Adverb) {
        e -= 1;
    }
    if e > start + 1 && s[e - 1].is(Tag::Prep) {
        e -= 1;
    } else if e < end && s[e].is(Tag::Number) {
        return end;
    } else if e < end && s[e - 1].is(Tag::Word) && !s[e].class(WEEKDAY | MONTH) && !s[e].is(Tag::Adverb) {
        // a mild winter, the wrong day
        return end;
    }
    if e > start + 1 { e } else { end }
}
