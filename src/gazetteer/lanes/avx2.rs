//! The work of the lanes with AVX2.

use super::{BLOCK, Lanes, Letters, Marks, ONE, SAME_TABLES, SURE_TABLES, Shuffle, Small, TWO};
use crate::gazetteer::scan::MARKS;
use std::arch::x86_64::*;

/// For x86-64 processors with AVX2, which all have had since about 2015. Only [`Avx2::detect`] makes one.
#[derive(Clone, Copy)]
pub(in crate::gazetteer) struct Avx2(());

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

impl Lanes for Avx2 {
    #[inline(always)]
    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
        // SAFETY: there is a value of this type only where `detect` has found that the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            marks(block, shuffle)
        }
    }

    #[inline(always)]
    fn letters(self, block: &[u8; BLOCK]) -> Letters {
        // SAFETY: as above.
        #[allow(unsafe_code)]
        unsafe {
            letters(block)
        }
    }

    #[inline(always)]
    fn prefetch<T>(self, place: Option<&T>) {
        if let Some(place) = place {
            // SAFETY: the place is a reference; and a prefetch, which is a hint, reads nothing a program could see.
            #[allow(unsafe_code)]
            unsafe {
                _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast());
            }
        }
    }
}

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
        if bits(lead) == 0 {
            continue;
        }
        let three = bits(from(0xe0));
        if three == 0 {
            leads |= bits(lead) << shift;
        } else {
            let is = |bytes: __m256i, byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8));
            let third = within(load(block, 32 * part + 2), *MARKS.start(), MARKS.end() - MARKS.start() + 1);
            let mark = _mm256_and_si256(is(first, 0xe2), _mm256_and_si256(is(second, 0x80), third));
            leads |= bits(_mm256_andnot_si256(mark, lead)) << shift;
        }
        // of English texts most characters beyond ASCII are marks of three bytes
        if bits(lead) == three {
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
fn marks(block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
    let (mut word, mut high, mut fail, mut one, mut two) = (0u64, 0u64, 0u64, 0u64, 0u64);
    let half = _mm256_set1_epi8(15);
    for part in 0..2 {
        let (bytes, shift) = (load(block, 32 * part), 32 * part);
        let letter = within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), b'a', 26);
        let other = _mm256_or_si256(within(bytes, b'0', 10), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'_' as i8)));
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
