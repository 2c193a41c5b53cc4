//! Who is in the reader's mind: persons by recency, subjecthood and gender, for pronouns and noun phrases.

use super::view::{BREAK, FIRST, JOINED, NAMED, View};
use super::{Input, Resolved};
use crate::document::{DocEntity, Label, Quote, QuoteKind};
use crate::span::Span;
use crate::text::lexicon::{
    AUXILIARY, COMMON, CUE, DETERMINER, FEMALE, FINITE, MALE, NARRATOR, PREPOSITION, RANK, ROLE, TITLE, classes,
};
use crate::text::{TokenKind, tokens};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a pronoun says of its person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gender {
    He,
    She,
}

/// How far back a pronoun looks, in sentences.
const SENTENCES: u32 = 8;
/// How many words an office may have before its comma.
const OFFICE: usize = 14;
/// How many mentions it weighs.
const SEEN: usize = 40;

/// A person mentioned.
#[derive(Clone, Copy, Debug)]
struct Seen {
    span: Span,
    entity: u32,
    sentence: u32,
    /// Opens its clause, or a verb follows.
    subject: bool,
    /// First in its sentence.
    opens: bool,
    spoke: bool,
    /// Inside somebody's direct words.
    quoted: bool,
    /// Inside reported words.
    reported: bool,
    owner: bool,
    after_preposition: bool,
}

/// An organisation or state mentioned.
#[derive(Clone, Copy, Debug)]
struct Body {
    span: Span,
    entity: u32,
    sentence: u32,
    /// Index of its paragraph.
    block: u32,
    /// Opens its sentence but for a determiner, or speaks.
    opens: bool,
    state: bool,
}

/// A mention with its first token and one past its last.
#[derive(Clone, Copy)]
struct Named {
    span: Span,
    entity: u32,
    from: usize,
    to: usize,
}

/// The mentions as a reader remembers them.
pub(super) struct Discourse {
    seen: Vec<Seen>,
    gender: Vec<Option<Gender>>,
    count: Vec<u16>,
    sentences: Vec<Span>,
    /// Sentences up to each one, without those that lie wholly in somebody's direct words.
    rank: Vec<u32>,
    blocks: Vec<Span>,
    /// Organisations and states, in order.
    bodies: Vec<Body>,
    /// Title word before a person's name: hash-free list of title, end, entity.
    titles: Vec<(String, usize, u32)>,
    resolved: Vec<Seen>,
    /// The first entity of each name, filled when it is first asked for.
    by_name: FxHashMap<Arc<str>, u32>,
    /// How many entities are in it.
    indexed: usize,
}

impl Discourse {
    pub fn new(input: &Input<'_>, view: &View<'_>, quotes: &[Quote], resolved: &Resolved) -> Self {
        let mut d = Discourse {
            seen: Vec::with_capacity(resolved.mentions.len()),
            gender: resolved.entities.iter().map(given_gender).collect(),
            count: vec![0; resolved.entities.len()],
            sentences: input.sentences.iter().map(|s| s.span).collect(),
            rank: Vec::with_capacity(input.sentences.len() + 1),
            blocks: input.blocks.iter().map(|b| b.span).collect(),
            bodies: Vec::with_capacity(resolved.mentions.len()),
            titles: Vec::new(),
            resolved: Vec::new(),
            by_name: FxHashMap::default(),
            indexed: 0,
        };
        let direct = cover(quotes, |q| matches!(q.kind, QuoteKind::Direct));
        let reported = cover(quotes, |q| !matches!(q.kind, QuoteKind::Direct));
        let mut speaking: Vec<Span> = quotes.iter().filter_map(|q| q.speaker).collect();
        speaking.sort_unstable();
        let mut rank = 0;
        for s in &d.sentences {
            d.rank.push(rank);
            rank += u32::from(!covered(&direct, *s));
        }
        d.rank.push(rank);
        let mut at = 0;
        for m in &resolved.mentions {
            let entity = &resolved.entities[m.entity as usize];
            if m.nested || m.label != Label::Actor {
                continue;
            }
            at = tokens::skip(view.tokens, at, |t| (t.end as usize) <= m.span.start);
            let named = Named {
                span: m.span,
                entity: m.entity,
                from: at,
                to: tokens::skip(view.tokens, at, |t| (t.start as usize) < m.span.end),
            };
            if &*entity.kind != "person" {
                if !m.demonym {
                    d.organisation(view, named, &entity.kind, &speaking);
                }
                // an unknown single name may be a person
                if &*entity.kind != "other" || m.score > 0.45 {
                    continue;
                }
            }
            d.count[m.entity as usize] = d.count[m.entity as usize].saturating_add(1);
            d.person(view, named, &direct, &reported, &speaking, &entity.kind);
        }
        d.described(view, &direct, &reported);
        d
    }

