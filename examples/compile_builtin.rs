//! Compiles the built-in gazetteers from their data files, so that they open at once at run time:
//!
//!     cargo run --release --example compile_builtin
//!
//! - `seeds/lexicons/actors.bin` from `seeds/lexicons/actors/*.csv`;
//! - `seeds/lexicons/offices.tsv`, the offices of `seeds/lexicons/actors/persons.csv`;
//! - `seeds/places/places.bin` from `seeds/places/places.tsv`, which `tools/build_places.py` writes.
//!
//! Run it after any change of those files or of the compiled form; tests check that they agree.

use dateline::gazetteer::{compile_actors, compile_offices, compile_places};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let actors = compile_actors(&seeds.join("lexicons/actors"))?;
    let places = compile_places(&std::fs::read_to_string(seeds.join("places/places.tsv"))?)?;
    let offices = compile_offices(&seeds.join("lexicons/actors"))?.into_bytes();
    for (path, bytes) in
        [("lexicons/actors.bin", actors), ("lexicons/offices.tsv", offices), ("places/places.bin", places)]
    {
        std::fs::write(seeds.join(path), &bytes)?;
        eprintln!("{path}: {} bytes", bytes.len());
    }
    Ok(())
}
