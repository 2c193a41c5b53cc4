//! Damaged compiled gazetteers: an error or an answer, never a panic.
//!
//! The checksum would stop nearly everything at the door, so the target also damages a body too long to be checked at
//! opening.
#![no_main]

use dateline::gazetteer::{Entity, Gazetteer, GazetteerBuilder};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut builder = GazetteerBuilder::new();
    for i in 0..200_000 {
        builder.add(&Entity::new(format!("id:{i}"), format!("Name{} of Place{i}", i % 977)));
    }
    builder.build().expect("a gazetteer").to_bytes().to_vec()
});

fuzz_target!(|data: &[u8]| {
    drop(Gazetteer::from_bytes(data.to_vec()));
    let mut bytes = LARGE.clone();
    for change in data.chunks_exact(5) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize;
        // behind the header, which has its own checksum
        let at = 320 + at % (bytes.len() - 320);
        bytes[at] ^= change[4];
    }
    if let Ok(g) = Gazetteer::from_bytes(bytes) {
        for m in g.find("Name1 of Place1 and Name976 of Place976, Name5 of Place199999") {
            g.candidates(m.name).iter().for_each(|c| drop(g.entity(c.entity).to_entity()));
        }
        g.iter_names().take(1000).for_each(drop);
    }
});
