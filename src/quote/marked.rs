//! The extent of content with marks: a passage and the plain words that belong to it.

use super::clause::Link;
use super::cue;
use super::direct::{self, Shape, Side, Tie};
use super::extent;
use super::item::{Item, Tag, among, same};
use super::phrase::{self, Phrase};
use super::read::{Piece, Reader};
use super::voice;
use crate::document::QuoteKind;
use crate::text::inflect::Form;
use crate::text::lexicon::{FINITE, SPOKEN};

impl Reader {
    /// The piece made of passage `k` and the plain words that belong to its content.
    pub(super) fn extend(&mut self, text: &str, s: &[Item], k: usize, shape: Shape, t: &Tie) -> Piece {
        let n = s.len();
        let (mut a, mut e) = (k, k + 1);
        let mut linked_that = false;
        match t.side {
            Side::Right | Side::Later => {
                if shape.lower || t.side == Side::Later {
                    // plain words before: The plan is “bad for us,” Haddad said
                    let mut b = k;
                    while b > 0 && !self.used[b - 1] && !matches!(s[b - 1].tag, Tag::Semicolon | Tag::Colon | Tag::Stop)
                    {
                        let at = b - 1;
                        if self.cues.iter().enumerate().any(|(c, q)| q.at == at && self.done[c]) {
                            break;
                        }
                        b -= 1;
                    }
                    while b < k && !s[b].wordlike() {
                        b += 1;
                    }
                    if b < k {
                        a = b;
                    }
                    // a resumed quote: … he said, “and …,” she said
                    let glue = among(s, a, k).iter().filter(|i| i.wordlike()).count();
                    if glue == 1 && matches!(s[a].tag, Tag::And | Tag::Adverb | Tag::Sub) && t.side == Side::Right {
                        a = k;
                    }
                }
                if t.side == Side::Later
                    && let (Some(w), Some(p)) = (t.words, t.source)
                {
                    let stop = w.0.min(p.start);
                    e = stop.max(e);
                    while e > k + 1 && !s[e - 1].wordlike() {
                        e -= 1;
                    }
                }
            }
            Side::Left => {
                if let (Some(o), Some(c)) = (t.opening, t.cue) {
                    let prev = &s[k - 1];
                    let words = among(s, o.start.min(k), k).iter().filter(|i| i.wordlike()).count();
                    let marked = (matches!(prev.tag, Tag::Colon | Tag::Comma) || prev.cue.is_some())
                        && !(o.link == Link::That && words > 3);
                    if (!marked || shape.lower) && o.start < k {
                        a = o.start;
                        linked_that = o.link == Link::That && o.start + 1 == k;
                    }
                    a = (a..k).rev().find(|&x| self.used[x]).map_or(a, |x| x + 1);
                    // said that “…,” and that “…”
                    let mut b = a;
                    while b < k && matches!(s[b].tag, Tag::And | Tag::Comma | Tag::That) {
                        b += 1;
                    }
                    if b == k && a > o.start || parts_source(s, t.source, self.cues[c].end, k) {
                        a = k;
                    }
                    let end = extent::clause_end(text, s, a, &self.cues, c, n);
                    let whole = matches!(shape.end, Some('.' | '!' | '?' | '…'))
                        || (shape.end == Some(',') && (a == k || linked_that));
                    let direct_form = a == k
                        && !shape.lower
                        && (marked || linked_that)
                        && (prev.is(Tag::Colon)
                            || matches!(shape.end, Some(',' | '.' | '!' | '?'))
                            || shape.words >= 6);
                    if !whole && !direct_form {
                        e = e.max(end);
                    }
                    if linked_that && e == k + 1 {
                        a = k;
                    }
                    // thanked him for “…”, called it “a long phrase”: the marked words alone; called him a “liar”: with him
                    let calls = self.cues[c].frames & cue::CALL != 0
                        && o.link == Link::Noun
                        && !among(s, a, k).iter().any(|i| same(i.of(text), "as"));
                    // dismissed the claim as “a tired song” in an interview
                    let seen = o.link == Link::Noun && same(s[k - 1].of(text), "as");
                    let called = calls && shape.words >= LONG_NAME;
                    let thanked = matches!(o.link, Link::Noun | Link::Prep)
                        && s[k - 1].is(Tag::Prep)
                        && !same(s[k - 1].of(text), "as");
                    if a < k
                        && k - a <= 8
                        && (called || thanked)
                        && among(s, a, k).iter().all(|i| i.wordlike() && !i.is(Tag::Aux))
                    {
                        a = k;
                        e = k + 1;
                    } else if (calls || seen) && a < k {
                        // called her a “liar” if she lied; called her “weak” and “dangerous”, and left
                        let mut last = k + 1;
                        while let Some(next) = next_name(s, last) {
                            last = next;
                        }
                        let over = |i: &Item| matches!(i.tag, Tag::Sub | Tag::Comma | Tag::And | Tag::Dash) || i.time();
                        let day =
                            s.get(last).is_some_and(|i| i.is(Tag::Prep)) && s.get(last + 1).is_some_and(Item::time);
                        let spoken = s.get(last).is_some_and(|i| i.is(Tag::Prep))
                            && among(s, last, n.min(last + 5))
                                .iter()
                                .skip(1)
                                .take_while(|i| i.nominal() || i.is(Tag::Det))
                                .any(|i| i.class(SPOKEN));
                        if day || spoken || s.get(last).is_some_and(over) {
                            e = last;
                        }
                    }
                    // Terming it “historic”, Haddad said …
                    if c == 0 && direct::opens(s, &self.cues[0]) && s.get(k + 1).is_some_and(|i| i.is(Tag::Comma)) {
                        e = k + 1;
                    }
                    // words after the marks that hold no verb are adjuncts: said “…” in response
                    if a == k
                        && e > k + 1
                        && !among(s, k + 1, e).iter().any(|i| {
                            i.is(Tag::Aux)
                                || i.class(FINITE)
                                || i.is(Tag::Quote)
                                || i.cue.is_some_and(|c| c.form != Form::Ing)
                        })
                    {
                        e = k + 1;
                    }
                }
            }
            // words between two passages of one statement
            Side::Same => {}
        }
        // a source inside the content is none
        let source = t.source.filter(|p| !(a <= p.start && p.end <= e));
        for u in self.used.get_mut(a..e).unwrap_or_default() {
            *u = true;
        }
        if let Some(c) = t.cue {
            self.done[c] = true;
            let q = self.cues[c];
            for u in self.used.get_mut(q.at..q.end).unwrap_or_default() {
                *u = true;
            }
            // a source far from its cue may stand inside the content of another
            let beside = |p: &Phrase| {
                p.start >= q.at
                    || among(s, p.end.min(q.at), q.at).iter().all(|i| !matches!(i.tag, Tag::Comma | Tag::And))
            };
            if let Some(p) = source.filter(|p| p.start < p.end && beside(p)) {
                for u in self.used.get_mut(p.start..p.end).unwrap_or_default() {
                    *u = true;
                }
            }
        }
        let plain = among(s, a, e).iter().any(|i| i.wordlike() && !i.is(Tag::Quote));
        let mut piece = self.piece(s, (a, e), if plain { QuoteKind::Mixed } else { QuoteKind::Direct });
        let at = t.cue.map_or(0, |c| self.cues[c].at);
        piece.voice = source.map(|p| voice::of_cue(text, s, p, at));
        piece.cue = t.words.map(|w| voice::span(s, w));
        if let Some(o) = t.opening {
            piece.addressee = o.hearer.map(|h| voice::span(s, h));
            piece.medium = o.medium.map(|m| voice::span(s, m));
        } else if let Some(c) = t.cue {
            let q = self.cues[c];
            if q.frames & (cue::HEARER | cue::HEARER_FIRST) != 0 && t.source.is_some_and(|p| p.start < q.at) {
                piece.addressee = phrase::forward(text, s, q.end).map(|p| voice::span(s, (p.start, p.end)));
            }
        }
        piece.denied = t.cue.is_some_and(|c| self.cues[c].frames & cue::DENIAL != 0);
        piece.rule = t.rule;
        piece.resumed = t.side == Side::Same
            || (t.side == Side::Left
                && t.cue.is_some_and(|c| self.ties.iter().any(|(x, o)| *x != k && o.cue == Some(c))));
        piece.passage = (a == k && e == k + 1).then_some(s[k].passage);
        piece
    }
}

/// Whether the words before passage `k` only tell more of a source that stands behind its verb: said Haddad, the mayor,
fn parts_source(s: &[Item], source: Option<Phrase>, verb_end: usize, k: usize) -> bool {
    let Some(p) = source.filter(|p| p.start == verb_end && p.full < k) else { return false };
    let other = |x: usize| {
        matches!(s[x].tag, Tag::That | Tag::Semicolon | Tag::Colon | Tag::Quote)
            || s[x].is(Tag::And) && s[x - 1].is(Tag::Comma)
    };
    s[p.full].is(Tag::Comma) && s[k - 1].is(Tag::Comma) && !(p.full + 1..k).any(other)
}

/// Words in marks that are a phrase of their own and no name for the object of `called`.
const LONG_NAME: u8 = 5;

/// One past a further passage that is joined to one before item `e`: and “dangerous”, and a “liar”.
fn next_name(s: &[Item], e: usize) -> Option<usize> {
    let mut k = e;
    while k < e + 3 && s.get(k).is_some_and(|i| matches!(i.tag, Tag::Comma | Tag::And | Tag::Det)) {
        k += 1;
    }
    (k > e && s.get(k).is_some_and(|i| i.is(Tag::Quote))).then_some(k + 1)
}
