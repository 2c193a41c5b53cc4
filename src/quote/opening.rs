//! Where the content of a cue begins, and how it is joined to it.

use super::adjunct::{far_that, focus, over_adjuncts};
use super::clause::{Cue, Kind, Link, Opening};
use super::cue;
use super::item::{Item, Tag, among, same};
use super::phrase;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// Where the content of the cue starts, if any follows it before item `lim`.
pub fn opening(text: &str, s: &[Item], c: &Cue, lim: usize) -> Option<Opening> {
    let lim = lim.min(s.len());
    let mut j = c.end;
    let mut hearer = None;
    if let Some((start, link)) = c.content {
        return (start < lim).then_some(Opening { start, link, hearer, medium: None, agent: None });
    }
    if c.kind == Kind::According {
        j = c.subject.map_or(j, |p| p.full).max(c.end);
        // to the comma that ends the source
        while j < lim && !matches!(s[j].tag, Tag::Comma | Tag::Quote | Tag::Stop | Tag::Semicolon) {
            j += 1;
        }
        if j < lim && s[j].is(Tag::Comma) {
            j = after_apposition(text, s, c, j, lim) + 1;
        }
        return (j < lim).then_some(Opening { start: j, link: Link::Zero, hearer, medium: None, agent: None });
    }
    if let Some(p) = c.subject.filter(|p| p.start >= c.end) {
        // Said Haddad, who was there: “…”
        let q = (p.full..lim).find(|&x| s[x].is(Tag::Quote))?;
        return matches!(s[q - 1].tag, Tag::Comma | Tag::Colon).then_some(Opening {
            start: q,
            link: Link::Mark,
            hearer,
            medium: None,
            agent: None,
        });
    }
    while j < lim && s[j].is(Tag::Adverb) && !s[j].time() && !same(s[j].of(text), "there") && !focus(text, s, j) {
        j += 1;
    }
    // was accused by Haddad of
    let mut agent = None;
    if c.passive && s.get(j).is_some_and(|b| same(b.of(text), "by")) {
        agent = phrase::forward(text, s, j + 1);
        j = agent.map_or(j, |p| p.end);
        while agent.is_some()
            && s.get(j).is_some_and(|x| x.time() || (x.is(Tag::Prep) && s.get(j + 1).is_some_and(Item::time)))
        {
            j += 1;
        }
    }
    let n = s.get(j).filter(|_| j < lim)?;
    // held “the club together”: that is all the verb takes
    if n.is(Tag::Quote) && c.frames & cue::AFTER == cue::THAT {
        return None;
    }
    if n.is(Tag::Quote) {
        return Some(Opening { start: j, link: Link::Mark, hearer, medium: None, agent: None });
    }
    if n.is(Tag::That) {
        return Some(Opening { start: j, link: Link::That, hearer, medium: None, agent: None });
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
            // accused his rival, Omar Haddad, of; told his wife, Layla Haddad, that
            if let Some(q) = phrase::forward(text, s, p.full + 1).filter(|_| s[p.full.min(lim - 1)].is(Tag::Comma))
                && s.get(q.full).is_some_and(|i| i.is(Tag::Comma))
                && s.get(q.full + 1).is_some_and(|i| i.is(Tag::That) || c.frames & cue::ACCUSE != 0 && i.is(Tag::Prep))
                && s[q.start].is(Tag::Name)
            {
                j = q.full + 1;
            }
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
        let (m, document) = over_adjuncts(text, s, k2 + 1, false);
        // …, in answer to the raid that killed three: the clause of a noun
        let closes = |x: &Item| {
            matches!(x.tag, Tag::Comma | Tag::Quote) || x.is(Tag::That) && document.is_some_and(|d| d.1 == m)
        };
        if m > k2 + 1 && s.get(m).is_some_and(closes) {
            k2 = if s[m].is(Tag::Comma) && s.get(m + 1).is_some_and(|x| matches!(x.tag, Tag::That | Tag::Quote)) {
                m + 1
            } else {
                m
            };
        }
    }
    // accused him of sending “…”, warned of a “…”: content and no adjunct
    let leads = |p: &Item| {
        let word = p.of(text);
        p.is(Tag::Prep)
            && c.frames & cue::PLAIN == 0
            && (c.frames & cue::ACCUSE != 0 && same(word, "of") || cue::lead(word) & c.leads != 0)
    };
    let led = s.get(j).is_some_and(leads);
    for k in [k, k2] {
        let Some(x) = s.get(k).filter(|_| k < lim) else { continue };
        match x.tag {
            Tag::That => return Some(Opening { start: k, link: Link::That, hearer, medium, agent }),
            Tag::Quote if !led => return Some(Opening { start: k, link: Link::Mark, hearer, medium, agent }),
            Tag::Colon if k + 1 < lim => {
                return Some(Opening { start: k + 1, link: Link::Mark, hearer, medium, agent });
            }
            Tag::Comma if s.get(k + 1).is_some_and(|q| q.is(Tag::Quote)) && k + 1 < lim => {
                return Some(Opening { start: k + 1, link: Link::Mark, hearer, medium, agent });
            }
            _ => {}
        }
    }
    if let Some(start) = far_that(text, s, c, j, lim) {
        return Some(Opening { start, link: Link::That, hearer, medium, agent });
    }
    let wh = |i: &Item| i.class(QUESTION);
    if k > j && c.frames & cue::WH != 0 && k < lim && wh(&s[k]) {
        return Some(Opening { start: k, link: Link::Wh, hearer, medium, agent });
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
        // the farmers who the mayor says block the road; in which he said he was right
        let left = c.subject.map_or(0, |p| p.start);
        // what he says the plan would do
        let own_clause = matches!(x.tag, Tag::Det | Tag::Pronoun | Tag::Name | Tag::Word | Tag::Number)
            && !x.class(FINITE | PAST)
            && c.frames & cue::PLAIN != 0;
        let free = (!same(s[left - 1].of(text), "what") || own_clause) && c.frames & cue::CALL == 0;
        let plain = c.frames & cue::ZERO != 0 && !matches!(x.tag, Tag::Stop | Tag::Comma | Tag::Close | Tag::Dash);
        let own = left >= 2 && s[left - 2].is(Tag::Prep);
        let runs =
            own || x.is(Tag::Aux) || x.is(Tag::Adverb) || x.class(FINITE | PAST) || x.cue.is_some() || x.is(Tag::Word);
        let found = free && plain && runs && clause(text, s, j, lim, c.frames & cue::PLAIN != 0);
        return found.then_some(Opening { start: j, link: Link::Zero, hearer, medium, agent });
    }
    if x.class(QUESTION) || focus(text, s, j) && s.get(j + 1).is_some_and(|n| n.class(QUESTION)) {
        return (c.frames & cue::WH != 0 || c.frames & cue::QUOTE != 0 && !same(word, "when")).then_some(Opening {
            start: j,
            link: Link::Wh,
            hearer,
            medium,
            agent,
        });
    }
    if same(word, "to") {
        let verb = s.get(j + 1).is_some_and(|v| matches!(v.tag, Tag::Word | Tag::Aux | Tag::Adverb | Tag::Quote));
        let object = c.frames & (cue::HEARER | cue::HEARER_FIRST) != 0 && hearer.is_some();
        if (c.frames & cue::INFINITIVE != 0 || object) && verb {
            // urged them to go: the object belongs to what is urged
            let start = hearer.map_or(j, |h| h.0);
            return Some(Opening { start, link: Link::To, hearer: None, medium, agent });
        }
        // said to reporters he would: over the phrase
    }
    if c.frames & cue::GERUND != 0 && x.is(Tag::Word) && word.ends_with("ing") {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium, agent });
    }
    // joked about the road
    if c.leads != 0
        && c.frames & cue::PLAIN == 0
        && x.is(Tag::Prep)
        && cue::lead(word) & c.leads != 0
        && s.get(j + 1).is_some_and(|n| !n.time())
    {
        return (j + 1 < lim).then_some(Opening { start: j + 1, link: Link::Prep, hearer, medium, agent });
    }
    if c.frames & cue::ZERO != 0 || (c.frames & cue::HEARER_FIRST != 0 && hearer.is_some()) {
        let (t, _) = over_adjuncts(text, s, j, true);
        // concluded by saying
        let manner = x.is(Tag::Prep) && s.get(j + 1).is_some_and(|n| n.cue.is_some_and(|c| c.form == Form::Ing));
        // said on Twitter the army had left
        let posted = medium.is_some_and(|m| m.1 == k) && s.get(k).is_some_and(|x| x.is(Tag::Det) && !x.class(QUANTITY));
        let start = if posted || s.get(k).is_some_and(|x| x.is(Tag::Pronoun)) { k } else { t };
        if start < lim
            && !manner
            && (c.frames & cue::PLAIN != 0 || !object(text, s, start, lim))
            && !matches!(s[start].tag, Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Dash | Tag::Close | Tag::And)
            && clause(text, s, start, lim, c.frames & cue::PLAIN != 0)
        {
            return Some(Opening { start, link: Link::Zero, hearer, medium, agent });
        }
    }
    if c.frames & cue::AS != 0
        && matches!(x.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Object | Tag::Pronoun | Tag::Number)
        && among(s, j, lim.min(j + 12))
            .iter()
            .take_while(|i| !matches!(i.tag, Tag::Comma | Tag::Stop | Tag::Aux))
            .any(|i| same(i.of(text), "as"))
    {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium, agent });
    }
    if c.frames & (cue::NOUN | cue::CALL) != 0
        && (matches!(x.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Number)
            || (matches!(x.tag, Tag::Object | Tag::Pronoun)
                && (c.frames & cue::CALL != 0 || c.frames & (cue::THAT | cue::HEARER | cue::HEARER_FIRST) == 0)
                && (c.frames & cue::CALL == 0)
                    | s.get(j + 1).is_some_and(|n| {
                        let blamed = c.leads != 0 && n.is(Tag::Prep) && cue::lead(n.of(text)) & c.leads != 0;
                        (blamed || !matches!(n.tag, Tag::Stop | Tag::Comma | Tag::And | Tag::Prep | Tag::Sub))
                            && !n.time()
                    })))
        && !x.time()
        // said this month
        && !(x.is(Tag::Det)
            && !x.class(QUANTITY)
            && s.get(j + 1).is_some_and(Item::time)
            && s.get(j + 2).is_none_or(|n| !n.nominal()))
        && !(c.frames & cue::NAMING != 0 && bare_name(s, j))
    {
        return Some(Opening { start: j, link: Link::Noun, hearer, medium, agent });
    }
    // wants them to go; shows the party leading
    if c.frames & (cue::OBJECT_TO | cue::SMALL) != 0
        && !x.time()
        && let Some(p) = phrase::forward(text, s, j)
        && let Some(f) = s.get(p.full).filter(|_| p.full + 1 < lim)
    {
        let to = c.frames & cue::OBJECT_TO != 0 && same(f.of(text), "to") && s[p.full + 1].is(Tag::Word);
        let w = f.of(text);
        let small = c.frames & cue::SMALL != 0
            && (f.is(Tag::Word) && (w.ends_with("ing") || w.ends_with("ed")) || f.is(Tag::Adverb) || f.is(Tag::Prep));
        if to || small {
            return Some(Opening { start: j, link: if to { Link::To } else { Link::Zero }, hearer, medium, agent });
        }
    }
    if c.leads != 0
        && let Some(j) = leading(text, s, c, j, lim)
    {
        return (j + 1 < lim).then_some(Opening { start: j + 1, link: Link::Prep, hearer, medium, agent });
    }
    if c.frames & cue::ACCUSE != 0 && c.passive && x.is(Tag::Prep) && same(word, "of") && j + 1 < lim {
        return Some(Opening { start: j + 1, link: Link::Prep, hearer, medium, agent });
    }
    if c.frames & cue::ACCUSE != 0 && hearer.is_some() && x.is(Tag::Prep) && same(word, "of") {
        return Some(Opening { start: c.end, link: Link::Prep, hearer: None, medium, agent });
    }
    None
}

