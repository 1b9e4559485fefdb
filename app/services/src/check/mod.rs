//! Is everything in the database as it must be? Read-only, on one consistent view, for `landfall check` and for tests
//! that pull the plug.
//!
//! A finding is a row that breaks a promise. Repairing is a person's decision and is not done here.

#[cfg(test)]
mod cohort_tests;
mod cohorts;
mod events;
mod house;
mod identity;
mod mail;
mod membership;
#[cfg(test)]
mod membership_tests;
mod mentorship;
mod opportunities;
mod people;
#[cfg(test)]
mod profile_tests;
mod profiles;
mod rsvps;
mod shape;
#[cfg(test)]
mod tests;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::ctx::Ctx;
use crate::db::{DbError, DbKind};

/// A row that breaks a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The table it is in, or `database`.
    pub table: String,
    /// Its key, or its place in the order of keys when it cannot be read.
    pub row: String,
    /// The promise.
    pub broken: String,
}

/// How a row is named: by its number or by its text key.
struct Row(String);

impl From<i64> for Row {
    fn from(id: i64) -> Self {
        Self(id.to_string())
    }
}

impl From<&str> for Row {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

/// What the parts of the check report to.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, table: &str, row: impl Into<Row>, broken: impl Into<String>) {
        self.0.push(Finding { table: table.to_owned(), row: row.into().0, broken: broken.into() });
    }

    fn require(&mut self, holds: bool, table: &str, row: impl Into<Row>, broken: &str) {
        if !holds {
            self.add(table, row, broken);
        }
    }
}

/// Looks at every row of every table and at every uploaded file. Empty: all is well.
pub async fn check(ctx: &Ctx) -> Result<Vec<Finding>, DbError> {
    let (view, mut findings) = (ctx.db.snapshot().await?, Findings::default());
    if ctx.db.kind() == DbKind::Sqlite {
        sqlite(&view, &mut findings).await?;
    }
    shape::every_value_is_readable(&view, &mut findings).await?;
    // What follows reads rows as what they mean, and would only repeat that they cannot be read.
    if findings.0.is_empty() {
        house::jobs(&view, &mut findings).await?;
        house::keys(&view, &mut findings).await?;
        let files = house::files(&view, ctx.db.data_dir(), &mut findings).await?;
        let photos = profiles::profiles(ctx, &view, &files, &mut findings).await?;
        profiles::private_views(&view, &mut findings).await?;
        house::reports(&view, &files, &photos, &mut findings).await?;
        identity::people(&view, &mut findings).await?;
        people::audit_log(&view, &mut findings).await?;
        people::grants(&view, &mut findings).await?;
        people::cases(&view, &mut findings).await?;
        people::blocks_and_codes(&view, &mut findings).await?;
        events::series(&view, &mut findings).await?;
        events::feeds(&view, &mut findings).await?;
        rsvps::answers(&view, &mut findings).await?;
        rsvps::guests_and_calendars(&view, &mut findings).await?;
        opportunities::postings(ctx, &view, &mut findings).await?;
        membership::people(&view, &mut findings).await?;
        membership::orders_and_books(&view, &mut findings).await?;
        membership::codes(&view, &mut findings).await?;
        mail::outbox(&view, &mut findings).await?;
        mail::people(&view, &mut findings).await?;
        mentorship::mentorship(ctx, &view, &mut findings).await?;
        cohorts::cohorts(ctx, &view, &mut findings).await?;
    }
    // Computing dates wants series that can be read.
    if findings.0.is_empty() {
        events::whole_series(&view, &mut findings).await?;
        events::dates(&view, ctx.now(), &mut findings).await?;
    }
    view.end().await?;
    Ok(findings.0)
}

/// SQLite's own checks: the file's pages and indexes, and rows that refer to nothing.
async fn sqlite(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let ask = |sql: &str| Statement::from_string(view.get_database_backend(), sql);
    for row in view.query_all_raw(ask("PRAGMA integrity_check")).await? {
        let answer: String = row.try_get_by_index(0)?;
        findings.require(answer == "ok", "database", "-", &answer);
    }
    for row in view.query_all_raw(ask("PRAGMA foreign_key_check")).await? {
        let (table, id): (String, Option<i64>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let parent: String = row.try_get_by_index(2)?;
        findings.add(&table, id.unwrap_or_default(), format!("refers to a row of {parent} that is not there"));
    }
    Ok(())
}
