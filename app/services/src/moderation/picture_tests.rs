//! Pictures of cases, on both databases.

use domain::access::Capability;
use domain::id::PublicId;
use domain::identity::profile::Step;
use domain::moderation::{Kind, ReportForm};
use futures::stream;

use super::case_tests::{only_case, page, tell};
use super::{CaseError, SCREENSHOT, case_picture, report_problem};
use crate::audit;
use crate::check::check;
use crate::files::{self, MediaType, camera_photo, stage};
use crate::identity::{self, profile};
use crate::testing::{Person, on_both};

async fn show_photo(person: &Person, side: u32) {
    let bytes = camera_photo(side, side);
    let staged = stage(&person.ctx, files::Kind::Photo, stream::iter([Ok::<_, String>(bytes)])).await.unwrap().id;
    profile::set_photo(&person.ctx, staged, "members").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_photo_is_kept_when_it_is_replaced_and_goes_with_its_person() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        let typed = [("name".to_owned(), "Eve".to_owned()), ("name_audience".to_owned(), "members".to_owned())];
        profile::save(&eve.ctx, Step::You, &typed).await.unwrap();
        show_photo(&eve, 300).await;
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        let first = profile::photo(&ada.ctx, eve.id).await.unwrap();
        show_photo(&eve, 200).await;
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        profile::remove_photo(&eve.ctx).await.unwrap();
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        let id = only_case(&mo).await;
        let with: Vec<bool> = page(&mo, id).await.evidence.iter().map(|one| one.picture).collect();
        assert_eq!(with, [true, true, false]);
        let (kind, bytes) = case_picture(&mo.ctx, id.as_str(), "1").await.unwrap();
        assert!(kind == MediaType::Jpeg && bytes == first);
        assert_ne!(case_picture(&mo.ctx, id.as_str(), "2").await.unwrap().1, first);
        for which in ["3", "4", "x", SCREENSHOT] {
            assert!(matches!(case_picture(&mo.ctx, id.as_str(), which).await, Err(CaseError::NotFound)), "{which}");
        }
        assert!(matches!(case_picture(&ada.ctx, id.as_str(), "1").await, Err(CaseError::Denied(_))));
        assert_eq!(check(&world.ctx).await.unwrap(), []);
        let admin = world.person("grace", &[Capability::Admin]).await;
        identity::erase_person(&admin.ctx, eve.id.as_str(), "asked", true).await.unwrap();
        assert!(matches!(case_picture(&mo.ctx, id.as_str(), "1").await, Err(CaseError::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screenshot_is_seen_by_moderators_and_closing_is_written_down() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let admin = world.person("grace", &[Capability::Admin]).await;
        let bytes = b"\x89PNG\r\n\x1a\n....";
        let stream = stream::iter([Ok::<_, String>(bytes)]);
        let file: PublicId = stage(&world.ctx, files::Kind::Screenshot, stream).await.unwrap().id;
        let form = ReportForm {
            page: "/events".to_owned(),
            what: "wrong-fact".to_owned(),
            details: "The date in May is a day off.".to_owned(),
            file: file.to_string(),
            key: "0000000000000001".to_owned(),
        };
        let filed = report_problem(&world.ctx, form).await.unwrap();
        assert!(page(&mo, filed.id).await.screenshot);
        let (kind, kept) = case_picture(&mo.ctx, filed.id.as_str(), SCREENSHOT).await.unwrap();
        assert!(kind == MediaType::Png && kept == bytes);
        assert!(matches!(case_picture(&admin.ctx, filed.id.as_str(), SCREENSHOT).await, Err(CaseError::Denied(_))));
        assert!(super::close(&world.ctx, filed.id).await.unwrap());
        let row = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.actor.as_str(), row.note.as_str()), (audit::HOUSE, "no-action mended"));
        assert_eq!(row.object, format!("case {}", filed.id));
    })
    .await;
}
