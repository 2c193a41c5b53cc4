//! Whether a stop ends its sentence.

use super::ahead::{self, Ahead, Kind, Opener};
use super::rules::*;

/// What kind of stop it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A full stop.
    Point,
    /// A question or exclamation mark.
    Loud,
    /// Three points, close together or one character.
    Ellipsis,
    /// Three points with spaces before and between.
    Spaced,
    /// A point and three more with spaces: words left out after a whole sentence.
    Omission,
    /// A stop that no other use makes ambiguous (`。`, `।`, `؟`).
    Clear,
}

/// A stop with what closes after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    /// First byte.
    pub(super) at: usize,
    /// One past the closing marks.
    pub(super) end: usize,
    /// Kind.
    pub(super) mark: Mark,
    /// A quotation mark closes after it.
    pub(super) quote: bool,
    /// A bracket closes after it.
    pub(super) bracket: bool,
    /// Straight double quotes among the closing marks.
    pub(super) straight: usize,
    /// No white space follows.
    pub(super) glued: bool,
}

/// Stops of every script besides `.`, `!` and `?`.
pub(super) fn is_stop(c: char) -> bool {
    c == '…' || matches!(c, '‼' | '⁇' | '⁈' | '⁉' | '‽') || is_clear(c)
}

fn is_clear(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？' | '．' | '؟' | '۔' | '։' | '।' | '॥' | '።' | '፧' | '፨' | '။' | '។' | '៕')
}

/// Whether something that can begin a sentence stands after the white space.
pub(super) fn begins(text: &str, at: usize, limit: usize) -> bool {
    let next = ahead::look(text, ahead::skip_space(text, at, limit), limit);
    matches!(next.kind, Kind::Upper | Kind::Letter | Kind::Digit)
}

impl Stop {
    /// Reads the run of stops at `at` and what closes after it. `open`: an odd number of straight quotes went before.
    pub(super) fn read(text: &str, at: usize, limit: usize, open: bool) -> Stop {
        let bytes = text.as_bytes();
        let mut i = at;
        let (mut points, mut spaced, mut mark) = (0, 0, Mark::Point);
        while i < limit {
            match bytes[i] {
                b'.' => {
                    points += 1;
                    i += 1;
                }
                b'!' | b'?' => {
                    mark = if mark == Mark::Clear { mark } else { Mark::Loud };
                    i += 1;
                }
                // `. . .`
                b' ' if points > 0
                    && bytes.get(i + 1) == Some(&b'.')
                    && i + 1 < limit
                    && !bytes.get(i + 2).is_some_and(|b| b.is_ascii_alphanumeric()) =>
                {
                    spaced += 1;
                    points += 1;
                    i += 2;
                }
                b if b < 0x80 => break,
                _ => match text[i..limit].chars().next() {
                    Some('…') => {
                        points += 3;
                        i += 3;
                    }
                    Some(c) if is_clear(c) => {
                        mark = Mark::Clear;
                        i += c.len_utf8();
                    }
                    Some(c) if is_stop(c) => {
                        mark = Mark::Loud;
                        i += c.len_utf8();
                    }
                    _ => break,
                },
            }
        }
        if mark == Mark::Point && points > 1 {
            let apart = at == 0 || text[..at].ends_with(ahead::is_space);
            mark = match (spaced, apart) {
                (3.., false) if points == spaced + 1 => Mark::Omission,
                (2, true) => Mark::Spaced,
                _ => Mark::Ellipsis,
            };
        }
        let mut stop = Stop { at, end: i, mark, quote: false, bracket: false, straight: 0, glued: false };
        stop.close(text, limit, open);
        stop
    }

