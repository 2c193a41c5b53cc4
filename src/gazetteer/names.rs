//! The names of a compiled gazetteer: aliases with equal keys become one name if they are spellings of one, or a list.

use super::builder::{GazetteerBuilder, PackedAlias};
use super::core;
use super::fit::{Fit, Fitter};
use super::record;
use super::store::{DERIVED, ENTITY, LIST};
use crate::text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A bit beside the id of an alias's name: the name is written otherwise than the alias.
pub(super) const OTHERWISE: u32 = 1 << 31;

/// Parts made side by side.
const PARTS: usize = 16;
/// Of more spellings of one key than this, one match tells the best only.
const MANY: usize = 16;

pub(super) fn text_of<'a>(builder: &'a GazetteerBuilder, alias: &PackedAlias) -> &'a str {
    std::str::from_utf8(bytes_of(builder, alias)).unwrap_or("")
}

/// [`text_of`], not looked at.
pub(super) fn bytes_of<'a>(builder: &'a GazetteerBuilder, alias: &PackedAlias) -> &'a [u8] {
    builder.texts.get(alias.at as usize..alias.at as usize + usize::from(alias.len)).unwrap_or(&[])
}

/// Turns aliases with equal keys into names.
pub(super) struct Names<'a> {
    builder: &'a GazetteerBuilder,
    pub blob: Vec<u8>,
    pub lists: Vec<u8>,
    /// Key and what the table tells about it, sorted by key.
    pub slots: Vec<(u64, u32)>,
    /// Aliases and their names, [`OTHERWISE`] if that name is written otherwise.
    of_alias: Vec<(u32, u32)>,
    pub count: u64,
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
            blob: Vec::new(),
            lists: Vec::new(),
            slots: Vec::new(),
            of_alias: Vec::new(),
            count: 0,
            fitter: Fitter::default(),
        }
    }

    /// The names of all aliases, whose keys are sorted; in `parts` that are made side by side if `spread`. The result is
    /// the same: names stand in the order of their keys.
    pub fn of_keys(builder: &'a GazetteerBuilder, keys: &[(u64, u32)], spread: bool) -> Self {
        let make = |keys: &[(u64, u32)]| {
            let mut names = Names::new(builder);
            names.add_all(keys);
            names
        };
        if !spread {
            return make(keys);
        }
        let size = keys.len().div_ceil(PARTS).max(1);
        let (mut parts, mut rest) = (Vec::new(), keys);
        while !rest.is_empty() {
            // aliases with one key stay together
            let mut end = size.min(rest.len());
            while rest.get(end).is_some_and(|k| k.0 == rest[end - 1].0) {
                end += 1;
            }
            let (part, after) = rest.split_at(end);
            parts.push(part);
            rest = after;
        }
        let parts: Vec<Names<'a>> = parts.into_par_iter().map(make).collect();
        let mut all = Names::new(builder);
        all.blob.reserve_exact(parts.iter().map(|p| p.blob.len()).sum());
        all.slots.reserve_exact(parts.iter().map(|p| p.slots.len()).sum());
        parts.into_iter().for_each(|part| all.append(part));
        all
    }

    /// Name of each alias, [`OTHERWISE`] if that name is written otherwise.
    pub fn of_alias(&self) -> Vec<u32> {
        let mut out = vec![0; self.builder.aliases.len()];
        self.of_alias.iter().for_each(|&(alias, id)| out[alias as usize] = id);
        out
    }

    /// Appends the names of later keys.
    fn append(&mut self, part: Names<'a>) {
        let (ids, index) = ((self.blob.len() / 4) as u32, (self.lists.len() / 4) as u32);
        self.blob.extend_from_slice(&part.blob);
        self.slots
            .extend(part.slots.iter().map(|&(key, slot)| (key, slot + if slot & LIST == 0 { ids } else { index })));
        self.of_alias.extend(part.of_alias.iter().map(|&(alias, id)| (alias, id + ids)));
        // a list is a count, as many ids, another count, and as many pairs of bits and an id
        let mut words = part.lists.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w));
        let mut put = |word: u32| self.lists.extend_from_slice(&word.to_le_bytes());
        while let Some(count) = words.next() {
            put(count);
            words.by_ref().take(count as usize).for_each(|id| put(id + ids));
            let pairs = words.next().unwrap_or(0);
            put(pairs);
            for _ in 0..pairs {
                words.next().into_iter().for_each(&mut put);
                words.next().into_iter().for_each(|id| put(id + ids));
            }
        }
        self.count += part.count;
    }

    fn add_all(&mut self, keys: &[(u64, u32)]) {
        for group in keys.chunk_by(|a, b| a.0 == b.0) {
            let payload = match group {
                [(_, alias)] => {
                    let a = self.builder.aliases[*alias as usize];
                    let id = self.push(bytes_of(self.builder, &a), a.flags, &[a.owner]);
                    self.of_alias.push((*alias, id));
                    id + 1
                }
                _ => self.add_group(group),
            };
            self.slots.push((group[0].0, payload));
        }
    }

    fn push(&mut self, text: &[u8], flags: u8, candidates: &[u32]) -> u32 {
        let id = (self.blob.len() / 4) as u32;
        record::push_name(&mut self.blob, text, flags, candidates);
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
            let otherwise = if spellings[at].text == text { 0 } else { OTHERWISE };
            of_group.push((alias, at, otherwise));
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
