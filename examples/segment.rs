//! Cuts the texts of JSON Lines (`id`, `text`) into sentences, one JSON object a line:
//!
//!     cargo run --release --example segment -- en INPUT.jsonl OUTPUT.jsonl

use dateline::sentence::Segmenter;
use dateline::text::Offsets;
use std::io::{BufRead, BufReader, BufWriter, Write};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [language, input, output] = args.as_slice() else {
        return Err("usage: segment LANGUAGE INPUT.jsonl OUTPUT.jsonl".into());
    };
    let segmenter = Segmenter::new::<&str>(language, &[]);
    let mut out = BufWriter::new(std::fs::File::create(output)?);
    for line in BufReader::new(std::fs::File::open(input)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let offsets = Offsets::new(&line.text);
        let spans = segmenter.split(&line.text).into_iter().map(|s| offsets.span(s));
        let spans: Vec<_> = spans.map(|s| serde_json::json!({"start": s.start, "end": s.end})).collect();
        writeln!(out, "{}", serde_json::json!({"id": line.id, "sentences": spans}))?;
    }
    Ok(())
}
