//! Reporting verbs of one sentence with their subjects, where their content begins, and where a clause ends.

use super::cue::{self, Frames};
use super::item::{Item, Tag, same};
use super::phrase::{self, Phrase};
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// What kind of word reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A verb.
    Verb,
    /// `according to`, `in the words of`, `as X put it`.
    According,
}

/// A reporting word of the sentence.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// Its item.
    pub at: usize,
    /// One past its last item (`according to` has two).
    pub end: usize,
    /// What may follow.
    pub frames: Frames,
    /// Which form.
    pub form: Form,
    /// Its subject, or its source.
    pub subject: Option<Phrase>,
    /// Verb or preposition.
    pub kind: Kind,
    /// `was told`, `is reported`.
    pub passive: bool,
    /// `to say`.
    pub infinitive: bool,
}

/// Where the content of a cue starts.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// First item of the content (`that` inside).
    pub start: usize,
    /// How it is joined.
    pub link: Link,
    /// The hearer, as items.
    pub hearer: Option<(usize, usize)>,
    /// A document in the phrase: said in a statement.
    pub medium: Option<(usize, usize)>,
}

/// How content is joined to its cue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// By `that`.
    That,
    /// A question word.
    Wh,
    /// A colon, or a comma before a passage.
    Mark,
    /// Nothing.
    Zero,
    /// to + infinitive.
    To,
    /// A preposition.
    Prep,
    /// A noun phrase.
    Noun,
}

fn be(text: &str, i: &Item) -> bool {
    i.is(Tag::Aux)
        && ["is", "are", "was", "were", "be", "been", "being", "am", "isn't", "wasn't"]
            .iter()
            .any(|w| same(i.of(text), w))
}

/// All reporting words of the sentence, in order. `lo` bounds subjects on the left after each passage.
pub fn cues(text: &str, s: &[Item], out: &mut Vec<Cue>) {
    out.clear();
    let mut after_quote = 0; // first item after the last passage
    let mut inside = false;
    for k in 0..s.len() {
        let i = &s[k];
        if i.is(Tag::Quote) {
            after_quote = k + 1;
            continue;
        }
        match i.tag {
            Tag::Open => inside = true,
            Tag::Close => inside = false,
            _ => {}
        }
        let _ = inside;
        if same(i.of(text), "put") || same(i.of(text), "puts") {
            // as Haddad put it, “…”
            let it = s.get(k + 1).is_some_and(|n| n.is(Tag::Pronoun));
            let as_at = (after_quote.max(k.saturating_sub(24))..k).rev().find(|&a| same(s[a].of(text), "as"));
            if let (true, Some(a)) = (it, as_at)
                && let Some(p) = phrase::source(text, s, a + 1).filter(|p| p.full <= k)
            {
                out.push(Cue {
                    at: k,
                    end: k + 2,
                    frames: cue::QUOTE | cue::THAT | cue::ZERO,
                    form: Form::Past,
                    subject: Some(p),
                    kind: Kind::According,
                    passive: false,
                    infinitive: false,
                });
            }
            continue;
        }
        if i.class(SPOKEN) && s.get(k + 1).is_some_and(|n| n.is(Tag::That)) && k > after_quote {
            // Haddad's claim that …
            let source = match s[k - 1].tag {
                Tag::Possessive if k >= 2 => phrase::back(text, s, after_quote, k - 2),
                Tag::Det if ["his", "her", "their"].iter().any(|w| same(s[k - 1].of(text), w)) => {
                    Some(Phrase { start: k - 1, end: k, full: k, joined: false })
                }
                _ => None,
            };
            if let Some(p) = source {
                out.push(Cue {
                    at: k,
                    end: k + 1,
                    frames: cue::THAT,
                    form: Form::Base,
                    subject: Some(p),
                    kind: Kind::Verb,
                    passive: false,
                    infinitive: false,
                });
                continue;
            }
        }
        let Some(c) = i.cue.filter(|_| !i.is(Tag::Prep) || k == 0 || s[k - 1].is(Tag::Pronoun)) else {
            let word = i.of(text);
            if same(word, "according")
                && s.get(k + 1).is_some_and(|t| same(t.of(text), "to"))
                && let Some(p) = phrase::source(text, s, k + 2)
            {
                out.push(Cue {
                    at: k,
                    end: k + 2,
                    frames: cue::QUOTE | cue::THAT,
                    form: Form::Ing,
                    subject: Some(p),
                    kind: Kind::According,
                    passive: false,
                    infinitive: false,
                });
            }
            continue;
        };
        if let Some(c) = verb(text, s, k, c, after_quote, out) {
            out.push(c);
        }
    }
}

