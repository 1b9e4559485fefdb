//! The page that examines a feed: it tells of the bytes that the same server serves.

use crate::world::server;
use http::StatusCode;
use services::testing::on_both;

#[tokio::test]
async fn the_doctor_shows_the_next_dates_in_three_zones_and_the_facts_of_the_feed() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let feed = server.get("/calendar/series/img-coffee-chat.ics").await;
        let page = server.get("/calendar/doctor?feed=/calendar/series/img-coffee-chat.ics&tz=Asia/Karachi").await;
        assert_eq!(page.status, StatusCode::OK);
        for words in [
            "This feed is in order",
            "Eastern Time (New York)",
            "Wednesday, November 25, 2026, 8:00 to 9:00 pm",
            "Thursday, November 26, 2026, 1:00 to 2:00 am",
            "Your time (Karachi)",
            "Thursday, November 26, 2026, 6:00 to 7:00 am",
            "href=\"/calendar/series/img-coffee-chat.ics\"",
            &feed.header("etag").replace('"', "&quot;"),
        ] {
            assert!(page.body.contains(words) || page.body.contains(&words.replace("&quot;", "\"")), "{words}");
        }
        assert_eq!(page.body.matches("<th scope=\"row\"><span dir=\"auto\">").count(), 10);
    })
    .await;
}

#[tokio::test]
async fn every_feed_can_be_chosen_and_is_in_order() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let page = server.get("/calendar/doctor").await;
        assert!(page.body.contains("data-zone=\"\""), "without a known zone the script fills in");
        let form =
            page.body.split("id=\"examined-feed\"").nth(1).and_then(|rest| rest.split("</select>").next()).unwrap();
        let feeds: Vec<_> = form.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(feeds.len() > 10, "{feeds:?}");
        for feed in feeds {
            let examined = server.get(&format!("/calendar/doctor?feed={feed}")).await;
            assert_eq!(examined.status, StatusCode::OK, "{feed}");
            assert!(examined.body.contains("This feed is in order"), "{feed}: {}", examined.body);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_feed_of_ours_gets_words_and_the_form() {
    on_both(async |world| {
        let server = server(world);
        for feed in ["https://example.org/a.ics", "/calendar/series/none.ics", "%0d%0a", "/calendar/../all.ics", "x"] {
            let page = server.get(&format!("/calendar/doctor?feed={feed}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{feed}");
            assert!(page.body.contains("That feed is not here") && page.body.contains("examined-feed"), "{feed}");
        }
        let empty = server.get("/calendar/doctor?feed=").await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.body.contains("This feed has no date to come."));
    })
    .await;
}
