//! Who is in the reader's mind: persons by recency, subjecthood and gender, for pronouns and noun phrases.

use super::view::{BREAK, FIRST, JOINED, NAMED, View};
use super::{Input, Resolved};
use crate::document::{Label, Quote, QuoteKind};
use crate::span::Span;
use crate::text::TokenKind;
use crate::text::lexicon::{
    AUXILIARY, COMMON, CUE, DETERMINER, FEMALE, FINITE, MALE, PREPOSITION, RANK, ROLE, TITLE, classes,
};

/// What a pronoun says of its person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gender {
    He,
    She,
}

/// How far back a pronoun looks, in sentences.
const SENTENCES: u32 = 8;
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

/// The mentions as a reader remembers them.
pub(super) struct Discourse {
    seen: Vec<Seen>,
    gender: Vec<Option<Gender>>,
    count: Vec<u16>,
    sentences: Vec<Span>,
    /// Organisations, in order: end of the mention, entity.
    bodies: Vec<(usize, u32)>,
    /// Title word before a person's name: hash-free list of title, end, entity.
    titles: Vec<(String, usize, u32)>,
    resolved: Vec<Seen>,
}

impl Discourse {
    pub fn new(input: &Input<'_>, view: &View<'_>, quotes: &[Quote], resolved: &Resolved) -> Self {
        let mut d = Discourse {
            seen: Vec::new(),
            gender: resolved.entities.iter().map(|e| given_gender(&e.name)).collect(),
            count: vec![0; resolved.entities.len()],
            sentences: input.sentences.iter().map(|s| s.span).collect(),
            bodies: Vec::new(),
            titles: Vec::new(),
            resolved: Vec::new(),
        };
        let direct = cover(quotes, |q| matches!(q.kind, QuoteKind::Direct));
        let reported = cover(quotes, |q| !matches!(q.kind, QuoteKind::Direct));
        let mut speaking: Vec<Span> = quotes.iter().filter_map(|q| q.speaker).collect();
        speaking.sort_unstable();
        for m in &resolved.mentions {
            let entity = &resolved.entities[m.entity as usize];
            if m.nested || m.label != Label::Actor {
                continue;
            }
            if &*entity.kind != "person" {
                if !m.demonym && &*entity.kind != "state" {
                    d.bodies.push((m.span.end, m.entity));
                }
                // an unknown single name may be a person
                if &*entity.kind != "other" || m.score > 0.45 {
                    continue;
                }
            }
            d.count[m.entity as usize] = d.count[m.entity as usize].saturating_add(1);
            d.person(view, m.span, m.entity, &direct, &reported, &speaking, &entity.kind);
        }
        d
    }

    #[allow(clippy::too_many_arguments)]
    fn person(
        &mut self,
        view: &View<'_>,
        span: Span,
        entity: u32,
        direct: &[Span],
        reported: &[Span],
        speaking: &[Span],
        kind: &str,
    ) {
        let from = view.tokens.partition_point(|t| (t.end as usize) <= span.start);
        let to = view.tokens.partition_point(|t| (t.start as usize) < span.end);
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
        let opens = view.has(start, FIRST | BREAK);
        let verb = view.is(to, CUE | AUXILIARY | FINITE) && !view.has(to, NAMED);
        let comma = view.word(to) == "," && opens;
        let at = speaking.partition_point(|s| s.end <= span.start);
        let spoke = speaking.get(at).is_some_and(|s| s.overlaps(span));
        if kind != "person" && !spoke && !verb {
            return;
        }
        let after_preposition =
            from > 0 && view.is(from - 1, PREPOSITION) || first > 0 && view.is(first - 1, PREPOSITION);
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

    /// Whom `he` or `she` at `span` means.
    pub fn pronoun(&self, span: Span, gender: Gender) -> Option<u32> {
        let here = self.sentence(span);
        let upto = self.seen.partition_point(|s| s.span.end <= span.start);
        let named = self.seen[..upto].iter().rev().take(SEEN);
        let spoken = self.resolved.iter().rev().take(4).filter(|s| s.span.end <= span.start);
        let mut best: Option<(f32, usize, u32)> = None;
        for s in named.chain(spoken) {
            let distance = here.saturating_sub(s.sentence);
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
            score += if known.is_some() { 1.0 } else { 0.0 };
            score -= if s.quoted { 4.0 } else { 0.0 };
            score -= if s.reported && !s.spoke { 1.0 } else { 0.0 };
            score -= if s.owner { 1.0 } else { 0.0 };
            score -= if s.after_preposition { 1.0 } else { 0.0 };
            score += f32::from(self.count[s.entity as usize].min(8)) * 0.1;
            if best.is_none_or(|(b, end, _)| score > b || score == b && s.span.end > end) {
                best = Some((score, s.span.end, s.entity));
            }
        }
        best.filter(|b| b.0 > -4.0).map(|b| b.2)
    }

    /// The last organisation before `at` whose name has the word.
    pub fn body(&self, word: &str, at: usize, resolved: &Resolved) -> Option<u32> {
        let upto = self.bodies.partition_point(|b| b.0 <= at);
        self.bodies[..upto]
            .iter()
            .rev()
            .take(64)
            .find(|b| {
                let name = &resolved.entities[b.1 as usize].name;
                name.split([' ', '-']).any(|w| w.eq_ignore_ascii_case(word))
            })
            .map(|b| b.1)
    }

    /// The last person before `at` whose name stood behind that title.
    pub fn titled(&self, title: &str, at: usize) -> Option<u32> {
        self.titles.iter().rev().filter(|t| t.1 <= at).take(64).find(|t| t.0 == title).map(|t| t.2)
    }
}

/// What a given name says.
fn given_gender(name: &str) -> Option<Gender> {
    let first = name.split([' ', '-']).next()?;
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
