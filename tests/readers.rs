//! The readers: what they make of good rows and of bad ones.

#![allow(clippy::unwrap_used)]

use dateline::document::Label;
use dateline::gazetteer::readers::{self, AlternateNames, Options, Risk};
use dateline::gazetteer::{CasePolicy, Gazetteer};
use std::io::Write;

fn lines(card: &readers::Card) -> Vec<u64> {
    card.rejected.iter().map(|r| r.line).collect()
}

fn strict() -> Options {
    Options { strict: true, ..Options::default() }
}

#[test]
fn csv_takes_what_it_can() {
    let data = "id,name,label,kind,country,lat,lon,population,aliases\n\
        # a comment\n\
        t:1,Tal Afar,place,city,IRQ,36.4,42.4,90000,Telafer|TLA=exact\n\
        t:2,,place\n\
        t:3,Nowhere,place,city,,north,7\n\
        t:4,Odd,actor,,,,,,Strange=loud\n\
        t:1,Telafer,place,,,,,12.5,A|March|—\n";
    let read = readers::read_csv(data.as_bytes(), &Options::default()).unwrap();
    assert_eq!(lines(&read.card), [4, 5, 6]);
    assert_eq!((read.card.entries, read.card.aliases, read.card.duplicates), (2, 7, 1));
    let first = &read.entities[0];
    assert_eq!((first.label.clone(), first.lat, first.population), (Label::Place, Some(36.4), Some(90000)));
    assert_eq!(first.aliases[2].case, CasePolicy::Exact);
    assert!(read.card.risky.iter().any(|r| r.alias == "A" && r.risk == Risk::OneLetter));
    assert!(read.card.risky.iter().any(|r| r.alias == "March" && r.risk == Risk::CommonWord));
    assert!(read.card.risky.iter().any(|r| r.alias == "—" && r.risk == Risk::NotSearchable));
    let e = readers::read_csv(data.as_bytes(), &strict()).unwrap_err();
    assert_eq!(e.line(), Some(4));
    assert!(readers::read_csv("id,label\n1,2\n".as_bytes(), &Options::default()).is_err());
    assert!(readers::read_csv(&b"name\n\xff\xfe\nGood\n"[..], &Options::default()).unwrap().card.entries == 1);
}

#[test]
fn what_a_list_gets_wrong_is_told_by_line() {
    let data = "name,label,colour,kind\nTal Afar,plce,red,city\nRawa,place,,vilage\nAna,vessel,,port\n\"Hit,place\nZab,place\n";
    let read = readers::read_csv(data.as_bytes(), &Options::default()).unwrap();
    assert_eq!((lines(&read.card), read.entities.len()), (vec![2, 3, 5], 1));
    assert!(read.card.unread == ["colour"] && read.card.rejected[2].reason.contains("quote"));
    for wrong in ["name,colour\nA1,x\n", "name,label\nA1,Place\n", "name\n\"A1\n", "name\nA1\n\"A2"] {
        assert!(readers::read_csv(wrong.as_bytes(), &strict()).is_err(), "{wrong}");
    }
    let fine = "name,office\n\"Al \"\"Ana\"\"\",x\n\"Two\nlines\",\nThe \"Hill,\"closed\"\n";
    assert_eq!(readers::read_csv(fine.as_bytes(), &strict()).unwrap().entities.len(), 3);
    let rows = "{\"name\": \"A1\", \"label\": \"Actor\"}\n{\"name\": \"A2\", \"kind\": \"armed groups\"}\n";
    assert_eq!(lines(&readers::read_jsonl(rows.as_bytes(), &Options::default()).unwrap().card), [1, 2]);
}

