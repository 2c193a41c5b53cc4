//! Quotes of any text: no panic, spans on character boundaries, the inner words inside the whole.
#![no_main]

use dateline::page;
use dateline::quote::{Input, quotes};
use dateline::sentence::Segmenter;
use dateline::text::tokenize;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let blocks = page::blocks(text);
    let tokens = tokenize(text);
    let sentences = Segmenter::default().sentences(text, &blocks, |_| true);
    let found = quotes(&Input { text, tokens: &tokens, blocks: &blocks, sentences: &sentences });
    for q in &found {
        for s in [Some(q.span), Some(q.inner), q.speaker, q.cue, q.addressee, q.medium].into_iter().flatten() {
            assert!(text.get(s.start..s.end).is_some());
        }
        assert!(!q.span.is_empty() && q.span.contains(q.inner) && !q.rule.is_empty());
    }
    assert!(found.windows(2).all(|w| w[0].span.start <= w[1].span.start));
});
