//! The packed form of a compiled gazetteer: what is shipped, about half as large, and smaller still once it is
//! compressed. Unpacking gives back the compiled form byte for byte, in some milliseconds and in one pass.
//!
//! Kinds of values stand in columns of their own, so that like lies beside like; numbers that rise or hardly move are
//! kept as differences; what follows from the rest is left out: padding, offsets, ids of names that the names'
//! candidates tell, empty slots of the table. Hashes stay, for computing them would take longer than reading them.

use super::record::{self, NameIds, number, push_number, u32_at, u64_at};
use super::store::{self, Bytes, DERIVED, ENTITY, HEADER, ID, LIST, Meta, PARTS};
use super::table::BUCKET;

/// Parts of the compiled form that are kept as they are.
const PLAIN: [usize; 7] = [0, 1, 2, 3, 5, 9, 10];
const TABLE: usize = 4;
const NAMES: usize = 6;
const ENTITY_AT: usize = 7;
const ENTITIES: usize = 8;

/// Ids of that form are kept as numbers.
const NUMBERED: &str = "geonames:";

/// Columns written one after the other, each with its length before it.
#[derive(Default)]
struct Columns(Vec<u8>);

impl Columns {
    fn put(&mut self, column: &[u8]) {
        push_number(&mut self.0, column.len() as u64);
        self.0.extend_from_slice(column);
    }

    /// Numbers as four columns: all lowest bytes, all second bytes …
    fn put_planes(&mut self, numbers: &[u32]) {
        for plane in 0..4 {
            let bytes: Vec<u8> = numbers.iter().map(|n| n.to_le_bytes()[plane]).collect();
            // most numbers are short: a plane of zeros is left out
            self.put(if bytes.iter().all(|&b| b == 0) { &[] } else { &bytes });
        }
    }
}

/// What is left of a column.
#[derive(Clone, Copy, Default)]
struct Column<'a>(&'a [u8]);

impl<'a> Column<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }

    #[inline]
    fn number(&mut self) -> Option<u64> {
        let (value, rest) = number(self.0)?;
        self.0 = rest;
        Some(value)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// The next column.
    fn column(&mut self) -> Option<Column<'a>> {
        let len = self.length()?;
        self.take(len).map(Column)
    }

    fn planes(&mut self) -> Option<Planes<'a>> {
        Some(Planes { bytes: [self.column()?, self.column()?, self.column()?, self.column()?].map(|c| c.0), at: 0 })
    }
}

/// Numbers in four columns.
struct Planes<'a> {
    bytes: [&'a [u8]; 4],
    at: usize,
}

impl Planes<'_> {
    #[inline]
    fn next(&mut self) -> u32 {
        let bytes = self.bytes.map(|plane| plane.get(self.at).copied().unwrap_or(0));
        self.at += 1;
        u32::from_le_bytes(bytes)
    }
}

/// A small number for a small difference, up or down.
fn folded(difference: i32) -> u32 {
    (difference << 1 ^ difference >> 31) as u32
}

fn unfolded(n: u32) -> i32 {
    (n >> 1) as i32 ^ -((n & 1) as i32)
}

/// Packs a compiled gazetteer; none if it is damaged, or too large for what this form is made for.
pub(super) fn pack(compiled: &[u8]) -> Option<Vec<u8>> {
    let part = |i: usize| {
        let (start, len) = (u64_at(compiled, 56 + 16 * i)? as usize, u64_at(compiled, 64 + 16 * i)? as usize);
        compiled.get(start..start.checked_add(len)?)
    };
    let mut out = Columns::default();
    out.put(compiled.get(..HEADER)?);
    for i in PLAIN {
        out.put(part(i)?);
    }
    pack_table(part(TABLE)?, &mut out)?;
    pack_names(part(NAMES)?, &mut out)?;
    pack_entities(part(ENTITY_AT)?, part(ENTITIES)?, part(NAMES)?, &mut out)?;
    Some(out.0)
}

/// Gives back what [`pack`] was given; none if the bytes are damaged.
pub(super) fn unpack(packed: &[u8]) -> Option<Bytes> {
    let mut all = Column(packed);
    let header = all.column()?.0;
    let mut parts: [Vec<u8>; PARTS] = Default::default();
    for i in PLAIN {
        parts[i] = all.column()?.0.to_vec();
    }
    parts[TABLE] = unpack_table(&mut all)?;
    parts[NAMES] = unpack_names(&mut all)?;
    (parts[ENTITY_AT], parts[ENTITIES]) = unpack_entities(&mut all, &parts[NAMES])?;
    let meta = Meta {
        flags: u32_at(header, 12)?,
        seed: u64_at(header, 16)?,
        names: u64_at(header, 40)?,
        entities: u32_at(header, 48)?,
        run: u32_at(header, 52)?,
        gaps: u128::from(u64_at(header, HEADER - 88)?) | u128::from(u64_at(header, HEADER - 80)?) << 64,
    };
    let bytes = store::assemble(&meta, parts.map(|part| vec![part]), None);
    // the header holds the checksums of what was packed
    (bytes.get(..HEADER)? == header).then_some(bytes)
}

