//! The treasurer's desk for codes: made, listed with how often they were used, stopped, and batches handed out once.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::codes::{CodeForm, Kind, NewCode, Rules};
use domain::id::PublicId;
use domain::refusal::Refusal;
use domain::verification;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, TryInsertResult,
};

use super::entity::{codes as rows, singles, uses};
use super::{find, rules_of};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::membership::{Listed, MembershipError, PAGE, Sending, Sent};

/// The action's name, as it stands beside its idempotency keys.
const MAKE: &str = "codes/make";
/// Rows in one statement: SQLite takes 32,766 values.
const CHUNK: usize = 500;

/// A code or a batch on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDesk {
    /// Public name.
    pub id: PublicId,
    /// One for many, or a batch.
    pub kind: Kind,
    /// What stands on receipts.
    pub label: String,
    /// What it asks for.
    pub rules: Rules,
    /// Whose members it brings. Only how many is told, never whom.
    pub partner: Option<String>,
    /// For orders that wait.
    pub held: u64,
    /// For orders that were paid.
    pub redeemed: u64,
    /// When the codes of a batch were handed out.
    pub handed_out_at: Option<DateTime<Utc>>,
}

/// A page of codes and batches, the newest first; behind `after`, if that is one.
pub async fn list(ctx: &Ctx, after: Option<PublicId>) -> Result<Listed<OnDesk>, MembershipError> {
    allow(ctx, Action::ManageCodes, Object::None)?;
    let db = ctx.db.read();
    let last = match after {
        Some(after) => by_name(db, after).await?.map(|row| row.id),
        None => None,
    };
    let mut found = rows::Entity::find()
        .apply_if(last, |all, last| all.filter(rows::Column::Id.lt(last)))
        .order_by_desc(rows::Column::Id)
        .limit(PAGE as u64 + 1)
        .all(db)
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let listed = on_desk(db, found).await?;
    let next = listed.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { rows: listed, next })
}

/// A batch whose codes wait to be handed out. [`MembershipError::NotFound`] for any other code.
pub async fn batch(ctx: &Ctx, batch: &str) -> Result<OnDesk, MembershipError> {
    allow(ctx, Action::ManageCodes, Object::None)?;
    let id = PublicId::parse(batch).ok_or(MembershipError::NotFound)?;
    let db = ctx.db.read();
    let row = by_name(db, id)
        .await?
        .filter(|row| row.kind == Kind::Single.word() && row.handed_out_at.is_none() && row.stopped_at.is_none());
    on_desk(db, row.into_iter().collect()).await?.pop().ok_or(MembershipError::NotFound)
}

