//! Which cue and source each marked passage of a sentence belongs to.

use super::clause::{Cue, Kind, Link, Opening};
use super::cue;
use super::extent;
use super::item::{Item, Tag, among, same};
use super::opening;
use super::phrase::{self, Phrase};
use super::subject;
use crate::text::inflect::Form;

/// What is known of a passage by its own words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Last character before the closing mark, blanks passed over.
    pub end: Option<char>,
    /// Words inside (counted up to 255).
    pub words: u8,
    /// Begins with a small letter.
    pub lower: bool,
    /// Its words have capitals like a title's.
    pub titled: bool,
}

/// How a passage was tied to its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// `“…,” Haddad said`.
    Right,
    /// `Haddad said: “…”`.
    Left,
    /// Another passage of the sentence.
    Same,
    /// An attribution at the end of the sentence.
    Later,
}

/// The tie of a passage.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    /// How.
    pub side: Side,
    /// Index of the cue, if it is a word.
    pub cue: Option<usize>,
    /// Items of the cue.
    pub words: Option<(usize, usize)>,
    /// The source.
    pub source: Option<Phrase>,
    /// Where the content of a cue on the left begins.
    pub opening: Option<Opening>,
    /// The rule.
    pub rule: &'static str,
}

fn finite_quote(c: &Cue) -> bool {
    c.kind == Kind::Verb
        && !c.passive
        && !c.infinitive
        && c.frames & (cue::QUOTE | cue::QUOTE_ONLY) != 0
        && c.form != Form::Ing
}

/// A past tense by its look.
fn past(text: &str, i: &Item) -> bool {
    let w = i.of(text);
    phrase::past_look(w)
}

