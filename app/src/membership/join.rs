//! `/join`, `/join?code=img`: what everything costs before anybody signs up, and the order.

use super::actions::JoinPlan;
use super::parts::{instead, stages};
use crate::ui::time::long_date;
use crate::ui::{
    Alert, Checkbox, Column, DataTable, DoneNotice, Empty, Form, Page, Select, SubmitButton, TextField, Tone,
    is_refused,
};
use crate::{request, routes};
use domain::access::Standing;
use domain::membership::{PlanKey, words};
use domain::money::Money;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::codes::{self, Answer, Offer, Prices};
use services::membership::{self, Ordered};

/// The plans and the order.
#[component]
pub fn JoinPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let code = match request::form_state() {
        // It was looked at a moment ago, and each wrong one costs a try.
        Some(refused) if refused.field_error("discount").is_some() => String::new(),
        Some(refused) => refused.value("discount").unwrap_or_default().to_owned(),
        None => request::query("code").unwrap_or_default(),
    };
    let plan = request::query("plan").filter(|key| PlanKey::parse(key).is_some()).unwrap_or_default();
    let standing = ctx.viewer.member.as_ref().map(|member| member.standing);
    Suspend::new(async move {
        let found = async {
            let prices = codes::prices(&ctx, None, Some(code.as_str())).await?;
            let waiting = if standing == Some(Standing::Active) { membership::waiting(&ctx).await? } else { None };
            Ok((prices, waiting))
        };
        match found.await {
            Ok((prices, waiting)) => {
                let org = ctx.config.org.short_name.clone();
                view! { <Body prices code plan standing waiting org/> }.into_any()
            }
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Body(
    prices: Prices,
    code: String,
    /// The short name of the plan that the address names, or nothing.
    plan: String,
    #[prop(optional_no_strip)] standing: Option<Standing>,
    /// Their order that waits for its payment.
    #[prop(optional_no_strip)]
    waiting: Option<Ordered>,
    org: String,
) -> impl IntoView {
    let Prices { offers, code: answer } = prices;
    // A code that does not work costs a try, and one in the order form would cost the next and stop the order.
    let ordered_with = match &answer {
        Answer::Works(label) => Some((label.clone(), code.clone())),
        Answer::None | Answer::No(_) => None,
    };
    let sample = offers.iter().any(|offer| offer.plan.sample);
    let said = match answer {
        Answer::None => None,
        Answer::Works(label) => Some(
            view! {
                <Alert tone=Tone::Ok title=format!("{label} works.")>"What it takes off is in the table below."</Alert>
            }
            .into_any(),
        ),
        Answer::No(words) => Some(view! { <Alert tone=Tone::Info title="No code is used">{words}</Alert> }.into_any()),
    };
    let none = offers.is_empty();
    let table = (!none).then(|| table(&offers));
    let order = match (waiting, standing) {
        (Some(waiting), _) => {
            // Whoever ordered on a page from before reads why not, and keeps what they typed.
            let refused =
                is_refused(JoinPlan::PATH, "").then(|| view! { <Order offers ordered_with plan=plan.clone()/> });
            view! { <Waits order=waiting/>{refused} }.into_any()
        }
        _ if none => view! {
            <Empty title="No plans yet"><p>"The association has not said yet what membership costs."</p></Empty>
        }
        .into_any(),
        (None, Some(Standing::Active)) => view! { <Order offers ordered_with plan=plan.clone()/> }.into_any(),
        (None, Some(_)) => view! { <p>"Confirm your address first; My page sends the link again."</p> }.into_any(),
        (None, None) => view! { <SignUpFirst here=routes::join_with(&code, &plan)/> }.into_any(),
    };
    view! {
        <Page title="Join">
            <div class="page-head">
                <h1>{format!("Join {org}")}</h1>
                <p class="lede">"Everything membership costs, before you tell us anything."</p>
            </div>
            <DoneNotice/>
            <div class="stack wide">
                {said}
                {table}
                {sample.then(|| view! { <p class="soft">"These are sample prices; they are invented."</p> })}
                <CodeForm code plan/>
                {order}
            </div>
        </Page>
    }
}

fn table(offers: &[Offer]) -> impl IntoView + use<> {
    let with_code = offers.iter().any(|offer| offer.with_code.is_some());
    let column = |label: &'static str, number: bool| Column { label, number };
    let mut columns =
        vec![column("Plan", false), column("For", false), column("How long it lasts", false), column("Price", true)];
    if with_code {
        columns.push(column("With the code", true));
    }
    let row = |offer: &Offer| {
        let mut cells = vec![
            offer.plan.name.clone(),
            offer.plan.summary.clone(),
            words::term(offer.plan.term),
            offer.full.money().to_string(),
        ];
        if with_code {
            cells.push(offer.with_code.as_ref().map_or_else(
                || "The full price".to_owned(),
                |priced| {
                    let off = Money::of(priced.off, priced.currency);
                    format!("{}, {off} off", priced.money())
                },
            ));
        }
        cells
    };
    let rows = offers.iter().map(row).collect();
    view! { <DataTable caption="Plans" columns rows/> }
}

/// Looks at the prices once more with a code.
#[component]
fn CodeForm(code: String, plan: String) -> impl IntoView {
    let kept = (!plan.is_empty()).then(|| view! { <input type="hidden" name="plan" value=plan/> });
    view! {
        <form class="form" method="get" action=routes::join().to_string()>
            {kept}
            <div class="field">
                <label for="look-code">"Code for the prices above"</label>
                <p class="hint" id="look-code-hint">"If somebody gave you one, such as IMG. One that works comes along into your order."</p>
                <input id="look-code" name="code" value=code autocomplete="off" aria-describedby="look-code-hint"/>
            </div>
            <p class="actions"><button class="button quiet" type="submit">"Show prices with this code"</button></p>
        </form>
    }
}

/// In the place of the form: only one order waits at a time.
#[component]
fn Waits(order: Ordered) -> impl IntoView {
    let words = format!("{}, {}", order.plan, Money::of(order.total, order.currency));
    let due = long_date(&order.due);
    view! {
        <section class="card" aria-labelledby="waits-title">
            <h2 id="waits-title">"You have an order that waits for its payment"</h2>
            <p>{words}". We keep it until "{due}". Pay it, or cancel it if you want another."</p>
            <p class="actions">
                <a class="button" href=routes::my_order(order.id.as_str()).to_string()>"Go to your order"</a>
            </p>
        </section>
    }
}

#[component]
fn SignUpFirst(
    /// Where to come back to, with the code and the plan.
    here: routes::Path,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="sign-up-title">
            <h2 id="sign-up-title">"To join"</h2>
            <p>"You need an account with a confirmed address; a code is then kept for your order until it is due."</p>
            <p class="actions">
                <a class="button" href=routes::sign_up_to(here.as_str()).to_string()>"Make an account"</a>
                <a class="button quiet" href=routes::sign_in_to(here.as_str()).to_string()>"Sign in"</a>
            </p>
        </section>
    }
}

#[component]
fn Order(
    offers: Vec<Offer>,
    /// The name of a code that works, and how it was typed.
    #[prop(optional_no_strip)]
    ordered_with: Option<(String, String)>,
    plan: String,
) -> impl IntoView {
    let without = routes::join_with("", &plan);
    // An order that was refused shows its code in a field: the link to go on without it would lose everything else it says.
    let ordered_with = ordered_with.filter(|_| !is_refused(JoinPlan::PATH, ""));
    let plans = offers
        .into_iter()
        .map(|offer| {
            let words = format!("{}, {}", offer.plan.name, offer.full.money());
            (offer.plan.key.to_string(), words)
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="order-title">
            <h2 id="order-title">"Order"</h2>
            <Form action=JoinPlan::PATH>
                <Select name="plan" label="Plan" options=plans initial=plan/>
                <Select name="stage" label="Where you are now" hint="It decides which plans are for you." options=stages()/>
                <Checkbox name="img" label="I went to medical school outside the United States and Canada"/>
                <TextField
                    name="training_ends"
                    label="When you expect residency to end"
                    hint="Only for the plan that holds until then, like 2029-06-30. A guess will do; once a year you say whether it still holds."
                    optional=true
                />
                <TextField name="terms" label="Terms" hint="Several years at once, where the plan has them." inputmode="numeric" initial="1"/>
                <OrderCode ordered_with without/>
                <SubmitButton label="Order"/>
            </Form>
            <p class="soft">"Nothing is charged here. The next page says how to pay, and nothing ever renews by itself."</p>
        </section>
    }
}

/// The code of an order. One that works is carried along on a fresh page, so that nobody is asked for it twice.
#[component]
fn OrderCode(
    #[prop(optional_no_strip)] ordered_with: Option<(String, String)>,
    /// The same page without the code.
    without: routes::Path,
) -> impl IntoView {
    match ordered_with {
        Some((label, typed)) => view! {
            <input type="hidden" name="discount" value=typed/>
            <p>
                "You order with the code "<strong dir="auto">{label}</strong>". "
                <a href=without.to_string()>"Order without it"</a>
            </p>
        }
        .into_any(),
        None => view! {
            <TextField
                name="discount"
                label="Code for this order"
                hint="If you have one. A code that works for the prices above comes along by itself."
                optional=true
            />
        }
        .into_any(),
    }
}
