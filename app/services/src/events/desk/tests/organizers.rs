//! Several organizers: what each may touch, and what one is told of another.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_organizers_is_told_what_the_first_has_changed() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await, world.person("otto", &[Capability::Admin]).await);
        import(&world.ctx, CHAT).await;
        let mine = form(&olga.ctx, "chat", &[("summary", "An hour of company.")]).await;
        let theirs = form(&otto.ctx, "chat", &[("title", "Tea"), ("place", "Room 4")]).await;
        save(&otto.ctx, Some("chat"), &theirs, Press::Save, "").await.unwrap();
        // Where she typed nothing, what he has stored stays.
        save(&olga.ctx, Some("chat"), &mine, Press::Save, "").await.unwrap();
        let stored = open(&olga.ctx, "chat").await.unwrap().series;
        let words = (stored.title.as_str(), stored.place.as_str(), stored.summary.as_str());
        assert_eq!(words, ("Tea", "Room 4", "An hour of company."));
        // Where both typed, she is told, once, and her next press is her answer.
        let mine = with(mine, &[("title", "Coffee")]);
        let Err(OrganizeError::Invalid(errors)) = save(&olga.ctx, Some("chat"), &mine, Press::Save, "").await else {
            panic!("it was stored")
        };
        assert_eq!(errors[0].field, "title");
        assert!(errors[0].message.contains("it is now: Tea"), "{}", errors[0].message);
        assert_eq!(errors.len(), 1);
        // Looking alone tells it too, so that no form quietly begins anew.
        let looked = look(&olga.ctx, Some("chat"), &mine).await.unwrap().unwrap_err();
        assert!(tells_of_others(&looked) && looked[0].field == "title");
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.title, "Tea");
        let told = stamp(&watched(&stored));
        let again = with(mine, &[(SEEN, told.as_str())]);
        let saved = save(&olga.ctx, Some("chat"), &again, Press::Save, "").await;
        saved.unwrap();
        let stored = open(&olga.ctx, "chat").await.unwrap().series;
        assert_eq!((stored.title.as_str(), stored.place.as_str()), ("Coffee", "Room 4"));
        // What has happened since she was told is told again.
        save(&otto.ctx, Some("chat"), &form(&otto.ctx, "chat", &[("title", "Cocoa")]).await, Press::Save, "")
            .await
            .unwrap();
        assert_eq!(fields_wrong(save(&olga.ctx, Some("chat"), &again, Press::Save, "").await), ["title"]);
        // A draft that somebody published in between does not take a half-written text to everybody unseen.
        let draft = save(&olga.ctx, None, &new_form(&[]), Press::Save, "0123456789abcdef").await.unwrap().slug;
        let half = form(&olga.ctx, &draft, &[("summary", "To be")]).await;
        set_series(&otto.ctx, &draft, SeriesDeed::Publish).await.unwrap();
        assert_eq!(fields_wrong(save(&olga.ctx, Some(&draft), &half, Press::Save, "").await), ["status"]);

        // Two at the same moment: one is stored, the other is told.
        for round in 0..4 {
            let one = form(&olga.ctx, "chat", &[("title", &format!("One {round}"))]).await;
            let two = form(&otto.ctx, "chat", &[("title", &format!("Two {round}"))]).await;
            let (first, second) = tokio::join!(
                save(&olga.ctx, Some("chat"), &one, Press::Save, ""),
                save(&otto.ctx, Some("chat"), &two, Press::Save, "")
            );
            assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
            let lost = if first.is_ok() { second } else { first };
            assert_eq!(fields_wrong(lost), ["title"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_organizers_write_and_each_only_what_is_theirs() {
    on_both(async |world| {
        let (member, admin) = (world.person("mia", &[]).await, world.person("ada", &[Capability::Admin]).await);
        import(&world.ctx, CHAT).await;
        let words = form(&admin.ctx, "chat", &[("title", "Mine")]).await;
        for ctx in [&member.ctx, &world.ctx] {
            let denied = save(ctx, Some("chat"), &words, Press::Save, "").await;
            assert!(matches!(denied, Err(OrganizeError::Denied(_))), "{denied:?}");
            assert!(matches!(list(ctx, &Wish::default()).await, Err(OrganizeError::Denied(_))));
            assert!(matches!(set_series(ctx, "chat", SeriesDeed::Cancel).await, Err(OrganizeError::Denied(_))));
        }

        let some = world.organizer_of("some", "Study").await.ctx;
        assert!(list(&some, &Wish::default()).await.unwrap().rows.is_empty());
        for slug in ["chat", "nothing"] {
            assert!(matches!(open(&some, slug).await, Err(OrganizeError::NotFound)), "{slug}");
            let changed = save(&some, Some(slug), &words, Press::Save, "").await;
            assert!(matches!(changed, Err(OrganizeError::NotFound)), "{changed:?}");
            let canceled = set_series(&some, slug, SeriesDeed::Cancel).await;
            assert!(matches!(canceled, Err(OrganizeError::NotFound)), "{canceled:?}");
        }
        let elsewhere = new_form(&[("category", "Community")]);
        assert_eq!(fields_wrong(save(&some, None, &elsewhere, Press::Save, KEY).await), ["category"]);
        save(&some, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        let board = Wish { search: "board".to_owned(), ..Wish::default() };
        let found: Vec<_> = list(&some, &board).await.unwrap().rows.into_iter().map(|row| row.title).collect();
        assert_eq!(found, ["Board review"]);
        assert_eq!(list(&admin.ctx, &Wish::default()).await.unwrap().rows.len(), 2);
    })
    .await;
}
