//! The scan: one pass over a stretch of text that marks words, what lies beyond ASCII, and where the first bytes may be
//! those of a name, 64 bytes at a time: with the vectors of AVX2 where the processor has them ([`lanes`]), else with those
//! every processor of its kind has, or plain code where there are none.

use super::lanes::{BLOCK, Lanes, Shuffle};
use crate::text::fold::{self, Class};
use std::ops::RangeInclusive;

/// Bytes scanned at a time; the marks of one stretch stay in the first-level cache.
pub(super) const STRETCH: usize = 8 << 10;
const WORDS: usize = STRETCH / 64;

/// Bytes after a stretch that are kept with it, so that no load ends outside.
const AFTER: usize = 64;
/// One bit a byte, zeros after the stretch. Twice the length and some more: a masked index never ends outside.
struct Map([[u8; 8]; 2 * WORDS + 2]);

impl Map {
    fn new() -> Self {
        Map([[0; 8]; 2 * WORDS + 2])
    }

    /// The bits of 64 bytes.
    #[inline(always)]
    fn word(&self, index: usize) -> u64 {
        u64::from_le_bytes(self.0[index % (2 * WORDS)])
    }

    #[inline(always)]
    fn put(&mut self, index: usize, bits: u64) {
        self.0[index % (2 * WORDS)] = bits.to_le_bytes();
    }

    #[inline(always)]
    fn add(&mut self, index: usize, bits: u64) {
        self.put(index, self.word(index) | bits);
    }

    fn get(&self, at: usize) -> bool {
        self.word(at / 64) >> (at % 64) & 1 != 0
    }

    fn set(&mut self, at: usize, len: usize) {
        for i in at..(at + len).min(STRETCH) {
            self.add(i / 64, 1 << (i % 64));
        }
    }

    /// At least [`WINDOW`] bits from `at` on, zeros above them.
    #[inline(always)]
    fn window(&self, at: usize) -> u64 {
        let bytes = self.0.as_flattened()[at / 8 % (16 * WORDS)..].first_chunk::<8>();
        bytes.map_or(0, |b| u64::from_le_bytes(*b) >> (at % 8))
    }
}

/// Quotation marks, apostrophes, dashes and points, U+2010 to U+2027, by the last of their three bytes: most of what is
/// beyond ASCII in English news, and of no word.
const MARKS: RangeInclusive<u8> = 0x90..=0xa7;

/// Bits a [`Map::window`] has in any case.
const WINDOW: usize = 57;

/// A stretch of text in a place of its own, followed by what follows it in the text and by zeros: eight or sixteen bytes
/// can be read from anywhere in it without a look at its length.
pub(super) struct Stretch([u8; STRETCH + AFTER]);

impl Stretch {
    pub fn new() -> Self {
        Stretch([0; STRETCH + AFTER])
    }

    /// Takes the bytes from `from` on; `to` is the end of the stretch.
    #[inline(always)]
    pub fn take(&mut self, text: &[u8], from: usize, to: usize) {
        let with_rest = text.get(from..(to + AFTER).min(text.len())).unwrap_or(&[]);
        let len = with_rest.len().min(self.0.len());
        self.0[..len].copy_from_slice(&with_rest[..len]);
        self.0[len..(len + AFTER).min(STRETCH + AFTER)].fill(0);
    }

    /// The sixteen bytes at and after `at`, which is within the stretch, as two numbers.
    #[inline(always)]
    pub fn sixteen(&self, at: usize) -> [u64; 2] {
        let bytes = &self.0[at % STRETCH..][..16];
        let [a, b] = [0, 8].map(|at| bytes[at..].first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b)));
        [a, b]
    }

    /// The bytes at and after `at`, which is within the stretch.
    #[inline(always)]
    pub fn at<const N: usize>(&self, at: usize) -> [u8; N] {
        const { assert!(N <= AFTER) };
        let mut out = [0; N];
        out.copy_from_slice(&self.0[at % STRETCH..][..N]);
        out
    }
}

