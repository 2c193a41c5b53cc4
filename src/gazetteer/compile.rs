//! From packed entities to the compiled form.

use super::builder::{GazetteerBuilder, PackedAlias};
use super::hash;
use super::keys::Keys;
use super::names::{Names, OTHERWISE, text_of};
use super::record;
use super::store::{self, DERIVED, ENTITY, LONGER, Meta, PARTS};
use super::table;
use crate::error::{Error, Result};
use crate::parallel;
use rayon::prelude::*;

/// Bits of filter a first word, a longer prefix.
const FIRST_BITS: usize = 12;
const DEEPER_BITS: usize = 12;
/// Aliases a thread takes at a time.
const CHUNK: usize = 1 << 16;
const SEED: u64 = 0x6461_7465_6c69_6e65;

pub(super) fn compile(mut builder: GazetteerBuilder) -> Result<store::Bytes> {
    builder.texts.shrink_to_fit();
    // two prefixes in reach of each other with equal halves of their hashes are a matter of bad luck: another seed
    // lists of some size on the crate's own pool, which survives `fork`; small ones in this thread, for they may be made
    // at first use by a thread of that pool, and one that waits there would take up a text that needs the same list
    let pool = if builder.aliases.len() > CHUNK { parallel::pool() } else { None };
    for attempt in 0..32 {
        let seed = hash::mix(SEED, attempt + 1);
        let made = match pool {
            Some(pool) => pool.install(|| try_compile(&builder, seed, true)),
            None => try_compile(&builder, seed, false),
        };
        if let Some((meta, parts)) = made? {
            drop(builder);
            return Ok(store::assemble(&meta, parts));
        }
    }
    Err(Error::gazetteer("no hash seed fits these names"))
}

fn sort<T: Ord + Send>(list: &mut [T], spread: bool) {
    if spread { list.par_sort_unstable() } else { list.sort_unstable() }
}

/// `spread`: on all threads of the pool this is called in.
fn try_compile(builder: &GazetteerBuilder, seed: u64, spread: bool) -> Result<Option<(Meta, [Vec<u8>; PARTS])>> {
    let keys_of = |(c, aliases): (usize, &[PackedAlias])| {
        let (mut keys, mut buffer) = (Keys::new(), Vec::new());
        for (i, alias) in aliases.iter().enumerate() {
            keys.add((c * CHUNK + i) as u32, alias, text_of(builder, alias), seed, &mut buffer);
        }
        keys
    };
    let chunks: Vec<Keys> = if spread {
        builder.aliases.par_chunks(CHUNK).enumerate().map(keys_of).collect()
    } else {
        builder.aliases.chunks(CHUNK).enumerate().map(keys_of).collect()
    };
    let mut keys = chunks.into_iter().fold(Keys::new(), Keys::append);
    sort(&mut keys.keys, spread);
    let Keys { alone, longer, alone_asked, longer_asked, prefixes, .. } = &mut keys;
    for hashes in [alone, longer, alone_asked, longer_asked, prefixes] {
        sort(hashes, spread);
        hashes.dedup();
    }
    let names = Names::of_keys(builder, &keys.keys, spread);
    keys.keys = Vec::new();
    let of_alias = names.of_alias();
    let Names { blob, lists, slots, count: names_count, .. } = names;
    if blob.len() / 4 >= store::ID as usize {
        return Err(Error::gazetteer("too many names for one gazetteer"));
    }
    let look_ups = || {
        let first = table::filter(
            keys.alone_asked.len() + keys.longer_asked.len(),
            FIRST_BITS,
            keys.alone_asked
                .iter()
                .map(|&h| (h, hash::alone_bits as fn(u64) -> u64))
                .chain(keys.longer_asked.iter().map(|&h| (h, hash::longer_bits as fn(u64) -> u64))),
        );
        // both sorted: one walk tells names of several words from those of one
        let mut single = keys.alone.iter().peekable();
        let several = slots.iter().map(|s| s.0).filter(|h| {
            while single.next_if(|s| *s < h).is_some() {}
            single.peek() != Some(&h)
        });
        let count = slots.len().saturating_sub(keys.alone.len()) + keys.prefixes.len();
        let deeper = table::filter(
            count,
            DEEPER_BITS,
            several.chain(keys.prefixes.iter().copied()).map(|h| (h, hash::prefix_bits as fn(u64) -> u64)),
        );
        let going_on = merge(&keys.longer, &keys.prefixes);
        let count = slots.len() + going_on.len();
        (first, deeper, table::write(count, Both::new(&slots, &going_on)))
    };
    let entities = || entities(builder, &of_alias);
    let ((first, deeper, table), entities) =
        if spread { rayon::join(look_ups, entities) } else { (look_ups(), entities()) };
    drop(slots);
    let (Some((table, run)), (entity_at, entities)) = (table, entities?) else { return Ok(None) };
    let mut classes = Vec::new();
    store::push_classes(&mut classes, &builder.classes);
    let (flags, shuffle, starts) = keys.filters();
    let meta = Meta { flags, seed, names: names_count, entities: builder.count, run, gaps: keys.gaps };
    let parts = [
        starts.to_vec(),
        keys.initials.to_vec(),
        first,
        deeper,
        table,
        lists,
        blob,
        entity_at,
        entities,
        classes,
        shuffle.to_vec(),
    ];
    Ok(Some((meta, parts)))
}

