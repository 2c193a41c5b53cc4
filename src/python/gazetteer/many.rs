//! `find_many` and `find_frame`: many texts on all cores, into columns.

use super::Gazetteer;
use super::search::{Found, How, Walk, search};
use crate::python::error::internal;
use crate::python::guard::guard;
use crate::python::pipeline::{BATCH_BYTES, Batch, Ids, Pipeline};
use crate::python::table::Table;
use crate::python::text::skips;
use crate::record::Id;
use crate::table::{self as core, Column, Values};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// A name found in one of many texts; offsets in characters.
struct Hit {
    /// In bytes, for the text of it.
    span: crate::Span,
    start: usize,
    end: usize,
    part: u32,
    entity: u32,
    /// How many entities the name may mean.
    candidates: usize,
}

impl Gazetteer {
    fn hits(&self, text: &str, how: How<'_>) -> Vec<Hit> {
        let mut found: Vec<Found> = Vec::new();
        search(&self.cores, text, how, &mut found);
        let mut walk = Walk::new(text, text.is_ascii(), 0);
        let hit = |same: &[Found]| {
            let of = |f: &Found| self.cores[f.part as usize].candidates(f.name);
            let (start, end) = walk.span(same[0].span);
            let (part, entity) = same.iter().find_map(|f| Some((f.part, of(f).first()?.entity)))?;
            let candidates = same.iter().map(|f| of(f).len()).sum();
            Some(Hit { span: same[0].span, start, end, part, entity, candidates })
        };
        found.chunk_by(|a, b| a.span == b.span).filter_map(hit).collect()
    }

