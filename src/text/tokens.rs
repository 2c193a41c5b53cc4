//! One pass over the text: words, numbers, marks, with their shape and word classes. Every later stage reads this list.

use super::chunk::{self, Chunk};
use super::lexicon::{self, Classes};
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and the points of acronyms (`didn't`, `US-led`, `U.S.`, `Gen.`).
    Word,
    /// Begins with a digit (`1,200`, `3.5`, `20th`).
    Number,
    /// `'s` after a word.
    Possessive,
    /// A quotation mark of any kind, or an apostrophe that stands alone.
    Quote,
    /// Any other single character.
    Punct,
}

/// Upper-case first letter.
pub const CAPITAL: u8 = 1;
/// More than one letter, all upper case (`CENTCOM`, `U.S.`).
pub const ALL_CAPS: u8 = 2;
/// White space before.
pub const SPACE: u8 = 4;
/// Line end before.
pub const NEWLINE: u8 = 8;
/// Blank line before.
pub const PARAGRAPH: u8 = 16;
/// Ends with the point of an abbreviation or acronym.
pub const POINT: u8 = 32;
/// A word with other characters than ASCII letters and digits: a hyphen, an apostrophe, an accent.
pub const MIXED: u8 = 64;

/// A word, number or mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// [`CAPITAL`], [`ALL_CAPS`], [`SPACE`] …
    pub shape: u8,
    /// Word classes, see [`lexicon`].
    pub classes: Classes,
}

impl Token {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Its characters.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span().of(text)
    }

    /// Whether it has one of these classes.
    pub const fn is(&self, classes: Classes) -> bool {
        self.classes & classes != 0
    }

    /// Whether it has one of these shape bits.
    pub const fn has(&self, shape: u8) -> bool {
        self.shape & shape != 0
    }
}

/// Quotation marks, and the apostrophes that may be one.
pub fn is_quote_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '\'' | '‘' | '’' | '‚' | '‛' | '`' | '´' | '‹' | '›')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Letters, digits and what belongs to them (combining marks, joiners, soft hyphen).
pub fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && (c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')))
}

/// The first token from `at` on that does not lie before something; those that do come first. Finds a near one by few
/// looks and a far one by halving.
pub(crate) fn skip(tokens: &[Token], at: usize, before: impl Fn(&Token) -> bool) -> usize {
    let rest = tokens.get(at..).unwrap_or(&[]);
    let mut reach = 1;
    while rest.get(reach - 1).is_some_and(&before) {
        reach *= 2;
    }
    let (low, high) = (reach / 2, reach.min(rest.len()));
    at + low + rest[low..high].partition_point(before)
}

/// Cuts the text into tokens; spans are in order, disjoint, and cover everything but white space.
///
/// Offsets are `u32`: the caller passes texts below 4 GiB.
///
/// ```
/// use dateline::text::tokenize;
/// let text = "Gen. Ali's U.S.-led force";
/// let words: Vec<_> = tokenize(text).iter().map(|t| t.of(text)).collect();
/// assert_eq!(words, ["Gen.", "Ali", "'s", "U.S.-led", "force"]);
/// ```
pub fn tokenize(text: &str) -> Vec<Token> {
    cut::<true>(text)
}

/// How many words are looked up at once.
const BATCH: usize = 16;

/// Words whose classes are still to be looked up.
struct Waiting {
    keys: [u128; BATCH],
    tokens: [usize; BATCH],
    len: usize,
}

