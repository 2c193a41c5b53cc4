//! The gazetteers that come with the crate, made once at first use from the data files under `seeds/`.

use super::{Entity, Gazetteer, readers};
use std::sync::{Arc, LazyLock};

macro_rules! files {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../seeds/lexicons/actors/", $file)))),*]
    };
}

const ACTORS: &[(&str, &str)] = files![
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

static BUILTIN_ACTORS: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| {
    let mut entities: Vec<Entity> = Vec::new();
    let strict = readers::Options { strict: true, ..readers::Options::default() };
    for (file, data) in ACTORS {
        match readers::read_csv(data.as_bytes(), &strict) {
            Ok(read) => entities.extend(read.entities),
            // the files are part of the crate and checked by its tests
            Err(e) => unreachable!("seeds/lexicons/actors/{file}: {e}"),
        }
    }
    Arc::new(Gazetteer::new(entities).unwrap_or_else(|e| unreachable!("built-in actors: {e}")))
});

impl Gazetteer {
    /// The built-in actors: states, armed groups, forces, organisations, parties, media, persons.
    pub fn builtin_actors() -> Arc<Gazetteer> {
        Arc::clone(&BUILTIN_ACTORS)
    }
}
