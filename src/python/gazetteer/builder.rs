//! A builder: names come one by one or by the thousand, from anywhere.

use super::Gazetteer;
use super::rows::{Rows, defaults};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Collects names and compiles them to a `Gazetteer`.
///
/// Parameters
/// ----------
/// label, kind, case, fold_marks
///     For entries that do not say theirs, as for `Gazetteer`.
///
/// Examples
/// --------
/// >>> import dateline as dl
/// >>> b = dl.GazetteerBuilder(kind="company")
/// >>> b.add("Harbour Board", id="hb", aliases=["the Board"], case="exact")
/// >>> b.extend([("Port Authority", "pa"), ("HB", "hb")])
/// >>> len(b)
/// 2
/// >>> b.build().find("The Port Authority and HB")
/// [Match(4, 18, 'Port Authority', 'pa'), Match(23, 25, 'HB', 'hb')]
#[pyclass(frozen, module = "dateline")]
pub struct GazetteerBuilder(Mutex<Rows>);

impl GazetteerBuilder {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl GazetteerBuilder {
    #[new]
    #[pyo3(signature = (*, label="actor", kind="other", case="smart", fold_marks=false))]
    fn new(label: &str, kind: &str, case: &str, fold_marks: bool) -> PyResult<GazetteerBuilder> {
        Ok(GazetteerBuilder(Mutex::new(Rows::new(defaults(label, kind, case, fold_marks)?))))
    }

    /// Adds an entity, or names to the entity of that id.
    ///
    /// Parameters
    /// ----------
    /// name : str
    ///     The canonical name; it is looked for.
    /// id : str or int
    ///     The id; the name, if there is none.
    /// aliases : list
    ///     More names: texts, or dicts `{"text", "case", "fold_marks", "demonym", "metonym", "minor"}`.
    /// **fields
    ///     `label`, `kind`, `country`, `lat`, `lon`, `population`, `case`, `fold_marks`.
    #[pyo3(signature = (name, id=None, aliases=None, **fields))]
    fn add(
        &self,
        name: &Bound<'_, PyAny>,
        id: Option<&Bound<'_, PyAny>>,
        aliases: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        let row = fields.map_or_else(|| Ok(PyDict::new(name.py())), |f| f.copy())?;
        row.set_item("name", name)?;
        for (field, value) in [("id", id), ("aliases", aliases)] {
            if let Some(value) = value {
                row.set_item(field, value)?;
            }
        }
        let rows = self.rows();
        let empty = Rows::new(rows.defaults.clone());
        // reading the fields may run Python code, which may use this builder
        drop(rows);
        let entity = empty.entity_of(None, &row)?;
        self.rows().push(entity);
        Ok(())
    }

    /// Adds many at once: whatever `Gazetteer` takes, or another gazetteer.
    ///
    /// Parameters
    /// ----------
    /// names : iterable or mapping
    ///     Names, pairs of a name and an id, dicts, entries; or a mapping of names to aliases or fields.
    fn extend(&self, names: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut new = Rows::new(self.rows().defaults.clone());
        new.extend(names)?;
        let mut rows = self.rows();
        new.entities.into_iter().for_each(|e| rows.push(e));
        Ok(())
    }

    /// Compiles what was added so far; the builder keeps it.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    fn build(&self, py: Python<'_>) -> PyResult<Gazetteer> {
        let entities = self.rows().entities.clone();
        let made = py.detach(|| Gazetteer::made(entities));
        py.check_signals()?;
        Ok(made?)
    }

    fn __len__(&self) -> usize {
        self.rows().entities.len()
    }

    fn __repr__(&self) -> String {
        format!("GazetteerBuilder({} entities)", self.__len__())
    }
}
