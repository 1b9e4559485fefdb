//! Each promise is broken once and seen.

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

const EVERYWHERE: &[(&str, &str, &str)] = &[
    ("audit_log", "UPDATE audit_log SET count = count + 1 WHERE seq = 1", "not what was written"),
    ("audit_log", "UPDATE audit_log SET actor = 'nobody' WHERE seq = (SELECT MAX(seq) FROM audit_log)", "not what was"),
    ("audit_log", "DELETE FROM audit_log WHERE seq = 1", "missing"),
    ("audit_head", "DELETE FROM audit_log WHERE seq = (SELECT MAX(seq) FROM audit_log)", "recorded end"),
    ("audit_head", "DELETE FROM audit_head", "recorded end"),
    ("grants", "UPDATE grants SET capability = 'owner' WHERE id = 1", "unknown word"),
    ("grants", "UPDATE grants SET open_key = '9 admin' WHERE id = 1", "account and capability"),
    ("grants", "UPDATE grants SET categories = 'x' WHERE capability = 'moderator'", "without being an organizer"),
    ("grants", "UPDATE grants SET asked_by = 'nobody' WHERE id = 1", "acted who cannot"),
    (
        "grants",
        "UPDATE grants SET asked_by = '00000000000000000000', confirmed_by = '00000000000000000000' WHERE id = 1",
        "by the one who asked",
    ),
    ("cases", "UPDATE cases SET kind = 'mood' WHERE kind = 'profile'", "unknown word"),
    ("cases", "UPDATE cases SET decision = 'shout' WHERE kind = 'profile'", "do not agree"),
    ("cases", "UPDATE cases SET kind = 'person' WHERE kind = 'profile'", "does not fit"),
    ("cases", "UPDATE cases SET subject_account = (SELECT MIN(id) FROM accounts) WHERE kind = 'page'", "no person"),
    ("evidence", "UPDATE cases SET subject_account = NULL", "who is gone"),
    ("cases", "UPDATE cases SET report_id = NULL WHERE kind = 'page'", "page is missing"),
    ("cases", "UPDATE cases SET reports = 7 WHERE kind = 'profile'", "another"),
    ("cases", "DELETE FROM hidden_content", "not hidden"),
    ("case_reports", "UPDATE case_reports SET ground = 'mended'", "unknown word"),
    ("case_reports", "UPDATE case_reports SET details = 'short'", "clean text"),
    ("evidence", "UPDATE evidence SET content = 'other'", "not what was kept"),
    ("verifications", "UPDATE verifications SET code = 'short'", "not one"),
    ("verifications", "UPDATE verifications SET kind = 'x'", "unknown word"),
    ("verifications", "UPDATE verifications SET facts = 'x'", "cannot be read"),
    ("verifications", "UPDATE verifications SET revoked_at = '2020-01-01T00:00:00+00:00'", "before it was issued"),
    ("jobs", "UPDATE jobs SET kind = 'no.such'", "no handler"),
    ("jobs", "UPDATE jobs SET payload = 'x'", "not JSON"),
    ("jobs", "UPDATE jobs SET state = 'lost'", "unknown word"),
    ("jobs", "UPDATE jobs SET state = 'stuck'", "no reason"),
    ("jobs", "UPDATE jobs SET leased_until = due_at", "lease without"),
    ("idempotency_keys", "UPDATE idempotency_keys SET outcome = ''", "not JSON"),
    ("idempotency_keys", "UPDATE idempotency_keys SET body_sha256 = 'short'", "hash"),
    ("idempotency_keys", "UPDATE idempotency_keys SET outcome = '{\"id\":\"00000000000000000000\"}'", "not there"),
    ("reports", "UPDATE reports SET page = '//evil.example'", "local path"),
    ("reports", "UPDATE reports SET details = 'short'", "clean text"),
    ("reports", "UPDATE reports SET closed_at = created_at", "closing time"),
    ("reports", "UPDATE reports SET public_id = 'x' WHERE id = 1", "public id"),
    ("reports", "UPDATE reports SET what = 'bad mood'", "unknown word"),
    ("reports", "UPDATE files SET state = 'staged'", "only staged"),
    (
        "accounts",
        "UPDATE accounts SET email_key = 'other@example.org' WHERE email_key = 'ada@example.org'",
        "do not agree",
    ),
    ("accounts", "DELETE FROM person_keys", "has no key"),
    ("accounts", "UPDATE accounts SET confirmed_at = created_at", "not in that state"),
    ("accounts", "UPDATE accounts SET state = 'active'", "without being confirmed"),
    ("accounts", "UPDATE accounts SET state = 'suspended'", "without a moment"),
    ("accounts", "UPDATE accounts SET suspended_at = created_at", "in good standing and suspended"),
    ("accounts", "UPDATE accounts SET totp_since = created_at, totp_secret = NULL", "without its secret"),
    ("accounts", "UPDATE accounts SET zone = 'Europe/Atlantis'", "zone"),
    ("accounts", "UPDATE accounts SET public_id = 'x' WHERE email_key = 'ada@example.org'", "public id"),
    ("sessions", "UPDATE sessions SET token_sha256 = 'short'", "hash"),
    ("sessions", "UPDATE sessions SET browser_sha256 = 'short'", "browser's hash"),
    ("sessions", "UPDATE sessions SET ends_at = '2030-01-01T00:00:00+00:00'", "too long"),
    ("sessions", "UPDATE sessions SET seen_at = '2020-01-01T00:00:00+00:00'", "before it began"),
    ("link_tokens", "UPDATE link_tokens SET token_sha256 = 'short' WHERE purpose = 'reset'", "hash"),
    ("link_tokens", "UPDATE link_tokens SET email = 'x'", "an address where none"),
    ("link_tokens", "UPDATE link_tokens SET next = '//evil.example'", "way on"),
    ("link_tokens", "UPDATE link_tokens SET purpose = 'anything'", "unknown word"),
    ("known_devices", "UPDATE known_devices SET token_sha256 = 'short'", "hash"),
    ("buckets", "UPDATE buckets SET name = 'x' WHERE id = 1", "not one of ours"),
    ("files", "UPDATE reports SET file_id = NULL", "nothing refers"),
    ("files", "UPDATE files SET sha256 = replace(sha256, substr(sha256, 1, 1), 'g')", "hash is not one"),
    ("files", "UPDATE files SET bytes = bytes + 1", "another size"),
    ("files", "UPDATE files SET path = '../etc/passwd' WHERE id = 1", "not one of ours"),
    ("files", "UPDATE files SET path = '0123456789abcdef0123456789abcdef' WHERE id = 1", "not on the disk"),
    ("files", "UPDATE files SET media_type = 'text/html'", "unknown word"),
    ("series", "UPDATE series SET zone = 'Europe/Atlantis'", "zone"),
    ("series", "UPDATE series SET rule = 'FREQ=SOMETIMES'", "rule"),
    ("series", "UPDATE series SET title = ' '", "title"),
    ("series", "UPDATE series SET category_key = 'other'", "category's key"),
    ("series", "DELETE FROM feed_versions", "no feed"),
    ("series", "UPDATE series SET cancelled_at = NULL WHERE status = 'cancelled'", "without a moment"),
    ("series", "UPDATE series SET cancelled_at = changed_at WHERE status = 'published'", "without a moment"),
    ("series", "UPDATE series SET link = 'javascript:alert(1)'", "not one"),
    ("series", "UPDATE series SET continues = slug", "from itself"),
    ("series", "UPDATE series SET search = 'other'", "words to search"),
    (
        "series",
        "UPDATE series SET extra = '2026-11-24T00:00:00', local_start = '2026-11-24 00:00:00', rule = NULL",
        "already a date",
    ),
    ("series_tags", "UPDATE series_tags SET tag_key = 'other' WHERE id = 1", "tags"),
    ("series_tags", "DELETE FROM series_tags", "tags"),
    (
        "overrides",
        "UPDATE overrides SET original_start = '2026-11-24 03:00:00' WHERE id = 1",
        "not a date of this series",
    ),
    ("overrides", "UPDATE overrides SET search = 'other'", "words to search"),
    ("overrides", "UPDATE overrides SET recording = 'data:x'", "a link"),
    ("materials", "UPDATE materials SET link = 'ftp://example.org/'", "not one"),
    ("speakers", "UPDATE speakers SET override_id = (SELECT MIN(id) FROM overrides), position = id", "another series"),
    ("occurrences", "DELETE FROM occurrences", "not those of its rule"),
    ("occurrences", "UPDATE occurrences SET cancelled = NOT cancelled", "not those of its rule"),
    ("occurrences", "UPDATE occurrences SET override_id = NULL", "not those of its rule"),
    ("occurrences", "UPDATE occurrences SET name = 'x'", "not those of its rule"),
    ("occurrences", "DELETE FROM occurrences WHERE starts_at < '2026-11-03T00:00:00+00:00'", "not those of its rule"),
    ("occurrences", "UPDATE occurrences SET ends_at = '2030-01-01T00:00:00+00:00'", "not those of its rule"),
    ("occurrences", "UPDATE series SET dates_until = '2027-01-01T00:00:00+00:00'", "not those of its rule"),
    ("occurrences", "UPDATE series SET dates_until = NULL", "not those of its rule"),
    ("occurrences", "UPDATE series SET zone = 'Asia/Karachi'", "not those of its rule"),
    ("feed_versions", "UPDATE feed_versions SET scope = 'none of ours' WHERE scope = 'all'", "scope"),
];

