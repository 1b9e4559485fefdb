//! Dates at several places, and dates that do not take place.

use super::guests::{form, token};
use super::*;
use crate::events::ical::itip::Method;

/// The words of the last mail to an address, in one line.
async fn words(ctx: &Ctx, to: &str) -> String {
    last_mail(ctx, to).await.body_text.unwrap().0.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_dates_tells_its_own_place() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let dates = "[[series.dates]]\ndate = 2026-11-11\nplace = \"Room 1\"\n[[series.dates]]\ndate = 2026-11-18\nplace = \"Room 4\"\n";
        store(ctx, &programme(None, dates)).await;
        let ada = world.person("ada", &[]).await;
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        let told = words(ctx, "ada@example.org").await;
        assert!(told.contains("Where: Video call Some dates are at another place: "), "{told}");
        assert!(told.contains("November 11, 2026, 8:00 pm EST. Where: Room 1"), "{told}");
        assert!(told.contains("November 18, 2026, 8:00 pm EST. Where: Room 4"), "{told}");
        assert_eq!(told.matches("Where:").count(), 3, "{told}");
        store(ctx, &programme(None, dates).replace("2026-11-11T20:00:00", "2026-11-11T20:30:00")).await;
        let told = words(ctx, "ada@example.org").await;
        assert!(told.contains("November 11, 2026, 8:30 pm EST. Where: Room 1"), "{told}");
        assert!(told.contains("November 18, 2026, 8:30 pm EST. Where: Room 4"), "{told}");
        assert_eq!(told.matches(". Where: Video call").count(), 24, "{told}");
        assert_eq!(told.matches("Where:").count(), 26, "no place is told of all\n{told}");
        let calendar = last_mail(ctx, "ada@example.org").await.calendar.unwrap().0;
        let requests = super::client::objects(&calendar).into_iter().filter(|(method, _)| *method == Method::Request);
        let events: Vec<_> = requests.flat_map(|(_, events)| events).collect();
        let at_place = |place: &str| events.iter().filter(|event| event.has(&format!("LOCATION:{place}"))).count();
        assert_eq!((at_place("Room 1"), at_place("Room 4"), at_place("Video call")), (1, 1, 24));
        // On the site it is one line for all of them, and tells the same.
        let listed = crate::notifications::list(&ada.ctx, None).await.unwrap().listed;
        assert_eq!(listed.len(), 1);
        assert!(listed[0].text.contains("8:30 pm EST. Where: Room 4\n"), "{}", listed[0].text);
        // All at one place is told once.
        store(ctx, &programme(None, "").replace("2026-11-11T20:00:00", "2026-11-11T20:30:00")).await;
        let told = words(ctx, "ada@example.org").await;
        assert_eq!(told.matches("Where:").count(), 1, "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_does_not_take_place_says_so_and_has_no_way_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let org = world.person("org", &[Capability::Organizer]).await;
        let way_in = domain::events::rsvp::JoiningForm {
            link: "https://video.example.org/room".to_owned(),
            minutes: "60".to_owned(),
            scope: "series".to_owned(),
        };
        set_joining(&org.ctx, "chat", FIRST, &way_in).await.unwrap();
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        ask_as_guest(ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await.unwrap();
        let link = token(ctx, "grace@example.net").await;
        answer_as_guest(ctx, &link, "", Answer::Going).await.unwrap();
        world.clock.set(at("2026-11-12T00:30:00Z"));
        let shown = async || {
            let view = date_view(&ada.ctx, "chat", FIRST).await.unwrap();
            let page = guest_page(ctx, &link).await.unwrap().unwrap();
            (view.way_in.is_some(), view.way_in_from.is_some(), page.dates[0].3.is_some())
        };
        assert_eq!(shown().await, (true, true, true));
        let canceled = format!("[[series.dates]]\ndate = {FIRST}\ncancelled = true\n");
        store(ctx, &programme(None, &canceled)).await;
        assert_eq!(shown().await, (false, false, false));
        store(ctx, &programme(None, "")).await;
        store(ctx, &programme(None, "").replace("\"published\"", "\"cancelled\"")).await;
        assert_eq!(shown().await, (false, false, false));
        assert!(mine(&ada.ctx).await.unwrap().dates.iter().all(|date| date.cancelled && date.way_in.is_none()));
        // A date that was taken out of the plan is told from a link that is spent.
        world.clock.set(at("2026-11-05T00:00:00Z"));
        store(ctx, &programme(None, &format!("except = [{FIRST}]\n"))).await;
        let page = guest_page(ctx, &link).await.unwrap().unwrap();
        assert!(page.dates.is_empty());
        assert!(matches!(answer_as_guest(ctx, &link, "", Answer::Going).await, Err(RsvpError::NotFound)));
    })
    .await;
}
