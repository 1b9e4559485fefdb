//! A plan: what it costs, for whom it is, how long it holds.

use std::fmt;

use super::{Stage, Stages, Term};
use crate::money::{Cents, Currency};

/// The name of a plan in addresses, forms and rules of codes: small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanKey(String);

impl PlanKey {
    /// The most characters.
    pub const MOST: usize = 40;

    /// Reads a key: from 2 to 40 characters, no hyphen at either end.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let right = (2..=Self::MOST).contains(&text.len())
            && text.bytes().all(plain)
            && !text.starts_with('-')
            && !text.ends_with('-');
        right.then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlanKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A plan as people can choose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its name in addresses.
    pub key: PlanKey,
    /// What people call it.
    pub name: String,
    /// Who it is for and what is in it, in a sentence or two.
    pub summary: String,
    /// For one term.
    pub price: Cents,
    /// Of what.
    pub currency: Currency,
    /// How long it holds.
    pub term: Term,
    /// Who may take it.
    pub audience: Stages,
    /// Days after its end in which nothing is taken away.
    pub grace_days: u16,
    /// Terms that can be bought at once; 1 where a term has no next one.
    pub most_terms: u16,
    /// Whether new orders are taken.
    pub open: bool,
    /// Whether the price is invented.
    pub sample: bool,
}

impl Plan {
    /// Terms that can be bought at once.
    pub fn terms(&self) -> std::ops::RangeInclusive<u16> {
        1..=if self.term.repeats() { self.most_terms.max(1) } else { 1 }
    }

    /// May somebody at this stage order it?
    pub fn takes(&self, stage: Option<Stage>) -> bool {
        self.open && self.audience.hold(stage)
    }
}
