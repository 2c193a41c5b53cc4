//! Python values as entities: names, pairs, dicts of fields, mappings.

use super::Gazetteer;
use super::entry::Entry;
use crate::document::Label;
use crate::error::Error;
use crate::gazetteer::readers::{self, COLUMNS, Options, POLICY};
use crate::gazetteer::{Alias, CasePolicy, Entity};
use crate::python::text::is_missing;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyMapping, PyString, PyTuple};
use rustc_hash::FxHashMap;

/// What entries that do not say it get.
pub fn defaults(label: &str, kind: &str, case: &str, fold_marks: bool) -> PyResult<Options> {
    let wrong = || Error::option(format!("case={case:?}: must be one of 'smart', 'exact', 'any'"));
    let case = CasePolicy::from_name(case).ok_or_else(wrong)?;
    Ok(Options { label: Label::from_name(label), kind: kind.to_string(), case, fold_marks, ..Options::default() })
}

/// An entity of that id that goes by these names.
fn named(options: &Options, id: String, name: String, aliases: Vec<Alias>) -> Entity {
    Entity { aliases, ..options.entity(id, &name) }
}

/// Entities so far; one for each id.
pub struct Rows {
    pub entities: Vec<Entity>,
    by_id: FxHashMap<Box<str>, usize>,
    pub defaults: Options,
}

impl Rows {
    pub fn new(defaults: Options) -> Rows {
        Rows { entities: Vec::new(), by_id: FxHashMap::default(), defaults }
    }

    /// Adds an entity, or its names to the one of that id.
    pub fn push(&mut self, entity: Entity) {
        match self.by_id.get(entity.id.as_str()) {
            Some(&at) => {
                let aliases = &mut self.entities[at].aliases;
                for alias in entity.aliases {
                    if !aliases.contains(&alias) {
                        aliases.push(alias);
                    }
                }
            }
            None => {
                self.by_id.insert(entity.id.as_str().into(), self.entities.len());
                self.entities.push(entity);
            }
        }
    }

    /// Adds all of an iterable or mapping.
    pub fn extend(&mut self, names: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = names.py();
        if names.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("names: expected many names, got one str"));
        }
        if let Ok(dict) = names.cast::<PyDict>() {
            for (n, (name, entry)) in dict.iter().enumerate() {
                look_up(py, n)?;
                self.add_named(&name, &entry)?;
            }
            return Ok(());
        }
        if let Ok(mapping) = names.cast::<PyMapping>() {
            for (n, pair) in mapping.items()?.iter().enumerate() {
                look_up(py, n)?;
                let (name, entry): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
                self.add_named(&name, &entry)?;
            }
            return Ok(());
        }
        if names.hasattr(intern!(py, "columns"))? || names.hasattr(intern!(py, "__arrow_c_stream__"))? {
            let kind = names.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("names: expected names, got a {kind} (use from_dataframe)")));
        }
        for (n, value) in names.try_iter()?.enumerate() {
            look_up(py, n)?;
            self.add(&value?, n)?;
        }
        Ok(())
    }

    /// Adds one name, pair, dict or entry.
    fn add(&mut self, value: &Bound<'_, PyAny>, at: usize) -> PyResult<()> {
        if let Ok(name) = value.cast::<PyString>() {
            let name = text(name)?;
            self.push(named(&self.defaults, name.clone(), name.clone(), vec![self.defaults.alias(name)]));
        } else if let Ok(pair) = value.cast::<PyTuple>() {
            let (Ok(name), Ok(id), 2) = (pair.get_item(0), pair.get_item(1), pair.len()) else {
                return Err(PyTypeError::new_err(format!("names[{at}]: expected (name, id), got {}", pair.repr()?)));
            };
            let Ok(name) = name.cast::<PyString>() else { return Err(wrong(at, value)) };
            self.add_pair(text(name)?, id_of(&id).map_err(|_| wrong_pair(at, value))?);
        } else if let Ok(fields) = value.cast::<PyDict>() {
            let entity = self.entity_of(None, fields)?;
            self.push(entity);
        } else if let Ok(entry) = value.cast::<Entry>() {
            self.push(entry.get().entity().clone());
        } else {
            return Err(wrong(at, value));
        }
        Ok(())
    }

    /// Adds a name of the entity of that id.
    pub fn add_pair(&mut self, name: String, id: String) {
        let alias = self.defaults.alias(name.as_str());
        match self.by_id.get(id.as_str()) {
            Some(&at) => self.entities[at].aliases.push(alias),
            None => self.push(named(&self.defaults, id, name, vec![alias])),
        }
    }

    /// Adds a keyword of the entity that bears the clean name and is not itself looked for by it.
    pub fn add_keyword(&mut self, keyword: String, clean: String) {
        let alias = self.defaults.alias(keyword);
        match self.by_id.get(clean.as_str()) {
            Some(&at) => self.entities[at].aliases.push(alias),
            None => self.push(named(&self.defaults, clean.clone(), clean, vec![alias])),
        }
    }

    /// Adds an entry of a mapping: canonical name to its aliases or fields.
    fn add_named(&mut self, name: &Bound<'_, PyAny>, entry: &Bound<'_, PyAny>) -> PyResult<()> {
        let key = id_of(name)?;
        if let Ok(fields) = entry.cast::<PyDict>() {
            let entity = self.entity_of(Some(&key), fields)?;
            self.push(entity);
            return Ok(());
        }
        if entry.is_instance_of::<PyString>() || entry.try_iter().is_err() {
            return Err(PyTypeError::new_err(format!("{}: expected a list of names or a dict", name.repr()?)));
        }
        let mut aliases = vec![self.defaults.alias(key.as_str())];
        for alias in entry.try_iter()? {
            let alias = alias?;
            let Ok(alias) = alias.cast::<PyString>() else {
                let fields = PyDict::new(name.py());
                fields.set_item("aliases", entry.try_iter()?.collect::<PyResult<Vec<_>>>()?)?;
                let entity = self.entity_of(Some(&key), &fields)?;
                self.push(entity);
                return Ok(());
            };
            let alias = text(alias)?;
            if alias != key {
                aliases.push(self.defaults.alias(alias));
            }
        }
        self.push(named(&self.defaults, key.clone(), key, aliases));
        Ok(())
    }

    /// An entity from a dict of fields, by the rules of JSON Lines; but a field that means nothing is a slip here.
    pub fn entity_of(&self, name: Option<&str>, fields: &Bound<'_, PyDict>) -> PyResult<Entity> {
        let py = fields.py();
        let row = PyDict::new(py);
        if let Some(name) = name {
            row.set_item("name", name)?;
        }
        for (field, value) in fields.iter() {
            let known = field.cast::<PyString>().ok().and_then(|f| f.to_str().ok());
            if known.is_none_or(|f| !COLUMNS.contains(&f) && !POLICY.contains(&f)) {
                let all = COLUMNS.iter().chain(&POLICY).copied().collect::<Vec<_>>().join(", ");
                return Err(wrong_field(name, fields, &format!("unknown field {}; there are {all}", field.repr()?)));
            }
            if !is_missing(&value)? {
                row.set_item(field, value)?;
            }
        }
        let json = py.import("dateline.gazetteer")?.getattr("fields_json")?.call1((row,));
        let json: String = json.map_err(|e| wrong_field(name, fields, &e.value(py).to_string()))?.extract()?;
        readers::read_json(&json, &self.defaults).map_err(|e| wrong_field(name, fields, e.reason()))
    }

    /// Compiles the entities.
    pub fn build(self, py: Python<'_>) -> PyResult<Gazetteer> {
        let entities = self.entities;
        drop(self.by_id);
        let made = py.detach(|| Gazetteer::made(entities));
        py.check_signals()?;
        Ok(made?)
    }
}

