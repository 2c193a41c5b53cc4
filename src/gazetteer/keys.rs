//! What the compiler learns from one pass over the aliases: their keys, and the filters of first bytes.

use super::ascii;
use super::begin::{REST, initial_slot, start_slot};
use super::builder::PackedAlias;
use super::core;
use super::hash::{self, Next};
use super::lanes::{ONE, SHUFFLE, TWO};
use super::parted::Hashed;
use super::store::{self, CASE};
use super::walk;
use crate::text::fold;

/// With more than this many of the filter's 65,536 bits set, most capitalised words pass it. Tests take small numbers here, so
/// that the few names of each meet all ways through the engine.
const DENSE_STARTS: u32 = if cfg!(test) { 12 } else { 20_000 };
/// With more than this many it drops too few words to be asked about each by itself.
const CROWDED_STARTS: u32 = if cfg!(test) { 8 } else { 4000 };
/// With more than this many beginnings of three small letters, tables of eight bits let most words pass.
const DENSE_SMALL: u32 = if cfg!(test) { 100 } else { 6000 };
/// With fewer the tables alone drop nearly all words that begin with a small letter. With more starts of small letters than
/// [`CROWDED_STARTS`] the filter of them drops too few to be worth asking.
const MANY_SMALL: u32 = if cfg!(test) { 50 } else { 300 };
/// Codes of the second and third byte of a word that begins with a small letter.
const CODES: usize = 64;

/// The key of an alias: what it is sorted and found by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Hash of all words.
    pub hash: u64,
    /// Index of the alias.
    pub alias: u32,
    /// It has more words than one.
    pub several: bool,
}

impl Hashed for Key {
    fn hash(&self) -> u64 {
        self.hash
    }
}

/// Hashes of some aliases, as they come.
#[derive(Default)]
pub(super) struct Hashes {
    pub keys: Vec<Key>,
    /// First words of longer names.
    pub longer: Vec<u64>,
    /// Hashes of two words and more, the last word of a name left out.
    pub prefixes: Vec<u64>,
    /// What else the filter of first words is asked for: names of one word whose initial is small, and first words of
    /// longer names with a small initial or with what may follow.
    pub alone_asked: Vec<u64>,
    pub longer_asked: Vec<u64>,
}

impl Hashes {
    /// Room for so many aliases.
    pub fn new(count: usize) -> Self {
        Hashes { keys: Vec::with_capacity(count), ..Hashes::default() }
    }
}

/// What one pass over the aliases tells of all of them.
pub(super) struct Keys {
    starts: Box<[u8; 8192]>,
    /// The same for names that begin with a small letter only.
    small_starts: Box<[u8; 8192]>,
    pub initials: [u8; 512],
    pub flags: u32,
    /// The ASCII marks gaps begin with, joins left out.
    pub gaps: u128,
    /// First three bytes of names whose first word is of three letters or more and may begin with a small one: a bit for
    /// every triple of codes.
    smalls: Box<[u64; 26 * CODES]>,
    /// The letters that are a first word by themselves; the first and the second letters of those of two.
    ones: u64,
    twos: [u64; 2],
}

impl Keys {
    pub fn new() -> Self {
        Keys {
            starts: Box::new([0; 8192]),
            small_starts: Box::new([0; 8192]),
            initials: [0; 512],
            flags: 0,
            gaps: 0,
            smalls: Box::new([0; 26 * CODES]),
            ones: 0,
            twos: [0; 2],
        }
    }

    pub fn and(mut self, other: &Keys) -> Keys {
        self.starts.iter_mut().zip(other.starts.iter()).for_each(|(a, b)| *a |= b);
        self.small_starts.iter_mut().zip(other.small_starts.iter()).for_each(|(a, b)| *a |= b);
        self.initials.iter_mut().zip(other.initials).for_each(|(a, b)| *a |= b);
        self.smalls.iter_mut().zip(other.smalls.iter()).for_each(|(a, b)| *a |= b);
        self.ones |= other.ones;
        self.twos.iter_mut().zip(other.twos).for_each(|(a, b)| *a |= b);
        self.flags |= other.flags;
        self.gaps |= other.gaps;
        self
    }

