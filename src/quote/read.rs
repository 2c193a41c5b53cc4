//! One sentence: its passages with their sources, the extent of each content, and reported speech without marks.

use super::clause::{self, Cue, Kind};
use super::cue;
use super::direct::{self, Shape, Tie};
use super::item::{Item, Tag};
use super::voice::{self, Voice};
use crate::document::QuoteKind;
use crate::span::Span;

/// The rule of words that somebody else's report holds.
const RELAYED: &str = "said in a report of others";

/// A found piece of reported speech.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The content.
    pub span: Span,
    /// Direct, mixed, indirect, scare or attitude.
    pub kind: QuoteKind,
    /// Who speaks.
    pub voice: Option<Voice>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// Who was told.
    pub addressee: Option<Span>,
    /// Through what.
    pub medium: Option<Span>,
    /// Said by denying.
    pub denied: bool,
    /// The rule.
    pub rule: &'static str,
    /// Goes on with the statement of the piece before it.
    pub resumed: bool,
    /// Stands alone and still needs a source from its surroundings.
    pub free: bool,
    /// Number of the passage it is made of, if it is one passage.
    pub passage: Option<u32>,
}

/// Scratch space, kept between sentences.
#[derive(Default)]
pub struct Reader {
    pub(super) cues: Vec<Cue>,
    pub(super) ties: Vec<(usize, Tie)>,
    pub(super) used: Vec<bool>,
    /// Inside a clause whose source stands behind or before it: `…, according to Haddad`.
    pub(super) told: Vec<bool>,
    pub(super) done: Vec<bool>,
}

/// What the sentence leaves for the next ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Left {
    /// The last source of the sentence.
    pub voice: Option<Voice>,
    /// Its cue.
    pub cue: Option<Span>,
}

impl Reader {
    /// Reads the sentence `s`; `shapes` belong to the passages of the paragraph.
    pub fn read(&mut self, text: &str, s: &[Item], shapes: &[Shape], out: &mut Vec<Piece>) -> Left {
        clause::cues(text, s, &mut self.cues);
        // nobody says anything
        if self.cues.is_empty() && !s.iter().any(|i| i.is(Tag::Quote)) {
            return Left::default();
        }
        self.ties.clear();
        self.used.clear();
        self.used.resize(s.len(), false);
        self.told.clear();
        self.told.resize(s.len(), false);
        self.done.clear();
        self.done.resize(self.cues.len(), false);
        let first = out.len();
        let words = s.iter().any(|i| i.wordlike() && !i.is(Tag::Quote));
        for k in 0..s.len() {
            if !s[k].is(Tag::Quote) {
                continue;
            }
            let shape = shapes.get(s[k].passage as usize).copied().unwrap_or_default();
            if shape.words == 0 {
                self.used[k] = true;
                continue;
            }
            if !words {
                let piece = Piece {
                    free: true,
                    resumed: true,
                    rule: "quote alone",
                    ..self.piece(s, (k, k + 1), QuoteKind::Direct)
                };
                out.push(Piece { passage: Some(s[k].passage), ..piece });
                self.used[k] = true;
                continue;
            }
            if self.used[k] {
                continue;
            }
            let found = direct::tie(text, s, k, shape, &self.cues, &self.ties);
            let found = found.filter(|t| !direct::scare(s, k, shape, t, &self.cues));
            match found {
                Some(t) => {
                    self.ties.push((k, t));
                    let piece = self.extend(text, s, k, shape, &t);
                    out.push(piece);
                    out.extend(self.relayed(text, s, k, shape, &t, &piece));
                }
                None => {
                    let piece = Piece { rule: "marks without a source", ..self.piece(s, (k, k + 1), QuoteKind::Scare) };
                    out.push(Piece { passage: Some(s[k].passage), ..piece });
                }
            }
        }
        self.indirect(text, s, out);
        let mut left = Left::default();
        out[first..].sort_by_key(|p| (p.span.start, usize::MAX - p.span.end));
        // what was said in marks outlasts a clause behind it: “…,” Haddad said, as he called for calm.
        // and who reports the words of another goes on
        let marked =
            |p: &&Piece| p.voice.is_some() && p.passage.is_some() && p.kind == QuoteKind::Direct && p.rule != RELAYED;
        if let Some(p) = out[first..].iter().rev().find(marked) {
            left = Left { voice: p.voice, cue: p.cue };
        }
        for p in out[first..].iter().rev().filter(|_| left.voice.is_none()) {
            let said = matches!(p.kind, QuoteKind::Direct | QuoteKind::Mixed | QuoteKind::Indirect);
            if p.voice.is_some() && said && p.rule != RELAYED {
                left = Left { voice: p.voice, cue: p.cue };
                break;
            }
        }
        if left.voice.is_none() {
            // agreed, continued: words of saying whose content stands in the next sentence
            let spoke = |q: &&Cue| {
                q.kind == Kind::Verb
                    && !q.passive
                    && q.frames & cue::QUOTE != 0
                    && q.frames & cue::ATTITUDE == 0
                    && q.subject.is_some()
            };
            if let Some(q) = self.cues.iter().rev().find(spoke) {
                left.voice = q.subject.map(|p| voice::of_cue(text, s, p, q.at));
                left.cue = Some(voice::span(s, (q.at, q.end)));
            }
        }
        left
    }

    /// What somebody said inside a report of others: Haddad told the crew that “…”, the agency reported.
    fn relayed(&mut self, text: &str, s: &[Item], k: usize, shape: Shape, t: &Tie, outer: &Piece) -> Option<Piece> {
        if t.side == direct::Side::Left || outer.kind != QuoteKind::Mixed {
            return None;
        }
        let l = direct::left(text, s, k, shape, &self.cues)?;
        let (c, o, p) = (l.cue?, l.opening?, l.source?);
        let q = self.cues[c];
        let start = s[o.start].start as usize;
        let told = q.kind == Kind::Verb && q.frames & cue::THAT != 0 && q.frames & cue::ATTITUDE == 0 && p.end <= q.at;
        if !told || self.done[c] || start <= outer.span.start {
            return None;
        }
        self.done[c] = true;
        let kind = if o.start == k { QuoteKind::Direct } else { QuoteKind::Mixed };
        Some(Piece {
            span: Span::new(start, outer.span.end),
            voice: Some(voice::of_cue(text, s, p, q.at)),
            cue: Some(voice::span(s, (q.at, q.end))),
            denied: q.frames & cue::DENIAL != 0,
            rule: RELAYED,
            passage: (o.start == k).then_some(s[k].passage),
            ..self.piece(s, (k, k + 1), kind)
        })
    }

    pub(super) fn piece(&self, s: &[Item], range: (usize, usize), kind: QuoteKind) -> Piece {
        Piece {
            span: voice::span(s, range),
            kind,
            voice: None,
            cue: None,
            addressee: None,
            medium: None,
            denied: false,
            rule: "",
            resumed: false,
            free: false,
            passage: None,
        }
    }
}
