//! Who speaks, as the text next to the quote gives it: bare name, role, organisation, anonymity.

use super::item::{Item, Tag, among, same};
use super::name;
use super::phrase::{self, Phrase};
use crate::span::Span;
use crate::text::inflect::Form;
use crate::text::lexicon::*;

/// A source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voice {
    /// The bare name, the pronoun, or the noun phrase with its determiner.
    pub span: Span,
    /// Title or office.
    pub role: Option<Span>,
    /// Organisation.
    pub affiliation: Option<Span>,
    /// Not named.
    pub anonymous: bool,
}

fn bytes(s: &[Item], range: (usize, usize)) -> Span {
    match (s.get(range.0), s.get(range.1.wrapping_sub(1))) {
        (Some(a), Some(b)) if a.start <= b.end => Span::new(a.start as usize, b.end as usize),
        _ => Span::new(0, 0),
    }
}

/// Span of the items `range`.
pub fn span(s: &[Item], range: (usize, usize)) -> Span {
    bytes(s, range)
}

/// The source of the reporting word at item `at`: where its subject is a relative pronoun, the words through it.
///
/// `Haddad, who` in `Haddad, who said …`: whom the pronoun means is told by the resolution, which then keeps the pronoun
/// alone if that is somebody.
pub fn of_cue(text: &str, s: &[Item], p: Phrase, at: usize) -> Voice {
    let mut voice = voice(text, s, p);
    let mut r = p.full;
    if s.get(r).is_some_and(|c| matches!(c.tag, Tag::Comma | Tag::Dash)) {
        r += 1;
    }
    let relative = s.get(r).is_some_and(|w| w.is(Tag::Relative) || (r == p.full && w.is(Tag::That)));
    let between =
        |i: &Item| matches!(i.tag, Tag::Aux | Tag::Adverb | Tag::Possessive | Tag::Number | Tag::Prep) || i.time();
    let next = |i: &Item| i.is(Tag::And) || i.cue.is_some_and(|c| c.form == Form::Ing);
    let second = |within: &[Item]| {
        let same_clause =
            !within.iter().any(|i| matches!(i.tag, Tag::Comma | Tag::Dash | Tag::Quote | Tag::That | Tag::Sub));
        same_clause && (next(&s[at]) || next(&s[at - 1]))
    };
    let own = r < at && s.get(r + 1..at).is_some_and(|within| within.iter().all(between) || second(within));
    if relative && own && !same(s[r].of(text), "whose") {
        voice.span = voice.span.join(Span::new(s[r].start as usize, s[r].end as usize));
    }
    voice
}

/// Whether a source may begin at item `k`: at the start of a clause or behind a word of saying. The last noun of what
/// was said does not: killed a doctor, Haddad said.
fn leads(text: &str, s: &[Item], k: usize) -> bool {
    let Some(b) = k.checked_sub(1).map(|b| &s[b]) else { return true };
    let joint = matches!(
        b.tag,
        Tag::Quote | Tag::Comma | Tag::Stop | Tag::And | Tag::Sub | Tag::That | Tag::Dash | Tag::Colon | Tag::Semicolon
    );
    joint || b.cue.is_some() || k >= 2 && same(s[k - 2].of(text), "according")
}

/// The source a phrase gives.
pub fn voice(text: &str, s: &[Item], p: Phrase) -> Voice {
    let name = name::bare(text, s, p);
    // an official in Homs has a name behind, and none of his own
    let unnamed = name.0 == p.start && p.end < name.1 && s[p.start].is(Tag::Det) && s[p.end - 1].is(Tag::Word);
    let named = s[name.1 - 1].is(Tag::Name) && !unnamed;
    let (mut role, mut org) = if named { name::role(text, s, p, name) } else { (None, None) };
    if named && role.is_none() {
        // Haddad, the mayor of Homs,
        if s.get(p.full).is_some_and(|c| c.is(Tag::Comma))
            && s.get(p.full + 1).is_some_and(|d| d.is(Tag::Det) || d.is(Tag::Word))
            && let Some(a) = phrase::forward(text, s, p.full + 1)
            && s[a.end - 1].class(ROLE)
        {
            let mut start = a.start;
            while start < a.end && s[start].is(Tag::Det) {
                start += 1;
            }
            role = Some((start, a.end));
            if a.full > a.end + 1 {
                let mut o = a.end + 1;
                while o < a.full && s[o].is(Tag::Det) {
                    o += 1;
                }
                if o < a.full && s[o].is(Tag::Name) {
                    org = Some((o, a.full));
                }
            }
        }
    }
    if named && role.is_none() && p.start >= 2 && s[p.start - 1].is(Tag::Comma) {
        // the mayor of Homs, Layla Haddad,
        if let Some(a) = phrase::back(text, s, 0, p.start - 2)
            && s[a.end - 1].class(ROLE)
            && s[a.start].is(Tag::Det)
            && !s[p.start].is(Tag::Det)
            && (s.get(p.full).is_some_and(|c| c.is(Tag::Comma)) || leads(text, s, a.start))
        {
            let start = (a.start..a.end).find(|&x| !s[x].is(Tag::Det)).unwrap_or(a.start);
            role = Some((start, a.end));
        }
    }
    let anonymous =
        !named && among(s, name.0, name.1).iter().any(|i| i.class(ROLE | UNNAMED)) && !same(s[name.0].of(text), "the");
    Voice { span: bytes(s, name), role: role.map(|r| bytes(s, r)), affiliation: org.map(|r| bytes(s, r)), anonymous }
}
