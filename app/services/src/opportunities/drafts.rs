//! Drafts: kept from the first answer, without an account by a token, adopted at sign-up.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::opportunities::Fields;
use domain::opportunities::draft::{self, Part};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::posting_drafts::{ActiveModel, Column, Entity, Model};
use super::entity::postings;
use super::{OpportunityError, drawer, me, rows, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::identity::Token;

/// How long a draft without an account is kept after its last change.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A draft as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Public id.
    pub id: PublicId,
    /// The posting it changes; `None` for a new one.
    pub posting: Option<PublicId>,
    /// Whether it was sent in and nothing is being changed.
    pub sent: bool,
    /// What was typed so far.
    pub fields: Fields,
    /// Steps that lack something, with what it is.
    pub open: Vec<(Part, Vec<FieldError>)>,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
}

impl Draft {
    fn of((row, posting): (&Model, Option<PublicId>), now: DateTime<Utc>) -> Result<Self, OpportunityError> {
        let (fields, sent) = (rows::fields(row)?, sent_as(row).is_some());
        let open = draft::open_parts(&fields, now);
        let id = PublicId::parse(&row.public_id).ok_or(OpportunityError::NotFound)?;
        Ok(Self { id, posting, sent, fields, open, changed_at: row.changed_at })
    }
}

/// Begins a draft with what the first step sent; a second press finds the draft of the first. Without an account the
/// token is answered, once; it belongs into a cookie and opens the draft from then on.
pub async fn begin(ctx: &Ctx, part: Part, sent: &Fields) -> Result<(PublicId, Option<Token>), OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let account = ctx.viewer.member.as_ref().map(|member| member.account);
    let token = account.is_none().then(|| Token::new(&ctx.dice));
    let (id, now) = (ctx.dice.public_id(), ctx.now());
    let fields = rows::fields_json(&draft::merged(&Fields::new(), part, sent))?;
    let hash = token.as_ref().map(Token::sha256);
    let begun = ctx
        .db
        .write(move |tx| {
            let (fields, hash) = (fields.clone(), hash.clone());
            Box::pin(async move {
                tx.housekeeping();
                if let Some(account) = account {
                    if let Some(same) = drawer::same(tx, account, &fields).await? {
                        return PublicId::parse(&same.public_id).ok_or(OpportunityError::NotFound);
                    }
                    drawer::has_room(tx, account).await?;
                }
                let row = ActiveModel {
                    id: ActiveValue::NotSet,
                    public_id: ActiveValue::Set(id.to_string()),
                    account_id: ActiveValue::Set(account),
                    token_sha256: ActiveValue::Set(hash),
                    posting_id: ActiveValue::Set(None),
                    fields: ActiveValue::Set(fields),
                    created_at: ActiveValue::Set(now),
                    changed_at: ActiveValue::Set(now),
                };
                Entity::insert(row).exec(tx).await?;
                Ok::<_, OpportunityError>(id)
            })
        })
        .await?;
    Ok((begun, token))
}

/// Whether a draft is the viewer's, or of whoever has the token.
fn is_mine(ctx: &Ctx, row: &Model, token: Option<&Token>) -> bool {
    match (&ctx.viewer.member, row.account_id) {
        (Some(member), Some(owner)) => member.account == owner,
        (_, None) => token.is_some_and(|token| row.token_sha256 == Some(token.sha256())),
        (None, Some(_)) => false,
    }
}

pub(super) async fn find(ctx: &Ctx, id: &str, token: Option<&Token>) -> Result<Model, OpportunityError> {
    let id = PublicId::parse(id).ok_or(OpportunityError::NotFound)?;
    let row = store::draft(ctx.db.read(), id).await?;
    row.filter(|row| is_mine(ctx, row, token)).ok_or(OpportunityError::NotFound)
}

/// The posting that a draft changes or has become.
async fn becomes(ctx: &Ctx, row: &Model) -> Result<Option<PublicId>, OpportunityError> {
    let Some(key) = row.posting_id else { return Ok(None) };
    let posting = postings::Entity::find_by_id(key).one(ctx.db.read()).await?;
    Ok(posting.and_then(|posting| PublicId::parse(&posting.public_id)))
}

/// A draft; not found for anybody but its owner.
pub async fn draft(ctx: &Ctx, id: &str, token: Option<&Token>) -> Result<Draft, OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let row = find(ctx, id, token).await?;
    let posting = becomes(ctx, &row).await?;
    Draft::of((&row, posting), ctx.now())
}

/// Puts what one step says in place of what it said before. Nothing has to be right yet.
pub async fn change(
    ctx: &Ctx,
    id: &str,
    token: Option<&Token>,
    part: Part,
    sent: &Fields,
) -> Result<(), OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let row = find(ctx, id, token).await?;
    // Somebody may adopt it in this moment; then it is theirs.
    let (key, owner, now, sent) = (row.id, row.account_id, ctx.now(), sent.clone());
    ctx.db
        .write(move |tx| {
            let sent = sent.clone();
            Box::pin(async move {
                tx.housekeeping();
                let row = hold(tx, key).await?.filter(|now| now.account_id == owner);
                let row = row.ok_or(OpportunityError::NotFound)?;
                if sent_as(&row).is_some() {
                    return Err(Refusal::PostingMoved.into());
                }
                let fields = rows::fields_json(&draft::merged(&rows::fields(&row)?, part, &sent))?;
                let update = Entity::update_many()
                    .col_expr(Column::Fields, Expr::value(fields))
                    .col_expr(Column::ChangedAt, Expr::value(now))
                    .filter(Column::Id.eq(key));
                update.exec(tx).await?;
                Ok::<_, OpportunityError>(())
            })
        })
        .await
}

