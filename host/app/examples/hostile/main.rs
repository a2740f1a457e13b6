//! What hostile policies cost a shop: `cargo run --release -p comptoir-app --example hostile [SALES [EVALUATIONS]]`.
//!
//! First two shops make the same sales a minute apart, one without programs and one with ten of the catalogue at a
//! time beside good ones (those in the folder `COMPTOIR_POLICIES`, if it is said): the difference is what the customer
//! waits longer. Then the whole catalogue is asked again and again, while the memory of the process is watched.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise, and prints")]

mod leak;
mod shops;

/// A generator of numbers that is the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    /// Takes some of a list, each at most once.
    fn some<'a, T>(&mut self, list: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left: Vec<&T> = list.iter().collect();
        (0..count.min(list.len())).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).map(|number| number.parse().expect("a number")).collect();
    shops::measure(asked.first().copied().unwrap_or(2_000), &mut Dice(1));
    leak::measure(asked.get(1).copied().unwrap_or(100_000), &mut Dice(2));
}
