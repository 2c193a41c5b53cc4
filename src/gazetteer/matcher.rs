//! Finds names at word boundaries: the longest valid one at each place, leftmost first.

use super::{CasePolicy, Match};
use crate::error::{Error, Result};
use crate::span::Span;
use crate::text::tokens::is_word_char;
use aho_corasick::{AhoCorasick, MatchKind};

/// The names and their automaton.
#[derive(Debug)]
pub(super) struct Matcher {
    names: Vec<(String, CasePolicy)>,
    automaton: AhoCorasick,
}

impl Matcher {
    pub(super) fn new(names: Vec<(String, CasePolicy)>) -> Result<Self> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(names.iter().map(|(n, _)| n.as_bytes()))
            .map_err(|e| Error::gazetteer(e.to_string()))?;
        Ok(Matcher { names, automaton })
    }

    pub(super) fn find(&self, text: &str) -> Vec<Match> {
        let mut valid: Vec<Match> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|m| Match { span: Span::new(m.start(), m.end()), name: m.pattern().as_u32() })
            .filter(|m| !m.span.is_empty() && at_boundaries(text, m.span) && self.case_fits(text, m))
            .collect();
        valid.sort_by_key(|m| (m.span.start, usize::MAX - m.span.end, m.name));
        let mut end = 0;
        valid.retain(|m| {
            let keep = m.span.start >= end;
            if keep {
                end = m.span.end;
            }
            keep
        });
        valid
    }

    fn case_fits(&self, text: &str, m: &Match) -> bool {
        let (name, case) = &self.names[m.name as usize];
        let found = m.span.of(text);
        match case {
            CasePolicy::Any => true,
            CasePolicy::Exact => found == name,
            CasePolicy::Smart => {
                found == name || (found.chars().all(|c| !c.is_lowercase()) && found.chars().count() > 1)
            }
        }
    }
}

fn at_boundaries(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    !before.is_some_and(is_word_char) && !after.is_some_and(is_word_char)
}
