//! What becomes of a membership with the account.

use domain::id::PublicId;
use domain::membership::{OrderDeed, Term};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::orders::{Column, Entity};
use super::entity::{payments, plans};
use super::error::MembershipError;
use super::{days, orders};
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// An account is about to be erased: its order that waits is taken back, its code is free for others, and what orders and
/// payments said of the person is forgotten, with the days of what holds until their training ends. Amounts and the days of
/// payments stay, because the books do.
pub(crate) async fn leaves(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    if let Some(open) = orders::open_of(tx, account).await? {
        let id = PublicId::parse(&open.public_id).ok_or_else(|| days::broken("a public name"))?;
        let done = async {
            let (order, whose) = orders::hold(tx, id, ctx.now()).await?;
            orders::take_back(tx, ctx, &order, whose.as_ref(), OrderDeed::Cancel).await
        };
        done.await.map_err(|error: MembershipError| DbErr::Custom(error.to_string()))?;
    }
    let mut own = Query::select();
    own.column(Column::Id).from(Entity).and_where(Column::AccountId.eq(account));
    payments::Entity::update_many()
        .col_expr(payments::Column::Reference, Expr::value(""))
        .col_expr(payments::Column::Reason, Expr::value(""))
        .filter(payments::Column::OrderId.in_subquery(own))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::Stage, Expr::value(Option::<String>::None))
        .col_expr(Column::Img, Expr::value(false))
        .col_expr(Column::TrainingEnds, Expr::value(Option::<String>::None))
        .filter(Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    let mut training = Query::select();
    let ends_so = plans::Column::Term.eq(Term::UntilTrainingEnds.word());
    training.column(plans::Column::Id).from(plans::Entity).and_where(ends_so);
    Entity::update_many()
        .col_expr(Column::FromDay, Expr::value(Option::<String>::None))
        .col_expr(Column::ThroughDay, Expr::value(Option::<String>::None))
        .filter(Column::AccountId.eq(account))
        .filter(Column::PlanId.in_subquery(training))
        .exec(tx)
        .await?;
    Ok(())
}
