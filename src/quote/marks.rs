//! Quotation marks: which open, which close, and the passages between them.
//!
//! One pass a paragraph with state. A mark that is never closed ends its passage with the paragraph; nothing reaches
//! into the next one. Apostrophes, possessives, elisions (’90s) and inches are told apart from marks by what stands
//! beside them, and single marks must pair up to count.

use crate::text::inflect::Form;
use crate::text::lexicon::*;
use crate::text::{
    Token, TokenKind,
    tokens::{CAPITAL, SPACE},
};
use std::ops::Range;

/// A stretch between quotation marks, as token indices; the marks are inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Passage {
    /// Token of the opening mark.
    pub first: usize,
    /// One past the token of the closing mark (or past the last token of the paragraph).
    pub last: usize,
    /// How many tokens the opening mark has (two for a doubled backtick).
    pub open: usize,
    /// How many tokens the closing mark has; 0 if it is never closed.
    pub close: usize,
    /// Single marks.
    pub single: bool,
    /// The paragraph ends inside.
    pub open_end: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    token: usize,
    width: usize,
    role: Role,
    single: bool,
    /// Straight marks: how they look by the blanks beside them.
    opens: bool,
    closes: bool,
    /// May be the apostrophe of a plural possessive.
    doubtful: bool,
    /// Blanks on both sides: ' We left,'.
    spaced: bool,
    /// Stands after a comma or a full stop.
    after_point: bool,
}

/// Scratch space, kept between paragraphs.
#[derive(Default)]
pub struct Marks {
    marks: Vec<Mark>,
    /// For each mark: whether a sure single closer follows before the next single opener.
    later: Vec<bool>,
}

impl Marks {
    /// The passages of the paragraph `range`, in order and disjoint; nested ones are left out.
    pub fn passages(&mut self, text: &str, tokens: &[Token], range: Range<usize>, out: &mut Vec<Passage>) {
        out.clear();
        self.collect(text, tokens, range.clone());
        if self.marks.is_empty() {
            return;
        }
        self.look_ahead();
        self.pair(range.end, out);
    }

    fn look_ahead(&mut self) {
        self.later.clear();
        self.later.resize(self.marks.len(), false);
        let mut sure = false;
        for (k, m) in self.marks.iter().enumerate().rev() {
            self.later[k] = sure;
            if m.single {
                sure = !m.opening() && (sure || !m.doubtful);
            }
        }
    }

    fn collect(&mut self, text: &str, tokens: &[Token], range: Range<usize>) {
        self.marks.clear();
        let mut i = range.start;
        while i < range.end {
            let Some(next) = tokens[i..range.end].iter().position(|t| t.kind == TokenKind::Quote) else { return };
            i += next;
            let t = &tokens[i];
            let c = t.of(text).chars().next().unwrap_or(' ');
            let twin = matches!(c, '`' | '\'' | '’' | '‘')
                && i + 1 < range.end
                && tokens[i + 1].kind == TokenKind::Quote
                && tokens[i + 1].start == t.end
                && tokens[i + 1].of(text) == t.of(text);
            // three in a row after a word close a single mark first: in the ‘Act,'''
            let third = twin
                && tokens.get(i + 2).is_some_and(|x| {
                    i + 2 < range.end
                        && x.kind == TokenKind::Quote
                        && x.start == tokens[i + 1].end
                        && x.of(text) == t.of(text)
                });
            let twin = twin && !(third && i > range.start && !t.has(SPACE));
            let width = if twin { 2 } else { 1 };
            let before = (i > range.start && !t.has(SPACE)).then(|| &tokens[i - 1]);
            let after = tokens.get(i + width).filter(|a| i + width < range.end && !a.has(SPACE));
            let next = tokens.get(i + width).filter(|_| i + width < range.end);
            if let Some(m) = classify(text, c, (i, width), &Beside { before, after, next, first: i == range.start }) {
                self.marks.push(m);
            }
            i += width;
        }
    }

