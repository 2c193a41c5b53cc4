//! The built-in actors: `seeds/lexicons/actors.bin`, compiled from the CSV files of `seeds/lexicons/actors/` by
//! `examples/compile_builtin.rs`.

use super::{Entity, Gazetteer, readers};
use crate::date::Date;
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

/// Compiles the offices of the persons of such a folder into lines sorted by id: id, office, organisation, valid from,
/// valid to, with tabs between. Several offices of one person stand in step in the cells of a row, with `|` between.
///
/// # Errors
/// A file that is missing, a row that cannot be read, or one with a date that is none.
pub fn compile_offices(folder: &Path) -> Result<String> {
    let path = folder.join("persons.csv");
    let data = std::fs::read(&path).map_err(|e| Error::io(&path, e))?;
    let wrong = |row: &csv::StringRecord, why: &str| {
        Error::gazetteer(format!("{}: {why}", row.get(0).unwrap_or(""))).in_file(&path)
    };
    let mut rows: Vec<(String, usize, String)> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(data.as_slice());
    for row in reader.records() {
        let row = row.map_err(|e| Error::gazetteer(e.to_string()).in_file(&path))?;
        let id = row.get(0).unwrap_or("");
        let cells: Vec<Vec<&str>> = (6..10).map(|c| row.get(c).unwrap_or("").split('|').collect()).collect();
        for (i, office) in cells[0].iter().enumerate().filter(|(_, office)| !office.is_empty()) {
            let mut line = format!("{id}\t{office}");
            for (c, column) in cells.iter().enumerate().skip(1) {
                let cell = column.get(i).copied().unwrap_or("");
                if c > 1 && !cell.is_empty() && Date::parse(cell).is_err() {
                    return Err(wrong(&row, &format!("{cell:?} is no date")));
                }
                line.push('\t');
                line.push_str(cell);
            }
            rows.push((id.to_string(), i, line));
        }
    }
    rows.sort();
    Ok(rows.into_iter().map(|(_, _, line)| line + "\n").collect())
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
