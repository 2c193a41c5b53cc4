//! What a look at many bytes or words at once tells: with AVX-512, with AVX2, or with the vectors of sixteen bytes every
//! x86-64 and 64-bit ARM processor has (plain code elsewhere).
//!
//! The filter of first bytes looks up the two halves of each of three bytes in tables of sixteen: a bit left over from all
//! six look-ups says "perhaps" (the method is known as Teddy, from Hyperscan). Words of one letter and of two are told by
//! bits of their own, for all that may follow on them would open the tables for everything. Without AVX2 it says yes to whatever begins
//! right; the filters after it drop the rest.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

#[cfg(target_arch = "x86_64")]
pub(super) use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub(super) use avx512::Avx512;

use super::begin::{self, Words};
use super::deepen::{self, Prefixes};
use super::fit;
use super::scan::{Bits, Stretch};
use super::table::{self, BUCKET};
use wide::u8x16;

/// Bytes a filter looks at beyond the one a name begins with.
pub(super) const LOOK: usize = 2;
/// A block and its look-ahead.
pub(super) const BLOCK: usize = 64 + LOOK;
/// The bits of the tables of [`Shuffle`] that tell of words of one small letter and of two.
pub(super) const ONE: u8 = 0x40;
pub(super) const TWO: u8 = 0x20;
/// Length of the tables of [`Shuffle`] in a compiled gazetteer.
pub(super) const SHUFFLE: usize = 96;

/// What is known of 64 bytes, a bit a byte.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    pub word: u64,
    pub high: u64,
    pub pass: u64,
}

/// Where characters beyond ASCII are in 64 bytes, a bit a byte.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    /// The first byte of each; those of [`MARKS`](super::scan::MARKS) may be left out.
    pub leads: u64,
    /// The first byte of those that are letters for sure: of the Latin, Greek, Cyrillic and Arabic ones, most.
    pub sure: u64,
    /// Of these, of those that fold to themselves for sure.
    pub same: u64,
}

/// Characters of two bytes: the upper half of their first byte, and sets, a bit a value, of the lower half of the first
/// byte and of both halves of the second, the upper one first.
type Group = (u8, u16, u16, u16);

/// Letters.
const SURE: [Group; 8] = [
    // Latin with diacritics, U+0100 to U+027F
    (0xc, 0x03f0, ALL, ALL),
    // U+00C0 to U+00FF without the signs of multiplication and division
    (0xc, 1 << 0x3, ALL, !(1 << 0x7)),
    (0xc, 1 << 0x3 | 1 << 0xf, 1 << 0x8 | 1 << 0xa, ALL),
    // Greek, with the row before
    (0xc, 1 << 0xe, 1 << 0x9 | 1 << 0xb, ALL),
    (0xc, 1 << 0xe, 1 << 0xa, !(1 << 0x2)),
    // Cyrillic, and Arabic letters of Persian, Urdu and others
    (0xd, 1 << 0x0 | 1 << 0x1 | 1 << 0x3 | 1 << 0xa, ALL, ALL),
    // Arabic
    (0xd, 1 << 0x8, 1 << 0xa | 1 << 0xb, ALL),
    (0xd, 1 << 0x9, 1 << 0x8 | 1 << 0xb, 0x07fe),
];
const ALL: u16 = u16::MAX;

/// Letters that fold to themselves.
const SAME: [Group; 8] = [
    // Greek small letters: U+03B1 to U+03C9 without final sigma
    (0xc, 1 << 0xe, 1 << 0xb, !1),
    (0xc, 1 << 0xf, 1 << 0x8, 0x03fb),
    // Cyrillic small letters: U+0430 to U+044F without short i
    (0xd, 1 << 0x0, 1 << 0xb, !(1 << 0x9)),
    (0xd, 1 << 0x1, 1 << 0x8, ALL),
    // Arabic without the letters that carry a hamza or madda
    (0xd, 1 << 0x8, 1 << 0xa, 0xff80),
    (0xd, 1 << 0x8, 1 << 0xb, ALL),
    (0xd, 1 << 0x9, 1 << 0x8, 0x07fe),
    (0xd, 1 << 0xa, ALL, ALL),
];

