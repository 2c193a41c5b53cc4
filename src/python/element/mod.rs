//! The elements of a document, each a view of one entry: block, sentence, mention, quote, statement, entity.

use super::document::Document;
use super::span::{Span, Speaker};
use crate::document as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};

#[macro_use]
mod class;
mod entity;
mod mention;
mod page;
mod quote;
mod statement;

pub use entity::Entity;
pub use mention::Mention;
pub use page::{Block, Sentence};
pub use quote::Quote;
pub use statement::Statement;

/// Which list of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Block,
    Sentence,
    Mention,
    Quote,
    Statement,
    Entity,
}

impl Kind {
    /// As the attribute of the document is called.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Block => "blocks",
            Kind::Sentence => "sentences",
            Kind::Mention => "mentions",
            Kind::Quote => "quotes",
            Kind::Statement => "statements",
            Kind::Entity => "entities",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        let all = [Kind::Block, Kind::Sentence, Kind::Mention, Kind::Quote, Kind::Statement, Kind::Entity];
        all.into_iter().find(|k| k.name() == name)
    }

    pub fn count(self, doc: &core::Document) -> usize {
        match self {
            Kind::Block => doc.blocks.len(),
            Kind::Sentence => doc.sentences.len(),
            Kind::Mention => doc.mentions.len(),
            Kind::Quote => doc.quotes.len(),
            Kind::Statement => doc.statements.len(),
            Kind::Entity => doc.entities.len(),
        }
    }

    /// The element at that index, which the caller has checked.
    pub fn element(self, doc: &Py<Document>, index: usize, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self {
            Kind::Block => Py::new(py, Block::at(doc, index, py))?.into_any(),
            Kind::Sentence => Py::new(py, Sentence::at(doc, index, py))?.into_any(),
            Kind::Mention => Py::new(py, Mention::at(doc, index, py))?.into_any(),
            Kind::Quote => Py::new(py, Quote::at(doc, index, py))?.into_any(),
            Kind::Statement => Py::new(py, Statement::at(doc, index, py))?.into_any(),
            Kind::Entity => Py::new(py, Entity::at(doc, index, py))?.into_any(),
        })
    }
}

/// The element a pickle names.
pub fn unpickle(document: &Bound<'_, Document>, kind: &str, index: usize) -> PyResult<Py<PyAny>> {
    let (py, doc) = (document.py(), document.clone().unbind());
    let missing = || PyValueError::new_err(format!("the document has no {kind}[{index}]"));
    if kind == "speakers" {
        let known = index < document.get().core().quotes.len();
        let speaker = if known { Speaker::of_quote(&doc, index, py) } else { None };
        return Ok(Py::new(py, speaker.ok_or_else(missing)?)?.into_any());
    }
    let kind = Kind::from_name(kind).ok_or_else(missing)?;
    if index >= kind.count(document.get().core()) {
        return Err(missing());
    }
    kind.element(&doc, index, py)
}

/// The text as a Python literal, cut if it is long.
fn shown(text: &Bound<'_, PyString>) -> PyResult<String> {
    const SHOWN: usize = 60;
    if text.len()? <= SHOWN {
        return Ok(text.repr()?.to_string());
    }
    let head = text.as_any().get_item(PySlice::new(text.py(), 0, SHOWN as isize, 1))?;
    Ok(head.add("…")?.repr()?.to_string())
}

fn piece(py: Python<'_>, doc: &Py<Document>, span: Option<crate::Span>) -> PyResult<Option<Span>> {
    span.map(|s| Span::from_core(py, doc.get(), s)).transpose()
}

fn literal(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(PyString::new(py, text).repr()?.to_string())
}
