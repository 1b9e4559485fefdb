//! What somebody looks for.

use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::profile::{Field, Typed};
use domain::mentorship::{Ask, AskForm, Facts};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::asks;
use super::news::ToMentor;
use super::sealed::{Pen, ask_of, seal_ask};
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::profile;

/// What the viewer looks for, and what their profile adds.
#[derive(Debug, Clone, Default)]
pub struct MyAsk {
    /// What they have told, if they look for somebody now.
    pub ask: Option<Ask>,
    /// What their profile says that can count.
    pub facts: Facts,
    /// The stage their profile says, for the first time the form is drawn.
    pub stage: Option<String>,
}

/// Everything of a profile that a fit may look at, and the stage beside it.
pub(super) const COUNTED: [Field; 4] = [Field::Specialties, Field::State, Field::Zone, Field::Stage];

/// What a profile says that a fit may look at, and the stage; only these fields are read.
pub(super) async fn facts_of(
    ctx: &Ctx,
    account: i64,
    wanted: &[Field],
) -> Result<(Facts, Option<String>), MentorshipError> {
    let answers = if wanted.is_empty() { Vec::new() } else { profile::answers_of(ctx, account, wanted).await? };
    let told =
        |field: Field| answers.iter().find(|answer| answer.field() == field).map(|answer| answer.as_str().to_owned());
    let specialties = told(Field::Specialties).map(|all| all.split(',').map(ToOwned::to_owned).collect());
    let facts =
        Facts { specialties: specialties.unwrap_or_default(), state: told(Field::State), zone: told(Field::Zone) };
    Ok((facts, told(Field::Stage)))
}

/// What the viewer looks for.
pub async fn my_ask(ctx: &Ctx) -> Result<MyAsk, MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let ask = match store::open_ask(ctx.db.read(), account).await? {
        Some(row) => Some(ask_of(ctx, ctx.db.read(), &row).await?),
        None => None,
    };
    let (facts, stage) = facts_of(ctx, account, &COUNTED).await?;
    Ok(MyAsk { ask, facts, stage })
}

/// Stores what the viewer looks for; `typed` are the form's fields as they came.
pub async fn save_ask(ctx: &Ctx, typed: &[(String, String)]) -> Result<(), MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let ask = AskForm(Typed::new(typed)).parse().map_err(MentorshipError::Invalid)?;
    let (id, inner, now, ask) = (ctx.dice.public_id(), ctx.clone(), ctx.now(), std::sync::Arc::new(ask));
    ctx.db
        .write(move |tx| {
            let (ctx, ask) = (inner.clone(), ask.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                match store::open_ask(tx, account).await? {
                    Some(row) => update(tx, &ctx, &row, &ask).await,
                    None => insert(tx, &ctx, (id, account), &ask, now).await,
                }
            })
        })
        .await
}

pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    (id, account): (PublicId, i64),
    ask: &Ask,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), MentorshipError> {
    let row = asks::Model {
        id: 0,
        public_id: id.to_string(),
        account_id: account,
        state: "looking".to_owned(),
        open_key: Some(account.to_string()),
        told: seal_ask(ctx, &Pen::of(tx, account).await?, id, ask)?,
        reveals: ask.reveals.stored(),
        created_at: now,
        changed_at: now,
        ended_at: None,
    };
    let row = asks::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    asks::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn update(tx: &impl ConnectionTrait, ctx: &Ctx, row: &asks::Model, ask: &Ask) -> Result<(), MentorshipError> {
    let id = PublicId::parse(&row.public_id).ok_or(MentorshipError::NotFound)?;
    let told = seal_ask(ctx, &Pen::of(tx, row.account_id).await?, id, ask)?;
    asks::Entity::update_many()
        .col_expr(asks::Column::Told, Expr::value(told))
        .col_expr(asks::Column::Reveals, Expr::value(ask.reveals.stored()))
        .col_expr(asks::Column::ChangedAt, Expr::value(ctx.now()))
        .filter(asks::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Stops looking: whoever was asked is told, and the next in their lines come in.
pub async fn end_ask(ctx: &Ctx) -> Result<(), MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let (account, inner, now) = (me(ctx)?.account, ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let Some(row) = store::open_ask(tx, account).await? else { return Ok(()) };
                let ended = asks::Model { state: "ended".to_owned(), ..row };
                end(tx, ended.id, now).await?;
                flow::close_list(tx, &ctx, &ended, ToMentor::TakenBack, now).await
            })
        })
        .await
}

pub(super) async fn end(
    tx: &impl ConnectionTrait,
    ask: i64,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), MentorshipError> {
    asks::Entity::update_many()
        .col_expr(asks::Column::State, Expr::value("ended"))
        .col_expr(asks::Column::OpenKey, Expr::value(Option::<String>::None))
        .col_expr(asks::Column::EndedAt, Expr::value(now))
        .filter(asks::Column::Id.eq(ask))
        .filter(asks::Column::State.eq("looking"))
        .exec(tx)
        .await?;
    Ok(())
}
