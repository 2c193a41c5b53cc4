//! The shape of one line: how long, how it ends, whether it is a date, an address, a list of links.

use super::words;
use crate::span::Span;
use crate::text::lexicon;

/// What can be seen of a line without its neighbours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Where it stands.
    pub(super) span: Span,
    /// Number of words, counted up to [`MANY`].
    pub(super) words: usize,
    /// Ends with a final mark (closing quotation marks and brackets aside).
    pub(super) ended: bool,
    /// Ends with points that cut it off.
    pub(super) cut: bool,
    /// Letters.
    pub(super) letters: bool,
}

/// Where the count of words stops: no rule asks for more.
const MANY: usize = 100;

/// The number of words set off by white space, at most [`MANY`].
fn count_words(line: &str) -> usize {
    let bytes = line.as_bytes();
    let space = |b: u8| (b == b' ') | (b.wrapping_sub(9) < 5);
    // white space outside ASCII begins with one of these bytes and is rare
    let leads = || memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).chain(memchr::memchr_iter(0xe1, bytes));
    let wide = |at: usize| line.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if !line.is_ascii() && leads().any(wide) {
        return line.split_whitespace().take(MANY).count();
    }
    let Some((&first, rest)) = bytes.split_first() else { return 0 };
    let mut words = usize::from(!space(first));
    // pieces short enough for sums in a byte, which the compiler turns into vector instructions
    for (before, after) in bytes.chunks(128).zip(rest.chunks(128)) {
        let starts = before.iter().zip(after).map(|(&b, &a)| u8::from(space(b) & !space(a)));
        words += usize::from(starts.fold(0u8, u8::wrapping_add));
    }
    words.min(MANY)
}

/// The first bytes of a line, no character cut.
pub(super) fn head(line: &str, bytes: usize) -> &str {
    let mut end = bytes.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// The last bytes of a line, no character cut.
pub(super) fn tail(line: &str, bytes: usize) -> &str {
    let mut start = line.len().saturating_sub(bytes);
    while !line.is_char_boundary(start) {
        start += 1;
    }
    &line[start..]
}

/// The number of digits.
fn digits(line: &str) -> usize {
    // sums in a byte, which the compiler turns into vector instructions
    let piece = |bytes: &[u8]| bytes.iter().fold(0u8, |n, b| n.wrapping_add(u8::from(b.is_ascii_digit())));
    line.as_bytes().chunks(128).map(|bytes| usize::from(piece(bytes))).sum()
}

/// Marks between the sections of a trail, in the order they are tried.
const TRAIL: [&str; 13] =
    [" » ", " > ", " › ", " | ", " / ", " – ", " — ", " - ", " · ", " • ", " → ", " :: ", "\u{a0}– "];

/// The marks of [`TRAIL`] that stand in a line, one bit each.
fn marks(line: &str) -> u16 {
    let bytes = line.as_bytes();
    // what the marks themselves begin with; the compiler looks at many bytes together
    let signs = |b: u8| u8::from((b >= 0xc2) | (b == b'>') | (b == b'|') | (b == b'/') | (b == b'-') | (b == b':'));
    if bytes.iter().fold(0, |any, &b| any | signs(b)) == 0 {
        return 0;
    }
    let mut found = 0;
    // each begins with a space or a no-break space, whose last byte is 0xa0
    for at in memchr::memchr2_iter(b' ', 0xa0, bytes) {
        // a mark is never a letter or digit
        let Some(&next) = bytes.get(at + 1) else { break };
        if next.is_ascii_alphanumeric() || next == b' ' {
            continue;
        }
        let from = if bytes[at] == b' ' { at } else { at.saturating_sub(1) };
        for (i, mark) in TRAIL.iter().enumerate() {
            if bytes[from..].starts_with(mark.as_bytes()) {
                found |= 1 << i;
            }
        }
    }
    found
}

/// Stands behind the last word and its final mark.
fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | ' ' | '\u{a0}')
}