fn verb(text: &str, s: &[Item], k: usize, c: cue::CueForm, after_quote: usize, before: &[Cue]) -> Option<Cue> {
    let i = &s[k];
    let mut c = c;
    let mut end = k + 1;
    if let Some((particle, frames)) = c.with
        && s.get(k + 1).is_some_and(|n| same(n.of(text), particle.word()))
    {
        c.frames = frames | (c.frames & !(cue::FIXED | cue::QUOTE_ONLY | 0xff));
        end = k + 2;
    }
    if i.capital() {
        // Said Haddad: “…”
        let opens = k == 0 || matches!(s[k - 1].tag, Tag::Stop | Tag::Mark);
        let finite = matches!(c.form, Form::Past | Form::Present) && c.frames & cue::QUOTE != 0;
        if opens
            && finite
            && let Some(p) = phrase::source(text, s, end)
        {
            return Some(Cue {
                at: k,
                end,
                frames: c.frames,
                form: c.form,
                subject: Some(p),
                kind: Kind::Verb,
                passive: false,
                infinitive: false,
            });
        }
        if !opens || finite {
            return None;
        }
    }
    if c.frames & cue::FIXED != 0 && c.frames & (cue::QUOTE | cue::THAT | cue::ZERO | cue::NOUN) == 0 {
        return None;
    }
    let prev = k.checked_sub(1).map(|p| &s[p]);
    let next = s.get(end);
    let mut passive = false;
    let mut infinitive = false;
    if let Some(p) = prev {
        match p.tag {
            Tag::Det => return None,
            Tag::Possessive if !(k >= 2 && s[k - 2].is(Tag::Pronoun)) => return None,
            Tag::Prep => {
                if same(p.of(text), "to") && c.form == Form::Base {
                    infinitive = true;
                } else if c.form != Form::Ing && !same(p.of(text), "as") {
                    return None;
                }
            }
            _ => {}
        }
        // back over adverbs: was also told
        let mut a = k;
        while a > 0 && s[a - 1].is(Tag::Adverb) {
            a -= 1;
        }
        if a > 0 && be(text, &s[a - 1]) && c.form == Form::Base {
            return None; // was open
        }
        if a > 0 && be(text, &s[a - 1]) && matches!(c.form, Form::Past | Form::Participle) {
            passive = true;
        }
        if a > 0 && s[a - 1].is(Tag::Prep) && same(s[a - 1].of(text), "to") && c.form == Form::Base {
            infinitive = true;
        }
    }
    // helped found the school; a 4-4 ruling
    if matches!(c.form, Form::Past | Form::Base)
        && prev.is_some_and(|p| p.class(FINITE) && !p.capital() && !p.is(Tag::Aux))
    {
        return None;
    }
    if c.form == Form::Ing && prev.is_some_and(|p| p.is(Tag::Number)) {
        return None;
    }
    if matches!(c.form, Form::Participle) && !passive {
        // has written; a bare participle reports nothing
        let mut a = k;
        while a > 0 && s[a - 1].is(Tag::Adverb) {
            a -= 1;
        }
        if a == 0 || !s[a - 1].is(Tag::Aux) {
            return None;
        }
    }
    let by = next.is_some_and(|n| same(n.of(text), "by"));
    if by
        && matches!(c.form, Form::Past | Form::Participle)
        && prev.is_some_and(|p| same(p.of(text), "as"))
        && c.frames & cue::THAT != 0
    {
        // as reported by the agency
        let p = phrase::source(text, s, end + 1)?;
        return Some(Cue {
            at: k,
            end: end + 1,
            frames: cue::QUOTE | cue::THAT,
            form: Form::Past,
            subject: Some(p),
            kind: Kind::According,
            passive: false,
            infinitive: false,
        });
    }
    // released by the army; but: said by telephone
    if next.is_some_and(|n| same(n.of(text), "by"))
        && matches!(c.form, Form::Past | Form::Participle)
        && !s.get(end + 1).is_some_and(|n| n.is(Tag::Word))
    {
        return None;
    }
    if c.form == Form::Base && !infinitive {
        let ok = prev.is_some_and(|p| {
            matches!(
                p.tag,
                Tag::Pronoun | Tag::Aux | Tag::Adverb | Tag::Relative | Tag::Comma | Tag::And | Tag::Close | Tag::Quote
            ) || plural(text, p)
                || (p.is(Tag::Name) && c.frames & cue::NOUNLIKE == 0)
                || (p.nominal()
                    && c.frames & (cue::THAT | cue::ZERO) != 0
                    && next.is_some_and(|n| matches!(n.tag, Tag::That | Tag::Pronoun | Tag::Quote))
                    && (c.frames & cue::NOUNLIKE == 0 || c.frames & cue::PLAIN != 0))
        });
        if !ok {
            return None;
        }
    }
    // in play and states that have been firm
    if c.frames & cue::NOUNLIKE != 0
        && c.form == Form::Present
        && c.frames & cue::PLAIN == 0
        && prev.is_some_and(|p| matches!(p.tag, Tag::And | Tag::Comma))
        && !next.is_some_and(|n| n.is(Tag::Quote))
    {
        return None;
    }
    if c.frames & cue::NOUNLIKE != 0 && matches!(c.form, Form::Base | Form::Present) && !infinitive {
        let sure = prev.is_some_and(|p| matches!(p.tag, Tag::Pronoun | Tag::Relative | Tag::Adverb | Tag::Aux));
        let clause = next.is_some_and(|n| {
            matches!(n.tag, Tag::That | Tag::Quote | Tag::Pronoun | Tag::Det | Tag::Sub)
                || (c.frames & cue::INFINITIVE != 0 && same(n.of(text), "to"))
                || (n.is(Tag::Colon) && prev.is_some_and(|p| p.is(Tag::Name)))
                || (n.is(Tag::Comma) && s.get(k + 2).is_some_and(|q| q.is(Tag::Quote)))
        });
        let from = after_quote + usize::from(s.get(after_quote).is_some_and(|x| x.is(Tag::Comma)));
        let after_q = after_quote > 0
            && k > from
            && s[from..k].iter().all(|x| x.nominal() || matches!(x.tag, Tag::Det | Tag::Prep))
            && next.is_none_or(|n| !n.nominal());
        if !sure && !clause && !after_q {
            return None;
        }
    }
    let subject = if passive || infinitive || c.form == Form::Ing {
        None
    } else {
        phrase::subject(text, s, after_quote.min(k), k)
    };
    let subject = match subject {
        Some(p) => Some(p),
        None if passive => phrase::subject(text, s, after_quote.min(k), k),
        None if infinitive || c.form == Form::Ing || linked(s, k).is_some() => {
            carried(text, s, k, c.form, infinitive, after_quote.min(k), before)
        }
        None => None,
    };
    let subject = inverted(text, s, k, end, c, subject).or(subject);
    // As Haddad noted, the road is open.
    let as_clause = |p: &Phrase| {
        p.start > 0
            && p.start <= 2
            && same(s[p.start - 1].of(text), "as")
            && !s[..p.start - 1].iter().any(|i| matches!(i.tag, Tag::Word | Tag::Name))
    };
    if next.is_some_and(|n| n.is(Tag::Comma))
        && c.frames & cue::THAT != 0
        && matches!(c.form, Form::Past | Form::Present | Form::Participle)
        && let Some(p) = subject.filter(as_clause)
    {
        return Some(Cue {
            at: k,
            end,
            frames: cue::QUOTE | cue::THAT,
            form: Form::Past,
            subject: Some(p),
            kind: Kind::According,
            passive: false,
            infinitive: false,
        });
    }
    Some(Cue { at: k, end, frames: c.frames, form: c.form, subject, kind: Kind::Verb, passive, infinitive })
}

