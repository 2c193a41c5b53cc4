//! The data files under `seeds/lexicons`: each has its card, each actor list can be read, and no name is claimed twice.

#![allow(clippy::unwrap_used)]

use dateline::document::Label;
use dateline::gazetteer::{CasePolicy, Entity, readers};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LEXICONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/lexicons");
const ACTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/lexicons/actors");
const COMMON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/common_words.txt");
const SHARED: &str = "shared_aliases.csv";
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The actor lists: the CSV files whose header has the columns of an entity.
fn actors() -> Vec<(String, String)> {
    files(Path::new(ACTORS))
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&p).unwrap()))
        .filter(|(_, data)| data.starts_with("id,name,label,kind,country,aliases"))
        .collect()
}

fn entities() -> Vec<(String, Entity)> {
    actors()
        .into_iter()
        .flat_map(|(file, data)| {
            let strict = readers::Options { strict: true, ..readers::Options::default() };
            let read = readers::read_csv(data.as_bytes(), &strict).unwrap_or_else(|e| panic!("{file}: {e}"));
            read.entities.into_iter().map(move |e| (file.clone(), e))
        })
        .collect()
}

/// Fails with all complaints at once, so that one run shows everything to mend.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_data_file_has_a_card() {
    let mut complaints = Vec::new();
    for path in files(Path::new(LEXICONS)) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // a list that holds its header only has nothing to tell the origin of
        let empty = name.ends_with(".csv") && fs::read_to_string(&path).unwrap().lines().count() <= 1;
        if empty || name.ends_with(".card.toml") || name.starts_with('.') {
            continue;
        }
        let cards = [path.with_extension("card.toml"), path.with_file_name(format!("{name}.card.toml"))];
        let Some(card) = cards.iter().find(|c| c.exists()) else {
            complaints.push(format!("{}: no card", path.display()));
            continue;
        };
        let table: toml::Table = match fs::read_to_string(card).unwrap().parse() {
            Ok(table) => table,
            Err(e) => {
                complaints.push(format!("{}: {e}", card.display()));
                continue;
            }
        };
        for key in ["title", "description", "source", "licence"] {
            if table.get(key).and_then(toml::Value::as_str).is_none_or(|v| v.trim().is_empty()) {
                complaints.push(format!("{}: no `{key}`", card.display()));
            }
        }
        if !table.contains_key("date") {
            complaints.push(format!("{}: no `date`", card.display()));
        }
    }
    none(&complaints);
}

#[test]
fn every_row_has_the_columns_of_the_header() {
    let mut complaints = Vec::new();
    for (file, data) in actors() {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(data.as_bytes());
        let columns = reader.headers().unwrap().len();
        for row in reader.records() {
            let row = row.unwrap();
            if row.len() != columns {
                let line = row.position().map_or(0, csv::Position::line);
                complaints.push(format!("{file}:{line}: {} columns, not {columns}", row.len()));
            }
        }
    }
    none(&complaints);
}

#[test]
fn ids_kinds_and_countries_are_well_formed() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut complaints = Vec::new();
    for (file, e) in entities() {
        if let Some(other) = seen.insert(e.id.clone(), file.clone()) {
            complaints.push(format!("{file}: {} stands in {other} too", e.id));
        }
        if !good_id(&e.id) {
            complaints.push(format!("{file}: {} is no id", e.id));
        }
        if !readers::ACTOR_KINDS.contains(&e.kind.as_str()) {
            complaints.push(format!("{file}: {} has kind {}", e.id, e.kind));
        }
        if e.label != Label::Actor {
            complaints.push(format!("{file}: {} is no actor", e.id));
        }
        if e.country.as_deref().is_some_and(|c| !alpha3(c)) {
            complaints.push(format!("{file}: {} has country {:?}", e.id, e.country));
        }
    }
    none(&complaints);
}

