//! Hostile text over HTTP: what somebody types into a form of ours stays text on every page that others read it on. Other
//! features have such a test beside their own.

use crate::membership::sends;
use crate::pairs::{asks, begin, lists, offers, part, talk};
use crate::rsvp::{CHAT, PAGE, link};
use crate::world::{Answer, server};
use chrono::TimeDelta;
use domain::access::Capability;
use http::StatusCode;
use services::events::import_programme;
use services::testing::on_both;

/// Ends an attribute and an element, is a template, and holds signs that turn a line around or that no text has.
const HOSTILE: &str = "\"><script>alert(1)</script>\"onload=\"x {{7*7}} \u{202e}\u{7}\u{1b}[31m";
const SIGNS: [char; 3] = ['\u{202e}', '\u{7}', '\u{1b}'];

/// The words of a field, with a word behind them that no line is long enough for, as far as the field takes it.
fn says(what: &str) -> String {
    let long = match what {
        "name" | "guest" | "wish" => 20,
        "school" | "proof" | "step" => 100,
        _ => 800,
    };
    format!("{what} {HOSTILE}{}", "w".repeat(long))
}

/// Nothing that was typed has become a part of the page.
fn is_text(page: &Answer) {
    for word in ["<script>alert", "</textarea><s"] {
        assert!(!page.body.contains(word), "{word} in {}", page.body);
    }
    // A quote in a text is a quote; inside of a tag it would end an attribute.
    for (at, _) in page.body.match_indices("\"onload=") {
        let before = &page.body[..at];
        assert!(before.rfind('>') > before.rfind('<'), "a tag goes on after {before}");
    }
}

/// The same of a page that is there.
pub(crate) fn is_harmless(page: &Answer) {
    assert_eq!(page.status, StatusCode::OK);
    is_text(page);
}

