//! flashtext's lists: a dict of clean names to their keywords, or a file of `keyword=>clean name` and bare keywords.

use super::{Card, Collector, Options, Reading, each_line};
use crate::error::Result;
use crate::gazetteer::Entity;
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// Reads a file of `keyword=>clean name` or bare keywords, one a line. The clean name is id and name; it is not itself
/// looked for unless it is a keyword.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_flashtext(data: impl BufRead, options: &Options) -> Result<Reading> {
    Collector::reading(options, |out| read(data, out))
}

pub(super) fn read(data: impl BufRead, out: &mut Collector<'_>) -> Result<()> {
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    let mut entities: Vec<Entity> = Vec::new();
    each_line(data, out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let (keyword, clean) = line.split_once("=>").unwrap_or((line, line));
        let (keyword, clean) = (keyword.trim(), clean.trim());
        if keyword.is_empty() || clean.is_empty() {
            return out.reject(number, "a keyword or clean name is missing");
        }
        let alias = out.options.alias(keyword);
        let at = *known.entry(clean.to_string()).or_insert(entities.len());
        match entities.get_mut(at) {
            Some(entity) => entity.aliases.push(alias),
            None => entities.push(Entity { aliases: vec![alias], ..out.options.entity(clean, clean) }),
        }
        Ok(())
    })?;
    entities.into_iter().for_each(|e| out.push(e));
    Ok(())
}

/// Takes clean names with their keywords, as flashtext's dict has them.
pub fn read_names<N, K>(names: impl IntoIterator<Item = (N, K)>, options: &Options) -> Reading
where
    N: AsRef<str>,
    K: IntoIterator,
    K::Item: AsRef<str>,
{
    let entity = |(name, keywords): (N, K)| Entity {
        aliases: keywords.into_iter().map(|k| options.alias(k.as_ref())).collect(),
        ..options.entity(name.as_ref(), name.as_ref())
    };
    let entities: Vec<Entity> = names.into_iter().map(entity).collect();
    let card = Card::of(&entities, Vec::new());
    Reading { entities, card }
}
