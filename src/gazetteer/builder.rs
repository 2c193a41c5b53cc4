//! Takes entities one by one in a packed form, and compiles them.

use super::compile;
use super::entity::{Alias, CasePolicy, Entity};
use super::record;
use super::store::{self, EntityClass};
use super::variants;
use super::{Gazetteer, core};
use crate::error::{Error, Result};
use crate::text::fold::{self, Class};
use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

/// The longest name in bytes.
pub const MAX_NAME: usize = 1000;

/// Collects entities and compiles them to a [`Gazetteer`].
///
/// Entities are packed as they come: five million take some hundred megabytes, not gigabytes.
///
/// ```
/// use dateline::gazetteer::{Entity, GazetteerBuilder};
/// let mut builder = GazetteerBuilder::new();
/// builder.add(&Entity::new("town:1", "Tal Afar"));
/// let gazetteer = builder.build()?;
/// assert_eq!(gazetteer.find("in Tal Afar").len(), 1);
/// # Ok::<(), dateline::Error>(())
/// ```
#[derive(Debug)]
pub struct GazetteerBuilder {
    pub(super) texts: String,
    pub(super) aliases: Vec<PackedAlias>,
    /// Entities as the store keeps them, the ids of their names left out.
    pub(super) entities: Vec<u8>,
    /// Where every [`AT_ONCE`]th entity and its aliases begin.
    pub(super) blocks: Vec<Block>,
    pub(super) count: u32,
    pub(super) classes: Vec<EntityClass>,
    class_index: FxHashMap<EntityClass, u32>,
    rejected: Vec<RejectedAlias>,
    full: bool,
    derive: bool,
}

/// An alias that cannot be searched for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RejectedAlias {
    /// Index of the entity, in the order of [`GazetteerBuilder::add`].
    pub entity: u32,
    /// The alias.
    pub text: String,
    /// Why.
    pub reason: &'static str,
}

/// Where an alias's text is, its bits, and whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedAlias {
    pub at: u32,
    pub len: u16,
    pub flags: u8,
    /// Entity and bits of a candidate.
    pub owner: u32,
}

/// Entities that are packed at a time.
pub(super) const AT_ONCE: u32 = if cfg!(test) { 3 } else { 1 << 14 };

/// Where a block of entities begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub entities: usize,
    pub aliases: usize,
}

