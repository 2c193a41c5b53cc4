//! Byte offsets to code points (Python string indices), by one forward walk.

use crate::span::Span;
use std::borrow::Cow;

/// Turns byte offsets of one text into code point indices.
///
/// Built once a document, in one pass: a mark every 64 bytes, the rest counted on the spot, so any order of questions is
/// answered in constant time and the table is an eighth of the text at most. ASCII texts need no table.
///
/// ```
/// use dateline::{Span, text::Offsets};
/// let text = "Peña — “sí”";
/// let offsets = Offsets::new(text);
/// assert_eq!(offsets.span(Span::new(6, 9)), Span::new(5, 6));
/// ```
pub struct Offsets<'a> {
    text: &'a [u8],
    /// Code points before byte `i * STEP`; empty if the text is ASCII.
    marks: Cow<'a, [u32]>,
}

const STEP: usize = 64;

fn is_start(b: u8) -> bool {
    (b as i8) >= -0x40
}

impl<'a> Offsets<'a> {
    /// Walks the text once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::new();
        if !text.is_ascii() {
            marks.reserve(bytes.len() / STEP + 1);
            let mut n = 0u32;
            for chunk in bytes.chunks(STEP) {
                marks.push(n);
                n += chunk.iter().filter(|&&b| is_start(b)).count() as u32;
            }
        }
        Offsets { text: bytes, marks: Cow::Owned(marks) }
    }

    /// The table of the walk, to be kept beside the text and given back to [`Offsets::with_marks`].
    pub fn into_marks(self) -> Vec<u32> {
        self.marks.into_owned()
    }

    /// Takes up an earlier walk over the same text, without walking again.
    pub fn with_marks(text: &'a str, marks: &'a [u32]) -> Self {
        Offsets { text: text.as_bytes(), marks: Cow::Borrowed(marks) }
    }

    /// The code point index of a byte offset on a character boundary; offsets past the end give the length.
    pub fn char(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte;
        }
        // `byte / STEP` may stand one past the last mark when the length is a multiple of STEP
        let slot = (byte / STEP).min(self.marks.len() - 1);
        self.marks[slot] as usize + self.text[slot * STEP..byte].iter().filter(|&&b| is_start(b)).count()
    }

    /// A span in code points.
    pub fn span(&self, s: Span) -> Span {
        Span::new(self.char(s.start), self.char(s.end))
    }
}
