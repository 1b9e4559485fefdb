//! `/me/membership`: how one stands, and one's orders.

use super::actions::{ConfirmTraining, LeaveAssociation};
use super::parts::instead;
use crate::ui::{Crumb, DoneNotice, Empty, Form, Page, SubmitButton, TextField};
use crate::{request, routes};
use domain::membership::{State, words};
use domain::money::Money;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::membership::{self, Mine, Ordered};

/// One's own membership.
#[component]
pub fn MembershipPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match membership::mine(&ctx).await {
            Ok(mine) => view! { <Body mine/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(mine: Mine) -> impl IntoView {
    let Mine { state, plan, last_day, grace_until, training_ends, can_confirm, sections, orders, .. } = mine;
    let plan = plan.map(|plan| view! { <p>{plan.name}</p> });
    let sections = (!sections.is_empty()).then(|| {
        let all = sections.into_iter().map(|section| {
            let to = routes::section(section.key).to_string();
            view! { <li><a href=to>{section.name}</a>" "<span class="soft">{section.rule}</span></li> }
        });
        view! {
            <section aria-labelledby="sections-title">
                <h2 id="sections-title">"Your sections"</h2>
                <ul class="ways">{all.collect_view()}</ul>
            </section>
        }
    });
    let ends = training_ends.map(|day| day.to_string()).unwrap_or_default();
    let confirm = can_confirm.then(|| {
        view! {
            <section class="card" aria-labelledby="training-title">
                <h2 id="training-title">"Are you still in training?"</h2>
                <p>"Say once a year when residency ends. It costs nothing and keeps your membership as it is."</p>
                <Form action=ConfirmTraining::PATH>
                    <TextField name="training_ends" label="The day it ends, or has ended" hint="Like 2029-06-30." initial=ends/>
                    <SubmitButton label="Say so"/>
                </Form>
            </section>
        }
    });
    let leave = state.keeps().then(|| {
        view! {
            <details class="more">
                <summary>"Leave the association"</summary>
                <p>"Your membership ends today. To let it run out, do nothing: nothing renews by itself."</p>
                <Form action=LeaveAssociation::PATH>
                    <p class="actions"><button class="button danger" type="submit">"Leave today"</button></p>
                </Form>
            </details>
        }
    });
    // A word costs nothing, so whoever can say it is not sent to the plans to renew.
    let join = if state == State::Active && !can_confirm { "Renew or change" } else { "See the plans" };
    let list = if orders.is_empty() {
        view! { <Empty title="No orders yet"><p>"What you order, and its receipts, are kept here."</p></Empty> }
            .into_any()
    } else {
        view! { <ul class="ways">{orders.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <Page title="My membership" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"My membership"</h1>
                <p class="lede">{words::state(state, last_day, grace_until, can_confirm)}</p>
                {plan}
            </div>
            <DoneNotice/>
            <div class="stack wide">
                {confirm}
                <p class="actions"><a class="button" href=routes::join().to_string()>{join}</a></p>
                {sections}
                <section aria-labelledby="orders-title">
                    <h2 id="orders-title">"Orders and receipts"</h2>
                    {list}
                </section>
                {leave}
            </div>
        </Page>
    }
}

fn row(order: Ordered) -> impl IntoView {
    let to = routes::my_order(order.id.as_str()).to_string();
    let total = Money::of(order.total, order.currency).to_string();
    view! { <li><a href=to>{order.plan}</a>" "<span class="soft">{format!("{total}, {}", order.state.label())}</span></li> }
}
