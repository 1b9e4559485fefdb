//! The lottery that tells equals apart: a seed, what is published of it before, and a ticket for each person.

use std::fmt;

use super::hash::Hash;

/// 32 random bytes, secret until ranking has closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(Hash);

impl Seed {
    /// A seed from random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(Hash(bytes))
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        Hash::parse(text).map(Self)
    }

    /// What is published before ranking opens: it binds to the seed and tells nothing about it.
    pub fn commitment(&self) -> Hash {
        Hash::of(&[b"landfall lottery seed", &self.0.0])
    }

    /// The ticket of the person with this draw; smaller is luckier.
    pub fn ticket(&self, draw: &str) -> u128 {
        let hash = Hash::of(&[b"landfall lottery ticket", &self.0.0, draw.as_bytes()]);
        hash.0[..16].iter().fold(0, |ticket, byte| ticket << 8 | u128::from(*byte))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A seed in a log before ranking closes would spoil the lottery.
        write!(out, "Seed(committed to by {})", self.commitment())
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    /// Computed with Python's hashlib.
    #[test]
    fn commitment_and_tickets_are_what_the_documentation_says() {
        let seed = Seed::new([7; 32]);
        assert_eq!(seed.commitment().to_string(), COMMITMENT);
        assert_eq!(format!("{:032x}", seed.ticket("amara")), TICKET);
        assert!(!format!("{seed:?}").contains(&seed.to_string()));
    }

    const COMMITMENT: &str = "4409046cdbec99444283abdc842e9306ab6da8f6ef4695ff5e06ad945fa240eb";
    const TICKET: &str = "10bd411ccf286dac9757132a95e6bcf9";
}
