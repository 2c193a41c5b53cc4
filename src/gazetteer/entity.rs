//! An entry of a gazetteer: who or what, and the names it goes by.

use crate::document::Label;
use serde::{Deserialize, Serialize};

/// Which spellings of an alias count, as far as capitals go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CasePolicy {
    /// Only as written (`IS`, `Of`).
    Exact,
    /// As written or in capitals (`Mosul`, `MOSUL`).
    #[default]
    Smart,
    /// Any capitals at all.
    Any,
}

/// A name an entity goes by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Alias {
    /// The name as written.
    pub text: String,
    /// Which capitals count.
    pub case: CasePolicy,
    /// An adjective or noun of a state or people (`Syrian`, `Turks`).
    pub demonym: bool,
    /// Stands for the entity by metonymy (`Washington` for the United States).
    pub metonym: bool,
}

impl Alias {
    /// An alias with the default case policy.
    pub fn new(text: impl Into<String>) -> Self {
        Alias { text: text.into(), ..Alias::default() }
    }
}

/// An entry of a gazetteer.
#[derive(Clone, PartialEq, Debug)]
pub struct Entity {
    /// Stable id (`geonames:98182`, `state:SYR`, or the user's own).
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// `actor`, `place` or the user's label.
    pub label: Label,
    /// `state`, `armed_group`, `city` …
    pub kind: String,
    /// ISO 3166 alpha-3 code.
    pub country: Option<String>,
    /// Latitude in degrees (WGS 84).
    pub lat: Option<f64>,
    /// Longitude in degrees (WGS 84).
    pub lon: Option<f64>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Names, the canonical one first.
    pub aliases: Vec<Alias>,
}
