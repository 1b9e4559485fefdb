//! The one room and blocks, on both databases.

use chrono::TimeDelta;
use domain::access::{Capability, Standing};
use domain::id::PublicId;
use domain::identity::profile::Step;
use domain::moderation::{Case, Kind, PersonReportForm, ReportForm};
use domain::refusal::Refusal;

use super::{
    CaseError, CasePage, DecideForm, QueueFilter, about_me, answer, appeal, block, blocked, case_page, decide, desk,
    hidden_from, is_blocked_between, is_hidden, report_person, report_problem, unblock, undo,
};
use crate::check::check;
use crate::identity::{people, profile};
use crate::notifications;
use crate::testing::{Person, TestWorld, on_both};

pub(super) async fn tell(world: &TestWorld, reporter: &Person, about: &Person, kind: Kind) -> Result<(), CaseError> {
    let form = PersonReportForm {
        kind: kind.word().to_owned(),
        person: about.id.to_string(),
        ground: "money".to_owned(),
        details: "Asked me for 500 dollars for a letter.".to_owned(),
        key: world.ctx.dice.public_id().to_string(),
    };
    report_person(&reporter.ctx, form).await.map(|_| ())
}

pub(super) async fn only_case(moderator: &Person) -> PublicId {
    let desk = desk(&moderator.ctx, &QueueFilter::default()).await.unwrap();
    assert_eq!(desk.cases.len(), 1, "{desk:?}");
    desk.cases[0].id
}

pub(super) async fn page(moderator: &Person, id: PublicId) -> CasePage {
    case_page(&moderator.ctx, id.as_str()).await.unwrap()
}

pub(super) fn form(case: PublicId, decision: &str) -> DecideForm {
    DecideForm {
        case: case.to_string(),
        decision: decision.to_owned(),
        ground: "money".to_owned(),
        note: "Seen twice.".to_owned(),
    }
}

pub(super) async fn standing(world: &TestWorld, person: &Person) -> Standing {
    people::by_accounts(world.ctx.db.read(), &[person.account]).await.unwrap()[0].standing
}