/// Mails, choices and notifications.
const MAIL: &[(&str, &str, &str)] = &[
    ("mails", "UPDATE mails SET topic = 'weather'", "topic is unknown"),
    ("mails", "UPDATE mails SET body_html = NULL", "nothing to say"),
    ("mails", "UPDATE mails SET recipient = 'nobody'", "not an address"),
    ("mails", "UPDATE mails SET recipient = 'eve@example.org'", "counted for"),
    ("mails", "UPDATE mails SET unsubscribe = 'x' WHERE unsubscribe IS NOT NULL", "link to stop it"),
    ("mails", "UPDATE mails SET unsubscribe = NULL WHERE unsubscribe IS NOT NULL", "or is missing"),
    ("mails", "UPDATE mails SET leased_until = due_at", "lease without"),
    ("mails", "UPDATE mails SET state = 'failed', done_at = due_at", "without a reason"),
    ("mails", "UPDATE mails SET state = 'sent', done_at = due_at, recipient = NULL", "its words are not"),
    ("suppressions", "UPDATE suppressions SET address_sha256 = 'short'", "hash is not one"),
    (
        "mail_settings",
        "UPDATE mail_settings SET secret = 'short' WHERE id = (SELECT MIN(id) FROM mail_settings)",
        "secret",
    ),
    ("mail_choices", "UPDATE mail_choices SET topic = 'account'", "nobody chooses"),
    ("mail_choices", "UPDATE mail_choices SET choice = 'perhaps'", "unknown word"),
    ("notifications", "UPDATE notifications SET topic = 'weather'", "topic is unknown"),
    ("notifications", "UPDATE notifications SET path = '//evil.example'", "local path"),
    ("notifications", "UPDATE notifications SET title = ' '", "not clean"),
];

/// SQLite believes what it is told; Postgres refuses these values itself.
const ON_SQLITE: &[(&str, &str, &str)] = &[
    ("reports", "UPDATE reports SET created_at = 'yesterday'", "created_at cannot be read"),
    ("jobs", "UPDATE jobs SET attempts = 'many'", "attempts cannot be read"),
    ("files", "UPDATE files SET path = path || path || path", "too long"),
];

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
