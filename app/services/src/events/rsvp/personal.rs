//! The calendar of what a person attends, at a secret address.
//!
//! The address holds 256 random bits, of which only the hash is stored; it is shown once, replaced or taken back at any
//! time, and ends with the account's good standing. The feed names titles, times and public pages: no other person, no way
//! in. Dates are called as the public feeds and the mails call them (see `events::ical`). When it was fetched is gathered in
//! memory and written down now and then.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use domain::access::{Action, Object, Standing};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter};

use super::answer::me;
use super::entity::personal_feeds::{ActiveModel, Column, Entity, Model};
use super::entity::rsvps;
use super::error::RsvpError;
use super::view;
use super::who::Who;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::dialect;
use crate::events::feed::{FeedAnswer, Held, Tag, color_of, fingerprint};
use crate::events::feed_scope::FeedScope;
use crate::events::ical::{self, FeedInput, FeedKind, FeedSeries, Named, Part};
use crate::events::versions;
use crate::identity::{Token, people};

/// Where a calendar asks; the secret and `.ics` follow.
pub const FEED_ADDRESS: &str = "/calendar/me/";
/// An address nobody has asked at for this long is taken back (security figure F20).
const KEPT_UNUSED: TimeDelta = TimeDelta::days(180);
/// Readers compare times of change by the second (RFC 9110 section 5.6.7).
const SECOND: TimeDelta = TimeDelta::seconds(1);
/// Dates that are over leave the calendar after this long.
const PAST: TimeDelta = TimeDelta::days(366);

/// What its owner sees of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonalFeed {
    /// When the address was made.
    pub created_at: DateTime<Utc>,
    /// When a calendar last asked there.
    pub fetched_at: Option<DateTime<Utc>>,
    /// How often one has.
    pub fetches: u64,
}

/// Makes the viewer's address, or another in place of it; the old one is dead at once. The answer is the only time it is
/// told.
pub async fn make_feed(ctx: &Ctx) -> Result<Token, RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let Who::Account(account) = me(ctx)? else { return Err(RsvpError::NotFound) };
    let (token, now) = (Token::new(&ctx.dice), ctx.now());
    let hash = token.sha256();
    ctx.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                tx.housekeeping();
                // Of two presses at once the second replaces what the first has made.
                dialect::one_at_a_time(tx, &format!("feed of {account}")).await?;
                end_feed(tx, account).await?;
                let row = ActiveModel {
                    id: ActiveValue::NotSet,
                    account_id: ActiveValue::Set(account),
                    token_sha256: ActiveValue::Set(hash),
                    version: ActiveValue::Set(1),
                    changed_at: ActiveValue::Set(now),
                    created_at: ActiveValue::Set(now),
                    fetched_at: ActiveValue::Set(None),
                    fetches: ActiveValue::Set(0),
                };
                Entity::insert(row).exec(tx).await?;
                Ok::<_, RsvpError>(())
            })
        })
        .await?;
    Ok(token)
}

/// Takes the viewer's address back.
pub async fn revoke_feed(ctx: &Ctx) -> Result<(), RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let Who::Account(account) = me(ctx)? else { return Err(RsvpError::NotFound) };
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                Ok(end_feed(tx, account).await?)
            })
        })
        .await
}

/// The viewer's calendar; `None` while there is no address.
pub async fn my_feed(ctx: &Ctx) -> Result<Option<PersonalFeed>, RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let Who::Account(account) = me(ctx)? else { return Err(RsvpError::NotFound) };
    let row = Entity::find().filter(Column::AccountId.eq(account)).one(ctx.db.read()).await?;
    Ok(row.map(|row| {
        // What was just fetched shows before it is written down.
        let fresh = FETCHED.of(ctx, row.id);
        PersonalFeed {
            created_at: row.created_at,
            fetched_at: fresh.map(|fresh| fresh.last).or(row.fetched_at),
            fetches: row.fetches.unsigned_abs() + fresh.map_or(0, |fresh| fresh.times),
        }
    }))
}

/// Ends the calendar of an account: it was stopped, is leaving, or got its password back by mail.
pub(crate) async fn end_feed(tx: &WriteTx, account: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}

/// Takes back addresses that nobody uses.
pub(super) async fn purge_unused(tx: &WriteTx, now: DateTime<Utc>) -> Result<(), DbErr> {
    let before = now - KEPT_UNUSED;
    let never = Column::FetchedAt.is_null().and(Column::CreatedAt.lt(before));
    Entity::delete_many().filter(Column::FetchedAt.lt(before).or(never)).exec(tx).await?;
    Ok(())
}

