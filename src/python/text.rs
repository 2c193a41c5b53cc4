//! Python's `str` as UTF-8 with the same code points.

use crate::error::Error;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyString};
use std::borrow::Cow;

/// Offsets inside are 32 bits wide.
const LONGEST: usize = u32::MAX as usize;

/// The text of a `str`, borrowed where it can be. UTF-8 has no lone surrogates, so each is read as U+FFFD: one code point
/// and three bytes, as before, and every offset stays right.
pub fn utf8<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
    let text = match text.to_str() {
        Ok(s) => Cow::Borrowed(s),
        Err(_) => {
            let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
            let mut bytes = bytes.cast::<PyBytes>()?.as_bytes().to_vec();
            let mut i = 0;
            while i + 2 < bytes.len() {
                // surrogates are ED A0 80 to ED BF BF; a lead byte never stands inside another character
                if bytes[i] == 0xED && bytes[i + 1] >= 0xA0 {
                    bytes[i..i + 3].copy_from_slice("\u{FFFD}".as_bytes());
                    i += 3;
                } else {
                    i += 1;
                }
            }
            Cow::Owned(String::from_utf8(bytes).map_err(|e| PyValueError::new_err(e.to_string()))?)
        }
    };
    if text.len() >= LONGEST {
        return Err(PyValueError::new_err("the text is longer than 4 GiB"));
    }
    Ok(text)
}

/// The text a function of one text is given.
///
/// # Errors
/// `TypeError` for anything but a `str`, with what to use instead: `read_many`, say, where `verb` is `read`.
pub fn one<'a, 'py>(text: &'a Bound<'py, PyAny>, verb: &str) -> PyResult<&'a Bound<'py, PyString>> {
    text.cast::<PyString>().map_err(|_| {
        let kind = text.get_type().qualname().map_or_else(|_| "something else".into(), |k| k.to_string());
        let hint = match kind.as_str() {
            "NoneType" => format!(" ({verb}_many and {verb}_frame take None for a missing text)"),
            "bytes" | "bytearray" => " (decode it first)".into(),
            "list" | "tuple" | "Series" | "generator" => format!(" (use {verb}_many for many texts)"),
            "DataFrame" | "dict" => format!(" (use {verb}_frame for a table)"),
            "PosixPath" | "WindowsPath" => " (give the text itself: path.read_text())".into(),
            _ => String::new(),
        };
        PyTypeError::new_err(format!("text: expected a str, got {}{hint}", if text.is_none() { "None" } else { &kind }))
    })
}

/// Says in which row an error happened.
pub fn in_row(e: PyErr, py: Python<'_>, row: usize) -> PyErr {
    let said = e.value(py).to_string();
    PyErr::from_type(e.get_type(py), format!("row {row}: {said}"))
}

/// A cell of a column of texts: a `str`, or `None`, NaN, NaT or NA, which count as an empty text; with `skip`, anything
/// else does, too.
///
/// # Errors
/// `TypeError` that names the row, for anything else.
pub fn cell<'py>(value: &Bound<'py, PyAny>, row: usize, skip: bool) -> PyResult<Bound<'py, PyString>> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.clone());
    }
    if skip || is_missing(value)? {
        return Ok(PyString::new(value.py(), ""));
    }
    let kind = value.get_type().qualname()?;
    Err(PyTypeError::new_err(format!(
        "row {row}: expected str or None, got {kind} (errors='skip' takes such cells for missing)"
    )))
}

/// What is done with a cell that is no text: `raise` or `skip`.
///
/// # Errors
/// An `OptionError` for another word.
pub fn skips(errors: &str) -> PyResult<bool> {
    match errors {
        "raise" => Ok(false),
        "skip" => Ok(true),
        _ => Err(Error::option(format!("errors={errors:?}: must be one of 'raise', 'skip'")).into()),
    }
}

/// Whether a value stands for no value: `None`, NaN of any float type, pandas' NA and NaT.
pub fn is_missing(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_none() {
        return Ok(true);
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        return Ok(number.value().is_nan());
    }
    let kind = value.get_type().name()?;
    let kind = kind.to_str()?;
    Ok(match kind {
        "NAType" | "NaTType" => true,
        // NumPy's narrow floats are no `float`; like every NaN they differ from themselves
        "float16" | "float32" | "longdouble" => value.ne(value)?,
        _ => false,
    })
}
