//! Sessions: begun by signing in, found again by their cookie, gone at once when they end.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::Purpose;
use domain::identity::limits::{PROOF, SessionLimits};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::ended::{self, Ended};
use super::entity::{accounts, sessions};
use super::token::Token;
use super::{IdentityError, devices, links, store};
use crate::access::allow;
use crate::ctx::{Ctx, Member, Viewer};
use crate::db::{DbError, WriteTx};

/// A session's last use is written down up to half a minute late, by this process or another.
const LATE: TimeDelta = TimeDelta::minutes(1);

/// What a fresh session is made of.
#[derive(Debug, Clone)]
pub(super) struct NewSession {
    pub(super) id: PublicId,
    pub(super) token: Token,
    pub(super) device: String,
    pub(super) two_factor: bool,
}

impl NewSession {
    /// `user_agent` is what the browser says of itself.
    pub(super) fn new(ctx: &Ctx, user_agent: &str, two_factor: bool) -> Self {
        Self {
            id: ctx.dice.public_id(),
            token: Token::new(&ctx.dice),
            device: domain::identity::device::describe(user_agent),
            two_factor,
        }
    }
}

/// Begins a session of a browser; the password was given just now.
pub(super) async fn begin(
    tx: &WriteTx,
    account: i64,
    new: &NewSession,
    browser: &Token,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let staff = crate::grants::capabilities(tx, account).await?.is_staff();
    let row = sessions::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(new.id.to_string()),
        account_id: ActiveValue::Set(account),
        token_sha256: ActiveValue::Set(new.token.sha256()),
        browser_sha256: ActiveValue::Set(browser.sha256()),
        device: ActiveValue::Set(new.device.clone()),
        two_factor: ActiveValue::Set(new.two_factor),
        created_at: ActiveValue::Set(now),
        seen_at: ActiveValue::Set(now),
        ends_at: ActiveValue::Set(now + SessionLimits::of(staff).absolute),
        proved_at: ActiveValue::Set(now),
    };
    sessions::Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// Ends what a browser that signs in was signed in with before: the session whose cookie came along, whoever's it is, and
/// older ones of this account.
pub(super) async fn end_of_browser(
    tx: &WriteTx,
    account: i64,
    browser: &Token,
    came_with: Option<i64>,
) -> Result<(), DbErr> {
    let older = sessions::Entity::delete_many()
        .filter(sessions::COLUMN.account_id.eq(account))
        .filter(sessions::COLUMN.browser_sha256.eq(browser.sha256()));
    older.exec(tx).await?;
    if let Some(session) = came_with {
        sessions::Entity::delete_by_id(session).exec(tx).await?;
    }
    Ok(())
}

/// Whose cookie is this? `None` for one that is unknown, ended, or belongs to an account that is gone.
pub async fn resume(ctx: &Ctx, cookie: &str) -> Result<Option<Member>, DbError> {
    let Some(token) = Token::parse(cookie) else { return Ok(None) };
    let (db, now) = (ctx.db.read(), ctx.now());
    let found = sessions::Entity::find().filter(sessions::COLUMN.token_sha256.eq(token.sha256())).one(db).await?;
    let Some(session) = found else { return Ok(None) };
    let Some(account) = accounts::Entity::find_by_id(session.account_id).one(db).await? else { return Ok(None) };
    let (capabilities, organizes_all) = crate::grants::trusted(db, account.id).await?;
    let seen_at = ctx.seen.of(session.id).map_or(session.seen_at, |seen_at| seen_at.max(session.seen_at));
    let limits = SessionLimits::of(capabilities.is_staff());
    let over = now >= limits.end(session.created_at, seen_at).min(session.ends_at);
    if over {
        ended::forget(ctx, Ended::Session(session.id));
        return Ok(None);
    }
    let (Some(id), Some(pseudonym)) = (PublicId::parse(&account.public_id), PublicId::parse(&account.pseudonym)) else {
        return Ok(None);
    };
    ctx.seen.note(session.id, now.max(seen_at));
    Ok(Some(Member {
        account: account.id,
        id,
        pseudonym,
        session: session.id,
        standing: store::state_of(&account).standing(),
        capabilities,
        organizes_all,
        two_factor: session.two_factor,
        proved: now < session.proved_at + PROOF && session.proved_at <= now,
        ends_at: limits.end(session.created_at, now).min(session.ends_at),
    }))
}

/// Ends the viewer's own session. Whoever has none is signed out already.
pub async fn sign_out(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::SignOut, Object::Own)?;
    let Some(session) = ctx.viewer.member.as_ref().map(|member| member.session) else { return Ok(()) };
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                sessions::Entity::delete_by_id(session).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Which sessions of a person to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Every one.
    All,
    /// Every one but this.
    Others(i64),
}

/// Ends sessions with all that whoever knew the old secret may have begun: half-done sign-ins, a change of the address.
/// Browsers that are signed out are not known any more.
pub(crate) async fn end_all(tx: &WriteTx, account: i64, which: Which) -> Result<(), DbErr> {
    let mut ended = sessions::Entity::delete_many().filter(sessions::COLUMN.account_id.eq(account));
    let mut kept = None;
    if let Which::Others(session) = which {
        ended = ended.filter(sessions::COLUMN.id.ne(session));
        kept = sessions::Entity::find_by_id(session).one(tx).await?.filter(|kept| kept.account_id == account);
    }
    ended.exec(tx).await?;
    links::supersede(tx, account, Purpose::SecondFactor).await?;
    links::supersede(tx, account, Purpose::ChangeEmail).await?;
    devices::forget(tx, account, kept.as_ref().map(|kept| kept.browser_sha256.as_str())).await
}

/// Remembers that the password was given just now, and keeps the session until the transaction ends. `false` when it has
/// ended.
pub(super) async fn proved(tx: &WriteTx, account: i64, session: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let there = sessions::Entity::update_many()
        .col_expr(sessions::Column::ProvedAt, Expr::value(now))
        .filter(sessions::COLUMN.id.eq(session))
        .filter(sessions::COLUMN.account_id.eq(account))
        .exec(tx)
        .await?;
    Ok(there.rows_affected == 1)
}

/// Deletes sessions that have ended, of age or unused.
pub(super) async fn purge(tx: &WriteTx, now: DateTime<Utc>) -> Result<(), DbErr> {
    use sea_orm::sea_query::ExprTrait;
    let unused = |staff| sessions::COLUMN.seen_at.lt(now - SessionLimits::of(staff).idle - LATE);
    let ended = sessions::COLUMN.ends_at.lte(now).or(unused(false));
    sessions::Entity::delete_many().filter(ended).exec(tx).await?;
    let staff: Vec<i64> = crate::grants::all_staff(tx).await?.iter().map(|person| person.account).collect();
    if !staff.is_empty() {
        let of_staff = sessions::Column::AccountId.is_in(staff).and(unused(true));
        sessions::Entity::delete_many().filter(of_staff).exec(tx).await?;
    }
    Ok(())
}

/// The signed-in person; the table of permissions has been asked before.
pub(super) fn member(viewer: &Viewer) -> Result<&Member, IdentityError> {
    viewer.member.as_ref().ok_or(IdentityError::NotFound)
}
