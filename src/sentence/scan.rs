//! The forward pass: finds the marks that may end a sentence and cuts where the rules say so.

use super::ahead::{self, Kind, Opener};
use super::decide::{self, Mark, Stop};
use super::lists;
use super::rules::{RESTART, Rules};
use crate::span::Span;

const PLAIN: u8 = 0;
const STOP: u8 = 1;
const QUOTE: u8 = 2;
const LEAD: u8 = 3;

/// What a byte may begin: a stop, a straight quotation mark, or a character of several bytes that may be either.
const CLASS: [u8; 256] = {
    let mut table = [PLAIN; 256];
    table[b'.' as usize] = STOP;
    table[b'!' as usize] = STOP;
    table[b'?' as usize] = STOP;
    table[b'"' as usize] = QUOTE;
    let leads = [0xd6, 0xd8, 0xdb, 0xe0, 0xe1, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < leads.len() {
        table[leads[i]] = LEAD;
        i += 1;
    }
    table
};

/// Adds the sentences of one paragraph.
pub(super) fn paragraph(rules: &Rules, text: &str, span: Span, out: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let end = span.end.min(bytes.len());
    let mut items = lists::items(text, span).into_iter().peekable();
    let mut start = span.start;
    let mut at = span.start;
    // straight double quotes since the paragraph began
    let mut quotes = 0usize;
    let mut cut = |start: &mut usize, to: usize| {
        let sentence = Span::new(*start, to).trim(text);
        if !sentence.is_empty() {
            out.push(sentence);
        }
        *start = to;
    };
    loop {
        while at < end && CLASS[bytes[at] as usize] == PLAIN {
            at += 1;
        }
        while let Some(&item) = items.peek().filter(|&&item| item <= at.min(end)) {
            if item > start {
                cut(&mut start, item);
            }
            items.next();
        }
        if at >= end {
            break;
        }
        match CLASS[bytes[at] as usize] {
            QUOTE => {
                quotes += 1;
                if quotes.is_multiple_of(2) && restarts(rules, text, at, at + 1, end) {
                    cut(&mut start, at + 1);
                }
                at += 1;
            }
            LEAD => {
                let c = text[at..end].chars().next().unwrap_or('?');
                if decide::is_stop(c) {
                    at = candidate(rules, text, at, end, &mut start, &mut quotes, &mut cut);
                } else {
                    let after = at + c.len_utf8();
                    if c == '”' && restarts(rules, text, at, after, end) {
                        cut(&mut start, after);
                    }
                    at = after;
                }
            }
            _ => {
                // the point of a number or a host name is most of what is left
                if bytes[at] == b'.' && bytes.get(at + 1).is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                {
                    at += 1;
                } else {
                    at = candidate(rules, text, at, end, &mut start, &mut quotes, &mut cut);
                }
            }
        }
    }
    cut(&mut start, end);
}

/// Handles the stop at `at`; returns where to read on.
fn candidate(
    rules: &Rules,
    text: &str,
    at: usize,
    end: usize,
    start: &mut usize,
    quotes: &mut usize,
    cut: &mut impl FnMut(&mut usize, usize),
) -> usize {
    let stop = Stop::read(text, at, end, *quotes % 2 == 1);
    *quotes += stop.straight;
    if stop.mark == Mark::Omission {
        // `word. . . . Next`: the sentence ends at its own point
        if ahead::look(text, stop.end, end).kind == Kind::End || decide::begins(text, stop.end, end) {
            cut(start, at + 1);
        }
        return stop.end;
    }
    let next = ahead::skip_space(text, stop.end, end);
    let next = ahead::look(text, next, end);
    if next.kind != Kind::End && decide::ends(rules, text, *start, &stop, &next) {
        cut(start, stop.end);
    }
    stop.end
}

/// Whether a word that begins a new sentence follows a closed quote without a stop.
fn restarts(rules: &Rules, text: &str, mark: usize, after: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let worded = mark > 0 && (bytes[mark - 1].is_ascii_lowercase() || bytes[mark - 1].is_ascii_digit());
    if !worded || bytes.get(after) != Some(&b' ') {
        return false;
    }
    let next = ahead::look(text, ahead::skip_space(text, after, end), end);
    next.kind == Kind::Upper && next.opener == Opener::None && rules.classes(next.word) & RESTART != 0
}
