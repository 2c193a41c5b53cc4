//! The compiled form: one block of bytes that is built once, saved, shared and memory-mapped, and read in place.
//!
//! | part | content |
//! |---|---|
//! | header | magic, version, flags, hash seed, length, checksums, counts, offset and length of the parts below |
//! | starts | filter on the first three bytes of a name |
//! | initials | filter on the first character of a name, for characters beyond ASCII |
//! | first, deeper | filters on the first word and on longer prefixes of names |
//! | table | buckets of eight: hash of a prefix of words → names that end there, whether longer ones go on |
//! | lists | names that share a key |
//! | names | text, case policy and candidates of every name |
//! | entity_at, entities | id, name, class, coordinates, population, names of every entity |
//! | classes | the distinct (label, kind, country) |
//! | shuffle | tables of first bytes for words that begin with a small letter |
//!
//! Everything is little-endian and read with bounds checks: damaged bytes can give wrong answers or none, never a panic
//! or undefined behaviour. Damage is found by checksum: at opening for the header and for bodies up to
//! [`CHECKED_AT_OPENING`], by [`Store::verify`] beyond.

use super::hash;
use super::lanes::{SHUFFLE, Shuffle, Small};
use super::record::{self, Name, NameIds, name_at, number, point_at, push_number, push_string, string, u32_at, u64_at};
use crate::document::Label;
use crate::error::{Error, Result};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

pub(super) const MAGIC: [u8; 8] = *b"\x89DLGAZ\r\n";
/// Raised whenever the layout, a hash or a fold changes: older files are refused, never misread.
pub(super) const VERSION: u32 = 6;
pub(super) const HEADER: usize = 320;
pub(super) const PARTS: usize = 11;
const GAPS: usize = 56 + 16 * PARTS;
/// Bodies up to this many bytes are checked when they are opened, which takes less than a millisecond.
pub(super) const CHECKED_AT_OPENING: usize = 8 << 20;

/// Compiled gazetteers of this many bytes and more are kept on large pages.
const LARGE: usize = 2 << 20;

/// Some names have punctuation before their first word.
pub(super) const HAS_LEAD: u32 = 1;
/// Some names may begin with a small ASCII letter.
pub(super) const HAS_LOWER: u32 = 2;
/// There are so many starts that the filter of them tells of small letters only.
pub(super) const DENSE: u32 = 4;
/// The tables of first bytes drop most words that begin with a small letter.
pub(super) const HAS_TABLES: u32 = 8;
/// So many names begin with a small letter that the filter of starts is worth asking about them.
pub(super) const MANY_SMALL: u32 = 16;
/// A gap of some name begins with a mark beyond ASCII.
pub(super) const HIGH_GAPS: u32 = 32;
/// There are so many starts that the filter of them is worth asking about many words at once only.
pub(super) const CROWDED: u32 = 64;

/// Slot of the table: names go on after this prefix.
pub(super) const LONGER: u32 = 1 << 31;
/// Slot of the table: the rest is an index of the lists.
pub(super) const LIST: u32 = 1 << 30;
/// Slot of the table: id of the name or index of its list, plus one; 0: none ends here.
pub(super) const ID: u32 = LIST - 1;

/// Bits of a candidate.
pub(super) const DEMONYM: u32 = 1 << 31;
pub(super) const METONYM: u32 = 1 << 30;
/// The alias was derived from another one (plural, acronym without points …).
pub(super) const DERIVED: u32 = 1 << 29;
/// An alternate name, weaker than the ones the entity is known by.
pub(super) const MINOR: u32 = 1 << 28;
pub(super) const ENTITY: u32 = MINOR - 1;

/// Bits of a name: the case policy is in the lowest two.
pub(super) const CASE: u8 = 3;
/// Diacritics do not matter.
pub(super) const FOLD_MARKS: u8 = 4;
/// Begins with punctuation.
pub(super) const LEAD: u8 = 8;
/// Ends with punctuation.
pub(super) const TAIL: u8 = 16;

/// Bits of an entity.
pub(super) const ID_IS_NAME: u8 = 1;
pub(super) const NAME_IS_FIRST_ALIAS: u8 = 2;
pub(super) const HAS_POINT: u8 = 4;
pub(super) const HAS_POPULATION: u8 = 8;
/// It was given one name, and how many is not written.
pub(super) const ONE_NAME: u8 = 16;
/// How many bits these are.
pub(super) const ENTITY_FLAGS: u32 = 5;

