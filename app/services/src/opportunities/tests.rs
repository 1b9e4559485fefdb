//! Drafts, checks, lists, applications and races, on both databases.

mod again;
mod backfill;
mod changed;
#[cfg(feature = "chaos")]
mod chaos_tests;
mod checked;
mod ended;
mod erased;
mod figure;
mod known;
mod later;
mod listed;
mod paged;
mod places;
mod races;
mod released;
mod rooms;
mod taken_down;

use domain::access::Capability;
use domain::opportunities::draft::Part;
use domain::opportunities::pipeline::{Move, Stage};
use domain::opportunities::{Fields, Filters, State, Step};
use domain::refusal::Refusal;

use super::timed::{expire_due, lapse_due};
use super::*;
use crate::testing::{Person, TestWorld, on_both};
use known::opened;

/// A whole posting in November 2026.
fn whole(more: &[(&str, &str)]) -> Fields {
    let least = [
        ("kind", "observership"),
        ("contact", "shadowing"),
        ("specialty", "cardiology"),
        ("institution", "Lakeshore Teaching Hospital"),
        ("supervisor", "Dr. Amara Osei"),
        ("official_page", "https://example.org/observers"),
        ("mode", "on-site"),
        ("city", "Rivertown"),
        ("state", "IL"),
        ("start", "rolling"),
        ("weeks_least", "4"),
        ("closes", "2026-12-31"),
        ("has_fee", "no"),
        ("visa", "invitation-letter"),
    ];
    let kept = least.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Types the whole of a draft that is there.
async fn typed(host: &Person, draft: &str, more: &[(&str, &str)]) {
    for part in Part::ALL {
        change(&host.ctx, draft, None, part, &whole(more)).await.unwrap();
    }
}

/// A draft with every step typed.
async fn written(host: &Person, more: &[(&str, &str)]) -> String {
    let (id, _) = begin(&host.ctx, Part::What, &whole(more)).await.unwrap();
    typed(host, id.as_str(), more).await;
    id.to_string()
}

/// Types every step of a draft and sends it in.
async fn sent(host: &Person, more: &[(&str, &str)]) -> String {
    submit(&host.ctx, &written(host, more).await).await.unwrap().to_string()
}

/// Says something else in a posting that was sent in.
async fn reworded(host: &Person, posting: &str, more: &[(&str, &str)]) {
    let draft = edit(&host.ctx, posting).await.unwrap();
    typed(host, draft.as_str(), more).await;
    submit(&host.ctx, draft.as_str()).await.unwrap();
}

/// A published posting of a host who was checked.
async fn published(world: &TestWorld, name: &str, more: &[(&str, &str)]) -> (Person, String) {
    let host = world.person(name, &[Capability::Host]).await;
    let id = opened(&host, more).await;
    assert_eq!(page(&host.ctx, &id).await.unwrap().state, State::Published);
    (host, id)
}

/// What somebody says who applies.
fn reason() -> Fields {
    vec![("answer".to_owned(), "Because of the clinic.".to_owned())]
}

async fn applied(world: &TestWorld, name: &str, posting: &str) -> (Person, String) {
    let person = world.person(name, &[]).await;
    let id = apply(&person.ctx, posting, &reason()).await.unwrap().to_string();
    (person, id)
}

/// A posting with an offer that is not answered yet.
pub(crate) async fn with_an_offer(world: &TestWorld) {
    let (host, id) = published(world, "host", &[]).await;
    let (_, application) = applied(world, "ada", &id).await;
    move_as_host(&host.ctx, &application, Move::Offer, 7).await.unwrap();
}

/// Who has applied, as the host reads it first.
async fn read_by(host: &Person, posting: &str) -> Vec<Applicant> {
    applicants(&host.ctx, posting, Whom::Everybody, None).await.unwrap().listed.rows
}

/// A moderator takes a posting down from its desk; answers the case.
async fn taken_down(moderator: &Person, posting: &str) -> String {
    crate::moderation::take_posting_down(&moderator.ctx, posting, "other", "It looks odd.").await.unwrap();
    review(&moderator.ctx, posting).await.unwrap().case.unwrap().to_string()
}

async fn hold_of(person: &Person) -> Option<chrono::DateTime<chrono::Utc>> {
    mine(&person.ctx, None).await.unwrap().rows[0].hold_until
}

async fn stage_of(person: &Person) -> Stage {
    mine(&person.ctx, None).await.unwrap().rows[0].stage
}

async fn state_of(host: &Person, posting: &str) -> State {
    my_posting(&host.ctx, posting).await.unwrap().stored.state
}

/// Everything a person was told so far, the oldest first.
async fn told(person: &Person) -> Vec<String> {
    use crate::notifications::entity::notifications::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    let all = Entity::find().filter(Column::AccountId.eq(person.account)).order_by_asc(Column::Id);
    let all = all.all(person.ctx.db.read()).await.unwrap();
    all.into_iter().map(|one| format!("{}: {}", one.title, one.body)).collect()
}

/// Changes rows past all rules of the house.
async fn broken(world: &TestWorld, sql: String) {
    let done = world.ctx.db.write(move |tx| {
        let sql = sql.clone();
        Box::pin(async move {
            use sea_orm::ConnectionTrait;
            let touched = tx.execute_unprepared(&sql).await?.rows_affected();
            assert!(touched > 0, "{sql} touched nothing");
            Ok::<_, crate::db::DbError>(())
        })
    });
    done.await.unwrap();
}

async fn is_whole(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), []);
}

