//! A part of a document as a sequence: nothing is made until it is asked for.

use super::Reduced;
use super::document::{Document, stable_hash};
use super::element::Kind;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice, PyType};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A sequence of elements of a document: indexing, slicing, iteration, equality.
///
/// >>> import dateline as dl
/// >>> doc = dl.read("“No,” he said. “Never,” she said.")
/// >>> [q.text for q in doc.quotes[::-1]]
/// ['“Never,”', '“No,”']
#[pyclass(frozen, sequence, module = "dateline")]
pub struct View {
    doc: Py<Document>,
    kind: Kind,
    start: isize,
    step: isize,
    len: usize,
}

impl View {
    pub fn all(doc: &Bound<'_, Document>, kind: Kind) -> View {
        let len = kind.count(doc.get().core());
        View { doc: doc.clone().unbind(), kind, start: 0, step: 1, len }
    }

    pub fn unpickle(doc: &Bound<'_, Document>, kind: &str, start: isize, step: isize, len: usize) -> PyResult<View> {
        let wrong = || PyValueError::new_err("the document has no such part");
        let kind = Kind::from_name(kind).ok_or_else(wrong)?;
        let inside = |i: isize| usize::try_from(i).is_ok_and(|i| i < kind.count(doc.get().core()));
        let last = (len as isize).checked_sub(1).and_then(|n| n.checked_mul(step)).and_then(|d| start.checked_add(d));
        if len > 0 && !(inside(start) && last.is_some_and(inside)) {
            return Err(wrong());
        }
        Ok(View { doc: doc.clone().unbind(), kind, start, step, len })
    }

    fn at(&self, i: usize, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.kind.element(&self.doc, (self.start + i as isize * self.step) as usize, py)
    }

    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, (0..self.len).map(|i| self.at(i, py)).collect::<PyResult<Vec<_>>>()?)
    }
}

#[pymethods]
impl View {
    #[classmethod]
    fn __class_getitem__<'py>(cls: &Bound<'py, PyType>, _item: &Bound<'py, PyAny>) -> Bound<'py, PyType> {
        cls.clone()
    }

    fn __len__(&self) -> usize {
        self.len
    }

    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = key.py();
        if let Ok(slice) = key.cast::<PySlice>() {
            let s = slice.indices(self.len as isize)?;
            // a step past all bounds leaves one element at most, which no step moves
            let start = self.start.wrapping_add(s.start.wrapping_mul(self.step));
            let part = View {
                doc: self.doc.clone_ref(py),
                kind: self.kind,
                start,
                step: self.step.wrapping_mul(s.step),
                len: s.slicelength,
            };
            return Ok(Py::new(py, part)?.into_any());
        }
        let Ok(index) = key.extract::<isize>() else {
            let kind = key.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("{} are indexed by int or slice, not {kind}", self.kind.name())));
        };
        let i = if index < 0 { index + self.len as isize } else { index };
        match usize::try_from(i) {
            Ok(i) if i < self.len => self.at(i, py),
            _ => Err(PyIndexError::new_err(format!("{}: no index {index} in {}", self.kind.name(), self.len))),
        }
    }

    fn __iter__(slf: &Bound<'_, Self>) -> ViewIterator {
        ViewIterator { view: slf.clone().unbind(), next: AtomicUsize::new(0) }
    }

    fn __reversed__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let list = self.list(py)?;
        list.reverse()?;
        Ok(list.try_iter()?.into_any().unbind())
    }

    fn __contains__(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.list(value.py())?.contains(value)
    }

    /// Index of the first element that equals `value`.
    #[pyo3(signature = (value, start=0, stop=None))]
    fn index<'py>(&self, value: &Bound<'py, PyAny>, start: isize, stop: Option<isize>) -> PyResult<Bound<'py, PyAny>> {
        self.list(value.py())?.call_method1("index", (value, start, stop.unwrap_or(isize::MAX)))
    }

    /// How many elements equal `value`.
    fn count<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.list(value.py())?.call_method1("count", (value,))
    }

    /// Every element as a dict.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let (out, mut last) = (PyList::empty(py), None::<Bound<'py, PyAny>>);
        for i in 0..self.len {
            let dict = self.at(i, py)?.bind(py).call_method0("to_dict")?;
            if self.kind == Kind::Statement {
                // statements of one quote share its text: an endless quote full of names is not held once a name
                let text = dict.get_item("text")?;
                match &last {
                    Some(held) if held.eq(&text)? => dict.set_item("text", held)?,
                    _ => last = Some(text),
                }
            }
            out.append(dict)?;
        }
        Ok(out)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        const SHOWN: usize = 10;
        let mut lines = Vec::new();
        for i in 0..self.len.min(SHOWN) {
            lines.push(self.at(i, py)?.bind(py).repr()?.to_string());
        }
        if self.len > SHOWN {
            lines.push(format!("… {} more", self.len - SHOWN));
        }
        Ok(format!("[{}]", lines.join(",\n ")))
    }

    /// Equal to another view, a list or a tuple with the same elements.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let theirs = if let Ok(view) = other.cast::<View>() {
            let v = view.get();
            if v.len != self.len || v.kind != self.kind {
                return Ok((v.len == 0 && self.len == 0).into_pyobject(py)?.to_owned().into_any().unbind());
            }
            v.list(py)?
        } else if let Ok(list) = other.cast::<PyList>() {
            list.clone()
        } else if let Ok(tuple) = other.cast::<pyo3::types::PyTuple>() {
            tuple.to_list()
        } else {
            return Ok(py.NotImplemented());
        };
        Ok(self.list(py)?.eq(theirs)?.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let parts: Vec<isize> = self.list(py)?.iter().map(|e| e.hash()).collect::<PyResult<_>>()?;
        Ok(stable_hash(parts))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Py<Document>, &'static str, isize, isize, usize)> {
        let (py, v) = (slf.py(), slf.get());
        let make = py.get_type::<Document>().getattr("_view")?;
        Ok((make, (v.doc.clone_ref(py), v.kind.name(), v.start, v.step, v.len)))
    }
}

/// Goes through a view.
#[pyclass(frozen, module = "dateline._dateline")]
pub struct ViewIterator {
    view: Py<View>,
    next: AtomicUsize,
}

#[pymethods]
impl ViewIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let (view, i) = (self.view.get(), self.next.fetch_add(1, Ordering::Relaxed));
        (i < view.len).then(|| view.at(i, py)).transpose()
    }
}
