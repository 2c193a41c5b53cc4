//! Known names: entities with their aliases, found in a text at word boundaries.
//!
//! What is promised of [`Gazetteer::find`]:
//! * The longest name that is really there, leftmost first: with `New` and `New York`, "New Yorkers" gives `New`.
//!   [`Overlap::All`] gives every name at every place.
//! * Names begin and end where words do. A word is a run of Unicode letters, digits, underscores, combining marks and
//!   invisible joiners; a character of a script without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) or a pictograph is
//!   a word by itself. Where a name begins or ends with punctuation (`.NET`, `C++`, `U.S.`), no boundary is asked for.
//!   No name begins or ends inside a dotted acronym, and a possessive `'s` is never part of a match unless of the name.
//! * A name is found in all its spellings: composed or decomposed characters, any kind of apostrophe, hyphen or space
//!   between its parts (or nothing for a hyphen), any Unicode space or one line break for a space, full-width forms,
//!   soft hyphens and zero-width characters inside words; acronyms with and without points; with
//!   [`Alias::fold_marks`], any diacritics. Spans point into the text as it is.
//! * Capitals count as the alias says ([`CasePolicy`]).
//! * Everything a name may mean is kept: [`Gazetteer::candidates`], in the order the entities were added.
//! * Time is linear in the text, whatever the text, with the length in words of the longest name as the factor.

mod ascii;
mod begin;
mod builder;
mod builtin;
mod check;
mod compile;
mod deepen;
pub mod entity;
mod entries;
mod fit;
mod hash;
mod inside;
mod keys;
mod lanes;
pub mod lint;
mod matcher;
mod names;
#[cfg(test)]
mod oracle;
mod packed;
mod parted;
mod parts;
mod places;
pub mod readers;
mod record;
mod scan;
mod store;
mod table;
mod variants;
mod walk;

pub use builder::{GazetteerBuilder, MAX_NAME, RejectedAlias};
pub use builtin::{compile_actors, compile_offices};
pub use entity::{Alias, CasePolicy, Entity, EntityRef};
pub use inside::Inside;
pub use places::compile_places;

use crate::document::Label;
use crate::error::{Error, Result};
use crate::span::Span;
use crate::text::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::path::Path;
use store::{Bytes, Store};

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
    /// The alias is an alternate name, seldom used: another entity of that name goes before.
    pub minor: bool,
}

impl Candidate {
    fn unpack(bits: u32) -> Self {
        Candidate {
            entity: bits & store::ENTITY,
            demonym: bits & store::DEMONYM != 0,
            metonym: bits & store::METONYM != 0,
            minor: bits & store::MINOR != 0,
        }
    }
}

/// Whom a name may mean, in the order the entities were added.
#[derive(Clone, Copy, Debug)]
pub struct Candidates<'a>(&'a [[u8; 4]]);

impl<'a> Candidates<'a> {
    /// Number of candidates.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there is none (only for a name that is not of this gazetteer).
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The first one.
    pub fn first(self) -> Option<Candidate> {
        self.iter().next()
    }

    /// All of them.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Candidate> + Clone + 'a {
        self.0.iter().map(|bits| Candidate::unpack(u32::from_le_bytes(*bits)))
    }
}

/// Why a spelling is found, and whom it may mean.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The name it is a spelling of.
    pub name: &'a str,
    /// Which capitals count.
    pub case: CasePolicy,
    /// Whether diacritics do not matter.
    pub fold_marks: bool,
    /// The name was derived from an alias of the entity (plural, acronym without points …).
    pub derived: bool,
    /// Whom it may mean.
    pub candidate: Candidate,
    /// That entity.
    pub entity: EntityRef<'a>,
}

/// What a union does with an id that both sides have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Clashes {
    /// The entity of the first, with the aliases of both.
    #[default]
    Merge,
    /// The entity of the first.
    KeepFirst,
    /// The entity of the second, in the place of the first.
    KeepLast,
    /// Both entities, each with its own names: what they share has both for candidates.
    KeepAll,
    /// An error.
    Refuse,
}

impl Clashes {
    /// The rule of that name: `merge`, `first`, `last`, `all` or `error`.
    pub fn from_name(name: &str) -> Option<Clashes> {
        match name {
            "merge" => Some(Clashes::Merge),
            "first" => Some(Clashes::KeepFirst),
            "last" => Some(Clashes::KeepLast),
            "all" => Some(Clashes::KeepAll),
            "error" => Some(Clashes::Refuse),
            _ => None,
        }
    }
}

/// Which of several names that share characters are given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Overlap {
    /// The leftmost, then the longest: matches are disjoint.
    #[default]
    Longest,
    /// All, ordered by start, the longer first.
    All,
}

impl Overlap {
    /// The choice of that name: `longest` or `all`.
    pub fn from_name(name: &str) -> Option<Overlap> {
        match name {
            "longest" => Some(Overlap::Longest),
            "all" => Some(Overlap::All),
            _ => None,
        }
    }
}

/// A set of entities and the engine that finds their names. Cheap to share between threads behind an `Arc`.
#[derive(Debug)]
pub struct Gazetteer {
    store: Store,
}

