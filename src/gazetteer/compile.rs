//! From packed entities to the compiled form.

use super::builder::{GazetteerBuilder, PackedAlias};
use super::core;
use super::fit::{Fit, Fitter};
use super::hash;
use super::matcher::{REST, bucket_of, initial_slot, start_slot};
use super::store::{self, CASE, DERIVED, ENTITY, LIST, LONGER, Meta, PARTS};
use super::walk;
use crate::error::{Error, Result};
use crate::parallel;
use crate::text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Bits of filter a first word, a longer prefix.
const FIRST_BITS: usize = 14;
const DEEPER_BITS: usize = 12;
/// Slots used of eight.
const LOAD: usize = 6;
/// Of more spellings of one key than this, one match tells the best only.
const MANY: usize = 16;
/// Aliases a thread takes at a time.
const CHUNK: usize = 1 << 16;
const SEED: u64 = 0x6461_7465_6c69_6e65;

pub(super) fn compile(mut builder: GazetteerBuilder) -> Result<store::Bytes> {
    builder.texts.shrink_to_fit();
    // two prefixes in reach of each other with equal halves of their hashes are a matter of bad luck: another seed
    // lists of some size on the crate's own pool, which survives `fork`; small ones in this thread, for they may be made
    // at first use by a thread of that pool, and one that waits there would take up a text that needs the same list
    let pool = if builder.aliases.len() > CHUNK { parallel::pool() } else { None };
    for attempt in 0..32 {
        let seed = hash::mix(SEED, attempt + 1);
        let made = match pool {
            Some(pool) => pool.install(|| try_compile(&builder, seed, true)),
            None => try_compile(&builder, seed, false),
        };
        if let Some((meta, parts)) = made? {
            drop(builder);
            return Ok(store::assemble(&meta, parts));
        }
    }
    Err(Error::gazetteer("no hash seed fits these names"))
}

/// What one pass over the aliases gives.
struct Keys {
    /// Hash of all words, index of the alias.
    keys: Vec<(u64, u32)>,
    /// First words that are a name; that begin longer names.
    alone: Vec<u64>,
    longer: Vec<u64>,
    /// The same for the filter, which tells small initials apart.
    alone_asked: Vec<u64>,
    longer_asked: Vec<u64>,
    /// Hashes of two words and more, the last word of a name left out.
    prefixes: Vec<u64>,
    pairs: Box<[u8; 8192]>,
    starts: Box<[u8; 8192]>,
    initials: [u8; 512],
    flags: u32,
}

impl Keys {
    fn new() -> Self {
        Keys {
            keys: Vec::new(),
            alone: Vec::new(),
            longer: Vec::new(),
            alone_asked: Vec::new(),
            longer_asked: Vec::new(),
            prefixes: Vec::new(),
            pairs: Box::new([0; 8192]),
            starts: Box::new([0; 8192]),
            initials: [0; 512],
            flags: 0,
        }
    }

    fn append(mut self, mut other: Keys) -> Keys {
        self.keys.append(&mut other.keys);
        self.alone.append(&mut other.alone);
        self.longer.append(&mut other.longer);
        self.alone_asked.append(&mut other.alone_asked);
        self.longer_asked.append(&mut other.longer_asked);
        self.prefixes.append(&mut other.prefixes);
        self.pairs.iter_mut().zip(other.pairs.iter()).for_each(|(a, b)| *a |= b);
        self.starts.iter_mut().zip(other.starts.iter()).for_each(|(a, b)| *a |= b);
        self.initials.iter_mut().zip(other.initials).for_each(|(a, b)| *a |= b);
        self.flags |= other.flags;
        self
    }

