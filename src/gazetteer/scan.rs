//! The scan: one pass over a stretch of text that marks words, where they begin, and what lies beyond ASCII, 64 bytes
//! at a time, with the vectors every processor of its kind has (and plain code where there are none).

use crate::text::fold::{self, Class};
use wide::u8x16;

/// Bytes scanned at a time; the marks of one stretch stay in the first-level cache.
pub(super) const STRETCH: usize = 16 << 10;
const WORDS: usize = STRETCH / 64;

/// One bit a byte.
pub(super) struct Bits {
    /// Part of a word.
    pub word: [u64; WORDS],
    /// A word begins here although the byte before is part of a word (scripts without spaces).
    pub cut: [u64; WORDS],
    /// Not ASCII.
    pub high: [u64; WORDS],
    /// Small ASCII letter.
    pub lower: [u64; WORDS],
    /// Whether there is anything beyond ASCII.
    pub any_high: bool,
    /// What the last character of the stretch was.
    last: Last,
}

/// What stood before a stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Gap,
    Word,
    Solo,
}

impl Bits {
    pub fn new() -> Self {
        Bits {
            word: [0; WORDS],
            cut: [0; WORDS],
            high: [0; WORDS],
            lower: [0; WORDS],
            any_high: false,
            last: Last::Gap,
        }
    }

    /// Forgets the text scanned before.
    pub fn reset(&mut self) {
        self.last = Last::Gap;
    }

    /// Scans `text[from..to]`, `STRETCH` bytes at most, from and to character boundaries, the stretches of a text in
    /// order. Gives whether a word goes on from the stretch before.
    #[inline(never)]
    pub fn scan(&mut self, text: &str, from: usize, to: usize) -> bool {
        let before = self.last;
        let bytes = text.as_bytes().get(from..to).unwrap_or(&[]);
        let mut high = 0;
        let (blocks, rest) = bytes.as_chunks::<64>();
        for (i, block) in blocks.iter().enumerate().take(WORDS) {
            high |= self.scan_block(i, block);
        }
        if !rest.is_empty() {
            let mut block = [0u8; 64];
            block[..rest.len()].copy_from_slice(rest);
            high |= self.scan_block(blocks.len(), &block);
        }
        self.any_high = high != 0;
        if before == Last::Solo && self.word[0] & 1 != 0 {
            self.cut[0] |= 1;
        }
        let solo = if self.any_high { self.look_beyond_ascii(text, from, to, before) } else { None };
        let end = (to - from).saturating_sub(1);
        self.last = match self.word[end / 64] >> (end % 64) & 1 {
            0 => Last::Gap,
            _ if solo == Some(to - from) => Last::Solo,
            _ => Last::Word,
        };
        before != Last::Gap
    }

    #[inline(always)]
    fn scan_block(&mut self, i: usize, block: &[u8; 64]) -> u64 {
        let (mut word, mut small, mut high) = (0u64, 0u64, 0u64);
        let (quarters, _) = block.as_chunks::<16>();
        for (q, quarter) in quarters.iter().enumerate() {
            let bytes = u8x16::new(*quarter);
            let within = |b: u8x16, first: u8, count: u8| {
                let from = b - u8x16::splat(first);
                from.min(u8x16::splat(count - 1)).cmp_eq(from)
            };
            let letter = within(bytes | u8x16::splat(0x20), b'a', 26);
            let other = within(bytes, b'0', 10) | bytes.cmp_eq(u8x16::splat(b'_'));
            // four times the byte has the bit that tells small letters on top
            let twice = bytes + bytes;
            let (letters, shift) = (mask(letter), 16 * q);
            word |= (letters | mask(other)) << shift;
            small |= (letters & mask(twice + twice)) << shift;
            high |= mask(bytes) << shift;
        }
        if i < WORDS {
            self.word[i] = word;
            self.lower[i] = small;
            self.high[i] = high;
            self.cut[i] = 0;
        }
        high
    }

    /// Classifies the characters beyond ASCII one by one; gives the end of the last word of a script without spaces.
    #[inline(never)]
    fn look_beyond_ascii(&mut self, text: &str, from: usize, to: usize, before: Last) -> Option<usize> {
        let blocks = (to - from).div_ceil(64).min(WORDS);
        let mut at = 0; // first byte not yet looked at
        let mut solo = (before == Last::Solo).then_some(0);
        for i in 0..blocks {
            let mut high = self.high[i];
            while high != 0 {
                let byte = i * 64 + high.trailing_zeros() as usize;
                high &= high - 1;
                if byte < at {
                    continue;
                }
                let Some(c) = text.get(from + byte..to).and_then(|t| t.chars().next()) else { return solo };
                let len = c.len_utf8();
                at = byte + len;
                match fold::class(c) {
                    Class::Word => {
                        set(&mut self.word, byte, len);
                        if solo == Some(byte) {
                            set(&mut self.cut, byte, 1);
                        }
                        continue;
                    }
                    Class::Mark | Class::Ignorable => {
                        set(&mut self.word, byte, len);
                        if solo != Some(byte) {
                            continue;
                        }
                    }
                    Class::Solo => {
                        set(&mut self.word, byte, len);
                        set(&mut self.cut, byte, 1);
                    }
                    _ => continue,
                }
                solo = Some(at);
                if at < STRETCH && self.word[at / 64] >> (at % 64) & 1 != 0 {
                    // an ASCII word right after
                    set(&mut self.cut, at, 1);
                }
            }
        }
        solo
    }

    /// Where the word that begins at `start` ends, within the stretch.
    #[inline(always)]
    pub fn word_end(&self, start: usize, limit: usize) -> usize {
        let mut i = start / 64;
        // ends: not a word, or another word begins
        let mut ends = !(self.word[i] & !self.cut[i]) & (u64::MAX << (start % 64)) & !(1 << (start % 64));
        while ends == 0 {
            i += 1;
            if i * 64 >= limit {
                return limit;
            }
            ends = !(self.word[i] & !self.cut[i]);
        }
        (i * 64 + ends.trailing_zeros() as usize).min(limit)
    }

    /// Whether there is anything beyond ASCII in `start..end`.
    #[inline(always)]
    pub fn is_high(&self, start: usize, end: usize) -> bool {
        let (first, last) = (start / 64, (end.max(start + 1) - 1) / 64);
        let from = u64::MAX << (start % 64);
        let upto = u64::MAX >> (63 - (end.max(start + 1) - 1) % 64);
        if first == last {
            return self.high[first] & from & upto != 0;
        }
        self.high[first] & from != 0
            || self.high[last] & upto != 0
            || self.high[first + 1..last].iter().any(|&w| w != 0)
    }
}

/// The top bits of sixteen bytes.
#[inline(always)]
fn mask(bytes: u8x16) -> u64 {
    bytes.move_mask() as u64 & 0xffff
}

fn set(bits: &mut [u64; WORDS], at: usize, len: usize) {
    for i in at..(at + len).min(STRETCH) {
        bits[i / 64] |= 1 << (i % 64);
    }
}
