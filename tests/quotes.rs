//! Reported speech: cases as data, and properties of every output.

use dateline::document::{Quote, QuoteKind};
use dateline::quote::{Input, quotes};
use dateline::sentence::Segmenter;
use dateline::text::tokenize;
use dateline::{Span, page};
use proptest::prelude::*;

fn read(text: &str) -> Vec<Quote> {
    let blocks = page::blocks(text);
    let tokens = tokenize(text);
    let sentences = Segmenter::default().sentences(text, &blocks, |_| true);
    quotes(&Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences })
}

fn show(text: &str, q: &Quote) -> String {
    let words = |s: Option<Span>| s.map_or("-", |s| s.of(text)).to_string();
    format!("{} | {} | {} | {}", q.kind.as_str(), q.span.of(text), words(q.speaker), words(q.cue))
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    text: String,
    want: Vec<String>,
    #[serde(default)]
    also: toml::Table,
    /// Expect scare quotes and attitudes too.
    #[serde(default)]
    all: bool,
}

#[test]
fn cases() {
    let cases: Cases = toml::from_str(include_str!("cases/quotes.toml")).unwrap();
    let mut failed = Vec::new();
    for c in &cases.case {
        let mut found = read(&c.text);
        if !c.all {
            found.retain(|q| !matches!(q.kind, QuoteKind::Scare | QuoteKind::Attitude));
        }
        let got: Vec<String> = found.iter().map(|q| show(&c.text, q)).collect();
        if got != c.want {
            failed.push(format!("{}\n  got  {got:#?}\n  want {:#?}", c.name, c.want));
        }
        for (key, want) in &c.also {
            let q = &found[0];
            let words = |s: Option<Span>| s.map(|s| s.of(&c.text).to_string()).unwrap_or_default();
            let got = match key.as_str() {
                "role" => q.role.as_deref().unwrap_or_default().to_string(),
                "affiliation" => q.affiliation.as_deref().unwrap_or_default().to_string(),
                "addressee" => words(q.addressee),
                "medium" => words(q.medium),
                "inner" => q.inner.of(&c.text).to_string(),
                "anonymous" => q.anonymous.to_string(),
                "denied" => q.denied.to_string(),
                other => panic!("{}: unknown key {other}", c.name),
            };
            let want = want.as_str().map_or_else(|| want.to_string(), str::to_string);
            if got != want {
                failed.push(format!("{}: {key}\n  got  {got}\n  want {want}", c.name));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {} failed\n{}", failed.len(), cases.case.len(), failed.join("\n"));
}

/// Text made of the pieces that matter to the stage.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "``",
        "''",
        " ",
        " ",
        ", ",
        ". ",
        "\n",
        "\n\n",
        ":",
        "(",
        ")",
        "—",
        "said ",
        "told ",
        "that ",
        "Layla ",
        "Haddad ",
        "he ",
        "the mayor ",
        "according to ",
        "was ",
        "and ",
        "who ",
        "é",
        "U.S. ",
        "adding ",
        "of ",
        "Tuesday ",
        "’s ",
        "\u{a0}",
        "1,200 ",
        "denied ",
        "to ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|p| p.concat())
}

fn valid(text: &str, found: &[Quote]) {
    for q in found {
        for s in [Some(q.span), Some(q.inner), q.speaker, q.cue, q.addressee, q.medium].into_iter().flatten() {
            assert!(text.get(s.start..s.end).is_some(), "{s:?} does not fit {text:?}");
        }
        assert!(!q.span.is_empty() && q.span.contains(q.inner), "{q:?} in {text:?}");
    }
    assert!(found.windows(2).all(|w| w[0].span.start <= w[1].span.start), "{text:?}");
}

proptest! {
    #[test]
    fn spans_fit_and_stand_in_order(text in pieces()) {
        valid(&text, &read(&text));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        valid(&text, &read(&text));
    }

    #[test]
    fn what_follows_changes_nothing_before(text in pieces()) {
        let alone = read(&text);
        let longer = format!("{text}\n\nThe bridge was built in spring.");
        let both = read(&longer);
        let before: Vec<String> = both.iter().filter(|q| q.span.start < text.len()).map(|q| show(&longer, q)).collect();
        prop_assert_eq!(alone.iter().map(|q| show(&text, q)).collect::<Vec<_>>(), before);
    }

    #[test]
    fn kinds_agree_with_the_marks(text in pieces()) {
        for q in read(&text) {
            let words = q.span.of(&text);
            let marked = words.chars().any(|c| "“”\"‘’'«»`„‟".contains(c));
            match q.kind {
                QuoteKind::Direct | QuoteKind::Mixed | QuoteKind::Scare => prop_assert!(marked, "{q:?} in {text:?}"),
                QuoteKind::Indirect | QuoteKind::Attitude => {}
            }
            prop_assert!(!q.rule.is_empty(), "{q:?} in {text:?}");
        }
    }

    #[test]
    fn a_far_paragraph_without_quotes_changes_nothing(first in pieces(), second in pieces()) {
        let plain = "The bridge was built in spring and painted green. Boats pass below it at noon.";
        let with = format!("{first}\n\n{plain}\n\n{plain}\n\n{second}");
        let without = format!("{first}\n\n{plain}\n\n{second}");
        let words = |text: &str| read(text).iter().map(|q| show(text, q)).collect::<Vec<_>>();
        prop_assert_eq!(words(&with), words(&without));
    }
}

/// Marks, cues and openers without end: the work is bounded, and what is found fits the text.
#[test]
fn hostile_texts_end() {
    for piece in [
        "“",
        "\"",
        "‘",
        "'",
        "said ",
        "said, ",
        "“a” said ",
        "((",
        "[“",
        "that ",
        "\n",
        ", ",
        "who said ",
        "to say ",
        "and ",
        "his claim that ",
        "according to ",
        "he said that ",
        "— ",
        ": “",
        "asked about ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        valid(&text, &read(&text));
    }
}
