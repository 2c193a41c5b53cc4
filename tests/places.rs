//! Places: the artefact holds together, and names find their place (`cases/places.toml`).

use dateline::document::Label;
use dateline::pipeline::{LabelBy, Options};
use dateline::{Gazetteer, Pipeline};
use proptest::prelude::*;
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

/// Pieces of news, put together at random below.
const PIECES: [&str; 16] = [
    "Two rockets fell near Mosul. ",
    "Iraq said the shelling of Aleppo must stop. ",
    "She flew from Paris, Texas, to Paris. ",
    "Turkey and the United States have talked in Geneva. ",
    "The University of Aleppo and the Boston Police Department agreed. ",
    "Syrian troops left the Syrian province of Homs. ",
    "A barn burned in Lebanon, Tenn., on Friday. ",
    "“Jordan will answer,” said Jordan Smith of Richmond. ",
    "\n\nTRIPOLI (Reuters) — ",
    "Butler, Clark and Madison counties were dry; ",
    "Georgia's army, Georgia's coast and Atlanta, ",
    "al-Raqqa, Deir Ezzor and Tel Abyad in ",
    "\n",
    "the weather was fine. ",
    "São Tomé 😀 ",
    "Washington",
];

fn named(pipeline: &Pipeline, text: &str) -> Vec<String> {
    let doc = pipeline.read(text);
    let point = |e: u32| doc.entities[e as usize].lat.zip(doc.entities[e as usize].lon);
    doc.mentions.iter().map(|m| format!("{:?} {:?} {:?}", m.span, m.label, point(m.entity))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn places_lie_on_the_earth_and_candidates_keep_their_order(pieces in prop::collection::vec(0..PIECES.len(), 0..9)) {
        let text: String = pieces.iter().map(|i| PIECES[*i]).collect();
        let pipeline = Pipeline::default();
        let doc = pipeline.read(&text);
        for m in &doc.mentions {
            let e = &doc.entities[m.entity as usize];
            prop_assert!(e.lat.is_none_or(|v| (-90.0..=90.0).contains(&v)));
            prop_assert!(e.lon.is_none_or(|v| (-180.0..=180.0).contains(&v)));
            prop_assert!((0.0..=1.0).contains(&m.score));
            let candidates = pipeline.candidates(&text, m.span);
            prop_assert_eq!(&candidates, &pipeline.candidates(&text, m.span));
            prop_assert!(candidates.windows(2).all(|w| w[0].score >= w[1].score));
            prop_assert!(candidates.iter().all(|c| !c.reason.is_empty() && (0.0..=1.0).contains(&c.score)));
        }
    }

    #[test]
    fn what_makes_the_label_changes_no_span(pieces in prop::collection::vec(0..PIECES.len(), 0..9)) {
        let text: String = pieces.iter().map(|i| PIECES[*i]).collect();
        let by_name = Options { label_by: LabelBy::Name, ..Options::default() };
        let (role, name) = (Pipeline::default(), Pipeline::new(Pipeline::builtin_gazetteers(), by_name));
        let (a, b) = (role.read(&text), name.read(&text));
        prop_assert_eq!(a.mentions.len(), b.mentions.len());
        for (x, y) in a.mentions.iter().zip(&b.mentions) {
            prop_assert_eq!(x.span, y.span);
            prop_assert!(x.label != Label::Place || y.label == Label::Place);
        }
    }

    #[test]
    fn a_paragraph_without_names_changes_nothing(pieces in prop::collection::vec(0..PIECES.len(), 0..9)) {
        let text: String = pieces.iter().map(|i| PIECES[*i]).collect::<String>() + "and so it was. Nobody knew more.";
        let longer = format!("{text}\n\nIt had been a quiet day, and people went home early.");
        let pipeline = Pipeline::default();
        prop_assert_eq!(named(&pipeline, &text), named(&pipeline, &longer));
    }
}

#[test]
fn by_name_every_state_and_city_is_a_place() {
    let text = "Iraq said Turkish troops had left. Washington agreed.";
    let options = Options { label_by: LabelBy::Name, ..Options::default() };
    let doc = Pipeline::new(Pipeline::builtin_gazetteers(), options).read(text);
    for word in ["Iraq", "Turkish", "Washington"] {
        let mention = doc.mentions.iter().find(|m| m.span.of(text) == word).expect(word);
        assert_eq!(mention.label, Label::Place, "{word}");
    }
    let doc = Pipeline::default().read(text);
    assert!(doc.mentions.iter().all(|m| m.label == Label::Actor));
}
