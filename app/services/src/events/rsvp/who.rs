//! Whose answer it is.

use sea_orm::sea_query::{ExprTrait, SimpleExpr};

use super::entity::{rsvps, standing_rsvps};

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
