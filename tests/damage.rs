//! Articles damaged by chance, thousands of ways but the same ones every time: whatever the damage, every stage ends,
//! its spans stand on character boundaries, in order, inside their blocks, and nothing but white space is lost.
//!
//! `FUZZ_SECONDS=300 FUZZ_SEED=7 cargo test --profile fast --test damage` looks for longer.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Chance, rounds, seed};
use dateline::document::{Block, Document};
use dateline::pipeline::{Include, Options};
use dateline::sentence::Segmenter;
use dateline::text::{Offsets, tokenize};
use dateline::{Pipeline, Span, page, record};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Texts of every shape in which a page comes: paragraphs, one line, wrapped lines, other scripts, nothing.
fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut texts: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect();
    let joined: Vec<String> = texts.iter().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let wrapped: Vec<String> = texts.iter().map(|t| wrap(t, 72)).collect();
    texts.extend(joined);
    texts.extend(wrapped);
    texts.push(
        "Der 3. Mann kam am 5. Mai. „Wir bleiben“, sagte Frau Dr. Klein. Перемирие, сказал он, конец. قال: انتهى."
            .into(),
    );
    texts.push("彼は言った。「終わった。」橋は開いた！ นายกรัฐมนตรีกล่าว १ जनवरी। वह चला गया।".into());
    texts.push(String::new());
    texts
}

fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for paragraph in text.split('\n') {
        let mut column = 0;
        for word in paragraph.split(' ') {
            if column > 0 && column + word.len() > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
            }
            out.push_str(word);
            column += word.len() + 1;
        }
        out.push('\n');
    }
    out
}

/// What damage leaves in a text: marks, white space, characters of every width, halves of what rules look for.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "``",
    "''",
    ".",
    "..",
    "...",
    "…",
    ". . .",
    "?",
    "!",
    "?!",
    ",",
    ";",
    ":",
    "-",
    "--",
    "—",
    "–",
    " - ",
    "(",
    ")",
    "[",
    "]",
    "[12]",
    "{",
    "}",
    "/",
    "\\",
    "|",
    " | ",
    "»",
    "•",
    "* ",
    "# ",
    "@",
    "&",
    "&amp;",
    "<br>",
    "%",
    "$",
    "€",
    "°C",
    "©",
    "\0",
    "\u{7f}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2060}",
    "\u{feff}",
    "\u{fffd}",
    "\u{301}",
    "\u{e000}",
    "\u{10ffff}",
    "😀",
    "👩‍👩‍👧",
    "e\u{301}",
    "é",
    "ß",
    "İ",
    "ı",
    "ǅ",
    "ﬁ",
    "中",
    "。",
    "！",
    "？",
    "「",
    "」",
    "।",
    "؟",
    "ع",
    "א",
    "ไ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{a0}",
    "\u{2003}",
    "\u{2028}",
    "\u{2029}",
    "\u{3000}",
    "a",
    "I",
    "A.",
    "U.S.",
    "U.N",
    "Mr.",
    "Gen",
    "Inc.",
    "p.m.",
    "No. 5",
    "e.g.",
    "vs",
    "1",
    "1.",
    "1,",
    "3:15",
    "20th",
    "5,000",
    "’s",
    "'s",
    "'S",
    "n’t",
    "said",
    " said",
    "said:",
    "he said",
    "according to",
    " told Reuters",
    "By Jane Hall",
    "Read more:",
    "Share this",
    "Photo:",
    "REUTERS/Jane Hall",
    "Advertisement",
    "Comments",
    "May 5, 2016",
    "WASHINGTON (AP) — ",
    "KORVA, Jan. 5 (Reuters) - ",
    "(AFP)",
    "Q:",
    "A:",
    "SMITH: ",
    "http://x.y/z",
    "x@y.z",
    "www.a.b",
    "@who",
    "#tag",
    "Syria",
    "Syrian",
    "the U.S.-led coalition",
    "Washington",
    "President",
    "Gen. Ali al-",
    "al-",
    "-al",
    "who",
    "that",
    "which",
    "because",
    "and",
    "not",
    "“I",
    "it,” he",
    "the the",
    "ONE TWO THREE",
    "Iran’s",
];