impl Gazetteer {
    /// Builds a gazetteer; entities keep their order. Aliases that cannot be searched for (empty, without a letter or
    /// digit) are left out; [`GazetteerBuilder::rejected`] tells them.
    ///
    /// # Errors
    /// More entities or names than fit one gazetteer.
    pub fn new(entities: Vec<Entity>) -> Result<Self> {
        let mut builder = GazetteerBuilder::new();
        builder.extend(entities);
        builder.build()
    }

    fn from_bytes_of_any_kind(bytes: Bytes) -> Result<Self> {
        Ok(Gazetteer { store: Store::new(bytes)? })
    }

    /// Opens a compiled gazetteer in memory, in place: nothing is copied or rebuilt.
    ///
    /// The header is always checked, the body's checksum up to 8 MB (less than a millisecond); see [`Self::verify`].
    ///
    /// # Errors
    /// Bytes that are no compiled gazetteer, are made by another version, truncated or damaged.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        Self::from_bytes_of_any_kind(bytes.into().into())
    }

    /// Opens a compiled gazetteer by mapping the file: processes that open the same file share its memory.
    ///
    /// As with [`Self::from_bytes`], a body beyond 8 MB is checked by [`Self::verify`] only; damage there can give wrong
    /// answers, but nothing worse. The file must not be changed or shortened while it is open; write a new one beside it and
    /// rename, as [`Self::save`] does.
    ///
    /// # Errors
    /// A file that cannot be read, or what [`Self::from_bytes`] tells.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, e))?;
        // SAFETY: the mapping is private to reading. The bytes are only read through bounds-checked slices, the filters also
        // by gathers whose places are below their lengths by arithmetic, whatever the bytes; and every string is checked
        // for UTF-8 where it is read: so changed bytes cannot break a rule of the language's types.
        // What remains is a file that another process shortens or rewrites while it is mapped; the documentation
        // forbids it, and `save` never does it: it writes a new file and renames it over the old one.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(|e| Error::io(path, e))?;
        let store = Store::new(Bytes::Mapped(map)).map_err(|e| e.in_file(path))?;
        Ok(Gazetteer { store })
    }

    /// The compiled form.
    pub fn to_bytes(&self) -> &[u8] {
        self.store.bytes()
    }

    /// Writes the compiled form: to a new file first, which then takes the place of an old one.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let io = |e| Error::io(path, e);
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(name);
        std::fs::write(&part, self.to_bytes()).and_then(|()| std::fs::rename(&part, path)).map_err(|e| {
            // the half-made file is of no use to anybody; the first error is the one to tell
            drop(std::fs::remove_file(&part));
            io(e)
        })
    }

    /// Compares the checksum of the whole compiled form, however long.
    ///
    /// # Errors
    /// Damaged bytes.
    pub fn verify(&self) -> Result<()> {
        self.store.verify()
    }

    /// All names in the text: leftmost, longest, at word boundaries, in order, disjoint.
    pub fn find(&self, text: &str) -> Vec<Match> {
        self.find_with(text, Overlap::Longest)
    }

    /// All names in the text, disjoint or not, ordered by start, the longer first.
    pub fn find_with(&self, text: &str, overlap: Overlap) -> Vec<Match> {
        // news names somebody or some place in every other line
        let mut out = Vec::with_capacity(if text.len() < 64 { 0 } else { 4 + text.len().min(1 << 20) / 200 });
        self.find_into(text, overlap, &mut out);
        out
    }

    /// Appends what [`Self::find_with`] gives.
    pub fn find_into(&self, text: &str, overlap: Overlap, out: &mut Vec<Match>) {
        matcher::find(&self.store, text, overlap, out);
    }

    /// Whom a found name may mean.
    pub fn candidates(&self, name: u32) -> Candidates<'_> {
        Candidates(self.store.name(name).map_or(&[], |n| n.candidates.as_chunks().0))
    }

    /// The name as it was given (or derived), whatever spelling was found.
    pub fn name(&self, name: u32) -> &str {
        self.store.name(name).and_then(|n| std::str::from_utf8(n.text).ok()).unwrap_or("")
    }

    /// The entity of that index; an empty one if there is none.
    pub fn entity(&self, index: u32) -> EntityRef<'_> {
        EntityRef::new(&self.store, index).unwrap_or(EntityRef {
            id: "",
            name: "",
            label: Label::Actor,
            kind: "",
            country: None,
            lat: None,
            lon: None,
            population: None,
            index,
            names: record::NameIds::default(),
            store: &self.store,
        })
    }

    /// The label of the entity of that index, without reading the rest of it.
    #[inline]
    pub(crate) fn label(&self, index: u32) -> &Label {
        static NONE: Label = Label::Actor;
        self.store.only_label().or_else(|| self.store.class_of(index).map(|c| &c.label)).unwrap_or(&NONE)
    }

    /// The kind of the entity of that index, without reading the rest of it.
    pub(crate) fn kind(&self, index: u32) -> &str {
        self.store.class_of(index).map_or("", |c| &c.kind)
    }

    /// The country code of the entity of that index, without reading the rest of it.
    pub(crate) fn country_of(&self, index: u32) -> Option<&str> {
        self.store.class_of(index).map(|c| c.country.as_str()).filter(|c| !c.is_empty())
    }

    /// Whether it holds places and nothing else.
    pub(crate) fn is_places(&self) -> bool {
        self.store.only_label() == Some(&Label::Place)
    }

    /// The entity of that index without its texts.
    pub(crate) fn brief(&self, index: u32) -> Option<store::Brief<'_>> {
        self.store.brief(index)
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.store.entities as usize
    }

    /// Whether it holds no entity.
    pub fn is_empty(&self) -> bool {
        self.store.entities == 0
    }

    /// Number of distinct names, derived ones included.
    pub fn names(&self) -> usize {
        self.store.names as usize
    }

    /// All distinct names with their ids, derived ones included, in the order they are stored.
    pub fn iter_names(&self) -> impl Iterator<Item = (u32, &str)> {
        self.store.iter_names().map(|(id, n)| (id, std::str::from_utf8(n.text).unwrap_or("")))
    }

    /// Whether that spelling, as a whole, is a spelling of a name.
    ///
    /// ```
    /// use dateline::gazetteer::{Entity, Gazetteer};
    /// let g = Gazetteer::new(vec![Entity::new("1", "Tal-Afar")])?;
    /// assert!(g.contains("TAL AFAR") && !g.contains("Tal"));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn contains(&self, spelling: &str) -> bool {
        self.whole(spelling).is_some()
    }

    /// How that spelling, as a whole, is understood: one line for each entity it may mean, none if it is no name.
    pub fn explain(&self, spelling: &str) -> Vec<Explanation<'_>> {
        let Some(id) = self.whole(spelling) else { return Vec::new() };
        let Some(name) = self.store.name(id) else { return Vec::new() };
        let (candidates, _) = name.candidates.as_chunks::<4>();
        let explain = |bits: &[u8; 4]| {
            let bits = u32::from_le_bytes(*bits);
            Explanation {
                name: std::str::from_utf8(name.text).unwrap_or(""),
                case: entity::case_of(name.flags),
                fold_marks: name.flags & store::FOLD_MARKS != 0,
                derived: bits & store::DERIVED != 0,
                candidate: Candidate::unpack(bits),
                entity: self.entity(bits & store::ENTITY),
            }
        };
        candidates.iter().map(explain).collect()
    }

    fn whole(&self, spelling: &str) -> Option<u32> {
        let spelling = spelling.trim();
        let whole = Span::new(0, spelling.len());
        self.find_with(spelling, Overlap::All).into_iter().find(|m| m.span == whole).map(|m| m.name)
    }

    /// A gazetteer with the entities of both: this one's first, then those of the other with ids of their own. Names that
    /// both have keep the entities of both as candidates, whatever the rule.
    ///
    /// # Errors
    /// An id that both have, with [`Clashes::Refuse`]; more than fits one gazetteer.
    pub fn union(&self, other: &Gazetteer, clashes: Clashes) -> Result<Gazetteer> {
        let mut builder = GazetteerBuilder::new();
        let theirs: FxHashMap<&str, u32> = (0..other.store.entities).map(|i| (other.entity(i).id, i)).collect();
        let mut taken: FxHashSet<&str> = FxHashSet::default();
        for own in self.iter() {
            let Some(&index) = theirs.get(own.id) else {
                builder.add(&own.to_entity());
                continue;
            };
            if clashes != Clashes::KeepAll {
                taken.insert(own.id);
            }
            let mut entity = own.to_entity();
            let second = other.entity(index).to_entity();
            match clashes {
                Clashes::Refuse => return Err(Error::gazetteer(format!("both have the id `{}`", own.id))),
                Clashes::KeepFirst | Clashes::KeepAll => {}
                Clashes::KeepLast => entity = second,
                Clashes::Merge => {
                    for alias in second.aliases {
                        if !entity.aliases.contains(&alias) {
                            entity.aliases.push(alias);
                        }
                    }
                }
            }
            builder.add(&entity);
        }
        other.iter().filter(|e| !taken.contains(e.id)).for_each(|e| {
            builder.add(&e.to_entity());
        });
        builder.build()
    }

    /// All entities, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = EntityRef<'_>> {
        (0..self.store.entities).map(|i| self.entity(i))
    }

    /// The entities that have this label by themselves.
    pub fn with_label(&self, label: &Label) -> impl Iterator<Item = EntityRef<'_>> {
        self.iter().filter(move |e| e.label == *label)
    }
}

/// Start and end of a name without the punctuation around it; none without a letter or digit.
fn core(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    if let (Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'), Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z')) =
        (bytes.first(), bytes.last())
        && bytes.iter().all(|b| (b' '..=b'~').contains(b))
    {
        // no line break: nothing parts the first word from the last
        return Some((0, text.len()));
    }
    let (start, mut end) = fold::word(text, 0)?;
    let mut at = end;
    while let Some((next, _)) = fold::gap(text, at, |_| {}) {
        end = fold::word_end(text, next);
        at = end;
    }
    Some((start, end))
}
