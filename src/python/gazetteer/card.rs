//! The card of a reading as a Python object. How it is shown stands in `dateline/gazetteer.py`.

use crate::gazetteer::readers;
use crate::python::Reduced;
use crate::python::document::stable_hash;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// What was read, and what its owner should look at before using it. `print(card)` shows the first hundred of each
/// kind, Jupyter a table.
///
/// Examples
/// --------
/// >>> import dateline as dl
/// >>> card = dl.Gazetteer([("Mercury", "planet"), ("Mercury", "god"), ("May", "person:may")]).card
/// >>> card
/// Card(entries=3, aliases=3, duplicates=0, clashes=1, risky=1, rejected=0)
/// >>> card.clashes
/// [Clash(alias='Mercury', ids=('planet', 'god'))]
/// >>> card.risky
/// [Risky(alias='May', id='person:may', reason='a common word')]
#[pyclass(frozen, eq, module = "dateline")]
#[derive(PartialEq)]
pub struct Card(readers::Card);

impl Card {
    pub fn new(card: readers::Card) -> Card {
        Card(card)
    }
}

fn list<'py, T>(
    py: Python<'py>,
    class: &str,
    items: &[T],
    args: impl Fn(&T) -> PyResult<Bound<'py, pyo3::types::PyTuple>>,
) -> PyResult<Bound<'py, PyList>> {
    let class = py.import("dateline.gazetteer")?.getattr(class)?;
    PyList::new(py, items.iter().map(|i| class.call1(args(i)?)).collect::<PyResult<Vec<_>>>()?)
}

#[pymethods]
impl Card {
    /// Number of entities.
    #[getter]
    fn entries(&self) -> usize {
        self.0.entries
    }

    /// Number of aliases, names included.
    #[getter]
    fn aliases(&self) -> usize {
        self.0.aliases
    }

    /// Number of aliases that an entity has twice, and of ids that occur twice.
    #[getter]
    fn duplicates(&self) -> usize {
        self.0.duplicates
    }

    /// Aliases of several entities: a list of `Clash(alias, ids)`. All of them are kept as candidates.
    #[getter]
    fn clashes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, "Clash", &self.0.clashes, |c| (&c.alias, pyo3::types::PyTuple::new(py, &c.ids)?).into_pyobject(py))
    }

    /// Aliases that will be found where they do not mean the entity, or never: a list of `Risky(alias, id, reason)`.
    #[getter]
    fn risky<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, "Risky", &self.0.risky, |r| (&r.alias, &r.id, r.risk.as_str()).into_pyobject(py))
    }

    /// Lines left out: a list of `Rejected(line, reason)`, lines from 1; of a frame the row, from 0.
    #[getter]
    fn rejected<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, "Rejected", &self.0.rejected, |r| (r.line, &r.reason).into_pyobject(py))
    }

    /// Columns of the table that are unknown here, and were not read.
    #[getter]
    fn unread(&self) -> Vec<&str> {
        self.0.unread.iter().map(String::as_str).collect()
    }

    fn __repr__(&self) -> String {
        let c = &self.0;
        format!(
            "Card(entries={}, aliases={}, duplicates={}, clashes={}, risky={}, rejected={})",
            c.entries,
            c.aliases,
            c.duplicates,
            c.clashes.len(),
            c.risky.len(),
            c.rejected.len()
        )
    }

    fn __str__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.gazetteer")?.call_method1("card_text", (slf,))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.gazetteer")?.call_method1("card_html", (slf,))
    }

    fn __hash__(&self) -> u64 {
        stable_hash((self.0.entries, self.0.aliases, self.0.duplicates))
    }

    #[expect(clippy::type_complexity)]
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> Reduced<
        'py,
        (
            usize,
            usize,
            usize,
            Vec<(String, Vec<String>)>,
            Vec<(String, String, &'static str)>,
            Vec<(u64, String)>,
            Vec<String>,
        ),
    > {
        let c = &slf.get().0;
        let clashes = c.clashes.iter().map(|x| (x.alias.clone(), x.ids.clone())).collect();
        let risky = c.risky.iter().map(|r| (r.alias.clone(), r.id.clone(), r.risk.as_str())).collect();
        let rejected = c.rejected.iter().map(|r| (r.line, r.reason.clone())).collect();
        let restore = slf.get_type().getattr("_restore")?;
        Ok((restore, (c.entries, c.aliases, c.duplicates, clashes, risky, rejected, c.unread.clone())))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(
        entries: usize,
        aliases: usize,
        duplicates: usize,
        clashes: Vec<(String, Vec<String>)>,
        risky: Vec<(String, String, String)>,
        rejected: Vec<(u64, String)>,
        unread: Vec<String>,
    ) -> Card {
        use readers::{Clash, Rejected, Risk, Risky};
        let risk = |name: &str| Risk::ALL.into_iter().find(|r| r.as_str() == name).unwrap_or(Risk::CommonWord);
        Card(readers::Card {
            entries,
            aliases,
            duplicates,
            clashes: clashes.into_iter().map(|(alias, ids)| Clash { alias, ids }).collect(),
            risky: risky.into_iter().map(|(alias, id, r)| Risky { alias, id, risk: risk(&r) }).collect(),
            rejected: rejected.into_iter().map(|(line, reason)| Rejected { line, reason }).collect(),
            unread,
        })
    }
}