/// Where the bytes live.
#[derive(Debug)]
pub(super) enum Bytes {
    /// The bytes begin at the offset, on a cache line.
    Owned(Vec<u8>, usize),
    Static(&'static [u8]),
    Mapped(memmap2::Mmap),
    /// Memory of our own on large pages.
    Large(memmap2::MmapMut),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Owned(b, at) => b.get(*at..).unwrap_or(&[]),
            Bytes::Static(b) => b,
            Bytes::Mapped(b) => b,
            Bytes::Large(b) => b,
        }
    }
}

impl From<Cow<'static, [u8]>> for Bytes {
    fn from(bytes: Cow<'static, [u8]>) -> Self {
        match bytes {
            Cow::Owned(b) => Bytes::Owned(b, 0),
            Cow::Borrowed(b) => Bytes::Static(b),
        }
    }
}

/// What entities share, kept once.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct EntityClass {
    pub label: Label,
    pub kind: String,
    pub country: String,
}

/// A validated block of bytes and where its parts are.
#[derive(Debug)]
pub(super) struct Store {
    bytes: Bytes,
    parts: [Range<usize>; PARTS],
    classes: Vec<EntityClass>,
    /// The label of all entities, if they have one label.
    only: Option<Label>,
    pub flags: u32,
    pub seed: u64,
    pub names: u64,
    pub entities: u32,
    /// Longest run of buckets a look-up may have to walk.
    pub run: u32,
    /// The ASCII marks gaps of names begin with, joins left out, a bit each.
    pub gaps: u128,
}

/// What is read of an entity without its texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief<'a> {
    pub class: &'a EntityClass,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    pub population: Option<u64>,
}

/// An entity as it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoredEntity<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub class: usize,
    pub point: Option<(f64, f64)>,
    pub population: Option<u64>,
    pub names: NameIds<'a>,
}