fn refused<T: std::fmt::Debug>(result: Result<T, OpportunityError>) -> Refusal {
    match result {
        Err(OpportunityError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_draft_without_an_account_opens_by_its_token_alone_and_is_adopted() {
    on_both(async |world| {
        let stranger = world.ctx.with_viewer(crate::ctx::Viewer::default());
        let (id, token) = begin(&stranger, Part::What, &whole(&[])).await.unwrap();
        let token = token.unwrap();
        let kept = draft(&stranger, id.as_str(), Some(&token)).await.unwrap();
        assert_eq!(kept.fields.len(), 3, "the first answers are kept");
        assert!(matches!(draft(&stranger, id.as_str(), None).await, Err(OpportunityError::NotFound)));
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        adopt(&ada.ctx, &token).await.unwrap();
        assert_eq!(my_drafts(&ada.ctx).await.unwrap().len(), 1);
        assert!(matches!(draft(&ben.ctx, id.as_str(), Some(&token)).await, Err(OpportunityError::NotFound)));
        assert!(matches!(submit(&ada.ctx, id.as_str()).await, Err(OpportunityError::Invalid(_))));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_new_host_is_checked_by_two_moderators_and_a_known_one_is_published_at_once() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let (one, two) =
            (world.person("one", &[Capability::Moderator]).await, world.person("two", &[Capability::Moderator]).await);
        let id = sent(&host, &[]).await;
        assert!(matches!(page(&one.ctx, &id).await, Err(OpportunityError::NotFound)));
        assert_eq!(desk(&one.ctx).await.unwrap().len(), 1);
        assert_eq!(refused(decide(&one.ctx, &id, Step::Approve, "x").await), Refusal::PostingMoved);
        decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        assert!(matches!(decide(&one.ctx, &id, Step::Approve, "").await, Err(OpportunityError::Invalid(_))));
        decide(&one.ctx, &id, Step::Approve, "Page and registry looked up.").await.unwrap();
        assert_eq!(refused(decide(&one.ctx, &id, Step::Approve, "Again.").await), Refusal::SecondCheckNeeded);
        assert!(matches!(page(&one.ctx, &id).await, Err(OpportunityError::NotFound)));
        decide(&two.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
        assert_eq!(page(&one.ctx, &id).await.unwrap().state, State::Published);
        let again = sent(&host, &[]).await;
        assert_eq!(page(&one.ctx, &again).await.unwrap().state, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn one_moderator_suffices_where_there_is_no_other_and_never_for_their_own() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let only = world.person("only", &[Capability::Moderator]).await;
        let (id, own) = (sent(&host, &[]).await, sent(&only, &[]).await);
        decide(&only.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&only.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        assert_eq!(page(&only.ctx, &id).await.unwrap().state, State::Published);
        assert_eq!(refused(decide(&only.ctx, &own, Step::TakeUp, "").await), Refusal::OwnPosting);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_rule_that_fires_holds_also_the_posting_of_a_known_host() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let id = sent(&host, &[("description", "Pay by Zelle today.")]).await;
        let mine = hosted(&host.ctx).await.unwrap();
        assert_eq!((mine[0].stored.state, mine[0].flags.len()), (State::Submitted, 1));
        assert_eq!(list(&world.ctx, &Filters::parse([])).await.unwrap().counts.all, 0);
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        decide(&moderator.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&moderator.ctx, &id, Step::SendBack, "Take the payment words out.").await.unwrap();
        assert_eq!(my_drafts(&host.ctx).await.unwrap().len(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_list_is_narrowed_and_counts_each_field_as_if_it_were_open() {
    on_both(async |world| {
        let (host, _) = published(world, "host", &[]).await;
        sent(&host, &[("kind", "research-volunteer"), ("contact", "none"), ("state", "NY")]).await;
        sent(&host, &[("specialty", "pediatrics"), ("group", "graduate"), ("visa", "none")]).await;
        let found =
            async |pairs: &[(&str, &str)]| list(&world.ctx, &Filters::parse(pairs.iter().copied())).await.unwrap();
        let all = found(&[]).await;
        assert_eq!((all.lines.len(), all.counts.all, all.counts.kinds.len()), (3, 3, 2));
        let some = found(&[("kind", "observership"), ("state", "IL")]).await;
        assert_eq!(some.lines.len(), 2);
        assert_eq!(some.counts.states, [("IL", 2)]);
        assert_eq!(some.counts.kinds, [(domain::opportunities::Kind::Observership, 2)]);
        assert_eq!(found(&[("for", "student")]).await.lines.len(), 2);
        assert_eq!(found(&[("visa", "invitation-letter")]).await.lines.len(), 2);
        assert_eq!(found(&[("q", "lakeshore hospital")]).await.lines.len(), 3);
        assert_eq!(found(&[("q", "100%")]).await.lines.len(), 0);
        assert_eq!(found(&[("weeks", "4"), ("fee", "free"), ("page", "2")]).await.lines.len(), 0);
        // The last day is over: lists leave it out before any job has run.
        world.clock.advance(chrono::TimeDelta::days(60));
        assert_eq!(found(&[]).await.counts.all, 0);
        expire_due(&world.ctx).await.unwrap();
        assert!(hosted(&host.ctx).await.unwrap().iter().all(|one| one.stored.state == State::Expired));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn an_offer_that_lapses_goes_to_the_next_and_the_last_place_fills_the_posting() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        assert_eq!(refused(move_as_host(&host.ctx, &second, Move::Offer, 3).await), Refusal::NoPlaceLeft);
        world.clock.advance(chrono::TimeDelta::days(3));
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::OfferLapsed);
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Lapsed, Stage::Offered));
        move_as_applicant(&ben.ctx, &second, Move::Accept).await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().state, State::Filled);
        assert_eq!(refused(set_seats(&host.ctx, &id, 0).await), Refusal::SeatsPromised);
        move_as_applicant(&ben.ctx, &second, Move::Withdraw).await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().state, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_ends_its_applications_and_two_reports_hold_a_posting() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let report = |key: &str| domain::moderation::PersonReportForm {
            kind: "posting".to_owned(),
            person: id.clone(),
            ground: "money".to_owned(),
            details: "Asked for money in a private chat.".to_owned(),
            key: key.to_owned(),
        };
        let ben = world.person("ben", &[]).await;
        crate::moderation::report_person(&ada.ctx, report("a".repeat(32).as_str())).await.unwrap();
        assert_eq!(page(&ben.ctx, &id).await.unwrap().state, State::Published);
        crate::moderation::report_person(&ben.ctx, report("b".repeat(32).as_str())).await.unwrap();
        assert!(matches!(page(&ben.ctx, &id).await, Err(OpportunityError::NotFound)));
        step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        assert_eq!(stage_of(&ada).await, Stage::Declined);
        is_whole(world).await;
    })
    .await;
}
