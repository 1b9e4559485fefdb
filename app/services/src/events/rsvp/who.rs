//! Whose answer it is.

use sea_orm::sea_query::{ExprTrait, LockType, SimpleExpr};
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::entity::{guests, rsvps, standing_rsvps};
use crate::db::WriteTx;
use crate::identity;

/// A person, by the key of the account or of the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Who {
    Account(i64),
    Guest(i64),
}

impl Who {
    pub(super) fn of(account: Option<i64>, guest: Option<i64>) -> Option<Self> {
        account.map(Self::Account).or(guest.map(Self::Guest))
    }

    pub(super) const fn account(self) -> Option<i64> {
        match self {
            Self::Account(key) => Some(key),
            Self::Guest(_) => None,
        }
    }

    pub(super) const fn guest(self) -> Option<i64> {
        match self {
            Self::Guest(key) => Some(key),
            Self::Account(_) => None,
        }
    }

    /// Keeps them from being forgotten or erased until the end of the transaction; `false` when they are gone. Whoever
    /// gives them a seat asks first: the seat would go with them and be counted for ever.
    pub(super) async fn stays(self, tx: &WriteTx) -> Result<bool, DbErr> {
        match self {
            Self::Account(key) => identity::stays(tx, key).await,
            Self::Guest(key) => {
                let guest = guests::Entity::find_by_id(key).lock(LockType::KeyShare);
                Ok(guest.one(tx).await?.is_some())
            }
        }
    }

    pub(super) fn rsvps(self) -> SimpleExpr {
        match self {
            Self::Account(key) => sea_orm::sea_query::Expr::col(rsvps::Column::AccountId).eq(key),
            Self::Guest(key) => sea_orm::sea_query::Expr::col(rsvps::Column::GuestId).eq(key),
        }
    }

    pub(super) fn standing(self) -> SimpleExpr {
        match self {
            Self::Account(key) => sea_orm::sea_query::Expr::col(standing_rsvps::Column::AccountId).eq(key),
            Self::Guest(key) => sea_orm::sea_query::Expr::col(standing_rsvps::Column::GuestId).eq(key),
        }
    }
}
