//! Names anywhere, inside words too: for compounds, for languages that glue endings to names, for texts without words.
//!
//! Without word boundaries there is no word beginning to look up, so this is the work of an automaton over the names as
//! they are written ([`aho_corasick`]). It is made on request: it takes more memory and time than the gazetteer itself.

use super::fit::{self, Fit, Fitter};
use super::store::Store;
use super::{Gazetteer, Match, Overlap};
use crate::error::{Error, Result};
use crate::span::Span;
use aho_corasick::AhoCorasick;

/// The engine that finds the names of one gazetteer without asking for word boundaries.
///
/// Names are found as they are written, in the capitals their [policy](super::CasePolicy) allows as far as letters are
/// ASCII; other spellings (apostrophes, hyphens, composed characters) are not. Names of several words are found with the
/// blanks they have.
///
/// ```
/// use dateline::gazetteer::{Entity, Gazetteer, Inside, Overlap};
/// let names = Gazetteer::new(vec![Entity::new("1", "Hafen"), Entity::new("2", "amt")])?;
/// let inside = Inside::new(&names)?;
/// let found = inside.find(&names, "das Hafenamt", Overlap::Longest);
/// assert_eq!(found.len(), 2);
/// # Ok::<(), dateline::Error>(())
/// ```
#[derive(Debug)]
pub struct Inside {
    engine: AhoCorasick,
    names: Vec<u32>,
}

impl Inside {
    /// Makes the automaton of a gazetteer's names.
    ///
    /// # Errors
    /// More names than an automaton can hold.
    pub fn new(gazetteer: &Gazetteer) -> Result<Inside> {
        let (names, texts): (Vec<u32>, Vec<&str>) = gazetteer.iter_names().filter(|n| !n.1.is_empty()).unzip();
        let engine = AhoCorasick::builder().ascii_case_insensitive(true).build(texts);
        Ok(Inside { engine: engine.map_err(|e| Error::gazetteer(e.to_string()))?, names })
    }

    /// All names in the text, ordered by start, the longer first; `gazetteer` is the one it was made of. Several names
    /// that are written alike but for capitals may be given for one stretch, the one as written first.
    pub fn find(&self, gazetteer: &Gazetteer, text: &str, overlap: Overlap) -> Vec<Match> {
        let mut fitter = Fitter::default();
        let mut found: Vec<(Match, Fit)> = Vec::new();
        for m in self.engine.find_overlapping_iter(text) {
            let span = Span::new(m.start(), m.end());
            let Some(&name) = self.names.get(m.pattern().as_usize()) else { continue };
            let fit = fits(&gazetteer.store, name, span.of(text), &mut fitter);
            if fit != Fit::No {
                found.push((Match { span, name }, fit));
            }
        }
        found.sort_by_key(|(m, fit)| (m.span.start, usize::MAX - m.span.end, std::cmp::Reverse(*fit), m.name));
        let mut last = Span::default();
        found.retain(|(m, _)| {
            let keep = overlap == Overlap::All || m.span == last || m.span.start >= last.end;
            if keep {
                last = m.span;
            }
            keep
        });
        found.into_iter().map(|(m, _)| m).collect()
    }
}

fn fits(store: &Store, name: u32, found: &str, fitter: &mut Fitter) -> Fit {
    let Some(name) = store.name(name) else { return Fit::No };
    match (fit::fits_ascii(name.text, name.flags, found.as_bytes()), std::str::from_utf8(name.text)) {
        (Some(fit), _) => fit,
        (None, Ok(text)) => fitter.fits(text, name.flags, found),
        (None, Err(_)) => Fit::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Alias, CasePolicy, Entity};

    fn found(names: &[(&str, CasePolicy)], text: &str, overlap: Overlap) -> Vec<String> {
        let entity = |&(name, case): &(&str, CasePolicy)| Entity {
            aliases: vec![Alias::with_case(name, case)],
            ..Entity::new(name, name)
        };
        let g = Gazetteer::new(names.iter().map(entity).collect()).unwrap();
        let inside = Inside::new(&g).unwrap();
        inside.find(&g, text, overlap).into_iter().map(|m| m.span.of(text).to_string()).collect()
    }

    #[test]
    fn finds_the_leftmost_longest_inside_words_by_policy() {
        use CasePolicy::{Any, Exact, Smart};
        assert_eq!(found(&[("ab", Exact), ("abc", Exact), ("cd", Exact)], "xabcdx", Overlap::Longest), ["abc"]);
        assert_eq!(found(&[("ab", Exact), ("abc", Exact), ("cd", Exact)], "xabcdx", Overlap::All), ["abc", "ab", "cd"]);
        assert_eq!(found(&[("US", Exact)], "bus BUS", Overlap::Longest), ["US"]);
        assert_eq!(found(&[("Amt", Smart)], "Hafenamt AMTLICH Amt", Overlap::Longest), ["AMT", "Amt"]);
        assert_eq!(found(&[("Öl", Any)], "Rohöl ErdÖl", Overlap::Longest), ["Öl"]);
        assert!(found(&[], "text", Overlap::All).is_empty());
    }
}
