//! One sentence: its passages with their sources, the extent of each content, and reported speech without marks.

use super::clause::{self, Cue, Kind, Link};
use super::cue;
use super::direct::{self, Shape, Side, Tie};
use super::extent;
use super::item::{Item, Tag, same};
use super::opening;
use super::phrase::{self, Phrase};
use super::voice::{self, Voice};
use crate::document::QuoteKind;
use crate::span::Span;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

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
    cues: Vec<Cue>,
    ties: Vec<(usize, Tie)>,
    used: Vec<bool>,
    /// Inside a clause whose source stands behind or before it: `…, according to Haddad`.
    told: Vec<bool>,
    done: Vec<bool>,
}

/// The rule of noun phrases as content.
const NOUN_RULE: &str = "source, verb, noun phrase";

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
        let marked = |p: &&Piece| p.voice.is_some() && p.passage.is_some() && p.kind == QuoteKind::Direct;
        if let Some(p) = out[first..].iter().rev().find(marked) {
            left = Left { voice: p.voice, cue: p.cue };
        }
        for p in out[first..].iter().rev().filter(|_| left.voice.is_none()) {
            if p.voice.is_some() && matches!(p.kind, QuoteKind::Direct | QuoteKind::Mixed | QuoteKind::Indirect) {
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

    fn piece(&self, s: &[Item], range: (usize, usize), kind: QuoteKind) -> Piece {
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

    /// The piece made of passage `k` and the plain words that belong to its content.
    fn extend(&mut self, text: &str, s: &[Item], k: usize, shape: Shape, t: &Tie) -> Piece {
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
                    let glue = s[a..k].iter().filter(|i| i.wordlike()).count();
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
                    let words = s[o.start.min(k)..k].iter().filter(|i| i.wordlike()).count();
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
                        && !s[a..k].iter().any(|i| same(i.of(text), "as"));
                    let called = calls && shape.words >= LONG_NAME;
                    let thanked = matches!(o.link, Link::Noun | Link::Prep)
                        && s[k - 1].is(Tag::Prep)
                        && !same(s[k - 1].of(text), "as");
                    if a < k
                        && k - a <= 8
                        && (called || thanked)
                        && s[a..k].iter().all(|i| i.wordlike() && !i.is(Tag::Aux))
                    {
                        a = k;
                        e = k + 1;
                    } else if calls && a < k {
                        // called her a “liar” if she lied; called her “weak” and “dangerous”, and left
                        let mut last = k + 1;
                        while let Some(next) = next_name(s, last) {
                            last = next;
                        }
                        let over = |i: &Item| matches!(i.tag, Tag::Sub | Tag::Comma | Tag::And | Tag::Dash) || i.time();
                        let day =
                            s.get(last).is_some_and(|i| i.is(Tag::Prep)) && s.get(last + 1).is_some_and(Item::time);
                        if day || s.get(last).is_some_and(over) {
                            e = last;
                        }
                    }
                    // words after the marks that hold no verb are adjuncts: said “…” in response
                    if a == k
                        && e > k + 1
                        && !s[k + 1..e].iter().any(|i| {
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
        for u in &mut self.used[a..e] {
            *u = true;
        }
        if let Some(c) = t.cue {
            self.done[c] = true;
            let q = self.cues[c];
            for u in &mut self.used[q.at..q.end] {
                *u = true;
            }
            // a source far from its cue may stand inside the content of another
            let beside = |p: &Phrase| {
                p.start >= q.at || s[p.end.min(q.at)..q.at].iter().all(|i| !matches!(i.tag, Tag::Comma | Tag::And))
            };
            if let Some(p) = source.filter(|p| p.start < p.end && beside(p)) {
                for u in &mut self.used[p.start..p.end] {
                    *u = true;
                }
            }
        }
        let plain = s[a..e].iter().any(|i| i.wordlike() && !i.is(Tag::Quote));
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

    /// Reported speech without marks: attributions behind their clause first, then those before it, attitudes last.
    fn indirect(&mut self, text: &str, s: &[Item], out: &mut Vec<Piece>) {
        for c in 0..self.cues.len() {
            if !self.done[c] && !self.used[self.cues[c].at] && self.cues[c].frames & cue::ATTITUDE == 0 {
                self.behind(text, s, c, out);
            }
        }
        for attitude in [false, true] {
            for c in 0..self.cues.len() {
                let q = self.cues[c];
                if !self.done[c] && !self.used[q.at] && (q.frames & cue::ATTITUDE != 0) == attitude {
                    self.before(text, s, c, out);
                }
            }
        }
    }

    /// `CLAUSE, according to Haddad`, `CLAUSE, Haddad said`, `CLAUSE, said Haddad`.
    fn behind(&mut self, text: &str, s: &[Item], c: usize, out: &mut Vec<Piece>) {
        let n = s.len();
        let q = self.cues[c];
        let kind = QuoteKind::Indirect;
        if q.kind == Kind::According {
            let Some(p) = q.subject else { return };
            let lead = !s[..q.at].iter().enumerate().any(|(x, i)| {
                let open = matches!(i.tag, Tag::And | Tag::Adverb | Tag::Sub) || same(i.of(text), "as");
                i.wordlike() && !open && !(p.start <= x && x < p.full)
            });
            // In June, according to Haddad, the road was open
            let left = self.clause_start(text, s, q.at);
            let right = p.full.max(q.end);
            let led = matches!(s[left.min(q.at - usize::from(q.at > 0))].tag, Tag::Prep | Tag::Sub | Tag::Adverb)
                && q.at > left
                && !clause_like(&s[left..q.at], text)
                && s.get(right).is_some_and(|x| x.is(Tag::Comma))
                && s.get(right + 1)
                    .is_some_and(|x| matches!(x.tag, Tag::Pronoun | Tag::Det | Tag::Name | Tag::Word | Tag::Number));
            let (a, e) = if lead || led {
                let Some(o) = opening::opening(text, s, &q, n) else { return };
                (o.start, extent::clause_end(text, s, o.start, &self.cues, c, n))
            } else {
                let a = self.clause_start(text, s, q.at);
                // “…,” Haddad said at noon, according to the agency
                if a > 0 && self.used[a - 1] && !clause_like(&s[a..q.at.max(a + 1)], text) {
                    return;
                }
                (a, self.trim(s, q.at))
            };
            self.push(text, s, (a, e), kind, c, Some(p), "clause, according to source", out);
            return;
        }
        if q.frames & cue::QUOTE == 0
            || q.frames & cue::QUOTE_ONLY != 0
            || (q.frames & (cue::ZERO | cue::PLAIN) == 0)
            || q.passive
            || q.infinitive
            || q.form == Form::Ing
        {
            return;
        }
        // CLAUSE, Haddad said.
        if let Some(p) = q.subject.filter(|p| p.end <= q.at) {
            let hearer_end = if q.frames & cue::HEARER_FIRST != 0 {
                phrase::forward(text, s, q.end).map_or(q.end, |h| h.full)
            } else {
                q.end
            };
            let tail = s.get(hearer_end).is_none_or(|x| {
                matches!(
                    x.tag,
                    Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Prep | Tag::Close | Tag::Dash | Tag::Adverb
                ) || x.time()
            });
            let mut b = p.start;
            while b > 0 && matches!(s[b - 1].tag, Tag::Det | Tag::Name | Tag::Word) {
                b -= 1;
            }
            let a = self.clause_start(text, s, b.saturating_sub(1));
            // The plan, Haddad said, is to wait.
            let goes_on = s.get(hearer_end).is_some_and(|x| x.is(Tag::Comma))
                && s.get(hearer_end + 1).is_some_and(|x| {
                    let participle =
                        x.cue.is_some_and(|c| c.form == Form::Ing) || (x.is(Tag::Word) && x.of(text).ends_with("ing"));
                    let other = matches!(x.tag, Tag::Quote | Tag::And | Tag::Relative | Tag::Stop)
                        || x.is(Tag::Sub) && !s[a].is(Tag::Prep);
                    !participle && !other && !same(x.of(text), "according") && !same(x.of(text), "compared")
                });
            if tail && b > 1 && matches!(s[b - 1].tag, Tag::Comma | Tag::Dash) {
                let no_content = s.get(q.end).is_none_or(|x| !x.is(Tag::That))
                    && opening::opening(text, s, &q, n).is_none_or(|o| {
                        matches!(o.link, Link::Prep | Link::Noun) || (o.link == Link::Zero && s[o.start].is(Tag::Prep))
                    });
                let e = self.trim(s, b - 1);
                // Talks to Resume, Envoy Says
                let headline = a == 0
                    && q.form == Form::Present
                    && q.end + 1 >= n
                    && s[a..e].iter().filter(|i| i.is(Tag::Name)).count() > 2;
                let lead = e == a + 1 && goes_on && !matches!(s[a].tag, Tag::And | Tag::Sub);
                if no_content && (lead || e > a + 1 && (goes_on || clause_like(&s[a..e], text) || headline)) {
                    let first = self.push(text, s, (a, e), kind, c, Some(p), "clause, source said", out);
                    if goes_on {
                        let r = extent::clause_end(text, s, hearer_end + 1, &self.cues, c, n);
                        if self.push(text, s, (hearer_end + 1, r), kind, c, Some(p), "clause, source said, clause", out)
                            && let Some(x) = out.last_mut()
                        {
                            x.resumed = first;
                        }
                    }
                    return;
                }
            }
            // And yet, Haddad said, the road is open.
            let led = s[..b].iter().all(|i| {
                matches!(i.tag, Tag::And | Tag::Adverb | Tag::Sub | Tag::Comma | Tag::Dash | Tag::Mark) && !self.used[0]
            });
            // said, in a letter, that: the content is joined by a word
            let joined = opening::opening(text, s, &q, n).is_some_and(|o| matches!(o.link, Link::That | Link::Mark));
            if goes_on && led && !joined && q.frames & (cue::THAT | cue::ZERO) != 0 {
                let from = hearer_end + 1;
                let r = extent::clause_end(text, s, from, &self.cues, c, n);
                if r > from && clause_like(&s[from..r], text) {
                    self.push(text, s, (from, r), kind, c, Some(p), "source said, clause", out);
                    return;
                }
            }
        }
        // CLAUSE, said Haddad; nothing turns round like that whose hearer must follow
        if q.frames & cue::HEARER_FIRST != 0 {
            return;
        }
        let person = |p: &Phrase| {
            s[p.end - 1].is(Tag::Name)
                || s[p.end - 1].is(Tag::Pronoun)
                || s[p.start..p.end].iter().any(|i| i.class(ROLE | SPOKEN | ORG_NOUN))
        };
        if q.at > 2 && s[q.at - 1].is(Tag::Comma) && matches!(q.form, Form::Past | Form::Present) {
            let Some(p) = phrase::source(text, s, q.end).filter(person) else { return };
            // The story of the dam, says Haddad, a teacher, is that it never held.
            if let Some(right) = extent::resumes(text, s, p.full)
                && let a = self.clause_start(text, s, q.at - 1)
                && let e = self.trim(s, q.at - 1)
                && e > a + 1
                && !s[a..e].iter().any(|i| i.is(Tag::Aux) || i.class(FINITE))
            {
                let first = self.push(text, s, (a, e), kind, c, Some(p), "clause, source said", out);
                let r = extent::clause_end(text, s, right, &self.cues, c, n);
                if self.push(text, s, (right, r), kind, c, Some(p), "clause, source said, clause", out)
                    && let Some(x) = out.last_mut()
                {
                    x.resumed = first;
                }
                return;
            }
            let until = (p.full..n).find(|&x| matches!(s[x].tag, Tag::Comma | Tag::Stop | Tag::Quote)).unwrap_or(n);
            let verb = |x: &Item| {
                x.is(Tag::Aux) || x.class(FINITE) || x.cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Present))
            };
            let verbless = !s[p.full..until].iter().any(verb)
                || s.get(p.full).is_some_and(|x| matches!(x.tag, Tag::Relative | Tag::Sub));
            let opening = s.get(q.end).is_some_and(|x| x.is(Tag::That));
            let a = self.clause_start(text, s, q.at - 1);
            let e = self.trim(s, q.at - 1);
            let own = q.subject.is_none_or(|x| x.start <= a + 1 || x.start >= q.end);
            if verbless && !opening && own && e > a + 2 && !self.used[a] && clause_like(&s[a..e], text) {
                self.push(text, s, (a, e), kind, c, Some(p), "clause, said source", out);
            }
        }
    }

    /// `Haddad said that CLAUSE` and its like.
    fn before(&mut self, text: &str, s: &[Item], c: usize, out: &mut Vec<Piece>) {
        let n = s.len();
        let q = self.cues[c];
        let attitude = q.frames & cue::ATTITUDE != 0;
        let kind = if attitude { QuoteKind::Attitude } else { QuoteKind::Indirect };
        if q.kind == Kind::According {
            return;
        }
        let Some(o) = opening::opening(text, s, &q, n) else { return };
        // inside what somebody said only a clause with a source of its own is told apart
        let phrase = matches!(o.link, Link::Noun | Link::Prep | Link::To) || q.kind == Kind::Complement;
        if phrase && self.told[q.at] {
            return;
        }
        // was accused of, was asked whether: who did is named by `by` or not at all
        if q.passive && attitude {
            return;
        }
        let mut q = q;
        let mut hearer = o.hearer;
        if q.passive {
            let told = q.frames & (cue::HEARER | cue::HEARER_FIRST) != 0;
            let asked = matches!(o.link, Link::That | Link::Wh | Link::To | Link::Prep);
            if !told || !asked {
                return;
            }
            hearer = q.subject.map(|p| (p.start, p.end));
            q.subject = o.agent;
        }
        let finding = q.frames & (cue::EVIDENCE | cue::FINDING) != 0 && matches!(q.form, Form::Base);
        if q.infinitive && (o.link == Link::Noun || q.frames & (cue::EVIDENCE | cue::FINDING) != 0) {
            return;
        }
        if finding && o.link != Link::That && q.at > 0 && s[q.at - 1].is(Tag::Aux) {
            return;
        }
        if q.form == Form::Base && o.link == Link::Noun && q.at > 0 {
            let mut a = q.at;
            while a > 0 && s[a - 1].is(Tag::Adverb) {
                a -= 1;
            }
            if a > 0 && s[a - 1].class(MODAL) {
                return;
            }
        }
        let bare = q.kind == Kind::Complement && o.link == Link::That;
        if q.subject.is_none() && q.form != Form::Ing && !bare && !q.passive {
            return;
        }
        let mut e = extent::clause_end(text, s, o.start, &self.cues, c, n);
        if let Some(comma) = extent::lead_in(text, s, &q, o.link, o.start, e) {
            e = self.trim(s, comma);
            // Noting that the road was open, Haddad left
            if q.kind == Kind::Verb && extent::before_main(s, &q) {
                q.subject = extent::main_clause(text, s, comma + 1).or(q.subject);
            }
        }
        // Asked about the road, Haddad said it was open
        if q.passive
            && let Some(comma) = extent::lead_comma(s, o.start, e)
        {
            e = self.trim(s, comma);
        }
        if let Some(comma) = extent::relative_end(s, &q, o.start, e) {
            e = self.trim(s, comma);
        }
        if matches!(o.link, Link::Noun | Link::Prep) && e > o.start {
            e = self.trim(s, extent::noun_end(text, s, o.start, e, q.form));
            e = extent::without_times(s, o.start, e);
        }
        // a call for a new pier was ignored
        if q.kind == Kind::Complement && o.link == Link::Prep {
            let clause =
                |i: &Item| matches!(i.tag, Tag::Relative | Tag::That | Tag::Sub | Tag::Quote) || i.class(QUESTION);
            let first = s[o.start..e].iter().position(|i| i.is(Tag::Aux) || clause(i)).map(|x| o.start + x);
            if let Some(x) = first.filter(|&x| s[x].is(Tag::Aux) && x > o.start) {
                e = self.trim(s, x);
            }
        }
        if let Some(u) = (o.start..e).find(|&x| self.used[x]) {
            e = self.trim(s, u);
        }
        // talked about the road: what it was about, not what was said
        let noun = matches!(o.link, Link::Noun | Link::Prep);
        let asked = q.passive && o.link == Link::Prep && q.frames & cue::ACCUSE == 0;
        if asked || noun && q.frames & cue::TOPIC != 0 && !s[o.start..e].iter().any(|i| i.is(Tag::Quote)) {
            return;
        }
        let rule = match o.link {
            _ if q.kind == Kind::Complement => "claim of the source that",
            Link::That => "source said that",
            Link::Wh => "source asked whether",
            Link::To => "source vowed to",
            Link::Noun | Link::Prep => NOUN_RULE,
            _ => "source said, clause",
        };
        if !self.push(text, s, (o.start, e), kind, c, q.subject, rule, out) {
            return;
        }
        for u in &mut self.used[o.start..e] {
            *u = true;
        }
        if let Some(p) = out.last_mut() {
            p.addressee = hearer.map(|h| voice::span(s, h));
            p.medium = o.medium.map(|m| voice::span(s, m));
        }
    }

    /// Start of the clause that ends before item `end`: after the last item in use.
    fn clause_start(&self, _text: &str, s: &[Item], end: usize) -> usize {
        let mut a = end;
        while a > 0 && !self.used[a - 1] && !s[a - 1].is(Tag::Semicolon) {
            a -= 1;
        }
        while a < end && (!s[a].wordlike() || s[a].is(Tag::And)) {
            a += 1;
        }
        // Still, the road was open, Haddad said
        if s[a].is(Tag::Adverb) && a + 3 < end && s[a + 1].is(Tag::Comma) {
            a += 2;
        }
        a
    }

    fn trim(&self, s: &[Item], mut e: usize) -> usize {
        while e > 0 && !s[e - 1].wordlike() && !s[e - 1].is(Tag::Close) {
            e -= 1;
        }
        e
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        text: &str,
        s: &[Item],
        (a, e): (usize, usize),
        kind: QuoteKind,
        c: usize,
        source: Option<Phrase>,
        rule: &'static str,
        out: &mut Vec<Piece>,
    ) -> bool {
        let q = self.cues[c];
        // Haifa, Haddad said, made him think: a piece of a statement may be one word
        let named = e == a + 1 && (matches!(s[a].tag, Tag::Name | Tag::Object) || (s[a].is(Tag::Word) && q.leads != 0));
        let least = if rule == "clause, source said" || (named && rule == NOUN_RULE) { 1 } else { 2 };
        if e <= a
            || s[a..e].iter().filter(|i| i.wordlike()).count() < least
            || self.used[a..e].iter().any(|&u| u)
            || source.is_some_and(|p| a <= p.start && p.end <= e)
        {
            return false;
        }
        for u in &mut self.used[q.at..q.end] {
            *u = true;
        }
        self.done[c] = true;
        for t in &mut self.told[a..e] {
            *t = true;
        }
        let sentence = s[0].start as usize;
        let marked = s[a..e].iter().any(|i| i.is(Tag::Quote));
        let mut piece =
            self.piece(s, (a, e), if marked && kind == QuoteKind::Indirect { QuoteKind::Mixed } else { kind });
        // scare pieces found before inside this content are part of it
        let mut x = out.len();
        while x > 0 && out[x - 1].span.start >= sentence {
            x -= 1;
            if out[x].kind == QuoteKind::Scare && piece.span.contains(out[x].span) {
                out.remove(x);
            }
        }
        piece.voice = source.map(|p| voice::of_cue(text, s, p, q.at));
        piece.cue = Some(voice::span(s, (q.at, q.end)));
        piece.denied = q.frames & cue::DENIAL != 0;
        piece.rule = rule;
        out.push(piece);
        true
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

/// Whether a verb stands in these items, by its look.
fn clause_like(s: &[Item], text: &str) -> bool {
    s.iter().any(|i| {
        i.is(Tag::Aux)
            || i.class(FINITE)
            || i.is(Tag::Quote)
            || i.cue.is_some_and(|c| c.form != Form::Ing)
            || (i.is(Tag::Possessive) && !i.has(crate::text::tokens::SPACE))
            || (i.is(Tag::Word) && i.of(text).ends_with("ed"))
    }) || !matches!(s[0].tag, Tag::Prep | Tag::Sub) && s.iter().filter(|i| i.is(Tag::Word)).count() > 2
}
