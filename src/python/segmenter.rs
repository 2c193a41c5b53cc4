//! Sentences alone.

use super::Reduced;
use super::document::stable_hash;
use super::error::internal;
use super::guard::guard;
use super::span::Span;
use super::text::{one, utf8};
use crate::error::Error;
use crate::sentence as core;
use crate::text::Offsets;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};

/// Cuts texts into sentences, by rules for a language and abbreviations of one's own.
///
/// `languages()` tells which languages have lists of their own; any other language (a code such as `"pl"` or `"pt-BR"`)
/// gets the rules that hold for every script.
///
/// >>> import dateline as dl
/// >>> [s.text for s in dl.Segmenter(abbreviations=["Zgl."]).split("He met Zgl. Ali. They talked.")]
/// ['He met Zgl. Ali.', 'They talked.']
#[pyclass(frozen, module = "dateline")]
pub struct Segmenter {
    inner: core::Segmenter,
    /// Code of the language.
    #[pyo3(get)]
    language: String,
    /// Abbreviations of one's own.
    #[pyo3(get)]
    abbreviations: Vec<String>,
}

/// Whether this has the form of a language tag: two or three letters, then parts of letters and digits.
fn is_code(language: &str) -> bool {
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn languages_known() -> String {
    core::Segmenter::languages().collect::<Vec<_>>().join(", ")
}

#[pymethods]
impl Segmenter {
    #[new]
    #[pyo3(signature = (language="en", abbreviations=None))]
    fn new(language: &str, abbreviations: Option<&Bound<'_, PyAny>>) -> PyResult<Segmenter> {
        if !is_code(language) {
            let known = languages_known();
            let reason = format!(
                "language={language:?}: must be a code such as 'en' or 'pt-BR'; with lists of their own: {known}"
            );
            return Err(Error::option(reason).into());
        }
        let wrong = || PyTypeError::new_err("abbreviations: expected a list of str, such as ['Zgl.', 'Abb.']");
        let abbreviations: Vec<String> = match abbreviations {
            Some(one) if one.is_instance_of::<PyString>() => return Err(wrong()),
            Some(list) => {
                let words = list.try_iter().map_err(|_| wrong())?;
                words.map(|a| a?.extract().map_err(|_| wrong())).collect::<PyResult<_>>()?
            }
            None => Vec::new(),
        };
        if let Some(empty) = abbreviations.iter().find(|a| a.trim_end_matches('.').trim().is_empty()) {
            return Err(Error::option(format!("abbreviations: {empty:?} is no abbreviation")).into());
        }
        let inner = core::Segmenter::new(language, &abbreviations);
        // what is made once a process is made before anybody can fork
        inner.split("Gen. Ali left\nthe U.S. They stayed.");
        Ok(Segmenter { inner, language: language.to_string(), abbreviations })
    }

    /// Codes of the languages that have abbreviations of their own.
    #[staticmethod]
    fn languages() -> Vec<&'static str> {
        core::Segmenter::languages().collect()
    }

    /// The sentences of a text, in order; they cover everything but white space.
    fn split(&self, text: &Bound<'_, PyAny>) -> PyResult<Vec<Span>> {
        let (py, text) = (text.py(), one(text, "read")?);
        let words = utf8(text)?;
        let spans = py.detach(|| guard(|| self.inner.split(&words))).map_err(|m| internal(&m, None))?;
        let chars = Offsets::new(&words);
        let lossy = matches!(words, std::borrow::Cow::Owned(_));
        let make = |span: crate::Span| {
            let c = chars.span(span);
            let piece = if lossy {
                let slice = PySlice::new(py, c.start as isize, c.end as isize, 1);
                text.as_any().get_item(slice)?.cast_into()?
            } else {
                PyString::new(py, span.of(&words))
            };
            Ok(Span::new(c.start, c.end, piece.unbind()))
        };
        spans.into_iter().map(make).collect()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let own = if self.abbreviations.is_empty() {
            String::new()
        } else {
            format!(", abbreviations={}", self.abbreviations.clone().into_pyobject(py)?.repr()?)
        };
        Ok(format!("Segmenter({}{own})", PyString::new(py, &self.language).repr()?))
    }

    fn __eq__(&self, other: &Segmenter) -> bool {
        (&self.language, &self.abbreviations) == (&other.language, &other.abbreviations)
    }

    fn __hash__(&self) -> u64 {
        stable_hash((&self.language, &self.abbreviations))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (String, Vec<String>)> {
        let s = slf.get();
        Ok((slf.get_type().into_any(), (s.language.clone(), s.abbreviations.clone())))
    }
}
