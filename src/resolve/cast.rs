//! The cast of a document: everybody and everything named in it, once each, found again by their words.

use super::Input;
use super::known::{Known, Sort};
use super::view::View;
use crate::text::lexicon::{COMMON, GIVEN_NAME, SUFFIX};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// One person or body of the document.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Entry of a gazetteer, if it is one.
    pub known: Option<(u32, u32)>,
    /// Id of an entity made by a template.
    pub id: Option<String>,
    /// Canonical name, or the fullest the text gives.
    pub name: String,
    pub sort: Sort,
    pub kind: &'static str,
    /// Country of a template's entity.
    pub country: Option<String>,
}

/// The members, with an index of their words.
pub(super) struct Cast<'a> {
    pub members: Vec<Member>,
    by_known: FxHashMap<(u32, u32), u32>,
    by_name: FxHashMap<String, u32>,
    /// Surname, given name or acronym: the member it was last used for.
    by_word: FxHashMap<&'a str, u32>,
}

/// The words of a name with one blank between them; nearly every name is written so.
fn single_spaced(name: &str) -> Cow<'_, str> {
    let blank = |b: u8| b == b' ';
    let bytes = name.as_bytes();
    let plain = bytes.iter().all(|&b| b.is_ascii_graphic() || blank(b))
        && !bytes.windows(2).any(|w| blank(w[0]) && blank(w[1]))
        && !bytes.first().is_some_and(|&b| blank(b))
        && !bytes.last().is_some_and(|&b| blank(b));
    match plain {
        true => Cow::Borrowed(name),
        false => Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

impl<'a> Cast<'a> {
    /// An empty cast, with room for about so many members.
    pub fn with_capacity(members: usize) -> Self {
        Cast {
            members: Vec::with_capacity(members),
            by_known: FxHashMap::with_capacity_and_hasher(members, Default::default()),
            by_name: FxHashMap::with_capacity_and_hasher(members / 2, Default::default()),
            by_word: FxHashMap::with_capacity_and_hasher(members, Default::default()),
        }
    }

    /// The member for an entry of a gazetteer.
    pub fn known(&mut self, input: &Input<'_>, k: &Known) -> u32 {
        let key = (k.gazetteer, k.entity);
        if let Some(&m) = self.by_known.get(&key) {
            return m;
        }
        let entity = k.entity_of(input);
        self.members.push(Member {
            known: Some(key),
            id: None,
            name: entity.name.to_string(),
            sort: k.sort,
            kind: "",
            country: None,
        });
        let m = self.members.len() as u32 - 1;
        self.by_known.insert(key, m);
        m
    }

    /// The member of exactly this name, made if there is none.
    pub fn local(&mut self, name: &str, sort: Sort, kind: &'static str) -> u32 {
        let name = single_spaced(name);
        if let Some(&m) = self.by_name.get(&*name) {
            return m;
        }
        let name = name.into_owned();
        self.members.push(Member { known: None, id: None, name: name.clone(), sort, kind, country: None });
        let m = self.members.len() as u32 - 1;
        self.by_name.insert(name, m);
        m
    }

    /// Lets a word stand for a member from now on.
    pub fn answer(&mut self, word: &'a str, member: u32) {
        self.by_word.insert(word, member);
    }

    /// Whom the word stands for.
    pub fn by_word(&self, word: &str) -> Option<u32> {
        self.by_word.get(word).copied()
    }

    /// The member of exactly this name.
    pub fn by_name(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub fn get(&self, member: u32) -> &Member {
        &self.members[member as usize]
    }

    /// Indexes a person by surname and given name.
    pub fn index_person(&mut self, view: &View<'a>, from: usize, to: usize, member: u32) {
        let name = |t: &usize| view.has(*t, super::view::NAMED) && !view.is(*t, SUFFIX);
        let mut named = (from..to).filter(name);
        let ends = [named.next(), named.next_back()];
        for (at, t) in ends.into_iter().enumerate() {
            let Some(t) = t else { continue };
            let word = view.word(t);
            if word.chars().count() < 2 || word.ends_with('.') {
                continue;
            }
            // a given name that is an ordinary word (Will, Grace) calls nobody back
            let plain = view.is(t, COMMON) && view.is(t, GIVEN_NAME);
            if at == 0 && plain && !ends[1].is_some_and(|last| view.word(last).contains('-')) {
                continue;
            }
            self.answer(word, member);
        }
    }
}
