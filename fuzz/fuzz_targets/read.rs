//! Any text through the whole pipeline: every span on character boundaries, every id in its table, the same answer twice.
#![no_main]

use dateline::{Pipeline, record};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::default);

fuzz_target!(|text: &str| {
    let read = PIPELINE.read(text);
    for m in &read.mentions {
        assert!(text.get(m.span.start..m.span.end).is_some_and(|t| !t.is_empty()));
        assert!((m.entity as usize) < read.entities.len());
    }
    for q in &read.quotes {
        for s in [Some(q.span), Some(q.inner), q.speaker, q.cue].into_iter().flatten() {
            assert!(text.get(s.start..s.end).is_some());
        }
        assert!(q.span.contains(q.inner));
    }
    for s in &read.sentences {
        assert!(text.get(s.span.start..s.span.end).is_some_and(|t| !t.is_empty()));
    }
    let line = record::to_json("", text, &read);
    assert_eq!(line, record::to_json("", text, &PIPELINE.read(text)));
});
