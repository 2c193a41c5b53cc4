//! A document: the text and what was found in it.

use super::Reduced;
use super::element::{self, Kind};
use super::error::internal;
use super::table::Tables;
use super::view::View;
use super::{guard, text};
use crate::document as core;
use crate::record::{Id, Recorder};
use crate::resolve::place::Candidate;
use crate::table as tables;
use crate::text::Offsets;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What was found in one text: blocks, sentences, mentions, quotes, statements.
///
/// >>> import dateline as dl
/// >>> doc = dl.read("“We will hold the bridge,” said Layla Haddad, the mayor.")
/// >>> doc.quotes[0].text
/// '“We will hold the bridge,”'
/// >>> doc.text[doc.quotes[0].start : doc.quotes[0].end] == doc.quotes[0].text
/// True
#[pyclass(frozen, module = "dateline")]
pub struct Document {
    text: Py<PyString>,
    /// The text with U+FFFD for lone surrogates, if it has any.
    lossy: Option<Box<str>>,
    /// See [`Offsets::into_marks`].
    marks: Vec<u32>,
    doc: core::Document,
    /// What read it: asked again when a mention is to be explained. A document that was pickled has lost it.
    by: Option<Arc<crate::Pipeline>>,
}

impl Document {
    pub fn new(
        text: &Bound<'_, PyString>,
        utf8: Cow<'_, str>,
        doc: core::Document,
        by: Option<&Arc<crate::Pipeline>>,
    ) -> Document {
        let marks = Offsets::new(&utf8).into_marks();
        let lossy = if let Cow::Owned(s) = utf8 { Some(s.into_boxed_str()) } else { None };
        Document { text: text.clone().unbind(), lossy, marks, doc, by: by.cloned() }
    }

    /// The places a name of the text may stand for; none if it was pickled.
    pub fn candidates(&self, py: Python<'_>, name: crate::Span) -> PyResult<Option<Vec<Candidate>>> {
        let Some(by) = &self.by else { return Ok(None) };
        let text = self.utf8(py)?;
        let found = py.detach(|| guard::guard(|| by.candidates(text, name)));
        found.map(Some).map_err(|m| internal(&m, None))
    }

    pub fn core(&self) -> &core::Document {
        &self.doc
    }

    pub fn utf8<'a>(&'a self, py: Python<'a>) -> PyResult<&'a str> {
        match &self.lossy {
            Some(s) => Ok(s),
            None => self.text.to_str(py),
        }
    }

    pub fn offsets<'a>(&'a self, py: Python<'a>) -> PyResult<Offsets<'a>> {
        Ok(Offsets::with_marks(self.utf8(py)?, &self.marks))
    }

    /// The characters of a span, as they stand in the `str` that was read.
    pub fn slice<'py>(&self, py: Python<'py>, span: crate::Span) -> PyResult<Bound<'py, PyString>> {
        if self.lossy.is_none() {
            return Ok(PyString::new(py, span.of(self.utf8(py)?)));
        }
        let chars = self.offsets(py)?.span(span);
        let slice = PySlice::new(py, chars.start as isize, chars.end as isize, 1);
        Ok(self.text.bind(py).as_any().get_item(slice)?.cast_into()?)
    }

    /// Writes the document, or something in it, as JSON and reads that back as Python values: both have the same form.
    pub fn record<'py>(
        &self,
        py: Python<'py>,
        write: impl FnOnce(&Recorder<'_>) -> String,
    ) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.json(py, write)?,))
    }

    pub fn json(&self, py: Python<'_>, write: impl FnOnce(&Recorder<'_>) -> String) -> PyResult<String> {
        let chars = self.offsets(py)?;
        let recorder = Recorder { text: self.utf8(py)?, doc: &self.doc, chars: &chars };
        guard::guard(|| write(&recorder)).map_err(|m| internal(&m, None))
    }
}

/// An id as Python gives it: a number or a `str`.
pub fn id_of(value: &Bound<'_, PyAny>) -> PyResult<Id> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Id::Text(text::utf8(text)?.into_owned()));
    }
    match value.extract::<i64>() {
        Ok(n) => Ok(Id::Number(n)),
        Err(_) => Ok(Id::Text(text::utf8(&value.str()?)?.into_owned())),
    }
}

#[pymethods]
impl Document {
    /// The text that was read.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }

