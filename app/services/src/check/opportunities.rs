//! The promises of postings: columns repeat what they say, and places are counted as applications stand.

use std::collections::{HashMap, HashSet};

use domain::identity::profile::vocab;
use domain::opportunities::pipeline::Stage;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use super::house::is_sha256;
use crate::ctx::Ctx;
use crate::opportunities::entity::{applications, posting_drafts, postings};
use crate::opportunities::{columns, marks, posting, stage, state, told_of};

pub(super) async fn postings(ctx: &Ctx, view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let changed = marks(view).await?.changed;
    let (mut offered, mut taken): (HashMap<i64, i32>, HashMap<i64, i32>) = (HashMap::new(), HashMap::new());
    let all = postings::Entity::find().all(view).await?;
    let gone: HashSet<i64> =
        all.iter().filter(|row| state(row).is_ok_and(|state| !state.keeps_applications())).map(|row| row.id).collect();
    let hosts: HashMap<i64, i64> = all.iter().map(|row| (row.id, row.host_account)).collect();
    for row in applications::Entity::find().all(view).await? {
        let Ok(stage) = stage(&row) else {
            findings.add("applications", row.id, "the stage is none");
            continue;
        };
        *offered.entry(row.posting_id).or_default() += i32::from(stage.holds_offer());
        *taken.entry(row.posting_id).or_default() += i32::from(stage.has_seat());
        let mut require = |holds, broken| findings.require(holds, "applications", row.id, broken);
        require(stage.holds_offer() == row.hold_until.is_some(), "an offer without its moment, or the other way round");
        require(row.line.is_none() || stage.may_wait(), "it stands in line and cannot");
        require(stage.is_over() || !gone.contains(&row.posting_id), "the posting is gone and it is not over");
        require(stage != Stage::Withdrawn || row.sealed.is_none(), "it was taken back and still says something");
        let lost = stage == Stage::Declined || !row.taken_down;
        require(lost, "a take-down has ended it, and it goes on");
        require(row.taken_down || !row.told_back, "its posting is said to be back and was not gone");
        require(told_of(ctx, view, std::slice::from_ref(&row)).await.is_ok(), "what was released cannot be opened");
    }
    for row in all {
        let mut require = |holds, broken| findings.require(holds, "postings", row.id, broken);
        require(offered.remove(&row.id).unwrap_or_default() == row.offered, "offers are not counted as they stand");
        let seated = taken.remove(&row.id).unwrap_or_default() + row.past_stays;
        require(seated == row.taken, "places are not counted as they stand");
        require(state(&row).is_ok(), "the state is none");
        require((1..=changed).contains(&row.revision), "its last change has no number of ours");
        let known = vocab::find(&vocab::SPECIALTIES, &row.specialty).is_some();
        require(known, "the specialty is none of the list");
        require(repeats(&row), "columns do not repeat what it says");
    }
    for row in posting_drafts::Entity::find().all(view).await? {
        let hash = row.token_sha256.as_deref().is_none_or(is_sha256);
        findings.require(hash, "posting_drafts", row.id, "the hash is not one");
        let fields: Result<Vec<(String, String)>, _> = serde_json::from_str(&row.fields);
        findings.require(fields.is_ok(), "posting_drafts", row.id, "the fields cannot be read");
        let own = row.posting_id.is_none_or(|posting| hosts.get(&posting).copied() == row.account_id);
        findings.require(own, "posting_drafts", row.id, "it changes the posting of somebody else");
    }
    Ok(())
}

fn repeats(row: &postings::Model) -> bool {
    let Ok(made) = posting(row).and_then(|posting| columns(&posting)) else { return false };
    let same = |made: &ActiveValue<String>, stored: &String| made.as_ref() == stored;
    same(&made.title, &row.title)
        && same(&made.search, &row.search)
        && same(&made.kind, &row.kind)
        && same(&made.contact, &row.contact)
        && same(&made.specialty, &row.specialty)
        && same(&made.region, &row.region)
        && same(&made.mode, &row.mode)
        && made.fee_week.as_ref() == &row.fee_week
        && made.weeks_least.as_ref() == &row.weeks_least
        && made.weeks_most.as_ref() == &row.weeks_most
        && made.visa_bits.as_ref() == &row.visa_bits
        && made.group_bits.as_ref() == &row.group_bits
        && made.outcome_bits.as_ref() == &row.outcome_bits
        && made.begins_from.as_ref() == &row.begins_from
        && made.begins_to.as_ref() == &row.begins_to
        && made.seats.as_ref() == &row.seats
        && made.expires_at.as_ref() == &row.expires_at
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::opportunities::tests::with_an_offer;
    use crate::testing::on_both;

    const BROKEN: &[(&str, &str, &str)] = &[
        ("postings", "UPDATE postings SET offered = 0", "not counted as they stand"),
        ("postings", "UPDATE postings SET past_stays = 1", "not counted as they stand"),
        ("postings", "UPDATE postings SET specialty = 'magic'", "none of the list"),
        ("postings", "UPDATE postings SET search = 'other'", "do not repeat"),
        ("postings", "UPDATE postings SET group_bits = 8", "do not repeat"),
        ("postings", "UPDATE postings SET outcome_bits = 8", "do not repeat"),
        ("postings", "UPDATE postings SET begins_from = 202701", "do not repeat"),
        ("postings", "UPDATE postings SET weeks_most = 9", "do not repeat"),
        ("postings", "UPDATE postings SET revision = 99", "no number of ours"),
        (
            "posting_drafts",
            "UPDATE posting_drafts SET account_id = (SELECT applicant_account FROM applications)",
            "of somebody else",
        ),
        ("applications", "UPDATE postings SET state = 'withdrawn'", "the posting is gone"),
        ("applications", "UPDATE applications SET sealed = 'x'", "cannot be opened"),
        ("applications", "UPDATE applications SET stage = 'withdrawn', hold_until = NULL", "taken back and still says"),
        ("applications", "UPDATE applications SET taken_down = TRUE", "it goes on"),
        ("applications", "UPDATE applications SET told_back = TRUE", "was not gone"),
    ];

    #[tokio::test(flavor = "multi_thread")]
    async fn broken_promises_of_postings_are_seen() {
        on_both(async |world| {
            with_an_offer(world).await;
            assert_eq!(check(&world.ctx).await.unwrap(), []);
        })
        .await;
        for (table, sql, broken) in BROKEN {
            on_both(async |world| {
                with_an_offer(world).await;
                crate::check::tests::sabotage(&world.ctx, sql).await;
                let findings = check(&world.ctx).await.unwrap();
                let seen = findings.iter().any(|one| one.table == *table && one.broken.contains(broken));
                assert!(seen, "{sql}: {findings:?}");
            })
            .await;
        }
    }
}
