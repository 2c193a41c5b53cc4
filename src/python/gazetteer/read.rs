//! The readers of files: each gives a gazetteer with its card.

use super::Gazetteer;
use super::input::Input;
use super::rows::{Defaults, Rows, id_of};
use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::readers::{self, AlternateNames, Options, Reading, Rejected};
use crate::gazetteer::{Alias, Entity};
use crate::python::text::is_missing;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyList, PyMapping, PyString};
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::OnceLock;

type Reader = Box<dyn BufRead + Send>;

impl Gazetteer {
    /// A gazetteer of what was read, with its card; lines that were left out are told in a warning.
    fn read_from(py: Python<'_>, mut reading: Reading, fold_marks: bool, what: &str) -> PyResult<Gazetteer> {
        let made = py.detach(|| {
            if fold_marks {
                reading.entities.iter_mut().flat_map(|e| &mut e.aliases).for_each(|a| a.fold_marks = true);
            }
            Gazetteer::made(reading.entities)
        });
        py.check_signals()?;
        let mut made = made?;
        let rejected = &reading.card.rejected;
        if let Some(first) = rejected.first() {
            let unit = if what == "frame" { "row" } else { "line" };
            let message = format!(
                "{what}: {} left out, the first at {unit} {}: {} (`card.rejected` has all; strict=True makes it an error)",
                if rejected.len() == 1 {
                    format!("one {unit} was")
                } else {
                    format!("{} {unit}s were", rejected.len())
                },
                first.line,
                first.reason
            );
            let class = py.import("dateline.errors")?.getattr("GazetteerWarning")?;
            py.import("warnings")?.call_method1("warn", (message, class, 2))?;
        }
        made.card = OnceLock::from(reading.card);
        Ok(made)
    }

    fn read_one(
        source: &Bound<'_, PyAny>,
        defaults: &Defaults,
        options: &Options,
        with: impl FnOnce(Reader, &Options) -> Result<Reading> + Send,
    ) -> PyResult<Gazetteer> {
        let py = source.py();
        let input = Input::open(source)?;
        let what = input.path.as_ref().map_or_else(|| "input".to_string(), |p| p.display().to_string());
        let reading = input.read(py, |reader| with(reader, options))?;
        Gazetteer::read_from(py, reading, defaults.fold_marks, &what)
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

const COLUMNS: [&str; 9] = ["name", "id", "label", "kind", "country", "lat", "lon", "population", "aliases"];

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
        let defaults = Defaults::new(label, kind, case, fold_marks)?;
        let options = Options { columns: columns_of(columns)?, ..defaults.options(strict) };
        Gazetteer::read_one(source, &defaults, &options, readers::read_csv)
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
        let defaults = Defaults::new(label, kind, case, fold_marks)?;
        let options = Options { columns: columns_of(columns)?, ..defaults.options(strict) };
        Gazetteer::read_one(source, &defaults, &options, readers::read_tsv)
    }

    /// Reads a file of JSON Lines, one entity a line: `{"id", "name", "label", "kind", "country", "lat", "lon", "population",
    /// "aliases"}`; only `name` is needed. An alias is a text or `{"text", "case", "fold_marks", "demonym", "metonym",
    /// "minor"}`.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The file, gzipped or not, or something open with `read`.
    /// strict : bool
    ///     Raise at the first line that cannot be read, instead of leaving it out with a warning.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (source, *, strict=false))]
    fn from_jsonl(source: &Bound<'_, PyAny>, strict: bool) -> PyResult<Gazetteer> {
        let defaults = Defaults::new("actor", "other", "smart", false)?;
        Gazetteer::read_one(source, &defaults, &defaults.options(strict), readers::read_jsonl)
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
        let mut rows = Rows::new(Defaults::new(label, kind, case, fold_marks)?);
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
    ///     `population`, `aliases`; only `name` is needed. Aliases are lists, or texts with `|` between them.
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
        let defaults = Defaults::new(label, kind, case, fold_marks)?;
        let ours = PyDict::new(py);
        for (theirs, name) in columns_of(columns)? {
            ours.set_item(name, theirs)?;
        }
        let read = py.import("dateline.gazetteer")?.getattr("frame_columns")?.call1((frame, ours))?;
        let cells = Cells::new(read.cast::<PyDict>()?)?;
        let mut rows = Rows::new(defaults);
        let mut rejected = Vec::new();
        for row in 0..cells.rows {
            if row % 8192 == 8191 {
                py.check_signals()?;
            }
            match cells.entity(row, &rows.defaults)? {
                Ok(entity) => rows.push(entity),
                Err(reason) if strict => return Err(Error::gazetteer(format!("row {row}: {reason}")).into()),
                Err(reason) => rejected.push(Rejected { line: row as u64, reason }),
            }
        }
        let card = readers::Card::of(&rows.entities, rejected);
        Gazetteer::read_from(py, Reading { entities: rows.entities, card }, false, "frame")
    }

