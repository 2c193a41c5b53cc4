//! What some pages run into the line of the dateline: who wrote the story, when it was sent, by whom.

use super::context::is_byline;
use super::dateline::{dateline, is_agency};
use super::shape::{self, Shape};
use super::words;
use crate::span::Span;
use crate::text::lexicon::{AMBIGUOUS_NAME, GIVEN_NAME, classes};

/// How far into a paragraph its dateline may begin, in bytes.
const FAR: usize = 90;

/// Where the dateline begins in a paragraph that opens with a byline or with date and agency
/// (`By Jane Hall KORVA (AP) —`, `Nov 3 (AP) KORVA (AP) —`); the words before it are a byline.
pub(super) fn glued(text: &str, paragraph: Span) -> Option<usize> {
    let window = shape::head(paragraph.of(text), FAR);
    let first = window.split(' ').next()?;
    if !(first.eq_ignore_ascii_case("by") || first.starts_with('(') || shape::is_day_or_month(first)) {
        return None;
    }
    // the first word in capitals is the town's
    let capitals = |w: &str| w.chars().filter(|c| c.is_uppercase()).count() > 2 && !w.contains(char::is_lowercase);
    let starts = window.match_indices(' ').map(|(at, _)| at + 1);
    let town = starts.skip_while(|&at| !window[at..].starts_with(char::is_uppercase) || !capitals(word(&window[at..])));
    let at = town.take(1).next()?;
    let before = window[..at].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '.'));
    let opens = is_byline(before, &Shape::new(before, Span::new(0, before.len()))) || is_sent(before);
    let at = paragraph.start + at;
    (opens && dateline(text, Span::new(at, paragraph.end), true, &|_| false).is_some()).then_some(at)
}

fn word(words: &str) -> &str {
    words.split([' ', ',']).next().unwrap_or("")
}

/// A date and an agency in brackets (`Nov 3 (AP)`), or one of them.
fn is_sent(words: &str) -> bool {
    let (date, agency) = words.strip_suffix(')').and_then(|w| w.rsplit_once('(')).unwrap_or((words, ""));
    let date = date.trim_end();
    (date.is_empty() || shape::is_date(date)) && (agency.is_empty() || is_agency(agency))
}

/// Nothing but the name of a person, with or without the paper (`Jane Hall`, `Jane Hall, Korva Post`): who wrote it, if
/// it stands beside the title.
pub(super) fn is_author(words: &str, shape: &Shape) -> bool {
    if shape.ended || !(2..=8).contains(&shape.words) {
        return false;
    }
    let (name, paper) = words.split_once([',', '|']).unwrap_or((words, ""));
    let mut parts = name.split_whitespace();
    let given = parts.next().is_some_and(|w| classes(w) & (GIVEN_NAME | AMBIGUOUS_NAME) == GIVEN_NAME);
    let mut rest = 0;
    let named = parts.all(|w| {
        rest += 1;
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    });
    given
        && named
        && (1..=2).contains(&rest)
        && words.starts_with(char::is_uppercase)
        && paper.split_whitespace().all(|w| words::is(w, words::JOINER) || !w.starts_with(char::is_lowercase))
        && paper.split_whitespace().count() <= 5
}

/// The same, with where and with whom (`Jane Hall in Korva and agencies`): who wrote it, if it stands under the title.
pub(super) fn is_signed(words: &str, shape: &Shape) -> bool {
    let name =
        ["in", "and"].iter().filter_map(|w| words.find(&format!(" {w} "))).min().map_or(words, |at| &words[..at]);
    let whole = name.len() == words.len();
    let rest = words[name.len()..].split([' ', ',']).filter(|w| !w.is_empty());
    let joined = !shape.ended
        && shape.words <= 12
        && rest.clone().all(|w| words::is(w, words::JOINER) || w.starts_with(char::is_uppercase));
    // an agency in a town
    let sent = !whole && is_agency(name);
    joined && (sent || is_author(name, &if whole { *shape } else { Shape::new(name, Span::new(0, name.len())) }))
}

/// Names parted by slashes and nothing else (`Jane Hall/ Tom al-Reed`): who wrote it, if it closes the page.
pub(super) fn is_signature(words: &str, shape: &Shape) -> bool {
    let name = |part: &str| {
        let mut count = 0;
        let named = part.split_whitespace().all(|w| {
            count += 1;
            let bare = w.split_once('-').filter(|(a, _)| a.len() <= 3).map_or(w, |(_, b)| b);
            bare.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "-.'’".contains(c))
        });
        named && (1..=3).contains(&count)
    };
    !shape.ended && shape.words <= 10 && words.contains('/') && words.split('/').all(name)
}