    fn add(&mut self, index: u32, alias: &PackedAlias, text: &str, seed: u64, buffer: &mut Vec<u8>) {
        let Some((start, core_end)) = core(text) else { return };
        let mut end = fold::word_end(text, start);
        buffer.clear();
        text[start..end].chars().for_each(|c| fold::push_plain(c, buffer));
        let initials = self.add_start(alias, text[start..].chars().next(), buffer);
        let mut h = hash::word(buffer, 0, buffer.len(), seed);
        let first = h;
        let mut words = 1;
        while end < core_end {
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
    fn add_start(&mut self, alias: &PackedAlias, written: Option<char>, plain: &[u8]) -> [bool; 2] {
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
        let mut open = |first: u8| {
            // a mark or an invisible character may stand after the first or the second letter
            let thirds = if second == 0 || second == 0x80 { [0, 0] } else { [third, 0x80] };
            let mut open_pair = |second: u8| {
                let pair = u16::from_le_bytes([first, second]);
                self.pairs[usize::from(pair) / 8] |= 1 << (pair % 8);
            };
            match second {
                0 => (0..0x80).filter(|b| REST[usize::from(*b)] == 0).for_each(&mut open_pair),
                0x80 => {}
                letter => [letter, letter.to_ascii_uppercase()].into_iter().for_each(&mut open_pair),
            }
            (0x80..=0xff).for_each(open_pair);
            for (second, third) in [(second, thirds[0]), (second, thirds[1]), (0x80, 0)] {
                let slot = start_slot(first, second, third);
                self.starts[slot / 8] |= 1 << (slot % 8);
            }
        };
        open(first.to_ascii_uppercase());
        let any_case = alias.flags & CASE >= 2;
        if any_case || !written.is_some_and(char::is_uppercase) {
            open(first.to_ascii_lowercase());
            if first.is_ascii_alphabetic() {
                self.flags |= store::HAS_LOWER;
                return [true, true];
            }
        }
        [true, false]
    }
}

fn text_of<'a>(builder: &'a GazetteerBuilder, alias: &PackedAlias) -> &'a str {
    let bytes = builder.texts.get(alias.at as usize..alias.at as usize + usize::from(alias.len));
    bytes.and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
}

fn sort<T: Ord + Send>(list: &mut [T], spread: bool) {
    if spread { list.par_sort_unstable() } else { list.sort_unstable() }
}

/// `spread`: on all threads of the pool this is called in.
fn try_compile(builder: &GazetteerBuilder, seed: u64, spread: bool) -> Result<Option<(Meta, [Vec<u8>; PARTS])>> {
    let keys_of = |(c, aliases): (usize, &[PackedAlias])| {
        let (mut keys, mut buffer) = (Keys::new(), Vec::new());
        for (i, alias) in aliases.iter().enumerate() {
            keys.add((c * CHUNK + i) as u32, alias, text_of(builder, alias), seed, &mut buffer);
        }
        keys
    };
    let chunks: Vec<Keys> = if spread {
        builder.aliases.par_chunks(CHUNK).enumerate().map(keys_of).collect()
    } else {
        builder.aliases.chunks(CHUNK).enumerate().map(keys_of).collect()
    };
    let mut keys = chunks.into_iter().fold(Keys::new(), Keys::append);
    sort(&mut keys.keys, spread);
    let Keys { alone, longer, alone_asked, longer_asked, prefixes, .. } = &mut keys;
    for hashes in [alone, longer, alone_asked, longer_asked, prefixes] {
        sort(hashes, spread);
        hashes.dedup();
    }
    let mut names = Names::new(builder);
    names.add_all(&keys.keys);
    let Names { blob, lists, slots, of_alias, count, .. } = names;
    if blob.len() / 4 >= store::ID as usize {
        return Err(Error::gazetteer("too many names for one gazetteer"));
    }
    let first = filter(
        keys.alone_asked.len() + keys.longer_asked.len(),
        FIRST_BITS,
        keys.alone_asked.iter().map(|&h| (h, false)).chain(keys.longer_asked.iter().map(|&h| (h, true))),
    );
    let single = |h: &u64| keys.alone.binary_search(h).is_ok();
    let several: Vec<u64> = slots.iter().map(|s| s.0).filter(|h| !single(h)).collect();
    let deeper = filter(
        several.len() + keys.prefixes.len(),
        DEEPER_BITS,
        several.iter().chain(&keys.prefixes).map(|&h| (h, false)),
    );
    drop(several);
    let going_on = merge(&keys.longer, &keys.prefixes);
    let Some((table, run)) = table(&slots, &going_on) else { return Ok(None) };
    drop((slots, going_on));
    let (entity_at, entities) = entities(builder, &of_alias, &blob)?;
    let mut classes = Vec::new();
    store::push_classes(&mut classes, &builder.classes);
    let meta = Meta { flags: keys.flags, seed, names: count, entities: builder.count, run };
    let mut pairs = keys.pairs.to_vec();
    // a last byte, and words that begin beyond ASCII: the table tells nothing about them
    pairs[0] |= 1;
    pairs.chunks_exact_mut(32).for_each(|second| second[16..].fill(0xff));
    let parts = [
        keys.starts.to_vec(),
        keys.initials.to_vec(),
        first,
        deeper,
        table,
        lists,
        blob,
        entity_at,
        entities,
        classes,
        pairs,
    ];
    Ok(Some((meta, parts)))
}

