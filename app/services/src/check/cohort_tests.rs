//! A published result is changed behind the program's back, one thing at a time: the check names it, and the certificate says
//! that it does not hold.

use domain::matching::Objective;

use super::check;
use super::tests::sabotage;
use crate::cohort::tests::to_publish;
use crate::cohort::{Looked, certificate, publish};
use crate::ctx::Ctx;
use crate::testing::on_both;

/// What is done to the database, the table that the check names then, and some of its words.
type Broken = (&'static [&'static str], &'static str, &'static str);

const UNVERIFIED: &str = "does not verify";

/// Who is with whom. Two mentees have a mentor, and one has none.
const PAIRS: &[Broken] = &[
    (
        &["UPDATE cohort_pairs SET mentor_id = (SELECT SUM(mentor_id) FROM cohort_pairs) - mentor_id"],
        "cohorts",
        UNVERIFIED,
    ),
    (
        &["UPDATE cohort_pairs SET mentor_id = (SELECT SUM(mentor_id) FROM cohort_pairs) - mentor_id"],
        "cohort_pairs",
        "nothing began",
    ),
    (
        &["UPDATE cohort_pairs SET mentee_id = (SELECT id FROM cohort_people WHERE side = 'mentee' \
           AND id NOT IN (SELECT mentee_id FROM cohort_pairs)) \
           WHERE mentor_id = (SELECT MAX(mentor_id) FROM cohort_pairs)"],
        "cohorts",
        UNVERIFIED,
    ),
    (&["DELETE FROM cohort_pairs WHERE id = (SELECT MIN(id) FROM cohort_pairs)"], "cohorts", UNVERIFIED),
];

/// What people said, and what stands for them in the lottery. The first mentee has ranked both mentors.
const SAID: &[Broken] = &[
    (
        &["UPDATE cohort_ranks SET rank = 3 - rank \
           WHERE person_id = (SELECT MIN(id) FROM cohort_people WHERE side = 'mentee')"],
        "cohorts",
        UNVERIFIED,
    ),
    (
        &["UPDATE cohort_ranks SET fit = CASE WHEN fit = 0 THEN 1 ELSE fit - 1 END \
           WHERE person_id = (SELECT MIN(id) FROM cohort_people WHERE side = 'mentee')"],
        "cohorts",
        UNVERIFIED,
    ),
    (
        &["UPDATE cohort_people SET counted = 0 \
           WHERE id = (SELECT MIN(id) FROM cohort_people WHERE side = 'mentor')"],
        "cohorts",
        UNVERIFIED,
    ),
    (
        &["UPDATE cohort_people SET draw = (SELECT commitment FROM cohorts) \
           WHERE id = (SELECT MIN(id) FROM cohort_people)"],
        "cohorts",
        UNVERIFIED,
    ),
    (&["UPDATE cohorts SET open_seed = commitment"], "cohorts", "not the one that was bound"),
    (&["UPDATE cohorts SET open_seed = 'none'"], "cohorts", "not the one that was bound"),
    (&["UPDATE cohorts SET commitment = closed_input"], "cohorts", "not the one that was bound"),
];

const ODD_RUN: &str = "a run is missing or wrongly marked";

/// Which runs there were. The first three were looked at, the fourth is the result; the first is for the same objective.
const RUNS: &[Broken] = &[
    (&["DELETE FROM cohort_runs WHERE number = 2"], "cohorts", ODD_RUN),
    (&["DELETE FROM cohort_runs WHERE number = 4"], "cohorts", ODD_RUN),
    (&["UPDATE cohorts SET runs = runs + 1"], "cohorts", ODD_RUN),
    (&["UPDATE cohorts SET runs = runs - 1"], "cohorts", ODD_RUN),
    (&["UPDATE cohort_runs SET published = (number = 1)"], "cohorts", ODD_RUN),
    (&["UPDATE cohorts SET published_run = 1"], "cohorts", ODD_RUN),
    (
        &["UPDATE cohorts SET published_run = 1", "UPDATE cohort_runs SET published = (number = 1)"],
        "cohorts",
        UNVERIFIED,
    ),
];

/// What was published of the result.
const FIGURES: &[Broken] = &[
    (&["UPDATE cohort_runs SET objective = 'fit' WHERE number = 4"], "cohorts", UNVERIFIED),
    (&["UPDATE cohort_runs SET algorithm = 'landfall-match/0' WHERE number = 4"], "cohorts", UNVERIFIED),
    (&["UPDATE cohort_runs SET input_hash = result_hash WHERE number = 4"], "cohorts", UNVERIFIED),
    (&["UPDATE cohort_runs SET result_hash = input_hash WHERE number = 4"], "cohorts", UNVERIFIED),
    (&["UPDATE cohort_runs SET placed = placed + 1 WHERE number = 4"], "cohorts", UNVERIFIED),
    (&["UPDATE cohort_runs SET blocking_pairs = 1 WHERE number = 4"], "cohorts", UNVERIFIED),
];

/// What a server says of the result that has just been started: it remembers nothing of what was found before.
async fn holds(ctx: &Ctx, cohort: &str) -> bool {
    let anew = Ctx { looked: Looked::default(), ..ctx.clone() };
    let found = certificate(&anew, cohort).await.unwrap();
    // The objective is that of the published run, while there is one.
    found.verified.unwrap().holds(found.run.map_or(Objective::Stable, |run| run.objective))
}

async fn are_noticed(all: &[Broken]) {
    for (changes, table, broken) in all {
        on_both(async |world| {
            let cast = to_publish(world, "stable").await;
            publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
            assert_eq!(check(&world.ctx).await.unwrap(), [], "before {changes:?}");
            assert!(holds(&world.ctx, &cast.id).await, "before {changes:?}");
            for sql in *changes {
                sabotage(&world.ctx, sql).await;
            }
            let findings = check(&world.ctx).await.unwrap();
            let seen = findings.iter().any(|found| found.table == *table && found.broken.contains(broken));
            assert!(seen, "{}: {changes:?}: {findings:?}", world.kind().name());
            assert!(!holds(&world.ctx, &cast.id).await, "{}: {changes:?}", world.kind().name());
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_that_was_changed_is_noticed() {
    are_noticed(PAIRS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_a_ticket_and_a_seed_that_were_changed_are_noticed() {
    are_noticed(SAID).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_missing_and_another_that_is_marked_are_noticed() {
    are_noticed(RUNS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_and_a_figure_that_were_changed_are_noticed() {
    are_noticed(FIGURES).await;
}
