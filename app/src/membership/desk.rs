//! `/desk/membership`: orders and payments page by page, the books; and one order with its payments.

use super::actions::{CancelOrderFor, GiveBack, RecordPayment};
use super::parts::instead;
use super::receipt::inside;
use crate::access::DeskNav;
use crate::ui::time::long_date;
use crate::ui::{Column, Crumb, DataTable, DoneNotice, Form, Page, Pager, PagerLink, Select, SubmitButton, TextField};
use crate::{request, routes};
use domain::id::PublicId;
use domain::membership::{Method, OrderState, Section, takes_payment};
use domain::money::Money;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::ledger::{self, Sums};
use services::membership::{self, Listed, MembershipError, OnDesk, OrderList, Payment, Receipt};

/// The word of the list of payments, beside those of [`OrderList`].
const PAYMENTS: &str = "payments";

/// The beginning of every list, and the books; or one list, page by page.
#[component]
pub fn MembershipDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let list = request::query("list").unwrap_or_default();
    let after = request::query("after").and_then(|id| PublicId::parse(&id));
    Suspend::new(async move {
        let found = match OrderList::parse(&list) {
            Some(list) => orders_alone(&ctx, list, after).await,
            None if list == PAYMENTS => payments_alone(&ctx, after).await,
            None => everything(&ctx).await,
        };
        found.unwrap_or_else(|error| instead(&ctx, &error))
    })
    .into_any()
}

async fn orders_alone(ctx: &Ctx, list: OrderList, after: Option<PublicId>) -> Result<AnyView, MembershipError> {
    let page = membership::order_list(ctx, list, after).await?;
    let next = page.next;
    let body = order_section(list, page.rows).into_any();
    Ok(view! { <Alone word=list.word() title=title(list) body begun=after.is_some() next/> }.into_any())
}

async fn payments_alone(ctx: &Ctx, after: Option<PublicId>) -> Result<AnyView, MembershipError> {
    let page = membership::payment_list(ctx, after).await?;
    let next = page.next;
    let body = payment_section(page.rows).into_any();
    Ok(view! { <Alone word=PAYMENTS title="Payments" body begun=after.is_some() next/> }.into_any())
}

async fn everything(ctx: &Ctx) -> Result<AnyView, MembershipError> {
    let mut found = Vec::with_capacity(OrderList::ALL.len());
    for list in OrderList::ALL {
        found.push((list, membership::order_list(ctx, list, None).await?));
    }
    let payments = membership::payment_list(ctx, None).await?;
    let books = ledger::books(ctx).await?;
    let sections = membership::sections(ctx).await?;
    let orders = found.into_iter().map(|(list, Listed { rows, next })| {
        let more = next.map(|after| more(list.word(), title(list), after));
        view! { {order_section(list, rows)}{more} }.into_any()
    });
    let mut lists: Vec<AnyView> = orders.collect();
    let more = payments.next.map(|after| more(PAYMENTS, "Payments", after));
    lists.push(view! { {payment_section(payments.rows)}{more} }.into_any());
    Ok(view! { <Body lists sections books/> }.into_any())
}

const fn title(list: OrderList) -> &'static str {
    match list {
        OrderList::Waiting => "Waiting for payment",
        OrderList::Owed => "To be given back",
        OrderList::Paid => "Paid",
    }
}

/// The way on from the beginning of a list.
fn more(word: &str, title: &str, after: PublicId) -> impl IntoView + use<> {
    let to = routes::desk_membership_list(word).with("after", after.as_str()).to_string();
    view! { <p><a href=to>"More"<span class="hidden">{format!(" of: {title}")}</span></a></p> }
}

