//! Gazetteers: made from files and dicts, asked for names.

use super::Reduced;
use super::document::stable_hash;
use super::error::internal;
use super::guard::guard;
use super::text::utf8;
use crate::error::Error;
use crate::gazetteer::{self as core, Entity, EntityRef, readers};
use crate::text::Offsets;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
use std::path::PathBuf;
use std::sync::Arc;

/// A set of entities and the engine that finds their names.
///
/// >>> import dateline as dl
/// >>> g = dl.Gazetteer.from_dict({"Harbour Board": ["Harbour Board", "the Board"]}, label="actor")
/// >>> [(m.start, m.end, m.name) for m in g.find("The Harbour Board met.")]
/// [(4, 17, 'Harbour Board')]
#[pyclass(frozen, module = "dateline")]
pub struct Gazetteer {
    parts: Vec<Arc<core::Gazetteer>>,
    source: Source,
}

/// Where a gazetteer comes from: it pickles as that.
#[derive(PartialEq)]
enum Source {
    /// The package.
    Builtin,
    /// Made here: pickles as its compiled form.
    Made,
    /// A compiled file: pickles as its path, so that it is shared and not copied.
    File(PathBuf),
}

impl Gazetteer {
    pub fn parts(&self) -> Vec<Arc<core::Gazetteer>> {
        self.parts.clone()
    }

    fn made(entities: Vec<Entity>) -> Result<Gazetteer, Error> {
        Ok(Gazetteer { parts: vec![Arc::new(core::Gazetteer::new(entities)?)], source: Source::Made })
    }
}

#[pymethods]
impl Gazetteer {
    /// The names that come with the package.
    #[staticmethod]
    fn builtin() -> Gazetteer {
        Gazetteer { parts: crate::Pipeline::builtin_gazetteers(), source: Source::Builtin }
    }

    /// Reads a CSV file with the columns `id,name,label,kind,country,lat,lon,population,aliases`; only `name` is needed.
    #[staticmethod]
    fn from_csv(py: Python<'_>, path: PathBuf) -> PyResult<Gazetteer> {
        Ok(py.detach(|| {
            let file = std::fs::File::open(&path).map_err(|e| Error::io(&path, e))?;
            let strict = readers::Options { strict: true, ..readers::Options::default() };
            Gazetteer::made(readers::read_csv(file, &strict).map_err(|e| e.in_file(&path))?.entities)
        })?)
    }

    /// Opens a compiled gazetteer that `save` wrote: at once, however large; processes share its memory.
    #[staticmethod]
    fn open(path: PathBuf) -> PyResult<Gazetteer> {
        let path = std::path::absolute(&path).unwrap_or(path);
        Ok(Gazetteer { parts: vec![Arc::new(core::Gazetteer::open(&path)?)], source: Source::File(path) })
    }

