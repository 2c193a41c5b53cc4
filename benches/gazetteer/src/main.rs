//! Times the matcher against `aho-corasick` (leftmost-longest, with a boundary check) in one run, and prints ratios:
//!
//!     cargo run --release -- [--sets 1k,50k,500k,5m] [--names DIR] [--text FILE.jsonl] [--mb 24] [--script latin]
//!
//! DIR holds `names_1k.txt`, `names_50k.txt`, `names_500k.txt`, one name a line; without it names are made up. The text is
//! the field `text` of JSON Lines; without it an article is made up from names and small words.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use dateline::gazetteer::{CasePolicy, Entity, Gazetteer, GazetteerBuilder, Match, Overlap};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

struct Options {
    sets: Vec<String>,
    names: PathBuf,
    text: PathBuf,
    bytes: usize,
    peer: bool,
    cases: Vec<CasePolicy>,
    script: Script,
}

/// The letters of names and text: as they are, or each put for another one, so that the same words stand in another script.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    Latin,
    Accented,
    Cyrillic,
    Arabic,
}

impl Script {
    fn from_name(name: &str) -> Option<Script> {
        match name {
            "latin" => Some(Script::Latin),
            "accented" => Some(Script::Accented),
            "cyrillic" => Some(Script::Cyrillic),
            "arabic" => Some(Script::Arabic),
            _ => None,
        }
    }

    fn write(self, text: &str) -> String {
        let letters: Vec<char> = match self {
            Script::Latin => return text.to_string(),
            Script::Accented => "ábcdéfghíjklmñópqrštúvwxyž".chars().collect(),
            Script::Cyrillic => "абцдефгхийклмнопярстувшыуз".chars().collect(),
            Script::Arabic => "ابتثجحخدذرزسشصضطظعغفقكلمنه".chars().collect(),
        };
        let other = |c: char| {
            let found = letters[usize::from(c.to_ascii_lowercase() as u8 - b'a')];
            if c.is_ascii_uppercase() { found.to_uppercase().next().unwrap_or(found) } else { found }
        };
        text.chars().map(|c| if c.is_ascii_alphabetic() { other(c) } else { c }).collect()
    }
}

fn options() -> Options {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut o = Options {
        sets: ["1k", "50k", "500k", "5m"].map(String::from).to_vec(),
        names: shared.join("bench/data"),
        text: shared.join("eval/dev/quotes/polnear.jsonl"),
        bytes: 24_000_000,
        peer: true,
        cases: vec![CasePolicy::Exact, CasePolicy::Smart, CasePolicy::Any],
        script: Script::Latin,
    };
    let mut args = std::env::args().skip(1);
    while let Some(flag) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| panic!("{flag} wants a value"));
        match flag.as_str() {
            "--sets" => o.sets = value().split(',').map(String::from).collect(),
            "--names" => o.names = value().into(),
            "--text" => o.text = value().into(),
            "--mb" => o.bytes = value().parse::<usize>().expect("a number") * 1_000_000,
            "--no-peer" => o.peer = false,
            "--script" => o.script = Script::from_name(&value()).expect("latin, accented, cyrillic or arabic"),
            "--case" => o.cases = vec![CasePolicy::from_name(&value()).expect("exact, smart or any")],
            _ => panic!("unknown option {flag}"),
        }
    }
    o
}

fn count(set: &str) -> usize {
    let (number, unit) = set.split_at(set.len() - 1);
    number.parse::<usize>().expect("a number") * if unit == "m" { 1_000_000 } else { 1000 }
}