/// How a text is damaged.
trait Damage {
    fn place(&mut self, text: &str) -> usize;
    fn range(&mut self, text: &str) -> (usize, usize);
    fn damage(&mut self, text: &mut String, articles: &[String]);
}

impl Damage for Chance {
    /// A character boundary of the text.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// A range of the text, short more often than long.
    fn range(&mut self, text: &str) -> (usize, usize) {
        let from = self.place(text);
        let reach = [1, 3, 10, 40, 200, 2000][self.below(6)];
        let mut to = (from + 1 + self.below(reach)).min(text.len());
        while !text.is_char_boundary(to) {
            to += 1;
        }
        (from, to)
    }

    fn damage(&mut self, text: &mut String, articles: &[String]) {
        match self.below(10) {
            0..=3 => {
                let at = self.place(text);
                text.insert_str(at, self.pick(PIECES));
            }
            4 => {
                let (from, to) = self.range(text);
                text.replace_range(from..to, "");
            }
            5 => {
                let (from, to) = self.range(text);
                text.replace_range(from..to, self.pick(PIECES));
            }
            6 => {
                let (from, to) = self.range(text);
                let copy = text[from..to].to_string();
                let at = self.place(text);
                text.insert_str(at, &copy);
            }
            7 => {
                let (from, to) = self.range(text);
                let piece = &text[from..to];
                let changed = match self.below(4) {
                    0 => piece.to_uppercase(),
                    1 => piece.to_lowercase(),
                    2 => piece.replace(' ', self.pick(PIECES)),
                    _ => piece.replace(['.', ',', '\n'], self.pick(PIECES)),
                };
                text.replace_range(from..to, &changed);
            }
            8 => {
                let at = self.place(text);
                let times = self.below(12);
                text.insert_str(at, &self.pick(PIECES).repeat(times));
            }
            _ => {
                let other = &articles[self.below(articles.len())];
                let (from, to) = self.range(other);
                let at = self.place(text);
                text.insert_str(at, &other[from..to]);
            }
        }
        if text.len() > 6000 {
            let mut end = 3000;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
    }
}

/// Spans in order, disjoint, not empty, on boundaries, with nothing but white space between them.
fn cover(what: &str, text: &str, spans: impl IntoIterator<Item = Span>, lost: impl Fn(char) -> bool) {
    let mut at = 0;
    for span in spans {
        assert!(span.start >= at && span.start < span.end && span.end <= text.len(), "{what}: {span:?} after {at}");
        let between = text.get(at..span.start).unwrap_or_else(|| panic!("{what}: {span:?} cuts a character"));
        assert!(between.chars().all(&lost), "{what}: {between:?} is lost before {span:?}");
        let words = text.get(span.start..span.end).unwrap_or_else(|| panic!("{what}: {span:?} cuts a character"));
        assert!(words.trim() == words || what == "tokens", "{what}: {words:?} has white space around it");
        at = span.end;
    }
    assert!(text[at..].chars().all(&lost), "{what}: {:?} is lost at the end", &text[at..]);
}

fn within(what: &str, inner: Option<Span>, outer: Span) {
    if let Some(span) = inner {
        assert!(outer.contains(span), "{what}: {span:?} is not in {outer:?}");
    }
}

fn check_blocks(text: &str, blocks: &[Block]) {
    cover("blocks", text, blocks.iter().map(|b| b.span), |c| c.is_whitespace() || c == '\u{feff}');
    for block in blocks {
        if let Some(d) = &block.dateline {
            [d.place, d.date, d.agency].into_iter().for_each(|part| within("dateline", part, block.span));
        }
    }
}

fn check_document(text: &str, doc: &Document) {
    assert!(doc.is_sound(text), "a span or an index that does not fit");
    check_blocks(text, &doc.blocks);
    for s in &doc.sentences {
        within("sentence", Some(s.span), doc.blocks[s.block as usize].span);
    }
    let ordered = |a: Span, b: Span| (a.start, std::cmp::Reverse(a.end)) <= (b.start, std::cmp::Reverse(b.end));
    assert!(doc.sentences.is_sorted_by(|a, b| a.span.end <= b.span.start), "sentences out of order");
    assert!(doc.mentions.is_sorted_by(|a, b| ordered(a.span, b.span)), "mentions out of order");
    assert!(doc.quotes.is_sorted_by(|a, b| ordered(a.span, b.span)), "quotes out of order");
    for m in &doc.mentions {
        assert!(!m.span.is_empty() && m.score >= 0.0 && m.score <= 1.0, "{m:?}");
        within("mention", Some(m.span), doc.blocks[m.block as usize].span);
    }
    for q in &doc.quotes {
        assert!(!q.span.is_empty(), "an empty quote");
        within("inner words", Some(q.inner), q.span);
    }
    for s in &doc.statements {
        within("statement", Some(doc.mentions[s.mention as usize].span), doc.quotes[s.quote as usize].span);
    }
    let offsets = Offsets::new(text);
    for m in &doc.mentions {
        let chars = offsets.span(m.span);
        assert_eq!(chars.start, text[..m.span.start].chars().count(), "offset of {m:?}");
    }
    let json = record::to_json("id", text, doc);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "what is written cannot be read");
}

