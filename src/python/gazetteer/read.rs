//! Tables, JSON Lines and dicts of names: each gives a gazetteer with its card.

use super::cells::Cells;
use super::input::Input;
use super::rows::{Rows, defaults};
use super::{Gazetteer, Source};
use crate::error::Error;
use crate::gazetteer::readers::{COLUMNS, Card, Format, Options, Reading, Rejected};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
use std::sync::OnceLock;

impl Gazetteer {
    /// A gazetteer with the card of its reading; what was left out is told in warnings.
    fn with_card(py: Python<'_>, mut made: Gazetteer, card: Card, what: &str) -> PyResult<Gazetteer> {
        let mut told = Vec::new();
        if !card.unread.is_empty() {
            let (s, are, they) = if card.unread.len() == 1 { ("", "is", "it is") } else { ("s", "are", "they are") };
            let columns = card.unread.join("`, `");
            told.push(format!("{what}: the column{s} `{columns}` {are} unknown: {they} not read"));
        }
        if let Some(first) = card.rejected.first() {
            let unit = if what == "frame" { "row" } else { "line" };
            let count = match card.rejected.len() {
                1 => format!("one {unit} was"),
                n => format!("{n} {unit}s were"),
            };
            told.push(format!(
                "{what}: {count} left out, the first at {unit} {}: {} (`card.rejected` has all; strict=True makes it an error)",
                first.line, first.reason
            ));
        }
        for message in told {
            let class = py.import("dateline.errors")?.getattr("GazetteerWarning")?;
            py.import("warnings")?.call_method1("warn", (message, class, 2))?;
        }
        made.card = OnceLock::from(card);
        Ok(made)
    }

    /// A gazetteer of entities that were read.
    pub(super) fn read_from(py: Python<'_>, reading: Reading, what: &str) -> PyResult<Gazetteer> {
        let made = py.detach(|| Gazetteer::made(reading.entities));
        py.check_signals()?;
        Gazetteer::with_card(py, made?, reading.card, what)
    }

    /// Reads a file, or something open, and compiles it as it comes.
    pub(super) fn read_one(source: &Bound<'_, PyAny>, format: Format<'_>, options: &Options) -> PyResult<Gazetteer> {
        let py = source.py();
        let input = Input::open(source)?;
        let what = input.path.as_ref().map_or_else(|| "input".to_string(), |p| p.display().to_string());
        let (core, card) = input.read(py, |reader| format.compile(reader, options))?;
        Gazetteer::with_card(py, Gazetteer::single(core, Source::Made), card, &what)
    }
}

/// A mapping of our columns to theirs, as pairs of theirs and ours.
fn columns_of(columns: Option<&Bound<'_, PyMapping>>) -> PyResult<Vec<(String, String)>> {
    let Some(columns) = columns else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for pair in columns.items()?.iter() {
        let (ours, theirs): (String, String) = pair.extract()?;
        if !COLUMNS.contains(&ours.as_str()) {
            let known = COLUMNS.join(", ");
            return Err(Error::option(format!("columns: {ours:?} is not one of {known}")).into());
        }
        out.push((theirs, ours));
    }
    Ok(out)
}

#[pymethods]
impl Gazetteer {
    /// Reads a CSV file with a header.
    ///
    /// Aliases are separated by `|`; one may carry notes after `=`: `exact`, `smart`, `any` (which capitals count),
    /// `demonym`, `metonym`, `minor`, `marks` (diacritics do not matter), as in `US=exact|Syrian=demonym`.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The file, gzipped or not, or something open with `read`.
    /// columns : mapping, optional
    ///     The file's name for a column, for those of `id`, `name`, `label`, `kind`, `country`, `lat`, `lon`, `population`,
    ///     `aliases` that it calls otherwise. Only `name` is needed.
    /// label, kind, case, fold_marks
    ///     For entries that do not say theirs, as for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first line that cannot be read, instead of leaving it out with a warning.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///     Its `card` tells what was read and what was not.
    ///
    /// Raises
    /// ------
    /// GazetteerError
    ///     With `path`, `line` and `reason`.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl, io
    /// >>> file = io.StringIO("town,lat,lon\nOstvik,59.1,10.2\nVestvik,58.9,9.8\n")
    /// >>> dl.Gazetteer.from_csv(file, columns={"name": "town"}, label="place").card
    /// Card(entries=2, aliases=2, duplicates=0, clashes=0, risky=0, rejected=0)
    #[staticmethod]
    #[pyo3(signature = (source, *, columns=None, label="actor", kind="other", case="smart", fold_marks=false, strict=false))]
    fn from_csv(
        source: &Bound<'_, PyAny>,
        columns: Option<&Bound<'_, PyMapping>>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let options = Options { strict, columns: columns_of(columns)?, ..defaults(label, kind, case, fold_marks)? };
        Gazetteer::read_one(source, Format::Csv, &options)
    }

