//! Who the speaker is in the end: a name, a surname, a pronoun or a noun phrase to an entity of the document.

use super::Resolved;
use super::names::Finder;
use super::view::View;
use crate::document::{Label, Quote};

/// Fills in the speakers' entities.
pub(super) fn speakers(_view: &View<'_>, quotes: &mut [Quote], resolved: &mut Resolved, _finder: &Finder<'_, '_>) {
    for quote in quotes.iter_mut() {
        let Some(speaker) = quote.speaker else { continue };
        let at = resolved.mentions.partition_point(|m| m.span.end <= speaker.start);
        quote.speaker_entity = resolved.mentions[at..]
            .iter()
            .take_while(|m| m.span.start < speaker.end)
            .find(|m| m.label == Label::Actor && m.span.overlaps(speaker))
            .map(|m| m.entity);
    }
}
