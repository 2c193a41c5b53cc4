//! Word classes: closed lists of English words as data files under `seeds/lexicons/words/`, looked up once a token.

pub(super) use super::classed::SHORT;
use super::classed::{Classed, pack};
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
    /// most, several, one: a determiner that can stand alone as a subject.
    QUANTITY = 50, "quantifiers";
    /// whether, how, why: opens a question clause.
    QUESTION = 51, "questions";
    /// feels, remained, became: joins a subject and an adjective.
    COPULA = 52, "copulas";
    /// may, could, should: what is said by them has not happened.
    MODAL = 53, "modals";
    /// while, after, because: after a noun phrase as content it opens the narrator's own words.
    NARRATOR = 54, "narrators";
    /// parts, rest, heart: before `of` they make the name after it a place.
    PART = 39, "parts";
    /// source, person: a source without a name.
    UNNAMED = 40, "unnamed";
    /// quoted, citing: the object speaks when `as saying` follows.
    QUOTING = 41, "quotings";
    /// Jr., III: behind a surname.
    SUFFIX = 42, "suffixes";
    /// Haddad, Garland: a surname that well-known people share with many.
    SURNAME = 44, "common_surnames";
    /// alias, nicknamed: a name in marks follows.
    ALIAS = 43, "aliases";
    /// Given names of women.
    FEMALE = 32, "female_names";
    /// Given names of men.
    MALE = 33, "male_names";
}

/// A form of a verb that can report words or thoughts (`seeds/lexicons/cues/verbs.csv`).
pub const CUE: Classes = 1 << 25;
/// A noun for something said or written (`seeds/lexicons/cues/nouns.txt`).
pub const SPOKEN: Classes = 1 << 26;
/// A noun or adjective that reports words or thoughts (`seeds/lexicons/cues/complements.csv`).
pub const COMPLEMENT: Classes = 1 << 55;
/// A verb that lends its subject to a noun of saying: made a claim (`seeds/lexicons/cues/light_verbs.txt`).
pub const LIGHT: Classes = 1 << 56;
/// A verb that puts a feeling into words: expressed concern (`seeds/lexicons/cues/voicings.txt`).
pub const VOICING: Classes = 1 << 57;

/// The two letters the months and weekdays begin with: for each first letter a bit for each second one.
const CALENDAR: [u32; 26] = {
    let files = [
        include_bytes!("../../seeds/lexicons/words/months.txt").as_slice(),
        include_bytes!("../../seeds/lexicons/words/weekdays.txt").as_slice(),
    ];
    let mut table = [0; 26];
    let mut f = 0;
    while f < files.len() {
        let mut at = 0;
        while at + 1 < files[f].len() {
            let (a, b) = (letter(files[f][at]), letter(files[f][at + 1]));
            if (at == 0 || files[f][at - 1] == b'\n') && a < 26 && b < 26 {
                table[a] |= 1 << b;
            }
            at += 1;
        }
        f += 1;
    }
    table
};

/// The place of a letter in the alphabet; 26 or more for any other byte.
const fn letter(byte: u8) -> usize {
    byte.to_ascii_lowercase().wrapping_sub(b'a') as usize
}

/// Whether the word is a month or weekday, whatever its case. Most words are told by their first two letters.
pub fn is_day_or_month(word: &str) -> bool {
    let [a, b, ..] = word.as_bytes() else { return false };
    let may = CALENDAR.get(letter(*a)).is_some_and(|seconds| letter(*b) < 26 && seconds >> letter(*b) & 1 != 0);
    may && classes(word) & (MONTH | WEEKDAY) != 0
}

/// The longest word the lists hold, in bytes; longer words have no class.
const MAX: usize = 40;

static WORDS: LazyLock<Classed> = LazyLock::new(|| {
    // a word and its line end are nine bytes long on average
    let size: usize = FILES.iter().map(|(_, file)| file.len() / 9).sum();
    let mut table = Classed::with_capacity(size);
    for &(class, file) in FILES {
        add_list(&mut table, file, class);
    }
    add_list(&mut table, include_str!("../../seeds/lexicons/cues/nouns.txt"), SPOKEN);
    add_list(&mut table, include_str!("../../seeds/lexicons/cues/light_verbs.txt"), LIGHT);
    add_list(&mut table, include_str!("../../seeds/lexicons/cues/voicings.txt"), VOICING);
    let cues = crate::quote::cue::Cues::builtin();
    cues.words().for_each(|form| table.add(form.as_bytes(), CUE));
    cues.complements().for_each(|word| table.add(word.as_bytes(), COMPLEMENT));
    table
});

/// Adds the words of a list, one a line; `#` begins a comment.
fn add_list(table: &mut Classed, file: &str, class: Classes) {
    let bytes = file.as_bytes();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let word = bytes[start..end].trim_ascii();
        start = end + 1;
        match word.first() {
            None | Some(b'#') => {}
            Some(0..0x80) => table.add(word, class),
            // a look-up lowers ASCII only, so `élise` also goes in as `Élise`
            Some(_) => {
                table.add(word, class);
                let word = String::from_utf8_lossy(word);
                let mut chars = word.chars();
                let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
                table.add(capital.as_bytes(), class);
            }
        }
    }
}

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
        // zeros fill up what is packed, so no word may end with one
        return if bytes.ends_with(&[0]) { 0 } else { WORDS.short(pack(bytes)) };
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
    if folded.ends_with(&[0]) {
        0
    } else if n <= SHORT {
        WORDS.short(pack(folded))
    } else {
        WORDS.long(folded)
    }
}

/// The classes of words packed by [`Chunk::key`](super::chunk::Chunk::key), none for 0.
#[inline]
pub(super) fn classes_of<const N: usize>(keys: &[u128; N]) -> [Classes; N] {
    WORDS.all(keys)
}

/// The classes of one packed word.
pub(super) fn classes_of_key(key: u128) -> Classes {
    WORDS.short(key)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn links_are_where_the_tags_of_items_look_for_them() {
        assert!(classes("that") & DETERMINER != 0);
        for link in ["and", "or", "but", "nor"] {
            assert!(classes(link) & CONJUNCTION != 0, "{link}");
        }
    }

    #[test]
    fn months_and_weekdays_are_those_of_their_lists() {
        for &(_, file) in FILES {
            for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
                assert_eq!(is_day_or_month(line), classes(line) & (MONTH | WEEKDAY) != 0, "{line}");
            }
        }
    }

    #[test]
    fn knows_no_other_word() {
        for word in ["", "qqqq", "the\0", "a-word-that-is-longer-than-sixteen", &"x".repeat(100)] {
            assert_eq!(classes(word), 0, "{word}");
        }
    }
}
