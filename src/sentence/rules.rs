//! What the sentence stage knows of a language: abbreviations by class, words that begin sentences, verbs of saying.
//!
//! The lists are data files under `seeds/lexicons/sentences/`, one a language, read once.

use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// Classes of a word, one bit each.
pub(super) type Bits = u32;

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr, $word:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Bits = 1 << $bit;)*
        const NAMES: &[(&str, Bits)] = &[$(($word, $name)),*];
    };
}

bits! {
    /// Stands before a name: never ends a sentence before a capital.
    TITLE = 0, "title";
    /// Stands after a name.
    SUFFIX = 1, "suffix";
    /// Ends the name of a company or body.
    ORG = 2, "org";
    /// A state or province.
    STATE = 3, "state";
    /// A country or city.
    PLACE = 4, "place";
    /// A month or weekday.
    MONTH = 5, "month";
    /// Of the clock or the calendar.
    TIME = 6, "time";
    /// Stands before a number; else an ordinary word.
    NUMBER = 7, "number";
    /// Goes on whatever follows (`e.g.`).
    LATIN = 8, "latin";
    /// Ends a list, and with a capital the sentence (`etc.`).
    END = 9, "end";
    /// A unit of measure.
    UNIT = 10, "unit";
    /// A kind of street.
    ADDRESS = 11, "address";
    /// Any other abbreviation.
    OTHER = 12, "other";
    /// A name that ends in `!`.
    NAME = 13, "name";
    /// The end of a host or file name.
    TLD = 14, "tld";
    /// Begins sentences and seldom names.
    STARTER = 15, "starter";
    /// A verb of saying.
    VERB = 16, "verb";
    /// Begins an adjunct (`At 5 a.m. Mr. Smith …`).
    FRONT = 17, "front";
    /// Begins a new sentence even where the full stop before it was lost.
    RESTART = 18, "restart";
    /// Goes on after the name of a company or state.
    FOLLOW = 19, "follow";
    /// Opens a credit run into a caption.
    CREDIT = 20, "credit";
}

/// Classes whose point ends the sentence if the next word begins sentences.
pub(super) const OPEN: Bits = SUFFIX | ORG | STATE | PLACE | MONTH | TIME | ADDRESS | OTHER;

/// Points are part of ordinals (`12. Juni`).
const ORDINAL_LANGUAGES: &[&str] =
    &["de", "da", "no", "nb", "nn", "fi", "cs", "sk", "sl", "hr", "hu", "et", "lv", "is"];

/// The word in lower case, with a straight apostrophe; none if it is too long.
fn fold<'b>(word: &str, buffer: &'b mut [u8; MAX]) -> Option<&'b [u8]> {
    let mut n = 0;
    if word.is_ascii() {
        let key = buffer.get_mut(..word.len())?;
        key.copy_from_slice(word.as_bytes());
        key.make_ascii_lowercase();
        return Some(key);
    }
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if c == '’' { '\'' } else { c };
        c.encode_utf8(buffer.get_mut(n..n + c.len_utf8())?);
        n += c.len_utf8();
    }
    Some(&buffer[..n])
}

/// Words of one language.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// Lower-case word without its last point: classes in any case, classes that ask for a capital.
    words: FxHashMap<Box<[u8]>, (Bits, Bits)>,
    /// Numbers with a point are ordinals.
    pub(super) ordinals: bool,
}

/// Longest word looked up, in bytes.
const MAX: usize = 40;

impl Rules {
    fn read(language: &str, files: &[&str]) -> Self {
        let mut rules = Rules { words: FxHashMap::default(), ordinals: ORDINAL_LANGUAGES.contains(&language) };
        for line in files.iter().flat_map(|f| f.lines()) {
            let Some((class, words)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else { continue };
            let Some(&(_, bit)) = NAMES.iter().find(|(name, _)| *name == class.trim()) else { continue };
            words.split_whitespace().for_each(|w| rules.add(w, bit));
        }
        rules
    }

    fn add(&mut self, word: &str, bit: Bits) {
        let mut buffer = [0; MAX];
        let Some(key) = fold(word.trim_end_matches('.'), &mut buffer) else { return };
        let entry = self.words.entry(key.into()).or_default();
        if word.starts_with(char::is_uppercase) {
            entry.1 |= bit;
        } else {
            entry.0 |= bit;
        }
    }

    /// The same with abbreviations of the user's own.
    pub(super) fn with<S: AsRef<str>>(&self, abbreviations: &[S]) -> Self {
        let mut rules = Rules { words: self.words.clone(), ordinals: self.ordinals };
        abbreviations.iter().for_each(|w| rules.add(w.as_ref(), OTHER));
        rules
    }

    /// Classes of a word without its last point.
    pub(super) fn classes(&self, word: &str) -> Bits {
        let mut buffer = [0; MAX];
        let found = fold(word, &mut buffer).and_then(|key| self.words.get(key));
        match found {
            Some(&(any, capital)) if capital != 0 && word.starts_with(char::is_uppercase) => any | capital,
            Some(&(any, _)) => any,
            None => 0,
        }
    }
}

macro_rules! languages {
    ($($code:literal),*) => {
        const FILES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("../../seeds/lexicons/sentences/", $code, ".tsv")))),*];
    };
}

languages!("en", "de", "fr", "es", "it", "nl", "ru", "ar");

static RULES: [OnceLock<Arc<Rules>>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];

/// The rules of a language by its code (`de`, `de-AT`, `de_AT`); without lists of its own, a language gets the rules
/// that hold for every script.
pub(super) fn rules(language: &str) -> Arc<Rules> {
    let code = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    match FILES.iter().zip(&RULES).find(|((known, _), _)| *known == code) {
        Some(((_, file), rules)) => Arc::clone(rules.get_or_init(|| Arc::new(Rules::read(&code, &[file])))),
        None => Arc::new(Rules::read(&code, &[])),
    }
}

/// Codes of the languages with lists of their own.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|&(code, _)| code)
}
