//! What an order costs: its lines and their sum.

use super::Plan;
use crate::codes::Off;
use crate::money::{Cents, Currency, Money};

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub label: String,
    /// Cents; below zero where something is taken off.
    pub cents: i64,
}

/// What an order costs. The sum of the lines is the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// What is on the receipt.
    pub lines: Vec<Line>,
    /// Before anything is taken off.
    pub subtotal: Cents,
    /// What is taken off; never more than the subtotal.
    pub off: Cents,
    /// What is asked for.
    pub total: Cents,
    /// Of what.
    pub currency: Currency,
}

impl Priced {
    /// The total as people read it.
    pub fn money(&self) -> Money {
        Money::of(self.total, self.currency)
    }
}

/// The price of `terms` terms of a plan, with what a code takes off under the name it has on receipts. `None` when that
/// is more than anybody may be asked for. One code at most: nothing adds up.
pub fn price(plan: &Plan, terms: u16, code: Option<(&str, Off)>) -> Option<Priced> {
    let terms = terms.max(1);
    let subtotal = plan.price.times(terms)?;
    let label = if terms == 1 { plan.name.clone() } else { format!("{}, {terms} terms", plan.name) };
    let mut lines = vec![Line { label, cents: subtotal.get() }];
    let off = code.map_or(Cents::ZERO, |(_, off)| off.of(subtotal));
    if let Some((label, rule)) = code {
        lines.push(Line { label: rule.line(label, plan.currency), cents: -off.get() });
    }
    Some(Priced { lines, subtotal, off, total: subtotal.less(off), currency: plan.currency })
}