    pub fn add(
        &mut self,
        index: u32,
        alias: &PackedAlias,
        text: &str,
        seed: u64,
        out: &mut Hashes,
        buffer: &mut Vec<u8>,
    ) {
        let bare = alias.flags & (store::LEAD | store::TAIL) == 0;
        let Some((start, core_end)) = (if bare { Some((0, text.len())) } else { core(text) }) else { return };
        let mut end = plain_word(text, start, buffer);
        let small = self.add_start(alias, text[start..].chars().next(), buffer);
        let mut h = hash::word(buffer, 0, buffer.len(), seed);
        let (first, first_end, first_byte) = (h, end, buffer.first().copied().unwrap_or(0));
        let mut words = 1;
        while end < core_end {
            self.add_gap(text, end);
            let Some((next, joined)) = walk::next_word(text, end, h, seed, buffer) else { break };
            match words {
                1 => out.longer.push(first),
                _ => out.prefixes.push(h),
            }
            (end, h) = (next, joined);
            words += 1;
        }
        // a digit counts as a capital where the text has a wide one
        let small = (small || first_byte.is_ascii_digit()).then(|| hash::with_case(first, b'a', true));
        if words == 1 {
            out.alone_asked.extend(small);
        } else {
            out.longer_asked.extend(small);
            let nexts = nexts(alias, text, first_end, buffer);
            for asked in [Some(first), small].into_iter().flatten() {
                let told = nexts.iter().filter(|n| **n != Next::ANY);
                out.longer_asked.extend(told.map(|&next| hash::with_next(asked, next)));
            }
        }
        if alias.flags & store::LEAD != 0 {
            self.flags |= store::HAS_LEAD;
        }
        out.keys.push(Key { hash: h, alias: index, several: words > 1 });
    }

    /// Opens the filters of first bytes for every spelling of the name's first word; gives whether it may begin with a
    /// small letter.
    fn add_start(&mut self, alias: &PackedAlias, written: Option<char>, plain: &[u8]) -> bool {
        let Some(initial) = std::str::from_utf8(plain).ok().and_then(|p| p.chars().next()) else { return true };
        let small = initial.is_lowercase() && (alias.flags & CASE >= 2 || !written.is_some_and(char::is_uppercase));
        for small in [Some(false), small.then_some(true)].into_iter().flatten() {
            let slot = initial_slot(initial as u32, small);
            self.initials[slot / 8] |= 1 << (slot % 8);
        }
        let &[first, ref rest @ ..] = plain else { return small };
        if !first.is_ascii() {
            return small;
        }
        let second = rest.first().map_or(0, |&b| REST[usize::from(b)]);
        let third = rest.get(1).map_or(0, |&b| REST[usize::from(b)]);
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
        if small {
            open(first);
            self.flags |= store::HAS_LOWER;
            self.add_small(first, rest);
        }
        small
    }

    /// Remembers with which marks a gap of the name begins.
    fn add_gap(&mut self, text: &str, end: usize) {
        let mut first = None;
        if let Some((_, false)) = fold::gap(text, end, |c| first = first.or(Some(c))) {
            match first {
                // a mark folds to itself, and others may fold to it
                Some(mark) if mark.is_ascii() && self.gaps >> (mark as u32) & 1 != 0 => {}
                mark => {
                    let after = mark.map_or(0, bytes_folded_to);
                    self.gaps |= after & !JOINS;
                    if after == 0 {
                        self.flags |= store::HIGH_GAPS;
                    }
                }
            }
        }
    }

    /// Remembers the first three bytes of a word that begins with a small letter. Bytes beyond ASCII need no mention: with
    /// one the tables of first bytes let anything pass.
    fn add_small(&mut self, letter: u8, rest: &[u8]) {
        let first = usize::from(letter - b'a');
        match *rest {
            [] => self.ones |= 1 << first,
            [second] if second.is_ascii() => {
                self.twos = [self.twos[0] | 1 << first, self.twos[1] | 1 << code(second)];
            }
            [second, third, ..] if second.is_ascii() && third.is_ascii() => {
                self.smalls[first * CODES + code(second)] |= 1 << code(third);
            }
            _ => {}
        }
    }

