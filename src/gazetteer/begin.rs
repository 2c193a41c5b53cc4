//! Stages 2 and 3 of the engine: the word beginnings that may begin a name, by their first bytes and by the hash of their
//! first word.

use super::hash::{self, Next};
use super::lanes::Lanes;
use super::matcher::{MOST, Scratch, Search, Word};
use super::store;
use super::walk;
use crate::text::fold;

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

impl Search<'_> {
    /// Thins the first `count` beginnings in place by their first three bytes; gives how many are left.
    #[inline(always)]
    pub(super) fn thin(&self, scratch: &mut Scratch, count: usize) -> usize {
        let Scratch { begins, stretch, .. } = scratch;
        let dense = self.store.flags & store::DENSE != 0;
        if dense && self.store.flags & store::MANY_SMALL == 0 {
            return count;
        }
        let mut kept = 0;
        for i in 0..count.min(begins.len()) {
            let start = begins[i];
            let [a, b, c] = stretch.at(start as usize);
            let b = REST[usize::from(b)];
            // after the end of a word and after a character beyond ASCII the next byte does not count
            let c = REST[usize::from(c)] & if b & 0x7f == 0 { 0 } else { 0xff };
            let slot = start_slot(a, b, c);
            let told = self.starts.get(slot / 8).is_some_and(|bits| bits >> (slot % 8) & 1 != 0);
            begins[kept] = start;
            kept += usize::from(told | (a >= 0x80) | (dense & !a.is_ascii_lowercase()));
        }
        kept
    }

    /// Whether names begin with the character at that place, which is beyond ASCII.
    pub(super) fn initial_passes(&self, at: usize) -> bool {
        let Some(c) = self.text.get(at..).and_then(|t| t.chars().next()) else { return false };
        fold::plain_one(c).is_none_or(|folded| {
            let slot = initial_slot(folded);
            self.initials.get(slot / 8).is_none_or(|bits| bits >> (slot % 8) & 1 != 0)
        })
    }

    /// What the filter of first words tells of the hash it is asked by: whether it may be a name, and whether one may go
    /// on so.
    #[inline(always)]
    pub(super) fn first_told(&self, asked: u64, next: Next) -> (bool, bool) {
        let told = self.first.get(hash::slot(asked, self.first.len() as u32));
        hash::known(told.map_or(0, |f| u64::from_le_bytes(*f)), asked, next)
    }

    /// Hashes the first words of `count` beginnings and asks the filter about them: the indices of those that may be a
    /// name go to `scratch.alone`, of those that may begin a longer one to `scratch.ahead`.
    #[inline(always)]
    pub(super) fn first_words<L: Lanes, const HIGH: bool>(
        &self,
        lanes: L,
        scratch: &mut Scratch,
        count: usize,
        from: usize,
        to: usize,
    ) {
        let Scratch { begins, bits, stretch, words, alone, ahead, folded, slow, .. } = scratch;
        let (filter, slots, seed) = (self.first, self.first.len() as u32, self.store.seed);
        let count = count.min(MOST);
        let mut far = 0;
        for (i, &start) in begins.iter().take(count).enumerate() {
            let at = start as usize;
            let end = bits.word_end(at);
            let bytes = stretch.sixteen(at);
            let hash = hash::ascii_word(bytes, end - at, seed);
            let asked = hash::with_case(hash, bytes[0] as u8);
            words[i] = Word { hash, asked, end: end as u32, next: Next::of(stretch.at(end)) };
            lanes.prefetch(filter.get(hash::slot(asked, slots)));
            // no branch: the few that are not so simple are done again below
            slow[far % MOST] = i as u32;
            far += usize::from((end - at > hash::SHORT) | (HIGH && bits.is_high(at, end)));
        }
        // the last word may go on beyond the stretch
        if to < self.text.len() && words[..count].last().is_some_and(|last| last.end as usize >= to - from) {
            slow[far % MOST] = count as u32 - 1;
            far += 1;
        }
        // words that are long, go beyond the stretch or have characters beyond ASCII
        for &i in slow.iter().take(far) {
            let at = begins[i as usize % MOST] as usize;
            let start = from + at;
            let end = fold::word_end(self.text, start);
            let hash = walk::word_hash(self.text, start, end, seed, folded);
            let [first] = stretch.at(at);
            let after = self.text.as_bytes().get(end..).and_then(|rest| rest.first_chunk());
            words[i as usize % MOST] = Word {
                hash,
                asked: hash::with_case_of_any(hash, first),
                end: (end - from) as u32,
                next: after.map_or(Next::ANY, |&two| Next::of(two)),
            };
        }
        let (mut names, mut beginnings) = (0, 0);
        for (i, word) in words.iter().take(count).enumerate() {
            let (is_alone, is_longer) = self.first_told(word.asked, word.next);
            // written always, counted only if it passes: no branch depends on the outcome
            alone[names % MOST] = i as u32;
            ahead[beginnings % MOST] = i as u32;
            names += usize::from(is_alone);
            beginnings += usize::from(is_longer);
        }
        (scratch.count, scratch.names, scratch.beginnings) = (count, names, beginnings);
    }
}
