//! Entities.

use super::super::Reduced;
use super::super::document::{Document, stable_hash};
use super::{Kind, literal};
use crate::document as core;
use pyo3::prelude::*;

element! {
    /// Somebody or something named in the text: an entry of a gazetteer, or one known from this text only.
    Entity, Entity, entities, core::DocEntity, {
        /// Id in the gazetteer; `None` for one known from this text only.
        #[getter]
        fn entity_id(&self) -> Option<&str> {
            self.core().entity_id.as_deref()
        }

        /// Canonical name, or the fullest name the text gives.
        #[getter]
        fn name(&self) -> &str {
            &self.core().name
        }

        /// `actor`, `place`, or a label of one's own gazetteer.
        #[getter]
        fn label(&self) -> &str {
            self.core().label.as_str()
        }

        /// `state`, `person`, `armed_group`, `city` …
        #[getter]
        fn kind(&self) -> &str {
            &self.core().kind
        }

        /// ISO 3166 alpha-3 code of the country.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.core().country.as_deref()
        }

        /// Latitude in degrees (WGS 84).
        #[getter]
        fn lat(&self) -> Option<f64> {
            self.core().lat
        }

        /// Longitude in degrees (WGS 84).
        #[getter]
        fn lon(&self) -> Option<f64> {
            self.core().lon
        }

        /// Inhabitants, where known.
        #[getter]
        fn population(&self) -> Option<u64> {
            self.core().population
        }

        /// As a dict.
        fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.doc.get().record(py, |r| r.entity(self.core()))
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let id = self.entity_id().into_pyobject(py)?.repr()?;
            Ok(format!("Entity({}, '{}', '{}', id={id})", literal(py, self.name())?, self.label(), self.kind()))
        }
    }
}

impl Entity {
    fn identity(&self, py: Python<'_>) -> PyResult<String> {
        self.doc.get().json(py, |r| r.entity(self.core()))
    }
}
