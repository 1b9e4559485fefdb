//! What is told: changed, wrong, hostile, sealed on the disk, and taken along.

use domain::identity::profile::Shape;

use super::super::{export_part, store};
use super::*;
use crate::db::DbKind;

#[tokio::test(flavor = "multi_thread")]
async fn sealed_answers_are_not_in_the_bytes_of_the_database() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let rows = store::fields(world.ctx.db.read(), ada.account).await.unwrap();
        assert_eq!(rows.len(), Field::ALL.len() - 1);
        for row in &rows {
            assert!(SEALED.iter().all(|canary| !row.value.0.contains(canary)), "{}", row.field);
        }
        if world.kind() == DbKind::Sqlite {
            let files = std::fs::read_dir(world.ctx.db.data_dir()).unwrap().map(|entry| entry.unwrap().path());
            let bytes: Vec<u8> =
                files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect();
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(holds("Canary School of Medicine"), "the control: what is not sealed is there");
            for canary in SEALED {
                assert!(!holds(canary), "{canary} lies open on the disk");
            }
        }
        let mine = mine(&ada.ctx).await.unwrap();
        assert_eq!(mine.answer(Field::Citizenship).unwrap().words(), ["Sint Maarten (Dutch part)", "Tuvalu"]);
        assert_eq!(mine.answer(Field::Scores).unwrap().words(), ["USMLE Step 2 CK: 287"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_changed_emptied_and_kept_in_the_zone_of_the_account() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let zone = |account| async move { store::owner(world.ctx.db.read(), account).await.unwrap().unwrap().zone };
        assert_eq!(zone(ada.id).await.as_deref(), Some("Asia/Thimphu"));
        save(&ada.ctx, Step::Place, &[("state".to_owned(), "NY".to_owned())]).await.unwrap();
        save(&ada.ctx, Step::Papers, &[]).await.unwrap();
        let mine = mine(&ada.ctx).await.unwrap();
        assert_eq!(mine.answer(Field::State).unwrap().words(), ["New York"]);
        assert_eq!((mine.answer(Field::Zone), mine.answer(Field::VisaNeed)), (None, None));
        assert_eq!(zone(ada.id).await, None);
        assert!(mine.answer(Field::Exams).is_some(), "other steps are not touched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_with_one_wrong_field_stores_none_of_it() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let wrong = [("school_country", "GD"), ("graduation_year", "next year"), ("school_audience", "the world")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let Err(ProfileError::Invalid(errors)) = save(&ada.ctx, Step::School, &wrong).await else {
            panic!("not taken")
        };
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["school_audience", "graduation_year"]);
        assert_eq!(mine(&ada.ctx).await.unwrap().shown, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_in_every_field_is_stored_clean_or_not_at_all() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let long = "x".repeat(60_000);
        for hostile in [
            "</textarea><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "a\u{0}b\u{202e}c\r\nBcc: eve@example.org",
            "'; DROP TABLE profile_fields; --",
            "{{7*7}} ${7*7} %00",
            "step1:passed,step1:passed",
            &long,
        ] {
            for field in Field::ALL {
                let mut form = vec![(field.word().to_owned(), hostile.to_owned())];
                if let Shape::Parts(parts) = field.shape() {
                    form.extend(parts.of.iter().map(|part| (field.part(part.word), hostile.to_owned())));
                }
                let saved = save(&ada.ctx, Step::of(*field), &form).await;
                assert!(matches!(saved, Ok(()) | Err(ProfileError::Invalid(_))), "{field:?}");
            }
            assert_eq!(check(&world.ctx).await.unwrap(), [], "{hostile}");
        }
        let names = [("name".to_owned(), "step1:passed,<b>".to_owned())];
        save(&ada.ctx, Step::You, &names).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().name(), Some("step1:passed,<b>"), "plain text is a name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_shown_one_step_and_later_none() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        assert_eq!(next_step(&ada.ctx).await.unwrap(), Some(Step::You));
        save(&ada.ctx, Step::You, &form(|_| None)).await.unwrap();
        assert_eq!(next_step(&ada.ctx).await.unwrap(), Some(Step::School));
        world.clock.advance(chrono::TimeDelta::days(15));
        assert_eq!(next_step(&ada.ctx).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_a_person_takes_along_holds_all_of_it_and_nobody_elses() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        fill_in(&ada.ctx, |_| None).await;
        add_photo(&ada.ctx, Audience::OnlyMe).await;
        save(&eve.ctx, Step::You, &[("name".to_owned(), "Eve Elsewhere".to_owned())]).await.unwrap();
        let part = export_part(&ada.ctx).await.unwrap();
        let fields = part["fields"].as_object().unwrap();
        assert_eq!(fields.len(), Field::ALL.len());
        let text = part.to_string();
        assert!(text.contains("Canary Nameworth") && text.contains("A J-1 or an H-1B would do"));
        assert!(fields["Photo"]["told"]["jpeg_base64"].as_str().unwrap().starts_with("/9j/"));
        assert!(!text.contains("Elsewhere"));
    })
    .await;
}
