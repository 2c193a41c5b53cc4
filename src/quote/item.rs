//! A paragraph as the quote rules see it: words with a tag, and each marked passage as one item.

use super::cue::{CueForm, Cues};
use super::marks::Passage;
use crate::text::lexicon::*;
use crate::text::tokens::{ALL_CAPS, CAPITAL, MIXED, NEWLINE, POINT, SPACE};
use crate::text::{Token, TokenKind};
use std::ops::Range;

/// What an item is to the rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tag {
    /// A marked passage.
    Quote,
    /// A word in lower case that is none of the rest.
    Word,
    /// A word with a capital that is none of the rest.
    Name,
    /// A number.
    Number,
    /// the, his, many.
    Det,
    /// he, they, I.
    Pronoun,
    /// him, themselves.
    Object,
    /// who, which.
    Relative,
    /// that.
    That,
    /// in, of.
    Prep,
    /// and, or, but as a link between equals.
    And,
    /// because, when, if.
    Sub,
    /// has, would.
    Aux,
    /// also, quickly.
    Adverb,
    /// 's, or the apostrophe of a plural.
    Possessive,
    /// ,
    Comma,
    /// :
    Colon,
    /// ;
    Semicolon,
    /// A dash.
    Dash,
    /// ( [
    Open,
    /// ) ]
    Close,
    /// . ! ? …
    Stop,
    /// Any other mark.
    Mark,
}

/// One item.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// What it is.
    pub tag: Tag,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Word classes of a word.
    pub classes: Classes,
    /// Shape of a word.
    pub shape: u8,
    /// The form of a reporting verb, if it is one.
    pub cue: Option<CueForm>,
    /// Index of the passage.
    pub passage: u32,
}

impl Item {
    /// Whether it has this tag.
    pub fn is(&self, tag: Tag) -> bool {
        self.tag == tag
    }

    /// Whether it has one of these classes.
    pub fn class(&self, classes: Classes) -> bool {
        self.classes & classes != 0
    }

    /// Whether it has one of these shape bits.
    pub fn has(&self, shape: u8) -> bool {
        self.shape & shape != 0
    }

    /// Begins with a capital.
    pub fn capital(&self) -> bool {
        self.has(CAPITAL)
    }

    /// Its characters.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// A word of any kind, a number or a passage.
    pub fn wordlike(&self) -> bool {
        !matches!(
            self.tag,
            Tag::Comma | Tag::Colon | Tag::Semicolon | Tag::Dash | Tag::Open | Tag::Close | Tag::Stop | Tag::Mark
        )
    }

    /// Can stand inside a noun phrase, after its determiner.
    pub fn nominal(&self) -> bool {
        matches!(self.tag, Tag::Word | Tag::Name | Tag::Number | Tag::Possessive)
    }

    /// A time word, weekday or month.
    pub fn time(&self) -> bool {
        self.class(TIME | WEEKDAY | MONTH)
    }
}

/// Compares a word with a lower-case one, whatever its case (ASCII).
#[inline(always)]
pub fn same(word: &str, lower: &str) -> bool {
    // most words are told apart by their lengths, here and not in a call
    word.len() == lower.len() && word.eq_ignore_ascii_case(lower)
}

