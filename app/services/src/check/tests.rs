//! Each promise is broken once and seen.

use domain::moderation::ReportForm;
use futures::stream;
use sea_orm::ConnectionTrait;

use super::check;
use crate::ctx::Ctx;
use crate::db::{DbError, DbKind};
use crate::files::{Kind, stage};
use crate::moderation::{close, report_problem};
use crate::testing::{TestWorld, on_both};

async fn lived_in(ctx: &Ctx) {
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

/// Breaks one promise past all rules of the house.
async fn sabotage(ctx: &Ctx, sql: &'static str) {
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

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_promise_is_seen() {
    for kind in crate::testing::kinds() {
        let only_here = if kind == DbKind::Sqlite { ON_SQLITE } else { &[] };
        for (table, sql, broken) in EVERYWHERE.iter().chain(only_here) {
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
