//! Sentences: where one ends, by local rules over classes of abbreviations.
//!
//! One forward pass over the bytes finds the marks that may end a sentence; what stands right before and after a mark
//! decides. Nothing is remembered from one paragraph to the next, so a stray quotation mark changes nothing elsewhere.

mod ahead;
mod decide;
mod lists;
mod rules;
mod scan;

use crate::document::{Block, Sentence};
use crate::span::Span;
use crate::text::lines;
use rules::Rules;
use std::sync::Arc;

/// Cuts texts into sentences.
///
/// ```
/// use dateline::sentence::Segmenter;
/// let text = "Gen. Ali left the U.S. He is back.";
/// let found: Vec<_> = Segmenter::default().split(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["Gen. Ali left the U.S.", "He is back."]);
/// ```
#[derive(Clone, Debug)]
pub struct Segmenter {
    rules: Arc<Rules>,
}

impl Default for Segmenter {
    fn default() -> Self {
        Segmenter { rules: rules::rules("en") }
    }
}

impl Segmenter {
    /// A segmenter for a language (`en`, `de`, `fr`, `es`, `it`, `nl`, `ru`, `ar`, with or without a region; any other
    /// code gets the rules that hold for every script), with abbreviations of the user's own, with or without their
    /// last point.
    ///
    /// ```
    /// use dateline::sentence::Segmenter;
    /// let german = Segmenter::new("de", &["Zgl."]);
    /// assert_eq!(german.split("Am 3. Juni kam Zgl. Nr. 5. Er blieb.").len(), 2);
    /// ```
    pub fn new<S: AsRef<str>>(language: &str, abbreviations: &[S]) -> Self {
        let rules = rules::rules(language);
        if abbreviations.is_empty() {
            Segmenter { rules }
        } else {
            Segmenter { rules: Arc::new(rules.with(abbreviations)) }
        }
    }

    /// Codes of the languages with abbreviation lists of their own.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        rules::languages()
    }

    /// The sentences of a text, as byte spans into it, outer white space trimmed.
    ///
    /// They are in order, disjoint, and cover everything but white space. Blank lines always end a sentence; a single
    /// line feed does unless it only wraps the line (see [`lines`]).
    pub fn split(&self, text: &str) -> Vec<Span> {
        let mut out = Vec::with_capacity(text.len() / 100 + 1);
        for paragraph in lines::paragraphs(text) {
            scan::paragraph(&self.rules, text, paragraph, &mut out);
        }
        out
    }

    /// The sentences of the article's blocks; a block end always ends a sentence.
    pub fn sentences(&self, text: &str, blocks: &[Block], keep: impl Fn(&Block) -> bool) -> Vec<Sentence> {
        let mut out = Vec::with_capacity(text.len() / 100 + 1);
        let mut spans = Vec::new();
        for (b, block) in blocks.iter().enumerate().filter(|(_, b)| keep(b)) {
            spans.clear();
            scan::paragraph(&self.rules, text, block.span, &mut spans);
            out.extend(spans.iter().map(|&span| Sentence { span, block: b as u32 }));
        }
        out
    }
}
