//! Sources of verbs that have no subject of their own, or have it behind them.

use super::clause::{Cue, Kind};
use super::cue;
use super::item::{Item, Tag, among, same};
use super::phrase::{self, Phrase};
use super::subject;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// `The road is open, said Haddad`: the source after the verb, where what stands before it is a clause of its own.
pub fn inverted(
    text: &str,
    s: &[Item],
    k: usize,
    end: usize,
    c: cue::CueForm,
    subject: Option<Phrase>,
) -> Option<Phrase> {
    let before = k.checked_sub(1).filter(|&b| s[b].is(Tag::Comma))?;
    if c.frames & cue::ZERO == 0 || !matches!(c.form, Form::Past | Form::Present) {
        return None;
    }
    let own = subject.filter(|p| p.full < before)?;
    let verb = |i: &Item| i.is(Tag::Aux) || i.class(FINITE);
    if s[own.full].is(Tag::Relative) || s[own.full].is(Tag::Comma) || !among(s, own.full, before).iter().any(verb) {
        return None;
    }
    let p = phrase::source(text, s, end)?;
    let named = s[p.end - 1].is(Tag::Name)
        || among(s, p.start, p.end).iter().any(|i| i.class(ROLE | SPOKEN | ORG_NOUN))
        || (c.frames & cue::PLAIN != 0 && s.get(p.full).is_none_or(|x| x.is(Tag::Stop)));
    let until = (p.full..s.len()).find(|&x| matches!(s[x].tag, Tag::Comma | Tag::Stop | Tag::Quote)).unwrap_or(s.len());
    (named && !among(s, p.full, until).iter().any(verb)).then_some(p)
}

