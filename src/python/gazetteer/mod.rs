//! Gazetteers: made from lists, dicts, frames and files, asked for names.

mod builder;
mod card;
mod cells;
mod codes;
mod entry;
mod explain;
mod find;
mod foreign;
mod input;
mod intern;
mod many;
mod matched;
mod read;
mod rows;
mod search;
mod window;

pub use builder::GazetteerBuilder;
pub use card::Card;
pub use entry::Entry;
pub use explain::Explanation;
pub use matched::Match;

use super::Reduced;
use super::document::stable_hash;
use crate::error::Error;
use crate::gazetteer::{self as core, Clashes, Entity, GazetteerBuilder as CoreBuilder, Inside, readers};
use intern::Interned;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};
use search::{How, overlap_of};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A set of entities and the engine that finds their names.
///
/// Names are found at word boundaries, the longest first, in all their spellings: any kind of apostrophe, hyphen or space,
/// no hyphen (`Al-Bab`, `AlBab`; so `re-sign` finds `resign`, too), acronyms with and without points, composed or decomposed
/// characters, a line break or soft hyphen inside. Capitals count as the alias says: `"exact"` as written, `"smart"` (unless
/// told otherwise) as written, with a capital for a small first letter, or in capitals, `"any"` in any capitals.
///
/// A gazetteer does not change; `GazetteerBuilder` collects names for one, `|` makes one of two. It pickles, and is safe to
/// use from many threads.
///
/// Parameters
/// ----------
/// names : iterable or mapping
///     Names; pairs of a name and the id of its entity; dicts of fields as `from_jsonl` knows them; entries of another
///     gazetteer. Or a mapping of canonical names to lists of aliases or dicts of fields. Names with one id are one entity.
/// label : str
///     `"actor"`, `"place"` or a label of one's own, for entries that do not say theirs.
/// kind : str
///     Kind of entries that do not say theirs (`"city"`, `"armed_group"` …).
/// case : {"smart", "exact", "any"}
///     Which capitals count, for aliases that do not say it.
/// fold_marks : bool
///     Diacritics do not matter: `São Paulo` is found as `Sao Paulo`, too.
///
/// Examples
/// --------
/// >>> import dateline as dl
/// >>> g = dl.Gazetteer([("New York", "Q60"), ("NYC", "Q60"), ("York", "Q42462")])
/// >>> [(m.start, m.end, m.entity_id) for m in g.find("From NYC to New\nYork")]
/// [(5, 8, 'Q60'), (12, 20, 'Q60')]
/// >>> len(g), "new york" in g, "NEW YORK" in g, g["Q60"].aliases
/// (2, False, True, ['New York', 'NYC'])
#[pyclass(frozen, module = "dateline")]
pub struct Gazetteer {
    /// The compiled gazetteers, searched as one.
    cores: Vec<Arc<core::Gazetteer>>,
    parts: Vec<Part>,
    source: Source,
    /// Entities in the order of their ids, as (part, entity).
    by_id: OnceLock<Vec<(u32, u32)>>,
    card: OnceLock<readers::Card>,
    /// Names it was made of that can never be found: the compiled form has them not.
    lost: Vec<readers::Risky>,
    /// The engines that ask for no word boundaries, made when first asked for.
    inside: OnceLock<Vec<Inside>>,
}

/// A compiled gazetteer with the Python strings of its entities.
struct Part {
    core: Arc<core::Gazetteer>,
    ids: Interned,
    names: Interned,
}

impl Part {
    /// The id of an entity.
    #[inline]
    fn id(&self, py: Python<'_>, entity: u32) -> Option<&Py<PyString>> {
        self.ids.get(py, entity, || self.core.entity(entity).id)
    }

    /// The canonical name of an entity.
    #[inline]
    fn name(&self, py: Python<'_>, entity: u32) -> Option<&Py<PyString>> {
        self.names.get(py, entity, || self.core.entity(entity).name)
    }
}

