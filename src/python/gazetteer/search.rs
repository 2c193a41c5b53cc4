//! Finding names: the search over one or several compiled gazetteers, and byte offsets to `str` indices.

use crate::Span;
use crate::error::Error;
use crate::gazetteer::{self as core, Inside, Overlap};
use pyo3::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use wide::{CmpGt, i8x16};

/// A name found: where, and which name of which part.
#[derive(Clone, Copy)]
pub struct Found {
    pub span: Span,
    pub part: u32,
    pub name: u32,
}

thread_local! {
    /// Buffer of the search, kept for the next one.
    static MATCHES: Cell<Vec<core::Match>> = const { Cell::new(Vec::new()) };
}

/// A buffer that grew beyond this many matches is given back after use.
const KEEP: usize = 1 << 16;

/// How to search.
#[derive(Clone, Copy)]
pub struct How<'a> {
    pub overlap: Overlap,
    /// The engines of all parts that ask for no word boundaries; none to ask for them.
    pub inside: Option<&'a [Inside]>,
}

/// Appends the names found, in order. Several parts answer as one gazetteer of all their names would; where two of them
/// know the same stretch, both stand one after the other.
pub fn search(parts: &[Arc<core::Gazetteer>], text: &str, how: How<'_>, out: &mut Vec<Found>) {
    let mut matches = MATCHES.take();
    // to tell which names of several parts are disjoint takes all of them
    let each = if parts.len() == 1 { how.overlap } else { Overlap::All };
    let before = out.len();
    for (part, g) in parts.iter().enumerate() {
        matches.clear();
        match how.inside.and_then(|all| all.get(part)) {
            Some(inside) => matches = inside.find(g, text, each),
            None => g.find_into(text, each, &mut matches),
        }
        out.extend(matches.iter().map(|m| Found { span: m.span, part: part as u32, name: m.name }));
    }
    if parts.len() > 1 {
        out[before..].sort_by_key(|f| (f.span.start, usize::MAX - f.span.end, f.part));
        if how.overlap == Overlap::Longest {
            let mut last = Span::new(0, 0);
            let mut kept = before;
            for i in before..out.len() {
                let f = out[i];
                if f.span == last || f.span.start >= last.end {
                    last = f.span;
                    out[kept] = f;
                    kept += 1;
                }
            }
            out.truncate(kept);
        }
    }
    if matches.capacity() <= KEEP {
        MATCHES.set(matches);
    }
}

/// `longest` or `all`.
pub fn overlap_of(name: &str) -> PyResult<Overlap> {
    let wrong = || Error::option(format!("overlap={name:?}: must be one of 'longest', 'all'"));
    Ok(Overlap::from_name(name).ok_or_else(wrong)?)
}

/// Byte offsets to code points, by one walk: spans must come in the order of their starts.
pub struct Walk<'a> {
    bytes: &'a [u8],
    ascii: bool,
    at: usize,
    chars: usize,
}

impl<'a> Walk<'a> {
    /// `ascii`: every character is one byte; `base`: characters before the text.
    pub fn new(text: &'a str, ascii: bool, base: usize) -> Self {
        Walk { bytes: text.as_bytes(), ascii, at: 0, chars: base }
    }

    /// The span in code points.
    #[inline]
    pub fn span(&mut self, span: Span) -> (usize, usize) {
        if self.ascii {
            return (self.chars + span.start, self.chars + span.end);
        }
        self.chars += count(self.bytes.get(self.at..span.start).unwrap_or(&[]));
        self.at = span.start;
        (self.chars, self.chars + count(self.bytes.get(span.start..span.end).unwrap_or(&[])))
    }
}

/// Number of characters that begin in these bytes: those that are no continuation.
#[inline]
pub fn count(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let mut n = rest.iter().filter(|&&b| b as i8 > CONTINUATION).count();
    // a lane counts to 255
    for group in blocks.chunks(255) {
        let mut lanes = i8x16::ZERO;
        for block in group {
            // a lane that begins a character is -1
            lanes -= i8x16::new(block.map(|b| b as i8)).cmp_gt(i8x16::splat(CONTINUATION));
        }
        n += lanes.to_array().iter().map(|&l| usize::from(l as u8)).sum::<usize>();
    }
    n
}

/// The greatest continuation byte.
const CONTINUATION: i8 = -0x41;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_chars_do() {
        let text = "añb – “çe” 🕊x plain ascii ".repeat(400);
        for end in (0..text.len()).filter(|&i| text.is_char_boundary(i)).step_by(37) {
            assert_eq!(count(&text.as_bytes()[..end]), text[..end].chars().count());
        }
    }

    #[test]
    fn walks_as_the_table_of_offsets_does() {
        let text = "añb – “çe” 🕊x ".repeat(30);
        let offsets = crate::text::Offsets::new(&text);
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let mut walk = Walk::new(&text, false, 0);
        for pair in ends.windows(8).step_by(3) {
            let span = Span::new(pair[0], pair[7]);
            let want = offsets.span(span);
            assert_eq!(walk.span(span), (want.start, want.end));
        }
    }
}
