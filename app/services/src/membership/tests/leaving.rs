//! What a person takes along of their membership, and what is forgotten with them.

use domain::access::Capability;
use domain::membership::RefundForm;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

use super::super::{confirm_training, entity, export_part, order};
use super::{furnish, give_back, is_whole, join, pays, treasurer, wants};
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_holds_everything_of_an_order_and_of_how_one_stands() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
        pays(&desk, id.as_str(), "70").await.unwrap();
        let back = RefundForm { amount: "6.25".to_owned(), reason: "Paid too much.".to_owned() };
        give_back(&desk.ctx, id.as_str(), &back).await.unwrap();
        join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        let part = export_part(&world.ctx, ada.account).await.unwrap();
        for (name, value) in [
            ("plan", json!("Fellow membership")),
            ("terms", json!(1)),
            ("renewal", json!(false)),
            ("due", json!("2026-11-17")),
            ("from", json!("2026-11-03")),
            ("through", json!("2027-11-02")),
            ("subtotal_cents", json!(7_500)),
            ("off_cents", json!(1_125)),
            ("total_cents", json!(6_375)),
            ("received_cents", json!(7_000)),
            ("refunded_cents", json!(625)),
        ] {
            assert_eq!(part["orders"][0][name], value, "{name}");
        }
        let code = &part["orders"][0]["code"];
        assert_eq!((&code["name"], &code["state"]), (&json!("IMG"), &json!("redeemed")));
        assert!(code["since"].is_string() && code["changed_at"].is_string());
        assert_eq!((&part["orders"][1]["renewal"], &part["orders"][1]["code"]), (&json!(true), &json!(null)));
        for (name, value) in [
            ("plan", json!("Fellow membership")),
            ("last_day", json!("2027-11-02")),
            ("grace_until", json!("2028-01-01")),
            ("confirm_by", json!(null)),
        ] {
            assert_eq!(part[name], value, "{name}");
        }
        let ben = world.person("ben", &[]).await;
        let flat = join(&ben.ctx, &wants("resident", "resident", "")).await.unwrap();
        pays(&desk, flat.as_str(), "50").await.unwrap();
        let part = export_part(&world.ctx, ben.account).await.unwrap();
        assert_eq!(part["confirm_by"], "2027-11-03");
        assert!(export_part(&world.ctx, desk.account).await.unwrap()["plan"].is_null());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_person_the_end_of_training_is_forgotten_and_no_words_come_after() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let flat = join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        pays(&desk, flat.as_str(), "60").await.unwrap();
        let again = domain::membership::ConfirmForm { training_ends: "2030-06-30".to_owned() };
        confirm_training(&ada.ctx, &again).await.unwrap();
        let year = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, year.as_str(), "75").await.unwrap();
        assert!(!order(&desk.ctx, flat.as_str()).await.unwrap().erased);
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        let rows = entity::orders::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let days = |id: &str| {
            let row = rows.iter().find(|row| row.public_id == id).unwrap();
            (row.training_ends.clone(), row.from_day.clone(), row.through_day.clone())
        };
        assert_eq!(days(flat.as_str()), (None, None, None));
        assert!(days(year.as_str()).2.is_some(), "the days of a year tell nothing of the person");

        // The books go on, and nothing that is typed now is kept.
        let left = order(&desk.ctx, flat.as_str()).await.unwrap();
        assert_eq!((left.erased, left.holds), (true, None));
        pays(&desk, flat.as_str(), "5").await.unwrap();
        let back = RefundForm { amount: "15".to_owned(), reason: "Left for Graz.".to_owned() };
        give_back(&desk.ctx, flat.as_str(), &back).await.unwrap();
        let moved = entity::payments::Entity::find().order_by_asc(entity::payments::Column::Id);
        let moved = moved.all(world.ctx.db.read()).await.unwrap();
        assert_eq!(moved.iter().map(|row| row.cents).collect::<Vec<_>>(), [6_000, 7_500, 500, -1_500]);
        assert!(moved.iter().all(|row| row.reference.0.is_empty() && row.reason.0.is_empty()));
        is_whole(world).await;
    })
    .await;
}