/// Groups as four tables of sixteen: by the halves of the first byte, the lower one first, then by those of the second.
#[cfg(target_arch = "x86_64")]
const fn tables_of(groups: [Group; 8]) -> [u8; 64] {
    let mut tables = [0u8; 64];
    let mut group = 0;
    while group < groups.len() {
        let (upper, lower, second_upper, second_lower) = groups[group];
        tables[16 + upper as usize] |= 1 << group;
        let mut half = 0;
        while half < 16 {
            tables[half] |= ((lower >> half & 1) as u8) << group;
            tables[32 + half] |= ((second_lower >> half & 1) as u8) << group;
            tables[48 + half] |= ((second_upper >> half & 1) as u8) << group;
            half += 1;
        }
        group += 1;
    }
    tables
}

#[cfg(target_arch = "x86_64")]
static SURE_TABLES: [u8; 64] = tables_of(SURE);
#[cfg(target_arch = "x86_64")]
static SAME_TABLES: [u8; 64] = tables_of(SAME);

/// Which words may begin a name, by their first bytes.
pub(super) struct Shuffle<'a> {
    /// Two tables a byte: the lower and the upper half.
    pub tables: &'a [u8; SHUFFLE],
    pub small: Small,
}

/// What words with a small ASCII letter for their first may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Small {
    /// No name.
    None,
    /// What the tables let through.
    Tables,
    /// Any name.
    All,
}

/// Looks at 64 bytes. A value of an implementing type proves that the processor can do what it does.
pub(super) trait Lanes: Copy {
    /// Whether [`Lanes::thin`] asks about many beginnings at once.
    const MANY_STARTS: bool = false;

    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks;

    /// Looks at the characters beyond ASCII.
    fn letters(self, block: &[u8; BLOCK]) -> Letters;

    /// Writes the places of the bits that are set, `base` added, and gives how many there are. There is room for 64.
    #[inline(always)]
    fn places(self, mut bits: u64, base: u32, out: &mut [u32]) -> usize {
        let number = bits.count_ones() as usize;
        // four at a time, whether there are four or not: a branch a place would be guessed wrong too often
        for slots in out.as_chunks_mut::<4>().0.iter_mut().take(number.div_ceil(4)) {
            for slot in slots {
                *slot = base + bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
            }
        }
        number
    }

    /// Keeps those of the first `count` beginnings that the filter of starts knows by their first three bytes; if it is `dense` it
    /// knows small letters only. Gives how many they are.
    #[inline(always)]
    fn thin(self, stretch: &Stretch, starts: &[u8], dense: bool, begins: &mut [u32], count: usize) -> usize {
        begin::thin_one_by_one(stretch, starts, dense, begins, count)
    }

    /// Hashes the words that begin at the first `count` of `starts` and sends for what the filter has on them. Those that take a
    /// longer look go to `slow`, which counts them.
    #[inline(always)]
    fn hash_words<const HIGH: bool>(
        self,
        (stretch, bits): (&Stretch, &Bits),
        (starts, count): (&[u32], usize),
        (filter, seed): (&[[u8; 8]], u64),
        words: &mut Words,
        slow: &mut [u32],
    ) -> usize {
        begin::hash_one_by_one::<Self, HIGH>(self, (stretch, bits), (starts, count), (filter, seed), words, slow)
    }

    /// Asks the filter about the first `count` words: the indices of those that may be a name go to `alone`, of those that
    /// may begin a longer one to `ahead`; gives the numbers of both.
    #[inline(always)]
    fn ask(self, filter: &[[u8; 8]], words: &Words, count: usize, alone: &mut [u32], ahead: &mut [u32]) -> [usize; 2] {
        begin::ask_one_by_one(filter, words, count, alone, ahead)
    }