    /// Parts of the page: title, byline, dateline, body, caption, boilerplate.
    #[getter]
    fn blocks(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Block)
    }

    /// Sentences of title and body.
    #[getter]
    fn sentences(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Sentence)
    }

    /// Names in the text.
    #[getter]
    fn mentions(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Mention)
    }

    /// Reported words and who said them.
    #[getter]
    fn quotes(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Quote)
    }

    /// Quotes joined with what is named in them: who said what about whom or where.
    #[getter]
    fn statements(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Statement)
    }

    /// Who and what is named, each once.
    #[getter]
    fn entities(slf: &Bound<'_, Self>) -> View {
        View::all(slf, Kind::Entity)
    }

    /// Everything as dicts and lists, in the form of `dateline extract`.
    #[pyo3(signature = (id=None))]
    fn to_dict<'py>(&self, py: Python<'py>, id: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let id = id.map(id_of).transpose()?;
        self.record(py, |r| r.document(id.as_ref()))
    }

    /// Everything as one line of JSON, in the form of `dateline extract`.
    #[pyo3(signature = (id=None))]
    fn to_json(&self, py: Python<'_>, id: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let id = id.map(id_of).transpose()?;
        self.json(py, |r| r.document(id.as_ref()))
    }

    /// The six tables of this document alone.
    #[pyo3(signature = (id=None))]
    fn to_tables(&self, py: Python<'_>, id: Option<&Bound<'_, PyAny>>) -> PyResult<Tables> {
        let id = id.map(id_of).transpose()?.unwrap_or(Id::Number(0));
        let mut out = tables::Tables::new(matches!(id, Id::Number(_)));
        let text = self.utf8(py)?;
        guard::guard(|| out.push(&id, text, &self.doc)).map_err(|m| internal(&m, None))?;
        Tables::new(py, vec![out])
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.display")?.call_method1("document_html", (slf,))
    }

    fn __str__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.display")?.call_method1("document_text", (slf,))
    }

    fn _repr_pretty_(slf: &Bound<'_, Self>, printer: &Bound<'_, PyAny>, cycle: bool) -> PyResult<()> {
        let text = if cycle { slf.repr()?.into_any() } else { slf.str()?.into_any() };
        printer.call_method1("text", (text,))?;
        Ok(())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let d = &self.doc;
        Ok(format!(
            "Document({} characters, {} blocks, {} sentences, {} mentions, {} quotes, {} statements)",
            self.text.bind(py).len()?,
            d.blocks.len(),
            d.sentences.len(),
            d.mentions.len(),
            d.quotes.len(),
            d.statements.len()
        ))
    }

    fn __eq__(&self, other: &Document, py: Python<'_>) -> PyResult<bool> {
        Ok(self.text.bind(py).as_any().eq(other.text.bind(py))? && self.doc == other.doc)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.text.bind(py).hash()
    }

    /// A document pickles as its text and what was found in it; it needs neither gazetteer nor pipeline to come back.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Py<PyString>, String)> {
        let this = slf.get();
        let found = serde_json::to_string(&this.doc).map_err(|e| internal(&e.to_string(), None))?;
        Ok((slf.get_type().getattr("_restore")?, (this.text.clone_ref(slf.py()), found)))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(text: &Bound<'_, PyString>, found: &str) -> PyResult<Document> {
        let doc: core::Document = serde_json::from_str(found).map_err(|e| PyValueError::new_err(e.to_string()))?;
        let bytes = text::utf8(text)?;
        if !doc.is_sound(&bytes) {
            return Err(PyValueError::new_err("the pickled document does not fit its text"));
        }
        Ok(Document::new(text, bytes, doc, None))
    }

    /// For unpickling.
    #[staticmethod]
    fn _element(document: &Bound<'_, Document>, kind: &str, index: usize) -> PyResult<Py<PyAny>> {
        element::unpickle(document, kind, index)
    }

    /// For unpickling.
    #[staticmethod]
    fn _view(document: &Bound<'_, Document>, kind: &str, start: isize, step: isize, len: usize) -> PyResult<View> {
        View::unpickle(document, kind, start, step, len)
    }
}

/// The same for all Pythons and runs, unlike the hash of `str`.
pub fn stable_hash(parts: impl Hash) -> u64 {
    let mut h = DefaultHasher::new();
    parts.hash(&mut h);
    h.finish()
}
