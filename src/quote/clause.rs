//! Reporting verbs of one sentence with their subjects, where their content begins, and where a clause ends.

use super::carried;
use super::complement;
use super::cue::{self, Frames};
use super::item::{Item, Tag, among, same};
use super::phrase::{self, Phrase};
use super::subject;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// What kind of word reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A verb.
    Verb,
    /// `according to`, `in the words of`, `as X put it`.
    According,
    /// A noun or adjective: his claim that, confident that.
    Complement,
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
    /// Prepositions that lead content.
    pub leads: cue::Leads,
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
    /// Where the content begins, if the search for the cue has told.
    pub content: Option<(usize, Link)>,
}

impl Cue {
    /// A reporting phrase that names its source and takes no clause of its own: `according to`, `as X put it`.
    fn according((at, end): (usize, usize), source: Phrase) -> Cue {
        Cue {
            at,
            end,
            frames: cue::QUOTE | cue::THAT,
            leads: 0,
            form: Form::Past,
            subject: Some(source),
            kind: Kind::According,
            passive: false,
            infinitive: false,
            content: None,
        }
    }
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
    /// Who did it, after a passive: was accused by.
    pub agent: Option<Phrase>,
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
    for k in 0..s.len() {
        let i = &s[k];
        if i.is(Tag::Quote) {
            after_quote = k + 1;
            continue;
        }
        // most words report nothing, and the few that do without being listed (put, words, according) begin with these
        let first = text.as_bytes().get(i.start as usize).copied().unwrap_or(0);
        if i.cue.is_none() && !i.class(COMPLEMENT) && !matches!(first | 0x20, b'a' | b'p' | b'w') {
            continue;
        }
        if !i.wordlike() {
            continue;
        }
        let word = i.of(text);
        if same(word, "put") || same(word, "puts") {
            // as Haddad put it, “…”
            let it = s.get(k + 1).is_some_and(|n| n.is(Tag::Pronoun));
            let as_at = (after_quote.max(k.saturating_sub(24))..k).rev().find(|&a| same(s[a].of(text), "as"));
            if let (true, Some(a)) = (it, as_at)
                && let Some(p) = phrase::source(text, s, a + 1).filter(|p| p.full <= k)
            {
                out.push(Cue::according((k, k + 2), p));
            }
            continue;
        }
        if same(word, "words")
            && let Some(p) = worded(text, s, k, after_quote)
        {
            out.push(Cue::according((k, k + 1), p));
            continue;
        }
        if i.class(COMPLEMENT)
            && k > after_quote
            && let Some(c) = complement::cue(text, s, k, after_quote, out)
            && (c.subject.is_some() || !out.last().is_some_and(|v| medium_of(text, s, v, k)))
        {
            // the agency reports that: a verb with a subject rather than a noun without an owner
            let told = i.cue.filter(|_| c.subject.is_none()).and_then(|v| verb(text, s, k, v, after_quote, out));
            out.push(told.filter(|v| v.subject.is_some()).unwrap_or(c));
            continue;
        }
        let Some(c) = i.cue.filter(|_| !i.is(Tag::Prep) || k == 0 || s[k - 1].is(Tag::Pronoun)) else {
            if same(word, "according")
                && s.get(k + 1).is_some_and(|t| same(t.of(text), "to"))
                && let Some(p) = phrase::source(text, s, k + 2)
            {
                out.push(Cue::according((k, k + 2), p));
            }
            continue;
        };
        if let Some(c) = verb(text, s, k, c, after_quote, out) {
            out.push(c);
        }
    }
}

/// `in Haddad's words, “…”`, `in the words of Haddad, “…”`: the source of the noun at item `k`, which is `words`.
fn worded(text: &str, s: &[Item], k: usize, lo: usize) -> Option<Phrase> {
    if k >= lo + 2 && same(s[k - 2].of(text), "in") && s.get(k + 1).is_some_and(|o| same(o.of(text), "of")) {
        let p = phrase::source(text, s, k + 2)?;
        return s.get(p.full).is_some_and(|c| c.is(Tag::Comma)).then_some(p);
    }
    let marks = matches!(s.get(k + 1)?.tag, Tag::Comma | Tag::Colon) && s.get(k + 2)?.is(Tag::Quote);
    if !marks || k < lo + 2 {
        return None;
    }
    let led = |start: usize| start > lo && same(s[start - 1].of(text), "in");
    if s[k - 1].is(Tag::Det) && led(k - 1) {
        return Some(Phrase { start: k - 1, end: k, full: k, joined: false });
    }
    let owner = phrase::back(text, s, lo, k.checked_sub(2).filter(|_| s[k - 1].is(Tag::Possessive))?)?;
    led(owner.start).then_some(owner)
}