/// `The road is open, said Haddad`: the source after the verb, where what stands before it is a clause of its own.
fn inverted(text: &str, s: &[Item], k: usize, end: usize, c: cue::CueForm, subject: Option<Phrase>) -> Option<Phrase> {
    let before = k.checked_sub(1).filter(|&b| s[b].is(Tag::Comma))?;
    if c.frames & cue::ZERO == 0 || !matches!(c.form, Form::Past | Form::Present) {
        return None;
    }
    let own = subject.filter(|p| p.full < before)?;
    let verb = |i: &Item| i.is(Tag::Aux) || i.class(FINITE);
    if s[own.full].is(Tag::Relative) || s[own.full].is(Tag::Comma) || !s[own.full..before].iter().any(verb) {
        return None;
    }
    let p = phrase::source(text, s, end)?;
    let named = s[p.end - 1].is(Tag::Name)
        || s[p.start..p.end].iter().any(|i| i.class(ROLE | SPOKEN | ORG_NOUN))
        || (c.frames & cue::PLAIN != 0 && s.get(p.full).is_none_or(|x| x.is(Tag::Stop)));
    let until = (p.full..s.len()).find(|&x| matches!(s[x].tag, Tag::Comma | Tag::Stop | Tag::Quote)).unwrap_or(s.len());
    (named && !s[p.full..until].iter().any(verb)).then_some(p)
}

