//! One Python string an entity, made when it is first found and shared by every match after.

use crate::gazetteer as core;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

/// Entities of one block; blocks are made when one of theirs is found, so that opening millions costs nothing.
const BLOCK: usize = 1024;

type Slot = PyOnceLock<Py<PyString>>;

/// The strings of one column (ids or names) of a gazetteer's entities.
pub struct Interned(Box<[PyOnceLock<Box<[Slot]>>]>);

impl Interned {
    pub fn new(g: &core::Gazetteer) -> Self {
        Interned((0..g.len().div_ceil(BLOCK)).map(|_| PyOnceLock::new()).collect())
    }

    /// The string of that entity; `make` gives its text the first time.
    #[inline]
    pub fn get<'a>(&'a self, py: Python<'_>, index: u32, make: impl FnOnce() -> &'a str) -> Option<&'a Py<PyString>> {
        let block = self.0.get(index as usize / BLOCK)?;
        let block = block.get_or_init(py, || (0..BLOCK).map(|_| PyOnceLock::new()).collect());
        let slot = block.get(index as usize % BLOCK)?;
        Some(match slot.get(py) {
            Some(text) => text,
            None => slot.get_or_init(py, || PyString::new(py, make()).unbind()),
        })
    }
}
