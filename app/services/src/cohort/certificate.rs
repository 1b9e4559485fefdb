//! The certificate of a published result: what is bound by which hash, every run, and what the judge finds when it looks
//! again. It tells counts and hashes and nobody's list: no pair, no rank, no fit.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::cohort::{Promise, State, result_hash};
use domain::id::PublicId;
use domain::matching::check::Findings;
use domain::matching::{ALGORITHM, Hash, Objective, Report};
use sea_orm::ConnectionTrait;

use super::engine::{apart, outcome};
use super::entity::{cohorts, runs};
use super::written::figures_are;
use super::{CohortError, flow, store};
use crate::access::allow;
use crate::ctx::Ctx;

/// One run, as everybody may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Counts them, from 1.
    pub number: i32,
    /// What it was for.
    pub objective: Objective,
    /// Its result is the published one.
    pub published: bool,
    /// The rules it was computed by.
    pub algorithm: String,
    /// Of everything that went in.
    pub input_hash: String,
    /// Of everything that came out.
    pub result_hash: String,
    /// How many there were.
    pub mentees: i32,
    /// How many there were.
    pub mentors: i32,
    /// Of all mentors together.
    pub seats: i32,
    /// Mentees with a mentor.
    pub placed: i32,
    /// As the judge counted them.
    pub blocking_pairs: i64,
    /// When.
    pub at: DateTime<Utc>,
}

impl Run {
    pub(super) fn of(row: &runs::Model) -> Option<Self> {
        Some(Self {
            number: row.number,
            objective: Objective::parse(&row.objective)?,
            published: row.published,
            algorithm: row.algorithm.clone(),
            input_hash: row.input_hash.clone(),
            result_hash: row.result_hash.clone(),
            mentees: row.mentees,
            mentors: row.mentors,
            seats: row.seats,
            placed: row.placed,
            blocking_pairs: row.blocking_pairs,
            at: row.ran_at,
        })
    }
}

/// What looking again finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The published hash is that of the seed.
    pub seed: bool,
    /// The lists as they are stored have the hash that was published.
    pub input: bool,
    /// The pairs as they are stored have the hash that was published, and the figures beside it are theirs.
    pub result: bool,
    /// The engine gives these pairs again; `None` for a result of other rules than this program's.
    pub again: Option<bool>,
    /// Runs that are missing, that nobody counted, or that are marked as what they are not.
    pub odd_runs: usize,
    /// What the independent judge counts; `None` where nothing can be read, and then nothing above holds either.
    pub findings: Option<Findings>,
}

impl Verified {
    /// Nothing of a result can be read any more: that is said in place of an error.
    fn unreadable(why: &str) -> Self {
        tracing::error!(%why, "a published result cannot be read");
        Self { seed: false, input: false, result: false, again: Some(false), odd_runs: 0, findings: None }
    }

    /// Everything is as it was published.
    pub fn holds(&self, objective: Objective) -> bool {
        let stable = |found: Findings| objective != Objective::Stable || found.is_stable();
        let judged = self.findings.is_some_and(|found| found.is_matching() && stable(found));
        self.seed && self.input && self.result && self.again != Some(false) && self.odd_runs == 0 && judged
    }
}

/// What is published of a cohort's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Names the cohort.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// What people were promised before they ranked.
    pub promise: Promise,
    /// What bound the seed before anybody signed up.
    pub commitment: String,
    /// When sign-up began and the commitment was published.
    pub opened_at: Option<DateTime<Utc>>,
    /// How far the cohort is.
    pub state: State,
    /// When the lists were closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The hash of everything that would have gone in at the close of the lists, and when that was; public from then on. Who
    /// leaves later is not in what a run goes by, so each run has its own hash besides.
    pub input_at_close: Option<(Hash, DateTime<Utc>)>,
    /// When the result came out.
    pub published_at: Option<DateTime<Utc>>,
    /// The seed, once the result is out or the cohort was called off.
    pub seed: Option<String>,
    /// The published run; none of a cohort that was called off.
    pub run: Option<Run>,
    /// What looking again has found in this minute, of a published result.
    pub verified: Option<Verified>,
    /// Every run ever made, in order, once the result is out or the cohort was called off; before, their number alone is told.
    pub runs: Vec<Run>,
    /// How many runs were made.
    pub made: i32,
}