/// Said in a statement that: the noun at item `k` is the document of the verb `v`.
fn medium_of(text: &str, s: &[Item], v: &Cue, k: usize) -> bool {
    v.kind == Kind::Verb
        && v.subject.is_some()
        && v.frames & cue::THAT != 0
        && v.end < k
        && k <= v.end + 5
        && ["in", "on", "via", "through", "during"].iter().any(|w| same(s[v.end].of(text), w))
        && among(s, v.end + 1, k).iter().all(|i| i.nominal() || i.is(Tag::Det))
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
    let leads = if c.frames & cue::FIXED != 0 { 0 } else { c.leads };
    // wanted to know whether; “…?” Haddad wanted to know
    let mut asked = false;
    if c.frames & cue::ASKED != 0 {
        let wanted =
            k >= 2 && same(s[k - 1].of(text), "to") && s[k - 2].cue.is_some_and(|w| w.frames & cue::INFINITIVE != 0);
        let closes = |n: &Item| matches!(n.tag, Tag::Stop | Tag::Comma | Tag::Prep) || n.time();
        let before = after_quote > 0 && s.get(end).is_none_or(closes);
        let after =
            s.get(end).is_some_and(|n| n.class(QUESTION) || matches!(n.tag, Tag::Colon | Tag::Comma | Tag::Quote));
        asked = wanted && (before || after);
        c.frames &= if asked { !cue::ATTITUDE } else { !cue::QUOTE };
    }
    // When asked whether; Asked in Homs about
    let opens = k == after_quote || matches!(s[k - 1].tag, Tag::Stop | Tag::Mark);
    let led = k > 0 && s[k - 1].class(QUESTION | NARRATOR) && !s[k - 1].is(Tag::Pronoun);
    if c.form == Form::Past && c.frames & cue::HEARER != 0 && c.frames & cue::WH != 0 && (led || (opens && i.capital()))
    {
        return Some(Cue {
            at: k,
            end,
            frames: c.frames,
            leads,
            form: c.form,
            subject: None,
            kind: Kind::Verb,
            passive: true,
            infinitive: false,
            content: None,
        });
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
                leads: 0,
                content: None,
            });
        }
        if !opens || finite {
            return None;
        }
    }
    // a mall called Sunrise Court
    if c.frames & cue::CALL != 0
        && matches!(c.form, Form::Past | Form::Participle)
        && k > 0
        && s[k - 1].is(Tag::Word)
        && !s[k - 1].class(ROLE | ORG_NOUN | SPOKEN)
        && s[k - 1].cue.is_none()
        && s.get(end).is_some_and(|n| n.is(Tag::Name) || n.is(Tag::Quote))
    {
        return None;
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
            // most said, one in three said
            Tag::Det
                if p.class(QUANTITY)
                    && (c.frames & cue::PLAIN != 0 || !next.is_some_and(|n| n.is(Tag::Word)))
                    && (c.form != Form::Base || i.cue.is_some_and(|x| x.frames & cue::PLAIN != 0))
                    && c.frames & cue::THAT != 0 => {}
            Tag::Det => return None,
            Tag::Possessive if !(k >= 2 && s[k - 2].is(Tag::Pronoun)) => return None,
            Tag::Prep => {
                if same(p.of(text), "to") && c.form == Form::Base {
                    infinitive = true;
                } else if c.form != Form::Ing
                    && !same(p.of(text), "as")
                    && !(same(p.of(text), "since") && k >= 2 && s[k - 2].is(Tag::Aux))
                {
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
    if c.frames & cue::PLAIN == 0 && prev.is_some_and(|p| p.is(Tag::Number)) && next.is_some_and(|n| n.is(Tag::Word)) {
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
        return Some(Cue::according((k, end + 1), p));
    }
    // released by the army; but: said by telephone
    if next.is_some_and(|n| same(n.of(text), "by"))
        && matches!(c.form, Form::Past | Form::Participle)
        && !s.get(end + 1).is_some_and(|n| n.is(Tag::Word))
        && !(passive && c.frames & (cue::ACCUSE | cue::WH) != 0 && c.frames & cue::HEARER != 0)
    {
        return None;
    }
    if c.form == Form::Base && !infinitive {
        let ok = prev.is_some_and(|p| {
            matches!(
                p.tag,
                Tag::Pronoun | Tag::Aux | Tag::Adverb | Tag::Relative | Tag::Comma | Tag::And | Tag::Close | Tag::Quote
            ) || plural(text, p)
                || c.frames & cue::NOUNLIKE == 0 && many(text, s, k)
                || (p.is(Tag::Number) && c.frames & cue::THAT != 0 && !p.of(text).contains('-'))
                || (p.is(Tag::Name) && c.frames & cue::NOUNLIKE == 0)
                || (p.is(Tag::Dash) && c.frames & cue::THAT != 0)
                || (p.nominal() && c.frames & cue::PLAIN != 0)
                || (p.nominal()
                    && c.frames & (cue::THAT | cue::ZERO) != 0
                    && next.is_some_and(|n| matches!(n.tag, Tag::That | Tag::Pronoun | Tag::Quote))
                    && (c.frames & cue::NOUNLIKE == 0 || c.frames & cue::PLAIN != 0))
        });
        if !ok {
            return None;
        }
    }
    // “…”, laments Layla Haddad
    let behind = after_quote > 0
        && k == after_quote + usize::from(s.get(after_quote).is_some_and(|x| x.is(Tag::Comma)))
        && c.form == Form::Present
        && c.frames & cue::QUOTE != 0
        && next.is_some_and(|n| n.is(Tag::Name));
    // in play and states that have been firm
    if !behind
        && c.frames & cue::NOUNLIKE != 0
        && c.form == Form::Present
        && c.frames & cue::PLAIN == 0
        && prev.is_some_and(|p| matches!(p.tag, Tag::And | Tag::Comma))
        && !next.is_some_and(|n| n.is(Tag::Quote))
        && !parted_report(text, s, k, after_quote)
        && !second_present(s, k, end, before)
    {
        return None;
    }
    if c.frames & cue::NOUNLIKE != 0 && matches!(c.form, Form::Base | Form::Present) && !infinitive {
        let sure = prev.is_some_and(|p| matches!(p.tag, Tag::Pronoun | Tag::Relative | Tag::Adverb | Tag::Aux));
        let clause = next.is_some_and(|n| {
            matches!(n.tag, Tag::That | Tag::Quote | Tag::Pronoun | Tag::Object)
                || (matches!(n.tag, Tag::Det | Tag::Sub) && c.frames & cue::NOUNISH == 0)
                || (c.frames & (cue::NOUN | cue::PLAIN) != 0
                    && c.frames & cue::NOUNISH == 0
                    && n.is(Tag::Name)
                    && prev.is_some_and(|p| p.nominal() && !p.is(Tag::Possessive)))
                || (c.frames & cue::INFINITIVE != 0 && same(n.of(text), "to"))
                || (n.is(Tag::Colon) && prev.is_some_and(|p| p.is(Tag::Name)))
                || (n.is(Tag::Comma) && s.get(k + 2).is_some_and(|q| q.is(Tag::Quote)))
        });
        let from = after_quote + usize::from(s.get(after_quote).is_some_and(|x| x.is(Tag::Comma)));
        let after_q = after_quote > 0
            && k > from
            && among(s, from, k).iter().all(|x| x.nominal() || matches!(x.tag, Tag::Det | Tag::Prep))
            && next.is_none_or(|n| !n.nominal());
        if !sure && !clause && !after_q && !behind {
            return None;
        }
    }
    // Haddad is saying: the subject stands before the verb as for any tense
    let mut group = k;
    while group > 0 && s[group - 1].is(Tag::Adverb) {
        group -= 1;
    }
    // is reported to have said
    let mut bare = k;
    let to = |x: usize| x > 0 && s[x - 1].is(Tag::Prep) && same(s[x - 1].of(text), "to");
    if group > after_quote + 1 && same(s[group - 1].of(text), "have") && to(group - 1) {
        bare = group - 1;
        infinitive = true;
    }
    let progressive = c.form == Form::Ing
        && group > after_quote
        && (be(text, &s[group - 1]) || (s[group - 1].is(Tag::Pronoun) && s[group - 1].of(text).contains(['\'', '’'])));
    let subject = if passive || infinitive || (c.form == Form::Ing && !progressive) {
        None
    } else {
        subject::subject(text, s, after_quote.min(k), k)
    };
    let subject = match subject {
        Some(p) => Some(p),
        None if passive => subject::subject(text, s, after_quote.min(k), k),
        None if infinitive || c.form == Form::Ing || carried::linked(s, k).is_some() => {
            carried::carried(text, s, bare, c.form, infinitive, after_quote.min(k), before)
        }
        None => None,
    };
    let subject = carried::inverted(text, s, k, end, c, subject).or(subject);
    // no one has claimed responsibility: nothing was said
    if subject.is_some_and(|p| nobody(text, s, p)) {
        return None;
    }
    // As Haddad noted, the road is open.
    let as_clause = |p: &Phrase| {
        p.start > 0
            && p.start <= 2
            && same(s[p.start - 1].of(text), "as")
            && !among(s, 0, p.start - 1).iter().any(|i| matches!(i.tag, Tag::Word | Tag::Name))
    };
    if next.is_some_and(|n| n.is(Tag::Comma))
        && c.frames & cue::THAT != 0
        && matches!(c.form, Form::Past | Form::Present | Form::Participle)
        && let Some(p) = subject.filter(as_clause)
    {
        return Some(Cue::according((k, end), p));
    }
    Some(Cue {
        at: k,
        end,
        frames: c.frames,
        form: c.form,
        subject,
        kind: Kind::Verb,
        passive,
        infinitive: infinitive && !asked,
        leads,
        content: None,
    })
}

/// `denies it and points out that`: the second of two verbs in the present.
fn second_present(s: &[Item], k: usize, end: usize, before: &[Cue]) -> bool {
    let that = s.get(end).is_some_and(|n| n.is(Tag::That)) && !s.get(end + 1).is_some_and(|n| n.is(Tag::Aux));
    that && k > 0
        && s[k - 1].is(Tag::And)
        && before.last().is_some_and(|l| l.kind == Kind::Verb && l.form == Form::Present && l.subject.is_some())
}

/// `Haddad, our man in Homs, reports that`: a verb behind the comma of an apposition.
fn parted_report(text: &str, s: &[Item], k: usize, lo: usize) -> bool {
    if !s.get(k + 1).is_some_and(|n| n.is(Tag::That)) || s.get(k + 2).is_some_and(|n| n.is(Tag::Aux)) {
        return false;
    }
    let verb = |i: &Item| i.is(Tag::Aux) || phrase::finite(i) || i.class(PAST);
    subject::subject(text, s, lo.min(k), k)
        .is_some_and(|p| p.full < k && s[p.full].is(Tag::Comma) && !among(s, p.full, k).iter().any(verb))
}

/// Whether the subject is nobody or no one.
fn nobody(text: &str, s: &[Item], p: Phrase) -> bool {
    let none = ["nobody", "no-one"].iter().any(|w| same(s[p.start].of(text), w));
    let no = |x: usize| same(s[x].of(text), "no");
    let one = same(s[p.end - 1].of(text), "one");
    none || one && (no(p.start) || p.start > 0 && no(p.start - 1))
}

/// `lawyers for the family accuse`: a plural before the phrase that ends at item `k`.
fn many(text: &str, s: &[Item], k: usize) -> bool {
    let from = k.saturating_sub(5);
    let link = (from..k).rev().take_while(|&x| s[x].nominal() || matches!(s[x].tag, Tag::Det | Tag::Prep));
    let mut links = link.filter(|&x| s[x].is(Tag::Prep));
    links.next().is_some_and(|x| x > 0 && (s[x - 1].is(Tag::Word) || s[x - 1].class(COMMON)) && plural(text, &s[x - 1]))
}

fn plural(text: &str, p: &Item) -> bool {
    let w = p.of(text);
    p.nominal()
        && (w.ends_with('s')
            || ["people", "police", "media", "men", "women", "many", "some", "others"].iter().any(|x| same(w, x)))
        || p.is(Tag::Det)
}
