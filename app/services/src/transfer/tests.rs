//! Moving the whole database, on both kinds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::moderation::ReportForm;
use futures::stream;
use migrations::{Migrator, MigratorTrait};

use super::{TransferError, backup, dump, load};
use crate::ctx::Ctx;
use crate::db::{Db, DbConfig, DbKind};
use crate::files::{Kind, stage};
use crate::moderation::{list, report_problem};
use crate::testing::{TestWorld, kinds, on_both, on_both_bare};

async fn report(ctx: &Ctx, key: u32, with_file: bool) {
    let file = if with_file {
        let picture = stream::iter([Ok::<_, String>(b"\x89PNG\r\n\x1a\n....")]);
        stage(ctx, Kind::Screenshot, picture).await.unwrap().id.to_string()
    } else {
        String::new()
    };
    let form = ReportForm {
        page: "/events".to_owned(),
        what: "hard-to-use".to_owned(),
        details: format!("Report {key}: \"quotes\", \\ back-slashes, ünïcödé, 日本語\nand two lines."),
        file,
        key: format!("{key:016}"),
    };
    report_problem(ctx, form).await.unwrap();
}

async fn lived_in(world: &TestWorld) {
    let ctx = &world.ctx;
    crate::events::add_sample(ctx).await.unwrap();
    for key in 0..5 {
        report(ctx, key, key % 2 == 0).await;
        world.clock.advance(chrono::TimeDelta::microseconds(1_234_567));
    }
    let picture = stream::iter([Ok::<_, String>(b"\x89PNG\r\n\x1a\nwaiting")]);
    stage(ctx, Kind::Screenshot, picture).await.unwrap();
    crate::jobs::ensure_recurring(ctx).await.unwrap();
}

fn file(world: &TestWorld, name: &str) -> PathBuf {
    world.ctx.db.data_dir().join(name)
}

