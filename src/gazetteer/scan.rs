//! The scan: one pass over a stretch of text that marks words, what lies beyond ASCII, and where the first bytes may be
//! those of a name, 64 bytes at a time, with what vectors the processor has ([`lanes`](super::lanes)).

use super::lanes::{BLOCK, Lanes, Shuffle};
use crate::text::fold::{self, Class};
use crate::text::letters::{Letters, WORD};
use std::ops::RangeInclusive;

/// Bytes scanned at a time; the marks of one stretch stay in the first-level cache.
pub(super) const STRETCH: usize = 8 << 10;
const WORDS: usize = STRETCH / 64;

/// Bytes after a stretch that are kept with it, whole blocks, so that no load ends outside.
pub(super) const AFTER: usize = 2 * 64;
/// With more than one byte of so many beyond ASCII and of words, most words have some.
const MUCH: usize = if cfg!(test) { 2 } else { 24 };

/// Of a text's last stretch what comes so many bytes later is sent for.
const FARTHER: usize = 2048;

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

    /// Sets the bits of a character.
    #[inline(always)]
    fn set(&mut self, at: usize, len: usize) {
        let bits = ((1u128 << (len % 64)) - 1) << (at % 64);
        self.add(at / 64, bits as u64);
        if bits >> 64 != 0 {
            self.add(at / 64 + 1, (bits >> 64) as u64);
        }
    }

    /// At least [`WINDOW`] bits from `at` on, zeros above them.
    #[inline(always)]
    fn window(&self, at: usize) -> u64 {
        let bytes = self.0.as_flattened()[at / 8 % (16 * WORDS)..].first_chunk::<8>();
        bytes.map_or(0, |b| u64::from_le_bytes(*b) >> (at % 8))
    }
}

/// Some of the blocks of 64 bytes of a stretch, a bit each.
#[derive(Clone, Copy, Default)]
struct Blocks([u64; WORDS / 64]);

impl Blocks {
    #[inline(always)]
    fn add(&mut self, block: usize, yes: bool) {
        self.0[block / 64 % (WORDS / 64)] |= u64::from(yes) << (block % 64);
    }

    fn any(self) -> bool {
        self.0 != [0; WORDS / 64]
    }

    #[inline(always)]
    fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(word, mut left)| {
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(word * 64 + bit)
            })
        })
    }
}

/// Quotation marks, apostrophes, dashes and points, U+2010 to U+2027, by the last of their three bytes: most of what is
/// beyond ASCII in English news, and of no word.
pub(super) const MARKS: RangeInclusive<u8> = 0x90..=0xa7;

/// Bits a [`Map::window`] has in any case.
pub(super) const WINDOW: usize = 57;

/// A stretch of text in a place of its own, followed by what follows it in the text and by zeros: eight or sixteen bytes
/// can be read from anywhere in it without a look at its length.
pub(super) struct Stretch([u8; STRETCH + AFTER]);

impl Stretch {
    pub fn new() -> Self {
        Stretch([0; STRETCH + AFTER])
    }

    /// Takes a block of 64 bytes of the text the stretch begins in at `from`; zeros after its end.
    #[inline(always)]
    fn take(&mut self, text: &[u8], from: usize, block: usize) {
        let rest = text.get(from + block * 64..).unwrap_or(&[]);
        let Some(place) = self.0.get_mut(block * 64..).and_then(|b| b.first_chunk_mut::<64>()) else { return };
        match rest.first_chunk::<64>() {
            Some(whole) => *place = *whole,
            None => {
                let (taken, after) = place.split_at_mut(rest.len());
                taken.copy_from_slice(rest);
                after.fill(0);
            }
        }
    }