/// The subject of a verb that has none of its own: a participle, an infinitive, the second of two verbs.
fn carried(
    text: &str,
    s: &[Item],
    k: usize,
    form: Form,
    infinitive: bool,
    lo: usize,
    before: &[Cue],
) -> Option<Phrase> {
    let last = before.last().filter(|l| l.kind == Kind::Verb && l.subject.is_some());
    let link = linked(s, k);
    // … tweeting that it was over and asking why; he laughed and said
    if link == Some(Tag::And)
        && let Some(l) = last
        && (l.form == form || l.at + 5 >= k)
        && l.frames & cue::ATTITUDE == 0
    {
        return l.subject;
    }
    if infinitive && k >= 2 {
        // Haddad was asked to say: the subject of what governs the infinitive
        let gov = &s[k - 2];
        let verb = gov.class(FINITE) || gov.cue.is_some() || gov.of(text).ends_with("ed");
        if let Some(p) = verb.then(|| phrase::subject(text, s, lo, k - 2)).flatten() {
            return Some(p);
        }
    }
    // a video of Haddad saying: the noun before the participle, unless it is a document
    let mut near = None;
    if form == Form::Ing && k > lo && s[k - 1].nominal() {
        near = phrase::back(text, s, lo, k - 1);
        if let Some(p) = near
            && !s[p.end - 1].class(SPOKEN)
            && last.is_none_or(|l| l.at < p.start)
            && (s[p.end - 1].is(Tag::Name) || p.start == 0 || !s[p.start - 1].is(Tag::Word))
        {
            return Some(p);
        }
    }
    // the first verb of saying of the sentence: its subject speaks on in participles
    let speech = |l: &&Cue| {
        l.kind == Kind::Verb
            && !l.passive
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
    let clause = if link == Some(Tag::And) || infinitive { phrase::nearest_clause(text, s, lo, k) } else { None };
    clause.or_else(|| phrase::main_subject(text, s, 0, k)).or_else(|| last.and_then(|l| l.subject)).or(near)
}

/// After `and` or a comma, adverbs passed over: a second verb of the same subject.
fn linked(s: &[Item], k: usize) -> Option<Tag> {
    let mut a = k;
    while a > 0 && (s[a - 1].is(Tag::Adverb) || s[a - 1].is(Tag::Aux)) {
        a -= 1;
    }
    let tag = s.get(a.checked_sub(1)?)?.tag;
    matches!(tag, Tag::And | Tag::Comma).then_some(tag)
}

fn plural(text: &str, p: &Item) -> bool {
    let w = p.of(text);
    p.nominal()
        && (w.ends_with('s')
            || ["people", "police", "men", "women", "many", "some", "others"].iter().any(|x| same(w, x)))
        || p.is(Tag::Det)
}

/// Over adverbials that may stand between a cue and its content: days, `in a statement`, `at a rally in Homs`, brackets.
/// Gives the first item after them and the document named in them.
fn over_adjuncts(text: &str, s: &[Item], mut k: usize, times_only: bool) -> (usize, Option<(usize, usize)>) {
    let mut medium = None;
    for _ in 0..8 {
        let Some(i) = s.get(k) else { break };
        if (i.time() || i.is(Tag::Adverb))
            && !s.get(k + 1).is_some_and(|n| n.is(Tag::Aux))
            && !same(i.of(text), "there")
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
                if s[p.start..p.end].iter().any(|x| x.class(SPOKEN)) {
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

/// Where the content of the cue starts, if any follows it before item `lim`.
pub fn opening(text: &str, s: &[Item], c: &Cue, lim: usize) -> Option<Opening> {
    let lim = lim.min(s.len());
    let mut j = c.end;
    let mut hearer = None;
    if c.kind == Kind::According {
        j = c.subject.map_or(j, |p| p.full).max(c.end);
        // to the comma that ends the source
        while j < lim && !matches!(s[j].tag, Tag::Comma | Tag::Quote | Tag::Stop | Tag::Semicolon) {
            j += 1;
        }
        if j < lim && s[j].is(Tag::Comma) {
            j += 1;
        }
        return (j < lim).then_some(Opening { start: j, link: Link::Zero, hearer, medium: None });
    }
    if let Some(p) = c.subject.filter(|p| p.start >= c.end) {
        // Said Haddad, who was there: “…”
        let q = (p.full..lim).find(|&x| s[x].is(Tag::Quote))?;
        return matches!(s[q - 1].tag, Tag::Comma | Tag::Colon).then_some(Opening {
            start: q,
            link: Link::Mark,
            hearer,
            medium: None,
        });
    }
    while j < lim && s[j].is(Tag::Adverb) && !s[j].time() && !same(s[j].of(text), "there") {
        j += 1;
    }
    let n = s.get(j).filter(|_| j < lim)?;
    if n.is(Tag::Quote) {
        return Some(Opening { start: j, link: Link::Mark, hearer, medium: None });
    }
    if n.is(Tag::That) {
        return Some(Opening { start: j, link: Link::That, hearer, medium: None });
    }
    let wants_hearer = c.frames & (cue::HEARER | cue::HEARER_FIRST) != 0 && !c.passive;
    if wants_hearer
        && matches!(n.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Pronoun | Tag::Object | Tag::Number)
        && !n.time()
        && let Some(p) = phrase::forward(text, s, j)
    {
        let zero_he =
            c.frames & cue::HEARER_FIRST == 0 && p.full < lim && (s[p.full].is(Tag::Aux) || s[p.full].class(FINITE));
        if !zero_he {
            hearer = Some((p.start, p.end));
            j = if c.frames & cue::ACCUSE != 0 { p.end } else { p.full };
        }
    }
    if j >= lim {
        return None;
    }
    // with that, a colon or a passage further right the phrases between are adjuncts
    let (k, medium) = over_adjuncts(text, s, j, false);
    let mut k2 = k;
    // said, in a statement, that
    if s.get(k2).is_some_and(|x| x.is(Tag::Comma)) {
        let (m, med2) = over_adjuncts(text, s, k2 + 1, false);
        if m > k2 + 1 && s.get(m).is_some_and(|x| matches!(x.tag, Tag::Comma | Tag::That | Tag::Quote)) {
            k2 = if s[m].is(Tag::Comma) && s.get(m + 1).is_some_and(|x| matches!(x.tag, Tag::That | Tag::Quote)) {
                m + 1
            } else {
                m
            };
            let _ = med2;
        }
    }
    for k in [k, k2] {
        let Some(x) = s.get(k).filter(|_| k < lim) else { continue };
        match x.tag {
            Tag::That => return Some(Opening { start: k, link: Link::That, hearer, medium }),
            Tag::Quote => return Some(Opening { start: k, link: Link::Mark, hearer, medium }),
            Tag::Colon if k + 1 < lim => return Some(Opening { start: k + 1, link: Link::Mark, hearer, medium }),
            Tag::Comma if s.get(k + 1).is_some_and(|q| q.is(Tag::Quote)) && k + 1 < lim => {
                return Some(Opening { start: k + 1, link: Link::Mark, hearer, medium });
            }
            _ => {}
        }
    }
    let wh =
        |i: &Item| ["whether", "if", "how", "why", "what", "where", "when", "who"].iter().any(|w| same(i.of(text), w));
    if k > j && c.frames & cue::WH != 0 && k < lim && wh(&s[k]) {
        return Some(Opening { start: k, link: Link::Wh, hearer, medium });
    }
    let x = &s[j];
    let word = x.of(text);
    // what he said in Homs was …; the deal, which he called …: the content stands before the verb
    let gap = c.subject.is_some_and(|p| {
        p.start > 0
            && p.end <= c.at
            && (s[p.start - 1].is(Tag::Relative) || ["what", "whom"].iter().any(|w| same(s[p.start - 1].of(text), w)))
    });
    if gap {
        return None;
    }
    if ["whether", "if", "how", "why", "what", "where", "when", "who"].iter().any(|w| same(word, w)) {
        return (c.frames & cue::WH != 0 || c.frames & cue::QUOTE != 0 && !same(word, "when")).then_some(Opening {
            start: j,
            link: Link::Wh,
            hearer,
            medium,
        });
    }
    if same(word, "to") {
        let verb = s.get(j + 1).is_some_and(|v| matches!(v.tag, Tag::Word | Tag::Aux | Tag::Adverb));
        let object = c.frames & (cue::HEARER | cue::HEARER_FIRST) != 0 && hearer.is_some();
        if (c.frames & cue::INFINITIVE != 0 || object) && verb {
            // urged them to go: the object belongs to what is urged
            let start = hearer.map_or(j, |h| h.0);
            return Some(Opening { start, link: Link::To, hearer: None, medium });
        }
        // said to reporters he would: over the phrase
    }
    if c.frames & cue::ZERO != 0 || (c.frames & cue::HEARER_FIRST != 0 && hearer.is_some()) {
        let (t, _) = over_adjuncts(text, s, j, true);
        let start = if s.get(k).is_some_and(|x| matches!(x.tag, Tag::Pronoun)) { k } else { t };
        if start < lim
            && !matches!(s[start].tag, Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Dash | Tag::Close | Tag::And)
            && clause(text, s, start, lim, c.frames & cue::PLAIN != 0)
        {
            return Some(Opening { start, link: Link::Zero, hearer, medium });
        }
    }
    if c.frames & cue::AS != 0
        && matches!(x.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Object | Tag::Pronoun | Tag::Number)
        && s[j..lim.min(j + 12)]
            .iter()
            .take_while(|i| !matches!(i.tag, Tag::Comma | Tag::Stop | Tag::Aux))
            .any(|i| same(i.of(text), "as"))
    {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium });
    }
    if c.frames & cue::GERUND != 0 && x.is(Tag::Word) && word.ends_with("ing") {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium });
    }
    if c.frames & (cue::NOUN | cue::CALL) != 0
        && (matches!(x.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Number)
            || (matches!(x.tag, Tag::Object | Tag::Pronoun)
                && c.frames & cue::CALL != 0
                && s.get(j + 1).is_some_and(|n| {
                    !matches!(n.tag, Tag::Stop | Tag::Comma | Tag::And | Tag::Prep | Tag::Sub) && !n.time()
                })))
        && !x.time()
    {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium });
    }
    if c.frames & cue::OF != 0
        && x.is(Tag::Prep)
        && (["of", "about", "for", "against"].iter().any(|w| same(word, w))
            || (c.frames & cue::CALL != 0 && c.frames & cue::OF != 0 && ["on", "upon"].iter().any(|w| same(word, w))))
        && s.get(j + 1).is_some_and(|n| !n.time())
    {
        return (j + 1 < lim).then_some(Opening { start: j + 1, link: Link::Prep, hearer, medium });
    }
    if c.frames & cue::ACCUSE != 0 && hearer.is_some() && x.is(Tag::Prep) && same(word, "of") {
        return Some(Opening { start: c.end, link: Link::Prep, hearer: None, medium });
    }
    None
}