fn filter(count: usize, bits: usize, hashes: impl Iterator<Item = (u64, bool)>) -> Vec<u8> {
    let words = (count * bits / 64).max(64);
    let mut out = vec![0u64; words];
    for (h, longer) in hashes {
        let (slot, x) = hash::slot(h, words as u32);
        out[slot] |= if longer { hash::longer_bits(x) } else { hash::alone_bits(x) };
    }
    out.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// Two sorted lists as one, without repetitions.
fn merge(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x <= y => a.next(),
            (Some(_), None) => a.next(),
            _ => b.next(),
        };
        match next {
            Some(h) if out.last() != Some(&h) => out.push(h),
            Some(_) => {}
            None => return out,
        }
    }
}

/// The hash table, and the longest run of buckets a look-up needs. None if two slots cannot be told apart.
fn table(names: &[(u64, u32)], going_on: &[u64]) -> Option<(Vec<u8>, u32)> {
    let count = names.len() + going_on.len();
    let buckets = (count / LOAD + 2) as u64;
    let mut slots = vec![0u64; (buckets as usize + 2) * 8];
    let (mut names, mut going_on) = (names.iter().copied().peekable(), going_on.iter().copied().peekable());
    let (mut at, mut run) = (0, 0);
    loop {
        let (h, payload) = match (names.peek().copied(), going_on.peek().copied()) {
            (Some((n, id)), Some(g)) if n == g => {
                names.next();
                going_on.next();
                (n, id | LONGER)
            }
            (Some((n, id)), g) if g.is_none_or(|g| n < g) => {
                names.next();
                (n, id)
            }
            (_, Some(g)) => {
                going_on.next();
                (g, LONGER)
            }
            (Some(_), None) | (None, None) => break,
        };
        let home = bucket_of(h, buckets) * 8;
        at = at.max(home);
        if slots.len() <= at + 8 {
            slots.resize(at + 64, 0);
        }
        run = run.max((at - home) / 8);
        // a look-up from the home bucket must meet this slot before one that looks like it
        if slots[home..at].iter().any(|&s| s as u32 == h as u32) {
            return None;
        }
        slots[at] = u64::from(payload) << 32 | u64::from(h as u32);
        at += 1;
    }
    // the last home bucket may run over, too
    slots.resize((buckets as usize + run + 1) * 8, 0);
    Some((slots.iter().flat_map(|s| s.to_le_bytes()).collect(), run as u32))
}

/// Turns aliases with equal keys into names.
struct Names<'a> {
    builder: &'a GazetteerBuilder,
    blob: Vec<u8>,
    lists: Vec<u8>,
    /// Key and what the table tells about it, sorted by key.
    slots: Vec<(u64, u32)>,
    /// Name of each alias.
    of_alias: Vec<u32>,
    count: u64,
    fitter: Fitter,
}

/// A distinct spelling among aliases with one key.
struct Spelling<'a> {
    text: &'a str,
    flags: u8,
    candidates: Vec<u32>,
}

