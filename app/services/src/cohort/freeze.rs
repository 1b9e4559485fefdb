//! The close of the lists: what nobody said is filled in. What the world says since then is looked at again each time the
//! objectives are run, so that a result can begin on the day it is out: who is here, which seats are free, who keeps whom
//! away, who works together already.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::cohort::prefilled;
use domain::matching::Side;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::{cohorts, people, ranks};
use super::news::{self, News};
use super::store;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people as persons;
use crate::{mentorship, moderation};

/// Rows of one statement.
const ROWS: usize = 500;

/// Closes the lists: a mentor who has said nothing ranks those who listed them by the fit, equal fits as a tie. Who cannot be
/// matched was taken out before, by [`leave_out`].
pub(super) async fn lists(tx: &WriteTx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    count_seats(tx, cohort.id).await?;
    prefill(tx, cohort.id).await?;
    part(tx, cohort.id).await
}

/// Brings closed lists in line with who is here and what is free now. Whoever looked at the objectives before must look again
/// if anything changed, because the hash of the lists has.
pub(super) async fn settle(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    leave_out(tx, ctx, cohort, now).await?;
    count_seats(tx, cohort.id).await?;
    part(tx, cohort.id).await
}

/// Whoever was stopped, is leaving, or does not count as a checked mentor any more, is matched with nobody. They hear of it,
/// unless they were stopped and hear of that; so do those who listed a mentor who goes.
pub(super) async fn leave_out(
    tx: &WriteTx,
    ctx: &Ctx,
    cohort: &cohorts::Model,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let people = store::people(tx, cohort.id).await?;
    let accounts: Vec<i64> = people.iter().filter_map(|one| one.account_id).collect();
    let mut standing: HashMap<i64, Standing> = HashMap::new();
    for some in accounts.chunks(ROWS) {
        let found = persons::by_accounts(tx, some).await?;
        standing.extend(found.iter().map(|one| (one.account, one.standing)));
    }
    let mentors = mentorship::helpers(tx, &accounts_of(&people, Side::Mentor)).await?;
    let may_stay = |one: &people::Model| match (one.account_id, store::side(one)) {
        (Some(account), Side::Mentee) => standing.get(&account) == Some(&Standing::Active),
        (Some(account), Side::Mentor) => mentors.contains_key(&account),
        (None, _) => false,
    };
    let (stay, gone): (Vec<&people::Model>, Vec<&people::Model>) = people.iter().partition(|one| may_stay(one));
    if gone.is_empty() {
        return Ok(());
    }
    let out: Vec<i64> = gone.iter().map(|one| one.id).collect();
    let going: HashSet<i64> = out.iter().copied().collect();
    // Mentees are on lists of mentors too, who need not hear that one of many is not there.
    let entries = store::ranks(tx, cohort.id).await?;
    let left: HashSet<i64> =
        entries.iter().filter(|row| going.contains(&row.other_id)).map(|row| row.person_id).collect();
    let mentees = stay.iter().filter(|one| store::side(one) == Side::Mentee && left.contains(&one.id));
    let mentees: Vec<i64> = mentees.map(|one| one.id).collect();
    news::queue(tx, cohort, &mentees, News::Left, now).await?;
    for account in gone.iter().filter_map(|one| one.account_id) {
        if matches!(standing.get(&account), Some(Standing::Active | Standing::Leaving)) {
            news::taken_out(tx, ctx, cohort, account).await?;
        }
    }
    for some in out.chunks(ROWS) {
        people::Entity::delete_many().filter(people::Column::Id.is_in(some.iter().copied())).exec(tx).await?;
    }
    Ok(())
}

fn accounts_of(people: &[people::Model], side: Side) -> Vec<i64> {
    people.iter().filter(|one| store::side(one) == side).filter_map(|one| one.account_id).collect()
}

