//! The sample articles under `seeds/articles`, read and held against what a careful reader finds in them.

use dateline::document::{BlockKind, Document};
use dateline::{Pipeline, Span};
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    boilerplate: Vec<String>,
    title: Option<String>,
    sentences: usize,
    quotes: Vec<ExpectedQuote>,
    mentions: Vec<ExpectedMention>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedQuote {
    kind: String,
    text: String,
    speaker: Option<String>,
    name: Option<String>,
    #[serde(default)]
    denied: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedMention {
    text: String,
    label: String,
    name: Option<String>,
}

/// The expectations are typed with plain blanks; the articles hold no-break spaces.
fn plain(s: &str) -> String {
    s.replace('\u{a0}', " ")
}

fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("seeds/articles")
        .map(|e| e.expect("entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths
}

fn lines_of(text: &str, doc: &Document, keep: impl Fn(BlockKind) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = doc.blocks.iter().filter(|b| keep(b.kind)).map(|b| plain(b.span.of(text))).collect();
    lines.sort();
    lines.dedup();
    lines
}

/// A resolved name counts if it is the wanted one; a null name must stay null.
fn compare(text: &str, doc: &Document, want: &Expected) -> String {
    let mut bad = String::new();
    let mut boilerplate = want.boilerplate.clone();
    boilerplate.sort();
    let got = lines_of(text, doc, |k| !k.is_article());
    for line in boilerplate.iter().filter(|l| !got.contains(l)) {
        let _ = writeln!(bad, "  taken for the article's: {line}");
    }
    for line in got.iter().filter(|l| !boilerplate.contains(l)) {
        let _ = writeln!(bad, "  lost to boilerplate: {line}");
    }
    let title = lines_of(text, doc, |k| k == BlockKind::Title).first().cloned();
    if title != want.title {
        let _ = writeln!(bad, "  title: {title:?}, not {:?}", want.title);
    }
    // captions and bylines are cut into sentences too; the expectation counts the article's
    let sentences: Vec<_> = doc.sentences.iter().filter(|s| doc.blocks[s.block as usize].kind.is_article()).collect();
    if sentences.len() != want.sentences {
        let _ = writeln!(bad, "  {} sentences, not {}", sentences.len(), want.sentences);
        for s in &sentences {
            let _ = writeln!(bad, "    | {}", s.span.of(text));
        }
    }
    compare_quotes(text, doc, want, &mut bad);
    for m in &want.mentions {
        let hit = doc.mentions.iter().any(|g| {
            let name = &*doc.entities[g.entity as usize].name;
            plain(g.span.of(text)) == m.text
                && g.label.as_str() == m.label
                && m.name.as_deref().is_none_or(|n| n == name)
        });
        if !hit {
            let _ = writeln!(bad, "  no mention: {} as {} ({:?})", m.text, m.label, m.name);
        }
    }
    bad
}

fn compare_quotes(text: &str, doc: &Document, want: &Expected, bad: &mut String) {
    let words = |s: Option<Span>| s.map(|s| plain(s.of(text)));
    let got: Vec<String> = doc
        .quotes
        .iter()
        .map(|q| {
            let name = q.speaker_entity.map(|e| doc.entities[e as usize].name.to_string());
            let denied = if q.denied { " (denied)" } else { "" };
            format!("{} {} — {:?} = {name:?}{denied}", q.kind.as_str(), plain(q.span.of(text)), words(q.speaker))
        })
        .collect();
    let wanted: Vec<String> = want
        .quotes
        .iter()
        .map(|q| {
            let denied = if q.denied { " (denied)" } else { "" };
            format!("{} {} — {:?} = {:?}{denied}", q.kind, q.text, q.speaker, q.name)
        })
        .collect();
    for q in wanted.iter().filter(|q| !got.contains(q)) {
        let _ = writeln!(bad, "  no quote: {q}");
    }
    for q in got.iter().filter(|q| !wanted.contains(q)) {
        let _ = writeln!(bad, "  not expected: {q}");
    }
}

#[test]
fn samples_read_as_a_careful_reader_would() {
    let pipeline = Pipeline::default();
    let mut bad = String::new();
    let paths = articles();
    assert!(paths.len() >= 5, "{paths:?}");
    for path in paths {
        let text = fs::read_to_string(&path).expect("article");
        let expected = fs::read_to_string(path.with_extension("expected.toml")).expect("expectation");
        let want: Expected = toml::from_str(&expected).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let found = compare(&text, &pipeline.read(&text), &want);
        if !found.is_empty() {
            let _ = writeln!(bad, "{}\n{found}", path.display());
        }
    }
    assert!(bad.is_empty(), "\n{bad}");
}

#[test]
fn what_was_read_fits_its_text_and_no_other() {
    let pipeline = Pipeline::default();
    for path in articles() {
        let text = fs::read_to_string(&path).expect("article");
        let mut doc = pipeline.read(&text);
        assert!(doc.is_sound(&text), "{}", path.display());
        assert!(!doc.is_sound(&text[..10]), "{}", path.display());
        let entities = doc.entities.len() as u32;
        doc.mentions[0].entity = entities;
        assert!(!doc.is_sound(&text), "{}", path.display());
    }
}