impl Waiting {
    /// Adds the last token by its packed word; looks all up if there are enough.
    #[inline(always)]
    fn push(&mut self, key: u128, out: &mut [Token]) {
        self.keys[self.len] = key;
        self.tokens[self.len] = out.len() - 1;
        self.len += 1;
        if self.len == BATCH {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut [Token]) {
        let classes = lexicon::classes_of(&self.keys);
        for (&at, &classes) in self.tokens[..self.len].iter().zip(&classes) {
            out[at].classes = classes;
        }
        self.len = 0;
    }
}

/// [`tokenize`]; without `QUICK` every token takes the thorough path, which the quick one must agree with.
fn cut<const QUICK: bool>(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() / 5 + 4);
    let mut waiting = Waiting { keys: [0; BATCH], tokens: [0; BATCH], len: 0 };
    let mut at = 0;
    let mut gap = NEWLINE | PARAGRAPH;
    while let Some(&first) = bytes.get(at) {
        if QUICK {
            if first == b' ' {
                gap |= SPACE;
                at += 1;
                // a run of white space is looked at as a whole
                if !bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b >= 0x80 || *b == 0x0b) {
                    continue;
                }
            } else if let Some(plain) = plain(text, at, first) {
                let token = Token {
                    start: at as u32,
                    end: plain.end as u32,
                    kind: plain.kind,
                    shape: gap | plain.shape,
                    classes: 0,
                };
                out.push(token);
                if plain.key != 0 {
                    waiting.push(plain.key, &mut out);
                }
                gap = 0;
                at = plain.end;
                continue;
            }
        }
        let Some(c) = text[at..].chars().next() else { break };
        if c.is_whitespace() {
            let rest = &text[at..];
            let end = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
            let breaks = line_breaks(&rest[..end]);
            gap |= SPACE | if breaks > 0 { NEWLINE } else { 0 } | if breaks > 1 { PARAGRAPH } else { 0 };
            at += end;
            continue;
        }
        let (end, kind) = scan(text, at, c, out.last());
        let mut shape = gap;
        let mut classes = 0;
        if kind == TokenKind::Word {
            let word = &text[at..end];
            shape |= word_shape(word);
            classes = lexicon::classes(word);
        }
        out.push(Token { start: at as u32, end: end as u32, kind, shape, classes });
        gap = 0;
        at = end;
    }
    waiting.flush(&mut out);
    out
}

/// A token the quick path is sure of.
struct Plain {
    end: usize,
    kind: TokenKind,
    shape: u8,
    /// What a word's classes are looked up by; 0 for all else.
    key: u128,
}

/// The token that begins at `at` with `first` if it is short, of ASCII, and surely ends where it seems to.
#[inline]
fn plain(text: &str, at: usize, first: u8) -> Option<Plain> {
    let bytes = text.as_bytes();
    if !first.is_ascii_alphanumeric() {
        // an apostrophe may be a possessive's
        let mark = first.is_ascii_graphic() && first != b'\'';
        let kind = if matches!(first, b'"' | b'`') { TokenKind::Quote } else { TokenKind::Punct };
        return mark.then_some(Plain { end: at + 1, kind, shape: 0, key: 0 });
    }
    let chunk = Chunk::at(bytes, at);
    let run = chunk.run();
    let end = at + run.len;
    if first.is_ascii_digit() {
        let goes_on = match bytes.get(end) {
            Some(b'.' | b',' | b':' | b'-') => !ends_before(bytes, end + 1),
            Some(&b) => b >= 0x80,
            None => false,
        };
        let sure = run.len < chunk::SIZE && !goes_on;
        return sure.then_some(Plain { end, kind: TokenKind::Number, shape: 0, key: 0 });
    }
    if run.len >= lexicon::SHORT {
        return None;
    }
    let shape = if run.capital { CAPITAL } else { 0 } | if run.caps { ALL_CAPS } else { 0 };
    let word = Plain { end, kind: TokenKind::Word, shape, key: chunk.key(run.len) };
    let ends = match bytes.get(end) {
        Some(b'.') if run.len > 1 => {
            let key = word.key | u128::from(b'.') << (8 * run.len);
            if lexicon::classes_of_key(key) != 0 {
                return Some(Plain { end: end + 1, shape: shape | POINT | MIXED, key, ..word });
            }
            true
        }
        Some(b'\'') => ends_before(bytes, end + 1) || is_possessive(bytes, end + 1),
        // a point after one letter may be an initial's
        Some(b'.') => false,
        Some(b'-' | b'&' | b'/' | b'@' | b'_') => ends_before(bytes, end + 1),
        Some(0x80..) => match text[end..].chars().next() {
            Some('’') => ends_before(bytes, end + 3) || is_possessive(bytes, end + 3),
            Some(c) => !is_word_char(c) && !matches!(c, '‐' | '‑'),
            None => true,
        },
        _ => true,
    };
    ends.then_some(word)
}

/// Whether no word can go on here: the text is over, or ASCII that is no letter or digit follows.
fn ends_before(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
}

/// Whether the `s` of a possessive stands here, after the apostrophe.
fn is_possessive(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b's' | b'S')) && ends_before(bytes, at + 1)
}

/// How many lines end in white space; `\r\n` ends one.
fn line_breaks(space: &str) -> usize {
    let mut before = ' ';
    let mut breaks = 0;
    for c in space.chars() {
        let ends = matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        breaks += usize::from(ends && !(c == '\n' && before == '\r'));
        before = c;
    }
    breaks
}

fn word_shape(word: &str) -> u8 {
    let mut shape = 0;
    if word.chars().next().is_some_and(char::is_uppercase) {
        shape |= CAPITAL;
        let letters = word.chars().filter(|c| c.is_alphabetic());
        if letters.clone().count() > 1 && letters.clone().all(|c| !c.is_lowercase()) {
            shape |= ALL_CAPS;
        }
    }
    if word.ends_with('.') {
        shape |= POINT;
    }
    if !word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        shape |= MIXED;
    }
    shape
}

