//! The pipeline: texts in, documents or tables out, many at a time, with the interpreter free meanwhile.

use super::document::{Document, id_of};
use super::error::internal;
use super::gazetteer::Gazetteer;
use super::guard::guard;
use super::table::Tables;
use super::text::{cell, in_row, is_missing, one, skips, utf8};
use super::view::View;
use crate::date::Date;
use crate::document as core;
use crate::document::QuoteKind;
use crate::error::Error;
use crate::own::{self, OwnCue, OwnWords};
use crate::parallel::{self, Run};
use crate::pipeline::{Include, LabelBy, Options};
use crate::record::{Id, Recorder};
use crate::table as tables;
use crate::text::Offsets;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Bytes of text that are read between two looks at the input: enough to keep every thread busy, little enough to hold.
pub const BATCH_BYTES: usize = 32 << 20;
/// Documents in a batch at most, for corpora of very short texts.
const BATCH_ROWS: usize = 65_536;
/// A text longer than this, in bytes, is read while signals are looked after.
const LONG: usize = 1 << 20;
/// Documents a thread takes at a time.
const CHUNK: usize = 16;

/// All stages, ready to read. `dateline.Pipeline` is made of this.
#[pyclass(frozen, module = "dateline._dateline")]
pub struct Pipeline {
    inner: Arc<crate::Pipeline>,
    /// For tests: a text with these words makes the reading panic.
    panic_on: Option<String>,
}

/// A verb of a user's own: base form, past, participle, frames, traits.
type Cue = (String, String, String, String, String);
/// A line of JSON and its number of quotes, or what went wrong.
type Line = (Option<String>, usize, Option<String>);

/// The days of many texts: none, one for all, or one each.
struct Dates(Option<Vec<Option<Date>>>);

impl Dates {
    fn new(dates: Option<Vec<Option<String>>>) -> PyResult<Dates> {
        let Some(dates) = dates else { return Ok(Dates(None)) };
        let one = |(row, date): (usize, &Option<String>)| {
            let read = date.as_deref().map(Date::parse).transpose();
            read.map_err(|e| PyErr::from(Error::option(format!("row {row}: {}", e.reason()))))
        };
        Ok(Dates(Some(dates.iter().enumerate().map(one).collect::<PyResult<_>>()?)))
    }

    /// Whether there are days for so many texts.
    fn reach(&self, texts: usize) -> PyResult<()> {
        match &self.0 {
            Some(dates) if dates.len() != 1 && dates.len() < texts => {
                Err(PyValueError::new_err("there are fewer dates than texts"))
            }
            _ => Ok(()),
        }
    }

    fn of(&self, row: usize) -> Option<Date> {
        let dates = self.0.as_ref()?;
        *dates.get(if dates.len() == 1 { 0 } else { row })?
    }
}

/// One batch of the input.
pub struct Batch<'py> {
    /// Row of the first text.
    first: usize,
    texts: Vec<Bound<'py, PyString>>,
}

impl<'py> Batch<'py> {
    /// Takes the next texts; `None` at the end. With `skip`, what is no text counts as a missing one.
    pub fn next(
        texts: &mut impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
        first: usize,
        limit: usize,
        skip: bool,
    ) -> PyResult<Option<Self>> {
        let (mut batch, mut size) = (Batch { first, texts: Vec::new() }, 0);
        while size < limit && batch.texts.len() < BATCH_ROWS {
            let Some(value) = texts.next() else { break };
            let text = cell(&value?, first + batch.texts.len(), skip)?;
            size += text.len()? + 1;
            batch.texts.push(text);
        }
        Ok((!batch.texts.is_empty()).then_some(batch))
    }

    pub fn utf8(&self) -> PyResult<Vec<Cow<'_, str>>> {
        let mut out = Vec::with_capacity(self.texts.len());
        for (i, text) in self.texts.iter().enumerate() {
            out.push(utf8(text).map_err(|e| in_row(e, text.py(), self.first + i))?);
        }
        Ok(out)
    }
}

impl Pipeline {
    /// Reads one text; a panic becomes a message.
    fn read_core(&self, text: &str, date: Option<Date>) -> Result<core::Document, String> {
        self.read_unless(text, date, &|| false)
    }

    /// The same, unless `stop` says so: then the document is empty, and nobody asks for it.
    fn read_unless(&self, text: &str, date: Option<Date>, stop: &dyn Fn() -> bool) -> Result<core::Document, String> {
        guard(|| {
            if self.panic_on.as_ref().is_some_and(|words| text.contains(words)) {
                panic!("asked for by a test");
            }
            self.inner.read_dated(text, date, stop).unwrap_or_default()
        })
    }

