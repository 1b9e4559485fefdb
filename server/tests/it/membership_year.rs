//! A year of membership over HTTP: the yearly word, leaving, and a renewal with what its receipt says.

use crate::membership::{ordered, pays, sends, treasurer};
use crate::orders::after;
use crate::world::server;
use services::testing::on_both;

/// The address of the order that a form led to, and its name.
fn order_of(location: &str) -> (String, String) {
    let (path, _) = location.split_once('?').unwrap_or_else(|| panic!("nothing was done: {location}"));
    let (_, order) = path.rsplit_once('/').unwrap_or_else(|| panic!("no order: {path}"));
    (path.to_owned(), order.to_owned())
}

fn holds(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "{words} is not in {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_says_after_a_year_that_training_goes_on_and_later_leaves() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let wish = [("plan", "resident"), ("stage", "resident"), ("training_ends", "2029-06-30"), ("discount", "")];
        let sent = sends(&by_ada, "/do/membership/join", &wish, 1).await;
        holds(&after(&by_ada, &sent).await, &["Ordered.", "How to pay"]);
        let (receipt, order) = order_of(sent.header("location"));
        pays(&desk, &order, "50", "").await;
        holds(&by_ada.get("/me/membership").await.body, &["You are a member through November 3, 2027."]);

        // The year is over, the word is missing, and she signs in anew: no session lasts that long.
        world.clock.set("2027-11-05T12:00:00Z".parse().unwrap());
        services::jobs::ensure_recurring(&world.ctx).await.unwrap();
        while services::jobs::run_due(&world.ctx).await.unwrap() > 0 {}
        let by_ada = server.signed_in(ada.account, false).await;
        let asked = by_ada.get("/me/membership").await.body;
        holds(&asked, &["Say by January 2, 2028 that training goes on", "Are you still in training?"]);
        let word = [("training_ends", "2029-06-30")];
        let said = after(&by_ada, &sends(&by_ada, "/do/membership/confirm-training", &word, 2).await).await;
        holds(&said, &["Thank you.", "You are a member through November 5, 2028."]);

        let left = after(&by_ada, &sends(&by_ada, "/do/membership/leave", &[], 3).await).await;
        holds(&left, &["You have left. You can join again whenever you like.", "Your receipts stay here."]);
        for gone in ["You are a member", "Are you still in training?", "Leave today"] {
            assert!(!left.contains(gone), "{gone} is in {left}");
        }
        holds(&by_ada.get(&receipt).await.body, &[">Receipt</h1>", "Paid. Paid in full."]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_renews_in_time_goes_on_from_the_day_after_the_last() {
    on_both(async |world| {
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let first = ordered(&ada, "").await;
        pays(&desk, &first, "75", "").await;
        world.clock.set("2027-10-20T12:00:00Z".parse().unwrap());
        let server = server(world);
        let by_ada = server.signed_in(ada.account, false).await;
        let mine = by_ada.get("/me/membership").await.body;
        holds(&mine, &["You are a member through November 2, 2027.", "Renew or change"]);
        let wish = [("plan", "fellow"), ("stage", "fellow"), ("discount", "")];
        let sent = sends(&by_ada, "/do/membership/join", &wish, 1).await;
        let waits = after(&by_ada, &sent).await;
        holds(&waits, &[">Your order</h1>", "How to pay"]);
        assert!(!waits.contains("Holds from"), "nothing holds before it is paid: {waits}");
        let (path, second) = order_of(sent.header("location"));
        pays(&desk, &second, "75", "").await;
        let through = "Holds from Wednesday, November 3, 2027 through Thursday, November 2, 2028.";
        holds(&by_ada.get(&path).await.body, &[">Receipt</h1>", "Paid. Paid in full.", through]);
        holds(&by_ada.get("/me/membership").await.body, &["You are a member through November 2, 2028."]);
    })
    .await;
}
