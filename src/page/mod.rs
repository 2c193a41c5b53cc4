//! The page: which lines are the article's, and which are widgets, teasers, captions.

use crate::document::{Block, BlockKind};
use crate::span::Span;

/// Cuts the text of a page into blocks, which cover every non-blank character once.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if !span.is_empty() {
            out.push(Block { span, kind: BlockKind::Body, dateline: None });
        }
    }
    out
}