/// Fills `out` with the items of the tokens `range`.
pub fn items(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    passages: &[Passage],
    cues: &Cues,
    out: &mut Vec<Item>,
) {
    out.clear();
    out.reserve(range.len());
    let mut p = 0;
    let mut i = range.start;
    while i < range.end {
        if let Some(q) = passages.get(p).filter(|q| q.first == i) {
            let (a, b) = (&tokens[q.first], &tokens[q.last - 1]);
            out.push(Item {
                tag: Tag::Quote,
                start: a.start,
                end: b.end,
                classes: 0,
                shape: a.shape,
                cue: None,
                passage: p as u32,
            });
            i = q.last;
            p += 1;
            continue;
        }
        let t = &tokens[i];
        let mut end = t.end;
        let mut cue = None;
        let tag = match t.kind {
            TokenKind::Word => {
                if t.is(CUE) {
                    cue = cue_of(cues, t.of(text)).filter(|_| !idle(text, &tokens[i..range.end.min(i + 5)], cues));
                }
                // bytes will do, and cost no look at where characters begin
                word_tag(t, text.as_bytes().get(t.start as usize..t.end as usize).unwrap_or(&[]))
            }
            TokenKind::Number => Tag::Number,
            TokenKind::Possessive => Tag::Possessive,
            TokenKind::Quote if !t.has(SPACE) && matches!(t.of(text), "'" | "’") => Tag::Possessive,
            TokenKind::Quote => Tag::Mark,
            TokenKind::Punct => match mark_tag(t, t.of(text)) {
                // two hyphens are a dash
                Tag::Dash | Tag::Mark
                    if hyphen(text, t) && tokens.get(i + 1).is_some_and(|n| glued_hyphen(text, n)) =>
                {
                    i += 1;
                    end = tokens[i].end;
                    Tag::Dash
                }
                tag => tag,
            },
        };
        out.push(Item { tag, start: t.start, end, classes: t.classes, shape: t.shape, cue, passage: 0 });
        i += 1;
    }
    amounts(text, out);
    given(out);
}

/// Judge Per Olsson: a given name that is also a small word, between a title and a name.
fn given(items: &mut [Item]) {
    for k in 1..items.len().saturating_sub(1) {
        let i = &items[k];
        if i.capital()
            && matches!(i.tag, Tag::Prep | Tag::Adverb | Tag::Sub | Tag::Aux)
            && items[k - 1].is(Tag::Name)
            && items[k - 1].class(TITLE | RANK)
            && items[k + 1].is(Tag::Name)
        {
            items[k].tag = Tag::Name;
        }
    }
}

/// What a mark is.
fn mark_tag(t: &Token, word: &str) -> Tag {
    match word.as_bytes() {
        b"," => Tag::Comma,
        b"." | b"!" | b"?" => Tag::Stop,
        b":" => Tag::Colon,
        b";" => Tag::Semicolon,
        b"-" if t.has(SPACE) => Tag::Dash,
        b"(" | b"[" => Tag::Open,
        b")" | b"]" => Tag::Close,
        b"$" | b"@" | b"#" | b"%" => Tag::Number,
        [_] => Tag::Mark,
        _ => match word {
            "—" | "–" | "―" => Tag::Dash,
            "…" => Tag::Stop,
            "£" | "€" => Tag::Number,
            _ => Tag::Mark,
        },
    }
}

fn hyphen(text: &str, t: &Token) -> bool {
    t.of(text) == "-"
}

fn glued_hyphen(text: &str, t: &Token) -> bool {
    !t.has(SPACE) && hyphen(text, t)
}

/// At least three, up to 300, as many as two dozen: one amount, which stands before its noun like a number.
fn amounts(text: &str, items: &mut [Item]) {
    for k in 2..items.len() {
        let number = items[k].is(Tag::Number) || items[k].class(QUANTITY) && items[k].is(Tag::Det);
        if !number || items[k - 1].has(CAPITAL) {
            continue;
        }
        let is = |k: usize, words: &[&str]| words.iter().any(|w| same(items[k].of(text), w));
        let from = match () {
            () if is(k - 1, &["least", "most"]) && is(k - 2, &["at"]) => k - 2,
            () if is(k - 1, &["to"]) && is(k - 2, &["up"]) => k - 2,
            () if k > 2 && is(k - 1, &["as"]) && is(k - 2, &["many", "few", "much"]) && is(k - 3, &["as"]) => k - 3,
            () => continue,
        };
        for item in &mut items[from..k] {
            (item.tag, item.cue) = (Tag::Det, None);
            item.classes |= QUANTITY;
        }
    }
}

/// Whether the verb that is the first token has an object right behind it with which it reports nothing: slammed the front
/// door.
fn idle(text: &str, tokens: &[Token], cues: &Cues) -> bool {
    let Some((verb, rest)) = tokens.split_first() else { return false };
    let mut objects = rest.iter().take_while(|t| {
        matches!(t.kind, TokenKind::Word | TokenKind::Number) && !t.is(PREPOSITION | CONJUNCTION | AUXILIARY)
    });
    let form = verb.of(text);
    let idle = match form.bytes().any(|b| b.is_ascii_uppercase()) {
        true => cues.idle(&form.to_ascii_lowercase()),
        false => cues.idle(form),
    };
    !idle.is_empty() && objects.any(|t| idle.split(' ').any(|o| o.eq_ignore_ascii_case(t.of(text))))
}