/// Small fixed random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn made_up_names(n: usize) -> Vec<String> {
    let onsets = ["B", "D", "F", "G", "H", "K", "L", "M", "N", "R", "S", "T", "V", "Z", "Sh", "Kh", "Br", "Tr"];
    let middles = ["a", "e", "i", "o", "u", "ar", "el", "in", "or", "un", "aba", "iri", "ona", "ula"];
    let ends = ["d", "n", "r", "s", "t", "m", "ban", "dar", "kov", "ling", "mir", "nia", "ria", "stan", "ville"];
    let mut random = Random(42);
    let word = |random: &mut Random| {
        let mut w = onsets[random.below(onsets.len())].to_string();
        for _ in 0..=random.below(3) {
            w.push_str(middles[random.below(middles.len())]);
            w.push_str(&onsets[random.below(onsets.len())].to_lowercase());
        }
        w.push_str(middles[random.below(middles.len())]);
        w + ends[random.below(ends.len())]
    };
    (0..n)
        .map(|_| {
            let mut name = word(&mut random);
            while random.below(3) == 0 {
                name.push(if random.below(8) == 0 { '-' } else { ' ' });
                name.push_str(&word(&mut random));
            }
            name
        })
        .collect()
}

fn names(o: &Options, set: &str) -> Vec<String> {
    let names = match fs::read_to_string(o.names.join(format!("names_{set}.txt"))) {
        Ok(text) => text.lines().map(String::from).collect(),
        Err(_) => made_up_names(count(set)),
    };
    if o.script == Script::Latin { names } else { names.iter().map(|n| o.script.write(n)).collect() }
}

fn text(o: &Options) -> String {
    let mut one = String::new();
    if let Ok(lines) = fs::read_to_string(&o.text) {
        for line in lines.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            one.push_str(value["text"].as_str().unwrap_or(""));
            one.push_str("\n\n");
        }
    } else {
        let names = made_up_names(2000);
        let small = ["the", "of", "said", "that", "and", "a", "troops", "minister", "on", "to", "in", "was", "with"];
        let mut random = Random(7);
        while one.len() < 2_000_000 {
            for _ in 0..8 {
                one.push_str(small[random.below(small.len())]);
                one.push(' ');
            }
            one.push_str(&names[random.below(names.len())]);
            one.push_str(if random.below(4) == 0 { ". " } else { " " });
        }
    }
    let one = o.script.write(&one);
    let mut text = one.repeat(o.bytes / one.len() + 1);
    let mut end = o.bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// Pieces of 4 KB, cut at blanks.
fn articles(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let mut end = (at + 4096).min(text.len());
        while !text.is_char_boundary(end) || (end < text.len() && text.as_bytes()[end] != b' ') {
            end += 1;
        }
        out.push(&text[at..end]);
        at = end;
    }
    out
}

fn status(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(key)).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}

fn reset_peak() {
    // where the kernel has no such file the peak stays the one of the whole run
    fs::write("/proc/self/clear_refs", "5").ok();
}

/// Seconds this thread has run: unlike the clock on the wall, it does not count other programs' turns.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    nanos.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Seconds of this thread's own time a run takes, each measure long enough for a clock of some milliseconds.
fn seconds(run: &mut dyn FnMut() -> usize) -> f64 {
    let (start, mut runs) = (cpu(), 0.0);
    while runs < 1.0 || cpu() - start < 0.1 {
        black_box(run());
        runs += 1.0;
    }
    (cpu() - start) / runs
}

/// Speeds in MB/s, medians of nine, of runs that take turns: a machine that gets slower does so for all. And the medians of the
/// ratios of the first run's speed to each one's.
fn speeds<const N: usize>(bytes: usize, mut runs: [&mut dyn FnMut() -> usize; N]) -> [(f64, f64); N] {
    runs.iter_mut().for_each(|run| {
        black_box(run());
    });
    let rounds: Vec<[f64; N]> = (0..9).map(|_| runs.each_mut().map(|run| seconds(*run))).collect();
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    std::array::from_fn(|i| {
        let speed = bytes as f64 / 1e6 / median(rounds.iter().map(|r| r[i]).collect());
        (speed, median(rounds.iter().map(|r| r[i] / r[0]).collect()))
    })
}

