//! Runs as rows: they are added and counted, and never changed.

use chrono::{DateTime, Utc};
use domain::cohort::{Outcome, result_hash};
use domain::id::PublicId;
use domain::matching::Report;
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, IntoActiveModel};

use super::CohortError;
use super::entity::{cohorts, runs};
use super::store::Roll;
use crate::db::WriteTx;

fn small(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn wide(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether the figures in the row of a run are those of a report.
pub(super) fn figures_are(run: &runs::Model, report: &Report) -> bool {
    let people = [run.mentees, run.mentors, run.seats, run.placed];
    let sums = [run.rank_sum, run.total_fit, run.blocking_pairs];
    people == [report.mentees, report.mentors, report.seats, report.placed].map(small)
        && sums == [report.rank_sum, report.total_fit, report.blocking_pairs].map(wide)
}

/// Adds the row of a run and counts it; answers its number.
pub(super) async fn add(
    tx: &WriteTx,
    row: &mut cohorts::Model,
    (roll, found): (&Roll, &Outcome),
    (published, by): (bool, PublicId),
    now: DateTime<Utc>,
) -> Result<i32, CohortError> {
    row.runs += 1;
    let report = &found.report;
    let run = runs::Model {
        id: 0,
        cohort_id: row.id,
        number: row.runs,
        objective: report.objective.word().to_owned(),
        published,
        algorithm: report.algorithm.clone(),
        input_hash: report.input_hash.to_string(),
        result_hash: result_hash(report, &roll.input).to_string(),
        mentees: small(report.mentees),
        mentors: small(report.mentors),
        seats: small(report.seats),
        placed: small(report.placed),
        rank_sum: wide(report.rank_sum),
        total_fit: wide(report.total_fit),
        blocking_pairs: wide(report.blocking_pairs),
        ran_by: by.to_string(),
        ran_at: now,
    };
    let run = runs::ActiveModel { id: ActiveValue::NotSet, ..run.into_active_model().reset_all() };
    runs::Entity::insert(run).exec_without_returning(tx).await?;
    Ok(row.runs)
}
