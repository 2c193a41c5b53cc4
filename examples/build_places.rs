//! Compiles the built-in places, `seeds/places/places.bin`, from the table that `tools/build_places.py` writes:
//!
//!     cargo run --release --example build_places
//!
//! A test checks that the two agree.

use dateline::gazetteer::compile_places;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/places");
    let compiled = compile_places(&std::fs::read_to_string(folder.join("places.tsv"))?)?;
    std::fs::write(folder.join("places.bin"), &compiled)?;
    eprintln!("{} bytes", compiled.len());
    Ok(())
}
