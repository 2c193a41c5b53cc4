//! Blocks and sentences.

use super::super::Reduced;
use super::super::document::{Document, stable_hash};
use super::super::span::Span;
use super::{Kind, piece, shown};
use crate::document as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

element! {
    placed
    /// One line or paragraph of the page.
    Block, Block, blocks, core::Block, block, {
        /// `title`, `byline`, `dateline`, `body`, `caption` or `boilerplate`.
        #[getter]
        fn kind(&self) -> &'static str {
            self.core().kind.as_str()
        }

        /// For a dateline: the place or places.
        #[getter]
        fn place(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().dateline.as_ref().and_then(|d| d.place))
        }

        /// For a dateline: the date as it stands.
        #[getter]
        fn date(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().dateline.as_ref().and_then(|d| d.date))
        }

        /// For a dateline: the agency.
        #[getter]
        fn agency(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().dateline.as_ref().and_then(|d| d.agency))
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            Ok(format!("Block({}, {}, '{}', {})", self.start(py)?, self.end(py)?, self.kind(), self.shown(py)?))
        }
    }
}

element! {
    placed
    /// A sentence of the article.
    Sentence, Sentence, sentences, core::Sentence, sentence, {
        /// The block it stands in.
        #[getter]
        fn block(&self, py: Python<'_>) -> Block {
            Block::at(&self.doc, self.core().block as usize, py)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            Ok(format!("Sentence({}, {}, {})", self.start(py)?, self.end(py)?, self.shown(py)?))
        }
    }
}
