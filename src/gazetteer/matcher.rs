//! The engine. Names begin at the beginning of a word, so only word beginnings are looked at, in stages over a stretch
//! of text, each of which drops most of what the one before let through:
//!
//! 1. words and their beginnings, 64 bytes at a time ([`scan`](super::scan));
//! 2. the first two bytes against a table, then the first three against a filter;
//! 3. the hash of the first word against a filter that tells "a name", "longer names begin so", or neither;
//! 4. the hash of the words so far in the table, one level of words after the other; what it holds is a *claim*;
//! 5. claims are checked against the names' own characters and case policy, the longest first.
//!
//! The stages run over all beginnings of a stretch before the next stage starts: their memory accesses do not depend on
//! each other, so the processor overlaps them. Hashes only choose where to look: a name is found only if the text is a
//! spelling of it, so no collision can give a wrong match or hide a right one.

use super::fit::{self, Fit, Fitter};
use super::hash;
use super::scan::{Bits, STRETCH};
use super::store::{self, LEAD, LIST, LONGER, Store, TAIL};
use super::walk;
use super::{Match, Overlap};
use crate::span::Span;
use crate::text::fold::{self, Class};
use std::cell::Cell;

/// A word beginning that may begin a name.
#[derive(Clone, Copy)]
struct Start {
    hash: u64,
    start: u32,
    end: u32,
    /// Index of its longest claim, plus one.
    claim: u32,
    /// It begins with a small ASCII letter.
    small: bool,
}

/// A prefix of words whose longer names are still looked for.
#[derive(Clone, Copy, Default)]
struct Prefix {
    hash: u64,
    end: u32,
    start: u32,
}

/// The table says that a name may end here.
#[derive(Clone, Copy)]
struct Claim {
    slot: u32,
    end: u32,
    /// The next shorter claim of the same beginning, plus one.
    shorter: u32,
}

/// A spelling that was checked.
#[derive(Clone, Copy)]
struct Found {
    span: Span,
    name: u32,
    fit: Fit,
    /// Which of a list of names it is a spelling of, as bits.
    which: u32,
}

/// Buffers of one search, kept for the next one.
struct Scratch {
    bits: Bits,
    begins: Vec<u32>,
    starts: Vec<Start>,
    prefixes: Vec<Prefix>,
    next: Vec<Prefix>,
    loaded: Vec<u64>,
    claims: Vec<Claim>,
    found: Vec<Found>,
    folded: Vec<u8>,
    fitter: Fitter,
}

impl Scratch {
    fn new() -> Box<Self> {
        Box::new(Scratch {
            bits: Bits::new(),
            begins: vec![0; STRETCH + 64],
            starts: Vec::new(),
            prefixes: Vec::new(),
            next: Vec::new(),
            loaded: Vec::new(),
            claims: Vec::new(),
            found: Vec::new(),
            folded: Vec::new(),
            fitter: Fitter::default(),
        })
    }
}

