//! The Python module `dateline._dateline`: the only code that names pyo3.
//!
//! Everything here is conversion: `str` to UTF-8 and byte spans back to `str` indices, errors to exceptions, tables to
//! Arrow. What it means is decided in the core.

// pyo3's macros make items that need no documentation of their own
#![allow(missing_docs)]

mod document;
mod element;
mod error;
mod gazetteer;
mod guard;
mod lint;
mod pipeline;
mod segmenter;
mod span;
mod table;
mod text;
mod view;

use pyo3::prelude::*;

/// What `__reduce__` gives: a function and its arguments.
type Reduced<'py, A> = PyResult<(Bound<'py, PyAny>, A)>;

/// The Rust core of `dateline`.
#[pymodule]
mod _dateline {
    #[pymodule_export]
    use super::document::Document;
    #[pymodule_export]
    use super::element::{Block, Entity, Mention, Quote, Sentence, Statement};
    #[pymodule_export]
    use super::gazetteer::{Card, Entry, Explanation, Gazetteer, GazetteerBuilder, Match};
    #[pymodule_export]
    use super::lint::{lint, lists};
    #[pymodule_export]
    use super::pipeline::{Pipeline, check_cue, check_date, check_title};
    #[pymodule_export]
    use super::segmenter::Segmenter;
    #[pymodule_export]
    use super::span::{Span, Speaker};
    #[pymodule_export]
    use super::table::{Table, Tables};
    #[pymodule_export]
    use super::view::{View, ViewIterator};
    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        guard::install();
        pyo3::types::PySequence::register::<View>(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
