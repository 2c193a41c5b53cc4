//! An entity of a gazetteer as a Python object.

use super::Gazetteer;
use super::rows::{Rows, case_name, defaults};
use crate::gazetteer::Entity;
use crate::python::Reduced;
use crate::python::document::stable_hash;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// An entity of a gazetteer: who or what, and the names it goes by.
///
/// Examples
/// --------
/// >>> import dateline as dl
/// >>> g = dl.Gazetteer.from_dict({"Ostvik": {"label": "place", "lat": 59.1, "lon": 10.2, "aliases": ["Ost"]}})
/// >>> g["Ostvik"]
/// Entry('Ostvik', 'Ostvik', 'place', 2 aliases)
/// >>> g["Ostvik"].lat
/// 59.1
#[pyclass(frozen, module = "dateline")]
pub struct Entry(Entity);

impl Entry {
    pub fn new(entity: Entity) -> Entry {
        Entry(entity)
    }

    pub fn entity(&self) -> &Entity {
        &self.0
    }
}

#[pymethods]
impl Entry {
    /// Stable id (`geonames:98182`, `state:SYR`, or one's own).
    #[getter]
    fn entity_id(&self) -> &str {
        &self.0.id
    }

    /// Canonical name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// `actor`, `place`, or a label of one's own.
    #[getter]
    fn label(&self) -> &str {
        self.0.label.as_str()
    }

    /// `state`, `armed_group`, `city` …
    #[getter]
    fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Code of the country.
    #[getter]
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// Latitude in degrees.
    #[getter]
    fn lat(&self) -> Option<f64> {
        self.0.lat
    }

    /// Longitude in degrees.
    #[getter]
    fn lon(&self) -> Option<f64> {
        self.0.lon
    }

    /// Inhabitants.
    #[getter]
    fn population(&self) -> Option<u64> {
        self.0.population
    }

    /// The names it goes by, as they were given.
    #[getter]
    fn aliases(&self) -> Vec<&str> {
        self.0.aliases.iter().map(|a| a.text.as_str()).collect()
    }

    /// The fields as `from_jsonl` reads them; of an alias what is not the default.
    ///
    /// Returns
    /// -------
    /// dict
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (e, out) = (&self.0, PyDict::new(py));
        out.set_item("id", &e.id)?;
        out.set_item("name", &e.name)?;
        out.set_item("label", e.label.as_str())?;
        out.set_item("kind", &e.kind)?;
        for (name, value) in [("lat", e.lat), ("lon", e.lon)] {
            out.set_item(name, value)?;
        }
        out.set_item("country", &e.country)?;
        out.set_item("population", e.population)?;
        let aliases = PyList::empty(py);
        for a in &e.aliases {
            let alias = PyDict::new(py);
            let case = case_name(a.case);
            if case != "smart" {
                alias.set_item("case", case)?;
            }
            let flags =
                [("fold_marks", a.fold_marks), ("demonym", a.demonym), ("metonym", a.metonym), ("minor", a.minor)];
            for (name, _) in flags.iter().filter(|f| f.1) {
                alias.set_item(name, true)?;
            }
            if alias.is_empty() {
                aliases.append(&a.text)?;
            } else {
                alias.set_item("text", &a.text)?;
                aliases.append(alias)?;
            }
        }
        out.set_item("aliases", aliases)?;
        Ok(out)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let e = &self.0;
        let [id, name, label] = [e.id.as_str(), &e.name, e.label.as_str()].map(|s| PyString::new(py, s).repr());
        Ok(format!("Entry({}, {}, {}, {} aliases)", id?, name?, label?, e.aliases.len()))
    }

    fn __eq__(&self, other: &Entry) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        stable_hash((&self.0.id, &self.0.name))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Bound<'py, PyDict>,)> {
        Ok((slf.get_type().getattr("_restore")?, (slf.get().to_dict(slf.py())?,)))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(fields: &Bound<'_, PyDict>) -> PyResult<Entry> {
        let given = fields.as_any().get_item("aliases")?.len()?;
        let mut entity = Rows::new(defaults("actor", "other", "smart", false)?).entity_of(None, fields)?;
        if entity.aliases.len() > given {
            // an entity need not go by its canonical name
            entity.aliases.remove(0);
        }
        Ok(Entry(entity))
    }
}

/// The entities of a gazetteer one by one, or their aliases.
#[pyclass(module = "dateline")]
pub struct EntryIterator {
    gazetteer: Py<Gazetteer>,
    next: (u32, u32),
    /// Aliases of the entity before `next`, the last one first; none if entities are asked for.
    aliases: Option<Vec<(String, String)>>,
}

impl EntryIterator {
    pub fn new(gazetteer: Py<Gazetteer>, aliases: bool) -> EntryIterator {
        EntryIterator { gazetteer, next: (0, 0), aliases: aliases.then(Vec::new) }
    }

    fn next_entity(&mut self) -> Option<Entity> {
        let g = self.gazetteer.get();
        loop {
            let part = g.cores.get(self.next.0 as usize)?;
            if (self.next.1 as usize) < part.len() {
                self.next.1 += 1;
                return Some(part.entity(self.next.1 - 1).to_entity());
            }
            self.next = (self.next.0 + 1, 0);
        }
    }
}

#[pymethods]
impl EntryIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let Some(mut waiting) = self.aliases.take() else {
            let Some(entity) = self.next_entity() else { return Ok(None) };
            return Ok(Some(Entry::new(entity).into_pyobject(py)?.into_any().unbind()));
        };
        while waiting.is_empty() {
            let Some(entity) = self.next_entity() else {
                self.aliases = Some(waiting);
                return Ok(None);
            };
            let id = entity.id;
            waiting.extend(entity.aliases.into_iter().rev().map(|a| (a.text, id.clone())));
        }
        let pair = waiting.pop();
        self.aliases = Some(waiting);
        Ok(pair.map(|p| p.into_pyobject(py)).transpose()?.map(|p| p.into_any().unbind()))
    }
}