fn pack_table(table: &[u8], out: &mut Columns) -> Option<()> {
    let (mut counts, mut halves, mut kinds, mut ids) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last = [0i32; 2];
    for bucket in table.as_chunks::<BUCKET>().0 {
        let slots = (0..8).map_while(|s| u32_at(bucket, 32 + 4 * s).filter(|&slot| slot != 0));
        let count = slots.clone().count();
        counts.push(count as u8);
        halves.extend_from_slice(&bucket[..4 * count]);
        for slot in slots {
            let id = (slot & ID) as i32;
            kinds.push((slot >> 30) as u8 | u8::from(id == 0) << 2);
            if id != 0 {
                let last = &mut last[usize::from(slot & LIST != 0)];
                push_number(&mut ids, u64::from(folded(id - *last)));
                *last = id;
            }
        }
    }
    [counts, halves, kinds, ids].iter().for_each(|c| out.put(c));
    Some(())
}

fn unpack_table(all: &mut Column<'_>) -> Option<Vec<u8>> {
    let (counts, mut halves, mut kinds, mut ids) = (all.column()?, all.column()?, all.column()?, all.column()?);
    let mut table = vec![[0u8; BUCKET]; counts.0.len()];
    let mut last = [0i32; 2];
    for (bucket, &count) in table.iter_mut().zip(counts.0) {
        let count = usize::from(count.min(8));
        bucket[..4 * count].copy_from_slice(halves.take(4 * count)?);
        for slot in bucket[32..].as_chunks_mut::<4>().0.iter_mut().take(count) {
            let kind = kinds.byte()?;
            let mut value = u32::from(kind & 3) << 30;
            if kind & 4 == 0 {
                let last = &mut last[usize::from(value & LIST != 0)];
                *last = last.wrapping_add(unfolded(ids.number()? as u32));
                value |= *last as u32 & ID;
            }
            *slot = value.to_le_bytes();
        }
    }
    Some(table.into_flattened())
}

fn pack_names(part: &[u8], out: &mut Columns) -> Option<()> {
    let (mut lens, mut flags, mut counts, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut bits, mut owners) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < part.len() {
        let (name, next) = record::name_at(part, at)?;
        at = next;
        push_number(&mut lens, name.text.len() as u64);
        flags.push(name.flags);
        texts.extend_from_slice(name.text);
        let candidates = name.candidates.as_chunks::<4>().0;
        push_number(&mut counts, candidates.len() as u64);
        for candidate in candidates {
            let candidate = u32::from_le_bytes(*candidate);
            bits.push((candidate >> 28) as u8);
            owners.push(candidate & ENTITY);
        }
    }
    [lens, flags, counts, texts, bits].iter().for_each(|c| out.put(c));
    out.put_planes(&owners);
    Some(())
}

fn unpack_names(all: &mut Column<'_>) -> Option<Vec<u8>> {
    let (mut lens, flags, mut counts) = (all.column()?, all.column()?, all.column()?);
    let (mut texts, mut bits, mut owners) = (all.column()?, all.column()?, all.planes()?);
    let mut part = Vec::with_capacity(texts.0.len() + flags.0.len() * 12);
    let mut candidates = Vec::new();
    for &flags in flags.0 {
        let text = texts.take(lens.length()?)?;
        candidates.clear();
        for _ in 0..counts.number()? {
            candidates.push(u32::from(bits.byte()? & 15) << 28 | owners.next() & ENTITY);
        }
        record::push_name(&mut part, text, flags, &candidates);
    }
    Some(part)
}

/// The names each of `count` entities is a given candidate of: where those of each begin, and all of them.
fn names_of(part: &[u8], count: usize) -> Option<(Vec<u32>, Vec<u32>)> {
    let mut begins = vec![0u32; count + 2];
    let each = |todo: &mut dyn FnMut(usize, u32)| {
        let mut at = 0;
        while at < part.len() {
            let (name, next) = record::name_at(part, at)?;
            for c in name.candidates.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c)) {
                if c & DERIVED == 0 && ((c & ENTITY) as usize) < count {
                    todo((c & ENTITY) as usize, (at / 4) as u32);
                }
            }
            at = next;
        }
        Some(())
    };
    each(&mut |owner, _| begins[owner + 2] += 1)?;
    for i in 2..begins.len() {
        begins[i] += begins[i - 1];
    }
    let mut names = vec![0u32; begins.last().map_or(0, |&n| n as usize)];
    each(&mut |owner, id| {
        names[begins[owner + 1] as usize] = id;
        begins[owner + 1] += 1;
    })?;
    Some((begins, names))
}

