//! Datelines: `MAKHMOUR —`, `WASHINGTON, Jan. 5 (Reuters) -`, `BAGHDAD, Iraq (AP) —`.

use super::shape::is_day_or_month;
use super::words;
use crate::document::Dateline;
use crate::span::Span;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static AGENCIES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../seeds/lexicons/page/agencies.txt").lines();
    lines.filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.trim().to_lowercase()).collect()
});

/// Whether these words name a news agency.
pub(super) fn is_agency(words: &str) -> bool {
    words.len() < 40 && AGENCIES.contains(&words.trim().to_lowercase())
}

/// Longest dateline, in bytes.
const LONGEST: usize = 110;

/// The dateline at the start of a paragraph: its span up to the dash, where the paragraph's own words begin, and its parts.
///
/// `first`: the paragraph is the first of the article, where a place in mixed case is enough.
///
/// `town` knows names of places: one in capitals before a colon opens the article as well (`KORVA: The bridge …`).
pub(super) fn dateline(
    text: &str,
    paragraph: Span,
    first: bool,
    town: &dyn Fn(&str) -> bool,
) -> Option<(Span, usize, Dateline)> {
    let words = paragraph.of(text);
    if let Some((body, end)) = super::shape::clock(words) {
        let date = Some(Span::new(paragraph.start, paragraph.start + end));
        let head = Span::new(paragraph.start, paragraph.start + body).trim(text);
        return Some((head, paragraph.start + body, Dateline { place: None, date, agency: None }));
    }
    if !words.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '[' | '“' | '"')) {
        return None;
    }
    let mut window = words.len().min(LONGEST);
    while !words.is_char_boundary(window) {
        window -= 1;
    }
    let (at, mark) = dash(&words[..window])?;
    let head = words[..at].trim_end();
    let parts = parts(head, first, mark, town)?;
    let rest = words[at + mark.len()..].trim_start_matches(['-', '–', '—', ' ', '\u{a0}', '\n', '\t', '\r']);
    let begins =
        rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '‘' | '\'' | '$' | '€' | '£' | '«'));
    if !begins || rest.starts_with(char::is_lowercase) {
        return None;
    }
    let body = paragraph.end - rest.len();
    let end = Span::new(paragraph.start, body).trim(text).end;
    let lift = |s: Span| Span::new(paragraph.start + s.start, paragraph.start + s.end);
    let found = Dateline { place: parts.place.map(lift), date: parts.date.map(lift), agency: parts.agency.map(lift) };
    Some((Span::new(paragraph.start, end), body, found))
}

/// The first dash (or colon) that could close a dateline.
fn dash(window: &str) -> Option<(usize, &'static str)> {
    let bytes = window.as_bytes();
    let mark = |at: usize, marks: &[&'static str]| {
        marks.iter().find(|m| bytes[at..].starts_with(m.as_bytes())).map(|&m| (at, m))
    };
    memchr::memchr3_iter(b'-', b':', 0xe2, bytes).find_map(|at| match bytes[at] {
        b':' => mark(at, &[": "]),
        0xe2 => mark(at, &["—", "–", "―"]),
        _ => {
            let before = match bytes[..at] {
                // after a bracket the space behind the dash may be missing
                [.., b')', b' '] => mark(at - 1, &[" - ", " -- ", " -"]),
                [.., b' '] => mark(at - 1, &[" - ", " -- "]),
                [.., 0xc2, 0xa0] => mark(at - 2, &["\u{a0}- "]),
                // KORVA, SANA-The bridge
                _ if at > 0 && agency_ends(&window[..at]) => mark(at, &["-"]),
                _ => None,
            };
            before.or_else(|| mark(at, &["--", "- "]))
        }
    })
}

/// Whether the name of an agency in capitals ends here, after a comma.
fn agency_ends(head: &str) -> bool {
    let Some((_, word)) = head.rsplit_once(", ") else { return false };
    word.bytes().all(|b| b.is_ascii_uppercase()) && is_agency(word)
}

#[derive(Default)]
struct Parts {
    place: Option<Span>,
    date: Option<Span>,
    agency: Option<Span>,
}