/// Whether something with a finite verb stands from item `k` on; after the plain verbs of saying any words will do.
fn clause(text: &str, s: &[Item], k: usize, lim: usize, plain: bool) -> bool {
    let led = s[k].is(Tag::Prep);
    for (n, i) in s[k..lim].iter().enumerate() {
        match i.tag {
            Tag::Aux => return true,
            Tag::Quote => return !led,
            Tag::Stop | Tag::Semicolon => return false,
            _ => {}
        }
        if n > 0
            && (i.class(FINITE) || (!led && plain && (i.cue.is_some_and(|c| c.form != Form::Ing) || i.is(Tag::Word))))
        {
            return true;
        }
        if n > 0 && !led && !plain && looks_finite(text, s, k + n) {
            return true;
        }
    }
    false
}

/// A finite verb by its look: a form of a verb of saying, a word in -ed, or a plural noun before a bare word.
fn looks_finite(text: &str, s: &[Item], k: usize) -> bool {
    let i = &s[k];
    if i.capital()
        || !i.is(Tag::Word)
        || s[k - 1].is(Tag::Det)
        || s[k - 1].is(Tag::Prep)
        || s[k - 1].is(Tag::Possessive)
    {
        return false;
    }
    let w = i.of(text);
    let subject = s[k - 1].nominal() || matches!(s[k - 1].tag, Tag::Pronoun | Tag::Adverb);
    subject
        && (i.cue.is_some_and(|c| c.form == Form::Past || (c.form == Form::Present && c.frames & cue::NOUNLIKE == 0))
            || i.class(PAST)
            || (w.len() > 4 && w.ends_with("ed") && s.get(k + 1).is_none_or(|n| !n.is(Tag::Word)))
            || s[k - 1].is(Tag::Pronoun)
            || (w.ends_with('s')
                && !w.ends_with("ss")
                && s.get(k + 1).is_some_and(|n| matches!(n.tag, Tag::Det | Tag::Name | Tag::Number)))
            || (s[k - 1].is(Tag::Word)
                && s[k - 1].of(text).ends_with('s')
                && s.get(k + 1).is_some_and(|n| matches!(n.tag, Tag::Det | Tag::Name | Tag::Prep))))
}

