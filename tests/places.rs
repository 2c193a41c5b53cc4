//! Places: the artefact holds together, and names find their place (`cases/places.toml`).

use dateline::document::Label;
use dateline::{Gazetteer, Pipeline};
use serde::Deserialize;
use std::collections::HashSet;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    /// `Name = Canonical name, COUNTRY` for each place that must be found.
    #[serde(default)]
    places: Vec<String>,
    /// Words that must be no place.
    #[serde(default)]
    none: Vec<String>,
}

#[test]
fn the_built_in_places_have_unique_ids() {
    let mut ids = HashSet::new();
    for line in include_str!("../seeds/places/places.tsv").lines().skip(1) {
        let id = line.split('\t').next().unwrap();
        assert!(ids.insert(id), "{id} stands twice");
    }
    assert_eq!(ids.len(), Gazetteer::builtin_places().len());
}

#[test]
fn the_compiled_places_agree_with_their_table() {
    let compiled = dateline::gazetteer::compile_places(include_str!("../seeds/places/places.tsv")).unwrap();
    assert!(
        compiled == Gazetteer::builtin_places_bytes(),
        "places.bin is stale: run `cargo run --release --example compile_builtin`"
    );
}

#[test]
fn names_find_their_place() {
    let cases: Cases = toml::from_str(include_str!("cases/places.toml")).unwrap();
    let pipeline = Pipeline::default();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let doc = pipeline.read(&case.text);
        let mut found: Vec<String> = Vec::new();
        for m in doc.mentions.iter().filter(|m| m.label == Label::Place) {
            let e = &doc.entities[m.entity as usize];
            found.push(format!("{} = {}, {}", m.span.of(&case.text), e.name, e.country.as_deref().unwrap_or("-")));
        }
        for want in &case.places {
            if !found.contains(want) {
                wrong.push(format!("{:?}: {want} is missing in {found:?}", case.text));
            }
        }
        for word in &case.none {
            if found.iter().any(|f| f.split(" = ").next() == Some(word)) {
                wrong.push(format!("{:?}: {word} is no place", case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
