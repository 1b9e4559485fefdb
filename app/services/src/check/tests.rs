//! Each promise is broken once and seen.

mod promises;

use domain::access::Capability;
use domain::moderation::{PersonReportForm, ReportForm};
use futures::stream;
use sea_orm::{ConnectionTrait, EntityTrait};

use super::check;
use crate::ctx::Ctx;
use crate::db::{DbError, DbKind};
use crate::files::{Kind, stage};
use crate::moderation::{DecideForm, QueueFilter, block, close, decide, desk, report_person, report_problem};
use crate::testing::{TestWorld, on_both};
use crate::verification;
use promises::{EVERYWHERE, MAIL, ON_SQLITE};

/// Somebody with everything an account can have.
async fn somebody(ctx: &Ctx) {
    use crate::identity;
    let browser = identity::Browser::default();
    let password = "nine lamps by the shore";
    identity::sign_up(ctx, "ada@example.org", password, None, "0000000000000009").await.unwrap();
    let identity::SignedIn::Done { session, .. } =
        identity::sign_in(ctx, "ada@example.org", password, &browser).await.unwrap()
    else {
        panic!("there is no second factor yet");
    };
    let member = identity::resume(ctx, session.as_str()).await.unwrap();
    let ada = ctx.with_viewer(crate::ctx::Viewer { member, ..crate::ctx::Viewer::house("test") });
    identity::begin_two_factor(&ada, password).await.unwrap();
    identity::forgot_password(ctx, "ada@example.org").await.unwrap();
}

/// Somebody who was told something and wants no mail of it, and an address that takes none.
async fn somebody_told(ctx: &Ctx) {
    use crate::notifications::{Notice, stop, tell};
    let email = domain::identity::Email::parse("grace@example.org").unwrap();
    let made = crate::identity::Made { email: &email, password_hash: "-", sample: false };
    let grace = crate::identity::make_account(ctx, made).await.unwrap().unwrap();
    let within = ctx.clone();
    let told = ctx.db.write(move |tx| {
        let ctx = within.clone();
        Box::pin(async move {
            let path = domain::local_path::LocalPath::home();
            let notice = Notice::new(domain::notifications::Topic::Events, "Moved", "To the evening.", path);
            tell(tx, &ctx, grace, &notice).await?;
            let sql = format!(
                "INSERT INTO suppressions (address_sha256, reason, created_at) \
                 VALUES ('{}', '550', '2026-11-03T15:00:00+00:00')",
                "0".repeat(64)
            );
            tx.execute_unprepared(&sql).await?;
            let mails = crate::mail::entity::mails::Entity::find().all(tx).await?;
            Ok::<_, DbError>(mails.into_iter().find_map(|mail| mail.unsubscribe))
        })
    });
    let token = told.await.unwrap().unwrap();
    assert!(stop(ctx, &token.0, false).await.unwrap());
}

async fn lived_in(ctx: &Ctx) {
    people(ctx).await;
    somebody(ctx).await;
    somebody_told(ctx).await;
    crate::events::add_sample(ctx).await.unwrap();
    crate::jobs::ensure_recurring(ctx).await.unwrap();
    for key in ["0000000000000001", "0000000000000002"] {
        let picture = stream::iter([Ok::<_, String>(b"\x89PNG\r\n\x1a\n....")]);
        let file = stage(ctx, Kind::Screenshot, picture).await.unwrap().id.to_string();
        let form = ReportForm {
            page: "/events".to_owned(),
            what: "unkind".to_owned(),
            details: "A remark that helps nobody.".to_owned(),
            file,
            key: key.to_owned(),
        };
        let filed = report_problem(ctx, form).await.unwrap();
        if key.ends_with('2') {
            close(ctx, filed.id).await.unwrap();
        }
    }
}

