//! Mentions.

use super::super::Reduced;
use super::super::document::{Document, stable_hash};
use super::super::span::Span;
use super::{Block, Entity, Kind, Quote, Sentence, literal, shown};
use crate::document as core;
use crate::explain;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

element! {
    placed
    /// A name (or demonym) in the text and what it stands for.
    Mention, Mention, mentions, core::Mention, mention, {
        /// `actor`, `place`, or a label of one's own gazetteer, by the role in the sentence.
        #[getter]
        pub(super) fn label(&self) -> &str {
            self.core().label.as_str()
        }

        /// The entity it stands for.
        #[getter]
        pub(super) fn entity(&self, py: Python<'_>) -> Entity {
            Entity::at(&self.doc, self.core().entity as usize, py)
        }

        /// Id of the entity in the gazetteer, such as `geonames:98182`; `None` for one known from this text only.
        #[getter]
        pub(super) fn entity_id(&self) -> Option<&str> {
            self.known().entity_id.as_deref()
        }

        /// Canonical name, or the fullest name the text gives.
        #[getter]
        pub(super) fn name(&self) -> &str {
            &self.known().name
        }

        /// `state`, `person`, `armed_group`, `city` …, or `demonym`.
        #[getter]
        pub(super) fn kind(&self) -> &str {
            self.doc.get().core().kind_of(self.core())
        }

        /// ISO 3166 alpha-3 code of the country.
        #[getter]
        pub(super) fn country(&self) -> Option<&str> {
            self.known().country.as_deref()
        }

        /// Latitude in degrees (WGS 84).
        #[getter]
        pub(super) fn lat(&self) -> Option<f64> {
            self.known().lat
        }

        /// Longitude in degrees (WGS 84).
        #[getter]
        pub(super) fn lon(&self) -> Option<f64> {
            self.known().lon
        }

        /// An adjective or noun of a state or region (`Syrian`, `Turks`).
        #[getter]
        pub(super) fn demonym(&self) -> bool {
            self.core().demonym
        }

        /// A place that stands for its government or institution (`Washington denounced`).
        #[getter]
        pub(super) fn metonym(&self) -> bool {
            self.core().metonym
        }

        /// Lies inside a longer mention.
        #[getter]
        pub(super) fn nested(&self) -> bool {
            self.core().nested
        }

        /// How sure the reading is, 0 to 1.
        #[getter]
        pub(super) fn score(&self) -> f64 {
            crate::table::round(self.core().score)
        }

        /// The rule that chose this reading.
        #[getter]
        pub(super) fn rule(&self) -> &'static str {
            self.core().rule
        }

        /// Why it was read as it was, in words, a fact a line: entity, rule, score, and the places it might have been.
        ///
        /// >>> import dateline as dl
        /// >>> print(dl.read("The flood reached Paris, Texas.").mentions[0].explain())  # doctest: +ELLIPSIS
        /// place at 18:23: Paris
        ///   stands for: Paris (city, id geonames:4717560)
        ///   ...
        pub(super) fn explain(&self, py: Python<'_>) -> PyResult<String> {
            let doc = self.doc.get();
            let candidates = doc.candidates(py, self.core().span)?;
            let candidates = candidates.as_deref().unwrap_or_default();
            Ok(explain::mention(doc.utf8(py)?, doc.core(), &doc.offsets(py)?, self.index, candidates))
        }

        /// The places the name may stand for, best first, as dicts with `name`, `entity_id`, `kind`, `country`, `lat`, `lon`,
        /// `score` (all sum up to 1) and `reason`; empty for a name that is on no map. The text is read anew for this.
        pub(super) fn candidates<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
            let out = PyList::empty(py);
            let Some(found) = self.doc.get().candidates(py, self.core().span)? else {
                return Err(PyValueError::new_err("a document that was pickled no longer knows what else a name may be"));
            };
            for c in found {
                let dict = PyDict::new(py);
                dict.set_item("name", c.name)?;
                dict.set_item("entity_id", c.entity_id)?;
                dict.set_item("kind", c.kind)?;
                dict.set_item("country", c.country)?;
                dict.set_item("lat", c.lat)?;
                dict.set_item("lon", c.lon)?;
                dict.set_item("score", crate::table::round(c.score))?;
                dict.set_item("reason", c.reason)?;
                out.append(dict)?;
            }
            Ok(out)
        }

        /// The sentence it stands in.
        #[getter]
        pub(super) fn sentence(&self, py: Python<'_>) -> Option<Sentence> {
            self.core().sentence.map(|i| Sentence::at(&self.doc, i as usize, py))
        }

        /// The block it stands in.
        #[getter]
        pub(super) fn block(&self, py: Python<'_>) -> Block {
            Block::at(&self.doc, self.core().block as usize, py)
        }

        /// The innermost quote that covers it.
        #[getter]
        pub(super) fn quote(&self, py: Python<'_>) -> Option<Quote> {
            self.core().quote.map(|i| Quote::at(&self.doc, i as usize, py))
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let (text, name) = (self.shown(py)?, literal(py, self.name())?);
            Ok(format!("Mention({}, {}, {text}, '{}', name={name})", self.start(py)?, self.end(py)?, self.label()))
        }
    }
}

impl Mention {
    fn known(&self) -> &core::DocEntity {
        &self.doc.get().core().entities[self.core().entity as usize]
    }
}
