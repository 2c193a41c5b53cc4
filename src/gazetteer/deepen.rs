//! Stage 4 of the engine: names that end after one word, two words, three words … all beginnings of a stretch together.

use super::hash::{self, GapHash, Next};
use super::lanes::Lanes;
use super::matcher::{MOST, Prefix, Scratch, Search};
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
        alone.iter().for_each(|&i| lanes.prefetch(self.table.home(words[i as usize % MOST].hash)));
        for &i in alone {
            let word = &words[i as usize % MOST];
            let slot = self.table.get(word.hash);
            if slot & store::ID != 0 {
                claims.push(i, word.end, slot);
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
        for (prefix, &i) in longer.iter_mut().zip(ahead.iter()).take(*beginnings) {
            let word = &words[i as usize % MOST];
            *prefix = Prefix { hash: word.hash, end: word.end, start: i };
        }
        let (mut open, mut level) = (scratch.beginnings.min(MOST), 0);
        while open > 0 {
            level += 1;
            let kept = self.next_words::<L, HIGH>(lanes, scratch, open, level, from, to);
            let Scratch { longer, next, claims, .. } = scratch;
            let found = next.get(..kept).unwrap_or(&[]);
            self.touch(lanes, found);
            open = 0;
            for p in found {
                let slot = self.table.get(p.hash);
                if slot & store::ID != 0 {
                    claims.push(p.start, p.end, slot);
                }
                longer[open % MOST] = *p;
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
        let Scratch { words, longer, next, bits, stretch, folded, word: room, slow, .. } = scratch;
        let limit = if to == self.text.len() { usize::MAX } else { to - from };
        let (filter, slots, seed) = (self.deeper, self.deeper.len() as u32, self.store.seed);
        let (mut joined, mut far) = (0, 0);
        for (i, p) in longer.iter().take(open).enumerate() {
            let at = p.end as usize;
            let step = self.step(bits, stretch, at);
            let start = at + step.len;
            let end = bits.word_end(start);
            let word = hash::short_word::<HIGH>(stretch.sixteen(start), end - start, seed);
            let hash = hash::join(p.hash, step.gap, word);
            let simple = step.known & (end - start <= hash::SHORT) & (end < limit);
            let simple = simple & !(HIGH && bits.is_moved(start, end));
            // no branch: what is not so simple is done below
            next[joined % MOST] = Prefix { hash, end: end as u32, start: p.start };
            joined += usize::from(step.possible & simple);
            lanes.prefetch(filter.get(hash::slot(hash, slots)));
            slow[far % MOST] = i as u32;
            far += usize::from(step.possible & !simple);
        }
        let letters = Letters::get();
        for &i in slow.iter().take(far) {
            let p = longer[i as usize % MOST];
            let first = (level == 1).then(|| words[p.start as usize % MOST].asked);
            if !self.may_go_on(from + p.end as usize, first) {
                continue;
            }
            let at = p.end as usize;
            let step = self.step(bits, stretch, at);
            let start = at + step.len;
            let end = bits.word_end(start);
            let told = HIGH & step.known & (end < limit) & (end - start <= WINDOW);
            let fold = if told { letters.fold_word(stretch.word(start), bits.heads(start, end), room) } else { None };
            // invisible characters alone are no word
            let (end, hash) = match fold.filter(|&len| len > 0) {
                Some(len) => (end, hash::join(p.hash, step.gap, hash::folded(room, len, seed))),
                None => match walk::next_word(self.text, from + at, p.hash, seed, folded) {
                    Some((end, hash)) => (end - from, hash),
                    None => continue,
                },
            };
            lanes.prefetch(filter.get(hash::slot(hash, slots)));
            next[joined % MOST] = Prefix { hash, end: end as u32, start: p.start };
            joined += 1;
        }
        let mut kept = 0;
        for i in 0..joined.min(MOST) {
            let p = next[i];
            let filter = filter.get(hash::slot(p.hash, slots)).map_or(0, |f| u64::from_le_bytes(*f));
            let wanted = hash::prefix_bits(p.hash);
            next[kept] = p;
            kept += usize::from(filter & wanted == wanted);
        }
        kept
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

    /// Sends for the buckets of all prefixes, so that they are there when they are searched.
    #[inline(always)]
    fn touch<L: Lanes>(&self, lanes: L, prefixes: &[Prefix]) {
        prefixes.iter().for_each(|p| lanes.prefetch(self.table.home(p.hash)));
    }
}