#[test]
fn lines_are_those_of_the_file() {
    let rows = "# two\n# comments\nid,name,lat,lon\n\n# more\n\n1,Ostvik,north,1\n2,\"Two\nlines\",1,1\n# x\n3,,1,1\n,,,\n4,Bad,x,1";
    let want = [7, 11, 13];
    for data in [rows.to_string(), rows.replace('\n', "\r\n"), format!("\u{feff}{rows}")] {
        let read = readers::read_csv(data.as_bytes(), &Options::default()).unwrap();
        assert_eq!((lines(&read.card), read.card.entries), (want.to_vec(), 1), "{data:?}");
        let e = readers::read_csv(data.as_bytes(), &strict()).unwrap_err();
        assert_eq!(e.line(), Some(7), "{data:?}");
    }
    // rows far apart, with more comments than a buffer holds between them
    let long = format!("name,lat,lon\n{}A1,x,1\n{}A2,x,1\n", "# comment\n".repeat(9_000), "B1,1,1\n".repeat(9_000));
    let read = readers::read_csv(long.as_bytes(), &Options::default()).unwrap();
    assert_eq!(lines(&read.card), [9_002, 18_003]);
    let e = readers::read_csv("# comment\nid,label\n".as_bytes(), &Options::default()).unwrap_err();
    assert_eq!((e.line(), e.reason()), (Some(2), "no column `name`; there are `id`, `label`"));
    let shifted = readers::read_csv("name,kind\nOstvik, Norway,city,\nVestvik,city,,\n".as_bytes(), &strict());
    assert_eq!(shifted.unwrap_err().line(), Some(2));
}

#[test]
fn a_list_compiled_as_it_is_read_is_the_list_read_and_compiled() {
    let csv = "id,name,aliases\n1,Ostvik,Ost|Ost\n2,Ost,Vest\n2,Vest,\n3,,\n4,May,— |Vest\n5,Ostvik,Ost\n";
    let jsonl = "{\"name\": \"Ostvik\", \"aliases\": [\"Ost \"]}\nx\n{\"name\": \"B1\", \"aliases\": [\"Ost \"]}\n";
    let options = Options { label: Label::Place, fold_marks: true, ..Options::default() };
    let all = [
        (readers::Format::Csv, csv, readers::read_csv(csv.as_bytes(), &options)),
        (readers::Format::Jsonl, jsonl, readers::read_jsonl(jsonl.as_bytes(), &options)),
        (
            readers::Format::Flashtext,
            "a1=>b1\na2=>b1\n",
            readers::read_flashtext("a1=>b1\na2=>b1\n".as_bytes(), &options),
        ),
    ];
    for (format, data, read) in all {
        let (g, card) = format.compile(data.as_bytes(), &options).unwrap();
        let read = read.unwrap();
        assert_eq!(card, read.card, "{format:?}");
        assert_eq!(
            card,
            readers::Card { unread: Vec::new(), ..readers::Card::of(&read.entities, card.rejected.clone()) }
        );
        assert!(read.entities.iter().all(|e| e.label == Label::Place && e.aliases.iter().all(|a| a.fold_marks)));
        assert_eq!(g.to_bytes(), Gazetteer::new(read.entities).unwrap().to_bytes(), "{format:?}");
    }
    let card = readers::read_csv(csv.as_bytes(), &options).unwrap().card;
    let clashes: Vec<_> = card.clashes.iter().map(|c| (c.alias.as_str(), c.ids.join(" "))).collect();
    assert_eq!(clashes, [("Ostvik", "1 5".into()), ("Ost", "1 2 5".to_string()), ("Vest", "2 4".to_string())]);
    assert_eq!((card.entries, card.aliases, card.duplicates), (5, 11, 2));
}

