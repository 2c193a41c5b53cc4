//! Finding names: the search over one or several compiled gazetteers, and byte offsets to `str` indices.

use crate::Span;
use crate::error::Error;
use crate::gazetteer::{self as core, Overlap};
use pyo3::prelude::*;
use std::cell::Cell;
use std::sync::Arc;

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

/// Appends the names found, in order. Several parts answer as one gazetteer of all their names would; where two of them
/// know the same stretch, both stand one after the other.
pub fn search(parts: &[Arc<core::Gazetteer>], text: &str, overlap: Overlap, out: &mut Vec<Found>) {
    let mut matches = MATCHES.take();
    // to tell which names of several parts are disjoint takes all of them
    let each = if parts.len() == 1 { overlap } else { Overlap::All };
    let before = out.len();
    for (part, g) in parts.iter().enumerate() {
        matches.clear();
        g.find_into(text, each, &mut matches);
        out.extend(matches.iter().map(|m| Found { span: m.span, part: part as u32, name: m.name }));
    }
    if parts.len() > 1 {
        out[before..].sort_by_key(|f| (f.span.start, usize::MAX - f.span.end, f.part));
        if overlap == Overlap::Longest {
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
    /// `ascii`: every character is one byte.
    pub fn new(text: &'a str, ascii: bool) -> Self {
        Walk { bytes: text.as_bytes(), ascii, at: 0, chars: 0 }
    }

    /// The span in code points.
    #[inline]
    pub fn span(&mut self, span: Span) -> (usize, usize) {
        if self.ascii {
            return (span.start, span.end);
        }
        self.chars += count(self.bytes.get(self.at..span.start).unwrap_or(&[]));
        self.at = span.start;
        (self.chars, self.chars + count(self.bytes.get(span.start..span.end).unwrap_or(&[])))
    }
}

/// Number of characters that begin in these bytes.
#[inline]
fn count(bytes: &[u8]) -> usize {
    let starts = |b: &[u8]| b.iter().map(|&b| u8::from((b as i8) >= -0x40)).sum::<u8>();
    let (blocks, rest) = bytes.as_chunks::<32>();
    blocks.iter().map(|b| usize::from(starts(b))).sum::<usize>() + usize::from(starts(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_as_the_table_of_offsets_does() {
        let text = "añb – “çe” 🕊x ".repeat(30);
        let offsets = crate::text::Offsets::new(&text);
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let mut walk = Walk::new(&text, false);
        for pair in ends.windows(8).step_by(3) {
            let span = Span::new(pair[0], pair[7]);
            let want = offsets.span(span);
            assert_eq!(walk.span(span), (want.start, want.end));
        }
    }
}
