//! A `str` as UTF-8: short ones at once, long ones window by window.
//!
//! Making the UTF-8 of a text that is not ASCII takes CPython fresh memory for all of it and, with few names, as long as
//! finding them; it then keeps it as long as the text. Slice by slice into one buffer that stays in the cache it takes a
//! third of the time and a megabyte. Windows end at blank lines, which no name spans.

use super::codes::Words;
use super::search::{Walk, count};
use crate::python::text::utf8;
use memchr::memmem;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};
use std::borrow::Cow;
use std::cell::Cell;

/// Of texts of fewer characters CPython may keep the UTF-8, which costs less than asking what they are.
const SHORT: usize = 512;
/// Characters of a slice; texts of fewer are read at once.
const SLICE: usize = 16 << 10;
/// Bytes of a window, about.
const WINDOW: usize = 1 << 20;
/// Bytes of a window of an ASCII text, which is read where it lies: only Ctrl-C is the reason to stop.
const ASCII_WINDOW: usize = 64 << 20;

thread_local! {
    static BUFFER: Cell<Option<Words>> = const { Cell::new(None) };
}

/// A part of a text.
pub struct Window<'a> {
    pub words: &'a str,
    /// Every character is one byte.
    pub ascii: bool,
    /// It has lone surrogates, which the words have not.
    pub lossy: bool,
    /// Characters before it.
    pub base: usize,
}

impl<'a> Window<'a> {
    /// The whole of a text; its words are a copy only if it has lone surrogates.
    #[expect(clippy::ptr_arg)]
    pub fn whole(text: &Bound<'_, PyString>, words: &'a Cow<'_, str>) -> PyResult<Window<'a>> {
        let ascii = text.len()? == words.len();
        Ok(Window { words, ascii, lossy: matches!(words, Cow::Owned(_)), base: 0 })
    }

    /// A walk over its characters.
    pub fn walk(&self) -> Walk<'a> {
        Walk::new(self.words, self.ascii, self.base)
    }
}

/// Calls `with` for the windows of a text, in order.
#[inline]
pub fn each_window(text: &Bound<'_, PyString>, mut with: impl FnMut(Window<'_>) -> PyResult<()>) -> PyResult<()> {
    let chars = text.len()?;
    if chars <= SHORT {
        return with(Window::whole(text, &utf8(text)?)?);
    }
    let ascii = text.call_method0(intern!(text.py(), "isascii"))?.is_truthy()?;
    if ascii {
        let words = utf8(text)?;
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            let end = rest.get(..ASCII_WINDOW).and_then(last_break).map_or(words.len(), |end| at + end);
            with(Window { words: &words[at..end], ascii: true, lossy: false, base: at })?;
            at = end;
        }
        return Ok(());
    }
    let mut buffer = BUFFER.take().unwrap_or_default();
    buffer.clear();
    let read = windows_of(text, &mut buffer, &mut with);
    if buffer.capacity() <= 4 * WINDOW {
        BUFFER.set(Some(buffer));
    }
    read
}

fn windows_of(
    text: &Bound<'_, PyString>,
    buffer: &mut Words,
    with: &mut impl FnMut(Window<'_>) -> PyResult<()>,
) -> PyResult<()> {
    let (py, chars) = (text.py(), text.len()?);
    if chars <= SLICE {
        buffer.push_str(text)?;
        return with(Window { words: buffer.as_str(), ascii: false, lossy: buffer.lossy, base: 0 });
    }
    let (mut at, mut base, mut want) = (0, 0, WINDOW);
    while at < chars {
        let to = (at + SLICE).min(chars);
        let piece = text.as_any().get_item(PySlice::new(py, at as isize, to as isize, 1))?;
        buffer.push_str(piece.cast::<PyString>()?)?;
        at = to;
        let end = if at == chars {
            Some(buffer.len())
        } else if buffer.len() >= want {
            // without a blank line the window grows, and is searched for one again when it has doubled
            want = 2 * buffer.len();
            last_break(buffer.as_str())
        } else {
            None
        };
        if let Some(end) = end {
            let (words, rest) = buffer.as_str().split_at(end);
            // the characters that were read, less those that wait for the next window
            let n = at - base - count(rest.as_bytes());
            with(Window { words, ascii: n == end, lossy: buffer.lossy, base })?;
            base += n;
            buffer.drop_front(end);
            want = WINDOW;
        }
    }
    Ok(())
}

/// The end of the last blank line.
fn last_break(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memmem::rfind(bytes, b"\n\n").map(|i| i + 2).or_else(|| memmem::rfind(bytes, b"\n\r\n").map(|i| i + 3))
}
