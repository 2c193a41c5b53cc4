//! The scan: one pass over a stretch of text that marks words, what lies beyond ASCII, and where the first bytes may be
//! those of a name, 64 bytes at a time: with the vectors of AVX2 where the processor has them ([`lanes`]), else with those
//! every processor of its kind has, or plain code where there are none.

use super::lanes::{BLOCK, Lanes, Shuffle};
use crate::text::fold::{self, Class};

/// Bytes scanned at a time; the marks of one stretch stay in the first-level cache.
pub(super) const STRETCH: usize = 8 << 10;
const WORDS: usize = STRETCH / 64;

/// Bytes after a stretch that are kept with it, so that no load ends outside.
const AFTER: usize = 64;
/// One bit a byte, zeros after the stretch. Twice the length and some more: a masked index never ends outside.
type Map = [u64; 2 * WORDS + 2];

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
        let map = || [0; 2 * WORDS + 2];
        Bits {
            word: map(),
            cut: map(),
            high: map(),
            pass: map(),
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
    pub fn scan<L: Lanes>(&mut self, stretch: &Stretch, text: &str, from: usize, to: usize, shuffle: &Shuffle) -> bool {
        let before = self.last;
        let len = to - from;
        let used = len.div_ceil(64).min(WORDS);
        let mut high = 0;
        for i in 0..used {
            let Some(block) = stretch.0.get(i * 64..).and_then(|b| b.first_chunk::<BLOCK>()) else { break };
            let marks = L::marks(block, shuffle);
            // bytes after the stretch are not part of it
            let kept = u64::MAX >> (64 - (len - i * 64).min(64));
            self.word[i] = marks.word & kept;
            self.pass[i] = marks.pass;
            self.high[i] = marks.high & kept;
            high |= marks.high & kept;
        }
        for map in [&mut self.word, &mut self.high] {
            map[used..used + 2].fill(0);
        }
        self.any_high = high != 0;
        let mut solo = None;
        self.cuts = self.any_high || before == Last::Solo;
        self.high_words = false;
        if self.cuts {
            self.cut[..used + 2].fill(0);
            if before == Last::Solo && self.word[0] & 1 != 0 {
                self.cut[0] |= 1;
            }
            solo = self.look_beyond_ascii(text, from, to, before);
            self.high_words = self.high.iter().zip(&self.word).take(used).any(|(h, w)| h & w != 0);
        }
        let end = len.saturating_sub(1);
        self.last = match self.word[end / 64] >> (end % 64) & 1 {
            0 => Last::Gap,
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
            let word = self.word[i];
            let mut begin = word & !(word << 1 | before);
            if self.cuts {
                begin |= self.cut[i];
                self.word[i] &= !self.cut[i];
            }
            before = word >> 63;
            begin &= self.pass[i];
            let mut high = begin & self.high[i];
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
                if at < to - from && self.word[at / 64] >> (at % 64) & 1 != 0 {
                    // an ASCII word right after
                    set(&mut self.cut, at, 1);
                }
            }
        }
        solo
    }

    /// Where the word that begins at `start` ends, if it is in the stretch and has no more than 64 bytes; else it may be
    /// anywhere from there on. Ask after [`Bits::begins`].
    #[inline(always)]
    pub fn word_end(&self, start: usize) -> usize {
        start + 1 + (!window(&self.word, start + 1)).trailing_zeros() as usize
    }

    /// How far the next byte of a word is from `at`; 64 if it is farther, or beyond the stretch. A word of a script
    /// without spaces counts from its second byte only. Ask after [`Bits::begins`].
    #[inline(always)]
    pub fn gap(&self, at: usize) -> usize {
        window(&self.word, at).trailing_zeros() as usize
    }

    /// Whether there is anything beyond ASCII in the word `start..end`.
    #[inline(always)]
    pub fn is_high(&self, start: usize, end: usize) -> bool {
        let len = end.saturating_sub(start);
        let marks = window(&self.high, start);
        len >= 64 || marks & ((1u64 << (len % 64)) - 1) != 0
    }
}

/// 64 bits from `at` on.
#[inline(always)]
fn window(map: &Map, at: usize) -> u64 {
    let (i, shift) = (at / 64 % (2 * WORDS), at % 64);
    map[i] >> shift | (map[i + 1] << 1) << (63 - shift)
}

fn set(bits: &mut Map, at: usize, len: usize) {
    for i in at..(at + len).min(STRETCH) {
        bits[i / 64] |= 1 << (i % 64);
    }
}