/// The attribution right after the passage `k`.
pub fn right(text: &str, s: &[Item], k: usize, shape: Shape, cues: &[Cue]) -> Option<Tie> {
    let n = s.len();
    let mut j = k + 1;
    let mut gap = false;
    while j < n && matches!(s[j].tag, Tag::Comma | Tag::Dash) {
        j += 1;
        gap = true;
    }
    while j < n && s[j].is(Tag::Adverb) && s.get(j + 1).is_some_and(|x| x.cue.is_some()) {
        j += 1;
    }
    let first = s.get(j)?;
    // “…,” when Haddad said otherwise
    if first.is(Tag::Quote) || first.is(Tag::Relative) || (first.is(Tag::Sub) && !same(first.of(text), "as")) {
        return None;
    }
    // marked words inside a noun phrase: the “new” leader said
    let open_end = !matches!(shape.end, Some(',' | '!' | '?' | '.' | '…' | '—' | '-' | '–'));
    let inside =
        k > 0 && matches!(s[k - 1].tag, Tag::Det | Tag::Possessive | Tag::Word | Tag::Name | Tag::Prep | Tag::Number);
    if open_end && !gap && inside && first.cue.is_none_or(|c| c.frames & cue::PLAIN == 0) {
        return None;
    }
    let tie = |c: usize, p: Phrase, rule| {
        Some(Tie {
            side: Side::Right,
            cue: Some(c),
            words: Some((cues[c].at, cues[c].end)),
            source: Some(p),
            opening: None,
            rule,
        })
    };
    if let Some(c) = cues.iter().position(|c| c.at == j) {
        let q = &cues[c];
        if q.kind == Kind::According {
            return tie(c, q.subject?, "quote, according to source");
        }
        if finite_quote(q) && !first.capital() {
            let p = phrase::source(text, s, q.end)?;
            let pronoun_it = s[p.start].is(Tag::Pronoun) && same(s[p.start].of(text), "it");
            if pronoun_it && q.frames & cue::PLAIN == 0 {
                return None;
            }
            return tie(c, p, "quote, said source");
        }
        return None;
    }
    // “…!” beamed Haddad
    let closed = matches!(shape.end, Some(',' | '!' | '?'));
    if closed && first.is(Tag::Word) && !first.capital() && past(text, first) {
        let named = s.get(j + 1).is_some_and(|x| x.is(Tag::Name) && !x.time())
            || s.get(j + 1).is_some_and(|x| x.is(Tag::Pronoun));
        if named && let Some(p) = phrase::source(text, s, j + 1) {
            return Some(Tie {
                side: Side::Right,
                cue: None,
                words: Some((j, j + 1)),
                source: Some(p),
                opening: None,
                rule: "quote, verb source",
            });
        }
    }
    let stop = (j..n).find(|&x| matches!(s[x].tag, Tag::Quote | Tag::Semicolon | Tag::Colon)).unwrap_or(n).min(j + 40);
    let from = cues.partition_point(|c| c.at <= j);
    let Some(c) = cues[from..].iter().take(8).position(|c| c.at < stop && finite_quote(c)).map(|c| c + from) else {
        // “…!” Haddad beamed.
        let lead = phrase::forward(text, s, j).filter(|p| closed && p.end == p.full)?;
        let verb = s.get(lead.end).filter(|v| v.is(Tag::Word) && past(text, v))?;
        let named = matches!(s[lead.end - 1].tag, Tag::Name | Tag::Pronoun);
        let ends = s
            .get(lead.end + 1)
            .is_none_or(|x| matches!(x.tag, Tag::Stop | Tag::Comma | Tag::Prep | Tag::Adverb | Tag::Sub) || x.time());
        if !(named && ends && verb.cue.is_none_or(|c| c.frames & cue::ATTITUDE == 0)) {
            return None;
        }
        return Some(Tie {
            side: Side::Right,
            cue: None,
            words: Some((lead.end, lead.end + 1)),
            source: Some(lead),
            opening: None,
            rule: "quote, source verb",
        });
    };
    let q = &cues[c];
    if q.frames & (cue::QUOTE | cue::QUOTE_ONLY) == cue::QUOTE_ONLY && q.at > j + 6 {
        return None;
    }
    // “….” He added, “…”: the words of the next quote
    let mark = |x: usize| s.get(x).is_some_and(|i| matches!(i.tag, Tag::Comma | Tag::Colon));
    let next = q.end + usize::from(mark(q.end));
    let ended = shape.end == Some('.') || (first.is(Tag::Pronoun) && matches!(shape.end, Some('?' | '!')));
    if ended && first.capital() && !gap && s.get(next).is_some_and(|i| i.is(Tag::Quote)) {
        return None;
    }
    // “…,” drawing loud jeers: a noun behind a participle
    let noun = q.frames & cue::NOUNLIKE != 0 && q.frames & cue::PLAIN == 0 && q.form != Form::Past;
    if noun && first.is(Tag::Word) && first.of(text).ends_with("ing") {
        return None;
    }
    let p = q.subject?;
    // called it “a shame,” and said: the words in marks belong to what stands before them
    if p.end <= k && !s[p.start].is(Tag::Relative) {
        return None;
    }
    if p.start <= j + 2 {
        return tie(c, p, "quote, source said");
    }
    // “…,” Haddad, who leads the council, said
    let lead = phrase::forward(text, s, j)?;
    let parted = s
        .get(lead.full)
        .is_some_and(|x| matches!(x.tag, Tag::Comma | Tag::Relative | Tag::Open | Tag::Dash | Tag::Prep));
    let clean = s.get(lead.full..q.at).is_none_or(|between| !between.iter().any(|x| x.is(Tag::That)));
    if parted && clean {
        let p =
            if lead.full <= q.at { phrase::source(text, s, j).filter(|p| p.end <= q.at).unwrap_or(lead) } else { lead };
        return tie(c, p, "quote, source, …, said");
    }
    None
}

/// Whether a verb of saying stands closely before the attitude `c`: said he thought “…”.
fn spoken_before(cues: &[Cue], c: usize) -> bool {
    cues[..c]
        .iter()
        .rev()
        .take(3)
        .any(|q| q.kind == Kind::Verb && q.frames & cue::ATTITUDE == 0 && q.frames & cue::ZERO != 0)
}

/// The cue before `c` whose clause holds both `c` and the passage `k`: said that she had warned of “…”.
fn outer(text: &str, s: &[Item], c: usize, k: usize, cues: &[Cue]) -> Option<(usize, Opening)> {
    for c0 in (0..c).rev().take(4) {
        let q = &cues[c0];
        if q.frames & cue::ATTITUDE != 0 || q.passive || q.kind == Kind::According || q.subject.is_none() {
            continue;
        }
        let Some(o) = opening::opening(text, s, q, s.len()) else { continue };
        let clause = matches!(o.link, Link::That | Link::Zero | Link::Wh);
        let inner = &cues[c];
        let from = inner.subject.map_or(inner.at, |p| p.start.min(inner.at));
        if !clause || o.start > from || among(s, o.start, k).iter().any(|i| matches!(i.tag, Tag::Colon | Tag::Quote)) {
            continue;
        }
        if extent::clause_end(text, s, o.start, cues, c0, s.len()) > k {
            return Some((c0, o));
        }
    }
    None
}