/// Where a gazetteer comes from: it pickles as that.
#[derive(PartialEq)]
enum Source {
    /// The package.
    Builtin,
    /// Made here: pickles as its compiled form.
    Made,
    /// A compiled file: pickles as its path, so that it is shared and not copied.
    File(PathBuf),
}

impl Gazetteer {
    pub fn parts(&self) -> Vec<Arc<core::Gazetteer>> {
        self.cores.clone()
    }

    fn of(cores: Vec<Arc<core::Gazetteer>>, source: Source) -> Gazetteer {
        let part = |core: &Arc<core::Gazetteer>| Part {
            core: Arc::clone(core),
            ids: Interned::new(core),
            names: Interned::new(core),
        };
        let parts = cores.iter().map(part).collect();
        Gazetteer {
            cores,
            parts,
            source,
            by_id: OnceLock::new(),
            card: OnceLock::new(),
            lost: Vec::new(),
            inside: OnceLock::new(),
        }
    }

    fn single(core: core::Gazetteer, source: Source) -> Gazetteer {
        Gazetteer::of(vec![Arc::new(core)], source)
    }

    /// Compiles entities, letting go of each as it is packed.
    fn made(entities: impl IntoIterator<Item = Entity>) -> Result<Gazetteer, Error> {
        let mut builder = CoreBuilder::new();
        builder.extend(entities);
        let lost = builder.rejected().to_vec();
        let made = Gazetteer::single(builder.build()?, Source::Made);
        let risky = |r: core::RejectedAlias| readers::Risky {
            risk: readers::Risk::of(&r.text, core::CasePolicy::Smart).unwrap_or(readers::Risk::NoName),
            id: made.cores.first().map_or("", |c| c.entity(r.entity).id).to_string(),
            alias: r.text,
        };
        let lost = lost.into_iter().map(risky).collect();
        Ok(Gazetteer { lost, ..made })
    }

    /// All parts as one compiled gazetteer.
    fn as_one(&self) -> Result<Arc<core::Gazetteer>, Error> {
        let mut parts = self.cores.iter();
        let Some(first) = parts.next() else { return Ok(Arc::new(core::Gazetteer::new(Vec::new())?)) };
        parts.try_fold(Arc::clone(first), |all, part| Ok(Arc::new(all.union(part, Clashes::Merge)?)))
    }

    /// What a search is asked for, by name.
    fn how(&self, py: Python<'_>, overlap: &str, boundaries: bool) -> PyResult<How<'_>> {
        let overlap = overlap_of(overlap)?;
        if boundaries {
            return Ok(How { overlap, inside: None });
        }
        let inside = match self.inside.get() {
            Some(made) => made,
            None => {
                let made = py.detach(|| self.cores.iter().map(|p| Inside::new(p)).collect::<Result<Vec<_>, _>>())?;
                py.check_signals()?;
                self.inside.get_or_init(|| made)
            }
        };
        Ok(How { overlap, inside: Some(inside) })
    }

    fn entity(&self, at: (u32, u32)) -> core::EntityRef<'_> {
        self.cores[at.0 as usize].entity(at.1)
    }

    /// Where the entity of that id is; the first one, if there are several.
    fn index_of(&self, id: &str) -> Option<(u32, u32)> {
        let by_id = self.by_id.get_or_init(|| {
            let all = self.cores.iter().enumerate();
            let mut all: Vec<_> = all.flat_map(|(p, g)| (0..g.len() as u32).map(move |i| (p as u32, i))).collect();
            all.sort_by(|&a, &b| self.entity(a).id.cmp(self.entity(b).id));
            all
        });
        let at = by_id.partition_point(|&e| self.entity(e).id < id);
        by_id.get(at).copied().filter(|&e| self.entity(e).id == id)
    }
}

