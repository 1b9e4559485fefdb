//! The books: every cent twice, once where it comes from and once where it goes.
//!
//! A posting cannot be made that does not balance. What the books must say of an order follows from the order alone
//! ([`expected`]); `landfall check` compares the two.

use super::{OrderState, Priced, RefundSplit, split};
use crate::money::Cents;

/// An account of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Book {
    /// Money the association has.
    Bank,
    /// What members have been asked for and have not paid.
    Receivable,
    /// What came in and is to be given back.
    Owed,
    /// What plans cost before anything is taken off.
    Dues,
    /// What codes took off.
    Discounts,
    /// What of the dues went back.
    Refunds,
}

impl Book {
    /// All of them, in the order of the chart.
    pub const ALL: [Self; 6] = [Self::Bank, Self::Receivable, Self::Owed, Self::Dues, Self::Discounts, Self::Refunds];

    /// The word that the database carries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Receivable => "receivable",
            Self::Owed => "owed",
            Self::Dues => "dues",
            Self::Discounts => "discounts",
            Self::Refunds => "refunds",
        }
    }

    /// The account behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bank => "Bank",
            Self::Receivable => "Asked for, not paid yet",
            Self::Owed => "To be given back",
            Self::Dues => "Dues",
            Self::Discounts => "Discounts",
            Self::Refunds => "Dues given back",
        }
    }
}

/// One side of a posting: debits above zero, credits below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The account.
    pub book: Book,
    /// Cents; never zero.
    pub cents: i64,
}

/// Entries whose sum is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting(Vec<Entry>);

/// Entries that do not balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the entries are off by {0} cents")]
pub struct Unbalanced(pub i64);

impl Posting {
    /// Entries of a posting; those of nothing are left out. `None` when nothing is left.
    pub fn new(entries: impl IntoIterator<Item = (Book, i64)>) -> Result<Option<Self>, Unbalanced> {
        let entries: Vec<_> =
            entries.into_iter().filter(|(_, cents)| *cents != 0).map(|(book, cents)| Entry { book, cents }).collect();
        let sum: i64 = entries.iter().map(|entry| entry.cents).sum();
        if sum != 0 {
            return Err(Unbalanced(sum));
        }
        Ok((!entries.is_empty()).then_some(Self(entries)))
    }

    /// Its entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }
}

/// Somebody has ordered. `None` when it costs nothing.
pub fn placed(price: &Priced) -> Result<Option<Posting>, Unbalanced> {
    Posting::new([
        (Book::Receivable, price.total.get()),
        (Book::Discounts, price.off.get()),
        (Book::Dues, -price.subtotal.get()),
    ])
}

/// A payment has come in for an order of which `before` was paid.
pub fn received(total: Cents, before: Cents, amount: Cents) -> Result<Option<Posting>, Unbalanced> {
    let (for_price, over) = split(total, before, amount);
    Posting::new([(Book::Bank, amount.get()), (Book::Receivable, -for_price.get()), (Book::Owed, -over.get())])
}

/// An order that was not paid in full is taken back; what came in is to be given back.
pub fn taken_back(subtotal: Cents, off: Cents, before: Cents) -> Result<Option<Posting>, Unbalanced> {
    let total = subtotal.less(off);
    let came_in = before.min(total);
    Posting::new([
        (Book::Dues, subtotal.get()),
        (Book::Discounts, -off.get()),
        (Book::Receivable, -total.less(came_in).get()),
        (Book::Owed, -came_in.get()),
    ])
}

/// An order that was taken back is asked for once more; of what came in, what its price takes is no longer to be given back.
/// `off` may be less than it was.
pub fn taken_up(subtotal: Cents, off: Cents, before: Cents) -> Result<Option<Posting>, Unbalanced> {
    let total = subtotal.less(off);
    let came_in = before.min(total);
    Posting::new([
        (Book::Dues, -subtotal.get()),
        (Book::Discounts, off.get()),
        (Book::Receivable, total.less(came_in).get()),
        (Book::Owed, came_in.get()),
    ])
}

/// A payment has come in for no price: all of it is to be given back.
pub fn held(amount: Cents) -> Result<Option<Posting>, Unbalanced> {
    received(Cents::ZERO, Cents::ZERO, amount)
}

/// Money has gone back.
pub fn given_back(split: RefundSplit) -> Result<Option<Posting>, Unbalanced> {
    let (over, price) = (split.from_over.get(), split.from_price.get());
    Posting::new([(Book::Owed, over), (Book::Refunds, price), (Book::Bank, -over - price)])
}

/// What is known of an order beside the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Where it stands.
    pub state: OrderState,
    /// Before anything is taken off.
    pub subtotal: Cents,
    /// What is taken off.
    pub off: Cents,
    /// The sum of its payments.
    pub received: Cents,
    /// The sum of what went back.
    pub refunded: Cents,
}

/// What each account must hold because of an order.
pub fn expected(known: &Known) -> [(Book, i64); 6] {
    let total = known.subtotal.less(known.off);
    let (subtotal, off, price) = if known.state.stands() {
        (known.subtotal, known.off, total.min(known.received))
    } else {
        (Cents::ZERO, Cents::ZERO, Cents::ZERO)
    };
    let over = known.received.less(price);
    let open = if known.state == OrderState::Open { total.less(known.received) } else { Cents::ZERO };
    [
        (Book::Bank, known.received.get() - known.refunded.get()),
        (Book::Receivable, open.get()),
        (Book::Owed, -over.less(known.refunded).get()),
        (Book::Dues, -subtotal.get()),
        (Book::Discounts, off.get()),
        (Book::Refunds, known.refunded.less(over).get()),
    ]
}
