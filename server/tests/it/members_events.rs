//! Events for members over HTTP: announced to everybody, open to members.

use crate::membership::{ordered, pays, sends, treasurer};
use crate::world::{Server, Signed, server};
use domain::access::Capability;
use http::StatusCode;
use services::testing::on_both;

const EVENT: &str = "[[series]]\ntitle = \"Board hour\"\nslug = \"board-hour\"\ncategory = \"Members\"\n\
     zone = \"America/New_York\"\nstarts = 2026-11-11T20:00:00\nminutes = 60\nformat = \"online\"\nplace = \"Video call\"\n\
     link = \"https://example.org/members-room\"\nfor = \"members\"\nstatus = \"published\"\n[[series.dates]]\n\
     date = 2026-11-11\nrecording = \"https://example.org/watch-again\"\n";

const DATE: &str = "/events/board-hour/2026-11-11";

async fn holds(server: &Server, by: Option<&Signed<'_>>, path: &str, words: &[&str]) -> Vec<bool> {
    let page = match by {
        Some(by) => by.get(path).await,
        None => server.get(path).await,
    };
    assert_eq!(page.status, StatusCode::OK, "{path}");
    words.iter().map(|words| page.body.replace("\r\n ", "").contains(words)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_for_members_is_announced_to_all_and_open_to_members() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, EVENT).await.unwrap();
        let (ada, ben, desk) = (world.person("ada", &[]).await, world.person("ben", &[]).await, treasurer(world).await);
        let order = ordered(&ada, "").await;
        pays(&desk, &order, "75", "").await;
        let server = server(world);
        let (by_ada, by_ben) = (server.signed_in(ada.account, false).await, server.signed_in(ben.account, false).await);
        let words = ["Board hour", "members-room", "watch-again", "See what membership costs"];
        for path in ["/events/board-hour", DATE] {
            let kept = path == DATE;
            assert_eq!(holds(&server, Some(&by_ada), path, &words).await, [true, true, kept, false], "{path}");
            assert_eq!(holds(&server, Some(&by_ben), path, &words).await, [true, false, false, true], "{path}");
            // Twice, so that the kept page is looked at as well.
            for _ in 0..2 {
                assert_eq!(holds(&server, None, path, &words).await, [true, false, false, true], "{path}");
            }
        }
        assert_eq!(holds(&server, None, "/events", &["Board hour", "Members only"]).await, [true, true]);
        for file in ["/calendar/all.ics", "/calendar/series/board-hour.ics"] {
            assert_eq!(holds(&server, None, file, &words[..2]).await, [true, false], "{file}");
        }
        let rsvp = format!("{DATE}/rsvp");
        assert_eq!(holds(&server, None, &rsvp, &["Come as a guest", words[3]]).await, [false, true]);
        assert_eq!(holds(&server, Some(&by_ada), &rsvp, &["I am coming", words[3]]).await, [true, false]);
        let answer = [("series", "board-hour"), ("date", "2026-11-11"), ("answer", "going")];
        assert_eq!(sends(&by_ben, "/do/events/answer", &answer, 1).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sends(&by_ada, "/do/events/answer", &answer, 2).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_s_preview_holds_the_link_that_members_see() {
    on_both(async |world| {
        services::events::import_programme(&world.ctx, EVENT).await.unwrap();
        let org = world.person("org", &[Capability::Organizer]).await;
        let server = server(world);
        let by_org = server.signed_in(org.account, true).await;
        let preview = "/desk/events/board-hour/preview";
        assert_eq!(holds(&server, Some(&by_org), preview, &["Board hour", "members-room"]).await, [true, true]);
        assert_eq!(holds(&server, Some(&by_org), "/events/board-hour", &["members-room"]).await, [false]);
    })
    .await;
}
