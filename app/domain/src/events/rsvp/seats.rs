//! The seats of one date.

/// How many are taken, and how many there are. The services ask [`Seats::gives`] and [`Seats::promotes`]; guarded statements
/// and the database's own checks hold them to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// People who have one.
    pub taken: u32,
    /// How many there are to give; `None` when nobody counts.
    pub capacity: Option<u32>,
}

impl Seats {
    /// Seats that could be given now; `None` when nobody counts. None while more are taken than there are.
    pub fn free(self) -> Option<u32> {
        self.capacity.map(|capacity| capacity.saturating_sub(self.taken))
    }

    /// Does whoever comes now get a seat? Nobody passes the line.
    pub fn gives(self, waiting: u64) -> bool {
        waiting == 0 && self.free() != Some(0)
    }

    /// How many of the line get a seat now.
    pub fn promotes(self, waiting: u64) -> u64 {
        self.free().map_or(waiting, |free| waiting.min(u64::from(free)))
    }
}
