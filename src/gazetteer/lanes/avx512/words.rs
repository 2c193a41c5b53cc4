//! The first words of names, eight at a time.

use super::Avx512;
use super::bytes::{JOINER, MARK, WORD, classes};
use super::memory::{
    at_eight, counted, eight, eight_narrow, eight_wide, four, left, load, put_eight, put_eight_narrow, put_eight_wide,
    put_some, told,
};
use crate::gazetteer::begin::Words;
use crate::gazetteer::hash::{self, K1, K2};
use crate::gazetteer::lanes::Lanes;
use crate::gazetteer::scan::Stretch;
use std::arch::x86_64::*;

/// Words of as many bytes and more take a longer look.
pub(super) const LONG: i32 = 15;

/// Looks at four words at a time.
#[derive(Clone, Copy)]
pub(super) struct Words4 {
    keys: __m512i,
    word: __m512i,
    small: __m512i,
}

impl Words4 {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    pub fn new(seed: u64) -> Self {
        Words4 {
            keys: _mm512_set4_epi64(K2 as i64, (K1 ^ seed) as i64, K2 as i64, (K1 ^ seed) as i64),
            word: _mm512_set1_epi8(WORD as i8),
            small: _mm512_set1_epi8(0x20),
        }
    }

    /// What the hashes of the ASCII words that begin at four places are made of, two numbers each, and how long they are: [`LONG`]
    /// if they are longer.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512bitalg")]
    pub fn look(self, stretch: &Stretch, starts: &[u32; 4]) -> ([u64; 8], __m128i) {
        let bytes = four(stretch, starts);
        let of_word = _mm512_test_epi8_mask(classes(bytes), self.word) & 0x7fff_7fff_7fff_7fff;
        // the ones each sixteen bits begin with
        let keep = of_word & !(of_word + 0x0001_0001_0001_0001);
        let kept = _mm512_maskz_mov_epi8(keep, _mm512_or_si512(bytes, self.small));
        let lens = _mm_cvtepu16_epi32(_mm_popcnt_epi16(_mm_cvtsi64_si128(keep as i64)));
        let mut halves = [0; 8];
        put_eight_wide(&mut halves, _mm512_xor_si512(kept, self.keys));
        (halves, lens)
    }
}

/// Hashes the words of beginnings. Those that are long or, where there are words beyond ASCII, may go on so, are told as slow.
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx512bitalg,avx2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) fn hash_words<const HIGH: bool>(
    lanes: Avx512,
    stretch: &Stretch,
    (starts, count): (&[u32], usize),
    (filter, seed): (&[[u8; 8]], u64),
    words: &mut Words,
    slow: &mut [u32],
) -> usize {
    let slots = filter.len() as u32;
    let look = Words4::new(seed);
    let mut far = 0;
    let Words { hash, asked, end, next } = words;
    let lists = hash.as_chunks_mut::<8>().0.iter_mut().zip(asked.as_chunks_mut::<8>().0);
    let lists = lists.zip(end.as_chunks_mut::<8>().0.iter_mut().zip(next.as_chunks_mut::<8>().0));
    let all = starts.as_chunks::<8>().0.iter().take(count.div_ceil(8));
    let mut at = 0;
    for (starts, ((hash, asked), (end, next))) in all.zip(lists) {
        let mut lens = [_mm_setzero_si128(); 2];
        for (half, starts) in starts.as_chunks::<4>().0.iter().enumerate() {
            let (kept, len) = look.look(stretch, starts);
            lens[half] = len;
            for (i, word) in kept.as_chunks::<2>().0.iter().enumerate() {
                let h = hash::mix(word[0], word[1]);
                let [first] = stretch.at(starts[i] as usize);
                let ask = hash::with_small_bit(h, first & 0x20);
                hash[4 * half + i] = h;
                asked[4 * half + i] = ask;
                lanes.prefetch(filter.get(hash::slot(ask, slots)));
            }
        }
        let lens = _mm256_set_m128i(lens[1], lens[0]);
        let long = _mm256_cmpge_epi32_mask(lens, _mm256_set1_epi32(LONG));
        let ends = _mm256_add_epi32(lens, eight(starts));
        put_eight(end, ends);
        let after = at_eight(stretch, ends);
        put_eight_narrow(next, what_follows(after));
        let long = if HIGH { long | goes_on_beyond_ascii(after) } else { long };
        far += put_some(slow, far, long & left(count, at, 8) as u8, counted(at));
        at += 8;
    }
    far
}