impl<'a> Names<'a> {
    fn new(builder: &'a GazetteerBuilder) -> Self {
        Names {
            builder,
            blob: Vec::with_capacity(builder.texts.len() + builder.aliases.len() * 10),
            lists: Vec::new(),
            slots: Vec::with_capacity(builder.aliases.len()),
            of_alias: vec![0; builder.aliases.len()],
            count: 0,
            fitter: Fitter::default(),
        }
    }

    fn add_all(&mut self, keys: &[(u64, u32)]) {
        for group in keys.chunk_by(|a, b| a.0 == b.0) {
            let payload = match group {
                [(_, alias)] => {
                    let a = self.builder.aliases[*alias as usize];
                    let id = self.push(text_of(self.builder, &a), a.flags, &[a.owner]);
                    self.of_alias[*alias as usize] = id;
                    id + 1
                }
                _ => self.add_group(group),
            };
            self.slots.push((group[0].0, payload));
        }
    }

    fn push(&mut self, text: &str, flags: u8, candidates: &[u32]) -> u32 {
        let id = (self.blob.len() / 4) as u32;
        store::push_name(&mut self.blob, text.as_bytes(), flags, candidates);
        self.count += 1;
        id
    }

    fn add_group(&mut self, group: &[(u64, u32)]) -> u32 {
        let mut spellings: Vec<Spelling<'a>> = Vec::new();
        let mut index: FxHashMap<(String, u8), usize> = FxHashMap::default();
        let mut last: Option<(&str, u8, usize)> = None;
        let mut of_group = Vec::with_capacity(group.len());
        for &(_, alias) in group {
            let a = self.builder.aliases[alias as usize];
            let text = text_of(self.builder, &a);
            let at = match last {
                Some((t, f, at)) if t == text && f == a.flags => at,
                _ => *index.entry((whole_canonical(text), a.flags)).or_insert_with(|| {
                    spellings.push(Spelling { text, flags: a.flags, candidates: Vec::new() });
                    spellings.len() - 1
                }),
            };
            last = Some((text, a.flags, at));
            add_candidate(&mut spellings[at].candidates, a.owner);
            of_group.push((alias, at));
        }
        let mut ids: Vec<u32> = spellings.iter().map(|s| self.push(s.text, s.flags, &s.candidates)).collect();
        for (alias, at) in of_group {
            self.of_alias[alias as usize] = ids[at];
        }
        if let [id] = ids[..] {
            return id + 1;
        }
        let together = self.together(&spellings);
        let list = (self.lists.len() / 4) as u32;
        ids.insert(0, ids.len() as u32);
        ids.push(together.len() as u32);
        ids.extend(together.iter().flat_map(|&(which, id)| [which, id]));
        ids.iter().for_each(|n| self.lists.extend_from_slice(&n.to_le_bytes()));
        (list + 1) | LIST
    }

    /// Spellings of one key that some text is a spelling of at once, as bits, with a name for all their candidates.
    fn together(&mut self, spellings: &[Spelling<'a>]) -> Vec<(u32, u32)> {
        let mut out: Vec<(u32, u32)> = Vec::new();
        if spellings.len() > MANY {
            return out;
        }
        let mut texts: Vec<String> = Vec::new();
        for s in spellings {
            let mut bare = String::new();
            fold::without_marks(s.text, &mut bare);
            for text in [s.text, bare.as_str()] {
                texts.extend([text.to_string(), text.to_uppercase(), text.to_lowercase(), first_capital(text)]);
                texts.extend([every_other_capital(text, 0), every_other_capital(text, 1)]);
            }
        }
        texts.sort_unstable();
        texts.dedup();
        for text in texts {
            let accepting = spellings.iter().enumerate().filter(|(_, s)| self.accepts(s, &text));
            let which = accepting.fold(0u32, |bits, (i, _)| bits | 1 << i);
            if which.count_ones() < 2 || out.iter().any(|o| o.0 == which) {
                continue;
            }
            let mut candidates: Vec<u32> = Vec::new();
            let mut chosen = spellings.iter().enumerate().filter(|(i, _)| which >> i & 1 != 0).map(|(_, s)| s);
            let (mut text, mut flags) = ("", 0);
            for s in &mut chosen {
                if candidates.is_empty() {
                    (text, flags) = (s.text, s.flags);
                }
                for &c in &s.candidates {
                    if !candidates.iter().any(|o| (o ^ c) & !DERIVED == 0) {
                        candidates.push(c);
                    }
                }
            }
            candidates.sort_by_key(|c| c & ENTITY);
            out.push((which, self.push(text, flags, &candidates)));
        }
        out
    }

    fn accepts(&mut self, name: &Spelling<'_>, text: &str) -> bool {
        let (Some(a), Some(b)) = (core(name.text), core(text)) else { return false };
        same_marks(&name.text[..a.0], &text[..b.0])
            && same_marks(&name.text[a.1..], &text[b.1..])
            && self.fitter.fits(&name.text[a.0..a.1], name.flags, &text[b.0..b.1]) != Fit::No
    }
}

fn first_capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn every_other_capital(text: &str, phase: usize) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i % 2 == phase { out.extend(c.to_uppercase()) } else { out.extend(c.to_lowercase()) }
    }
    out
}

