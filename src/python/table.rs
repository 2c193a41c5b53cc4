//! Tables as Arrow: `__arrow_c_stream__` for pandas, polars, pyarrow, DuckDB; plain lists for everybody else.

use super::Reduced;
use crate::table::{self as core, Values};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch, RecordBatchIterator,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyFloat, PyInt, PyList, PySlice, PyString, PyTuple};
use std::sync::Arc;

/// One of the six tables. Any library that speaks Arrow reads it as it is: `polars.DataFrame(table)`,
/// `pyarrow.table(table)`, `duckdb.sql("select * from table")`.
#[pyclass(frozen, module = "dateline")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    rows: usize,
}

fn arrow(e: ArrowError) -> PyErr {
    PyValueError::new_err(e.to_string())
}

/// Hands the columns on without copying them.
fn to_batch(table: core::Table) -> Result<RecordBatch, ArrowError> {
    let rows = table.rows;
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for column in table.columns {
        let nullable = column.valid.is_some();
        let nulls = column.valid.map(NullBuffer::from);
        let array: ArrayRef = match column.values {
            Values::Text { data, offsets } => {
                let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
                Arc::new(LargeStringArray::try_new(offsets, Buffer::from_vec(data.into_bytes()), nulls)?)
            }
            Values::Int(v) => Arc::new(Int64Array::try_new(ScalarBuffer::from(v), nulls)?),
            Values::Float(v) => Arc::new(Float64Array::try_new(ScalarBuffer::from(v), nulls)?),
            Values::Bool(v) => Arc::new(BooleanArray::new(v.into(), nulls)),
        };
        fields.push(Field::new(column.name, array.data_type().clone(), nullable));
        arrays.push(array);
    }
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}

impl Table {
    /// A table of parts with the same columns, one after the other; at least one.
    pub fn of(parts: Vec<core::Table>) -> PyResult<Table> {
        let batches = parts.into_iter().map(to_batch).collect::<Result<Vec<_>, _>>().map_err(arrow)?;
        Table::new(batches).ok_or_else(|| PyValueError::new_err("no table"))
    }

    fn new(batches: Vec<RecordBatch>) -> Option<Table> {
        let schema = batches.first()?.schema();
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        Some(Table { schema, batches, rows })
    }

    /// Some rows, not copied.
    fn rows(&self, start: usize, rows: usize) -> Table {
        let (mut skip, mut left) = (start, rows);
        let mut batches: Vec<RecordBatch> = Vec::new();
        for batch in &self.batches {
            let from = skip.min(batch.num_rows());
            let part = batch.slice(from, left.min(batch.num_rows() - from));
            skip -= from;
            left -= part.num_rows();
            batches.push(part);
        }
        Table { schema: Arc::clone(&self.schema), batches, rows: rows - left }
    }

    fn cells<'py>(py: Python<'py>, array: &ArrayRef, out: &Bound<'py, PyList>) -> PyResult<()> {
        let cell = |i: usize| -> PyResult<Bound<'py, PyAny>> {
            if array.is_null(i) {
                return Ok(py.None().into_bound(py));
            }
            Ok(match array.data_type() {
                DataType::LargeUtf8 => PyString::new(py, array.as_string::<i64>().value(i)).into_any(),
                DataType::Int64 => PyInt::new(py, array.as_primitive::<Int64Type>().value(i)).into_any(),
                DataType::Float64 => PyFloat::new(py, array.as_primitive::<Float64Type>().value(i)).into_any(),
                _ => PyBool::new(py, array.as_boolean().value(i)).to_owned().into_any(),
            })
        };
        for i in 0..array.len() {
            out.append(cell(i)?)?;
        }
        Ok(())
    }

    fn lists<'py>(&self, py: Python<'py>) -> PyResult<Vec<(&str, Bound<'py, PyList>)>> {
        self.schema.fields().iter().map(|f| Ok((f.name().as_str(), self.column(py, f.name())?))).collect()
    }
}

