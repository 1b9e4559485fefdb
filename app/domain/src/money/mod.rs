//! Money: whole cents of one currency, and the one rule by which a part of it is rounded.
//!
//! Nothing here is a fraction. A percentage is taken of a subtotal once ([`Percent::of`]) and rounded half up to the
//! cent; nobody else in the product multiplies money with anything but a count.

mod percent;
mod typed;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use percent::Percent;
pub use typed::parse_cents;

/// The most cents that are ever asked for or booked at once: ten million dollars.
pub const MOST: i64 = 1_000_000_000;

/// Cents that somebody is asked for or has paid: from 0 to [`MOST`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Cents(i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many cents; `None` below zero and above [`MOST`].
    pub const fn new(cents: i64) -> Option<Self> {
        if cents < 0 || cents > MOST { None } else { Some(Self(cents)) }
    }

    /// How many.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Both together; `None` when that is more than anybody may be asked for.
    pub const fn plus(self, other: Self) -> Option<Self> {
        Self::new(self.0 + other.0)
    }

    /// What is left when `other` is taken away: never below zero.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if other.0 >= self.0 { Self::ZERO } else { Self(self.0 - other.0) }
    }

    /// So many times; `None` when that is more than anybody may be asked for.
    pub const fn times(self, count: u16) -> Option<Self> {
        // The largest product is 10^9 * 65,535, far below the end of an i64.
        Self::new(self.0 * count as i64)
    }
}

impl TryFrom<i64> for Cents {
    type Error = OutOfRange;

    fn try_from(cents: i64) -> Result<Self, OutOfRange> {
        Self::new(cents).ok_or(OutOfRange)
    }
}

impl From<Cents> for i64 {
    fn from(cents: Cents) -> Self {
        cents.0
    }
}

/// Not an amount that anybody is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount must be between 0 and {MOST} cents")]
pub struct OutOfRange;

/// A currency with a hundred cents to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// United States dollar.
    Usd,
    /// Canadian dollar.
    Cad,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
}

impl Currency {
    /// All of them, in the order people see.
    pub const ALL: [Self; 4] = [Self::Usd, Self::Cad, Self::Eur, Self::Gbp];

    /// The word that forms and the database carry (ISO 4217).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cad => "CAD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
        }
    }

    /// The currency behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.word() == word)
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Usd => "$",
            Self::Cad => "CA$",
            Self::Eur => "\u{20ac}",
            Self::Gbp => "\u{a3}",
        }
    }
}

/// An amount as people read it, also below zero: `$1,234.50`, `−$8.93`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Cents; below zero where something is taken off.
    pub cents: i64,
    /// Of what.
    pub currency: Currency,
}

impl Money {
    /// So many cents of a currency.
    pub const fn new(cents: i64, currency: Currency) -> Self {
        Self { cents, currency }
    }

    /// What somebody is asked for.
    pub const fn of(cents: Cents, currency: Currency) -> Self {
        Self { cents: cents.0, currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cents < 0 {
            out.write_str("\u{2212}")?;
        }
        out.write_str(self.currency.sign())?;
        let (whole, cents) = (self.cents.unsigned_abs() / 100, self.cents.unsigned_abs() % 100);
        let digits = whole.to_string();
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.write_str(",")?;
            }
            write!(out, "{digit}")?;
        }
        write!(out, ".{cents:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_people_read_it() {
        for (cents, currency, text) in [
            (0, Currency::Usd, "$0.00"),
            (5, Currency::Usd, "$0.05"),
            (123_450, Currency::Usd, "$1,234.50"),
            (100_000_000, Currency::Cad, "CA$1,000,000.00"),
            (-893, Currency::Eur, "\u{2212}\u{20ac}8.93"),
            (99_999, Currency::Gbp, "\u{a3}999.99"),
        ] {
            assert_eq!(Money::new(cents, currency).to_string(), text);
        }
        assert_eq!(Money::of(Cents::ZERO, Currency::Usd).to_string(), "$0.00");
    }

    #[test]
    fn an_amount_has_ends() {
        assert_eq!(Cents::new(-1), None);
        assert_eq!(Cents::new(MOST).and_then(|most| most.plus(Cents(1))), None);
        assert_eq!(Cents::new(MOST).and_then(|most| most.times(2)), None);
        assert_eq!(Cents(5).less(Cents(7)), Cents::ZERO);
        assert_eq!(Cents(7).less(Cents(5)), Cents(2));
        assert_eq!(Cents::try_from(-1), Err(OutOfRange));
        assert_eq!(i64::from(Cents(3)), 3);
    }

    #[test]
    fn every_currency_reads_back() {
        for currency in Currency::ALL {
            assert_eq!(Currency::parse(currency.word()), Some(currency));
        }
        assert_eq!(Currency::parse("usd"), None);
    }
}