#[pymethods]
impl Gazetteer {
    #[new]
    #[pyo3(signature = (names, *, label="actor", kind="other", case="smart", fold_marks=false))]
    fn new(names: &Bound<'_, PyAny>, label: &str, kind: &str, case: &str, fold_marks: bool) -> PyResult<Gazetteer> {
        let mut rows = rows::Rows::new(rows::defaults(label, kind, case, fold_marks)?);
        rows.extend(names)?;
        rows.build(names.py())
    }

    /// The names that come with the package: actors and places.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> "Baghdad" in dl.Gazetteer.builtin()
    /// True
    #[staticmethod]
    fn builtin() -> Gazetteer {
        Gazetteer::of(crate::Pipeline::builtin_gazetteers(), Source::Builtin)
    }

    /// Opens a compiled gazetteer that `save` wrote: at once, however large; processes share its memory.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     The file. It must not be changed while it is open; `save` never does that, it replaces it.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///     It pickles as the path, so that worker processes open the same file.
    ///
    /// Raises
    /// ------
    /// GazetteerError
    ///     The file is no compiled gazetteer, of another version, cut off or damaged. Of files beyond 8 MB, the header is
    ///     checked here and the rest by `verify`.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Gazetteer> {
        let path = std::path::absolute(&path).unwrap_or(path);
        let core = py.detach(|| core::Gazetteer::open(&path))?;
        Ok(Gazetteer::single(core, Source::File(path)))
    }

    /// Writes the compiled form, for `open`. An old file is replaced at once or not at all.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     The file to write.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        Ok(py.detach(|| self.as_one()?.save(&path))?)
    }

    /// Checks the whole compiled form against its checksum.
    ///
    /// Raises
    /// ------
    /// GazetteerError
    ///     It is damaged.
    fn verify(&self, py: Python<'_>) -> PyResult<()> {
        let checked = py.detach(|| self.cores.iter().try_for_each(|p| p.verify()));
        Ok(checked.map_err(|e| match &self.source {
            Source::File(path) => e.in_file(path),
            _ => e,
        })?)
    }

    /// A gazetteer with the entities of both, this one's first.
    ///
    /// Parameters
    /// ----------
    /// other : Gazetteer
    ///     The other one.
    /// clash : {"merge", "first", "last", "all", "error"}
    ///     What becomes of an id that both have: this one's entity with the aliases of both, this one's, the other's, both as
    ///     they are, or an error. A *name* that both have keeps the entities of both as candidates.
    ///
    /// Returns
    /// -------
    /// Gazetteer
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> a, b = dl.Gazetteer([("Georgia", "country")]), dl.Gazetteer([("Georgia", "state")])
    /// >>> (a | b).find("Georgia")[0].candidates
    /// ['country', 'state']
    #[pyo3(signature = (other, *, clash="merge"))]
    fn union(&self, py: Python<'_>, other: &Gazetteer, clash: &str) -> PyResult<Gazetteer> {
        let wrong =
            || Error::option(format!("clash={clash:?}: must be one of 'merge', 'first', 'last', 'all', 'error'"));
        let clash = Clashes::from_name(clash).ok_or_else(wrong)?;
        let both = py.detach(|| self.as_one()?.union(&*other.as_one()?, clash));
        py.check_signals()?;
        Ok(Gazetteer::single(both?, Source::Made))
    }

    fn __or__(&self, py: Python<'_>, other: &Gazetteer) -> PyResult<Gazetteer> {
        self.union(py, other, "merge")
    }

    /// How long the compiled form is, in bytes.
    #[getter]
    fn nbytes(&self) -> usize {
        self.cores.iter().map(|p| p.to_bytes().len()).sum()
    }

    /// What was read and what deserves a look: duplicates, clashes, risky aliases, rejected lines.
    #[getter]
    fn card(slf: &Bound<'_, Self>) -> Card {
        let this = slf.get();
        let card = this.card.get_or_init(|| {
            let all = || this.cores.iter().flat_map(|p| p.iter());
            let mut survey = readers::Survey::default();
            all().for_each(|e| survey.look(&e.to_entity()));
            let ids: Vec<&str> = all().map(|e| e.id).collect();
            let mut card =
                survey.finish(|i| ids.get(i as usize).map_or(String::new(), |id| id.to_string()), Vec::new());
            card.risky.extend_from_slice(&this.lost);
            card
        });
        Card::new(card.clone())
    }

    /// The entity of that id.
    ///
    /// Parameters
    /// ----------
    /// entity_id : str
    ///     The id.
    /// default : object
    ///     What is given if there is none.
    ///
    /// Returns
    /// -------
    /// Entry
    #[pyo3(signature = (entity_id, default=None))]
    fn get<'py>(&self, py: Python<'py>, entity_id: &str, default: Option<Bound<'py, PyAny>>) -> PyResult<Py<PyAny>> {
        match self.index_of(entity_id) {
            Some(at) => Ok(Entry::new(self.entity(at).to_entity()).into_pyobject(py)?.into_any().unbind()),
            None => Ok(default.map_or_else(|| py.None(), Bound::unbind)),
        }
    }

    fn __getitem__(&self, entity_id: &str) -> PyResult<Entry> {
        let at = self.index_of(entity_id).ok_or_else(|| PyKeyError::new_err(entity_id.to_string()))?;
        Ok(Entry::new(self.entity(at).to_entity()))
    }

    /// Whether that text, as a whole, is a spelling of a name.
    fn __contains__(&self, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(name) = name.cast::<PyString>() else {
            let kind = name.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("expected a name (str), got {kind}")));
        };
        let name = super::text::utf8(name)?;
        Ok(self.cores.iter().any(|p| p.contains(&name)))
    }

    fn __len__(&self) -> usize {
        self.cores.iter().map(|p| p.len()).sum()
    }

    fn __iter__(slf: &Bound<'_, Self>) -> entry::EntryIterator {
        entry::EntryIterator::new(slf.clone().unbind(), false)
    }

    /// All names with the id of their entity, as they were given.
    ///
    /// Returns
    /// -------
    /// iterator of (str, str)
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> list(dl.Gazetteer({"New York": ["NYC"]}).aliases())
    /// [('New York', 'New York'), ('NYC', 'New York')]
    fn aliases(slf: &Bound<'_, Self>) -> entry::EntryIterator {
        entry::EntryIterator::new(slf.clone().unbind(), true)
    }

    fn __repr__(&self) -> String {
        let names: usize = self.cores.iter().map(|p| p.names()).sum();
        format!("Gazetteer({} entities, {names} names)", self.__len__())
    }

    fn __eq__(&self, other: &Gazetteer) -> bool {
        let same =
            |(a, b): (&Arc<core::Gazetteer>, &Arc<core::Gazetteer>)| Arc::ptr_eq(a, b) || a.to_bytes() == b.to_bytes();
        self.cores.len() == other.cores.len() && self.cores.iter().zip(&other.cores).all(same)
    }

    fn __hash__(&self) -> u64 {
        // the header holds the checksum of the rest
        let header = |p: &Arc<core::Gazetteer>| (p.len(), p.to_bytes().iter().take(64).copied().collect::<Vec<u8>>());
        stable_hash(self.cores.iter().map(header).collect::<Vec<_>>())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Reduced<'py, Bound<'py, PyTuple>> {
        let (py, class, this) = (slf.py(), slf.get_type(), slf.get());
        Ok(match &this.source {
            Source::Builtin => (class.getattr("builtin")?, PyTuple::empty(py)),
            Source::File(path) => (class.getattr("open")?, (path,).into_pyobject(py)?),
            Source::Made => {
                let bytes = this.cores.first().map_or(&[][..], |p| p.to_bytes());
                (class.getattr("_restore")?, (PyBytes::new(py, bytes),).into_pyobject(py)?)
            }
        })
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(bytes: Vec<u8>) -> PyResult<Gazetteer> {
        Ok(Gazetteer::single(core::Gazetteer::from_bytes(bytes)?, Source::Made))
    }
}
