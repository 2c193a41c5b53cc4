//! Statements.

use super::super::Reduced;
use super::super::document::{Document, stable_hash};
use super::super::span::{Span, Speaker};
use super::{Kind, Mention, Quote, literal, piece};
use crate::document as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

element! {
    /// Who said what about whom or where: one quote joined with one name in it.
    Statement, Statement, statements, core::Statement, {
        /// The quote.
        #[getter]
        fn quote(&self, py: Python<'_>) -> Quote {
            Quote::at(&self.doc, self.core().quote as usize, py)
        }

        /// The name in it.
        #[getter]
        fn mention(&self, py: Python<'_>) -> Mention {
            Mention::at(&self.doc, self.core().mention as usize, py)
        }

        /// Who speaks.
        #[getter]
        fn speaker(&self, py: Python<'_>) -> Option<Speaker> {
            Speaker::of_quote(&self.doc, self.core().quote as usize, py)
        }

        /// Who speaks: the canonical or the fullest name.
        #[getter]
        fn speaker_name(&self) -> Option<&str> {
            self.who().map(|e| &*e.name)
        }

        /// Id of the speaker in the gazetteer, if it knows the speaker.
        #[getter]
        fn speaker_id(&self) -> Option<&str> {
            self.who().and_then(|e| e.entity_id.as_deref())
        }

        /// Title or office of the speaker, as the text gives it.
        #[getter]
        fn role(&self) -> Option<&str> {
            self.said().role.as_deref()
        }

        /// Organisation of the speaker, as the text gives it.
        #[getter]
        fn affiliation(&self) -> Option<&str> {
            self.said().affiliation.as_deref()
        }

        /// The word of saying.
        #[getter]
        fn cue(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.said().cue)
        }

        /// Said by denying or rejecting.
        #[getter]
        fn denied(&self) -> bool {
            self.said().denied
        }

        /// What is said.
        #[getter]
        fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
            self.quote(py).text(py)
        }

        /// `direct`, `mixed` or `indirect`.
        #[getter]
        fn kind(&self, py: Python<'_>) -> &'static str {
            self.quote(py).kind()
        }

        /// About whom or where: canonical name.
        #[getter]
        fn name(&self) -> &str {
            &self.named_entity().name
        }

        /// Id of the name's entity in the gazetteer; `None` for one known from this text only.
        #[getter]
        fn entity_id(&self) -> Option<&str> {
            self.named_entity().entity_id.as_deref()
        }

        /// What the name is: `state`, `person`, `armed_group`, `city` …
        #[getter]
        fn entity_kind(&self) -> &str {
            self.doc.get().core().kind_of(self.named())
        }

        /// ISO 3166 alpha-3 code of the name's country.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.named_entity().country.as_deref()
        }

        /// Latitude of the name's place in degrees (WGS 84).
        #[getter]
        fn lat(&self) -> Option<f64> {
            self.named_entity().lat
        }

        /// Longitude of the name's place in degrees (WGS 84).
        #[getter]
        fn lon(&self) -> Option<f64> {
            self.named_entity().lon
        }

        /// `actor`, `place`, or a label of one's own gazetteer.
        #[getter]
        fn label(&self) -> &str {
            self.named().label.as_str()
        }

        /// As a dict, with the columns of the table of statements.
        fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
            let (q, m) = (self.quote(py), self.mention(py));
            let (said, speaker) = (q.core(), q.speaker(py));
            let dict = PyDict::new(py);
            dict.set_item("statement", self.index)?;
            dict.set_item("quote", q.index)?;
            dict.set_item("mention", m.index)?;
            dict.set_item("speaker", speaker.as_ref().map(|s| s.words(py)).transpose()?.flatten())?;
            dict.set_item("speaker_name", speaker.as_ref().and_then(Speaker::known_name))?;
            dict.set_item("speaker_id", speaker.as_ref().and_then(Speaker::known_id))?;
            dict.set_item("role", q.role())?;
            dict.set_item("affiliation", q.affiliation())?;
            dict.set_item("cue", said.cue.map(|c| self.doc.get().slice(py, c)).transpose()?)?;
            dict.set_item("kind", q.kind())?;
            dict.set_item("denied", q.denied())?;
            dict.set_item("text", q.text(py)?)?;
            dict.set_item("label", m.label())?;
            dict.set_item("name", m.name())?;
            dict.set_item("entity_id", m.entity_id())?;
            dict.set_item("entity_kind", m.kind())?;
            dict.set_item("country", m.country())?;
            dict.set_item("lat", m.lat())?;
            dict.set_item("lon", m.lon())?;
            dict.set_item("mention_text", m.text(py)?)?;
            dict.set_item("mention_start", m.start(py)?)?;
            dict.set_item("mention_end", m.end(py)?)?;
            Ok(dict)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let q = self.quote(py);
            let who = match q.speaker(py) {
                Some(s) => s.label(py)?.repr()?.to_string(),
                None => "None".to_string(),
            };
            let about = literal(py, self.name())?;
            Ok(format!("Statement({who}, {}, {}={about})", q.shown(py)?, self.label()))
        }
    }
}

impl Statement {
    fn said(&self) -> &core::Quote {
        &self.doc.get().core().quotes[self.core().quote as usize]
    }

    fn who(&self) -> Option<&core::DocEntity> {
        self.said().speaker_entity.map(|e| &self.doc.get().core().entities[e as usize])
    }

    fn named_entity(&self) -> &core::DocEntity {
        &self.doc.get().core().entities[self.named().entity as usize]
    }

    fn named(&self) -> &core::Mention {
        &self.doc.get().core().mentions[self.core().mention as usize]
    }

    fn identity(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.quote(py).identity(py)? + &self.mention(py).identity(py)?)
    }
}
