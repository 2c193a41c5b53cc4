//! The engine. Names begin at the beginning of a word, so only word beginnings are looked at, in stages over a stretch
//! of text, each of which drops most of what the one before let through:
//!
//! 1. words and their beginnings, 64 bytes at a time ([`scan`](super::scan));
//! 2. the first three bytes against a filter ([`begin`](super::begin));
//! 3. the hash of the first word against a filter that tells "a name", "longer names begin so and go on so", or neither;
//! 4. the hash of the words so far in the table, one level of words after the other ([`deepen`](super::deepen)); what it
//!    holds is a *claim*;
//! 5. claims are checked against the names' own characters and case policy, the longest first ([`check`](super::check)).
//!
//! The stages run over all beginnings of a stretch before the next stage starts: their memory accesses do not depend on
//! each other, so the processor overlaps them. What can be done to many bytes or words at once is done by the
//! [`lanes`](super::lanes), each of which is a way for one kind of processor.
//!
//! Hashes only choose where to look: a name is found only if the text is a spelling of it, so no collision can give a wrong
//! match or hide a right one.

use super::begin::Words;
use super::deepen::Prefixes;
use super::fit::{Fit, Fitter};
use super::lanes::{Lanes, Portable, Shuffle};
use super::scan::{Bits, STRETCH, Stretch};
use super::store::{self, Store};
use super::table::Table;
use super::{Match, Overlap};
use crate::span::Span;
use crate::text::letters::FOLD;
use std::cell::Cell;

/// The table says that a name may end here.
#[derive(Clone, Copy)]
pub(super) struct Claim {
    pub slot: u32,
    pub end: u32,
    /// The next shorter claim of the same beginning, plus one.
    pub shorter: u32,
}

/// What the table claims of a stretch.
pub(super) struct Claims {
    pub all: Vec<Claim>,
    /// Index of the longest claim of each beginning, plus one.
    longest: Box<[u32; MOST]>,
    /// The beginnings that have one, a bit each.
    claimed: [u64; MOST / 64],
}

impl Claims {
    fn new() -> Self {
        Claims { all: Vec::new(), longest: list(), claimed: [0; MOST / 64] }
    }

    /// Forgets all claims; makes ready for that many beginnings.
    #[inline(always)]
    pub fn clear(&mut self, beginnings: usize) {
        self.all.clear();
        self.longest[..beginnings.min(MOST)].fill(0);
        self.claimed.fill(0);
    }

    /// A beginning's claims come with the shorter first.
    #[inline(always)]
    pub fn push(&mut self, beginning: u32, end: u32, slot: u32) {
        let beginning = beginning as usize % MOST;
        let longest = &mut self.longest[beginning];
        self.all.push(Claim { slot, end, shorter: *longest });
        *longest = self.all.len() as u32;
        self.claimed[beginning / 64] |= 1 << (beginning % 64);
    }

    /// The beginnings that have a claim, in order.
    #[inline(always)]
    pub fn beginnings(&self) -> impl Iterator<Item = usize> {
        let (mut block, mut left) = (0, self.claimed[0]);
        std::iter::from_fn(move || {
            while left == 0 {
                block += 1;
                left = *self.claimed.get(block)?;
            }
            let beginning = block * 64 + left.trailing_zeros() as usize;
            left &= left - 1;
            Some(beginning)
        })
    }

    /// Index of the longest claim of a beginning, plus one.
    #[inline(always)]
    pub fn longest(&self, beginning: usize) -> u32 {
        self.longest[beginning % MOST]
    }
}

/// A spelling that was checked.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub span: Span,
    pub name: u32,
    pub fit: Fit,
    /// Which of a list of names it is a spelling of, as bits.
    pub which: u32,
}

/// More words than a stretch can have; a power of two, so that an index is kept within by a mask.
pub(super) const MOST: usize = STRETCH;
/// Room for as many and for what is written after the last one.
pub(super) const ROOM: usize = MOST + 64;

/// Buffers of one search, kept for the next one. How much of a list counts stands beside it.
pub(super) struct Scratch {
    pub stretch: Stretch,
    pub bits: Bits,
    pub begins: Box<[u32; ROOM]>,
    pub words: Words,
    /// How many beginnings there are.
    pub count: usize,
    /// Beginnings whose first word may be a name.
    pub alone: Box<[u32; ROOM]>,
    pub names: usize,
    /// Beginnings of what may be longer names.
    pub ahead: Box<[u32; ROOM]>,
    pub beginnings: usize,
    pub longer: Prefixes,
    pub next: Prefixes,
    /// Those of them that are not taken many at a time.
    pub single: Box<[u32; ROOM]>,
    pub slow: Box<[u32; ROOM]>,
    pub claims: Claims,
    pub found: Vec<Found>,
    /// A folded word: of any length, and of a length most have.
    pub folded: Vec<u8>,
    pub word: Box<[u8; FOLD]>,
    pub fitter: Fitter,
}

/// A list of `N` on the heap that was never on the stack.
pub(super) fn list<T: Copy + Default, const N: usize>() -> Box<[T; N]> {
    match vec![T::default(); N].into_boxed_slice().try_into() {
        Ok(list) => list,
        Err(_) => unreachable!("a list of N has N elements"),
    }
}