/// A final mark.
fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '։')
}

impl Shape {
    pub(super) fn new(text: &str, span: Span) -> Self {
        let line = span.of(text);
        let bare = line.trim_end_matches(closes);
        let quoted = bare.len() < line.len();
        let cut = if quoted {
            ["[...]", "[…]", "(...)", "[..]"].iter().any(|c| line.ends_with(c))
        } else {
            bare.ends_with("...") || bare.ends_with('…')
        };
        let ended = bare.ends_with(ends);
        let words = count_words(line);
        let letters = line.chars().any(char::is_alphabetic);
        Shape { span, words, ended, cut, letters }
    }

    /// A headline by its shape: some words, no final mark.
    pub(super) fn headline(&self) -> bool {
        (2..=24).contains(&self.words) && self.letters && (!self.ended || self.cut)
    }

    /// A paragraph by its shape.
    pub(super) fn solid(&self) -> bool {
        !self.cut && (self.words >= 18 || (self.ended && self.words >= 8))
    }
}

/// `18.9 C`, `72°F`, `-3 °C`, `Baghdad 41°`.
pub(super) fn is_weather(line: &str) -> bool {
    if line.len() > 40 {
        return false;
    }
    let tail = line.trim_end_matches(['C', 'F', 'c', 'f', '°', 'º', '˚', '℃', '℉', ' ', '\u{a0}']);
    let unit = &line[tail.len()..];
    let marked = unit.contains(['C', 'F', '°', 'º', '˚', '℃', '℉']);
    let number: &str = &tail[tail.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len()..];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let head = tail[..tail.len() - number.len()].trim();
    let degrees = unit.contains(['°', 'º', '˚', '℃', '℉']);
    marked
        && (1..=4).contains(&digits)
        && (head.is_empty() || matches!(head, "-" | "+" | "−") || (degrees && head.split_whitespace().count() <= 3))
}

/// Nothing but weather words, numbers, degrees and days (`Partly cloudy 35°C`, `Humidity: 45%`).
pub(super) fn is_forecast(normal: &str) -> bool {
    if normal.len() > 90 {
        return false;
    }
    let (mut numbers, mut names) = (0, 0);
    for word in normal.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
            if !unit.is_empty() && !words::is(unit, words::WEATHER) {
                return false;
            }
            numbers += 1;
        } else if words::is(word, words::WEATHER) {
            names += 1;
        } else if !is_day_or_month(word) {
            return false;
        }
    }
    names > 0 && (numbers > 0 || names > 1 || normal.contains('°'))
}

/// `REUTERS/Jane Hall`, `AP Photo/Tom Reed`, `(AFP / Getty)` among the last words.
pub(super) fn has_photo_credit(line: &str) -> bool {
    // a slash is rare, so look for one before cutting the line into words
    memchr::memchr(b'/', line.as_bytes()).is_some()
        && line.split_whitespace().rev().take(8).any(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).split_once('/').is_some_and(|(agency, name)| {
                words::is(&agency.to_lowercase(), words::PHOTO)
                    && agency.starts_with(|c: char| c.is_uppercase() || c == 'd')
                    && (name.is_empty() || name.starts_with(|c: char| c.is_uppercase()))
            })
        })
}

/// Begins with a date and is little more (`May 5, 2016 by Admin`).
pub(super) fn begins_with_date(line: &str) -> bool {
    let mut ends = line.char_indices().filter(|(_, c)| c.is_whitespace() || *c == '|').map(|(i, _)| i).skip(2).take(4);
    ends.any(|end| {
        let head = line[..end].trim_end_matches([' ', '|', '-', '–', ',', '·', '•']);
        head.bytes().filter(u8::is_ascii_digit).count() >= 3 && is_date(head)
    })
}

