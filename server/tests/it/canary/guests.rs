//! Who comes as a guest is read by those who look after the events.

use crate::readers::{everybody, read_all};
use crate::rsvp::{CHAT, PAGE, link};
use crate::world::{addresses_with, server_with};
use domain::access::Capability;
use http::StatusCode;
use services::events::import_programme;
use services::testing::on_both;

/// Name and address of a guest, which stand nowhere else.
const GUEST: [&str; 2] = ["Canary Visitor", "canary.visitor@example.net"];

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_named_to_organizers_and_to_nobody_else() {
    on_both(async |world| {
        import_programme(&world.ctx, CHAT).await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        let ask = [
            ("_page", PAGE),
            ("_form", "/do/events/ask-as-guest"),
            ("_key", "0123456789012345"),
            ("series", "chat"),
            ("date", "2026-11-11"),
            ("name", GUEST[0]),
            ("email", GUEST[1]),
        ];
        assert_eq!(server.post("/do/events/ask-as-guest", &ask).await.status, StatusCode::SEE_OTHER);
        let token = link(&server).await;
        let page = format!("/rsvp/{token}");
        let press = [
            ("_page", page.as_str()),
            ("_form", "x"),
            ("link_token", token.as_str()),
            ("date", "2026-11-11"),
            ("answer", "going"),
        ];
        assert_eq!(server.post("/do/events/answer-as-guest", &press).await.status, StatusCode::SEE_OTHER);
        let named = [("{slug}", "chat"), ("{date}", "2026-11-11"), ("{file}", "chat.ics")];
        let mut addresses = addresses_with(&named);
        // A form's own address opens nothing, and the mailbox of one's own computer is for whoever sits there.
        addresses.retain(|address| !address.starts_with("/do/") && !address.starts_with("/dev/"));
        let desk = "/desk/events/chat/2026-11-11/attendees";
        assert!(addresses.iter().any(|address| address == desk), "the list is not read");
        let read = read_all(&everybody(world, &server).await, &addresses, |address, reader, answer| {
            let list = address.strip_prefix(desk).is_some_and(|rest| matches!(rest, "" | ".csv"));
            let may = list && matches!(reader, Some(Capability::Organizer | Capability::Admin));
            for word in GUEST {
                assert_eq!(answer.body.contains(word), may, "{address} as {reader:?}: {word}");
            }
        })
        .await;
        assert!(read > 500, "{read}");
    })
    .await;
}