    /// Pairs the marks with one state: the passage that is open. A single pair inside a double one (or the other way
    /// round) is nested and does not count.
    fn pair(&self, end: usize, out: &mut Vec<Passage>) {
        let n = self.marks.len();
        let mut i = 0;
        while i < n {
            let m = self.marks[i];
            let opens = match m.role {
                Role::Open => true,
                Role::Close => false,
                Role::Either => m.opens || !m.closes,
            };
            if !opens {
                i += 1;
                continue;
            }
            match self.closer(i) {
                Some(j) => {
                    let c = self.marks[j];
                    if c.opening() {
                        if m.single {
                            i += 1;
                            continue;
                        }
                        // the next mark opens again: this passage was never closed
                        out.push(Passage {
                            first: m.token,
                            last: c.token,
                            open: m.width,
                            close: 0,
                            single: m.single,
                            open_end: false,
                        });
                        i = j;
                    } else {
                        out.push(Passage {
                            first: m.token,
                            last: c.token + c.width,
                            open: m.width,
                            close: c.width,
                            single: m.single,
                            open_end: false,
                        });
                        i = j + 1;
                    }
                }
                None if m.single => i += 1,
                None => {
                    out.push(Passage {
                        first: m.token,
                        last: end,
                        open: m.width,
                        close: 0,
                        single: m.single,
                        open_end: true,
                    });
                    return;
                }
            }
        }
    }

    /// The mark that ends the passage opened by mark `i`: a closer, or the next opener if it was never closed.
    fn closer(&self, i: usize) -> Option<usize> {
        let m = self.marks[i];
        let mut depth = 0usize;
        let mut inner = false; // inside a pair of the other kind
        for j in i + 1..self.marks.len() {
            let c = self.marks[j];
            if c.single != m.single {
                if m.single {
                    let closes = c.role == Role::Close || (c.role == Role::Either && !c.opens);
                    if closes && !inner {
                        return None; // a double passage ends: a single mark does not reach across
                    }
                    inner = !closes;
                }
                continue;
            }
            if c.opening() {
                if depth == 0 && self.nested(j) {
                    depth += 1;
                } else {
                    return Some(j);
                }
            } else if depth > 0 {
                depth -= 1;
            } else if !(c.doubtful && self.later[j]) && (c.after_point || !m.spaced) {
                return Some(j);
            }
        }
        None
    }

    /// Whether the opener `j`, met inside an open passage, has a closer of its own and leaves one for the passage.
    fn nested(&self, j: usize) -> bool {
        let kind = self.marks[j].single;
        let mut next = self.marks[j + 1..].iter().filter(|x| x.single == kind).take(2).map(|x| !x.opening());
        next.next() == Some(true) && next.next() == Some(true)
    }
}

impl Mark {
    fn opening(&self) -> bool {
        self.role == Role::Open || (self.role == Role::Either && self.opens && !self.closes)
    }
}

/// Ends a passage whose closing mark is lost before an attribution: `“We left,  said Haddad. “Nobody …`.
pub fn cut(text: &str, tokens: &[Token], cues: &super::cue::Cues, p: &mut Passage) {
    let at = |k: usize| tokens.get(k).filter(|_| k < p.last);
    let said = |k: usize| {
        let Some(t) = at(k).filter(|t| t.is(CUE) && !t.has(CAPITAL)) else { return false };
        cues.get(t.of(text))
            .is_some_and(|c| c.frames & super::cue::QUOTE != 0 && matches!(c.form, Form::Past | Form::Present))
    };
    for k in p.first + p.open + 1..p.last {
        let t = &tokens[k];
        if t.kind != TokenKind::Punct || !matches!(t.of(text), "," | "?" | "!") {
            continue;
        }
        let n = k + 1;
        let Some(next) = tokens.get(n).filter(|_| n < p.last) else { return };
        let inverted = said(n) && at(n + 1).is_some_and(|a| a.has(CAPITAL) || a.is(PRONOUN | DETERMINER));
        let mut v = n;
        if next.is(PRONOUN) && !next.has(CAPITAL) {
            v += 1;
        } else {
            while v < n + 4
                && v < p.last
                && tokens[v].kind == TokenKind::Word
                && tokens[v].has(CAPITAL)
                && !tokens[v].is(PRONOUN)
            {
                v += 1;
            }
        }
        let straight = v > n
            && said(v)
            && tokens
                .get(v + 1)
                .is_none_or(|a| a.kind == TokenKind::Punct || a.is(PREPOSITION | WEEKDAY | TIME) || a.has(CAPITAL));
        if inverted || straight {
            p.last = n;
            p.open_end = false;
            return;
        }
    }
}

