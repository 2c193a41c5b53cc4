//! Judges the lines of a page, first each by itself, then by its neighbours.

use super::dateline;
use super::markers::{self, Marker};
use super::opening;
use super::shape::{self, Shape};
use super::words;
use crate::document::BlockKind;
use crate::quote::cue::{self, Cues};
use crate::span::Span;
use crate::text::inflect::Form;
use rustc_hash::FxHashSet;

/// A line (or paragraph) and what is known of it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) shape: Shape,
    pub(super) marker: Option<Marker>,
    /// An entry of a list by its date, or a lone mark of one.
    entry: bool,
    /// A headline and teaser cut off by dots.
    teaser: bool,
    /// Only a date.
    date: bool,
    /// Names a section.
    section: bool,
    /// Heads the readers' comments.
    comments: bool,
    /// The verdict; none so far: the article's.
    pub(super) kind: Option<BlockKind>,
}

/// Lines of more bytes are paragraphs whatever they begin with, cookie notices and the like aside.
const LONG: usize = 900;
/// Lines of more words and bytes than these are only looked at where they begin and end.
const FEW: usize = 24;
const SHORT: usize = 250;
/// How much of a long line's beginning and end is looked at, in bytes: no marker is as long.
const HEAD: usize = 80;
const TAIL: usize = 40;

impl Line {
    pub(super) fn new(text: &str, span: Span) -> Self {
        let shape = Shape::new(text, span);
        let words = span.of(text);
        let mut line = Line {
            shape,
            marker: None,
            entry: false,
            teaser: false,
            date: false,
            section: false,
            comments: false,
            kind: None,
        };
        if words.len() > LONG {
            return line;
        }
        let lone = || !words.chars().any(char::is_alphanumeric);
        let copyright = |normal: &str| {
            words.starts_with(['©', '℗'])
                || normal.starts_with("(c) ")
                || normal.starts_with("copyright ") && normal.contains("rights reserved")
        };
        let boilerplate = if shape.words > FEW && words.len() > SHORT {
            // whatever can still claim it stands at one of its ends
            let head = markers::normal(shape::head(words, HEAD));
            line.marker = markers::opening(&head, shape.words);
            line.teaser =
                shape::is_teaser(words, &shape) || markers::ends_with_more(&markers::normal(shape::tail(words, TAIL)));
            lone() || copyright(&head) || shape::is_address(words)
        } else {
            let normal = markers::normal(words);
            line.marker = markers::marker(&normal, shape.words);
            line.date = shape.words <= 14 && shape::is_date(words);
            line.section = shape.words <= 4 && markers::is_section(&normal);
            line.comments = shape.words <= 6 && markers::heads_comments(&normal);
            line.entry = shape::is_dated_entry(words);
            line.teaser = shape::is_teaser(words, &shape) || (shape.words > 4 && markers::ends_with_more(&normal));
            let bare = || words.trim_matches(|c: char| !c.is_alphanumeric());
            lone()
                || copyright(&normal)
                || shape::is_weather(words)
                || shape::is_address(words)
                || shape::is_pointer(words)
                || shape::is_trail(words, |part| markers::is_section(&markers::normal(part)))
                || (shape.words <= 4 && dateline::is_agency(bare()))
                || is_counter(&normal)
                || markers::is_menu(&normal)
                || shape::is_forecast(&normal)
        };
        if boilerplate {
            line.kind = Some(BlockKind::Boilerplate);
            return line;
        }
        if is_byline(words, &shape) {
            line.kind = Some(BlockKind::Byline);
            return line;
        }
        line.kind = match line.marker {
            // the group said on its Telegram channel that …
            Some(Marker::Notice | Marker::Share) if reports(words, &shape) => None,
            Some(Marker::Notice | Marker::Share | Marker::Credit) => Some(BlockKind::Boilerplate),
            Some(Marker::Related) => Some(BlockKind::Boilerplate),
            Some(Marker::Caption) if shape.words <= 60 => Some(BlockKind::Caption),
            Some(Marker::Byline) if shape.words <= 12 => Some(BlockKind::Byline),
            _ if shape.words <= 60 && shape::has_photo_credit(words) => Some(BlockKind::Caption),
            _ => None,
        };
        line
    }

