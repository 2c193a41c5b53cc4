//! Classes and plain folds of characters, looked up: what [`fold`](super::fold) defines, made into tables at first use.

use super::fold::{self, Class};
use std::sync::LazyLock;

/// Code points below this have a table: all alphabets, punctuation, kana.
const TABLE: usize = 0x3400;
/// Korean syllables are written in two or three letters; these many endings, and vowels with an ending.
const ENDINGS: u32 = 28;
const VOWELS: u32 = 21 * ENDINGS;
const SYLLABLES: std::ops::RangeInclusive<char> = '\u{ac00}'..='\u{d7a3}';

/// The plain fold of one character.
#[derive(Clone, Copy)]
pub struct Plain(u32);

impl Plain {
    const LEN: u32 = 24;
    const SAME: u32 = 1 << 29;
    const SMALL: u32 = 1 << 30;
    const LONG: u32 = 1 << 31;

    fn of(c: char) -> Plain {
        let (mut bytes, mut len) = ([0u8; 4], 0);
        fold::fold_slowly(c, &mut |f| {
            let mut buffer = [0; 4];
            for &b in f.encode_utf8(&mut buffer).as_bytes() {
                if let Some(to) = bytes.get_mut(len) {
                    *to = b;
                }
                len += 1;
            }
        });
        let small = if c.is_lowercase() && fold::class_of(c) == Class::Word { Plain::SMALL } else { 0 };
        if len > 3 {
            return Plain(Plain::LONG | small);
        }
        let same = if c.encode_utf8(&mut [0; 4]).as_bytes() == &bytes[..len] { Plain::SAME } else { 0 };
        Plain(u32::from_le_bytes(bytes) | (len as u32) << Plain::LEN | small | same)
    }

    /// Its bytes as UTF-8; those beyond [`Plain::len`] mean nothing.
    #[inline(always)]
    pub fn bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    /// How many bytes it has, three at most.
    #[inline(always)]
    pub fn len(self) -> usize {
        (self.0 >> Plain::LEN & 3) as usize
    }

    /// It has more bytes than are kept here.
    #[inline(always)]
    pub fn is_long(self) -> bool {
        self.0 & Plain::LONG != 0
    }

    /// The character that folds so is this one.
    #[inline(always)]
    pub fn is_same(self) -> bool {
        self.0 & Plain::SAME != 0
    }

    /// The character that folds so is a small letter.
    #[inline(always)]
    pub fn is_small(self) -> bool {
        self.0 & Plain::SMALL != 0
    }

    /// The fold, if it is one character.
    #[inline(always)]
    pub fn one(self) -> Option<u32> {
        let [a, b, c, _] = self.bytes().map(u32::from);
        match self.len() {
            1 => Some(a),
            2 if a >= 0xc0 => Some((a & 31) << 6 | b & 63),
            3 if a >= 0xe0 => Some((a & 15) << 12 | (b & 63) << 6 | c & 63),
            _ => None,
        }
    }
}

/// What is known of some characters in a row.
struct Row<const N: usize> {
    class: [Class; N],
    plain: [Plain; N],
}

impl<const N: usize> Row<N> {
    fn from(first: u32) -> Box<Self> {
        let mut row = Box::new(Row { class: [Class::Other; N], plain: [Plain(0); N] });
        for (code, (class, plain)) in (first..).zip(row.class.iter_mut().zip(&mut row.plain)) {
            let Some(c) = char::from_u32(code) else { continue };
            (*class, *plain) = (fold::class_of(c), Plain::of(c));
        }
        row
    }
}

/// Characters of two bytes and less: Latin, Greek, Cyrillic, Hebrew, Arabic and others.
const NEAR: usize = 0x800;
/// General punctuation, which texts of all scripts have.
const MARKS: std::ops::Range<u32> = 0x2000..0x2070;

/// The tables of all characters below U+3400. Most texts need but few of them, and to make the rest takes milliseconds.
pub struct Letters {
    near: Box<Row<NEAR>>,
    marks: Box<Row<{ (MARKS.end - MARKS.start) as usize }>>,
    rest: LazyLock<Box<Row<{ TABLE - NEAR }>>>,
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| Letters {
    near: Row::from(0),
    marks: Row::from(MARKS.start),
    rest: LazyLock::new(|| Row::from(NEAR as u32)),
});

