//! The table of words with classes: one look at one cache line for nearly every word.
//!
//! A word of up to [`SHORT`] bytes and the number of its set of classes fill sixteen bytes, and four of them a bucket,
//! which is a line of the cache. Buckets are filled from the front; a word that finds its bucket full goes to the next.
//! The few longer words sit in a map.

use super::chunk;
use super::lexicon::Classes;
use rustc_hash::FxHashMap;

/// The longest word of the open table, in bytes.
pub(super) const SHORT: usize = 14;
/// Where the number of a set stands in a slot.
const SET: u32 = 8 * SHORT as u32;

#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket([u128; 4]);

impl Bucket {
    /// The number of the set of a word, 0 if the word is not here; no branch.
    #[inline]
    fn find(&self, key: u128) -> usize {
        let set = |slot: u128| if (slot ^ key) << 16 == 0 { (slot >> SET) as usize } else { 0 };
        set(self.0[0]) | set(self.0[1]) | set(self.0[2]) | set(self.0[3])
    }

    const fn full(&self) -> bool {
        self.0[3] != 0
    }
}

/// A table of words and their classes.
pub(super) struct Classed {
    buckets: Vec<Bucket>,
    shift: u32,
    long: FxHashMap<Box<[u8]>, Classes>,
    /// The sets of classes that occur; the first is empty.
    sets: Vec<Classes>,
    numbers: FxHashMap<Classes, u16>,
    last: (Classes, u16),
}

impl Classed {
    /// A table for about so many words.
    pub(super) fn with_capacity(words: usize) -> Self {
        // two words a bucket at most, so that few are full
        let size = (words / 2).next_power_of_two().max(2);
        Classed {
            buckets: vec![Bucket::default(); size],
            shift: 64 - size.trailing_zeros(),
            long: FxHashMap::default(),
            sets: vec![0],
            numbers: FxHashMap::from_iter([(0, 0)]),
            last: (0, 0),
        }
    }

    /// Gives a word these classes besides those it has.
    pub(super) fn add(&mut self, word: &[u8], classes: Classes) {
        if word.len() > SHORT {
            *self.long.entry(word.into()).or_default() |= classes;
            return;
        }
        let key = pack(word);
        if key == 0 {
            return;
        }
        let mut at = self.home(key);
        for _ in 0..self.buckets.len() {
            let Some(k) = self.buckets[at].0.iter().position(|&s| s == 0 || (s ^ key) << 16 == 0) else {
                at = (at + 1) & (self.buckets.len() - 1);
                continue;
            };
            let known = self.sets[(self.buckets[at].0[k] >> SET) as usize];
            self.buckets[at].0[k] = key | u128::from(self.number(known | classes)) << SET;
            return;
        }
    }

    /// The number of a set of classes; words come list by list, so the last one is often asked for again.
    fn number(&mut self, classes: Classes) -> u16 {
        if self.last.0 != classes {
            let next = self.sets.len() as u16;
            let number = *self.numbers.entry(classes).or_insert(next);
            if number == next {
                self.sets.push(classes);
            }
            self.last = (classes, number);
        }
        self.last.1
    }

    /// Where the walk for a word begins.
    #[inline]
    fn home(&self, key: u128) -> usize {
        let mixed = ((key as u64) ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = (mixed ^ (key >> 64) as u64).wrapping_mul(0xd6e8_feb8_6659_fd93);
        (hash >> self.shift) as usize
    }

    /// The classes of a word packed by [`pack`]; none for 0.
    #[inline]
    pub(super) fn short(&self, key: u128) -> Classes {
        let mut at = self.home(key);
        for _ in 0..self.buckets.len() {
            let set = self.buckets[at].find(key);
            if set != 0 || !self.buckets[at].full() {
                return self.sets[set];
            }
            at = (at + 1) & (self.buckets.len() - 1);
        }
        0
    }

    /// The classes of a longer word in lower case.
    pub(super) fn long(&self, word: &[u8]) -> Classes {
        self.long.get(word).copied().unwrap_or(0)
    }

    /// The classes of some packed words. Asked together, they wait for memory together.
    #[inline]
    pub(super) fn all<const N: usize>(&self, keys: &[u128; N]) -> [Classes; N] {
        let mut homes = [0; N];
        let mut full = [false; N];
        for (i, &key) in keys.iter().enumerate() {
            homes[i] = self.home(key);
            full[i] = self.buckets[homes[i]].full();
        }
        let mut out = [0; N];
        for (i, &key) in keys.iter().enumerate() {
            let set = self.buckets[homes[i]].find(key);
            out[i] = if set == 0 && full[i] { self.short(key) } else { self.sets[set] };
        }
        out
    }
}

/// Up to [`SHORT`] bytes as one number, ASCII letters lower-cased.
#[inline]
pub(super) fn pack(word: &[u8]) -> u128 {
    let wide = |part: &[u8]| part.first_chunk::<8>().map_or(0, |c| u64::from_le_bytes(*c));
    let half = |part: &[u8]| part.first_chunk::<4>().map_or(0, |c| u32::from_le_bytes(*c));
    let n = word.len();
    let key = match n {
        0 => 0,
        1..=3 => {
            u128::from(word[0]) | u128::from(word[n / 2]) << (8 * (n / 2)) | u128::from(word[n - 1]) << (8 * (n - 1))
        }
        4..=7 => u128::from(half(word)) | u128::from(half(&word[n - 4..])) << (8 * (n - 4)),
        _ => u128::from(wide(word)) | u128::from(wide(&word[n - 8..])) << (8 * (n - 8)),
    };
    u128::from_le_bytes(chunk::lower(key.to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_every_length() {
        let word = b"ABcdefghIjklmn";
        for n in 0..=SHORT {
            let mut bytes = word[..n].to_ascii_lowercase();
            bytes.resize(16, 0);
            assert_eq!(pack(&word[..n]).to_le_bytes().to_vec(), bytes, "{n}");
        }
    }

    #[test]
    fn keeps_every_word_of_a_crowded_table() {
        let mut table = Classed::with_capacity(0);
        let words = ["a", "b", "ab", "abc", "abcdefghijklmn"];
        for (i, word) in words.iter().enumerate() {
            table.add(word.as_bytes(), 1 << i);
            table.add(word.as_bytes(), 1 << 60);
        }
        table.add(b"abcdefghijklmno", 1 << 9);
        for (i, word) in words.iter().enumerate() {
            assert_eq!(table.short(pack(word.as_bytes())), 1 << i | 1 << 60, "{word}");
        }
        assert_eq!(table.long(b"abcdefghijklmno"), 1 << 9);
        let keys = ["ab", "", "no", "abc"].map(|w| pack(w.as_bytes()));
        assert_eq!(table.all(&keys), [1 << 2 | 1 << 60, 0, 0, 1 << 3 | 1 << 60]);
    }
}