/// Of the seats a mentor gave, as many count as are free.
async fn count_seats(tx: &WriteTx, cohort: i64) -> Result<(), DbErr> {
    let people = store::people(tx, cohort).await?;
    let helpers = mentorship::helpers(tx, &accounts_of(&people, Side::Mentor)).await?;
    for one in people.iter().filter(|one| store::side(one) == Side::Mentor) {
        let free = one.account_id.and_then(|account| helpers.get(&account)).map_or(0, |helper| helper.free);
        let counted = one.seats.min(free);
        if counted != one.counted {
            people::Entity::update_many()
                .col_expr(people::Column::Counted, Expr::value(counted))
                .filter(people::Column::Id.eq(one.id))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

async fn prefill(tx: &WriteTx, cohort: i64) -> Result<(), DbErr> {
    let people = store::people(tx, cohort).await?;
    let mut listed: HashMap<i64, Vec<ranks::Model>> = HashMap::new();
    for row in store::ranks(tx, cohort).await? {
        listed.entry(row.other_id).or_default().push(row);
    }
    let mut new = Vec::new();
    for mentor in people.iter().filter(|one| store::side(one) == Side::Mentor && one.ranked_at.is_none()) {
        let entries = listed.remove(&mentor.id).unwrap_or_default();
        let fits: Vec<u32> = entries.iter().map(|row| u32::try_from(row.fit).unwrap_or_default()).collect();
        for (entry, rank) in entries.iter().zip(prefilled(&fits)) {
            let rank = i32::try_from(rank).unwrap_or(i32::MAX);
            new.push(entry_of(cohort, mentor.id, entry.person_id, rank, 0));
        }
    }
    insert(tx, new).await
}

/// Two of whom one keeps the other away do not accept each other, which is said in the list of whoever keeps away: a mentor's
/// entry becomes a never, a mentee's goes. The list of the other stays as they left it. Two who work together already are
/// not matched once more, which is said in the mentee's list.
async fn part(tx: &WriteTx, cohort: i64) -> Result<(), DbErr> {
    let people = store::people(tx, cohort).await?;
    let by_account: HashMap<i64, &people::Model> =
        people.iter().filter_map(|one| Some((one.account_id?, one))).collect();
    let accounts: Vec<i64> = by_account.keys().copied().collect();
    let mut apart: HashSet<(i64, i64)> = moderation::blocks_of(tx, &accounts)
        .await?
        .into_iter()
        .filter_map(|(by, whom)| Some((by_account.get(&by)?.id, by_account.get(&whom)?.id)))
        .collect();
    let mentees = accounts_of(&people, Side::Mentee);
    for (mentor, mentee) in mentorship::pairs_now(tx, &mentees).await? {
        apart.extend(
            by_account.get(&mentee).zip(by_account.get(&mentor)).map(|(mentee, mentor)| (mentee.id, mentor.id)),
        );
    }
    if apart.is_empty() {
        return Ok(());
    }
    let side: HashMap<i64, Side> = people.iter().map(|one| (one.id, store::side(one))).collect();
    let entries = store::ranks(tx, cohort).await?;
    let of = |wanted: Side| {
        let own = entries.iter().filter(|row| side.get(&row.person_id) == Some(&wanted) && row.rank > 0);
        own.filter(|row| apart.contains(&(row.person_id, row.other_id))).map(|row| row.id).collect::<Vec<i64>>()
    };
    for some in of(Side::Mentor).chunks(ROWS) {
        ranks::Entity::update_many()
            .col_expr(ranks::Column::Rank, Expr::value(0))
            .filter(ranks::Column::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    for some in of(Side::Mentee).chunks(ROWS) {
        ranks::Entity::delete_many().filter(ranks::Column::Id.is_in(some.iter().copied())).exec(tx).await?;
    }
    Ok(())
}

/// An entry that has no key yet.
pub(super) fn entry_of(cohort_id: i64, person_id: i64, other_id: i64, rank: i32, fit: i32) -> ranks::Model {
    ranks::Model { id: 0, cohort_id, person_id, other_id, rank, fit }
}

/// Stores entries.
pub(super) async fn insert(tx: &WriteTx, new: Vec<ranks::Model>) -> Result<(), DbErr> {
    for some in new.chunks(ROWS) {
        let rows = some.iter().cloned().map(|row| ranks::ActiveModel {
            id: ActiveValue::NotSet,
            ..sea_orm::ActiveModelTrait::reset_all(row.into_active_model())
        });
        ranks::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
