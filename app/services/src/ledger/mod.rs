//! The books: postings as the domain makes them, each in the transaction of its deed, and never changed afterwards.

pub mod entity;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::membership::ledger::{Book, Posting, Unbalanced};
use domain::money::Currency;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::membership::MembershipError;
use crate::membership::entity::orders;
use entity::{entries, postings};

/// What a posting is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// An order was placed, or taken up again.
    Placed,
    /// A payment came in.
    Received,
    /// An order was taken back.
    TakenBack,
    /// Money went back.
    GivenBack,
}

impl About {
    const fn word(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Received => "received",
            Self::TakenBack => "taken-back",
            Self::GivenBack => "given-back",
        }
    }
}

/// Writes a posting down. What costs nothing needs none.
pub(crate) async fn post(
    tx: &WriteTx,
    order_id: i64,
    about: About,
    posting: Result<Option<Posting>, Unbalanced>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let posting = posting.map_err(|error| DbErr::Custom(error.to_string()))?;
    let Some(posting) = posting else { return Ok(()) };
    let row = postings::ActiveModel {
        id: ActiveValue::NotSet,
        order_id: ActiveValue::Set(order_id),
        kind: ActiveValue::Set(about.word().to_owned()),
        created_at: ActiveValue::Set(now),
    };
    let posting_id = postings::Entity::insert(row).exec(tx).await?.last_insert_id;
    let rows: Vec<_> = posting
        .entries()
        .iter()
        .map(|entry| entries::ActiveModel {
            id: ActiveValue::NotSet,
            posting_id: ActiveValue::Set(posting_id),
            book: ActiveValue::Set(entry.book.word().to_owned()),
            cents: ActiveValue::Set(entry.cents),
        })
        .collect();
    entries::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The sum of each account because of each order, by the order's key.
pub(crate) async fn by_order(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, BTreeMap<Book, i64>>, DbErr> {
    let of_posting: BTreeMap<i64, i64> =
        postings::Entity::find().all(db).await?.into_iter().map(|row| (row.id, row.order_id)).collect();
    let mut sums: BTreeMap<i64, BTreeMap<Book, i64>> = BTreeMap::new();
    for entry in entries::Entity::find().all(db).await? {
        let (Some(order), Some(book)) = (of_posting.get(&entry.posting_id), Book::parse(&entry.book)) else { continue };
        *sums.entry(*order).or_default().entry(book).or_default() += entry.cents;
    }
    Ok(sums)
}

/// The sum of each account in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// Of what.
    pub currency: Currency,
    /// Each account in the order of the chart; debits above zero, credits below. The sum is zero.
    pub books: Vec<(Book, i64)>,
}

/// The books, for the treasurer: one chart for each currency that was used.
pub async fn books(ctx: &Ctx) -> Result<Vec<Sums>, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    let db = ctx.db.read();
    let by_order = by_order(db).await?;
    let keys: Vec<i64> = by_order.keys().copied().collect();
    let mut all = Vec::new();
    for currency in Currency::ALL {
        let of_currency = orders::Entity::find().filter(orders::Column::Currency.eq(currency.word())).all(db).await?;
        let mut sums: BTreeMap<Book, i64> = BTreeMap::new();
        let mut used = false;
        for order in of_currency.iter().filter(|order| keys.binary_search(&order.id).is_ok()) {
            used = true;
            for (book, cents) in by_order.get(&order.id).into_iter().flatten() {
                *sums.entry(*book).or_default() += cents;
            }
        }
        if used {
            let books = Book::ALL.into_iter().map(|book| (book, sums.get(&book).copied().unwrap_or_default()));
            all.push(Sums { currency, books: books.collect() });
        }
    }
    Ok(all)
}