    /// `The president appeared cowed` after `President Obama`: he is spoken of again.
    fn described(&mut self, view: &View<'_>, direct: &[Span], reported: &[Span]) {
        if self.titles.is_empty() {
            return;
        }
        let mut last: FxHashMap<&str, u32> = FxHashMap::default();
        let mut next = 0;
        let mut more = Vec::new();
        for t in 1..view.tokens.len() {
            let small = view.tokens[t].is(ROLE | TITLE | RANK) && view.has(t, JOINED) && !view.has(t, NAMED);
            if !small
                || !matches!(view.word(t - 1), "the" | "The")
                || view.has(t + 1, NAMED)
                || view.word(t + 1) == "of"
            {
                continue;
            }
            let span = view.tokens[t - 1].span().join(view.tokens[t].span());
            while let Some((title, end, entity)) = self.titles.get(next).filter(|x| x.1 <= span.start) {
                let _ = end;
                last.insert(title, *entity);
                next += 1;
            }
            let Some(&entity) = last.get(view.word(t)) else { continue };
            let verb = view.is(t + 1, CUE | AUXILIARY | FINITE);
            more.push(Seen {
                span,
                entity,
                sentence: self.sentence(span),
                subject: verb,
                opens: verb && view.has(t - 1, FIRST | BREAK),
                spoke: false,
                quoted: covered(direct, span),
                reported: covered(reported, span),
                owner: !verb,
                after_preposition: t > 1 && view.is(t - 2, PREPOSITION),
            });
        }
        self.seen.append(&mut more);
        self.seen.sort_by_key(|s| s.span);
    }

    fn organisation(&mut self, view: &View<'_>, named: Named, kind: &str, speaking: &[Span]) {
        let Named { span, entity, from, to } = named;
        let start = if from > 0 && view.is(from - 1, DETERMINER) { from - 1 } else { from };
        let at = speaking.partition_point(|s| s.end <= span.start);
        let spoke = speaking.get(at).is_some_and(|s| s.overlaps(span));
        let owner = view.kind(to) == Some(TokenKind::Possessive);
        // two in one breath: neither is `the group`
        let joined = matches!(view.word(to), "and" | "or") || view.word(to) == "," && view.has(to + 1, NAMED);
        self.bodies.push(Body {
            span,
            entity,
            sentence: self.sentence(span),
            block: self.block(span),
            opens: (view.has(start, FIRST | BREAK) || spoke) && !owner && !joined,
            state: kind == "state",
        });
    }