fn check(text: &str, segmenters: &[Segmenter], pipelines: &[Pipeline]) {
    cover("tokens", text, tokenize(text).iter().map(|t| t.span()), char::is_whitespace);
    check_blocks(text, &page::blocks(text));
    for segmenter in segmenters {
        cover("sentences", text, segmenter.split(text), |c| c.is_whitespace() || c == '\u{feff}');
    }
    for pipeline in pipelines {
        let doc = pipeline.read(text);
        check_document(text, &doc);
        assert_eq!(doc, pipeline.read(text), "read twice, not the same");
    }
}

/// Segmenters of all languages, and pipelines for articles and for whole pages.
fn readers() -> (Vec<Segmenter>, [Pipeline; 2]) {
    let languages = Segmenter::languages().chain(["zz"]);
    let all = Options { include: Include::All, ..Options::default() };
    let pipelines = [Pipeline::default(), Pipeline::new(Pipeline::builtin_gazetteers(), all)];
    (languages.map(|code| Segmenter::new::<&str>(code, &[])).collect(), pipelines)
}

/// What fuzzing has found, made short: one file each.
#[test]
fn texts_that_once_failed_are_read() {
    let (segmenters, pipelines) = readers();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/found");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        check(&std::fs::read_to_string(entry.unwrap().path()).unwrap(), &segmenters, &pipelines);
        found += 1;
    }
    assert!(found > 0);
}

#[test]
fn damaged_articles_are_read() {
    let articles = articles();
    let (segmenters, pipelines) = readers();
    let mut failures = 0;
    rounds(400, |round| {
        let mut chance = Chance::of(round);
        let mut text = articles[chance.below(articles.len())].clone();
        for _ in 0..1 + chance.below(30) {
            chance.damage(&mut text, &articles);
        }
        if catch_unwind(AssertUnwindSafe(|| check(&text, &segmenters, &pipelines))).is_err() {
            // the shortest beginning and end that still fail are easier to read
            let shown = shrink(text, |t| catch_unwind(AssertUnwindSafe(|| check(t, &segmenters, &pipelines))).is_err());
            eprintln!("round {round} of seed {} fails on:\n{shown:?}\n", seed());
            failures += 1;
            assert!(failures < 10, "too many failures");
        }
    });
    assert_eq!(failures, 0);
}

/// A text as short as cutting pieces off finds it.
fn shrink(mut text: String, fails: impl Fn(&str) -> bool) -> String {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut piece = text.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < text.len() {
            let mut end = (at + piece).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            if !text.is_char_boundary(at) {
                at += 1;
                continue;
            }
            let shorter = format!("{}{}", &text[..at], &text[end..]);
            if fails(&shorter) {
                text = shorter;
            } else {
                at = end;
            }
        }
        piece /= 2;
    }
    std::panic::set_hook(hook);
    text
}
