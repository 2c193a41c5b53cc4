//! Reported speech without marks: clauses before and behind their attribution.

use super::clause::{Kind, Link};
use super::cue;
use super::extent;
use super::item::{Item, Tag, among, same};
use super::noun;
use super::opening;
use super::phrase::{self, Phrase};
use super::read::{Piece, Reader};
use super::voice;
use crate::document::QuoteKind;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// The rule of noun phrases as content.
const NOUN_RULE: &str = "source, verb, noun phrase";

impl Reader {
    /// Reported speech without marks: attributions behind their clause first, then those before it, attitudes last.
    pub(super) fn indirect(&mut self, text: &str, s: &[Item], out: &mut Vec<Piece>) {
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
            let lead = !among(s, 0, q.at).iter().enumerate().any(|(x, i)| {
                let open = matches!(i.tag, Tag::And | Tag::Adverb | Tag::Sub) || same(i.of(text), "as");
                i.wordlike() && !open && !(p.start <= x && x < p.full)
            });
            // In June, according to Haddad, the road was open
            let left = self.clause_start(s, q.at);
            let right = p.full.max(q.end);
            let led = matches!(s[left.min(q.at - usize::from(q.at > 0))].tag, Tag::Prep | Tag::Sub | Tag::Adverb)
                && q.at > left
                && !clause_like(among(s, left, q.at), text)
                && s.get(right).is_some_and(|x| x.is(Tag::Comma))
                && s.get(right + 1)
                    .is_some_and(|x| matches!(x.tag, Tag::Pronoun | Tag::Det | Tag::Name | Tag::Word | Tag::Number));
            let (a, e) = if lead || led {
                let Some(o) = opening::opening(text, s, &q, n) else { return };
                (o.start, extent::clause_end(text, s, o.start, &self.cues, c, n))
            } else {
                let a = self.clause_start(s, q.at);
                // “…,” Haddad said at noon, according to the agency
                // “…,” Haddad said as he left, according to the agency
                let left_over = a > 0
                    && self.used[a - 1]
                    && (s[a].is(Tag::Sub) || s[a].class(NARRATOR) || same(s[a].of(text), "as"));
                if left_over || a > 0 && self.used[a - 1] && !clause_like(among(s, a, q.at.max(a + 1)), text) {
                    return;
                }
                // who are backed by Rwanda according to the report, said
                let within = (a + 1..q.at).rev().find(|&r| matches!(s[r].tag, Tag::Relative | Tag::Comma));
                let open = within.filter(|&r| s[r].is(Tag::Relative) && s[r - 1].is(Tag::Comma));
                let verb = s.get(right + 1).is_some_and(|x| x.is(Tag::Aux) || phrase::finite(x));
                let closed = s.get(right).is_some_and(|x| x.is(Tag::Comma)) && verb;
                (open.filter(|_| closed).map_or(a, |r| r + 1), self.trim(s, q.at))
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
                    // said this month
                    || x.is(Tag::Det) && !x.class(QUANTITY) && s.get(hearer_end + 1).is_some_and(Item::time)
            });
            let mut b = p.start;
            while b > 0 && matches!(s[b - 1].tag, Tag::Det | Tag::Name | Tag::Word) {
                b -= 1;
            }
            let a = self.clause_start(s, b.saturating_sub(1));
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
                    && among(s, a, e).iter().filter(|i| i.is(Tag::Name)).count() > 2;
                let lead = e == a + 1 && goes_on && !matches!(s[a].tag, Tag::And | Tag::Sub);
                if no_content && (lead || e > a + 1 && (goes_on || clause_like(among(s, a, e), text) || headline)) {
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
            let led = among(s, 0, b).iter().all(|i| {
                matches!(i.tag, Tag::And | Tag::Adverb | Tag::Sub | Tag::Comma | Tag::Dash | Tag::Mark) && !self.used[0]
            });
            // said, in a letter, that: the content is joined by a word
            let joined = opening::opening(text, s, &q, n).is_some_and(|o| matches!(o.link, Link::That | Link::Mark));
            if goes_on && led && !joined && q.frames & (cue::THAT | cue::ZERO) != 0 {
                let from = hearer_end + 1;
                let r = extent::clause_end(text, s, from, &self.cues, c, n);
                if r > from && clause_like(among(s, from, r), text) {
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
                || among(s, p.start, p.end).iter().any(|i| i.class(ROLE | SPOKEN | ORG_NOUN))
        };
        if q.at > 2 && s[q.at - 1].is(Tag::Comma) && matches!(q.form, Form::Past | Form::Present) {
            let Some(p) = phrase::source(text, s, q.end).filter(person) else { return };
            // The story of the dam, says Haddad, a teacher, is that it never held.
            // …, said three fighters crossed the river: a clause, and no source
            if (p.start + 1..p.full)
                .any(|x| phrase::participle(text, &s[x]) && s[x - 1].is(Tag::Word) && s[x - 1].of(text).ends_with('s'))
            {
                return;
            }
            let right = extent::resumes(text, s, p.full);
            // Haddad, who led the search, said the mayor, Tom Reed, had left: somebody who speaks stands on the left
            if right.is_some() && q.subject.is_some_and(|x| x.end <= q.at && person(&x)) {
                return;
            }
            if let Some(right) = right
                && let a = self.clause_start(s, q.at - 1)
                && let e = self.trim(s, q.at - 1)
                && e > a + 1
                && !among(s, a, e).iter().any(|i| i.is(Tag::Aux) || i.class(FINITE))
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
            let verbless = !among(s, p.full, until).iter().any(verb)
                || s.get(p.full).is_some_and(|x| matches!(x.tag, Tag::Relative | Tag::Sub));
            let opening = s.get(q.end).is_some_and(|x| x.is(Tag::That));
            let a = self.clause_start(s, q.at - 1);
            let e = self.trim(s, q.at - 1);
            let own = q.subject.is_none_or(|x| x.start <= a + 1 || x.start >= q.end);
            if verbless && !opening && own && e > a + 2 && !self.used[a] && clause_like(among(s, a, e), text) {
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
        // went on to describe it as
        let goes_on = q.at >= 2 && c > 0 && self.cues[c - 1].end + 1 == q.at && s[q.at - 2].is(Tag::Prep);
        if q.infinitive && (o.link == Link::Noun && !goes_on || q.frames & (cue::EVIDENCE | cue::FINDING) != 0) {
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
            e = self.trim(s, noun::noun_end(text, s, o.start, e, q.form));
            e = noun::without_times(s, o.start, e);
        }
        // asked to be identified only as Omar
        let named = |i: &Item| ["identified", "named"].iter().any(|w| same(i.of(text), w));
        if o.link == Link::To && among(s, o.start, e).iter().take(4).any(named) {
            return;
        }
        // did not confirm the strike
        let bare = matches!(o.link, Link::Noun | Link::Zero) && q.form == Form::Base && q.frames & cue::THAT != 0;
        let verb = |i: &Item| i.is(Tag::Aux) || i.is(Tag::Quote) || i.is(Tag::That) || i.class(FINITE | PAST);
        if bare && q.at > 1 && same(s[q.at - 1].of(text), "not") && !among(s, o.start, e).iter().any(verb) {
            return;
        }
        // a call for a new pier was ignored
        if q.kind == Kind::Complement && o.link == Link::Prep {
            let clause =
                |i: &Item| matches!(i.tag, Tag::Relative | Tag::That | Tag::Sub | Tag::Quote) || i.class(QUESTION);
            let first = among(s, o.start, e).iter().position(|i| i.is(Tag::Aux) || clause(i)).map(|x| o.start + x);
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
        if asked || noun && q.frames & cue::TOPIC != 0 && !among(s, o.start, e).iter().any(|i| i.is(Tag::Quote)) {
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
        for u in self.used.get_mut(o.start..e).unwrap_or_default() {
            *u = true;
        }
        if let Some(p) = out.last_mut() {
            p.addressee = hearer.map(|h| voice::span(s, h));
            p.medium = o.medium.map(|m| voice::span(s, m));
        }
    }

    /// Start of the clause that ends before item `end`: after the last item in use.
    fn clause_start(&self, s: &[Item], end: usize) -> usize {
        let mut a = end;
        while a > 0 && !self.used[a - 1] && !s[a - 1].is(Tag::Semicolon) {
            a -= 1;
        }
        while a < end && (!s[a].wordlike() || s[a].is(Tag::And)) {
            a += 1;
        }
        // BREAKING: the road is open, Haddad said
        if a + 3 < end && s[a].has(crate::text::tokens::ALL_CAPS) && s[a + 1].is(Tag::Colon) {
            a += 2;
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
        let named = e == a + 1
            && (matches!(s[a].tag, Tag::Name | Tag::Object)
                || (s[a].is(Tag::Word) && (q.leads != 0 || q.frames & cue::DENIAL != 0)));
        let least = if rule == "clause, source said" || (named && rule == NOUN_RULE) { 1 } else { 2 };
        if e <= a
            || among(s, a, e).iter().filter(|i| i.wordlike()).count() < least
            || self.used.get(a..e).unwrap_or_default().iter().any(|&u| u)
            || source.is_some_and(|p| a <= p.start && p.end <= e)
        {
            return false;
        }
        for u in self.used.get_mut(q.at..q.end).unwrap_or_default() {
            *u = true;
        }
        self.done[c] = true;
        for t in self.told.get_mut(a..e).unwrap_or_default() {
            *t = true;
        }
        let sentence = s[0].start as usize;
        let marked = among(s, a, e).iter().any(|i| i.is(Tag::Quote));
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

/// Whether a verb stands in these items, by its look.
fn clause_like(s: &[Item], text: &str) -> bool {
    s.iter().any(|i| {
        i.is(Tag::Aux)
            || i.class(FINITE | PAST)
            || i.is(Tag::Quote)
            || i.cue.is_some_and(|c| c.form != Form::Ing)
            || (i.is(Tag::Possessive) && !i.has(crate::text::tokens::SPACE))
            || (i.is(Tag::Word) && i.of(text).ends_with("ed"))
    }) || !matches!(s[0].tag, Tag::Prep | Tag::Sub) && s.iter().filter(|i| i.is(Tag::Word)).count() > 2
}
