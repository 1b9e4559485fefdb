//! What mentor and mentee write to each other is read by these two.

use crate::pairs::{asks, begin, lists, offers, talk};
use crate::readers::{everybody, pages_of, read_all};
use crate::world::server_with;
use domain::access::Capability;
use services::testing::on_both;

/// Members read who a mentor is; everything else stands nowhere but between the two.
fn says(what: &str) -> String {
    let known = matches!(what, "name" | "statement" | "school");
    format!("{} {what} for a year together.", if known { "Known" } else { "Canary" })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_write_to_each_other_is_read_by_nobody_else() {
    on_both(async |world| {
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        let (helps, eve) = (world.person("helps", &[]).await, world.person("eve", &[]).await);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let (by_helps, by_eve) =
            (server.signed_in(helps.account, false).await, server.signed_in(eve.account, false).await);
        offers(&by_helps, says).await;
        let mentor = lists(&mo).await;
        let request = asks((&eve, &by_eve), &mentor, says).await;
        // Whoever looks for somebody reads their own wish as long as they look.
        let asked = by_eve.get("/me/mentoring/ask").await.body;
        assert!(asked.contains(&says("goals")) && asked.contains(&says("wish")), "{asked}");
        talk((&by_helps, &by_eve), &request, says).await;
        let together = begin((&by_helps, &by_eve), &request, says).await;

        let ids = [mentor.as_str(), request.as_str(), together.as_str(), eve.id.as_str()];
        let read = read_all(&everybody(world, &server).await, &pages_of(&ids), |address, reader, answer| {
            assert!(!answer.body.contains("Canary"), "{address} tells {reader:?}: {}", answer.body);
        })
        .await;
        assert!(read > 1_000, "{read}");
        // The test can see them: the two do. Which school was wished for the mentor is not told either.
        let (asked, work) = (format!("/me/mentoring/requests/{request}"), format!("/me/mentoring/together/{together}"));
        for by in [&by_helps, &by_eve] {
            for (path, told) in [(&asked, ["goals", "question", "answer"]), (&work, ["scope", "step", "note"])] {
                let page = by.get(path).await.body;
                for what in told {
                    assert!(page.contains(&says(what)), "{what} is not in {page}");
                }
                assert!(!page.contains(&says("wish")) && !page.contains(&says("proof")), "{page}");
            }
        }
    })
    .await;
}
