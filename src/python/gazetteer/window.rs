//! A `str` as UTF-8: short ones at once, long ones window by window.
//!
//! Making the UTF-8 of a long text that is not ASCII at once takes fresh memory for all of it, three times over, and more
//! time than searching it; CPython then keeps it as long as the text. Slice by slice into one buffer that stays in the
//! cache it takes half the time and a megabyte. Windows end at blank lines, which no name spans.

use super::search::{Walk, count};
use crate::python::text::utf8;
use memchr::memmem;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};
use std::borrow::Cow;
use std::cell::Cell;

/// Of texts of fewer characters CPython may keep the UTF-8, which costs less than asking what they are. Of longer ones it
/// would take new memory for each, which is a fifth of the time of a search.
const SHORT: usize = 512;
/// Texts of fewer characters are read at once.
const LONG: usize = 64 << 10;
/// Characters of a slice.
const SLICE: usize = 16 << 10;
/// Bytes of a window, about.
const WINDOW: usize = 1 << 20;
/// Bytes of a window of an ASCII text, which is read where it lies: only Ctrl-C is the reason to stop.
const ASCII_WINDOW: usize = 64 << 20;

thread_local! {
    static BUFFER: Cell<String> = const { Cell::new(String::new()) };
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
    if chars <= LONG && !ascii {
        if let Ok(bytes) = text.encode_utf8() {
            // SAFETY: CPython's encoder of UTF-8 gives UTF-8, by its name; it raises for what has none (lone surrogates).
            // `PyString::to_str` rests on the same. To check it again takes 11 % of the time of searching 4 KB.
            #[allow(unsafe_code)]
            let words = unsafe { std::str::from_utf8_unchecked(bytes.as_bytes()) };
            return with(Window { words, ascii, lossy: false, base: 0 });
        }
        return with(Window::whole(text, &utf8(text)?)?);
    }
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
    let mut buffer = BUFFER.take();
    buffer.clear();
    let read = windows_of(text, &mut buffer, &mut with);
    if buffer.capacity() <= 4 * WINDOW {
        BUFFER.set(buffer);
    }
    read
}

fn windows_of(
    text: &Bound<'_, PyString>,
    buffer: &mut String,
    with: &mut impl FnMut(Window<'_>) -> PyResult<()>,
) -> PyResult<()> {
    let (py, chars) = (text.py(), text.len()?);
    let (mut at, mut base, mut want, mut lossy) = (0, 0, WINDOW, false);
    while at < chars {
        let to = (at + SLICE).min(chars);
        let piece = text.as_any().get_item(PySlice::new(py, at as isize, to as isize, 1))?.cast_into::<PyString>()?;
        let words = utf8(&piece)?;
        lossy |= matches!(words, Cow::Owned(_));
        buffer.push_str(&words);
        at = to;
        let end = if at == chars {
            Some(buffer.len())
        } else if buffer.len() >= want {
            // without a blank line the window grows, and is searched for one again when it has doubled
            want = 2 * buffer.len();
            last_break(buffer)
        } else {
            None
        };
        if let Some(end) = end {
            // the characters that were read, less those that wait for the next window
            let n = at - base - count(&buffer.as_bytes()[end..]);
            let words = &buffer[..end];
            with(Window { words, ascii: n == end, lossy, base })?;
            base += n;
            buffer.drain(..end);
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