/// The certificate of a cohort that was opened, verified in the minute in which it is read.
pub async fn certificate(ctx: &Ctx, cohort: &str) -> Result<Certificate, CohortError> {
    allow(ctx, Action::ReadCohorts, Object::None)?;
    let db = ctx.db.read();
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.filter(|row| row.opened_at.is_some()).ok_or(CohortError::NotFound)?;
    let out = row.published_at.is_some();
    // A lottery that was thrown and called off is told of too: nobody may throw until they like it.
    let over = out || row.canceled_at.is_some();
    let runs: Vec<Run> =
        if over { store::runs(db, row.id).await?.iter().filter_map(Run::of).collect() } else { Vec::new() };
    Ok(Certificate {
        id,
        title: row.title.clone(),
        promise: store::plan(&row).promise,
        commitment: row.commitment.clone().unwrap_or_default(),
        opened_at: row.opened_at,
        state: flow::seen_state(ctx, &row),
        closed_at: row.closed_at,
        input_at_close: row.closed_input.as_deref().and_then(Hash::parse).zip(row.closed_at),
        published_at: row.published_at,
        seed: row.open_seed.clone(),
        run: runs.iter().find(|run| Some(run.number) == row.published_run).cloned(),
        verified: if out { Some(ctx.looked.again(row.id, ctx.now(), verify(ctx, db, &row)).await?) } else { None },
        made: row.runs,
        runs,
    })
}

/// Looks at a published result again: hashes, the engine, and the judge, which shares nothing with the engine.
pub(crate) async fn verify(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    row: &cohorts::Model,
) -> Result<Verified, CohortError> {
    let runs = store::runs(db, row.id).await?;
    let Some(run) = runs.iter().find(|run| Some(run.number) == row.published_run).cloned() else {
        return Ok(Verified::unreadable("the published run is not there"));
    };
    let Some(objective) = Objective::parse(&run.objective) else {
        return Ok(Verified::unreadable("the objective is unknown"));
    };
    let roll = match store::roll(ctx, db, row).await {
        Err(CohortError::Broken(why)) => return Ok(Verified::unreadable(&why)),
        roll => roll?,
    };
    let pairs = roll.pairs(&store::pairs(db, row.id).await?);
    let (odd_runs, commitment, input) = (odd_runs(row, &runs), row.commitment.clone(), roll.input);
    apart(move || {
        let (mut report, findings) = Report::of(&input, objective, &pairs);
        report.algorithm.clone_from(&run.algorithm);
        let again = (run.algorithm == ALGORITHM).then(|| {
            let mut found = outcome(&input, objective).pairs;
            found.sort_unstable();
            found == pairs
        });
        Verified {
            seed: Some(report.commitment.to_string()) == commitment,
            input: report.input_hash.to_string() == run.input_hash,
            result: result_hash(&report, &input).to_string() == run.result_hash && figures_are(&run, &report),
            again,
            odd_runs,
            findings: Some(findings),
        }
    })
    .await
}

/// Runs that are missing or that nobody counted, and those wrongly marked: they are counted from 1, and the last of them is
/// the published one, since nothing is run once a result is out.
pub(crate) fn odd_runs(row: &cohorts::Model, runs: &[runs::Model]) -> usize {
    let counted: HashSet<i32> = runs.iter().map(|run| run.number).collect();
    let missing = (1..=row.runs).filter(|number| !counted.contains(number)).count();
    let odd = |run: &&runs::Model| {
        !(1..=row.runs).contains(&run.number) || run.published != (Some(run.number) == row.published_run)
    };
    let last = row.published_run.is_none_or(|number| number == row.runs);
    missing + runs.iter().filter(odd).count() + usize::from(!last)
}
