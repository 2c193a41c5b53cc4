//! Resolution: which of its candidates a name means here, and who a speaker is.

pub mod place;
pub mod reading;

pub use reading::{Reading, Referent};

use crate::document::{Block, DocEntity, Label, Mention, Quote, Sentence};
use crate::gazetteer::{Gazetteer, Match};
use crate::text::Token;
use rustc_hash::FxHashMap;
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
pub fn resolve(input: &Input<'_>, quotes: &mut [Quote]) -> Resolved {
    let mut out = Resolved::default();
    let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let places = place::places(input, &[]);
    let mut readings: Vec<Reading> = places.clone();
    for (g, (gazetteer, matches)) in input.found.iter().enumerate() {
        for m in matches {
            let Some(c) = gazetteer.candidates(m.name).first() else { continue };
            let at = places.partition_point(|p| p.span.end <= m.span.start);
            let taken = places.get(at).is_some_and(|p| p.span.overlaps(m.span));
            if gazetteer.entity(c.entity).label != Label::Place && !taken {
                let referent = Referent::Known { gazetteer: g as u32, entity: c.entity };
                let (demonym, metonym) = (c.demonym, c.metonym);
                readings.push(Reading { span: m.span, referent, demonym, metonym, score: 1.0, rule: "name" });
            }
        }
    }
    {
        for r in readings {
            let Referent::Known { gazetteer: g, entity: e } = r.referent else { continue };
            let Some((gazetteer, _)) = input.found.get(g as usize) else { continue };
            let entity = gazetteer.entity(e);
            let index = *known.entry((g, e)).or_insert_with(|| {
                out.entities.push(DocEntity {
                    entity_id: Some(entity.id.into()),
                    name: entity.name.into(),
                    label: entity.label.clone(),
                    kind: entity.kind.into(),
                    country: entity.country.map(Into::into),
                    lat: entity.lat,
                    lon: entity.lon,
                    population: entity.population,
                });
                out.entities.len() as u32 - 1
            });
            out.mentions.push(Mention {
                span: r.span,
                label: entity.label.clone(),
                entity: index,
                demonym: r.demonym,
                metonym: r.metonym,
                nested: false,
                score: r.score,
                rule: r.rule,
                sentence: None,
                block: 0,
                quote: None,
            });
        }
    }
    out.mentions.sort_by_key(|m| (m.span.start, usize::MAX - m.span.end));
    for quote in quotes.iter_mut() {
        let Some(speaker) = quote.speaker else { continue };
        quote.speaker_entity = out.mentions.iter().find(|m| m.span.overlaps(speaker)).map(|m| m.entity);
    }
    out
}
