//! A transcript inside quotation marks: `“SMITH: We are ready. JONES: Not yet.”` Each label names who speaks on.
//!
//! A label is a name all in capitals with a colon, at the start of a passage or after the end of a sentence.

use super::marks::Passage;
use super::read::Piece;
use super::voice::Voice;
use crate::document::QuoteKind;
use crate::span::Span;
use crate::text::tokens::{ALL_CAPS, NEWLINE, SPACE};
use crate::text::{Token, TokenKind};

/// Words of a label at most: SEN. LAYLA HADDAD.
const WORDS: usize = 4;

/// A label: its name and its colon, as tokens.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    first: usize,
    colon: usize,
}

/// The tokens between the marks of the passage.
fn inside(p: &Passage) -> (usize, usize) {
    let a = (p.first + p.open).min(p.last);
    (a, p.last.saturating_sub(p.close).max(a))
}

/// The label that starts at token `k`, if one does.
fn label(text: &str, tokens: &[Token], k: usize, end: usize) -> Option<Label> {
    let mut words = 0;
    for (j, t) in tokens.iter().enumerate().take(end).skip(k) {
        let word = t.of(text);
        match t.kind {
            TokenKind::Word if t.has(ALL_CAPS) && word.len() > 1 && words < WORDS => words += 1,
            TokenKind::Punct if word == "." && words > 0 => {}
            TokenKind::Punct if word == ":" && words > 0 && !t.has(SPACE) => {
                return (j + 1 < end).then_some(Label { first: k, colon: j });
            }
            _ => return None,
        }
    }
    None
}

/// Fills `out` with the labels of the passage.
pub fn labels(text: &str, tokens: &[Token], p: &Passage, out: &mut Vec<Label>) {
    out.clear();
    let (a, z) = inside(p);
    let mut k = a;
    while k < z {
        let starts = k == a
            || tokens[k].has(NEWLINE)
            || matches!(tokens[k - 1].of(text), "." | "!" | "?" | "…" | "—" | "–" | ")" | "]");
        match if starts { label(text, tokens, k, z) } else { None } {
            Some(l) => {
                out.push(l);
                k = l.colon + 1;
            }
            None => k += 1,
        }
    }
}

/// Whether the passage is a note of the transcript and nobody's words: “(LAUGHTER.)”
pub fn note(text: &str, tokens: &[Token], p: &Passage) -> bool {
    let (a, z) = inside(p);
    let (Some(first), Some(last)) = (tokens.get(a), tokens.get(z.wrapping_sub(1)).filter(|_| z > a)) else {
        return false;
    };
    let last = if matches!(last.of(text), "." | ",") && z > a + 1 { &tokens[z - 2] } else { last };
    matches!((first.of(text), last.of(text)), ("(", ")") | ("[", "]"))
}

/// Puts a piece for each label in the place of the piece of the whole passage; words before the first label stay a piece.
pub fn split(text: &str, tokens: &[Token], labels: &[Label], whole: Piece, out: &mut Vec<Piece>) {
    let Some(head) = labels.first() else { return };
    let lead = Span::new(whole.span.start, tokens[head.first].start as usize).trim(text);
    if lead.of(text).chars().any(char::is_alphanumeric) {
        out.push(Piece { span: lead, passage: None, ..whole });
    }
    for (n, l) in labels.iter().enumerate() {
        let end = labels.get(n + 1).map_or(whole.span.end, |x| tokens[x.first].start as usize);
        let name = Span::new(tokens[l.first].start as usize, tokens[l.colon - 1].end as usize);
        let colon = tokens[l.colon].span();
        out.push(Piece {
            span: Span::new(tokens[l.colon + 1].start as usize, end).trim(text),
            kind: QuoteKind::Direct,
            voice: Some(Voice { span: name, role: None, affiliation: None, anonymous: false }),
            cue: Some(colon),
            free: false,
            resumed: false,
            passage: None,
            rule: "label of a transcript",
            ..whole
        });
    }
}
