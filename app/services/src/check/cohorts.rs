//! The promises of cohorts: words that are words, a seed that fits its commitment, runs without a gap, lists that are lists,
//! and a published result that verifies.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::cohort::{Promise, State};
use domain::identity::profile::vocab::{NEEDS, SPECIALTIES, STAGES, find};
use domain::matching::{Hash, Objective};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

use super::Findings;
use crate::cohort::entity::{cohorts, pairs, people, ranks, runs};
use crate::cohort::{CohortError, needs_of, odd_runs, seed_of, verify};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::mentorship::entity::engagements;

pub(super) async fn cohorts(ctx: &Ctx, view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let mut made: HashMap<i64, Vec<runs::Model>> = HashMap::new();
    for run in runs::Entity::find().order_by_asc(runs::Column::Number).all(view).await? {
        let hashes = [&run.input_hash, &run.result_hash].into_iter().all(|hash| Hash::parse(hash).is_some());
        findings.require(hashes, "cohort_runs", run.id, "a hash is none");
        findings.require(Objective::parse(&run.objective).is_some(), "cohort_runs", run.id, "an unknown objective");
        made.entry(run.cohort_id).or_default().push(run);
    }
    let all = cohorts::Entity::find().all(view).await?;
    let state: HashMap<i64, Option<State>> = all.iter().map(|row| (row.id, State::parse(&row.state))).collect();
    let mut side: HashMap<i64, (i64, bool)> = HashMap::new();
    for row in people::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "cohort_people", row.id, broken);
        require(Hash::parse(&row.draw.0).is_some(), "the ticket is none");
        let whose = row.side == "mentee" && row.account_id.is_some();
        let state = state.get(&row.cohort_id).copied().flatten();
        // It goes some months after the result, and at once where there will be none.
        require(row.told.is_none() || (whose && state != Some(State::Canceled)), "what a mentee told was kept");
        require(row.told.is_some() || !whose || state.is_some_and(State::is_final), "what a mentee told is missing");
        let erased = row.account_id.is_none();
        let times = row.ranked_at.or(row.reminded_at).is_none() && row.news.is_none();
        require(!erased || times, "something of a person who was erased was kept");
        let opens = match needs_of(ctx, view, [&row]).await {
            Ok(mut found) => found.remove(&row.id),
            Err(CohortError::Db(DbError::Db(error))) => return Err(error),
            Err(_) => None,
        };
        require(opens.is_some() == row.told.is_some(), "what was told cannot be read");
        let Some(needs) = opens else {
            side.insert(row.id, (row.cohort_id, row.side == "mentee"));
            continue;
        };
        require(needs.topics.iter().all(|word| find(&NEEDS, word).is_some()), "a topic is an unknown word");
        require(needs.specialties.iter().all(|word| find(&SPECIALTIES, word).is_some()), "a specialty is unknown");
        require(find(&STAGES, &needs.stage).is_some(), "the stage is an unknown word");
        side.insert(row.id, (row.cohort_id, row.side == "mentee"));
    }
    let mut seen: HashSet<(i64, i32)> = HashSet::new();
    for row in ranks::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "cohort_ranks", row.id, broken);
        let (own, other) = (side.get(&row.person_id), side.get(&row.other_id));
        let across = own.zip(other).is_some_and(|(own, other)| own.0 == other.0 && own.1 != other.1);
        require(across && own.is_some_and(|own| own.0 == row.cohort_id), "it is not about the other side");
        let canceled = state.get(&row.cohort_id) == Some(&Some(State::Canceled));
        require(!canceled, "a list of a cohort that was called off was kept");
        if own.is_some_and(|own| own.1) {
            require(row.rank > 0, "a mentee has no nevers");
            require(seen.insert((row.person_id, row.rank)), "a mentee's list has a place twice");
        }
    }
    engagements(view, findings).await?;
    for row in all {
        let own = made.remove(&row.id).unwrap_or_default();
        let mut require = |holds, broken| findings.require(holds, "cohorts", row.id, broken);
        let state = State::parse(&row.state);
        require(state.is_some(), "the state is an unknown word");
        require(Promise::parse(&row.promise).is_some(), "the promise is an unknown word");
        let days = [&row.sign_up_until, &row.mentees_until, &row.mentors_until];
        require(days.into_iter().all(|day| day.parse::<NaiveDate>().is_ok()), "a day is none");
        let bound = row.commitment.is_some().then(|| seed_of(ctx, &row).ok());
        let bound = bound.map(|seed| seed.map(|seed| seed.commitment().to_string()));
        require(bound.is_none_or(|bound| bound == row.commitment), "the seed is not the one that was bound");
        require(odd_runs(&row, &own) == 0, "a run is missing or wrongly marked");
        if state == Some(State::Published) && row.published_run.is_some() {
            let run = own.iter().find(|run| Some(run.number) == row.published_run);
            let objective = run.and_then(|run| Objective::parse(&run.objective));
            let holds = match (verify(ctx, view, &row).await, objective) {
                (Ok(verified), Some(objective)) => verified.holds(objective),
                (Err(CohortError::Db(DbError::Db(error))), _) => return Err(error),
                _ => false,
            };
            findings.require(holds, "cohorts", row.id, "the published result does not verify");
        }
    }
    Ok(())
}

/// Two who are both here were given to each other: what began with it is there.
async fn engagements(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let account: HashMap<i64, i64> =
        people::Entity::find().all(view).await?.into_iter().filter_map(|row| Some((row.id, row.account_id?))).collect();
    let begun: HashMap<String, (i64, i64)> = engagements::Entity::find()
        .all(view)
        .await?
        .into_iter()
        .map(|row| (row.public_id, (row.mentor_account, row.mentee_account)))
        .collect();
    for pair in pairs::Entity::find().all(view).await? {
        let both = account.get(&pair.mentor_id).copied().zip(account.get(&pair.mentee_id).copied());
        let id = pair.engagement.as_ref();
        let holds = both.is_none() || id.and_then(|id| begun.get(id)).copied() == both;
        findings.require(holds, "cohort_pairs", pair.id, "nothing began with it");
    }
    Ok(())
}
