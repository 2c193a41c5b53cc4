//! Sentences alone.

use super::Reduced;
use super::document::stable_hash;
use super::error::internal;
use super::guard::guard;
use super::span::Span;
use super::text::utf8;
use crate::sentence as core;
use crate::text::Offsets;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};

/// Cuts texts into sentences, by rules for a language and abbreviations of one's own.
///
/// `languages()` tells which languages have lists of their own; any other code gets the rules that hold for every script.
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

#[pymethods]
impl Segmenter {
    #[new]
    #[pyo3(signature = (language="en", abbreviations=None))]
    fn new(language: &str, abbreviations: Option<&Bound<'_, PyAny>>) -> PyResult<Segmenter> {
        let abbreviations: Vec<String> = match abbreviations {
            Some(list) => list.try_iter()?.map(|a| a?.extract()).collect::<PyResult<_>>()?,
            None => Vec::new(),
        };
        let inner = core::Segmenter::new(language, &abbreviations);
        Ok(Segmenter { inner, language: language.to_string(), abbreviations })
    }

    /// Codes of the languages that have abbreviations of their own.
    #[staticmethod]
    fn languages() -> Vec<&'static str> {
        core::Segmenter::languages().collect()
    }

    /// The sentences of a text, in order; they cover everything but white space.
    fn split(&self, text: &Bound<'_, PyString>) -> PyResult<Vec<Span>> {
        let py = text.py();
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
