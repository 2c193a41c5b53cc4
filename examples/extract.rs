//! Reads JSON Lines with `id` and `text`, writes what was found, one JSON object a line:
//!
//!     cargo run --release --example extract -- extract INPUT.jsonl -o OUTPUT.jsonl
//!
//! The installed command `dateline extract` does more (folders, text files, tables); this shows the crate alone.

use dateline::pipeline::{LabelBy, Options};
use dateline::{Pipeline, record};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (label_by, args) = match args.as_slice() {
        [rest @ .., option] if option == "--label-by=name" => (LabelBy::Name, rest),
        all => (LabelBy::Role, all),
    };
    let [_, input, _, output] = args else {
        return Err("usage: extract extract INPUT.jsonl -o OUTPUT.jsonl [--label-by=name]".into());
    };
    let options = Options { label_by, ..Options::default() };
    let pipeline = Pipeline::new(Pipeline::builtin_gazetteers(), options);
    let mut out = BufWriter::new(File::create(output)?);
    let (mut bytes, start) = (0, std::time::Instant::now());
    for line in BufReader::new(File::open(input)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        bytes += line.text.len();
        writeln!(out, "{}", record::to_json(&line.id, &line.text, &pipeline.read(&line.text)))?;
    }
    let secs = start.elapsed().as_secs_f64();
    eprintln!("{:.1} MB in {secs:.2} s: {:.1} MB/s", bytes as f64 / 1e6, bytes as f64 / 1e6 / secs);
    Ok(())
}