/// The comma behind what tells more of the source of `according to`, or the comma `j` itself: according to Layla Haddad,
/// a teacher in Homs, the road is open.
fn after_apposition(text: &str, s: &[Item], c: &Cue, j: usize, lim: usize) -> usize {
    let named = c.subject.is_some_and(|p| p.full == j && s[p.end - 1].is(Tag::Name));
    let comma = match s.get(j + 1).filter(|_| named) {
        Some(d) if d.is(Tag::Det) && !d.class(QUANTITY) => phrase::forward(text, s, j + 1)
            .filter(|a| s[a.end - 1].is(Tag::Word) && s[a.end - 1].class(ROLE))
            .map(|a| a.full),
        _ => None,
    };
    let goes_on = |k: usize| {
        let subject = s
            .get(k + 1)
            .is_some_and(|n| matches!(n.tag, Tag::Det | Tag::Name | Tag::Word | Tag::Pronoun | Tag::Number));
        s.get(k).is_some_and(|x| x.is(Tag::Comma))
            && subject
            && !phrase::finite(&s[k + 1])
            && clause(text, s, k + 1, lim, false)
    };
    comma.filter(|&k| k + 1 < lim && goes_on(k)).unwrap_or(j)
}

/// The preposition that leads the content, at `j` or after `to voters`, `on Friday`.
fn leading(text: &str, s: &[Item], c: &Cue, j: usize, lim: usize) -> Option<usize> {
    let leads = |k: usize| {
        s[k].is(Tag::Prep) && cue::lead(s[k].of(text)) & c.leads != 0 && s.get(k + 1).is_some_and(|n| !n.time())
    };
    if leads(j) {
        return Some(j);
    }
    let between = s[j].is(Tag::Adverb) || s[j].time() || (s[j].is(Tag::Prep) && !same(s[j].of(text), "of"));
    if !between {
        return None;
    }
    let (k, _) = over_adjuncts(text, s, j, true);
    if k > j && k < lim && leads(k) {
        return Some(k);
    }
    if ["to", "with"].iter().any(|w| same(s[j].of(text), w)) {
        let p = phrase::forward(text, s, j + 1).filter(|p| p.end < lim)?;
        return leads(p.end).then_some(p.end);
    }
    None
}