/// The number of an id that is kept as one.
fn numbered(id: &str) -> Option<u32> {
    let digits = id.strip_prefix(NUMBERED)?;
    let value: u32 = digits.parse().ok()?;
    (value > 0 && !digits.starts_with(['0', '+'])).then_some(value)
}

/// Columns of the entities, as written one after the other: flags; classes; own names and ids that are texts; 1 for
/// texts among the ids; populations; counts of names, unless it is one; names: 0 for one that follows among the strays,
/// else its number among those that tell of this entity; strays. Then planes: ids, latitudes, longitudes, as differences.
fn pack_entities(at: &[u8], part: &[u8], names: &[u8], out: &mut Columns) -> Option<()> {
    let (begins, told) = names_of(names, at.len() / 4)?;
    let mut columns: [Vec<u8>; 8] = Default::default();
    let [flags_of, classes, texts, texts_as_ids, populations, counts, which, strays] = &mut columns;
    let (mut ids, mut lats, mut lons, mut last) = (Vec::new(), Vec::new(), Vec::new(), [0i32; 3]);
    for (index, at) in at.as_chunks::<4>().0.iter().enumerate() {
        let (class, flags, mut rest) = record::entity_head(part.get(u32::from_le_bytes(*at) as usize..)?)?;
        flags_of.push(flags);
        push_number(classes, class);
        if flags & store::NAME_IS_FIRST_ALIAS == 0 {
            let (name, after) = record::string(rest)?;
            record::push_string(texts, name);
            rest = after;
        }
        if flags & store::ID_IS_NAME == 0 {
            let (id, after) = record::string(rest)?;
            rest = after;
            texts_as_ids.push(u8::from(numbered(id).is_none()));
            match numbered(id) {
                Some(id) => push_difference(&mut ids, &mut last[0], id as i32),
                None => record::push_string(texts, id),
            }
        }
        if flags & store::HAS_POINT != 0 {
            let (lat, lon) = (u32_at(rest, 0)? as i32, u32_at(rest, 4)? as i32);
            push_difference(&mut lats, &mut last[1], lat);
            push_difference(&mut lons, &mut last[2], lon);
            rest = rest.get(8..)?;
        }
        if flags & store::HAS_POPULATION != 0 {
            let (value, after) = number(rest)?;
            push_number(populations, value);
            rest = after;
        }
        let (count, rest) = record::names_count(rest, flags)?;
        if flags & store::ONE_NAME == 0 {
            push_number(counts, count);
        }
        let told = told.get(begins[index] as usize..begins[index + 1] as usize)?;
        for name in NameIds::new(rest, count).iter() {
            let place = told.iter().position(|&t| t == name).map_or(0, |i| i + 1);
            push_number(which, place as u64);
            if place == 0 {
                push_number(strays, u64::from(name));
            }
        }
    }
    columns.iter().for_each(|c| out.put(c));
    out.put_planes(&ids);
    for degrees in [lats, lons] {
        // coordinates of three decimals, as most lists have them, are kept as whole thousandths
        let unit = if degrees.iter().all(|d| unfolded(*d) % 1000 == 0) { 1000 } else { 1 };
        let degrees: Vec<u32> = degrees.iter().map(|d| folded(unfolded(*d) / unit)).collect();
        push_number(&mut out.0, unit as u64);
        out.put_planes(&degrees);
    }
    Some(())
}

fn push_difference(out: &mut Vec<u32>, last: &mut i32, value: i32) {
    out.push(folded(value.wrapping_sub(*last)));
    *last = value;
}