    /// Reads tab-separated values with a header, quotes taken as they are. All else is as for `from_csv`.
    ///
    /// Parameters
    /// ----------
    /// source, columns, label, kind, case, fold_marks, strict
    ///     As for `from_csv`.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (source, *, columns=None, label="actor", kind="other", case="smart", fold_marks=false, strict=false))]
    fn from_tsv(
        source: &Bound<'_, PyAny>,
        columns: Option<&Bound<'_, PyMapping>>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let options = Options { strict, columns: columns_of(columns)?, ..defaults(label, kind, case, fold_marks)? };
        Gazetteer::read_one(source, Format::Tsv, &options)
    }

    /// Reads a file of JSON Lines, one entity a line: `{"id", "name", "label", "kind", "country", "lat", "lon", "population",
    /// "aliases", "case", "fold_marks"}`; only `name` is needed, and other fields are left alone. An alias is a text or
    /// `{"text", "case", "fold_marks", "demonym", "metonym", "minor"}`.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The file, gzipped or not, or something open with `read`.
    /// label, kind, case, fold_marks
    ///     For entries that do not say theirs, as for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first line that cannot be read, instead of leaving it out with a warning.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl, io
    /// >>> file = io.StringIO('{"name": "Ostvik", "aliases": ["Ost"]}\n')
    /// >>> dl.Gazetteer.from_jsonl(file, label="place")["Ostvik"].label
    /// 'place'
    #[staticmethod]
    #[pyo3(signature = (source, *, label="actor", kind="other", case="smart", fold_marks=false, strict=false))]
    fn from_jsonl(
        source: &Bound<'_, PyAny>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let options = Options { strict, ..defaults(label, kind, case, fold_marks)? };
        Gazetteer::read_one(source, Format::Jsonl, &options)
    }

    /// Makes a gazetteer of a mapping: canonical name to a list of aliases, or to a dict of fields as `from_jsonl` knows
    /// them.
    ///
    /// Parameters
    /// ----------
    /// names : mapping
    ///     The names. An id, if there is none among the fields, is the canonical name.
    /// label, kind, case, fold_marks
    ///     For entries that do not say theirs, as for `Gazetteer`.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer.from_dict({"Ostvik": {"label": "place", "lat": 59.1, "lon": 10.2, "aliases": ["Ost"]}})
    /// >>> g.find("Ost")[0].label
    /// 'place'
    #[staticmethod]
    #[pyo3(signature = (names, label="actor", kind="other", *, case="smart", fold_marks=false))]
    fn from_dict(
        names: &Bound<'_, PyMapping>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
    ) -> PyResult<Gazetteer> {
        let mut rows = Rows::new(defaults(label, kind, case, fold_marks)?);
        rows.extend(names.as_any())?;
        rows.build(names.py())
    }

    /// Reads the rows of a table: a pandas or polars frame, a pyarrow table, anything with `__arrow_c_stream__`, or a dict of
    /// lists.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     The table. Of its columns those are read that are called `id`, `name`, `label`, `kind`, `country`, `lat`, `lon`,
    ///     `population`, `aliases`; only `name` is needed. Aliases are lists, or texts as in CSV.
    /// columns : mapping, optional
    ///     The table's name for a column it calls otherwise.
    /// label, kind, case, fold_marks
    ///     For entries that do not say theirs, as for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first row that cannot be read, instead of leaving it out with a warning.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> towns = {"town": ["Ostvik", "Vestvik"], "geonameid": [1, 2], "aliases": ["Ost|Austvik", None]}
    /// >>> g = dl.Gazetteer.from_dataframe(towns, columns={"name": "town", "id": "geonameid"}, label="place")
    /// >>> g.find_tuples("Austvik and Vestvik")
    /// [(0, 7, '1'), (12, 19, '2')]
    #[staticmethod]
    #[pyo3(signature = (frame, *, columns=None, label="actor", kind="other", case="smart", fold_marks=false, strict=false))]
    fn from_dataframe(
        frame: &Bound<'_, PyAny>,
        columns: Option<&Bound<'_, PyMapping>>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let py = frame.py();
        let mut rows = Rows::new(defaults(label, kind, case, fold_marks)?);
        let ours = PyDict::new(py);
        for (theirs, name) in columns_of(columns)? {
            ours.set_item(name, theirs)?;
        }
        let parts = py.import("dateline.gazetteer")?.getattr("frame_parts")?.call1((frame, ours, COLUMNS))?;
        let (mut rejected, mut before) = (Vec::new(), 0);
        for part in parts.try_iter()? {
            py.check_signals()?;
            let cells = Cells::new(part?.cast::<PyDict>()?)?;
            for row in 0..cells.rows {
                let line = before + row as u64;
                match cells.entity(row, &rows.defaults)? {
                    Ok(entity) => rows.push(entity),
                    Err(reason) if strict => return Err(Error::gazetteer(format!("row {line}: {reason}")).into()),
                    Err(reason) => rejected.push(Rejected { line, reason }),
                }
            }
            before += cells.rows as u64;
        }
        let card = Card::of(&rows.entities, rejected);
        Gazetteer::read_from(py, Reading { entities: rows.entities, card }, "frame")
    }
}
