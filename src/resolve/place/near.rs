//! Which places of the names of a document lie near each other: Huntsville and Walker County are in Texas together.

use super::facts::{Facts, Kind};
use super::names::{Choice, Names};
use rustc_hash::FxHashMap;

/// Names looked at in one square degree, and in a document: more add nothing and cost time.
const IN_CELL: usize = 48;
const GROUPS: usize = 96;

/// A place in its square degree.
#[derive(Clone, Copy)]
struct Spot {
    group: u32,
    point: (f32, f32),
}

/// Fills in [`Choice::near`]: how many other names of the document have a place near this one, each counting the less the
/// more places it may mean.
pub(super) fn mark(names: &mut Names) {
    let mut live = vec![false; names.groups.len()];
    names.list.iter().filter(|n| n.stop.is_none()).for_each(|n| live[n.group as usize] = true);
    let mut cells: FxHashMap<(i16, i16), Vec<Spot>> = FxHashMap::default();
    let alive: Vec<usize> = (0..live.len()).filter(|g| live[*g]).take(GROUPS).collect();
    if alive.len() < 2 {
        return;
    }
    for &group in &alive {
        for point in names.groups[group].iter().filter_map(local) {
            let spots = cells.entry(cell(point)).or_default();
            if spots.len() < IN_CELL {
                spots.push(Spot { group: group as u32, point });
            }
        }
    }
    let counts: Vec<usize> = names.groups.iter().map(|g| g.iter().filter_map(local).count()).collect();
    for &group in &alive {
        for i in 0..names.groups[group].len() {
            if let Some(point) = local(&names.groups[group][i]) {
                names.groups[group][i].near = votes(&cells, &counts, group as u32, point);
            }
        }
    }
}

/// The point of a place small enough to be near another.
fn local(choice: &Choice) -> Option<(f32, f32)> {
    let f = choice.facts;
    f.point.filter(|_| choice.main && (f.is_town() || matches!(f.kind, Kind::Admin2 | Kind::Site)))
}

fn cell(point: (f32, f32)) -> (i16, i16) {
    (point.0.floor() as i16, point.1.floor() as i16)
}

fn votes(cells: &FxHashMap<(i16, i16), Vec<Spot>>, counts: &[usize], group: u32, point: (f32, f32)) -> f32 {
    let (row, column) = cell(point);
    // the best vote of each other name
    let mut best: Vec<(u32, f32)> = Vec::new();
    for (dy, dx) in (-1..=1).flat_map(|y| (-1..=1).map(move |x| (y, x))) {
        let Some(spots) = cells.get(&(row + dy, column + dx)) else { continue };
        for s in spots.iter().filter(|s| s.group != group) {
            let near = match Facts::km(point, s.point) {
                d if d < 35.0 => 1.0,
                d if d < 70.0 => 0.5,
                d if d < 110.0 => 0.2,
                _ => continue,
            };
            let vote = near * (6.0 / counts[s.group as usize] as f32).min(1.0);
            match best.iter_mut().find(|b| b.0 == s.group) {
                Some(b) => b.1 = b.1.max(vote),
                None => best.push((s.group, vote)),
            }
        }
    }
    best.iter().map(|b| b.1).sum()
}