/// The subject of a verb that has none of its own: a participle, an infinitive, the second of two verbs.
pub fn carried(
    text: &str,
    s: &[Item],
    k: usize,
    form: Form,
    infinitive: bool,
    lo: usize,
    before: &[Cue],
) -> Option<Phrase> {
    if let Some(p) = object_as(text, s, k, form, lo) {
        return Some(p);
    }
    let mut last = before.last().filter(|l| l.kind == Kind::Verb && l.subject.is_some());
    let link = linked(s, k);
    // denied that they were leaving but said; condemned what he called a crime and said: the verb of the same form
    if let Some(l) = last.filter(|_| link == Some(Tag::And)) {
        let what = |p: Phrase| p.start > 0 && same(s[p.start - 1].of(text), "what");
        let other = l.form != form && l.form == Form::Ing || l.subject.is_some_and(what);
        let outer = |o: &&Cue| o.kind == Kind::Verb && o.form == form && o.subject.is_some_and(|p| !what(p));
        last = if other { before.iter().rev().skip(1).take(3).find(outer).or(last) } else { last };
    }
    // … tweeting that it was over and asking why; he laughed and said
    if link == Some(Tag::And)
        && let Some(l) = last
        && (l.form == form || l.at + 5 >= k)
        && l.frames & cue::ATTITUDE == 0
    {
        // said he welcomed it and added: the pronoun is that of the report
        let told = |o: &&Cue| {
            o.kind == Kind::Verb
                && o.form == form
                && o.frames & cue::QUOTE != 0
                && o.frames & (cue::THAT | cue::ZERO) != 0
                && o.subject.is_some()
                && l.subject.is_some_and(|p| {
                    p.end == p.start + 1
                        && s[p.start].is(Tag::Pronoun)
                        && (p.start == o.end || (p.start == o.end + 1 && s[o.end].is(Tag::That)))
                })
        };
        let report = before.iter().rev().skip(1).take(4).find(told);
        return report.unwrap_or(l).subject;
    }
    let after_prep = form == Form::Ing && k > lo && s[k - 1].is(Tag::Prep);
    if infinitive || after_prep {
        // Haddad was asked to say; by saying: the subject of what governs the verb
        if let Some(p) = governor(text, s, lo, k).and_then(|v| subject::subject(text, s, lo, v)) {
            return Some(p);
        }
    }
    // a video of Haddad saying: the noun before the participle, unless it is a document
    let mut near = None;
    // with one saying
    if form == Form::Ing && k > lo + 1 && s[k - 1].class(QUANTITY) && same(s[k - 2].of(text), "with") {
        return Some(Phrase { start: k - 1, end: k, full: k, joined: false });
    }
    // at one point calling
    let point = |b: usize| b > lo && same(s[b - 1].of(text), "at");
    let adjunct = form == Form::Ing && k > lo && phrase::base_back(text, s, lo, k - 1).is_some_and(point);
    if form == Form::Ing && k > lo && s[k - 1].nominal() && !s[k - 1].time() && !adjunct {
        near = phrase::back(text, s, lo, k - 1);
        // footage of Layla Haddad saying; with Layla Haddad saying
        let name = phrase::base_back(text, s, lo, k - 1).filter(|&b| {
            let link = b > lo && (same(s[b - 1].of(text), "of") || same(s[b - 1].of(text), "with"));
            link && s[k - 1].is(Tag::Name) && near.is_none_or(|p| p.start == b || s[p.end - 1].class(SPOKEN))
        });
        if let Some(start) = name {
            return Some(Phrase { start, end: k, full: k, joined: false });
        }
        if let Some(p) = near
            && !s[p.end - 1].class(SPOKEN)
            && last.is_none_or(|l| l.at < p.start)
            && (s[p.end - 1].is(Tag::Name) || p.start == 0 || !s[p.start - 1].is(Tag::Word))
        {
            return Some(p);
        }
    }
    // the first verb of saying of the sentence: its subject speaks on in participles
    let from = lead_end(s, lo, k);
    let speech = |l: &&Cue| {
        l.kind == Kind::Verb
            && !l.passive
            && !l.infinitive
            && l.at >= from
            && l.frames & cue::ATTITUDE == 0
            && l.frames & cue::QUOTE != 0
            && l.form != Form::Ing
            && l.subject.is_some()
    };
    if let Some(l) = before.iter().take(12).find(speech) {
        // Farmers said no, and the mayor, Layla Haddad, promised help, adding …: the last clause with a subject of its own
        let own = before.iter().rev().take(4).filter(|x| x.at > l.at && speech(x)).find_map(|x| {
            let p = x.subject?;
            let from = l.end.max(p.start.saturating_sub(14));
            let and = (from..p.start).rev().find(|&a| s[a].is(Tag::And) && s[a - 1].is(Tag::Comma))?;
            phrase::source(text, s, and + 1).filter(|q| q.start == p.start)
        });
        return own.or(l.subject);
    }
    // “…,” said Haddad, adding that
    let inverted = before.iter().take(12).rev().find(|l| {
        l.kind == Kind::Verb
            && l.subject.is_none()
            && l.frames & cue::QUOTE != 0
            && l.form != Form::Ing
            && l.at > 0
            && s[l.at - 1].is(Tag::Quote)
    });
    if let Some(p) = inverted.and_then(|l| phrase::source(text, s, l.end)).filter(|p| p.end < k) {
        return Some(p);
    }
    let clause = if link == Some(Tag::And) || infinitive { subject::nearest_clause(text, s, lo, k) } else { None };
    let governed = || governor(text, s, lo, k).and_then(|v| subject::subject(text, s, lo, v));
    clause
        .or_else(governed)
        .or_else(|| subject::main_subject(text, s, 0, k))
        .or_else(|| last.and_then(|l| l.subject))
        .or(near)
}

/// The agency quoted Haddad as saying: the object of the verb speaks.
fn object_as(text: &str, s: &[Item], k: usize, form: Form, lo: usize) -> Option<Phrase> {
    let before = k.checked_sub(2).filter(|&b| form == Form::Ing && b > lo && same(s[k - 1].of(text), "as"))?;
    // was quoted as saying: the subject does, and nothing stands between
    let verb = (lo..before).rev().take(12).find(|&v| s[v].class(QUOTING) && s[v].cue.is_some())?;
    let p = match s[verb + 1].tag {
        Tag::Object | Tag::Pronoun => Phrase { start: verb + 1, end: verb + 2, full: verb + 2, joined: false },
        _ => phrase::source(text, s, verb + 1)?,
    };
    (p.full < k).then_some(p)
}

