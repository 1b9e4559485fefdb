//! Plans, orders, payments, what time does, and the books after each story, on both databases.

use domain::access::Capability;
use domain::codes::CodeForm;
use domain::id::PublicId;
use domain::membership::ledger::Book;
use domain::membership::{JoinForm, OrderState, Paid, PaymentForm, RefundForm, State, Thing};
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::*;
use crate::ctx::Ctx;
use crate::mail::entity::mails as mail_rows;
use crate::testing::{Person, TestWorld, on_both};

mod again;
mod leaving;
mod lists;
mod ordering;
mod plan_desk;
mod receipts;
mod refunds;
mod sections;
mod time;

/// The sample plans, and the code IMG.
pub(crate) async fn furnish(ctx: &Ctx) {
    add_sample(ctx).await.unwrap();
}

/// Somebody orders a plan.
pub(crate) fn wants(plan: &str, stage: &str, code: &str) -> JoinForm {
    JoinForm {
        plan: plan.to_owned(),
        stage: stage.to_owned(),
        img: "yes".to_owned(),
        training_ends: if plan == "resident" { "2029-06-30".to_owned() } else { String::new() },
        terms: String::new(),
        code: code.to_owned(),
    }
}

/// The key of a form that is drawn for the first time.
pub(crate) fn fresh(ctx: &Ctx) -> String {
    ctx.dice.public_id().to_string()
}

/// Orders with a form of its own.
pub(crate) async fn join(ctx: &Ctx, form: &JoinForm) -> Result<PublicId, MembershipError> {
    super::join(ctx, form, &fresh(ctx)).await
}

async fn give_back(ctx: &Ctx, order_id: &str, form: &RefundForm) -> Result<(), MembershipError> {
    super::give_back(ctx, order_id, form, &fresh(ctx)).await
}

/// The treasurer.
pub(crate) async fn treasurer(world: &TestWorld) -> Person {
    world.person("treasurer", &[Capability::Treasurer]).await
}

/// Pays this much for an order.
pub(crate) async fn pays(desk: &Person, order_id: &str, amount: &str) -> Result<(), MembershipError> {
    counts(desk, order_id, amount).await.map(|_| ())
}

/// The same, and what the payment was for.
async fn counts(desk: &Person, order_id: &str, amount: &str) -> Result<Counts, MembershipError> {
    let form = PaymentForm {
        amount: amount.to_owned(),
        method: "check".to_owned(),
        received_on: "2026-11-03".to_owned(),
        reference: "1001".to_owned(),
    };
    record_payment(&desk.ctx, order_id, &form, &fresh(&desk.ctx)).await
}

pub(crate) async fn is_whole(world: &TestWorld) {
    assert_eq!(crate::check::check(&world.ctx).await.unwrap(), []);
}

