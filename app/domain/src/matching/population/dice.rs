//! Dice for tests and invented people: the same throws for the same seed. Nothing secret may come of them.

use crate::matching::narrow;

/// Splitmix64.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `most`; 0 when that is 0.
    pub fn below(&mut self, most: u32) -> u32 {
        u32::try_from(self.bits() % u64::from(most.max(1))).unwrap_or_default()
    }

    /// One of the list, which must not be empty.
    pub fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(narrow(list.len())) as usize]
    }

    /// One of the list by its weights; the list must not be empty.
    pub fn weighed<'l, T>(&mut self, list: &'l [T], weight: impl Fn(&T) -> u32) -> &'l T {
        let mut left = self.below(list.iter().map(&weight).sum());
        for one in list {
            match left.checked_sub(weight(one)) {
                None => return one,
                Some(rest) => left = rest,
            }
        }
        &list[0]
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(narrow(at + 1)) as usize);
        }
    }
}
