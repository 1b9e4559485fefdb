//! The pages of events: what is where, what is not, and that words of people stay words.

use crate::world::{ORIGIN, Server, server};
use http::StatusCode;
use services::testing::on_both;

/// A series with everything a date can say otherwise, a part it goes on from, an hour that the clocks skip, and words
/// that would break out of markup if anything let them.
const FILE: &str = r#"
[[series]]
title = "Chat </script><b>bold</b> \"&\" <img src=x>"
slug = "chat"
summary = "An hour."
category = "Q&A </title>"
tags = ["<i>tag</i>"]
zone = "America/New_York"
starts = 2026-11-25T20:00:00
minutes = 60
repeats = "every month on the 4th Wednesday"
extra = [2026-12-09T12:00:00]
link = "https://example.org/?a=1&b='\""
place = "<b>Room</b>"
organizer = "</dd><script>alert(1)</script>"
continues = "chat-until-2026-10-28"
capacity = 1

[[series.speakers]]
name = "<u>Ana</u>"
bio = "</p><script>alert(2)</script>"

[[series.dates]]
date = 2026-12-23
moved_to = 2026-12-22T19:00:00

[[series.dates]]
date = 2027-01-27
cancelled = true

[[series]]
title = "Chat as it was"
slug = "chat-until-2026-10-28"
zone = "America/New_York"
starts = 2026-08-26T12:00:00
minutes = 60
repeats = "every month on the 4th Wednesday, until October 28, 2026"

[[series.dates]]
date = 2026-08-26
recording = "https://video.example.org/1"

[[series]]
title = "Night shift tea"
slug = "tea"
zone = "America/New_York"
starts = 2027-03-14T02:30:00
minutes = 45
"#;

async fn body(server: &Server, path: &str) -> String {
    let answer = server.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test]
async fn a_date_says_what_is_unusual_with_it() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        let moved = body(&server, "/events/chat/2026-12-23").await;
        assert!(moved.contains("Moved from Wednesday, December 23, 8:00 pm"), "{moved}");
        assert!(moved.contains("\"previousStartDate\":\"2026-12-23T20:00:00-05:00\""), "{moved}");
        assert!(moved.contains("dates=20261223T000000Z%2F20261223T010000Z"), "{moved}");
        let extra = body(&server, "/events/chat/2026-12-09").await;
        assert!(extra.contains("Extra date") && extra.contains("noon to 1:00 pm ET"), "{extra}");
        let cancelled = body(&server, "/events/chat/2027-01-27").await;
        assert!(cancelled.contains("This date was canceled") && !cancelled.contains("calendar.google.com"));
        assert!(cancelled.contains("https://schema.org/EventCancelled"));
        let skipped = body(&server, "/events/tea/2027-03-14").await;
        assert!(skipped.contains("go forward then and skip 2:30 am, so it starts at 3:30 am."), "{skipped}");
        let over = body(&server, "/events/chat-until-2026-10-28/2026-08-26").await;
        assert!(over.contains("Watch the recording") && over.contains("video.example.org"));
        assert!(!over.contains("calendar.google.com"), "nobody adds what is over");
    })
    .await;
}

#[tokio::test]
async fn parts_of_a_series_lead_to_each_other() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        let living = body(&server, "/events/chat").await;
        assert!(living.contains("Before November 2026 at another time:"), "{living}");
        assert!(living.contains("dates until Wednesday, October 28, 2026"));
        let ended = body(&server, "/events/chat-until-2026-10-28").await;
        assert!(ended.contains("goes on at another time") && ended.contains("href=\"/events/chat\""));
        let moved = server.get("/events/chat/2026-09-23").await;
        assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
        assert_eq!(moved.header("location"), "/events/chat-until-2026-10-28/2026-09-23");
        let long_name = server.get("/events/chat/2026-11-25T2000").await;
        assert_eq!(long_name.header("location"), "/events/chat/2026-11-25");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_a_404_with_the_nearest_dates() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        let date = server.get("/events/chat/2026-12-10").await;
        assert_eq!(date.status, StatusCode::NOT_FOUND);
        assert!(
            date.body.contains("Nearest dates of") && date.body.contains("/events/chat/2026-12-09"),
            "{}",
            date.body
        );
        assert!(date.body.contains("<meta name=\"robots\" content=\"noindex\">"));
        let series = server.get("/events/none").await;
        assert_eq!(series.status, StatusCode::NOT_FOUND);
        assert!(series.body.contains("Next dates of all events") && series.body.contains("/events/chat/2026-"));
        for nonsense in
            ["/events/chat/tomorrow", "/events/chat/2026-12-09T9999", "/events/chat/%00", "/events/chat/9999-99-99"]
        {
            assert_eq!(server.get(nonsense).await.status, StatusCode::NOT_FOUND, "{nonsense}");
        }
    })
    .await;
}

#[tokio::test]
async fn filters_make_a_feed_of_exactly_what_they_show() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        let page = body(&server, "/events?q=ana&format=online").await;
        assert!(page.contains("/events/chat/2026-11-25") && !page.contains("/events/tea/"), "{page}");
        let feed = "%2Fcalendar%2Fevents.ics%3Fformat%3Donline%26q%3Dana";
        assert!(page.contains(&format!("href=\"/calendar?feed={feed}\"")), "{page}");
        let offer = body(&server, &format!("/calendar?feed={feed}&canceled=hide")).await;
        let address = format!("{ORIGIN}/calendar/events.ics?format=online&amp;q=ana&amp;canceled=hide");
        assert!(offer.contains(&address), "{offer}");
        let month = body(&server, "/events?view=month&month=2026-12").await;
        assert_eq!(month.matches("<tr>").count(), 6, "{month}");
        assert!(month.contains("href=\"/events/chat/2026-12-23\""), "{month}");
        for foreign in ["https://evil.example/all.ics", "/calendar/series/none.ics", "/calendar/category/none.ics"] {
            let offer = body(&server, &format!("/calendar?feed={foreign}")).await;
            assert!(offer.contains("That calendar is not here"), "{foreign}");
            assert!(offer.contains(&format!("value=\"{ORIGIN}/calendar/all.ics\"")), "{foreign}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_of_people_never_become_markup() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, FILE).await.unwrap();
        let server = server(world);
        for path in [
            "/",
            "/events",
            "/events?view=month&month=2026-12",
            "/events?q=%3Cscript%3Ealert(3)%3C%2Fscript%3E&category=%22%3E%3Cb%3E",
            "/events/chat",
            "/events/chat/2026-11-25",
            "/calendar",
            "/calendar?feed=%2Fcalendar%2Fseries%2Fchat.ics",
            "/calendar?feed=%2Fcalendar%2Fevents.ics%3Fq%3D%253Cscript%253E",
        ] {
            let page = body(&server, path).await;
            for broken in ["<script>", "<b>bold", "<img", "<i>tag", "<u>Ana", "<b>Room", "<b>\""] {
                assert!(!page.contains(broken), "{path} holds {broken}");
            }
            assert_eq!(page.matches("</title>").count(), 1, "{path}");
        }
        let missing = server.get("/events/chat/2026-12-10").await;
        assert!(!missing.body.contains("<b>bold"), "{}", missing.body);
    })
    .await;
}
