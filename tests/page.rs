//! Page cases as data (`tests/cases/page.toml`) and properties of the blocks.

use dateline::document::{Block, BlockKind};
use dateline::page::blocks;
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    text: String,
    /// `kind: first words`
    blocks: Vec<String>,
    /// Parts of the datelines, in order.
    #[serde(default)]
    place: Vec<String>,
    #[serde(default)]
    date: Vec<String>,
    #[serde(default)]
    agency: Vec<String>,
}

#[test]
fn cases() {
    let cases: Cases = toml::from_str(include_str!("cases/page.toml")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let text = &case.text;
        let found = blocks(text);
        let shown: Vec<String> = found.iter().map(|b| format!("{}: {}", b.kind.as_str(), b.span.of(text))).collect();
        let fits =
            shown.len() == case.blocks.len() && shown.iter().zip(&case.blocks).all(|(s, w)| s.starts_with(w.as_str()));
        if !fits {
            wrong.push(format!("{}:\n  want {:#?}\n  got  {shown:#?}", case.name, case.blocks));
        }
        let datelines = || found.iter().filter_map(|b| b.dateline.as_ref());
        let parts =
            |part: Vec<Option<dateline::Span>>| part.into_iter().flatten().map(|s| s.of(text)).collect::<Vec<_>>();
        let place = parts(datelines().map(|d| d.place).collect());
        let date = parts(datelines().map(|d| d.date).collect());
        let agency = parts(datelines().map(|d| d.agency).collect());
        if place != case.place || date != case.date || agency != case.agency {
            wrong.push(format!("{}: place {place:?} date {date:?} agency {agency:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_known_town_before_a_colon_is_a_dateline_and_a_speaker_is_none() {
    let kinds = |text: &str| -> Vec<BlockKind> {
        dateline::Pipeline::default().read(text).blocks.iter().map(|b| b.kind).collect()
    };
    let town = "KABUL: The talks will go on in the spring, the minister told reporters in the town on Monday.";
    assert_eq!(kinds(town), [BlockKind::Dateline, BlockKind::Body]);
    let speakers = "JORDAN: We will go on with the talks in the spring.\n\nHALL: And who will pay for all of that?";
    assert!(!kinds(speakers).contains(&BlockKind::Dateline));
    let later =
        "The talks will go on in the spring, the minister said on Monday.\n\nKABUL: The other side of the talks.";
    assert!(!kinds(later).contains(&BlockKind::Dateline));
}

fn check(text: &str, blocks: &[Block]) {
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    for b in blocks {
        let s = b.span;
        assert!(s.start >= at && s.end > s.start);
        assert!(text.is_char_boundary(s.start) && text.is_char_boundary(s.end));
        assert!(text[at..s.start].chars().all(char::is_whitespace), "left out {:?}", &text[at..s.start]);
        assert_eq!(s.of(text).trim(), s.of(text));
        assert_eq!(b.dateline.is_some(), b.kind == BlockKind::Dateline);
        if let Some(d) = &b.dateline {
            for part in [d.place, d.date, d.agency].into_iter().flatten() {
                assert!(s.contains(part) && !part.of(text).is_empty());
            }
        }
        at = s.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace), "left out {:?}", &text[at..]);
}

fn page_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Related Posts",
        "Share this:",
        "WASHINGTON, Jan. 5 (Reuters) - ",
        "BAGHDAD, Iraq (AP) — ",
        "MAKHMOUR —",
        "(AFP) -",
        "Paris: ",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u{a0}",
        "The council met on Tuesday to speak about the bridge and about the road to it, the mayor said, and it did.",
        "Photo by ",
        "Getty Images",
        "By Jane Hall",
        "12 C",
        "- ",
        "-",
        "Home » World",
        "May 3, 2020",
        "Read more:",
        "https://a.org/b",
        "©",
        "12 Comments",
        "…",
        "...",
        "Advertisement",
        "“",
        "”",
        "é",
        "🙂",
        "\u{0}",
        "(",
        ")",
        "日本",
        "news",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn covers_pages(text in page_text()) {
        check(&text, &blocks(&text));
    }

    #[test]
    fn covers_any_text(text in any::<String>()) {
        check(&text, &blocks(&text));
    }
}

#[test]
fn hostile_texts_end() {
    for piece in ["\n", "a\n", "-\n", "Related\n", "Share\n", "A — ", "(", "photo ", "a b\n\n", "World\n", "...\n"] {
        let text = piece.repeat(1_000_000 / piece.len());
        check(&text, &blocks(&text));
    }
}
