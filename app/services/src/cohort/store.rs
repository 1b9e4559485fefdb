//! Queries of the tables of cohorts, and their rows as the domain knows them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::cohort::{Dates, Person, Plan, Promise, Ranked, State};
use domain::id::PublicId;
use domain::matching::{Input, Side};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{cohorts, pairs, people, ranks, runs};
use super::{CohortError, sealed};
use crate::ctx::Ctx;
use crate::moderation;

pub(super) async fn by_public(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<cohorts::Model>, DbErr> {
    cohorts::Entity::find().filter(cohorts::Column::PublicId.eq(id.as_str())).one(db).await
}

pub(super) async fn by_key(db: &impl ConnectionTrait, key: i64) -> Result<Option<cohorts::Model>, DbErr> {
    cohorts::Entity::find_by_id(key).one(db).await
}

/// Everybody in a cohort, in the order in which they signed up.
pub(super) async fn people(db: &impl ConnectionTrait, cohort: i64) -> Result<Vec<people::Model>, DbErr> {
    people::Entity::find().filter(people::Column::CohortId.eq(cohort)).order_by_asc(people::Column::Id).all(db).await
}

/// The part that a person takes in a cohort.
pub(super) async fn person(
    db: &impl ConnectionTrait,
    cohort: i64,
    account: i64,
) -> Result<Option<people::Model>, DbErr> {
    people::Entity::find()
        .filter(people::Column::CohortId.eq(cohort))
        .filter(people::Column::AccountId.eq(account))
        .one(db)
        .await
}

/// Every part that a person takes anywhere, the newest first.
pub(super) async fn parts_of(db: &impl ConnectionTrait, account: i64) -> Result<Vec<people::Model>, DbErr> {
    people::Entity::find().filter(people::Column::AccountId.eq(account)).order_by_desc(people::Column::Id).all(db).await
}

/// One person's list by rank, nevers first.
pub(super) async fn list_of(db: &impl ConnectionTrait, person: i64) -> Result<Vec<ranks::Model>, DbErr> {
    ranks::Entity::find()
        .filter(ranks::Column::PersonId.eq(person))
        .order_by_asc(ranks::Column::Rank)
        .order_by_asc(ranks::Column::Id)
        .all(db)
        .await
}

/// Entries of others about one person.
pub(super) async fn about(db: &impl ConnectionTrait, person: i64) -> Result<Vec<ranks::Model>, DbErr> {
    ranks::Entity::find().filter(ranks::Column::OtherId.eq(person)).order_by_asc(ranks::Column::Id).all(db).await
}

/// Every entry of a cohort.
pub(super) async fn ranks(db: &impl ConnectionTrait, cohort: i64) -> Result<Vec<ranks::Model>, DbErr> {
    ranks::Entity::find().filter(ranks::Column::CohortId.eq(cohort)).order_by_asc(ranks::Column::Id).all(db).await
}

/// Those of the entries whose two may know of each other: neither of them keeps the other away. `people` are at least those
/// whom the entries name.
pub(super) async fn unblocked(
    db: &impl ConnectionTrait,
    people: &[people::Model],
    mut entries: Vec<ranks::Model>,
) -> Result<Vec<ranks::Model>, DbErr> {
    let account: HashMap<i64, i64> = people.iter().filter_map(|one| Some((one.id, one.account_id?))).collect();
    let accounts: Vec<i64> = account.values().copied().collect();
    let away: HashSet<(i64, i64)> = moderation::blocks_of(db, &accounts).await?.into_iter().collect();
    entries.retain(|row| match (account.get(&row.person_id), account.get(&row.other_id)) {
        (Some(one), Some(other)) => !away.contains(&(*one, *other)) && !away.contains(&(*other, *one)),
        _ => true,
    });
    Ok(entries)
}

/// Who is on a list of somebody they may know of, by the row's key.
pub(super) async fn listed(
    db: &impl ConnectionTrait,
    cohort: i64,
    people: &[people::Model],
) -> Result<HashSet<i64>, DbErr> {
    let entries = unblocked(db, people, ranks(db, cohort).await?).await?;
    Ok(entries.into_iter().map(|row| row.other_id).collect())
}

/// Every run of a cohort, in order.
pub(super) async fn runs(db: &impl ConnectionTrait, cohort: i64) -> Result<Vec<runs::Model>, DbErr> {
    runs::Entity::find().filter(runs::Column::CohortId.eq(cohort)).order_by_asc(runs::Column::Number).all(db).await
}

/// The published pairs of a cohort.
pub(super) async fn pairs(db: &impl ConnectionTrait, cohort: i64) -> Result<Vec<pairs::Model>, DbErr> {
    pairs::Entity::find().filter(pairs::Column::CohortId.eq(cohort)).order_by_asc(pairs::Column::Id).all(db).await
}

/// How far a cohort is, as stored.
pub(super) fn state(row: &cohorts::Model) -> State {
    State::parse(&row.state).unwrap_or(State::Canceled)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// The days of a cohort.
pub(super) fn dates(row: &cohorts::Model) -> Dates {
    Dates { sign_up: day(&row.sign_up_until), mentees: day(&row.mentees_until), mentors: day(&row.mentors_until) }
}

/// A cohort as it is planned.
pub(super) fn plan(row: &cohorts::Model) -> Plan {
    Plan {
        title: row.title.clone(),
        about: row.about.clone(),
        promise: Promise::parse(&row.promise).unwrap_or(Promise::Open),
        members_only: row.members_only,
        stages: words_in(&row.stages),
        most: row.most,
        dates: dates(row),
    }
}

/// On which side somebody is.
pub(super) fn side(row: &people::Model) -> Side {
    if row.side == MENTEE { Side::Mentee } else { Side::Mentor }
}

pub(super) const MENTEE: &str = "mentee";
pub(super) const MENTOR: &str = "mentor";

/// `,one,two,`. Empty stays empty.
pub(super) fn to_list(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!(",{},", words.join(",")) }
}

pub(super) fn words_in(list: &str) -> Vec<String> {
    list.split(',').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Everybody with their lists, as they are stored now. The order is that of `people`, mentees and mentors mixed; indices
/// of the input count each side by itself in that order.
pub(super) async fn roll(ctx: &Ctx, db: &impl ConnectionTrait, row: &cohorts::Model) -> Result<Roll, CohortError> {
    let (people, ranks) = (people(db, row.id).await?, ranks(db, row.id).await?);
    let id_of: HashMap<i64, &str> = people.iter().map(|one| (one.id, one.public_id.as_str())).collect();
    let mut lists: HashMap<i64, Vec<Ranked>> = HashMap::new();
    for entry in ranks.iter().filter(|entry| entry.rank > 0) {
        let Some(who) = id_of.get(&entry.other_id) else { continue };
        lists.entry(entry.person_id).or_default().push(Ranked {
            who: (*who).to_owned(),
            rank: u32::try_from(entry.rank).unwrap_or_default(),
            fit: u32::try_from(entry.fit).unwrap_or_default(),
        });
    }
    let all: Vec<Person> = people
        .iter()
        .map(|one| Person {
            id: one.public_id.clone(),
            side: side(one),
            draw: one.draw.0.clone(),
            seats: u32::try_from(one.counted).unwrap_or_default(),
            list: lists.remove(&one.id).unwrap_or_default(),
        })
        .collect();
    let input = domain::cohort::input(sealed::seed(ctx, row)?, &all)?;
    Ok(Roll { people, input: Arc::new(input) })
}

/// Everybody of a cohort, and the input that they make.
pub(super) struct Roll {
    pub(super) people: Vec<people::Model>,
    /// Shared, because the engine reads it on a thread of its own.
    pub(super) input: Arc<Input>,
}

impl Roll {
    /// The rows of one side, by their index in the input.
    pub(super) fn side(&self, wanted: Side) -> Vec<&people::Model> {
        self.people.iter().filter(|one| side(one) == wanted).collect()
    }

    /// The index of somebody in the input.
    pub(super) fn index(&self, person: &people::Model) -> Option<u32> {
        let at = self.side(side(person)).iter().position(|one| one.id == person.id)?;
        u32::try_from(at).ok()
    }

    /// Stored pairs as indices of the input.
    pub(super) fn pairs(&self, stored: &[pairs::Model]) -> Vec<(u32, u32)> {
        let places = |wanted: Side| -> HashMap<i64, u32> {
            self.side(wanted).iter().zip(0..).map(|(one, at)| (one.id, at)).collect()
        };
        let (mentees, mentors) = (places(Side::Mentee), places(Side::Mentor));
        let pair = |row: &pairs::Model| Some((*mentees.get(&row.mentee_id)?, *mentors.get(&row.mentor_id)?));
        let mut all: Vec<(u32, u32)> = stored.iter().filter_map(pair).collect();
        all.sort_unstable();
        all
    }
}