/// Two sorted lists as one, without repetitions.
fn merge(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x <= y => a.next(),
            (Some(_), None) => a.next(),
            _ => b.next(),
        };
        match next {
            Some(h) if out.last() != Some(&h) => out.push(h),
            Some(_) => {}
            None => return out,
        }
    }
}

/// What the table tells: slots of names, and prefixes that go on, both sorted, as one sorted list.
struct Both<'a> {
    names: &'a [(u64, u32)],
    going_on: &'a [u64],
}

impl<'a> Both<'a> {
    fn new(names: &'a [(u64, u32)], going_on: &'a [u64]) -> Self {
        Both { names, going_on }
    }
}

impl Iterator for Both<'_> {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        let (name, longer) = (self.names.first().copied(), self.going_on.first().copied());
        let name_next = name.filter(|n| longer.is_none_or(|g| n.0 <= g));
        let longer_next = longer.filter(|&g| name.is_none_or(|n| g <= n.0));
        self.names = self.names.get(usize::from(name_next.is_some())..).unwrap_or(&[]);
        self.going_on = self.going_on.get(usize::from(longer_next.is_some())..).unwrap_or(&[]);
        match (name_next, longer_next) {
            (Some((h, id)), Some(_)) => Some((h, id | LONGER)),
            (Some(slot), None) => Some(slot),
            (None, Some(h)) => Some((h, LONGER)),
            (None, None) => None,
        }
    }
}

/// The entities with the ids of their names, and where each begins.
fn entities(builder: &GazetteerBuilder, of_alias: &[u32]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut at = Vec::with_capacity(builder.count as usize * 4);
    let mut out = Vec::with_capacity(builder.entities.len() + of_alias.len() * 4);
    let mut rest = builder.entities.as_slice();
    let mut ids = Vec::new();
    // aliases stand in the order of their entities, the given ones before the derived
    let mut aliases = builder.aliases.iter().zip(of_alias).peekable();
    for index in 0..builder.count {
        let start = u32::try_from(out.len()).map_err(|_| Error::gazetteer("too many entities for one gazetteer"))?;
        at.extend_from_slice(&start.to_le_bytes());
        let Some((class, mut flags, after_head, next)) = record::packed_entity(rest) else {
            return Err(Error::gazetteer("an entity cannot be packed"));
        };
        rest = next;
        ids.clear();
        let mut first = None;
        while let Some((alias, id)) = aliases.next_if(|(a, _)| a.owner & ENTITY == index) {
            first.get_or_insert((*alias, *id));
            if alias.owner & DERIVED == 0 {
                ids.push(*id & !OTHERWISE);
            }
        }
        // an alias that was folded into another one's name keeps its entity's name apart
        let mut own_name = None;
        if let Some((alias, id)) = first.filter(|_| flags & store::NAME_IS_FIRST_ALIAS != 0)
            && id & OTHERWISE != 0
        {
            flags &= !store::NAME_IS_FIRST_ALIAS;
            own_name = Some(text_of(builder, &alias));
        }
        record::push_entity_head(&mut out, class, flags);
        if let Some(name) = own_name {
            record::push_string(&mut out, name);
        }
        out.extend_from_slice(after_head);
        ids.iter().for_each(|&id| record::push_number(&mut out, u64::from(id)));
    }
    Ok((at, out))
}