    /// Writes the compiled form, for `open`.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let [part] = self.parts.as_slice() else {
            return Err(Error::gazetteer("the built-in names cannot be saved").into());
        };
        Ok(py.detach(|| part.save(&path))?)
    }

    /// Reads a file of JSON Lines, one entity a line: `{"id", "name", "label", "kind", "country", "lat", "lon", "population",
    /// "aliases"}`; only `name` is needed. An alias is a text or `{"text", "case", "fold_marks", "demonym", "metonym",
    /// "minor"}`.
    #[staticmethod]
    fn from_jsonl(py: Python<'_>, path: PathBuf) -> PyResult<Gazetteer> {
        Ok(py.detach(|| {
            let file = std::io::BufReader::new(std::fs::File::open(&path).map_err(|e| Error::io(&path, e))?);
            let strict = readers::Options { strict: true, ..readers::Options::default() };
            Gazetteer::made(readers::read_jsonl(file, &strict).map_err(|e| e.in_file(&path))?.entities)
        })?)
    }

    /// Makes a gazetteer of a dict: canonical name to a list of aliases, or to a dict of fields as `from_jsonl` knows them.
    /// `label` and `kind` are for entries that do not say theirs.
    ///
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer.from_dict({"Ostvik": {"label": "place", "lat": 59.1, "lon": 10.2, "aliases": ["Ost"]}})
    /// >>> g.find("Ost")[0].label
    /// 'place'
    #[staticmethod]
    #[pyo3(signature = (names, label="actor", kind="other"))]
    fn from_dict(names: &Bound<'_, PyDict>, label: &str, kind: &str) -> PyResult<Gazetteer> {
        let py = names.py();
        let dumps = py.import("json")?.getattr("dumps")?;
        let mut entities = Vec::new();
        for (name, entry) in names.iter() {
            let row = PyDict::new(py);
            row.set_item("name", &name)?;
            row.set_item("label", label)?;
            row.set_item("kind", kind)?;
            if let Ok(fields) = entry.cast::<PyDict>() {
                row.update(fields.as_mapping())?;
            } else if entry.is_instance_of::<PyString>() || entry.try_iter().is_err() {
                return Err(PyTypeError::new_err(format!("{}: expected a list of names or a dict", name.repr()?)));
            } else {
                row.set_item("aliases", entry.try_iter()?.collect::<PyResult<Vec<_>>>()?)?;
            }
            let json: String = dumps.call1((row,))?.extract()?;
            let read = readers::read_json(&json);
            entities.push(read.map_err(|e| Error::gazetteer(format!("{name}: {}", e.reason())))?);
        }
        Ok(py.detach(|| Gazetteer::made(entities))?)
    }

    /// The names found in a text, in order.
    fn find(&self, text: &Bound<'_, PyString>) -> PyResult<Vec<Match>> {
        let words = utf8(text)?;
        let search = || {
            let mut found: Vec<(crate::Span, usize, u32)> = Vec::new();
            for (g, part) in self.parts.iter().enumerate() {
                found.extend(part.find(&words).into_iter().map(|m| (m.span, g, m.name)));
            }
            found.sort_by_key(|&(s, g, _)| (s.start, usize::MAX - s.end, g));
            found
        };
        let found = text.py().detach(|| guard(search)).map_err(|m| internal(&m, None))?;
        let chars = Offsets::new(&words);
        let make = |(span, g, name): (crate::Span, usize, u32)| {
            let part = &self.parts[g];
            let entities: Vec<EntityRef<'_>> = part.candidates(name).iter().map(|c| part.entity(c.entity)).collect();
            let first = entities.first()?;
            let c = chars.span(span);
            Some(Match {
                start: c.start,
                end: c.end,
                text: span.of(&words).to_string(),
                entity_id: first.id.to_string(),
                name: first.name.to_string(),
                label: first.label.as_str().to_string(),
                candidates: entities.iter().map(|e| e.id.to_string()).collect(),
            })
        };
        Ok(found.into_iter().filter_map(make).collect())
    }

    fn __len__(&self) -> usize {
        self.parts.iter().map(|p| p.len()).sum()
    }

    fn __repr__(&self) -> String {
        format!("Gazetteer({} entities)", self.__len__())
    }

    fn __eq__(&self, other: &Gazetteer) -> bool {
        let same =
            |(a, b): (&Arc<core::Gazetteer>, &Arc<core::Gazetteer>)| Arc::ptr_eq(a, b) || a.to_bytes() == b.to_bytes();
        self.parts.len() == other.parts.len() && self.parts.iter().zip(&other.parts).all(same)
    }

    fn __hash__(&self) -> u64 {
        // the header holds the checksum of the rest
        let header = |p: &Arc<core::Gazetteer>| (p.len(), p.to_bytes().iter().take(64).copied().collect::<Vec<u8>>());
        stable_hash(self.parts.iter().map(header).collect::<Vec<_>>())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, Bound<'py, PyTuple>> {
        let (py, class, this) = (slf.py(), slf.get_type(), slf.get());
        Ok(match &this.source {
            Source::Builtin => (class.getattr("builtin")?, PyTuple::empty(py)),
            Source::File(path) => (class.getattr("open")?, (path,).into_pyobject(py)?),
            Source::Made => {
                let bytes = this.parts.first().map_or(&[][..], |p| p.to_bytes());
                (class.getattr("_restore")?, (PyBytes::new(py, bytes),).into_pyobject(py)?)
            }
        })
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(bytes: Vec<u8>) -> PyResult<Gazetteer> {
        Ok(Gazetteer { parts: vec![Arc::new(core::Gazetteer::from_bytes(bytes)?)], source: Source::Made })
    }
}

/// A known name found in a text.
#[pyclass(frozen, eq, module = "dateline")]
#[derive(PartialEq)]
pub struct Match {
    /// Index of the first character.
    #[pyo3(get)]
    start: usize,
    /// Index after the last character.
    #[pyo3(get)]
    end: usize,
    /// The characters.
    #[pyo3(get)]
    text: String,
    /// Id of the entity; of the first, if the name may mean several.
    #[pyo3(get)]
    entity_id: String,
    /// Its canonical name.
    #[pyo3(get)]
    name: String,
    /// `actor`, `place`, or a label of one's own.
    #[pyo3(get)]
    label: String,
    /// Ids of all entities the name may mean.
    #[pyo3(get)]
    candidates: Vec<String>,
}

#[pymethods]
impl Match {
    #[new]
    fn new(
        start: usize,
        end: usize,
        text: String,
        entity_id: String,
        name: String,
        label: String,
        candidates: Vec<String>,
    ) -> Match {
        Match { start, end, text, entity_id, name, label, candidates }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let repr = |s: &str| -> PyResult<String> { Ok(PyString::new(py, s).repr()?.to_string()) };
        Ok(format!("Match({}, {}, {}, {})", self.start, self.end, repr(&self.text)?, repr(&self.entity_id)?))
    }

    fn __hash__(&self) -> u64 {
        stable_hash((self.start, self.end, &self.entity_id))
    }

    #[allow(clippy::type_complexity)]
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> (Bound<'py, PyType>, (usize, usize, String, String, String, String, Vec<String>)) {
        let m = slf.get();
        let (text, id, name) = (m.text.clone(), m.entity_id.clone(), m.name.clone());
        (slf.get_type(), (m.start, m.end, text, id, name, m.label.clone(), m.candidates.clone()))
    }
}