    fn open(&self) -> bool {
        self.kind.is_none()
    }
}

/// Words of a sentence that may report and ask for nothing.
const SENTENCE: usize = 8;

/// A whole sentence that reports what somebody said: the article's, whatever it speaks of.
fn reports(line: &str, shape: &Shape) -> bool {
    let past = |w: &str| {
        Cues::builtin().get(w).is_some_and(|c| c.form == Form::Past && c.frames & (cue::QUOTE | cue::NOUN) != 0)
    };
    let mut each = line.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    let first = each.clone().next().unwrap_or("");
    // By signing up you agreed to our terms; Read what they said: the page speaks to its reader
    let reader = |w: &str| words::is_in_any_case(w, words::READER);
    let asks = each.clone().any(reader) || Cues::builtin().get(&first.to_ascii_lowercase()).is_some();
    shape.ended && shape.words >= SENTENCE && !asks && each.any(past)
}

/// `12 Comments`, `3.4k shares`, `0 0 0`, `1 of 4`.
fn is_counter(normal: &str) -> bool {
    if normal.len() > 40 || !normal.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut words = 0;
    for word in normal.split(|c: char| !c.is_alphanumeric() && c != '.' && c != ',').filter(|w| !w.is_empty()) {
        words += 1;
        let digits = word.trim_end_matches(['k', 'm']);
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        if !number && !words::is(word.trim_matches('.'), words::COUNTER) {
            return false;
        }
    }
    // a number alone is a rank or a counter, a year alone may be a heading
    words > 1 || !normal.chars().all(|c| c.is_ascii_digit()) || normal.len() < 4
}

/// `By Jane Hall`, `BY JANE HALL AND TOM REED, Staff Writers`.
pub(super) fn is_byline(words: &str, shape: &Shape) -> bool {
    if shape.words > 14 || shape.words < 2 {
        return false;
    }
    let Some(rest) =
        words.strip_prefix("By ").or_else(|| words.strip_prefix("BY ")).or_else(|| words.strip_prefix("by "))
    else {
        return false;
    };
    // a name, no sentence: small words other than those between names end it
    let mut capitals = 0;
    for word in rest.split([' ', '\u{a0}', ',', '|', '/', '&']).filter(|w| !w.is_empty()) {
        let first = word.chars().next().unwrap_or(' ');
        if first.is_uppercase() {
            capitals += 1;
        } else if first.is_lowercase() && !words::is(word, words::JOINER) && !word.contains('-') {
            return false;
        }
    }
    capitals >= 2 || (capitals == 1 && shape.words <= 3 && !shape.ended)
}

/// Fills in the kinds that depend on neighbours.
pub(super) fn judge(text: &str, page: &mut [Line]) {
    entries(page);
    let body = page.iter().position(|l| l.open() && l.shape.solid() && !l.teaser && !l.entry);
    sections(page, body);
    title(text, page, body);
    dates(page);
    tails(page, body);
    trailing(text, page, body);
    captions(text, page);
    credits(text, page);
    signature(text, page);
}

/// The authors, under the last paragraph.
fn signature(text: &str, page: &mut [Line]) {
    let open = |l: &Line| l.open();
    let Some(last) = page.iter().rposition(open).filter(|&i| page[..i].iter().any(|l| l.open() && l.shape.solid()))
    else {
        return;
    };
    if opening::is_signature(page[last].shape.span.of(text), &page[last].shape) {
        page[last].kind = Some(BlockKind::Byline);
    }
}

