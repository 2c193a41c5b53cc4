//! The card of a reading: what is in the list, and what its owner should look at before using it.

use crate::gazetteer::{CasePolicy, Entity};
use crate::text::lexicon;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::sync::LazyLock;

/// What was read, and what deserves a look.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Card {
    /// Entities.
    pub entries: usize,
    /// Aliases, names included.
    pub aliases: usize,
    /// Aliases that an entity has twice, and ids that occur twice.
    pub duplicates: usize,
    /// Aliases of several entities, in the order of their first owner.
    pub clashes: Vec<Clash>,
    /// Aliases that will be found where they do not mean the entity.
    pub risky: Vec<Risky>,
    /// Rows left out.
    pub rejected: Vec<Rejected>,
}

/// An alias of several entities. All of them are kept: the text decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The alias.
    pub alias: String,
    /// Ids of its entities.
    pub ids: Vec<String>,
}

/// An alias to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Risky {
    /// The alias.
    pub alias: String,
    /// Id of its entity.
    pub id: String,
    /// Why.
    pub risk: Risk,
}

/// What is risky about an alias.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Risk {
    /// It is one letter or digit.
    OneLetter,
    /// It is a common word, too.
    CommonWord,
    /// It has no letter or digit and is never found.
    NotSearchable,
}

impl Risk {
    /// The risk in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Risk::OneLetter => "one letter",
            Risk::CommonWord => "a common word",
            Risk::NotSearchable => "no letter or digit",
        }
    }
}

/// A row left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejected {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

static COMMON: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../seeds/places/common_words.txt").lines().map(str::trim);
    lines.filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
});

impl Card {
    /// Looks through a list.
    pub fn of(entities: &[Entity], rejected: Vec<Rejected>) -> Card {
        let mut card = Card { entries: entities.len(), rejected, ..Card::default() };
        let mut ids: FxHashSet<&str> = FxHashSet::default();
        let mut owners: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut order: Vec<&str> = Vec::new();
        for (i, entity) in entities.iter().enumerate() {
            card.duplicates += usize::from(!ids.insert(&entity.id));
            for alias in &entity.aliases {
                card.aliases += 1;
                let of = owners.entry(&alias.text).or_insert_with(|| {
                    order.push(&alias.text);
                    Vec::new()
                });
                if of.last() == Some(&i) {
                    card.duplicates += 1;
                } else {
                    of.push(i);
                }
                if let Some(risk) = risk(&alias.text, alias.case) {
                    card.risky.push(Risky { alias: alias.text.clone(), id: entity.id.clone(), risk });
                }
            }
        }
        for alias in order {
            let of = owners.get(alias).map_or(&[][..], Vec::as_slice);
            let mut ids: Vec<String> = of.iter().map(|&i| entities[i].id.clone()).collect();
            ids.dedup();
            if ids.len() > 1 {
                card.clashes.push(Clash { alias: alias.to_string(), ids });
            }
        }
        card
    }
}

fn risk(alias: &str, case: CasePolicy) -> Option<Risk> {
    let mut letters = alias.chars().filter(|c| c.is_alphanumeric());
    match (letters.next(), letters.next()) {
        (None, _) => return Some(Risk::NotSearchable),
        (Some(c), None) if c.is_ascii() => return Some(Risk::OneLetter),
        _ => {}
    }
    // an acronym that wants its capitals is no word; anything else meets words at the beginning of a sentence
    let capitals = case == CasePolicy::Exact && !alias.chars().any(char::is_lowercase);
    let lower = alias.to_lowercase();
    let common = lexicon::classes(&lower) & COMMON_CLASSES != 0 || COMMON.contains(lower.as_str());
    (common && !capitals).then_some(Risk::CommonWord)
}

const COMMON_CLASSES: lexicon::Classes = lexicon::PRONOUN
    | lexicon::DETERMINER
    | lexicon::PREPOSITION
    | lexicon::CONJUNCTION
    | lexicon::AUXILIARY
    | lexicon::MONTH
    | lexicon::WEEKDAY
    | lexicon::GIVEN_NAME;

impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} entries, {} aliases, {} duplicates", self.entries, self.aliases, self.duplicates)?;
        for c in &self.clashes {
            writeln!(f, "{}: {}", c.alias, c.ids.join(", "))?;
        }
        for r in &self.risky {
            writeln!(f, "{} ({}): {}", r.alias, r.id, r.risk.as_str())?;
        }
        for r in &self.rejected {
            writeln!(f, "line {}: {}", r.line, r.reason)?;
        }
        Ok(())
    }
}