/// The attribution left of the passage `k`.
pub fn left(text: &str, s: &[Item], k: usize, shape: Shape, cues: &[Cue]) -> Option<Tie> {
    let upto = cues.partition_point(|c| c.at < k);
    for c in (0..upto).rev().take(5) {
        let q = &cues[c];
        if q.frames & cue::ATTITUDE != 0 && (q.frames & cue::QUOTE == 0 || spoken_before(cues, c)) {
            continue;
        }
        // Asked about the road, Haddad shrugged: “…”
        if q.passive && q.subject.is_none() && k > 0 && s[k - 1].is(Tag::Colon) {
            continue;
        }
        let Some(o) = opening::opening(text, s, q, s.len()) else { continue };
        if o.start > k {
            continue;
        }
        if o.start < k && q.frames & cue::ATTITUDE != 0 && shape.words < 4 {
            continue;
        }
        let end = extent::clause_end(text, s, o.start, cues, c, s.len());
        if end <= k {
            continue;
        }
        // when he spoke, she replied, “…”: words in marks right behind their own verb
        let own = q.subject.is_some()
            && finite_quote(q)
            && !shape.lower
            && shape.words > 2
            && q.end + 1 == k
            && matches!(s[q.end].tag, Tag::Comma | Tag::Colon)
            && matches!(shape.end, Some('.' | '!' | '?' | ','));
        if let Some((c0, o0)) = outer(text, s, c, k, cues).filter(|_| !own) {
            let q0 = &cues[c0];
            return Some(Tie {
                side: Side::Left,
                cue: Some(c0),
                words: Some((q0.at, q0.end)),
                source: q0.subject,
                opening: Some(o0),
                rule: "source said quote",
            });
        }
        let mut source = q.subject;
        // “…,” said Haddad, “…”
        let turned = q.at > 0 && matches!(s[q.at - 1].tag, Tag::Quote | Tag::Comma | Tag::Dash | Tag::Colon);
        if turned && q.kind == Kind::Verb && source.is_none() {
            source = phrase::source(text, s, q.end).filter(|p| p.end <= k && !s[p.start].is(Tag::Object));
        }
        if q.passive && source.is_some() && q.frames & cue::HEARER_FIRST == 0 {
            source = None;
        }
        return Some(Tie {
            side: Side::Left,
            cue: Some(c),
            words: Some((q.at, q.end)),
            source,
            opening: Some(o),
            rule: "source said quote",
        });
    }
    let prev = s.get(k.checked_sub(1)?)?;
    if prev.is(Tag::Colon) {
        // NAME: “…”; From the report: “…”
        let by = (k >= 2).then(|| phrase::back(text, s, 0, k - 2)).flatten();
        let main = subject::main_subject(text, s, 0, k - 1);
        let named = by.filter(|p| s[p.end - 1].is(Tag::Name) && p.end == p.full);
        let led = by.filter(|p| p.start > 0 && s[p.start - 1].is(Tag::Prep) && p.start < 4);
        let p = summed_by(text, s, k - 1)
            .or(main.filter(|m| m.start == 0 && !s[k - 2].is(Tag::Name)))
            .or(named)
            .or(led)
            .or(main)?;
        let named = cues[..upto].iter().rev().find(|c| c.kind == Kind::Verb && c.subject.is_some());
        let (words, source) = match named {
            Some(c) => ((c.at, c.end), c.subject),
            None => ((k - 1, k), Some(p)),
        };
        return Some(Tie {
            side: Side::Left,
            cue: None,
            words: Some(words),
            source,
            opening: None,
            rule: "source: quote",
        });
    }
    None
}

/// `The mood was summed up by Layla Haddad, a nurse: “…”`: the name behind `by`, with the colon at item `k`.
fn summed_by(text: &str, s: &[Item], k: usize) -> Option<Phrase> {
    let by = (1..k).rev().take(16).find(|&b| same(s[b].of(text), "by"))?;
    let p = phrase::source(text, s, by + 1).filter(|p| p.full <= k && s[p.end - 1].is(Tag::Name))?;
    let spoken = among(s, 0, by).iter().rev().take(3).any(|i| i.cue.is_some());
    let verb = |i: &Item| i.is(Tag::Aux) || phrase::finite(i);
    (spoken && !among(s, p.full, k).iter().any(verb) && (p.full == k || s[p.full].is(Tag::Comma))).then_some(p)
}

/// Whether the cue is a participle that opens the sentence: Terming, Asked.
pub fn opens(s: &[Item], c: &Cue) -> bool {
    (c.passive || c.form == Form::Ing) && !among(s, 0, c.at).iter().any(Item::wordlike)
}