impl Letters {
    /// The tables, made if nobody has asked for them before.
    #[inline]
    pub fn get() -> &'static Letters {
        &LETTERS
    }

    /// The class of the character of that code point, if it has a table.
    #[inline(always)]
    pub fn class(&self, code: u32) -> Option<Class> {
        match self.near.class.get(code as usize) {
            Some(&class) => Some(class),
            None if MARKS.contains(&code) => self.marks.class.get((code - MARKS.start) as usize).copied(),
            None if code < TABLE as u32 => self.rest.class.get(code as usize - NEAR).copied(),
            None => None,
        }
    }

    /// The plain fold of the character of that code point, if it has a table.
    #[inline(always)]
    pub fn plain(&self, code: u32) -> Option<Plain> {
        match self.near.plain.get(code as usize) {
            Some(&plain) => Some(plain),
            None if MARKS.contains(&code) => self.marks.plain.get((code - MARKS.start) as usize).copied(),
            None if code < TABLE as u32 => self.rest.plain.get(code as usize - NEAR).copied(),
            None => None,
        }
    }

    /// Whether the character of that code point folds to itself, as far as it is known.
    #[inline(always)]
    pub fn is_same(&self, code: u32) -> bool {
        match self.plain(code) {
            Some(plain) => plain.is_same(),
            None => char::from_u32(code).is_some_and(is_ideograph),
        }
    }

    /// Folds a word into `out` and gives the length of the fold. `heads` has a bit for the first byte of every character; the
    /// bytes are valid UTF-8, with anything after them. None if a character has no table, or if the fold does not fit.
    #[inline(always)]
    pub fn fold_word(&self, word: &[u8; WORD], heads: u64, out: &mut [u8; FOLD]) -> Option<usize> {
        if word[0] >= 0xe0 {
            return self.fold_any(word, heads, out);
        }
        let (mut left, mut to, mut all, mut beyond) = (heads, 0, 0, false);
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let [a, b] = [word[at], word[at + 1]].map(u32::from);
            let code = if a >= 0x80 { (a & 31) << 6 | b & 63 } else { a };
            let plain = self.near.plain[code as usize % NEAR];
            beyond |= a >= 0xe0;
            out.get_mut(to..to + 4)?.copy_from_slice(&plain.bytes());
            to += plain.len();
            all |= plain.0;
        }
        if beyond {
            return self.fold_any(word, heads, out);
        }
        (!Plain(all).is_long()).then_some(to)
    }

    /// [`Self::fold_word`] where characters may have three bytes.
    #[inline(never)]
    fn fold_any(&self, word: &[u8; WORD], heads: u64, out: &mut [u8; FOLD]) -> Option<usize> {
        let (mut left, mut to) = (heads, 0);
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let [a, b, c] = [word[at], word[at + 1], word[at + 2]].map(u32::from);
            let code = match a {
                0..0x80 => a,
                0x80..0xe0 => (a & 31) << 6 | b & 63,
                0xe0..0xf0 => (a & 15) << 12 | (b & 63) << 6 | c & 63,
                _ => return None,
            };
            if let Some(plain) = self.plain(code) {
                if plain.is_long() {
                    return None;
                }
                out.get_mut(to..to + 4)?.copy_from_slice(&plain.bytes());
                to += plain.len();
                continue;
            }
            let (bytes, len) = match char::from_u32(code)? {
                c if SYLLABLES.contains(&c) => syllable(code),
                c if is_ideograph(c) => {
                    let mut bytes = [0; 9];
                    c.encode_utf8(&mut bytes);
                    (bytes, 3)
                }
                _ => return None,
            };
            out.get_mut(to..to + 9)?.copy_from_slice(&bytes);
            to += len;
        }
        Some(to)
    }
}

/// Bytes of a word that is folded in one go, and some after it.
pub const WORD: usize = 66;
/// Room for the fold of a word, in bytes.
pub const FOLD: usize = 192;

