//! Word classes: closed lists of English words as data files under `seeds/lexicons/words/`, looked up once a token.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of word classes, one bit each.
pub type Classes = u64;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr, $file:literal;)*) => {
        $($(#[$doc])* pub const $name: Classes = 1 << $bit;)*
        const FILES: &[(Classes, &str)] = &[$(($name, include_str!(concat!("../../seeds/lexicons/words/", $file, ".txt")))),*];
    };
}

classes! {
    /// he, she, they, it, who …
    PRONOUN = 0, "pronouns";
    /// the, a, his, several …
    DETERMINER = 1, "determiners";
    /// in, of, by …
    PREPOSITION = 2, "prepositions";
    /// and, but, because …
    CONJUNCTION = 3, "conjunctions";
    /// has, was, would, did …
    AUXILIARY = 4, "auxiliaries";
    /// Mr., President, Sheikh: stands before a name and is no part of it.
    TITLE = 5, "titles";
    /// Gen., Colonel, Sgt. …
    RANK = 6, "ranks";
    /// spokesman, minister, mayor, analyst: what a person can be.
    ROLE = 7, "roles";
    /// January, Jan. …
    MONTH = 8, "months";
    /// Monday, Tues. …
    WEEKDAY = 9, "weekdays";
    /// Given names: the next capitalised word is a surname.
    GIVEN_NAME = 10, "given_names";
    /// al, bin, van, de: inside personal names.
    NAME_PARTICLE = 11, "name_particles";
    /// Ministry, Party, Council, Inc.: ends or begins an organisation's name.
    ORG_NOUN = 12, "org_nouns";
    /// River, Province, Airport: ends or begins a place's name.
    PLACE_NOUN = 13, "place_nouns";
    /// Ordinary words that are capitalised only because they open a sentence or stand in a headline.
    OPENER = 14, "common_openers";
    /// Given names that are also words or places (Will, Jordan): they need a second sign.
    AMBIGUOUS_NAME = 15, "ambiguous_names";
    /// who, which, whose: opens a relative clause.
    RELATIVE = 20, "relatives";
    /// him, them, himself: no subject.
    OBJECT = 21, "objects";
    /// also, never, later: between subject and verb, or before a sentence.
    ADVERB = 22, "adverbs";
    /// yesterday, week, earlier: words of time.
    TIME = 23, "times";
    /// led, takes, became: finite verbs that are seldom anything else.
    FINITE = 24, "verbs";
    /// family, reply, elderly: ends in -ly and is no adverb.
    NOT_ADVERB = 27, "not_adverbs";
    /// Words that a dictionary writes with a small letter.
    COMMON = 16, "common";
    /// Acronyms that name no actor: TV, CEO, GDP.
    PLAIN_ACRONYM = 17, "plain_acronyms";
    /// province, border, soil: a demonym before it names a place.
    LAND_NOUN = 18, "land_nouns";
    /// in, near, across: a name after it is a place.
    LOCATIVE = 19, "locatives";
    /// fled, trip, withdrew: `from` or `to` after it goes with a place.
    MOTION = 28, "motions";
    /// northern, east, central.
    COMPASS = 29, "compass";
    /// threat, aid, ambassador: `to` after it goes with a party.
    PARTY = 30, "party_words";
    /// accuses, launched, seeking: by which a state acts as a party.
    ACT = 35, "acts";
    /// accused, urging: what is done to a party.
    TARGET = 36, "targets";
    /// army, decision: an organ or a deed of a state.
    DEED = 37, "deeds";
    /// war, talks, relations: what parties have with each other.
    DEALING = 38, "dealings";
    /// Road, Avenue: an address, no place by itself.
    STREET = 31, "streets";
    /// Past tenses that may also be another word (read, bore, split): a verb after a noun.
    PAST = 34, "pasts";
    /// Given names of women.
    FEMALE = 32, "female_names";
    /// Given names of men.
    MALE = 33, "male_names";
}

/// A form of a verb that can report words or thoughts (`seeds/lexicons/cues/verbs.csv`).
pub const CUE: Classes = 1 << 25;
/// A noun for something said or written (`seeds/lexicons/cues/nouns.txt`).
pub const SPOKEN: Classes = 1 << 26;

/// The longest word the lists hold, in bytes; longer words have no class.
const MAX: usize = 40;

/// The longest word of the open table.
const SHORT: usize = 15;

/// Words of up to 15 bytes sit in an open table of two lower-cased machine words each, so that the common look-up is two
/// loads, a multiplication and a comparison; the few longer ones sit in a map.
struct Words {
    /// A byte of each slot's hash, 0 for a free slot: small enough to stay in cache, it turns most unknown words away.
    tags: Vec<u8>,
    slots: Vec<Slot>,
    shift: u32,
    long: FxHashMap<&'static [u8], Classes>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    key: [u64; 2],
    classes: Classes,
}

impl Words {
    fn new(words: FxHashMap<&'static [u8], Classes>) -> Self {
        let size = (words.len() * 2).next_power_of_two().max(2);
        let mut table = Words {
            tags: vec![0; size],
            slots: vec![Slot::default(); size],
            shift: 64 - size.trailing_zeros(),
            long: FxHashMap::default(),
        };
        let mut sorted: Vec<(&'static [u8], Classes)> = words.into_iter().collect();
        sorted.sort_unstable();
        for (word, classes) in sorted {
            if word.len() > SHORT {
                table.long.insert(word, classes);
            } else {
                let key = pack(word);
                let (mut at, tag) = table.slot(key);
                while table.tags[at] != 0 {
                    at = (at + 1) & (size - 1);
                }
                table.tags[at] = tag;
                table.slots[at] = Slot { key, classes };
            }
        }
        table
    }

    /// Where the walk for a key begins, and its tag.
    fn slot(&self, key: [u64; 2]) -> (usize, u8) {
        let mixed = (key[0] ^ key[1].rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ key[1];
        let hash = mixed.wrapping_mul(0xd6e8_feb8_6659_fd93);
        ((hash >> self.shift) as usize, (hash >> 8) as u8 | 1)
    }

    /// The classes of a packed word. Half of the slots are free, so the walk ends.
    fn short(&self, key: [u64; 2]) -> Classes {
        let (mut at, tag) = self.slot(key);
        loop {
            if self.tags[at] == tag && self.slots[at].key == key {
                return self.slots[at].classes;
            }
            if self.tags[at] == 0 {
                return 0;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// Up to 15 bytes as two machine words, ASCII letters lower-cased; the last byte holds the length.
fn pack(word: &[u8]) -> [u64; 2] {
    let mut bytes = [0u8; 16];
    bytes[..word.len()].copy_from_slice(word);
    bytes[15] = word.len() as u8;
    let value = u128::from_le_bytes(bytes);
    [lower(value as u64), lower((value >> 64) as u64)]
}

/// Lowers the ASCII capitals among eight bytes at once.
const fn lower(x: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let heptets = x & (0x7f * ONES);
    let above_z = heptets + ((0x7f - b'Z') as u64) * ONES;
    let from_a = heptets + ((0x80 - b'A') as u64) * ONES;
    let capitals = !x & (from_a ^ above_z) & (0x80 * ONES);
    x | (capitals >> 2)
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static [u8], Classes> = FxHashMap::default();
    for &(class, file) in FILES {
        for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            *words.entry(line.as_bytes()).or_default() |= class;
            // a look-up lowers ASCII only, so `élise` also goes in as `Élise`
            if let Some(first) = line.chars().next().filter(|c| !c.is_ascii()) {
                let capital: String = first.to_uppercase().chain(line.chars().skip(1)).collect();
                *words.entry(capital.leak().as_bytes()).or_default() |= class;
            }
        }
    }
    for line in include_str!("../../seeds/lexicons/cues/nouns.txt").lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with('#') {
            *words.entry(line.as_bytes()).or_default() |= SPOKEN;
        }
    }
    for form in crate::quote::cue::Cues::builtin().words() {
        *words.entry(form.as_bytes()).or_default() |= CUE;
    }
    Words::new(words)
});

/// The classes of a word, whatever its case; a curly apostrophe counts as a straight one.
///
/// ```
/// use dateline::text::lexicon::{MONTH, classes};
/// assert!(classes("January") & MONTH != 0);
/// ```
pub fn classes(word: &str) -> Classes {
    let bytes = word.as_bytes();
    // the first byte of a curly apostrophe
    if bytes.len() <= SHORT && !bytes.contains(&0xe2) {
        return WORDS.short(pack(bytes));
    }
    let mut buffer = [0u8; MAX];
    let mut n = 0;
    let mut i = 0;
    while i < bytes.len() {
        if n == MAX {
            return 0;
        }
        if bytes[i..].starts_with("’".as_bytes()) {
            buffer[n] = b'\'';
            i += 3;
        } else {
            buffer[n] = bytes[i].to_ascii_lowercase();
            i += 1;
        }
        n += 1;
    }
    let folded = &buffer[..n];
    if n <= SHORT { WORDS.short(pack(folded)) } else { WORDS.long.get(folded).copied().unwrap_or(0) }
}

/// How many words [`classes_of`] takes at once.
pub(super) const BATCH: usize = 16;

/// The classes of up to [`BATCH`] words, as [`classes`] gives them one by one.
///
/// The table is larger than a core's nearest cache: asked together, the words wait for memory together.
pub(super) fn classes_of(words: &[&str], out: &mut [Classes; BATCH]) {
    let table = &*WORDS;
    let mut keys = [[0u64; 2]; BATCH];
    let mut slots = [(0usize, 0u8); BATCH];
    let mut tags = [0u8; BATCH];
    for (i, word) in words.iter().enumerate().take(BATCH) {
        let bytes = word.as_bytes();
        if bytes.len() <= SHORT && bytes.is_ascii() {
            keys[i] = pack(bytes);
            slots[i] = table.slot(keys[i]);
            tags[i] = table.tags[slots[i].0];
        }
    }
    for (i, word) in words.iter().enumerate().take(BATCH) {
        let (slot, tag) = slots[i];
        out[i] = if keys[i] == [0, 0] {
            classes(word)
        } else if tags[i] == 0 {
            0
        } else if tags[i] == tag && table.slots[slot].key == keys[i] {
            table.slots[slot].classes
        } else {
            table.short(keys[i])
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowers_ascii_capitals_only() {
        for byte in 0..=255u8 {
            let x = u64::from_le_bytes([byte; 8]);
            assert_eq!(lower(x), u64::from_le_bytes([byte.to_ascii_lowercase(); 8]), "{byte}");
        }
    }

    #[test]
    fn finds_every_word_of_the_lists() {
        for &(class, file) in FILES {
            for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
                assert!(classes(line) & class != 0, "{line}");
                assert!(classes(&line.to_ascii_uppercase()) & class != 0, "{line} in capitals");
                assert!(classes(&line.replace('\'', "’")) & class != 0, "{line} with a curly apostrophe");
            }
        }
    }

    #[test]
    fn batches_agree_with_single_words() {
        let text =
            "The U.S. Gen. said on Monday that she didn’t know O'Brien, Élise or qqqq of Anti-establishmentarians";
        let words: Vec<&str> = text.split(' ').collect();
        let mut out = [0; BATCH];
        classes_of(&words, &mut out);
        for (word, got) in words.iter().zip(out) {
            assert_eq!(got, classes(word), "{word}");
        }
    }

    #[test]
    fn knows_no_other_word() {
        for word in ["", "qqqq", "the\0", "a-word-that-is-longer-than-sixteen", &"x".repeat(100)] {
            assert_eq!(classes(word), 0, "{word}");
        }
    }
}
