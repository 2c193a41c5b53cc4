//! Quotes.

use super::super::Reduced;
use super::super::document::{Document, stable_hash};
use super::super::span::{Span, Speaker};
use super::{Block, Kind, Sentence, piece, shown};
use crate::document as core;
use crate::explain;
use pyo3::prelude::*;
use pyo3::types::PyString;

element! {
    placed
    /// Reported words and who said them.
    Quote, Quote, quotes, core::Quote, quote, {
        /// The words without the marks.
        #[getter]
        pub(super) fn inner(&self, py: Python<'_>) -> PyResult<Span> {
            Span::from_core(py, self.doc.get(), self.core().inner)
        }

        /// `direct`, `mixed` or `indirect`.
        #[getter]
        pub(super) fn kind(&self) -> &'static str {
            self.core().kind.as_str()
        }

        /// Pieces of one statement share a group.
        #[getter]
        pub(super) fn group(&self) -> u32 {
            self.core().group
        }

        /// Who speaks; `None` if the text does not tell at all.
        #[getter]
        pub(super) fn speaker(&self, py: Python<'_>) -> Option<Speaker> {
            Speaker::of_quote(&self.doc, self.index, py)
        }

        /// Who speaks: the canonical or the fullest name; `None` where the text does not tell.
        #[getter]
        pub(super) fn speaker_name(&self) -> Option<&str> {
            self.who().map(|e| &*e.name)
        }

        /// Id of the speaker in the gazetteer, if it knows the speaker.
        #[getter]
        pub(super) fn speaker_id(&self) -> Option<&str> {
            self.who().and_then(|e| e.entity_id.as_deref())
        }

        /// Title or office of the speaker, as the text gives it.
        #[getter]
        pub(super) fn role(&self) -> Option<&str> {
            self.core().role.as_deref()
        }

        /// Organisation of the speaker, as the text gives it.
        #[getter]
        pub(super) fn affiliation(&self) -> Option<&str> {
            self.core().affiliation.as_deref()
        }

        /// The source is not named (`a senior official`).
        #[getter]
        pub(super) fn anonymous(&self) -> bool {
            self.core().anonymous
        }

        /// The word of saying (`said`, `according to`).
        #[getter]
        pub(super) fn cue(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().cue)
        }

        /// Who was told (`told AFP`).
        #[getter]
        pub(super) fn addressee(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().addressee)
        }

        /// Through what (`in a statement`).
        #[getter]
        pub(super) fn medium(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().medium)
        }

        /// Said by denying or rejecting.
        #[getter]
        pub(super) fn denied(&self) -> bool {
            self.core().denied
        }

        /// The rule that found it.
        #[getter]
        pub(super) fn rule(&self) -> &'static str {
            self.core().rule
        }

        /// Why it was found and who speaks, in words: rule, cue, speaker and who that is, a fact a line.
        ///
        /// >>> import dateline as dl
        /// >>> print(dl.read("“No,” said Layla Haddad.").quotes[0].explain())  # doctest: +ELLIPSIS
        /// direct quote at 0:5: “No,”
        ///   rule: ...
        ///   kind: all of the content stands in quotation marks
        ///   cue: 'said' at 6:10
        ///   speaker: 'Layla Haddad' at 11:23
        ///   who that is: Layla Haddad (person, known from this text only)
        ///   part of the page: ...
        pub(super) fn explain(&self, py: Python<'_>) -> PyResult<String> {
            let doc = self.doc.get();
            Ok(explain::quote(doc.utf8(py)?, doc.core(), &doc.offsets(py)?, self.index))
        }

        /// The first sentence it touches.
        #[getter]
        pub(super) fn sentence(&self, py: Python<'_>) -> Option<Sentence> {
            self.core().sentence.map(|i| Sentence::at(&self.doc, i as usize, py))
        }

        /// The block it stands in.
        #[getter]
        pub(super) fn block(&self, py: Python<'_>) -> Block {
            Block::at(&self.doc, self.core().block as usize, py)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let who = match self.speaker(py) {
                Some(s) => s.label(py)?.repr()?.to_string(),
                None => "None".to_string(),
            };
            let (start, end) = (self.start(py)?, self.end(py)?);
            Ok(format!("Quote({start}, {end}, '{}', {}, speaker={who})", self.kind(), self.shown(py)?))
        }
    }
}

impl Quote {
    fn who(&self) -> Option<&core::DocEntity> {
        self.core().speaker_entity.map(|e| &self.doc.get().core().entities[e as usize])
    }
}