    /// The rows of one batch of texts, the first of which has that number.
    fn rows(&self, ids: &Ids, first: usize, texts: &[std::borrow::Cow<'_, str>], hits: &[Vec<Hit>]) -> core::Table {
        let all =
            || hits.iter().zip(texts).enumerate().flat_map(|(i, (hits, text))| hits.iter().map(move |h| (i, text, h)));
        let entity = |h: &Hit| self.cores[h.part as usize].entity(h.entity);
        let text = |name, cell: &dyn Fn(usize, &str, &Hit, &mut String)| {
            let (mut data, mut offsets) = (String::new(), vec![0]);
            for (i, text, h) in all() {
                cell(i, text, h, &mut data);
                offsets.push(data.len() as i64);
            }
            Column { name, values: Values::Text { data, offsets }, valid: None }
        };
        let number = |name, cell: &dyn Fn(usize, &Hit) -> i64| Column {
            name,
            values: Values::Int(all().map(|(i, _, h)| cell(i, h)).collect()),
            valid: None,
        };
        let id_of: Vec<Id> = (first..first + texts.len()).map(|row| ids.of_row(row)).collect();
        let doc_id = if ids.numbers {
            number("doc_id", &|i, _| if let Id::Number(n) = id_of[i] { n } else { 0 })
        } else {
            text("doc_id", &|i, _, _, out| {
                if let Id::Text(s) = &id_of[i] {
                    out.push_str(s);
                }
            })
        };
        let columns = vec![
            doc_id,
            number("start", &|_, h| h.start as i64),
            number("end", &|_, h| h.end as i64),
            text("text", &|_, text, h, out| out.push_str(h.span.of(text))),
            text("entity_id", &|_, _, h, out| out.push_str(entity(h).id)),
            text("name", &|_, _, h, out| out.push_str(entity(h).name)),
            text("label", &|_, _, h, out| out.push_str(entity(h).label.as_str())),
            text("kind", &|_, _, h, out| out.push_str(entity(h).kind)),
            number("candidates", &|_, h| h.candidates as i64),
        ];
        core::Table { columns, rows: hits.iter().map(Vec::len).sum() }
    }
}

#[pymethods]
impl Gazetteer {
    /// Finds the names in many texts, on all cores.
    ///
    /// Parameters
    /// ----------
    /// texts : iterable of str
    ///     The texts; `None` and NaN count as empty.
    /// ids : iterable, optional
    ///     An id for each text; else the row number is it.
    /// overlap : {"longest", "all"}
    ///     As for `find`.
    /// boundaries : bool
    ///     As for `find`.
    /// as_tuples : bool
    ///     Give a list of tuples `(start, end, id)` for each text instead, as `find_tuples` does.
    /// errors : {"raise", "skip"}
    ///     What is done with a cell that is no text: raise, or take it for a missing one.
    ///
    /// Returns
    /// -------
    /// Table
    ///     One row a match: `doc_id`, `start`, `end`, `text`, `entity_id`, `name`, `label`, `kind`, and `candidates`, the
    ///     number of entities the name may mean. `to_pandas()`, `to_polars()` and `to_arrow()` give it to others.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer(["Syria", "Iraq"])
    /// >>> g.find_many(["Iraq and Syria", None, "Syria"]).column("doc_id")
    /// [0, 0, 2]
    /// >>> g.find_many(["Iraq and Syria", "Syria"], as_tuples=True)
    /// [[(0, 4, 'Iraq'), (9, 14, 'Syria')], [(0, 5, 'Syria')]]
    #[pyo3(signature = (texts, ids=None, *, overlap="longest", boundaries=true, as_tuples=false, errors="raise"))]
    fn find_many<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        ids: Option<&Bound<'py, PyAny>>,
        overlap: &str,
        boundaries: bool,
        as_tuples: bool,
        errors: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, skip) = (texts.py(), skips(errors)?);
        let how = self.how(py, overlap, boundaries)?;
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("texts: expected many texts, got one str (use find)"));
        }
        if texts.is_instance_of::<PyDict>() || texts.hasattr(intern!(py, "columns"))? {
            let kind = texts.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("texts: expected many texts, got a {kind} (use find_frame)")));
        }
        let ids = Ids::of(ids)?;
        let lists = PyList::empty(py);
        let (mut tables, mut rows, mut texts) = (Vec::new(), 0, texts.try_iter()?);
        while let Some(batch) = Batch::next(&mut texts, rows, BATCH_BYTES, skip)? {
            let words = batch.utf8()?;
            ids.enough(rows + words.len())?;
            let hits = Pipeline::run(py, &words, rows, None, |_, text, _| guard(|| self.hits(text, how)))?;
            let hits = hits.into_iter().enumerate();
            let hits = hits.map(|(i, h)| h.map_err(|m| internal(&m, Some(rows + i)))).collect::<PyResult<Vec<_>>>()?;
            if as_tuples {
                let nobody = intern!(py, "");
                for hits in &hits {
                    let tuple = |h: &Hit| {
                        let id = self.parts[h.part as usize].id(py, h.entity);
                        (h.start, h.end, id.map_or(nobody, |id| id.bind(py)))
                    };
                    lists.append(PyList::new(py, hits.iter().map(tuple))?)?;
                }
            } else {
                tables.push(self.rows(&ids, rows, &words, &hits));
            }
            rows += words.len();
        }
        ids.used(rows)?;
        if as_tuples {
            return Ok(lists.into_any());
        }
        if tables.is_empty() {
            tables.push(self.rows(&ids, 0, &[], &[]));
        }
        Ok(Table::of(tables)?.into_pyobject(py)?.into_any())
    }

    /// Finds the names in a column of texts.
    ///
    /// Parameters
    /// ----------
    /// frame : series or frame
    ///     A pandas or polars series of texts; or a frame, a pyarrow table, anything with `__arrow_c_stream__`, a dict of
    ///     lists.
    /// text : str
    ///     The column of the texts, of a frame.
    /// id : str, optional
    ///     The column of their ids, of a frame.
    /// overlap : {"longest", "all"}
    ///     As for `find`.
    /// boundaries : bool
    ///     As for `find`.
    /// errors : {"raise", "skip"}
    ///     As for `find_many`.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame, polars.DataFrame or Table
    ///     As the input: one row a match, with the columns of `find_many`. `doc_id` is the id, else the label of the row in
    ///     pandas' index, else the row number.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> table = dl.Gazetteer(["Iraq"]).find_frame({"body": ["In Iraq."], "url": ["a"]}, text="body", id="url")
    /// >>> table.to_dicts()[0]["doc_id"], table.to_dicts()[0]["start"]
    /// ('a', 3)
    #[pyo3(signature = (frame, text="text", id=None, *, overlap="longest", boundaries=true, errors="raise"))]
    fn find_frame<'py>(
        slf: &Bound<'py, Self>,
        frame: &Bound<'py, PyAny>,
        text: &str,
        id: Option<&str>,
        overlap: &str,
        boundaries: bool,
        errors: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let helper = slf.py().import("dateline.gazetteer")?;
        helper.call_method1("find_frame", (slf, frame, text, id, overlap, boundaries, errors))
    }
}
