//! `/rsvp/<token>`: what a guest has said, behind the link in a mail. Opening it does nothing, since mail scanners open
//! every link; the buttons do.

use super::actions::{AnswerGuest, ForgetGuest};
use crate::ui::time::long_date;
use crate::ui::{Alert, Crumb, DoneNotice, Form, Icon, IconName, Page, Sorry, TimeRange, Tone};
use crate::{request, routes};
use domain::events::Series;
use domain::events::rsvp::{Answer, Stand, may_answer, words};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::events::rsvp;

/// The page behind the link.
#[component]
pub fn GuestPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    Suspend::new(async move {
        request::not_for_search_engines();
        match rsvp::guest_page(&ctx, &token).await {
            Ok(Some(found)) => body(&ctx, &token, found).into_any(),
            Ok(None) => spent().into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

fn spent() -> impl IntoView {
    view! {
        <Page title="Your answer" crumbs=vec![Crumb::new("Events", routes::events())]>
            <div class="page-head"><h1>"Your answer"</h1></div>
            <DoneNotice/>
            <p class="lede">"This link does not work any more: it is too old, or its date is over."</p>
            <p class="actions"><a class="button" href=routes::events().to_string()>"See the events"</a></p>
        </Page>
    }
}

fn body(ctx: &Ctx, token: &str, found: rsvp::GuestPage) -> impl IntoView + use<> {
    let rsvp::GuestPage { series, earlier, dates, full, whole_series, standing, confirmed } = found;
    let (now, none_left) = (ctx.now(), earlier.is_empty() && dates.is_empty());
    let title = dates.first().map_or_else(
        || series.title.clone(),
        |(_, at, ..)| if whole_series { series.title.clone() } else { series.told(at.original_start).title.to_owned() },
    );
    let every = (whole_series && !none_left && (standing || !dates.is_empty())).then(|| {
        let (answer, label) = if standing {
            (Answer::NotGoing, "I come to none of them any more")
        } else {
            (Answer::Going, "Yes, I am coming to every date")
        };
        press(token, "", answer, label, "every")
    });
    let card = |part: &Series, date: rsvp::GuestDate| {
        let refusal = if part.for_whom.is_for_members() {
            Some(Refusal::EventForMembers)
        } else {
            may_answer(part, &date.1, Answer::Going, now).err()
        };
        let full = full.contains(&date.1.original_start);
        date_card(part, token, date, (refusal, full), confirmed)
    };
    let rows_before = earlier.into_iter().map(|(part, date)| card(&part, date)).collect_view();
    let rows = dates.into_iter().map(|date| card(&series, date)).collect_view();
    let token = token.to_owned();
    let over = (none_left && whole_series).then(|| {
        view! {
            <Alert tone=Tone::Warn title="No date is to come any more">
                <p>"Every date of this is over. "<a href=routes::events().to_string()>"See the events"</a>"."</p>
            </Alert>
        }
    });
    let gone = (none_left && !whole_series).then(|| {
        let to = routes::series(series.slug.as_str()).to_string();
        view! {
            <Alert tone=Tone::Warn title="This date does not take place any more">
                <p>"It was taken out of the plan. "<a href=to>"See the other dates"</a>"."</p>
            </Alert>
        }
    });
    view! {
        <Page title="Your answer" crumbs=vec![Crumb::new("Events", routes::events())]>
            <div class="page-head">
                <h1>"Your answer"</h1>
                <p class="lede" dir="auto">{title}</p>
            </div>
            <DoneNotice/>
            {over}
            {gone}
            <div class="stack wide">
                {every}
                {rows_before}
                {rows}
                <details class="more">
                    <summary>"Forget my name and address"</summary>
                    <p>"You give back every place, here and at other events you come to as a guest, and we forget you at once."</p>
                    <Form action=ForgetGuest::PATH row="forget">
                        <input type="hidden" name="link_token" value=token/>
                        <p class="actions"><button class="button danger" type="submit">"Forget me"</button></p>
                    </Form>
                </details>
            </div>
        </Page>
    }
}

fn date_card(
    series: &Series,
    token: &str,
    (name, at, stand, way_in): rsvp::GuestDate,
    (refusal, full): (Option<Refusal>, bool),
    confirmed: bool,
) -> impl IntoView + use<> {
    let zone = series.zone;
    let going = matches!(stand, Some(Stand::Going | Stand::Waiting(_)));
    let open = refusal.is_none();
    let words = match refusal {
        _ if confirmed => words::stand(stand),
        Some(refusal) => refusal.to_string(),
        None => words::guest_unconfirmed(full).to_owned(),
    };
    let canceled = !series.takes_place(&at);
    let id = format!("date-{name}");
    let yes = match (full, confirmed) {
        (true, _) => "Put me on the waitlist",
        (false, true) => "I am coming",
        (false, false) => "Yes, I am coming",
    };
    let forms = [
        (!going && open).then(|| press(token, &name, Answer::Going, yes, "yes")),
        going.then(|| press(token, &name, Answer::NotGoing, "I cannot come", "no")),
    ];
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{long_date(&at.start.with_timezone(&zone))}</h2>
            <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
            <p><strong>{if canceled { "This date was canceled.".to_owned() } else { words }}</strong></p>
            {way_in.map(|link| {
                let link = link.as_str().to_owned();
                view! { <p class="actions"><a class="button" href=link rel="noopener noreferrer">"Join now"</a></p> }
            })}
            {forms.into_iter().flatten().collect_view()}
        </section>
    }
}

fn press(token: &str, date: &str, answer: Answer, label: &'static str, row: &str) -> AnyView {
    let class = if answer == Answer::NotGoing { "button quiet" } else { "button" };
    let (token, row, date) = (token.to_owned(), format!("{row}-{date}"), date.to_owned());
    view! {
        <Form action=AnswerGuest::PATH row=row>
            <input type="hidden" name="link_token" value=token/>
            <input type="hidden" name="date" value=date/>
            <input type="hidden" name="answer" value=answer.word()/>
            <p class="actions"><button class=class type="submit">{label}</button></p>
        </Form>
    }
    .into_any()
}
