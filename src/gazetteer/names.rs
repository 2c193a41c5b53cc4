//! The names of a compiled gazetteer: aliases with equal keys become one name if they are spellings of one, or a list.

use super::builder::{GazetteerBuilder, PackedAlias};
use super::core;
use super::fit::{Fit, Fitter};
use super::keys::Key;
use super::record;
use super::store::{DERIVED, ENTITY, LIST};
use crate::text::fold;
use rustc_hash::FxHashMap;
use std::hint::black_box;

/// A bit beside the id of an alias's name: the name is written otherwise than the alias.
pub(super) const OTHERWISE: u32 = 1 << 31;

/// Names whose texts are fetched at once.
const AHEAD: usize = 64;
/// Of more spellings of one key than this, one match tells the best only.
const MANY: usize = 16;

pub(super) fn text_of<'a>(builder: &'a GazetteerBuilder, alias: &PackedAlias) -> &'a str {
    builder.texts.get(alias.at as usize..alias.at as usize + usize::from(alias.len)).unwrap_or("")
}

/// Brings these texts near: they lie all over the memory, and waiting for many at once takes no longer than for one.
fn fetch(builder: &GazetteerBuilder, aliases: &[PackedAlias]) {
    let texts = builder.texts.as_bytes();
    black_box(aliases.iter().filter_map(|a| texts.get(a.at as usize)).fold(0, |all, b| all ^ b));
}

/// Turns aliases with equal keys into names.
pub(super) struct Names<'a> {
    builder: &'a GazetteerBuilder,
    pub blob: Vec<u8>,
    pub lists: Vec<u8>,
    /// Sorted by hash.
    pub slots: Vec<Slot>,
    /// Aliases and their names, [`OTHERWISE`] if that name is written otherwise.
    pub of_alias: Vec<(u32, u32)>,
    pub count: u64,
    fitter: Fitter,
}

/// A key and what the table tells about it.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub hash: u64,
    pub payload: u32,
    /// All its names have more words than one.
    pub several: bool,
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
            blob: Vec::new(),
            lists: Vec::new(),
            slots: Vec::new(),
            of_alias: Vec::new(),
            count: 0,
            fitter: Fitter::default(),
        }
    }

    /// The names of the aliases with these keys, which are sorted: names stand in the order of their keys.
    pub fn of_keys(builder: &'a GazetteerBuilder, keys: &[Key]) -> Self {
        let mut names = Names::new(builder);
        let aliases: Vec<PackedAlias> = keys.iter().map(|k| builder.aliases[k.alias as usize]).collect();
        names.blob.reserve(aliases.iter().map(|a| usize::from(a.len).next_multiple_of(4) + 8).sum());
        names.slots.reserve(keys.len());
        names.of_alias.reserve(keys.len());
        let (mut done, mut seen) = (0, 0);
        for group in keys.chunk_by(|a, b| a.hash == b.hash) {
            if done >= seen {
                seen = (done + AHEAD).min(aliases.len());
                fetch(builder, &aliases[done..seen]);
            }
            let payload = match group {
                [key] => {
                    let a = aliases[done];
                    let id = names.push(text_of(builder, &a).as_bytes(), a.flags, &[a.owner]);
                    names.of_alias.push((key.alias, id));
                    id + 1
                }
                _ => names.add_group(group, &aliases[done..done + group.len()]),
            };
            done += group.len();
            let several = group.iter().all(|k| k.several);
            names.slots.push(Slot { hash: group[0].hash, payload, several });
        }
        names
    }

    /// Makes these the names after others that have so many words of four bytes, and as many in lists.
    pub fn shift(&mut self, words: u32, of_lists: u32) {
        for slot in &mut self.slots {
            slot.payload += if slot.payload & LIST == 0 { words } else { of_lists };
        }
        self.of_alias.iter_mut().for_each(|(_, id)| *id += words);
        let shift = |id: &mut [u8; 4]| *id = (u32::from_le_bytes(*id) + words).to_le_bytes();
        // a list is a count, as many ids, another count, and as many pairs of bits and an id
        let mut lists = self.lists.as_chunks_mut::<4>().0.iter_mut();
        while let Some(count) = lists.next() {
            let count = u32::from_le_bytes(*count) as usize;
            lists.by_ref().take(count).for_each(shift);
            let pairs = lists.next().map_or(0, |n| u32::from_le_bytes(*n));
            for _ in 0..pairs {
                lists.nth(1).into_iter().for_each(shift);
            }
        }
    }

    fn push(&mut self, text: &[u8], flags: u8, candidates: &[u32]) -> u32 {
        let id = (self.blob.len() / 4) as u32;
        record::push_name(&mut self.blob, text, flags, candidates);
        self.count += 1;
        id
    }

    fn add_group(&mut self, keys: &[Key], aliases: &[PackedAlias]) -> u32 {
        let mut spellings: Vec<Spelling<'a>> = Vec::new();
        let mut index: FxHashMap<(String, u8), usize> = FxHashMap::default();
        let mut last: Option<(&str, u8, usize)> = None;
        let mut of_group = Vec::with_capacity(keys.len());
        for (key, a) in keys.iter().zip(aliases) {
            let text = text_of(self.builder, a);
            let at = match last {
                Some((t, f, at)) if t == text && f == a.flags => at,
                _ => *index.entry((whole_canonical(text), a.flags)).or_insert_with(|| {
                    spellings.push(Spelling { text, flags: a.flags, candidates: Vec::new() });
                    spellings.len() - 1
                }),
            };
            last = Some((text, a.flags, at));
            add_candidate(&mut spellings[at].candidates, a.owner);
            let otherwise = if spellings[at].text == text { 0 } else { OTHERWISE };
            of_group.push((key.alias, at, otherwise));
        }
        let mut ids: Vec<u32> =
            spellings.iter().map(|s| self.push(s.text.as_bytes(), s.flags, &s.candidates)).collect();
        for (alias, at, otherwise) in of_group {
            self.of_alias.push((alias, ids[at] | otherwise));
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
            out.push((which, self.push(text.as_bytes(), flags, &candidates)));
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
