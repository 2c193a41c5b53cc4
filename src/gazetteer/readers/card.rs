//! The card of a reading: what is in the list, and what its owner should look at before using it.

use crate::gazetteer::builder::searchable;
use crate::gazetteer::{CasePolicy, Entity};
use crate::text::lexicon;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::fmt;
use std::hash::BuildHasher;
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
    /// Columns of the file that mean nothing here.
    pub unread: Vec<String>,
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
    /// It is longer than [`MAX_NAME`](crate::gazetteer::MAX_NAME), has a blank line inside or begins with a combining mark,
    /// and is never found.
    NoName,
}

impl Risk {
    /// The risk in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Risk::OneLetter => "one letter",
            Risk::CommonWord => "a common word",
            Risk::NotSearchable => "no letter or digit",
            Risk::NoName => "too long or no name at all: never found",
        }
    }

    /// All of them.
    pub const ALL: [Risk; 4] = [Risk::OneLetter, Risk::CommonWord, Risk::NotSearchable, Risk::NoName];

    /// What is risky about an alias under that policy, if anything.
    pub fn of(alias: &str, case: CasePolicy) -> Option<Risk> {
        let mut letters = alias.chars().filter(|c| c.is_alphanumeric());
        match (letters.next(), letters.next()) {
            (None, _) => return Some(Risk::NotSearchable),
            (Some(c), None) if c.is_ascii() => return Some(Risk::OneLetter),
            _ if searchable(alias).is_err() => return Some(Risk::NoName),
            _ => {}
        }
        // an acronym that wants its capitals is no word; anything else meets words at the beginning of a sentence
        let capitals = case == CasePolicy::Exact && !alias.chars().any(char::is_lowercase);
        let lower = alias.to_lowercase();
        let common = lexicon::classes(&lower) & COMMON_CLASSES != 0 || COMMON.contains(lower.as_str());
        (common && !capitals).then_some(Risk::CommonWord)
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
        let mut survey = Survey::default();
        entities.iter().for_each(|e| survey.look(e));
        survey.finish(|i| entities.get(i as usize).map_or(String::new(), |e| e.id.clone()), rejected)
    }
}

/// Looks at entities one by one, keeping hashes of their names and not the names.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    card: Card,
    ids: FxHashSet<u64>,
    /// How many aliases there were before each entity.
    starts: Vec<u32>,
    /// The first place of each alias, counted over all aliases.
    first: FxHashMap<u64, u32>,
    /// Aliases of several entities by hash: where they were first, and their owners.
    shared: FxHashMap<u64, (u32, String, Vec<u32>)>,
}

impl Survey {
    /// Looks at the next entity.
    pub fn look(&mut self, entity: &Entity) {
        let owner = self.starts.len() as u32;
        self.starts.push(self.card.aliases as u32);
        self.card.entries += 1;
        self.card.duplicates += usize::from(!self.ids.insert(hash(&entity.id)));
        for alias in &entity.aliases {
            let at = self.card.aliases as u32;
            self.card.aliases += 1;
            let key = hash(&alias.text);
            let first = *self.first.entry(key).or_insert(at);
            if first != at {
                let first_owner = self.starts.partition_point(|&s| s <= first) as u32 - 1;
                let shared = self.shared.get_mut(&key);
                if shared.as_ref().map_or(first_owner, |s| s.2.last().copied().unwrap_or(first_owner)) == owner {
                    self.card.duplicates += 1;
                } else if let Some((_, _, owners)) = shared {
                    owners.push(owner);
                } else {
                    self.shared.insert(key, (first, alias.text.clone(), vec![first_owner, owner]));
                }
            }
            if let Some(risk) = Risk::of(&alias.text, alias.case) {
                self.card.risky.push(Risky { alias: alias.text.clone(), id: entity.id.clone(), risk });
            }
        }
    }

    /// The card of what was looked at; `id` gives the id of an entity by its number.
    pub fn finish(self, id: impl Fn(u32) -> String, rejected: Vec<Rejected>) -> Card {
        let Survey { mut card, shared, .. } = self;
        let mut shared: Vec<(u32, String, Vec<u32>)> = shared.into_values().collect();
        shared.sort_unstable();
        for (_, alias, owners) in shared {
            let mut ids: Vec<String> = owners.into_iter().map(&id).collect();
            ids.dedup();
            if ids.len() > 1 {
                card.clashes.push(Clash { alias, ids });
            }
        }
        Card { rejected, ..card }
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
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
        for column in &self.unread {
            writeln!(f, "the column `{column}` is unknown: it is not read")?;
        }
        for r in &self.rejected {
            writeln!(f, "line {}: {}", r.line, r.reason)?;
        }
        Ok(())
    }
}
