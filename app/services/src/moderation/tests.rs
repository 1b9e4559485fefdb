//! Reports of a problem, on both databases.

use chrono::TimeDelta;
use domain::moderation::ReportForm;
use domain::refusal::Refusal;
use futures::stream;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{Filed, ReportError, close, list, purge_closed, report_problem};
use crate::ctx::Ctx;
use crate::files::{Kind, stage, staged};
use crate::testing::on_both;

fn form(key: &str) -> ReportForm {
    ReportForm {
        page: "/events/coffee-chat".to_owned(),
        what: "wrong-fact".to_owned(),
        details: "The date in May is a day off.".to_owned(),
        file: String::new(),
        key: format!("{key:0>16}"),
    }
}

async fn file_one(ctx: &Ctx, form: ReportForm) -> Filed {
    report_problem(ctx, form).await.unwrap()
}

async fn screenshot(ctx: &Ctx) -> domain::id::PublicId {
    let bytes = b"\x89PNG\r\n\x1a\n....";
    let stream = stream::iter([Ok::<_, String>(bytes)]);
    stage(ctx, Kind::Screenshot, stream).await.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_stored_with_its_screenshot_and_listed() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let file = screenshot(ctx).await;
        let filed = file_one(ctx, ReportForm { file: file.to_string(), ..form("1") }).await;
        let listed = list(ctx, true, 10).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].id, listed[0].has_file, listed[0].sample), (filed.id, true, false));
        assert_eq!(listed[0].what, domain::moderation::What::WrongFact);
        assert_eq!(listed[0].created_at, ctx.now());
        assert!(staged(ctx, file).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_equal_forms_at_once_make_one_report() {
    on_both(async |world| {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let ctx = world.ctx.clone();
                tokio::spawn(async move { report_problem(&ctx, form("1")).await })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap().unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        assert_eq!(list(&world.ctx, false, 100).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_with_other_words_is_a_conflict() {
    on_both(async |world| {
        let ctx = &world.ctx;
        file_one(ctx, form("1")).await;
        let other = ReportForm { what: "unkind".to_owned(), ..form("1") };
        assert!(matches!(report_problem(ctx, other).await, Err(ReportError::KeyConflict)));
        file_one(ctx, form("2")).await;
        assert_eq!(list(ctx, false, 100).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_report_leaves_no_trace_and_may_be_sent_again() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let gone = ReportForm { file: ctx.dice.public_id().to_string(), ..form("1") };
        let refused = report_problem(ctx, gone).await;
        assert!(matches!(refused, Err(ReportError::Refused(Refusal::UploadGone))));
        let keys = crate::idempotency::entity::Entity::find().count(ctx.db.read()).await.unwrap();
        assert_eq!(keys, 0);
        file_one(ctx, form("1")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_by_field_and_never_reaches_the_database() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let Err(ReportError::Invalid(errors)) = report_problem(ctx, ReportForm::default()).await else {
            panic!("an empty form is not a report");
        };
        assert_eq!(errors.len(), 3);
        let keyless = ReportForm { key: "x".to_owned(), ..form("1") };
        assert!(matches!(report_problem(ctx, keyless).await, Err(ReportError::Invalid(_))));
        let nul = ReportForm { details: "zero \u{0} bytes upset Postgres".to_owned(), ..form("3") };
        file_one(ctx, nul).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_closes_once_and_goes_with_its_screenshot_half_a_year_later() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let file = screenshot(ctx).await;
        let filed = file_one(ctx, ReportForm { file: file.to_string(), ..form("1") }).await;
        file_one(ctx, form("2")).await;
        assert!(close(ctx, filed.id).await.unwrap());
        assert!(!close(ctx, filed.id).await.unwrap());
        assert_eq!(list(ctx, true, 10).await.unwrap().len(), 1);
        world.clock.advance(TimeDelta::days(179));
        purge_closed(ctx).await.unwrap();
        assert_eq!(list(ctx, false, 10).await.unwrap().len(), 2);
        world.clock.advance(TimeDelta::days(2));
        purge_closed(ctx).await.unwrap();
        assert_eq!(list(ctx, false, 10).await.unwrap().len(), 1);
        let left = std::fs::read_dir(crate::files::disk::folder(ctx.db.data_dir())).unwrap();
        assert_eq!(left.filter(|entry| entry.as_ref().unwrap().path().is_file()).count(), 0);
    })
    .await;
}
