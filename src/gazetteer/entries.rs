//! The entities of a gazetteer being compiled, each with the ids of its names.

use super::builder::{AT_ONCE, Block, GazetteerBuilder};
use super::compile::each;
use super::names::{OTHERWISE, text_of};
use super::record;
use super::store::{self, DERIVED, ENTITY, Pieces};
use crate::error::{Error, Result};

/// Where each entity begins, and the entities with the ids of their names.
///
/// `names`: aliases and the ids of their names, [`OTHERWISE`] if that name is written otherwise.
pub(super) fn entities(
    builder: &GazetteerBuilder,
    names: Vec<Vec<(u32, u32)>>,
    spread: bool,
) -> Result<(Pieces, Pieces)> {
    let mut of_alias = vec![0; builder.aliases.len()];
    names.into_iter().flatten().for_each(|(alias, id)| of_alias[alias as usize] = id);
    let blocks = builder.blocks.iter().copied().enumerate().collect();
    let blocks =
        each(blocks, spread, |(index, block)| block_of_entities(builder, &of_alias, index as u32 * AT_ONCE, block));
    let (mut at, mut pieces, mut before) = (Vec::new(), Vec::new(), 0);
    for block in blocks {
        let (begins, entities) = block.ok_or_else(|| Error::gazetteer("an entity cannot be packed"))?;
        at.push((begins, before));
        before += entities.len();
        pieces.push(entities);
    }
    if u32::try_from(before).is_err() {
        return Err(Error::gazetteer("too many entities for one gazetteer"));
    }
    let at = each(at, spread, |(begins, before)| {
        begins.into_iter().flat_map(|begin: u32| (begin + before as u32).to_le_bytes()).collect()
    });
    Ok((at, pieces))
}

/// The entities from that index to the end of its block, and where in it each begins.
fn block_of_entities(
    builder: &GazetteerBuilder,
    of_alias: &[u32],
    index: u32,
    block: Block,
) -> Option<(Vec<u32>, Vec<u8>)> {
    let (mut at, mut out) = (Vec::with_capacity(AT_ONCE as usize), Vec::new());
    let mut rest = builder.entities.get(block.entities..)?;
    let mut ids = Vec::new();
    // aliases stand in the order of their entities, the given ones before the derived
    let aliases = builder.aliases.get(block.aliases..)?.iter().zip(of_alias.get(block.aliases..)?);
    let mut aliases = aliases.peekable();
    for index in index..builder.count.min(index + AT_ONCE) {
        at.push(u32::try_from(out.len()).ok()?);
        let (class, mut flags, after_head, next) = record::packed_entity(rest)?;
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
    Some((at, out))
}
