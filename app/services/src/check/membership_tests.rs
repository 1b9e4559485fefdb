//! Each promise of membership, the books and codes is broken once and seen.

use domain::codes::CodeForm;
use domain::membership::RefundForm;

use super::check;
use super::tests::sabotage;
use crate::codes::{add_code, hand_out};
use crate::db::DbKind;
use crate::membership::give_back;
use crate::membership::tests::{fresh, furnish, join, pays, treasurer, wants};
use crate::testing::TestWorld;

/// A member, somebody whose order waits for the rest, one who came with a code of a batch, and one whose money went back.
async fn lived_in(world: &TestWorld) {
    furnish(&world.ctx).await;
    let desk = treasurer(world).await;
    let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
    let (eve, kim) = (world.person("eve", &[]).await, world.person("kim", &[]).await);
    let order = join(&ada.ctx, &wants("resident", "exams", "IMG")).await.unwrap();
    pays(&desk, order.as_str(), "42.50").await.unwrap();
    let order = join(&ben.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
    pays(&desk, order.as_str(), "20").await.unwrap();
    let batch = CodeForm {
        kind: "single".to_owned(),
        code: "Spring fair".to_owned(),
        count: "3".to_owned(),
        off: "fixed".to_owned(),
        amount: "10".to_owned(),
        currency: "USD".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        ..CodeForm::default()
    };
    let batch = add_code(&desk.ctx, &batch, &fresh(&desk.ctx)).await.unwrap();
    let (_, file) = hand_out(&desk.ctx, batch.as_str()).await.unwrap();
    let code = file.lines().nth(1).unwrap();
    let order = join(&eve.ctx, &wants("fellow", "fellow", code)).await.unwrap();
    pays(&desk, order.as_str(), "65").await.unwrap();
    let order = join(&kim.ctx, &wants("fellow", "fellow", "")).await.unwrap();
    pays(&desk, order.as_str(), "80").await.unwrap();
    let back = RefundForm { amount: "15".to_owned(), reason: "Paid too much.".to_owned() };
    give_back(&desk.ctx, order.as_str(), &back, &fresh(&desk.ctx)).await.unwrap();
}

const BROKEN: &[(&str, &str, &str)] = &[
    ("plans", "UPDATE plans SET slug = 'No Plan' WHERE slug = 'life'", "no plan"),
    ("plans", "UPDATE plans SET currency = 'XXX'", "no plan"),
    ("memberships", "UPDATE memberships SET stage = 'wizard'", "stage is none"),
    ("memberships", "UPDATE memberships SET last_day = '2040-01-01' WHERE last_day IS NOT NULL", "the last day"),
    ("memberships", "UPDATE memberships SET grace_days = 1 WHERE last_day IS NOT NULL", "the last day"),
    ("memberships", "UPDATE memberships SET from_day = 'soon' WHERE from_day IS NOT NULL", "a day is none"),
    ("section_members", "DELETE FROM section_members", "is missing from"),
    ("section_members", "UPDATE section_members SET section = 'nobody' WHERE id = 1", "does not fit"),
    ("orders", "UPDATE orders SET stage = 'wizard'", "stage is none"),
    ("orders", "UPDATE orders SET currency = 'XXX'", "currency is none"),
    ("orders", "UPDATE orders SET subtotal = subtotal + 1, total = total + 1 WHERE state = 'open'", "its lines"),
    ("orders", "DELETE FROM order_lines", "its lines"),
    ("orders", "UPDATE orders SET received = total WHERE state = 'open'", "paid and waits"),
    ("orders", "UPDATE payments SET cents = cents + 1 WHERE cents > 0", "its payments"),
    ("orders", "DELETE FROM payments WHERE cents < 0", "its payments"),
    ("payments", "UPDATE payments SET method = 'barter' WHERE method IS NOT NULL", "the way it came"),
    ("ledger_postings", "UPDATE ledger_entries SET cents = cents + 1 WHERE id = 1", "does not balance"),
    ("ledger_postings", "DELETE FROM ledger_entries WHERE posting_id = 1", "does not balance"),
    ("orders", "UPDATE ledger_entries SET cents = cents * 2 WHERE posting_id = 1", "the books"),
    ("orders", "DELETE FROM ledger_postings WHERE kind = 'received'", "the books"),
    ("codes", "UPDATE codes SET taken = taken + 1 WHERE cap IS NULL", "its uses"),
    ("codes", "UPDATE codes SET plans = 'No Plan'", "no code"),
    ("code_singles", "UPDATE code_singles SET taken = 1 - taken", "its use"),
    ("code_singles", "UPDATE code_singles SET code_sha256 = 'short' WHERE id = 1", "hash is not one"),
    ("code_uses", "UPDATE code_uses SET state = 'released' WHERE state = 'held'", "as its order does"),
    ("code_uses", "UPDATE code_uses SET state = 'held' WHERE id = 1", "as its order does"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_promise_of_membership_is_seen() {
    for kind in crate::testing::kinds() {
        for (table, sql, broken) in BROKEN {
            let world = match kind {
                DbKind::Sqlite => TestWorld::sqlite().await,
                DbKind::Postgres => TestWorld::postgres().await,
            };
            lived_in(&world).await;
            assert_eq!(check(&world.ctx).await.unwrap(), [], "before {sql}");
            sabotage(&world.ctx, sql).await;
            let findings = check(&world.ctx).await.unwrap();
            let seen = findings.iter().any(|found| found.table == *table && found.broken.contains(broken));
            assert!(seen, "{}: {sql}: {findings:?}", kind.name());
            world.end().await;
        }
    }
}
