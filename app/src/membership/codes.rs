//! `/desk/codes`: codes and batches, how often they were used, what partners brought, and making one.

use super::actions::{MakeCode, StopCode};
use super::parts::{instead, stages};
use crate::access::DeskNav;
use crate::ui::{
    Boxes, Checkbox, Choices, Column, Crumb, DataTable, DoneNotice, Folded, Form, Page, Pager, PagerLink, Select,
    SubmitButton, TextField,
};
use crate::{request, routes};
use domain::codes::{Kind, Purpose};
use domain::id::PublicId;
use domain::membership::Plan;
use domain::money::Currency;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::codes::{self, Brought, OnDesk};
use services::membership::{self, Listed, MembershipError};

/// Every code.
#[component]
pub fn CodesDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let zone = ctx.config.org.zone.name();
    let after = request::query("after").and_then(|id| PublicId::parse(&id));
    Suspend::new(async move {
        let found = async {
            let page = codes::list(&ctx, after).await?;
            // The sums are of all codes, so they stand where these begin.
            let partners = if after.is_none() { codes::by_partner(&ctx).await? } else { Vec::new() };
            Ok::<_, MembershipError>((page, partners, membership::plans(&ctx).await?))
        };
        match found.await {
            Ok((page, partners, plans)) => view! { <Body page partners plans zone begun=after.is_some()/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(
    page: Listed<OnDesk>,
    partners: Vec<Brought>,
    plans: Vec<Plan>,
    zone: &'static str,
    /// Whether this is not the beginning of the list.
    begun: bool,
) -> impl IntoView {
    let Listed { rows, next } = page;
    let none = (rows.is_empty() && !begun).then(|| view! { <p>"No codes yet."</p> });
    let partners = (!partners.is_empty()).then(|| by_partner(partners));
    let previous = PagerLink::start(&routes::desk_codes(), begun, "The newest");
    let next = PagerLink::more(&routes::desk_codes(), next.as_ref().map(PublicId::as_str), "Made earlier");
    view! {
        <Page title="Codes" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head"><h1>"Codes"</h1></div>
            <DeskNav/>
            <DoneNotice/>
            <div class="stack wide">
                {none}
                <ul class="devices">{rows.into_iter().map(card).collect_view()}</ul>
                <Pager label="Pages of codes" previous next/>
                {partners}
                <Make plans zone/>
            </div>
        </Page>
    }
}

/// How many came of each partner over all of its codes; never who.
fn by_partner(all: Vec<Brought>) -> impl IntoView {
    let column = |label, number| Column { label, number };
    let columns = vec![column("Partner", false), column("Used", true), column("Held", true)];
    let rows = all.into_iter().map(|one| vec![one.partner, one.redeemed.to_string(), one.held.to_string()]).collect();
    view! { <DataTable caption="By partner" columns rows/> }
}

fn card(code: OnDesk) -> impl IntoView {
    let OnDesk { id, kind, label, rules, partner, held, redeemed, handed_out_at } = code;
    let id = id.to_string();
    let off = rules.off.words(rules.currency.unwrap_or(Currency::Usd));
    let used = match rules.cap {
        Some(cap) => format!("{redeemed} used and {held} held of {cap}"),
        None => format!("{redeemed} used and {held} held"),
    };
    let waits = kind == Kind::Single && handed_out_at.is_none() && !rules.stopped;
    let batch = (kind == Kind::Single).then_some("A batch; each code works once.");
    let to = routes::desk_batch(&id).to_string();
    let hand_out = waits.then(|| view! { <p class="actions"><a class="button" href=to>"Hand the codes out"</a></p> });
    let stop = (!rules.stopped).then(|| {
        view! {
            <Form action=StopCode::PATH row=id.clone()>
                <input type="hidden" name="made" value=id.clone()/>
                <p class="actions"><button class="button quiet" type="submit">"Stop it"</button></p>
            </Form>
        }
    });
    view! {
        <li class="card">
            <div>
                <h2 dir="auto">{label}</h2>
                <p>{format!("{off} off. {}. {used}.", rules.purpose.label())}</p>
                {batch.map(|words| view! { <p class="soft">{words}</p> })}
                {partner.map(|name| view! { <p class="soft" dir="auto">"Brings people of "{name}</p> })}
                {rules.stopped.then(|| view! { <p class="soft">"Stopped."</p> })}
            </div>
            {hand_out}
            {stop}
        </li>
    }
}

/// A batch that waits to be handed out.
#[component]
pub fn BatchPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let params = leptos_router::hooks::use_params_map();
    let batch = params.with_untracked(|params| params.get("batch")).unwrap_or_default();
    Suspend::new(async move {
        match codes::batch(&ctx, &batch).await {
            Ok(code) => view! { <Batch code/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Batch(code: OnDesk) -> impl IntoView {
    let to = routes::desk_batch(code.id.as_str()).to_string();
    let count = code.rules.cap.unwrap_or_default();
    view! {
        <Page title=format!("Hand out {}", code.label) crumbs=vec![Crumb::new("Codes", routes::desk_codes())]>
            <div class="page-head">
                <h1>"Hand out the codes"</h1>
                <p class="lede" dir="auto">{code.label.clone()}</p>
            </div>
            <p>{format!("{count} codes are made now and come as a file. They are shown this once: afterwards nobody, not even we, can read them.")}</p>
            <p>"Press once. If the file does not come, stop the batch and make another."</p>
            <form method="post" action=to>
                <p class="actions"><button class="button" type="submit">"Make the file"</button></p>
            </form>
            <p><a href=routes::desk_codes().to_string()>"Back to the codes"</a></p>
        </Page>
    }
}

#[component]
fn Make(plans: Vec<Plan>, zone: &'static str) -> impl IntoView {
    let plans: Vec<_> = plans.into_iter().map(|plan| (plan.key.to_string(), plan.name)).collect();
    let purposes = Purpose::ALL.map(|one| (one.word(), one.label())).to_vec();
    let currencies: Vec<_> = Currency::ALL.map(|one| (one.word().to_owned(), one.word().to_owned())).to_vec();
    view! {
        <section class="card" aria-labelledby="make-title">
            <h2 id="make-title">"Make a code"</h2>
            <Form action=MakeCode::PATH row="make">
                <Choices name="kind" legend="Kind" options=vec![("shared", "One for many, such as IMG"), ("single", "A batch; each code works once")] initial="shared"/>
                <TextField name="letters" label="The code, or the name of the batch"/>
                <TextField name="count" label="Codes in the batch" inputmode="numeric" optional=true/>
                <Choices name="off" legend="What it takes off" options=vec![("percent", "A percentage"), ("fixed", "An amount")] initial="percent"/>
                <TextField name="amount" label="How much" hint="15 for a percentage, 10.00 for an amount."/>
                <Select name="currency" label="Currency, of an amount" options=currencies optional=true/>
                <Boxes name="plans" legend="Only these plans" hint=Some("None for all.".to_owned()) options=plans/>
                <TextField name="until" label="Until" hint="Like 2027-01-31 18:00. Left empty, it works until you stop it." optional=true/>
                <Folded summary="Limits" fields=vec![("from", ""), ("zone", zone), ("cap", ""), ("per_person", "1"), ("minimum", "")]>
                    <TextField name="from" label="From" hint="Like 2027-01-31 18:00." optional=true/>
                    <TextField name="zone" label="Time zone" hint="Of both times." initial=zone/>
                    <TextField name="cap" label="How often, by everybody" inputmode="numeric" optional=true/>
                    <TextField name="per_person" label="How often, by one person" inputmode="numeric" initial="1"/>
                    <TextField name="minimum" label="Only orders of at least" inputmode="decimal" optional=true/>
                </Folded>
                <Folded summary="Who may use it" fields=vec![("purpose", "both"), ("stages", ""), ("first_purchase", "")]>
                    <Choices name="purpose" legend="For whom" options=purposes initial="both"/>
                    <Boxes name="stages" legend="Only for people at these stages" hint=Some("None for everybody.".to_owned()) options=stages()/>
                    <Checkbox name="first_purchase" label="Only for a person's first order"/>
                </Folded>
                <Folded summary="Partner" fields=vec![("partner", "")]>
                    <TextField name="partner" label="Partner whose people it brings" hint="Only how many came is counted, never who." optional=true/>
                </Folded>
                <SubmitButton label="Make it"/>
            </Form>
        </section>
    }
}