    /// Reads patterns of spaCy's `EntityRuler` or `SpanRuler`: strings, and lists of tokens that give `ORTH`, `TEXT` or
    /// `LOWER`. Patterns with other attributes are no names and are left out, by line.
    ///
    /// Parameters
    /// ----------
    /// source : path, file or list of dict
    ///     What `ruler.to_disk` writes (JSON Lines), or `ruler.patterns`.
    /// case, fold_marks
    ///     For patterns that are strings, `ORTH` or `TEXT`, as for `Gazetteer`. spaCy itself does what `"exact"` does.
    /// strict : bool
    ///     Raise at the first pattern that is no list of names.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer.from_spacy([{"label": "ORG", "pattern": [{"LOWER": "harbour"}, {"LOWER": "board"}], "id": "hb"}])
    /// >>> g.find("the HARBOUR Board")[0].label
    /// 'ORG'
    #[staticmethod]
    #[pyo3(signature = (source, *, case="smart", fold_marks=false, strict=false))]
    fn from_spacy(source: &Bound<'_, PyAny>, case: &str, fold_marks: bool, strict: bool) -> PyResult<Gazetteer> {
        let py = source.py();
        let defaults = Defaults::new("actor", "other", case, fold_marks)?;
        if let Ok(patterns) = source.cast::<PyList>() {
            let dumps = py.import("json")?.getattr("dumps")?;
            let mut lines = String::new();
            for pattern in patterns.iter() {
                lines.push_str(&dumps.call1((pattern,))?.extract::<String>()?);
                lines.push('\n');
            }
            let reading = py.detach(|| readers::read_spacy(lines.as_bytes(), &defaults.options(strict)))?;
            return Gazetteer::read_from(py, reading, fold_marks, "patterns");
        }
        Gazetteer::read_one(source, &defaults, &defaults.options(strict), readers::read_spacy)
    }

    /// Takes the keywords of flashtext.
    ///
    /// Parameters
    /// ----------
    /// source : path, file, mapping or KeywordProcessor
    ///     A file of `keyword=>clean name` or bare keywords; a mapping of clean names to keywords, as
    ///     `add_keywords_from_dict` takes it; or a `KeywordProcessor` with its keywords. Clean names are not themselves
    ///     looked for unless they are keywords.
    /// label, kind
    ///     For all entries.
    /// case : {"any", "smart", "exact"}
    ///     Which capitals count; as in flashtext, none do unless told otherwise.
    /// fold_marks : bool
    ///     Diacritics do not matter.
    /// strict : bool
    ///     Raise at the first line that cannot be read.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer.from_flashtext({"java": ["java_2e", "java programing"]})
    /// >>> g.replace("I know Java programing")
    /// 'I know java'
    #[staticmethod]
    #[pyo3(signature = (source, *, label="actor", kind="other", case="any", fold_marks=false, strict=false))]
    fn from_flashtext(
        source: &Bound<'_, PyAny>,
        label: &str,
        kind: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let py = source.py();
        let defaults = Defaults::new(label, kind, case, fold_marks)?;
        let mut rows = Rows::new(defaults.clone());
        if source.hasattr("get_all_keywords")? {
            let all = source.call_method0("get_all_keywords")?;
            for (keyword, clean) in all.cast::<PyDict>()?.iter() {
                rows.add_keyword(id_of(&keyword)?, id_of(&clean)?);
            }
        } else if let Ok(mapping) = source.cast::<PyMapping>() {
            for pair in mapping.items()?.iter() {
                let (clean, keywords): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
                if keywords.is_instance_of::<PyString>() {
                    return Err(PyTypeError::new_err(format!("{}: expected a list of keywords", clean.repr()?)));
                }
                for keyword in keywords.try_iter()? {
                    rows.add_keyword(id_of(&keyword?)?, id_of(&clean)?);
                }
            }
        } else {
            return Gazetteer::read_one(source, &defaults, &defaults.options(strict), |r, o| {
                readers::read_flashtext(r, o)
            });
        }
        rows.build(py)
    }