/// Whether the cue's own clause is a lead-in: While Haddad said …, the mayor …; gives the comma that ends the content.
pub fn lead_in(text: &str, s: &[Item], c: &Cue, start: usize, end: usize) -> Option<usize> {
    let p = c.subject.filter(|p| p.start <= 12 && p.end <= c.at)?;
    let opener = s[..p.start].iter().position(|i| i.is(Tag::Sub) || (i.is(Tag::Prep) && same(i.of(text), "after")))?;
    let word = s[opener].of(text);
    let sub = ["while", "when", "after", "although", "though", "as", "because", "since", "if", "once"];
    if !sub.iter().any(|w| same(word, w)) || opener > 2 || s[opener..p.start].iter().any(|i| i.is(Tag::Comma)) {
        return None;
    }
    let mut verb = false;
    for j in start..end.min(s.len().saturating_sub(1)) {
        let i = &s[j];
        if verb && i.is(Tag::Comma) {
            let n = &s[j + 1];
            let main = matches!(n.tag, Tag::Pronoun | Tag::Det | Tag::Name)
                || (n.is(Tag::Word) && n.cue.is_none())
                || (n.is(Tag::That) && s.get(j + 2).is_some_and(|x| x.is(Tag::Aux)));
            if main {
                return Some(j);
            }
        }
        verb |= i.is(Tag::Aux) || i.class(FINITE | PAST) || i.is(Tag::Quote) || (j > start && looks_finite(text, s, j));
    }
    None
}