/// What stands beside a mark, without a blank between.
struct Beside<'a> {
    before: Option<&'a Token>,
    after: Option<&'a Token>,
    /// The token after it, blank or not.
    next: Option<&'a Token>,
    /// The first token of the paragraph.
    first: bool,
}

fn classify(text: &str, c: char, (token, width): (usize, usize), beside: &Beside<'_>) -> Option<Mark> {
    let &Beside { before, after, next, .. } = beside;
    let twin = width > 1;
    let paragraph = beside.first;
    let word = |t: Option<&Token>| {
        t.is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number | TokenKind::Possessive))
    };
    let first = |t: Option<&Token>| t.and_then(|t| t.of(text).chars().next());
    let b = first(before);
    let a = first(after);
    // open to the left: nothing, a bracket, a dash or another mark stands before
    let free_left = before.is_none()
        || matches!(b, Some('(' | '[' | '—' | '–' | '-' | '/' | '…'))
        || b.is_some_and(crate::text::tokens::is_quote_mark);
    let starts = word(after)
        || matches!(a, Some('$' | '[' | '(' | '£' | '€' | '@' | '#' | '…' | '.' | '*'))
        || a.is_some_and(crate::text::tokens::is_quote_mark);
    let free_right = after.is_none() || (!word(after) && !matches!(a, Some('$' | '[' | '£' | '€' | '@' | '#')));
    let mark = |role, single| {
        Some(Mark {
            token,
            width,
            role,
            single,
            opens: free_left && starts,
            closes: !free_left && free_right,
            doubtful: false,
            spaced: false,
            after_point: matches!(b, Some(',' | '.' | '!' | '?' | '…' | '—' | '-')),
        })
    };
    match c {
        '“' | '„' | '‟' | '«' => {
            if before.is_some() && !free_left && free_right && !starts {
                mark(Role::Close, false)
            } else {
                mark(Role::Open, false)
            }
        }
        '”' | '»' => {
            if free_left && (word(after) || paragraph) {
                mark(Role::Open, false)
            } else {
                mark(Role::Close, false)
            }
        }
        '"' => {
            // inches and seconds: 5'10", 12"
            mark(Role::Either, false)
        }
        '`' | '‘' if twin => mark(Role::Open, false),
        '\'' | '’' if twin => mark(Role::Either, false),
        '‘' | '‛' | '‚' | '`' | '‹' => {
            if free_left && starts {
                mark(Role::Open, true)
            } else if !free_left && free_right {
                mark(Role::Close, true)
            } else {
                None
            }
        }
        '\'' | '’' | '´' | '›' => {
            let elision = after.is_some_and(|t| {
                t.kind == TokenKind::Number
                    || matches!(
                        t.of(text),
                        "em" | "til" | "tis" | "twas" | "cause" | "bout" | "n" | "round" | "Tis" | "Twas" | "Cause"
                    )
            });
            if before.is_none() && after.is_none() && next.is_some() && c == '\'' && !twin {
                return mark(Role::Open, true).map(|m| Mark { spaced: true, ..m });
            }
            if free_left && word(after) && c == '\'' && !elision {
                return mark(Role::Open, true);
            }
            if before.is_some() && free_right && !matches!(b, Some('(' | '[' | '—' | '–')) {
                // after a plural s and before a plain word it may be a possessive
                let plural = before.is_some_and(|t| t.kind == TokenKind::Word && t.of(text).ends_with(['s', 'S']));
                let noun = next.is_some_and(|t| t.kind == TokenKind::Word && !t.has(CAPITAL));
                return mark(Role::Close, true).map(|m| Mark { doubtful: plural && noun, ..m });
            }
            None
        }
        _ => None,
    }
}