/// What a row says whose draft was sent in: it only remembers which posting it has become, so that a second press of the
/// button finds that posting.
pub(super) const SENT: &str = "[]";

/// Takes hold of a draft: a second press waits here for the first.
pub(super) async fn hold(tx: &WriteTx, key: i64) -> Result<Option<Model>, OpportunityError> {
    let same = Entity::update_many().col_expr(Column::ChangedAt, Expr::col(Column::ChangedAt));
    same.filter(Column::Id.eq(key)).exec(tx).await?;
    Ok(Entity::find_by_id(key).one(tx).await?)
}

/// The posting that a draft has become, where nothing is being changed.
pub(super) fn sent_as(row: &Model) -> Option<i64> {
    row.posting_id.filter(|_| row.fields == SENT)
}

/// The draft has done its work; the posting holds all of it.
pub(super) async fn sent(tx: &WriteTx, key: i64, posting: i64, now: DateTime<Utc>) -> Result<(), OpportunityError> {
    let update = Entity::update_many()
        .col_expr(Column::Fields, Expr::value(SENT))
        .col_expr(Column::PostingId, Expr::value(Some(posting)))
        .col_expr(Column::ChangedAt, Expr::value(now));
    update.filter(Column::Id.eq(key)).exec(tx).await?;
    Ok(())
}

/// Opens the draft beside a posting that is held; one that is being written goes on.
pub(super) async fn open(
    tx: &WriteTx,
    (account, posting): (i64, i64),
    new: PublicId,
    fields: &Fields,
    now: DateTime<Utc>,
) -> Result<PublicId, OpportunityError> {
    let fields = rows::fields_json(fields)?;
    let Some(row) = Entity::find().filter(Column::PostingId.eq(posting)).one(tx).await? else {
        let row = ActiveModel {
            id: ActiveValue::NotSet,
            public_id: ActiveValue::Set(new.to_string()),
            account_id: ActiveValue::Set(Some(account)),
            token_sha256: ActiveValue::Set(None),
            posting_id: ActiveValue::Set(Some(posting)),
            fields: ActiveValue::Set(fields),
            created_at: ActiveValue::Set(now),
            changed_at: ActiveValue::Set(now),
        };
        Entity::insert(row).exec(tx).await?;
        return Ok(new);
    };
    if sent_as(&row).is_some() {
        let update = Entity::update_many()
            .col_expr(Column::Fields, Expr::value(fields))
            .col_expr(Column::ChangedAt, Expr::value(now));
        update.filter(Column::Id.eq(row.id)).exec(tx).await?;
    }
    PublicId::parse(&row.public_id).ok_or(OpportunityError::NotFound)
}

/// Throws a draft away. What was sent in as a posting stays.
pub async fn discard(ctx: &Ctx, id: &str, token: Option<&Token>) -> Result<(), OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let (row, now) = (find(ctx, id, token).await?, ctx.now());
    let (key, owner) = (row.id, row.account_id);
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let Some(row) = hold(tx, key).await?.filter(|now| now.account_id == owner) else { return Ok(()) };
                if let Some(posting) = row.posting_id {
                    return sent(tx, key, posting, now).await;
                }
                Entity::delete_by_id(key).exec(tx).await?;
                Ok::<_, OpportunityError>(())
            })
        })
        .await
}

/// The draft that a token opens; `None` where there is none any more.
pub async fn draft_of(ctx: &Ctx, token: &Token) -> Result<Option<Draft>, OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let row = Entity::find().filter(Column::TokenSha256.eq(token.sha256())).one(ctx.db.read()).await?;
    row.map(|row| Draft::of((&row, None), ctx.now())).transpose()
}

/// The viewer's drafts, the newest first.
pub async fn my_drafts(ctx: &Ctx) -> Result<Vec<Draft>, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let mine = Entity::find().filter(Column::AccountId.eq(me(ctx)?.account)).filter(drawer::being_written());
    let mine = mine.order_by_desc(Column::ChangedAt);
    let all = mine.order_by_desc(Column::Id).all(ctx.db.read()).await?;
    let mut drafts = Vec::with_capacity(all.len());
    for row in &all {
        drafts.push(Draft::of((row, becomes(ctx, row).await?), ctx.now())?);
    }
    Ok(drafts)
}

/// Somebody who has just made an account, or signed in, keeps the draft of their token, whatever their standing. The
/// token opens nothing from then on; a token without a draft changes nothing. Answers whether there was one.
pub async fn adopt(ctx: &Ctx, token: &Token) -> Result<bool, OpportunityError> {
    allow(ctx, Action::DraftPosting, Object::None)?;
    let (account, hash) = (me(ctx)?.account, token.sha256());
    ctx.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                tx.housekeeping();
                let done = Entity::update_many()
                    .col_expr(Column::AccountId, Expr::value(Some(account)))
                    .col_expr(Column::TokenSha256, Expr::value(Option::<String>::None))
                    .filter(Column::TokenSha256.eq(hash))
                    .exec(tx)
                    .await?;
                Ok::<_, OpportunityError>(done.rows_affected > 0)
            })
        })
        .await
}

/// Forgets drafts without an account whose time is over.
pub(super) async fn purge_drafts(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let old = Entity::delete_many().filter(Column::TokenSha256.is_not_null());
                old.filter(Column::ChangedAt.lt(before)).exec(tx).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
}
