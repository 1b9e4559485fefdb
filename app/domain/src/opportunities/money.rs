//! What it costs: lines in whole cents, who is paid for each, and what comes back.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::named::named;

/// An amount of U.S. money in cents, at most [`Cents::MOST`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cents(u32);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One hundred thousand dollars: nothing here costs more.
    pub const MOST: Self = Self(10_000_000);
    /// Amounts a week by which the form of a list narrows it.
    pub const STEPS: [Self; 4] = [Self::ZERO, Self(10_000), Self(25_000), Self(50_000)];

    /// An amount, where it is not beyond the most.
    pub fn new(cents: u32) -> Option<Self> {
        (cents <= Self::MOST.0).then_some(Self(cents))
    }

    /// In cents.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Reads dollars as people write them: `750`, `$1,250.50`. No sign, no more than two decimals.
    pub fn parse(typed: &str) -> Option<Self> {
        let bare = typed.trim().trim_start_matches('$').trim_start();
        let (dollars, cents) = bare.split_once('.').map_or((bare, None), |(whole, part)| (whole, Some(part)));
        let dollars = whole_dollars(dollars)?;
        let cents = match cents {
            None => 0,
            Some(two) if two.len() == 2 && two.bytes().all(|b| b.is_ascii_digit()) => two.parse().ok()?,
            Some(_) => return None,
        };
        Self::new(dollars.checked_mul(100)?.checked_add(cents)?)
    }

    /// As a form shows it: `1250.50`, or `1250` for whole dollars.
    pub fn typed(self) -> String {
        if self.0.is_multiple_of(100) {
            (self.0 / 100).to_string()
        } else {
            format!("{}.{:02}", self.0 / 100, self.0 % 100)
        }
    }
}

/// Digits, in groups of three where there are commas at all.
fn whole_dollars(typed: &str) -> Option<u32> {
    let mut groups = typed.split(',');
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.iter().all(|group| group.len() == 3 && digits(group)) && (rest.is_empty() || first.len() <= 3);
    if !digits(first) || !grouped {
        return None;
    }
    typed.replace(',', "").parse().ok()
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dollars(u64::from(self.0)))
    }
}

/// An amount in cents as people read it: `$1,250`, `$1,250.50`.
pub fn dollars(cents: u64) -> String {
    let digits = (cents / 100).to_string();
    let mut whole = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    if cents.is_multiple_of(100) { format!("${whole}") } else { format!("${whole}.{:02}", cents % 100) }
}

named! {
    /// How often a line is paid.
    Per {
        /// Once, however long one stays.
        Once: "once", "once";
        /// For each week.
        Week: "week", "a week";
    }
}

named! {
    /// Who gets the money.
    Payee {
        /// The hospital, university or clinic itself.
        Institution: "institution", "The institution";
        /// A company in between.
        Company: "company", "A company";
        /// A person: a reason to look twice.
        Person: "person", "A person";
    }
}

named! {
    /// What comes back when somebody does not come after all.
    Refund {
        /// Everything, until a day.
        Full: "full", "In full";
        /// A part.
        Part: "part", "In part";
        /// Nothing.
        Nothing: "nothing", "Not at all";
    }
}

/// One line of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// For what, such as "Application fee".
    pub what: String,
    /// How much.
    pub cents: Cents,
    /// How often.
    pub per: Per,
    /// Who is paid: the kind,
    pub payee: Payee,
    /// and the name on the bill.
    pub payee_name: String,
}

/// Everything that is to be paid. No lines: it costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// Each thing with who is paid for it.
    pub lines: Vec<FeeLine>,
    /// What comes back; `None` where nothing is paid.
    pub refund: Option<Refund>,
    /// The rule about it in the host's words.
    pub refund_rule: String,
}

impl Fee {
    /// Whether nothing is to be paid: no lines, or lines of nothing.
    pub fn is_free(&self) -> bool {
        self.lines.iter().all(|line| line.cents == Cents::ZERO)
    }

    /// What a stay of so many weeks costs, in cents: each line once, or as often as there are weeks.
    pub fn total(&self, weeks: u16) -> u64 {
        self.lines
            .iter()
            .map(|line| match line.per {
                Per::Once => u64::from(line.cents.get()),
                Per::Week => u64::from(line.cents.get()) * u64::from(weeks),
            })
            .sum()
    }

    /// What a stay costs for each of its weeks, in cents. **The one rounding rule: the total of all lines over the
    /// weeks, half a cent up, rounded once at the end.** Zero weeks count as one.
    pub fn per_week(&self, weeks: u16) -> u64 {
        let (total, weeks) = (self.total(weeks.max(1)), u64::from(weeks.max(1)));
        (2 * total + weeks) / (2 * weeks)
    }

    /// The first line of a posting: what it costs for the shortest stay, and for a week of it.
    pub fn headline(&self, weeks: u16) -> String {
        if self.is_free() {
            return "No fee".to_owned();
        }
        let stay = if weeks == 1 { "1 week".to_owned() } else { format!("{weeks} weeks") };
        format!("{} for {stay} ({} a week)", dollars(self.total(weeks)), dollars(self.per_week(weeks)))
    }
}