/// Where each entity begins, and the entities.
fn unpack_entities(all: &mut Column<'_>, names: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut columns = [Column::default(); 8];
    for column in &mut columns {
        *column = all.column()?;
    }
    let [flags_of, mut classes, mut texts, mut texts_as_ids, mut populations, mut counts, mut which, mut strays] =
        columns;
    let mut ids = all.planes()?;
    let (lat_unit, mut lats) = (all.number()? as i32, all.planes()?);
    let (lon_unit, mut lons) = (all.number()? as i32, all.planes()?);
    let (begins, told) = names_of(names, flags_of.0.len())?;
    let mut last = [0i32; 3];
    let mut next = |of: usize, planes: &mut Planes<'_>, unit: i32| {
        last[of] = last[of].wrapping_add(unfolded(planes.next()).wrapping_mul(unit));
        last[of]
    };
    let mut at = Vec::with_capacity(flags_of.0.len() * 4);
    let mut out: Vec<u8> = Vec::with_capacity(flags_of.0.len() * 40);
    let mut put_text = |out: &mut Vec<u8>| {
        let len = texts.length()?;
        push_number(out, len as u64);
        out.extend_from_slice(texts.take(len)?);
        Some(())
    };
    let mut id = String::from(NUMBERED);
    for (index, &flags) in flags_of.0.iter().enumerate() {
        at.extend_from_slice(&u32::try_from(out.len()).ok()?.to_le_bytes());
        record::push_entity_head(&mut out, classes.number()?, flags);
        if flags & store::NAME_IS_FIRST_ALIAS == 0 {
            put_text(&mut out)?;
        }
        if flags & store::ID_IS_NAME == 0 {
            if texts_as_ids.byte()? == 1 {
                put_text(&mut out)?;
            } else {
                id.truncate(NUMBERED.len());
                push_decimal(&mut id, next(0, &mut ids, 1) as u32);
                record::push_string(&mut out, &id);
            }
        }
        if flags & store::HAS_POINT != 0 {
            out.extend_from_slice(&next(1, &mut lats, lat_unit).to_le_bytes());
            out.extend_from_slice(&next(2, &mut lons, lon_unit).to_le_bytes());
        }
        if flags & store::HAS_POPULATION != 0 {
            push_number(&mut out, populations.number()?);
        }
        let mut count = 1;
        if flags & store::ONE_NAME == 0 {
            count = counts.number()?;
            push_number(&mut out, count);
        }
        let told = told.get(begins[index] as usize..begins[index + 1] as usize)?;
        for _ in 0..count {
            let name = match which.length()? {
                0 => strays.number()? as u32,
                place => *told.get(place - 1)?,
            };
            push_number(&mut out, u64::from(name));
        }
    }
    Some((at, out))
}

fn push_decimal(out: &mut String, value: u32) {
    let mut place = 1_000_000_000;
    while place > 1 && value < place {
        place /= 10;
    }
    while place > 0 {
        out.push(char::from(b'0' + (value / place % 10) as u8));
        place /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Alias, Entity, Gazetteer};
    use proptest::prelude::*;

    fn entity(i: usize, name: &str, aliases: &[String], point: Option<(i32, i32)>, people: Option<u64>) -> Entity {
        let id = match i % 3 {
            0 => format!("geonames:{}", 7 * i + 1),
            1 => name.to_string(),
            _ => format!("place:{i}"),
        };
        let mut e = Entity::new(id, name);
        e.aliases = aliases.iter().map(Alias::new).collect();
        e.lat = point.map(|p| f64::from(p.0 % 90_000) / 1e3);
        e.lon = point.map(|p| f64::from(p.1 % 180_000) / 1e3);
        e.population = people;
        e
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn unpacking_gives_back_what_was_packed(
            rows in prop::collection::vec(
                ("[A-Ca-c]{1,3}( [A-Cé]{1,2})?", prop::collection::vec("[A-Ca-c]{1,3}( [a-cÉ]{1,2})?", 0..4),
                 any::<Option<(i32, i32)>>(), any::<Option<u64>>()), 0..20),
            cut in 0usize..4000,
            flip in 1u8..,
        ) {
            let entities = rows.iter().enumerate().map(|(i, r)| entity(i, &r.0, &r.1, r.2, r.3)).collect();
            let compiled = Gazetteer::new(entities).unwrap();
            let mut packed = pack(compiled.to_bytes()).unwrap();
            let back = unpack(&packed).unwrap();
            prop_assert_eq!(&back[..], compiled.to_bytes());
            // damaged bytes give nothing or what was packed, and never a panic
            let cut = cut % packed.len();
            prop_assert!(unpack(&packed[..cut]).is_none_or(|b| b[..] == back[..]));
            packed[cut] ^= flip;
            prop_assert!(unpack(&packed).is_none_or(|b| b[..] == back[..]));
        }
    }

    #[test]
    fn numbers_of_ids_come_back() {
        for id in ["geonames:1", "geonames:4294967295", "geonames:90210"] {
            let mut back = String::from(NUMBERED);
            push_decimal(&mut back, numbered(id).unwrap());
            assert_eq!(back, id);
        }
        assert_eq!([numbered("geonames:007"), numbered("geonames:+7"), numbered("geonames:x")], [None; 3]);
    }
}