/// Whether a noun phrase from item `k` on has no verb: reported a fire in the mill on Monday, added a line.
fn object(text: &str, s: &[Item], k: usize, lim: usize) -> bool {
    let mut j = k;
    while j < lim {
        let i = &s[j];
        match i.tag {
            Tag::Aux | Tag::Relative | Tag::That | Tag::Pronoun | Tag::Quote | Tag::Open | Tag::Dash => return false,
            Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Colon | Tag::Close | Tag::Sub => {
                return j > k && !i.is(Tag::Comma);
            }
            Tag::Word if j > k && !s[j - 1].is(Tag::Det) && !s[j - 1].is(Tag::Prep) => {
                if phrase::finite(i) || i.class(PAST) {
                    return false;
                }
                if looks_finite(text, s, j) {
                    // the deal signed after a week; but: the crews mended it
                    let passive = i.of(text).ends_with("ed") && s.get(j + 1).is_some_and(|n| n.is(Tag::Prep));
                    if !passive {
                        return false;
                    }
                }
            }
            _ => {}
        }
        j += 1;
    }
    true
}

/// Whether only a name follows, and not what it is called: called Haddad on Monday.
fn bare_name(s: &[Item], k: usize) -> bool {
    let end = (k..s.len()).find(|&x| !s[x].is(Tag::Name)).unwrap_or(s.len());
    let ends = |i: &Item| {
        matches!(
            i.tag,
            Tag::Stop
                | Tag::Comma
                | Tag::Prep
                | Tag::Sub
                | Tag::And
                | Tag::Aux
                | Tag::Relative
                | Tag::Dash
                | Tag::Close
                | Tag::Semicolon
        ) || i.time()
            || phrase::finite(i)
    };
    end > k && s.get(end).is_none_or(ends)
}