/// Where the main clause begins if the sentence opens with `when`, `after` or their like: past the comma.
fn lead_end(s: &[Item], lo: usize, k: usize) -> usize {
    let first = (lo..k).find(|&a| !matches!(s[a].tag, Tag::And | Tag::Mark | Tag::Adverb));
    let Some(a) = first.filter(|&a| s[a].is(Tag::Sub) || s[a].class(CONJUNCTION)) else { return lo };
    let main = |c: usize| {
        s[c].is(Tag::Comma)
            && s.get(c + 1).is_some_and(|n| matches!(n.tag, Tag::Pronoun | Tag::Name | Tag::Det | Tag::Word))
    };
    (a..k.saturating_sub(2)).find(|&c| main(c)).map_or(lo, |c| c + 1)
}

/// The finite verb that governs the infinitive or participle at item `k`: the next one to the left. For a participle
/// after a comma, verbs of relative clauses and of clauses with `that` are passed over.
fn governor(text: &str, s: &[Item], lo: usize, k: usize) -> Option<usize> {
    let parted = k > lo && s[k - 1].is(Tag::Comma);
    let mut v = k;
    let stop = lo.max(k.saturating_sub(40));
    while v > stop {
        v -= 1;
        let i = &s[v];
        if matches!(i.tag, Tag::Semicolon | Tag::Quote | Tag::Stop | Tag::Colon) {
            return None;
        }
        if !finite_at(text, s, v, lo) {
            continue;
        }
        // names recommended by the board, observing
        if parted && phrase::participle(text, i) && s.get(v + 1).is_some_and(|n| same(n.of(text), "by")) {
            continue;
        }
        // over has been asked: to the first verb of the group
        let mut first = v;
        while first > lo && (s[first - 1].is(Tag::Aux) || s[first - 1].is(Tag::Adverb)) {
            first -= 1;
        }
        if parted
            && first > stop
            && let Some(r) = (stop.max(first.saturating_sub(6))..first)
                .rev()
                .find(|&r| matches!(s[r].tag, Tag::Relative | Tag::That))
            && !among(s, r + 1, first).iter().any(|x| x.is(Tag::Comma))
        {
            v = r;
            continue;
        }
        return Some(first);
    }
    None
}

/// Whether the item is a finite verb by its class or its look.
fn finite_at(text: &str, s: &[Item], v: usize, lo: usize) -> bool {
    let i = &s[v];
    if i.is(Tag::Aux) {
        return true;
    }
    if i.capital() || !i.is(Tag::Word) || v == lo {
        return false;
    }
    let p = &s[v - 1];
    let open = p.nominal() || matches!(p.tag, Tag::Pronoun | Tag::Adverb | Tag::Relative | Tag::Close | Tag::Comma);
    if !open || (p.is(Tag::Possessive) && !(v >= 2 && s[v - 2].is(Tag::Pronoun))) {
        return false;
    }
    let base = i.cue.is_some_and(|c| c.form == Form::Base) && matches!(p.tag, Tag::Pronoun | Tag::Relative);
    let word = i.of(text);
    i.class(FINITE | PAST)
        || base
        || i.cue.is_some_and(|c| {
            c.form == Form::Past || (c.form == Form::Present && (c.frames & cue::NOUNLIKE == 0 || p.is(Tag::Pronoun)))
        })
        || phrase::past_look(word)
}

/// After `and` or a comma, adverbs passed over: a second verb of the same subject.
pub fn linked(s: &[Item], k: usize) -> Option<Tag> {
    let mut a = k;
    while a > 0 && (s[a - 1].is(Tag::Adverb) || s[a - 1].is(Tag::Aux)) {
        a -= 1;
    }
    let tag = s.get(a.checked_sub(1)?)?.tag;
    matches!(tag, Tag::And | Tag::Comma).then_some(tag)
}
