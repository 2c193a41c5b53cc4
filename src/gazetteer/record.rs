//! The records of a compiled gazetteer: numbers, texts, names and entities, as they are written and read.

use super::store::{ENTITY_FLAGS, HAS_POINT, HAS_POPULATION, ID_IS_NAME, NAME_IS_FIRST_ALIAS, ONE_NAME};

/// A name as it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    pub text: &'a [u8],
    pub flags: u8,
    pub candidates: &'a [u8],
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|c| u32::from_le_bytes(*c))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|c| u64::from_le_bytes(*c))
}

/// Reads a variable-length number, seven bits a byte, low bits first.
pub(super) fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (i, &b) in bytes.iter().enumerate().take(10) {
        value |= u64::from(b & 0x7f).checked_shl(7 * i as u32)?;
        if b < 0x80 {
            return Some((value, &bytes[i + 1..]));
        }
    }
    None
}

pub(super) fn push_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Latitude and longitude in degrees, stored as millionths.
pub(super) fn point_at(bytes: &[u8]) -> Option<(f64, f64)> {
    let (lat, lon) = (u32_at(bytes, 0)? as i32, u32_at(bytes, 4)? as i32);
    Some((f64::from(lat) / 1e6, f64::from(lon) / 1e6))
}

pub(super) fn string(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (len, rest) = number(bytes)?;
    let (text, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The name of that id.
#[inline(always)]
pub(super) fn name(part: &[u8], id: u32) -> Option<Name<'_>> {
    name_at(part, id as usize * 4).map(|(name, _)| name)
}

/// Text and flags of the name of that id.
#[inline(always)]
pub(super) fn name_text(part: &[u8], id: u32) -> Option<(&[u8], u8)> {
    let rest = part.get(id as usize * 4..)?;
    let head = *rest.first_chunk::<4>()?;
    let len = usize::from(u16::from_le_bytes([head[0], head[1]]));
    Some((rest.get(4..4 + len)?, head[2]))
}

/// The name at that offset and the offset of the next one.
#[inline]
pub(super) fn name_at(part: &[u8], at: usize) -> Option<(Name<'_>, usize)> {
    let head = *part.get(at..)?.first_chunk::<4>()?;
    let len = usize::from(u16::from_le_bytes([head[0], head[1]]));
    let text = part.get(at + 4..at + 4 + len)?;
    let mut next = (at + 4 + len).next_multiple_of(4);
    let mut count = usize::from(head[3]);
    if count == 255 {
        count = u32_at(part, next)? as usize;
        next += 4;
    }
    let end = next.checked_add(count.checked_mul(4)?)?;
    Some((Name { text, flags: head[2], candidates: part.get(next..end)? }, end))
}

/// Class and flags of an entity, and what follows them. Most lists have few classes: one byte holds both.
#[inline]
pub(super) fn entity_head(bytes: &[u8]) -> Option<(u64, u8, &[u8])> {
    let (head, rest) = number(bytes)?;
    Some((head >> ENTITY_FLAGS, head as u8 & ((1 << ENTITY_FLAGS) - 1), rest))
}

/// Writes class and flags as [`entity_head`] reads them.
pub(super) fn push_entity_head(out: &mut Vec<u8>, class: u64, flags: u8) {
    push_number(out, class << ENTITY_FLAGS | u64::from(flags));
}

/// How many names an entity with those flags was given, and what follows: their ids, as numbers.
pub(super) fn names_count(bytes: &[u8], flags: u8) -> Option<(u64, &[u8])> {
    if flags & ONE_NAME != 0 { Some((1, bytes)) } else { number(bytes) }
}

/// The ids of an entity's names, one number after the other.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct NameIds<'a> {
    count: u64,
    ids: &'a [u8],
}

impl<'a> NameIds<'a> {
    /// So many numbers at the beginning of these bytes.
    pub fn new(ids: &'a [u8], count: u64) -> Self {
        NameIds { count, ids }
    }

    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        let (mut left, mut rest) = (self.count, self.ids);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let (id, after) = number(rest)?;
            rest = after;
            u32::try_from(id).ok()
        })
    }
}

/// What follows a string that nobody asks for.
pub(super) fn skip_string(bytes: &[u8]) -> Option<&[u8]> {
    let (len, rest) = number(bytes)?;
    rest.get(usize::try_from(len).ok()?..)
}

/// The first of packed entities: its class, its flags, what follows these up to the ids of its names, and the entities
/// after it.
pub(super) fn packed_entity(bytes: &[u8]) -> Option<(u64, u8, &[u8], &[u8])> {
    let (class, flags, after_head) = entity_head(bytes)?;
    let mut rest = after_head;
    for bit in [NAME_IS_FIRST_ALIAS, ID_IS_NAME] {
        if flags & bit == 0 {
            rest = skip_string(rest)?;
        }
    }
    if flags & HAS_POINT != 0 {
        rest = rest.get(8..)?;
    }
    if flags & HAS_POPULATION != 0 {
        rest = number(rest)?.1;
    }
    let next = names_count(rest, flags)?.1;
    let len = after_head.len() - next.len();
    Some((class, flags, after_head.get(..len)?, next))
}

/// Writes a name as [`name_at`] reads it.
pub(super) fn push_name(out: &mut Vec<u8>, text: &[u8], flags: u8, candidates: &[u32]) {
    let count = candidates.len();
    out.extend_from_slice(&(text.len() as u16).to_le_bytes());
    out.push(flags);
    out.push(count.min(255) as u8);
    out.extend_from_slice(text);
    out.resize(out.len().next_multiple_of(4), 0);
    if count >= 255 {
        out.extend_from_slice(&(count as u32).to_le_bytes());
    }
    for c in candidates {
        out.extend_from_slice(&c.to_le_bytes());
    }
}
