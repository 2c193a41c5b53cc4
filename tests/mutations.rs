//! Damaged input of every kind: files of names cut, glued and scribbled on, compiled gazetteers with flipped bits, texts
//! made of traps. Nothing may panic, and spans must be sound.
//!
//! The changes come from a fixed seed, so a failure comes again. A run is short; `FUZZ_SECONDS=300` makes it long, and
//! `FUZZ_SEED` takes another way.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Chance, rounds};
use dateline::gazetteer::readers::{self, Format, Options, Reading};
use dateline::gazetteer::{Alias, CasePolicy, Entity, Gazetteer, GazetteerBuilder, Overlap};

const DICTIONARY: [&[u8]; 34] = [
    b"\"",
    b"\"\"",
    b"\n",
    b"\r\n",
    b"\t",
    b",",
    b"|",
    b"=exact",
    b"=",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"1e999",
    b"-1",
    b"99999999999999999999",
    b"+",
    b"_",
    b"[SYRGOV >20010101]",
    b"<!--",
    b"-->",
    b"#",
    b"=>",
    "\u{301}".as_bytes(),
    "\u{200b}".as_bytes(),
    "’".as_bytes(),
    "北".as_bytes(),
    b"NaN",
];

fn mutate(data: &mut Vec<u8>, random: &mut Chance) {
    for _ in 0..=random.below(6) {
        let at = random.below(data.len() + 1);
        match random.below(6) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 => drop(data.splice(at..at, random.pick(&DICTIONARY).iter().copied())),
            2 => data.truncate(at),
            3 => {
                let end = (at + random.below(30)).min(data.len());
                data.drain(at..end);
            }
            4 => {
                let end = (at + random.below(40)).min(data.len());
                let copy = data[at..end].to_vec();
                let to = random.below(data.len() + 1);
                data.splice(to..to, copy);
            }
            _ => {
                if let Some(byte) = data.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
}

#[test]
fn readers_take_anything() {
    let samples: [&[u8]; 8] = [
        b"id,name,label,kind,country,lat,lon,population,aliases\nt:1,Tal Afar,place,city,IRQ,36.4,42.4,90000,Telafer|TLA=exact\nt:2,\"Al \"\"Ana\"\"\",place,,,,,,\n",
        b"name\tlat\tlon\nDeir Hafer\t36\t37\n",
        br#"{"id": 7, "name": "Harbour Board", "lat": 1.5, "lon": 2, "aliases": ["the Board", {"text": "HB", "case": "exact"}]}"#,
        b"big apple=>New York\nNew York\n",
        b"{\"label\": \"ORG\", \"pattern\": [{\"LOWER\": \"harbour\"}, {\"LOWER\": \"board\"}], \"id\": \"hb\"}\n",
        b"1\tBab\tBab\tOne,Two\t36.1\t37.2\tP\tPPL\tSY\t\t\t\t\t\t500\t\t\tZone\t2020-01-01\n",
        br#"{"type":"item","id":"Q1","labels":{"en":{"value":"Ana"}},"claims":{"P625":[{"mainsnak":{"datavalue":{"value":{"latitude":1,"longitude":1}}}}]}},"#,
        b"RURITANIA_  [RUR]\n+RURITANIAN_\n\t[RURGOV >20010101]\nKING_RUDOLF_ [RURGOV <19100101]\n",
    ];
    let options = Options::default();
    let strict = Options { strict: true, ..Options::default() };
    rounds(4000, |round| {
        let mut random = Chance::of(round);
        let mut data = random.pick(&samples).to_vec();
        mutate(&mut data, &mut random);
        let data = data.as_slice();
        let read = |o: &Options| -> [dateline::Result<Reading>; 8] {
            [
                readers::read_csv(data, o),
                readers::read_tsv(data, o),
                readers::read_jsonl(data, o),
                readers::read_flashtext(data, o),
                readers::read_spacy(data, o),
                readers::read_geonames(data, None, o),
                readers::read_wikidata(data, o),
                readers::read_petrarch(data, o),
            ]
        };
        let formats = [
            Format::Csv,
            Format::Tsv,
            Format::Jsonl,
            Format::Flashtext,
            Format::Spacy,
            Format::Geonames(None),
            Format::Wikidata,
            Format::Petrarch,
        ];
        for (format, (reading, strictly)) in formats.into_iter().zip(read(&options).into_iter().zip(read(&strict))) {
            let compiled = format.compile(data, &options);
            let Ok(reading) = reading else {
                assert!(strictly.is_err() && compiled.is_err(), "{format:?} {data:?}");
                continue;
            };
            let card = &reading.card;
            let complete = card.rejected.is_empty() && card.unread.is_empty();
            // what is left out is told, and nothing else is
            assert_eq!(strictly.is_ok(), complete, "{format:?} {data:?}");
            assert!(strictly.is_ok_and(|s| s.entities == reading.entities) || !complete, "{format:?} {data:?}");
            assert_eq!(card.entries, reading.entities.len());
            let (g, same) = compiled.unwrap();
            assert_eq!(*card, same, "{format:?} {data:?}");
            assert_eq!(g.to_bytes(), Gazetteer::new(reading.entities).unwrap().to_bytes(), "{format:?} {data:?}");
            g.iter().for_each(|e| drop(e.to_entity()));
        }
    });
}

/// Pieces of names and texts that fall into traps.
const PIECES: [&str; 40] = [
    "New",
    "York",
    "al",
    "Al",
    "-",
    " ",
    " ",
    " ",
    "'",
    "’",
    ".",
    ",",
    "\n",
    "\r\n",
    "\n\n",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{301}",
    "e\u{301}",
    "é",
    "ß",
    "SS",
    "İ",
    "i",
    "北",
    "京",
    "ก",
    "👩",
    "\u{200d}",
    "ＩＳ",
    "U.S.",
    "US",
    "a",
    "B",
    "_",
    "7",
    "Bbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "\0",
    "\u{10ffff}",
];

fn pieces(random: &mut Chance, most: usize) -> String {
    (0..=random.below(most)).map(|_| random.pick(&PIECES)).collect()
}

#[test]
fn any_names_are_found_in_any_text() {
    rounds(1500, |round| {
        let mut random = Chance::of(round);
        let mut builder = GazetteerBuilder::new();
        let names: Vec<String> = (0..=random.below(12)).map(|_| pieces(&mut random, 6)).collect();
        for (i, name) in names.iter().enumerate() {
            let case = [CasePolicy::Exact, CasePolicy::Smart, CasePolicy::Any][random.below(3)];
            let alias = Alias { case, fold_marks: random.below(3) == 0, ..Alias::new(name.as_str()) };
            builder.add(&Entity { aliases: vec![alias], ..Entity::new(i.to_string(), name.as_str()) });
        }
        let g = builder.build().unwrap();
        let mut text = pieces(&mut random, 60);
        for _ in 0..random.below(4) {
            text.push_str(&names[random.below(names.len())]);
            text.push_str(&pieces(&mut random, 5));
        }
        if random.below(8) == 0 {
            // longer than a stretch of the engine
            text = text.repeat(20_000 / text.len() + 1);
        }
        let mut end = 0;
        for m in g.find(&text) {
            assert!(m.span.start >= end && !m.span.of(&text).is_empty(), "{names:?} {text:?}");
            assert!(!g.candidates(m.name).is_empty());
            end = m.span.end;
        }
        let all = g.find_with(&text, Overlap::All);
        let order = |m: &dateline::gazetteer::Match| (m.span.start, usize::MAX - m.span.end);
        assert!(all.windows(2).all(|w| order(&w[0]) <= order(&w[1])), "{names:?} {text:?}");
        assert!(all.iter().all(|m| !m.span.of(&text).is_empty()));
        names.iter().for_each(|n| drop(g.explain(n)));
    });
}

#[test]
fn damaged_gazetteers_do_no_harm() {
    let mut builder = GazetteerBuilder::new();
    let mut entity = Entity::new("", "");
    for i in 0..130_000 {
        (entity.id, entity.name) = (format!("id:{i}"), format!("Name{} of al-Place{i}", i % 977));
        entity.aliases[0].text.clone_from(&entity.name);
        builder.add(&entity);
    }
    let sound = builder.build().unwrap().to_bytes().to_vec();
    assert!(sound.len() > 8 << 20, "{}: long enough not to be checked whole when it is opened", sound.len());
    let text = "Name1 of al-Place1 and Name976 of al Place976, Name5 of AL-PLACE129999; Name3 of";
    rounds(60, |round| {
        let mut random = Chance::of(round);
        let mut bytes = sound.clone();
        for _ in 0..=random.below(4) {
            // a wide stretch of damage, so that what the searches read is hit
            let (at, len) = (320 + random.below(bytes.len() - 320), random.below(1 << 20));
            let (step, flip) = (1 + random.below(97), 1 + random.below(255) as u8);
            bytes[at..].iter_mut().take(len).step_by(step).for_each(|b| *b ^= flip);
        }
        let g = match Gazetteer::from_bytes(bytes) {
            Ok(g) => g,
            Err(e) => return assert!(e.reason().contains("gazetteer"), "{e}"),
        };
        assert!(g.verify().is_err());
        for overlap in [Overlap::Longest, Overlap::All] {
            for m in g.find_with(text, overlap) {
                assert!(!m.span.of(text).is_empty());
                g.candidates(m.name).iter().take(1000).for_each(|c| drop(g.entity(c.entity).to_entity()));
            }
        }
        g.iter_names().take(1000).for_each(drop);
        g.explain("Name1 of al-Place1").into_iter().take(1000).for_each(drop);
        (0..1000).for_each(|i| drop(g.entity(i * 97).to_entity()));
    });
    let mut small = Gazetteer::new(vec![Entity::new("1", "Tal Afar")]).unwrap().to_bytes().to_vec();
    rounds(2000, |round| {
        let keep = small.clone();
        mutate(&mut small, &mut Chance::of(round));
        if let Ok(g) = Gazetteer::from_bytes(small.clone()) {
            assert_eq!(g.to_bytes(), keep);
        }
        small = keep;
    });
}
