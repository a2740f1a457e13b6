//! Random numbers that are the same for ever, on every machine.
//!
//! A demo shop must come out equal years later, so that screenshots, documents and bug reports that
//! name a seed stay true. Crates of random numbers promise no such thing between their versions:
//! these few lines, which never change, do.

use std::ops::RangeInclusive;

/// A sequence of `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014): one word of state, any seed is good.
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// Opens the sequence of one subject. Subjects do not share a sequence, so that one more draw
    /// among the people leaves the sales as they were.
    pub(super) fn new(seed: u64, subject: &str) -> Self {
        // FNV-1a, for the same reason as above: the standard library's hash may change.
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let state = subject.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix);
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number below a bound above zero. The bias of at most one in 2⁶⁴ ⁄ bound is nothing here.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).expect("the upper half of 128 bits fits 64 bits")
    }

    /// Draws a number of a range.
    pub(super) fn within(&mut self, range: RangeInclusive<i64>) -> i64 {
        let span = range.end().abs_diff(*range.start()) + 1;
        range.start() + i64::try_from(self.below(span)).expect("the demo's ranges are small")
    }

    /// Draws an index of a list that is not empty.
    pub(super) fn index(&mut self, length: usize) -> usize {
        let drawn = self.below(u64::try_from(length).expect("a length fits 64 bits"));
        usize::try_from(drawn).expect("an index is below a length")
    }

    /// Is true that many times in a hundred.
    pub(super) fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// Draws one of a list that is not empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// Draws one of a list that is not empty, the first ones most often: the earlier of two draws.
    pub(super) fn pick_early<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len()).min(self.index(list.len()))]
    }

    /// Draws one of a short list by weight.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(u64, T)]) -> T {
        let mut drawn = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in list {
            if drawn < *weight {
                return *value;
            }
            drawn -= weight;
        }
        list.last().expect("the list is not empty").1
    }

    /// Puts a list into random order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.index(last + 1));
        }
    }

    /// Draws the random part of an id.
    pub(super) fn bytes(&mut self) -> [u8; 10] {
        std::array::from_fn(|_| self.next().to_be_bytes()[0])
    }
}

/// Weights of a long list, drawn from many times.
pub(super) struct Weights {
    sums: Vec<u64>,
}

impl Weights {
    /// Takes the weight of each index.
    pub(super) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let running = |sum: &mut u64, weight| {
            *sum += weight;
            Some(*sum)
        };
        Self { sums: weights.into_iter().scan(0, running).collect() }
    }

    /// Draws an index; none when all weights are zero.
    pub(super) fn draw(&self, random: &mut Random) -> Option<usize> {
        let whole = self.sums.last().copied().filter(|whole| *whole > 0)?;
        let drawn = random.below(whole);
        Some(self.sums.partition_point(|sum| *sum <= drawn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_splitmix64() {
        let mut random = Random { state: 1_234_567 };
        let first: [u64; 3] = std::array::from_fn(|_| random.next());
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn subjects_have_sequences_of_their_own() {
        let first = |seed, subject| Random::new(seed, subject).next();
        assert_eq!(first(7, "people"), first(7, "people"));
        assert_ne!(first(7, "people"), first(7, "year"));
        assert_ne!(first(7, "people"), first(8, "people"));
    }

    #[test]
    fn draws_stay_within_bounds_and_reach_them() {
        let mut random = Random::new(1, "test");
        let drawn: Vec<i64> = (0..1_000).map(|_| random.within(-2..=3)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&3)));
        assert!((0..1_000).all(|_| *random.pick_early(&[1, 2, 3]) <= 3));
    }

    #[test]
    fn weights_say_how_often() {
        let mut random = Random::new(1, "test");
        let weights = Weights::new([0, 3, 0, 1, 0]);
        let mut seen = [0_u32; 5];
        for _ in 0..4_000 {
            seen[weights.draw(&mut random).unwrap()] += 1;
        }
        assert_eq!((seen[0], seen[2], seen[4]), (0, 0, 0));
        assert!((2_800..3_200).contains(&seen[1]), "{seen:?}");
        assert_eq!(Weights::new([0, 0]).draw(&mut random), None);
        let ones = (0..4_000).filter(|_| random.weighted(&[(3, true), (1, false)])).count();
        assert!((2_800..3_200).contains(&ones), "{ones}");
    }

    #[test]
    fn a_shuffle_keeps_all() {
        let mut list: Vec<u32> = (0..100).collect();
        Random::new(1, "test").shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
    }
}
