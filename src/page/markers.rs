//! Words that mark a line as the page's own, from `seeds/lexicons/page/markers.tsv` and `markers_other.tsv`.

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What a marker makes of its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marker {
    /// The page's own words.
    Notice,
    /// Heads a list of other stories.
    Related,
    /// Asks to share.
    Share,
    /// A section or button.
    Nav,
    /// Opens or closes a caption.
    Caption,
    /// Where the words come from.
    Credit,
    /// Who wrote it.
    Byline,
    /// Opens the whole story, at the end of a teaser.
    More,
    /// Heads the readers' comments.
    Comments,
}

const KINDS: &[(&str, Marker)] = &[
    ("notice", Marker::Notice),
    ("related", Marker::Related),
    ("share", Marker::Share),
    ("nav", Marker::Nav),
    ("caption", Marker::Caption),
    ("credit", Marker::Credit),
    ("byline", Marker::Byline),
    ("more", Marker::More),
    ("comments", Marker::Comments),
];

struct Table {
    whole: FxHashMap<&'static str, Marker>,
    nav: FxHashSet<&'static str>,
    more: Vec<&'static str>,
    /// The last bytes of `more`.
    more_ends: [bool; 256],
    /// Length of the longest of `whole`.
    longest: usize,
    comments: FxHashSet<&'static str>,
    /// By the first word.
    start: FxHashMap<&'static str, Vec<(&'static str, Marker)>>,
    /// By the last word.
    end: FxHashMap<&'static str, Vec<(&'static str, Marker)>>,
    inside: Vec<(&'static str, Marker)>,
}

static TABLE: LazyLock<(Table, Option<AhoCorasick>)> = LazyLock::new(|| {
    let mut table = Table {
        whole: FxHashMap::default(),
        nav: FxHashSet::default(),
        more: Vec::new(),
        more_ends: [false; 256],
        longest: 0,
        comments: FxHashSet::default(),
        start: FxHashMap::default(),
        end: FxHashMap::default(),
        inside: Vec::new(),
    };
    let lists = [
        include_str!("../../seeds/lexicons/page/markers.tsv"),
        include_str!("../../seeds/lexicons/page/markers_other.tsv"),
    ];
    for line in lists.into_iter().flat_map(str::lines).filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(place), Some(words)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Some(&(_, kind)) = KINDS.iter().find(|(name, _)| *name == kind) else { continue };
        match place {
            _ if kind == Marker::More => table.more.push(words),
            _ if kind == Marker::Comments => drop(table.comments.insert(words)),
            "whole" if kind == Marker::Nav => drop(table.nav.insert(words)),
            "whole" => drop(table.whole.insert(words, kind)),
            "start" => table.start.entry(first_word(words)).or_default().push((words, kind)),
            "end" => table.end.entry(last_word(words)).or_default().push((words, kind)),
            _ => table.inside.push((words, kind)),
        }
    }
    for &last in table.more.iter().filter_map(|m| m.as_bytes().last()) {
        table.more_ends[usize::from(last)] = true;
    }
    table.longest = table.whole.keys().map(|words| words.len()).max().unwrap_or(0);
    // the longest marker of a line decides
    let longest = |list: &mut Vec<(&str, Marker)>| list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    table.start.values_mut().for_each(longest);
    table.end.values_mut().for_each(longest);
    let inside =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(table.inside.iter().map(|(w, _)| w)).ok();
    (table, inside)
});

fn first_word(words: &str) -> &str {
    words.split(|c: char| !c.is_alphanumeric() && c != '\'').find(|w| !w.is_empty()).unwrap_or("")
}

fn last_word(words: &str) -> &str {
    words.rsplit(|c: char| !c.is_alphanumeric() && c != '\'').find(|w| !w.is_empty()).unwrap_or("")
}

/// Whether the first `N` bytes are ASCII words set off by single spaces, and no space begins what follows a space.
fn plain<const N: usize>(bytes: &[u8]) -> bool {
    let (Some(piece), Some(next)) = (bytes.first_chunk::<N>(), bytes.get(1..).and_then(|b| b.first_chunk::<N>()))
    else {
        return false;
    };
    // sums the compiler turns into vector instructions
    let strange = piece.iter().fold(0, |any, &b| any | u8::from(b.wrapping_sub(b' ') > b'~' - b' '));
    let doubled = piece.iter().zip(next).fold(0, |any, (&b, &n)| any | u8::from((b == b' ') & (n == b' ')));
    strange | doubled == 0
}

