//! Tries: a wrong code costs one, a right one none (security design, discount codes).

use domain::access::Standing;
use domain::codes::{WRONG_BY_ACCOUNT, WRONG_FROM_ADDRESS};
use sea_orm::DbErr;

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::identity::buckets::{self, Bucket};

/// A try that was taken.
pub(crate) struct Guess(Vec<Bucket>);

impl Guess {
    /// Takes a try for the viewer before anything is looked up: of their account, or of the network they come from. `None`
    /// when none is left.
    pub(crate) async fn take(ctx: &Ctx) -> Result<Option<Self>, DbError> {
        let own = Self::of(ctx);
        Ok(buckets::take_now(ctx, own.0.clone()).await?.then_some(own))
    }

    /// Whether the viewer has a try left. A right code costs none, so this is asked before anything is said of one.
    pub(crate) async fn any_left(tx: &WriteTx, ctx: &Ctx) -> Result<bool, DbErr> {
        buckets::any_left(tx, &Self::of(ctx).0, ctx.now()).await
    }

    /// Takes the try that a wrong code costs, in the transaction that says so; `false` when none is left.
    pub(crate) async fn spend(tx: &WriteTx, ctx: &Ctx) -> Result<bool, DbErr> {
        buckets::take(tx, &Self::of(ctx).0, ctx.now()).await
    }

    fn of(ctx: &Ctx) -> Self {
        let member = ctx.viewer.member.as_ref().filter(|member| member.standing == Standing::Active);
        Self(vec![match member {
            Some(member) => Bucket::new(ctx, "codes-account", member.id.as_str(), WRONG_BY_ACCOUNT),
            None => Bucket::of_peer(ctx, "codes-from", WRONG_FROM_ADDRESS),
        }])
    }

    /// Gives the try back, because the code was right.
    pub(crate) async fn give_back(self, ctx: &Ctx) -> Result<(), DbError> {
        buckets::give_back(ctx, self.0).await
    }
}