impl Store {
    /// Checks the bytes and finds the parts.
    pub fn new(bytes: Bytes) -> Result<Store> {
        let damaged = |what: &str| Error::gazetteer(format!("damaged gazetteer: {what}"));
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(Error::gazetteer("not a compiled gazetteer"));
        }
        let version = u32_at(&bytes, 8).ok_or_else(|| damaged("cut off in the header"))?;
        if version != VERSION {
            return Err(Error::gazetteer(format!(
                "compiled by another version (format {version}, this one reads {VERSION}): compile it again"
            )));
        }
        let header = bytes.get(..HEADER).ok_or_else(|| damaged("cut off in the header"))?;
        if u64_at(header, HEADER - 8) != Some(hash::checksum(&header[..HEADER - 8])) {
            return Err(damaged("the header's checksum is wrong"));
        }
        let word = |at: usize| u64_at(header, at).unwrap_or(0);
        let half = |at: usize| u32_at(header, at).unwrap_or(0);
        if word(24) != bytes.len() as u64 {
            return Err(damaged(&format!("{} bytes, should be {}", bytes.len(), word(24))));
        }
        let mut parts: [Range<usize>; PARTS] = Default::default();
        for (i, part) in parts.iter_mut().enumerate() {
            let (start, len) = (word(56 + 16 * i), word(64 + 16 * i));
            let end = start.checked_add(len).filter(|&e| start >= HEADER as u64 && e <= bytes.len() as u64);
            let end = end.ok_or_else(|| damaged("a part lies outside"))?;
            *part = start as usize..end as usize;
        }
        if parts[0].len() != 8192
            || parts[10].len() != SHUFFLE
            || parts[1].len() != 512
            || parts[4].len() < 64
            || !parts[4].len().is_multiple_of(64)
        {
            return Err(damaged("a part has the wrong size"));
        }
        let mut store = Store {
            flags: half(12),
            seed: word(16),
            names: word(40),
            entities: half(48),
            run: half(52),
            gaps: u128::from(word(GAPS)) | u128::from(word(GAPS + 8)) << 64,
            classes: Vec::new(),
            only: None,
            parts,
            bytes,
        };
        if store.bytes.len() <= CHECKED_AT_OPENING {
            store.verify()?;
        }
        store.classes = read_classes(store.part(9)).ok_or_else(|| damaged("the classes cannot be read"))?;
        let label = store.classes.first().map(|c| c.label.clone());
        store.only = label.filter(|l| store.classes.iter().all(|c| c.label == *l));
        Ok(store)
    }

    /// Compares the checksum of the whole body.
    pub fn verify(&self) -> Result<()> {
        let body = self.bytes.get(HEADER..).unwrap_or(&[]);
        if u64_at(&self.bytes, 32) == Some(hash::checksum(body)) {
            Ok(())
        } else {
            Err(Error::gazetteer("damaged gazetteer: the checksum is wrong"))
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn part(&self, index: usize) -> &[u8] {
        self.bytes.get(self.parts[index].clone()).unwrap_or(&[])
    }

    pub fn starts(&self) -> &[u8] {
        self.part(0)
    }

    pub fn shuffle(&self) -> Shuffle<'_> {
        let small = match (self.flags & HAS_LOWER != 0, self.flags & HAS_TABLES != 0) {
            (false, _) => Small::None,
            (true, true) => Small::Tables,
            (true, false) => Small::All,
        };
        Shuffle { tables: self.part(10).first_chunk().unwrap_or(&[0xff; SHUFFLE]), small }
    }

    pub fn initials(&self) -> &[u8] {
        self.part(1)
    }

    pub fn first(&self) -> &[u8] {
        self.part(2)
    }

    pub fn deeper(&self) -> &[u8] {
        self.part(3)
    }

    pub fn table(&self) -> &[u8] {
        self.part(4)
    }

    pub fn lists(&self) -> &[u8] {
        self.part(5)
    }

    pub fn name_part(&self) -> &[u8] {
        self.part(6)
    }

    /// The name of that id.
    #[inline]
    pub fn name(&self, id: u32) -> Option<Name<'_>> {
        record::name(self.part(6), id)
    }

    /// All names with their ids, in the order they are stored.
    pub fn iter_names(&self) -> impl Iterator<Item = (u32, Name<'_>)> {
        let part = self.part(6);
        let mut at = 0;
        std::iter::from_fn(move || {
            let (name, next) = name_at(part, at)?;
            let id = (at / 4) as u32;
            at = next;
            Some((id, name))
        })
    }

    /// The label of all entities, if they have one label.
    pub fn only_label(&self) -> Option<&Label> {
        self.only.as_ref()
    }

    /// The entity of that index and what is stored after it.
    #[inline]
    fn packed(&self, index: u32) -> Option<&[u8]> {
        let at = u32_at(self.part(7), index as usize * 4)?;
        self.part(8).get(at as usize..)
    }

    /// Flags and class of the entity of that index, and what follows them.
    #[inline]
    fn entity_head(&self, index: u32) -> Option<(u8, &EntityClass, &[u8])> {
        let (class, flags, rest) = record::entity_head(self.packed(index)?)?;
        Some((flags, self.class(class as usize)?, rest))
    }

    /// The class of the entity of that index: much cheaper than the whole entity.
    #[inline]
    pub fn class_of(&self, index: u32) -> Option<&EntityClass> {
        Some(self.entity_head(index)?.1)
    }

    /// The entity of that index without its texts.
    pub fn brief(&self, index: u32) -> Option<Brief<'_>> {
        let (flags, class, mut rest) = self.entity_head(index)?;
        for bit in [NAME_IS_FIRST_ALIAS, ID_IS_NAME] {
            if flags & bit == 0 {
                rest = record::skip_string(rest)?;
            }
        }
        let mut point = None;
        if flags & HAS_POINT != 0 {
            point = Some(point_at(rest)?);
            rest = rest.get(8..)?;
        }
        let population = if flags & HAS_POPULATION != 0 { Some(number(rest)?.0) } else { None };
        Some(Brief { class, point, population })
    }

    /// The entity of that index.
    pub fn entity(&self, index: u32) -> Option<StoredEntity<'_>> {
        let (class, flags, mut rest) = record::entity_head(self.packed(index)?)?;
        let mut name = "";
        if flags & NAME_IS_FIRST_ALIAS == 0 {
            (name, rest) = string(rest)?;
        }
        let mut id = "";
        if flags & ID_IS_NAME == 0 {
            (id, rest) = string(rest)?;
        }
        let mut point = None;
        if flags & HAS_POINT != 0 {
            point = Some(point_at(rest)?);
            rest = rest.get(8..)?;
        }
        let mut population = None;
        if flags & HAS_POPULATION != 0 {
            let (value, after) = number(rest)?;
            (population, rest) = (Some(value), after);
        }
        let (count, rest) = record::names_count(rest, flags)?;
        let names = NameIds::new(rest, count);
        if flags & NAME_IS_FIRST_ALIAS != 0 {
            name = std::str::from_utf8(self.name(names.iter().next()?)?.text).ok()?;
        }
        if flags & ID_IS_NAME != 0 {
            id = name;
        }
        Some(StoredEntity { id, name, class: class as usize, point, population, names })
    }

    pub fn class(&self, index: usize) -> Option<&EntityClass> {
        self.classes.get(index)
    }
}

