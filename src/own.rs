//! Words of a user's own: cues and titles beside those of the lexicons.
//!
//! The tokens of a text carry the word classes of the lexicons; a user's words are laid over them right after they are
//! cut, so that every later stage meets them as if they stood in the data files.

use crate::error::{Error, Result};
use crate::quote::cue::Cues;
use crate::text::lexicon::{CUE, Classes, ROLE, TITLE};
use crate::text::{Token, TokenKind, tokenize};
use rustc_hash::FxHashMap;

/// Words longer than this, in bytes, are nobody's title or cue.
const LONGEST: usize = 64;
/// What forms of a verb may have more than its base form, in bytes: a doubled letter and `ing`.
const ENDING: usize = 8;

/// A verb that reports words, as a row of `seeds/lexicons/cues/verbs.csv` gives it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OwnCue {
    /// Base form: `quip`.
    pub lemma: String,
    /// Irregular past, empty for a regular verb.
    pub past: String,
    /// Irregular past participle, empty for a regular verb.
    pub participle: String,
    /// Letters for what may follow.
    pub frames: String,
    /// Letters for what kind of verb it is.
    pub traits: String,
}

/// Cues and titles of a user's own, ready to be laid over tokens.
///
/// ```
/// use dateline::own::{OwnCue, OwnWords};
/// use dateline::pipeline::{Options, Pipeline};
/// let cue = OwnCue { lemma: "blurt".into(), frames: "qtz".into(), ..OwnCue::default() };
/// let words = OwnWords::new(&[cue], &["Harbourmaster"]).unwrap();
/// let options = Options { words: Some(words.into()), ..Options::default() };
/// let text = "“The crane is gone,” blurted Harbourmaster Ali Reed.";
/// let doc = Pipeline::new(Pipeline::builtin_gazetteers(), options).read(text);
/// assert_eq!(doc.quotes[0].speaker.map(|s| s.of(text)), Some("Ali Reed"));
/// ```
#[derive(Clone, Debug)]
pub struct OwnWords {
    /// Phrases by their first word, in lower case; longer ones first.
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
    cues: Option<Cues>,
    abbreviations: Vec<String>,
}

#[derive(Clone, Debug)]
struct Phrase {
    /// The words after the first, in lower case.
    rest: Vec<Box<str>>,
    /// Ends in a point that belongs to it: `Cmdt.`
    point: bool,
    classes: Classes,
}

impl OwnWords {
    /// Takes verbs and titles. A title (`Harbourmaster`, `Cmdt.`, `Port Warden`) stands before a name and is no part of
    /// it, and may stand for the person (`the harbourmaster said`).
    ///
    /// # Errors
    /// A cue that is not one lower-case word, a letter that means nothing, a title without a word.
    pub fn new<S: AsRef<str>>(cues: &[OwnCue], titles: &[S]) -> Result<OwnWords> {
        let mut own = OwnWords { phrases: FxHashMap::default(), cues: None, abbreviations: Vec::new() };
        if !cues.is_empty() {
            let mut table = String::from("lemma,past,participle,frames,traits\n");
            for cue in cues {
                check_cue(cue)?;
                let OwnCue { lemma, past, participle, frames, traits } = cue;
                table.push_str(&format!("{lemma},{past},{participle},{frames},{traits}\n"));
            }
            let new = Cues::parse(&table);
            new.words().for_each(|word| own.add(word, CUE));
            own.cues = Some(Cues::builtin().with(&new));
        }
        for title in titles {
            let title = title.as_ref().trim();
            check_title(title)?;
            own.add(title, if title.ends_with('.') { TITLE } else { TITLE | ROLE });
            if title.ends_with('.') {
                own.abbreviations.push(title.to_string());
            }
        }
        Ok(own)
    }

    /// The reporting verbs, if there are any of the user's own: with the built-in ones.
    pub fn cues(&self) -> Option<&Cues> {
        self.cues.as_ref()
    }

    /// Titles that end in a point: no sentence ends there.
    pub fn abbreviations(&self) -> &[String] {
        &self.abbreviations
    }

    /// Adds a word or phrase that was checked.
    fn add(&mut self, phrase: &str, classes: Classes) {
        let (mut words, point) = words_of(phrase);
        let Some(first) = words.next() else { return };
        let new = Phrase { rest: words.collect(), point, classes };
        let list = self.phrases.entry(first).or_default();
        let at = list.partition_point(|p| (p.rest.len(), p.point) >= (new.rest.len(), new.point));
        list.insert(at, new);
    }

    /// Lays the classes of the user's words over the tokens of a text.
    pub fn lay(&self, text: &str, tokens: &mut Vec<Token>) {
        let mut buffer = [0u8; LONGEST];
        let mut swallowed = false;
        let mut at = 0;
        while at < tokens.len() {
            let word = lower(tokens[at].of(text), &mut buffer);
            let found = word.and_then(|w| self.phrases.get(w.as_ref()));
            let phrase = found.and_then(|list| list.iter().find(|p| fits(p, text, &tokens[at..])));
            let Some(phrase) = phrase.filter(|_| tokens[at].kind == TokenKind::Word) else {
                at += 1;
                continue;
            };
            let end = at + 1 + phrase.rest.len();
            for t in &mut tokens[at..end] {
                t.classes |= phrase.classes;
            }
            if phrase.point && !tokens[end - 1].of(text).ends_with('.') {
                // the point goes into the word, as with the abbreviations of the lexicons
                tokens[end - 1].end += 1;
                tokens[end].end = tokens[end].start;
                swallowed = true;
            }
            at = end;
        }
        if swallowed {
            tokens.retain(|t| t.start < t.end);
        }
    }
}

