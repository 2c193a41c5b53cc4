//! Actors, roles and speakers (`cases/actors.toml`, `cases/speakers.toml`), and what holds for any text.

use dateline::Pipeline;
use dateline::date::Date;
use dateline::document::Document;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    /// The day of the text.
    date: Option<String>,
    /// `words = id` for mentions; `-` for nobody known.
    #[serde(default)]
    ids: Vec<String>,
    /// Role of each speaker; `-` for none.
    roles: Option<Vec<String>>,
    /// Body of each speaker; `-` for none.
    affiliations: Option<Vec<String>>,
    /// `words = name, label` for each mention that must be found.
    #[serde(default)]
    mentions: Vec<String>,
    /// Words that must be no mention.
    #[serde(default)]
    none: Vec<String>,
    /// Who speaks, one a quote; `-` for nobody.
    speakers: Option<Vec<String>>,
    /// The words next to the quote that name them, one a quote; `-` for none.
    spans: Option<Vec<String>>,
}

fn check(cases: &str) {
    let cases: Cases = toml::from_str(cases).expect("the cases are TOML");
    let pipeline = Pipeline::default();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let date = case.date.as_deref().map(|d| Date::parse(d).expect("a date"));
        let doc = pipeline.read_dated(&case.text, date, &|| false).expect("nothing stops it");
        let ids: Vec<String> = doc
            .mentions
            .iter()
            .map(|m| {
                let id = doc.entities[m.entity as usize].entity_id.as_deref();
                format!("{} = {}", m.span.of(&case.text), id.unwrap_or("-"))
            })
            .collect();
        for want in case.ids.iter().filter(|w| !ids.contains(w)) {
            wrong.push(format!("{:?}: {want} is missing in {ids:?}", case.text));
        }
        let roles = (&case.roles, doc.quotes.iter().map(|q| q.role.as_deref()).collect::<Vec<_>>());
        let bodies = (&case.affiliations, doc.quotes.iter().map(|q| q.affiliation.as_deref()).collect());
        for (want, got) in [roles, bodies] {
            let got: Vec<&str> = got.into_iter().map(|g| g.unwrap_or("-")).collect();
            if want.as_ref().is_some_and(|want| got != *want) {
                wrong.push(format!("{:?}: the titles are {got:?}, not {want:?}", case.text));
            }
        }
        let found: Vec<String> = doc
            .mentions
            .iter()
            .map(|m| {
                let name = &doc.entities[m.entity as usize].name;
                format!("{} = {name}, {}", m.span.of(&case.text), m.label.as_str())
            })
            .collect();
        for want in case.mentions.iter().filter(|w| !found.contains(w)) {
            wrong.push(format!("{:?}: {want} is missing in {found:?}", case.text));
        }
        for word in case.none.iter().filter(|w| found.iter().any(|f| f.starts_with(&format!("{w} = ")))) {
            wrong.push(format!("{:?}: {word} is no mention", case.text));
        }
        if let Some(speakers) = &case.speakers {
            let got: Vec<&str> =
                doc.quotes.iter().map(|q| q.speaker_entity.map_or("-", |e| &*doc.entities[e as usize].name)).collect();
            if got != *speakers {
                wrong.push(format!("{:?}: {got:?} speak, not {speakers:?}", case.text));
            }
        }
        if let Some(spans) = &case.spans {
            let got: Vec<&str> = doc.quotes.iter().map(|q| q.speaker.map_or("-", |s| s.of(&case.text))).collect();
            if got != *spans {
                wrong.push(format!("{:?}: the speakers stand in {got:?}, not {spans:?}", case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_stand_for_somebody() {
    check(include_str!("cases/actors.toml"));
}

#[test]
fn speakers_are_somebody() {
    check(include_str!("cases/speakers.toml"));
}

/// What holds for the mentions of any text.
fn holds(text: &str, doc: &Document) {
    let mut last = (0, usize::MAX);
    let mut reach = 0;
    for m in &doc.mentions {
        assert!(text.get(m.span.start..m.span.end).is_some_and(|w| !w.is_empty()), "{:?} in {text:?}", m.span);
        let key = (m.span.start, usize::MAX - m.span.end);
        assert!(last < key || last == (0, usize::MAX), "{:?} out of order in {text:?}", m.span);
        last = key;
        assert!(!m.nested || m.span.end <= reach, "{:?} is not nested in {text:?}", m.span);
        reach = reach.max(m.span.end);
        assert!((m.entity as usize) < doc.entities.len());
        assert!((0.0..=1.0).contains(&m.score));
    }
    for q in &doc.quotes {
        assert!(q.speaker_entity.is_none_or(|e| (e as usize) < doc.entities.len()));
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Iraqi",
            "army",
            "President",
            "Maria",
            "Holt",
            "al-Nuri",
            "the",
            "of",
            "and",
            "Ministry",
            "Bank",
            "said",
            "he",
            "she",
            "“We",
            "go,”",
            "(SDF)",
            "US-led",
            "coalition",
            "against",
            "ISIS",
            "Paris",
            "in",
            "Mr.",
            "‘Rex’",
            "’s",
            "\n",
            "\n\n",
            ",",
            ".",
            "Turkey",
            "É",
            "ß",
            "𝔄",
            "U.S.",
            "&",
            "statement",
            "spokesman",
        ])
        .prop_map(str::to_string),
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn mentions_are_sound(words in prop::collection::vec(word(), 0..60)) {
        let text = words.join(" ");
        let pipeline = Pipeline::default();
        let doc = pipeline.read(&text);
        holds(&text, &doc);
        prop_assert_eq!(&doc, &pipeline.read(&text));
    }
}

fn paragraph() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Nora Fell runs the old mill by the river, and she has no plan to sell it.",
        "“It is an old mill,” Fell said on Monday.",
        "She said the wheel would turn again in spring.",
        "“We have no fuel,” he told reporters at the gate.",
        "Osman Tarek, who leads the harbour office, said that the cranes were idle.",
        "The Harrowby Water Board said in a statement that the dam was safe.",
        "“No leak was found,” the statement said.",
        "“Nobody asked us,” said a farmer who did not want to be named.",
        "The board will meet again in June.",
    ])
}

#[test]
fn a_statement_joins_a_quote_with_what_it_names() {
    let text = "Osman Tarek denied that Iran had sold the mill. “Germany will pay,” Nora Fell told reporters in Paris.";
    let doc = Pipeline::default().read(text);
    let got: Vec<(&str, &str, bool)> = doc
        .statements
        .iter()
        .map(|s| {
            let (q, m) = (&doc.quotes[s.quote as usize], &doc.mentions[s.mention as usize]);
            let who = q.speaker_entity.map_or("-", |e| &*doc.entities[e as usize].name);
            (who, m.span.of(text), q.denied)
        })
        .collect();
    assert_eq!(got, [("Osman Tarek", "Iran", true), ("Nora Fell", "Germany", false)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn statements_are_the_mentions_inside_quotes(words in prop::collection::vec(word(), 0..60)) {
        let text = words.join(" ");
        let doc = Pipeline::default().read(&text);
        for s in &doc.statements {
            let (q, m) = (&doc.quotes[s.quote as usize], &doc.mentions[s.mention as usize]);
            prop_assert!(q.span.contains(m.span) && !m.nested);
        }
        let inside = doc.mentions.iter().filter(|m| m.quote.is_some() && !m.nested).count();
        prop_assert_eq!(inside, doc.statements.len());
    }

    #[test]
    fn a_paragraph_about_nobody_changes_no_speaker(paragraphs in prop::collection::vec(paragraph(), 1..7)) {
        let text = paragraphs.join("\n\n");
        let more = format!("{text}\n\nThe rain fell all night and the river rose by a foot.");
        let speakers = |text: &str| -> Vec<(usize, Option<String>)> {
            let doc = Pipeline::default().read(text);
            let name = |e: u32| doc.entities[e as usize].name.to_string();
            doc.quotes.iter().map(|q| (q.span.start, q.speaker_entity.map(name))).collect()
        };
        prop_assert_eq!(speakers(&text), speakers(&more));
    }
}

#[test]
fn long_runs_of_names_are_read() {
    let text = "Alma Bank of ".repeat(4_000);
    holds(&text, &Pipeline::default().read(&text));
}
