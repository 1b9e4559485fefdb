//! `/desk/plans`: what membership costs, for whom, and for how long.

use super::actions::{AddPlan, ChangePlan};
use super::parts::{audience, instead, stages};
use crate::access::DeskNav;
use crate::ui::{Boxes, Choices, Crumb, DoneNotice, Empty, Form, Page, SafeTextarea, Select, SubmitButton, TextField};
use crate::{request, routes};
use domain::membership::{Plan, Term, words};
use domain::money::{Currency, Money};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::membership;

/// Every plan.
#[component]
pub fn PlansDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let all = match membership::plans(&ctx).await {
            Ok(all) => all,
            Err(error) => return instead(&ctx, &error),
        };
        let inside = if all.is_empty() {
            view! { <Empty title="No plan yet"><p>"Make one: people see it at once if it takes orders."</p></Empty> }
                .into_any()
        } else {
            view! { <ul class="devices">{all.into_iter().map(card).collect_view()}</ul> }.into_any()
        };
        view! {
            <Page title="Plans" crumbs=vec![Crumb::new("Desk", routes::desk())]>
                <div class="page-head"><h1>"Plans"</h1></div>
                <DeskNav/>
                <DoneNotice/>
                <p class="actions"><a class="button" href=routes::desk_new_plan().to_string()>"Make a plan"</a></p>
                {inside}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

fn card(plan: Plan) -> impl IntoView {
    let to = routes::desk_plan(plan.key.as_str()).to_string();
    let price = Money::of(plan.price, plan.currency);
    let sells = if plan.open { "Takes orders" } else { "Closed" };
    let told = format!("{price}. {}. For: {}.", words::term(plan.term), audience(&plan));
    view! {
        <li class="card">
            <div>
                <h2><a href=to dir="auto">{plan.name}</a></h2>
                <p><span class="tag">{sells}</span></p>
                <p class="soft">{told}</p>
            </div>
        </li>
    }
}

/// The form for a new plan.
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        // The same door as that of the desk.
        if let Err(error) = membership::plans(&ctx).await {
            return instead(&ctx, &error);
        }
        view! {
            <Page title="Make a plan" crumbs=crumbs()>
                <div class="page-head">
                    <h1>"Make a plan"</h1>
                    <p class="lede">"Its term and its currency stay as they are, because people pay for them. Everything else can be changed."</p>
                </div>
                <Form action=AddPlan::PATH>
                    <TextField name="key" label="Short name" hint="For addresses and the rules of codes: small letters, digits and hyphens, such as resident."/>
                    <Fields/>
                    <SubmitButton label="Make the plan"/>
                </Form>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// One plan, to be changed.
#[component]
pub fn PlanDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let params = leptos_router::hooks::use_params_map();
    let key = params.with_untracked(|params| params.get("plan")).unwrap_or_default();
    Suspend::new(async move {
        let plan = match membership::plan(&ctx, &key).await {
            Ok(plan) => plan,
            Err(error) => return instead(&ctx, &error),
        };
        let (name, key) = (plan.name.clone(), plan.key.to_string());
        view! {
            <Page title=name.clone() crumbs=crumbs()>
                <div class="page-head">
                    <h1 dir="auto">{name}</h1>
                    <p class="lede">"Orders that were placed keep their price."</p>
                </div>
                <DoneNotice/>
                <Form action=ChangePlan::PATH>
                    <input type="hidden" name="key" value=key/>
                    <Fields plan/>
                    <SubmitButton label="Save the plan"/>
                </Form>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("Desk", routes::desk()), Crumb::new("Plans", routes::desk_plans())]
}

/// What a plan says, empty or as it is.
#[component]
fn Fields(#[prop(optional)] plan: Option<Plan>) -> impl IntoView {
    let said = |of: &dyn Fn(&Plan) -> String| plan.as_ref().map(of).unwrap_or_default();
    let (name, summary) = (said(&|plan| plan.name.clone()), said(&|plan| plan.summary.clone()));
    let price = said(&|plan| format!("{}.{:02}", plan.price.get() / 100, plan.price.get() % 100));
    let currency = plan.as_ref().map_or(Currency::Usd, |plan| plan.currency).word();
    let currencies: Vec<_> = Currency::ALL.map(|one| (one.word().to_owned(), one.word().to_owned())).to_vec();
    let term = plan.as_ref().map_or(Term::Months(12), |plan| plan.term);
    let months = term.months().map(|months| months.to_string()).unwrap_or_default();
    let chosen: Vec<String> =
        plan.iter().flat_map(|plan| plan.audience.iter()).map(|stage| stage.word().to_owned()).collect();
    let grace = plan.as_ref().map_or_else(|| "60".to_owned(), |plan| plan.grace_days.to_string());
    let most = plan.as_ref().map_or_else(|| "1".to_owned(), |plan| plan.most_terms.to_string());
    let open: Vec<String> = plan.as_ref().is_none_or(|plan| plan.open).then(|| "yes".to_owned()).into_iter().collect();
    let terms = vec![
        ("months", "So many months from the day it begins"),
        ("calendar-year", "Until the end of the calendar year"),
        ("lifetime", "For life"),
        ("training", "Until residency ends: one price for all the years"),
    ];
    view! {
        <TextField name="name" label="Name" hint="It stands on receipts." initial=name/>
        <SafeTextarea name="summary" label="What it is" hint="Who it is for and what is in it, in a sentence or two." initial=summary rows=3 optional=true/>
        <TextField name="price" label="Price of one term" hint="Such as 59.50; 0 for nothing." initial=price inputmode="decimal"/>
        <Select name="currency" label="Currency" options=currencies initial=currency/>
        <Choices name="term" legend="How long it holds" options=terms initial=term.word()/>
        <TextField name="months" label="Months" hint="Only where it holds so many months." initial=months inputmode="numeric" optional=true/>
        <Boxes name="stages" legend="For people at these stages" hint=Some("None for everybody.".to_owned()) options=stages() initial=chosen/>
        <TextField name="grace_days" label="Days of grace" hint="After the last day, before anything is taken away." initial=grace inputmode="numeric"/>
        <TextField name="most_terms" label="Terms at once" hint="How many may be bought together, at most 10." initial=most inputmode="numeric"/>
        <Boxes name="open" legend="Orders" options=vec![("yes".to_owned(), "It takes orders".to_owned())] initial=open/>
    }
}