    fn person(
        &mut self,
        view: &View<'_>,
        named: Named,
        direct: &[Span],
        reported: &[Span],
        speaking: &[Span],
        kind: &str,
    ) {
        let Named { span, entity, from, to } = named;
        let owner = view.kind(to) == Some(TokenKind::Possessive);
        let mut first = from;
        while first > 0
            && view.has(first, JOINED)
            && view.is(first - 1, TITLE | RANK | ROLE)
            && view.has(first - 1, NAMED)
        {
            first -= 1;
            self.title(view, first, span.end, entity);
        }
        // adjectives and offices before the title: Democratic candidate X, the Republican Rep. X
        let mut start = first;
        for _ in 0..6 {
            if start == 0 || view.has(start, FIRST | BREAK) || !view.has(start, JOINED) {
                break;
            }
            let word = view.is(start - 1, DETERMINER | ROLE | COMMON) || view.has(start - 1, NAMED);
            if !word || view.is(start - 1, PREPOSITION | CUE | FINITE | AUXILIARY) {
                break;
            }
            start -= 1;
        }
        // Freedonia's foreign minister, Omar Haddad, dismissed: the name behind an office opens what that opens
        let office = start == first && start > 1 && view.word(start - 1) == "," && view.word(to) == ",";
        let opens = view.has(start, FIRST | BREAK) || office && self.office_opens(view, start - 1);
        let verb = view.is(to, CUE | AUXILIARY | FINITE) && !view.has(to, NAMED);
        let comma = view.word(to) == "," && opens;
        let at = speaking.partition_point(|s| s.end <= span.start);
        let spoke = speaking.get(at).is_some_and(|s| s.overlaps(span));
        if kind != "person" && !spoke && !verb {
            return;
        }
        // behind Hillary Clinton and Bernie Sanders: as the one before it
        let joined = from > 1 && matches!(view.word(from - 1), "and" | "or");
        let like = |s: &Seen| joined && s.after_preposition && s.span.end == view.tokens[from - 2].end as usize;
        let after_preposition = from > 0 && view.is(from - 1, PREPOSITION)
            || first > 0 && view.is(first - 1, PREPOSITION)
            || self.seen.last().is_some_and(like);
        self.seen.push(Seen {
            span,
            entity,
            sentence: self.sentence(span),
            subject: (opens || verb || comma) && !owner,
            opens,
            spoke,
            quoted: covered(direct, span),
            reported: covered(reported, span),
            owner,
            after_preposition,
        });
    }

    /// Whether the comma at token `comma` ends an office that opens its sentence: In Homs, the mayor, …
    fn office_opens(&self, view: &View<'_>, comma: usize) -> bool {
        let mut start = comma;
        let mut role = false;
        while start > 0 && comma - start < OFFICE {
            let t = start - 1;
            let plain = view.kind(t) == Some(TokenKind::Word) || view.kind(t) == Some(TokenKind::Possessive);
            if !plain || view.is(t, CUE | FINITE | AUXILIARY) && !view.is(t, ROLE) {
                break;
            }
            role |= view.is(t, ROLE | TITLE) && !view.has(t, NAMED) || view.is(t, ROLE);
            start = t;
            if view.has(t, FIRST | BREAK) {
                return role;
            }
        }
        // behind an adverbial that a comma ends
        role && start < comma && start > 0 && view.word(start - 1) == "," && view.is(start, DETERMINER)
    }

    fn title(&mut self, view: &View<'_>, at: usize, end: usize, entity: u32) {
        let word = view.word(at).trim_end_matches('.').to_lowercase();
        let slot = &mut self.gender[entity as usize];
        match word.as_str() {
            "mr" | "sir" | "king" | "prince" | "lord" | "sheikh" | "spokesman" | "congressman" | "chairman"
            | "father" | "businessman" | "sultan" | "pope" | "emir" => *slot = Some(Gender::He),
            "mrs" | "ms" | "miss" | "lady" | "queen" | "princess" | "dame" | "spokeswoman" | "congresswoman"
            | "chairwoman" | "sister" | "sheikha" | "madam" | "businesswoman" => *slot = Some(Gender::She),
            _ => {}
        }
        if self.titles.len() < 4096 {
            self.titles.push((word, end, entity));
        }
    }

    fn sentence(&self, span: Span) -> u32 {
        self.sentences.partition_point(|s| s.end <= span.start) as u32
    }

    fn rank(&self, sentence: u32) -> u32 {
        self.rank.get(sentence as usize).or(self.rank.last()).copied().unwrap_or(sentence)
    }

    fn block(&self, span: Span) -> u32 {
        self.blocks.partition_point(|b| b.end <= span.start) as u32
    }

    /// Notes that an entity speaks at `span`.
    pub fn spoke(&mut self, span: Span, entity: u32, gender: Option<Gender>) {
        if self.gender.len() <= entity as usize {
            self.gender.resize(entity as usize + 1, None);
            self.count.resize(entity as usize + 1, 0);
        }
        if let Some(gender) = gender {
            self.gender[entity as usize] = Some(gender);
            self.resolved.push(Seen {
                span,
                entity,
                sentence: self.sentence(span),
                subject: true,
                opens: false,
                spoke: true,
                quoted: false,
                reported: false,
                owner: false,
                after_preposition: false,
            });
        }
    }

