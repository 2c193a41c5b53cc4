//! Stages 2 and 3 of the engine: the word beginnings that may begin a name, by their first bytes and by the hash of their
//! first word.

use super::ascii;
use super::hash::{self, Next};
use super::lanes::Lanes;
use super::matcher::{MOST, ROOM, Scratch, Search, list};
use super::scan::{self, Bits, Stretch, WINDOW};
use super::store;
use super::walk;
use crate::text::fold::{self, Class};
use crate::text::letters::{self, Letters};

/// Index into the filter of starts.
#[inline(always)]
pub(super) fn start_slot(first: u8, second: u8, third: u8) -> usize {
    let key = u32::from(first) | u32::from(second) << 8 | u32::from(third) << 16;
    (key.wrapping_mul(SPREAD) >> 16) as usize
}

/// By this the three bytes of a start are multiplied; the upper sixteen bits of 32 are its index.
pub(super) const SPREAD: u32 = 0x9e37_79b1;
/// Bytes of the filter of starts.
pub(super) const STARTS: usize = 8192;

/// What counts of the second and third byte of a word: 0 the word is over, 0x80 beyond ASCII.
pub(super) const REST: [u8; 256] = {
    let mut t = [0u8; 256];
    let mut b = 0;
    while b < 256 {
        let c = b as u8;
        t[b] = if c >= 0x80 {
            0x80
        } else if ascii::is_word(c) {
            c.to_ascii_lowercase()
        } else {
            0
        };
        b += 1;
    }
    t
};

