//! The naive matcher the engine is proved against: every place, every name, no hash and no filter.

use super::fit::{self, Fit, Fitter};
use super::{CasePolicy, Entity, Overlap, core};
use crate::span::Span;
use crate::text::fold::{self, Class};
use std::collections::BTreeSet;

/// All names in the text with the entities each span may mean, derived names given as they are.
pub(super) fn find(names: &[(String, u8, u32)], text: &str, overlap: Overlap) -> Vec<(Span, BTreeSet<u32>)> {
    let words = words(text);
    let mut all: Vec<(Span, BTreeSet<u32>)> = Vec::new();
    let mut fitter = Fitter::default();
    for i in 0..words.len() {
        // no name begins with a stray mark
        let first = &text[words[i].0..words[i].1];
        if !first.chars().any(|c| matches!(fold::class(c), Class::Word | Class::Solo)) {
            continue;
        }
        // no name of the tests has more words
        for j in i..words.len().min(i + 10) {
            let Some((start, end)) = trim(text, words[i].0, words[j].1) else { continue };
            for (name, flags, entity) in names {
                let Some((from, to)) = core(name) else { continue };
                let edges = fit::lead_start(text, start, &name[..from]).zip(fit::tail_end(text, end, &name[to..]));
                let Some((first, last)) = edges else { continue };
                if fit::in_acronym(text, start, last)
                    || fitter.fits(&name[from..to], *flags, &text[start..end]) == Fit::No
                {
                    continue;
                }
                let span = Span::new(first, last);
                match all.iter_mut().find(|(s, _)| *s == span) {
                    Some((_, entities)) => {
                        entities.insert(*entity);
                    }
                    None => all.push((span, BTreeSet::from([*entity]))),
                }
            }
        }
    }
    all.sort_by_key(|(s, _)| (s.start, usize::MAX - s.end));
    if overlap == Overlap::Longest {
        let mut end = 0;
        all.retain(|(s, _)| {
            let keep = s.start >= end;
            end = if keep { s.end } else { end };
            keep
        });
    }
    all
}

/// The words of a text, by the definition.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut solo = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let goes_on = out.last().is_some_and(|w| w.1 == at);
        match fold::class(c) {
            Class::Word if goes_on && !solo => {}
            Class::Mark | Class::Ignorable if goes_on => {}
            Class::Word | Class::Mark | Class::Ignorable => {
                solo = false;
                out.push((at, end));
                continue;
            }
            Class::Solo => {
                solo = true;
                out.push((at, end));
                continue;
            }
            _ => continue,
        }
        if let Some(word) = out.last_mut() {
            word.1 = end;
        }
    }
    out.retain(|&(start, end)| trim(text, start, end).is_some());
    out
}

fn trim(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let ignorable = |c: char| fold::class(c) == Class::Ignorable;
    let found = &text[start..end];
    let left = found.trim_start_matches(ignorable);
    let both = left.trim_end_matches(ignorable);
    (!both.is_empty()).then(|| (end - left.len(), end - left.len() + both.len()))
}

mod tests {
    use super::super::{Alias, Gazetteer, variants};
    use super::*;
    use proptest::prelude::*;

