//! The elements of a document, each a view of one entry: block, sentence, mention, quote, statement, entity.

use super::Reduced;
use super::document::{Document, stable_hash};
use super::span::{Span, Speaker};
use crate::document as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyString};

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

macro_rules! element {
    // what stands somewhere in the text: where and which words
    (placed $(#[$meta:meta])* $name:ident, $kind:ident, $field:ident, $core:ty, $record:ident, { $($body:tt)* }) => {
        element! {
            $(#[$meta])* $name, $kind, $field, $core, {
                /// Index of the first character in the text.
                #[getter]
                fn start(&self, py: Python<'_>) -> PyResult<usize> {
                    Ok(self.doc.get().offsets(py)?.span(self.core().span).start)
                }

                /// Index after the last character.
                #[getter]
                fn end(&self, py: Python<'_>) -> PyResult<usize> {
                    Ok(self.doc.get().offsets(py)?.span(self.core().span).end)
                }

                /// The characters: `doc.text[start:end]`.
                #[getter]
                fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
                    self.doc.get().slice(py, self.core().span)
                }

                /// Start, end and text in one.
                #[getter]
                fn span(&self, py: Python<'_>) -> PyResult<Span> {
                    Span::from_core(py, self.doc.get(), self.core().span)
                }

                /// As a dict, in the form of `dateline extract`, with the text.
                fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let dict = self.doc.get().record(py, |r| r.$record(self.core()))?;
                    dict.set_item("text", self.text(py)?)?;
                    Ok(dict)
                }

                $($body)*
            }
        }

        impl $name {
            fn identity(&self, py: Python<'_>) -> PyResult<String> {
                let doc = self.doc.get();
                Ok(doc.json(py, |r| r.$record(self.core()))? + self.core().span.of(doc.utf8(py)?))
            }

            fn shown(&self, py: Python<'_>) -> PyResult<String> {
                shown(&self.text(py)?)
            }
        }
    };
    ($(#[$meta:meta])* $name:ident, $kind:ident, $field:ident, $core:ty, { $($body:tt)* }) => {
        $(#[$meta])*
        #[pyclass(frozen, module = "dateline")]
        pub struct $name {
            doc: Py<Document>,
            index: usize,
        }

        impl $name {
            pub fn at(doc: &Py<Document>, index: usize, py: Python<'_>) -> $name {
                $name { doc: doc.clone_ref(py), index }
            }

            fn core(&self) -> &$core {
                &self.doc.get().core().$field[self.index]
            }
        }

        #[pymethods]
        impl $name {
            $($body)*

            /// Index in the document.
            #[getter]
            fn index(&self) -> usize {
                self.index
            }

            /// The document it belongs to.
            #[getter]
            fn document(&self, py: Python<'_>) -> Py<Document> {
                self.doc.clone_ref(py)
            }

            /// Equal if all that can be read off both is.
            fn __eq__(&self, other: &$name, py: Python<'_>) -> PyResult<bool> {
                let one = self.index == other.index && self.doc.is(&other.doc);
                Ok(one || self.identity(py)? == other.identity(py)?)
            }

            fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
                Ok(stable_hash(self.identity(py)?))
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Py<Document>, &'static str, usize)> {
                let (py, this) = (slf.py(), slf.get());
                let make = py.get_type::<Document>().getattr("_element")?;
                Ok((make, (this.doc.clone_ref(py), Kind::$kind.name(), this.index)))
            }
        }
    };
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

element! {
    placed
    /// A name (or demonym) in the text and what it stands for.
    Mention, Mention, mentions, core::Mention, mention, {
        /// `actor`, `place`, or a label of one's own gazetteer, by the role in the sentence.
        #[getter]
        fn label(&self) -> &str {
            self.core().label.as_str()
        }

        /// The entity it stands for.
        #[getter]
        fn entity(&self, py: Python<'_>) -> Entity {
            Entity::at(&self.doc, self.core().entity as usize, py)
        }

        /// Id of the entity in the gazetteer, such as `geonames:98182`; `None` for one known from this text only.
        #[getter]
        fn entity_id(&self) -> Option<&str> {
            self.known().entity_id.as_deref()
        }

        /// Canonical name, or the fullest name the text gives.
        #[getter]
        fn name(&self) -> &str {
            &self.known().name
        }

        /// `state`, `person`, `armed_group`, `city` …, or `demonym`.
        #[getter]
        fn kind(&self) -> &str {
            self.doc.get().core().kind_of(self.core())
        }

        /// ISO 3166 alpha-3 code of the country.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.known().country.as_deref()
        }

        /// Latitude in degrees (WGS 84).
        #[getter]
        fn lat(&self) -> Option<f64> {
            self.known().lat
        }

        /// Longitude in degrees (WGS 84).
        #[getter]
        fn lon(&self) -> Option<f64> {
            self.known().lon
        }

        /// An adjective or noun of a state or region (`Syrian`, `Turks`).
        #[getter]
        fn demonym(&self) -> bool {
            self.core().demonym
        }

        /// A place that stands for its government or institution (`Washington denounced`).
        #[getter]
        fn metonym(&self) -> bool {
            self.core().metonym
        }

        /// Lies inside a longer mention.
        #[getter]
        fn nested(&self) -> bool {
            self.core().nested
        }

        /// How sure the reading is, 0 to 1.
        #[getter]
        fn score(&self) -> f64 {
            crate::table::round(self.core().score)
        }

        /// The rule that chose this reading.
        #[getter]
        fn rule(&self) -> &'static str {
            self.core().rule
        }

        /// The sentence it stands in.
        #[getter]
        fn sentence(&self, py: Python<'_>) -> Option<Sentence> {
            self.core().sentence.map(|i| Sentence::at(&self.doc, i as usize, py))
        }

        /// The block it stands in.
        #[getter]
        fn block(&self, py: Python<'_>) -> Block {
            Block::at(&self.doc, self.core().block as usize, py)
        }

        /// The innermost quote that covers it.
        #[getter]
        fn quote(&self, py: Python<'_>) -> Option<Quote> {
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

element! {
    placed
    /// Reported words and who said them.
    Quote, Quote, quotes, core::Quote, quote, {
        /// The words without the marks.
        #[getter]
        fn inner(&self, py: Python<'_>) -> PyResult<Span> {
            Span::from_core(py, self.doc.get(), self.core().inner)
        }

        /// `direct`, `mixed` or `indirect`.
        #[getter]
        fn kind(&self) -> &'static str {
            self.core().kind.as_str()
        }

        /// Pieces of one statement share a group.
        #[getter]
        fn group(&self) -> u32 {
            self.core().group
        }

        /// Who speaks; `None` if the text does not tell at all.
        #[getter]
        fn speaker(&self, py: Python<'_>) -> Option<Speaker> {
            Speaker::of_quote(&self.doc, self.index, py)
        }

        /// Title or office of the speaker, as the text gives it.
        #[getter]
        fn role(&self) -> Option<&str> {
            self.core().role.as_deref()
        }

        /// Organisation of the speaker, as the text gives it.
        #[getter]
        fn affiliation(&self) -> Option<&str> {
            self.core().affiliation.as_deref()
        }

        /// The source is not named (`a senior official`).
        #[getter]
        fn anonymous(&self) -> bool {
            self.core().anonymous
        }

        /// The word of saying (`said`, `according to`).
        #[getter]
        fn cue(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().cue)
        }

        /// Who was told (`told AFP`).
        #[getter]
        fn addressee(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().addressee)
        }

        /// Through what (`in a statement`).
        #[getter]
        fn medium(&self, py: Python<'_>) -> PyResult<Option<Span>> {
            piece(py, &self.doc, self.core().medium)
        }

        /// Said by denying or rejecting.
        #[getter]
        fn denied(&self) -> bool {
            self.core().denied
        }

        /// The rule that found it.
        #[getter]
        fn rule(&self) -> &'static str {
            self.core().rule
        }

        /// The first sentence it touches.
        #[getter]
        fn sentence(&self, py: Python<'_>) -> Option<Sentence> {
            self.core().sentence.map(|i| Sentence::at(&self.doc, i as usize, py))
        }

        /// The block it stands in.
        #[getter]
        fn block(&self, py: Python<'_>) -> Block {
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
            &self.doc.get().core().entities[self.named().entity as usize].name
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
    fn named(&self) -> &core::Mention {
        &self.doc.get().core().mentions[self.core().mention as usize]
    }

    fn identity(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.quote(py).identity(py)? + &self.mention(py).identity(py)?)
    }
}

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
