//! An order and its payments: partial ones, those that are too much, and what goes back.

use crate::money::Cents;

/// Days an order waits for its payment; a code is held for as long.
pub const DUE_DAYS: u64 = 14;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// Waits for its payment, or for the rest of it.
    Open,
    /// Paid in full.
    Paid,
    /// The day it was due passed.
    Dropped,
    /// Taken back before it was paid.
    Cancelled,
    /// Its price was paid back in full.
    Refunded,
}

impl OrderState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Paid, Self::Dropped, Self::Cancelled, Self::Refunded];

    /// The word that the database carries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Dropped => "dropped",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    /// The state behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Waiting for payment",
            Self::Paid => "Paid",
            Self::Dropped => "Not paid in time",
            Self::Cancelled => "Canceled",
            Self::Refunded => "Paid back",
        }
    }

    /// Whether the price is still asked for, or was paid: what came in is for the order and not to be given back.
    pub const fn stands(self) -> bool {
        matches!(self, Self::Open | Self::Paid | Self::Refunded)
    }
}

/// What happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderDeed {
    /// The price has come in.
    Settle,
    /// The day it was due is over.
    Drop,
    /// The person, or the treasurer for them, takes it back.
    Cancel,
    /// The price went back in full.
    Refund,
    /// A payment came after it had ended, so it is asked for once more.
    TakeUp,
}

impl OrderDeed {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Settle, Self::Drop, Self::Cancel, Self::Refund, Self::TakeUp];
}

/// Every step there is. What is not here cannot happen.
const TABLE: &[(OrderState, OrderDeed, OrderState)] = &[
    (OrderState::Open, OrderDeed::Settle, OrderState::Paid),
    (OrderState::Open, OrderDeed::Drop, OrderState::Dropped),
    (OrderState::Open, OrderDeed::Cancel, OrderState::Cancelled),
    (OrderState::Paid, OrderDeed::Refund, OrderState::Refunded),
    (OrderState::Dropped, OrderDeed::TakeUp, OrderState::Open),
    (OrderState::Cancelled, OrderDeed::TakeUp, OrderState::Open),
];

/// Where an order stands after a deed; `None` when there is no such step.
pub fn order_step(state: OrderState, deed: OrderDeed) -> Option<OrderState> {
    TABLE.iter().find(|(from, done, _)| *from == state && *done == deed).map(|(_, _, to)| *to)
}

/// Whether a payment can be written down for an order of which `refunded` went back. Of an order that ended unpaid always,
/// because what arrived is there whatever became of the order; once money of a price has gone back, another payment is for
/// another order.
pub fn takes_payment(state: OrderState, refunded: Cents) -> bool {
    !state.stands() || refunded == Cents::ZERO
}

/// How a payment reached the association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// A check.
    Check,
    /// From bank to bank.
    Transfer,
    /// A card, at a terminal of the association.
    Card,
    /// Cash, against a receipt.
    Cash,
}

impl Method {
    /// All of them, in the order people see.
    pub const ALL: [Self; 4] = [Self::Check, Self::Transfer, Self::Card, Self::Cash];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Transfer => "transfer",
            Self::Card => "card",
            Self::Cash => "cash",
        }
    }

    /// The method behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Check => "Check",
            Self::Transfer => "Bank transfer",
            Self::Card => "Card",
            Self::Cash => "Cash",
        }
    }
}

/// What has come in, beside what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// Nothing yet.
    Nothing,
    /// A part.
    Partly {
        /// What is missing.
        left: Cents,
    },
    /// Exactly the price.
    Whole,
    /// More than the price; the rest is to be given back.
    Over {
        /// What is too much.
        by: Cents,
    },
}

/// What has come in, beside what is asked for. A price of nothing is paid at once.
pub fn paid(total: Cents, received: Cents) -> Paid {
    let (left, by) = (total.less(received), received.less(total));
    match (left, by) {
        (Cents::ZERO, Cents::ZERO) => Paid::Whole,
        (Cents::ZERO, by) => Paid::Over { by },
        _ if received == Cents::ZERO => Paid::Nothing,
        (left, _) => Paid::Partly { left },
    }
}

/// What has come in without what was too much and went back since: what a receipt counts.
pub fn kept(total: Cents, received: Cents, refunded: Cents) -> Cents {
    received.less(received.less(total).min(refunded))
}

/// A payment in two parts: what of it pays the price, and what is too much.
pub fn split(total: Cents, received_before: Cents, amount: Cents) -> (Cents, Cents) {
    let for_price = amount.min(total.less(received_before));
    (for_price, amount.less(for_price))
}

/// Where a repayment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundSplit {
    /// From what was too much, or was never for a price.
    pub from_over: Cents,
    /// From the price.
    pub from_price: Cents,
    /// Nothing of the price is left: the order is paid back in full.
    pub ends: bool,
}

/// Splits a repayment of `amount`, of which `refunded` went back before: first what is too much, then the price. `None`
/// when nothing or more than there is should go back, and while the order waits for its payment.
pub fn refund_split(
    state: OrderState,
    total: Cents,
    received: Cents,
    refunded: Cents,
    amount: Cents,
) -> Option<RefundSplit> {
    if state == OrderState::Open || amount == Cents::ZERO || amount > received.less(refunded) {
        return None;
    }
    let price = if state.stands() { total.min(received) } else { Cents::ZERO };
    let over = received.less(price);
    let from_over = amount.min(over.less(refunded));
    let from_price = amount.less(from_over);
    let back_before = refunded.less(over);
    let back = back_before.plus(from_price)?;
    let ends = state == OrderState::Paid && from_price > Cents::ZERO && back == price;
    Some(RefundSplit { from_over, from_price, ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_and_deed_has_one_answer() {
        for state in OrderState::ALL {
            for deed in OrderDeed::ALL {
                let rows: Vec<_> = TABLE.iter().filter(|(from, done, _)| *from == state && *done == deed).collect();
                assert!(rows.len() <= 1, "{state:?} {deed:?}");
                assert_eq!(order_step(state, deed), rows.first().map(|(_, _, to)| *to), "{state:?} {deed:?}");
            }
            assert!(TABLE.iter().any(|(_, _, to)| *to == state), "{state:?} is reached");
            let ends = !TABLE.iter().any(|(from, ..)| *from == state);
            assert_eq!(ends, state == OrderState::Refunded, "{state:?}");
        }
        for deed in OrderDeed::ALL {
            assert!(TABLE.iter().any(|(_, done, _)| *done == deed), "{deed:?} is of use");
        }
    }
}