    /// `When he spoke in Homs, Haddad said`: the subject behind the clause that opens the sentence with the pronoun.
    fn ahead(&self, view: &View<'_>, span: Span, gender: Gender) -> Option<&Seen> {
        let sentence = self.sentence(span);
        let first = self.sentences.get(sentence as usize)?.start;
        let at = view.tokens.partition_point(|t| (t.start as usize) < first);
        let pronoun = view.tokens.partition_point(|t| (t.start as usize) < span.start);
        // When he; Back when he: only near the start is looked at, for a sentence may have no end
        if pronoun > at + 3 || !(at..pronoun).any(|t| view.is(t, NARRATOR)) {
            return None;
        }
        let from = self.seen.partition_point(|s| s.span.start < span.end);
        let next = self.seen.get(from).filter(|s| s.sentence == sentence && s.subject && !s.quoted)?;
        let comma = (pronoun..pronoun + 40).find(|&t| view.word(t) == ",")?;
        let mut start = view.tokens.partition_point(|t| (t.start as usize) < next.span.start);
        while start > comma + 1 && view.is(start - 1, TITLE | RANK | ROLE) {
            start -= 1;
        }
        let known = self.gender.get(next.entity as usize).copied().flatten();
        (start == comma + 1 && known.is_none_or(|g| g == gender)).then_some(next)
    }

    /// Whom `he` or `she` at `span` means, and where that was last named.
    pub fn pronoun(&self, view: &View<'_>, span: Span, gender: Gender) -> Option<(u32, usize)> {
        if let Some(s) = self.ahead(view, span, gender) {
            return Some((s.entity, s.span.end));
        }
        let here = self.rank(self.sentence(span));
        let upto = self.seen.partition_point(|s| s.span.end <= span.start);
        let named = self.seen[..upto].iter().rev().take(SEEN);
        let spoken = self.resolved.iter().rev().take(4).filter(|s| s.span.end <= span.start);
        let mut best: Option<(f32, usize, u32)> = None;
        for s in named.chain(spoken) {
            let distance = here.saturating_sub(self.rank(s.sentence));
            if distance > SENTENCES {
                continue;
            }
            let known = self.gender[s.entity as usize];
            if known.is_some_and(|g| g != gender) {
                continue;
            }
            if distance > 2 && !(s.subject || s.spoke) {
                continue;
            }
            let mut score = -1.2 * distance as f32;
            score += if s.spoke { 1.2 } else { 0.0 };
            score += if s.subject { 1.5 } else { 0.0 };
            score += if s.opens { 1.0 } else { 0.0 };
            score += if known.is_some() { 0.4 } else { 0.0 };
            score -= if s.quoted { 4.0 } else { 0.0 };
            score -= if s.reported && !s.spoke { 1.0 } else { 0.0 };
            score -= if s.owner { 1.0 } else { 0.0 };
            score -= if s.after_preposition { 1.0 } else { 0.0 };
            score += f32::from(self.count[s.entity as usize].min(8)) * 0.05;
            if best.is_none_or(|(b, end, _)| score > b || score == b && s.span.end > end) {
                best = Some((score, s.span.end, s.entity));
            }
        }
        best.filter(|b| b.0 > -4.0).map(|b| (b.2, b.1))
    }

    /// Organisations that end before `at`, the last one first.
    fn bodies_before(&self, at: usize) -> impl Iterator<Item = &Body> {
        let upto = self.bodies.partition_point(|b| b.span.start < at);
        self.bodies[..upto].iter().rev().take(64).filter(move |b| b.span.end <= at)
    }

    /// The first entity of exactly this name. Entities are only ever added at the end.
    pub fn called(&mut self, name: &str, resolved: &Resolved) -> Option<u32> {
        for e in resolved.entities.get(self.indexed..).unwrap_or(&[]) {
            self.by_name.entry(Arc::clone(&e.name)).or_insert(self.indexed as u32);
            self.indexed += 1;
        }
        self.by_name.get(name).copied()
    }

