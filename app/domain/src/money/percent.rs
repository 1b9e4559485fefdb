//! A percentage, and the rule by which it is taken.

use std::fmt;

use super::Cents;

/// Hundredths of a percent in one whole.
const WHOLE: i64 = 10_000;

/// A percentage in hundredths: from 0.01 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u16);

impl Percent {
    /// So many hundredths of a percent; `None` for nothing and for more than everything.
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths == 0 || hundredths as i64 > WHOLE { None } else { Some(Self(hundredths)) }
    }

    /// Hundredths of a percent.
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Reads what somebody typed: `15`, `12.5`, `12.25`, with or without a percent sign.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim().trim_end_matches('%').trim_end();
        let hundredths = super::typed::hundredths(typed)?;
        Self::from_hundredths(u16::try_from(hundredths).ok()?)
    }

    /// **The rounding rule**: this part of the subtotal, half up to the cent. It is never more than the subtotal.
    ///
    /// The subtotal is everything of an order together, so that no cent is lost or won by rounding line after line.
    pub const fn of(self, subtotal: Cents) -> Cents {
        // At most 10^9 * 10^4, far below the end of an i64.
        let twice = 2 * subtotal.get() * self.0 as i64;
        match Cents::new((twice + WHOLE) / (2 * WHOLE)) {
            Some(off) => off,
            None => subtotal,
        }
    }
}

/// `15 %`, `12.5 %`.
impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(out, "{whole} %"),
            (whole, part) if part.is_multiple_of(10) => write!(out, "{whole}.{} %", part / 10),
            (whole, part) => write!(out, "{whole}.{part:02} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(hundredths: u16) -> Percent {
        Percent::from_hundredths(hundredths).unwrap()
    }

    fn off(hundredths: u16, subtotal: i64) -> i64 {
        percent(hundredths).of(Cents::new(subtotal).unwrap()).get()
    }

    #[test]
    fn half_a_cent_is_rounded_up() {
        assert_eq!(off(1_500, 5_950), 893, "15 % of $59.50 is 892.5 cents");
        assert_eq!(off(1_500, 5_000), 750);
        assert_eq!(off(5_000, 1), 1);
        assert_eq!(off(4_999, 1), 0);
        assert_eq!(off(2_500, 30_000), 7_500, "three times $100, a quarter off");
        assert_eq!(off(10_000, super::super::MOST), super::super::MOST);
        assert_eq!(off(10_000, 0), 0);
    }

    #[test]
    fn a_percentage_reads_back() {
        for (typed, hundredths, text) in
            [("15", 1_500, "15 %"), (" 12.5 % ", 1_250, "12.5 %"), ("0.05", 5, "0.05 %"), ("100", 10_000, "100 %")]
        {
            let read = Percent::parse(typed).unwrap();
            assert_eq!(read.hundredths(), hundredths);
            assert_eq!(read.to_string(), text);
            assert_eq!(Percent::parse(&read.to_string()), Some(read));
        }
        for no in ["", "%", "0", "100.01", "-1", "1e1", "12.345", "\u{661}5", "15 percent", "999999999999999999999"] {
            assert_eq!(Percent::parse(no), None, "{no}");
        }
    }
}
