//! The linter of name lists.

use crate::gazetteer::lint as core;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// File, line, what is wrong, the words of it.
type Fault = (String, u64, &'static str, String);

/// What is to be mended in CSV and TSV files of names, or folders of them: entries by kind, and faults with file and line.
/// `tabs` says what separates columns, if the names of the files do not.
#[pyfunction]
#[pyo3(signature = (paths, tabs=None))]
pub fn lint(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    tabs: Option<bool>,
) -> PyResult<(BTreeMap<String, usize>, Vec<Fault>)> {
    let report = py.detach(|| core::lint_as(&paths, tabs))?;
    let fault = |f: core::Fault| (f.file, f.line, f.kind.as_str(), f.message);
    Ok((report.entries, report.faults.into_iter().map(fault).collect()))
}

/// The CSV and TSV files of a folder that are lists of names.
#[pyfunction]
pub fn lists(py: Python<'_>, folder: PathBuf) -> PyResult<Vec<PathBuf>> {
    Ok(py.detach(|| core::lists(&folder))?)
}
