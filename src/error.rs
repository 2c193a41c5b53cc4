//! The one error type: what went wrong, in which file, on which line.

use std::fmt;
use std::path::{Path, PathBuf};

/// An error of a gazetteer, a lexicon, an option or a file. Reading a text never fails.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    reason: String,
    path: Option<PathBuf>,
    line: Option<u64>,
    source: Option<std::io::Error>,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A gazetteer or one of its rows is malformed.
    Gazetteer,
    /// An option has a value that is not allowed.
    Option,
    /// A file cannot be read or written.
    Io,
}

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A malformed gazetteer.
    pub fn gazetteer(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Gazetteer, reason)
    }

    /// A value that is not allowed.
    pub fn option(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Option, reason)
    }

    /// A file that cannot be read or written.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::input(source).in_file(path)
    }

    /// Input that cannot be read; what file it is, the caller knows (see [`Error::in_file`]).
    pub fn input(source: std::io::Error) -> Self {
        let mut e = Self::new(ErrorKind::Io, source.to_string());
        e.source = Some(source);
        e
    }

    fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Error { kind, reason: reason.into(), path: None, line: None, source: None }
    }

    /// The same error with the file it is about.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path.get_or_insert(path.into());
        self
    }

    /// The same error with the line (from 1) it is about.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line.get_or_insert(line);
        self
    }

    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What went wrong, without place.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The file, if one is concerned.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The line, from 1, if one is concerned.
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// The operating system's error, if that is the cause.
    pub fn io_error(&self) -> Option<&std::io::Error> {
        self.source.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(p) = &self.path {
            write!(f, "{}: ", p.display())?;
        }
        if let Some(l) = self.line {
            write!(f, "line {l}: ")?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e as _)
    }
}
