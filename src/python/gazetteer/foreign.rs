//! Lists of names of other tools: each gives a gazetteer with its card.

use super::Gazetteer;
use super::input::Input;
use super::rows::{Rows, defaults, id_of};
use crate::gazetteer::readers::{self, AlternateNames, Format, Options};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString};
use std::path::PathBuf;

#[pymethods]
impl Gazetteer {
    /// Reads patterns of spaCy's `EntityRuler` or `SpanRuler`: strings, and lists of tokens that give `ORTH`, `TEXT` or
    /// `LOWER`. Patterns with other attributes are no names and are left out, by line.
    ///
    /// Parameters
    /// ----------
    /// source : path, file or list of dict
    ///     What `ruler.to_disk` writes (JSON Lines), or `ruler.patterns`.
    /// label : str, optional
    ///     The label of all entries; that of the pattern becomes the kind. If not given, entries have the label of their
    ///     pattern.
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
    #[pyo3(signature = (source, *, label=None, case="smart", fold_marks=false, strict=false))]
    fn from_spacy(
        source: &Bound<'_, PyAny>,
        label: Option<&str>,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let py = source.py();
        let defaults = defaults(label.unwrap_or("actor"), "other", case, fold_marks)?;
        let options = Options { strict, relabel: label.is_some(), ..defaults };
        if let Ok(patterns) = source.cast::<PyList>() {
            let dumps = py.import("json")?.getattr("dumps")?;
            let mut lines = String::new();
            for pattern in patterns.iter() {
                lines.push_str(&dumps.call1((pattern,))?.extract::<String>()?);
                lines.push('\n');
            }
            let reading = py.detach(|| readers::read_spacy(lines.as_bytes(), &options))?;
            return Gazetteer::read_from(py, reading, "patterns");
        }
        Gazetteer::read_one(source, Format::Spacy, &options)
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
        let options = Options { strict, ..defaults(label, kind, case, fold_marks)? };
        let mut rows = Rows::new(options.clone());
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
            return Gazetteer::read_one(source, Format::Flashtext, &options);
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
    /// label : str, optional
    ///     The label of all entries; if not given, what the major type makes it.
    /// case, fold_marks
    ///     As for `Gazetteer`.
    /// strict : bool
    ///     Raise at the first line or list that is wrong.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    #[staticmethod]
    #[pyo3(signature = (path, *, separator=None, label=None, case="smart", fold_marks=false, strict=false))]
    fn from_gate(
        py: Python<'_>,
        path: PathBuf,
        separator: Option<char>,
        label: Option<&str>,
        case: &str,
        fold_marks: bool,
        strict: bool,
    ) -> PyResult<Gazetteer> {
        let defaults = defaults(label.unwrap_or("actor"), "other", case, fold_marks)?;
        let options = Options { strict, relabel: label.is_some(), ..defaults };
        let read = py.detach(|| readers::read_gate(&path, separator, &options));
        let reading = read.map_err(|e| if e.path().is_some() { e } else { e.in_file(&path) })?;
        Gazetteer::read_from(py, reading, &path.display().to_string())
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
        let defaults = defaults("place", "other", case, fold_marks)?;
        let options = Options { strict, languages, classes, countries, min_population, ..defaults };
        let names = match alternate_names {
            Some(file) => Some(Input::open(file)?.read(file.py(), |r| AlternateNames::read(r, &options))?),
            None => None,
        };
        Gazetteer::read_one(source, Format::Geonames(names.as_ref()), &options)
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
        let options = Options { strict, languages, ..defaults(label, "other", case, fold_marks)? };
        Gazetteer::read_one(source, Format::Wikidata, &options)
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
        let options = Options { strict, ..defaults("actor", "other", "smart", fold_marks)? };
        Gazetteer::read_one(source, Format::Petrarch, &options)
    }
}