    /// The last organisation before `at` whose name has the word.
    pub fn body(&self, word: &str, at: usize, resolved: &Resolved) -> Option<u32> {
        self.bodies_before(at)
            .find(|b| {
                let name = &resolved.entities[b.entity as usize].name;
                !b.state && name.split([' ', '-']).any(|w| w.eq_ignore_ascii_case(word))
            })
            .map(|b| b.entity)
    }

    /// `the agency`: the organisation of that sort named just before, in this paragraph or alone in the one before.
    ///
    /// Of two in one sentence the one that opens it or speaks is meant; else the text does not tell.
    pub fn fitting(&self, word: &str, at: Span, resolved: &Resolved) -> Option<u32> {
        let here = self.block(at);
        let fits = |b: &&Body| {
            let entity = &resolved.entities[b.entity as usize];
            !b.state && b.block + 1 >= here && body_fits(word, &entity.kind)
        };
        let last = self.bodies_before(at.start).find(fits)?;
        let same = || self.bodies_before(at.start).filter(fits).filter(|b| b.block == last.block);
        let near = || same().filter(|b| last.block != here || b.sentence == last.sentence);
        if near().all(|b| b.entity == last.entity) {
            return Some(last.entity);
        }
        let mut open = near().filter(|b| b.opens && b.sentence == last.sentence).map(|b| b.entity);
        let first = open.next()?;
        open.all(|e| e == first).then_some(first)
    }

    /// `It` opens the sentence: what opened the sentence before in the same paragraph.
    pub fn it(&self, at: Span) -> Option<u32> {
        let (here, block) = (self.sentence(at), self.block(at));
        let mut open = self.bodies_before(at.start).take_while(|b| b.sentence + 1 >= here && b.block == block);
        open.find(|b| b.opens && b.sentence + 1 == here).map(|b| b.entity)
    }

    /// The last person before `at` whose name stood behind that title.
    pub fn titled(&self, title: &str, at: usize) -> Option<u32> {
        let upto = self.titles.partition_point(|t| t.1 <= at);
        self.titles[..upto].iter().rev().take(64).find(|t| t.0 == title).map(|t| t.2)
    }
}

/// Whether an organisation of that kind is called by the noun.
fn body_fits(noun: &str, kind: &str) -> bool {
    match noun {
        "agency" => matches!(kind, "intl_org" | "government" | "media" | "ngo"),
        "group" | "organisation" | "organization" => {
            matches!(kind, "armed_group" | "ngo" | "party" | "company" | "intl_org" | "coalition" | "other")
        }
        "company" | "firm" | "carmaker" | "airline" | "retailer" | "lender" | "bank" => kind == "company",
        "ministry" | "department" => kind == "government",
        "party" => kind == "party",
        "movement" | "militia" => matches!(kind, "armed_group" | "party"),
        "charity" | "watchdog" => kind == "ngo",
        "newspaper" | "broadcaster" | "channel" | "outlet" => kind == "media",
        "coalition" | "alliance" => matches!(kind, "coalition" | "intl_org"),
        "bloc" => kind == "intl_org",
        _ => false,
    }
}

/// What a given name says; only those are asked who may be a person.
fn given_gender(entity: &DocEntity) -> Option<Gender> {
    if !matches!(&*entity.kind, "person" | "other") {
        return None;
    }
    let first = entity.name.split([' ', '-']).next()?;
    let c = classes(first);
    match (c & MALE != 0, c & FEMALE != 0) {
        (true, false) => Some(Gender::He),
        (false, true) => Some(Gender::She),
        _ => None,
    }
}

/// Disjoint covers of the quotes of a kind, in order.
fn cover(quotes: &[Quote], keep: impl Fn(&Quote) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = quotes.iter().filter(|q| keep(q)).map(|q| q.span).collect();
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for s in spans {
        match out.last_mut() {
            Some(last) if last.end >= s.start => *last = last.join(s),
            _ => out.push(s),
        }
    }
    out
}

fn covered(spans: &[Span], span: Span) -> bool {
    let at = spans.partition_point(|s| s.end <= span.start);
    spans.get(at).is_some_and(|s| s.contains(span))
}
