//! A match as a Python object.

use crate::python::document::stable_hash;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

/// A known name found in a text: `text[match.start:match.end] == match.text`.
///
/// Compares and hashes by what it holds, and pickles.
#[pyclass(frozen, module = "dateline")]
pub struct Match {
    /// Index of the first character.
    #[pyo3(get)]
    pub start: usize,
    /// Index after the last character.
    #[pyo3(get)]
    pub end: usize,
    /// The characters, as they stand in the text.
    #[pyo3(get)]
    pub text: Py<PyString>,
    /// Id of the entity; of the first, if the name may mean several.
    #[pyo3(get)]
    pub entity_id: Py<PyString>,
    /// Its canonical name.
    #[pyo3(get)]
    pub name: Py<PyString>,
    /// `actor`, `place`, or a label of one's own.
    #[pyo3(get)]
    pub label: Py<PyString>,
    /// The entities after the first.
    pub others: Vec<Py<PyString>>,
}

type Fields<'py> = (usize, usize, Py<PyString>, Py<PyString>, Py<PyString>, Py<PyString>, Vec<Py<PyString>>);

impl Match {
    fn fields<'py>(&self, py: Python<'py>) -> Fields<'py> {
        let [text, id, name, label] = [&self.text, &self.entity_id, &self.name, &self.label].map(|s| s.clone_ref(py));
        (self.start, self.end, text, id, name, label, self.candidates(py))
    }
}

#[pymethods]
impl Match {
    #[new]
    fn new(
        start: usize,
        end: usize,
        text: Py<PyString>,
        entity_id: Py<PyString>,
        name: Py<PyString>,
        label: Py<PyString>,
        candidates: Vec<Py<PyString>>,
    ) -> Match {
        Match { start, end, text, entity_id, name, label, others: candidates.into_iter().skip(1).collect() }
    }

    /// Ids of all entities the name may mean, in the order they were added.
    #[getter]
    fn candidates(&self, py: Python<'_>) -> Vec<Py<PyString>> {
        std::iter::once(&self.entity_id).chain(&self.others).map(|s| s.clone_ref(py)).collect()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (text, id) = (self.text.bind(py).repr()?, self.entity_id.bind(py).repr()?);
        let more = if self.others.is_empty() { String::new() } else { format!(" and {} more", self.others.len()) };
        Ok(format!("Match({}, {}, {text}, {id}{more})", self.start, self.end))
    }

    fn __eq__(&self, other: &Match, py: Python<'_>) -> PyResult<bool> {
        if (self.start, self.end) != (other.start, other.end) {
            return Ok(false);
        }
        self.fields(py).into_pyobject(py)?.eq(other.fields(py))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        Ok(stable_hash((self.start, self.end, self.entity_id.to_str(py)?)))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, Fields<'py>) {
        (slf.get_type(), slf.get().fields(slf.py()))
    }
}