fn leftovers(world: &TestWorld) -> usize {
    std::fs::read_dir(crate::files::disk::unfinished(world.ctx.db.data_dir())).unwrap().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_goes_to_the_other_kind_and_back_byte_for_byte() {
    if !kinds().contains(&DbKind::Postgres) {
        return;
    }
    let (first, second, third) = (TestWorld::sqlite().await, TestWorld::postgres().await, TestWorld::sqlite().await);
    lived_in(&first).await;
    let (one, two, three) = (file(&first, "1.tar"), file(&second, "2.tar"), file(&third, "3.tar"));
    let moved = dump(&first.ctx, &one).await.unwrap();
    assert_eq!((moved.rows["reports"], moved.rows["jobs"], moved.files), (5, 18, 4));

    crate::jobs::ensure_recurring(&second.ctx).await.unwrap();
    assert_eq!(load(&second.ctx, &one).await.unwrap().rows, moved.rows);
    dump(&second.ctx, &two).await.unwrap();
    load(&third.ctx, &two).await.unwrap();
    dump(&third.ctx, &three).await.unwrap();
    assert!(std::fs::read(&one).unwrap() == std::fs::read(&three).unwrap(), "the dumps differ");

    // Numbering goes on after the loaded rows.
    for world in [&second, &third] {
        report(&world.ctx, 99, true).await;
        assert_eq!(list(&world.ctx, true, 10).await.unwrap().len(), 6);
        assert_eq!(leftovers(world), 0);
    }
    for world in [first, second, third] {
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_empty_database_is_loaded_into() {
    on_both(async |world| {
        lived_in(world).await;
        let archive = file(world, "dump.tar");
        dump(&world.ctx, &archive).await.unwrap();
        let refused = load(&world.ctx, &archive).await;
        assert!(matches!(refused, Err(TransferError::NotEmpty(_))), "{refused:?}");
        assert_eq!(list(&world.ctx, true, 10).await.unwrap().len(), 5);
        let findings = crate::check::check(&world.ctx).await.unwrap();
        assert_eq!(findings, [], "a refused load touches neither rows nor files");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_archive_changes_nothing() {
    let source = TestWorld::sqlite().await;
    lived_in(&source).await;
    let archive = file(&source, "dump.tar");
    dump(&source.ctx, &archive).await.unwrap();
    let whole = std::fs::read(&archive).unwrap();
    on_both(async |world| {
        let damaged = file(world, "damaged.tar");
        for (name, bytes) in spoiled(&whole) {
            std::fs::write(&damaged, bytes).unwrap();
            assert!(load(&world.ctx, &damaged).await.is_err(), "{name}");
            assert_eq!(list(&world.ctx, false, 10).await.unwrap(), [], "{name}");
            let files = std::fs::read_dir(crate::files::disk::folder(world.ctx.db.data_dir()));
            let kept = files.map_or(0, |files| files.filter(|file| file.as_ref().unwrap().path().is_file()).count());
            assert_eq!(kept, 0, "{name}");
        }
    })
    .await;
    source.end().await;
}

fn spoiled(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let replaced = |from: &[u8], to: &[u8]| {
        let at = whole.windows(from.len()).position(|window| window == from).unwrap();
        let mut bytes = whole.to_vec();
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    };
    vec![
        ("no tar", b"nothing of the kind".to_vec()),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("another picture", replaced(b"\x89PNG\r\n\x1a\n....", b"\x89PNG\r\n\x1a\n!!!!")),
        ("another count", replaced(b"\"reports\": 5", b"\"reports\": 6")),
        ("another format", replaced(b"\"format\": 1", b"\"format\": 9")),
        ("an unknown value", replaced(b"\"created_at\":\"2026", b"\"created_at\":\"20x6")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_leads_elsewhere_is_not_unpacked() {
    let world = TestWorld::sqlite().await;
    let archive = file(&world, "dump.tar");
    dump(&world.ctx, &archive).await.unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    for entry in tar::Archive::new(std::fs::File::open(&archive).unwrap()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut header = entry.header().clone();
        let (name, mut content) = (entry.path().unwrap().into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        tar.append_data(&mut header, name, &content[..]).unwrap();
    }
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..18].copy_from_slice(b"files/../../evil.t");
    header.set_entry_type(tar::EntryType::Regular);
    header.set_size(0);
    header.set_mode(0o600);
    header.set_cksum();
    tar.append(&header, &[][..]).unwrap();
    std::fs::write(&archive, tar.into_inner().unwrap()).unwrap();
    assert!(matches!(load(&world.ctx, &archive).await, Err(TransferError::Archive(_))));
    world.end().await;
}

/// Restores a backup into a world of its own and counts the reports in it.
async fn restored(archive: &Path, kind: DbKind) -> usize {
    match kind {
        DbKind::Postgres => {
            let world = TestWorld::postgres().await;
            load(&world.ctx, archive).await.unwrap();
            let reports = sound(&world.ctx).await;
            world.end().await;
            reports
        }
        DbKind::Sqlite => {
            let world = TestWorld::bare(kind).await;
            let folder = file(&world, "restored");
            tar::Archive::new(std::fs::File::open(archive).unwrap()).unpack(&folder).unwrap();
            let url = format!("sqlite://{}", folder.join("landfall.sqlite").display());
            let db = Db::connect(&DbConfig::new(url, &folder)).await.unwrap();
            let reports = sound(&Ctx { db: db.clone(), ..world.ctx.clone() }).await;
            db.close().await.unwrap();
            world.end().await;
            reports
        }
    }
}

async fn sound(ctx: &Ctx) -> usize {
    assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    list(ctx, false, 100_000).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_under_eight_writers_restore_to_something_whole() {
    on_both(async |world| {
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (ctx, stop) = (world.ctx.clone(), stop.clone());
                tokio::spawn(async move {
                    let mut written = 0;
                    while !stop.load(Ordering::SeqCst) {
                        report(&ctx, writer * 100_000 + written, written % 3 == 0).await;
                        written += 1;
                    }
                    written
                })
            })
            .collect();
        let mut counts = Vec::new();
        for round in 0..4 {
            let archive = file(world, &format!("backup-{round}.tar"));
            let moved = backup(&world.ctx, &archive).await.unwrap();
            assert_eq!(moved.missing_files, Vec::<String>::new());
            assert_eq!(mode(&archive), 0o600);
            counts.push(restored(&archive, world.kind()).await);
        }
        stop.store(true, Ordering::SeqCst);
        let mut written = 0;
        for writer in writers {
            written += writer.await.unwrap();
        }
        assert!(
            counts.is_sorted() && counts[3] > counts[0] && counts[3] <= written as usize,
            "{counts:?} of {written}"
        );
    })
    .await;
}

fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
}

/// What `landfall migrate` needs before every later step.
#[tokio::test]
async fn a_database_of_an_earlier_step_can_be_backed_up() {
    on_both_bare(async |world| {
        world.ctx.db.migrate(async |connection| Migrator::up(&connection, Some(1)).await).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("early.tar");
        let moved = backup(&world.ctx, &archive).await.unwrap();
        assert_eq!(moved.files, 0);
        assert!(archive.metadata().unwrap().len() > 0);
    })
    .await;
}