/// The token that begins at `at` with `c`.
fn scan(text: &str, at: usize, c: char, before: Option<&Token>) -> (usize, TokenKind) {
    let after = at + c.len_utf8();
    if is_apostrophe(c) {
        let rest = &text[after..];
        let joined =
            before.is_some_and(|t| t.end as usize == at && matches!(t.kind, TokenKind::Word | TokenKind::Number));
        if joined && rest.starts_with(['s', 'S']) && !rest[1..].chars().next().is_some_and(is_word_char) {
            return (after + 1, TokenKind::Possessive);
        }
    }
    if is_quote_mark(c) {
        return (after, TokenKind::Quote);
    }
    if !is_word_char(c) {
        return (after, TokenKind::Punct);
    }
    if c.is_ascii_digit() {
        return (scan_number(text, after), TokenKind::Number);
    }
    (scan_word(text, at), TokenKind::Word)
}

fn scan_number(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        let next = text[at + c.len_utf8()..].chars().next();
        let inside = is_word_char(c)
            || (matches!(c, '.' | ',' | ':') && next.is_some_and(|n| n.is_ascii_digit()))
            || (c == '-' && next.is_some_and(|n| n.is_alphanumeric()));
        if !inside {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn scan_word(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut run = 0; // letters since the last point, apostrophe or hyphen
    let mut pointed = true; // only single letters and points so far
    while let Some(c) = text[at..].chars().next() {
        let after = at + c.len_utf8();
        if is_word_char(c) {
            run += 1;
            pointed &= run == 1;
            at = after;
            continue;
        }
        let next = text[after..].chars().next();
        let letter_next = next.is_some_and(is_word_char);
        match c {
            '.' if pointed && run == 1 => {
                // an acronym's point: another single letter follows, or the acronym or initial is over
                at = after;
                run = 0;
                if !letter_next && (next != Some('-') || at - start <= 2) {
                    // a lone initial keeps its point only if it is a capital
                    return if at - start == 2 && !text[start..].starts_with(char::is_uppercase) { at - 1 } else { at };
                }
            }
            '\'' | '’' if letter_next => {
                let rest = &text[after..];
                let possessive = rest.starts_with(['s', 'S']) && !rest[1..].chars().next().is_some_and(is_word_char);
                if possessive {
                    return at;
                }
                at = after;
                run = 0;
                pointed = false;
            }
            '-' | '‐' | '‑' | '&' | '/' | '@' | '_' if letter_next => {
                at = after;
                run = 0;
                pointed = false;
            }
            '.' if lexicon::classes(&text[start..after]) != 0 => return after,
            _ => return at,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|t| t.of(text)).collect()
    }

    proptest::proptest! {
        #[test]
        fn the_quick_path_agrees_with_the_thorough_one(text in "([a-zA-Z]{1,4}|[a-z0-9]{12,18}|[0-9]|[ .,:'’\"&/@_\n\r\t\u{b}-]|U\\.S\\.|Gen\\.|é|’s|'s|-|\u{a0}|“|‑|\u{301}){0,40}") {
            proptest::prop_assert_eq!(cut::<true>(&text), cut::<false>(&text));
        }

        #[test]
        fn tokens_cover_all_but_white_space(text in "\\PC{0,60}") {
            let mut at = 0;
            for t in tokenize(&text) {
                proptest::prop_assert!(text[at..t.start as usize].chars().all(char::is_whitespace));
                proptest::prop_assert!(t.start < t.end);
                at = t.end as usize;
            }
            proptest::prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }

    #[test]
    fn cuts_words_marks_and_points() {
        let cases: &[(&str, &[&str])] = &[
            ("He didn’t go.", &["He", "didn’t", "go", "."]),
            ("the U.S. army", &["the", "U.S.", "army"]),
            ("Plan b. Then", &["Plan", "b", ".", "Then"]),
            ("J. Smith's “law”", &["J.", "Smith", "'s", "“", "law", "”"]),
            ("at 7:20 a.m. (local)", &["at", "7:20", "a.m.", "(", "local", ")"]),
            ("1,200 men, 3.5%", &["1,200", "men", ",", "3.5", "%"]),
            ("", &[]),
            ("e\u{301}t\u{e9}", &["e\u{301}t\u{e9}"]),
        ];
        for (text, want) in cases {
            assert_eq!(&words(text), want, "{text}");
        }
    }
}
