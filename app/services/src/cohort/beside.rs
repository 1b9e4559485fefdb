//! The three objectives side by side, for organizers. Reading computes what is recorded and nothing else.

use std::collections::HashMap;

use domain::cohort::{Outcome, Price, State, Unplaced, prices};
use domain::id::PublicId;
use domain::matching::proof::input_hash;
use domain::matching::{Objective, Side};

use super::certificate::Run;
use super::desk::may_run;
use super::engine::{apart, outcome};
use super::entity::people;
use super::{CohortError, me, store};
use crate::ctx::Ctx;
use crate::identity::profile;

/// One objective as the organizers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The last run of it.
    pub run: Run,
    /// The mean rank of those placed, with three decimals.
    pub mean_rank: String,
    /// The sum of the fits.
    pub total_fit: u64,
    /// What it costs beside the best of the three.
    pub price: Price,
    /// Seats that stay empty.
    pub free_seats: u64,
    /// Who stays without a mentor, by their number and as they call themselves to members, and why.
    pub unplaced: Vec<(String, Option<String>, Unplaced)>,
    /// It may be published: people were promised it, or nothing.
    pub allowed: bool,
}

/// The objectives side by side, as they were last run; nothing at all for somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// One for each objective, or none while nothing was run on the lists as they are now.
    pub beside: Vec<Beside>,
    /// Every run, the newest first.
    pub runs: Vec<Run>,
    /// The lists have changed since the last run.
    pub changed: bool,
}

/// What the last runs gave. Reading it computes what is recorded and nothing else: where the lists have changed since, it
/// shows nothing until somebody runs them again.
pub async fn side_by_side(ctx: &Ctx, cohort: &str) -> Result<SideBySide, CohortError> {
    may_run(ctx)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.ok_or(CohortError::NotFound)?;
    let recorded = store::runs(db, row.id).await?;
    let runs: Vec<Run> = recorded.iter().rev().filter_map(Run::of).collect();
    let own = store::person(db, row.id, account).await?.is_some();
    if own {
        return Ok(SideBySide { beside: Vec::new(), runs: Vec::new(), changed: false });
    }
    // The lists of a cohort that was called off are gone.
    if recorded.is_empty() || store::state(&row) == State::Canceled {
        return Ok(SideBySide { beside: Vec::new(), runs, changed: false });
    }
    let roll = store::roll(ctx, db, &row).await?;
    let (people, input, plan) = (roll.people, roll.input, store::plan(&row));
    let all = runs.clone();
    let wanted: Vec<(Run, Outcome)> = apart(move || {
        let hash = input_hash(&input).to_string();
        let last = |objective: Objective| all.iter().find(|run| run.objective == objective && run.input_hash == hash);
        let last: Vec<(Objective, Run)> =
            Objective::ALL.into_iter().filter_map(|objective| Some((objective, last(objective)?.clone()))).collect();
        if last.len() < Objective::ALL.len() {
            return Vec::new();
        }
        last.into_iter().map(|(objective, run)| (run, outcome(&input, objective))).collect()
    })
    .await?;
    if wanted.is_empty() {
        return Ok(SideBySide { beside: Vec::new(), runs, changed: true });
    }
    let mentees: Vec<&people::Model> = people.iter().filter(|one| store::side(one) == Side::Mentee).collect();
    let accounts = mentees.iter().filter_map(|one| one.account_id).collect();
    let names: HashMap<i64, String> = profile::names(db, accounts).await?;
    let (runs_of, outcomes): (Vec<Run>, Vec<Outcome>) = wanted.into_iter().unzip();
    let all_prices = prices(&outcomes);
    let show = |((run, found), price): ((Run, Outcome), Price)| Beside {
        mean_rank: found.report.mean_rank(),
        total_fit: found.report.total_fit,
        price,
        free_seats: found.free_seats,
        unplaced: found
            .unplaced
            .iter()
            .map(|(mentee, why)| {
                let one = mentees[*mentee as usize];
                (one.public_id.clone(), one.account_id.and_then(|account| names.get(&account).cloned()), *why)
            })
            .collect(),
        allowed: plan.promise.allows(run.objective),
        run,
    };
    let beside = runs_of.into_iter().zip(outcomes).zip(all_prices).map(show).collect();
    Ok(SideBySide { beside, runs, changed: false })
}
