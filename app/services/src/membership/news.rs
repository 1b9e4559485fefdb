//! What people are told of their membership, in the transaction of the deed. It is about money, so it is always mailed.

use chrono::NaiveDate;
use domain::local_path::LocalPath;
use domain::membership::Plan;
use domain::money::{Currency, Money};
use domain::notifications::Topic;
use sea_orm::DbErr;

use super::again::Counts;
use super::entity::orders::Model as Order;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::notifications::{self, Notice};

fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}

fn money(order: &Order, cents: i64) -> Money {
    Money::new(cents, Currency::parse(&order.currency).unwrap_or(Currency::Usd))
}

fn long(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

async fn tell(tx: &WriteTx, ctx: &Ctx, account: i64, title: &str, text: &str, to: &str) -> Result<(), DbErr> {
    notifications::tell(tx, ctx, account, &Notice::new(Topic::Account, title, text, path(to))).await
}

fn receipt(order: &Order) -> String {
    format!("/me/membership/orders/{}", order.public_id)
}

pub(super) async fn ordered(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order, due: NaiveDate) -> Result<(), DbErr> {
    let code = if order.off > 0 { ", and the code on it," } else { "" };
    let text = format!("We keep it{code} until {}. The page says how to pay {}.", long(due), money(order, order.total));
    tell(tx, ctx, account, "Your order is waiting for its payment", &text, &receipt(order)).await
}

pub(super) async fn paid(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order, plan: &Plan) -> Result<(), DbErr> {
    let title = format!("You are a member: {}", plan.name);
    let text = format!("{} is paid. Your receipt is on its page, to read or to print.", money(order, order.total));
    tell(tx, ctx, account, &title, &text, &receipt(order)).await
}

pub(super) async fn partly(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order, counts: Counts) -> Result<(), DbErr> {
    let again = match counts {
        Counts::AsExpected | Counts::Held => "",
        Counts::TakenUp => " Your order had ended; it waits again, at the price it had.",
        Counts::WithoutCode => {
            " Your order had ended; it waits again, without its code, because that does not work for it any more."
        }
    };
    let text = format!(
        "{} has come in, and {} is missing.{again}",
        money(order, order.received),
        money(order, order.total - order.received)
    );
    tell(tx, ctx, account, "A part of your payment has come", &text, &receipt(order)).await
}

pub(super) async fn held(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order, cents: i64) -> Result<(), DbErr> {
    let title = format!("{} has come in and will be given back", money(order, cents));
    let text = "It came for an order that had ended, and the order cannot be taken up again.";
    tell(tx, ctx, account, &title, text, &receipt(order)).await
}

fn what_came_goes_back(order: &Order) -> &'static str {
    if order.received > 0 { " What you paid will be given back." } else { "" }
}

pub(super) async fn dropped(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order) -> Result<(), DbErr> {
    let back = what_came_goes_back(order);
    let text =
        format!("Its payment did not come in time, so we no longer keep it.{back} You can order again at any time.");
    tell(tx, ctx, account, "Your order has ended", &text, "/join").await
}

pub(super) async fn canceled(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order) -> Result<(), DbErr> {
    let back = what_came_goes_back(order);
    let text = format!("The association canceled it.{back} You can order again at any time.");
    tell(tx, ctx, account, "Your order was canceled", &text, "/join").await
}

pub(super) async fn given_back(tx: &WriteTx, ctx: &Ctx, account: i64, order: &Order, cents: i64) -> Result<(), DbErr> {
    let title = format!("{} goes back to you", money(order, cents));
    tell(tx, ctx, account, &title, "Why, and what is left of the order, stands on its page.", &receipt(order)).await
}

pub(super) async fn reminded(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    last: NaiveDate,
    training: bool,
) -> Result<(), DbErr> {
    let (title, text) = if training {
        (
            "Are you still in training?",
            format!("One press by {} keeps your membership as it is, at no cost.", long(last)),
        )
    } else {
        ("Your membership ends soon", format!("It holds through {}. Nothing renews by itself.", long(last)))
    };
    tell(tx, ctx, account, title, &text, "/me/membership").await
}

pub(super) async fn grace(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    until: Option<NaiveDate>,
    training: bool,
) -> Result<(), DbErr> {
    let day = |word: &str| until.map_or_else(String::new, |day| format!(" {word} {}", long(day)));
    let text = if training {
        let by = day("by");
        format!("Say{by} that training goes on, or choose what comes after it. Nothing is taken away before.")
    } else {
        format!("You can renew{}; nothing is taken away before.", day("until"))
    };
    tell(tx, ctx, account, "Your membership is to be renewed", &text, "/me/membership").await
}

pub(super) async fn lapsed(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let text = "You can come back whenever you like. Your receipts stay where they are.";
    tell(tx, ctx, account, "Your membership has run out", text, "/me/membership").await
}
