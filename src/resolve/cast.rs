//! The cast of a document: everybody and everything named in it, once each, found again by their words.

use super::Input;
use super::known::{Known, Sort};
use super::view::View;
use crate::text::lexicon::{COMMON, GIVEN_NAME, classes};
use rustc_hash::FxHashMap;

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
#[derive(Default)]
pub(super) struct Cast<'a> {
    pub members: Vec<Member>,
    by_known: FxHashMap<(u32, u32), u32>,
    by_name: FxHashMap<String, u32>,
    /// Surname, given name or acronym: the member it was last used for.
    by_word: FxHashMap<&'a str, u32>,
}

impl<'a> Cast<'a> {
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
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(&m) = self.by_name.get(&name) {
            return m;
        }
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
        let words = (from..to).filter(|&t| view.has(t, super::view::NAMED)).map(|t| view.word(t));
        let words: [Option<&'a str>; 2] = {
            let mut w = words;
            let first = w.next();
            [first, w.next_back()]
        };
        for (at, word) in words.iter().copied().enumerate() {
            let Some(word) = word else { continue };
            if word.chars().count() < 2 || word.ends_with('.') {
                continue;
            }
            // a given name that is an ordinary word (Will, Grace) calls nobody back
            let plain = classes(word) & COMMON != 0 && classes(word) & GIVEN_NAME != 0;
            if at == 0 && plain && !words[1].is_some_and(|w| w.contains('-')) {
                continue;
            }
            self.answer(word, member);
        }
    }
}
