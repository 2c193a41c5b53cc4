//! Any names in any text: spans on character boundaries, in order, disjoint.
#![no_main]

use dateline::gazetteer::{Entity, Gazetteer, Overlap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (Vec<String>, String)| {
    let (names, text) = data;
    let entities = names.iter().enumerate().map(|(i, n)| Entity::new(format!("{i}"), n.as_str())).collect();
    let Ok(g) = Gazetteer::new(entities) else { return };
    let mut end = 0;
    for m in g.find(&text) {
        assert!(m.span.start >= end && !m.span.of(&text).is_empty());
        assert!(!g.candidates(m.name).is_empty());
        end = m.span.end;
    }
    for m in g.find_with(&text, Overlap::All) {
        assert!(!m.span.of(&text).is_empty());
    }
});
