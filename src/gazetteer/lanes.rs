//! What a look at 64 bytes tells: with AVX2, or with the vectors of sixteen bytes every x86-64 and 64-bit ARM processor
//! has (plain code elsewhere).
//!
//! The filter of first bytes looks up the two halves of each of three bytes in tables of sixteen: a bit left over from all
//! six look-ups says "perhaps" (the method is known as Teddy, from Hyperscan). Words of one letter and of two are told by
//! bits of their own, for all that may follow on them would open the tables for everything. Without AVX2 it says yes to whatever begins
//! right; the filters after it drop the rest.

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
    /// The first byte of each.
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
    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks;

    /// Looks at the characters beyond ASCII.
    fn letters(self, block: &[u8; BLOCK]) -> Letters;

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

/// For x86-64 processors with AVX2, which all have had since about 2015. Only [`Avx2::detect`] makes one.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// If this processor has AVX2, BMI1, BMI2, LZCNT and POPCNT.
    #[inline]
    pub fn detect() -> Option<Self> {
        (std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
            && std::arch::is_x86_feature_detected!("lzcnt")
            && std::arch::is_x86_feature_detected!("popcnt"))
        .then_some(Avx2(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for Avx2 {
    #[inline(always)]
    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
        // SAFETY: there is a value of this type only where `detect` has found that the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            avx2::marks(block, shuffle)
        }
    }

    #[inline(always)]
    fn letters(self, block: &[u8; BLOCK]) -> Letters {
        // SAFETY: as above.
        #[allow(unsafe_code)]
        unsafe {
            avx2::letters(block)
        }
    }

    #[inline(always)]
    fn prefetch<T>(self, place: Option<&T>) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        if let Some(place) = place {
            // SAFETY: the place is a reference; and a prefetch, which is a hint, reads nothing a program could see.
            #[allow(unsafe_code)]
            unsafe {
                _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast());
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCK, Letters, Marks, ONE, SAME_TABLES, SURE_TABLES, Shuffle, Small, TWO};
    use std::arch::x86_64::*;

    /// 32 bytes of the block from `at` on.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(block: &[u8; BLOCK], at: usize) -> __m256i {
        assert!(at + 32 <= BLOCK);
        // SAFETY: 32 bytes from `at` on lie within the block, and this load asks for no alignment.
        #[allow(unsafe_code)]
        unsafe {
            _mm256_loadu_si256(block.as_ptr().add(at).cast())
        }
    }

    /// The table of that number in both halves of a vector.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn table<const N: usize>(tables: &[u8; N], number: usize) -> __m256i {
        assert!(number * 16 + 16 <= N);
        // SAFETY: sixteen bytes from there on lie within the tables, and this load asks for no alignment.
        #[allow(unsafe_code)]
        let half = unsafe { _mm_loadu_si128(tables.as_ptr().add(number * 16).cast()) };
        _mm256_broadcastsi128_si256(half)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn bits(bytes: __m256i) -> u64 {
        u64::from(_mm256_movemask_epi8(bytes) as u32)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn within(bytes: __m256i, first: u8, count: u8) -> __m256i {
        let from = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first as i8));
        _mm256_cmpeq_epi8(_mm256_min_epu8(from, _mm256_set1_epi8(count as i8 - 1)), from)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn letters(block: &[u8; BLOCK]) -> Letters {
        let (mut leads, mut sure, mut same) = (0, 0, 0);
        let half = _mm256_set1_epi8(15);
        for part in 0..2 {
            let (first, second, shift) = (load(block, 32 * part), load(block, 32 * part + 1), 32 * part);
            let from = |byte: u8| _mm256_cmpeq_epi8(_mm256_max_epu8(first, _mm256_set1_epi8(byte as i8)), first);
            let lead = from(0xc0);
            leads |= bits(lead) << shift;
            // of English texts most characters beyond ASCII are marks of three bytes
            if bits(_mm256_andnot_si256(from(0xe0), lead)) == 0 {
                continue;
            }
            let halves = [first, second]
                .map(|bytes| [_mm256_and_si256(bytes, half), _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half)]);
            let of_groups = |tables: &[u8; 64]| {
                let [first, second] = [(0, halves[0]), (2, halves[1])].map(|(number, [low, top])| {
                    let low = _mm256_shuffle_epi8(table(tables, number), low);
                    _mm256_and_si256(low, _mm256_shuffle_epi8(table(tables, number + 1), top))
                });
                let none = _mm256_cmpeq_epi8(_mm256_and_si256(first, second), _mm256_setzero_si256());
                bits(_mm256_andnot_si256(none, lead))
            };
            sure |= of_groups(&SURE_TABLES) << shift;
            same |= of_groups(&SAME_TABLES) << shift;
        }
        Letters { leads, sure, same }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn marks(block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
        let (mut word, mut high, mut fail, mut one, mut two) = (0u64, 0u64, 0u64, 0u64, 0u64);
        let half = _mm256_set1_epi8(15);
        for part in 0..2 {
            let (bytes, shift) = (load(block, 32 * part), 32 * part);
            let letter = within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), b'a', 26);
            let other =
                _mm256_or_si256(within(bytes, b'0', 10), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'_' as i8)));
            word |= bits(_mm256_or_si256(letter, other)) << shift;
            high |= bits(bytes) << shift;
            match shuffle.small {
                Small::All => {}
                Small::None => fail |= bits(within(bytes, b'a', 26)) << shift,
                Small::Tables => {
                    let look_up = |k: usize| {
                        let at = if k == 0 { bytes } else { load(block, 32 * part + k) };
                        let low = _mm256_shuffle_epi8(table(shuffle.tables, 2 * k), _mm256_and_si256(at, half));
                        let top = _mm256_and_si256(_mm256_srli_epi16::<4>(at), half);
                        let top = _mm256_shuffle_epi8(table(shuffle.tables, 2 * k + 1), top);
                        (at, _mm256_and_si256(low, top))
                    };
                    let ((_, first), (second_byte, second), (third_byte, third)) = (look_up(0), look_up(1), look_up(2));
                    let two_left = _mm256_and_si256(first, second);
                    let none = _mm256_cmpeq_epi8(_mm256_and_si256(two_left, third), _mm256_setzero_si256());
                    let beyond = bits(_mm256_or_si256(bytes, _mm256_or_si256(second_byte, third_byte)));
                    // the bit asked for comes to the top of its byte
                    one |= bits(_mm256_slli_epi16::<{ (ONE.leading_zeros()) as i32 }>(first)) << shift;
                    two |= bits(_mm256_slli_epi16::<{ (TWO.leading_zeros()) as i32 }>(two_left)) << shift;
                    // nothing left, and all three bytes ASCII
                    fail |= (bits(none) & !beyond) << shift;
                }
            }
        }
        // the byte after a word of one letter is of no word, nor is the second one after a word of two; what lies beyond the
        // block may be either
        Marks { word, high, pass: !fail | (one & !(word >> 1)) | (two & !(word >> 2)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::{self, Class};

    #[test]
    fn sure_letters_are_letters() {
        let mut sure = 0;
        for c in '\u{80}'..='\u{ffff}' {
            let mut block = [b' '; BLOCK];
            let len = c.encode_utf8(&mut block[62..]).len();
            let told = Portable.letters(&block);
            assert_eq!((told.leads, told.sure), (1 << 62, 0), "{c:?}");
            #[cfg(target_arch = "x86_64")]
            if let Some(lanes) = Avx2::detect() {
                let told = lanes.letters(&block);
                assert_eq!((told.leads, told.sure & !told.leads, told.same & !told.sure), (1 << 62, 0, 0), "{c:?}");
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
