//! Known names: entities with their aliases, found in a text at word boundaries.

mod builtin;
pub mod entity;
mod matcher;
pub mod readers;

pub use entity::{Alias, CasePolicy, Entity};

use crate::document::Label;
use crate::error::Result;
use crate::span::Span;
use matcher::Matcher;
use rustc_hash::FxHashMap;

/// A known name found in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Match {
    /// Where it stands.
    pub span: Span,
    /// Which name: ask [`Gazetteer::candidates`] whom it may mean.
    pub name: u32,
}

/// One entity a name may stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Index of the entity, see [`Gazetteer::entity`].
    pub entity: u32,
    /// The alias is an adjective or noun of a state or people (`Syrian`, `Turks`).
    pub demonym: bool,
    /// The alias stands for the entity by metonymy (`Washington` for the United States).
    pub metonym: bool,
}

/// A set of entities and the engine that finds their names.
#[derive(Debug)]
pub struct Gazetteer {
    entities: Vec<Entity>,
    /// Candidates of each distinct name, in the order the entities were added.
    candidates: Vec<Vec<Candidate>>,
    matcher: Matcher,
}

impl Gazetteer {
    /// Builds a gazetteer; entities keep their order.
    pub fn new(entities: Vec<Entity>) -> Result<Self> {
        let mut names: Vec<(String, CasePolicy)> = Vec::new();
        let mut index: FxHashMap<(String, CasePolicy), usize> = FxHashMap::default();
        let mut candidates: Vec<Vec<Candidate>> = Vec::new();
        for (e, entity) in entities.iter().enumerate() {
            for alias in &entity.aliases {
                let key = (alias.text.clone(), alias.case);
                let at = *index.entry(key.clone()).or_insert_with(|| {
                    names.push(key);
                    candidates.push(Vec::new());
                    names.len() - 1
                });
                let c = Candidate { entity: e as u32, demonym: alias.demonym, metonym: alias.metonym };
                if !candidates[at].contains(&c) {
                    candidates[at].push(c);
                }
            }
        }
        Ok(Gazetteer { entities, candidates, matcher: Matcher::new(names)? })
    }

    /// All names in the text: leftmost, longest, at word boundaries, in order, disjoint.
    pub fn find(&self, text: &str) -> Vec<Match> {
        self.matcher.find(text)
    }

    /// Whom a found name may mean.
    pub fn candidates(&self, name: u32) -> &[Candidate] {
        &self.candidates[name as usize]
    }

    /// The entity of that index.
    pub fn entity(&self, index: u32) -> &Entity {
        &self.entities[index as usize]
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether it holds no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// The entities that have this label by themselves.
    pub fn with_label(&self, label: &Label) -> impl Iterator<Item = &Entity> {
        self.entities.iter().filter(move |e| e.label == *label)
    }
}
