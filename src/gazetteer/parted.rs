//! Hashes of all names, parted by their first bits: the parts follow one another in order, so that each is sorted and made
//! into names by itself, on any thread, and mostly in its cache.

/// What has a hash to be sorted by.
pub(super) trait Hashed: Copy + Ord {
    fn hash(&self) -> u64;
}

impl Hashed for u64 {
    fn hash(&self) -> u64 {
        *self
    }
}

/// A list in the order of its parts.
pub(super) struct Parted<T> {
    list: Vec<T>,
    /// Where each part ends.
    ends: Vec<usize>,
}

impl<T: Hashed> Parted<T> {
    /// The list in as many parts as that many bits of a hash tell.
    pub fn new(list: &[T], bits: u32) -> Self {
        let part = |item: &T| item.hash().checked_shr(u64::BITS - bits).unwrap_or(0) as usize;
        let mut ends = vec![0; 1 << bits];
        list.iter().for_each(|item| ends[part(item)] += 1);
        let mut sum = 0;
        for end in &mut ends {
            // where the part begins, until it is filled
            sum += std::mem::replace(end, sum);
        }
        let mut parted = list.to_vec();
        for item in list {
            let next = &mut ends[part(item)];
            parted[*next] = *item;
            *next += 1;
        }
        Parted { list: parted, ends }
    }

    fn part(&self, index: usize) -> &[T] {
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.list[begin..self.ends[index]]
    }
}

/// That part of several lists as one, sorted, without repetitions.
pub(super) fn sorted_part<'a, T: Hashed + 'a>(
    lists: impl Iterator<Item = &'a Parted<T>> + Clone,
    index: usize,
) -> Vec<T> {
    let mut all = Vec::with_capacity(lists.clone().map(|list| list.part(index).len()).sum());
    lists.for_each(|list| all.extend_from_slice(list.part(index)));
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_one_after_the_other_are_the_list_sorted(lists: Vec<Vec<u64>>, bits in 0u32..7) {
            let parted: Vec<Parted<u64>> = lists.iter().map(|list| Parted::new(list, bits)).collect();
            let got: Vec<u64> = (0..1 << bits).flat_map(|index| sorted_part(parted.iter(), index)).collect();
            let mut want = lists.concat();
            want.sort_unstable();
            want.dedup();
            prop_assert_eq!(got, want);
        }
    }
}
