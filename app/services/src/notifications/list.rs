//! The list on the site: what is new, what has been read.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::local_path::LocalPath;
use domain::notifications::Topic;

use super::entity::notifications::Model;
use super::{NotificationsError, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Notifications on a page.
const PAGE: usize = 30;

/// A notification as its person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Names it.
    pub id: PublicId,
    /// What it is about.
    pub topic: Topic,
    /// One line.
    pub title: String,
    /// A sentence or two, or empty.
    pub text: String,
    /// Where to read more.
    pub path: LocalPath,
    /// Whether it has been read.
    pub read: bool,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The newest first.
    pub listed: Vec<Listed>,
    /// The last of this page, if there are older ones.
    pub next: Option<PublicId>,
    /// How many are unread in all.
    pub unread: u64,
}

/// Notifications of the person who asks, after the one named.
pub async fn list(ctx: &Ctx, after: Option<PublicId>) -> Result<Page, NotificationsError> {
    let account = own(ctx)?;
    let db = ctx.db.read();
    let rows = store::page(db, account, after, PAGE as u64 + 1).await?;
    let more = rows.len() > PAGE;
    let listed: Vec<Listed> = rows.into_iter().take(PAGE).filter_map(Listed::of).collect();
    let next = if more { listed.last().map(|last| last.id) } else { None };
    Ok(Page { listed, next, unread: store::unread(db, account).await? })
}

/// How many notifications the person who asks has not read.
pub async fn unread(ctx: &Ctx) -> Result<u64, NotificationsError> {
    let account = own(ctx)?;
    Ok(store::unread(ctx.db.read(), account).await?)
}

/// Marks one as read. `None`, one that is read, another's or not there: nothing changes.
pub async fn mark_read(ctx: &Ctx, id: Option<PublicId>) -> Result<(), NotificationsError> {
    own(ctx)?;
    match id {
        Some(id) => mark(ctx, Some(id)).await,
        None => Ok(()),
    }
}

/// Marks all as read.
pub async fn mark_all_read(ctx: &Ctx) -> Result<(), NotificationsError> {
    mark(ctx, None).await
}

async fn mark(ctx: &Ctx, id: Option<PublicId>) -> Result<(), NotificationsError> {
    let (account, now) = (own(ctx)?, ctx.now());
    let marked = ctx.db.write(move |tx| {
        Box::pin(async move {
            // Only the person's own pages change, and those are kept by no cache.
            tx.housekeeping();
            Ok::<_, DbError>(store::mark_read(tx, account, id, now).await?)
        })
    });
    Ok(marked.await?)
}

fn own(ctx: &Ctx) -> Result<i64, NotificationsError> {
    allow(ctx, Action::ManageNotifications, Object::Own)?;
    Ok(ctx.viewer.member.as_ref().map_or(0, |member| member.account))
}

impl Listed {
    fn of(row: Model) -> Option<Self> {
        Some(Self {
            id: PublicId::parse(&row.public_id)?,
            topic: Topic::parse(&row.topic)?,
            title: row.title,
            text: row.body,
            path: LocalPath::parse(&row.path)?,
            read: row.read_at.is_some(),
            at: row.created_at,
        })
    }
}