/// A whole page that shows each of these, as text and without the signs.
fn shows(page: &Answer, what: &[&str]) {
    is_harmless(page);
    assert!(page.body.trim_end().ends_with("</html>") && !page.body.contains(SIGNS), "{}", page.body);
    for what in what {
        // A quote stands as it is in a text, and not in an attribute.
        let shown = ["\"", "&quot;"].map(|quote| {
            let end = format!("{quote}onload={quote}x {{{{7*7}}}}");
            format!("{what} {quote}&gt;&lt;script&gt;alert(1)&lt;/script&gt;{end}")
        });
        assert!(shown.iter().any(|text| page.body.contains(text)), "{what} is not in {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_mentor_and_mentee_write_stays_text_on_every_page_that_shows_it() {
    on_both(async |world| {
        let server = server(world);
        let (helps, eve) = (world.person("helps", &[]).await, world.person("eve", &[]).await);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (by_helps, by_eve) =
            (server.signed_in(helps.account, false).await, server.signed_in(eve.account, false).await);
        offers(&by_helps, says).await;
        shows(&by_helps.get("/me/mentoring/mentor/work").await, &["name", "statement"]);
        shows(&by_helps.get("/me/mentoring/mentor/path").await, &["school"]);
        shows(&server.signed_in(mo.account, true).await.get("/desk/mentors").await, &["name", "proof"]);

        let mentor = lists(&mo).await;
        shows(&by_eve.get("/mentors").await, &["name"]);
        shows(&by_eve.get(&format!("/mentors/{mentor}")).await, &["name", "statement", "school"]);
        let request = asks((&eve, &by_eve), &mentor, says).await;
        shows(&by_eve.get("/me/mentoring/ask").await, &["goals", "wish"]);
        talk((&by_helps, &by_eve), &request, says).await;
        let asked = format!("/me/mentoring/requests/{request}");
        shows(&by_eve.get(&asked).await, &["name", "goals", "question", "answer"]);
        shows(&by_helps.get(&asked).await, &["goals", "question", "answer"]);
        shows(&by_eve.get("/me/mentoring").await, &["name"]);
        is_harmless(&by_helps.get("/me/mentoring").await);

        let together = begin((&by_helps, &by_eve), &request, says).await;
        let work = format!("/me/mentoring/together/{together}");
        for (by, name) in [(&by_eve, &["name"][..]), (&by_helps, &[])] {
            shows(&by.get(&work).await, &[name, &["scope", "step", "note"]].concat());
        }
        shows(&by_eve.get("/me/mentoring").await, &["name"]);
        part((&by_helps, &by_eve), &together, says).await;
        for by in [&by_eve, &by_helps] {
            shows(&by.get(&work).await, &["scope", "step", "note", "farewell", "thanks"]);
        }
        shows(&by_eve.get("/me/notifications").await, &["name"]);
        services::mail::send_all(&world.ctx).await;
        shows(&server.get("/dev/mail").await, &["name"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_of_a_guest_and_the_way_in_stay_text() {
    on_both(async |world| {
        import_programme(&world.ctx, &CHAT.replace("capacity = 1", "capacity = 2")).await.unwrap();
        let server = server(world);
        let (org, ada) = (world.person("org", &[Capability::Organizer]).await, world.person("ada", &[]).await);
        let by_org = server.signed_in(org.account, true).await;
        let date = [("series", "chat"), ("date", "2026-11-11")];
        let hostile = says("guest");
        let mut pages = Vec::new();
        for (name, email) in [("Grace <b>", "grace@example.net"), (hostile.as_str(), "hana+x@example.net")] {
            let ask = [&date[..], &[("name", name), ("email", email)]].concat();
            let form = [&[("_page", PAGE), ("_form", "/do/events/ask-as-guest")][..], &ask].concat();
            assert_eq!(server.post("/do/events/ask-as-guest", &form).await.status, StatusCode::SEE_OTHER);
            let token = link(&server).await;
            let page = format!("/rsvp/{token}");
            let press =
                [("_page", page.as_str()), ("_form", "x"), ("link_token", &token), date[1], ("answer", "going")];
            assert_eq!(server.post("/do/events/answer-as-guest", &press).await.status, StatusCode::SEE_OTHER);
            pages.push(page);
            world.clock.advance(TimeDelta::minutes(1));
        }
        // One more than there are places, so that somebody waits.
        let by_ada = server.signed_in(ada.account, false).await;
        let going = [&date[..], &[("answer", "going")]].concat();
        assert_eq!(sends(&by_ada, "/do/events/answer", &going, 1).await.status, StatusCode::SEE_OTHER);

        let desk = "/desk/events/chat/2026-11-11/attendees";
        let sets = async |address: &str, minutes: &str| {
            let fields = [&date[..], &[("link", address), ("minutes", minutes), ("scope", "series")]].concat();
            let form = [&[("_page", desk), ("_form", "/do/events/set-joining")][..], &fields].concat();
            let answer = by_org.post("/do/events/set-joining", &form).await;
            is_text(&answer);
            assert!(!answer.body.contains("href=\"javascript:"), "{}", answer.body);
            answer.status
        };
        let no = StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(sets("javascript:alert(1)//\"><script>alert(1)</script>", "60").await, no);
        assert_eq!(sets("https://video.example.org/room", "\"><script>alert(1)</script>").await, no);
        let way_in = "https://video.example.org/\"><script>alert(1)</script>?q={{7*7}}\"onload=\"x";
        assert_eq!(sets(way_in, "60").await, StatusCode::SEE_OTHER);

        let list = by_org.get(desk).await;
        shows(&list, &["guest"]);
        let quoted = "https://video.example.org/%22%3E%3Cscript%3Ealert(1)%3C/script%3E?q={{7*7}}%22onload=%22x";
        assert!(list.body.contains("Grace &lt;b&gt;") && list.body.contains(quoted), "{}", list.body);
        let file = by_org.get(&format!("{desk}.csv")).await;
        assert!(
            file.header("content-type").starts_with("text/csv") && file.header("x-content-type-options") == "nosniff"
        );
        assert_eq!(file.body.lines().count(), 4, "a line for each of them, and the head: {}", file.body);
        assert!(file.body.contains("\"Grace <b>\"") && file.body.contains("\"\"><script>"), "{}", file.body);
        is_harmless(&by_org.get("/desk/events/chat/dates/2026-11-11").await);

        // The way in is open an hour before the start, on November 12 at 01:00 UTC.
        world.clock.set("2026-11-12T00:30:00Z".parse().unwrap());
        let by_ada = server.signed_in(ada.account, false).await;
        for page in &pages {
            let answer = server.get(page).await;
            is_harmless(&answer);
            assert!(answer.body.contains(&format!("href=\"{quoted}\"")), "{}", answer.body);
        }
        for page in [PAGE, "/me/events"] {
            is_harmless(&by_ada.get(page).await);
        }
    })
    .await;
}
