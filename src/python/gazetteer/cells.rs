//! The cells of a frame as entities.

use crate::gazetteer::Entity;
use crate::gazetteer::readers::{COLUMNS, Options, entity_of_row};
use crate::python::text::{is_missing, utf8};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyList, PyString};

/// Which of the columns may hold lists.
const ALIASES: usize = COLUMNS.len() - 1;

/// The columns of a frame that are known here.
pub struct Cells<'py> {
    columns: [Option<Bound<'py, PyList>>; COLUMNS.len()],
    pub rows: usize,
}

impl<'py> Cells<'py> {
    pub fn new(read: &Bound<'py, PyDict>) -> PyResult<Self> {
        let mut columns = [const { None }; COLUMNS.len()];
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
            _ => utf8(&value.str()?)?.into_owned(),
        };
        Ok(Some(text.trim().to_string()).filter(|t| !t.is_empty()))
    }

    /// The entity of a row by the rules of CSV, or what is wrong with it; aliases may be a list, too.
    pub fn entity(&self, row: usize, defaults: &Options) -> PyResult<std::result::Result<Entity, String>> {
        let mut cells = [const { String::new() }; COLUMNS.len()];
        for (column, cell) in cells.iter_mut().enumerate() {
            if column != ALIASES || self.cell(column, row)?.is_some_and(|c| c.is_instance_of::<PyString>()) {
                *cell = self.text(column, row)?.unwrap_or_default();
            }
        }
        let mut entity = match entity_of_row(cells.each_ref().map(String::as_str), defaults) {
            Ok(entity) => entity,
            Err(reason) => return Ok(Err(reason)),
        };
        let list = self.cell(ALIASES, row)?.filter(|c| !c.is_instance_of::<PyString>());
        let Some(list) = list else { return Ok(Ok(entity)) };
        let Ok(items) = list.try_iter() else {
            return Ok(Err(format!("`aliases`: {list} is no list")));
        };
        for item in items {
            let item = item?;
            let Ok(text) = item.cast::<PyString>() else {
                return Ok(Err(format!("an alias that is no text: {item}")));
            };
            let text = utf8(text)?;
            if !text.trim().is_empty() && text.trim() != entity.name {
                entity.aliases.push(defaults.alias(text.trim()));
            }
        }
        Ok(Ok(entity))
    }
}
