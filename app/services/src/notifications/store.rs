//! Queries of the tables `mail_settings`, `mail_choices` and `notifications`.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::notifications::{Choice, Choices, Digest, Topic};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::Notice;
use super::entity::{choices, notifications, settings};
use crate::secret::Secret;

pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    id: PublicId,
    account: i64,
    notice: &Notice,
    for_digest: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = notifications::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(id.to_string()),
        account_id: ActiveValue::Set(account),
        topic: ActiveValue::Set(notice.topic.word().to_owned()),
        title: ActiveValue::Set(notice.title.clone()),
        body: ActiveValue::Set(notice.text.clone()),
        path: ActiveValue::Set(notice.path.as_str().to_owned()),
        for_digest: ActiveValue::Set(for_digest),
        read_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
    };
    notifications::Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// The newest first, older than `after` if that is one of this person's.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    account: i64,
    after: Option<PublicId>,
    limit: u64,
) -> Result<Vec<notifications::Model>, DbErr> {
    use notifications::{COLUMN, Column, Entity};
    let last = match after {
        None => None,
        Some(after) => {
            let own = Entity::find().filter(COLUMN.account_id.eq(account));
            own.filter(COLUMN.public_id.eq(after.as_str())).one(db).await?
        }
    };
    Entity::find()
        .filter(COLUMN.account_id.eq(account))
        .apply_if(last, |query, last| query.filter(COLUMN.id.lt(last.id)))
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

pub(super) async fn unread(db: &impl ConnectionTrait, account: i64) -> Result<u64, DbErr> {
    use notifications::{COLUMN, Column, Entity};
    Entity::find().filter(COLUMN.account_id.eq(account)).filter(Column::ReadAt.is_null()).count(db).await
}

/// One of them, or all.
pub(super) async fn mark_read(
    tx: &impl ConnectionTrait,
    account: i64,
    id: Option<PublicId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use notifications::{COLUMN, Column, Entity};
    let mut update = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(Some(now)))
        .filter(COLUMN.account_id.eq(account))
        .filter(Column::ReadAt.is_null());
    if let Some(id) = id {
        update = update.filter(COLUMN.public_id.eq(id.as_str()));
    }
    update.exec(tx).await?;
    Ok(())
}

/// What waits for a person's digest and was not read on the site meanwhile, the oldest first.
pub(super) async fn for_digest(tx: &impl ConnectionTrait, account: i64) -> Result<Vec<notifications::Model>, DbErr> {
    use notifications::{COLUMN, Column, Entity};
    Entity::find()
        .filter(COLUMN.account_id.eq(account))
        .filter(COLUMN.for_digest.eq(true))
        .filter(Column::ReadAt.is_null())
        .order_by_asc(Column::Id)
        .all(tx)
        .await
}

pub(super) async fn leave_digest(tx: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    use notifications::{COLUMN, Column, Entity};
    Entity::update_many()
        .col_expr(Column::ForDigest, Expr::value(false))
        .filter(COLUMN.account_id.eq(account))
        .filter(COLUMN.for_digest.eq(true))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn delete_before(tx: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    notifications::Entity::delete_many().filter(notifications::COLUMN.created_at.lt(before)).exec(tx).await?;
    Ok(())
}

pub(super) async fn settings(db: &impl ConnectionTrait, account: i64) -> Result<Option<settings::Model>, DbErr> {
    settings::Entity::find().filter(settings::COLUMN.account_id.eq(account)).one(db).await
}

pub(super) async fn settings_by_secret(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<settings::Model>, DbErr> {
    settings::Entity::find().filter(settings::Column::Secret.eq(secret)).one(db).await
}

/// Whose digest is due, the longest due first.
pub(super) async fn due_digests(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<settings::Model>, DbErr> {
    use settings::{Column, Entity};
    let due = Entity::find().filter(Column::DigestDueAt.lte(now)).order_by_asc(Column::DigestDueAt);
    due.order_by_asc(Column::Id).limit(limit).all(db).await
}

/// Stores settings unless the person has some.
pub(super) async fn insert_settings(
    tx: &impl ConnectionTrait,
    account: i64,
    secret: &str,
    usual: &Choices,
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = settings::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        secret: ActiveValue::Set(Secret(secret.to_owned())),
        digest: ActiveValue::Set(usual.digest.into()),
        digest_due_at: ActiveValue::Set(due),
        quiet_from: ActiveValue::Set(None),
        quiet_until: ActiveValue::Set(None),
        discreet: ActiveValue::Set(usual.discreet),
        changed_at: ActiveValue::Set(now),
    };
    settings::Entity::insert(row).on_conflict_do_nothing_on([settings::Column::AccountId]).exec(tx).await?;
    Ok(())
}

pub(super) async fn change_settings(
    tx: &impl ConnectionTrait,
    account: i64,
    choices: &Choices,
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use settings::{COLUMN, Column, Entity};
    let (from, until) = choices.quiet.map(domain::notifications::QuietHours::minutes).unzip();
    Entity::update_many()
        .col_expr(Column::Digest, Expr::value(settings::Digest::from(choices.digest)))
        .col_expr(Column::DigestDueAt, Expr::value(due))
        .col_expr(Column::QuietFrom, Expr::value(from.map(i32::from)))
        .col_expr(Column::QuietUntil, Expr::value(until.map(i32::from)))
        .col_expr(Column::Discreet, Expr::value(choices.discreet))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(COLUMN.account_id.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

/// Moves a due digest to its next date; `false` when another worker has done so.
pub(super) async fn move_digest(
    tx: &impl ConnectionTrait,
    settings: &settings::Model,
    next: Option<DateTime<Utc>>,
) -> Result<bool, DbErr> {
    use settings::{COLUMN, Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::DigestDueAt, Expr::value(next))
        .filter(COLUMN.id.eq(settings.id))
        .filter(COLUMN.digest.eq(settings.digest))
        .filter(Column::DigestDueAt.eq(settings.digest_due_at))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

pub(super) async fn stop_digest(tx: &impl ConnectionTrait, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    use settings::{COLUMN, Column, Entity};
    Entity::update_many()
        .col_expr(Column::Digest, Expr::value(settings::Digest::from(Digest::Off)))
        .col_expr(Column::DigestDueAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(COLUMN.account_id.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn choices(db: &impl ConnectionTrait, account: i64) -> Result<Vec<choices::Model>, DbErr> {
    choices::Entity::find().filter(choices::COLUMN.account_id.eq(account)).all(db).await
}

/// The choice for one topic; the topic's own where the person has chosen none.
pub(super) async fn choice(db: &impl ConnectionTrait, account: i64, topic: Topic) -> Result<Choice, DbErr> {
    let of_account = choices::Entity::find().filter(choices::COLUMN.account_id.eq(account));
    let row = of_account.filter(choices::COLUMN.topic.eq(topic.word())).one(db).await?;
    Ok(row.map_or(topic.default_choice(), |row| row.choice.into()))
}

pub(super) async fn set_choice(
    tx: &impl ConnectionTrait,
    account: i64,
    topic: Topic,
    choice: Choice,
) -> Result<(), DbErr> {
    use choices::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        topic: ActiveValue::Set(topic.word().to_owned()),
        choice: ActiveValue::Set(choice.into()),
    };
    let mut or_change = sea_orm::sea_query::OnConflict::columns([Column::AccountId, Column::Topic]);
    or_change.update_column(Column::Choice);
    Entity::insert(row).on_conflict(or_change).exec_without_returning(tx).await?;
    Ok(())
}