fn built(names: &[String], case: CasePolicy) -> Gazetteer {
    let mut builder = GazetteerBuilder::new();
    let mut entity = Entity::new("", "");
    for (i, name) in names.iter().enumerate() {
        entity.id = format!("n:{i}");
        entity.name.clone_from(name);
        entity.aliases[0].text.clone_from(name);
        entity.aliases[0].case = case;
        builder.add(&entity);
    }
    builder.build().expect("a gazetteer")
}

fn boundary(text: &str, start: usize, end: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    !text[..start].chars().next_back().is_some_and(word) && !text[end..].chars().next().is_some_and(word)
}

fn main() {
    let o = options();
    let text = text(&o);
    let pieces = articles(&text);
    println!("text {:.1} MB, {} pieces", text.len() as f64 / 1e6, pieces.len());
    for set in &o.sets {
        let names = names(&o, set);
        let own: usize = names.iter().map(String::len).sum();
        println!("\n== {set}: {} names, {:.1} MB", names.len(), own as f64 / 1e6);
        for &case in &o.cases {
            let before = status("VmRSS");
            reset_peak();
            let start = Instant::now();
            let g = built(&names, case);
            let secs = start.elapsed().as_secs_f64();
            let size = g.to_bytes().len();
            println!(
                "dateline {case:?}: build {secs:.2} s, peak {:.0} MB, compiled {:.1} MB, {:.1} B a name beyond its own, {} names",
                status("VmHWM") - before,
                size as f64 / 1e6,
                (size as f64 - own as f64) / names.len() as f64,
                g.names()
            );
            if case == CasePolicy::Exact {
                let path = std::env::temp_dir().join(format!("bench-gazetteer-{set}.gaz"));
                g.save(&path).expect("a file");
                let start = Instant::now();
                let opened = Gazetteer::open(&path).expect("a gazetteer");
                let open = start.elapsed().as_secs_f64() * 1e3;
                let start = Instant::now();
                opened.verify().expect("sound");
                println!("    open {open:.3} ms, verify {:.1} GB/s", size as f64 / start.elapsed().as_secs_f64() / 1e9);
                fs::remove_file(&path).ok();
            }
            let mut out: Vec<Match> = Vec::new();
            let mut long = || {
                out.clear();
                g.find_into(&text, Overlap::Longest, &mut out);
                out.len()
            };
            let mut short = || pieces.iter().map(|p| g.find(p).len()).sum();
            let found = long();
            let slow_peer = names.len() > 1_000_000 || case == CasePolicy::Smart;
            if !o.peer || slow_peer {
                let [(long, _), (short, _)] = speeds(text.len(), [&mut long, &mut short]);
                println!("    one text {long:.0} MB/s, pieces {short:.0} MB/s, {found} found");
                continue;
            }
            let before = status("VmRSS");
            reset_peak();
            let start = Instant::now();
            let peer = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .ascii_case_insensitive(case == CasePolicy::Any)
                .build(&names)
                .expect("an automaton");
            println!(
                "aho-corasick: build {:.2} s, peak {:.0} MB, holds {:.1} MB",
                start.elapsed().as_secs_f64(),
                status("VmHWM") - before,
                peer.memory_usage() as f64 / 1e6
            );
            let count = |text: &str| peer.find_iter(text).filter(|m| boundary(text, m.start(), m.end())).count();
            let peer_found = count(&text);
            let [(ours, _), (peers, ratio)] = speeds(text.len(), [&mut long, &mut || count(&text)]);
            let [(our_pieces, _), (peer_pieces, ratio_of_pieces)] =
                speeds(text.len(), [&mut short, &mut || pieces.iter().map(|p| count(p)).sum()]);
            println!("    one text {ours:.0} MB/s, pieces {our_pieces:.0} MB/s, {found} found");
            println!("    aho-corasick: one text {peers:.0} MB/s, pieces {peer_pieces:.0} MB/s, {peer_found} found");
            println!("    ratio: one text {ratio:.1}, pieces {ratio_of_pieces:.1}");
        }
    }
}
