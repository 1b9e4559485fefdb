//! What the desk of people shows: who works for the association, and everything granted to one person.

use chrono::{DateTime, Utc};
use domain::access::grant::Grant;
use domain::access::{Action, Capability, Object, Standing};
use domain::id::PublicId;
use domain::identity::Email;
use sea_orm::DbErr;

use super::{GrantError, entity, store};
use crate::access::allow;
use crate::audit::HOUSE;
use crate::ctx::Ctx;
use crate::identity::people::{self, Someone};

/// Open grants that are listed.
const MOST: u64 = 500;

/// How far a grant is, in what a person needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It waits for a second admin.
    WaitsForAnother {
        /// The one who is looking may be that admin.
        yours: bool,
    },
    /// It takes effect by itself, unless somebody stops it.
    WaitsUntil(DateTime<Utc>),
    /// In effect since then.
    Since(DateTime<Utc>),
    /// In effect until a second admin confirms the end.
    EndsOnceConfirmed {
        /// The one who is looking may be that admin.
        yours: bool,
    },
    /// In effect until then, unless somebody stops the end.
    EndsAt(DateTime<Utc>),
    /// Over since then, and why.
    Until(DateTime<Utc>, String),
}

/// A grant as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its public id.
    pub id: PublicId,
    /// What it gives.
    pub capability: Capability,
    /// Keys of categories; empty for all.
    pub categories: Vec<String>,
    /// How far it is.
    pub progress: Progress,
    /// Who asked for it: an address, `None` for the command line or somebody who has left.
    pub asked_by: Option<String>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Why, in that person's words.
    pub reason: String,
}

/// Somebody who works for the association, or may soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// The person.
    pub person: Someone,
    /// What they have and what waits.
    pub held: Vec<Held>,
}

/// One person with everything granted to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPage {
    /// The person.
    pub person: Someone,
    /// Open grants first, then the ones that are over.
    pub held: Vec<Held>,
    /// Whether a grant of work would find a second admin to confirm it.
    pub confirmable: bool,
}

/// Everybody who works for the association, with what waits.
pub async fn staff(ctx: &Ctx) -> Result<Vec<StaffRow>, GrantError> {
    allow(ctx, Action::ReadGrants, Object::None)?;
    let rows = store::open_of_staff(ctx.db.read(), MOST).await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let mut all = people::by_accounts(ctx.db.read(), &keys).await?;
    all.sort_by(|one, other| one.email.cmp(&other.email));
    let mut staff = Vec::with_capacity(all.len());
    for person in all {
        let of_person: Vec<entity::Model> =
            rows.iter().filter(|row| row.account_id == person.account).cloned().collect();
        let held = held(ctx, &person, of_person).await?;
        staff.push(StaffRow { person, held });
    }
    Ok(staff)
}

/// The person behind an address or a public id; nobody while they are leaving.
pub async fn find_person(ctx: &Ctx, typed: &str) -> Result<Option<PublicId>, GrantError> {
    allow(ctx, Action::ReadGrants, Object::None)?;
    let (db, typed) = (ctx.db.read(), typed.trim());
    let found = match (PublicId::parse(typed), Email::parse(typed)) {
        (Some(id), _) => people::by_id(db, id).await?,
        (None, Some(email)) => people::by_email(db, &email).await?,
        (None, None) => None,
    };
    Ok(found.filter(|person| person.standing != Standing::Leaving).map(|person| person.id))
}

/// One person with everything granted to them.
pub async fn person_page(ctx: &Ctx, id: &str) -> Result<PersonPage, GrantError> {
    allow(ctx, Action::ReadGrants, Object::None)?;
    let db = ctx.db.read();
    let id = PublicId::parse(id).ok_or(GrantError::NotFound)?;
    let person = people::by_id(db, id).await?.ok_or(GrantError::NotFound)?;
    let rows = store::of_account(db, person.account).await?;
    let confirmable = !super::confirmers(db, super::by(&ctx.viewer), person.account).await?.is_empty();
    Ok(PersonPage { held: held(ctx, &person, rows).await?, confirmable, person })
}

async fn held(ctx: &Ctx, person: &Someone, rows: Vec<entity::Model>) -> Result<Vec<Held>, DbErr> {
    let askers: Vec<&str> = rows.iter().map(|row| row.asked_by.as_str()).filter(|asker| *asker != HOUSE).collect();
    let askers = people::by_pseudonyms(ctx.db.read(), &askers).await?;
    let by = super::by(&ctx.viewer);
    let now = ctx.now();
    let show = |row: entity::Model| {
        let grant = store::grant(&row)?;
        let yours = grant.confirm(by, person.pseudonym, false, now).is_ok();
        let progress = match grant {
            Grant::Waiting { effective_at: Some(at), .. } => Progress::WaitsUntil(at),
            Grant::Waiting { effective_at: None, .. } => Progress::WaitsForAnother { yours },
            Grant::Active { since } => Progress::Since(since),
            Grant::Ending { ends_at: Some(at), .. } => Progress::EndsAt(at),
            Grant::Ending { ends_at: None, .. } => Progress::EndsOnceConfirmed { yours },
            Grant::Ended { at } => Progress::Until(at, row.end_reason.clone().unwrap_or_default()),
        };
        let asker = askers.iter().find(|asker| asker.pseudonym.as_str() == row.asked_by);
        Some(Held {
            id: PublicId::parse(&row.public_id)?,
            capability: Capability::parse(&row.capability)?,
            categories: row.categories.map(|keys| keys.lines().map(ToOwned::to_owned).collect()).unwrap_or_default(),
            progress,
            asked_by: asker.map(|asker| asker.email.clone()),
            asked_at: row.asked_at,
            reason: row.reason,
        })
    };
    Ok(rows.into_iter().filter_map(show).collect())
}
