//! Who is in a section: for those who are in it themselves, and for the treasurer. Only those are named who show their
//! name to members, and nobody is named to whom they keep away.

use std::collections::HashSet;

use domain::access::{Action, Object, Standing};
use domain::id::PublicId;
use domain::membership::{SECTIONS, Section};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};

use super::entity::section_members::{Column, Entity};
use super::error::MembershipError;
use super::lists::PAGE;
use super::person;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::{people, profile};
use crate::moderation;

/// Rows that are looked at together; some of them are not named.
const CHUNK: usize = 2 * PAGE;

/// Somebody in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InSection {
    /// Public id.
    pub id: PublicId,
    /// What to call them.
    pub name: String,
}

/// A page of who is in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The section.
    pub section: Section,
    /// How many are in it, by its rule; also those who show no name.
    pub count: u64,
    /// At most [`PAGE`] of those who show their name, whoever came first before the others.
    pub people: Vec<InSection>,
    /// The last of this page, if there are more.
    pub next: Option<PublicId>,
}

/// A section that the viewer is in; behind `after`, if that is somebody of it whom they are shown.
/// [`MembershipError::Denied`] for any other section, as if it were not there.
pub async fn section(ctx: &Ctx, section: &str, after: Option<PublicId>) -> Result<Roster, MembershipError> {
    let (db, wanted) = (ctx.db.read(), Section::parse(section));
    let row = match &ctx.viewer.member {
        Some(member) => person::find(db, member.account).await?,
        None => None,
    };
    let object = match (wanted, &row) {
        (Some(wanted), Some(row)) if wanted.holds(&person::facts_of(row)) => Object::Own,
        (Some(_), _) => Object::Anothers,
        (None, _) => Object::Missing,
    };
    allow(ctx, Action::ReadSection, object)?;
    let (Some(section), Some(row)) = (wanted, row) else { return Err(MembershipError::NotFound) };
    let hidden = moderation::hidden_from(db, row.account_id).await?;
    roster(db, section, after, &hidden).await
}

/// Any section, for the treasurer. [`MembershipError::NotFound`] when there is none of that name.
pub async fn section_on_desk(ctx: &Ctx, section: &str, after: Option<PublicId>) -> Result<Roster, MembershipError> {
    allow(ctx, Action::ReadSections, Object::None)?;
    let section = Section::parse(section).ok_or(MembershipError::NotFound)?;
    roster(ctx.db.read(), section, after, &[]).await
}

/// Every section and how many are in it, for the treasurer.
pub async fn sections(ctx: &Ctx) -> Result<Vec<(Section, u64)>, MembershipError> {
    allow(ctx, Action::ReadSections, Object::None)?;
    let mut all = Vec::with_capacity(SECTIONS.len());
    for section in SECTIONS {
        all.push((section, of(section).count(ctx.db.read()).await?));
    }
    Ok(all)
}

fn of(section: Section) -> Select<Entity> {
    Entity::find().filter(Column::Section.eq(section.key))
}

async fn roster(
    db: &impl ConnectionTrait,
    section: Section,
    after: Option<PublicId>,
    hidden: &[i64],
) -> Result<Roster, MembershipError> {
    let count = of(section).count(db).await?;
    let stopped: HashSet<String> = moderation::hidden_profiles(db).await?.into_iter().collect();
    let mut behind = match after {
        Some(after) => place_of(db, section, after, (hidden, &stopped)).await?,
        None => None,
    };
    let mut shown = Vec::new();
    loop {
        let found = of(section)
            .filter(Column::AccountId.in_subquery(profile::showing_names()))
            .apply_if(behind, |all, behind| all.filter(Column::Id.gt(behind)))
            .order_by_asc(Column::Id)
            .limit(CHUNK as u64)
            .all(db)
            .await?;
        behind = found.last().map(|row| row.id);
        let all_read = found.len() < CHUNK;
        let mut accounts: Vec<i64> = found.into_iter().map(|row| row.account_id).collect();
        accounts.retain(|account| !hidden.contains(account));
        shown.extend(named(db, &accounts, &stopped).await?);
        if all_read || shown.len() > PAGE {
            break;
        }
    }
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let next = shown.last().filter(|_| more).map(|last| last.id);
    Ok(Roster { section, count, people: shown, next })
}

/// The row behind which a page begins. Only whoever is shown marks a place: else one could ask of anybody whether they are
/// in the section.
async fn place_of(
    db: &impl ConnectionTrait,
    section: Section,
    after: PublicId,
    (hidden, stopped): (&[i64], &HashSet<String>),
) -> Result<Option<i64>, DbErr> {
    let Some(one) = people::by_id(db, after).await?.filter(|one| !hidden.contains(&one.account)) else {
        return Ok(None);
    };
    if named(db, &[one.account], stopped).await?.is_empty() {
        return Ok(None);
    }
    let row = of(section).filter(Column::AccountId.eq(one.account)).one(db).await?;
    Ok(row.map(|row| row.id))
}

/// Those of these people who are in good standing and show their name to members, in the same order. `stopped` are the
/// people whose profile is hidden, by their public ids.
async fn named(
    db: &impl ConnectionTrait,
    accounts: &[i64],
    stopped: &HashSet<String>,
) -> Result<Vec<InSection>, DbErr> {
    let mut names = profile::names(db, accounts.to_vec()).await?;
    let found = people::by_accounts(db, accounts).await?;
    let mut shown = Vec::with_capacity(names.len());
    for account in accounts {
        let one = found.iter().find(|one| one.account == *account && one.standing == Standing::Active);
        let Some(one) = one.filter(|one| !stopped.contains(one.id.as_str())) else { continue };
        if let Some(name) = names.remove(account) {
            shown.push(InSection { id: one.id, name });
        }
    }
    Ok(shown)
}