/// A few words that the line of boilerplate right above them holds too: the agency of a copyright line once more.
fn credits(text: &str, page: &mut [Line]) {
    for i in 1..page.len() {
        let (above, line) = (&page[i - 1], &page[i]);
        let words = line.shape.span.of(text);
        let again = line.open()
            && line.shape.words <= 4
            && !line.shape.ended
            && words.starts_with(char::is_uppercase)
            && above.kind == Some(BlockKind::Boilerplate)
            && above.shape.span.len() <= 120
            && above.shape.span.of(text).starts_with(['©', '℗'])
            && above.shape.span.of(text).contains(words);
        if again {
            page[i].kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// Runs of dated entries and cut teasers.
fn entries(page: &mut [Line]) {
    let alike = |l: &Line| l.entry || l.teaser || (l.kind == Some(BlockKind::Boilerplate) && !l.shape.letters);
    for i in 0..page.len() {
        if !(page[i].entry || page[i].teaser) || !page[i].open() {
            continue;
        }
        let before = i > 0 && alike(&page[i - 1]);
        let after = page.get(i + 1).is_some_and(alike);
        if before || after {
            page[i].kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// Lines that name a section: in a run, or above the title.
fn sections(page: &mut [Line], body: Option<usize>) {
    let mut i = 0;
    while i < page.len() {
        let short = |l: &Line| l.open() && l.shape.words <= 4 && !l.shape.ended && l.shape.letters;
        let run = page[i..].iter().take_while(|l| short(l)).count();
        let known = page[i..i + run].iter().filter(|l| l.section).count();
        let above = body.is_none_or(|b| i + run <= b);
        if run >= 3 && known * 2 >= run {
            page[i..i + run].iter_mut().for_each(|l| l.kind = Some(BlockKind::Boilerplate));
        } else if known > 0 && above && run > 0 {
            page[i..i + run].iter_mut().filter(|l| l.section).for_each(|l| l.kind = Some(BlockKind::Boilerplate));
        }
        i += run.max(1);
    }
}

/// The headline above the first paragraph: of the lines that can be one, the first that shares words with the article
/// if there are many, else the first of some length. Lines above it belong to the page.
fn title(text: &str, page: &mut [Line], body: Option<usize>) {
    let Some(body) = body else { return };
    let author = |l: &Line| opening::is_author(l.shape.span.of(text), &l.shape);
    let fits = |l: &Line| {
        // `Analysis: why the talks failed` is a headline if nothing else is
        let told =
            matches!(l.marker, Some(Marker::Notice)) && l.shape.words >= 5 && l.shape.span.of(text).contains(": ");
        let claimed = !l.open() && !told;
        let timed = shape::clock(l.shape.span.of(text)).is_some();
        !claimed && !timed && l.shape.headline() && !l.date && !l.entry && !l.shape.cut && l.shape.span.len() <= 240
    };
    let heads: Vec<usize> = (0..body).filter(|&i| fits(&page[i])).collect();
    let Some(&first) = heads.iter().find(|&&i| !author(&page[i])).or(heads.first()) else { return };
    let open = |i: &usize| page[*i].open() && page[*i].shape.words >= 4;
    let mut best = heads.iter().copied().find(open).unwrap_or(first);
    if heads.len() >= 3 {
        let story = page[body..].iter().filter(|l| l.open() && l.shape.solid()).take(3).map(|l| l.shape.span.of(text));
        let story: FxHashSet<String> = story.flat_map(content_words).collect();
        let shared = |i: usize| content_words(page[i].shape.span.of(text)).filter(|w| story.contains(w)).count();
        best = heads.iter().copied().find(|&i| page[i].shape.words >= 3 && shared(i) >= 2).unwrap_or(best);
    }
    for i in heads.into_iter().filter(|&i| i < best) {
        let signs = i + 1 == best && author(&page[i]);
        page[i].kind = Some(if signs { BlockKind::Byline } else { BlockKind::Boilerplate });
    }
    page[best].kind = Some(BlockKind::Title);
    // who and when right under it, or under a long line below the headline that ends without a mark
    let under = if page[body].shape.ended { body } else { (body + 3).min(page.len()) };
    for line in page[best + 1..under].iter_mut().filter(|l| l.open()) {
        let words = line.shape.span.of(text);
        let short = line.shape.words <= 10 && !line.shape.ended;
        let signed = words.rsplit([',', '/', '|', '-', '–', '—']).next().is_some_and(dateline::is_agency);
        let author = opening::is_signed(words, &line.shape);
        if short && (line.entry || shape::begins_with_date(words) || (signed && line.shape.words <= 8) || author) {
            line.kind = Some(BlockKind::Byline);
        }
    }
}

/// Words that tell what a text is about: long ones and those with a capital, in lower case.
fn content_words(words: &str) -> impl Iterator<Item = String> {
    let long = |w: &&str| w.len() > 5 || (w.len() > 2 && w.starts_with(char::is_uppercase));
    words.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_lowercase)
}

/// Lines that only hold a date: right under the title they go with the byline, else they are part of a widget.
fn dates(page: &mut [Line]) {
    for i in 0..page.len() {
        if page[i].open() && page[i].date {
            let under = i > 0 && matches!(page[i - 1].kind, Some(BlockKind::Title | BlockKind::Byline));
            page[i].kind = Some(if under { BlockKind::Byline } else { BlockKind::Boilerplate });
        }
    }
}

/// What follows a heading of related stories or a prompt to share, as long as it looks like a list.
fn tails(page: &mut [Line], body: Option<usize>) {
    let Some(body) = body else { return };
    let listed = |l: &Line| l.shape.headline() || l.shape.cut || l.teaser || l.entry;
    // open lines, and those of a list among them, from each line to the end
    let mut after = vec![(0usize, 0usize); page.len() + 1];
    for i in (0..page.len()).rev() {
        let (open, heads) = after[i + 1];
        let line = &page[i];
        after[i] = (open + usize::from(line.open()), heads + usize::from(line.open() && listed(line)));
    }
    let solids: Vec<usize> = (0..page.len()).filter(|&i| page[i].open() && page[i].shape.solid()).collect();
    // readers' comments come last: most of the article must stand above
    let late =
        |i: usize| solids.partition_point(|&s| s < i) * 2 >= solids.len() && solids.partition_point(|&s| s < i) >= 3;
    let mut i = body + 1;
    while i < page.len() {
        let heading = page[i].kind == Some(BlockKind::Boilerplate)
            && (matches!(page[i].marker, Some(Marker::Related | Marker::Share)) || page[i].comments);
        if !heading {
            i += 1;
            continue;
        }
        let (open, heads) = after[i + 1];
        let end = if heads * 2 >= open || (page[i].comments && late(i)) {
            page.len()
        } else {
            let limit = if page[i].marker == Some(Marker::Related) { 12 } else { 0 };
            let run = page[i + 1..].iter().take(limit).take_while(|l| !l.open() || listed(l)).count();
            i + 1 + run
        };
        for line in page[i + 1..end].iter_mut().filter(|l| l.open()) {
            line.kind = Some(BlockKind::Boilerplate);
        }
        i = end.max(i + 1);
    }
}

/// Three or more headlines after the last paragraph: links to other stories without a heading.
fn trailing(text: &str, page: &mut [Line], body: Option<usize>) {
    let Some(body) = body else { return };
    let Some(last) = page.iter().rposition(|l| l.open() && l.shape.solid() && l.shape.ended) else { return };
    // the last whole paragraph may stand above the body: an entry of a list that ends like a sentence
    let story = page.get(body..=last).unwrap_or(&[]);
    let solids = story.iter().filter(|l| l.open() && l.shape.solid()).count();
    let headline = |l: &Line| {
        let words = l.shape.span.of(text);
        l.shape.headline() && l.shape.words >= 4 && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let rest = &mut page[last + 1..];
    let open = rest.iter().filter(|l| l.open()).count();
    if solids >= 3 && open >= 3 && rest.iter().filter(|l| l.open()).all(headline) {
        rest.iter_mut().filter(|l| l.open()).for_each(|l| l.kind = Some(BlockKind::Boilerplate));
    }
}

/// The title once more: a caption beside a caption, else the page's own.
fn captions(text: &str, page: &mut [Line]) {
    let Some(title) = page.iter().position(|l| l.kind == Some(BlockKind::Title)) else { return };
    let words = page[title].shape.span.of(text).to_lowercase();
    for i in 0..page.len() {
        if i == title || !page[i].open() || page[i].shape.span.len() != page[title].shape.span.len() {
            continue;
        }
        if page[i].shape.span.of(text).to_lowercase() == words {
            let beside = page[i.saturating_sub(1)].kind == Some(BlockKind::Caption);
            page[i].kind = Some(if beside { BlockKind::Caption } else { BlockKind::Boilerplate });
        }
    }
}
