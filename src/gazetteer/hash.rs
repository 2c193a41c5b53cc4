//! Hashes of words, of names word by word, and the small filters that answer "surely not" without a look at the table.

use super::ascii;
use crate::text::fold;
use crate::text::letters::FOLD;

pub(super) const K1: u64 = 0x9e37_79b9_7f4a_7c15;
pub(super) const K2: u64 = 0xd6e8_feb8_6659_fd93;
const K3: u64 = 0xa076_1d64_78bd_642f;

/// Multiplies two words to 128 bits and folds the halves.
#[inline(always)]
pub(super) const fn mix(a: u64, b: u64) -> u64 {
    let wide = (a as u128).wrapping_mul(b as u128);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// One case for eight bytes at once: a bit set in all that are ASCII. Letters become small ones, digits stay, and the
/// underscore becomes what is in no word.
#[inline(always)]
fn lower8(v: u64) -> u64 {
    v | (!v >> 2 & SMALL)
}

/// The bit that tells small letters from capitals, in eight bytes.
const SMALL: u64 = 0x20 * 0x0101_0101_0101_0101;

#[inline(always)]
fn load(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk::<8>().map(|c| u64::from_le_bytes(*c))
}

/// The bytes `at..end`, eight at most, little-endian, zeros above.
fn load_part(bytes: &[u8], at: usize, end: usize) -> u64 {
    let mut padded = [0u8; 8];
    for (to, from) in padded.iter_mut().zip(bytes.get(at..end).unwrap_or(&[])) {
        *to = *from;
    }
    u64::from_le_bytes(padded)
}

/// `MASK[n]` keeps the first `n` bytes.
const MASK: [u64; 9] = {
    let mut m = [0u64; 9];
    let mut i = 1;
    while i <= 8 {
        m[i] = u64::MAX >> (64 - 8 * i);
        i += 1;
    }
    m
};

/// Words of this many bytes are hashed at once.
pub(super) const SHORT: usize = 16;

/// What of sixteen bytes belongs to a word of that length, up to 127.
static KEEP: [[u64; 2]; 128] = {
    let mut keep = [[u64::MAX; 2]; 128];
    let mut len = 0;
    while len < SHORT {
        keep[len] = if len <= 8 { [MASK[len], 0] } else { [u64::MAX, MASK[len - 8]] };
        len += 1;
    }
    keep
};

/// Hash of a word of up to [`SHORT`] bytes that folds to itself but for ASCII capitals: the first `len` of these,
/// little-endian. Unless `HIGH` the word is ASCII. For others it gives anything.
#[inline(always)]
pub(super) fn short_word<const HIGH: bool>(halves: [u64; 2], len: usize, seed: u64) -> u64 {
    let keep = KEEP[len % KEEP.len()];
    let [a, b] = halves.map(|half| if HIGH { lower8(half) } else { half | SMALL });
    of_halves(a & keep[0], b & keep[1], seed)
}

/// Hash of a word in one case; the zeros after it tell its length, for no word has any.
#[inline(always)]
fn of_halves(a: u64, b: u64, seed: u64) -> u64 {
    mix(a ^ K1 ^ seed, b ^ K2)
}

/// Hash of a folded word, the first `len` of these bytes.
#[inline(always)]
pub(super) fn folded(word: &[u8; FOLD], len: usize, seed: u64) -> u64 {
    let part =
        |at: usize| word.get(at..).and_then(|w| w.first_chunk::<8>()).map_or(0, |w| lower8(u64::from_le_bytes(*w)));
    if len <= SHORT {
        let keep = KEEP[len % KEEP.len()];
        return of_halves(part(0) & keep[0], part(8) & keep[1], seed);
    }
    let (mut h, mut at) = (K3 ^ seed ^ len as u64, 0);
    while at < len {
        h = mix(h ^ (part(at) & MASK[(len - at).min(8)]), K1);
        at += 8;
    }
    mix(h, K2)
}

/// Hash of the word `start..end`, ASCII capitals as small letters; other bytes as they are.
#[inline]
pub(super) fn word(bytes: &[u8], start: usize, end: usize, seed: u64) -> u64 {
    let word = bytes.get(start..end).unwrap_or(&[]);
    if word.len() > SHORT {
        return long_word(bytes, start, end, seed);
    }
    let (low, high) = word.split_at(word.len().min(8));
    let lower = |part: &[u8]| lower8(load_part(part, 0, part.len())) & MASK[part.len()];
    of_halves(lower(low), lower(high), seed)
}

#[cold]
#[inline(never)]
fn long_word(bytes: &[u8], start: usize, end: usize, seed: u64) -> u64 {
    let mut h = K3 ^ seed ^ (end - start) as u64;
    for part in bytes.get(start..end).unwrap_or(&[]).chunks(8) {
        h = mix(h ^ (lower8(load_part(part, 0, part.len())) & MASK[part.len()]), K1);
    }
    mix(h, K2)
}

/// Hash of a word with non-ASCII characters, by its plain fold.
pub(super) fn folded_word(word_: &str, buffer: &mut Vec<u8>, seed: u64) -> u64 {
    buffer.clear();
    for c in word_.chars() {
        fold::push_plain(c, buffer);
    }
    word(buffer, 0, buffer.len(), seed)
}

/// Hash of a gap that is more than a hyphen or blank: feed it the folded marks.
#[derive(Clone, Copy)]
pub(super) struct GapHash(u64);

/// The gap of a hyphen or blank.
pub(super) const JOIN: GapHash = GapHash(K3);

impl GapHash {
    pub(super) const EMPTY: GapHash = GapHash(K2);

    pub(super) fn push(&mut self, c: char) {
        *self = self.with(c);
    }

    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    pub(super) const fn of(bits: u64) -> GapHash {
        GapHash(bits)
    }

    pub(super) const fn with(self, c: char) -> GapHash {
        GapHash(mix(self.0 ^ c as u64, K1))
    }
}

/// Hash of a name's first words from the hash of all but the last, the gap and the last word.
#[inline(always)]
pub(super) fn join(prefix: u64, gap: GapHash, word: u64) -> u64 {
    mix(prefix ^ gap.0, word ^ K2)
}

/// Index of the 64-bit word of a filter, by the upper half of the hash; the bits come from the lower.
#[inline(always)]
pub(super) fn slot(hash: u64, words: u32) -> usize {
    (((hash >> 32) * u64::from(words)) >> 32) as usize
}

/// The hash by which the filter of first words is asked: words that begin with a small letter or an ASCII digit apart
/// from others. `small` counts if the first byte is beyond ASCII.
#[inline(always)]
pub(super) fn with_case(hash: u64, first: u8, small: bool) -> u64 {
    with_small_bit(hash, if first < 0x80 { first & 0x20 } else { u8::from(small) << 5 })
}

/// [`with_case`] where the bit is at hand that tells small letters and digits from capitals.
#[inline(always)]
pub(super) fn with_small_bit(hash: u64, bit: u8) -> u64 {
    hash ^ u64::from(bit).wrapping_mul(K1)
}

/// Two bits of 32, a half of a word of the filter of first words.
#[inline(always)]
fn half_bits(x: u64) -> u64 {
    u64::from(1u32 << (x & 31) | 1u32 << (x >> 5 & 31))
}

/// What follows on the first word of a longer name, for the filter: 0 tells nothing.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Next(u16);

impl Next {
    /// Nothing is told of it: all longer names are asked for this, too.
    pub(super) const ANY: Next = Next(0);

    /// A join and a word that begins with that ASCII letter, digit or underscore.
    pub(super) fn letter(byte: u8) -> Next {
        Next(NEXT[usize::from(byte & 127)])
    }

    /// A gap that begins with that ASCII mark, [`LATER`] or [`OTHER`].
    pub(super) fn mark(byte: u8) -> Next {
        Next(NEXT[usize::from(byte & 127)])
    }

    /// The bits that tell it.
    #[inline(always)]
    pub(super) fn bits(self) -> u16 {
        self.0
    }

    /// What the first bytes after a word tell.
    #[inline(always)]
    pub(super) fn of([first, second, third, _]: [u8; 4]) -> Next {
        if first == 0xe2 && second == 0x80 {
            return Next(NEXT[usize::from(HIGH_MARKS[usize::from(third & 63)])]);
        }
        let (gap, letter) = (GAP[usize::from(first)], LETTER[usize::from(second)]);
        Next(gap.0 | (gap.1 & letter))
    }
}

/// Stands for a gap that begins with a mark beyond ASCII.
pub(super) const OTHER: u8 = 0x7f;
/// Stands for a gap that begins with a blank or hyphen and goes on with a mark.
pub(super) const LATER: u8 = b' ';

/// The marks U+2000 to U+203F as gaps begin with them: the ASCII mark it folds to, [`OTHER`] if it folds to none; 0 tells nothing.
pub(super) static HIGH_MARKS: [u8; 64] = {
    let mut t = [0; 64];
    let mut i = 0x14;
    while i < 0x28 {
        t[i] = match i {
            0x18 | 0x19 | 0x1b => b'\'',
            0x1c..=0x1f => b'"',
            _ => OTHER,
        };
        i += 1;
    }
    t
};

/// All bits of what follows on a word.
const TEN: u16 = 0x3ff;
/// What follows is told by the upper ten of the sixteen lower bits of a byte times this.
pub(super) const SPREAD: u16 = 0x9e37;
/// The others.
pub(super) const SPREAD_AWAY: u32 = 6;

/// Ten bits for every ASCII byte; of no two the same, and 0 for NUL only.
const NEXT: [u16; 128] = {
    let mut t = [0; 128];
    let mut b = 0;
    while b < 128 {
        t[b] = (b as u16).wrapping_mul(SPREAD) >> SPREAD_AWAY;
        let mut other = 0;
        while other < b {
            assert!(t[other] != t[b]);
            other += 1;
        }
        b += 1;
    }
    t
};

/// What a byte tells as the first one after a word: a mark by itself; with all bits in the second number a join, which
/// tells nothing without the letter after it.
static GAP: [(u16, u16); 256] = {
    let mut t = [(0, 0); 256];
    let mut b = 0;
    while b < 128 {
        t[b] = match b as u8 {
            c if ascii::is_join(c) => (0, TEN),
            b'`' => (NEXT[b'\'' as usize], 0),
            c if ascii::is_word(c) => (0, 0),
            _ => (NEXT[b], 0),
        };
        b += 1;
    }
    t
};

/// What a byte tells as the one after a join: another one tells nothing.
static LETTER: [u16; 256] = {
    let mut t = [0; 256];
    let mut b = 0;
    while b < 128 {
        t[b] = match b as u8 {
            c if ascii::is_join(c) => 0,
            c if ascii::is_word(c) => NEXT[b],
            _ => NEXT[LATER as usize],
        };
        b += 1;
    }
    t
};

/// The bits of a word of the filter of first words: "a name by itself" in the lower half, "longer names begin with this,
/// and go on so" in the upper.
pub(super) fn alone_bits(x: u64) -> u64 {
    half_bits(x)
}

/// See [`alone_bits`]; of a hash [`with_next`].
pub(super) fn longer_bits(x: u64) -> u64 {
    half_bits(x) << 32
}

/// The hash of a first word with what goes on after it: in the same word of the filter, under other bits.
#[inline(always)]
pub(super) fn with_next(hash: u64, next: Next) -> u64 {
    hash ^ u64::from(next.0)
}

/// Whether a word of the filter of first words says "a name by itself", and whether "longer names begin with this, and go
/// on so".
#[inline(always)]
pub(super) fn known(filter: u64, x: u64, next: u16) -> (bool, bool) {
    (!filter & half_bits(x) == 0, !(filter >> 32) & half_bits(x ^ u64::from(next)) == 0)
}

/// Three bits: "a name or the beginning of one".
#[inline(always)]
pub(super) fn prefix_bits(x: u64) -> u64 {
    (1 << (x & 63)) | (1 << ((x >> 6) & 63)) | (1 << ((x >> 12) & 63))
}

/// Sum of a block of bytes that changes with any bit; four lanes of multiplications, not for secrets.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [K1, K2, K3, !K1];
    let mut blocks = bytes.chunks_exact(64);
    for block in &mut blocks {
        for (i, lane) in lanes.iter_mut().enumerate() {
            let a = load(block, 16 * i).unwrap_or(0);
            let b = load(block, 16 * i + 8).unwrap_or(0);
            *lane = mix(*lane ^ a, b ^ K2).rotate_left(23).wrapping_add(a ^ b);
        }
    }
    let mut sum = bytes.len() as u64;
    for part in blocks.remainder().chunks(8) {
        sum = mix(sum ^ load_part(part, 0, part.len()), K1).wrapping_add(sum);
    }
    for lane in lanes {
        sum = mix(sum ^ lane, K2).wrapping_add(lane);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hash_alike_wherever_they_stand() {
        for word_ in ["a", "Baghdad", "ABCDEFGH", "abcdefghi", "0123456789abcdef", "a-very-long-word-of-many-letters"] {
            let far = format!("{word_} and then some more text to load from");
            let n = word_.len();
            let h = word(word_.as_bytes(), 0, n, 7);
            assert_eq!(h, word(far.as_bytes(), 0, n, 7), "{word_}");
            assert_eq!(h, word(far.to_uppercase().as_bytes(), 0, n, 7), "{word_}");
            let mut buffer = Vec::new();
            assert_eq!(h, folded_word(&format!("{word_}\u{ad}"), &mut buffer, 7));
            let mut room = [b'x'; FOLD];
            room[..n].copy_from_slice(word_.to_lowercase().as_bytes());
            assert_eq!(h, folded(&room, n, 7), "{word_}");
        }
    }

    #[test]
    fn marks_beyond_ascii_tell_what_they_fold_to() {
        for (i, &told) in HIGH_MARKS.iter().enumerate().filter(|(_, told)| **told != 0) {
            let c = char::from_u32(0x2000 + i as u32).unwrap();
            assert!(matches!(fold::class(c), fold::Class::Other | fold::Class::Apostrophe), "{c:?}");
            let mark = fold::fold_mark(c);
            assert_eq!(told, if mark.is_ascii() { mark as u8 } else { OTHER }, "{c:?}");
        }
    }

    #[test]
    fn checksum_sees_every_bit() {
        let mut bytes: Vec<u8> = (0..200u8).collect();
        let sum = checksum(&bytes);
        for i in 0..bytes.len() * 8 {
            bytes[i / 8] ^= 1 << (i % 8);
            assert_ne!(checksum(&bytes), sum);
            bytes[i / 8] ^= 1 << (i % 8);
        }
    }
}
