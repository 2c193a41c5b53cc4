//! Whether a stretch of text is a spelling of a name: the one definition every engine and the oracle answer to.

use super::store::{CASE, FOLD_MARKS};
use super::{CasePolicy, entity};
use crate::text::fold;
use std::ops::RangeInclusive;

/// Buffers for folding, so that a comparison allocates nothing in the long run.
#[derive(Default)]
pub(super) struct Fitter {
    found: String,
    name: String,
    spare: String,
    other: String,
}

/// How a stretch of text fits a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fit {
    /// It does not.
    No,
    /// By its case policy or without diacritics.
    ByPolicy,
    /// As written, hyphens, blanks and the like apart.
    AsWritten,
}

impl Fitter {
    /// Whether `found` is a spelling of `name` under these flags. Both begin and end with a word.
    pub fn fits(&mut self, name: &str, flags: u8, found: &str) -> Fit {
        if name == found {
            return Fit::AsWritten;
        }
        fold::canonical(found, &mut self.found);
        fold::canonical(name, &mut self.name);
        if self.found == self.name {
            return Fit::AsWritten;
        }
        if self.fits_by_policy(flags) { Fit::ByPolicy } else { Fit::No }
    }

    fn fits_by_policy(&mut self, flags: u8) -> bool {
        if flags & FOLD_MARKS != 0 {
            fold::without_marks(&self.found, &mut self.spare);
            std::mem::swap(&mut self.found, &mut self.spare);
            fold::without_marks(&self.name, &mut self.spare);
            std::mem::swap(&mut self.name, &mut self.spare);
        }
        if self.found == self.name {
            return true;
        }
        match entity::case_of(flags & CASE) {
            CasePolicy::Exact => false,
            CasePolicy::Smart => {
                first_capital(&self.name, &self.found) || (all_capitals(&self.found) && self.equal_but_case())
            }
            CasePolicy::Any => self.equal_but_case(),
        }
    }

    fn equal_but_case(&mut self) -> bool {
        fold::caseless(&self.found, &mut self.spare);
        fold::caseless(&self.name, &mut self.other);
        self.spare == self.other
    }
}

/// `a == b`, without a call for the lengths most names have.
#[inline(always)]
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        _ => a == b,
    }
}

/// First bytes of the Latin letters with diacritics, U+00C0 to U+024F, as UTF-8; no other character has them.
const LATIN: RangeInclusive<u8> = 0xc3..=0xc9;

/// [`Fitter::fits`] where a look at the bytes tells: the same bytes, or ASCII that differs in nothing but capitals and
/// the kind of join between words. None where it takes more than that.
#[inline]
pub(super) fn fits_ascii(name: &[u8], flags: u8, found: &[u8]) -> Option<Fit> {
    if same(name, found) {
        return Some(Fit::AsWritten);
    }
    if name.len() != found.len() {
        // in no form these letters are ASCII
        let never = flags & (CASE | FOLD_MARKS) == 0 && name.iter().any(|b| LATIN.contains(b)) && found.is_ascii();
        return never.then_some(Fit::No);
    }
    let (mut case, mut joins, mut high) = (false, false, 0u8);
    for (&n, &f) in name.iter().zip(found) {
        high |= n | f;
        if n != f {
            match (n, f) {
                (b'-', b' ') | (b' ', b'-') => joins = true,
                _ if n.eq_ignore_ascii_case(&f) => case = true,
                _ => return None,
            }
        }
    }
    if high >= 0x80 || (joins && !joins_stand_alone(name)) {
        return None;
    }
    if !case {
        return Some(Fit::AsWritten);
    }
    let fits = match entity::case_of(flags) {
        CasePolicy::Exact => false,
        CasePolicy::Any => true,
        CasePolicy::Smart => {
            let letters = || found.iter().filter(|b| b.is_ascii_alphabetic());
            let differ = || name.iter().zip(found).filter(|(n, f)| !n.eq(f) && n.is_ascii_alphabetic()).count();
            (letters().nth(1).is_some() && letters().all(u8::is_ascii_uppercase))
                || (differ() == 1 && name[0].is_ascii_lowercase() && found[0].is_ascii_uppercase())
        }
    };
    Some(if fits { Fit::ByPolicy } else { Fit::No })
}

/// Every hyphen and blank of the name stands alone between two words.
fn joins_stand_alone(name: &[u8]) -> bool {
    let join = |b: u8| matches!(b, b'-' | b' ');
    name.windows(2)
        .all(|w| (!join(w[0]) || w[1].is_ascii_alphanumeric()) && (!join(w[1]) || w[0].is_ascii_alphanumeric()))
}

/// `found` is `name` with a capital for its first small letter, as at the beginning of a sentence.
fn first_capital(name: &str, found: &str) -> bool {
    let (mut n, mut f) = (name.chars(), found.chars());
    let (Some(small), Some(capital)) = (n.next(), f.next()) else { return false };
    small != capital && n.as_str() == f.as_str() && small.to_uppercase().eq(std::iter::once(capital))
}

/// More than one letter and no small one.
fn all_capitals(found: &str) -> bool {
    !found.chars().any(char::is_lowercase) && found.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
}

/// Where a name's leading punctuation begins in the text, if it stands before `at`.
pub(super) fn lead_start(text: &str, at: usize, lead: &str) -> Option<usize> {
    let mut before = text.get(..at)?.char_indices().rev();
    let mut start = at;
    for want in lead.chars().rev() {
        let (i, c) = before.next()?;
        if fold::fold_mark(c) != fold::fold_mark(want) {
            return None;
        }
        start = i;
    }
    Some(start)
}

/// Where a name's trailing punctuation ends in the text, if it stands at `at`.
pub(super) fn tail_end(text: &str, at: usize, tail: &str) -> Option<usize> {
    let rest = text.get(at..)?;
    if tail.is_empty() {
        return Some(at);
    }
    let seen = rest.trim_start_matches(|c| fold::class(c) == fold::Class::Ignorable);
    let (mut end, mut after) = (at + rest.len() - seen.len(), seen.chars());
    for want in tail.chars().filter(|&c| fold::class(c) != fold::Class::Ignorable) {
        let c = after.next()?;
        if fold::fold_mark(c) != fold::fold_mark(want) {
            return None;
        }
        end += c.len_utf8();
    }
    Some(end)
}

/// Whether the span is a piece of a longer dotted acronym: `S.R` in `U.S.S.R.`, `A` in `A.B.`
pub(super) fn in_acronym(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let dot_before = start > 0 && bytes.get(start - 1) == Some(&b'.');
    let dot_at_end = bytes.get(end) == Some(&b'.');
    let dot_inside = end > start && bytes.get(end - 1) == Some(&b'.');
    if dot_before && lone_letter_at(text, start) && lone_letter_before(text, start - 1) {
        return true;
    }
    (dot_at_end && lone_letter_before(text, end) && lone_letter_at(text, end + 1))
        || (dot_inside && lone_letter_before(text, end - 1) && lone_letter_at(text, end))
}

fn lone_letter_before(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or("").chars().rev();
    before.next().is_some_and(char::is_alphabetic) && !before.next().is_some_and(fold::is_word)
}

fn lone_letter_at(text: &str, at: usize) -> bool {
    let mut after = text.get(at..).unwrap_or("").chars();
    after.next().is_some_and(char::is_alphabetic) && !after.next().is_some_and(fold::is_word)
}
