//! Stage 4 of the engine: names that end after one word, two words, three words … all beginnings of a stretch together.

use super::hash::{self, GapHash};
use super::lanes::Lanes;
use super::matcher::{Claim, MOST, Prefix, Scratch, Search, Start};
use super::scan::STRETCH;
use super::store;
use super::walk;
use crate::text::fold::{self, Class};

impl Search<'_> {
    /// Looks up the first words that may be names.
    #[inline(always)]
    pub(super) fn single_words<L: Lanes>(&self, scratch: &mut Scratch) {
        let Scratch { starts, alone, claims, names, .. } = scratch;
        claims.clear();
        let alone = alone.get(..*names).unwrap_or(&[]);
        self.touch::<L>(alone);
        for p in alone {
            let slot = self.table.get(p.hash);
            if slot & store::ID != 0 {
                claim(claims, starts, p, slot);
            }
        }
    }

    /// Looks up prefixes of two words, three words … until none goes on.
    #[inline(always)]
    pub(super) fn longer_names<L: Lanes, const HIGH: bool>(&self, scratch: &mut Scratch, from: usize, to: usize) {
        let mut open = scratch.beginnings.min(MOST);
        while open > 0 {
            let kept = self.next_words::<L, HIGH>(scratch, open, from, to);
            let Scratch { starts, longer, next, claims, .. } = scratch;
            let found = next.get(..kept).unwrap_or(&[]);
            self.touch::<L>(found);
            open = 0;
            for p in found {
                let slot = self.table.get(p.hash);
                if slot & store::ID != 0 {
                    claim(claims, starts, p, slot);
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
        scratch: &mut Scratch,
        open: usize,
        from: usize,
        to: usize,
    ) -> usize {
        let Scratch { longer, next, bits, stretch, folded, slow, .. } = scratch;
        let limit = if to == self.text.len() { usize::MAX } else { to - from };
        let (filter, slots, seed) = (self.deeper, self.deeper.len() as u32, self.store.seed);
        let (mut joined, mut far) = (0, 0);
        for (i, p) in longer.iter().take(open).enumerate() {
            let at = p.end as usize;
            let [mark, second] = stretch.at(at);
            // most gaps are a blank or hyphen, a mark, or a mark and a blank
            let (len, one) = (bits.gap(at), walk::GAPS[usize::from(mark)]);
            let join = one == hash::JOIN.bits();
            let possible = join | (one == 0) | self.gap_marks(mark) | (at >= STRETCH);
            let known = (one != 0) & ((len == 1) | ((len == 2) & (second == b' ') & !join));
            let gap = GapHash::of(if len == 1 { one } else { GapHash::of(one).with(' ').bits() });
            let start = at + len;
            let end = bits.word_end(start);
            let word = hash::short_word(stretch.at(start), end - start, seed);
            let hash = hash::join(p.hash, gap, word);
            let simple = known & (at < STRETCH) & (end - start <= hash::SHORT) & (end < limit);
            let simple = simple & !(HIGH && bits.is_high(start, end));
            // no branch: what is not so simple is done below
            next[joined % MOST] = Prefix { hash, end: end as u32, start: p.start };
            joined += usize::from(possible & simple);
            L::prefetch(filter.get(hash::slot(hash, slots).0));
            slow[far % MOST] = i as u32;
            far += usize::from(possible & !simple);
        }
        for &i in slow.iter().take(far) {
            let p = longer[i as usize % MOST];
            if !self.may_go_on(from + p.end as usize) {
                continue;
            }
            let word = walk::next_word(self.text, from + p.end as usize, p.hash, seed, folded);
            let Some((end, hash)) = word else { continue };
            next[joined % MOST] = Prefix { hash, end: (end - from) as u32, start: p.start };
            joined += 1;
        }
        let mut kept = 0;
        for i in 0..joined.min(MOST) {
            let p = next[i];
            let (slot, x) = hash::slot(p.hash, slots);
            let (filter, wanted) = (filter.get(slot).map_or(0, |f| u64::from_le_bytes(*f)), hash::prefix_bits(x));
            next[kept] = p;
            kept += usize::from(filter & wanted == wanted);
        }
        kept
    }

    /// Whether a gap of some name may begin as the text goes on there, by a look at one character.
    #[inline]
    fn may_go_on(&self, at: usize) -> bool {
        let Some(c) = self.text.get(at..).and_then(|t| t.chars().next()) else { return false };
        match fold::class(c) {
            Class::Other | Class::Apostrophe => match fold::fold_mark(c) {
                mark if mark.is_ascii() => self.gap_marks(mark as u8),
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
    fn touch<L: Lanes>(&self, prefixes: &[Prefix]) {
        prefixes.iter().for_each(|p| L::prefetch(self.table.home(p.hash)));
    }
}

#[inline(always)]
fn claim(claims: &mut Vec<Claim>, starts: &mut [Start; MOST], prefix: &Prefix, slot: u32) {
    {
        let start = &mut starts[prefix.start as usize % MOST];
        claims.push(Claim { slot, end: prefix.end, shorter: start.claim });
        start.claim = claims.len() as u32;
    }
}
