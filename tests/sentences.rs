//! Sentence cases as data (`tests/cases/sentences.toml`) and properties of the segmenter.

use dateline::Span;
use dateline::sentence::Segmenter;
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    #[serde(default = "english")]
    language: String,
    #[serde(default)]
    abbreviations: Vec<String>,
    text: String,
    sentences: Vec<String>,
}

fn english() -> String {
    "en".into()
}

#[test]
fn cases() {
    let cases: Cases = toml::from_str(include_str!("cases/sentences.toml")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let found = Segmenter::new(&case.language, &case.abbreviations).split(&case.text);
        let found: Vec<&str> = found.iter().map(|s| s.of(&case.text)).collect();
        if found != case.sentences {
            wrong.push(format!("{}:\n  want {:?}\n  got  {found:?}", case.name, case.sentences));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

/// In order, disjoint, no outer white space, and nothing but white space between them.
fn check(text: &str, sentences: &[Span]) {
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    for s in sentences {
        assert!(s.start >= at && s.end > s.start, "{sentences:?}");
        assert!(text.is_char_boundary(s.start) && text.is_char_boundary(s.end));
        assert!(text[at..s.start].chars().all(char::is_whitespace), "left out {:?}", &text[at..s.start]);
        assert_eq!(s.of(text).trim(), s.of(text));
        at = s.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace), "left out {:?}", &text[at..]);
}

/// Text made of what segmenters stumble over.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "The ",
        "He said ",
        "mayor",
        ". ",
        ".",
        "...",
        " . . . ",
        "…",
        "! ",
        "?\u{201d} ",
        "\"",
        "“",
        "”",
        "’",
        "(",
        ")",
        "[",
        "]",
        "U.S. ",
        "Gen. ",
        "Inc. ",
        "No. 5 ",
        "a.m. ",
        "J. ",
        "1. ",
        "2) ",
        "• ",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\u{a0}",
        "\u{2028}",
        "e.g. ",
        "killed.The ",
        "x@y.org ",
        "。",
        "؟ ",
        "।",
        "։ ",
        "日本",
        "é",
        "e\u{301}",
        "🙂",
        "\u{0}",
        "--",
        "— ",
        "3.5 ",
        "XIV. ",
        "\u{feff}",
        "《",
        "》",
        "！",
        "z. B. ",
        "д. ",
        "«",
        " » ",
        "[12]",
        "www.a.com ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn covers_hard_text(text in hard_text(), language in prop::sample::select(vec!["en", "de", "ru", "ar", "zz"])) {
        check(&text, &Segmenter::new::<&str>(language, &[]).split(&text));
    }

    #[test]
    fn covers_any_text(text in any::<String>()) {
        check(&text, &Segmenter::default().split(&text));
    }

    #[test]
    fn a_paragraph_more_changes_nothing_before_it(text in hard_text(), more in hard_text()) {
        let text = text.trim_end().to_string();
        let before = Segmenter::default().split(&text);
        let longer = format!("{text}\n\n{more}");
        let after = Segmenter::default().split(&longer);
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }
}

/// Ten megabytes of one thing end, and fast: the time limit of the test run would show anything worse than linear.
#[test]
fn hostile_texts_end() {
    for piece in [
        "\"", ".", "(", "\n", ". . ", "“", "A. ", "a\n", "1. ", "…", "? ", "》", "！", "[1", " ”", "\r", "-", "’", "a:",
    ] {
        let text = piece.repeat(10_000_000 / piece.len());
        check(&text, &Segmenter::default().split(&text));
    }
    // a quote that is never a whole sentence, with one closing mark after the other
    let text = format!("“{}{}", "word ".repeat(1_000_000), "ab” Bcc ".repeat(600_000));
    check(&text, &Segmenter::default().split(&text));
}
