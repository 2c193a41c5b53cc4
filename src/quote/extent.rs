//! Where the content of a cue ends.

use super::clause::{Cue, Kind, Link};
use super::cue;
use super::item::{Item, Tag, among, beyond, same};
use super::noun;
use super::opening::looks_finite;
use super::phrase::{self, Phrase};
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// Whether the cue's own clause is a lead-in: While Haddad said …, the mayor …; Noting that …, Haddad …; gives the comma
/// that ends the content.
pub fn lead_in(text: &str, s: &[Item], c: &Cue, link: Link, start: usize, end: usize) -> Option<usize> {
    let opener = match c.subject.filter(|p| p.end <= c.at) {
        Some(p) if p.start <= 12 => led_by(text, s, p.start),
        _ => false,
    };
    if !opener && !before_main(s, c) {
        return None;
    }
    // a clause as content ends behind its verb; the object of a verb has none
    let mut verb = matches!(link, Link::Noun | Link::Prep | Link::To) || (!opener && link == Link::Zero);
    for j in start..end.min(s.len().saturating_sub(1)) {
        let i = &s[j];
        if verb && i.is(Tag::Comma) && j > start {
            let n = &s[j + 1];
            let main = if opener {
                matches!(n.tag, Tag::Pronoun | Tag::Det | Tag::Name)
                    || (n.is(Tag::Word) && n.cue.is_none())
                    || (n.is(Tag::That) && s.get(j + 2).is_some_and(|x| x.is(Tag::Aux)))
            } else {
                main_clause(text, s, j + 1).is_some()
            };
            if main {
                return Some(j);
            }
        }
        verb |= i.is(Tag::Aux) || i.class(FINITE | PAST) || i.is(Tag::Quote) || (j > start && looks_finite(text, s, j));
    }
    None
}

/// Whether a conjunction opens the sentence before the subject at item `p`.
fn led_by(text: &str, s: &[Item], p: usize) -> bool {
    let sub =
        ["while", "when", "after", "although", "though", "as", "because", "since", "if", "once", "before", "until"];
    let first = among(s, 0, p).iter().position(|i| {
        i.is(Tag::Sub) || (i.is(Tag::Prep) && ["after", "as", "before", "since"].iter().any(|w| same(i.of(text), w)))
    });
    first.is_some_and(|o| {
        o <= 2 && sub.iter().any(|w| same(s[o].of(text), w)) && !among(s, o, p).iter().any(|i| i.is(Tag::Comma))
    })
}

/// Whether the cue stands in a participle, an infinitive or a noun phrase that opens the sentence: no finite verb before it.
pub fn before_main(s: &[Item], c: &Cue) -> bool {
    let bare = c.form == Form::Ing || c.infinitive || c.kind == Kind::Complement;
    let verb = |i: &Item| {
        i.is(Tag::Aux)
            || i.is(Tag::Quote)
            || i.class(FINITE | PAST)
            || i.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present) && c.frames & cue::NOUNLIKE == 0)
    };
    bare && c.at <= 12 && !among(s, 0, c.at).iter().any(verb)
}

/// Where a clause goes on behind a source that ends at item `k`, past what tells more of it: , a teacher, is that.
pub fn resumes(text: &str, s: &[Item], k: usize) -> Option<usize> {
    let mut comma = Some(k).filter(|&c| s.get(c).is_some_and(|i| i.is(Tag::Comma)))?;
    if s.get(comma + 1).is_some_and(|i| matches!(i.tag, Tag::Det | Tag::Word)) {
        let more = phrase::forward(text, s, comma + 1).map(|p| p.full);
        comma = more.filter(|&c| s.get(c).is_some_and(|i| i.is(Tag::Comma))).unwrap_or(comma);
    }
    s.get(comma + 1).filter(|v| v.is(Tag::Aux) || v.class(FINITE)).map(|_| comma + 1)
}

