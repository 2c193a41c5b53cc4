//! Closed lists of words that tell the shape of a line, from `seeds/lexicons/page/words.tsv`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Classes of a word, one bit each.
pub(super) type Words = u8;
/// Stands in a date or time of day besides numbers, months and weekdays.
pub(super) const DATE: Words = 1;
/// What a counter counts (`12 comments`).
pub(super) const COUNTER: Words = 2;
/// A small word of a byline.
pub(super) const JOINER: Words = 4;
/// A small word inside the name of a place.
pub(super) const PLACE: Words = 8;
/// Stands before the slash of a photo credit.
pub(super) const PHOTO: Words = 16;
/// Stands in a weather widget.
pub(super) const WEATHER: Words = 32;

/// Asks to follow a link.
pub(super) const POINTER: Words = 64;
/// The page speaks to its reader.
pub(super) const READER: Words = 128;

const NAMES: &[(&str, Words)] = &[
    ("date", DATE),
    ("counter", COUNTER),
    ("joiner", JOINER),
    ("place", PLACE),
    ("photo", PHOTO),
    ("weather", WEATHER),
    ("pointer", POINTER),
    ("reader", READER),
];

static WORDS: LazyLock<FxHashMap<&'static str, Words>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("../../seeds/lexicons/page/words.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, list)) = line.split_once('\t') else { continue };
        let Some(&(_, bit)) = NAMES.iter().find(|(name, _)| *name == class) else { continue };
        list.split_whitespace().for_each(|w| *words.entry(w).or_default() |= bit);
    }
    words
});

/// Longer words are in no class.
const LONGEST: usize = 24;

/// Whether the word has this class once its ASCII letters are in lower case.
pub(super) fn is_in_any_case(word: &str, class: Words) -> bool {
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).is_ok_and(|word| is(word, class))
}

/// Whether the word, written in lower case, has this class.
pub(super) fn is(word: &str, class: Words) -> bool {
    WORDS.get(word).is_some_and(|bits| bits & class != 0)
}