fn alpha3(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

fn good_id(id: &str) -> bool {
    let Some((space, rest)) = id.split_once(':') else { return false };
    let slug = !rest.is_empty()
        && !rest.starts_with('-')
        && !rest.ends_with('-')
        && !rest.contains("--")
        && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    match space {
        "state" => alpha3(rest) || slug,
        "org" | "people" | "person" => slug,
        _ => false,
    }
}

#[derive(Deserialize)]
struct Shared {
    alias: String,
    ids: String,
    reason: String,
}

#[test]
fn no_alias_has_two_owners_without_a_reason() {
    let mut allowed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut complaints = Vec::new();
    let mut reader = csv::Reader::from_path(Path::new(ACTORS).join(SHARED)).unwrap();
    for row in reader.deserialize() {
        let row: Shared = row.unwrap();
        if row.reason.trim().is_empty() {
            complaints.push(format!("{SHARED}: {} has no reason", row.alias));
        }
        allowed.entry(row.alias).or_default().extend(row.ids.split('|').map(str::to_string));
    }
    let mut owners: BTreeMap<(String, CasePolicy), BTreeSet<String>> = BTreeMap::new();
    for (_, e) in entities() {
        for alias in &e.aliases {
            owners.entry((alias.text.clone(), alias.case)).or_default().insert(e.id.clone());
        }
    }
    for ((alias, case), ids) in &owners {
        if ids.len() > 1 && !allowed.get(alias).is_some_and(|a| ids.is_subset(a)) {
            complaints.push(format!("{alias} ({case:?}): {ids:?}"));
        }
    }
    none(&complaints);
}

#[test]
fn aliases_are_trimmed_and_not_doubled() {
    let mut complaints = Vec::new();
    for (file, e) in entities() {
        let mut seen = BTreeSet::new();
        for alias in &e.aliases {
            if alias.text.is_empty() || alias.text.trim() != alias.text || alias.text.contains("  ") {
                complaints.push(format!("{file}: {}: {:?} is not trimmed", e.id, alias.text));
            }
            if !seen.insert((alias.text.as_str(), alias.case)) {
                complaints.push(format!("{file}: {}: {} twice", e.id, alias.text));
            }
        }
    }
    none(&complaints);
}

#[test]
fn common_words_have_a_case_policy() {
    let common = fs::read_to_string(COMMON).unwrap();
    let common: BTreeSet<&str> =
        common.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect();
    let mut complaints = Vec::new();
    for (file, e) in entities() {
        for alias in &e.aliases {
            if alias.case != CasePolicy::Exact && common.contains(alias.text.to_lowercase().as_str()) {
                complaints.push(format!("{file}: {}: {} is a word; write {}=exact", e.id, alias.text, alias.text));
            }
        }
    }
    none(&complaints);
}

#[derive(Deserialize)]
struct Templates {
    noun: Vec<Template>,
    office: Vec<Template>,
    link: Vec<Template>,
    portfolio: Vec<Portfolio>,
}

#[derive(Deserialize)]
struct Template {
    words: Vec<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Portfolio {
    name: String,
    before: Vec<String>,
    of: Vec<String>,
}

#[test]
fn templates_can_be_read_and_no_word_makes_two_names() {
    let data = fs::read_to_string(Path::new(ACTORS).join("templates.toml")).unwrap();
    let templates: Templates = toml::from_str(&data).unwrap();
    let mut complaints = Vec::new();
    for list in [&templates.noun, &templates.office] {
        let mut seen = BTreeSet::new();
        for word in list.iter().flat_map(|t| &t.words) {
            if !seen.insert(word) {
                complaints.push(format!("`{word}` stands in two templates"));
            }
        }
    }
    for t in templates.noun.iter().chain(&templates.office).chain(&templates.link) {
        if t.kind.as_deref().is_some_and(|k| !readers::ACTOR_KINDS.contains(&k)) {
            complaints.push(format!("{:?} has kind {:?}", t.words, t.kind));
        }
        complaints
            .extend(t.words.iter().filter(|w| w.to_lowercase() != **w).map(|w| format!("`{w}` is not lower case")));
    }
    for p in &templates.portfolio {
        if p.before.is_empty() || p.of.is_empty() {
            complaints.push(format!("portfolio {} has no words", p.name));
        }
    }
    none(&complaints);
}

#[test]
fn the_compiled_actors_agree_with_their_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lexicons/actors");
    let compiled = dateline::gazetteer::compile_actors(&folder).unwrap();
    assert!(
        compiled == dateline::Gazetteer::builtin_actors_bytes(),
        "actors.bin is stale: run `cargo run --release --example compile_builtin`"
    );
}

#[test]
fn the_compiled_offices_agree_with_their_file() {
    let compiled = dateline::gazetteer::compile_offices(Path::new(ACTORS)).unwrap();
    let stored = fs::read_to_string(Path::new(LEXICONS).join("offices.tsv")).unwrap();
    assert!(compiled == stored, "offices.tsv is stale: run `cargo run --release --example compile_builtin`");
}