fn type_name(kind: &DataType) -> &'static str {
    match kind {
        DataType::LargeUtf8 => "str",
        DataType::Int64 => "int",
        DataType::Float64 => "float",
        _ => "bool",
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|f| f.name().as_str()).collect()
    }

    /// Types of the columns: `str`, `int`, `float` or `bool`, with ` | None` where cells may be empty.
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for f in self.schema.fields() {
            let none = if f.is_nullable() { " | None" } else { "" };
            dict.set_item(f.name(), format!("{}{none}", type_name(f.data_type())))?;
        }
        Ok(dict)
    }

    /// The cells of one column.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let at = self.schema.index_of(name).map_err(|_| {
            let known = self.columns().join(", ");
            PyKeyError::new_err(format!("no column {name:?}; there are {known}"))
        })?;
        let out = PyList::empty(py);
        for batch in &self.batches {
            Table::cells(py, batch.column(at), &out)?;
        }
        Ok(out)
    }

    fn __len__(&self) -> usize {
        self.rows
    }

    /// `table["speaker"]` is the list of a column's cells, `table[0]` a row as a dict, `table[10:20]` a table of these rows.
    fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = key.py();
        if let Ok(name) = key.cast::<PyString>() {
            return Ok(self.column(py, name.to_str()?)?.into_any());
        }
        if let Ok(slice) = key.cast::<PySlice>() {
            let s = slice.indices(self.rows as isize)?;
            if s.step != 1 {
                return Err(PyValueError::new_err("rows are sliced by step 1 only; to_pandas() gives a frame"));
            }
            return Ok(Bound::new(py, self.rows(s.start.max(0) as usize, s.slicelength))?.into_any());
        }
        let Ok(index) = key.extract::<isize>() else {
            let kind = key.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("a table is indexed by column name, row or slice, not {kind}")));
        };
        let row = if index < 0 { index + self.rows as isize } else { index };
        match usize::try_from(row) {
            Ok(row) if row < self.rows => self.rows(row, 1).to_dicts(py)?.get_item(0),
            _ => Err(PyIndexError::new_err(format!("no row {index} in {}", self.rows))),
        }
    }

    /// Row after row, each a dict.
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.frames")?.call_method1("rows", (slf,))
    }

    /// Column name to list of cells.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (name, cells) in self.lists(py)? {
            dict.set_item(name, cells)?;
        }
        Ok(dict)
    }

    /// Every row as a dict.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let columns = self.lists(py)?;
        let out = PyList::empty(py);
        for i in 0..self.rows {
            let row = PyDict::new(py);
            for (name, cells) in &columns {
                row.set_item(name, cells.get_item(i)?)?;
            }
            out.append(row)?;
        }
        Ok(out)
    }

    /// As a pandas `DataFrame`; needs pandas, not pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.frames")?.call_method1("to_pandas", (slf,))
    }

    /// As a polars `DataFrame`; needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.frames")?.call_method1("to_polars", (slf,))
    }

    /// As a pyarrow `Table`; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.frames")?.call_method1("to_arrow", (slf,))
    }

    /// The Arrow PyCapsule interface. The columns have the types they have: a requested schema is not looked at, as the
    /// interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.display")?.call_method1("table_html", (slf,))
    }

    fn __repr__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("dateline.display")?.call_method1("table_text", (slf,))
    }

    /// The first `rows` rows.
    #[pyo3(signature = (rows=5))]
    fn head(&self, rows: usize) -> Table {
        self.rows(0, rows)
    }

    fn __eq__(&self, other: &Table, py: Python<'_>) -> PyResult<bool> {
        // by cells: the batches may be cut elsewhere
        Ok(self.schema == other.schema && self.rows == other.rows && self.to_dict(py)?.eq(other.to_dict(py)?)?)
    }

    fn __hash__(&self) -> u64 {
        super::document::stable_hash((self.rows, self.columns()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, (Bound<'py, PyDict>, Bound<'py, PyDict>)> {
        let (py, this) = (slf.py(), slf.get());
        Ok((slf.get_type().getattr("_restore")?, (this.schema(py)?, this.to_dict(py)?)))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(schema: &Bound<'_, PyDict>, cells: &Bound<'_, PyDict>) -> PyResult<Table> {
        let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = (Vec::new(), Vec::new());
        for (name, kind) in schema.iter() {
            let (name, kind): (String, String) = (name.extract()?, kind.extract()?);
            let column = cells.as_any().get_item(&name)?;
            let array: ArrayRef = match kind.trim_end_matches(" | None") {
                "str" => Arc::new(LargeStringArray::from(column.extract::<Vec<Option<String>>>()?)),
                "int" => Arc::new(Int64Array::from(column.extract::<Vec<Option<i64>>>()?)),
                "float" => Arc::new(Float64Array::from(column.extract::<Vec<Option<f64>>>()?)),
                "bool" => Arc::new(BooleanArray::from(column.extract::<Vec<Option<bool>>>()?)),
                other => return Err(PyTypeError::new_err(format!("no column type {other}"))),
            };
            fields.push(Field::new(name, array.data_type().clone(), kind.ends_with("None")));
            arrays.push(array);
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(arrow)?;
        Table::new(vec![batch]).ok_or_else(|| PyValueError::new_err("no table"))
    }
}

/// The six tables of some documents. Each row carries its document's `doc_id`.
#[pyclass(frozen, module = "dateline")]
pub struct Tables {
    /// One row a document.
    #[pyo3(get)]
    documents: Py<Table>,
    /// One row a block of the page.
    #[pyo3(get)]
    blocks: Py<Table>,
    /// One row a sentence.
    #[pyo3(get)]
    sentences: Py<Table>,
    /// One row a name in the text.
    #[pyo3(get)]
    mentions: Py<Table>,
    /// One row a quote: speaker, role, affiliation, cue, kind, text.
    #[pyo3(get)]
    quotes: Py<Table>,
    /// One row a quote and a name in it: who said what about whom or where.
    #[pyo3(get)]
    statements: Py<Table>,
}

impl Tables {
    /// The tables of one batch after the other; at least one.
    pub fn new(py: Python<'_>, parts: Vec<core::Tables>) -> PyResult<Tables> {
        let mut batches: [Vec<RecordBatch>; 6] = Default::default();
        for p in parts {
            for (list, table) in batches.iter_mut().zip(p.into_six()) {
                list.push(to_batch(table).map_err(arrow)?);
            }
        }
        let make = |b: Vec<RecordBatch>| Py::new(py, Table::new(b).ok_or_else(|| PyValueError::new_err("no table"))?);
        let [documents, blocks, sentences, mentions, quotes, statements] = batches;
        Ok(Tables {
            documents: make(documents)?,
            blocks: make(blocks)?,
            sentences: make(sentences)?,
            mentions: make(mentions)?,
            quotes: make(quotes)?,
            statements: make(statements)?,
        })
    }

    fn all(&self) -> [(&'static str, &Py<Table>); 6] {
        [
            ("documents", &self.documents),
            ("blocks", &self.blocks),
            ("sentences", &self.sentences),
            ("mentions", &self.mentions),
            ("quotes", &self.quotes),
            ("statements", &self.statements),
        ]
    }
}

#[pymethods]
impl Tables {
    /// Names of the tables.
    fn keys(&self) -> Vec<&'static str> {
        self.all().map(|(name, _)| name).into()
    }

    /// The table of that name: `tables["quotes"]` is `tables.quotes`.
    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Py<Table>> {
        let found = self.all().into_iter().find(|(n, _)| *n == name).map(|(_, t)| t.clone_ref(py));
        let known = || PyKeyError::new_err(format!("no table {name:?}; there are {}", self.keys().join(", ")));
        found.ok_or_else(known)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, self.keys())?.try_iter()?.into_any())
    }

    fn __len__(&self) -> usize {
        self.all().len()
    }

    fn __repr__(&self) -> String {
        let parts: Vec<_> = self.all().map(|(name, t)| format!("{name}={} rows", t.get().rows)).into();
        format!("Tables({})", parts.join(", "))
    }

    fn __eq__(&self, other: &Tables, py: Python<'_>) -> PyResult<bool> {
        for ((_, a), (_, b)) in self.all().into_iter().zip(other.all()) {
            if !a.get().__eq__(b.get(), py)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn __hash__(&self) -> u64 {
        super::document::stable_hash(self.all().map(|(_, t)| t.get().rows))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, Bound<'py, PyTuple>> {
        let py = slf.py();
        let tables = slf.get().all().map(|(_, t)| t.clone_ref(py));
        Ok((slf.get_type().getattr("_restore")?, PyTuple::new(py, tables)?))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(
        documents: Py<Table>,
        blocks: Py<Table>,
        sentences: Py<Table>,
        mentions: Py<Table>,
        quotes: Py<Table>,
        statements: Py<Table>,
    ) -> Tables {
        Tables { documents, blocks, sentences, mentions, quotes, statements }
    }
}
