//! flashtext's lists: a dict of clean names to their keywords, or a file of `keyword=>clean name` and bare keywords.

use super::{Collector, Options, Reading, each_line};
use crate::error::Result;
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// Reads a file of `keyword=>clean name` or bare keywords, one a line. The clean name is id and name; it is not itself
/// looked for unless it is a keyword.
///
/// # Errors
/// Input that cannot be read; with [`Options::strict`], the first line that is malformed.
pub fn read_flashtext(data: impl BufRead, options: &Options) -> Result<Reading> {
    let mut out = Collector::new(options);
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    each_line(data, &mut out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let (keyword, clean) = line.split_once("=>").unwrap_or((line, line));
        let (keyword, clean) = (keyword.trim(), clean.trim());
        if keyword.is_empty() || clean.is_empty() {
            return out.reject(number, "a keyword or clean name is missing");
        }
        let at = *known.entry(clean.to_string()).or_insert(out.entities.len());
        if at == out.entities.len() {
            let mut entity = out.entity(clean, clean);
            entity.aliases.clear();
            out.entities.push(entity);
        }
        let alias = out.alias(keyword);
        out.entities[at].aliases.push(alias);
        Ok(())
    })?;
    Ok(out.finish())
}

/// Takes clean names with their keywords, as flashtext's dict has them.
pub fn read_names<N, K>(names: impl IntoIterator<Item = (N, K)>, options: &Options) -> Reading
where
    N: AsRef<str>,
    K: IntoIterator,
    K::Item: AsRef<str>,
{
    let mut out = Collector::new(options);
    for (name, keywords) in names {
        let mut entity = out.entity(name.as_ref(), name.as_ref());
        entity.aliases = keywords.into_iter().map(|k| out.alias(k.as_ref())).collect();
        out.entities.push(entity);
    }
    out.finish()
}
