//! Damaged input of every kind: files of names cut, glued and scribbled on, compiled gazetteers with flipped bits, texts
//! made of traps. Nothing may panic, and spans must be sound.
//!
//! The changes come from a fixed seed, so a failure comes again. A run is short; `DATELINE_FUZZ_SECONDS=300` makes it
//! long, and `DATELINE_FUZZ_SEED` takes another way.

#![allow(clippy::unwrap_used)]

use dateline::gazetteer::readers::{self, Options};
use dateline::gazetteer::{Alias, CasePolicy, Entity, Gazetteer, GazetteerBuilder, Overlap};
use std::time::{Duration, Instant};

/// Small fixed random numbers.
struct Random(u64);

impl Random {
    fn new(salt: u64) -> Self {
        let seed = std::env::var("DATELINE_FUZZ_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1u64);
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Runs `step` at least `least` times, and for as long as the environment asks.
fn rounds(least: usize, mut step: impl FnMut()) {
    let seconds = std::env::var("DATELINE_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let (start, mut done) = (Instant::now(), 0usize);
    while done < least || start.elapsed() < Duration::from_secs(seconds) {
        step();
        done += 1;
    }
    println!("{done} rounds");
}

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

fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(6) {
        let at = random.below(data.len() + 1);
        match random.below(6) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 => drop(data.splice(at..at, DICTIONARY[random.below(DICTIONARY.len())].iter().copied())),
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
    let (mut random, options) = (Random::new(1), Options::default());
    let strict = Options { strict: true, ..Options::default() };
    rounds(4000, || {
        let mut data = samples[random.below(samples.len())].to_vec();
        mutate(&mut data, &mut random);
        for o in [&options, &strict] {
            let data = data.as_slice();
            let read = [
                readers::read_csv(data, o),
                readers::read_tsv(data, o),
                readers::read_jsonl(data, o),
                readers::read_flashtext(data, o),
                readers::read_spacy(data, o),
                readers::read_geonames(data, None, o),
                readers::read_wikidata(data, o),
                readers::read_petrarch(data, o),
            ];
            for reading in read.into_iter().flatten() {
                assert_eq!(reading.card.entries, reading.entities.len());
                assert!(o.strict || !reading.card.to_string().is_empty());
                let g = Gazetteer::new(reading.entities).unwrap();
                g.iter().for_each(|e| drop(e.to_entity()));
            }
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

fn pieces(random: &mut Random, most: usize) -> String {
    (0..=random.below(most)).map(|_| PIECES[random.below(PIECES.len())]).collect()
}

#[test]
fn any_names_are_found_in_any_text() {
    let mut random = Random::new(2);
    rounds(1500, || {
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
    let mut random = Random::new(3);
    rounds(60, || {
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
    rounds(2000, || {
        let keep = small.clone();
        mutate(&mut small, &mut random);
        if let Ok(g) = Gazetteer::from_bytes(small.clone()) {
            assert_eq!(g.to_bytes(), keep);
        }
        small = keep;
    });
}
