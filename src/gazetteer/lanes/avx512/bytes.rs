//! What 64 bytes are, and where those are that count.

use super::super::{BLOCK, Letters, Marks, ONE, SAME_TABLES, SURE_TABLES, Shuffle, Small, TWO};
use super::memory::{load, put_sixteen, table};
use crate::gazetteer::ascii;
use crate::gazetteer::scan::MARKS;
use std::arch::x86_64::*;

/// What an ASCII byte is.
static CLASS: [u8; 128] = {
    let mut t = [0; 128];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        t[b] = if c.is_ascii_lowercase() {
            WORD | SMALL
        } else if ascii::is_word(c) {
            WORD
        } else if ascii::is_join(c) {
            JOINER
        } else {
            MARK
        };
        b += 1;
    }
    t
};

/// Part of a word.
pub(super) const WORD: u8 = 1;
/// A small letter.
pub(super) const SMALL: u8 = 2;
/// What joins the words of a name.
pub(super) const JOINER: u8 = 4;
/// Anything else.
pub(super) const MARK: u8 = 8;

/// The classes of 64 bytes, 0 beyond ASCII.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn classes(bytes: __m512i) -> __m512i {
    let (low, top) = (load(&CLASS, 0), load(&CLASS, 64));
    _mm512_maskz_permutex2var_epi8(!_mm512_movepi8_mask(bytes), low, bytes, top)
}

/// Words, what is beyond ASCII, and what the tables of first bytes let pass.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn marks(block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
    let bytes = load(block, 0);
    let class = classes(bytes);
    let high = _mm512_movepi8_mask(bytes);
    let word = _mm512_test_epi8_mask(class, _mm512_set1_epi8(WORD as i8));
    let pass = match shuffle.small {
        Small::All => u64::MAX,
        Small::None => !_mm512_test_epi8_mask(class, _mm512_set1_epi8(SMALL as i8)),
        Small::Tables => {
            let half = _mm512_set1_epi8(15);
            let look_up = |k: usize| {
                let at = load(block, k);
                let low = _mm512_shuffle_epi8(table(shuffle.tables, 2 * k), _mm512_and_si512(at, half));
                let top = _mm512_and_si512(_mm512_srli_epi16::<4>(at), half);
                (at, _mm512_and_si512(low, _mm512_shuffle_epi8(table(shuffle.tables, 2 * k + 1), top)))
            };
            let ((_, first), (second_byte, second), (third_byte, third)) = (look_up(0), look_up(1), look_up(2));
            let two_left = _mm512_and_si512(first, second);
            let left = _mm512_test_epi8_mask(two_left, third);
            let beyond = _mm512_movepi8_mask(_mm512_or_si512(bytes, _mm512_or_si512(second_byte, third_byte)));
            let one = _mm512_test_epi8_mask(first, _mm512_set1_epi8(ONE as i8));
            let two = _mm512_test_epi8_mask(two_left, _mm512_set1_epi8(TWO as i8));
            left | beyond | (one & !(word >> 1)) | (two & !(word >> 2))
        }
    };
    Marks { word, high, pass }
}

/// Characters beyond ASCII.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn letters(block: &[u8; BLOCK]) -> Letters {
    let (first, second) = (load(block, 0), load(block, 1));
    let from = |byte: u8| _mm512_cmpge_epu8_mask(first, _mm512_set1_epi8(byte as i8));
    let (mut leads, three) = (from(0xc0), from(0xe0));
    let two = leads & !three;
    if three != 0 {
        let is = |bytes: __m512i, byte: u8| _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte as i8));
        let third = _mm512_sub_epi8(load(block, 2), _mm512_set1_epi8(*MARKS.start() as i8));
        let third = _mm512_cmple_epu8_mask(third, _mm512_set1_epi8((MARKS.end() - MARKS.start()) as i8));
        leads &= !(is(first, 0xe2) & is(second, 0x80) & third);
    }
    // of English texts most characters beyond ASCII are marks of three bytes
    if two == 0 {
        return Letters { leads, sure: 0, same: 0 };
    }
    let half = _mm512_set1_epi8(15);
    let halves = [first, second]
        .map(|bytes| [_mm512_and_si512(bytes, half), _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), half)]);
    let of_groups = |tables: &[u8; 64]| {
        let [first, second] = [(0, halves[0]), (2, halves[1])].map(|(number, [low, top])| {
            let low = _mm512_shuffle_epi8(table(tables, number), low);
            _mm512_and_si512(low, _mm512_shuffle_epi8(table(tables, number + 1), top))
        });
        two & _mm512_test_epi8_mask(first, second)
    };
    Letters { leads, sure: of_groups(&SURE_TABLES), same: of_groups(&SAME_TABLES) }
}

/// Where bits are set.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
pub(super) fn places(bits: u64, base: u32, out: &mut [u32]) -> usize {
    static ALL: [u8; 64] = {
        let mut t = [0; 64];
        let mut i = 0;
        while i < 64 {
            t[i] = i as u8;
            i += 1;
        }
        t
    };
    let (number, base) = (bits.count_ones() as usize, _mm512_set1_epi32(base as i32));
    let mut places = _mm512_maskz_compress_epi8(bits, load(&ALL, 0));
    for sixteen in out.as_chunks_mut::<16>().0.iter_mut().take(number.div_ceil(16)) {
        let wide = _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(places)), base);
        put_sixteen(sixteen, wide);
        places = _mm512_alignr_epi64::<2>(_mm512_setzero_si512(), places);
    }
    number
}
