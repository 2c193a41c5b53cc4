//! Resolution: who is named, which of its candidates a name means here, and who a speaker is.

mod cast;
mod discourse;
mod known;
mod mentions;
mod names;
mod namesakes;
mod offices;
mod open;
mod organisation;
mod person;
mod pieces;
pub mod place;
mod posts;
pub mod reading;
mod role;
mod run;
mod speaker;
mod template;
mod title;
mod view;

pub use reading::{Reading, Referent};

use crate::date::Date;
use crate::document::{Block, DocEntity, Mention, Quote, Sentence};
use crate::gazetteer::{Gazetteer, Match};
use crate::pipeline::LabelBy;
use crate::span::Span;
use crate::text::Token;
use std::sync::Arc;

/// What the resolution stage reads.
pub struct Input<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// The gazetteers, in order of precedence, with what each found.
    pub found: &'a [(Arc<Gazetteer>, Vec<Match>)],
    /// The day of the text, if it is known.
    pub date: Option<Date>,
    /// What makes a mention of a state or city an actor or a place.
    pub label_by: LabelBy,
}

/// What it gives: the mentions and the entities they stand for.
#[derive(Default)]
pub struct Resolved {
    /// Mentions in order (start, then longer first).
    pub mentions: Vec<Mention>,
    /// The distinct entities of the document.
    pub entities: Vec<DocEntity>,
}

/// Decides who and what is named, and fills in the speakers' entities, roles and affiliations.
///
/// The order: persons and organisations by their names and shapes, then places (which may not lie inside those), then
/// actor or place by the role in the sentence, then speakers.
pub fn resolve(input: &Input<'_>, quotes: &mut [Quote]) -> Resolved {
    resolve_unless(input, quotes, &|| false).unwrap_or_default()
}

/// The same, but `stop` is asked between the steps and ends the work without a result.
pub fn resolve_unless(input: &Input<'_>, quotes: &mut [Quote], stop: &dyn Fn() -> bool) -> Option<Resolved> {
    let go_on = || (!stop()).then_some(());
    let view = view::View::new(input);
    go_on()?;
    let mut finder = names::Finder::new(input, &view);
    finder.run();
    go_on()?;
    let places = place::places(input, &mentions::blocked(&finder));
    go_on()?;
    let mut resolved = mentions::mentions(input, &view, &finder.names, &finder.cast, &places);
    go_on()?;
    speaker::speakers(input, &view, quotes, &mut resolved);
    Some(resolved)
}

/// The places the name of this span may stand for, best first; see [`crate::Pipeline::candidates`].
pub fn candidates(input: &Input<'_>, name: Span) -> Vec<place::Candidate> {
    let view = view::View::new(input);
    let mut finder = names::Finder::new(input, &view);
    finder.run();
    place::candidates(input, &mentions::blocked(&finder), name)
}
