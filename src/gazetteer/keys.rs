//! What the compiler learns from one pass over the aliases: their keys, and the filters of first bytes.

use super::begin::{REST, initial_slot, start_slot};
use super::builder::PackedAlias;
use super::core;
use super::hash;
use super::lanes::SHUFFLE;
use super::store::{self, CASE};
use super::walk;
use crate::text::fold;

/// With more than this many of the filter's 65,536 bits set, most words pass it. Tests take small numbers here, so that
/// the few names of each meet all ways through the engine.
const DENSE_STARTS: u32 = if cfg!(test) { 12 } else { 4000 };
/// With more than this many beginnings of three small letters, tables of eight bits let most words pass.
const DENSE_SMALL: u32 = if cfg!(test) { 100 } else { 6000 };
/// With fewer the tables alone drop nearly all words that begin with a small letter.
const MANY_SMALL: u32 = if cfg!(test) { 50 } else { 300 };
/// Codes of the second and third byte of a word that begins with a small letter.
const CODES: usize = 64;

/// What one pass over the aliases gives.
pub(super) struct Keys {
    /// Hash of all words, index of the alias.
    pub keys: Vec<(u64, u32)>,
    /// First words that are a name; that begin longer names.
    pub alone: Vec<u64>,
    pub longer: Vec<u64>,
    /// The same for the filter, which tells small initials apart.
    pub alone_asked: Vec<u64>,
    pub longer_asked: Vec<u64>,
    /// Hashes of two words and more, the last word of a name left out.
    pub prefixes: Vec<u64>,
    starts: Box<[u8; 8192]>,
    /// The same for names that begin with a small letter only.
    small_starts: Box<[u8; 8192]>,
    pub initials: [u8; 512],
    pub flags: u32,
    /// The ASCII marks gaps begin with, joins left out.
    pub gaps: u128,
    /// First three bytes of names that may begin with a small letter: a bit for every triple of codes.
    smalls: Box<[u64; 26 * CODES]>,
}

impl Keys {
    pub fn new() -> Self {
        Keys {
            keys: Vec::new(),
            alone: Vec::new(),
            longer: Vec::new(),
            alone_asked: Vec::new(),
            longer_asked: Vec::new(),
            prefixes: Vec::new(),
            starts: Box::new([0; 8192]),
            small_starts: Box::new([0; 8192]),
            initials: [0; 512],
            flags: 0,
            gaps: 0,
            smalls: Box::new([0; 26 * CODES]),
        }
    }

    pub fn append(mut self, mut other: Keys) -> Keys {
        self.keys.append(&mut other.keys);
        self.alone.append(&mut other.alone);
        self.longer.append(&mut other.longer);
        self.alone_asked.append(&mut other.alone_asked);
        self.longer_asked.append(&mut other.longer_asked);
        self.prefixes.append(&mut other.prefixes);
        self.starts.iter_mut().zip(other.starts.iter()).for_each(|(a, b)| *a |= b);
        self.small_starts.iter_mut().zip(other.small_starts.iter()).for_each(|(a, b)| *a |= b);
        self.initials.iter_mut().zip(other.initials).for_each(|(a, b)| *a |= b);
        self.smalls.iter_mut().zip(other.smalls.iter()).for_each(|(a, b)| *a |= b);
        self.flags |= other.flags;
        self.gaps |= other.gaps;
        self
    }

