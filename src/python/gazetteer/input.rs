//! What the readers read: a file, gzipped or not, or a Python file object. Ctrl-C is looked after meanwhile.

use crate::error::Error;
use crate::gazetteer::readers::unpacked;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often signals are looked after.
const TICK: Duration = Duration::from_millis(50);
const BUFFER: usize = 1 << 18;

/// A source, opened.
pub struct Input {
    pub reader: Box<dyn BufRead + Send>,
    /// The file's name, if it has one.
    pub path: Option<PathBuf>,
    stopped: Stopped,
}

/// The exception that ended the reading.
type Stopped = Arc<Mutex<Option<PyErr>>>;

impl Input {
    /// Opens a path or takes a file object with `read`.
    pub fn open(source: &Bound<'_, PyAny>) -> PyResult<Input> {
        let stopped = Stopped::default();
        if source.hasattr("read")? {
            let path = source.getattr("name").ok().and_then(|n| n.extract::<PathBuf>().ok());
            let object = Object { file: source.clone().unbind(), rest: Vec::new(), at: 0, stopped: stopped.clone() };
            return Ok(Input { reader: unpacked(BufReader::with_capacity(BUFFER, object), BUFFER), path, stopped });
        }
        let Ok(path) = source.extract::<PathBuf>() else {
            let kind = source.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("expected a path or an open file, got {kind}")));
        };
        let file = std::fs::File::open(&path).map_err(|e| Error::io(&path, e))?;
        let file = Watched { file, last: Instant::now(), stopped: stopped.clone() };
        Ok(Input { reader: unpacked(BufReader::with_capacity(BUFFER, file), BUFFER), path: Some(path), stopped })
    }

    /// Reads with the interpreter free.
    pub fn read<T: Send>(
        self,
        py: Python<'_>,
        with: impl FnOnce(Box<dyn BufRead + Send>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let Input { reader, path, stopped } = self;
        let read = py.detach(|| with(reader));
        if let Some(e) = stopped.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(e);
        }
        py.check_signals()?;
        Ok(read.map_err(|e| match path {
            Some(path) => e.in_file(path),
            None => e,
        })?)
    }
}

fn keep(stopped: &Stopped, e: PyErr) -> io::Error {
    *stopped.lock().unwrap_or_else(PoisonError::into_inner) = Some(e);
    io::Error::other("stopped")
}

struct Watched {
    file: std::fs::File,
    last: Instant,
    stopped: Stopped,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.last.elapsed() > TICK {
            self.last = Instant::now();
            Python::attach(|py| py.check_signals()).map_err(|e| keep(&self.stopped, e))?;
        }
        self.file.read(buffer)
    }
}

struct Object {
    file: Py<PyAny>,
    /// What `read` gave and was not yet asked for.
    rest: Vec<u8>,
    at: usize,
    stopped: Stopped,
}

impl Object {
    fn more(&self) -> PyResult<Vec<u8>> {
        Python::attach(|py| {
            py.check_signals()?;
            let piece = self.file.bind(py).call_method1("read", (BUFFER,))?;
            if let Ok(text) = piece.cast::<PyString>() {
                return Ok(crate::python::text::utf8(text)?.into_owned().into_bytes());
            }
            Ok(piece.cast::<PyBytes>()?.as_bytes().to_vec())
        })
    }
}

impl Read for Object {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.rest.len() {
            self.rest = self.more().map_err(|e| keep(&self.stopped, e))?;
            self.at = 0;
        }
        let rest = &self.rest[self.at..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}
