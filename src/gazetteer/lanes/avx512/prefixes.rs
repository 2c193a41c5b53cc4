//! Names of several words, eight at a time.

use super::Avx512;
use super::bytes::{JOINER, WORD, classes};
use super::memory::{at_eight, counted, eight, eight_wide, left, put_eight, put_some, put_some_wide, told};
use super::words::{LONG, Words4, goes_on_beyond_ascii};
use crate::gazetteer::deepen::Prefixes;
use crate::gazetteer::hash;
use crate::gazetteer::lanes::Lanes;
use crate::gazetteer::scan::{STRETCH, Stretch};
use std::arch::x86_64::*;

/// Joins prefixes with the words after them that are short and ASCII and stand after one blank or hyphen.
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx512bitalg,avx2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) fn join_words<const HIGH: bool>(
    lanes: Avx512,
    stretch: &Stretch,
    (longer, open): (&Prefixes, usize),
    limit: usize,
    (filter, seed): (&[[u8; 8]], u64),
    next: &mut Prefixes,
    single: &mut [u32],
) -> [usize; 2] {
    let slots = filter.len() as u32;
    let limit = limit.min(STRETCH) as i32;
    let words = Words4::new(seed);
    let (mut joined, mut rest, mut at) = (0, 0, 0usize);
    let lists = longer.hash.as_chunks::<8>().0.iter().zip(longer.end.as_chunks::<8>().0);
    for ((hash, end), start) in lists.zip(longer.start.as_chunks::<8>().0).take(open.div_ceil(8)) {
        let ends = eight(end);
        let v = at_eight(stretch, ends);
        let class = _mm512_castsi512_si256(classes(_mm512_castsi256_si512(v)));
        let is = |class_of: u8, at: u32| _mm256_test_epi32_mask(class, _mm256_set1_epi32(i32::from(class_of) << at));
        let starts = _mm256_add_epi32(ends, _mm256_set1_epi32(1));
        let mut places = [0; 8];
        put_eight(&mut places, starts);
        let (mut hashes, mut lens) = ([0; 8], [_mm_setzero_si128(); 2]);
        for half in 0..2 {
            let Some(starts) = places[4 * half..].first_chunk::<4>() else { break };
            let (kept, len) = words.look(stretch, starts);
            lens[half] = len;
            for (i, word) in kept.as_chunks::<2>().0.iter().enumerate() {
                let i = 4 * half + i;
                hashes[i] = hash::join(hash[i], hash::JOIN, hash::mix(word[0], word[1]));
            }
        }
        let lens = _mm256_set_m128i(lens[1], lens[0]);
        let ends = _mm256_add_epi32(starts, lens);
        let short = _mm256_cmplt_epi32_mask(lens, _mm256_set1_epi32(LONG));
        let within = _mm256_cmplt_epu32_mask(ends, _mm256_set1_epi32(limit));
        let here = left(open, at, 8) as u8;
        let simple = is(JOINER, 0) & is(WORD, 8) & short & within & here;
        let simple = if HIGH { simple & !goes_on_beyond_ascii(at_eight(stretch, ends)) } else { simple };
        rest += put_some(single, rest, here & !simple, counted(at));
        put_some(&mut next.end[..], joined, simple, ends);
        put_some(&mut next.start[..], joined, simple, eight(start));
        joined += put_some_wide(&mut next.hash[..], joined, simple, eight_wide(&hashes));
        for hash in hashes {
            lanes.prefetch(filter.get(hash::slot(hash, slots)));
        }
        at += 8;
    }
    [joined, rest]
}

/// Keeps the prefixes the filter knows.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi2,popcnt")]
pub(super) fn keep_known(filter: &[[u8; 8]], prefixes: &mut Prefixes, count: usize) -> usize {
    let (mut kept, mut at) = (0, 0);
    let (one, six) = (_mm512_set1_epi64(1), _mm512_set1_epi64(63));
    while at < count {
        let Prefixes { hash, end, start } = prefixes;
        let lists = (hash[at..].first_chunk::<8>(), end[at..].first_chunk::<8>(), start[at..].first_chunk::<8>());
        let (Some(hashes), Some(ends), Some(starts)) = lists else { break };
        let (x, ends, starts) = (eight_wide(hashes), eight(ends), eight(starts));
        let bit = |v: __m512i| _mm512_sllv_epi64(one, _mm512_and_si512(v, six));
        let (second, third) = (bit(_mm512_srli_epi64::<6>(x)), bit(_mm512_srli_epi64::<12>(x)));
        let wanted = _mm512_or_si512(bit(x), _mm512_or_si512(second, third));
        let missing = _mm512_andnot_si512(told(filter, x), wanted);
        let known = _mm512_testn_epi64_mask(missing, missing) & left(count, at, 8) as u8;
        // never farther than what is read already
        put_some(&mut end[..], kept, known, ends);
        put_some(&mut start[..], kept, known, starts);
        kept += put_some_wide(&mut hash[..], kept, known, x);
        at += 8;
    }
    kept
}