    /// Reads a gazetteer of GATE: its index `lists.def` and the lists beside it. The major type becomes the label
    /// (`location` is a place; `organization` and `person` are actors), the minor type the kind.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     The index.
    /// separator : str, optional
    ///     What stands between an entry and its features (`Paris&country=France`).
    /// label, kind, case, fold_marks
    ///     For entries that do not say theirs, as for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first line or list that is wrong.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (path, *, separator=None, case="smart", fold_marks=false, strict=false))]
    fn from_gate(
        py: Python<'_>,
        path: PathBuf,
        separator: Option<char>,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let defaults = Defaults::new("actor", "other", case, fold_marks)?;
        let options = defaults.options(strict);
        let read = py.detach(|| readers::read_gate(&path, separator, &options));
        let reading = read.map_err(|e| if e.path().is_some() { e } else { e.in_file(&path) })?;
        Gazetteer::read_from(py, reading, fold_marks, &path.display().to_string())
    }

    /// Reads a dump of GeoNames (`allCountries.txt`, `cities500.txt`, `SY.txt`): ids are `geonames:` and the number.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The dump, gzipped or not; a member of a zip file opened with `zipfile` will do.
    /// alternate_names : path or file, optional
    ///     `alternateNamesV2.txt`, to take the aliases from instead of the dump's own column; historic and colloquial names
    ///     are left out.
    /// languages : list of str
    ///     Languages of alternate names; empty for all.
    /// classes : list of str
    ///     Feature classes (`"P"`, `"A"` …); empty for all.
    /// countries : list of str
    ///     ISO 3166 alpha-2 codes; empty for all.
    /// min_population : int
    ///     Leaves out places with fewer inhabitants, and those without a figure if it is above 0.
    /// case, fold_marks
    ///     As for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first line that cannot be read.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (source, *, alternate_names=None, languages=vec!["en".to_string()], classes=Vec::new(), countries=Vec::new(), min_population=0, case="smart", fold_marks=false, strict=false))]
    #[expect(clippy::too_many_arguments)]
    fn from_geonames(
        source: &Bound<'_, PyAny>,
        alternate_names: Option<&Bound<'_, PyAny>>,
        languages: Vec<String>,
        classes: Vec<String>,
        countries: Vec<String>,
        min_population: u64,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let defaults = Defaults::new("place", "other", case, fold_marks)?;
        let options = Options { languages, classes, countries, min_population, ..defaults.options(strict) };
        let names = match alternate_names {
            Some(file) => Some(Input::open(file)?.read(file.py(), |r| AlternateNames::read(r, &options))?),
            None => None,
        };
        Gazetteer::read_one(source, &defaults, &options, |r, o| readers::read_geonames(r, names.as_ref(), o))
    }

    /// Reads a JSON dump of Wikidata, streamed: ids are `wikidata:` and the item's.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The dump, one item a line, gzipped or not.
    /// languages : list of str
    ///     Languages of labels and aliases, the first gives the name; empty for all.
    /// label, case, fold_marks
    ///     As for `Gazetteer`. The kind is what the item is an instance of.
    /// strict : bool
    ///     Raise at the first line that cannot be read.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (source, *, languages=vec!["en".to_string()], label="actor", case="smart", fold_marks=false, strict=false))]
    fn from_wikidata(
        source: &Bound<'_, PyAny>,
        languages: Vec<String>,
        label: &str,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let defaults = Defaults::new(label, "other", case, fold_marks)?;
        let options = Options { languages, ..defaults.options(strict) };
        Gazetteer::read_one(source, &defaults, &options, readers::read_wikidata)
    }

    /// Reads a dictionary of actors of PETRARCH or CAMEO.
    ///
    /// Parameters
    /// ----------
    /// source : path or file
    ///     The dictionary. Its names are in capitals throughout; names of several words are found in any capitals.
    /// fold_marks : bool
    ///     Diacritics do not matter.
    /// strict : bool
    ///     Raise at the first line that is malformed.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (source, *, fold_marks=false, strict=false))]
    fn from_petrarch(source: &Bound<'_, PyAny>, fold_marks: bool, strict: bool) -> PyResult<Gazetteer> {
        let defaults = Defaults::new("actor", "other", "smart", fold_marks)?;
        Gazetteer::read_one(source, &defaults, &defaults.options(strict), readers::read_petrarch)
    }
}

