//! Sixteen bytes of a text at once: what letters stand there is told for all of them together, without a branch.
//!
//! The masks below have a bit a byte, the lowest for the first byte.

use wide::u8x16;

/// How many bytes a chunk holds.
pub(super) const SIZE: usize = 16;

/// The bytes of a text from some place on; zeros beyond its end.
#[derive(Clone, Copy)]
pub(super) struct Chunk(u8x16);

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

/// All bits of the bytes of `bytes` that are among the `count` from `first` on.
#[inline(always)]
fn within(bytes: u8x16, first: u8, count: u8) -> u8x16 {
    let from = bytes - u8x16::splat(first);
    from.min(u8x16::splat(count - 1)).cmp_eq(from)
}

/// All bits of the bytes that are ASCII letters.
#[inline(always)]
fn letters(bytes: u8x16) -> u8x16 {
    within(bytes | u8x16::splat(0x20), b'a', 26)
}

/// The top bits of the bytes.
#[inline(always)]
fn mask(bytes: u8x16) -> u32 {
    bytes.move_mask() as u32 & 0xffff
}

/// Small letters for ASCII capitals, in sixteen bytes.
#[inline]
pub(super) fn lower(bytes: [u8; SIZE]) -> [u8; SIZE] {
    let bytes = u8x16::new(bytes);
    (bytes | letters(bytes) & u8x16::splat(0x20)).to_array()
}

impl Chunk {
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Chunk {
        let rest = bytes.get(at..).unwrap_or(&[]);
        match rest.first_chunk::<SIZE>() {
            Some(whole) => Chunk(u8x16::new(*whole)),
            None => {
                let mut padded = [0; SIZE];
                padded[..rest.len()].copy_from_slice(rest);
                Chunk(u8x16::new(padded))
            }
        }
    }

    /// The letters and digits it begins with.
    #[inline]
    pub(super) fn run(self) -> Run {
        let bytes = self.0;
        let letters = mask(letters(bytes));
        let digits = mask(within(bytes, b'0', 10));
        // sixteen at most: the bits above are ones
        let len = (!(letters | digits)).trailing_zeros();
        let inside = letters & ((1 << len) - 1);
        // the bit that tells small letters from capitals, moved to the top
        let twice = bytes + bytes;
        let small = mask(twice + twice) & inside;
        let upper = inside & !small;
        let capital = upper & 1 != 0;
        Run { len: len as usize, capital, caps: capital && small == 0 && upper & (upper - 1) != 0 }
    }

    /// The first `len` bytes, ASCII capitals as small letters, the rest zero.
    #[inline]
    pub(super) fn key(self, len: usize) -> u128 {
        const KEEP: [u8; 2 * SIZE] = {
            let mut keep = [0; 2 * SIZE];
            let mut i = 0;
            while i < SIZE {
                keep[i] = 0xff;
                i += 1;
            }
            keep
        };
        let keep = KEEP[SIZE - len.min(SIZE)..].first_chunk::<SIZE>().map_or(u8x16::splat(0), |k| u8x16::new(*k));
        let lower = self.0 | letters(self.0) & u8x16::splat(0x20);
        u128::from_le_bytes((lower & keep).to_array())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lowers_ascii_capitals_only() {
        for byte in 0..=255u8 {
            assert_eq!(lower([byte; SIZE]), [byte.to_ascii_lowercase(); SIZE], "{byte}");
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