    /// The sixteen bytes at and after `at`, which is within the stretch, as two numbers.
    #[inline(always)]
    pub fn sixteen(&self, at: usize) -> [u64; 2] {
        let bytes = &self.0[at % STRETCH..][..16];
        let [a, b] = [0, 8].map(|at| bytes[at..].first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b)));
        [a, b]
    }

    /// The sixteen bytes at and after `at`, which is within the stretch.
    #[inline(always)]
    pub fn sixteen_bytes(&self, at: usize) -> &[u8; 16] {
        self.0[at % STRETCH..].first_chunk().unwrap_or(&[0; 16])
    }

    /// All bytes.
    #[inline(always)]
    pub fn all(&self) -> &[u8; STRETCH + AFTER] {
        &self.0
    }

    /// As many bytes as a word has that is folded in one go.
    #[inline(always)]
    pub fn word(&self, at: usize) -> &[u8; WORD] {
        self.0[at % STRETCH..].first_chunk().unwrap_or(&[0; WORD])
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
    /// First bytes of characters beyond ASCII that are to be looked at one by one.
    leads: Map,
    /// Bytes of characters beyond ASCII after the first.
    tails: Map,
    /// First bytes of characters beyond ASCII that fold to something else.
    moved: Map,
    /// Of those words begin with and are beyond ASCII, which are small letters.
    small: Map,
    /// By its first bytes a name may begin here, if a word does.
    pass: Map,
    /// The blocks of 64 bytes in which there is anything beyond ASCII.
    high_blocks: Blocks,
    /// Whether there is anything beyond ASCII in words.
    pub high_words: bool,
    /// Whether there is much of it.
    pub mostly_high: bool,
    /// Whether some word begins where another one ends: a bit of `cut`.
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
            leads: Map::new(),
            tails: Map::new(),
            moved: Map::new(),
            small: Map::new(),
            pass: Map::new(),
            high_blocks: Blocks::default(),
            high_words: false,
            mostly_high: false,
            cuts: false,
            last: Last::Gap,
        }
    }

    /// Forgets the text scanned before.
    pub fn reset(&mut self) {
        self.last = Last::Gap;
    }

    /// Takes and scans the bytes `from..to` of a text, `STRETCH` at most, whole characters; the stretches of a text in order.
    /// Gives whether a word goes on from the stretch before.
    #[inline(always)]
    pub fn scan<L: Lanes>(
        &mut self,
        lanes: L,
        stretch: &mut Stretch,
        text: &[u8],
        (from, to): (usize, usize),
        shuffle: &Shuffle,
    ) -> bool {
        let (before, len) = (self.last, to - from);
        let used = len.div_ceil(64).min(WORDS);
        // what the stretch before left; the other maps are written or not read
        for i in std::mem::take(&mut self.high_blocks).iter() {
            self.tails.put(i, 0);
            self.moved.put(i, 0);
        }
        if std::mem::take(&mut self.cuts) {
            (0..WORDS + 2).for_each(|i| self.cut.put(i, 0));
        }
        stretch.take(text, from, 0);
        for i in 0..used {
            // the next stretch is on its way while this one is worked on
            lanes.prefetch(text.get(to + i * 64).or_else(|| text.get(from + i * 64 + FARTHER)));
            stretch.take(text, from, i + 1);
            // what was just copied is not read where the text itself can be: the processor would wait for it
            let block = text.get(from + i * 64..).and_then(|b| b.first_chunk::<BLOCK>());
            let Some(block) = block.or_else(|| stretch.0.get(i * 64..)?.first_chunk()) else { break };
            let marks = lanes.marks(block, shuffle);
            // bytes after the stretch are not part of it
            let kept = u64::MAX >> (64 - (len - i * 64).min(64));
            self.word.put(i, marks.word & kept);
            self.pass.put(i, marks.pass);
            self.high.put(i, marks.high & kept);
            self.high_blocks.add(i, marks.high & kept != 0);
        }
        stretch.take(text, from, used + 1);
        for map in [&mut self.word, &mut self.high] {
            (used..used + 2).for_each(|i| map.put(i, 0));
        }
        let mut solo = None;
        (self.high_words, self.mostly_high) = (false, false);
        if self.high_blocks.any() || before == Last::Solo {
            solo = self.look_beyond_ascii(lanes, stretch, len, before);
            let of_words = |i| (self.high.word(i) & self.word.word(i)).count_ones() as usize;
            let bytes: usize = self.high_blocks.iter().map(of_words).sum();
            (self.high_words, self.mostly_high) = (bytes > 0, bytes > len / MUCH);
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
    /// [`Bits::word_end`] can be asked. Of those with something beyond ASCII in the first three bytes `passes` tells whether
    /// they do, and whether the first character is a small letter. `begins` has room for every byte of the stretch and some more.
    #[inline(always)]
    pub fn begins<L: Lanes>(
        &mut self,
        lanes: L,
        len: usize,
        goes_on: bool,
        begins: &mut [u32],
        passes: impl Fn(usize) -> [u64; 2],
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
            if self.high_words {
                begin = self.thin_high(i, begin, &passes);
            }
            count += lanes.places(begin, (i * 64) as u32, &mut begins[count..]);
        }
        count
    }

    /// Classifies the characters beyond ASCII, those one by one that the lanes cannot tell; gives the end of the last word
    /// of a script without spaces.
    #[inline(always)]
    fn look_beyond_ascii<L: Lanes>(&mut self, lanes: L, stretch: &Stretch, len: usize, before: Last) -> Option<usize> {
        let mut carry = 0;
        for i in self.high_blocks.iter() {
            let Some(block) = stretch.0.get(i * 64..).and_then(|b| b.first_chunk::<BLOCK>()) else { break };
            let (told, high) = (lanes.letters(block), self.high.word(i));
            let sure = told.sure & high;
            self.word.add(i, sure | sure << 1 | carry);
            carry = sure >> 63;
            self.leads.put(i, told.leads & high & !sure);
            self.tails.put(i, high & !told.leads);
            self.moved.put(i, sure & !told.same);
        }
        if before == Last::Solo && self.word.get(0) {
            self.set_cut(0);
        }
        self.look_one_by_one(stretch, len, before)
    }

    /// Thins the beginnings of a block by their first three bytes, if some of these are beyond ASCII.
    #[inline(always)]
    fn thin_high(&mut self, block: usize, begins: u64, passes: impl Fn(usize) -> [u64; 2]) -> u64 {
        // quotation marks and dashes are of no word: they end it, and the first three bytes tell that as they are
        let [high, next] = [block, block + 1].map(|i| self.high.word(i) & self.word.word(i));
        let mut near = begins & (high | high >> 1 | next << 63 | high >> 2 | next << 62);
        if near == 0 {
            return begins;
        }
        let (mut begins, mut small) = (begins, 0);
        while near != 0 {
            let bit = near & near.wrapping_neg();
            let [passes, is_small] = passes(block * 64 + bit.trailing_zeros() as usize);
            begins &= !(bit * (1 - passes));
            small |= bit * is_small;
            near &= !bit;
        }
        self.small.put(block, small);
        begins
    }

    #[inline(always)]
    fn set_cut(&mut self, at: usize) {
        self.cut.set(at, 1);
        self.cuts = true;
    }

    #[inline(never)]
    fn look_one_by_one(&mut self, stretch: &Stretch, len: usize, before: Last) -> Option<usize> {
        let letters = Letters::get();
        let mut solo = (before == Last::Solo).then_some(0);
        for i in self.high_blocks.iter() {
            let mut leads = self.leads.word(i);
            while leads != 0 {
                let byte = i * 64 + leads.trailing_zeros() as usize;
                leads &= leads - 1;
                let bytes @ [a, b, c, _] = stretch.at::<4>(byte);
                if a == 0xe2 && b == 0x80 && MARKS.contains(&c) {
                    continue;
                }
                let (code, len_of) = code_point(bytes);
                let (class, at) = (letters.class(code).unwrap_or_else(|| class_beyond(code)), byte + len_of);
                if !letters.is_same(code) {
                    self.moved.set(byte, 1);
                }
                match class {
                    Class::Word => {
                        self.word.set(byte, at - byte);
                        if solo == Some(byte) {
                            self.set_cut(byte);
                        }
                        continue;
                    }
                    Class::Mark | Class::Ignorable => {
                        self.word.set(byte, at - byte);
                        if solo != Some(byte) {
                            continue;
                        }
                    }
                    Class::Solo => {
                        self.word.set(byte, at - byte);
                        self.set_cut(byte);
                    }
                    _ => continue,
                }
                solo = Some(at);
                if at < len && self.word.get(at) {
                    // a word that is told already right after
                    self.set_cut(at);
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

    /// The first bytes of the characters in the word `start..end`, which has no more than [`WINDOW`] bytes.
    #[inline(always)]
    pub fn heads(&self, start: usize, end: usize) -> u64 {
        !self.tails.window(start) & ((1u64 << (end.saturating_sub(start) % 64)) - 1)
    }

    /// Whether anything in the word `start..end` folds to something else, capitals apart.
    #[inline(always)]
    pub fn is_moved(&self, start: usize, end: usize) -> bool {
        let len = end.saturating_sub(start);
        len > WINDOW || self.moved.window(start) & ((1u64 << (len % 64)) - 1) != 0
    }

    /// Whether the word that begins at `start`, beyond ASCII, begins with a small letter.
    #[inline(always)]
    pub fn is_small(&self, start: usize) -> bool {
        self.small.window(start) & 1 != 0
    }
}

/// The code point of the character beyond ASCII these valid bytes begin with, and how many bytes it has.
#[inline(always)]
pub(super) fn code_point(bytes: [u8; 4]) -> (u32, usize) {
    let [a, b, c, d] = bytes.map(u32::from);
    match bytes[0] {
        0..0xe0 => ((a & 31) << 6 | b & 63, 2),
        0xe0..0xf0 => ((a & 15) << 12 | (b & 63) << 6 | c & 63, 3),
        _ => ((a & 7) << 18 | (b & 63) << 12 | (c & 63) << 6 | d & 63, 4),
    }
}

/// The class of a character without a table.
fn class_beyond(code: u32) -> Class {
    char::from_u32(code).map_or(Class::Other, fold::class)
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
