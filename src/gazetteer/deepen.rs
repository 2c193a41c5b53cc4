//! Stage 4 of the engine: names that end after one word, two words, three words … all beginnings of a stretch together.

use super::hash::{self, GapHash, Next};
use super::lanes::Lanes;
use super::matcher::{MOST, ROOM, Scratch, Search, list};
use super::scan::{Bits, STRETCH, Stretch, WINDOW};
use super::store;
use super::walk;
use crate::text::fold::{self, Class};
use crate::text::letters::Letters;

/// What stands between two words.
struct Step {
    len: usize,
    gap: GapHash,
    /// `len` and `gap` are right.
    known: bool,
    /// A gap of some name may begin so.
    possible: bool,
}

impl Search<'_> {
    /// Looks up the first words that may be names.
    #[inline(always)]
    pub(super) fn single_words<L: Lanes>(&self, lanes: L, scratch: &mut Scratch) {
        let Scratch { words, alone, claims, names, count, .. } = scratch;
        claims.clear(*count);
        let alone = alone.get(..*names).unwrap_or(&[]);
        alone.iter().for_each(|&i| lanes.prefetch(self.table.home(words.hash[i as usize % MOST])));
        for &i in alone {
            let slot = self.table.get(lanes, words.hash[i as usize % MOST]);
            if slot & store::ID != 0 {
                self.touch_name(lanes, slot);
                claims.push(i, words.end[i as usize % MOST], slot);
            }
        }
    }

    /// Looks up prefixes of two words, three words … until none goes on.
    #[inline(always)]
    pub(super) fn longer_names<L: Lanes, const HIGH: bool>(
        &self,
        lanes: L,
        scratch: &mut Scratch,
        from: usize,
        to: usize,
    ) {
        let Scratch { words, ahead, beginnings, longer, .. } = scratch;
        for (at, &i) in ahead.iter().take(*beginnings).enumerate() {
            let word = i as usize % MOST;
            longer.put(at, words.hash[word], words.end[word], i);
        }
        let (mut open, mut level) = (scratch.beginnings.min(MOST), 0);
        while open > 0 {
            level += 1;
            let kept = self.next_words::<L, HIGH>(lanes, scratch, open, level, from, to);
            let Scratch { longer, next, claims, .. } = scratch;
            next.hash.iter().take(kept).for_each(|&hash| lanes.prefetch(self.table.home(hash)));
            open = 0;
            for i in 0..kept.min(MOST) {
                let slot = self.table.get(lanes, next.hash[i]);
                if slot & store::ID != 0 {
                    self.touch_name(lanes, slot);
                    claims.push(next.start[i], next.end[i], slot);
                }
                longer.put(open, next.hash[i], next.end[i], next.start[i]);
                open += usize::from(slot & store::LONGER != 0);
            }
        }
    }

    /// Joins the first `open` of `scratch.longer` with the words that follow; those the filter knows go to
    /// `scratch.next`, and their number is given.
    #[inline(always)]
    fn next_words<L: Lanes, const HIGH: bool>(
        &self,
        lanes: L,
        scratch: &mut Scratch,
        open: usize,
        level: usize,
        from: usize,
        to: usize,
    ) -> usize {
        let Scratch { words, longer, next, bits, stretch, folded, word: room, slow, single, .. } = scratch;
        let limit = if to == self.text.len() { usize::MAX } else { to - from };
        let (filter, slots, seed) = (self.deeper, self.deeper.len() as u32, self.store.seed);
        let [mut joined, rest] =
            lanes.join_words::<HIGH>((stretch, bits), (longer, open), limit, (filter, seed), next, &mut single[..]);
        let mut far = 0;
        for &i in single.iter().take(rest) {
            let i = i as usize % MOST;
            let at = longer.end[i] as usize;
            let step = self.step(bits, stretch, at);
            let start = at + step.len;
            let end = bits.word_end(start);
            let word = hash::short_word::<HIGH>(stretch.sixteen(start), end - start, seed);
            let hash = hash::join(longer.hash[i], step.gap, word);
            let simple = step.known & (end - start <= hash::SHORT) & (end < limit);
            let simple = simple & !(HIGH && bits.is_moved(start, end));
            // no branch: what is not so simple is done below
            next.put(joined, hash, end as u32, longer.start[i]);
            joined += usize::from(step.possible & simple);
            lanes.prefetch(filter.get(hash::slot(hash, slots)));
            slow[far % MOST] = i as u32;
            far += usize::from(step.possible & !simple);
        }
        let letters = Letters::get();
        for &i in slow.iter().take(far) {
            let i = i as usize % MOST;
            let (prefix, at, beginning) = (longer.hash[i], longer.end[i] as usize, longer.start[i]);
            let first = (level == 1).then(|| words.asked[beginning as usize % MOST]);
            if !self.may_go_on(from + at, first) {
                continue;
            }
            let step = self.step(bits, stretch, at);
            let start = at + step.len;
            let end = bits.word_end(start);
            let told = HIGH & step.known & (end < limit) & (end - start <= WINDOW);
            let fold = if told { letters.fold_word(stretch.word(start), bits.heads(start, end), room) } else { None };
            // invisible characters alone are no word
            let (end, hash) = match fold.filter(|&len| len > 0) {
                Some(len) => (end, hash::join(prefix, step.gap, hash::folded(room, len, seed))),
                None => match walk::next_word(self.text, from + at, prefix, seed, folded) {
                    Some((end, hash)) => (end - from, hash),
                    None => continue,
                },
            };
            lanes.prefetch(filter.get(hash::slot(hash, slots)));
            next.put(joined, hash, end as u32, beginning);
            joined += 1;
        }
        lanes.keep_known(filter, next, joined.min(MOST))
    }

    /// What stands between the word that ends at `at` and the next one, as far as two bytes tell: most gaps are a blank or
    /// hyphen, a mark, or a mark and a blank.
    #[inline(always)]
    fn step(&self, bits: &Bits, stretch: &Stretch, at: usize) -> Step {
        let [mark, second] = stretch.at(at);
        let (len, one) = (bits.gap(at), walk::GAPS[usize::from(mark)]);
        let join = one == hash::JOIN.bits();
        let known = (one != 0) & ((len == 1) | ((len == 2) & (second == b' ') & !join));
        Step {
            len,
            gap: GapHash::of(if len == 1 { one } else { GapHash::of(one).with(' ').bits() }),
            known: known & (at < STRETCH),
            possible: join | (one == 0) | self.gap_marks(mark) | (at >= STRETCH),
        }
    }

    /// Whether a gap of some name may begin as the text goes on there, by a look at one character. `first` is the hash by
    /// which the filter of first words is asked, if there is but one word so far.
    #[inline]
    fn may_go_on(&self, at: usize, first: Option<u64>) -> bool {
        let Some(c) = self.text.get(at..).and_then(|t| t.chars().next()) else { return false };
        match fold::class(c) {
            Class::Other | Class::Apostrophe => match fold::fold_mark(c) {
                mark if mark.is_ascii() => {
                    let told = |asked| self.first_told(asked, Next::mark(mark as u8)).1;
                    self.gap_marks(mark as u8) && first.is_none_or(told)
                }
                _ => self.store.flags & store::HIGH_GAPS != 0,
            },
            _ => true,
        }
    }

    /// Whether any name has a gap that begins with that ASCII mark.
    #[inline(always)]
    fn gap_marks(&self, mark: u8) -> bool {
        self.gaps[usize::from(mark >> 6 & 1)] >> (mark & 63) & 1 != 0
    }
}