fn read_classes(part: &[u8]) -> Option<Vec<EntityClass>> {
    let (count, mut rest) = number(part)?;
    let mut classes = Vec::new();
    for _ in 0..count {
        let (label, kind, country);
        (label, rest) = string(rest)?;
        (kind, rest) = string(rest)?;
        (country, rest) = string(rest)?;
        classes.push(EntityClass {
            label: Label::from_name(label),
            kind: kind.to_string(),
            country: country.to_string(),
        });
    }
    Some(classes)
}

pub(super) fn push_classes(out: &mut Vec<u8>, classes: &[EntityClass]) {
    push_number(out, classes.len() as u64);
    for class in classes {
        push_string(out, class.label.as_str());
        push_string(out, &class.kind);
        push_string(out, &class.country);
    }
}

/// What the header tells beside the parts.
pub(super) struct Meta {
    pub flags: u32,
    pub seed: u64,
    pub names: u64,
    pub entities: u32,
    pub run: u32,
    pub gaps: u128,
}

/// A part of the compiled form, in pieces that follow one another.
pub(super) type Pieces = Vec<Vec<u8>>;

/// Bytes a thread copies at a time.
const COPIED: usize = 1 << 20;

/// Puts header and parts together, on the threads of the pool if there is one; parts begin at multiples of 64. Where the
/// kernel has large pages and the block is large, it lies on them: look-ups all over a table of many megabytes would else
/// wait for page tables, too.
pub(super) fn assemble(meta: &Meta, parts: [Pieces; PARTS], pool: Option<&ThreadPool>) -> Bytes {
    let mut places = [(0usize, 0usize); PARTS];
    let mut total = HEADER;
    for (part, place) in parts.iter().zip(&mut places) {
        *place = (total, part.iter().map(Vec::len).sum());
        total = (total + place.1).next_multiple_of(64);
    }
    if let Some(mut map) = large_pages(total) {
        fill(&mut map, meta, parts, &places, pool);
        return Bytes::Large(map);
    }
    let mut out = vec![0u8; total + 64];
    let base = out.as_ptr().align_offset(64).min(64);
    fill(&mut out[base..base + total], meta, parts, &places, pool);
    out.truncate(base + total);
    Bytes::Owned(out, base)
}

/// Memory of that length on large pages; none if it is small or the system has no such thing.
fn large_pages(len: usize) -> Option<memmap2::MmapMut> {
    if !cfg!(target_os = "linux") || len < LARGE {
        return None;
    }
    let map = memmap2::MmapMut::map_anon(len).ok()?;
    #[cfg(target_os = "linux")]
    // a hint: where it is not taken the pages are small
    map.advise(memmap2::Advice::HugePage).ok();
    Some(map)
}

fn fill(
    out: &mut [u8],
    meta: &Meta,
    parts: [Pieces; PARTS],
    places: &[(usize, usize); PARTS],
    pool: Option<&ThreadPool>,
) {
    let (mut copies, mut rest, mut at) = (Vec::new(), &mut *out, 0);
    for (part, &(start, len)) in parts.iter().zip(places) {
        rest = &mut std::mem::take(&mut rest)[start - at..];
        for bytes in part.iter().flat_map(|piece| piece.chunks(COPIED)) {
            let (to, after) = std::mem::take(&mut rest).split_at_mut(bytes.len());
            copies.push((to, bytes));
            rest = after;
        }
        at = start + len;
    }
    let copy = |(to, from): (&mut [u8], &[u8])| to.copy_from_slice(from);
    match pool {
        Some(pool) => pool.install(|| copies.into_par_iter().for_each(copy)),
        None => copies.into_iter().for_each(copy),
    }
    drop(parts);
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(&MAGIC);
    header.extend_from_slice(&VERSION.to_le_bytes());
    header.extend_from_slice(&meta.flags.to_le_bytes());
    header.extend_from_slice(&meta.seed.to_le_bytes());
    header.extend_from_slice(&(out.len() as u64).to_le_bytes());
    header.extend_from_slice(&hash::checksum(&out[HEADER..]).to_le_bytes());
    header.extend_from_slice(&meta.names.to_le_bytes());
    header.extend_from_slice(&meta.entities.to_le_bytes());
    header.extend_from_slice(&meta.run.to_le_bytes());
    for &(start, len) in places {
        header.extend_from_slice(&(start as u64).to_le_bytes());
        header.extend_from_slice(&(len as u64).to_le_bytes());
    }
    header.extend_from_slice(&meta.gaps.to_le_bytes());
    header.resize(HEADER - 8, 0);
    let sum = hash::checksum(&header);
    header.extend_from_slice(&sum.to_le_bytes());
    out[..HEADER].copy_from_slice(&header);
}