/// The columns of a frame that are known here.
struct Cells<'py> {
    columns: [Option<Bound<'py, PyList>>; 9],
    rows: usize,
}

impl<'py> Cells<'py> {
    fn new(read: &Bound<'py, PyDict>) -> PyResult<Self> {
        let mut columns = [const { None }; 9];
        for (at, name) in COLUMNS.iter().enumerate() {
            if let Some(list) = read.get_item(name)? {
                columns[at] = Some(list.cast_into::<PyList>()?);
            }
        }
        let rows = columns[0].as_ref().map_or(0, |names| names.len());
        Ok(Cells { columns, rows })
    }

    /// The cell of a column, if there is anything in it.
    fn cell(&self, column: usize, row: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(list) = &self.columns[column] else { return Ok(None) };
        let value = list.get_item(row)?;
        if is_missing(&value)? { Ok(None) } else { Ok(Some(value)) }
    }

    fn text(&self, column: usize, row: usize) -> PyResult<Option<String>> {
        let Some(value) = self.cell(column, row)? else { return Ok(None) };
        let text = match value.cast::<PyFloat>() {
            // a column of numbers with gaps
            Ok(number) if number.value().fract() == 0.0 => format!("{:.0}", number.value()),
            _ => value.str()?.to_string_lossy().into_owned(),
        };
        Ok(Some(text.trim().to_string()).filter(|t| !t.is_empty()))
    }

    /// The entity of a row, or what is wrong with it.
    fn entity(&self, row: usize, defaults: &Defaults) -> PyResult<std::result::Result<Entity, String>> {
        let number = |column: usize| -> PyResult<std::result::Result<Option<f64>, String>> {
            let Some(value) = self.cell(column, row)? else { return Ok(Ok(None)) };
            let read = value.extract::<f64>().ok().or_else(|| value.str().ok()?.to_string().trim().parse().ok());
            Ok(read.map(Some).ok_or_else(|| format!("`{}`: {value} is no number", COLUMNS[column])))
        };
        let Some(name) = self.text(0, row)? else { return Ok(Err("the name is empty".to_string())) };
        let (lat, lon, population) = match (number(5)?, number(6)?, number(7)?) {
            (Ok(lat), Ok(lon), Ok(population)) => (lat, lon, population),
            (Err(e), ..) | (_, Err(e), _) | (.., Err(e)) => return Ok(Err(e)),
        };
        if let (Some(lat), lon) = (lat, lon.unwrap_or(f64::NAN))
            && !(lat.abs() <= 90.0 && lon.abs() <= 180.0)
        {
            return Ok(Err(format!("`{lat}`, `{lon}` is no place on the globe")));
        }
        let mut aliases = vec![defaults.alias(name.as_str())];
        if let Some(cell) = self.cell(8, row)? {
            let mut add = |text: &str, alias: Alias| {
                if !text.trim().is_empty() && text.trim() != name {
                    aliases.push(alias);
                }
            };
            if let Ok(text) = cell.cast::<PyString>() {
                let text = text.to_string_lossy();
                text.split('|').for_each(|a| add(a, defaults.alias(a.trim())));
            } else if let Ok(items) = cell.try_iter() {
                for item in items {
                    let item = item?;
                    let Ok(text) = item.cast::<PyString>() else {
                        return Ok(Err(format!("an alias that is no text: {item}")));
                    };
                    let text = text.to_string_lossy();
                    add(&text, defaults.alias(text.trim()));
                }
            } else {
                return Ok(Err(format!("`aliases`: {cell} is no list")));
            }
        }
        let id = self.text(1, row)?.unwrap_or_else(|| name.clone());
        let mut entity = defaults.entity(id, name, aliases);
        if let Some(label) = self.text(2, row)? {
            entity.label = Label::from_name(&label);
        }
        if let Some(kind) = self.text(3, row)? {
            entity.kind = kind;
        }
        entity.country = self.text(4, row)?;
        (entity.lat, entity.lon) = (lat, lon);
        entity.population = population.map(|p| p.max(0.0) as u64);
        Ok(Ok(entity))
    }
}
