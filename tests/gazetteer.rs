//! The matcher against a table of hard cases.

#![allow(clippy::unwrap_used)]

use dateline::gazetteer::{Alias, CasePolicy, Entity, Gazetteer, Overlap};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    what: String,
    names: Vec<String>,
    text: String,
    found: Vec<String>,
    all: Option<Vec<String>>,
    entities: Option<usize>,
}

fn alias(note: &str) -> Alias {
    let (text, notes) = note.split_once('=').unwrap_or((note, ""));
    let mut alias = Alias::new(text);
    for note in notes.split(',').filter(|n| !n.is_empty()) {
        match note {
            "exact" => alias.case = CasePolicy::Exact,
            "any" => alias.case = CasePolicy::Any,
            "marks" => alias.fold_marks = true,
            "demonym" => alias.demonym = true,
            other => panic!("note {other}"),
        }
    }
    alias
}

fn gazetteer(names: &[String]) -> Gazetteer {
    let entity =
        |(i, note): (usize, &String)| Entity { aliases: vec![alias(note)], ..Entity::new(format!("e{i}"), note) };
    Gazetteer::new(names.iter().enumerate().map(entity).collect()).unwrap()
}

#[test]
fn hard_cases() {
    let table: Table = toml::from_str(include_str!("cases/gazetteer.toml")).unwrap();
    let mut wrong = Vec::new();
    for case in &table.case {
        let built = gazetteer(&case.names);
        let opened = Gazetteer::from_bytes(built.to_bytes().to_vec()).unwrap();
        for g in [&built, &opened] {
            for (overlap, want) in [(Overlap::Longest, Some(&case.found)), (Overlap::All, case.all.as_ref())] {
                let found = g.find_with(&case.text, overlap);
                let got: Vec<&str> = found.iter().map(|m| m.span.of(&case.text)).collect();
                if want.is_some_and(|want| got != *want) {
                    wrong.push(format!("{}: {got:?}, not {want:?}", case.what));
                }
                if let Some(n) = case.entities {
                    let got = found.first().map_or(0, |m| g.candidates(m.name).len());
                    if got != n {
                        wrong.push(format!("{}: {got} candidates, not {n}", case.what));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
