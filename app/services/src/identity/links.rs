//! Mailed links: a newer one replaces the older, one use and no more, whoever is faster.

use chrono::{DateTime, Utc};
use domain::identity::Purpose;
use domain::local_path::LocalPath;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::IdentityError;
use super::ended::{self, Ended};
use super::entity::link_tokens::{self, ActiveModel, COLUMN, Entity};
use super::token::Token;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

impl From<Purpose> for link_tokens::Purpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Confirm => Self::Confirm,
            Purpose::Reset => Self::Reset,
            Purpose::ChangeEmail => Self::ChangeEmail,
            Purpose::SecondFactor => Self::SecondFactor,
        }
    }
}

/// Stores a link's hash; older links of the same person and purpose stop working.
pub(super) async fn issue(
    tx: &WriteTx,
    account: i64,
    purpose: Purpose,
    token: &Token,
    email: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    supersede(tx, account, purpose).await?;
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        purpose: ActiveValue::Set(purpose.into()),
        token_sha256: ActiveValue::Set(token.sha256()),
        email: ActiveValue::Set(email.map(ToOwned::to_owned)),
        created_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now + purpose.lifetime()),
        next: ActiveValue::Set(None),
    };
    Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// The longest way on that is kept, in bytes.
const NEXT_MOST: usize = 200;

/// Says where whoever uses a link goes on. A way that is longer than any of ours is not kept.
pub(super) async fn lead_on(tx: &WriteTx, token: &Token, next: &LocalPath) -> Result<(), DbErr> {
    if next.as_str().len() > NEXT_MOST {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(link_tokens::Column::Next, Expr::value(next.as_str()))
        .filter(COLUMN.token_sha256.eq(token.sha256()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Where the link of a person that is on its way leads on to.
pub(super) async fn leads_to(
    db: &impl ConnectionTrait,
    account: i64,
    purpose: Purpose,
) -> Result<Option<LocalPath>, DbErr> {
    let row = Entity::find()
        .filter(COLUMN.account_id.eq(account))
        .filter(COLUMN.purpose.eq(link_tokens::Purpose::from(purpose)))
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.next).and_then(|next| LocalPath::parse(&next)))
}

/// Makes links of this purpose stop working.
pub(super) async fn supersede(tx: &WriteTx, account: i64, purpose: Purpose) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(COLUMN.account_id.eq(account))
        .filter(COLUMN.purpose.eq(link_tokens::Purpose::from(purpose)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Looks at a link without using it up, as a page does that a mail scanner may fetch. One that has ended is deleted.
pub(super) async fn peek(ctx: &Ctx, purpose: Purpose, token: &Token) -> Result<Option<link_tokens::Model>, DbErr> {
    let Some(row) = find(ctx.db.read(), purpose, token).await? else { return Ok(None) };
    if ctx.now() < row.expires_at {
        return Ok(Some(row));
    }
    ended::forget(ctx, Ended::Link(row.id));
    Ok(None)
}

async fn find(db: &impl ConnectionTrait, purpose: Purpose, token: &Token) -> Result<Option<link_tokens::Model>, DbErr> {
    Entity::find()
        .filter(COLUMN.token_sha256.eq(token.sha256()))
        .filter(COLUMN.purpose.eq(link_tokens::Purpose::from(purpose)))
        .one(db)
        .await
}

/// Uses a link up. Of many at once one gets it; the others are told that it is spent.
pub(super) async fn take(
    tx: &WriteTx,
    purpose: Purpose,
    token: &Token,
    now: DateTime<Utc>,
) -> Result<link_tokens::Model, IdentityError> {
    let row = find(tx, purpose, token).await?.filter(|row| now < row.expires_at).ok_or(Refusal::LinkSpent)?;
    let gone = Entity::delete_many().filter(COLUMN.id.eq(row.id)).exec(tx).await?;
    if gone.rows_affected == 1 { Ok(row) } else { Err(Refusal::LinkSpent.into()) }
}

/// Does this link work at the moment? Answers the same for a spent, an expired and an invented one.
pub async fn link_works(ctx: &Ctx, purpose: Purpose, token: &str) -> Result<bool, DbError> {
    let Some(token) = Token::parse(token) else { return Ok(false) };
    Ok(peek(ctx, purpose, &token).await?.is_some())
}