fn same_marks(a: &str, b: &str) -> bool {
    a.chars().map(fold::fold_mark).eq(b.chars().map(fold::fold_mark))
}

/// The canonical form, punctuation at the ends included.
fn whole_canonical(text: &str) -> String {
    let (start, end) = core(text).unwrap_or((0, text.len()));
    let mut middle = String::new();
    fold::canonical(&text[start..end], &mut middle);
    let mut out: String = text[..start].chars().map(fold::fold_mark).collect();
    out.push_str(&middle);
    out.extend(text[end..].chars().map(fold::fold_mark));
    out
}

/// Candidates come in the order of their entities; a given alias counts more than a derived one.
fn add_candidate(candidates: &mut Vec<u32>, new: u32) {
    let same = candidates.iter_mut().rev().take_while(|c| (**c ^ new) & ENTITY == 0);
    for old in same {
        if (*old ^ new) & !DERIVED == 0 {
            *old &= new | !DERIVED;
            return;
        }
        if new & DERIVED != 0 {
            return;
        }
    }
    candidates.push(new);
}

/// The entities with the ids of their names, and where each begins.
fn entities(builder: &GazetteerBuilder, of_alias: &[u32], blob: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut at = Vec::with_capacity(builder.count as usize * 4);
    let mut out = Vec::with_capacity(builder.entities.len() + of_alias.len() * 4);
    let mut rest = builder.entities.as_slice();
    // aliases stand in the order of their entities, the given ones before the derived
    let mut aliases = builder.aliases.iter().zip(of_alias).peekable();
    for index in 0..builder.count {
        let start = u32::try_from(out.len()).map_err(|_| Error::gazetteer("too many entities for one gazetteer"))?;
        at.extend_from_slice(&start.to_le_bytes());
        let Some((mut flags, class, after_class, next, given)) = store::packed_entity(rest) else {
            return Err(Error::gazetteer("an entity cannot be packed"));
        };
        rest = next;
        let mut ids = Vec::with_capacity(given);
        let mut first = None;
        while let Some((alias, id)) = aliases.next_if(|(a, _)| a.owner & ENTITY == index) {
            first.get_or_insert((text_of(builder, alias), *id));
            if alias.owner & DERIVED == 0 {
                ids.push(*id);
            }
        }
        // an alias that was folded into another one's name keeps its entity's name apart
        let mut own_name = None;
        if let Some((text, id)) = first.filter(|_| flags & store::NAME_IS_FIRST_ALIAS != 0)
            && store::name_at(blob, id as usize * 4).is_none_or(|(n, _)| n.text != text.as_bytes())
        {
            flags &= !store::NAME_IS_FIRST_ALIAS;
            own_name = Some(text);
        }
        out.push(flags);
        store::push_number(&mut out, class);
        if let Some(name) = own_name {
            store::push_string(&mut out, name);
        }
        out.extend_from_slice(after_class);
        for id in ids {
            out.extend_from_slice(&id.to_le_bytes());
        }
    }
    Ok((at, out))
}
