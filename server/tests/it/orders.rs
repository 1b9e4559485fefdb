//! What the pages around an order say, so that none of it is untrue.

use crate::membership::{ordered, pays, sends, treasurer};
use crate::world::{Answer, Signed, server};
use domain::access::Capability;
use domain::codes::CodeForm;
use http::StatusCode;
use services::identity::erase_person;
use services::testing::on_both;

/// The page that a form led to.
pub(crate) async fn after(by: &Signed<'_>, sent: &Answer) -> String {
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    by.get(sent.header("location")).await.body
}

/// Whether the code that was typed stands in the order form, and in the field beside the prices.
fn codes_in(page: &str) -> (bool, bool) {
    let field = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
        rest.split_once('>').is_some_and(|(tag, _)| tag.contains("value=\"img\"") || tag.contains("value=\"typo\""))
    };
    (field("discount"), field("code"))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_code_that_works_stands_in_the_order() {
    on_both(async |world| {
        treasurer(world).await;
        let ada = world.person("ada", &[]).await;
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let works = by_ada.get("/join?code=img").await.body;
        assert_eq!(codes_in(&works), (true, true));
        // It is asked for once, and comes along without a second field.
        assert!(!works.contains("Code for this order"), "{works}");
        for words in
            ["type=\"hidden\" name=\"discount\"", "Code for the prices above", "href=\"/join\">Order without it"]
        {
            assert!(works.contains(words), "{words} is not in {works}");
        }
        // A code that is none is refused in a field that can be emptied.
        let sent = [("plan", "fellow"), ("stage", "fellow"), ("discount", "none-of-ours")];
        let refused = sends(&by_ada, "/do/membership/join", &sent, 2).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Code for this order", "value=\"none-of-ours\"", "id=\"discount-error\""] {
            assert!(refused.body.contains(words), "{words} is not in {}", refused.body);
        }
        for _ in 0..5 {
            let page = by_ada.get("/join?code=typo").await.body;
            assert_eq!(codes_in(&page), (false, true));
            assert!(page.contains("Code for this order"), "{page}");
        }
        // All tries are spent, and the page says to go on without one.
        let waits = by_ada.get("/join?code=img").await.body;
        assert!(waits.contains("or go on without one"), "{waits}");
        assert_eq!(codes_in(&waits), (false, true));
        let wish = [("plan", "fellow"), ("stage", "fellow"), ("discount", "")];
        assert_eq!(sends(&by_ada, "/do/membership/join", &wish, 1).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

/// An order that was refused on the page of a code shows that in a field, and everything else as it was chosen.
fn shows_its_code(refused: &Answer, code: &str, kept: &[&str]) {
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let (_, order) = refused.body.split_once("id=\"order-title\"").expect("the order is there");
    let field = order.split('<').find(|tag| tag.contains("name=\"discount\"")).expect("a code has a field");
    assert!(field.contains("type=\"text\"") && field.contains(&format!("value=\"{code}\"")), "{field}");
    for words in ["Code for this order"].iter().chain(kept) {
        assert!(order.contains(words), "{words} is not in {order}");
    }
    assert!(!order.contains("Order without it"), "{order}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_refused_shows_its_code_and_keeps_what_was_chosen() {
    on_both(async |world| {
        let desk = treasurer(world).await;
        let one_plan = CodeForm {
            kind: "shared".to_owned(),
            code: "ward".to_owned(),
            off: "percent".to_owned(),
            amount: "20".to_owned(),
            plans: "resident".to_owned(),
            purpose: "both".to_owned(),
            zone: "America/New_York".to_owned(),
            ..CodeForm::default()
        };
        services::codes::add_code(&desk.ctx, &one_plan, "a-form-of-a-test-of-orders").await.unwrap();
        let ada = world.person("ada", &[]).await;
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let fresh = by_ada.get("/join?code=ward").await.body;
        assert!(fresh.contains("WARD works.") && fresh.contains("type=\"hidden\" name=\"discount\""), "{fresh}");
        let orders = async |key: &str, stage: &str| {
            let fields = [
                ("_page", "/join?code=ward"),
                ("_form", "/do/membership/join"),
                ("_key", key),
                ("plan", "fellow"),
                ("stage", stage),
                ("img", "yes"),
                ("training_ends", "2029-06-30"),
                ("terms", "2"),
                ("discount", "ward"),
            ];
            by_ada.post("/do/membership/join", &fields).await
        };
        let kept = ["value=\"fellow\" selected", "value=\"2029-06-30\"", "value=\"2\"", "value=\"yes\" checked"];
        // It works, and not for this plan.
        let other_plan = orders("a-form-of-a-test-000001", "fellow").await;
        shows_its_code(&other_plan, "ward", &kept);
        for words in ["id=\"discount-error\"", "This code is for another plan."] {
            assert!(other_plan.body.contains(words), "{words} is not in {}", other_plan.body);
        }
        // Something else is missing.
        let no_stage = orders("a-form-of-a-test-000002", "").await;
        shows_its_code(&no_stage, "ward", &kept);
        assert!(no_stage.body.contains("id=\"stage-error\""), "{}", no_stage.body);
        assert!(!no_stage.body.contains("id=\"discount-error\""), "{}", no_stage.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_headed_and_told_as_it_stands() {
    on_both(async |world| {
        let desk = treasurer(world).await;
        let ada = world.person("ada", &[]).await;
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let part = ordered(&ada, "").await;
        pays(&desk, &part, "35", "").await;
        let page = format!("/me/membership/orders/{part}");
        assert!(by_ada.get(&page).await.body.contains("Waiting for payment. $40.00 is missing."));
        services::membership::cancel_for(&desk.ctx, &part).await.unwrap();
        let ended = by_ada.get(&page).await.body;
        assert!(ended.contains(">Your order</h1>") && ended.contains("Canceled."), "{ended}");
        assert!(!ended.contains("missing"), "{ended}");
        let paid = ordered(&ada, "").await;
        pays(&desk, &paid, "75", "").await;
        let receipt = by_ada.get(&format!("/me/membership/orders/{paid}")).await.body;
        assert!(receipt.contains(">Receipt</h1>") && receipt.contains("Paid. Paid in full."), "{receipt}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_nothing_is_not_to_be_paid_and_who_is_erased_is_not_told() {
    on_both(async |world| {
        let desk = treasurer(world).await;
        let free = CodeForm {
            kind: "shared".to_owned(),
            code: "guest".to_owned(),
            off: "percent".to_owned(),
            amount: "100".to_owned(),
            purpose: "both".to_owned(),
            zone: "America/New_York".to_owned(),
            ..CodeForm::default()
        };
        services::codes::add_code(&desk.ctx, &free, "a-form-of-a-test-of-orders").await.unwrap();
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let server = server(world);
        let (by_ada, by_desk) =
            (server.signed_in(ada.account, false).await, server.signed_in(desk.account, true).await);
        let wish = [("plan", "fellow"), ("stage", "fellow"), ("discount", "guest")];
        let page = after(&by_ada, &sends(&by_ada, "/do/membership/join", &wish, 1).await).await;
        assert!(page.contains("Ordered.") && page.contains(">Receipt</h1>"), "{page}");
        assert!(!page.to_lowercase().contains("how to pay"), "{page}");

        let order = ordered(&ben, "").await;
        pays(&desk, &order, "80", "").await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        erase_person(&admin.ctx, ben.id.as_str(), "asked", true).await.unwrap();
        let back = [("order", order.as_str()), ("amount", "5"), ("reason", "Paid too much.")];
        let page = after(&by_desk, &sends(&by_desk, "/do/membership/give-back", &back, 2).await).await;
        assert!(page.contains("Written down.") && page.contains("This person was erased"), "{page}");
        for untrue in ["was told", "Paid too much."] {
            assert!(!page.contains(untrue), "{untrue} is in {page}");
        }
    })
    .await;
}