fn cue_of(cues: &Cues, word: &str) -> Option<CueForm> {
    if word.bytes().any(|b| b.is_ascii_uppercase()) { cues.get(&word.to_ascii_lowercase()) } else { cues.get(word) }
}

/// The classes of function words and adverbs; `that` is a determiner too, and `and` a conjunction.
const SMALL: Classes = DETERMINER | PREPOSITION | CONJUNCTION | PRONOUN | OBJECT | RELATIVE | AUXILIARY | ADVERB;

#[inline]
fn word_tag(t: &Token, word: &[u8]) -> Tag {
    let same = |lower: &[u8]| word.len() == lower.len() && word.eq_ignore_ascii_case(lower);
    let capital = t.has(CAPITAL);
    if !t.is(SMALL) {
        return plain(t, word);
    }
    // a name in capitals is no function word: US, IT, WHO
    if t.has(ALL_CAPS)
        && word.len() > 1
        && word != b"THE"
        && t.is(DETERMINER | PREPOSITION | CONJUNCTION | PRONOUN | OBJECT | RELATIVE | AUXILIARY)
        && word.len() <= 3
    {
        return Tag::Name;
    }
    if t.is(DETERMINER) && same(b"that") {
        return Tag::That;
    }
    if t.is(PRONOUN) {
        return Tag::Pronoun;
    }
    if t.is(RELATIVE) {
        return Tag::Relative;
    }
    if t.is(OBJECT) && !t.is(DETERMINER) {
        return Tag::Object;
    }
    if t.is(CONJUNCTION) && (same(b"and") || same(b"or") || same(b"but") || same(b"nor")) {
        return Tag::And;
    }
    if t.is(AUXILIARY) && !(capital && (same(b"may") || same(b"will"))) {
        return Tag::Aux;
    }
    if t.is(DETERMINER) {
        return Tag::Det;
    }
    if t.is(TIME) && t.is(ADVERB) {
        return Tag::Adverb;
    }
    if t.is(PREPOSITION) {
        return Tag::Prep;
    }
    if t.is(CONJUNCTION) {
        return Tag::Sub;
    }
    if t.is(ADVERB) {
        return Tag::Adverb;
    }
    plain(t, word)
}

/// A word that is no function word: an adverb in -ly, a name or any other word.
#[inline]
fn plain(t: &Token, word: &[u8]) -> Tag {
    let capital = t.has(CAPITAL);
    let adverb =
        word.len() > 4 && word.ends_with(b"ly") && !t.is(NOT_ADVERB | GIVEN_NAME) && !(capital && word.len() < 7);
    match (adverb, capital) {
        (true, _) => Tag::Adverb,
        (false, true) => Tag::Name,
        (false, false) if t.has(MIXED) && inner_capital(word) => Tag::Name,
        (false, false) => Tag::Word,
    }
}