/// Notes that what somebody attends is different now. The time of change moves on by a second at least.
pub(super) async fn changed(tx: &WriteTx, who: Who, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Who::Account(account) = who else { return Ok(()) };
    let raise = Entity::update_many().col_expr(Column::Version, Expr::col(Column::Version).add(1));
    if raise.filter(Column::AccountId.eq(account)).exec(tx).await?.rows_affected == 0 {
        return Ok(());
    }
    let Some(row) = Entity::find().filter(Column::AccountId.eq(account)).one(tx).await? else { return Ok(()) };
    let at = Ord::max(now, row.changed_at + SECOND);
    let set = Entity::update_many().col_expr(Column::ChangedAt, Expr::value(at));
    set.filter(Column::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

/// The calendar behind a secret, for a reader that may have it already; the bytes are made only when they are wanted.
/// [`FeedAnswer::NotFound`] for every address that is none, whatever it was once.
pub async fn personal_feed(ctx: &Ctx, token: &str, held: Option<Held<'_>>) -> Result<FeedAnswer, DbError> {
    let Some(token) = Token::parse(token) else { return Ok(FeedAnswer::NotFound) };
    let db = ctx.db.read();
    let found = Entity::find().filter(Column::TokenSha256.eq(token.sha256())).one(db).await?;
    let Some(row) = found else { return Ok(FeedAnswer::NotFound) };
    let owner = people::by_accounts(db, &[row.account_id]).await?;
    if owner.first().is_none_or(|owner| owner.standing != Standing::Active) {
        return Ok(FeedAnswer::NotFound);
    }
    FETCHED.note(ctx, row.id);
    let tag = tag(ctx, &row).await?;
    if held.is_some_and(|held| held.is_still(&tag)) {
        return Ok(FeedAnswer::NotModified { etag: tag.etag, last_modified: tag.last_modified });
    }
    let bytes = ical::render(&gather(ctx, row.account_id, tag.last_modified).await?);
    Ok(FeedAnswer::Feed { bytes: bytes.into(), etag: tag.etag, last_modified: tag.last_modified })
}

/// Moves with each answer of the owner and with each change of any public series, which are few.
async fn tag(ctx: &Ctx, row: &Model) -> Result<Tag, DbErr> {
    let all = versions::feed_version(ctx.db.read(), &FeedScope::All.key()).await?;
    let (version, changed_at) = all.map_or((0, row.changed_at), |all| (all.version, all.changed_at));
    let last_modified = Ord::max(changed_at, row.changed_at);
    let stamp = last_modified.timestamp_micros();
    let etag = format!("\"{}-{version}-{stamp:x}-{}\"", row.version, fingerprint(&ctx.config));
    Ok(Tag { etag, last_modified })
}

/// What an account attends, as of a change.
pub(super) async fn gather(ctx: &Ctx, account: i64, as_of: DateTime<Utc>) -> Result<FeedInput, DbErr> {
    let db = ctx.db.read();
    let rows = rsvps::Entity::find().filter(rsvps::Column::AccountId.eq(account));
    let rows = rows.filter(rsvps::Column::State.eq(rsvps::State::Going)).all(db).await?;
    let mut series = Vec::new();
    for (key, one) in view::public_series_of(db, rows.iter().map(|row| row.series_id)).await? {
        let url = ctx.config.public_url.join(&format!("/events/{}", one.slug));
        let url = url.map_err(|error| DbErr::Custom(error.to_string()))?;
        let kept = |start: NaiveDateTime| {
            let says = one.override_of(start).filter(|date| date.cancelled_at.is_some());
            let left = one.gone_from_feeds(as_of) || says.is_some_and(|date| one.left_feed(date, as_of));
            !left && one.occurrence(start).is_some_and(|at| at.end + PAST > as_of)
        };
        let mine = rows.iter().filter(|row| row.series_id == key && kept(row.original_start));
        let mut dates: Vec<_> = mine.map(named).collect();
        dates.sort_unstable_by_key(|date| date.original_start);
        if !dates.is_empty() {
            series.push(FeedSeries { series: one, url, part: Part::Named(dates) });
        }
    }
    series.sort_by(|one, other| one.series.slug.cmp(&other.series.slug));
    Ok(FeedInput {
        name: format!("{}: my events", ctx.config.org.short_name),
        organization: ctx.config.org.name.clone(),
        zone: ctx.config.org.zone,
        color: color_of(&ctx.config),
        as_of,
        hides_cancelled: false,
        kind: FeedKind::Subscription,
        series,
    })
}

/// The name is everybody's. A mail may have carried a higher number than the series has, and somebody who comes again
/// after all has changed the date in their own calendar.
fn named(row: &rsvps::Model) -> Named {
    Named {
        original_start: row.original_start,
        sequence: row.sequence.map_or(0, i32::unsigned_abs),
        changed_at: row.changed_at,
    }
}

/// What calendars have asked since it was last written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fetches {
    /// When last.
    pub last: DateTime<Utc>,
    /// How often.
    pub times: u64,
}

/// By database and row, because several servers may live in one process.
#[derive(Default)]
struct Fetched(Mutex<HashMap<(String, i64), Fetches>>);

static FETCHED: LazyLock<Fetched> = LazyLock::new(Fetched::default);

impl Fetched {
    fn note(&self, ctx: &Ctx, row: i64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = all.entry((ctx.db.process_id().to_owned(), row)).or_insert(Fetches { last: ctx.now(), times: 0 });
        *entry = Fetches { last: Ord::max(entry.last, ctx.now()), times: entry.times + 1 };
    }

    fn of(&self, ctx: &Ctx, row: i64) -> Option<Fetches> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&(ctx.db.process_id().to_owned(), row)).copied()
    }

    fn drain(&self, ctx: &Ctx) -> Vec<(i64, Fetches)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = ctx.db.process_id();
        all.extract_if(|(process, _), _| process == ours).map(|((_, row), fetches)| (row, fetches)).collect()
    }
}

/// Writes down what was gathered. Called every half minute and when the server stops.
pub async fn flush_fetches(ctx: &Ctx) -> Result<(), DbError> {
    let all = FETCHED.drain(ctx);
    if all.is_empty() {
        return Ok(());
    }
    ctx.db
        .write(move |tx| {
            let all = all.clone();
            Box::pin(async move {
                tx.housekeeping();
                for (row, fetches) in all {
                    let times = i64::try_from(fetches.times).unwrap_or(i64::MAX);
                    Entity::update_many()
                        .col_expr(Column::FetchedAt, Expr::value(Some(fetches.last)))
                        .col_expr(Column::Fetches, Expr::col(Column::Fetches).add(times))
                        .filter(Column::Id.eq(row))
                        .exec(tx)
                        .await?;
                }
                Ok(())
            })
        })
        .await
}

/// What is kept of the calendar of an account, for the archive.
pub(super) async fn of_account(db: &impl ConnectionTrait, account: i64) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).one(db).await
}