/// Where the words begin after a time of day set off by a mark, and where that time ends: `14:32 – Talks resume`,
/// `9.05am GMT: Talks resume`.
pub(super) fn clock(line: &str) -> Option<(usize, usize)> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(line);
    let rest = line.get(hours..)?.strip_prefix([':', '.']).filter(|_| (1..=2).contains(&hours))?;
    let minutes = digits(rest);
    if minutes != 2 {
        return None;
    }
    let mut end = hours + 1 + minutes;
    // am, p.m., GMT
    for _ in 0..2 {
        let rest = &line[end..];
        let word = rest.trim_start_matches(' ');
        let word = &word[..word.find([' ', ':', '|', '–', '—']).unwrap_or(word.len())];
        if word.is_empty() || word.len() > 4 || !words::is_in_any_case(word.trim_end_matches('.'), words::DATE) {
            break;
        }
        end += rest.len() - rest.trim_start_matches(' ').len() + word.len();
    }
    let rest = line[end..].trim_start_matches(' ');
    let body = rest.strip_prefix(['–', '—', '-', '|', ':'])?;
    let words = body.trim_start_matches([' ', '\u{a0}']);
    (words.len() < body.len() && words.contains(char::is_alphabetic)).then(|| (line.len() - words.len(), end))
}

/// Asks to follow a link that it ends with (`Follow our channel at https://…`).
pub(super) fn is_pointer(line: &str) -> bool {
    // a link has a colon, the mark of a handle or a w in the last word, and few lines do
    let mut tail = line.trim_end().bytes().rev().take_while(|b| *b != b' ');
    if !tail.any(|b| matches!(b, b':' | b'@' | b'w')) {
        return false;
    }
    let Some(last) = line.split_whitespace().next_back() else { return false };
    let link = last.contains("://") || last.starts_with("www.") || last.starts_with('@') && last.len() > 2;
    let first = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    link && words::is_in_any_case(first, words::POINTER)
}

/// A month or weekday, long or short, with or without its point.
pub(super) fn is_day_or_month(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let dotted = || {
        let mut buffer = [b'.'; 11];
        let Some(head) = buffer.get_mut(..bare.len()) else { return false };
        head.copy_from_slice(bare.as_bytes());
        let dotted = std::str::from_utf8(&buffer[..bare.len() + 1]).unwrap_or("");
        lexicon::is_day_or_month(dotted)
    };
    (3..=10).contains(&bare.len()) && (lexicon::is_day_or_month(bare) || dotted())
}

/// Only a date or time of day, with words that go with it (`Friday, May 20, 2022`, `05/06/2019 - 12:30 GMT`).
pub(super) fn is_date(line: &str) -> bool {
    // without a digit it is a weekday or a month, alone or two of them
    if line.len() > 40 && digits(line) == 0 {
        return false;
    }
    let mut numbers = 0;
    let mut names = 0;
    let mut count = 0;
    for word in line.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()) {
        count += 1;
        let word = word.trim_matches('.');
        if word.is_empty() {
            continue;
        }
        let ordinal = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let rest = &word[ordinal.len()..];
            let known = matches!(rest, "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "AM" | "PM" | "h" | "T" | "Z");
            if !known && !ordinal.contains('.') {
                return false;
            }
            numbers += 1;
        } else if is_day_or_month(word) {
            names += 1;
        } else {
            if !words::is_in_any_case(word, words::DATE) {
                return false;
            }
        }
    }
    let ago = line.trim_end_matches('.').ends_with("ago");
    let clock = line.contains(':') || line.matches(['/', '-', '.']).count() >= 2;
    count <= 14 && ((numbers > 0 && (names > 0 || ago || clock)) || (names > 0 && count <= 2))
}

