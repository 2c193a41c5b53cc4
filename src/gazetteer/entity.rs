//! An entry of a gazetteer: who or what, and the names it goes by.

use super::record::NameIds;
use super::store::{self, Store};
use crate::document::Label;
use serde::{Deserialize, Serialize};

/// Which spellings of an alias count, as far as capitals go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CasePolicy {
    /// Only as written (`IS`, `Of`).
    Exact,
    /// As written or in capitals (`Mosul`, `MOSUL`); a first small letter may be a capital (`al-Bab`, `Al-Bab`).
    #[default]
    Smart,
    /// Any capitals at all.
    Any,
}

impl CasePolicy {
    /// The policy of that name: `exact`, `smart` or `any`.
    pub fn from_name(name: &str) -> Option<CasePolicy> {
        match name {
            "exact" => Some(CasePolicy::Exact),
            "smart" => Some(CasePolicy::Smart),
            "any" => Some(CasePolicy::Any),
            _ => None,
        }
    }
}

/// The policy stored in the lowest two bits.
pub(super) fn case_of(bits: u8) -> CasePolicy {
    match bits & store::CASE {
        0 => CasePolicy::Exact,
        1 => CasePolicy::Smart,
        _ => CasePolicy::Any,
    }
}

/// A name an entity goes by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Alias {
    /// The name as written.
    pub text: String,
    /// Which capitals count.
    pub case: CasePolicy,
    /// Diacritics do not matter: `São Paulo` is found as `Sao Paulo` too.
    pub fold_marks: bool,
    /// An adjective or noun of a state or people (`Syrian`, `Turks`).
    pub demonym: bool,
    /// Stands for the entity by metonymy (`Washington` for the United States).
    pub metonym: bool,
    /// An alternate name, seldom used: another entity of that name goes before.
    pub minor: bool,
}

impl Alias {
    /// An alias with the default case policy.
    pub fn new(text: impl Into<String>) -> Self {
        Alias { text: text.into(), ..Alias::default() }
    }

    /// An alias with that case policy.
    pub fn with_case(text: impl Into<String>, case: CasePolicy) -> Self {
        Alias { text: text.into(), case, ..Alias::default() }
    }
}

/// An entry of a gazetteer, as it is put in.
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
    /// Latitude in degrees (WGS 84), kept to a millionth of a degree.
    pub lat: Option<f64>,
    /// Longitude in degrees (WGS 84), kept to a millionth of a degree.
    pub lon: Option<f64>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Names, the canonical one first.
    pub aliases: Vec<Alias>,
}

impl Entity {
    /// An actor of kind `other` that goes by its name and nothing else.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        let name = name.into();
        Entity {
            id: id.into(),
            label: Label::Actor,
            kind: "other".to_string(),
            country: None,
            lat: None,
            lon: None,
            population: None,
            aliases: vec![Alias::new(name.as_str())],
            name,
        }
    }
}

/// An entry of a gazetteer, read in place.
#[derive(Clone, Debug)]
pub struct EntityRef<'a> {
    /// Stable id.
    pub id: &'a str,
    /// Canonical name.
    pub name: &'a str,
    /// `actor`, `place` or the user's label.
    pub label: Label,
    /// `state`, `armed_group`, `city` …
    pub kind: &'a str,
    /// ISO 3166 alpha-3 code.
    pub country: Option<&'a str>,
    /// Latitude in degrees (WGS 84).
    pub lat: Option<f64>,
    /// Longitude in degrees (WGS 84).
    pub lon: Option<f64>,
    /// Inhabitants.
    pub population: Option<u64>,
    pub(super) index: u32,
    pub(super) names: NameIds<'a>,
    pub(super) store: &'a Store,
}

impl<'a> EntityRef<'a> {
    pub(super) fn new(store: &'a Store, index: u32) -> Option<Self> {
        let stored = store.entity(index)?;
        let class = store.class(stored.class)?;
        Some(EntityRef {
            id: stored.id,
            name: stored.name,
            label: class.label.clone(),
            kind: &class.kind,
            country: Some(class.country.as_str()).filter(|c| !c.is_empty()),
            lat: stored.point.map(|p| p.0),
            lon: stored.point.map(|p| p.1),
            population: stored.population,
            index,
            names: stored.names,
            store,
        })
    }

    /// Index of the entity in its gazetteer.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The names it was given, derived ones left out.
    pub fn aliases(&self) -> impl Iterator<Item = Alias> + 'a {
        let (store, index) = (self.store, self.index);
        self.names.iter().filter_map(move |id| {
            let name = store.name(id)?;
            let (candidates, _) = name.candidates.as_chunks::<4>();
            let own = candidates.iter().map(|c| u32::from_le_bytes(*c)).find(|c| c & store::ENTITY == index)?;
            Some(Alias {
                text: std::str::from_utf8(name.text).ok()?.to_string(),
                case: case_of(name.flags),
                fold_marks: name.flags & store::FOLD_MARKS != 0,
                demonym: own & store::DEMONYM != 0,
                metonym: own & store::METONYM != 0,
                minor: own & store::MINOR != 0,
            })
        })
    }

    /// The entity with everything it holds, to change it or put it into another gazetteer.
    pub fn to_entity(&self) -> Entity {
        Entity {
            id: self.id.to_string(),
            name: self.name.to_string(),
            label: self.label.clone(),
            kind: self.kind.to_string(),
            country: self.country.map(str::to_string),
            lat: self.lat,
            lon: self.lon,
            population: self.population,
            aliases: self.aliases().collect(),
        }
    }
}
