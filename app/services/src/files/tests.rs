//! Uploads on both databases.

use std::path::PathBuf;

use chrono::TimeDelta;
use futures::{Stream, stream};

use super::{Kind, MediaType, StageError, Staged, attach, disk, purge_orphans, stage, staged};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::testing::{TestWorld, on_both};

/// The smallest thing that begins like a PNG.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really a picture";

fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Vec<u8>, String>> + Send + use<> {
    stream::iter(bytes.chunks(3).map(|chunk| Ok(chunk.to_vec())).collect::<Vec<_>>())
}

async fn upload(ctx: &Ctx, bytes: &[u8]) -> Result<Staged, StageError> {
    stage(ctx, Kind::Screenshot, chunks(bytes)).await
}

fn on_disk(ctx: &Ctx) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [disk::folder(ctx.db.data_dir()), disk::unfinished(ctx.db.data_dir())] {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        found.extend(entries.filter(|path| path.is_file()));
    }
    found
}

async fn take(ctx: &Ctx, id: domain::id::PublicId, kind: Kind) -> Option<i64> {
    ctx.db.write(move |tx| Box::pin(async move { Ok::<_, DbError>(attach(tx, id, kind).await?) })).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_staged_and_taken_once() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let file = upload(ctx, PNG).await.unwrap();
        assert_eq!((file.media_type, file.bytes), (MediaType::Png, PNG.len() as u64));
        assert_eq!(std::fs::read(&on_disk(ctx)[0]).unwrap(), PNG);
        assert_eq!(staged(ctx, file.id).await.unwrap(), Some(file.clone()));
        assert_eq!(take(ctx, file.id, Kind::Document).await, None);
        assert!(take(ctx, file.id, Kind::Screenshot).await.is_some());
        assert_eq!(take(ctx, file.id, Kind::Screenshot).await, None);
        assert_eq!(staged(ctx, file.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_welcome_leaves_nothing_behind() {
    on_both(async |world| {
        let ctx = &world.ctx;
        assert!(matches!(upload(ctx, b"").await, Err(StageError::Empty)));
        assert!(matches!(upload(ctx, b"<svg onload=alert(1)>").await, Err(StageError::WrongType { .. })));
        assert!(matches!(upload(ctx, b"%PDF-1.7").await, Err(StageError::WrongType { .. })));
        let mut large = PNG.to_vec();
        large.resize(2 * 1024 * 1024 + 1, 0);
        assert!(matches!(upload(ctx, &large).await, Err(StageError::TooLarge { limit: 2_097_152 })));
        let broken = stream::iter(vec![Ok(PNG), Err("connection reset")]);
        assert!(matches!(stage(ctx, Kind::Screenshot, broken).await, Err(StageError::Broken(_))));
        assert_eq!(on_disk(ctx), Vec::<PathBuf>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staged_files_and_leftovers_go_after_a_day_and_attached_ones_stay() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let (kept, dropped) = (upload(ctx, PNG).await.unwrap(), upload(ctx, PNG).await.unwrap());
        take(ctx, kept.id, Kind::Screenshot).await.unwrap();
        leftovers(world);
        world.clock.advance(TimeDelta::hours(23));
        purge_orphans(ctx).await.unwrap();
        assert!(staged(ctx, dropped.id).await.unwrap().is_some());
        world.clock.advance(TimeDelta::hours(2));
        purge_orphans(ctx).await.unwrap();
        assert!(staged(ctx, dropped.id).await.unwrap().is_none());
        let left = on_disk(ctx);
        assert_eq!(left.len(), 2, "the attached file and the one that is not ours: {left:?}");
    })
    .await;
}

/// Old files that no row knows: two of ours, and one somebody put there.
fn leftovers(world: &TestWorld) {
    let data_dir = world.ctx.db.data_dir();
    let names = [
        disk::folder(data_dir).join("0123456789abcdef0123456789abcdef"),
        disk::unfinished(data_dir).join("0123456789abcdef0123456789abcdef"),
        disk::folder(data_dir).join("notes.txt"),
    ];
    for name in names {
        let file = std::fs::File::create(name).unwrap();
        file.set_modified((world.ctx.now() - TimeDelta::hours(30)).into()).unwrap();
    }
}