    /// Takes in the marks that close after the stop.
    fn close(&mut self, text: &str, limit: usize, open: bool) {
        let bytes = text.as_bytes();
        // a handful at most
        for _ in 0..8 {
            let Some(c) = text.get(self.end..limit).and_then(|rest| rest.chars().next()) else { return };
            let after = self.end + c.len_utf8();
            let lone =
                !text.get(after..limit).is_some_and(|r| r.starts_with(|c: char| c.is_alphanumeric() || c == '$'));
            match c {
                ')' | ']' | '}' | '）' | '】' => self.bracket = true,
                '”' | '»' | '›' | '」' | '』' | '》' => self.quote = true,
                '’' | '“' | '‘' | '\'' | '«' | '`' if lone => self.quote = true,
                '"' if lone || (open && self.straight == 0) => {
                    self.quote = true;
                    self.straight += 1;
                }
                // a note: `[12]`
                '[' if note(bytes, self.end, limit).is_some() => {
                    self.end = note(bytes, self.end, limit).unwrap_or(after);
                    continue;
                }
                // a stop after the closing mark, or between two of them
                '.' | '!' | '?' if self.quote || self.bracket => {}
                // a mark apart: `… ! »`, `.’ ”`
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                    // a note apart: ` [12]`
                    if c == ' '
                        && let Some(end) = note(bytes, after, limit)
                    {
                        self.end = end;
                        continue;
                    }
                    let rest = text.get(after..limit).unwrap_or("");
                    let mark = rest.chars().next().filter(|c| matches!(c, '»' | '”' | '›'));
                    let closes = mark.is_some_and(|c| {
                        let then = rest[c.len_utf8()..].chars().next();
                        then.is_none_or(|t| ahead::is_space(t) || matches!(t, '.' | ',' | ')' | '!' | '?'))
                    });
                    if !closes {
                        break;
                    }
                    self.end = after;
                    continue;
                }
                _ => break,
            }
            self.end = after;
        }
        self.glued = !text.get(self.end..limit).is_some_and(|r| r.starts_with(ahead::is_space));
    }
}

/// The end of a note mark (`[12]`) that begins at `at`.
fn note(bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
    let mark = bytes.get(at..limit.min(at + 5))?.strip_prefix(b"[")?;
    let digits = mark.iter().take_while(|b| b.is_ascii_digit()).count();
    (digits > 0 && mark.get(digits) == Some(&b']')).then_some(at + digits + 2)
}

/// The word right before a stop, without its point.
fn word_before(text: &str, floor: usize, at: usize) -> &str {
    let head = text.get(floor..at).unwrap_or("");
    let mut from = head.len();
    for (i, c) in head.char_indices().rev() {
        let inside =
            c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '&' | '°' | 'º' | '@' | '/' | '_' | '\u{ad}');
        if !inside || head.len() - i > 48 {
            break;
        }
        from = i;
    }
    head[from..].trim_start_matches(['\'', '’', '-', '.', '/'])
}

/// What the rules know of the word before a point.
struct Before<'t> {
    word: &'t str,
    bits: Bits,
    /// One letter, or letters with points between them.
    initials: bool,
    /// Nothing but a bullet stands before it in the sentence.
    first: bool,
    digits: bool,
}

impl<'t> Before<'t> {
    fn read(rules: &Rules, text: &'t str, start: usize, at: usize) -> Self {
        let word = word_before(text, start, at);
        let mut bits = rules.classes(word);
        if bits == 0
            && let Some((_, last)) = word.rsplit_once(['-', '/', '\'', '’'])
        {
            bits = rules.classes(last);
        }
        let initials = !word.is_empty()
            && word.split('.').all(|part| {
                let mut letters = part.chars();
                letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
            });
        let from = at - word.len();
        let first = from.saturating_sub(start) <= 8
            && !text.get(start..from).is_some_and(|head| head.contains(char::is_alphanumeric));
        let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        let section = first && word.bytes().all(|b| b.is_ascii_digit() || b == b'.') && word.len() <= 8;
        Before { word, bits, initials, first, digits: digits || (section && !word.is_empty()) }
    }

    /// A short word without vowels is an abbreviation (`Hwy`, `Bldg`), if it is not in capitals.
    fn vowelless(&self) -> bool {
        let mut n = 0;
        let mut lower = false;
        for c in self.word.chars() {
            n += 1;
            lower |= c.is_lowercase();
            if n > 5 || !c.is_alphabetic() || (c as u32) > 0x24f || is_vowel(c) {
                return false;
            }
        }
        n > 1 && lower
    }

    fn roman(&self) -> bool {
        is_roman(self.word)
    }
}

