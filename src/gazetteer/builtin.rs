//! The built-in actors: `seeds/lexicons/actors.bin`, compiled from the CSV files of `seeds/lexicons/actors/` by
//! `examples/compile_builtin.rs`.

use super::{Entity, Gazetteer, readers};
use crate::error::{Error, Result};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The files of actors, in order of precedence: where two entities share a name, the one read first comes first.
const FILES: [&str; 10] = [
    "states.csv",
    "armed_groups.csv",
    "forces.csv",
    "intl_orgs.csv",
    "parties.csv",
    "media.csv",
    "ngos.csv",
    "companies.csv",
    "peoples.csv",
    "persons.csv",
];

static COMPILED: &[u8] = include_bytes!("../../seeds/lexicons/actors.bin");

static ACTORS: LazyLock<Arc<Gazetteer>> =
    LazyLock::new(|| {
        // the file is part of the crate and checked by its tests
        Arc::new(Gazetteer::from_bytes(COMPILED).unwrap_or_else(|e| {
            unreachable!("built-in actors: {e}; run `cargo run --release --example compile_builtin`")
        }))
    });

/// Compiles the actor files of a folder laid out like `seeds/lexicons/actors/`.
///
/// # Errors
/// A file that is missing, or a row that cannot be read: the file, the line and the reason.
pub fn compile_actors(folder: &Path) -> Result<Vec<u8>> {
    let strict = readers::Options { strict: true, ..readers::Options::default() };
    let mut entities: Vec<Entity> = Vec::new();
    for file in FILES {
        let path = folder.join(file);
        let data = std::fs::read(&path).map_err(|e| Error::io(&path, e))?;
        entities.extend(readers::read_csv(data.as_slice(), &strict).map_err(|e| e.in_file(&path))?.entities);
    }
    Ok(Gazetteer::new(entities)?.to_bytes().to_vec())
}

impl Gazetteer {
    /// The built-in actors: states, armed groups, forces, organisations, parties, media, persons.
    pub fn builtin_actors() -> Arc<Gazetteer> {
        Arc::clone(&ACTORS)
    }

    /// The compiled form of the built-in actors, as [`compile_actors`] makes it.
    pub fn builtin_actors_bytes() -> &'static [u8] {
        COMPILED
    }
}
