//! The filter of starts, sixteen beginnings at a time.

use super::bytes::{SMALL, classes};
use super::memory::{at_sixteen, bits_of, left, load, put_sixteen, sixteen};
use crate::gazetteer::begin::{REST, SPREAD, STARTS};
use crate::gazetteer::scan::Stretch;
use std::arch::x86_64::*;

/// [`REST`] of ASCII.
static REST_OF_ASCII: [u8; 128] = {
    let mut t = [0; 128];
    let mut b = 0;
    while b < 128 {
        t[b] = REST[b];
        b += 1;
    }
    t
};

/// Keeps the beginnings whose first three bytes the filter knows.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vbmi,popcnt")]
pub(super) fn thin(stretch: &Stretch, starts: &[u8; STARTS], dense: bool, begins: &mut [u32], count: usize) -> usize {
    let (mut kept, mut at) = (0, 0);
    let (low, top) = (load(&REST_OF_ASCII, 0), load(&REST_OF_ASCII, 64));
    let byte = |k: u32| _mm512_set1_epi32(0xff << (8 * k));
    while at < count {
        let Some(places) = begins.get(at..).and_then(|b| b.first_chunk()) else { break };
        let places = sixteen(places);
        let v = at_sixteen(stretch, places);
        let rest = _mm512_permutex2var_epi8(low, v, top);
        let rest = _mm512_mask_mov_epi8(rest, _mm512_movepi8_mask(v), _mm512_set1_epi8(i8::MIN));
        // after the end of a word and after a character beyond ASCII the next byte does not count
        let counts = _mm512_test_epi32_mask(rest, _mm512_set1_epi32(0x7f00));
        let key = _mm512_or_si512(_mm512_and_si512(v, byte(0)), _mm512_and_si512(rest, byte(1)));
        let key = _mm512_or_si512(key, _mm512_maskz_and_epi32(counts, rest, byte(2)));
        let slot = _mm512_srli_epi32::<16>(_mm512_mullo_epi32(key, _mm512_set1_epi32(SPREAD as i32)));
        let bit = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(slot, _mm512_set1_epi32(31)));
        let known = _mm512_test_epi32_mask(bits_of(starts, slot), bit);
        let mut passes = known | _mm512_test_epi32_mask(v, _mm512_set1_epi32(0x80));
        if dense {
            passes |= _mm512_testn_epi32_mask(classes(v), _mm512_set1_epi32(i32::from(SMALL)));
        }
        passes &= left(count, at, 16) as u16;
        // never farther than what is read already
        if let Some(place) = begins.get_mut(kept..).and_then(|b| b.first_chunk_mut()) {
            put_sixteen(place, _mm512_maskz_compress_epi32(passes, places));
        }
        kept += passes.count_ones() as usize;
        at += 16;
    }
    kept
}