    /// Pieces that names and texts are made of, chosen to fall into every trap.
    const PIECES: &[&str] = &[
        "a",
        "b",
        "A",
        "B",
        "ab",
        "Ab",
        "AB",
        "Ba",
        "aB",
        "é",
        "e\u{301}",
        "E\u{301}",
        "É",
        "e",
        "E",
        "ß",
        "ss",
        "SS",
        "ẞ",
        "İ",
        "i",
        "I",
        "ı",
        "i\u{307}",
        "ς",
        "Σ",
        "σ",
        "ł",
        "l",
        "1",
        "2",
        "_",
        "北",
        "京",
        "ก",
        "ั",
        "が",
        "か\u{3099}",
        "다",
        "\u{1103}\u{1161}",
        "ﬁ",
        "fi",
        "Ａ",
        "ｂ",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{301}",
        "\u{307}",
        "👩",
        "🇹",
        "ا",
        "َ",
        "с",
        "С",
        "й",
        "И\u{306}",
        "обжчс",
        "Ὅ",
        "ό",
        "أ",
        "ا\u{654}",
        "한",
        "\u{1112}\u{1161}\u{11ab}",
        "ế",
        "Ế",
        "क",
        "ि",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "Bbbbbbbbb",
    ];
    const GAPS: &[&str] = &[
        " ",
        " ",
        " ",
        "-",
        "-",
        "\u{2010}",
        "  ",
        "\n",
        "\r\n",
        "\n\n",
        "\u{a0}",
        "\t",
        "'",
        "’",
        "ʼ",
        ".",
        ". ",
        ", ",
        "&",
        " & ",
        "/",
        "\0",
        "",
        "",
        "- ",
        "-\n",
        " -",
        "\u{2029}",
        "'s ",
        "“",
        "”",
        "+",
        "!",
        "\u{200b} ",
        ".-",
    ];