/// Asks the filter of first words.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi2,popcnt")]
pub(super) fn ask(filter: &[[u8; 8]], words: &Words, count: usize, alone: &mut [u32], ahead: &mut [u32]) -> [usize; 2] {
    let (mut names, mut beginnings, mut at) = (0, 0, 0);
    let (one, five) = (_mm512_set1_epi32(1), _mm512_set1_epi32(31));
    let lists = words.asked.as_chunks::<8>().0.iter().zip(words.next.as_chunks::<8>().0);
    for (asked, next) in lists.take(count.div_ceil(8)) {
        let (x, next) = (eight_wide(asked), _mm512_cvtepu16_epi64(eight_narrow(next)));
        // "a name" is asked in the lower half, "goes on so" in the upper
        let both = _mm512_mask_blend_epi32(0xaaaa, x, _mm512_slli_epi64::<32>(_mm512_xor_si512(x, next)));
        let low = _mm512_sllv_epi32(one, _mm512_and_si512(both, five));
        let top = _mm512_sllv_epi32(one, _mm512_and_si512(_mm512_srli_epi32::<5>(both), five));
        let missing = _mm512_andnot_si512(told(filter, x), _mm512_or_si512(low, top));
        let all_there = u64::from(_mm512_testn_epi32_mask(missing, missing));
        let here = left(count, at, 8) as u8;
        names += put_some(alone, names, odd(all_there) & here, counted(at));
        beginnings += put_some(ahead, beginnings, odd(all_there >> 1) & here, counted(at));
        at += 8;
    }
    [names, beginnings]
}

/// Every second bit, from the first on.
#[inline]
#[target_feature(enable = "bmi2")]
fn odd(bits: u64) -> u8 {
    _pext_u64(bits, 0x5555) as u8
}

/// Which of eight times four bytes begin as U+2000 to U+203F do, and what [`hash::HIGH_MARKS`] has for them.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx2")]
fn high_marks(v: __m256i) -> (u8, __m256i) {
    let begin = _mm256_and_si256(v, _mm256_set1_epi32(0xffff));
    let high = _mm256_cmpeq_epi32_mask(begin, _mm256_set1_epi32(0x80e2));
    let third = _mm512_castsi256_si512(_mm256_srli_epi32::<16>(v));
    let told = _mm512_castsi512_si256(_mm512_permutexvar_epi8(third, load(&hash::HIGH_MARKS, 0)));
    (high, _mm256_and_si256(told, _mm256_set1_epi32(0xff)))
}

/// Which of eight times four bytes begin beyond ASCII with what may be part of a word.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx2")]
pub(super) fn goes_on_beyond_ascii(v: __m256i) -> u8 {
    let (high, told) = high_marks(v);
    _mm256_test_epi32_mask(v, _mm256_set1_epi32(0x80)) & !(high & _mm256_test_epi32_mask(told, told))
}

/// What four bytes tell that stand after each of eight words: [`hash::Next::of`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx2,bmi2")]
pub(super) fn what_follows(v: __m256i) -> __m128i {
    let class = _mm512_castsi512_si256(classes(_mm512_castsi256_si512(v)));
    let is = |class_of: u8, at: u32| _mm256_test_epi32_mask(class, _mm256_set1_epi32(i32::from(class_of) << at));
    let (mark, join) = (is(MARK, 0), is(JOINER, 0));
    let (joined, later) = (join & is(WORD, 8), join & is(MARK, 8));
    let (high, third) = high_marks(v);
    let told = _mm256_mask_blend_epi32(joined, v, _mm256_srli_epi32::<8>(v));
    let told = _mm256_and_si256(told, _mm256_set1_epi32(0xff));
    let told = _mm256_mask_mov_epi32(told, later, _mm256_set1_epi32(i32::from(hash::LATER)));
    let told = _mm256_mask_mov_epi32(told, high, third);
    let tick = _mm256_cmpeq_epi32_mask(told, _mm256_set1_epi32(i32::from(b'`')));
    let told = _mm256_mask_mov_epi32(told, tick, _mm256_set1_epi32(i32::from(b'\'')));
    let told = _mm256_srli_epi16::<{ hash::SPREAD_AWAY as i32 }>(_mm256_mullo_epi16(
        told,
        _mm256_set1_epi16(hash::SPREAD as i16),
    ));
    _mm256_maskz_cvtepi32_epi16(mark | joined | later | high, told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_the_definition_tells() {
        if Avx512::detect().is_none() {
            return;
        }
        let thirds = |pair: u32| if pair == 0x80e2 { 0..256 } else { 0x41..0x42 };
        for v in (0..1 << 16).flat_map(|pair| thirds(pair).map(move |third| pair | third << 16 | 0x42 << 24)) {
            let mut told = [0; 8];
            // SAFETY: the processor has the features of these lanes.
            #[allow(unsafe_code)]
            unsafe {
                put_eight_narrow(&mut told, what_follows(eight(&[v; 8])));
            }
            assert_eq!(told, [hash::Next::of(v.to_le_bytes()).bits(); 8], "{v:x}");
        }
    }
}