/// al-Bayati, el-Sisi: a name whose particle is written small.
fn inner_capital(word: &[u8]) -> bool {
    let Some(hyphen) = word.iter().take(4).position(|&b| b == b'-') else { return false };
    std::str::from_utf8(&word[hyphen + 1..]).is_ok_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Items of the longest sentence that is read as one.
const LONGEST: usize = 250;

/// Cuts the items of a paragraph into sentences: `out` gets the end of each. A passage is never cut.
pub fn sentences(items: &[Item], inner_end: impl Fn(&Item) -> Option<char>, out: &mut Vec<usize>) {
    out.clear();
    let mut last = 0;
    for k in 0..items.len() {
        let Some(next) = items.get(k + 1) else { break };
        let i = &items[k];
        let end = match i.tag {
            Tag::Quote => after_quote(items, k, inner_end(i)),
            Tag::Stop => {
                let after_dot = next.has(SPACE | NEWLINE) || next.is(Tag::Quote);
                after_dot
                    && (next.capital()
                        || matches!(next.tag, Tag::Quote | Tag::Number | Tag::Open | Tag::Dash | Tag::Mark))
                    && !(k > 0 && items[k - 1].is(Tag::Quote) && after_quote_joins(items, k + 1))
            }
            Tag::Close if k > 0 && items[k - 1].is(Tag::Stop) => next.capital() || next.is(Tag::Quote),
            _ => i.has(POINT) && next.has(SPACE) && !i.class(TITLE | RANK) && next.capital() && starter(next),
        };
        // no sentence is that long: keeps the work on each word bounded
        if end || k + 1 - last >= LONGEST {
            out.push(k + 1);
            last = k + 1;
        }
    }
    if out.last() != Some(&items.len()) && !items.is_empty() {
        out.push(items.len());
    }
}

fn after_quote_joins(items: &[Item], k: usize) -> bool {
    !items[k].capital() && attribution_follows(items, k, 3)
}

/// A capital that can only be the start of a sentence.
fn starter(i: &Item) -> bool {
    matches!(i.tag, Tag::Det | Tag::Pronoun | Tag::And | Tag::Sub | Tag::That | Tag::Adverb | Tag::Prep)
}

fn after_quote(items: &[Item], k: usize, end: Option<char>) -> bool {
    let next = &items[k + 1];
    match next.tag {
        Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Colon | Tag::Close => return false,
        Tag::Dash | Tag::Mark | Tag::Open => return false,
        Tag::Quote => return matches!(end, Some('.' | '!' | '?' | '…')) && next.has(SPACE),
        _ => {}
    }
    if !next.capital() {
        return false;
    }
    match end {
        Some('.') => !attribution_follows(items, k + 1, 3),
        Some('!' | '?' | '…') => !attribution_follows(items, k + 1, 14),
        Some(',' | ';' | ':' | '—' | '-') => false,
        _ => starter(next) && !attribution_follows(items, k + 1, 4),
    }
}

/// Whether a short `NAME said` or `said` begins at item `k`. With a small `reach` the verb must also end its clause.
pub fn attribution_follows(items: &[Item], k: usize, reach: usize) -> bool {
    for (n, i) in items[k..].iter().enumerate().take(reach + 1) {
        if let Some(c) = i.cue.filter(|_| !i.capital()) {
            use super::cue::*;
            use crate::text::inflect::Form;
            let asked = c.frames & ASKED != 0 && c.form == Form::Base; // wanted to know
            if c.frames & QUOTE != 0 && (asked || matches!(c.form, Form::Past | Form::Present)) {
                if n == 0 {
                    return true;
                }
                let hearer = c.frames & (HEARER | HEARER_FIRST) != 0;
                let mut at = k + n + 1;
                while hearer
                    && items.get(at).is_some_and(|a| {
                        at < k + n + 8 && (a.nominal() || matches!(a.tag, Tag::Det | Tag::Object | Tag::Pronoun))
                    })
                {
                    at += 1;
                }
                let after = items.get(at);
                let ends = after.is_none_or(|a| matches!(a.tag, Tag::Stop | Tag::Comma));
                let runs_on = after.is_some_and(|a| {
                    matches!(a.tag, Tag::Prep | Tag::Adverb | Tag::Dash | Tag::Quote | Tag::Sub)
                        || a.time()
                        || (a.is(Tag::Word) && a.cue.is_some_and(|c| c.form == Form::Ing))
                });
                return ends || (reach > 3 && runs_on);
            }
        }
        match i.tag {
            Tag::Name | Tag::Pronoun | Tag::Det | Tag::Word | Tag::Possessive | Tag::Number | Tag::Adverb => {}
            Tag::Prep if n > 0 => {}
            Tag::Comma if n > 0 && reach > 3 => {}
            _ => return false,
        }
    }
    false
}

/// The items `from..to`; none where the end lies before the start.
pub fn among(s: &[Item], from: usize, to: usize) -> &[Item] {
    s.get(from..to).unwrap_or_default()
}

/// The items from `from` on.
pub fn beyond(s: &[Item], from: usize) -> &[Item] {
    s.get(from..).unwrap_or_default()
}
