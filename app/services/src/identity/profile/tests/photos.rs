//! The photo on a profile.

use super::super::{files_of, remove_photo};
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_sealed_on_the_disk_replaced_and_taken_away() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let on_disk = || -> Vec<Vec<u8>> {
            let folder = crate::files::disk::folder(world.ctx.db.data_dir());
            let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            files.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect()
        };
        add_photo(&ada.ctx, Audience::Members).await;
        let first = photo(&ada.ctx, ada.id).await.unwrap();
        assert!(first.starts_with(b"\xff\xd8\xff") && !first.windows(4).any(|part| part == b"Exif"));
        assert_eq!(on_disk().len(), 1, "what came in is gone");
        assert!(!on_disk()[0].windows(4).any(|part| part == b"JFIF"), "sealed");
        let second = staged(&ada.ctx, &camera_photo(300, 300)).await;
        set_photo(&ada.ctx, second, "matched").await.unwrap();
        assert_ne!(photo(&ada.ctx, ada.id).await.unwrap(), first);
        assert_eq!(on_disk().len(), 1);
        assert!(matches!(set_photo(&ada.ctx, second, "matched").await, Err(ProfileError::Refused(_))), "used up");
        assert_eq!(check(&world.ctx).await.unwrap(), []);
        assert_eq!(files_of(world.ctx.db.read(), ada.account).await.unwrap().len(), 1);
        save(&ada.ctx, Step::Photo, &[("photo_audience".to_owned(), "everyone".to_owned())]).await.unwrap();
        assert!(photo(&world.ctx, ada.id).await.is_ok(), "who sees it changes without a new file");
        remove_photo(&ada.ctx).await.unwrap();
        assert!(matches!(photo(&ada.ctx, ada.id).await, Err(ProfileError::NotFound)));
        assert_eq!(on_disk(), Vec::<Vec<u8>>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_wants_somebody_signed_in_and_a_picture() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let none = stage(&world.ctx, Kind::Photo, stream::iter([Ok::<_, String>(camera_photo(9, 9))])).await;
        assert!(matches!(none, Err(crate::files::StageError::SignInRequired)));
        let fake = stage(&ada.ctx, Kind::Photo, stream::iter([Ok::<_, String>(b"\xff\xd8\xffno picture")])).await;
        assert!(matches!(fake, Err(crate::files::StageError::WrongType { .. })));
        let document = stage(&ada.ctx, Kind::Document, stream::iter([Ok::<_, String>(b"%PDF-1.7")])).await.unwrap();
        assert!(matches!(set_photo(&ada.ctx, document.id, "members").await, Err(ProfileError::Refused(_))));
    })
    .await;
}