async fn by_name(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<rows::Model>, DbErr> {
    rows::Entity::find().filter(rows::Column::PublicId.eq(id.as_str())).one(db).await
}

/// Rows with how often each was used, counted in one statement.
async fn on_desk(db: &impl ConnectionTrait, found: Vec<rows::Model>) -> Result<Vec<OnDesk>, MembershipError> {
    let counts: Vec<(i64, uses::State, i64)> = uses::Entity::find()
        .select_only()
        .column(uses::Column::CodeId)
        .column(uses::Column::State)
        .column_as(uses::Column::Id.count(), "uses")
        .filter(uses::Column::CodeId.is_in(found.iter().map(|row| row.id)))
        .group_by(uses::Column::CodeId)
        .group_by(uses::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let count = |code: i64, state: uses::State| {
        let of = counts.iter().find(|(of, stands, _)| (*of, *stands) == (code, state));
        of.map_or(0, |(_, _, count)| count.unsigned_abs())
    };
    let show = |row: rows::Model| {
        Ok::<_, MembershipError>(OnDesk {
            id: PublicId::parse(&row.public_id).ok_or(MembershipError::NotFound)?,
            kind: Kind::parse(&row.kind).ok_or(MembershipError::NotFound)?,
            rules: rules_of(&row)?,
            held: count(row.id, uses::State::Held),
            redeemed: count(row.id, uses::State::Redeemed),
            label: row.label,
            partner: row.partner,
            handed_out_at: row.handed_out_at,
        })
    };
    found.into_iter().map(show).collect()
}

/// Makes a code, or a batch whose codes are made when they are handed out. `key` is the form's idempotency key.
pub async fn add_code(ctx: &Ctx, form: &CodeForm, key: &str) -> Result<PublicId, MembershipError> {
    allow(ctx, Action::ManageCodes, Object::None)?;
    let (code, own) = (form.parse()?, ctx.clone());
    let sending = Sending::new(key, MAKE, &(audit::actor(&ctx.viewer), form))?;
    ctx.db
        .write(move |tx| {
            let (ctx, code, sending) = (own.clone(), code.clone(), sending.clone());
            Box::pin(async move {
                let ticket = match sending.begin(tx, ctx.now()).await? {
                    Sent::First(ticket) => ticket,
                    Sent::Before(id) => return Ok(id),
                };
                let id = insert(tx, &ctx, &code, false).await?.ok_or(Refusal::CodeThere)?;
                let entry = Entry::done(&ctx.viewer, Action::ManageCodes).saying("made").on("code", id);
                audit::note(tx, &entry, ctx.now()).await?;
                ticket.finish(tx, &id).await?;
                Ok::<_, MembershipError>(id)
            })
        })
        .await
}

/// Stores a code; `None` where a code in use has its letters. The index decides: of two treasurers at once the second waits
/// here for the first.
async fn insert(tx: &WriteTx, ctx: &Ctx, code: &NewCode, sample: bool) -> Result<Option<PublicId>, DbErr> {
    let (id, rules) = (ctx.dice.public_id(), &code.rules);
    let cap = match code.kind {
        Kind::Single => Some(i32::from(code.count)),
        Kind::Shared => rules.cap.and_then(|cap| i32::try_from(cap).ok()),
    };
    let plans: Vec<&str> = rules.plans.iter().map(domain::membership::PlanKey::as_str).collect();
    let row = rows::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(id.to_string()),
        kind: ActiveValue::Set(code.kind.word().to_owned()),
        label: ActiveValue::Set(code.label.clone()),
        letters: ActiveValue::Set(code.key.as_ref().map(|key| key.as_str().to_owned())),
        off_kind: ActiveValue::Set(rules.off.word().to_owned()),
        off_number: ActiveValue::Set(rules.off.number()),
        currency: ActiveValue::Set(rules.currency.map(|currency| currency.word().to_owned())),
        plans: ActiveValue::Set(plans.join(",")),
        purpose: ActiveValue::Set(rules.purpose.word().to_owned()),
        zone: ActiveValue::Set(rules.window.zone.name().to_owned()),
        from_local: ActiveValue::Set(rules.window.from),
        until_local: ActiveValue::Set(rules.window.until),
        cap: ActiveValue::Set(cap),
        per_person: ActiveValue::Set(i32::from(rules.per_person)),
        taken: ActiveValue::Set(0),
        minimum: ActiveValue::Set(rules.minimum.map(domain::money::Cents::get)),
        first_purchase: ActiveValue::Set(rules.first_purchase),
        audience: ActiveValue::Set(rules.audience.to_string()),
        partner: ActiveValue::Set(code.partner.clone()),
        sample: ActiveValue::Set(sample),
        handed_out_at: ActiveValue::Set(None),
        stopped_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(ctx.now()),
    };
    // Without a target, because the index is one of codes in use alone.
    let there = OnConflict::new().do_nothing().to_owned();
    let done = rows::Entity::insert(row).on_conflict(there).try_insert().exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)).then_some(id))
}

