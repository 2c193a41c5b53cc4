//! The forward pass: finds the marks that may end a sentence and cuts where the rules say so.

use super::ahead::{self, Kind, Opener};
use super::decide::{self, Mark, Stop};
use super::lists;
use super::rules::{CREDIT, RESTART, Rules, STARTER};
use crate::span::Span;

const PLAIN: u8 = 0;
const STOP: u8 = 1;
const QUOTE: u8 = 2;
const LEAD: u8 = 3;
const COLON: u8 = 4;

/// What a byte may begin: a stop, a straight quotation mark, or a character of several bytes that may be either.
const CLASS: [u8; 256] = {
    let mut table = [PLAIN; 256];
    table[b'.' as usize] = STOP;
    table[b'!' as usize] = STOP;
    table[b'?' as usize] = STOP;
    table[b'"' as usize] = QUOTE;
    table[b':' as usize] = COLON;
    let leads = [0xd6, 0xd8, 0xdb, 0xe0, 0xe1, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < leads.len() {
        table[leads[i]] = LEAD;
        i += 1;
    }
    table
};

/// The first byte of `at..end` that is not plain; `end` if there is none.
fn next(bytes: &[u8], mut at: usize, end: usize) -> usize {
    // pieces whose bytes the compiler looks at together, by tests that only a few others than those of `CLASS` pass
    let marks = |b: u8| u8::from((b == b'.') | (b == b':') | (b == b'"') | (b == b'!') | (b == b'?') | (b >= 0xd6));
    while let Some(piece) = bytes.get(at..end).and_then(|rest| rest.first_chunk::<16>()) {
        if piece.iter().fold(0, |any, &b| any | marks(b)) != 0 {
            break;
        }
        at += 16;
    }
    while at < end && CLASS[bytes[at] as usize] == PLAIN {
        at += 1;
    }
    at
}

/// The longest quote, in bytes, that may be a whole sentence without a stop: nobody speaks longer in one breath, and a
/// look back over more would cost the square of a hostile text.
const WHOLE: usize = 1000;
/// The longest word, in bytes, that opens a credit.
const CREDIT_WORD: usize = 16;

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
        at = next(bytes, at, end);
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
                if quotes.is_multiple_of(2) && restarts(rules, text, start, at, at + 1, end) {
                    cut(&mut start, at + 1);
                }
                at += 1;
            }
            COLON => {
                if let Some(credit) = credit(rules, text, start, at, end) {
                    cut(&mut start, credit);
                }
                at += 1;
            }
            LEAD => {
                let c = text[at..end].chars().next().unwrap_or('?');
                if decide::is_stop(c) {
                    at = candidate(rules, text, at, end, &mut start, &mut quotes, &mut cut);
                } else {
                    let after = at + c.len_utf8();
                    if c == '”' && restarts(rules, text, start, at, after, end) {
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
        if !stop.quote && decide::begins(text, stop.end, end) {
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
fn restarts(rules: &Rules, text: &str, start: usize, mark: usize, after: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let worded = mark > 0 && (bytes[mark - 1].is_ascii_lowercase() || bytes[mark - 1].is_ascii_digit());
    if !worded || bytes.get(after) != Some(&b' ') {
        return false;
    }
    let next = ahead::look(text, ahead::skip_space(text, after, end), end);
    if next.kind != Kind::Upper || next.opener != Opener::None {
        return false;
    }
    // a sentence that is one quote, all of it: any word that begins sentences will do
    let head = if mark - start <= WHOLE { text[start..mark].trim_start() } else { "" };
    let whole = head.strip_prefix(['"', '“']).is_some_and(|quote| quote.contains(' ') && !quote.contains(['"', '”']));
    let wanted = if whole { RESTART | STARTER } else { RESTART };
    rules.classes(next.word) & wanted != 0
}

/// Where a credit begins that is run into a caption: `The old bridge Image: J. Hall`.
fn credit(rules: &Rules, text: &str, start: usize, colon: usize, end: usize) -> Option<usize> {
    // the blank before the word is near or of no use
    let near = start.max(colon.saturating_sub(CREDIT_WORD));
    let from = near + text.as_bytes().get(near..colon)?.iter().rposition(|&b| b == b' ')?;
    let word = &text[from + 1..colon];
    let opens = word.starts_with(char::is_uppercase) && rules.classes(word) & CREDIT != 0;
    let named = text[colon + 1..end].starts_with(' ')
        && ahead::look(text, ahead::skip_space(text, colon + 1, end), end).kind == Kind::Upper;
    (opens && named && !text[start..from].trim().is_empty()).then_some(from)
}