pub(super) fn refusal<T: std::fmt::Debug>(result: Result<T, CaseError>) -> Refusal {
    match result {
        Err(CaseError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_stopped_appealed_and_given_back_by_another_moderator() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let mia = world.person("mia", &[Capability::Moderator]).await;
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        tell(world, &ada, &eve, Kind::Person).await.unwrap();
        tell(world, &mia, &eve, Kind::Person).await.unwrap();
        let id = only_case(&mo).await;
        let shown = page(&mo, id).await;
        assert_eq!((shown.told.len(), shown.evidence.len(), shown.head.reports), (2, 1, 2));
        decide(&mo.ctx, &form(id, "suspend")).await.unwrap();
        assert_eq!(standing(world, &eve).await, Standing::Suspended);
        assert_eq!(refusal(decide(&mia.ctx, &form(id, "warn")).await), Refusal::CaseSettled);

        assert!(matches!(appeal(&ada.ctx, id.as_str(), "Not mine.").await, Err(CaseError::NotFound)));
        assert!(matches!(appeal(&eve.ctx, id.as_str(), " ").await, Err(CaseError::Invalid(_))));
        appeal(&eve.ctx, id.as_str(), "That was not me.").await.unwrap();
        assert_eq!(refusal(appeal(&eve.ctx, id.as_str(), "Again.").await), Refusal::AppealTaken);
        assert!(page(&mo, id).await.not_yours.is_some() && page(&mia, id).await.not_yours.is_none());
        assert_eq!(refusal(answer(&mo.ctx, id.as_str(), true).await), Refusal::AppealNeedsAnother);
        assert_eq!(standing(world, &eve).await, Standing::Suspended);
        answer(&mia.ctx, id.as_str(), false).await.unwrap();
        assert_eq!(standing(world, &eve).await, Standing::Active);
        let heard = |person: &Person| {
            let ctx = person.ctx.clone();
            async move { notifications::list(&ctx, None).await.unwrap().listed }
        };
        let to_eve = heard(&eve).await;
        assert!(to_eve.iter().any(|one| one.text.ends_with("Why: Asks for money, or sells what is not for sale.")));
        let to_ada = heard(&ada).await;
        assert_eq!((to_ada.len(), to_ada[0].title.as_str()), (1, "Your report was looked at"));
        assert!(!to_ada[0].text.contains("stopped"), "the outcome is not hers");
        let told = about_me(&eve.ctx).await.unwrap();
        assert!(matches!(told[0].case, Case::Overturned(_)) && told.len() == 1);
        assert_eq!(about_me(&ada.ctx).await.unwrap(), []);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_moderator_may_answer_and_the_page_says_so() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        let id = only_case(&mo).await;
        decide(&mo.ctx, &form(id, "hide")).await.unwrap();
        assert!(is_hidden(world.ctx.db.read(), Kind::Profile, eve.id).await.unwrap());
        appeal(&eve.ctx, id.as_str(), "It is my own name.").await.unwrap();
        assert!(page(&mo, id).await.alone && about_me(&eve.ctx).await.unwrap()[0].alone);
        answer(&mo.ctx, id.as_str(), true).await.unwrap();
        assert!(is_hidden(world.ctx.db.read(), Kind::Profile, eve.id).await.unwrap());
        undo(&mo.ctx, id.as_str()).await.unwrap();
        assert!(!is_hidden(world.ctx.db.read(), Kind::Profile, eve.id).await.unwrap());
        assert_eq!(refusal(undo(&mo.ctx, id.as_str()).await), Refusal::CaseSettled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_or_handles_a_report_about_themselves() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let mia = world.person("mia", &[Capability::Moderator]).await;
        tell(world, &mia, &mo, Kind::Person).await.unwrap();
        let id = only_case(&mia).await;
        let own = desk(&mo.ctx, &QueueFilter::default()).await.unwrap();
        assert!(own.cases.is_empty() && own.waiting.is_empty() && own.oldest.is_none());
        assert!(matches!(case_page(&mo.ctx, id.as_str()).await, Err(CaseError::NotFound)));
        assert!(matches!(decide(&mo.ctx, &form(id, "no-action")).await, Err(CaseError::NotFound)));
        assert_eq!(refusal(decide(&mia.ctx, &form(id, "suspend")).await), Refusal::StaffFirst);
        decide(&mia.ctx, &form(id, "warn")).await.unwrap();
        assert!(matches!(undo(&mo.ctx, id.as_str()).await, Err(CaseError::NotFound)));
        let eve = world.person("eve", &[]).await;
        assert!(matches!(desk(&eve.ctx, &QueueFilter::default()).await, Err(CaseError::Denied(_))));
        assert!(matches!(decide(&eve.ctx, &form(id, "warn")).await, Err(CaseError::Denied(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_moderators_at_once_make_one_decision() {
    on_both(async |world| {
        let moderators =
            [world.person("mo", &[Capability::Moderator]).await, world.person("mia", &[Capability::Moderator]).await];
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        let id = only_case(&moderators[0]).await;
        let tasks: Vec<_> = (0..40)
            .map(|at| {
                let (ctx, form) = (moderators[at % 2].ctx.clone(), form(id, ["warn", "hide", "suspend"][at % 3]));
                tokio::spawn(async move { decide(&ctx, &form).await })
            })
            .collect();
        let mut decided = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => decided += 1,
                Err(CaseError::Refused(Refusal::CaseSettled)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(decided, 1);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_of_one_thing_at_once_make_one_case_with_all_of_them() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let eve = world.person("eve", &[]).await;
        let mut reporters = Vec::new();
        for at in 0..12 {
            reporters.push(world.person(&format!("r{at}"), &[]).await);
        }
        let told = reporters.iter().map(|reporter| tell(world, reporter, &eve, Kind::Person));
        for result in futures::future::join_all(told).await {
            result.unwrap();
        }
        let id = only_case(&mo).await;
        assert_eq!(page(&mo, id).await.told.len(), 12);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_case_keeps_an_account_stopped_and_a_day_has_twenty_reports() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        let mut stopped = Vec::new();
        for kind in [Kind::Person, Kind::Profile] {
            tell(world, &ada, &eve, kind).await.unwrap();
            let id = only_case(&mo).await;
            decide(&mo.ctx, &form(id, "suspend")).await.unwrap();
            stopped.push(id);
        }
        undo(&mo.ctx, stopped[0].as_str()).await.unwrap();
        assert_eq!(standing(world, &eve).await, Standing::Suspended);
        undo(&mo.ctx, stopped[1].as_str()).await.unwrap();
        assert_eq!(standing(world, &eve).await, Standing::Active);
        for _ in 2..20 {
            tell(world, &ada, &eve, Kind::Person).await.unwrap();
        }
        assert_eq!(refusal(tell(world, &ada, &eve, Kind::Person).await), Refusal::TooManyReports);
        // What a moderator takes down counts as a report of theirs, so they are not limited.
        for _ in 0..21 {
            tell(world, &mo, &eve, Kind::Person).await.unwrap();
        }
        world.clock.advance(TimeDelta::days(1));
        tell(world, &ada, &eve, Kind::Person).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_with_a_page_is_a_case_of_the_same_room() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let report = ReportForm {
            page: "/events".to_owned(),
            what: "unkind".to_owned(),
            details: "A remark that helps nobody.".to_owned(),
            file: String::new(),
            key: "0000000000000001".to_owned(),
        };
        let filed = report_problem(&world.ctx, report.clone()).await.unwrap();
        let other =
            report_problem(&world.ctx, ReportForm { key: "0000000000000002".to_owned(), ..report }).await.unwrap();
        assert_eq!(page(&mo, filed.id).await.page.as_deref(), Some("/events"));
        assert_eq!(refusal(decide(&mo.ctx, &form(filed.id, "hide")).await), Refusal::DecisionDoesNotFit);
        decide(&mo.ctx, &form(filed.id, "no-action")).await.unwrap();
        assert_eq!(super::list(&world.ctx, true, 10).await.unwrap().len(), 1, "its report is closed too");
        assert!(super::close(&world.ctx, other.id).await.unwrap());
        let left = desk(&mo.ctx, &QueueFilter::default()).await.unwrap();
        assert!(left.cases.is_empty() && left.oldest.is_none());
        let settled = QueueFilter { settled: true, ..QueueFilter::default() };
        assert_eq!(desk(&mo.ctx, &settled).await.unwrap().cases.len(), 2);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

async fn call(person: &Person, name: &str) {
    let typed = [("name".to_owned(), name.to_owned()), ("name_audience".to_owned(), "members".to_owned())];
    profile::save(&person.ctx, Step::You, &typed).await.unwrap();
}

async fn sees(reader: &Person, whose: &Person) -> bool {
    profile::read(&reader.ctx, whose.id, profile::SeenAs::Viewer).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_kept_in_versions_and_a_hidden_profile_is_seen_by_nobody_else() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (eve, ada, bo) =
            (world.person("eve", &[]).await, world.person("ada", &[]).await, world.person("bo", &[]).await);
        for (reporter, name) in [(&ada, "Doctor of Letters"), (&bo, "Doctor of Letters"), (&ada, "Eve")] {
            call(&eve, name).await;
            tell(world, reporter, &eve, Kind::Profile).await.unwrap();
        }
        let id = only_case(&mo).await;
        let kept: Vec<String> = page(&mo, id).await.evidence.into_iter().map(|one| one.content).collect();
        assert_eq!(kept.len(), 2);
        assert!(kept[0].contains("Doctor of Letters") && kept[1].contains("Eve"), "{kept:?}");
        assert!(sees(&ada, &eve).await);
        decide(&mo.ctx, &form(id, "hide")).await.unwrap();
        assert!(!sees(&ada, &eve).await && !sees(&mo, &eve).await && sees(&eve, &eve).await);
        undo(&mo.ctx, id.as_str()).await.unwrap();
        assert!(sees(&ada, &eve).await);
        block(&eve.ctx, ada.id.as_str()).await.unwrap();
        call(&ada, "Ada").await;
        assert!(!sees(&ada, &eve).await && !sees(&eve, &ada).await && sees(&bo, &eve).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_hides_each_from_the_other_until_it_is_lifted() {
    on_both(async |world| {
        let (ada, eve, bo) =
            (world.person("ada", &[]).await, world.person("eve", &[]).await, world.person("bo", &[]).await);
        let db = world.ctx.db.read();
        for _ in 0..2 {
            block(&ada.ctx, eve.id.as_str()).await.unwrap();
        }
        assert_eq!(refusal(block(&ada.ctx, ada.id.as_str()).await), Refusal::BlockSelf);
        for (one, other, expected) in [(&ada, &eve, true), (&eve, &ada, true), (&ada, &bo, false)] {
            assert_eq!(is_blocked_between(db, one.account, other.account).await.unwrap(), expected);
        }
        assert_eq!(hidden_from(db, eve.account).await.unwrap(), [ada.account]);
        assert_eq!(blocked(&ada.ctx).await.unwrap()[0].name, None);
        call(&eve, "Eve Adams").await;
        assert_eq!(blocked(&ada.ctx).await.unwrap()[0].name.as_deref(), Some("Eve Adams"));
        assert_eq!(blocked(&eve.ctx).await.unwrap(), [], "whoever is blocked is not told");
        unblock(&eve.ctx, ada.id.as_str()).await.unwrap();
        assert!(is_blocked_between(db, ada.account, eve.account).await.unwrap(), "only one's own block is lifted");
        unblock(&ada.ctx, eve.id.as_str()).await.unwrap();
        assert!(!is_blocked_between(db, ada.account, eve.account).await.unwrap());
    })
    .await;
}
