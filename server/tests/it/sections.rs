//! Who is in a section, over HTTP.

use crate::membership::{ordered, pays, treasurer};
use crate::world::server;
use domain::identity::profile::Step;
use http::StatusCode;
use services::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_shown_to_those_in_it_and_to_the_treasurer() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let told = [("name", "Ada Kovács"), ("name_audience", "members")];
        let told: Vec<_> = told.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        services::identity::profile::save(&ada.ctx, Step::parse("you").unwrap(), &told).await.unwrap();
        let order = ordered(&ada, "").await;
        pays(&desk, &order, "75", "").await;
        let ben = world.person("ben", &[]).await;
        let server = server(world);
        let (by_ada, by_ben) = (server.signed_in(ada.account, false).await, server.signed_in(ben.account, false).await);
        let by_desk = server.signed_in(desk.account, true).await;
        assert!(by_ada.get("/me/membership").await.body.contains("href=\"/sections/trainees\""));
        for (by, path) in [(&by_ada, "/sections/trainees"), (&by_desk, "/desk/sections/trainees")] {
            let page = by.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains("One person is in it.") && page.body.contains("Ada Kovács"), "{}", page.body);
        }
        assert!(by_desk.get("/desk/membership").await.body.contains("href=\"/desk/sections/trainees\""));
        for (by, path) in
            [(&by_ben, "/sections/trainees"), (&by_desk, "/sections/trainees"), (&by_ada, "/sections/img")]
        {
            assert_eq!(by.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(by_ada.get("/desk/sections/trainees").await.status, StatusCode::FORBIDDEN);
        assert!(server.get("/sections/trainees").await.header("location").starts_with("/sign-in?next="));
    })
    .await;
}