/// Prefixes of words that may be names or whose longer names are looked for, a list for all that is known of them.
pub(super) struct Prefixes {
    pub hash: Box<[u64; ROOM]>,
    pub end: Box<[u32; ROOM]>,
    /// Indices of their beginnings.
    pub start: Box<[u32; ROOM]>,
}

impl Prefixes {
    pub fn new() -> Self {
        Prefixes { hash: list(), end: list(), start: list() }
    }

    #[inline(always)]
    fn put(&mut self, at: usize, hash: u64, end: u32, start: u32) {
        let at = at % MOST;
        (self.hash[at], self.end[at], self.start[at]) = (hash, end, start);
    }
}

/// [`Lanes::join_words`] where none is taken with others.
#[inline(always)]
pub(super) fn all_single(open: usize, single: &mut [u32]) -> [usize; 2] {
    single.iter_mut().zip(0..open as u32).for_each(|(place, i)| *place = i);
    [0, open]
}

/// [`Lanes::keep_known`] without vectors.
#[inline(always)]
pub(super) fn keep_one_by_one(filter: &[[u8; 8]], prefixes: &mut Prefixes, count: usize) -> usize {
    let (slots, mut kept) = (filter.len() as u32, 0);
    for i in 0..count.min(MOST) {
        let (hash, end, start) = (prefixes.hash[i], prefixes.end[i], prefixes.start[i]);
        let filter = filter.get(hash::slot(hash, slots)).map_or(0, |f| u64::from_le_bytes(*f));
        let wanted = hash::prefix_bits(hash);
        prefixes.put(kept, hash, end, start);
        kept += usize::from(filter & wanted == wanted);
    }
    kept
}