fn is_vowel(c: char) -> bool {
    let c = if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        return !matches!(c, 'ß' | 'ç' | 'ñ' | 'ł' | 'š' | 'ž' | 'č');
    };
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// Whether the stop ends the sentence that began at `start`.
pub(super) fn ends(rules: &Rules, text: &str, start: usize, stop: &Stop, next: &Ahead) -> bool {
    if stop.mark == Mark::Clear {
        return clear_ends(text, start, stop, next);
    }
    if next.kind == Kind::Other {
        return false;
    }
    if stop.glued {
        return glued_ends(rules, text, start, stop, next);
    }
    if next.kind == Kind::Lower {
        return next.opener == Opener::Bullet || (stop.mark == Mark::Point && is_note(text, next));
    }
    match stop.mark {
        Mark::Loud => loud_ends(rules, text, start, stop, next),
        Mark::Ellipsis => {
            let bracketed = stop.bracket && text[..stop.at].ends_with(['[', '(']);
            let apart = text[..stop.at].ends_with(ahead::is_space);
            if bracketed {
                return is_starter(rules, text, next);
            }
            next.opener != Opener::Bracket
                && !(stop.quote && attributed(rules, text, next))
                && (!apart || stop.quote || is_starter(rules, text, next))
        }
        Mark::Spaced => stop.quote,
        _ => point_ends(rules, text, start, stop, next),
    }
}

/// Stops of scripts that put nothing else there; some put no space after it either.
fn clear_ends(text: &str, start: usize, stop: &Stop, next: &Ahead) -> bool {
    if next.kind == Kind::Other && next.opener == Opener::None {
        return !stop.glued;
    }
    // inside a book title: 《…！…》
    let near = text.get(start..stop.at).unwrap_or("");
    let title = near.chars().rev().take(24).find(|c| matches!(c, '《' | '》'));
    title != Some('《')
}

fn loud_ends(rules: &Rules, text: &str, start: usize, stop: &Stop, next: &Ahead) -> bool {
    let before = text[..stop.at].chars().next_back();
    if stop.bracket && before == Some('(') {
        return false;
    }
    if stop.quote && attributed(rules, text, next) {
        return false;
    }
    if !stop.quote && rules.classes(word_before(text, start, stop.at)) & NAME != 0 {
        return is_starter(rules, text, next);
    }
    true
}

/// `killed.The`: a lost space after a whole word.
fn glued_ends(rules: &Rules, text: &str, start: usize, stop: &Stop, next: &Ahead) -> bool {
    if next.kind != Kind::Upper || next.start != stop.end || !matches!(next.opener, Opener::None | Opener::Quote) {
        return false;
    }
    if matches!(stop.mark, Mark::Ellipsis | Mark::Spaced) {
        return false;
    }
    let mut letters = next.word.chars().skip(1);
    let apart = text[next.end..].starts_with(' ');
    let worded = match letters.next() {
        Some(c) => c.is_lowercase() || matches!(c, '\'' | '’') || (apart && (c.is_uppercase() || c == '.')),
        None => apart,
    };
    let head = &text[..stop.at];
    let mut back = head.chars().rev();
    let whole = (back.next().is_some_and(char::is_lowercase) && back.next().is_some_and(char::is_lowercase))
        || stop.quote
        || head.ends_with(['”', '"', ')', '%']);
    if !worded || !whole || rules.classes(next.word) & (TLD | STARTER) == TLD {
        return false;
    }
    let word = word_before(text, start, stop.at);
    if word.contains(['@', '/', '_']) || word.starts_with("www") || next.word.contains(['@', '/', '_']) {
        return false;
    }
    stop.mark == Mark::Loud || point_ends(rules, text, start, stop, next)
}