/// The end of a noun phrase as content: before a comma or dash with `but`, or with a new subject.
pub fn noun_end(text: &str, s: &[Item], start: usize, end: usize) -> usize {
    for j in start + 1..end.min(s.len().saturating_sub(1)) {
        if matches!(s[j].tag, Tag::Comma | Tag::Dash) {
            let n = &s[j + 1];
            let verb = |x: usize| s.get(x).is_some_and(|v| v.is(Tag::Aux) || v.class(FINITE | PAST));
            if (n.is(Tag::And) && same(n.of(text), "but"))
                || (n.is(Tag::Pronoun) && n.cue.is_none())
                || (n.is(Tag::And) && s.get(j + 2).is_some_and(|p| p.is(Tag::Pronoun)))
                || (s[j].is(Tag::Comma) && verb(j + 1))
            {
                return j;
            }
        }
    }
    end
}

/// The comma that closes a relative clause which holds the cue: Haddad, who said the road was open, left.
pub fn relative_end(s: &[Item], c: &Cue, start: usize, end: usize) -> Option<usize> {
    let p = c.subject.filter(|p| p.full < c.at && p.end <= c.at)?;
    let relative = s[p.full..c.at].iter().take(4).any(|i| i.is(Tag::Relative));
    if !relative || !s[p.full].is(Tag::Comma) {
        return None;
    }
    (start + 1..end.min(s.len().saturating_sub(1))).find(|&j| {
        let v = &s[j + 1];
        s[j].is(Tag::Comma)
            && (v.is(Tag::Aux)
                || v.class(FINITE | PAST)
                || (v.is(Tag::And) && s.get(j + 2).is_some_and(|x| x.is(Tag::Name)))
                || v.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present)))
    })
}

/// One past the last item of `start..end` without the days and dates at its end: welcomed the deal on Friday.
pub fn without_times(s: &[Item], start: usize, end: usize) -> usize {
    let mut e = end;
    while e > start + 1 && (s[e - 1].time() || s[e - 1].is(Tag::Number)) {
        e -= 1;
    }
    if !s[e.min(end - 1)..end].iter().any(Item::time) {
        return end;
    }
    while e > start + 1 && matches!(s[e - 1].tag, Tag::Det | Tag::Adverb) {
        e -= 1;
    }
    if e > start + 1 && s[e - 1].is(Tag::Prep) {
        e -= 1;
    } else if e < end && s[e].is(Tag::Number) {
        return end;
    }
    if e > start + 1 { e } else { end }
}

/// The cues within `reach` items after item `j`.
fn near(cues: &[Cue], j: usize, reach: usize) -> &[Cue] {
    let from = cues.partition_point(|c| c.at <= j);
    let to = cues.partition_point(|c| c.at <= j + reach);
    &cues[from..to.max(from)]
}

