//! The work of the lanes with AVX-512: 64 bytes, sixteen beginnings or eight words at a time.

mod bytes;
mod memory;
mod prefixes;
mod starts;
mod words;

use super::avx2::Avx2;
use super::{BLOCK, Lanes, Letters, Marks, Shuffle};
use crate::gazetteer::begin::{self, Words};
use crate::gazetteer::deepen::{self, Prefixes};
use crate::gazetteer::scan::{Bits, Stretch};
use crate::gazetteer::table::BUCKET;
use memory::{load, load_some};
use std::arch::x86_64::*;
use std::sync::LazyLock;

/// For x86-64 processors with AVX-512 and its additions for bytes, which servers have had since 2019 (Ice Lake) and 2022
/// (Zen 4). Only [`Avx512::detect`] makes one.
#[derive(Clone, Copy)]
pub(in crate::gazetteer) struct Avx512(Avx2);

impl Avx512 {
    /// If this processor has AVX-512 F, BW, DQ, VL, VBMI, VBMI2 and BITALG, and all that [`Avx2`] asks for.
    #[inline]
    pub fn detect() -> Option<Self> {
        static FOUND: LazyLock<Option<Avx512>> = LazyLock::new(|| {
            (std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512dq")
                && std::arch::is_x86_feature_detected!("avx512vl")
                && std::arch::is_x86_feature_detected!("avx512vbmi")
                && std::arch::is_x86_feature_detected!("avx512vbmi2")
                && std::arch::is_x86_feature_detected!("avx512bitalg"))
            .then(Avx2::detect)
            .flatten()
            .map(Avx512)
        });
        *FOUND
    }
}

/// Calls what asks for the features of [`Avx512`].
macro_rules! with_features {
    ($call:expr) => {{
        // SAFETY: there is a value of this type only where `detect` has found that the processor has all these.
        #[allow(unsafe_code)]
        unsafe {
            $call
        }
    }};
}

impl Lanes for Avx512 {
    const MANY_STARTS: bool = true;

    #[inline(always)]
    fn marks(self, block: &[u8; BLOCK], shuffle: &Shuffle<'_>) -> Marks {
        with_features!(bytes::marks(block, shuffle))
    }

    #[inline(always)]
    fn letters(self, block: &[u8; BLOCK]) -> Letters {
        with_features!(bytes::letters(block))
    }

    #[inline(always)]
    fn places(self, bits: u64, base: u32, out: &mut [u32]) -> usize {
        with_features!(bytes::places(bits, base, out))
    }

    #[inline(always)]
    fn thin(self, stretch: &Stretch, starts: &[u8], dense: bool, begins: &mut [u32], count: usize) -> usize {
        let Some(starts) = starts.first_chunk() else { return count };
        with_features!(starts::thin(stretch, starts, dense, begins, count))
    }

    #[inline(always)]
    fn hash_words<const HIGH: bool>(
        self,
        (stretch, bits): (&Stretch, &Bits),
        starts: (&[u32], usize),
        filter: (&[[u8; 8]], u64),
        words: &mut Words,
        slow: &mut [u32],
    ) -> usize {
        if HIGH && bits.mostly_high {
            return begin::hash_one_by_one::<Self, HIGH>(self, (stretch, bits), starts, filter, words, slow);
        }
        with_features!(words::hash_words::<HIGH>(self, stretch, starts, filter, words, slow))
    }

    #[inline(always)]
    fn ask(self, filter: &[[u8; 8]], words: &Words, count: usize, alone: &mut [u32], ahead: &mut [u32]) -> [usize; 2] {
        with_features!(words::ask(filter, words, count, alone, ahead))
    }

    #[inline(always)]
    fn join_words<const HIGH: bool>(
        self,
        (stretch, bits): (&Stretch, &Bits),
        longer: (&Prefixes, usize),
        limit: usize,
        filter: (&[[u8; 8]], u64),
        next: &mut Prefixes,
        single: &mut [u32],
    ) -> [usize; 2] {
        if HIGH && bits.mostly_high {
            return deepen::all_single(longer.1, single);
        }
        with_features!(prefixes::join_words::<HIGH>(self, stretch, longer, limit, filter, next, single))
    }

    #[inline(always)]
    fn keep_known(self, filter: &[[u8; 8]], prefixes: &mut Prefixes, count: usize) -> usize {
        with_features!(prefixes::keep_known(filter, prefixes, count))
    }

    #[inline(always)]
    fn pick(self, bucket: &[u8; BUCKET], half: u32) -> u32 {
        with_features!(pick(bucket, half))
    }

    #[inline(always)]
    fn same(self, a: &[u8], b: &[u8]) -> bool {
        with_features!(same(a, b))
    }

    #[inline(always)]
    fn prefetch<T>(self, place: Option<&T>) {
        self.0.prefetch(place);
    }
}

/// The slot that belongs to that half of a hash.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2")]
fn pick(bucket: &[u8; BUCKET], half: u32) -> u32 {
    let bucket = load(bucket, 0);
    let (halves, slots) = (_mm512_castsi512_si256(bucket), _mm512_extracti64x4_epi64::<1>(bucket));
    let hits = _mm256_cmpeq_epi32_mask(halves, _mm256_set1_epi32(half as i32));
    // an empty slot looks like a hash of zeros
    let hits = _mm256_mask_test_epi32_mask(hits, slots, slots);
    _mm256_cvtsi256_si32(_mm256_maskz_compress_epi32(hits, slots)) as u32
}

/// Whether two pieces of text are the same, without a branch on their length.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,bmi2")]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() > 64 {
        return a == b;
    }
    _mm512_cmpneq_epi8_mask(load_some(a), load_some(b)) == 0
}
