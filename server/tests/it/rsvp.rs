//! Coming or not over HTTP: pages for everybody, the guest's road, the personal calendar, and what organizers see.

use crate::world::{Server, server, server_with};
use chrono::TimeDelta;
use domain::access::Capability;
use http::StatusCode;
use services::events::{import_programme, rsvp};
use services::testing::on_both;

mod calendar;

pub(crate) const CHAT: &str = r#"
[[series]]
title = "Coffee chat"
slug = "chat"
category = "Community"
zone = "America/New_York"
starts = 2026-11-11T20:00:00
minutes = 60
repeats = "FREQ=WEEKLY;BYDAY=WE"
format = "online"
place = "Video call"
capacity = 1
status = "published"
"#;
pub(crate) const PAGE: &str = "/events/chat/2026-11-11/rsvp";
const WAY_IN: &str = "https://video.example.org/room/opensesame";

fn said(answer: &str) -> [(&str, &str); 6] {
    [
        ("_page", PAGE),
        ("_form", "/do/events/answer"),
        ("_key", "0123456789012345"),
        ("series", "chat"),
        ("date", "2026-11-11"),
        ("answer", answer),
    ]
}

/// The link in the newest mail of the folder.
pub(crate) async fn link(server: &Server) -> String {
    services::mail::send_all(&server.state.ctx).await;
    let kept = services::mail::kept(&server.state.ctx).await.expect("the folder is readable");
    let after = kept.iter().find_map(|mail| mail.text.split(rsvp::GUEST_PAGE).nth(1)).expect("a mail to a guest");
    after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_answers_with_one_press_and_a_visitor_is_shown_both_ways() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server(world);
        for page in ["/events/chat", "/events/chat/2026-11-11"] {
            let body = server.get(page).await.body;
            assert!(body.contains(PAGE) && !body.contains("places left"), "{page} is kept for everybody");
        }
        let visitor = server.get(PAGE).await;
        assert_eq!(visitor.status, StatusCode::OK);
        assert!(visitor.header("cache-control").contains("no-store"), "{}", visitor.header("cache-control"));
        assert!(visitor.body.contains("1 of 1 places left") && visitor.body.contains("/do/events/ask-as-guest"));
        assert!(!visitor.body.contains("/do/events/answer\""));
        for missing in ["/events/chat/2026-11-10/rsvp", "/events/none/2026-11-11/rsvp"] {
            assert_eq!(server.get(missing).await.status, StatusCode::NOT_FOUND);
        }
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let (by_ada, by_ben) = (server.signed_in(ada.account, false).await, server.signed_in(ben.account, false).await);
        let answer = by_ada.post("/do/events/answer", &said("going")).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/events/chat/2026-11-11/rsvp?done=rsvp-saved")
        );
        assert!(by_ada.get(PAGE).await.body.contains("You are going."));
        by_ben.post("/do/events/answer", &said("going")).await;
        assert!(by_ben.get(PAGE).await.body.contains("You are number 1 on the waitlist."));
        assert!(by_ada.get("/me/events").await.body.contains("Coffee chat"));
        assert!(by_ada.get("/me").await.body.contains("You are going."));
        assert!(server.get(PAGE).await.body.contains("All 1 places are taken"));
        assert_eq!(by_ada.post("/do/events/answer", &said("maybe")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Before the press the organizer reads whom it mails.
        let org = world.person("org", &[Capability::Organizer]).await;
        let by_org = server.signed_in(org.account, true).await;
        let desk = by_org.get("/desk/events/chat/dates/2026-11-11").await.body;
        assert!(desk.contains("mail goes to 1 person who comes and 1 on the waitlist"), "{desk}");
        by_ada.post("/do/events/answer", &said("not-going")).await;
        assert!(by_ben.get(PAGE).await.body.contains("You are going."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_a_seat_at_what_is_for_members_now_reads_that_they_are_not_let_in() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server(world);
        let ada = world.person("ada", &[]).await;
        let by_ada = server.signed_in(ada.account, false).await;
        by_ada.post("/do/events/answer", &said("going")).await;
        assert!(!by_ada.get(PAGE).await.body.contains("Only members are let in"));
        import_programme(&world.ctx, &CHAT.replace("capacity = 1", "for = \"members\"")).await.unwrap();
        let page = by_ada.get(PAGE).await.body;
        assert!(page.contains("You are going.") && page.contains("Only members are let in now"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_comes_by_the_link_and_by_pressing() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server_with(world, &[("LANDFALL_REPORTS_PER_HOUR", "1000")]);
        let ask = |name: &'static str, email: &'static str| {
            [
                ("_page", PAGE),
                ("_form", "/do/events/ask-as-guest"),
                ("_key", "0123456789012345"),
                ("series", "chat"),
                ("date", "2026-11-11"),
                ("name", name),
                ("email", email),
            ]
        };
        let bad = server.post("/do/events/ask-as-guest", &ask("", "nobody")).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.body.contains("error-summary") && bad.body.contains("value=\"nobody\""), "{}", bad.body);
        let asked = server.post("/do/events/ask-as-guest", &ask("Grace", "grace@example.net")).await;
        assert_eq!(asked.header("location"), "/events/chat/2026-11-11/rsvp?done=guest-asked");
        let token = link(&server).await;
        let page = format!("/rsvp/{token}");
        let opened = server.get(&page).await;
        assert!(opened.body.contains("Not confirmed yet") && opened.header("x-robots-tag").contains("noindex"));
        assert!(server.get(PAGE).await.body.contains("1 of 1 places left"), "opening it is no answer");
        let press = [
            ("_page", page.as_str()),
            ("_form", "x"),
            ("link_token", &token),
            ("date", "2026-11-11"),
            ("answer", "going"),
        ];
        assert_eq!(server.post("/do/events/answer-as-guest", &press).await.status, StatusCode::SEE_OTHER);
        assert!(server.get(&page).await.body.contains("You are going."));
        // The next finds all places taken, and is told so on both pages.
        assert!(server.get(PAGE).await.body.contains("puts you on the waitlist"));
        services::mail::send_all(&server.state.ctx).await;
        world.clock.advance(TimeDelta::minutes(1));
        server.post("/do/events/ask-as-guest", &ask("Hana", "hana@example.net")).await;
        let hers = format!("/rsvp/{}", link(&server).await);
        let next = server.get(&hers).await.body;
        assert!(next.contains("one press, and you are on the waitlist") && next.contains("Put me on the waitlist"));
        assert!(!next.contains("your place is kept"), "{next}");
        // Once only members come, the press would be refused: there is none.
        let members = CHAT.replace("capacity = 1", "capacity = 1\nfor = \"members\"");
        import_programme(&world.ctx, &members).await.unwrap();
        let next = server.get(&hers).await.body;
        assert!(next.contains("This event is for members") && !next.contains("Put me on the waitlist"), "{next}");
        let wrong = server.get(&format!("/rsvp/{}", "A".repeat(43))).await;
        assert!(wrong.body.contains("does not work any more"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_in_stands_on_no_page_for_others_and_in_no_feed() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0")]);
        let org = world.person("org", &[Capability::Organizer]).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let by_org = server.signed_in(org.account, true).await;
        let (by_ada, by_ben) = (server.signed_in(ada.account, false).await, server.signed_in(ben.account, false).await);
        let desk = "/desk/events/chat/2026-11-11/attendees";
        let form = [
            ("_page", desk),
            ("_form", "/do/events/set-joining"),
            ("series", "chat"),
            ("date", "2026-11-11"),
            ("link", WAY_IN),
            ("minutes", "60"),
            ("scope", "series"),
        ];
        assert_eq!(by_ada.post("/do/events/set-joining", &form).await.status, StatusCode::FORBIDDEN);
        assert_eq!(by_org.post("/do/events/set-joining", &form).await.status, StatusCode::SEE_OTHER);
        by_ada.post("/do/events/answer", &said("going")).await;
        by_ben.post("/do/events/answer", &said("going")).await;
        let token = rsvp::make_feed(&ada.ctx).await.unwrap();
        assert!(by_org.get(desk).await.body.contains(WAY_IN));
        let csv = by_org.get(&format!("{desk}.csv")).await;
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"chat-2026-11-11.csv\"");
        assert_eq!(by_ada.get(&format!("{desk}.csv")).await.status, StatusCode::FORBIDDEN);
        let places = [
            "/".to_owned(),
            "/events".to_owned(),
            "/events/chat".to_owned(),
            "/events/chat/2026-11-11".to_owned(),
            PAGE.to_owned(),
            "/me/events".to_owned(),
            "/calendar/all.ics".to_owned(),
            "/calendar/series/chat.ics".to_owned(),
            "/calendar/date/chat/2026-11-11.ics".to_owned(),
            format!("/calendar/me/{}.ics", token.as_str()),
            "/events.atom".to_owned(),
            "/sitemap.xml".to_owned(),
        ];
        // It begins on the 12th at 01:00 UTC; the way in opens an hour before.
        for (now, open) in [("2026-11-11T23:00:00Z", false), ("2026-11-12T00:30:00Z", true)] {
            world.clock.set(now.parse().unwrap());
            // Sessions have ended meanwhile.
            let (by_ada, by_ben) =
                (server.signed_in(ada.account, false).await, server.signed_in(ben.account, false).await);
            for place in &places {
                let mine = open && (place == PAGE || place == "/me/events");
                assert_eq!(by_ada.get(place).await.body.contains("opensesame"), mine, "{now} {place}");
                assert!(!by_ben.get(place).await.body.contains("opensesame"), "{now} {place}: ben waits");
                assert!(!server.get(place).await.body.contains("opensesame"), "{now} {place}: a visitor");
            }
        }
    })
    .await;
}
