//! Two organizers at the same events, and many events, on both databases.

use std::fmt::Write as _;

use domain::access::Capability;
use domain::events::Status;
use domain::events::desk::{stamp, watched};

use super::tests::{CHAT, KEY, date_form, date_title, fields_wrong, form, new_form, organizer, scope, with};
use super::*;
use crate::ctx::Ctx;
use crate::events::tests::{get, import};
use crate::testing::{TestWorld, on_both};

async fn another(world: &TestWorld) -> Ctx {
    world.person("otto", &[Capability::Admin]).await.ctx
}

/// The errors a save was refused for.
fn told<T: std::fmt::Debug>(result: Result<T, OrganizeError>) -> Vec<FieldError> {
    match result {
        Err(OrganizeError::Invalid(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

async fn save_all(ctx: &Ctx, slug: &str, changes: &[(&str, &str)]) {
    save(ctx, Some(slug), &form(ctx, slug, changes).await, Press::Save, "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_many_dates_writes_over_nothing_unseen() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await.ctx, another(world).await);
        for reach in ["all", "following"] {
            let text = CHAT.replace("\"chat\"", &format!("\"chat-{reach}\""));
            import(&world.ctx, &text).await;
            let slug = format!("chat-{reach}");
            let day = "2027-01-27";
            let mine = [("title", "Cocoa"), ("capacity", "20"), ("reach", reach), (AGREE, day)];
            let mine = date_form(&olga, &slug, day, &mine).await;
            let theirs = [("title", "Tea"), ("place", "Room 4"), ("speaker_1_name", "Hana Sato")];
            save_all(&otto, &slug, &theirs).await;

            let errors = told(save_date(&olga, &slug, day, &mine).await);
            assert_eq!((errors.len(), errors[0].field.as_str()), (1, "title"), "{errors:?}");
            assert!(errors[0].message.contains("for the whole series it is now: Tea"), "{}", errors[0].message);
            assert_eq!(
                told(look_at_date(&olga, &slug, day, &mine).await.unwrap().map_err(OrganizeError::Invalid)),
                errors
            );
            // For this date alone it writes over nothing of his.
            let alone = with(mine.clone(), &[("reach", "this")]);
            assert!(look_at_date(&olga, &slug, day, &alone).await.unwrap().is_ok());

            let again = Again { fields: mine.clone(), errors };
            let seen = drawn_date(&olga, &slug, day, Some(&again)).await.unwrap().seen;
            save_date(&olga, &slug, day, &with(mine, &[(SEEN, seen.as_str())])).await.unwrap();
            let stored = open(&olga, &slug).await.unwrap().series;
            assert_eq!((stored.title.as_str(), stored.place.as_str(), stored.capacity), ("Cocoa", "Room 4", Some(20)));
            assert_eq!(stored.speakers[0].name, "Hana Sato");
        }
        // What somebody else has made public is not changed unseen, for one date neither.
        let draft = save(&olga, None, &new_form(&[]), Press::Save, KEY).await.unwrap().slug;
        let half = date_form(&olga, &draft, "2026-12-01", &[("title", "To be")]).await;
        set_series(&otto, &draft, SeriesDeed::Publish).await.unwrap();
        assert_eq!(fields_wrong(save_date(&olga, &draft, "2026-12-01", &half).await), ["status"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_date_that_another_has_written_do_not_go_unseen() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await.ctx, another(world).await);
        import(&world.ctx, CHAT).await;
        let monthly = [("nth", "1"), ("weekday", "TH"), ("every", "1"), (AGREE, "2026-11-05")];
        let mine = form(&olga, "chat", &monthly).await;
        let theirs = date_form(&otto, "chat", "2026-11-25", &[("title", "Guest night")]).await;
        save_date(&otto, "chat", "2026-11-25", &theirs).await.unwrap();

        let errors = told(save(&olga, Some("chat"), &mine, Press::Save, "").await);
        assert_eq!((errors.len(), errors[0].field.as_str()), (1, "date"));
        assert!(errors[0].message.contains("November 25, 2026"), "{}", errors[0].message);
        assert_eq!(date_title(&world.ctx, "chat", "2026-11-25").await.0, "Guest night");
        let seen = drawn_series(&olga, "chat", Some(&Again { fields: mine.clone(), errors })).await.unwrap().seen;
        assert_eq!(seen, stamp(&watched(&open(&olga, "chat").await.unwrap().series)));
        save(&olga, Some("chat"), &with(mine, &[(SEEN, seen.as_str())]), Press::Save, "").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_taken_to_know_what_came_after_the_message() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await.ctx, another(world).await);
        import(&world.ctx, CHAT).await;
        let mine = form(&olga, "chat", &[("title", "Cocoa"), ("format", "hybrid"), ("repeats", "days")]).await;
        let weekly = [("title", "Tea"), ("format", "in person"), ("repeats", "weeks"), (AGREE, "2026-11-11")];
        save_all(&otto, "chat", &weekly).await;
        let errors = told(save(&olga, Some("chat"), &mine, Press::Save, "").await);
        let of = |name: &str| errors.iter().find(|error| error.field == name).unwrap().message.as_str();
        // In the words people read.
        assert!(of("title").contains("it is now: Tea") && of("format").contains("it is now: In person"), "{errors:?}");
        assert!(of("repeats").to_lowercase().contains("wednesday"), "{}", of("repeats"));
        let again = Again { fields: mine.clone(), errors };
        let sheet = drawn_series(&olga, "chat", Some(&again)).await.unwrap();
        assert_eq!(sheet.seen, sheet.stamp);
        save_all(&otto, "chat", &[("title", "Juice")]).await;
        assert_eq!(drawn_series(&olga, "chat", Some(&again)).await.unwrap().seen, "");
        let told_again =
            told(save(&olga, Some("chat"), &with(mine, &[(SEEN, sheet.seen.as_str())]), Press::Save, "").await);
        assert_eq!(told_again[0].field, "title");
        assert!(told_again[0].message.contains("Juice"), "{told_again:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_conflict_only_what_was_changed_is_stored() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await.ctx, another(world).await);
        import(&world.ctx, CHAT).await;
        let speakers = [("speaker_1_name", "Hana Sato"), ("speaker_2_name", "Omar Aziz"), ("tags", "One, Two")];
        save_all(&otto, "chat", &speakers).await;
        let mine = [("title", "Cocoa"), ("speaker_2_role", "Chief"), ("speaker_3_name", "Lea Roth")];
        let mine = form(&olga, "chat", &mine).await;
        let theirs = [
            ("title", "Tea"),
            ("summary", "An hour."),
            ("tags", "Two"),
            ("organizer", "Study team"),
            ("capacity", "9"),
            ("speaker_1_role", "Host"),
            ("speaker_3_name", "Ivo Blum"),
        ];
        save_all(&otto, "chat", &theirs).await;
        let errors = told(save(&olga, Some("chat"), &mine, Press::Save, "").await);
        assert_eq!((errors.len(), errors[0].field.as_str()), (1, "title"), "{errors:?}");
        let seen = drawn_series(&olga, "chat", Some(&Again { fields: mine.clone(), errors })).await.unwrap().seen;
        save(&olga, Some("chat"), &with(mine, &[(SEEN, seen.as_str())]), Press::Save, "").await.unwrap();
        let stored = open(&olga, "chat").await.unwrap().series;
        let words = (stored.title.as_str(), stored.summary.as_str(), stored.organizer.as_str(), stored.capacity);
        assert_eq!(words, ("Cocoa", "An hour.", "Study team", Some(9)));
        assert_eq!(stored.tags, ["Two"]);
        let speakers: Vec<_> = stored.speakers.iter().map(|one| (one.name.as_str(), one.role.as_str())).collect();
        assert_eq!(speakers, [("Hana Sato", "Host"), ("Omar Aziz", "Chief"), ("Lea Roth", ""), ("Ivo Blum", "")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_went_leaves_what_was_typed_a_way_to_go() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await.ctx, another(world).await);
        import(&world.ctx, CHAT).await;
        let day = "2026-11-25";
        let mine = date_form(&olga, "chat", day, &[("title", "Guest night"), ("minutes", "45")]).await;
        // From January on it is at six: the date of November is kept with the dates before.
        let following = [("time", "18:00"), ("reach", "following"), (AGREE, "2027-01-27")];
        let following = date_form(&otto, "chat", "2027-01-27", &following).await;
        save_date(&otto, "chat", "2027-01-27", &following).await.unwrap();
        assert!(matches!(save_date(&olga, "chat", day, &mine).await, Err(OrganizeError::DateGone)));
        assert!(matches!(look_at_date(&olga, "chat", day, &mine).await, Err(OrganizeError::DateGone)));
        assert!(matches!(drawn_date(&olga, "chat", day, None).await, Err(OrganizeError::DateGone)));
        let instead = gone(&olga, "chat", day).await.unwrap();
        let of: Vec<_> = instead.choices.iter().map(|one| (one.of.as_str(), one.same)).collect();
        assert_eq!(of[..2], [("chat-until-2026-11-25/2026-11-25", true), ("chat/2027-01-27", false)]);
        let (slug, date) = place("chat", of[0].0);
        save_date(&olga, slug, date, &mine).await.unwrap();
        assert_eq!(date_title(&world.ctx, slug, date).await.0, "Guest night");

        // Or it is nowhere any more; then what was typed may be for another date, which keeps its own day and hour.
        let mine = date_form(&olga, "chat", "2027-03-24", &[("title", "Guest night")]).await;
        let first = [("nth", "1"), ("weekday", "TH"), ("every", "1"), ("date", "2027-01-07")];
        save_all(&otto, "chat", &first).await;
        let instead = gone(&olga, "chat", "2027-03-24").await.unwrap();
        let (slug, date) = place("chat", &instead.choices[0].of);
        assert!(!instead.choices[0].same && slug == "chat" && date != "2027-03-24");
        save_date(&olga, slug, date, &mine).await.unwrap();
        let stored = open(&olga, "chat").await.unwrap().series;
        let start = stored.by_name(date).unwrap().original_start;
        assert_eq!((stored.told(start).title, stored.override_of(start).unwrap().moved_to), ("Guest night", None));
        assert_eq!(place("chat", "2027-03-24"), ("chat", "2027-03-24"));

        // Of what is another's nothing is said.
        let some = world.organizer_of("some", "Study").await.ctx;
        assert!(matches!(gone(&some, "chat", day).await, Err(OrganizeError::NotFound)));
        assert!(matches!(save_date(&some, "chat", "2020-01-01", &mine).await, Err(OrganizeError::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_are_called_as_people_write_them() {
    on_both(async |world| {
        let admin = another(world).await;
        save(&admin, None, &new_form(&[("category", "IMG Study")]), Press::Save, KEY).await.unwrap();
        import(&world.ctx, CHAT).await;
        let some = world.organizer_of("some", "img study\nCommunity\nboard exams").await.ctx;
        let elsewhere = new_form(&[("category", "Chess")]);
        let errors = told(save(&some, None, &elsewhere, Press::Save, "another-key-of-a-form").await);
        assert_eq!(errors[0].field, "category");
        assert!(errors[0].message.contains(": IMG Study, Community, Board exams."), "{}", errors[0].message);
        assert_eq!(drawn_new(&some).await.unwrap().categories, ["IMG Study", "Community", "Board exams"]);
        let moved = form(&some, "chat", &[("category", "Chess")]).await;
        let errors = told(save(&some, Some("chat"), &moved, Press::Save, "").await);
        assert!(errors[0].message.contains("Community, Board exams."), "{}", errors[0].message);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_pages_that_keep_search_and_filter() {
    on_both(async |world| {
        let olga = organizer(world).await.ctx;
        let mut text = String::new();
        for number in 0..(PAGE * 2 + 5) {
            let (kind, status) = if number % 5 == 0 { ("Tea", "draft") } else { ("Talk", "published") };
            write!(
                text,
                "[[series]]\ntitle = \"{kind} {number}\"\nslug = \"s-{number}\"\nzone = \"America/New_York\"\n\
                 starts = 2026-12-01T20:00:00\nminutes = 60\nstatus = \"{status}\"\n\n"
            )
            .unwrap();
        }
        import(&world.ctx, &text).await;
        let all = async |search: &str, status: Option<Status>| {
            let (mut found, mut pages) = (Vec::new(), Vec::new());
            let mut wish = Wish { search: search.to_owned(), status, after: None };
            loop {
                let page = list(&olga, &wish).await.unwrap();
                pages.push(page.rows.len());
                found.extend(page.rows.into_iter().map(|row| row.slug.to_string()));
                wish.after = page.next;
                if wish.after.is_none() {
                    break;
                }
            }
            let shown = found.len();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), shown, "none twice");
            pages
        };
        assert_eq!(all("", None).await, [50, 50, 5]);
        assert_eq!(all("talk", None).await, [50, 34]);
        assert_eq!(all("", Some(Status::Draft)).await, [21]);
        assert_eq!(all("", Some(Status::Published)).await, [50, 34]);
        assert_eq!(all("tea", Some(Status::Published)).await, [0]);
        let astray = Wish { after: Some("nowhere".to_owned()), ..Wish::default() };
        assert_eq!(list(&olga, &astray).await.unwrap().rows.len(), 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_stay_single_and_feeds_of_later_parts_move() {
    on_both(async |world| {
        let olga = organizer(world).await.ctx;
        import(&world.ctx, CHAT).await;
        // Names that begin alike take nothing away.
        for (nth, (title, slug)) in
            [("Chat", "chat-2"), ("Chatter", "chatter"), ("Chat", "chat-3"), ("Chat 2", "chat-2-2")]
                .into_iter()
                .enumerate()
        {
            let key = format!("key-of-the-form-{nth}");
            let saved = save(&olga, None, &new_form(&[("title", title)]), Press::Save, &key).await.unwrap();
            assert_eq!(saved.slug, slug);
        }
        // Two parts: a word of the first is in the feed of the second.
        save_all(&olga, "chat", &[("time", "19:00"), (AGREE, "2026-11-25")]).await;
        let kept = "chat-until-2026-09-23";
        let before = get(&world.ctx, &scope("chat")).await;
        save_all(&olga, kept, &[("title", "Coffee as it was")]).await;
        let after = get(&world.ctx, &scope("chat")).await;
        assert!(before.1 != after.1 && after.0.contains("SUMMARY:Coffee as it was\r\n"), "{}", after.0);
        // And a third: both later feeds move.
        let third = [("time", "18:00"), ("reach", "following"), (AGREE, "2027-01-27")];
        let third = date_form(&olga, "chat", "2027-01-27", &third).await;
        save_date(&olga, "chat", "2027-01-27", &third).await.unwrap();
        let middle = "chat-until-2026-11-25";
        save_all(&olga, kept, &[("title", "Coffee long ago")]).await;
        for later in [middle, "chat"] {
            assert!(get(&world.ctx, &scope(later)).await.0.contains("SUMMARY:Coffee long ago\r\n"), "{later}");
        }
    })
    .await;
}