fn people(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

#[component]
fn Body(lists: Vec<AnyView>, sections: Vec<(Section, u64)>, books: Vec<Sums>) -> impl IntoView {
    let section = |(section, count): (Section, u64)| {
        let to = routes::desk_section(section.key).to_string();
        view! { <li><a href=to>{section.name}</a>" "<span class="soft">{format!("{}. {}", people(count), section.rule)}</span></li> }
    };
    let sections = sections.into_iter().map(section).collect_view();
    view! {
        <Page title="Membership" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head"><h1>"Membership"</h1></div>
            <DeskNav/>
            <DoneNotice/>
            <div class="stack wide">
                {lists}
                <section aria-labelledby="sections-title">
                    <h2 id="sections-title">"Sections"</h2>
                    <ul class="ways">{sections}</ul>
                </section>
                <section aria-labelledby="books-title">
                    <h2 id="books-title">"Books"</h2>
                    {books.is_empty().then(|| view! { <p>"Nothing is booked yet."</p> })}
                    {books.into_iter().map(chart).collect_view()}
                </section>
            </div>
        </Page>
    }
}

/// One list with its neighbors.
#[component]
fn Alone(
    word: &'static str,
    title: &'static str,
    body: AnyView,
    /// Whether this is not its beginning.
    begun: bool,
    #[prop(optional_no_strip)] next: Option<PublicId>,
) -> impl IntoView {
    let first = routes::desk_membership_list(word);
    let previous = PagerLink::start(&first, begun, "The beginning");
    let next = PagerLink::more(&first, next.as_ref().map(PublicId::as_str), "On");
    let crumbs = vec![Crumb::new("Desk", routes::desk()), Crumb::new("Membership", routes::desk_membership())];
    view! {
        <Page title crumbs>
            <div class="page-head"><h1>"Membership"</h1></div>
            <DeskNav/>
            <div class="stack wide">{body}</div>
            <Pager label="Pages of the list" previous next/>
        </Page>
    }
}

fn order_section(list: OrderList, orders: Vec<OnDesk>) -> impl IntoView {
    let row = |one: OnDesk| {
        let to = routes::desk_order(one.order.id.as_str()).to_string();
        let name = one.name.unwrap_or_else(|| "Somebody who shows no name".to_owned());
        let total = Money::of(one.order.total, one.order.currency);
        view! { <li><a href=to dir="auto">{name}</a>" "<span class="soft">{format!("{}, {total}", one.order.plan)}</span></li> }
    };
    let id = format!("{}-title", list.word());
    let none = orders.is_empty().then(|| view! { <p>"None."</p> });
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title(list)}</h2>
            {none}
            <ul class="ways">{orders.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

fn payment_section(payments: Vec<Payment>) -> impl IntoView {
    let row = |one: Payment| {
        let to = routes::desk_order(one.order.as_str()).to_string();
        let how = one.method.map_or("Given back", Method::label);
        view! { <li><a href=to>{long_date(&one.day)}</a>" "<span class="soft">{format!("{}, {how}", one.amount)}</span></li> }
    };
    let none = payments.is_empty().then(|| view! { <p>"None."</p> });
    view! {
        <section aria-labelledby="payments-title">
            <h2 id="payments-title">"Payments"</h2>
            {none}
            <ul class="ways">{payments.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

fn chart(sums: Sums) -> impl IntoView {
    let Sums { currency, books } = sums;
    let columns = vec![Column { label: "Account", number: false }, Column { label: "Sum", number: true }];
    let row = |(book, cents): (domain::membership::ledger::Book, i64)| {
        vec![book.label().to_owned(), Money::new(cents, currency).to_string()]
    };
    let rows = books.into_iter().map(row).collect();
    view! { <DataTable caption=format!("In {}; debits above zero", currency.word()) columns rows/> }
}

/// One order.
#[component]
pub fn OrderDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let params = leptos_router::hooks::use_params_map();
    let order = params.with_untracked(|params| params.get("order")).unwrap_or_default();
    Suspend::new(async move {
        match membership::order(&ctx, &order).await {
            Ok(receipt) => view! { <One receipt/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn One(receipt: Receipt) -> impl IntoView {
    let (id, state) = (receipt.order.id.to_string(), receipt.order.state);
    let (paid_for, back_for, cancel_for) = (id.clone(), id.clone(), id.clone());
    let file = routes::desk_receipt(&id).to_string();
    let takes = takes_payment(state, receipt.refunded);
    let ended = (!state.stands()).then(|| {
        view! {
            <p>
                "The order has ended. A payment takes it up again, with its code where that still works. Where it cannot be taken up, the money is to be given back; you are told which of it."
            </p>
        }
    });
    let methods: Vec<_> = Method::ALL.map(|one| (one.word().to_owned(), one.label().to_owned())).to_vec();
    let erased = receipt.erased.then(|| {
        view! { <p class="soft">"This person was erased: of payments only amounts and days are kept now, no references and no reasons."</p> }
    });
    let payment = takes.then(|| {
        view! {
            <section class="card" aria-labelledby="payment-title">
                <h2 id="payment-title">"A payment came"</h2>
                {ended}
                <Form action=RecordPayment::PATH>
                    <input type="hidden" name="order" value=paid_for/>
                    <TextField name="amount" label="Amount" hint="Such as 59.50; a part of it, or too much, is fine." inputmode="decimal"/>
                    <Select name="method" label="How it came" options=methods/>
                    <TextField name="received_on" label="The day it came" hint="Like 2026-11-28."/>
                    <TextField name="reference" label="Reference" hint="The check's number, the line of the bank." optional=true/>
                    <SubmitButton label="Write it down"/>
                </Form>
            </section>
        }
    });
    let back = (state != OrderState::Open && state != OrderState::Refunded).then(|| {
        view! {
            <section class="card" aria-labelledby="back-title">
                <h2 id="back-title">"Give money back"</h2>
                <p>"What was too much goes first. Once nothing of the price is left, the membership it gave ends."</p>
                <Form action=GiveBack::PATH row="back">
                    <input type="hidden" name="order" value=back_for/>
                    <TextField name="amount" label="Amount" inputmode="decimal"/>
                    <TextField name="reason" label="Why" hint="The person reads it."/>
                    <SubmitButton label="Give it back"/>
                </Form>
            </section>
        }
    });
    let cancel = (state == OrderState::Open).then(|| {
        view! {
            <Form action=CancelOrderFor::PATH row="cancel">
                <input type="hidden" name="order" value=cancel_for/>
                <p class="actions"><button class="button quiet" type="submit">"Cancel the order"</button></p>
            </Form>
        }
    });
    view! {
        <Page title=format!("Order {id}") crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("Membership", routes::desk_membership())]>
            <div class="page-head"><h1>"Order"</h1><p class="lede">{id}</p></div>
            <DoneNotice/>
            <div class="stack wide receipt">
                {inside(receipt)}
                <p class="actions"><a class="button quiet" href=file>"Download as PDF"</a></p>
                {erased}
                {payment}
                {back}
                {cancel}
            </div>
        </Page>
    }
}