fn refusal<T: std::fmt::Debug>(result: Result<T, MembershipError>) -> Refusal {
    match result {
        Err(MembershipError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// The fields that are told of.
pub(crate) fn fields<T: std::fmt::Debug>(result: Result<T, MembershipError>) -> Vec<String> {
    match result {
        Err(MembershipError::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

async fn state(person: &Person) -> State {
    mine(&person.ctx).await.unwrap().state
}

async fn book(desk: &Person, book: Book) -> i64 {
    let all = crate::ledger::books(&desk.ctx).await.unwrap();
    let sum: i64 = all.iter().flat_map(|sums| &sums.books).map(|(_, cents)| cents).sum();
    assert_eq!(sum, 0);
    all.iter().flat_map(|sums| &sums.books).filter(|(known, _)| *known == book).map(|(_, cents)| cents).sum()
}

/// Titles and texts of what somebody was told, the newest first.
async fn told(person: &Person) -> Vec<(String, String)> {
    let page = crate::notifications::list(&person.ctx, None).await.unwrap();
    page.listed.into_iter().map(|one| (one.title, one.text)).collect()
}

async fn mails_to(ctx: &Ctx, to: &str) -> usize {
    let all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
    all.iter().filter(|mail| mail.recipient.as_ref().is_some_and(|known| known.0 == to)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_with_the_code_img_and_pays_in_two_parts() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("resident", "exams", " img ")).await.unwrap();
        assert_eq!(state(&ada).await, State::Pending);
        assert!(!may_see(&ada.ctx, Thing::MembersEvents).await.unwrap());
        let bill = receipt(&ada.ctx, id.as_str()).await.unwrap();
        let lines: Vec<_> = bill.lines.iter().map(|line| (line.label.as_str(), line.cents)).collect();
        assert_eq!(lines, [("Resident membership", 5_000), ("IMG \u{2212}15 %", -750)]);
        assert_eq!(book(&desk, Book::Receivable).await, 4_250);
        // A second order would be paid twice.
        assert_eq!(refusal(join(&ada.ctx, &wants("resident", "exams", "")).await), Refusal::OrderOpen);
        assert_eq!(waiting(&ada.ctx).await.unwrap().map(|order| order.id), Some(id));
        assert_eq!(waiting(&desk.ctx).await.unwrap(), None);
        pays(&desk, id.as_str(), "20").await.unwrap();
        assert_eq!(state(&ada).await, State::Pending);
        pays(&desk, id.as_str(), "22.50").await.unwrap();
        assert_eq!(waiting(&ada.ctx).await.unwrap(), None);
        let found = mine(&ada.ctx).await.unwrap();
        assert_eq!((found.state, found.can_confirm), (State::Active, true));
        assert_eq!(found.last_day.unwrap().to_string(), "2027-11-03");
        assert_eq!(found.training_ends.unwrap().to_string(), "2029-06-30");
        assert_eq!(found.sections.iter().map(|section| section.key).collect::<Vec<_>>(), ["img", "on-the-way"]);
        assert!(may_see(&ada.ctx, Thing::MembersEvents).await.unwrap());
        assert_eq!(book(&desk, Book::Bank).await, 4_250);
        assert_eq!(book(&desk, Book::Receivable).await, 0);
        assert_eq!(book(&desk, Book::Discounts).await, 750);
        // Told of the order, of each part of the payment.
        assert_eq!(mails_to(&world.ctx, "ada@example.org").await, 3);
        is_whole(world).await;
        let part = export_part(&world.ctx, ada.account).await.unwrap();
        assert_eq!(part["state"], "active");
        assert_eq!(part["orders"][0]["total_cents"], 4_250);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_goes_back_first_and_with_the_price_the_membership_ends() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, id.as_str(), "80").await.unwrap();
        let bill = order(&desk.ctx, id.as_str()).await.unwrap();
        assert!(matches!(bill.order.paid, Paid::Over { .. }));
        assert_eq!(book(&desk, Book::Owed).await, -500);
        let back = |amount: &str| RefundForm { amount: amount.to_owned(), reason: "Paid too much.".to_owned() };
        give_back(&desk.ctx, id.as_str(), &back("5")).await.unwrap();
        assert_eq!((book(&desk, Book::Owed).await, state(&ada).await), (0, State::Active));
        assert_eq!(fields(give_back(&desk.ctx, id.as_str(), &back("75.01")).await), ["amount"]);
        give_back(&desk.ctx, id.as_str(), &back("25")).await.unwrap();
        assert_eq!(state(&ada).await, State::Active);
        give_back(&desk.ctx, id.as_str(), &back("50")).await.unwrap();
        assert_eq!(state(&ada).await, State::Refunded);
        assert!(!may_see(&ada.ctx, Thing::MembersEvents).await.unwrap());
        // The receipt is hers however she stands.
        assert_eq!(receipt(&ada.ctx, id.as_str()).await.unwrap().order.state, OrderState::Refunded);
        assert_eq!((book(&desk, Book::Bank).await, book(&desk, Book::Refunds).await), (0, 7_500));
        assert_eq!(refusal(pays(&desk, id.as_str(), "1").await), Refusal::OrderSettled);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_for_whom_they_say_and_another_s_order_is_not_there() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, ben, desk) = (world.person("ada", &[]).await, world.person("ben", &[]).await, treasurer(world).await);
        assert_eq!(refusal(join(&ada.ctx, &wants("resident", "practising", "")).await), Refusal::PlanNotForYou);
        assert_eq!(refusal(join(&ada.ctx, &wants("nothing", "resident", "")).await), Refusal::PlanNotForYou);
        let without = JoinForm { training_ends: String::new(), ..wants("resident", "resident", "") };
        assert_eq!(fields(join(&ada.ctx, &without).await), ["training_ends"]);
        let many = JoinForm { terms: "4".to_owned(), ..wants("fellow", "fellow", "") };
        assert_eq!(fields(join(&ada.ctx, &many).await), ["terms"]);
        assert!(matches!(join(&world.ctx, &wants("fellow", "fellow", "")).await, Err(MembershipError::Denied(_))));
        let id = join(&ada.ctx, &wants("life", "practising", "")).await.unwrap();
        for denied in [receipt(&ben.ctx, id.as_str()).await.map(|_| ()), cancel_order(&ben.ctx, id.as_str()).await] {
            assert!(matches!(denied, Err(MembershipError::NotFound)));
        }
        assert!(matches!(pays(&ben, id.as_str(), "1").await, Err(MembershipError::Denied(_))));
        assert!(matches!(order_list(&ben.ctx, OrderList::Waiting, None).await, Err(MembershipError::Denied(_))));
        assert_eq!(order_list(&desk.ctx, OrderList::Waiting, None).await.unwrap().rows.len(), 1);
        pays(&desk, id.as_str(), "1500").await.unwrap();
        assert_eq!(refusal(join(&ada.ctx, &wants("life", "practising", "")).await), Refusal::NothingToRenew);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_nothing_is_paid_at_once_and_several_terms_are_rounded_once() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let free = CodeForm {
            kind: "shared".to_owned(),
            code: "guest-speaker".to_owned(),
            off: "percent".to_owned(),
            amount: "100".to_owned(),
            purpose: "new".to_owned(),
            zone: "America/New_York".to_owned(),
            ..CodeForm::default()
        };
        crate::codes::add_code(&desk.ctx, &free, &fresh(&desk.ctx)).await.unwrap();
        join(&ada.ctx, &wants("fellow", "fellow", "Guest-Speaker")).await.unwrap();
        assert_eq!(state(&ada).await, State::Active);
        // Now it is a renewal, which that code is not for.
        assert_eq!(fields(join(&ada.ctx, &wants("fellow", "fellow", "guest-speaker")).await), ["code"]);
        let three = JoinForm { terms: "3".to_owned(), ..wants("fellow", "fellow", "img") };
        let id = join(&ada.ctx, &three).await.unwrap();
        assert_eq!(receipt(&ada.ctx, id.as_str()).await.unwrap().order.total.get(), 22_500 - 3_375);
        pays(&desk, id.as_str(), "191.25").await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().last_day.unwrap().to_string(), "2030-11-02");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_has_one_effect() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let (order_key, payment_key) = (fresh(&ada.ctx), fresh(&desk.ctx));
        let wish = wants("fellow", "fellow", "IMG");
        let id = super::join(&ada.ctx, &wish, &order_key).await.unwrap();
        assert_eq!(super::join(&ada.ctx, &wish, &order_key).await.unwrap(), id);
        let other = wants("fellow", "fellow", "");
        assert!(matches!(super::join(&ada.ctx, &other, &order_key).await, Err(MembershipError::KeyConflict)));
        let form = PaymentForm {
            amount: "60".to_owned(),
            method: "transfer".to_owned(),
            received_on: "2026-11-03".to_owned(),
            reference: String::new(),
        };
        for _ in 0..2 {
            record_payment(&desk.ctx, id.as_str(), &form, &payment_key).await.unwrap();
        }
        let all = futures::future::join_all((0..8).map(|_| {
            let form = PaymentForm { amount: "3.75".to_owned(), ..form.clone() };
            let (ctx, id) = (desk.ctx.clone(), id.to_string());
            async move { record_payment(&ctx, &id, &form, "one-key-for-eight-at-once").await }
        }));
        assert!(all.await.iter().all(Result::is_ok));
        assert_eq!(book(&desk, Book::Bank).await, 6_375);
        assert_eq!(state(&ada).await, State::Active);
        let without = record_payment(&desk.ctx, id.as_str(), &form, "short").await;
        assert_eq!(fields(without), ["key"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_the_books_as_they_are() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, id.as_str(), "75").await.unwrap();
        let open = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(order(&desk.ctx, open.as_str()).await.unwrap().order.state, OrderState::Cancelled);
        assert_eq!(book(&desk, Book::Bank).await, 7_500);
        let rows = entity::orders::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(rows.iter().all(|row| row.account_id.is_none() && row.stage.is_none()));
        let paid = entity::payments::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(paid.iter().map(|row| row.cents).collect::<Vec<_>>(), [7_500]);
        assert!(paid.iter().all(|row| row.reference.0.is_empty() && row.reason.0.is_empty()));
        is_whole(world).await;
    })
    .await;
}
