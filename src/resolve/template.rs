//! Names built from a state and a common noun: `Iraqi army`, `Russian foreign ministry`, `Turkish Foreign Minister`.

use super::view::{JOINED, View};
use crate::text::TokenKind;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// What a state and a noun make together.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub kind: &'static str,
    /// Whether the noun belongs to the name.
    pub include: bool,
    /// Canonical name with `{adj}` and `{state}`.
    pub name: String,
    pub slug: String,
}

#[derive(Deserialize)]
struct File {
    noun: Vec<Noun>,
    ministry: Ministry,
    minister: Minister,
    portfolio: Vec<Portfolio>,
    office: Vec<Noun>,
    link: Vec<Link>,
    rule_of: Vec<Noun>,
}

#[derive(Deserialize)]
struct Noun {
    words: Vec<String>,
    kind: Option<String>,
    include: Option<bool>,
    name: Option<String>,
    slug: Option<String>,
}

#[derive(Deserialize)]
struct Ministry {
    nouns: Vec<String>,
    name: String,
    slug: String,
}

#[derive(Deserialize)]
struct Minister {
    nouns: Vec<String>,
    links: Vec<String>,
    name: String,
    slug: String,
}

#[derive(Deserialize)]
struct Portfolio {
    name: String,
    before: Vec<String>,
    of: Vec<String>,
}

#[derive(Deserialize)]
struct Link {
    words: Vec<String>,
    nouns: Vec<String>,
    include: bool,
}

/// The phrases, by their words in small letters.
pub(super) struct Templates {
    phrases: FxHashMap<String, Template>,
    /// The first words of the phrases: most words begin none.
    firsts: FxHashSet<String>,
    /// Nouns after `X-led` that belong to the name.
    coalitions: Vec<String>,
    /// Words like `led` that make such a name.
    led: Vec<String>,
    rule: Vec<String>,
    longest: usize,
}

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let data = include_str!("../../seeds/lexicons/actors/templates.toml");
    // the file is part of the crate and checked by its tests
    toml::from_str::<File>(data).map_or_else(|e| unreachable!("templates.toml: {e}"), Templates::new)
});

impl Templates {
    /// The built-in templates.
    pub fn builtin() -> &'static Templates {
        &TEMPLATES
    }

    fn new(file: File) -> Self {
        let mut t = Templates {
            phrases: FxHashMap::default(),
            firsts: FxHashSet::default(),
            coalitions: Vec::new(),
            led: Vec::new(),
            rule: file.rule_of.iter().flat_map(|n| n.words.clone()).collect(),
            longest: 1,
        };
        for n in file.noun {
            for words in &n.words {
                t.add(
                    words.clone(),
                    kind(n.kind.as_deref()),
                    n.include.unwrap_or(true),
                    n.name.as_deref(),
                    n.slug.as_deref(),
                );
            }
        }
        for n in file.office {
            for words in &n.words {
                t.add(words.clone(), "office", true, n.name.as_deref(), n.slug.as_deref());
            }
        }
        for p in file.portfolio {
            let fill = |s: &str| s.replace("{portfolio}", &p.name);
            let slug = |s: &str| s.replace("{portfolio}", &p.name.to_lowercase().replace([' ', '\''], "-"));
            for before in &p.before {
                for noun in &file.ministry.nouns {
                    let (name, slug) = (fill(&file.ministry.name), slug(&file.ministry.slug));
                    t.add(format!("{before} {noun}"), "government", true, Some(&name), Some(&slug));
                }
                for noun in &file.minister.nouns {
                    let (name, slug) = (fill(&file.minister.name), slug(&file.minister.slug));
                    t.add(format!("{before} {noun}"), "office", true, Some(&name), Some(&slug));
                }
            }
            for of in &p.of {
                for noun in &file.ministry.nouns {
                    let (name, slug) = (fill(&file.ministry.name), slug(&file.ministry.slug));
                    t.add(format!("{noun} of {of}"), "government", true, Some(&name), Some(&slug));
                    t.add(format!("{noun} for {of}"), "government", true, Some(&name), Some(&slug));
                }
                for noun in &file.minister.nouns {
                    for link in &file.minister.links {
                        let (name, slug) = (fill(&file.minister.name), slug(&file.minister.slug));
                        t.add(format!("{noun} {link} {of}"), "office", true, Some(&name), Some(&slug));
                    }
                }
            }
        }
        for link in file.link {
            if link.include {
                t.coalitions.extend(link.nouns);
                t.led.extend(link.words);
            }
        }
        t
    }

    fn add(&mut self, words: String, kind: &'static str, include: bool, name: Option<&str>, slug: Option<&str>) {
        self.longest = self.longest.max(words.split(' ').count());
        self.firsts.extend(words.split([' ', ',']).next().map(str::to_string));
        self.phrases.entry(words).or_insert_with(|| Template {
            kind,
            include: include && name.is_some(),
            name: name.unwrap_or("").to_string(),
            slug: slug.unwrap_or("").to_string(),
        });
    }

    /// The longest phrase that begins at token `at`: the template and one past its last token.
    pub fn at(&self, view: &View<'_>, at: usize) -> Option<(&Template, usize)> {
        let mut phrase = String::new();
        let mut best = None;
        for t in at..(at + self.longest).min(view.tokens.len()) {
            if !view.has(t, JOINED) || !matches!(view.kind(t), Some(TokenKind::Word | TokenKind::Punct)) {
                break;
            }
            if t > at && view.word(t) != "," {
                phrase.push(' ');
            }
            push_lower(&mut phrase, view.word(t));
            if t == at && !self.firsts.contains(phrase.as_str()) {
                break;
            }
            if let Some(found) = self.phrases.get(phrase.as_str()) {
                best = Some((found, t + 1));
            }
        }
        best
    }

    /// Whether `word` makes a coalition of the noun phrase at token `at` (`led`): one past its last token.
    pub fn coalition(&self, view: &View<'_>, word: &str, at: usize) -> Option<usize> {
        if !self.led.iter().any(|l| l == word) {
            return None;
        }
        let mut phrase = String::new();
        let mut best = None;
        for t in at..(at + 3).min(view.tokens.len()) {
            if !view.has(t, JOINED) {
                break;
            }
            if t > at {
                phrase.push(' ');
            }
            push_lower(&mut phrase, view.word(t));
            if self.coalitions.contains(&phrase) {
                best = Some(t + 1);
            }
        }
        best
    }

    /// Whether the word at `at` makes a government of the name before it (`Assad regime`).
    pub fn rules(&self, view: &View<'_>, at: usize) -> bool {
        view.has(at, JOINED) && self.rule.iter().any(|w| w == view.word(at))
    }
}

/// Appends the word in small letters.
fn push_lower(phrase: &mut String, word: &str) {
    let from = phrase.len();
    if word.is_ascii() {
        phrase.push_str(word);
        if let Some(new) = phrase.get_mut(from..) {
            new.make_ascii_lowercase();
        }
    } else {
        phrase.extend(word.chars().flat_map(char::to_lowercase));
    }
}

fn kind(name: Option<&str>) -> &'static str {
    match name {
        Some("armed_forces") => "armed_forces",
        Some("government") => "government",
        Some("coalition") => "coalition",
        Some("office") => "office",
        Some("state") => "state",
        Some("ngo") => "ngo",
        _ => "other",
    }
}
