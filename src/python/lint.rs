//! The linter of name lists.

use crate::gazetteer::lint as core;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// File, line, what is wrong, the words of it.
type Fault = (String, u64, &'static str, String);

/// What is to be mended in CSV and TSV files of names, or folders of them: entries by kind, and faults with file and line.
#[pyfunction]
pub fn lint(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<(BTreeMap<String, usize>, Vec<Fault>)> {
    let report = py.detach(|| core::lint(&paths))?;
    let fault = |f: core::Fault| (f.file, f.line, f.kind.as_str(), f.message);
    Ok((report.entries, report.faults.into_iter().map(fault).collect()))
}