pub fn case_name(case: CasePolicy) -> &'static str {
    match case {
        CasePolicy::Exact => "exact",
        CasePolicy::Smart => "smart",
        CasePolicy::Any => "any",
    }
}

/// Ctrl-C, looked after now and then.
fn look_up(py: Python<'_>, n: usize) -> PyResult<()> {
    if n % 8192 == 8191 { py.check_signals() } else { Ok(()) }
}

/// A name; lone surrogates become U+FFFD.
fn text(name: &Bound<'_, PyString>) -> PyResult<String> {
    Ok(crate::python::text::utf8(name)?.into_owned())
}

/// An id: a text, or a number as one.
pub fn id_of(id: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(id) = id.cast::<PyString>() {
        return text(id);
    }
    if id.is_instance_of::<PyInt>() {
        return id.str()?.extract();
    }
    let kind = id.get_type().qualname()?;
    Err(PyTypeError::new_err(format!("expected a str or an int, got {kind}: {}", id.repr()?)))
}

/// What is wrong with the fields of an entity.
fn wrong_field(name: Option<&str>, fields: &Bound<'_, PyDict>, reason: &str) -> PyErr {
    let given = fields.get_item("name").ok().flatten().map(|n| n.to_string());
    let who = name.map(str::to_string).or(given).unwrap_or_else(|| fields.to_string());
    Error::gazetteer(format!("{who}: {reason}")).into()
}

fn wrong(at: usize, value: &Bound<'_, PyAny>) -> PyErr {
    let shown = value.repr().map_or_else(|_| "something".to_string(), |r| r.to_string());
    PyTypeError::new_err(format!("names[{at}]: expected a name, a pair (name, id), a dict or an entry, got {shown}"))
}

fn wrong_pair(at: usize, value: &Bound<'_, PyAny>) -> PyErr {
    let shown = value.repr().map_or_else(|_| "something".to_string(), |r| r.to_string());
    PyTypeError::new_err(format!("names[{at}]: expected (name, id) with an id that is a str or an int, got {shown}"))
}
