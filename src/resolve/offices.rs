//! The offices of known persons, with the years they held them: `seeds/lexicons/offices.tsv`.
//!
//! The table is written by `examples/compile_builtin.rs` from the list of persons, sorted by id, and searched as it
//! stands: nothing is read before it is asked for.

use crate::date::Date;

static TABLE: &str = include_str!("../../seeds/lexicons/offices.tsv");

/// An office somebody held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Office {
    pub name: &'static str,
    /// Organisation or state; may be empty.
    pub body: &'static str,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Office {
    /// Whether the date lies before or after it for certain.
    pub fn misses(&self, date: Date) -> bool {
        self.from.is_some_and(|from| date.surely_before(from)) || self.to.is_some_and(|to| to.surely_before(date))
    }

    /// Whether the beginning is known and the date lies in its time; without an end it goes on.
    pub fn holds(&self, date: Date) -> bool {
        self.from.is_some() && !self.misses(date)
    }
}

/// The id of a line, which begins there.
fn id_of(line: &str) -> &str {
    &line[..memchr::memchr(b'\t', line.as_bytes()).unwrap_or(line.len())]
}

/// The offices of the person with this id.
pub(super) fn of(id: &str) -> impl Iterator<Item = Office> + Clone + use<'_> {
    let bytes = TABLE.as_bytes();
    // the start of the first line whose id is not smaller
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
        if id_of(&TABLE[start..]) < id {
            low = memchr::memchr(b'\n', &bytes[middle..]).map_or(TABLE.len(), |at| middle + at + 1);
        } else {
            high = start;
        }
    }
    TABLE[low..].lines().take_while(move |l| id_of(l) == id).map(|line| {
        let mut cells = line.split('\t').skip(1);
        let mut next = || cells.next().unwrap_or("");
        let (name, body, from, to) = (next(), next(), next(), next());
        Office { name, body, from: Date::parse(from).ok(), to: Date::parse(to).ok() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_by_its_id() {
        for line in TABLE.lines() {
            let id = id_of(line);
            let want: Vec<&str> =
                TABLE.lines().filter(|l| id_of(l) == id).map(|l| l.split('\t').nth(1).unwrap_or("")).collect();
            assert_eq!(of(id).map(|o| o.name).collect::<Vec<_>>(), want, "{id}");
        }
        for id in ["", "a", "person:", "person:nobody-at-all", "person:zzz", "zzz"] {
            assert_eq!(of(id).count(), 0, "{id}");
        }
    }
}
