//! Randomness as a parameter: the operating system's in production, a seeded sequence in tests.
//!
//! Only this file draws random numbers.

use std::sync::{Arc, Mutex, PoisonError};

use domain::id::PublicId;
use rand::rngs::{OsRng, StdRng};
use rand::{Rng, RngCore, SeedableRng, TryRngCore};

/// A source of random bytes. Clones draw from the same sequence.
#[derive(Debug, Clone)]
pub struct Dice(Source);

#[derive(Debug, Clone)]
enum Source {
    Os,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Dice {
    /// The operating system's generator, fit for secrets.
    pub fn os() -> Self {
        Self(Source::Os)
    }

    /// A sequence that is the same for the same seed. For tests and sample data only.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no random numbers to give; nothing safe could follow.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::Os => OsRng
                .try_fill_bytes(&mut bytes)
                .expect("an operating system without random numbers cannot run a web server"),
            Source::Seeded(rng) => {
                rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
            }
        }
        bytes
    }

    /// A fresh public id of 96 random bits. Names a thing or a request and is no secret, so a generator of this thread
    /// does, which the system's seeds: every request has an id, and a system call for each is felt.
    #[expect(clippy::disallowed_methods, reason = "this file is where dice come from")]
    pub fn public_id(&self) -> PublicId {
        match &self.0 {
            Source::Os => PublicId::from_bytes(rand::rng().random()),
            Source::Seeded(_) => PublicId::from_bytes(self.bytes()),
        }
    }

    /// A number from 0 up to, not including, `limit`; 0 when `limit` is 0. Good enough for jitter, slightly uneven.
    pub fn below(&self, limit: u64) -> u64 {
        u64::from_le_bytes(self.bytes()).checked_rem(limit).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_bytes_and_the_system_does_not_repeat() {
        assert_eq!(Dice::seeded(7).bytes::<16>(), Dice::seeded(7).bytes::<16>());
        assert_ne!(Dice::os().bytes::<16>(), Dice::os().bytes::<16>());
        assert_eq!(Dice::os().below(0), 0);
    }
}