    /// The flags of the compiled form, with what the filters turned out to be worth, the tables of first bytes, and the
    /// filter of starts.
    pub fn filters(&self) -> (u32, [u8; SHUFFLE], &[u8]) {
        let mut flags = self.flags;
        let starts = self.starts.iter().map(|b| b.count_ones()).sum::<u32>();
        if starts > DENSE_STARTS {
            flags |= store::DENSE;
        }
        if starts > CROWDED_STARTS {
            flags |= store::CROWDED;
        }
        let count = |bits: &[u64]| bits.iter().map(|w| w.count_ones()).sum::<u32>();
        let smalls = count(&self.smalls[..]);
        if smalls <= DENSE_SMALL {
            flags |= store::HAS_TABLES;
        }
        let small_starts = self.small_starts.iter().map(|b| b.count_ones()).sum::<u32>();
        if smalls > MANY_SMALL && small_starts <= CROWDED_STARTS {
            flags |= store::MANY_SMALL;
        }
        let dense = flags & store::DENSE != 0;
        (flags, self.tables(), if dense { &self.small_starts[..] } else { &self.starts[..] })
    }

    /// The tables of [`super::lanes::Shuffle`]: capitals, digits and the underscore have the highest bit, whatever
    /// follows; small words of one letter the next, of two the one after it, whatever follows on either; the small letters
    /// longer words begin with share the others.
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
        for letter in 0..26 {
            [(self.ones, ONE), (self.twos[0], TWO)]
                .into_iter()
                .filter(|(firsts, _)| firsts >> letter & 1 != 0)
                .for_each(|(_, bit)| open(0, b'a' + letter, bit));
        }
        (0..128u8).filter(|&b| self.twos[1] >> code(b) & 1 != 0).for_each(|b| open(1, b, TWO));
        let (letters, _) = self.smalls.as_chunks::<CODES>();
        // with few bits the letters that have most in common share one
        let group = |(letter, codes): (usize, &[u64; CODES])| {
            let seconds = (0..CODES).filter(|&c| codes[c] != 0).fold(0, |all, c| all | 1u64 << c);
            [1u64 << letter, seconds, codes.iter().fold(0, |all, c| all | c)]
        };
        let mut groups: Vec<[u64; 3]> = letters.iter().enumerate().map(group).filter(|g| g[1] != 0).collect();
        while groups.len() > 5 {
            merge_nearest(&mut groups);
        }
        for (k, [firsts, seconds, thirds]) in groups.into_iter().enumerate() {
            (0..26u8).filter(|l| firsts >> l & 1 != 0).for_each(|l| open(0, b'a' + l, 1 << k));
            for byte in 0..128u8 {
                [(1, seconds), (2, thirds)]
                    .into_iter()
                    .filter(|(_, codes)| codes >> code(byte) & 1 != 0)
                    .for_each(|(place, _)| open(place, byte, 1 << k));
            }
        }
        tables
    }
}

/// Folds the word that begins there, and gives its end.
fn plain_word(text: &str, start: usize, buffer: &mut Vec<u8>) -> usize {
    buffer.clear();
    if let Some(end) = walk::ascii_word_end(text.as_bytes(), start) {
        buffer.extend(text.as_bytes()[start..end].iter().map(u8::to_ascii_lowercase));
        return end;
    }
    let end = fold::word_end(text, start);
    text[start..end].chars().for_each(|c| fold::push_plain(c, buffer));
    end
}

/// What a text may have after the first word of a longer name that [`Next::of`] tells anything of. `end` is that word's
/// end.
fn nexts(alias: &PackedAlias, text: &str, end: usize, buffer: &mut Vec<u8>) -> [Next; 3] {
    let mut first = None;
    let Some((start, joined)) = fold::gap(text, end, |c| first = first.or(Some(c))) else { return [Next::ANY; 3] };
    if !joined {
        let mark = first.map_or(hash::OTHER, |m| match m {
            _ if !m.is_ascii() => hash::OTHER,
            _ if ascii::is_join(m as u8) => hash::LATER,
            m => m as u8,
        });
        return [Next::mark(mark), Next::ANY, Next::ANY];
    }
    let Some(written) = text[start..].chars().next() else { return [Next::ANY; 3] };
    plain_word(text, start, buffer);
    let Some(&letter) = buffer.first().filter(|b| b.is_ascii()) else { return [Next::ANY; 3] };
    let (capital, small) = (Next::letter(letter.to_ascii_uppercase()), Next::letter(letter.to_ascii_lowercase()));
    match alias.flags & CASE {
        _ if !written.is_ascii() => [capital, small, Next::ANY],
        0 => [Next::letter(written as u8), Next::ANY, Next::ANY],
        1 => [Next::letter(written as u8), capital, Next::ANY],
        _ => [capital, small, Next::ANY],
    }
}

