//! From packed entities to the compiled form.

use super::builder::{GazetteerBuilder, PackedAlias};
use super::entries;
use super::hash;
use super::keys::{Hashes, Keys};
use super::names::text_of;
use super::parts::{self, Chunk, Part};
use super::store::{self, Meta, PARTS, Pieces};
use crate::error::{Error, Result};
use crate::parallel;
use rayon::prelude::*;

/// Lists of more aliases are compiled on all threads.
const SMALL: usize = 1 << 16;
/// Aliases a thread takes at a time.
const CHUNK: usize = if cfg!(test) { 5 } else { 1 << 16 };
/// Hashes of longer lists fall into so many parts, as a power of two.
const PART_BITS: u32 = 6;
const SEED: u64 = 0x6461_7465_6c69_6e65;

pub(super) fn compile(mut builder: GazetteerBuilder) -> Result<store::Bytes> {
    builder.texts.shrink_to_fit();
    // lists of some size on the crate's own pool, which survives `fork`; small ones in this thread, for they may be made
    // at first use by a thread of that pool, and one that waits there would take up a text that needs the same list
    let pool = if builder.aliases.len() > SMALL { parallel::pool() } else { None };
    // two prefixes in reach of each other with equal halves of their hashes are a matter of bad luck: another seed
    for attempt in 0..32 {
        let seed = hash::mix(SEED, attempt + 1);
        let made = match pool {
            Some(pool) => pool.install(|| try_compile(&builder, seed, true)),
            None => try_compile(&builder, seed, false),
        };
        if let Some((meta, parts)) = made? {
            drop(builder);
            return Ok(store::assemble(&meta, parts, pool));
        }
    }
    Err(Error::gazetteer("no hash seed fits these names"))
}

/// `spread`: on all threads of the pool this is called in.
fn try_compile(builder: &GazetteerBuilder, seed: u64, spread: bool) -> Result<Option<(Meta, [Pieces; PARTS])>> {
    let bits = if spread { PART_BITS } else { 0 };
    let chunks: Vec<(usize, &[PackedAlias])> = builder.aliases.chunks(CHUNK).enumerate().collect();
    let hashed = each(chunks, spread, |(c, aliases)| {
        let (mut keys, mut hashes, mut buffer) = (Keys::new(), Hashes::new(aliases.len()), Vec::new());
        for (i, alias) in aliases.iter().enumerate() {
            keys.add((c * CHUNK + i) as u32, alias, text_of(builder, alias), seed, &mut hashes, &mut buffer);
        }
        (keys, Chunk::new(&hashes, bits))
    });
    let (keys, chunks): (Vec<Keys>, Vec<Chunk>) = hashed.into_iter().unzip();
    let keys = keys.iter().fold(Keys::new(), Keys::and);
    let mut parts = each((0..1 << bits).collect(), spread, |index| Part::new(builder, &chunks, index));
    drop(chunks);
    let (mut words, mut of_lists, mut names_count) = (0, 0, 0);
    let mut before = Vec::new();
    for part in &parts {
        before.push((words, of_lists));
        words += part.names.blob.len() / 4;
        of_lists += part.names.lists.len() / 4;
        names_count += part.names.count;
    }
    if words.max(of_lists) >= store::ID as usize {
        return Err(Error::gazetteer("too many names for one gazetteer"));
    }
    each(parts.iter_mut().zip(before).collect(), spread, |(part, (words, of_lists))| {
        part.names.shift(words as u32, of_lists as u32);
    });
    let (mut blob, mut lists, mut ids) = (Pieces::new(), Pieces::new(), Vec::new());
    for part in &mut parts {
        blob.push(std::mem::take(&mut part.names.blob));
        lists.push(std::mem::take(&mut part.names.lists));
        ids.push(std::mem::take(&mut part.names.of_alias));
    }
    let ((filters, table), entities) = join(
        spread,
        || join(spread, || parts::filters(&parts), || parts::table(&parts)),
        || entries::entities(builder, ids, spread),
    );
    drop(parts);
    let ([first, deeper], Some((table, run)), (entity_at, entities)) = (filters, table, entities?) else {
        return Ok(None);
    };
    let mut classes = Vec::new();
    store::push_classes(&mut classes, &builder.classes);
    let (flags, shuffle, starts) = keys.filters();
    let meta = Meta { flags, seed, names: names_count, entities: builder.count, run, gaps: keys.gaps };
    let parts = [
        vec![starts.to_vec()],
        vec![keys.initials.to_vec()],
        vec![first],
        vec![deeper],
        vec![table],
        lists,
        blob,
        entity_at,
        entities,
        vec![classes],
        vec![shuffle.to_vec()],
    ];
    Ok(Some((meta, parts)))
}

/// Calls `make` for every item, on all threads of the pool this is called in if `spread`; the results are in order.
pub(super) fn each<T: Send, R: Send>(items: Vec<T>, spread: bool, make: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if spread { items.into_par_iter().map(make).collect() } else { items.into_iter().map(make).collect() }
}

/// Both, side by side if `spread`.
fn join<A: Send, B: Send>(spread: bool, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    if spread { rayon::join(a, b) } else { (a(), b()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Alias, CasePolicy, Entity};

    /// Names of one word and several, some of them beginnings of others, spellings of one key, and names of many entities.
    fn builder() -> GazetteerBuilder {
        let mut builder = GazetteerBuilder::new();
        for i in 0..400u32 {
            let word = char::from(b'a' + (i * 7 % 26) as u8);
            let name = format!("Tal {}{word} Nahr", i % 90);
            let mut entity = Entity::new(format!("t:{i}"), &name);
            let case = [CasePolicy::Exact, CasePolicy::Smart, CasePolicy::Any][i as usize % 3];
            entity.aliases.push(Alias { case, ..Alias::new(name.to_uppercase()) });
            entity.aliases.push(Alias { case, ..Alias::new(format!("{word}él-{}", i % 50)) });
            entity.aliases.push(Alias::new(format!("St Tal{i}")));
            builder.add(&entity);
        }
        builder
    }

    #[test]
    fn the_result_does_not_hang_on_how_it_was_shared_out() {
        let builder = builder();
        let made = |spread| {
            let (meta, parts) = try_compile(&builder, SEED, spread).unwrap().unwrap();
            (meta.names, store::assemble(&meta, parts, if spread { parallel::pool() } else { None }))
        };
        let (alone, shared) = (made(false), made(true));
        assert_eq!(alone.0, shared.0);
        assert!(alone.1[..] == shared.1[..]);
    }
}
