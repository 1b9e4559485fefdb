//! The close of the lists: what nobody said is filled in. What the world says since then is looked at again each time the
//! objectives are run, so that a result can begin on the day it is out: who is here, which seats are free, who keeps whom
//! away, who works together already.

use std::collections::{HashMap, HashSet};

use domain::access::Standing;
use domain::cohort::prefilled;
use domain::matching::Side;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::{cohorts, people, ranks};
use super::store;
use crate::db::WriteTx;
use crate::identity::people as persons;
use crate::{mentorship, moderation};

/// Rows of one statement.
const ROWS: usize = 500;

/// Closes the lists: a mentor who has said nothing ranks those who listed them by the fit, equal fits as a tie.
pub(super) async fn lists(tx: &WriteTx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    take_out(tx, cohort.id).await?;
    count_seats(tx, cohort.id).await?;
    prefill(tx, cohort.id).await?;
    part(tx, cohort.id).await
}

/// Brings closed lists in line with who is here and what is free now. Whoever looked at the objectives before must look again
/// if anything changed, because the hash of the lists has.
pub(super) async fn settle(tx: &WriteTx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    take_out(tx, cohort.id).await?;
    count_seats(tx, cohort.id).await?;
    part(tx, cohort.id).await
}

/// Whoever was stopped, is leaving, or does not count as a checked mentor any more, is matched with nobody.
async fn take_out(tx: &WriteTx, cohort: i64) -> Result<(), DbErr> {
    let people = store::people(tx, cohort).await?;
    let accounts: Vec<i64> = people.iter().filter_map(|one| one.account_id).collect();
    let mut well = HashSet::new();
    for some in accounts.chunks(ROWS) {
        let found = persons::by_accounts(tx, some).await?;
        well.extend(found.iter().filter(|one| one.standing == Standing::Active).map(|one| one.account));
    }
    let mentors = mentorship::helpers(tx, &accounts_of(&people, Side::Mentor)).await?;
    let may_stay = |one: &people::Model| match (one.account_id, store::side(one)) {
        (Some(account), Side::Mentee) => well.contains(&account),
        (Some(account), Side::Mentor) => mentors.contains_key(&account),
        (None, _) => false,
    };
    let out: Vec<i64> = people.iter().filter(|one| !may_stay(one)).map(|one| one.id).collect();
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
        apart.extend(by_account.get(&mentee).zip(by_account.get(&mentor)).map(|(mentee, mentor)| (mentee.id, mentor.id)));
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