/// The subject of a main clause that begins at item `k`: a verb follows it.
pub fn main_clause(text: &str, s: &[Item], k: usize) -> Option<Phrase> {
    // Haddad sold her boat
    let names = beyond(s, k).iter().take_while(|i| i.is(Tag::Name)).count();
    let verb = |i: &Item| i.is(Tag::Word) && !i.capital() && !i.class(ROLE) && !i.of(text).ends_with("ing");
    if names > 0
        && s.get(k + names).is_some_and(verb)
        && !s.get(k + names + 1).is_some_and(|n| n.is(Tag::Name) || n.class(ROLE))
    {
        return Some(Phrase { start: k, end: k + names, full: k + names, joined: false });
    }
    let p = phrase::forward(text, s, k)?;
    let mut v = p.full;
    // the spokesman for the force, Omar Haddad, said
    if s.get(v).is_some_and(|i| i.is(Tag::Comma))
        && let Some(q) = phrase::forward(text, s, v + 1)
        && s.get(q.full).is_some_and(|i| i.is(Tag::Comma))
    {
        v = q.full + 1;
    }
    if s.get(v).is_some_and(|i| i.is(Tag::And) && same(i.of(text), "and")) {
        v = phrase::forward(text, s, v + 1).map_or(v, |q| q.full);
    }
    while s.get(v).is_some_and(|i| i.is(Tag::Adverb)) {
        v += 1;
    }
    let he = s[p.end - 1].is(Tag::Pronoun) && v == p.end;
    let finite = s.get(v).is_some_and(|i| {
        let w = i.of(text);
        i.is(Tag::Aux)
            || (he && i.is(Tag::Word) && !i.capital() && !w.ends_with("ing"))
            || phrase::finite(i)
            || (i.class(PAST) && !i.capital())
            || (i.is(Tag::Word) && !i.capital() && phrase::past_look(w))
    });
    finite.then(|| phrase::source(text, s, k).unwrap_or(p))
}

/// The first comma after which a main clause may begin.
pub fn lead_comma(s: &[Item], start: usize, end: usize) -> Option<usize> {
    (start + 1..end.min(s.len().saturating_sub(1))).find(|&j| {
        // how Haddad, 41, had led them
        let age = s[j + 1].is(Tag::Number) && s.get(j + 2).is_some_and(|c| c.is(Tag::Comma));
        s[j].is(Tag::Comma)
            && matches!(s[j + 1].tag, Tag::Pronoun | Tag::Det | Tag::Name | Tag::Word | Tag::Number)
            && !age
            && (j < 2 || !s[j - 1].is(Tag::Number) || !s[j - 2].is(Tag::Comma))
    })
}

