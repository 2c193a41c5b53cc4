//! What stands after a mark that may end a sentence.

/// Kind of the next thing to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Upper-case letter.
    Upper,
    /// Lower-case letter.
    Lower,
    /// Letter of a script without case.
    Letter,
    /// Digit or currency mark.
    Digit,
    /// Something else.
    Other,
    /// The paragraph is over.
    End,
}

/// Marks that open something before the next word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opener {
    /// None.
    None,
    /// Quotation mark, or `¿` `¡`.
    Quote,
    /// Round, square or curly bracket.
    Bracket,
    /// Dash.
    Dash,
    /// Bullet of a list.
    Bullet,
}

/// The next word and what opens it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ahead<'t> {
    /// First byte after the white space.
    pub(super) start: usize,
    /// The first opener.
    pub(super) opener: Opener,
    /// Kind of the word's first character.
    pub(super) kind: Kind,
    /// The word: letters, digits, inner points, apostrophes and hyphens; empty if no letter or digit follows.
    pub(super) word: &'t str,
    /// Where the word ends.
    pub(super) end: usize,
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// First byte from `at` on that is no white space, at most `limit`.
pub(super) fn skip_space(text: &str, at: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < limit {
        match bytes[at] {
            b' ' | b'\n' | b'\t' | b'\r' => at += 1,
            b if b.is_ascii_graphic() => return at,
            _ => match text[at..].chars().next() {
                Some(c) if is_space(c) => at += c.len_utf8(),
                _ => return at,
            },
        }
    }
    limit
}

/// Whether it is part of a word; inner points count if a letter follows.
fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < limit {
        let b = bytes[at];
        if b.is_ascii_alphanumeric() {
            at += 1;
        } else if b.is_ascii() {
            let inner = matches!(b, b'.' | b'\'' | b'-' | b'&' | b'@' | b'/' | b'_')
                && at > start
                && bytes.get(at + 1).is_some_and(|n| n.is_ascii_alphanumeric() || *n >= 0xc3);
            if !inner || at + 1 >= limit {
                break;
            }
            at += 1;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() || c == '’' && text[at + 3..limit].starts_with(char::is_alphabetic) => {
                    at += c.len_utf8()
                }
                _ => break,
            }
        }
        if at - start > 60 {
            break;
        }
    }
    at.min(limit)
}

/// Reads on from `at`, which stands after white space, to `limit`.
pub(super) fn look<'t>(text: &'t str, at: usize, limit: usize) -> Ahead<'t> {
    let start = at;
    let mut at = at;
    let mut opener = Opener::None;
    // a handful of openers at most, so a run of them costs nothing
    for _ in 0..6 {
        let Some(c) = text.get(at..limit).and_then(|rest| rest.chars().next()) else { break };
        let found = match c {
            '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '`' | '”' | '’' | '»' | '¿' | '¡' | '「' | '『' | '《' => {
                Opener::Quote
            }
            '(' | '[' | '{' | '（' | '【' => Opener::Bracket,
            '-' | '–' | '—' | '―' => Opener::Dash,
            '•' | '·' | '▪' | '■' | '●' | '►' | '⁃' | '*' | '◦' | '‣' => Opener::Bullet,
            _ => break,
        };
        if opener == Opener::None {
            opener = found;
        }
        at = skip_space(text, at + c.len_utf8(), limit);
    }
    let (kind, word, end) = match text.get(at..limit).and_then(|rest| rest.chars().next()) {
        None => (Kind::End, "", at),
        Some(c) if c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '#' | '¥' | '₹') => {
            let from = if c.is_alphanumeric() { at } else { at + c.len_utf8() };
            let end = word_end(text, from, limit);
            let kind = match c {
                c if c.is_uppercase() => Kind::Upper,
                c if c.is_lowercase() => Kind::Lower,
                c if c.is_alphabetic() => Kind::Letter,
                _ => Kind::Digit,
            };
            (kind, text.get(from..end).unwrap_or(""), end)
        }
        Some(_) => (Kind::Other, "", at),
    };
    Ahead { start, opener, kind, word, end }
}
