//! Megabytes a second of `dateline`'s segmenter beside `sentencex` and `icu_segmenter`, one core, same text, same run.
//!
//! Arguments are text files, or JSON Lines with a field `text`. Each engine gets every text in turn, a round at a time,
//! so a busy machine hurts all alike; the best of the rounds counts.

use dateline::sentence::Segmenter;
use icu_segmenter::SentenceSegmenter;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 7;

type Engine<'a> = (&'a str, Box<dyn Fn(&str) -> usize>);

fn main() {
    let mut texts: Vec<String> = Vec::new();
    for path in std::env::args().skip(1) {
        let file = std::fs::read_to_string(&path).expect("a readable file");
        if path.ends_with(".jsonl") {
            texts.extend(file.lines().filter_map(|l| {
                serde_json::from_str::<serde_json::Value>(l).ok()?.get("text")?.as_str().map(str::to_owned)
            }));
        } else {
            texts.push(file);
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts, {:.1} MB, best of {ROUNDS} rounds", texts.len(), bytes as f64 / 1e6);
    let ours = Segmenter::default();
    let engines: Vec<Engine> = vec![
        ("dateline", Box::new(move |t| ours.split(t).len())),
        ("sentencex", Box::new(|t| sentencex::get_sentence_boundaries("en", t).len())),
        ("icu_segmenter", Box::new(|t| SentenceSegmenter::new(Default::default()).segment_str(t).count())),
    ];
    let mut best = vec![f64::INFINITY; engines.len()];
    let mut count = vec![0; engines.len()];
    for _ in 0..ROUNDS {
        for (k, (_, run)) in engines.iter().enumerate() {
            let start = Instant::now();
            count[k] = texts.iter().map(|t| black_box(run(black_box(t)))).sum();
            best[k] = best[k].min(start.elapsed().as_secs_f64());
        }
    }
    for (k, (name, _)) in engines.iter().enumerate() {
        println!("{name:15}{:8.1} MB/s{:10} sentences   dateline / this: {:.2}", bytes as f64 / 1e6 / best[k], count[k], best[k] / best[0]);
    }
}