/// The comma that closes a relative clause which holds the cue: Haddad, who said the road was open, left.
pub fn relative_end(s: &[Item], c: &Cue, start: usize, end: usize) -> Option<usize> {
    let p = c.subject.filter(|p| p.end <= c.at)?;
    let within = s.get(p.full..c.at).unwrap_or(&[]);
    let relative = within.iter().take(4).position(|i| i.is(Tag::Relative));
    // who was there, said: the clause is over
    let own = relative.is_some_and(|r| within[0].is(Tag::Comma) && !within[r..].iter().any(|i| i.is(Tag::Comma)));
    // the ferry, which she said was late, sank
    let object = p.start >= 2 && s[p.start - 1].is(Tag::Relative) && s[p.start - 2].is(Tag::Comma);
    if !own && !object {
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

/// The cues within `reach` items after item `j`.
fn near(cues: &[Cue], j: usize, reach: usize) -> &[Cue] {
    let from = cues.partition_point(|c| c.at <= j);
    let to = cues.partition_point(|c| c.at <= j + reach);
    &cues[from..to.max(from)]
}

/// One past the last item of the content of cue `own` that starts at `k`: the sentence's end, or where another attribution, a
/// participle of saying or a new main clause begins.
pub fn clause_end(text: &str, s: &[Item], k: usize, cues: &[Cue], own: usize, lim: usize) -> usize {
    let form = cues.get(own).map_or(Form::Past, |c| c.form);
    let cues = cues.get(own + 1..).unwrap_or(&[]);
    let n = lim.min(s.len());
    // a verb was seen: the clause may be over
    let mut verb = s.get(k).is_some_and(|i| i.is(Tag::Prep) && same(i.of(text), "to"));
    // a clause rather than a noun phrase or an infinitive
    let clause = s.get(k).is_some_and(|i| i.is(Tag::That)) || !verb && has_verb(text, s, k, n.min(k + 12));
    let mut dashes = 0;
    let mut j = k;
    while j < n {
        let i = &s[j];
        if j > k {
            let comma = i.is(Tag::Comma) || (i.is(Tag::Quote) && comma_inside(text, i));
            // a new voice after a semicolon
            if i.is(Tag::Semicolon)
                && (!verb || among(s, j + 1, n).iter().take(24).any(|x| x.cue.is_some() || x.is(Tag::Quote)))
            {
                break;
            }
            // … the road was open - a point the army disputes; but: the son of Karim - a farmer - as mayor
            if i.is(Tag::Dash) {
                let goes_on = s.get(j + 1).is_some_and(|x| matches!(x.tag, Tag::Prep | Tag::Sub));
                if verb
                    && j > k + 3
                    && dashes % 2 == 0
                    && !goes_on
                    && !among(s, j + 1, n).iter().any(|x| x.is(Tag::Dash))
                {
                    break;
                }
                dashes += 1;
            }
            if (comma || i.is(Tag::Dash)) && parts(text, s, j, k, n, (verb, clause)) {
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
                // says he met them and asked for peace: two verbs of what is said
                let second = |c: &Cue| {
                    let clauses = cue::THAT | cue::ZERO | cue::CALL | cue::ACCUSE | cue::WH;
                    let speaks = c.frames & cue::QUOTE != 0 && c.frames & clauses != 0;
                    let told = c.form != Form::Base && (form != Form::Present || c.form != Form::Past);
                    let marks = s.get(c.end).is_some_and(|x| matches!(x.tag, Tag::Quote | Tag::That));
                    !clause || speaks && (told || marks || c.frames & cue::PLAIN != 0)
                };
                let subject = !clause || has_verb(text, s, k, j);
                if close.iter().any(|c| {
                    c.kind == Kind::Verb
                        && c.frames & cue::ATTITUDE == 0
                        && ((c.at == j + 1 || (c.at == j + 2 && s[j + 1].is(Tag::Adverb))) && second(c)
                            || (verb
                                && subject
                                && c.subject.is_some_and(|p| p.start == j + 1 || Some(p.start) == lead)))
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

/// Whether a finite verb stands in `from..to` behind the last conjunction: she and the mayor had spoken has none yet.
fn has_verb(text: &str, s: &[Item], from: usize, to: usize) -> bool {
    let start = (from..to).rev().find(|&x| matches!(s[x].tag, Tag::That | Tag::Sub | Tag::Relative)).unwrap_or(from);
    (start..to).any(|x| {
        let i = &s[x];
        i.is(Tag::Aux) || i.class(FINITE | PAST) || i.is(Tag::Quote) || (x > from && looks_finite(text, s, x))
    })
}

/// Whether a passage ends with a comma inside its marks.
fn comma_inside(text: &str, i: &Item) -> bool {
    i.of(text).trim_end_matches(crate::text::tokens::is_quote_mark).trim_end().ends_with(',')
}

/// Whether what follows the comma or dash `j` is no longer part of the content that began at `k`, which has a verb, or is
/// a clause.
fn parts(text: &str, s: &[Item], j: usize, k: usize, n: usize, (verb, clause): (bool, bool)) -> bool {
    let Some(x) = s.get(j + 1).filter(|_| j + 1 < n) else { return false };
    let w = x.of(text);
    if x.cue.is_some_and(|c| c.form == Form::Ing && c.frames & cue::ATTITUDE == 0) && !x.capital() {
        return true;
    }
    if same(w, "according") {
        return true;
    }
    let that = s[k].is(Tag::That);
    let marked = among(s, k, j).iter().take(6).any(|i| i.is(Tag::Quote));
    if (j < k + 4 && !marked) || !verb {
        return false;
    }
    // “… go unpunished,” as fears mounted: the comma stands inside the marks
    if s[j].is(Tag::Quote) && (x.class(NARRATOR) && !["because", "since"].iter().any(|y| same(w, y)) || same(w, "as")) {
        return true;
    }
    match x.tag {
        // not only …, but also
        Tag::And => {
            same(w, "but")
                && (!that || rules_out(text, s, k, j + 2))
                && !(clause && carries_on(s, k, j + 2))
                && !among(s, k, j).windows(2).any(|p| same(p[0].of(text), "not") && same(p[1].of(text), "only"))
        }
        Tag::Sub | Tag::Prep => {
            !that
                && ["while", "although", "though", "whereas", "as"].iter().any(|y| same(w, y))
                && !(same(w, "as") && s.get(j + 2).is_some_and(|y| same(y.of(text), "well")))
                // …, without elaborating
                || same(w, "without") && s.get(j + 2).is_some_and(|y| y.cue.is_some_and(|c| c.form == Form::Ing))
        }
        Tag::Adverb => {
            !that
                && ["even", "just"].iter().any(|y| same(w, y))
                && s.get(j + 2).is_some_and(|y| ["as", "though", "after"].iter().any(|z| same(y.of(text), z)))
        }
        // a relative clause or a participle that runs to the end
        Tag::Relative => !same(w, "whose") && runs_out(s, j + 1, n),
        Tag::Det => (summary(text, s, j + 1, n) && runs_out(s, j + 1, n)) || afterthought(text, s, j + 1, n),
        Tag::Word => same(w, "compared"),
        _ => false,
    }
}

/// Whether a past verb without a subject stands behind `but` at item `k`, and the content has words in marks: said that it
/// “is open to talks”, but ruled out a strike.
fn rules_out(text: &str, s: &[Item], start: usize, k: usize) -> bool {
    let past = |i: &Item| {
        let w = i.of(text);
        i.is(Tag::Word) && (i.class(PAST) || phrase::past_look(w) || i.cue.is_some_and(|c| c.form == Form::Past))
    };
    s.get(k).is_some_and(past) && among(s, start, k).iter().any(|i| i.is(Tag::Quote))
}

/// Whether what stands behind `but` at item `k` has no subject and no verb of saying: but would cost more, but not the pier.
fn carries_on(s: &[Item], start: usize, k: usize) -> bool {
    let mut x = k;
    while s.get(x).is_some_and(|i| i.is(Tag::Adverb)) {
        x += 1;
    }
    // but went on to say, “…”
    if s.iter().skip(x).take(6).any(|i| i.is(Tag::Quote)) {
        return false;
    }
    s.get(x).is_some_and(|i| {
        matches!(i.tag, Tag::Aux | Tag::Prep | Tag::That) && i.cue.is_none()
            || i.is(Tag::Word)
                && !among(s, start, k).iter().any(|q| q.is(Tag::Quote))
                && i.cue.is_none_or(|c| c.frames & cue::QUOTE == 0)
                && !s.get(x + 1).is_some_and(|n| n.is(Tag::Aux) || phrase::finite(n))
    })
}

/// A whole clause in brackets that ends the sentence.
fn aside(s: &[Item], j: usize, n: usize) -> bool {
    let Some(close) = (j + 1..n).find(|&x| s[x].is(Tag::Close)) else { return false };
    let rest = among(s, close + 1, n).iter().all(|i| !i.wordlike());
    rest && close > j + 4 && among(s, j + 1, close).iter().any(|i| i.is(Tag::Aux) || i.class(FINITE) || i.cue.is_some())
}

/// Whether from `k` to the end stands only a noun phrase that adds to the clause: …, the first time in years.
fn afterthought(text: &str, s: &[Item], k: usize, n: usize) -> bool {
    let verb = |i: &Item| i.is(Tag::Aux) || i.class(FINITE) || i.cue.is_some_and(|c| c.form == Form::Past);
    let rest = among(s, k, n);
    noun::apposed(text, s, k, n)
        && s.get(k + 1).is_some_and(|i| !i.is(Tag::Name))
        && !rest.iter().any(|i| matches!(i.tag, Tag::Comma | Tag::Dash | Tag::Semicolon | Tag::Colon | Tag::Quote))
        && !rest.iter().take_while(|i| !matches!(i.tag, Tag::Relative | Tag::That)).any(verb)
}

/// a move that …, a claim the army denies, a step he called …: a noun that sums up the words before it.
fn summary(text: &str, s: &[Item], k: usize, n: usize) -> bool {
    if !["a", "an"].iter().any(|w| same(s[k].of(text), w)) {
        return false;
    }
    let verb = |i: &Item| phrase::finite(i) || phrase::participle(text, i) || i.class(PAST);
    let noun = (k + 1..n.min(k + 5)).take_while(|&x| s[x].is(Tag::Word) && !s[x].capital() && !verb(&s[x])).last();
    let Some(after) = noun.and_then(|x| s.get(x + 1)) else { return false };
    matches!(after.tag, Tag::That | Tag::Relative | Tag::Pronoun | Tag::Name)
        || after.is(Tag::Det) && !after.class(QUANTITY)
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