/// The words of a phrase in lower case, and whether it ends in a point that belongs to it.
fn words_of(phrase: &str) -> (impl Iterator<Item = Box<str>>, bool) {
    let words = phrase.strip_suffix('.').unwrap_or(phrase);
    let tokens = tokenize(words).into_iter();
    (tokens.map(|t| t.of(words).to_lowercase().into_boxed_str()), words.len() < phrase.len())
}

/// Checks a verb of a user's own.
///
/// # Errors
/// It is not one lower-case word, or has a letter that means nothing.
pub fn check_cue(cue: &OwnCue) -> Result<()> {
    let wrong = |why: String| Err(Error::option(format!("cues: {:?}: {why}", cue.lemma)));
    for word in [&cue.lemma, &cue.past, &cue.participle] {
        let plain = word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase());
        if !plain || (word.is_empty() && std::ptr::eq(word, &cue.lemma)) {
            return wrong(format!("{word:?} is not one word in lower case, such as 'say'"));
        }
        if word.len() > LONGEST - ENDING {
            return wrong(format!("{word:?} is longer than {} bytes", LONGEST - ENDING));
        }
    }
    if cue.frames.is_empty() || !Cues::knows_frames(&cue.frames) {
        return wrong(format!("unknown frames {:?}", cue.frames));
    }
    if !Cues::knows_traits(&cue.traits) {
        return wrong(format!("unknown traits {:?}", cue.traits));
    }
    Ok(())
}

/// Checks a title of a user's own.
///
/// # Errors
/// It has no word, or is too long for one.
pub fn check_title(title: &str) -> Result<()> {
    if title.len() > LONGEST {
        return Err(Error::option(format!("titles: {title:?} is longer than {LONGEST} bytes")));
    }
    let first = words_of(title).0.next();
    match first.filter(|w| w.chars().any(char::is_alphabetic)) {
        Some(_) => Ok(()),
        None => Err(Error::option(format!("titles: {title:?} is no word or phrase"))),
    }
}

/// Whether the tokens begin with the phrase, whose first word fits.
fn fits(phrase: &Phrase, text: &str, tokens: &[Token]) -> bool {
    let n = phrase.rest.len();
    let mut buffer = [0u8; LONGEST];
    let rest = tokens.get(1..=n).is_some_and(|t| {
        t.iter().zip(&phrase.rest).all(|(t, p)| lower(t.of(text), &mut buffer).is_some_and(|w| w.as_ref() == &**p))
    });
    let Some(last) = tokens.get(n).filter(|_| rest) else { return false };
    let point = || tokens.get(n + 1).is_some_and(|t| t.start == last.end && t.of(text) == ".");
    !phrase.point || point()
}

/// The word in lower case; no memory is taken for one in ASCII.
fn lower<'a>(word: &str, buffer: &'a mut [u8; LONGEST]) -> Option<std::borrow::Cow<'a, str>> {
    if word.len() > LONGEST {
        return None;
    }
    if !word.is_ascii() {
        return Some(word.to_lowercase().into());
    }
    let out = &mut buffer[..word.len()];
    out.copy_from_slice(word.as_bytes());
    out.make_ascii_lowercase();
    std::str::from_utf8(out).ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;
    use crate::pipeline::Options;

    fn cue(lemma: &str) -> OwnCue {
        OwnCue { lemma: lemma.into(), frames: "qtz".into(), ..OwnCue::default() }
    }

    fn speakers(words: OwnWords, text: &str) -> Vec<Option<String>> {
        let options = Options { words: Some(words.into()), ..Options::default() };
        let doc = Pipeline::new(Pipeline::builtin_gazetteers(), options).read(text);
        doc.quotes.iter().map(|q| q.speaker.map(|s| s.of(text).to_string())).collect()
    }

    #[test]
    fn forms_of_a_cue_are_made_by_rule() {
        for said in ["blurted", "blurts"] {
            let text = format!("“The crane is gone,” {said} Ali Reed.");
            let own = OwnWords::new(&[cue("blurt")], &[] as &[&str]).unwrap();
            assert_eq!(speakers(own, &text), [Some("Ali Reed".to_string())], "{said}");
        }
    }

    #[test]
    fn a_title_with_a_point_ends_no_sentence_and_is_no_name() {
        let own = OwnWords::new(&[], &["Hbrm.", "Port Warden"]).unwrap();
        let text = "“The crane is gone,” said Hbrm. Ali Reed. “It fell,” said Port Warden Mia Stone.";
        assert_eq!(speakers(own, text), [Some("Ali Reed".to_string()), Some("Mia Stone".to_string())]);
    }

    #[test]
    fn wrong_words_are_named() {
        for bad in ["let slip", "", "Say", "a,b", "x\ny"] {
            let e = OwnWords::new(&[cue(bad)], &[] as &[&str]).unwrap_err();
            assert!(e.reason().contains("one word in lower case"), "{}", e.reason());
        }
        let long = OwnWords::new(&[cue(&"a".repeat(60))], &[] as &[&str]).unwrap_err();
        assert!(long.reason().starts_with("cues: ") && long.reason().contains("longer than"), "{}", long.reason());
        assert!(OwnWords::new(&[], &["x ".repeat(40)]).unwrap_err().reason().contains("longer than"));
        let frames = OwnCue { frames: "!".into(), ..cue("quip") };
        assert!(OwnWords::new(&[frames], &[] as &[&str]).unwrap_err().reason().contains("unknown frames"));
        assert!(OwnWords::new(&[], &["..."]).is_err());
    }
}