impl Scratch {
    fn new() -> Box<Self> {
        Box::new(Scratch {
            stretch: Stretch::new(),
            bits: Bits::new(),
            begins: list(),
            words: Words::new(),
            count: 0,
            alone: list(),
            names: 0,
            ahead: list(),
            beginnings: 0,
            longer: Prefixes::new(),
            next: Prefixes::new(),
            single: list(),
            slow: list(),
            claims: Claims::new(),
            found: Vec::new(),
            folded: Vec::new(),
            word: list(),
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
    Search::new(store, text, overlap).dispatch(&mut scratch, out);
    SCRATCH.set(Some(scratch));
}

/// What [`find`] gives where there are no vectors but those every processor has, and with AVX2 if this one has it: together with
/// [`find`] itself all ways this processor can.
#[cfg(test)]
pub(super) fn find_in_every_way(store: &Store, text: &str, overlap: Overlap) -> Vec<Vec<Match>> {
    let search = || Search::new(store, text, overlap);
    let (mut plain, mut scratch) = (Vec::new(), Scratch::new());
    search().run(Portable, &mut scratch, &mut plain);
    #[allow(unused_mut)]
    let mut ways = vec![plain];
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Avx2::detect() {
        let mut out = Vec::new();
        // SAFETY: the lanes prove that the processor has all the features this function is compiled with.
        #[allow(unsafe_code)]
        unsafe {
            search().run_avx2(lanes, &mut scratch, &mut out)
        };
        ways.push(out);
    }
    ways
}

pub(super) struct Search<'a> {
    pub text: &'a str,
    pub overlap: Overlap,
    pub store: &'a Store,
    pub shuffle: Shuffle<'a>,
    /// [`Store::gaps`] in halves.
    pub gaps: [u64; 2],
    pub starts: &'a [u8],
    pub initials: &'a [u8],
    pub first: &'a [[u8; 8]],
    pub deeper: &'a [[u8; 8]],
    pub table: Table<'a>,
    pub lists: &'a [u8],
    pub names: &'a [u8],
    /// End of the last match, for disjoint ones.
    pub last_end: usize,
}

impl<'a> Search<'a> {
    fn new(store: &'a Store, text: &'a str, overlap: Overlap) -> Self {
        Search {
            text,
            overlap,
            starts: store.starts(),
            initials: store.initials(),
            first: store.first().as_chunks().0,
            deeper: store.deeper().as_chunks().0,
            table: Table::new(store.table(), store.run),
            lists: store.lists(),
            names: store.name_part(),
            shuffle: store.shuffle(),
            gaps: [store.gaps as u64, (store.gaps >> 64) as u64],
            store,
            last_end: 0,
        }
    }

    /// Runs the stages as they are compiled for this processor: every stage is inlined into one of these three.
    fn dispatch(self, scratch: &mut Scratch, out: &mut Vec<Match>) {
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = super::lanes::Avx512::detect() {
            // SAFETY: as below.
            #[allow(unsafe_code)]
            unsafe {
                self.run_avx512(lanes, scratch, out)
            };
            return;
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = super::lanes::Avx2::detect() {
            // SAFETY: the lanes prove that the processor has all the features this function is compiled with.
            #[allow(unsafe_code)]
            unsafe {
                self.run_avx2(lanes, scratch, out)
            };
            return;
        }
        self.run(Portable, scratch, out);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(
        enable = "avx2,bmi1,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx512bitalg"
    )]
    fn run_avx512(self, lanes: super::lanes::Avx512, scratch: &mut Scratch, out: &mut Vec<Match>) {
        self.run(lanes, scratch, out);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn run_avx2(self, lanes: super::lanes::Avx2, scratch: &mut Scratch, out: &mut Vec<Match>) {
        self.run(lanes, scratch, out);
    }

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L, scratch: &mut Scratch, out: &mut Vec<Match>) {
        scratch.bits.reset();
        let before = out.len();
        let mut from = 0;
        while from < self.text.len() {
            let mut to = (from + STRETCH).min(self.text.len());
            while !self.text.is_char_boundary(to) {
                to -= 1;
            }
            let Scratch { stretch, bits, .. } = scratch;
            let goes_on = bits.scan(lanes, stretch, self.text.as_bytes(), (from, to), &self.shuffle);
            let passes = |at| self.high_start_passes(&scratch.stretch, at);
            let count = scratch.bits.begins(lanes, to - from, goes_on, &mut scratch.begins[..], passes);
            let count = self.thin(lanes, scratch, count);
            if scratch.bits.high_words {
                self.first_words::<L, true>(lanes, scratch, count, from, to);
                self.single_words(lanes, scratch);
                self.longer_names::<L, true>(lanes, scratch, from, to);
            } else {
                self.first_words::<L, false>(lanes, scratch, count, from, to);
                self.single_words(lanes, scratch);
                self.longer_names::<L, false>(lanes, scratch, from, to);
            }
            self.check(lanes, scratch, from, out);
            from = to;
        }
        if self.overlap == Overlap::All && self.store.flags & store::HAS_LEAD != 0 {
            // leading punctuation may begin before a shorter name that was found earlier
            out[before..].sort_by_key(|m| (m.span.start, usize::MAX - m.span.end, m.name));
        }
    }
}
