//! Sixteen bytes of a text as one number: what letters stand there is told for all of them at once, without a branch.
//!
//! The first byte of the text is the lowest of the number. The masks below have the highest bit of a byte set where
//! something holds of it, and all other bits clear.

const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
const HIGH: u128 = ONES << 7;

/// How many bytes a chunk holds.
pub(super) const SIZE: usize = 16;

/// The bytes of a text from some place on; zeros beyond its end.
#[derive(Clone, Copy)]
pub(super) struct Chunk(u128);

/// What the run of ASCII letters and digits at the start of a chunk is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    /// Number of bytes; [`SIZE`] if the run may go on.
    pub(super) len: usize,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// More than one letter, capitals all.
    pub(super) caps: bool,
}

/// The highest bit of each byte whose lower seven bits are `c` or more.
const fn from(low: u128, c: u8) -> u128 {
    low.wrapping_add((0x80 - c) as u128 * ONES) & HIGH
}

/// Keeps the first `len` bytes.
const fn first(len: usize) -> u128 {
    if len >= SIZE { u128::MAX } else { (1 << (8 * len)) - 1 }
}

/// The capitals among ASCII bytes.
const fn capitals(x: u128) -> u128 {
    let low = x & !HIGH;
    from(low, b'A') & !from(low, b'Z' + 1) & !x
}

/// Small letters for ASCII capitals.
pub(super) const fn lower(x: u128) -> u128 {
    x | (capitals(x) >> 2)
}

impl Chunk {
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Chunk {
        let rest = bytes.get(at..).unwrap_or(&[]);
        match rest.first_chunk::<SIZE>() {
            Some(whole) => Chunk(u128::from_le_bytes(*whole)),
            None => {
                let mut padded = [0; SIZE];
                padded[..rest.len()].copy_from_slice(rest);
                Chunk(u128::from_le_bytes(padded))
            }
        }
    }

    /// The letters and digits it begins with.
    #[inline]
    pub(super) fn run(self) -> Run {
        let x = self.0;
        let low = x & !HIGH;
        let folded = low | (0x20 * ONES);
        let letters = from(folded, b'a') & !from(folded, b'z' + 1) & !x;
        let digits = from(low, b'0') & !from(low, b'9' + 1) & !x;
        let len = (!(letters | digits) & HIGH).trailing_zeros() as usize / 8;
        // 0x20 tells small letters from capitals; moved up two places it is the highest bit
        let upper = letters & !(x << 2) & first(len);
        let small = letters & (x << 2) & first(len);
        let capital = upper & 0x80 != 0;
        Run { len, capital, caps: capital && small == 0 && upper & (upper - 1) != 0 }
    }

    /// The first `len` bytes, ASCII capitals as small letters, the rest zero.
    #[inline]
    pub(super) fn key(self, len: usize) -> u128 {
        lower(self.0) & first(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lowers_ascii_capitals_only() {
        for byte in 0..=255u8 {
            let want = u128::from_le_bytes([byte.to_ascii_lowercase(); SIZE]);
            assert_eq!(lower(u128::from_le_bytes([byte; SIZE])), want, "{byte}");
        }
    }

    proptest! {
        #[test]
        fn runs_are_those_seen_byte_by_byte(bytes in prop::collection::vec(prop_oneof![b'0'..=b'z', any::<u8>()], 0..20)) {
            let run = Chunk::at(&bytes, 0).run();
            let len = bytes.iter().take(SIZE).take_while(|b| b.is_ascii_alphanumeric()).count();
            let word = &bytes[..len];
            let capital = word.first().is_some_and(u8::is_ascii_uppercase);
            let letters: Vec<u8> = word.iter().copied().filter(u8::is_ascii_alphabetic).collect();
            let caps = capital && letters.len() > 1 && letters.iter().all(u8::is_ascii_uppercase);
            prop_assert_eq!(run, Run { len, capital, caps });
            let mut lowered = word.to_ascii_lowercase();
            lowered.resize(SIZE, 0);
            prop_assert_eq!(Chunk::at(&bytes, 0).key(len).to_le_bytes().to_vec(), lowered);
        }
    }
}
