//! `/me/membership/orders/<order>`: the order, how to pay it, and the receipt; prints as it stands.

use super::actions::CancelOrder;
use super::parts::instead;
use crate::ui::time::long_date;
use crate::ui::{Column, Crumb, DataTable, DoneNotice, Form, Moment, Page};
use crate::{request, routes};
use domain::membership::{OrderState, words};
use domain::money::Money;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::config::Org;
use services::membership::{self, Receipt};

/// One order of the viewer.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let params = leptos_router::hooks::use_params_map();
    let order = params.with_untracked(|params| params.get("order")).unwrap_or_default();
    Suspend::new(async move {
        match membership::receipt(&ctx, &order).await {
            Ok(receipt) => view! { <Body receipt org=ctx.config.org.clone()/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(receipt: Receipt, org: Org) -> impl IntoView {
    let order = receipt.order.clone();
    let open = order.state == OrderState::Open;
    let paid = matches!(order.state, OrderState::Paid | OrderState::Refunded);
    let title = if paid { "Receipt" } else { "Your order" };
    let id = order.id.to_string();
    let file = routes::my_receipt(&id).to_string();
    let pay = open.then(|| {
        let due = long_date(&order.due);
        let number = id.clone();
        view! {
            <section class="card" aria-labelledby="pay-title">
                <h2 id="pay-title">"How to pay"</h2>
                <p>{format!("Send a check or a transfer of what is missing so that it arrives by {due}, and write the number ")}
                    <strong>{number}</strong>" on it. Write to "{org.email.clone()}" for the address of the account."</p>
                <Form action=CancelOrder::PATH>
                    <input type="hidden" name="order" value=id.clone()/>
                    <p class="actions"><button class="button quiet" type="submit">"Cancel the order"</button></p>
                </Form>
            </section>
        }
    });
    view! {
        <Page title crumbs=vec![Crumb::new("My membership", routes::my_membership())]>
            <div class="page-head">
                <h1>{title}</h1>
                <p class="lede">{org.name.clone()}</p>
                <p>"Number "<strong>{order.id.to_string()}</strong></p>
            </div>
            <DoneNotice/>
            <div class="stack wide receipt">
                {inside(receipt)}
                <p class="actions"><a class="button quiet" href=file>"Download as PDF"</a></p>
                {pay}
            </div>
        </Page>
    }
}

/// What stands on a receipt, for the person and for the treasurer.
pub(super) fn inside(receipt: Receipt) -> impl IntoView {
    let Receipt { order, name, lines, payments, refunded, holds, paid_at, .. } = receipt;
    let money = move |cents: i64| Money::new(cents, order.currency).to_string();
    let column = |label: &'static str, number: bool| Column { label, number };
    let mut rows: Vec<_> = lines.into_iter().map(|line| vec![line.label, money(line.cents)]).collect();
    rows.push(vec!["Total".to_owned(), money(order.total.get())]);
    let columns = vec![column("For", false), column("Amount", true)];
    let here = payments.iter().map(|one| one.cents).sum();
    let standing = words::standing(order.state, order.paid, here, order.currency);
    let came = (!payments.is_empty()).then(|| {
        let rows = payments.into_iter().map(|one| vec![long_date(&one.day), one.about, money(one.cents)]).collect();
        let columns = vec![column("Day", false), column("How", false), column("Amount", true)];
        view! { <DataTable caption="Payments" columns rows/> }
    });
    let name = name.map(|name| view! { <p>"For "<strong dir="auto">{name}</strong></p> });
    let zone = request::try_ctx().map(|ctx| ctx.config.org.zone);
    let paid_on = paid_at.zip(zone).map(|(at, zone)| view! { <p>"Paid in full on "<Moment at zone/></p> });
    let holds = holds.map(|(from, through)| {
        let through = through.map_or_else(|| "for life".to_owned(), |day| format!("through {}", long_date(&day)));
        view! { <p>{format!("Holds from {} {through}.", long_date(&from))}</p> }
    });
    let back = (refunded.get() > 0).then(|| view! { <p>{format!("{} was given back.", money(refunded.get()))}</p> });
    view! {
        {name}
        <DataTable caption="What it is for" columns rows/>
        <p>{standing}</p>
        {paid_on}
        {came}
        {back}
        {holds}
    }
}