/// Ends with a date set off by a dash, bar or bracket: an entry of a list (`Tips for gardeners - May 3, 2020`).
pub(super) fn is_dated_entry(line: &str) -> bool {
    // most lines have no three digits, or none behind a mark
    if line.len() > 220 || digits(line) < 3 || memchr::memchr3(b'-', b'|', 0xe2, line.as_bytes()).is_none() {
        return false;
    }
    [" - ", " – ", " — ", " | ", "\u{a0}- "].iter().any(|mark| {
        line.rfind(mark).is_some_and(|at| {
            let date = line[at + mark.len()..].trim();
            date.len() >= 8 && date.bytes().filter(u8::is_ascii_digit).count() >= 3 && is_date(date)
        })
    })
}

/// Only addresses, handles and tags.
pub(super) fn is_address(line: &str) -> bool {
    // most lines begin with a plain word
    let first = line.bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
    if first > 0 && matches!(line.as_bytes().get(first), Some(b' ') | None) {
        return false;
    }
    let mut any = false;
    for word in line.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ',' | '"' | '“' | '”'));
        let word = word.trim_end_matches('.');
        if word.is_empty() || word.chars().all(|c| !c.is_alphanumeric()) {
            continue;
        }
        let host = word.split('/').next().unwrap_or("");
        let dotted = host.rsplit_once('.').is_some_and(|(a, b)| {
            (2..=4).contains(&b.len()) && a.len() > 2 && b.bytes().all(|c| c.is_ascii_alphabetic()) && host.is_ascii()
        });
        let url = word.contains("://")
            || word.starts_with("www.")
            || (dotted && (word.contains('/') || line == word || word.contains('@')));
        let handle = word.len() > 1
            && word.starts_with(['@', '#'])
            && word[1..].chars().all(|c| c.is_alphanumeric() || c == '_');
        if !(url || handle) {
            return false;
        }
        any = true;
    }
    any
}

/// Parts set off by bars, arrows or dashes: a trail of sections (`Home » World » Asia`).
pub(super) fn is_trail(line: &str, section: impl Fn(&str) -> bool) -> bool {
    if line.len() > 160 {
        return false;
    }
    let found = marks(line);
    if found == 0 {
        return false;
    }
    for (_, mark) in TRAIL.into_iter().enumerate().filter(|(i, _)| found & (1 << i) != 0) {
        let parts = line.split(mark).filter(|p| !p.trim().is_empty());
        let (mut count, mut known, mut short) = (0, 0, true);
        for part in parts {
            count += 1;
            known += usize::from(section(part));
            short &= part.split_whitespace().count() <= 5;
        }
        // the last part of a trail may be the headline itself
        let home = line.split(mark).next().is_some_and(&section);
        let arrows = matches!(mark, " » " | " > " | " › " | " → " | " :: ");
        if count >= 2 && short && (known >= 1 && (count >= 3 || arrows) || known == count || (arrows && count >= 3))
            || (arrows && home && count >= 3)
        {
            return true;
        }
    }
    false
}

/// A headline cut off by dots and right after it a teaser that is cut off too.
pub(super) fn is_teaser(line: &str, shape: &Shape) -> bool {
    if !shape.cut {
        return false;
    }
    let body = line.trim_end_matches(['.', '…', ' ', '\u{a0}']);
    ["... ", "… ", "...\u{a0}"].iter().any(|mark| {
        body.find(mark).is_some_and(|at| {
            at < 120
                && body[at + mark.len()..].trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{MANY, TRAIL, count_words, marks};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_between_white_space(line in "[a-c \t]{0,400}|[ab “\u{85}\u{a0}\u{1680}\u{2003}\u{3000}]{0,80}|\\PC{0,80}") {
            prop_assert_eq!(count_words(&line), line.split_whitespace().count().min(MANY));
        }

        #[test]
        fn marks_are_those_found_by_searching(line in "[a »>›|/–—·•→:\u{a0}-]{0,40}") {
            let found = marks(&line);
            for (i, mark) in TRAIL.iter().enumerate() {
                prop_assert_eq!(found & (1 << i) != 0, line.contains(mark), "{:?}", mark);
            }
        }
    }
}
