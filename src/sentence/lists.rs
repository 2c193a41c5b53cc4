//! Lists run into one line: `1. The first item 2. The second item`.

use crate::span::Span;

/// Where the items after the first begin, if the paragraph begins with the mark of one.
///
/// Each search goes on where the last one ended, and the first mark that is missing ends them all: linear.
pub(super) fn items(text: &str, span: Span) -> Vec<usize> {
    let words = span.of(text);
    let Some((prefix, first, suffix)) = mark(words) else { return Vec::new() };
    let mut out = Vec::new();
    let mut at = 0;
    let mut count = first;
    loop {
        let Some(next) = count.next() else { return out };
        count = next;
        let wanted = format!(" {prefix}{}{suffix} ", count.text());
        let Some(found) = words[at..].find(&wanted) else { return out };
        at += found + wanted.len();
        if words[at..].trim_start().starts_with(|c: char| c.is_uppercase()) {
            out.push(span.start + at - wanted.len() + 1);
        } else {
            return out;
        }
    }
}

#[derive(Clone, Copy)]
enum Count {
    Number(u32),
    Letter(u8),
}

impl Count {
    fn next(self) -> Option<Count> {
        match self {
            Count::Number(n) => (n < 500).then_some(Count::Number(n + 1)),
            Count::Letter(c) => (c != b'z' && c != b'Z').then_some(Count::Letter(c + 1)),
        }
    }

    fn text(self) -> String {
        match self {
            Count::Number(n) => n.to_string(),
            Count::Letter(c) => (c as char).to_string(),
        }
    }
}

/// The mark at the beginning: bullet with its space, number or letter, what closes it.
fn mark(words: &str) -> Option<(&str, Count, &str)> {
    let bullet = words.starts_with(['•', '·', '▪', '⁃', '‣', '*', '-', '–']);
    let body = if bullet { words.trim_start_matches(|c: char| !c.is_alphanumeric()) } else { words };
    let prefix = &words[..words.len() - body.len()];
    if prefix.len() > 8 {
        return None;
    }
    let digits = body.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let (count, rest) = match digits {
        0 => (Count::Letter(body.bytes().next().filter(|c| matches!(c, b'a' | b'A'))?), body.get(1..)?),
        1..=3 => (Count::Number(body.get(..digits)?.parse().ok()?), body.get(digits..)?),
        _ => return None,
    };
    let suffix = [".)", ".", ")"].into_iter().find(|s| rest.starts_with(s))?;
    rest[suffix.len()..].starts_with([' ', '\u{a0}']).then_some((prefix, count, suffix))
}
