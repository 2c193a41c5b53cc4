//! Blocks and sentences of any text: no panic, spans in order, on character boundaries, nothing but white space left out.
#![no_main]

use dateline::sentence::Segmenter;
use dateline::{Span, page};
use libfuzzer_sys::fuzz_target;

fn check(text: &str, spans: impl Iterator<Item = Span>) {
    let mut at = 0;
    for s in spans {
        assert!(s.start >= at && s.end > s.start && s.of(text).len() == s.len());
        assert!(text[at..s.start].chars().all(char::is_whitespace));
        at = s.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace));
}

fuzz_target!(|text: &str| {
    let blocks = page::blocks(text);
    check(text, blocks.iter().map(|b| b.span));
    for language in ["en", "de", "ru", "ar", "zz"] {
        let segmenter = Segmenter::new::<&str>(language, &[]);
        check(text, segmenter.split(text).into_iter());
        check(text, segmenter.sentences(text, &blocks, |_| true).into_iter().map(|s| s.span));
    }
});