/// Index into the filter of initials, by the fold of a character beyond ASCII and by whether that is a small letter.
#[inline(always)]
pub(super) fn initial_slot(folded: u32, small: bool) -> usize {
    ((folded << 1 | u32::from(small)).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

impl Search<'_> {
    /// Thins the first `count` beginnings in place by their first three bytes; gives how many are left.
    #[inline(always)]
    pub(super) fn thin<L: Lanes>(&self, lanes: L, scratch: &mut Scratch, count: usize) -> usize {
        let Scratch { begins, stretch, .. } = scratch;
        let dense = self.store.flags & store::DENSE != 0;
        if !L::MANY_STARTS && self.store.flags & (store::CROWDED | store::MANY_SMALL) == store::CROWDED {
            return count;
        }
        lanes.thin(stretch, self.starts, dense, &mut begins[..], count)
    }

    /// What the filter of starts tells of the first three bytes of a word, of the second and third as [`REST`] has them.
    #[inline(always)]
    fn start_told(&self, first: u8, second: u8, third: u8) -> bool {
        start_told(self.starts, first, second, third)
    }

    /// Whether names begin as the word at that place does, which has something beyond ASCII in its first three bytes; and
    /// whether its first character is a small letter: 1 or 0, for a branch would be guessed wrong too often.
    #[inline(always)]
    pub(super) fn high_start_passes(&self, stretch: &Stretch, at: usize) -> [u64; 2] {
        let bytes @ [first, ..] = stretch.at::<4>(at);
        if first < 0x80 {
            let small = first.is_ascii_lowercase();
            return [u64::from(self.folded_start_told(stretch, at, small)), u64::from(small)];
        }
        let (folded, small) = letters::initial(scan::code_point(bytes).0);
        let slot = initial_slot(folded.unwrap_or(0), small);
        let told = self.initials.get(slot / 8).map_or(1, |bits| u64::from(bits >> (slot % 8) & 1));
        let told = told | u64::from(folded.is_none());
        // of three letters that fold to ASCII the other filter tells, too
        let latin = folded.is_some_and(|folded| folded < 0x80);
        let told = if latin { told & u64::from(self.folded_start_told(stretch, at, small)) } else { told };
        [told, u64::from(small)]
    }

    /// What the filter of starts tells of a word that begins at `at` with three letters of which some are beyond ASCII, if
    /// their folds are not; the first one is a small letter or not.
    #[inline(always)]
    fn folded_start_told(&self, stretch: &Stretch, at: usize, small: bool) -> bool {
        if self.store.flags & store::DENSE != 0 && !small {
            // it knows small letters only
            return true;
        }
        let (letters, mut start, mut rest) = (Letters::get(), [0u8; 3], &stretch.word(at)[..]);
        for (i, folded) in start.iter_mut().enumerate() {
            let bytes @ [byte, ..] = rest.first_chunk::<4>().copied().unwrap_or_default();
            if byte < 0x80 {
                *folded = if i == 0 { byte } else { REST[usize::from(byte)] };
                if *folded == 0 {
                    break;
                }
                rest = &rest[1..];
                continue;
            }
            let (code, len) = scan::code_point(bytes);
            let class = letters.class(code);
            let Some(plain) = letters.plain(code).filter(|p| p.len() == 1 && class == Some(Class::Word)) else {
                if i == 0 || class.is_none_or(|c| matches!(c, Class::Word | Class::Mark | Class::Ignorable)) {
                    // it takes a longer look
                    return true;
                }
                break;
            };
            let [byte, ..] = plain.bytes();
            *folded = if i == 0 && !small { byte.to_ascii_uppercase() } else { byte };
            rest = &rest[len..];
        }
        self.start_told(start[0], start[1], start[2])
    }

    /// [`told`] of the filter of this gazetteer.
    #[inline(always)]
    pub(super) fn first_told(&self, asked: u64, next: Next) -> (bool, bool) {
        told(self.first, asked, next.bits())
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
        let Scratch { begins, bits, stretch, words, alone, ahead, folded, word: room, slow, .. } = scratch;
        let (filter, slots, seed) = (self.first, self.first.len() as u32, self.store.seed);
        let count = count.min(MOST);
        let mut far =
            lanes.hash_words::<HIGH>((stretch, bits), (&begins[..], count), (filter, seed), words, &mut slow[..]);
        // the last word may go on beyond the stretch
        if to < self.text.len() && count > 0 && words.end[count - 1] as usize >= to - from {
            slow[far % MOST] = count as u32 - 1;
            far += 1;
        }
        // words that are long, go beyond the stretch or have characters beyond ASCII
        let letters = Letters::get();
        for &i in slow.iter().take(far) {
            let i = i as usize % MOST;
            let at = begins[i] as usize;
            let [first] = stretch.at(at);
            let end = bits.word_end(at);
            let told = HIGH & (from + end < to) & (end - at <= WINDOW);
            let fold = if told { letters.fold_word(stretch.word(at), bits.heads(at, end), room) } else { None };
            let (hash, end, next) = match fold {
                Some(len) => (hash::folded(room, len, seed), end, Next::of(stretch.at(end))),
                None => {
                    let start = from + at;
                    let end = fold::word_end(self.text, start);
                    let after = self.text.as_bytes().get(end..).and_then(|rest| rest.first_chunk());
                    let hash = walk::word_hash(self.text, start, end, seed, folded);
                    (hash, end - from, after.map_or(Next::ANY, |&bytes| Next::of(bytes)))
                }
            };
            let asked = hash::with_case(hash, first, HIGH && bits.is_small(at));
            words.put(i, hash, asked, end as u32, next);
            lanes.prefetch(filter.get(hash::slot(asked, slots)));
        }
        let [names, beginnings] = lanes.ask(filter, words, count, &mut alone[..], &mut ahead[..]);
        (scratch.count, scratch.names, scratch.beginnings) = (count, names, beginnings);
    }
}

/// The first words of beginnings, a list for all that is known of them.
pub(super) struct Words {
    pub hash: Box<[u64; ROOM]>,
    /// By this the filter is asked.
    pub asked: Box<[u64; ROOM]>,
    pub end: Box<[u32; ROOM]>,
    pub next: Box<[u16; ROOM]>,
}

impl Words {
    pub fn new() -> Self {
        Words { hash: list(), asked: list(), end: list(), next: list() }
    }

    #[inline(always)]
    fn put(&mut self, i: usize, hash: u64, asked: u64, end: u32, next: Next) {
        (self.hash[i], self.asked[i], self.end[i], self.next[i]) = (hash, asked, end, next.bits());
    }
}

/// What the filter of starts tells of the first three bytes of a word, of the second and third as [`REST`] has them.
#[inline(always)]
fn start_told(starts: &[u8], first: u8, second: u8, third: u8) -> bool {
    let slot = start_slot(first, second, third);
    starts.get(slot / 8).is_some_and(|bits| bits >> (slot % 8) & 1 != 0)
}

/// [`Lanes::thin`] without vectors.
#[inline(always)]
pub(super) fn thin_one_by_one(
    stretch: &Stretch,
    starts: &[u8],
    dense: bool,
    begins: &mut [u32],
    count: usize,
) -> usize {
    let mut kept = 0;
    for i in 0..count.min(begins.len()) {
        let start = begins[i];
        let [a, b, c] = stretch.at(start as usize);
        let b = REST[usize::from(b)];
        // after the end of a word and after a character beyond ASCII the next byte does not count
        let c = REST[usize::from(c)] & if b & 0x7f == 0 { 0 } else { 0xff };
        begins[kept] = start;
        kept += usize::from(start_told(starts, a, b, c) | (a >= 0x80) | (dense & !a.is_ascii_lowercase()));
    }
    kept
}

/// [`Lanes::hash_words`] without vectors.
#[inline(always)]
pub(super) fn hash_one_by_one<L: Lanes, const HIGH: bool>(
    lanes: L,
    (stretch, bits): (&Stretch, &Bits),
    (starts, count): (&[u32], usize),
    (filter, seed): (&[[u8; 8]], u64),
    words: &mut Words,
    slow: &mut [u32],
) -> usize {
    let (slots, mut far) = (filter.len() as u32, 0);
    for (i, &start) in starts.iter().take(count.min(MOST)).enumerate() {
        let at = start as usize;
        let end = bits.word_end(at);
        let bytes = stretch.sixteen(at);
        let hash = hash::short_word::<HIGH>(bytes, end - at, seed);
        let small = HIGH && bytes[0] & 0x80 != 0 && bits.is_small(at);
        let asked = hash::with_case(hash, bytes[0] as u8, small);
        words.put(i, hash, asked, end as u32, Next::of(stretch.at(end)));
        lanes.prefetch(filter.get(hash::slot(asked, slots)));
        // no branch: the few that are not so simple are done again
        slow[far % MOST] = i as u32;
        far += usize::from((end - at > hash::SHORT) | (HIGH && bits.is_moved(at, end)));
    }
    far
}

/// [`Lanes::ask`] without vectors.
#[inline(always)]
pub(super) fn ask_one_by_one(
    filter: &[[u8; 8]],
    words: &Words,
    count: usize,
    alone: &mut [u32],
    ahead: &mut [u32],
) -> [usize; 2] {
    let (mut names, mut beginnings) = (0, 0);
    for i in 0..count.min(MOST) {
        let (is_alone, is_longer) = told(filter, words.asked[i], words.next[i]);
        // written always, counted only if it passes: no branch depends on the outcome
        alone[names % MOST] = i as u32;
        ahead[beginnings % MOST] = i as u32;
        names += usize::from(is_alone);
        beginnings += usize::from(is_longer);
    }
    [names, beginnings]
}

/// What the filter of first words tells of the hash it is asked by: whether it may be a name, and whether one may go on so.
#[inline(always)]
fn told(filter: &[[u8; 8]], asked: u64, next: u16) -> (bool, bool) {
    let told = filter.get(hash::slot(asked, filter.len() as u32));
    hash::known(told.map_or(0, |f| u64::from_le_bytes(*f)), asked, next)
}
