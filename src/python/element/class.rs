//! What all classes of elements have in common: a document, an index in it, equality, hash, pickle.

macro_rules! element {
    // what stands somewhere in the text: where and which words
    (placed $(#[$meta:meta])* $name:ident, $kind:ident, $field:ident, $core:ty, $record:ident, { $($body:tt)* }) => {
        element! {
            $(#[$meta])* $name, $kind, $field, $core, {
                /// Index of the first character in the text.
                #[getter]
                pub(super) fn start(&self, py: Python<'_>) -> PyResult<usize> {
                    Ok(self.doc.get().offsets(py)?.span(self.core().span).start)
                }

                /// Index after the last character.
                #[getter]
                pub(super) fn end(&self, py: Python<'_>) -> PyResult<usize> {
                    Ok(self.doc.get().offsets(py)?.span(self.core().span).end)
                }

                /// The characters: `doc.text[start:end]`.
                #[getter]
                pub(super) fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
                    self.doc.get().slice(py, self.core().span)
                }

                /// Start, end and text in one.
                #[getter]
                pub(super) fn span(&self, py: Python<'_>) -> PyResult<Span> {
                    Span::from_core(py, self.doc.get(), self.core().span)
                }

                /// As a dict, in the form of `dateline extract`, with the text.
                pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let dict = self.doc.get().record(py, |r| r.$record(self.core()))?;
                    dict.set_item("text", self.text(py)?)?;
                    Ok(dict)
                }

                $($body)*
            }
        }

        impl $name {
            pub(super) fn identity(&self, py: Python<'_>) -> PyResult<String> {
                let doc = self.doc.get();
                Ok(doc.json(py, |r| r.$record(self.core()))? + self.core().span.of(doc.utf8(py)?))
            }

            pub(super) fn shown(&self, py: Python<'_>) -> PyResult<String> {
                shown(&self.text(py)?)
            }
        }
    };
    ($(#[$meta:meta])* $name:ident, $kind:ident, $field:ident, $core:ty, { $($body:tt)* }) => {
        $(#[$meta])*
        #[pyclass(frozen, module = "dateline")]
        pub struct $name {
            pub(super) doc: Py<Document>,
            pub(super) index: usize,
        }

        impl $name {
            pub fn at(doc: &Py<Document>, index: usize, py: Python<'_>) -> $name {
                $name { doc: doc.clone_ref(py), index }
            }

            pub(super) fn core(&self) -> &$core {
                &self.doc.get().core().$field[self.index]
            }
        }

        #[pymethods]
        impl $name {
            $($body)*

            /// Index in the document.
            #[getter]
            pub(super) fn index(&self) -> usize {
                self.index
            }

            /// The document it belongs to.
            #[getter]
            pub(super) fn document(&self, py: Python<'_>) -> Py<Document> {
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
