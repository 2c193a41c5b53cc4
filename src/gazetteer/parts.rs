//! The names and hashes of a gazetteer being compiled, in parts by the first bits of the hashes, and the filters and the
//! table that are made of them.

use super::builder::GazetteerBuilder;
use super::hash;
use super::keys::{Hashes, Key};
use super::names::{Names, Slot};
use super::parted::{Parted, sorted_part};
use super::store::LONGER;
use super::table;

/// Bits of filter a first word, a longer prefix.
const FIRST_BITS: usize = 12;
const DEEPER_BITS: usize = 12;

/// Hashes of some aliases that follow one another.
pub(super) struct Chunk {
    keys: Parted<Key>,
    longer: Parted<u64>,
    prefixes: Parted<u64>,
    alone_asked: Parted<u64>,
    longer_asked: Parted<u64>,
}

impl Chunk {
    pub fn new(hashes: &Hashes, bits: u32) -> Self {
        Chunk {
            keys: Parted::new(&hashes.keys, bits),
            longer: Parted::new(&hashes.longer, bits),
            prefixes: Parted::new(&hashes.prefixes, bits),
            alone_asked: Parted::new(&hashes.alone_asked, bits),
            longer_asked: Parted::new(&hashes.longer_asked, bits),
        }
    }
}

/// Names whose hashes begin alike, and hashes that do, sorted.
pub(super) struct Part<'a> {
    pub names: Names<'a>,
    longer: Vec<u64>,
    prefixes: Vec<u64>,
    alone_asked: Vec<u64>,
    longer_asked: Vec<u64>,
    /// Beginnings of longer names.
    going_on: Vec<u64>,
}

impl<'a> Part<'a> {
    pub fn new(builder: &'a GazetteerBuilder, chunks: &[Chunk], index: usize) -> Self {
        let names = Names::of_keys(builder, &sorted_part(chunks.iter().map(|c| &c.keys), index));
        let longer = sorted_part(chunks.iter().map(|c| &c.longer), index);
        let prefixes = sorted_part(chunks.iter().map(|c| &c.prefixes), index);
        let alone_asked = sorted_part(chunks.iter().map(|c| &c.alone_asked), index);
        let longer_asked = sorted_part(chunks.iter().map(|c| &c.longer_asked), index);
        let going_on = merge(&longer, &prefixes);
        Part { names, longer, prefixes, alone_asked, longer_asked, going_on }
    }
}

/// The filter of first words, and that of longer prefixes.
pub(super) fn filters(parts: &[Part<'_>]) -> [Vec<u8>; 2] {
    let count = |part: &Part<'_>| {
        let several = part.names.slots.iter().filter(|s| s.several).count();
        let alone = part.names.slots.len() - several + part.alone_asked.len();
        [alone + part.longer.len() + part.longer_asked.len(), several + part.prefixes.len()]
    };
    let counts = parts.iter().map(count).fold([0, 0], |a, b| [a[0] + b[0], a[1] + b[1]]);
    let slots = |several: bool| {
        parts.iter().flat_map(move |p| p.names.slots.iter().filter(move |s| s.several == several).map(|s| s.hash))
    };
    let mut first = table::Filter::new(counts[0] * FIRST_BITS);
    slots(false).for_each(|h| first.add(h, hash::alone_bits(h)));
    for part in parts {
        part.alone_asked.iter().for_each(|&h| first.add(h, hash::alone_bits(h)));
        part.longer.iter().chain(&part.longer_asked).for_each(|&h| first.add(h, hash::longer_bits(h)));
    }
    let mut deeper = table::Filter::new(counts[1] * DEEPER_BITS);
    let prefixes = parts.iter().flat_map(|p| p.prefixes.iter().copied());
    slots(true).chain(prefixes).for_each(|h| deeper.add(h, hash::prefix_bits(h)));
    [first.into_bytes(), deeper.into_bytes()]
}

/// See [`table::write`].
pub(super) fn table(parts: &[Part<'_>]) -> Option<(Vec<u8>, u32)> {
    let count = parts.iter().map(|p| p.names.slots.len() + p.going_on.len()).sum();
    table::write(count, parts.iter().flat_map(|p| Both { names: &p.names.slots, going_on: &p.going_on }))
}

/// Two sorted lists as one, without repetitions.
fn merge(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut all = [a, b].concat();
    // a stable sort finds the two runs and merges them
    all.sort();
    all.dedup();
    all
}

/// What the table tells: slots of names, and prefixes that go on, both sorted, as one sorted list.
struct Both<'a> {
    names: &'a [Slot],
    going_on: &'a [u64],
}

impl Iterator for Both<'_> {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        let (name, longer) = (self.names.first().copied(), self.going_on.first().copied());
        let name_next = name.filter(|n| longer.is_none_or(|g| n.hash <= g));
        let longer_next = longer.filter(|&g| name.is_none_or(|n| g <= n.hash));
        self.names = self.names.get(usize::from(name_next.is_some())..).unwrap_or(&[]);
        self.going_on = self.going_on.get(usize::from(longer_next.is_some())..).unwrap_or(&[]);
        match (name_next, longer_next) {
            (Some(slot), Some(_)) => Some((slot.hash, slot.payload | LONGER)),
            (Some(slot), None) => Some((slot.hash, slot.payload)),
            (None, Some(h)) => Some((h, LONGER)),
            (None, None) => None,
        }
    }
}
