//! Steps from word to word, hashing as it goes: the same steps in a name when it is compiled and in a text when it is
//! searched, so that a name's key and its spellings' keys are equal by construction.

use super::ascii;
use super::hash::{self, GapHash};
use crate::text::fold;

/// What an ASCII byte is to the scan: part of a word or not; bytes beyond ASCII need a look at the character.
pub(super) const ASCII_WORD: [bool; 256] = {
    let mut t = [false; 256];
    let mut b = 0;
    while b < 128 {
        t[b] = ascii::is_word(b as u8);
        b += 1;
    }
    t
};

/// Hashes of gaps of one ASCII byte: joins are hyphens and white space; 0 where it is beyond ASCII or of a word.
pub(super) static GAPS: [u64; 256] = {
    let mut t = [0; 256];
    let mut b = 0;
    while b < 128 {
        t[b] = match b as u8 {
            c if ascii::is_join(c) => hash::JOIN.bits(),
            b'`' => GapHash::EMPTY.with('\'').bits(),
            _ if ASCII_WORD[b] => 0,
            mark => GapHash::EMPTY.with(mark as char).bits(),
        };
        b += 1;
    }
    t
};

/// Hash of the word `start..end`.
#[inline]
pub(super) fn word_hash(text: &str, start: usize, end: usize, seed: u64, buffer: &mut Vec<u8>) -> u64 {
    match text.get(start..end) {
        Some(w) if !w.is_ascii() => hash::folded_word(w, buffer, seed),
        _ => hash::word(text.as_bytes(), start, end, seed),
    }
}

/// Where the word that begins there ends, if nothing of it and nothing after it is beyond ASCII.
#[inline]
pub(super) fn ascii_word_end(bytes: &[u8], start: usize) -> Option<usize> {
    let len = bytes.get(start..)?.iter().position(|&b| !ASCII_WORD[usize::from(b)]);
    let end = len.map_or(bytes.len(), |n| start + n);
    bytes.get(end).is_none_or(u8::is_ascii).then_some(end)
}

/// The next word after the one that ended at `at`: where it ends, and the hash of the prefix with it.
#[inline]
pub(super) fn next_word(text: &str, at: usize, prefix: u64, seed: u64, buffer: &mut Vec<u8>) -> Option<(usize, u64)> {
    let bytes = text.as_bytes();
    if let Some([b' ', next]) = bytes.get(at..at + 2)
        && ASCII_WORD[usize::from(*next)]
    {
        let start = at + 1;
        if let Some(end) = ascii_word_end(bytes, start) {
            return Some((end, hash::join(prefix, hash::JOIN, hash::word(bytes, start, end, seed))));
        }
    }
    next_word_slowly(text, at, prefix, seed, buffer)
}

#[inline(never)]
fn next_word_slowly(text: &str, at: usize, prefix: u64, seed: u64, buffer: &mut Vec<u8>) -> Option<(usize, u64)> {
    let mut marks = GapHash::EMPTY;
    let (start, joined) = fold::gap(text, at, |c| marks.push(c))?;
    let end = fold::word_end(text, start);
    let gap = if joined { hash::JOIN } else { marks };
    Some((end, hash::join(prefix, gap, word_hash(text, start, end, seed, buffer))))
}