/// A line made ready for the markers: lower case, straight apostrophes, plain single spaces.
pub(super) fn normal(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let bytes = words.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // runs of plain ASCII words and single spaces are copied whole, which is nearly everything
        let start = at;
        let mut blank = out.is_empty() || out.ends_with(' ');
        while let Some(rest) = bytes.get(at..).filter(|rest| !(blank && rest.starts_with(b" "))) {
            at += match rest {
                _ if plain::<32>(rest) => 32,
                _ if plain::<8>(rest) => 8,
                _ => break,
            };
            blank = bytes[at - 1] == b' ';
        }
        while let Some(&b) = bytes.get(at) {
            let space = b == b' ';
            if !(b.is_ascii_graphic() || (space && !blank)) {
                break;
            }
            blank = space;
            at += 1;
        }
        out.push_str(words.get(start..at).unwrap_or(""));
        let Some(c) = words.get(at..).and_then(|rest| rest.chars().next()) else { break };
        at += c.len_utf8();
        match c {
            '’' | '‘' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    out.make_ascii_lowercase();
    out
}

fn core(line: &str) -> &str {
    line.trim_matches(|c: char| !c.is_alphanumeric() && c != '+')
}

/// Longest line, in words, that a marker of so many words at its start can claim.
fn reach(marker: &str) -> usize {
    match marker.split(' ').count() {
        _ if marker.ends_with(':') => 30,
        1 => 4,
        2 => 12,
        3 => 30,
        _ => 90,
    }
}

/// Whether a line is nothing but names of sections, networks and buttons (`Facebook Twitter Email Print`).
pub(super) fn is_menu(line: &str) -> bool {
    let table = &TABLE.0;
    let known = |word: &str| {
        let word = core(word);
        word.is_empty() || word == "and" || word == "on" || table.nav.contains(word) || table.whole.contains_key(word)
    };
    line.len() <= 200 && line.contains(' ') && line.split(' ').all(known)
}

/// Whether a line ends with the button that opens the whole story.
pub(super) fn ends_with_more(line: &str) -> bool {
    let tail = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    let table = &TABLE.0;
    let may = tail.as_bytes().last().is_some_and(|&b| table.more_ends[usize::from(b)]);
    may && table
        .more
        .iter()
        .any(|m| tail.strip_suffix(m).is_some_and(|rest| rest.ends_with(|c: char| !c.is_alphanumeric())))
}

/// `Comments`, `12 comments`, `Leave a Reply`.
pub(super) fn heads_comments(line: &str) -> bool {
    TABLE.0.comments.contains(line.trim_matches(|c: char| !c.is_alphabetic()))
}

/// Whether the whole line names a section of a site (`World`, `Middle East`).
pub(super) fn is_section(line: &str) -> bool {
    TABLE.0.nav.contains(core(line))
}

/// The marker that opens a [`normal`] line of so many words.
pub(super) fn opening(line: &str, words: usize) -> Option<Marker> {
    let head = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '['));
    let list = TABLE.0.start.get(first_word(head))?;
    // a line in brackets is the page's own at any length, and credits are strung together by semicolons
    let bracketed = line.starts_with(['(', '[']) && line.ends_with([')', ']']);
    let strung = line.contains("; ");
    let reach = |m: &str, kind: Marker| match kind {
        Marker::Credit if bracketed || strung => 90,
        _ => reach(m),
    };
    let fits = |m: &str, kind: Marker| {
        let bare = head.strip_prefix(m).or_else(|| head.get(1..)?.strip_prefix(m));
        let edge = m.ends_with([':', '(', '|']);
        let set_off = |rest: &str| rest.trim_start().starts_with([':', '|', '»', '>', '–', '—', '/', '→']);
        bare.is_some_and(|rest| {
            (edge || !rest.starts_with(char::is_alphanumeric))
                && (words <= reach(m, kind) || (words <= 30 && set_off(rest)))
        })
    };
    list.iter().find(|(m, kind)| fits(m, *kind)).map(|&(_, found)| found)
}

/// The marker of a [`normal`] line of so many words.
pub(super) fn marker(line: &str, words: usize) -> Option<Marker> {
    let (table, inside) = &*TABLE;
    let core = core(line);
    if core.len() <= table.longest
        && let Some(&found) = table.whole.get(core)
    {
        return Some(found);
    }
    if let Some(found) = opening(line, words) {
        return Some(found);
    }
    if words > 24 {
        return None;
    }
    let tail = line.trim_end_matches(['.', ' ', ',', ';', '!']);
    if let Some(list) = table.end.get(last_word(tail)) {
        let fits = |m: &str, kind: Marker| {
            let limit = if kind == Marker::Caption && !m.contains([' ', '/', '(', '[']) { 5 } else { 24 };
            let rest = tail.strip_suffix(m);
            let edge = m.starts_with(['/', '(', '[']);
            words <= limit && rest.is_some_and(|r| edge || !r.ends_with(char::is_alphanumeric))
        };
        if let Some(&(_, found)) = list.iter().find(|(m, kind)| fits(m, *kind)) {
            return Some(found);
        }
    }
    let found = inside.as_ref()?.find(line)?;
    table.inside.get(found.pattern().as_usize()).map(|&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::normal;
    use proptest::prelude::*;

    /// The same one character at a time.
    fn slow(words: &str) -> String {
        let mut out = String::new();
        for c in words.chars() {
            match c {
                '’' | '‘' => out.push('\''),
                c if c.is_whitespace() && (out.is_empty() || out.ends_with(' ')) => {}
                c if c.is_whitespace() => out.push(' '),
                '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
                c => out.extend(c.to_lowercase()),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn copying_runs_changes_nothing(words in "[ -~]{0,40}|[a-cA-C ]{0,60}|[a-cA-C \t’İK\u{a0}\u{200b}]{0,60}|\\PC{0,60}") {
            prop_assert_eq!(normal(&words), slow(&words));
        }
    }
}