fn point_ends(rules: &Rules, text: &str, start: usize, stop: &Stop, next: &Ahead) -> bool {
    let before = Before::read(rules, text, start, stop.at);
    let bits = before.bits;
    // the mark of a list item
    if before.first
        && !stop.quote
        && (before.initials && before.word.chars().count() == 1 || before.digits || before.roman())
    {
        return false;
    }
    // looked up only where it matters: most words before a point have no class
    let starter = || is_starter(rules, text, next);
    if next.kind == Kind::Digit {
        let joins = ORG | MONTH | NUMBER | TITLE | LATIN | PLACE | STATE | TIME | UNIT | OTHER | SUFFIX;
        let listed = next.opener == Opener::Dash && (bits & OPEN != 0 || before.digits);
        return bits & joins == 0 && !before.initials && !listed;
    }
    if bits & LATIN != 0 {
        return false;
    }
    // `three questions: 1. Who …`
    if before.digits && text[start..stop.at - before.word.len()].ends_with(": ") {
        return false;
    }
    if before.digits || (before.roman() && before.word.len() > 1) {
        return !rules.ordinals || starter();
    }
    if bits & END != 0 {
        return true;
    }
    let open = bits & OPEN != 0 || before.initials || before.vowelless();
    if bits & TITLE != 0 && !open {
        return stop.quote;
    }
    if bits & NUMBER != 0 && !open {
        return !is_roman(next.word) || starter();
    }
    if !open {
        return true;
    }
    let apostrophe = stop.quote && stop.straight == 0 && text[stop.at + 1..].starts_with(['\'', '’']);
    if (stop.quote && !apostrophe) || next.opener == Opener::Bullet {
        return true;
    }
    if matches!(next.opener, Opener::Bracket | Opener::Dash) {
        return false;
    }
    if next.opener == Opener::Quote && bits & (ORG | TIME) != 0 {
        return true;
    }
    if bits & TITLE != 0 && bits & ADDRESS == 0 {
        return false;
    }
    if bits & (ORG | STATE) != 0 && stop.end == stop.at + 1 && !starter() {
        let head = text[start..stop.at - before.word.len()].trim_end();
        let named = if bits & ORG != 0 { follows_name(head) } else { head.ends_with(',') };
        return named && rules.classes(next.word) & (FOLLOW | ORG) == 0;
    }
    // a short surname is no starter after an initial (`S. An`)
    let surname =
        before.initials && bits == 0 && next.word.len() == 2 && !matches!(next.word, "In" | "It" | "He" | "We");
    !surname && starter() && !fronted(rules, text, start, stop.at)
}

/// Whether the next word often begins a sentence and seldom a name; an initial never does.
fn is_starter(rules: &Rules, text: &str, next: &Ahead) -> bool {
    if next.word.chars().nth(1).is_none() && text[next.end..].starts_with('.') {
        return false;
    }
    if rules.classes(next.word) & STARTER != 0 {
        return true;
    }
    let owner = next.word.strip_suffix("'s").or_else(|| next.word.strip_suffix("’s"));
    owner.is_some_and(|word| rules.classes(word) & STARTER != 0)
}

/// The last word before a company's suffix is a name, `&` or another suffix.
fn follows_name(head: &str) -> bool {
    let last = head.rsplit(ahead::is_space).next().unwrap_or("");
    last.ends_with(['&', ',', ')', '\'', '’']) || last.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// The mark of a note under a table: `a - Includes …`.
fn is_note(text: &str, next: &Ahead) -> bool {
    let rest = &text[next.end..];
    next.opener == Opener::None
        && next.word.len() == 1
        && [" - ", " – ", "-"].iter().any(|d| rest.strip_prefix(d).is_some_and(|r| r.starts_with(char::is_uppercase)))
}

/// Whether the sentence so far is only a short adjunct (`At 5 a.m.`).
fn fronted(rules: &Rules, text: &str, start: usize, at: usize) -> bool {
    let head = text.get(start..at).unwrap_or("");
    if head.len() > 24 {
        return false;
    }
    let mut words = head.split_whitespace();
    words.next().is_some_and(|w| rules.classes(w) & FRONT != 0) && words.count() <= 2
}

/// Whether a name and a verb of saying follow a closed quote (`“Why?” Mr. Hall asked`).
fn attributed(rules: &Rules, text: &str, next: &Ahead) -> bool {
    if next.opener != Opener::None || next.kind != Kind::Upper {
        return false;
    }
    let mut at = next.end;
    let mut bits = rules.classes(next.word);
    if bits & STARTER != 0 && bits & TITLE == 0 {
        // a pronoun may come in a capital by mistake, but then it begins a sentence more often
        return false;
    }
    for _ in 0..4 {
        let point = text[at..].starts_with('.');
        if point && bits & TITLE == 0 && !text[..at].ends_with(|c: char| c.is_uppercase()) {
            return false;
        }
        at += usize::from(point);
        if !text[at..].starts_with([' ', '\u{a0}']) {
            return false;
        }
        at = ahead::skip_space(text, at, text.len());
        let word = ahead::look(text, at, text.len());
        if word.opener != Opener::None {
            return false;
        }
        bits = rules.classes(word.word);
        match word.kind {
            Kind::Lower => return bits & VERB != 0,
            Kind::Upper => at = word.end,
            _ => return false,
        }
    }
    false
}