    pub fn add(&mut self, index: u32, alias: &PackedAlias, text: &str, seed: u64, buffer: &mut Vec<u8>) {
        let Some((start, core_end)) = core(text) else { return };
        let mut end = fold::word_end(text, start);
        buffer.clear();
        text[start..end].chars().for_each(|c| fold::push_plain(c, buffer));
        let after = bytes_after(text, end, end < core_end);
        let initials = self.add_start(alias, text[start..].chars().next(), buffer, after);
        let mut h = hash::word(buffer, 0, buffer.len(), seed);
        let first = h;
        let mut words = 1;
        while end < core_end {
            self.add_gap(text, end);
            let Some((next, joined)) = walk::next_word(text, end, h, seed, buffer) else { break };
            match words {
                1 => self.longer.push(first),
                _ => self.prefixes.push(h),
            }
            (end, h) = (next, joined);
            words += 1;
        }
        if words == 1 {
            self.alone.push(h);
        }
        let asked = if words == 1 { &mut self.alone_asked } else { &mut self.longer_asked };
        asked.extend(
            [false, true].iter().zip(initials).filter(|i| i.1).map(|(&small, _)| hash::with_case(first, small)),
        );
        if alias.flags & store::LEAD != 0 {
            self.flags |= store::HAS_LEAD;
        }
        self.keys.push((h, index));
    }

    /// Opens the filters of first bytes for every spelling of the name's first word; gives whether it may begin with
    /// something else than a small ASCII letter, and whether with one.
    fn add_start(&mut self, alias: &PackedAlias, written: Option<char>, plain: &[u8], after: u128) -> [bool; 2] {
        let Some(&first) = plain.first() else { return [true, true] };
        if let Some(c) = std::str::from_utf8(plain).ok().and_then(|p| p.chars().next()) {
            let slot = initial_slot(c);
            self.initials[slot / 8] |= 1 << (slot % 8);
        }
        if !first.is_ascii() {
            return [true, false];
        }
        let second = plain.get(1).map_or(0, |&b| REST[usize::from(b)]);
        let third = plain.get(2).map_or(0, |&b| REST[usize::from(b)]);
        // a mark or an invisible character may stand after the first or the second letter
        let thirds = if second == 0 || second == 0x80 { [0, 0] } else { [third, 0x80] };
        let mut open = |first: u8| {
            for (second, third) in [(second, thirds[0]), (second, thirds[1]), (0x80, 0)] {
                let slot = start_slot(first, second, third);
                self.starts[slot / 8] |= 1 << (slot % 8);
                if first.is_ascii_lowercase() {
                    self.small_starts[slot / 8] |= 1 << (slot % 8);
                }
            }
        };
        open(first.to_ascii_uppercase());
        let any_case = alias.flags & CASE >= 2;
        if any_case || !written.is_some_and(char::is_uppercase) {
            open(first.to_ascii_lowercase());
            if first.is_ascii_alphabetic() {
                self.flags |= store::HAS_LOWER;
                self.add_small(first.to_ascii_lowercase(), &plain[1..], after);
                return [true, true];
            }
        }
        [true, false]
    }

    /// Remembers with which marks a gap of the name begins.
    fn add_gap(&mut self, text: &str, end: usize) {
        let after = bytes_after(text, end, true);
        self.gaps |= after & !JOINS;
        if after == 0 {
            self.flags |= store::HIGH_GAPS;
        }
    }

    /// Remembers the first three bytes of a word that begins with a small letter. Bytes beyond ASCII need no mention: with
    /// one the tables of first bytes let anything pass.
    fn add_small(&mut self, letter: u8, rest: &[u8], after: u128) {
        let codes = |bytes: u128| (0..128).filter(|b| bytes >> b & 1 != 0).fold(0, |all, b| all | 1u64 << code(b));
        let (seconds, thirds) = match *rest {
            [] => (codes(after), u64::MAX),
            [second] => (1 << code(second), codes(after)),
            [second, third, ..] => (1 << code(second), if third < 0x80 { 1 << code(third) } else { 0 }),
        };
        if rest.first().is_none_or(u8::is_ascii) {
            let of_letter = usize::from(letter - b'a') * CODES;
            (0..CODES).filter(|c| seconds >> c & 1 != 0).for_each(|c| self.smalls[of_letter + c] |= thirds);
        }
    }

