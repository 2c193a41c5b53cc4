//! Between memory and vectors. All loads and stores are here; none asks for an alignment.

use crate::gazetteer::scan::Stretch;
use std::arch::x86_64::*;

/// 64 bytes from `at` on.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn load<const N: usize>(bytes: &[u8; N], at: usize) -> __m512i {
    assert!(at + 64 <= N);
    // SAFETY: 64 bytes from `at` on lie within.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_loadu_si512(bytes.as_ptr().add(at).cast())
    }
}

/// The table of sixteen bytes of that number in all four parts of a vector.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn table<const N: usize>(tables: &[u8; N], number: usize) -> __m512i {
    assert!(number * 16 + 16 <= N);
    // SAFETY: sixteen bytes from there on lie within the tables.
    #[allow(unsafe_code)]
    let part = unsafe { _mm_loadu_si128(tables.as_ptr().add(number * 16).cast()) };
    _mm512_broadcast_i32x4(part)
}

/// The first 64 bytes, or as many as there are and zeros after them.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn load_some(bytes: &[u8]) -> __m512i {
    let which = u64::MAX.unbounded_shr(64u32.saturating_sub(bytes.len() as u32));
    // SAFETY: only as many bytes are read as bits are set, which is not more than there are.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_maskz_loadu_epi8(which, bytes.as_ptr().cast())
    }
}

/// The sixteen bytes from each of four places on.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn four(stretch: &Stretch, starts: &[u32; 4]) -> __m512i {
    let part = |i: usize| {
        let bytes = stretch.sixteen_bytes(starts[i] as usize);
        // SAFETY: there are sixteen bytes.
        #[allow(unsafe_code)]
        unsafe {
            _mm_loadu_si128(bytes.as_ptr().cast())
        }
    };
    let v = _mm512_castsi128_si512(part(0));
    let v = _mm512_inserti32x4::<1>(v, part(1));
    let v = _mm512_inserti32x4::<2>(v, part(2));
    _mm512_inserti32x4::<3>(v, part(3))
}

/// The four bytes at each of sixteen places.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn at_sixteen(stretch: &Stretch, places: __m512i) -> __m512i {
    let bytes = stretch.all();
    let places = _mm512_min_epu32(places, _mm512_set1_epi32(bytes.len() as i32 - 4));
    // SAFETY: each place and the three bytes after it lie within.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_i32gather_epi32::<1>(places, bytes.as_ptr().cast())
    }
}

/// The four bytes at each of eight places.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn at_eight(stretch: &Stretch, places: __m256i) -> __m256i {
    let bytes = stretch.all();
    let places = _mm256_min_epu32(places, _mm256_set1_epi32(bytes.len() as i32 - 4));
    // SAFETY: each place and the three bytes after it lie within.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_i32gather_epi32::<1>(bytes.as_ptr().cast(), places)
    }
}

/// What a filter has for each of eight hashes.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn told(filter: &[[u8; 8]], hashes: __m512i) -> __m512i {
    if filter.is_empty() {
        return _mm512_setzero_si512();
    }
    let words = _mm512_set1_epi64(i64::from(filter.len() as u32));
    let slots = _mm512_srli_epi64::<32>(_mm512_mul_epu32(_mm512_srli_epi64::<32>(hashes), words));
    // SAFETY: each slot is below the number of words, of which it is a part below 1.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_i64gather_epi64::<8>(slots, filter.as_ptr().cast())
    }
}

/// The 32 bits of `bits` each of sixteen numbers below 2^16 falls into.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn bits_of(bits: &[u8; 1 << 13], numbers: __m512i) -> __m512i {
    let numbers = _mm512_and_si512(_mm512_srli_epi32::<5>(numbers), _mm512_set1_epi32((1 << 11) - 1));
    // SAFETY: there are 2^11 times four bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_i32gather_epi32::<4>(numbers, bits.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn sixteen(numbers: &[u32; 16]) -> __m512i {
    // SAFETY: these are 64 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_loadu_si512(numbers.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn put_sixteen(place: &mut [u32; 16], numbers: __m512i) {
    // SAFETY: there is room for 64 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_storeu_si512(place.as_mut_ptr().cast(), numbers);
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn eight_wide(numbers: &[u64; 8]) -> __m512i {
    // SAFETY: these are 64 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_loadu_si512(numbers.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn put_eight_wide(place: &mut [u64; 8], numbers: __m512i) {
    // SAFETY: there is room for 64 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm512_storeu_si512(place.as_mut_ptr().cast(), numbers);
    }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn eight(numbers: &[u32; 8]) -> __m256i {
    // SAFETY: these are 32 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_loadu_si256(numbers.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn put_eight(place: &mut [u32; 8], numbers: __m256i) {
    // SAFETY: there is room for 32 bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_storeu_si256(place.as_mut_ptr().cast(), numbers);
    }
}

#[inline]
#[target_feature(enable = "sse2")]
pub(super) fn eight_narrow(numbers: &[u16; 8]) -> __m128i {
    // SAFETY: these are sixteen bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm_loadu_si128(numbers.as_ptr().cast())
    }
}

#[inline]
#[target_feature(enable = "sse2")]
pub(super) fn put_eight_narrow(place: &mut [u16; 8], numbers: __m128i) {
    // SAFETY: there is room for sixteen bytes.
    #[allow(unsafe_code)]
    unsafe {
        _mm_storeu_si128(place.as_mut_ptr().cast(), numbers);
    }
}

/// Writes those of eight numbers that are asked for after the first `count`, and gives how many they are.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,popcnt")]
pub(super) fn put_some(list: &mut [u32], count: usize, which: u8, numbers: __m256i) -> usize {
    let Some(place) = list.get_mut(count..).and_then(|rest| rest.first_chunk_mut()) else { return 0 };
    put_eight(place, _mm256_maskz_compress_epi32(which, numbers));
    which.count_ones() as usize
}

/// [`put_some`] of wide numbers.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
pub(super) fn put_some_wide(list: &mut [u64], count: usize, which: u8, numbers: __m512i) -> usize {
    let Some(place) = list.get_mut(count..).and_then(|rest| rest.first_chunk_mut()) else { return 0 };
    put_eight_wide(place, _mm512_maskz_compress_epi64(which, numbers));
    which.count_ones() as usize
}

/// As many low bits as there are left of `of` from `at` on, or all of these.
#[inline(always)]
pub(super) fn left(count: usize, at: usize, of: u32) -> u64 {
    u64::MAX.unbounded_shr(64 - of.min(count.saturating_sub(at) as u32))
}

/// The numbers from `from` on.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn counted(from: usize) -> __m256i {
    _mm256_add_epi32(_mm256_set1_epi32(from as i32), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))
}