/// Makes one group of the two that together let the fewest triples pass which neither does by itself.
fn merge_nearest(groups: &mut Vec<[u64; 3]>) {
    let passes = |g: [u64; 3]| g.iter().map(|codes| codes.count_ones()).product::<u32>();
    let mut best: Option<(u32, usize, [u64; 3])> = None;
    for (i, &a) in groups.iter().enumerate() {
        for &b in &groups[..i] {
            let both = [a[0] | b[0], a[1] | b[1], a[2] | b[2]];
            let more = passes(both).saturating_sub(passes(a) + passes(b));
            if best.is_none_or(|b| more < b.0) {
                best = Some((more, i, both));
            }
        }
    }
    let Some((_, index, both)) = best else { return };
    groups.remove(index);
    if let Some(other) = groups.iter_mut().find(|g| g[0] & both[0] != 0) {
        *other = both;
    }
}

/// White space and hyphens, a bit an ASCII byte: what a join between words may begin with.
const JOINS: u128 = {
    let (mut joins, mut b) = (0, 0);
    while b < 128 {
        joins |= (ascii::is_join(b as u8) as u128) << b;
        b += 1;
    }
    joins
};

/// The ASCII bytes that fold to that mark, a bit each.
fn bytes_folded_to(mark: char) -> u128 {
    (0..128u8).filter(|&b| fold::fold_mark(char::from(b)) == mark).fold(0, |all, b| all | 1 << b)
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
        _ if ascii::is_join(byte) => 43,
        _ => 44,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// What may stand between two words, all kinds of it.
    const GAPS: &str = " -\t\n\r'`‘’‛ʼ\u{2010}\u{2013}—―\"“„«＂＇－，,.․…\0\u{7f}\u{a0}\u{2009}\u{2028}\u{85}\u{ad}\u{200d}\u{200b}\u{2060}&@\u{3000}‚•·";

    /// Gaps that are one to the names tell the filter something it was told of each of them, or nothing.
    #[test]
    fn no_gap_tells_what_its_name_does_not() {
        let any = PackedAlias { at: 0, len: 0, flags: 2, owner: 0 };
        let mut buffer = Vec::new();
        let (mut of_names, mut of_texts) = (BTreeMap::<String, Vec<[Next; 3]>>::new(), Vec::new());
        let second = || GAPS.chars().map(Some).chain([None]);
        for (a, b) in GAPS.chars().flat_map(|a| second().map(move |b| (a, b))) {
            for letter in ["c", "C", "é", "北"] {
                let text: String =
                    ["ab"].into_iter().flat_map(str::chars).chain([a]).chain(b).chain(letter.chars()).collect();
                let (end, mut marks) = (fold::word_end(&text, 0), String::new());
                let Some((start, joined)) = fold::gap(&text, end, |c| marks.push(c)) else { continue };
                if fold::word_end(&text, start) != text.len() {
                    continue;
                }
                let gap = format!("{} {joined} {}", if joined { "" } else { &marks }, letter.to_lowercase());
                of_names.entry(gap.clone()).or_default().push(nexts(&any, &text, end, &mut buffer));
                let mut after = text.as_bytes()[end..].to_vec();
                after.resize(after.len() + 4, b' ');
                of_texts.push((gap, Next::of([after[0], after[1], after[2], after[3]]), text));
            }
        }
        assert!(of_texts.len() > 4000);
        for (gap, told, text) in of_texts {
            let known = |nexts: &[Next; 3]| told == Next::ANY || nexts.contains(&told);
            assert!(of_names[&gap].iter().all(known), "{text:?}");
        }
    }
}