thread_local! {
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// Appends all names found in the text.
pub(super) fn find(store: &Store, text: &str, overlap: Overlap, out: &mut Vec<Match>) {
    let mut scratch = SCRATCH.take().unwrap_or_else(Scratch::new);
    Search {
        text,
        overlap,
        pairs: store.pairs(),
        starts: store.starts(),
        initials: store.initials(),
        first: store.first(),
        deeper: store.deeper(),
        table: store.table(),
        lists: store.lists(),
        names: store.name_part(),
        store,
        buckets: (store.table().len() / 64).saturating_sub(store.run as usize + 1) as u64,
        last_end: 0,
    }
    .run(&mut scratch, out);
    SCRATCH.set(Some(scratch));
}

/// Index into the filter of starts.
#[inline(always)]
pub(super) fn start_slot(first: u8, second: u8, third: u8) -> usize {
    let key = u32::from(first) | u32::from(second) << 8 | u32::from(third) << 16;
    (key.wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// What counts of the second and third byte of a word: 0 the word is over, 0x80 beyond ASCII.
pub(super) const REST: [u8; 256] = {
    let mut t = [0u8; 256];
    let mut b = 0;
    while b < 256 {
        let c = b as u8;
        t[b] = if c >= 0x80 {
            0x80
        } else if c.is_ascii_alphanumeric() || c == b'_' {
            c.to_ascii_lowercase()
        } else {
            0
        };
        b += 1;
    }
    t
};

/// Index into the filter of initials.
pub(super) fn initial_slot(c: char) -> usize {
    ((c as u32).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

struct Search<'a> {
    text: &'a str,
    overlap: Overlap,
    store: &'a Store,
    pairs: &'a [u8],
    starts: &'a [u8],
    initials: &'a [u8],
    first: &'a [u8],
    deeper: &'a [u8],
    table: &'a [u8],
    lists: &'a [u8],
    names: &'a [u8],
    /// Home buckets of the table; some more follow for runs.
    buckets: u64,
    /// End of the last match, for disjoint ones.
    last_end: usize,
}

impl Search<'_> {
    fn run(mut self, scratch: &mut Scratch, out: &mut Vec<Match>) {
        scratch.bits.reset();
        let before = out.len();
        let mut from = 0;
        while from < self.text.len() {
            let mut to = (from + STRETCH).min(self.text.len());
            while !self.text.is_char_boundary(to) {
                to -= 1;
            }
            let goes_on = scratch.bits.scan(self.text, from, to);
            self.begins(scratch, from, to, goes_on);
            self.first_words(scratch);
            self.longer_names(scratch, from, to);
            self.touch_names(&scratch.claims);
            self.check(scratch, from, out);
            from = to;
        }
        if self.overlap == Overlap::All && self.store.flags & store::HAS_LEAD != 0 {
            // leading punctuation may begin before a shorter name that was found earlier
            out[before..].sort_by_key(|m| (m.span.start, usize::MAX - m.span.end, m.name));
        }
    }

    /// Stages 1 and 2: the word beginnings that pass the filter of first bytes, into `scratch.starts`.
    #[inline(never)]
    fn begins(&self, scratch: &mut Scratch, from: usize, to: usize, goes_on: bool) {
        let Scratch { bits, begins, starts, folded, .. } = scratch;
        let lower = self.store.flags & store::HAS_LOWER != 0;
        let limit = to - from;
        let mut count = 0;
        let mut before = u64::from(goes_on);
        let bytes = self.text.as_bytes().get(from..).unwrap_or(&[]);
        let Some(pairs) = self.pairs.first_chunk::<8192>() else { return };
        for i in 0..limit.div_ceil(64) {
            let word = bits.word[i];
            let mut begin = (word & !(word << 1 | before)) | bits.cut[i];
            before = word >> 63;
            if !lower {
                begin &= !bits.lower[i];
            }
            while begin != 0 {
                let at = i * 64 + begin.trailing_zeros() as usize;
                begin &= begin - 1;
                let pair = bytes.get(at..).and_then(|b| b.first_chunk::<2>()).map_or(0, |p| u16::from_le_bytes(*p));
                let passes = pairs[usize::from(pair) / 8] >> (pair % 8) & 1;
                if let Some(slot) = begins.get_mut(count) {
                    *slot = at as u32;
                }
                count += usize::from(passes);
            }
        }
        let count = count.min(begins.len());
        // the list is thinned in place: no branch depends on the outcome
        let mut kept = 0;
        for i in 0..count {
            let start = begins[i];
            let passes = match bytes.get(start as usize..).and_then(|b| b.first_chunk::<3>()) {
                Some(&[a, b, c]) if a < 0x80 => {
                    let b = REST[usize::from(b)];
                    // after the end of a word and after a character beyond ASCII the next byte does not count
                    let c = REST[usize::from(c)] & if b & 0x7f == 0 { 0 } else { 0xff };
                    let slot = start_slot(a, b, c);
                    self.starts.get(slot / 8).is_some_and(|bits| bits >> (slot % 8) & 1 != 0)
                }
                Some(_) => self.initial_passes(from + start as usize),
                None => true,
            };
            begins[kept] = start;
            kept += usize::from(passes);
        }
        starts.clear();
        for &start in &begins[..kept] {
            let at = start as usize;
            let mut end = bits.word_end(at, limit);
            if end == limit && to < self.text.len() {
                end = fold::word_end(self.text, from + at) - from;
            }
            let beyond_ascii = bits.any_high && (end > limit || bits.is_high(at, end));
            let hash = if beyond_ascii {
                walk::word_hash(self.text, from + at, from + end, self.store.seed, folded)
            } else {
                hash::word(bytes, at, end, self.store.seed)
            };
            let small = bytes.get(at).is_some_and(u8::is_ascii_lowercase);
            starts.push(Start { hash, start, end: end as u32, claim: 0, small });
        }
    }

    fn initial_passes(&self, at: usize) -> bool {
        let Some(c) = self.text.get(at..).and_then(|t| t.chars().next()) else { return false };
        fold::plain_one(c).is_none_or(|folded| {
            let slot = initial_slot(folded);
            self.initials.get(slot / 8).is_none_or(|bits| bits >> (slot % 8) & 1 != 0)
        })
    }

    /// Stage 3 and the first level of stage 4.
    #[inline(never)]
    fn first_words(&self, scratch: &mut Scratch) {
        let Scratch { starts, prefixes, next, claims, loaded, .. } = scratch;
        let words = (self.first.len() / 8) as u32;
        loaded.clear();
        loaded.extend(starts.iter().map(|s| {
            let (slot, _) = hash::slot(hash::with_case(s.hash, s.small), words);
            store::u64_at(self.first, slot * 8).unwrap_or(0)
        }));
        prefixes.resize(starts.len(), Prefix::default());
        next.resize(starts.len(), Prefix::default());
        let (mut kept, mut names, mut longer_names) = (0, 0, 0);
        for (i, &bits) in loaded.iter().enumerate() {
            let s = starts[i];
            let (_, x) = hash::slot(hash::with_case(s.hash, s.small), words);
            let (alone, longer) = (hash::alone_bits(x), hash::longer_bits(x));
            let (alone, longer) = (bits & alone == alone, bits & longer == longer);
            let prefix = Prefix { hash: s.hash, end: s.end, start: kept as u32 };
            starts[kept] = s;
            next[names] = prefix;
            prefixes[longer_names] = prefix;
            kept += usize::from(alone | longer);
            names += usize::from(alone);
            longer_names += usize::from(longer);
        }
        starts.truncate(kept);
        next.truncate(names);
        prefixes.truncate(longer_names);
        claims.clear();
        self.touch(next);
        for p in next.iter() {
            self.probe(p.hash, |slot| {
                if slot & store::ID != 0 {
                    claim(claims, starts, p, slot);
                }
            });
        }
    }

    /// Stage 4: prefixes of two words, three words … until none goes on.
    #[inline(never)]
    fn longer_names(&self, scratch: &mut Scratch, from: usize, to: usize) {
        let Scratch { starts, prefixes, next, claims, folded, bits, loaded, .. } = scratch;
        let words = (self.deeper.len() / 8) as u32;
        while !prefixes.is_empty() {
            next.clear();
            loaded.clear();
            for p in prefixes.iter() {
                let Some((end, hash)) = self.next_word(bits, p, from, to, folded) else { continue };
                next.push(Prefix { hash, end, start: p.start });
                let (slot, _) = hash::slot(hash, words);
                loaded.push(store::u64_at(self.deeper, slot * 8).unwrap_or(0));
            }
            let mut kept = 0;
            for (i, &filter) in loaded.iter().enumerate() {
                let p = next[i];
                let bits = hash::alone_bits(hash::slot(p.hash, words).1);
                next[kept] = p;
                kept += usize::from(filter & bits == bits);
            }
            next.truncate(kept);
            self.touch(next);
            prefixes.clear();
            for p in next.iter() {
                self.probe(p.hash, |slot| {
                    if slot & store::ID != 0 {
                        claim(claims, starts, p, slot);
                    }
                    if slot & LONGER != 0 {
                        prefixes.push(*p);
                    }
                });
            }
        }
    }

    /// The word after a prefix: its end in the stretch and the hash with it.
    #[inline(always)]
    fn next_word(&self, bits: &Bits, p: &Prefix, from: usize, to: usize, folded: &mut Vec<u8>) -> Option<(u32, u64)> {
        let (bytes, at) = (self.text.as_bytes(), from + p.end as usize);
        let start = p.end as usize + 1;
        if let Some([b' ', next]) = bytes.get(at..).and_then(|b| b.first_chunk::<2>())
            && walk::ASCII_WORD[usize::from(*next)]
            && from + start < to
        {
            let end = bits.word_end(start, to - from);
            if (from + end < to || to == self.text.len()) && !(bits.any_high && bits.is_high(start, end)) {
                let word = hash::word(bytes, from + start, from + end, self.store.seed);
                return Some((end as u32, hash::join(p.hash, hash::JOIN, word)));
            }
        }
        let (end, hash) = walk::next_word(self.text, at, p.hash, self.store.seed, folded)?;
        Some(((end - from) as u32, hash))
    }

    /// Reads the buckets of all prefixes once, so that they are on their way from memory when they are searched.
    #[inline(always)]
    fn touch(&self, prefixes: &[Prefix]) {
        let mut all = 0;
        for p in prefixes {
            all |= self.table.get(bucket_of(p.hash, self.buckets) * 64).copied().unwrap_or(0);
        }
        std::hint::black_box(all);
    }

    /// Reads the heads of all claimed names once.
    #[inline(always)]
    fn touch_names(&self, claims: &[Claim]) {
        let mut all = 0;
        for c in claims {
            let part = if c.slot & LIST == 0 { self.names } else { self.lists };
            let at = (c.slot & store::ID).wrapping_sub(1) as usize * 4;
            all |= part.get(at).copied().unwrap_or(0);
        }
        std::hint::black_box(all);
    }

    /// Calls `hit` with the slot of that hash, if the table has one.
    #[inline(always)]
    fn probe(&self, hash: u64, mut hit: impl FnMut(u32)) {
        let home = bucket_of(hash, self.buckets);
        for bucket in home..=home + self.store.run as usize {
            let Some(slots) = self.table.get(bucket * 64..).and_then(|t| t.first_chunk::<64>()) else { return };
            let (pairs, _) = slots.as_chunks::<8>();
            let mut last = 0;
            for pair in pairs {
                let pair = u64::from_le_bytes(*pair);
                last = pair;
                if pair as u32 == hash as u32 && pair >> 32 != 0 {
                    return hit((pair >> 32) as u32);
                }
            }
            if last == 0 {
                return;
            }
        }
    }

    /// Stage 5: the claims of each beginning against the names themselves.
    #[inline(never)]
    fn check(&mut self, scratch: &mut Scratch, from: usize, out: &mut Vec<Match>) {
        let Scratch { starts, claims, found, fitter, .. } = scratch;
        let leads = self.store.flags & store::HAS_LEAD != 0;
        for s in starts.iter().filter(|s| s.claim != 0) {
            let start = from + s.start as usize;
            if self.overlap == Overlap::Longest && from + s.end as usize <= self.last_end {
                continue;
            }
            found.clear();
            let mut next = s.claim;
            while let Some(claim) = claims.get((next as usize).wrapping_sub(1)) {
                next = claim.shorter;
                self.resolve(claim.slot, start, from + claim.end as usize, fitter, found);
                if !found.is_empty() && self.overlap == Overlap::Longest && !leads {
                    break;
                }
            }
            match self.overlap {
                Overlap::All => {
                    // the same words with and without the punctuation after them
                    found.sort_by_key(|f| (f.span.start, usize::MAX - f.span.end));
                    out.extend(found.iter().map(|f| Match { span: f.span, name: f.name }));
                }
                Overlap::Longest => {
                    let fitting = found.iter().filter(|f| f.span.start >= self.last_end);
                    if let Some(best) = fitting.min_by_key(|m| (m.span.start, usize::MAX - m.span.end)) {
                        self.last_end = best.span.end;
                        out.push(Match { span: best.span, name: best.name });
                    }
                }
            }
        }
    }

    /// Which of the names behind a slot the words from `start` to `end` are a spelling of.
    #[inline(always)]
    fn resolve(&self, slot: u32, start: usize, end: usize, fitter: &mut Fitter, found: &mut Vec<Found>) {
        let index = (slot & store::ID).wrapping_sub(1);
        if slot & LIST == 0 {
            if let Some((span, fit)) = self.spelling(index, start, end, fitter) {
                found.push(Found { span, name: index, fit, which: 0 });
            }
            return;
        }
        self.resolve_list(index, start, end, fitter, found);
    }

    fn resolve_list(&self, index: u32, start: usize, end: usize, fitter: &mut Fitter, found: &mut Vec<Found>) {
        let at = |i: usize| store::u32_at(self.lists, (index as usize + i) * 4);
        let before = found.len();
        let count = at(0).unwrap_or(0) as usize;
        for i in 0..count {
            let Some(id) = at(1 + i) else { return };
            let Some((span, fit)) = self.spelling(id, start, end, fitter) else { continue };
            let which = 1u32.checked_shl(i as u32).unwrap_or(0);
            match found[before..].iter_mut().find(|f| f.span == span) {
                Some(f) => {
                    f.which |= which;
                    if f.fit < fit {
                        (f.fit, f.name) = (fit, id);
                    }
                }
                None => found.push(Found { span, name: id, fit, which }),
            }
        }
        // several at once have a name of their own, with the candidates of all
        for f in found[before..].iter_mut().filter(|f| f.which.count_ones() > 1) {
            let sets = at(1 + count).unwrap_or(0) as usize;
            // damaged bytes may tell of more sets than there are: the end of the lists ends the search
            let mut pairs = (0..sets).map(|i| 2 + count + 2 * i).map_while(|i| at(i).zip(at(i + 1)));
            f.name = pairs.find(|pair| pair.0 == f.which).map_or(f.name, |pair| pair.1);
        }
    }

    /// The span of the name if the words from `start` to `end`, with its punctuation around them, are a spelling of it,
    /// and how it fits.
    #[inline]
    fn spelling(&self, id: u32, start: usize, end: usize, fitter: &mut Fitter) -> Option<(Span, Fit)> {
        let name = self.store.name_in(self.names, id)?;
        let found = self.text.as_bytes().get(start..end)?;
        if name.flags & (LEAD | TAIL) == 0
            && let Some(fit) = fit::fits_ascii(name.text, name.flags, found)
        {
            let apart = fit != Fit::No && !(self.near_dot(start, end) && fit::in_acronym(self.text, start, end));
            return apart.then_some((Span::new(start, end), fit));
        }
        self.spelling_slowly(name, start, end, fitter)
    }

    #[inline]
    fn near_dot(&self, start: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(end) == Some(&b'.') || (start > 0 && bytes.get(start - 1) == Some(&b'.'))
    }

    #[inline(never)]
    fn spelling_slowly(
        &self,
        name: store::Name<'_>,
        start: usize,
        end: usize,
        fitter: &mut Fitter,
    ) -> Option<(Span, Fit)> {
        let (start, end) = trim(self.text, start, end);
        let text = std::str::from_utf8(name.text).ok()?;
        let (core_start, core_end) = super::core(text)?;
        let core = text.get(core_start..core_end)?;
        let found = self.text.get(start..end)?;
        let whole = Span::new(
            fit::lead_start(self.text, start, text.get(..core_start)?)?,
            fit::tail_end(self.text, end, text.get(core_end..)?)?,
        );
        if fit::in_acronym(self.text, start, whole.end) {
            return None;
        }
        let fit = fitter.fits(core, name.flags, found);
        (fit != Fit::No).then_some((whole, fit))
    }
}

/// The bucket a hash belongs to.
#[inline(always)]
pub(super) fn bucket_of(hash: u64, buckets: u64) -> usize {
    ((u128::from(hash) * u128::from(buckets)) >> 64) as usize
}

fn claim(claims: &mut Vec<Claim>, starts: &mut [Start], prefix: &Prefix, slot: u32) {
    if let Some(start) = starts.get_mut(prefix.start as usize) {
        claims.push(Claim { slot, end: prefix.end, shorter: start.claim });
        start.claim = claims.len() as u32;
    }
}

/// Without invisible characters at either end.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let found = text.get(start..end).unwrap_or("");
    let ignorable = |c: char| fold::class(c) == Class::Ignorable;
    let kept = found.trim_start_matches(ignorable);
    let start = end - kept.len();
    (start, start + kept.trim_end_matches(ignorable).len())
}