/// People with grants, a case about a hidden profile, a block and a code.
async fn people(ctx: &Ctx) {
    let mo = crate::testing::person(ctx, "judge", &[Capability::Moderator, Capability::Organizer]).await;
    let (ada, eve) = (crate::testing::person(ctx, "teller", &[]).await, crate::testing::person(ctx, "told", &[]).await);
    let form = PersonReportForm {
        kind: "profile".to_owned(),
        person: eve.id.to_string(),
        ground: "money".to_owned(),
        details: "Asked me for 500 dollars for a letter.".to_owned(),
        key: "0000000000000003".to_owned(),
    };
    report_person(&ada.ctx, form).await.unwrap();
    let case = desk(&mo.ctx, &QueueFilter::default()).await.unwrap().cases[0].id.to_string();
    let hide = DecideForm { case, decision: "hide".to_owned(), ground: "money".to_owned(), note: String::new() };
    decide(&mo.ctx, &hide).await.unwrap();
    block(&ada.ctx, eve.id.as_str()).await.unwrap();
    let (code, now) = (verification::fresh_code(ctx), ctx.now());
    let new = verification::New {
        kind: domain::verification::Kind::Card,
        account: Some(ada.account),
        subject: "Ada".to_owned(),
        facts: vec![],
        signer: "Hana Sato".to_owned(),
    };
    let issued = ctx.db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { Ok::<_, DbError>(verification::issue(tx, code, &new, now).await?) })
    });
    issued.await.unwrap();
}

/// Breaks one promise past all rules of the house.
pub(super) async fn sabotage(ctx: &Ctx, sql: &'static str) {
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let touched = tx.execute_unprepared(sql).await?.rows_affected();
                assert!(touched > 0, "{sql} touched nothing");
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_in_use_keeps_every_promise() {
    on_both(async |world| {
        assert_eq!(check(&world.ctx).await.unwrap(), []);
        lived_in(&world.ctx).await;
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

/// Worlds take their time to be made: the cases are dealt out to tests that run side by side.
const SHARDS: usize = 10;

macro_rules! every_broken_promise_is_seen {
    ($($name:ident $shard:literal)+) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                broken_promises_are_seen($shard).await;
            }
        )+
    };
}

every_broken_promise_is_seen! {
    every_broken_promise_is_seen_1 0
    every_broken_promise_is_seen_2 1
    every_broken_promise_is_seen_3 2
    every_broken_promise_is_seen_4 3
    every_broken_promise_is_seen_5 4
    every_broken_promise_is_seen_6 5
    every_broken_promise_is_seen_7 6
    every_broken_promise_is_seen_8 7
    every_broken_promise_is_seen_9 8
    every_broken_promise_is_seen_10 9
}

async fn broken_promises_are_seen(shard: usize) {
    for kind in crate::testing::kinds() {
        let only_here = if kind == DbKind::Sqlite { ON_SQLITE } else { &[] };
        for (table, sql, broken) in EVERYWHERE.iter().chain(MAIL).chain(only_here).skip(shard).step_by(SHARDS) {
            let world = match kind {
                DbKind::Sqlite => TestWorld::sqlite().await,
                DbKind::Postgres => TestWorld::postgres().await,
            };
            lived_in(&world.ctx).await;
            sabotage(&world.ctx, sql).await;
            let findings = check(&world.ctx).await.unwrap();
            let seen = findings.iter().any(|found| found.table == *table && found.broken.contains(broken));
            assert!(seen, "{}: {sql}: {findings:?}", kind.name());
            world.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_a_missing_and_an_unreferenced_file_are_seen() {
    on_both(async |world| {
        lived_in(&world.ctx).await;
        let folder = crate::files::disk::folder(world.ctx.db.data_dir());
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
        std::fs::write(files.pop().unwrap(), b"\x89PNG\r\n\x1a\n!!!!").unwrap();
        std::fs::remove_file(files.pop().unwrap()).unwrap();
        let mut broken: Vec<String> =
            check(&world.ctx).await.unwrap().into_iter().map(|finding| finding.broken).collect();
        broken.sort();
        assert_eq!(broken, ["the file is not on the disk", "the file on the disk has another content"]);
    })
    .await;
}
