//! Which places of the names of a document lie near each other: Huntsville and Walker County are in Texas together.

use super::facts::{Facts, Kind};
use super::names::{Choice, Names};

/// Names looked at in one square degree, and in a document: more add nothing and cost time.
const IN_CELL: usize = 48;
const GROUPS: usize = 96;

/// A place in its square degree.
#[derive(Clone, Copy)]
struct Spot {
    cell: (i16, i16),
    group: u32,
    point: (f32, f32),
}

/// Fills in [`Choice::near`]: how many other names of the document have a place near this one, each counting the less the
/// more places it may mean.
pub(super) fn mark(names: &mut Names) {
    let mut live = vec![false; names.groups.len()];
    names.list.iter().filter(|n| n.stop.is_none()).for_each(|n| live[n.group as usize] = true);
    let alive: Vec<usize> = (0..live.len()).filter(|g| live[*g]).take(GROUPS).collect();
    if alive.len() < 2 {
        return;
    }
    let counts: Vec<usize> = names.groups.iter().map(|g| g.iter().filter_map(local).count()).collect();
    let mut spots: Vec<Spot> = Vec::with_capacity(alive.iter().map(|&group| counts[group]).sum());
    for &group in &alive {
        let points = names.groups[group].iter().filter_map(local);
        spots.extend(points.map(|point| Spot { cell: cell(point), group: group as u32, point }));
    }
    // of those in one cell the first stay
    spots.sort_by_key(|s| s.cell);
    let mut last = (None, 0);
    spots.retain(|s| {
        last = if last.0 == Some(s.cell) { (last.0, last.1 + 1) } else { (Some(s.cell), 0) };
        last.1 < IN_CELL
    });
    for &group in &alive {
        for i in 0..names.groups[group].len() {
            if let Some(point) = local(&names.groups[group][i]) {
                names.groups[group][i].near = votes(&spots, &counts, group as u32, point);
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

/// The votes for a place of a group; `spots` are in order of their cells.
fn votes(spots: &[Spot], counts: &[usize], group: u32, point: (f32, f32)) -> f32 {
    let (row, column) = cell(point);
    // the best vote of each other name
    let mut best: Vec<(u32, f32)> = Vec::new();
    for row in row.saturating_sub(1)..=row.saturating_add(1) {
        // three cells side by side follow each other
        let from = spots.partition_point(|s| s.cell < (row, column.saturating_sub(1)));
        let here = spots[from..].iter().take_while(|s| s.cell <= (row, column.saturating_add(1)));
        for s in here.filter(|s| s.group != group) {
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