impl Default for GazetteerBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl GazetteerBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        GazetteerBuilder {
            texts: String::new(),
            aliases: Vec::new(),
            entities: Vec::new(),
            blocks: Vec::new(),
            count: 0,
            classes: Vec::new(),
            class_index: FxHashMap::default(),
            rejected: Vec::new(),
            full: false,
            derive: true,
        }
    }

    /// Whether spellings are derived from the aliases: plurals of demonyms, acronyms with and without points,
    /// abbreviations without theirs, compounds without hyphen. On by default.
    #[must_use]
    pub fn derive_variants(mut self, yes: bool) -> Self {
        self.derive = yes;
        self
    }

    /// Adds an entity; gives its index. Aliases that cannot be searched for are kept in [`Self::rejected`].
    pub fn add(&mut self, entity: &Entity) -> u32 {
        let index = self.count;
        if index >= store::ENTITY || self.texts.len() > (u32::MAX - (1 << 24)) as usize {
            self.full = true;
            return index;
        }
        if index.is_multiple_of(AT_ONCE) {
            self.blocks.push(Block { entities: self.entities.len(), aliases: self.aliases.len() });
        }
        self.count += 1;
        let mut given = 0u64;
        let mut name_is_first = false;
        // the given ones first: the store lists them in this order
        for alias in &entity.aliases {
            match searchable(&alias.text) {
                Ok((text, core)) => {
                    name_is_first |= given == 0 && text == entity.name;
                    given += 1;
                    self.push_alias(text, core, alias, index);
                }
                Err(reason) => {
                    self.rejected.push(RejectedAlias { entity: index, text: alias.text.clone(), reason });
                }
            }
        }
        self.push_entity(entity, name_is_first, given);
        if self.derive {
            for alias in &entity.aliases {
                variants::variants(alias, |text| {
                    if let Ok((text, core)) = searchable(text) {
                        self.push_alias(text, core, alias, index | store::DERIVED);
                    }
                });
            }
        }
        index
    }

    /// Aliases that cannot be searched for, with the reason.
    pub fn rejected(&self) -> &[RejectedAlias] {
        &self.rejected
    }

    /// Number of entities so far.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there is no entity yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Compiles what was added.
    ///
    /// # Errors
    /// More entities or names than fit one gazetteer (some 250 million entities, 4 GB of names).
    pub fn build(self) -> Result<Gazetteer> {
        if self.full {
            return Err(Error::gazetteer("too many entities or names for one gazetteer"));
        }
        Gazetteer::from_bytes_of_any_kind(compile::compile(self)?)
    }

    fn push_alias(&mut self, text: &str, core: (usize, usize), alias: &Alias, owner: u32) {
        let case = match alias.case {
            CasePolicy::Exact => 0,
            CasePolicy::Smart => 1,
            CasePolicy::Any => 2,
        };
        let flags = case
            | if alias.fold_marks { store::FOLD_MARKS } else { 0 }
            | if core.0 > 0 { store::LEAD } else { 0 }
            | if core.1 < text.len() { store::TAIL } else { 0 };
        let bits = if alias.demonym { store::DEMONYM } else { 0 }
            | if alias.metonym { store::METONYM } else { 0 }
            | if alias.minor { store::MINOR } else { 0 };
        self.aliases.push(PackedAlias {
            at: self.texts.len() as u32,
            len: text.len() as u16,
            flags,
            owner: owner | bits,
        });
        self.texts.push_str(text);
    }

    fn push_entity(&mut self, entity: &Entity, name_is_first: bool, given: u64) {
        let class = self.class_of(entity);
        let point = entity.lat.zip(entity.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 360.0);
        let id_is_name = entity.id == entity.name;
        let out = &mut self.entities;
        let flags = if id_is_name { store::ID_IS_NAME } else { 0 }
            | if name_is_first { store::NAME_IS_FIRST_ALIAS } else { 0 }
            | if point.is_some() { store::HAS_POINT } else { 0 }
            | if entity.population.is_some() { store::HAS_POPULATION } else { 0 }
            | if given == 1 { store::ONE_NAME } else { 0 };
        record::push_entity_head(out, u64::from(class), flags);
        if !name_is_first {
            record::push_string(out, &entity.name);
        }
        if !id_is_name {
            record::push_string(out, &entity.id);
        }
        if let Some((lat, lon)) = point {
            out.extend_from_slice(&((lat * 1e6).round() as i32).to_le_bytes());
            out.extend_from_slice(&((lon * 1e6).round() as i32).to_le_bytes());
        }
        if let Some(population) = entity.population {
            record::push_number(out, population);
        }
        if given != 1 {
            record::push_number(out, given);
        }
    }

    fn class_of(&mut self, entity: &Entity) -> u32 {
        let country = entity.country.as_deref().unwrap_or("");
        // lists are mostly sorted by class: look at the last one before making a key
        if let Some((last, c)) = self.classes.len().checked_sub(1).and_then(|i| Some((i, self.classes.get(i)?)))
            && c.label == entity.label
            && c.kind == entity.kind
            // an empty string has no place, and to compare two by `memcmp` takes some processors a hundred nanoseconds
            && c.country.bytes().eq(country.bytes())
        {
            return last as u32;
        }
        let class =
            EntityClass { label: entity.label.clone(), kind: entity.kind.clone(), country: country.to_string() };
        let classes = &mut self.classes;
        *self.class_index.entry(class).or_insert_with_key(|class| {
            classes.push(class.clone());
            classes.len() as u32 - 1
        })
    }
}

impl<'a> Extend<&'a Entity> for GazetteerBuilder {
    fn extend<I: IntoIterator<Item = &'a Entity>>(&mut self, entities: I) {
        for entity in entities {
            self.add(entity);
        }
    }
}

impl Extend<Entity> for GazetteerBuilder {
    fn extend<I: IntoIterator<Item = Entity>>(&mut self, entities: I) {
        for entity in entities {
            self.add(&entity);
        }
    }
}

/// The alias without outer white space, and its [`core`]; or why it cannot be searched for.
pub(super) fn searchable(text: &str) -> std::result::Result<(&str, (usize, usize)), &'static str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || fold::class(c) == Class::Ignorable);
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.len() > MAX_NAME {
        return Err("it is longer than 1000 bytes");
    }
    let Some((start, end)) = core(text) else { return Err("it has no letter or digit") };
    if core(&text[end..]).is_some() {
        return Err("it has a blank line inside");
    }
    if text[start..].chars().next().is_some_and(is_combining_mark) {
        return Err("it begins with a combining mark");
    }
    Ok((text, (start, end)))
}