/// Stops a code or a batch. What is held for orders that wait stays theirs.
pub async fn stop(ctx: &Ctx, code: &str) -> Result<(), MembershipError> {
    allow(ctx, Action::ManageCodes, Object::None)?;
    let id = PublicId::parse(code).ok_or(MembershipError::NotFound)?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                let done = rows::Entity::update_many()
                    .col_expr(rows::Column::StoppedAt, Expr::value(Some(ctx.now())))
                    .filter(rows::Column::PublicId.eq(id.as_str()))
                    .filter(rows::Column::StoppedAt.is_null())
                    .exec(tx)
                    .await?;
                if done.rows_affected == 0 {
                    return Err(MembershipError::NotFound);
                }
                let entry = Entry::done(&ctx.viewer, Action::ManageCodes).saying("stopped").on("code", id);
                Ok(audit::note(tx, &entry, ctx.now()).await?)
            })
        })
        .await
}

/// Makes the codes of a batch and hands them out, once: afterwards only their hashes are here. Answers the name of the file
/// and the file, a code on each line.
pub async fn hand_out(ctx: &Ctx, batch: &str) -> Result<(String, String), MembershipError> {
    allow(ctx, Action::TakeCodes, Object::None)?;
    let id = PublicId::parse(batch).ok_or(MembershipError::NotFound)?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                let found = rows::Entity::find()
                    .filter(rows::Column::PublicId.eq(id.as_str()))
                    .filter(rows::Column::Kind.eq(Kind::Single.word()))
                    .one(tx)
                    .await?;
                let row = found.ok_or(MembershipError::NotFound)?;
                let mine = rows::Entity::update_many()
                    .col_expr(rows::Column::HandedOutAt, Expr::value(Some(ctx.now())))
                    .filter(rows::Column::Id.eq(row.id))
                    .filter(rows::Column::HandedOutAt.is_null())
                    .filter(rows::Column::StoppedAt.is_null())
                    .exec(tx)
                    .await?;
                if mine.rows_affected == 0 {
                    return Err(Refusal::BatchTaken.into());
                }
                let count = usize::try_from(row.cap.unwrap_or_default()).unwrap_or_default();
                let codes: Vec<_> = (0..count).map(|_| verification::Code::from_bytes(ctx.dice.bytes())).collect();
                for some in codes.chunks(CHUNK) {
                    let rows: Vec<_> = some
                        .iter()
                        .map(|code| singles::ActiveModel {
                            id: ActiveValue::NotSet,
                            code_id: ActiveValue::Set(row.id),
                            code_sha256: ActiveValue::Set(find::hash(*code)),
                            taken: ActiveValue::Set(0),
                        })
                        .collect();
                    singles::Entity::insert_many(rows).exec_without_returning(tx).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::TakeCodes).saying("handed-out").on("code", id);
                audit::note(tx, &entry, ctx.now()).await?;
                let mut file = String::from("code\r\n");
                for code in codes {
                    file.push_str(&code.to_string());
                    file.push_str("\r\n");
                }
                Ok((format!("codes-{id}.csv"), file))
            })
        })
        .await
}

/// Stores an invented code where its letters are not in use.
pub(crate) async fn add_sample(tx: &WriteTx, ctx: &Ctx, code: &NewCode) -> Result<(), DbErr> {
    insert(tx, ctx, code, true).await?;
    Ok(())
}

/// Takes invented codes away that nobody used; the others are stopped.
pub(crate) async fn remove_sample(tx: &WriteTx, now: DateTime<Utc>) -> Result<(), DbErr> {
    for row in rows::Entity::find().filter(rows::Column::Sample.eq(true)).all(tx).await? {
        let used = uses::Entity::find().filter(uses::Column::CodeId.eq(row.id)).count(tx).await?;
        if used == 0 {
            rows::Entity::delete_by_id(row.id).exec(tx).await?;
        } else {
            rows::Entity::update_many()
                .col_expr(rows::Column::StoppedAt, Expr::value(row.stopped_at.or(Some(now))))
                .filter(rows::Column::Id.eq(row.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}