/// Whether something with a finite verb stands from item `k` on; after the plain verbs of saying any words will do.
pub fn clause(text: &str, s: &[Item], k: usize, lim: usize, plain: bool) -> bool {
    let led = s[k].is(Tag::Prep);
    for (n, i) in among(s, k, lim).iter().enumerate() {
        match i.tag {
            Tag::Aux => return true,
            Tag::Quote => return !led,
            Tag::Stop | Tag::Semicolon => return false,
            // reported a raid on the camp, after the army had denied it
            _ if !plain && n > 1 && i.class(NARRATOR) && !i.class(QUESTION) => return false,
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
pub fn looks_finite(text: &str, s: &[Item], k: usize) -> bool {
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
            || (phrase::past_look(w) && s.get(k + 1).is_none_or(|n| !n.is(Tag::Word)))
            || s[k - 1].is(Tag::Pronoun)
            || (w.ends_with('s')
                && !w.ends_with("ss")
                && s.get(k + 1).is_some_and(|n| matches!(n.tag, Tag::Det | Tag::Name | Tag::Number)))
            || (s[k - 1].is(Tag::Word)
                && s[k - 1].of(text).ends_with('s')
                && s.get(k + 1).is_some_and(|n| matches!(n.tag, Tag::Det | Tag::Name | Tag::Prep))))
}