/// Ideographs: each is a word by itself and folds to itself.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// The letters of a Korean syllable as UTF-8, nine bytes or six.
fn syllable(code: u32) -> ([u8; 9], usize) {
    let index = code.wrapping_sub(0xac00);
    let (lead, vowel, end) = (index / VOWELS, index % VOWELS / ENDINGS, index % ENDINGS);
    let end_code = 0x11a7 + end;
    let bytes = [
        0xe1,
        0x84,
        0x80 | (lead & 63) as u8,
        0xe1,
        0x85,
        0x80 | ((0x1161 + vowel) & 63) as u8,
        0xe1,
        0x80 | (end_code >> 6 & 63) as u8,
        0x80 | (end_code & 63) as u8,
    ];
    (bytes, if end == 0 { 6 } else { 9 })
}

/// The class of a character.
#[inline]
pub fn class(c: char) -> Class {
    match LETTERS.class(c as u32) {
        Some(class) => class,
        None if SYLLABLES.contains(&c) => Class::Word,
        None if is_ideograph(c) => Class::Solo,
        None => fold::class_of(c),
    }
}

/// Appends the plain fold of a character as UTF-8.
pub fn push_plain(c: char, out: &mut Vec<u8>) {
    let mut push = |f: char| {
        let mut buffer = [0; 4];
        out.extend_from_slice(f.encode_utf8(&mut buffer).as_bytes());
    };
    match LETTERS.plain(c as u32) {
        Some(plain) if !plain.is_long() => out.extend_from_slice(&plain.bytes()[..plain.len()]),
        None if is_ideograph(c) => push(c),
        None if SYLLABLES.contains(&c) => {
            let (bytes, len) = syllable(c as u32);
            out.extend_from_slice(&bytes[..len]);
        }
        _ => fold::fold_slowly(c, &mut push),
    }
}

/// The plain fold of the character of that code point, if it is one character of the tables or an ideograph; and whether
/// it is a small letter, which is told of those of the tables only.
#[inline(always)]
pub fn initial(code: u32) -> (Option<u32>, bool) {
    match LETTERS.plain(code) {
        Some(plain) => (plain.one(), plain.is_small()),
        None => (char::from_u32(code).filter(|&c| is_ideograph(c)).map(u32::from), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slowly(c: char) -> Vec<u8> {
        let mut out = String::new();
        fold::fold_slowly(c, &mut |f| out.push(f));
        out.into_bytes()
    }

    fn fold_word(text: &str, out: &mut [u8; FOLD]) -> Option<usize> {
        let mut word = [b'x'; WORD];
        word[..text.len()].copy_from_slice(text.as_bytes());
        Letters::get().fold_word(&word, text.char_indices().fold(0, |bits, (at, _)| bits | 1 << at), out)
    }

    #[test]
    fn look_ups_agree_with_the_definitions() {
        for c in ('\0'..='\u{1ffff}').chain('\u{e0000}'..='\u{e01ff}') {
            assert_eq!(class(c), fold::class_of(c), "{c:?}");
            let (mut looked_up, mut word, want) = (Vec::new(), [0; FOLD], slowly(c));
            assert!(!Letters::get().is_same(c as u32) || want == c.to_string().into_bytes(), "{c:?}");
            push_plain(c, &mut looked_up);
            assert_eq!(looked_up, want, "{c:?}");
            if let Some(n) = fold_word(c.encode_utf8(&mut [0; 4]), &mut word) {
                assert_eq!(&word[..n], want, "{c:?}");
            }
            if let (Some(one), small) = initial(c as u32) {
                assert_eq!(char::from_u32(one).map(String::from).unwrap().into_bytes(), want, "{c:?}");
                assert!(!small || c.is_lowercase());
            }
        }
    }

    #[test]
    fn words_fold_character_by_character() {
        for text in ["Łódź", "МОСКВА", "Ünïcôdé_1", "서울특별시", "الخرطوم", "Gießen", "北", "हिन्दी", "カ\u{3099}"]
        {
            let mut want = Vec::new();
            text.chars().for_each(|c| push_plain(c, &mut want));
            let mut out = [0; FOLD];
            let n = fold_word(text, &mut out).unwrap();
            assert_eq!(out[..n], want, "{text}");
        }
    }
}
