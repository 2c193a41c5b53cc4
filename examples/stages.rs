//! Where the time goes: reads JSON Lines with `id` and `text` and prints the speed of each stage alone, one thread:
//! the best of some rounds over all texts, so that a busy machine hurts little.
//!
//!     cargo run --release --example stages -- ARTICLES.jsonl

use dateline::document::Document;
use dateline::gazetteer::Gazetteer;
use dateline::record::Id;
use dateline::sentence::Segmenter;
use dateline::table::Tables;
use dateline::text::tokenize;
use dateline::{Pipeline, page, quote, record, resolve};
use std::io::BufRead;
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 5;

#[derive(serde::Deserialize)]
struct Line {
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: stages ARTICLES.jsonl")?;
    println!("first use");
    let first = |name: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{name:22}{:8.1} ms", start.elapsed().as_secs_f64() * 1e3);
    };
    let text = "“We stay,” said Layla Haddad, the mayor of Mosul.";
    first("tokens", &mut || drop(tokenize(text)));
    first("page", &mut || drop(page::blocks(text)));
    first("sentences", &mut || drop(Segmenter::default().split(text)));
    first("actors", &mut || drop(Gazetteer::builtin_actors()));
    first("places", &mut || drop(Gazetteer::builtin_places()));
    let pipeline = Pipeline::default();
    first("the rest", &mut || drop(pipeline.read(text)));
    println!("speed");
    let mut texts = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        texts.push(serde_json::from_str::<Line>(&line?)?.text);
    }
    let size = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let gazetteers = [Gazetteer::builtin_actors(), Gazetteer::builtin_places()];
    let segmenter = Segmenter::default();
    let names = ["page", "tokens", "actors", "places", "sentences", "quotes", "resolve", "whole", "tables", "json"];
    let mut best = [f64::INFINITY; 10];
    for _ in 0..ROUNDS {
        let seconds = round(&texts, &gazetteers, &segmenter, &pipeline);
        best.iter_mut().zip(seconds).for_each(|(best, s)| *best = best.min(s));
    }
    for (name, s) in names.iter().zip(best) {
        println!("{name:22}{:8.1} MB/s", size / s);
    }
    Ok(())
}

/// Seconds of each stage over all texts.
fn round(texts: &[String], gazetteers: &[Arc<Gazetteer>; 2], segmenter: &Segmenter, pipeline: &Pipeline) -> [f64; 10] {
    let mut seconds = [0.0; 10];
    let mut tables = Tables::new(true);
    for text in texts {
        let mut stage = 0;
        let mut clock = Instant::now();
        let mut lap = || {
            seconds[stage] += clock.elapsed().as_secs_f64();
            stage += 1;
            clock = Instant::now();
        };
        let blocks = page::blocks(text);
        lap();
        let tokens = tokenize(text);
        lap();
        let actors = gazetteers[0].find(text);
        lap();
        let places = gazetteers[1].find(text);
        lap();
        let sentences = segmenter.sentences(text, &blocks, |_| true);
        lap();
        let input = quote::Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences };
        let mut quotes = quote::quotes(&input);
        lap();
        let found = [(gazetteers[0].clone(), actors), (gazetteers[1].clone(), places)];
        let label_by = dateline::pipeline::LabelBy::Role;
        let input = resolve::Input {
            text,
            tokens: &tokens,
            blocks: &blocks,
            sentences: &sentences,
            found: &found,
            date: None,
            label_by,
        };
        std::hint::black_box(resolve::resolve(&input, &mut quotes));
        lap();
        let doc: Document = pipeline.read(text);
        lap();
        tables.push(&Id::Number(0), text, &doc);
        lap();
        std::hint::black_box(record::to_json("id", text, &doc));
        lap();
    }
    seconds
}