    /// Does `work` for every text on all cores; see [`Pipeline::run_chunks`].
    pub fn run<R: Send>(
        py: Python<'_>,
        texts: &[Cow<'_, str>],
        before: usize,
        tick: Option<&Bound<'_, PyAny>>,
        work: impl Fn(usize, &str, &dyn Fn() -> bool) -> R + Sync,
    ) -> PyResult<Vec<R>> {
        let each = |at: usize, part: &[Cow<'_, str>], run: &Run| -> Vec<R> {
            let one = |(i, text): (usize, &Cow<'_, str>)| {
                let r = work(at + i, text, &|| run.stopped());
                run.done.fetch_add(1, Ordering::Relaxed);
                r
            };
            part.iter().enumerate().take_while(|_| !run.stopped()).map(one).collect()
        };
        Ok(Self::run_chunks(py, texts, before, tick, each)?.into_iter().flatten().collect())
    }

    /// Does `work` for chunks of the texts on all cores without the interpreter lock, while signals are looked after
    /// (Ctrl-C) and `tick` is told how many texts are done.
    fn run_chunks<R: Send>(
        py: Python<'_>,
        texts: &[Cow<'_, str>],
        before: usize,
        tick: Option<&Bound<'_, PyAny>>,
        work: impl Fn(usize, &[Cow<'_, str>], &Run) -> R + Sync,
    ) -> PyResult<Vec<R>> {
        let run = Run::default();
        let tick = tick.map(|t| t.clone().unbind());
        let mut error: Option<PyErr> = None;
        let results = py.detach(|| {
            let each = |at: usize, part: &[Cow<'_, str>]| work(at, part, &run);
            let look_up = || {
                if error.is_some() {
                    return;
                }
                let looked = Python::attach(|py| {
                    py.check_signals()?;
                    if let Some(tick) = &tick {
                        tick.call1(py, (before + run.done.load(Ordering::Relaxed),))?;
                    }
                    Ok(())
                });
                if let Err(e) = looked {
                    run.stop.store(true, Ordering::Relaxed);
                    error = Some(e);
                }
            };
            parallel::map(texts, CHUNK.min(texts.len() / parallel::threads() + 1), &run, each, look_up)
        });
        if let Some(e) = error {
            return Err(e);
        }
        py.check_signals()?;
        if let Some(tick) = &tick {
            tick.call1(py, (before + texts.len(),))?;
        }
        Ok(results.into_iter().flatten().collect())
    }
}

fn own_cue((lemma, past, participle, frames, traits): Cue) -> OwnCue {
    OwnCue { lemma, past, participle, frames, traits }
}

/// Raises if a verb of a user's own is none.
#[pyfunction]
pub fn check_cue(cue: Cue) -> PyResult<()> {
    Ok(own::check_cue(&own_cue(cue))?)
}

/// Raises if words are no date.
#[pyfunction]
pub fn check_date(date: &str) -> PyResult<()> {
    Date::parse(date)?;
    Ok(())
}

/// Raises if a title of a user's own is none.
#[pyfunction]
pub fn check_title(title: &str) -> PyResult<()> {
    Ok(own::check_title(title.trim())?)
}

fn option<T>(value: Option<T>, name: &str, given: &str, allowed: &str) -> PyResult<T> {
    value.ok_or_else(|| Error::option(format!("{name}={given:?}: must be one of {allowed}")).into())
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (
        gazetteers, *, builtin=true, language="en", include="article", kinds=None, cues=Vec::new(), titles=Vec::new(),
        label_by="role", panic_on=None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        gazetteers: Vec<PyRef<'_, Gazetteer>>,
        builtin: bool,
        language: &str,
        include: &str,
        kinds: Option<Vec<String>>,
        cues: Vec<Cue>,
        titles: Vec<String>,
        label_by: &str,
        panic_on: Option<String>,
    ) -> PyResult<Pipeline> {
        let english = language == "en" || language.starts_with("en-") || language.starts_with("en_");
        option(english.then_some(()), "language", language, "'en' (sentences alone are cut in others: see Segmenter)")?;
        let include = match include {
            "article" => Some(Include::Article),
            "captions" => Some(Include::Captions),
            "all" => Some(Include::All),
            _ => None,
        }
        .map_or_else(|| option(None, "include", include, "'article', 'captions', 'all'"), Ok)?;
        let all = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect, QuoteKind::Scare, QuoteKind::Attitude];
        let kind = |name: &String| {
            let found = all.into_iter().find(|k| k.as_str() == name);
            option(found, "kinds", name, "'direct', 'mixed', 'indirect', 'scare', 'attitude'")
        };
        let kinds = kinds.unwrap_or_default().iter().map(kind).collect::<PyResult<_>>()?;
        let label_by = match label_by {
            "role" => Some(LabelBy::Role),
            "name" => Some(LabelBy::Name),
            _ => None,
        }
        .map_or_else(|| option(None, "label_by", label_by, "'role', 'name'"), Ok)?;
        let mut list: Vec<_> = gazetteers.iter().flat_map(|g| g.parts()).collect();
        if builtin {
            list.extend(crate::Pipeline::builtin_gazetteers());
        }
        let cues: Vec<OwnCue> = cues.into_iter().map(own_cue).collect();
        let own = !cues.is_empty() || !titles.is_empty();
        let words = own.then(|| OwnWords::new(&cues, &titles)).transpose()?.map(Arc::new);
        let inner = Arc::new(crate::Pipeline::new(list, Options { include, kinds, words, label_by }));
        Ok(Pipeline { inner, panic_on })
    }

    /// Reads one text.
    #[pyo3(signature = (text, date=None))]
    fn read(&self, text: &Bound<'_, PyAny>, date: Option<&str>) -> PyResult<Document> {
        let date = date.map(Date::parse).transpose()?;
        let (py, text) = (text.py(), one(text, "read")?);
        let words = utf8(text)?;
        let doc = if words.len() < LONG {
            py.detach(|| self.read_core(&words, date))
        } else {
            let work = |_: usize, text: &str, stop: &dyn Fn() -> bool| self.read_unless(text, date, stop);
            let read = Self::run(py, std::slice::from_ref(&words), 0, None, work)?;
            read.into_iter().next().unwrap_or_else(|| Err("the text was not read".into()))
        };
        Ok(Document::new(text, words, doc.map_err(|m| internal(&m, None))?, Some(&self.inner)))
    }

    /// Reads many texts, in order; `tick` is called now and then with the number of texts done. `first` is the row of the
    /// first text, as errors name it; with `errors="skip"`, what is no text counts as a missing one.
    #[pyo3(signature = (texts, tick=None, batch_bytes=None, first=0, dates=None, errors="raise"))]
    fn read_many<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        tick: Option<&Bound<'py, PyAny>>,
        batch_bytes: Option<usize>,
        first: usize,
        dates: Option<Vec<Option<String>>>,
        errors: &str,
    ) -> PyResult<Bound<'py, PyList>> {
        let (py, skip) = (texts.py(), skips(errors)?);
        let dates = Dates::new(dates)?;
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("texts: expected many texts, got one str (use read)"));
        }
        // going through one of these gives the names of its columns
        if texts.is_instance_of::<PyDict>() || texts.hasattr("columns")? {
            let kind = texts.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("texts: expected many texts, got a {kind} (use read_frame)")));
        }
        let Ok(mut texts) = texts.try_iter() else {
            let kind = texts.get_type().qualname()?.to_string();
            let kind = if texts.is_none() { "None" } else { &kind };
            return Err(PyTypeError::new_err(format!("texts: expected many texts, got {kind}")));
        };
        let (out, mut rows) = (PyList::empty(py), first);
        while let Some(batch) = Batch::next(&mut texts, rows, batch_bytes.unwrap_or(BATCH_BYTES), skip)? {
            let words = batch.utf8()?;
            dates.reach(rows + words.len() - first)?;
            let day = |i: usize| dates.of(rows - first + i);
            let docs = Self::run(py, &words, rows, tick, |i, text, stop| self.read_unless(text, day(i), stop))?;
            for (i, (doc, words)) in docs.into_iter().zip(words).enumerate() {
                let doc = doc.map_err(|m| internal(&m, Some(batch.first + i)))?;
                out.append(Document::new(&batch.texts[i], words, doc, Some(&self.inner)))?;
            }
            rows += batch.texts.len();
        }
        Ok(out)
    }

    /// Reads many texts into tables; `ids` has an id for each, else the row number is it.
    #[pyo3(signature = (texts, ids=None, tick=None, batch_bytes=None, dates=None, errors="raise"))]
    fn read_tables<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        ids: Option<&Bound<'py, PyAny>>,
        tick: Option<&Bound<'py, PyAny>>,
        batch_bytes: Option<usize>,
        dates: Option<Vec<Option<String>>>,
        errors: &str,
    ) -> PyResult<Tables> {
        let (py, skip) = (texts.py(), skips(errors)?);
        let dates = Dates::new(dates)?;
        let ids = Ids::of(ids)?;
        let numbers = ids.numbers;
        let (mut parts, mut rows, mut texts) = (vec![tables::Tables::new(numbers)], 0, texts.try_iter()?);
        while let Some(batch) = Batch::next(&mut texts, rows, batch_bytes.unwrap_or(BATCH_BYTES), skip)? {
            let words = batch.utf8()?;
            ids.enough(rows + batch.texts.len())?;
            dates.reach(rows + words.len())?;
            // one set of tables a chunk; what went wrong with its row
            let work = |at: usize, part: &[Cow<'_, str>], run: &Run| -> Result<tables::Tables, (usize, String)> {
                let mut out = tables::Tables::new(numbers);
                for (row, text) in (rows + at..).zip(part).take_while(|_| !run.stopped()) {
                    let doc = self.read_unless(text, dates.of(row), &|| run.stopped());
                    doc.and_then(|doc| guard(|| out.push(&ids.of_row(row), text, &doc))).map_err(|m| (row, m))?;
                    run.done.fetch_add(1, Ordering::Relaxed);
                }
                Ok(out)
            };
            let read = Self::run_chunks(py, &words, rows, tick, work)?;
            let read: Result<Vec<_>, _> = read.into_iter().collect();
            let read = read.map_err(|(row, m)| internal(&m, Some(row)))?;
            let mut part = tables::Tables::new(numbers);
            py.detach(|| part.extend(read));
            parts.push(part);
            rows += batch.texts.len();
        }
        ids.used(rows)?;
        Tables::new(py, parts)
    }

    /// Reads texts into lines of JSON, each with its number of quotes; a text that cannot be read gives its error instead.
    #[pyo3(signature = (texts, ids, dates=None))]
    fn read_lines<'py>(
        &self,
        texts: &Bound<'py, PyList>,
        ids: &Bound<'py, PyList>,
        dates: Option<Vec<Option<String>>>,
    ) -> PyResult<Vec<Line>> {
        let py = texts.py();
        let dates = Dates::new(dates)?;
        dates.reach(texts.len())?;
        let ids = ids_of(ids.as_any())?;
        let limit = usize::MAX;
        let mut texts = texts.iter().map(Ok);
        let Some(batch) = Batch::next(&mut texts, 0, limit, false)? else { return Ok(Vec::new()) };
        if ids.len() != batch.texts.len() {
            return Err(PyValueError::new_err("there must be as many ids as texts"));
        }
        let words = batch.utf8()?;
        let lines = Self::run(py, &words, 0, None, |i, text, stop| {
            let doc = self.read_unless(text, dates.of(i), stop)?;
            let line = guard(|| Recorder { text, doc: &doc, chars: &Offsets::new(text) }.document(Some(&ids[i])))?;
            Ok((line, doc.quotes.len()))
        })?;
        let part =
            |l: Result<(String, usize), String>| l.map_or_else(|e| (None, 0, Some(e)), |(l, n)| (Some(l), n, None));
        Ok(lines.into_iter().map(part).collect())
    }

    /// The quotes of a text.
    fn quotes(&self, text: &Bound<'_, PyAny>) -> PyResult<View> {
        let doc = Bound::new(text.py(), self.read(text, None)?)?;
        Ok(View::all(&doc, super::element::Kind::Quote))
    }
}

