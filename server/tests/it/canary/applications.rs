//! What somebody sends to a host is read by that host.

use crate::opportunities::{host, published};
use crate::readers::{everybody, pages_of, read_all};
use crate::world::server_with;
use domain::identity::profile::Step;
use http::StatusCode;
use services::identity::profile::save;
use services::opportunities::mine;
use services::testing::on_both;

/// The answer to the host's question, and the one field that is released with it.
const SENT: [&str; 2] = ["Canary answer: by mail, in the evening.", "Canary Nameworth"];

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_sends_to_a_host_is_read_by_that_host_and_nobody_else() {
    on_both(async |world| {
        let host = host(world).await;
        let posting = published(world, &host).await;
        let ada = world.person("ada", &[]).await;
        save(&ada.ctx, Step::parse("you").unwrap(), &[("name".to_owned(), SENT[1].to_owned())]).await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        let by_ada = server.signed_in(ada.account, false).await;
        let form = format!("/opportunities/{posting}/apply");
        let sent = [
            ("_page", form.as_str()),
            ("_form", "/do/opportunities/apply"),
            ("_key", "0123456789012345"),
            ("posting", posting.as_str()),
            ("answer", SENT[0]),
            ("release", "name"),
        ];
        assert_eq!(by_ada.post("/do/opportunities/apply", &sent).await.status, StatusCode::SEE_OTHER);
        let application = mine(&ada.ctx, None).await.unwrap().rows[0].id.to_string();
        let ids = [posting.as_str(), application.as_str(), ada.id.as_str()];
        let read = read_all(&everybody(world, &server).await, &pages_of(&ids), |address, reader, answer| {
            assert!(!answer.body.contains("Canary"), "{address} tells {reader:?}: {}", answer.body);
        })
        .await;
        assert!(read > 1_000, "{read}");
        // The test can see them: the host does.
        let page = server.signed_in(host.account, false).await.get(&format!("/me/postings/{posting}")).await.body;
        for words in SENT {
            assert!(page.contains(words), "{words} is not in {page}");
        }
    })
    .await;
}
