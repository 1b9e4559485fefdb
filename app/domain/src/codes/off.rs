//! What a code takes off.

use crate::money::{Cents, Currency, Money, Percent};

/// A part of the subtotal, or an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Off {
    /// A part, rounded by [`Percent::of`].
    Percent(Percent),
    /// An amount in the currency of the plan; at most what there is.
    Fixed(Cents),
}

impl Off {
    /// What is taken off a subtotal; never more than it.
    pub fn of(self, subtotal: Cents) -> Cents {
        match self {
            Self::Percent(percent) => percent.of(subtotal),
            Self::Fixed(amount) => amount.min(subtotal),
        }
    }

    /// The line on a receipt: `IMG −15 %`, `SPRING −$10.00`.
    pub fn line(self, label: &str, currency: Currency) -> String {
        format!("{label} \u{2212}{}", self.words(currency))
    }

    /// How much, without a sign: `15 %`, `$10.00`.
    pub fn words(self, currency: Currency) -> String {
        match self {
            Self::Percent(percent) => percent.to_string(),
            Self::Fixed(amount) => Money::of(amount, currency).to_string(),
        }
    }

    /// The word that the database carries; the number is [`Off::number`].
    pub const fn word(self) -> &'static str {
        match self {
            Self::Percent(_) => "percent",
            Self::Fixed(_) => "fixed",
        }
    }

    /// Hundredths of a percent, or cents.
    pub const fn number(self) -> i64 {
        match self {
            Self::Percent(percent) => percent.hundredths() as i64,
            Self::Fixed(amount) => amount.get(),
        }
    }

    /// What stands behind a word and its number.
    pub fn parse(word: &str, number: i64) -> Option<Self> {
        match word {
            "percent" => Percent::from_hundredths(u16::try_from(number).ok()?).map(Self::Percent),
            "fixed" if number > 0 => Cents::new(number).map(Self::Fixed),
            _ => None,
        }
    }
}