fn parts(head: &str, first: bool, mark: &str, town: &dyn Fn(&str) -> bool) -> Option<Parts> {
    if let Some(found) = bracketed(head, town).filter(|_| mark != ": ") {
        return Some(found);
    }
    let mut out = Parts::default();
    let mut offset = 0;
    let mut body = head;
    // the agency, in brackets at the end or the beginning
    let leading = head
        .starts_with('(')
        .then(|| head.find(')'))
        .flatten()
        .filter(|&c| head[c + 1..].contains(char::is_alphabetic));
    if let Some(close) = leading {
        if !is_agency(&head[1..close]) {
            return None;
        }
        out.agency = Some(Span::new(1, close));
        body = &head[close + 1..];
        offset = close + 1;
    } else if let Some(open) = head.rfind(['(', '[']) {
        let close = head[open..].find([')', ']'])? + open;
        let (inside, rest) = (&head[open + 1..close], &head[close + 1..]);
        if !rest.chars().any(char::is_alphanumeric) {
            let short = inside.split_whitespace().count() <= 4 && inside.starts_with(char::is_uppercase);
            if !(is_agency(inside) || (short && inside.len() <= 30)) {
                return None;
            }
            out.agency = Some(Span::new(open + 1, close).trim(head));
            body = &head[..open];
        } else if !rest.starts_with(',') {
            // else it is the country: KORVA (Freedonia), May 4
            return None;
        }
    }
    let mut at = offset;
    let mut upper = true;
    let mut words = 0;
    let mut places = 0;
    for piece in body.split_inclusive(',') {
        let span = Span::new(at, at + piece.trim_end_matches(',').len()).trim(head);
        at += piece.len();
        let piece = span.of(head);
        if piece.is_empty() {
            continue;
        }
        if is_agency(piece) && out.place.is_some() && out.agency.is_none() {
            out.agency = Some(span);
        } else if is_date(piece, out.date.is_some()) {
            out.date = Some(out.date.map_or(span, |d| d.join(span)));
        } else if out.date.is_none() && is_place(piece) {
            places += 1;
            if out.place.is_none() {
                upper = is_upper(piece);
            }
            words += piece.split_whitespace().count();
            out.place = Some(out.place.map_or(span, |p| p.join(span)));
        } else {
            // `LONDON May 4` without a comma
            let split = piece.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i);
            let (i, _) =
                split.map(|i| (i, &piece[i + 1..])).find(|(i, d)| is_date(d, false) && is_place(&piece[..*i]))?;
            if out.place.is_some() {
                return None;
            }
            upper = is_upper(&piece[..i]);
            words += piece[..i].split_whitespace().count();
            places += 1;
            out.place = Some(Span::new(span.start, span.start + i));
            out.date = Some(Span::new(span.start + i + 1, span.end));
        }
    }
    let agency = out.agency.map(|s| s.of(head));
    let known = agency.is_some_and(is_agency);
    if places == 0 {
        return (known || out.date.is_some() && agency.is_some()).then_some(out);
    }
    if words > 8 || places > 3 {
        return None;
    }
    if mark == ": " {
        let listed = || first && out.place.is_some_and(|p| town(p.of(head)));
        return (known || (upper && (out.date.is_some() || listed()))).then_some(out);
    }
    let sure = known || out.date.is_some() || (upper && (agency.is_some() || words <= 5));
    let likely = first && words <= 4 && (agency.is_some() || matches!(mark, "—" | "–" | "--" | " -- " | "―" | "— "));
    (sure || likely).then_some(out)
}

/// `(Korva)`, `(Korva, May 4)`, as reports of organisations begin.
fn bracketed(head: &str, town: &dyn Fn(&str) -> bool) -> Option<Parts> {
    let inside = head.strip_prefix('(')?.strip_suffix(')')?;
    let mut out = Parts::default();
    let mut at = 1;
    for piece in inside.split(',') {
        let span = Span::new(at, at + piece.len()).trim(head);
        at += piece.len() + 1;
        let piece = span.of(head);
        match out.place {
            None if is_place(piece) => out.place = Some(span),
            Some(_) if is_date(piece, out.date.is_some()) => out.date = Some(out.date.map_or(span, |d| d.join(span))),
            _ => return None,
        }
    }
    let place = out.place?.of(head);
    (!is_agency(place) && (out.date.is_some() || town(place))).then_some(out)
}

/// Words in capitals, or beginning with one, with the small words of names; the country may follow in brackets.
fn is_place(piece: &str) -> bool {
    if let Some((town, country)) = piece.strip_suffix(')').and_then(|p| p.split_once(" (")) {
        return !town.is_empty() && is_place(town) && is_place(country);
    }
    let mut count = 0;
    for word in piece.split([' ', '\u{a0}', '/']) {
        count += 1;
        let small = words::is(word, words::PLACE);
        let named = word.starts_with(|c: char| c.is_uppercase())
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‘' | '`'))
            || (word.contains('-') && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')));
        if !(named || (small && count > 1)) {
            return false;
        }
    }
    let start = piece.starts_with(|c: char| c.is_uppercase()) || piece.starts_with("al-") || piece.starts_with("el-");
    start && count <= 5 && !piece.starts_with("By ")
}

fn is_upper(piece: &str) -> bool {
    let letters = piece.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 3 && letters.clone().filter(|c| c.is_lowercase()).count() <= 2 && {
        piece.chars().filter(|c| c.is_uppercase()).count() * 2 > letters.count()
    }
}

/// `Jan. 5`, `5 January 2016`, `Wednesday`, `Nov 5`; a number alone only after one of these.
fn is_date(piece: &str, dated: bool) -> bool {
    let (mut names, mut numbers, mut count) = (0, 0, 0);
    for word in piece.split([' ', '\u{a0}']) {
        count += 1;
        let bare = word.trim_end_matches('.');
        if is_day_or_month(bare) {
            names += 1;
        } else if (1..=4).contains(&bare.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len())
            && bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.len() <= 4
        {
            numbers += 1;
        } else {
            return false;
        }
    }
    count <= 4 && names <= 2 && (names > 0 || (numbers == 1 && count == 1 && dated))
}

#[cfg(test)]
mod tests {
    use super::dash;
    use proptest::prelude::*;

    /// The first of all marks, each searched for by itself; of two at one place the one listed first.
    fn slow(window: &str) -> Option<(usize, &'static str)> {
        let marks = ["—", "–", " - ", " -- ", "--", ") - ", ")- ", ") -", "\u{a0}- ", "- ", ": ", "―"];
        let found = marks.into_iter().filter_map(|mark| {
            let at = window.find(mark)? + usize::from(mark.starts_with(')'));
            Some((at, mark.trim_start_matches(')')))
        });
        found.min_by_key(|&(at, _)| at)
    }

    proptest! {
        #[test]
        fn one_pass_finds_the_same_dash(window in "[a) :\u{a0}—–―“-]{0,30}|[a)b -]{0,12}") {
            prop_assert_eq!(dash(&window), slow(&window));
        }
    }
}
