//! Errors of the core as Python exceptions. The classes stand in `dateline.errors`.

use crate::error::{Error, ErrorKind};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyType;

impl From<Error> for PyErr {
    fn from(e: Error) -> PyErr {
        if let (ErrorKind::Io, Some(io)) = (e.kind(), e.io_error()) {
            // the name as it was given: `open` tells it so, too
            let path = e.path().map(|p| p.as_os_str().to_os_string());
            return match io.raw_os_error() {
                // OSError makes the right subclass of the number: FileNotFoundError, PermissionError …
                Some(number) => PyOSError::new_err((number, strerror(io), path)),
                None => PyOSError::new_err(e.to_string()),
            };
        }
        let class = match e.kind() {
            ErrorKind::Gazetteer => "GazetteerError",
            ErrorKind::Option => "OptionError",
            _ => "DatelineError",
        };
        let path = e.path().map(|p| p.to_string_lossy().into_owned());
        raise(class, e.reason().to_string(), path, e.line())
    }
}

/// The operating system's words without Rust's `(os error 2)`.
fn strerror(e: &std::io::Error) -> String {
    let text = e.to_string();
    text.split(" (os error").next().unwrap_or_default().to_string()
}

/// An error inside the library, in that row if there is one.
pub fn internal(message: &str, row: Option<usize>) -> PyErr {
    let reason = row.map_or_else(|| message.to_string(), |r| format!("row {r}: {message}"));
    raise("DatelineError", reason, None, None)
}

fn raise(class: &str, reason: String, path: Option<String>, line: Option<u64>) -> PyErr {
    Python::attach(|py| {
        let class =
            py.import("dateline.errors").and_then(|m| m.getattr(class)).and_then(|c| Ok(c.cast_into::<PyType>()?));
        match class {
            Ok(class) => PyErr::from_type(class, (reason, path, line)),
            Err(e) => e,
        }
    })
}
