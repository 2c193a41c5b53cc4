//! The hash table of a compiled gazetteer: buckets of one cache line, eight halves of hashes first, then the eight slots
//! they belong to, so that one comparison of vectors searches a bucket.

use super::hash;
use super::lanes::Lanes;
use super::record::u32_at;
use wide::{CmpEq, i32x8};

/// Bytes of a bucket.
pub(super) const BUCKET: usize = 64;
/// Slots used of eight.
const LOAD: usize = 6;

/// A table being read.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [[u8; BUCKET]],
    /// Home buckets; some more follow for runs.
    buckets: u64,
    /// Longest run of buckets a look-up may have to walk beyond the first.
    run: usize,
}

impl<'a> Table<'a> {
    pub fn new(bytes: &'a [u8], run: u32) -> Self {
        let bytes = bytes.as_chunks().0;
        Table { bytes, buckets: bytes.len().saturating_sub(run as usize + 1) as u64, run: run as usize }
    }

    /// Where a look-up of that hash begins.
    #[inline(always)]
    pub fn home(&self, hash: u64) -> Option<&'a [u8; BUCKET]> {
        self.bytes.get(bucket_of(hash, self.buckets))
    }

    /// What the table has for a hash; 0: nothing.
    #[inline(always)]
    pub fn get<L: Lanes>(&self, lanes: L, hash: u64) -> u32 {
        let home = bucket_of(hash, self.buckets);
        for bucket in home..=home + self.run {
            let Some(bucket) = self.bytes.get(bucket) else { return 0 };
            let slot = lanes.pick(bucket, hash as u32);
            let [.., last] = bucket.as_chunks::<4>().0 else { return 0 };
            if slot != 0 || *last == [0; 4] {
                return slot;
            }
        }
        0
    }
}

/// The slot of a bucket that belongs to that half of a hash; 0: none.
#[inline(always)]
pub(super) fn pick(bucket: &[u8; BUCKET], half: u32) -> u32 {
    let mut words = [0i32; 16];
    for (word, bytes) in words.iter_mut().zip(bytes_of(bucket)) {
        *word = i32::from_le_bytes(*bytes);
    }
    let (halves, slots) = words.split_at(8);
    let half = i32x8::splat(half as i32);
    let mut hits = halves.first_chunk::<8>().map_or(0, |h| i32x8::new(*h).cmp_eq(half).move_mask());
    while hits != 0 {
        // an empty slot looks like a hash of zeros
        match slots[hits.trailing_zeros() as usize % 8] {
            0 => hits &= hits - 1,
            slot => return slot as u32,
        }
    }
    0
}

#[inline(always)]
fn bytes_of(bucket: &[u8; BUCKET]) -> &[[u8; 4]] {
    bucket.as_chunks().0
}

/// The bucket a hash belongs to.
#[inline(always)]
fn bucket_of(hash: u64, buckets: u64) -> usize {
    ((u128::from(hash) * u128::from(buckets)) >> 64) as usize
}

/// Writes the table of hashes, sorted and distinct, with what each tells, and gives the longest run of buckets a look-up
/// needs. None if two of them cannot be told apart.
pub(super) fn write(count: usize, slots: impl Iterator<Item = (u64, u32)>) -> Option<(Vec<u8>, u32)> {
    let buckets = (count / LOAD + 2) as u64;
    let mut out = vec![[0u8; BUCKET]; buckets as usize + 2];
    let (mut at, mut run) = (0, 0);
    for (h, payload) in slots {
        let home = bucket_of(h, buckets) * 8;
        at = at.max(home);
        if out.len() <= at / 8 + 1 {
            out.resize(at / 8 + 8, [0; BUCKET]);
        }
        run = run.max((at - home) / 8);
        // a look-up from the home bucket must meet this slot before one that looks like it
        let half = h as u32;
        if (home..at).any(|s| u32_at(&out[s / 8], s % 8 * 4) == Some(half)) {
            return None;
        }
        let bucket = &mut out[at / 8];
        bucket[at % 8 * 4..][..4].copy_from_slice(&half.to_le_bytes());
        bucket[32 + at % 8 * 4..][..4].copy_from_slice(&payload.to_le_bytes());
        at += 1;
    }
    // the last home bucket may run over, too
    out.resize(buckets as usize + run + 1, [0; BUCKET]);
    Some((out.into_flattened(), run as u32))
}

/// A filter being made.
pub(super) struct Filter(Vec<[u8; 8]>);

impl Filter {
    /// An empty filter of about that many bits.
    pub fn new(bits: usize) -> Self {
        Filter(vec![[0; 8]; (bits / 64).max(64)])
    }

    /// Sets these bits in the word of that hash.
    #[inline]
    pub fn add(&mut self, hash: u64, bits: u64) {
        let slot = hash::slot(hash, self.0.len() as u32);
        let word = &mut self.0[slot];
        *word = (u64::from_le_bytes(*word) | bits).to_le_bytes();
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_flattened()
    }
}
