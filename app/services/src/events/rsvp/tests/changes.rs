//! What becomes of answers when a series is stored anew.

use super::*;
use crate::events::entity::series;
use crate::events::ical::itip::Method;

async fn calendar_of(ctx: &Ctx, to: &str) -> String {
    last_mail(ctx, to).await.calendar.map(|part| part.0).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_shrinks_takes_no_seat_and_one_that_grows_calls_the_line() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(3), "")).await;
        let mut people = Vec::new();
        for name in ["a", "b", "c", "d", "e"] {
            let person = world.person(name, &[]).await;
            says(&person, FIRST, Answer::Going).await.unwrap();
            people.push(person);
        }
        let going = async || {
            let rows = rows(&world.ctx).await;
            rows.iter().filter(|row| row.state == State::Going).map(|row| row.ticket).collect::<Vec<_>>()
        };
        store(&world.ctx, &programme(Some(1), "")).await;
        assert_eq!(going().await, [1, 2, 3], "nobody loses a seat");
        says(&people[0], FIRST, Answer::NotGoing).await.unwrap();
        assert_eq!(going().await, [2, 3], "and none is given while more are taken than there are");
        is_whole(world).await;
        store(&world.ctx, &programme(Some(3), "")).await;
        assert_eq!(going().await, [2, 3, 4]);
        assert_eq!(mailed(&world.ctx, "d@example.org").await, ["rsvp-waiting", "rsvp-promoted"]);
        store(&world.ctx, &programme(None, "")).await;
        assert_eq!(going().await, [2, 3, 4, 5], "nobody counts any more");
        store(&world.ctx, &programme(Some(2), "")).await;
        assert_eq!(going().await.len(), 4);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_is_told_of_a_move_a_cancel_and_its_undoing_and_of_nothing_else() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        let date = |says: &str| format!("[[series.dates]]\ndate = {FIRST}\n{says}\n");
        // Another date of the series, and a recording, concern nobody.
        store(&world.ctx, &programme(Some(1), "[[series.dates]]\ndate = 2026-11-18\ntitle = \"Other\"\n")).await;
        store(&world.ctx, &programme(Some(1), &date("recording = \"https://example.org/w\""))).await;
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going"]);
        store(&world.ctx, &programme(Some(1), &date("moved_to = 2026-11-12T20:30:00"))).await;
        let request = calendar_of(&world.ctx, "ada@example.org").await;
        assert!(
            request.contains("METHOD:REQUEST") && request.contains("DTSTART;TZID=America/New_York:20261112T203000")
        );
        assert!(request.contains("RECURRENCE-ID;TZID=America/New_York:20261111T200000"));
        store(&world.ctx, &programme(Some(1), &date("cancelled = true"))).await;
        let cancel = calendar_of(&world.ctx, "ada@example.org").await;
        assert!(cancel.contains("METHOD:CANCEL") && cancel.contains("STATUS:CANCELLED"), "{cancel}");
        assert_eq!(refusal(says(&world.person("eve", &[]).await, FIRST, Answer::Going).await), Refusal::DateCanceled);
        store(&world.ctx, &programme(Some(1), "")).await;
        let kinds = ["rsvp-going", "rsvp-changed", "rsvp-canceled", "rsvp-back"];
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, kinds);
        // Whoever waits has nothing in their calendar, and is told in words.
        assert_eq!(mailed(&world.ctx, "ben@example.org").await[1..], kinds[1..]);
        assert_eq!(calendar_of(&world.ctx, "ben@example.org").await, "");
        assert_eq!(stand(&ada, FIRST).await, Some(Stand::Going), "and the seat was kept");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_hour_before_anything_has_begun_and_a_single_event_put_off_keep_every_seat() {
    on_both(async |world| {
        let org = world.person("org", &[Capability::Organizer]).await;
        let way_in = domain::events::rsvp::JoiningForm {
            link: "https://video.example.org/room".to_owned(),
            minutes: String::new(),
            scope: "date".to_owned(),
        };
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        store(&world.ctx, &programme(Some(1), "")).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        // Nobody has answered for this one.
        set_joining(&org.ctx, "chat", "2026-11-18", &way_in).await.unwrap();
        let later = programme(Some(1), "").replace("2026-11-11T20:00:00", "2026-11-11T20:30:00");
        store(&world.ctx, &later).await;
        assert_eq!(stand(&ada, FIRST).await, Some(Stand::Going));
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Waiting(1)));
        assert!(date_view(&ada.ctx, "chat", "2026-11-18").await.unwrap().way_in_from.is_some());
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "rsvp-changed"]);
        is_whole(world).await;

        let single = |day: &str| {
            programme(Some(1), "")
                .replace("slug = \"chat\"", "slug = \"talk\"")
                .replace("repeats = \"FREQ=WEEKLY;BYDAY=WE\"\n", "")
                .replace(FIRST, day)
        };
        store(&world.ctx, &single("2026-11-12")).await;
        answer(&ada.ctx, "talk", "2026-11-12", Answer::Going).await.unwrap();
        answer(&ben.ctx, "talk", "2026-11-12", Answer::Going).await.unwrap();
        store(&world.ctx, &single("2026-12-10")).await;
        let of = async |person: &Person| date_view(&person.ctx, "talk", "2026-12-10").await.unwrap().stand;
        assert_eq!((of(&ada).await, of(&ben).await), (Some(Stand::Going), Some(Stand::Waiting(1))));
        assert_eq!(mailed(&world.ctx, "ada@example.org").await[2..], ["rsvp-going", "rsvp-changed"]);
        let request = calendar_of(&world.ctx, "ada@example.org").await;
        assert!(request.contains("METHOD:REQUEST") && request.contains("20261210T200000"), "{request}");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_stopped_is_given_no_seat_and_one_moved_date_is_reminded_of_again() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben, eve) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("eve", &[]).await);
        for person in [&ada, &ben, &eve] {
            says(person, FIRST, Answer::Going).await.unwrap();
        }
        let stopped = crate::identity::entity::accounts::State::Suspended;
        crate::identity::stand_for_tests(&world.ctx, ben.account, stopped).await.unwrap();
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Going), "the seat goes on down the line");

        world.clock.set(at("2026-11-11T06:00:00Z"));
        remind_due(&world.ctx).await.unwrap();
        let reminded = async || {
            let rows = rows(&world.ctx).await;
            rows.iter().filter(|row| row.reminded_at.is_some()).count()
        };
        assert_eq!(reminded().await, 1);
        let moved = format!("[[series.dates]]\ndate = {FIRST}\nmoved_to = 2026-11-16T20:00:00\n");
        store(&world.ctx, &programme(Some(1), &moved)).await;
        assert_eq!(reminded().await, 0);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_carries_answers_lines_and_ways_in_to_the_part_that_goes_on() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben, all) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("all", &[]).await);
        let org = world.person("org", &[Capability::Organizer]).await;
        for day in [FIRST, "2026-11-25"] {
            says(&ada, day, Answer::Going).await.unwrap();
            says(&ben, day, Answer::Going).await.unwrap();
        }
        answer_series(&all.ctx, "chat", Answer::Going).await.unwrap();
        let form = domain::events::rsvp::JoiningForm {
            link: "https://video.example.org/room".to_owned(),
            minutes: String::new(),
            scope: "series".to_owned(),
        };
        set_joining(&org.ctx, "chat", FIRST, &form).await.unwrap();
        let uid = rows(&world.ctx).await[0].uid.clone();
        // After the first date the rhythm changes: half an hour later, every other week.
        world.clock.set(at("2026-11-13T12:00:00Z"));
        let other = programme(Some(1), "")
            .replace("starts = 2026-11-11T20:00:00", "starts = 2026-11-25T20:30:00")
            .replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
        store(&world.ctx, &other).await;
        let all_series = series::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(all_series.len(), 2);
        assert_eq!(stand(&ada, "2026-11-25").await, Some(Stand::Going));
        assert_eq!(stand(&ben, "2026-11-25").await, Some(Stand::Waiting(1)));
        assert!(date_view(&ada.ctx, "chat", "2026-11-25").await.unwrap().way_in_from.is_some());
        assert_eq!(mine(&all.ctx).await.unwrap().series.len(), 1);
        // Half an hour later is a change: the old name is taken out, the new one is everybody's.
        let mail = last_mail(&world.ctx, "ada@example.org").await;
        assert_eq!(mail.kind, "rsvp-changed");
        let parts = super::client::objects(&mail.calendar.unwrap().0);
        let [(Method::Request, new), (Method::Cancel, old)] = parts.as_slice() else { panic!("{parts:?}") };
        assert!(new[0].has("RECURRENCE-ID;TZID=America/New_York:20261125T203000"), "{new:?}");
        assert!(new[0].has("DTSTART;TZID=America/New_York:20261125T203000"), "{new:?}");
        assert!(old[0].has("RECURRENCE-ID;TZID=America/New_York:20261125T200000"), "{old:?}");
        assert_eq!(Some(old[0].value("UID")), uid.as_deref());
        assert_ne!(new[0].value("UID"), old[0].value("UID"));
        // The dates between are gone; whoever came to them knows, in the same mail as of the others.
        assert_eq!(mailed(&world.ctx, "all@example.org").await, ["rsvp-going-to-series", "rsvp-several"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_gives_back_every_seat_and_an_erased_person_is_nowhere() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let admin = world.person("admin", &[Capability::Admin]).await;
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        make_feed(&ada.ctx).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        let told = export_part(&ada.ctx, ada.account).await.unwrap().to_string();
        assert!(told.contains("Coffee chat") && told.contains("going") && told.contains("personal_calendar"));
        let calendar = calendar_part(&ada.ctx, ada.account).await.unwrap();
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 26);
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Going));
        assert!(rows(&world.ctx).await.iter().all(|row| row.account_id == Some(ben.account)));
        assert!(standing_rsvps::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        is_whole(world).await;
    })
    .await;
}