    fn name() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(PIECES);
        let gaps = prop::sample::select(GAPS);
        prop::collection::vec((pieces, gaps), 1..4).prop_map(|parts| {
            let mut s = String::new();
            for (i, (piece, gap)) in parts.iter().enumerate() {
                s.push_str(piece);
                if i + 1 < parts.len() || gap.len() == 1 && !gap.starts_with(' ') && s.len().is_multiple_of(3) {
                    s.push_str(gap);
                }
            }
            if s.len().is_multiple_of(7) { format!(".{s}") } else { s }
        })
    }

    fn text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(PIECES);
        let gaps = prop::sample::select(GAPS);
        prop::collection::vec((pieces, gaps), 0..9)
            .prop_map(|parts| parts.iter().flat_map(|(piece, gap)| [*piece, *gap]).collect())
    }

    /// A text that holds the names, changed a little.
    fn text_with(names: Vec<String>) -> impl Strategy<Value = String> {
        let change = |s: String, how: usize| match how {
            0 => s.to_uppercase(),
            1 => s.to_lowercase(),
            2 => s.replace('-', " "),
            3 => s.replace(' ', "\n"),
            4 => unicode_normalization::UnicodeNormalization::nfd(s.as_str()).collect(),
            5 => s.replace('a', "a\u{ad}"),
            _ => s,
        };
        prop::collection::vec((prop::sample::select(names), 0..10usize, prop::sample::select(GAPS), text()), 1..3)
            .prop_map(move |parts| {
                parts.into_iter().map(|(name, how, gap, rest)| format!("{}{gap}{rest}", change(name, how))).collect()
            })
    }

    fn alias(text: String, how: usize) -> Alias {
        let case = [CasePolicy::Smart, CasePolicy::Exact, CasePolicy::Any][how % 3];
        Alias { case, fold_marks: how % 5 == 4, demonym: how.is_multiple_of(7), ..Alias::new(text) }
    }

    fn flags(alias: &Alias) -> u8 {
        let case = match alias.case {
            CasePolicy::Exact => 0,
            CasePolicy::Smart => 1,
            CasePolicy::Any => 2,
        };
        case | if alias.fold_marks { super::super::store::FOLD_MARKS } else { 0 }
    }

    fn compare(aliases: &[Alias], text: &str) -> std::result::Result<(), TestCaseError> {
        let mut entities = Vec::new();
        let mut names = Vec::new();
        for (i, alias) in aliases.iter().enumerate() {
            entities.push(Entity { aliases: vec![alias.clone()], ..Entity::new(format!("e{i}"), "x") });
            if let Ok((text, _)) = super::super::builder::searchable(&alias.text) {
                names.push((text.to_string(), flags(alias), i as u32));
            }
            variants::variants(alias, |v| {
                if let Ok((v, _)) = super::super::builder::searchable(v) {
                    names.push((v.to_string(), flags(alias), i as u32));
                }
            });
        }
        let g = Gazetteer::new(entities).unwrap();
        for overlap in [Overlap::Longest, Overlap::All] {
            let want = find(&names, text, overlap);
            let found = g.find_with(text, overlap);
            for other in super::super::matcher::find_in_every_way(&g.store, text, overlap) {
                prop_assert_eq!(&found, &other, "the engines differ: {:?} {:?} {:?}", overlap, names, text);
            }
            let spans: Vec<Span> = found.iter().map(|m| m.span).collect();
            let wanted: Vec<Span> = want.iter().map(|w| w.0).collect();
            prop_assert_eq!(&spans, &wanted, "{:?} {:?} {:?}", overlap, names, text);
            for (m, (_, entities)) in found.iter().zip(&want) {
                let got: BTreeSet<u32> = g.candidates(m.name).iter().map(|c| c.entity).collect();
                // diacritics that matter to one alias and not to another: the one written so may tell of itself alone
                let mixed = aliases.iter().any(|a| a.fold_marks);
                prop_assert!(
                    got == *entities || (mixed && got.intersection(entities).next().is_some()),
                    "{:?}, not {:?}: {:?} {:?}",
                    got,
                    entities,
                    names,
                    text
                );
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_the_naive_matcher(
            names in prop::collection::vec((name(), 0..15usize), 1..8),
            text in text(),
        ) {
            let aliases: Vec<Alias> = names.into_iter().map(|(n, how)| alias(n, how)).collect();
            compare(&aliases, &text)?;
        }

        #[test]
        fn agrees_where_names_are(
            (names, text) in prop::collection::vec((name(), 0..15usize), 1..8).prop_flat_map(|names| {
                let texts = names.iter().map(|n| n.0.clone()).collect();
                (Just(names), text_with(texts))
            })
        ) {
            let aliases: Vec<Alias> = names.into_iter().map(|(n, how)| alias(n, how)).collect();
            compare(&aliases, &text)?;
        }
    }

    #[test]
    fn agrees_across_stretches() {
        let spellings = ["New York", "York", "北京", "al-Bab", "Łódź", "élan vital", "São Tomé", "Мир", "서울"];
        let of = |names: &[&str]| {
            let entity = |n: &&str| Entity { aliases: vec![Alias::new(*n)], ..Entity::new("e", "x") };
            Gazetteer::new(names.iter().map(entity).collect()).unwrap()
        };
        // all at once, and each alone: with few names more filters are asked
        let all = of(&spellings);
        let alone: Vec<Gazetteer> = spellings.iter().map(|n| of(&[n])).collect();
        for shift in 0..110 {
            let mut text = "x".repeat(super::super::scan::STRETCH - 100 + shift);
            text.push_str(" in New York and 北京北京 al-Bab, Łódź New\nYork, élan vital, São Tomé. Мир в Мир, 서울");
            let found = |g: &Gazetteer| -> Vec<&str> { g.find(&text).iter().map(|m| m.span.of(&text)).collect() };
            let want = "New York|北京|北京|al-Bab|Łódź|New\nYork|élan vital|São Tomé|Мир|Мир|서울";
            assert_eq!(found(&all).join("|"), want, "{shift}");
            for (name, g) in spellings.iter().zip(&alone) {
                assert_eq!(found(g).len(), text.replace('\n', " ").matches(name).count(), "{name} {shift}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn agrees_in_long_texts(
            (names, text) in prop::collection::vec((name(), 0..15usize), 1..8).prop_flat_map(|names| {
                let texts = names.iter().map(|n| n.0.clone()).collect();
                (Just(names), text_with(texts))
            }),
            // before it next to nothing, some words, or nearly a stretch of the scan
            before in prop_oneof![Just(0usize), 0..70usize, 8100..8200usize],
            words in prop::collection::vec(
                prop::sample::select(&["Zz", "zzz", "a", "B", "ab-Ba", "x’s", "aaaaaaaaaaaaaaa", "Aaaaaaaaaaaaaaaa"][..]),
                0..12,
            ),
        ) {
            let aliases: Vec<Alias> = names.into_iter().map(|(n, how)| alias(n, how)).collect();
            let text = format!("{} {} {text} {}", "x".repeat(before), words.join(" "), "y".repeat(1500));
            compare(&aliases, &text)?;
        }
    }
}