    /// `a == b`.
    #[inline(always)]
    fn same(self, a: &[u8], b: &[u8]) -> bool {
        fit::same(a, b)
    }

    /// The slot of a bucket of the table that belongs to that half of a hash; 0: none.
    #[inline(always)]
    fn pick(self, bucket: &[u8; BUCKET], half: u32) -> u32 {
        table::pick(bucket, half)
    }

    /// Joins the first `open` prefixes with the words after them, those that can be taken many at a time and end before
    /// `limit`: what comes of them goes to `next`, the indices of the others to `single`; gives the numbers of both.
    #[inline(always)]
    fn join_words<const HIGH: bool>(
        self,
        (_stretch, _bits): (&Stretch, &Bits),
        (_longer, open): (&Prefixes, usize),
        _limit: usize,
        (_filter, _seed): (&[[u8; 8]], u64),
        _next: &mut Prefixes,
        single: &mut [u32],
    ) -> [usize; 2] {
        deepen::all_single(open, single)
    }

    /// Keeps those of the first `count` prefixes that the filter knows, and gives how many they are.
    #[inline(always)]
    fn keep_known(self, filter: &[[u8; 8]], prefixes: &mut Prefixes, count: usize) -> usize {
        deepen::keep_one_by_one(filter, prefixes, count)
    }

    /// Asks for a place of memory to be brought near, where that can be asked.
    #[inline(always)]
    fn prefetch<T>(self, _place: Option<&T>) {}
}

/// For any processor.
#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Lanes for Portable {
    #[inline(always)]
    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
        let (mut word, mut small, mut high) = (0u64, 0u64, 0u64);
        for (q, quarter) in block.as_chunks::<16>().0.iter().enumerate() {
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
        let pass = if shuffle.small == Small::None { !small } else { u64::MAX };
        Marks { word, high, pass }
    }

    #[inline(always)]
    fn letters(self, block: &[u8; BLOCK]) -> Letters {
        let mut leads = 0;
        for (q, quarter) in block.as_chunks::<16>().0.iter().enumerate() {
            let bytes = u8x16::new(*quarter);
            leads |= mask(bytes.max(u8x16::splat(0xc0)).cmp_eq(bytes)) << (16 * q);
        }
        Letters { leads, sure: 0, same: 0 }
    }
}

/// The top bits of sixteen bytes.
#[inline(always)]
fn mask(bytes: u8x16) -> u64 {
    bytes.move_mask() as u64 & 0xffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::{self, Class};

    /// What the vectors tell that this processor has.
    fn in_every_way(_block: &[u8; BLOCK]) -> Vec<Letters> {
        #[cfg(target_arch = "x86_64")]
        return Avx2::detect()
            .map(|lanes| lanes.letters(_block))
            .into_iter()
            .chain(Avx512::detect().map(|lanes| lanes.letters(_block)))
            .collect();
        #[cfg(not(target_arch = "x86_64"))]
        Vec::new()
    }

    #[test]
    fn sure_letters_are_letters() {
        let mut sure = 0;
        for c in '\u{80}'..='\u{ffff}' {
            let mut block = [b' '; BLOCK];
            let len = c.encode_utf8(&mut block[62..]).len();
            let told = Portable.letters(&block);
            assert_eq!((told.leads, told.sure), (1 << 62, 0), "{c:?}");
            for told in in_every_way(&block) {
                let mark = matches!(c, '\u{2010}'..='\u{2027}');
                assert_eq!(told.leads, if mark { 0 } else { 1 << 62 }, "{c:?}");
                assert_eq!((told.sure & !told.leads, told.same & !told.sure), (0, 0), "{c:?}");
                let mut fold = Vec::new();
                fold::push_plain(c, &mut fold);
                assert!(told.same == 0 || fold[..] == block[62..62 + len], "{c:?}");
                assert!(told.sure == 0 || (len == 2 && fold::class(c) == Class::Word), "{c:?}");
                sure += usize::from(told.sure != 0);
            }
        }
        assert!(sure == 0 || sure > 600, "{sure}");
    }
}