/// One past the last item of the content that starts at `k`: the sentence's end, or where another attribution, a
/// participle of saying or a new main clause begins.
pub fn clause_end(text: &str, s: &[Item], k: usize, cues: &[Cue], lim: usize) -> usize {
    let n = lim.min(s.len());
    let mut verb = false; // a verb was seen: the clause may be over
    let mut j = k;
    while j < n {
        let i = &s[j];
        if j > k {
            let comma = i.is(Tag::Comma) || (i.is(Tag::Quote) && comma_inside(text, i));
            // a new voice after a semicolon
            if i.is(Tag::Semicolon)
                && (!verb || s[j + 1..n].iter().take(24).any(|x| x.cue.is_some() || x.is(Tag::Quote)))
            {
                break;
            }
            if (comma || i.is(Tag::Dash)) && parts(text, s, j, k, n, verb) {
                j += usize::from(i.is(Tag::Quote));
                break;
            }
            if comma || i.is(Tag::Dash) {
                // …, Haddad said.   …, said Haddad.
                if near(cues, j, 9).iter().any(|c| {
                    c.kind == Kind::Verb
                        && c.frames & cue::QUOTE != 0
                        && (c.subject.is_some_and(|p| p.start <= j + 2 && p.start > j) || c.at == j + 1)
                        && s.get(c.end).is_none_or(|e| {
                            matches!(e.tag, Tag::Stop | Tag::Comma) || c.at == j + 1 || e.time() || e.is(Tag::Name)
                        })
                }) {
                    j += usize::from(i.is(Tag::Quote));
                    break;
                }
            }
            if i.is(Tag::And) && ["and", "but"].iter().any(|w| same(i.of(text), w)) {
                // … and said; , and added that; and vowing to; and Haddad said; and the mayor, Layla Haddad, said
                let close = near(cues, j, 14);
                let lead = if close.is_empty() { None } else { phrase::source(text, s, j + 1).map(|p| p.start) };
                if close.iter().any(|c| {
                    c.kind == Kind::Verb
                        && c.frames & cue::ATTITUDE == 0
                        && (c.at == j + 1
                            || (c.at == j + 2 && s[j + 1].is(Tag::Adverb))
                            || (verb && c.subject.is_some_and(|p| p.start == j + 1 || Some(p.start) == lead)))
                }) {
                    break;
                }
            }
            if same(i.of(text), "according") && i.is(Tag::Word) {
                break;
            }
            if i.is(Tag::Open) && verb && aside(s, j, n) {
                break;
            }
        }
        verb |= i.is(Tag::Aux)
            || i.class(FINITE)
            || i.is(Tag::Quote)
            || (j > k && i.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present)))
            || (i.is(Tag::Word) && i.of(text).ends_with("ed"));
        j += 1;
    }
    while j > k && matches!(s[j - 1].tag, Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Colon | Tag::Dash | Tag::And) {
        j -= 1;
    }
    j
}

/// Whether a passage ends with a comma inside its marks.
fn comma_inside(text: &str, i: &Item) -> bool {
    i.of(text).trim_end_matches(crate::text::tokens::is_quote_mark).trim_end().ends_with(',')
}

/// Whether what follows the comma or dash `j` is no longer part of the content that began at `k`.
fn parts(text: &str, s: &[Item], j: usize, k: usize, n: usize, verb: bool) -> bool {
    let Some(x) = s.get(j + 1).filter(|_| j + 1 < n) else { return false };
    let w = x.of(text);
    if x.cue.is_some_and(|c| c.form == Form::Ing && c.frames & cue::ATTITUDE == 0) && !x.capital() {
        return true;
    }
    if same(w, "according") {
        return true;
    }
    let marked = s[k..j].iter().take(6).any(|i| i.is(Tag::Quote));
    if (j < k + 4 && !marked) || !verb {
        return false;
    }
    match x.tag {
        // not only …, but also
        Tag::And => {
            same(w, "but") && !s[k..j].windows(2).any(|p| same(p[0].of(text), "not") && same(p[1].of(text), "only"))
        }
        Tag::Sub | Tag::Prep => {
            ["while", "although", "though", "whereas", "as"].iter().any(|y| same(w, y))
                && !(same(w, "as") && s.get(j + 2).is_some_and(|y| same(y.of(text), "well")))
        }
        Tag::Adverb => {
            ["even", "just"].iter().any(|y| same(w, y))
                && s.get(j + 2).is_some_and(|y| ["as", "though", "after"].iter().any(|z| same(y.of(text), z)))
        }
        // a relative clause or a participle that runs to the end
        Tag::Relative => !same(w, "whose") && runs_out(s, j + 1, n),
        Tag::Word => !x.capital() && w.len() > 4 && w.ends_with("ing") && runs_out(s, j + 1, n),
        _ => false,
    }
}

/// A whole clause in brackets that ends the sentence.
fn aside(s: &[Item], j: usize, n: usize) -> bool {
    let Some(close) = (j + 1..n).find(|&x| s[x].is(Tag::Close)) else { return false };
    let rest = s[close + 1..n].iter().all(|i| !i.wordlike());
    rest && close > j + 4 && s[j + 1..close].iter().any(|i| i.is(Tag::Aux) || i.class(FINITE) || i.cue.is_some())
}

/// No comma closes what begins at `k` before a verb of the outer clause.
fn runs_out(s: &[Item], k: usize, n: usize) -> bool {
    !(k..n.min(k + 30)).any(|c| {
        s[c].is(Tag::Comma)
            && s.get(c + 1).is_some_and(|v| {
                v.is(Tag::Aux) || v.class(FINITE) || v.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present))
            })
    })
}
