//! The page: which lines are the article's, and which are widgets, teasers, captions.
//!
//! A line is judged by itself first (markers of `seeds/lexicons/page/`, shapes such as a date or an address), then by
//! its neighbours (a list of related stories after its heading, the headline before the first paragraph). A line that
//! looks like a paragraph of the article stays one unless it stands in such a list: losing the article's words is worse
//! than keeping a teaser.

mod context;
mod dateline;
mod markers;
mod opening;
mod shape;
mod words;

use crate::date::Date;
use crate::document::{Block, BlockKind};
use crate::span::Span;
use crate::text::lines;
use context::Line;

/// Cuts the text of a page into blocks, in order and disjoint, which cover every non-blank character once.
///
/// Works on texts of one line, single line feeds, blank lines between paragraphs, CRLF, and hard-wrapped text, whose
/// lines are joined (see [`lines`]). A dateline is a block of its own before the rest of its line.
///
/// ```
/// use dateline::{document::BlockKind, page::blocks};
/// let text = "Bridge reopens\n\nKORVA (Reuters) - The bridge is open again, the mayor said.\n\nShare this article";
/// let kinds: Vec<_> = blocks(text).iter().map(|b| b.kind).collect();
/// use BlockKind::*;
/// assert_eq!(kinds, [Title, Dateline, Body, Boilerplate]);
/// ```
pub fn blocks(text: &str) -> Vec<Block> {
    blocks_with(text, &|_| false)
}

/// The same for a caller that knows names of places: where an article opens with one in capitals and a colon, it is a
/// dateline (`KABUL: The talks …`), and else somebody who speaks.
///
/// ```
/// use dateline::{document::BlockKind, page::blocks_with};
/// let found = blocks_with("KORVA: The bridge is open again, the mayor said.", &|name| name == "KORVA");
/// assert_eq!(found[0].kind, BlockKind::Dateline);
/// ```
pub fn blocks_with(text: &str, town: &dyn Fn(&str) -> bool) -> Vec<Block> {
    let mut page: Vec<Line> = lines::paragraphs(text).into_iter().map(|span| Line::new(text, span)).collect();
    context::judge(text, &mut page);
    let mut out = Vec::with_capacity(page.len() + 2);
    let mut first = true;
    // a transcript names a speaker in many lines
    let speakers = || page.iter().filter(|l| l.kind.is_none() && names_speaker(l.shape.span.of(text))).take(2).count();
    let town = |name: &str| town(name) && speakers() < 2;
    for line in &page {
        let kind = line.kind.unwrap_or(BlockKind::Body);
        let mut span = line.shape.span;
        if kind == BlockKind::Body && line.shape.words > 4 {
            if let Some(at) = first.then(|| opening::glued(text, span)).flatten() {
                out.push(Block { span: Span::new(span.start, at).trim(text), kind: BlockKind::Byline, dateline: None });
                span.start = at;
            }
            if let Some((head, body, parts)) = dateline::dateline(text, span, first, &town) {
                out.push(Block { span: head, kind: BlockKind::Dateline, dateline: Some(parts) });
                span.start = body;
            }
            first = false;
        }
        out.push(Block { span, kind, dateline: None });
    }
    out
}

/// A few words in capitals before a colon.
fn names_speaker(line: &str) -> bool {
    let head = shape::head(line, 40);
    head.split_once(": ").is_some_and(|(name, _)| !name.is_empty() && !name.contains(char::is_lowercase))
}

/// The longest byline that is searched for a date, in bytes.
const BYLINE: usize = 300;

/// The day a page gives with its year, in a dateline or a byline; the first that has one.
///
/// ```
/// use dateline::{date::Date, page};
/// let text = "KORVA, May 4, 2016 (Reuters) - The bridge is open again, the mayor of the town said.";
/// assert_eq!(page::date(text, &page::blocks(text)), Some(Date { year: 2016, month: Some(5), day: Some(4) }));
/// ```
pub fn date(text: &str, blocks: &[Block]) -> Option<Date> {
    blocks.iter().find_map(|b| match (b.kind, &b.dateline) {
        (BlockKind::Dateline, Some(parts)) => Date::in_words(parts.date?.of(text)),
        (BlockKind::Byline, _) if b.span.len() <= BYLINE => Date::in_words(b.span.of(text)),
        _ => None,
    })
}