/// The tie of passage `k`; `done` holds those of the passages before it.
pub fn tie(text: &str, s: &[Item], k: usize, shape: Shape, cues: &[Cue], done: &[(usize, Tie)]) -> Option<Tie> {
    let r = right(text, s, k, shape, cues);
    let l = left(text, s, k, shape, cues);
    let comma_after = s.get(k + 1).is_some_and(|c| c.is(Tag::Comma));
    // Terming it “historic”, Haddad said …; Asked about the “raid”, Haddad said …
    if let Some(first) = cues.first().filter(|c| c.at < k && comma_after && shape.lower && opens(s, c))
        && let Some(r) = r
        && !among(s, first.at, k).iter().any(|i| i.is(Tag::Comma))
    {
        let source = |l: Tie| if first.passive { None } else { l.source.or(r.source) };
        return l.filter(|l| l.cue == Some(0)).map(|l| Tie { source: source(l), ..l });
    }
    let prefer_left = !matches!(shape.end, Some(',' | '!' | '?' | '…' | '—' | '–')) && !comma_after;
    let best = match (l, r) {
        (Some(l), Some(r)) => {
            let resumed = r.cue.is_some_and(|r| l.cue.is_some_and(|l| l >= r));
            // Haddad said, “…,” she added
            let beside = l.words.is_some_and(|w| w.1 + 1 >= k)
                && l.cue.is_some_and(|c| finite_quote(&cues[c]))
                && l.source.is_some_and(|p| s[p.end - 1].is(Tag::Name))
                && r.source.is_some_and(|p| s[p.start].is(Tag::Pronoun));
            Some(if prefer_left || resumed || beside { l } else { r })
        }
        (l, r) => l.or(r),
    };
    if best.is_some() {
        return best;
    }
    if let Some((_, t)) = done.last() {
        return Some(Tie { side: Side::Same, opening: None, ..*t });
    }
    // a trailing attribution
    for (c, q) in cues.iter().enumerate().filter(|(_, c)| c.at > k) {
        if q.kind == Kind::According {
            return Some(Tie {
                side: Side::Later,
                cue: Some(c),
                words: Some((q.at, q.end)),
                source: q.subject,
                opening: None,
                rule: "clause, according to source",
            });
        }
        if !finite_quote(q) || q.frames & cue::ATTITUDE != 0 {
            continue;
        }
        let ends = s.get(q.end).is_none_or(|x| {
            matches!(x.tag, Tag::Stop | Tag::Comma | Tag::Prep)
                || x.time()
                || q.frames & (cue::HEARER | cue::HEARER_FIRST) != 0
        });
        match q.subject {
            Some(p) if p.start > k && ends && p.start > 0 && s[p.start - 1].is(Tag::Comma) => {
                return Some(Tie {
                    side: Side::Later,
                    cue: Some(c),
                    words: Some((q.at, q.end)),
                    source: Some(p),
                    opening: None,
                    rule: "clause, source said",
                });
            }
            _ if q.at > 0 && s[q.at - 1].is(Tag::Comma) => {
                if let Some(p) = phrase::source(text, s, q.end) {
                    return Some(Tie {
                        side: Side::Later,
                        cue: Some(c),
                        words: Some((q.at, q.end)),
                        source: Some(p),
                        opening: None,
                        rule: "clause, said source",
                    });
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether the passage is no quote though a tie was found: a title, a name, a word held at a distance.
pub fn scare(s: &[Item], k: usize, shape: Shape, t: &Tie, cues: &[Cue]) -> bool {
    let gap = t.words.map_or(0, |w| if w.0 > k { w.0 - k } else { k - w.1 });
    let plain = t.cue.is_some_and(|c| cues[c].frames & cue::QUOTE != 0);
    let inside = k > 0
        && (matches!(s[k - 1].tag, Tag::Possessive | Tag::Det | Tag::Prep)
            || (matches!(s[k - 1].tag, Tag::Word | Tag::Name) && s[k - 1].cue.is_none())
            || (s[k - 1].is(Tag::Comma) && t.side == Side::Left && gap > 1));
    if shape.titled && shape.words >= 2 && shape.words <= 12 && inside {
        return true;
    }
    if shape.titled && shape.words <= 9 && !matches!(shape.end, Some('.' | '!' | '?' | ',')) {
        let beside = gap <= 1;
        if shape.words > 1 && !(beside && plain) {
            return true;
        }
        if shape.words == 1 && !beside {
            return true;
        }
    }
    if t.side == Side::Later && shape.words <= 2 {
        return true;
    }
    if t.side == Side::Left && !plain && gap > 3 && shape.words <= 3 {
        return true;
    }
    false
}
