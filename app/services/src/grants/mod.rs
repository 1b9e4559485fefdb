//! Who has been trusted with what: asked for, confirmed, taken away. The rules are `domain::access::grant`.
//!
//! What a capability allows is the table of permissions; what somebody does with it is the audit log.

mod ask;
mod checked;
mod desk;
#[cfg(test)]
mod end_tests;
pub mod entity;
mod export;
mod news;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod timed;

use domain::access::grant::By;
use domain::access::{Capabilities, Capability, Standing};
use domain::form::FieldError;
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};

pub use ask::{AskForm, MAX_REASON, ask, ask_as_house};
pub(crate) use checked::{give, take};
pub use desk::{Held, PersonPage, Progress, StaffRow, find_person, person_page, staff};
pub(crate) use export::export_part;
pub use steps::{confirm, end, keep};
pub(crate) use timed::{leave_alone, take_effect};

use crate::access::Denied;
use crate::ctx::Viewer;
use crate::db::DbError;
use crate::identity::people::{self, Someone};

/// Why a grant did not move.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such person or grant.
    #[error("no such person or grant")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for GrantError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// What a person may do, and whether they look after everything that is organized: one indexed query. The session layer
/// asks it with every request.
pub(crate) async fn trusted(db: &impl ConnectionTrait, account: i64) -> Result<(Capabilities, bool), DbErr> {
    store::trusted(db, account).await
}

/// What a person may do.
pub async fn capabilities(db: &impl ConnectionTrait, account: i64) -> Result<Capabilities, DbErr> {
    store::capabilities(db, account).await
}

/// The categories a person organizes: `None` for all of them, and an empty list for somebody who is no organizer.
pub async fn organized(db: &impl ConnectionTrait, account: i64) -> Result<Option<Vec<String>>, DbErr> {
    let row = store::open(db, account, Capability::Organizer).await?;
    let row = row.filter(|row| store::grant(row).is_some_and(|grant| grant.holds()));
    Ok(match row {
        None => Some(Vec::new()),
        Some(row) => row.categories.map(|keys| keys.lines().map(ToOwned::to_owned).collect()),
    })
}

/// Everybody in good standing who works for the association: whom news of trust is told to.
pub async fn all_staff(db: &impl ConnectionTrait) -> Result<Vec<Someone>, DbErr> {
    let staff: Vec<Capability> = Capability::ALL.into_iter().filter(|one| one.is_staff()).collect();
    standing_well(db, &staff).await
}

/// Everybody in good standing who has a capability.
pub async fn holders(db: &impl ConnectionTrait, capability: Capability) -> Result<Vec<Someone>, DbErr> {
    standing_well(db, &[capability]).await
}

async fn standing_well(db: &impl ConnectionTrait, any_of: &[Capability]) -> Result<Vec<Someone>, DbErr> {
    let accounts = store::holders(db, any_of).await?;
    let all = people::by_accounts(db, &accounts).await?;
    Ok(all.into_iter().filter(|person| person.standing == Standing::Active).collect())
}

fn by(viewer: &Viewer) -> By {
    viewer.member.as_ref().map_or(By::House, |member| By::Admin(member.pseudonym))
}

/// Admins who could confirm what is asked about an account: neither who asked nor whom it is about.
async fn confirmers(db: &impl ConnectionTrait, by: By, account: i64) -> Result<Vec<Someone>, DbErr> {
    let mut admins = holders(db, Capability::Admin).await?;
    admins.retain(|admin| admin.account != account && by != By::Admin(admin.pseudonym));
    Ok(admins)
}

/// Gives a person of a test what they are said to have.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn add_for_tests(
    ctx: &crate::ctx::Ctx,
    account: i64,
    capabilities: &[Capability],
) -> Result<(), GrantError> {
    for capability in capabilities {
        ask_as_house(ctx, account, *capability).await?;
    }
    Ok(())
}
