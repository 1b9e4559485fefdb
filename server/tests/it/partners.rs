//! What partners brought, on the treasurer's desk for codes.

use crate::membership::{ordered, pays, treasurer};
use crate::world::server;
use domain::codes::CodeForm;
use http::StatusCode;
use services::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_of_codes_adds_up_what_each_partner_brought_and_names_nobody() {
    on_both(async |world| {
        let (desk, ada) = (treasurer(world).await, world.person("ada", &[]).await);
        let server = server(world);
        let by_desk = server.signed_in(desk.account, true).await;
        assert!(!by_desk.get("/desk/codes").await.body.contains("By partner"), "no code has a partner yet");
        for (nth, letters) in ["harbor", "harbor-two"].into_iter().enumerate() {
            let form = CodeForm {
                kind: "shared".to_owned(),
                code: letters.to_owned(),
                off: "percent".to_owned(),
                amount: "20".to_owned(),
                purpose: "both".to_owned(),
                zone: "America/New_York".to_owned(),
                partner: "Harbor Residents Union".to_owned(),
                ..CodeForm::default()
            };
            services::codes::add_code(&desk.ctx, &form, &format!("a-form-of-a-test-{nth:06}")).await.unwrap();
            let order = ordered(&ada, letters).await;
            pays(&desk, &order, "60", "").await;
        }
        let page = by_desk.get("/desk/codes").await;
        assert_eq!(page.status, StatusCode::OK);
        let (_, table) = page.body.split_once("By partner").unwrap();
        let (table, _) = table.split_once("</table>").unwrap();
        for words in ["Harbor Residents Union", ">2</td>", ">0</td>"] {
            assert!(table.contains(words), "{words} is not in {table}");
        }
        assert!(!page.body.contains(ada.email.as_str()) && !page.body.contains(ada.id.as_str()), "{}", page.body);
        // The sums are of all codes, so they do not stand beside a later part of the list.
        let code = services::codes::list(&desk.ctx, None).await.unwrap().rows.remove(0).id;
        assert!(!by_desk.get(&format!("/desk/codes?after={code}")).await.body.contains("By partner"));
    })
    .await;
}
