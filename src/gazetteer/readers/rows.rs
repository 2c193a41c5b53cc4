//! Rows of CSV and TSV with the lines they really stand in, for the reader and for the linter.

use crate::error::{Error, Result};
use csv::{Position, StringRecord};
use std::io::{Chain, Read};

/// Columns of our own lists that say nothing about names.
const BESIDE: [&str; 7] = ["office", "organisation", "valid_from", "valid_to", "lang", "source", "licence"];
/// A line added to every file: where it turns up inside a row, a quote was opened and never closed.
const END: &str = "\u{1}end of file\u{1}";
const LAST: &[u8] = "\n\u{1}end of file\u{1}".as_bytes();

/// A table being read: of each row the cells of the columns asked for.
pub(crate) struct Rows<R, const N: usize> {
    reader: csv::Reader<Kept<Chain<R, &'static [u8]>>>,
    titles: Vec<String>,
    /// Line of the header.
    pub header: u64,
    at: [Option<usize>; N],
    row: StringRecord,
}

/// A row: its line, and its cells (empty where there is none) or what is wrong with it.
pub(crate) type Row<'a, const N: usize> = (u64, std::result::Result<[&'a str; N], String>);

impl<R: Read, const N: usize> Rows<R, N> {
    /// Reads the header. Of the columns the first must be there; quotes are taken as they are between tabs.
    pub fn open(data: R, tabs: bool, columns: [&str; N]) -> Result<Self> {
        let kept = Kept { inner: data.chain(LAST), bytes: Vec::new(), from: 0, done: 0 };
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .flexible(true)
            .delimiter(if tabs { b'\t' } else { b',' })
            .quoting(!tabs)
            .from_reader(kept);
        let header = reader.headers().map_err(|e| unreadable(e).at_line(1))?.clone();
        let line = header.position().map_or(1, |at| reader.get_mut().line_of(at));
        let tidy = |title: &str| title.trim().trim_start_matches('\u{feff}').to_string();
        let titles: Vec<String> = header.iter().filter(|t| *t != END).map(tidy).collect();
        let at = columns.map(|c| titles.iter().position(|t| t == c));
        let rows = Rows { reader, titles, header: line, at, row: StringRecord::new() };
        if let (Some(None), Some(first)) = (at.first(), columns.first()) {
            return Err(rows.missing(first));
        }
        Ok(rows)
    }

    /// What is to be said of a column that is not there.
    pub fn missing(&self, column: &str) -> Error {
        let there: Vec<String> = self.titles.iter().filter(|t| !t.is_empty()).map(|t| format!("`{t}`")).collect();
        let there =
            if there.is_empty() { "the file is empty".into() } else { format!("there are {}", there.join(", ")) };
        Error::gazetteer(format!("no column `{column}`; {there}")).at_line(self.header)
    }

    /// The titles of all columns, in order.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(String::as_str)
    }

    /// The titles of the columns that were not asked for and mean nothing.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let others = self.titles.iter().enumerate().filter(|(i, _)| !self.at.contains(&Some(*i)));
        others.map(|(_, title)| title.as_str()).filter(|t| !t.is_empty() && !BESIDE.contains(t))
    }

    /// The next row; rows without anything in them, which spreadsheets leave, are passed over.
    ///
    /// # Errors
    /// Input that cannot be read.
    pub fn next(&mut self) -> Result<Option<Row<'_, N>>> {
        loop {
            let more = match self.reader.read_record(&mut self.row) {
                Ok(more) => more,
                Err(e) if e.is_io_error() => return Err(unreadable(e)),
                Err(e) => {
                    let line = e.position().map_or(0, |at| self.reader.get_mut().line_of(at));
                    return Ok(Some((line, Err("the row is not UTF-8".to_string()))));
                }
            };
            if !more || (self.row.len() == 1 && self.row.get(0) == Some(END)) {
                return Ok(None);
            }
            if self.row.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        let line = self.row.position().map_or(0, |at| self.reader.get_mut().line_of(at));
        if self.row.iter().next_back().is_some_and(|last| last.ends_with(END)) {
            return Ok(Some((line, Err("a quote is not closed: nothing after it is read".to_string()))));
        }
        if self.row.iter().skip(self.titles.len()).any(|cell| !cell.trim().is_empty()) {
            let reason = format!("{} columns, the header has {}", self.row.len(), self.titles.len());
            return Ok(Some((line, Err(reason))));
        }
        Ok(Some((line, Ok(self.at.map(|c| c.and_then(|c| self.row.get(c)).unwrap_or(""))))))
    }
}

fn unreadable(e: csv::Error) -> Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => Error::input(e),
        _ => Error::gazetteer("the header is not UTF-8"),
    }
}

/// Input whose bytes are kept from the last row on: where a row begins, the `csv` crate tells the line of the comments and
/// blank lines before it.
struct Kept<R> {
    inner: R,
    bytes: Vec<u8>,
    /// Bytes of the input before those kept.
    from: u64,
    /// How many of those kept are needed no more.
    done: usize,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes.drain(..self.done);
        self.from += self.done as u64;
        self.done = 0;
        self.bytes.extend_from_slice(buffer.get(..n).unwrap_or(&[]));
        Ok(n)
    }
}

impl<R> Kept<R> {
    /// The line a row stands in; rows are asked for in order.
    fn line_of(&mut self, at: &Position) -> u64 {
        self.done = usize::try_from(at.byte().saturating_sub(self.from)).unwrap_or(0).min(self.bytes.len());
        let rest = &self.bytes[self.done..];
        let rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
        let skipped =
            rest.split(|&b| b == b'\n').take_while(|l| l.first() == Some(&b'#') || l.is_empty() || l == b"\r");
        at.line() + skipped.count() as u64
    }
}
