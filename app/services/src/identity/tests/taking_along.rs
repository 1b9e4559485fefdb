//! What somebody takes along.

use domain::access::{Audience, Capability};
use futures::stream;

use super::*;
use crate::notifications::choose;

#[tokio::test(flavor = "multi_thread")]
async fn the_export_holds_what_is_ones_own_and_wants_a_fresh_password() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        join(ctx, "boris@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let bytes = export(&holding(ctx, &cookie).await.unwrap()).await.unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for name in ["data.json", "data.html", "calendar.ics"] {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
            assert_eq!(text.contains("ada@example.org"), name != "calendar.ics");
            assert!(!text.contains("boris") && !text.contains("argon2"), "{name}");
        }
        world.clock.advance(domain::identity::limits::PROOF);
        let later = holding(ctx, &cookie).await.unwrap();
        assert!(matches!(export(&later).await, Err(IdentityError::Denied(_))));
        assert!(prove(&later, "wrong", "password").await.is_err());
        prove(&later, PASSWORD, "password").await.unwrap();
        export(&holding(ctx, &cookie).await.unwrap()).await.unwrap();
    })
    .await;
}

async fn data(ctx: &Ctx) -> serde_json::Value {
    let bytes = export(ctx).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    serde_json::from_reader(zip.by_name("data.json").unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn trust_quiet_hours_and_a_lost_photo_are_in_it() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Mentor]).await;
        let quiet = domain::notifications::ChoicesForm {
            events: "at-once".into(),
            news: "digest".into(),
            digest: "weekly".into(),
            quiet_from: "22:00".into(),
            quiet_until: "07:00".into(),
            ..domain::notifications::ChoicesForm::default()
        };
        choose(&ada.ctx, &quiet).await.unwrap();
        let chunks = stream::iter([Ok::<_, std::convert::Infallible>(crate::files::camera_photo(300, 300))]);
        let staged = crate::files::stage(&ada.ctx, crate::files::Kind::Photo, chunks).await.unwrap();
        profile::set_photo(&ada.ctx, staged.id, Audience::Members.word()).await.unwrap();
        let whole = data(&ada.ctx).await;
        assert!(whole["data"]["profile"]["fields"]["Photo"]["told"]["jpeg_base64"].is_string(), "{whole:#}");
        assert_eq!(whole["data"]["grants"][0]["capability"], "mentor");
        assert_eq!(whole["data"]["grants"][0]["reason"], "by the command line");
        assert_eq!(whole["data"]["notifications"]["quiet_hours"]["from"], "22:00");

        for file in std::fs::read_dir(ada.ctx.db.data_dir().join("files")).unwrap() {
            let file = file.unwrap().path();
            if file.is_file() {
                std::fs::remove_file(file).unwrap();
            }
        }
        let whole = data(&ada.ctx).await;
        assert!(whole["data"]["profile"]["fields"]["Photo"]["told"]["missing"].is_string(), "{whole:#}");
        assert_eq!(whole["data"]["grants"][0]["capability"], "mentor", "the rest is there");
    })
    .await;
}