/// What rows are called: by the ids given for them, or by their numbers.
pub struct Ids {
    given: Option<Vec<Id>>,
    /// All of them are numbers.
    pub numbers: bool,
}

impl Ids {
    /// Takes a column of ids, if there is one.
    pub fn of(ids: Option<&Bound<'_, PyAny>>) -> PyResult<Ids> {
        let given = ids.map(ids_of).transpose()?;
        let numbers = given.as_ref().is_none_or(|ids| ids.iter().all(|id| matches!(id, Id::Number(_))));
        Ok(Ids { given, numbers })
    }

    /// Raises unless there are ids for that many rows.
    pub fn enough(&self, rows: usize) -> PyResult<()> {
        match &self.given {
            Some(ids) if ids.len() < rows => Err(PyValueError::new_err("there are fewer ids than texts")),
            _ => Ok(()),
        }
    }

    /// Raises if there are ids for more rows than that.
    pub fn used(&self, rows: usize) -> PyResult<()> {
        match &self.given {
            Some(ids) if ids.len() > rows => Err(PyValueError::new_err("there are more ids than texts")),
            _ => Ok(()),
        }
    }

    /// The id of a row; all are of one type.
    pub fn of_row(&self, row: usize) -> Id {
        match self.given.as_ref().and_then(|ids| ids.get(row)) {
            None => Id::Number(row as i64),
            Some(Id::Number(n)) if !self.numbers => Id::Text(n.to_string()),
            Some(id) => id.clone(),
        }
    }
}

/// The ids of a column: `int` or `str`, anything else by its `str()`; none may be missing.
fn ids_of(ids: &Bound<'_, PyAny>) -> PyResult<Vec<Id>> {
    let mut out = Vec::new();
    for id in ids.try_iter()? {
        let id = id?;
        if is_missing(&id)? {
            return Err(PyTypeError::new_err(format!("row {}: the id is missing", out.len())));
        }
        out.push(id_of(&id)?);
    }
    Ok(out)
}