#[test]
fn options_are_for_what_a_list_does_not_say() {
    let options = Options { label: Label::Place, kind: "city".into(), case: CasePolicy::Exact, ..Options::default() };
    let rows = r#"{"name": "Ostvik", "population": 12.0, "aliases": ["Ost", {"text": "Vik", "case": "any"}]}
{"name": "Board", "label": "actor", "kind": "company", "case": "smart", "fold_marks": true, "aliases": ["HB"]}
{"name": "A1", "aliases": [3]}
{"name": "A2", "id": 1.5}"#;
    let read = readers::read_jsonl(rows.as_bytes(), &options).unwrap();
    let [ost, board] = read.entities.as_slice() else { panic!("{:?}", read.entities) };
    assert_eq!((ost.label.as_str(), ost.kind.as_str(), ost.population), ("place", "city", Some(12)));
    let cases = |e: &dateline::gazetteer::Entity| e.aliases.iter().map(|a| a.case).collect::<Vec<_>>();
    assert_eq!(cases(ost), [CasePolicy::Exact, CasePolicy::Exact, CasePolicy::Any]);
    assert_eq!((board.label.as_str(), board.kind.as_str()), ("actor", "company"));
    assert!(cases(board) == [CasePolicy::Smart; 2] && board.aliases[1].fold_marks);
    assert!(
        read.card.rejected[0].reason.contains("an alias is neither") && read.card.rejected[1].reason.contains("`id`")
    );
    let north = readers::read_json(r#"{"name": "A1", "kind": "city", "lat": "north"}"#, &options).unwrap_err();
    assert!(north.reason().starts_with("`lat`: invalid type"), "{north}");
    let relabel = Options { label: Label::Actor, relabel: true, ..Options::default() };
    let patterns = r#"{"label": "ORG", "pattern": "Harbour Board"}"#;
    let read = readers::read_spacy(patterns.as_bytes(), &relabel).unwrap();
    assert_eq!((read.entities[0].label.as_str(), read.entities[0].kind.as_str()), ("actor", "ORG"));
}

#[test]
fn columns_can_have_other_names() {
    let options =
        Options { columns: vec![("toponym".into(), "name".into())], label: Label::Place, ..Options::default() };
    let read =
        readers::read_tsv("toponym\tlat\tlon\nThe \"Hill\tx\t1\nDeir Hafer\t36\t37\n".as_bytes(), &options).unwrap();
    assert_eq!((read.entities[0].name.as_str(), lines(&read.card)), ("Deir Hafer", vec![2]));
    assert_eq!(read.entities[0].label, Label::Place);
}

#[test]
fn json_lines() {
    let data = r#"{"id": 7, "name": "Harbour Board", "aliases": ["the Board", {"text": "HB", "case": "exact"}]}
[1, 2]
{"id": "no name"}
{"name": "X", "aliases": "x"}
{broken
"#;
    let read = readers::read_jsonl(data.as_bytes(), &Options::default()).unwrap();
    assert_eq!((read.entities[0].id.as_str(), lines(&read.card)), ("7", vec![2, 3, 4, 5]));
    assert_eq!(read.entities[0].aliases[2].case, CasePolicy::Exact);
    assert_eq!(readers::read_jsonl(data.as_bytes(), &strict()).unwrap_err().line(), Some(2));
}

#[test]
fn flashtext_files_and_dicts() {
    let read =
        readers::read_flashtext("big apple=>New York\nNew York\n=>x\nParis\n".as_bytes(), &Options::default()).unwrap();
    let ids: Vec<&str> = read.entities.iter().map(|e| e.id.as_str()).collect();
    assert_eq!((ids, lines(&read.card)), (vec!["New York", "Paris"], vec![3]));
    let read = readers::read_names([("Product Management", vec!["PM", "product manager"])], &Options::default());
    assert_eq!(read.entities[0].aliases.len(), 2);
}

#[test]
fn spacy_patterns() {
    let data = r#"{"label": "ORG", "pattern": "Harbour Board", "id": "hb"}
{"label": "ORG", "pattern": [{"LOWER": "harbour"}, {"LOWER": "authority"}], "id": "hb"}
{"label": "GPE", "pattern": [{"TEXT": {"REGEX": "^A"}}]}
{"pattern": "x"}
"#;
    let read = readers::read_spacy(data.as_bytes(), &Options::default()).unwrap();
    assert_eq!((read.entities.len(), lines(&read.card)), (1, vec![3, 4]));
    let g = Gazetteer::new(read.entities).unwrap();
    assert_eq!(g.find("the HARBOUR authority").len(), 1);
}

#[test]
fn gate_lists() {
    let folder = std::env::temp_dir().join(format!("dateline-gate-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("lists.def"), "city.lst :location:city\nmissing.lst:person\nbare\n").unwrap();
    std::fs::write(folder.join("city.lst"), "Deir Hafer&id=17&country=SYR\n\n&x=1\nTal Afar\n").unwrap();
    let read = readers::read_gate(folder.join("lists.def"), Some('&'), &Options::default()).unwrap();
    std::fs::remove_dir_all(&folder).ok();
    let got: Vec<_> = read.entities.iter().map(|e| (e.id.as_str(), e.name.as_str(), e.kind.as_str())).collect();
    assert_eq!(got, [("17", "Deir Hafer", "city"), ("Tal Afar", "Tal Afar", "city")]);
    assert_eq!(read.card.rejected.len(), 3);
}

#[test]
fn geonames_dumps() {
    let row = |id: &str, name: &str, class: &str, country: &str, people: &str| {
        format!(
            "{id}\t{name}\tAscii {id}\tOne,Two\t36.1\t37.2\t{class}\tPPL\t{country}\t\t\t\t\t\t{people}\t\t\tZone\t2020-01-01\n"
        )
    };
    let data = row("1", "Báb", "P", "SY", "500")
        + &row("2", "Small", "P", "SY", "0")
        + &row("3", "Spring", "H", "SY", "900")
        + &row("x", "Bad", "P", "SY", "900")
        + "short\tline\n"
        + &row("5", "Abroad", "P", "XX", "900");
    let options =
        Options { classes: vec!["P".into()], countries: vec!["SY".into()], min_population: 100, ..Options::default() };
    let read = readers::read_geonames(data.as_bytes(), None, &options).unwrap();
    assert_eq!((read.entities.len(), lines(&read.card)), (1, vec![4, 5]));
    let names: Vec<&str> = read.entities[0].aliases.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(names, ["Báb", "Ascii 1", "One", "Two"]);
    assert_eq!(read.entities[0].country.as_deref(), Some("SYR"));
    let table =
        "9\t1\ten\tThe Gate\t\t\t\t\n9\t1\tlink\thttps://example.org\n9\t1\ten\tOldgate\t\t\t\t1\nbad\n9\tx\ten\tY\n";
    let table = AlternateNames::read(table.as_bytes(), &options).unwrap();
    assert_eq!(table.rejected.len(), 2);
    let read = readers::read_geonames(data.as_bytes(), Some(&table), &options).unwrap();
    assert_eq!(read.entities[0].aliases.last().unwrap().text, "The Gate");
}

#[test]
fn wikidata_plain_and_gzipped() {
    let data = r#"[
{"type":"item","id":"Q1","labels":{"en":{"language":"en","value":"Deir Hafer"}},"aliases":{"en":[{"value":"Dayr Hafir"}]},"claims":{"P625":[{"rank":"deprecated","mainsnak":{"datavalue":{"value":{"latitude":1,"longitude":1}}}},{"rank":"normal","mainsnak":{"datavalue":{"value":{"latitude":36.1,"longitude":37.7}}}}],"P1082":[{"mainsnak":{"datavalue":{"value":{"amount":"+18948"}}}}]}},
{"type":"item","id":"Q2","labels":{"fr":{"value":"Rien"}}},
{"id":
]
"#;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(data.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    for bytes in [data.as_bytes(), &gz] {
        let read = readers::read_wikidata(bytes, &Options::default()).unwrap();
        let e = &read.entities[0];
        assert_eq!((read.entities.len(), lines(&read.card)), (1, vec![4]));
        assert_eq!((e.id.as_str(), e.lat, e.population, e.aliases.len()), ("wikidata:Q1", Some(36.1), Some(18948), 2));
    }
    assert!(readers::read_wikidata(&gz[..gz.len() / 2], &Options::default()).is_err());
}

#[test]
fn petrarch_with_its_slips() {
    let data = b"<!-- about -->\n# more\n+EARLY_\nRURITANIA_  [RUR]\n+RURITANIAN_+RURITANIANS_\n+US_\n\
        \t[RURGOV >20010101]\n\t[RURMIL 2004017-20061201]\nKING_RUDOLF_ [RURGOV <19100101\n+RUD\xffOLF_\n";
    let read = readers::read_petrarch(&data[..], &Options::default()).unwrap();
    let got: Vec<_> = read.entities.iter().map(|e| (e.id.as_str(), e.kind.as_str(), e.country.as_deref())).collect();
    assert_eq!(got, [("petrarch:RURITANIA", "state", Some("RUR")), ("petrarch:KING_RUDOLF", "other", None)]);
    assert_eq!(lines(&read.card), [3, 5, 8, 9, 10]);
    let g = Gazetteer::new(read.entities).unwrap();
    let text = "Ruritanians told us that the US and King Rudolf met.";
    let found: Vec<&str> = g.find(text).iter().map(|m| m.span.of(text)).collect();
    assert_eq!(found, ["Ruritanians", "US", "King Rudolf"]);
}
