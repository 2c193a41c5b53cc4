//! Lines and paragraphs: whether a line feed ends a paragraph or only wraps it.
//!
//! Blank lines always end a paragraph. A single line feed is a wrap if the line before it was full (the next word would
//! not have fitted) in a text that is known to be wrapped, or if the next line goes on in lower case after a line of
//! some length without final mark. What was seen further up decides, never what comes after the paragraph, so a text can
//! grow without changing its beginning.

use crate::span::Span;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words a finished line does not end with.
static UNFINISHED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../seeds/lexicons/sentences/unfinished.txt").lines().filter(|l| !l.starts_with('#')).collect()
});

/// Widest line of a text wrapped by hand or by a mailer, in characters.
const WIDEST: usize = 110;
/// A line shorter than this is not full, whatever its neighbours.
const NARROWEST: usize = 38;

/// The paragraphs of a text, outer white space and a byte order mark trimmed, in order; blank ones are left out.
///
/// ```
/// use dateline::text::lines::paragraphs;
/// let text = "One line.\nAnother.\n\nA third,\r\n";
/// let found: Vec<_> = paragraphs(text).iter().map(|p| p.of(text)).collect();
/// assert_eq!(found, ["One line.", "Another.", "A third,"]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    let mut wrapped = 0;
    for line in lines(text) {
        let line = line.trim(text);
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            wrapped = join(text, &block, wrapped, &mut out);
            block.clear();
        }
    }
    if !block.is_empty() {
        join(text, &block, wrapped, &mut out);
    }
    out
}

/// Bytes that may end a line, or begin a character that does.
const MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'\n', b'\r', 0x0b, 0x0c, 0xc2, 0xe2];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

/// The first byte from `at` on that may end a line; the length of the text if there is none.
fn next_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    // pieces whose bytes the compiler looks at together
    while let Some(piece) = bytes.get(at..).and_then(|rest| rest.first_chunk::<32>()) {
        let ends = |b: u8| u8::from((b.wrapping_sub(b'\n') < 4) | (b == 0xc2) | (b == 0xe2));
        if piece.iter().fold(0, |any, &b| any | ends(b)) != 0 {
            break;
        }
        at += 32;
    }
    while at < bytes.len() && !MAY_END[bytes[at] as usize] {
        at += 1;
    }
    at
}

/// The lines of a text without their ends: `\n`, `\r\n`, a lone `\r`, form feed and the Unicode separators.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    // a byte order mark belongs to the file
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let start = at;
        let mut i = at;
        loop {
            i = next_end(bytes, i);
            let Some(&b) = bytes.get(i) else { break };
            let after = match b {
                b'\n' | 0x0b | 0x0c => i + 1,
                b'\r' if bytes.get(i + 1) == Some(&b'\n') => i + 2,
                b'\r' => i + 1,
                0xc2 if bytes.get(i + 1) == Some(&0x85) => i + 2,
                0xe2 if bytes.get(i + 1) == Some(&0x80) && matches!(bytes.get(i + 2), Some(0xa8 | 0xa9)) => i + 3,
                _ => {
                    i += 1;
                    continue;
                }
            };
            at = after;
            return Some(Span::new(start, i));
        }
        done = true;
        Some(Span::new(start, bytes.len()))
    })
}

fn width(words: &str) -> usize {
    words.bytes().filter(|&b| (b as i8) >= -0x40).count()
}

/// What the newline decision needs to know of a line.
struct Line {
    span: Span,
    width: usize,
    first_word: usize,
    lower: bool,
    ended: bool,
    /// Its last word wants another.
    unfinished: bool,
}

impl Line {
    fn new(text: &str, span: Span) -> Self {
        let words = span.of(text);
        let first = words.split(char::is_whitespace).next().unwrap_or("");
        let lower = words.chars().next().is_some_and(char::is_lowercase);
        let last = words.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).chars().next_back();
        let ended =
            last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？' | '؟' | '।'));
        let unfinished = UNFINISHED.contains(words.rsplit(char::is_whitespace).next().unwrap_or(""));
        Line { span, unfinished, width: width(words), first_word: width(first), lower, ended }
    }

    /// Begins like an item of a list.
    fn item(&self, text: &str) -> bool {
        self.span.of(text).starts_with(['•', '·', '*', '-', '–', '—', '▪', '■', '●', '►', '>', '|'])
    }
}

/// Adds the paragraphs of one block of lines; returns the width the text is known to be wrapped at so far, 0 if none.
fn join(text: &str, block: &[Span], wrapped: usize, out: &mut Vec<Span>) -> usize {
    if let [only] = block {
        out.push(*only);
        return wrapped;
    }
    let lines: Vec<Line> = block.iter().map(|&s| Line::new(text, s)).collect();
    let widest = lines.iter().map(|l| l.width).max().unwrap_or(0);
    let limit = widest.max(wrapped);
    let full = |k: usize| lines[k].width >= NARROWEST && lines[k].width + 1 + lines[k + 1].first_word > limit;
    let narrow = (NARROWEST..=WIDEST).contains(&limit);
    let breaks = lines.len() - 1;
    let fulls = (0..breaks).filter(|&k| full(k)).count();
    let lowers = (0..breaks).filter(|&k| full(k) && lines[k + 1].lower && !lines[k].ended).count();
    // two full lines of which one goes on in lower case show a wrapped paragraph, and so does a wrapped text above
    let evidence = narrow && (wrapped > 0 || lowers > 0 || (breaks > 2 && fulls * 3 >= breaks * 2));
    let ends = lines.last().is_some_and(|l| l.ended);
    let mut start = lines[0].span.start;
    for k in 0..breaks {
        let (line, next) = (&lines[k], &lines[k + 1]);
        let wrap = !next.item(text)
            && if narrow && full(k) {
                evidence || next.lower || line.unfinished || (breaks == 1 && !line.ended && line.width >= 60 && ends)
            } else {
                (next.lower && !line.ended && line.width >= NARROWEST)
                    || (line.unfinished && line.width >= NARROWEST / 2)
            };
        if !wrap {
            out.push(Span::new(start, line.span.end));
            start = next.span.start;
        }
    }
    out.push(Span::new(start, lines[breaks].span.end));
    if narrow && lowers > 0 { limit } else { wrapped }
}