/// What a scan finds out about a stretch.
pub(super) struct Bits {
    /// Part of a word.
    word: Map,
    /// A word begins here although the byte before is part of a word (scripts without spaces).
    cut: Map,
    /// Not ASCII.
    high: Map,
    /// By its first bytes a name may begin here, if a word does.
    pass: Map,
    /// Whether there is anything beyond ASCII.
    pub any_high: bool,
    /// Whether there is anything beyond ASCII in words.
    pub high_words: bool,
    /// Whether some word begins where another one ends.
    cuts: bool,
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
            word: Map::new(),
            cut: Map::new(),
            high: Map::new(),
            pass: Map::new(),
            any_high: false,
            high_words: false,
            cuts: false,
            last: Last::Gap,
        }
    }

    /// Forgets the text scanned before.
    pub fn reset(&mut self) {
        self.last = Last::Gap;
    }

    /// Scans `text[from..to]`, `STRETCH` bytes at most, from and to character boundaries, the stretches of a text in
    /// order. Gives whether a word goes on from the stretch before.
    #[inline(always)]
    pub fn scan<L: Lanes>(
        &mut self,
        lanes: L,
        stretch: &Stretch,
        text: &str,
        from: usize,
        to: usize,
        shuffle: &Shuffle,
    ) -> bool {
        let before = self.last;
        let len = to - from;
        let used = len.div_ceil(64).min(WORDS);
        let mut high = 0;
        for i in 0..used {
            let Some(block) = stretch.0.get(i * 64..).and_then(|b| b.first_chunk::<BLOCK>()) else { break };
            let marks = lanes.marks(block, shuffle);
            // bytes after the stretch are not part of it
            let kept = u64::MAX >> (64 - (len - i * 64).min(64));
            self.word.put(i, marks.word & kept);
            self.pass.put(i, marks.pass);
            self.high.put(i, marks.high & kept);
            high |= marks.high & kept;
        }
        for map in [&mut self.word, &mut self.high] {
            (used..used + 2).for_each(|i| map.put(i, 0));
        }
        self.any_high = high != 0;
        let mut solo = None;
        self.cuts = self.any_high || before == Last::Solo;
        self.high_words = false;
        if self.cuts {
            (0..used + 2).for_each(|i| self.cut.put(i, 0));
            if before == Last::Solo && self.word.get(0) {
                self.cut.set(0, 1);
            }
            solo = self.look_beyond_ascii(text, from, to, before);
            self.high_words = (0..used).any(|i| self.high.word(i) & self.word.word(i) != 0);
        }
        let end = len.saturating_sub(1);
        self.last = match self.word.get(end) {
            false => Last::Gap,
            _ if solo == Some(len) => Last::Solo,
            _ => Last::Word,
        };
        before != Last::Gap
    }

    /// Writes where words begin that may begin a name into `begins` and gives how many there are; from then on
    /// [`Bits::word_end`] can be asked. Beginnings beyond ASCII must pass `passes`. `begins` has room for every byte of the stretch and some more.
    #[inline(always)]
    pub fn begins(
        &mut self,
        len: usize,
        goes_on: bool,
        begins: &mut [u32; STRETCH + 64],
        passes: impl Fn(usize) -> bool,
    ) -> usize {
        let (mut before, mut count) = (u64::from(goes_on), 0usize);
        for i in 0..len.div_ceil(64).min(WORDS) {
            let word = self.word.word(i);
            let mut begin = word & !(word << 1 | before);
            if self.cuts {
                begin |= self.cut.word(i);
                self.word.put(i, word & !self.cut.word(i));
            }
            before = word >> 63;
            begin &= self.pass.word(i);
            let mut high = begin & self.high.word(i);
            while high != 0 {
                let bit = high & high.wrapping_neg();
                if !passes(i * 64 + bit.trailing_zeros() as usize) {
                    begin &= !bit;
                }
                high &= !bit;
            }
            // four at a time, whether there are four or not: a branch a beginning would be guessed wrong too often
            let (number, base) = (begin.count_ones() as usize, (i * 64) as u32);
            for slots in begins[count..].as_chunks_mut::<4>().0.iter_mut().take(number.div_ceil(4)) {
                for slot in slots {
                    *slot = base + begin.trailing_zeros();
                    begin &= begin.wrapping_sub(1);
                }
            }
            count += number;
        }
        count
    }

    /// Classifies the characters beyond ASCII one by one; gives the end of the last word of a script without spaces.
    #[inline(never)]
    fn look_beyond_ascii(&mut self, text: &str, from: usize, to: usize, before: Last) -> Option<usize> {
        let blocks = (to - from).div_ceil(64).min(WORDS);
        let mut at = 0; // first byte not yet looked at
        let mut solo = (before == Last::Solo).then_some(0);
        for i in 0..blocks {
            let mut high = self.high.word(i);
            while high != 0 {
                let byte = i * 64 + high.trailing_zeros() as usize;
                high &= high - 1;
                if byte < at {
                    continue;
                }
                let rest = text.as_bytes().get(from + byte..to).unwrap_or(&[]);
                if let [0xe2, 0x80, third, ..] = *rest
                    && MARKS.contains(&third)
                {
                    at = byte + 3;
                    continue;
                }
                let Some(c) = text.get(from + byte..to).and_then(|t| t.chars().next()) else { return solo };
                let len = c.len_utf8();
                at = byte + len;
                match fold::class(c) {
                    Class::Word => {
                        self.word.set(byte, len);
                        if solo == Some(byte) {
                            self.cut.set(byte, 1);
                        }
                        continue;
                    }
                    Class::Mark | Class::Ignorable => {
                        self.word.set(byte, len);
                        if solo != Some(byte) {
                            continue;
                        }
                    }
                    Class::Solo => {
                        self.word.set(byte, len);
                        self.cut.set(byte, 1);
                    }
                    _ => continue,
                }
                solo = Some(at);
                if at < to - from && self.word.get(at) {
                    // an ASCII word right after
                    self.cut.set(at, 1);
                }
            }
        }
        solo
    }

    /// Where the word that begins at `start` ends, if it is in the stretch and has no more than [`WINDOW`] bytes; else it may be
    /// anywhere from there on. Ask after [`Bits::begins`].
    #[inline(always)]
    pub fn word_end(&self, start: usize) -> usize {
        start + 1 + (!self.word.window(start + 1)).trailing_zeros() as usize
    }

    /// How far the next byte of a word is from `at`; 64 if it is farther than [`WINDOW`], or beyond the stretch. A word of a script
    /// without spaces counts from its second byte only. Ask after [`Bits::begins`].
    #[inline(always)]
    pub fn gap(&self, at: usize) -> usize {
        self.word.window(at).trailing_zeros() as usize
    }

    /// Whether there is anything beyond ASCII in the word `start..end`.
    #[inline(always)]
    pub fn is_high(&self, start: usize, end: usize) -> bool {
        let len = end.saturating_sub(start);
        len > WINDOW || self.high.window(start) & ((1u64 << (len % 64)) - 1) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_of_no_word() {
        for third in MARKS {
            let text = String::from_utf8(vec![0xe2, 0x80, third]).unwrap();
            let class = fold::class(text.chars().next().unwrap());
            assert!(!matches!(class, Class::Word | Class::Mark | Class::Ignorable | Class::Solo), "{text:?}");
        }
    }
}
