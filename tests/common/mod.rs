//! What the tests that look for trouble by chance share: numbers that come again, and how long to go on.
//!
//! `FUZZ_SECONDS=300 FUZZ_SEED=7 cargo test --profile fast --test damage --test mutations` looks for longer, another way.

use std::time::{Duration, Instant};

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The seed of this run.
pub fn seed() -> u64 {
    number("FUZZ_SEED", 1)
}

/// Runs `step` with the number of each round, at least `least` times, and for as long as the environment asks.
pub fn rounds(least: u64, mut step: impl FnMut(u64)) {
    let (start, time) = (Instant::now(), Duration::from_secs(number("FUZZ_SECONDS", 0)));
    let mut done = 0;
    while done < least || start.elapsed() < time {
        step(done);
        done += 1;
    }
    println!("{done} rounds of seed {}", seed());
}

/// Numbers that are the same on every machine (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// The numbers of one round of this run's seed: a failure comes again without the rounds before it.
    pub fn of(round: u64) -> Self {
        Chance(seed().wrapping_mul(0x1000_0000).wrapping_add(round))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// One of a list.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}
