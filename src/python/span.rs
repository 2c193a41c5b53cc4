//! A piece of the text, and a speaker.

use super::Reduced;
use super::document::Document;
use super::element::Entity;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A piece of a text: `text[span.start:span.end] == span.text`.
///
/// >>> import dateline as dl
/// >>> dl.Span(0, 5, "Mosul")
/// Span(0, 5, 'Mosul')
#[pyclass(frozen, module = "dateline")]
pub struct Span {
    /// Index of the first character.
    #[pyo3(get)]
    start: usize,
    /// Index after the last character.
    #[pyo3(get)]
    end: usize,
    /// The characters.
    #[pyo3(get)]
    text: Py<PyString>,
}

impl Span {
    pub fn from_core(py: Python<'_>, doc: &Document, span: crate::Span) -> PyResult<Span> {
        let chars = doc.offsets(py)?.span(span);
        Ok(Span { start: chars.start, end: chars.end, text: doc.slice(py, span)?.unbind() })
    }
}

#[pymethods]
impl Span {
    #[new]
    pub fn new(start: usize, end: usize, text: Py<PyString>) -> Span {
        Span { start, end, text }
    }

    fn __len__(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Span({}, {}, {})", self.start, self.end, self.text.bind(py).repr()?))
    }

    fn __eq__(&self, other: &Span, py: Python<'_>) -> PyResult<bool> {
        Ok(self.start == other.start && self.end == other.end && self.text.bind(py).as_any().eq(other.text.bind(py))?)
    }

    fn __hash__(&self) -> u64 {
        let mut h = DefaultHasher::new();
        (self.start, self.end).hash(&mut h);
        h.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (usize, usize, Py<PyString>)) {
        let s = slf.get();
        (slf.get_type(), (s.start, s.end, s.text.clone_ref(slf.py())))
    }

    /// Start, end and text, as `to_json` writes them.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let d = PyDict::new(py);
        d.set_item("start", self.start)?;
        d.set_item("end", self.end)?;
        d.set_item("text", &self.text)?;
        Ok(d)
    }
}

/// Who speaks: the words next to the quote, and who that is.
///
/// `start`, `end` and `text` are `None` where the text names no speaker beside the quote; `name` is `None` where it
/// does not tell who speaks.
#[pyclass(frozen, module = "dateline")]
pub struct Speaker {
    doc: Py<Document>,
    quote: usize,
}

impl Speaker {
    pub fn of_quote(doc: &Py<Document>, quote: usize, py: Python<'_>) -> Option<Speaker> {
        let q = &doc.get().core().quotes[quote];
        (q.speaker.is_some() || q.speaker_entity.is_some()).then(|| Speaker { doc: doc.clone_ref(py), quote })
    }

    fn core(&self) -> &crate::document::Quote {
        &self.doc.get().core().quotes[self.quote]
    }

    fn known(&self) -> Option<&crate::document::DocEntity> {
        self.core().speaker_entity.map(|e| &self.doc.get().core().entities[e as usize])
    }

    pub fn words<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        self.core().speaker.map(|s| self.doc.get().slice(py, s)).transpose()
    }

    pub fn known_name(&self) -> Option<&str> {
        self.known().map(|e| &*e.name)
    }

    pub fn known_id(&self) -> Option<&str> {
        self.known().and_then(|e| e.entity_id.as_deref())
    }

    /// The best there is to call the speaker by.
    pub fn label<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        match self.known_name() {
            Some(name) => Ok(PyString::new(py, name)),
            None => Ok(self.words(py)?.unwrap_or_else(|| PyString::new(py, ""))),
        }
    }

    fn chars(&self, py: Python<'_>) -> PyResult<Option<crate::Span>> {
        let offsets = self.doc.get().offsets(py)?;
        Ok(self.core().speaker.map(|s| offsets.span(s)))
    }
}

#[pymethods]
impl Speaker {
    /// Index of the first character of the words that name the speaker.
    #[getter]
    fn start(&self, py: Python<'_>) -> PyResult<Option<usize>> {
        Ok(self.chars(py)?.map(|s| s.start))
    }

    /// Index after the last character.
    #[getter]
    fn end(&self, py: Python<'_>) -> PyResult<Option<usize>> {
        Ok(self.chars(py)?.map(|s| s.end))
    }

    /// The words that name the speaker beside the quote: a name, a pronoun, a noun phrase.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        self.words(py)
    }

    /// Start, end and text in one.
    #[getter]
    fn span(&self, py: Python<'_>) -> PyResult<Option<Span>> {
        self.core().speaker.map(|s| Span::from_core(py, self.doc.get(), s)).transpose()
    }

    /// Who that is: the canonical or the fullest name.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.known_name()
    }

    /// Id of the speaker in the gazetteer, if it knows the speaker.
    #[getter]
    fn entity_id(&self) -> Option<&str> {
        self.known_id()
    }

    /// The entity the speaker is.
    #[getter]
    fn entity(&self, py: Python<'_>) -> Option<Entity> {
        self.core().speaker_entity.map(|e| Entity::at(&self.doc, e as usize, py))
    }

    /// As a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start(py)?)?;
        dict.set_item("end", self.end(py)?)?;
        dict.set_item("text", self.text(py)?)?;
        dict.set_item("name", self.name())?;
        dict.set_item("entity_id", self.entity_id())?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.text(py)?.into_pyobject(py)?.repr()?;
        Ok(format!("Speaker({text}, name={})", self.name().into_pyobject(py)?.repr()?))
    }

    fn __str__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        self.label(py)
    }

    fn __eq__(&self, other: &Speaker, py: Python<'_>) -> PyResult<bool> {
        Ok(self.chars(py)? == other.chars(py)?
            && self.known() == other.known()
            && match (self.text(py)?, other.text(py)?) {
                (Some(a), Some(b)) => a.as_any().eq(b)?,
                (a, b) => a.is_none() && b.is_none(),
            })
    }

    fn __hash__(&self) -> u64 {
        let mut h = DefaultHasher::new();
        self.known().map(|e| &*e.name).hash(&mut h);
        h.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Py<Document>, &'static str, usize)> {
        let s = slf.get();
        let make = slf.py().import("dateline._dateline")?.getattr("Document")?.getattr("_element")?;
        Ok((make, (s.doc.clone_ref(slf.py()), "speakers", s.quote)))
    }
}