    /// The flags of the compiled form, with what the filters turned out to be worth, the tables of first bytes, and the
    /// filter of starts.
    pub fn filters(&self) -> (u32, [u8; SHUFFLE], &[u8]) {
        let mut flags = self.flags;
        if self.starts.iter().map(|b| b.count_ones()).sum::<u32>() > DENSE_STARTS {
            flags |= store::DENSE;
        }
        let smalls = self.smalls.iter().map(|w| w.count_ones()).sum::<u32>();
        if smalls <= DENSE_SMALL {
            flags |= store::HAS_TABLES;
        }
        if smalls > MANY_SMALL {
            flags |= store::MANY_SMALL;
        }
        let dense = flags & store::DENSE != 0;
        (flags, self.tables(), if dense { &self.small_starts[..] } else { &self.starts[..] })
    }

    /// The tables of [`super::lanes::Shuffle`]: capitals, digits and the underscore have the highest bit, whatever
    /// follows; the small letters share the others, those with many triples next to those with few.
    fn tables(&self) -> [u8; SHUFFLE] {
        let mut tables = [0u8; SHUFFLE];
        let mut open = |place: usize, byte: u8, bit: u8| {
            tables[place * 32 + usize::from(byte & 15)] |= bit;
            tables[place * 32 + 16 + usize::from(byte >> 4)] |= bit;
        };
        for byte in 0..128u8 {
            if byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_' {
                open(0, byte, 0x80);
            }
            (1..3).for_each(|place| open(place, byte, 0x80));
        }
        let (letters, _) = self.smalls.as_chunks::<CODES>();
        let mut order: Vec<(u32, usize)> =
            letters.iter().enumerate().map(|(l, s)| (s.iter().map(|w| w.count_ones()).sum(), l)).collect();
        order.sort_by_key(|&(count, letter)| (std::cmp::Reverse(count), letter));
        for (k, &(_, letter)) in order.iter().enumerate().filter(|(_, o)| o.0 > 0) {
            let k = k % 14;
            let bit = 1u8 << if k < 7 { k } else { 13 - k };
            open(0, b'a' + letter as u8, bit);
            let mut thirds = 0;
            for byte in (0..128u8).filter(|&b| letters[letter][code(b)] != 0) {
                open(1, byte, bit);
                thirds |= letters[letter][code(byte)];
            }
            (0..128u8).filter(|&b| thirds >> code(b) & 1 != 0).for_each(|b| open(2, b, bit));
        }
        tables
    }
}

/// White space and hyphens, a bit an ASCII byte: what a join between words may begin with.
const JOINS: u128 = 1 << b' ' | 1 << b'-' | 1 << b'\t' | 1 << b'\n' | 1 << b'\r' | 1 << 0xb | 1 << 0xc;

/// The ASCII bytes that may follow in a text on a word of a name, a bit each; `end` is the word's end in the name, and
/// `more` whether another word follows.
fn bytes_after(text: &str, end: usize, more: bool) -> u128 {
    let among = |wanted: &dyn Fn(u8) -> bool| (0..128u8).filter(|&b| wanted(b)).fold(0, |all, b| all | 1 << b);
    if !more {
        return among(&|b| REST[usize::from(b)] == 0);
    }
    let mut first = None;
    match (fold::gap(text, end, |c| first = first.or(Some(c))), first) {
        (Some((_, true)), _) => JOINS,
        (_, Some(mark)) => among(&|b| fold::fold_mark(char::from(b)) == mark),
        _ => 0,
    }
}

/// A number below [`CODES`] for an ASCII byte; letters whatever their case, marks in groups.
fn code(byte: u8) -> usize {
    let rest = REST[usize::from(byte)];
    match byte {
        _ if rest.is_ascii_lowercase() => usize::from(rest - b'a'),
        b'0'..=b'9' => 26 + usize::from(byte - b'0'),
        b'_' => 36,
        b'-' => 37,
        b'.' => 38,
        b'\'' | b'`' => 39,
        b',' => 40,
        b'&' => 41,
        b'/' => 42,
        _ if JOINS >> (byte & 127) & 1 != 0 => 43,
        _ => 44,
    }
}
