//! Stage 5 of the engine: claims against the names' own characters and case policy.

use super::fit::{self, Fit, Fitter};
use super::lanes::{Lanes, Portable};
use super::matcher::{Found, Scratch, Search};
use super::record;
use super::store::{self, LEAD, LIST, TAIL};
use super::{Match, Overlap};
use crate::span::Span;
use crate::text::fold::{self, Class};

impl Search<'_> {
    /// Stage 5: the claims of each beginning against the names themselves.
    #[inline(always)]
    pub(super) fn check<L: Lanes>(&mut self, lanes: L, scratch: &mut Scratch, from: usize, out: &mut Vec<Match>) {
        let Scratch { begins, claims, found, fitter, .. } = scratch;
        let leads = self.store.flags & store::HAS_LEAD != 0;
        for beginning in claims.beginnings() {
            let start = from + begins[beginning] as usize;
            if self.overlap == Overlap::Longest && start < self.last_end {
                continue;
            }
            let mut next = claims.longest(beginning);
            if self.overlap == Overlap::Longest && !leads {
                // the longest claim is mostly right, and mostly one name
                let claim = claims.all.get((next as usize).wrapping_sub(1)).filter(|c| c.slot & LIST == 0);
                let index = claim.map_or(0, |c| (c.slot & store::ID).wrapping_sub(1));
                if let Some(c) = claim
                    && let Some((span, _)) = self.spelling(lanes, index, start, from + c.end as usize, fitter)
                {
                    if span.start >= self.last_end {
                        self.last_end = span.end;
                        out.push(Match { span, name: index });
                    }
                    continue;
                }
            }
            found.clear();
            while let Some(claim) = claims.all.get((next as usize).wrapping_sub(1)) {
                next = claim.shorter;
                self.resolve(lanes, claim.slot, start, from + claim.end as usize, fitter, found);
                if !found.is_empty() && self.overlap == Overlap::Longest && !leads {
                    break;
                }
            }
            match self.overlap {
                Overlap::All => {
                    // the same words with and without the punctuation after them
                    found.sort_by_key(|f| (f.span.start, usize::MAX - f.span.end));
                    out.extend(found.iter().map(|f| Match { span: f.span, name: f.name }));
                }
                Overlap::Longest => {
                    let fitting = found.iter().filter(|f| f.span.start >= self.last_end);
                    if let Some(best) = fitting.min_by_key(|m| (m.span.start, usize::MAX - m.span.end)) {
                        self.last_end = best.span.end;
                        out.push(Match { span: best.span, name: best.name });
                    }
                }
            }
        }
    }

    /// Sends for the name or the list behind a slot.
    #[inline(always)]
    pub(super) fn touch_name<L: Lanes>(&self, lanes: L, slot: u32) {
        let part = if slot & LIST == 0 { self.names } else { self.lists };
        lanes.prefetch(part.get((slot & store::ID).wrapping_sub(1) as usize * 4));
    }

    /// Which of the names behind a slot the words from `start` to `end` are a spelling of.
    #[inline(always)]
    fn resolve<L: Lanes>(
        &self,
        lanes: L,
        slot: u32,
        start: usize,
        end: usize,
        fitter: &mut Fitter,
        found: &mut Vec<Found>,
    ) {
        let index = (slot & store::ID).wrapping_sub(1);
        if slot & LIST == 0 {
            if let Some((span, fit)) = self.spelling(lanes, index, start, end, fitter) {
                found.push(Found { span, name: index, fit, which: 0 });
            }
            return;
        }
        self.resolve_list(index, start, end, fitter, found);
    }

    fn resolve_list(&self, index: u32, start: usize, end: usize, fitter: &mut Fitter, found: &mut Vec<Found>) {
        let at = |i: usize| record::u32_at(self.lists, (index as usize + i) * 4);
        let before = found.len();
        let count = at(0).unwrap_or(0) as usize;
        for i in 0..count {
            let Some(id) = at(1 + i) else { return };
            let Some((span, fit)) = self.spelling(Portable, id, start, end, fitter) else { continue };
            let which = 1u32.checked_shl(i as u32).unwrap_or(0);
            match found[before..].iter_mut().find(|f| f.span == span) {
                Some(f) => {
                    f.which |= which;
                    if f.fit < fit {
                        (f.fit, f.name) = (fit, id);
                    }
                }
                None => found.push(Found { span, name: id, fit, which }),
            }
        }
        // several at once have a name of their own, with the candidates of all
        for f in found[before..].iter_mut().filter(|f| f.which.count_ones() > 1) {
            let sets = at(1 + count).unwrap_or(0) as usize;
            // damaged bytes may tell of more sets than there are: the end of the lists ends the search
            let mut pairs = (0..sets).map(|i| 2 + count + 2 * i).map_while(|i| at(i).zip(at(i + 1)));
            f.name = pairs.find(|pair| pair.0 == f.which).map_or(f.name, |pair| pair.1);
        }
    }

    /// The span of the name if the words from `start` to `end`, with its punctuation around them, are a spelling of it,
    /// and how it fits.
    #[inline(always)]
    fn spelling<L: Lanes>(
        &self,
        lanes: L,
        id: u32,
        start: usize,
        end: usize,
        fitter: &mut Fitter,
    ) -> Option<(Span, Fit)> {
        let (name, flags) = record::name_text(self.names, id)?;
        let found = self.text.as_bytes().get(start..end)?;
        if flags & (LEAD | TAIL) == 0 && lanes.same(name, found) && !self.near_dot(start, end) {
            return Some((Span::new(start, end), Fit::AsWritten));
        }
        self.other_spelling(name, flags, start, end, fitter)
    }

    /// [`Self::spelling`] where the name does not stand there as it is, or may be a piece of something longer.
    #[inline(never)]
    fn other_spelling(
        &self,
        name: &[u8],
        flags: u8,
        start: usize,
        end: usize,
        fitter: &mut Fitter,
    ) -> Option<(Span, Fit)> {
        let found = self.text.as_bytes().get(start..end)?;
        if flags & (LEAD | TAIL) == 0
            && let Some(fit) = fit::fits_ascii(name, flags, found)
        {
            let apart = fit != Fit::No && !(self.near_dot(start, end) && fit::in_acronym(self.text, start, end));
            return apart.then_some((Span::new(start, end), fit));
        }
        if flags & (LEAD | TAIL) == TAIL
            && let Some(tail) = name.strip_prefix(found)
            && let (Some(&mark), Some(next)) = (tail.first(), self.text.as_bytes().get(end..))
            && tail.is_ascii()
            && next.first().is_none_or(u8::is_ascii)
        {
            // the words are the name's: its marks are left, and one character tells mostly
            if next.starts_with(tail) {
                let end = end + tail.len();
                return (!fit::in_acronym(self.text, start, end)).then_some((Span::new(start, end), Fit::AsWritten));
            }
            if next.first().is_none_or(|&c| fold::fold_mark(char::from(c)) != fold::fold_mark(char::from(mark))) {
                return None;
            }
        }
        self.spelling_slowly(name, flags, start, end, fitter)
    }

    #[inline]
    fn near_dot(&self, start: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(end) == Some(&b'.') || (start > 0 && bytes.get(start - 1) == Some(&b'.'))
    }

    #[inline(never)]
    fn spelling_slowly(
        &self,
        name: &[u8],
        flags: u8,
        start: usize,
        end: usize,
        fitter: &mut Fitter,
    ) -> Option<(Span, Fit)> {
        let (start, end) = trim(self.text, start, end);
        let text = std::str::from_utf8(name).ok()?;
        let (core_start, core_end) = super::core(text)?;
        let core = text.get(core_start..core_end)?;
        let found = self.text.get(start..end)?;
        let whole = Span::new(
            fit::lead_start(self.text, start, text.get(..core_start)?)?,
            fit::tail_end(self.text, end, text.get(core_end..)?)?,
        );
        if fit::in_acronym(self.text, start, whole.end) {
            return None;
        }
        let fit = fitter.fits(core, flags, found);
        (fit != Fit::No).then_some((whole, fit))
    }
}

/// Without invisible characters at either end.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let found = text.get(start..end).unwrap_or("");
    let ignorable = |c: char| fold::class(c) == Class::Ignorable;
    let kept = found.trim_start_matches(ignorable);
    let start = end - kept.len();
    (start, start + kept.trim_end_matches(ignorable).len())
}
