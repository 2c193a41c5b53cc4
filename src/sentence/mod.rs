//! Sentences: where one ends, by local rules over classes of abbreviations.

use crate::document::{Block, Sentence};
use crate::span::Span;

/// Cuts texts into sentences.
#[derive(Clone, Debug, Default)]
pub struct Segmenter {}

impl Segmenter {
    /// The sentences of one piece of text, as byte spans into it.
    pub fn split(&self, text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        for (i, c) in text.char_indices() {
            if matches!(c, '.' | '!' | '?') && text[i + c.len_utf8()..].starts_with([' ', '\n']) {
                out.push(Span::new(start, i + c.len_utf8()).trim(text));
                start = i + c.len_utf8();
            }
        }
        out.push(Span::new(start, text.len()).trim(text));
        out.retain(|s| !s.is_empty());
        out
    }

    /// The sentences of the article's blocks; a block end always ends a sentence.
    pub fn sentences(&self, text: &str, blocks: &[Block], keep: impl Fn(&Block) -> bool) -> Vec<Sentence> {
        let mut out = Vec::new();
        for (b, block) in blocks.iter().enumerate().filter(|(_, b)| keep(b)) {
            for s in self.split(block.span.of(text)) {
                let span = Span::new(block.span.start + s.start, block.span.start + s.end);
                out.push(Sentence { span, block: b as u32 });
            }
        }
        out
    }
}
