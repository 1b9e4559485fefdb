//! `/events/<slug>/<date>/rsvp`: places, one's own answer, and the form for guests.

use super::super::members::MembersCard;
use super::super::missing::{MissingPage, MovedPage, NoSuchDate};
use super::actions::{AnswerDate, AnswerSeries, AskAsGuest};
use crate::ui::time::long_date;
use crate::ui::{
    Alert, Checkbox, Crumb, DoneNotice, Form, Icon, IconName, Moment, NotFoundPage, Page, Sorry, SubmitButton,
    TextField, TimeRange, Tone,
};
use crate::{request, routes};
use domain::access::Standing;
use domain::events::rsvp::{Answer, Stand, may_answer, words};
use domain::events::{Occurrence, Series};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::events::OccurrenceFound;
use services::events::rsvp::{self, DateView, RsvpError, SeriesOfMine};

/// The answer of whoever looks.
#[component]
pub fn RsvpPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let (slug, date) = (param("slug"), param("date"));
    Suspend::new(async move {
        match rsvp::date_view(&ctx, &slug, &date).await {
            Ok(found) => body(&ctx, found).into_any(),
            Err(RsvpError::NotFound) => astray(&ctx, &slug, &date).await,
            Err(RsvpError::Denied(_)) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// A mail may lead to a date that went since, or that another part of the series keeps.
async fn astray(ctx: &Ctx, slug: &str, date: &str) -> AnyView {
    match services::events::occurrence_page(ctx, slug, date).await {
        Ok(OccurrenceFound::Elsewhere { slug, date_name }) => {
            view! { <MovedPage to=routes::rsvp(slug.as_str(), &date_name)/> }.into_any()
        }
        Ok(OccurrenceFound::Missing { series: Some((slug, title)), nearest, soon }) => {
            view! { <MissingPage date_of=Some(NoSuchDate { slug, title, nearest }) soon/> }.into_any()
        }
        Ok(_) => view! { <NotFoundPage/> }.into_any(),
        Err(error) => {
            request::failed(&ctx.viewer.request_id, &error);
            view! { <Sorry/> }.into_any()
        }
    }
}

fn body(ctx: &Ctx, found: DateView) -> impl IntoView + use<> {
    request::not_for_search_engines();
    let (series, at, now) = (&found.series, found.at, ctx.now());
    let slug = series.slug.to_string();
    let told = series.told(at.original_start);
    let title = told.title.to_owned();
    let day = long_date(&at.start.with_timezone(&series.zone));
    let refusal = may_answer(series, &at, Answer::Going, now).err();
    let standing = ctx.viewer.member.as_ref().map(|member| member.standing);
    let crumbs = vec![
        Crumb::new("Events", routes::events()),
        Crumb::new(series.title.clone(), routes::series(&slug)),
        Crumb::new(day.clone(), routes::occurrence(&slug, &found.date_name)),
    ];
    let zone = series.zone;
    let places = [words::places(found.seats.taken, found.seats.capacity), words::line(found.waiting)];
    let places: Vec<_> = places.into_iter().flatten().collect();
    let keeps = matches!(found.stand, Some(Stand::Going | Stand::Waiting(_)));
    let open = refusal.is_none() && !found.for_others;
    let inside = match standing {
        _ if found.for_others && !keeps && refusal.is_none() => {
            view! { <MembersCard here=routes::rsvp(&slug, &found.date_name)/> }.into_any()
        }
        Some(Standing::Active) => member(&found, open, at.end <= now).into_any(),
        Some(_) => view! {
            <p>"Your account cannot answer at the moment. "<a href=routes::me().to_string()>"See why on My page"</a>"."</p>
        }
        .into_any(),
        None if refusal.is_some() => ().into_any(),
        None => guest(&found).into_any(),
    };
    view! {
        <Page title=format!("Coming to {title}, {day}") crumbs here="Your answer">
            <div class="page-head">
                <h1>"Are you coming?"</h1>
                <p class="lede" dir="auto">{title}</p>
                <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
                {(!places.is_empty()).then(|| view! {
                    <ul class="tags" aria-label="Places">
                        {places.into_iter().map(|words| view! { <li class="tag">{words}</li> }).collect_view()}
                    </ul>
                })}
            </div>
            <DoneNotice/>
            {refusal.map(|refusal| view! { <Alert tone=Tone::Warn title="No answers any more">{refusal.to_string()}</Alert> })}
            {inside}
        </Page>
    }
}

/// For somebody signed in.
fn member(found: &DateView, open: bool, over: bool) -> impl IntoView + use<> {
    let slug = found.series.slug.to_string();
    let (stand, name) = (found.stand, found.date_name.clone());
    let way_in = way_in(found);
    let going = matches!(stand, Some(Stand::Going | Stand::Waiting(_)));
    let full = found.seats.free() == Some(0) || found.waiting > 0;
    let yes = if full { "Put me on the waitlist" } else { "I am coming" };
    let forms = [
        (!going && open).then(|| one_press(slug.clone(), name.clone(), Answer::Going, yes, "this")),
        (going && !over).then(|| one_press(slug.clone(), name.clone(), Answer::NotGoing, "I cannot come", "this")),
        (stand.is_none() && open)
            .then(|| one_press(slug.clone(), name.clone(), Answer::NotGoing, "I am not coming", "not")),
    ];
    let of_series = found.of_series.clone().map(|of| every_date(&found.series, &name, of));
    view! {
        <div class="stack wide">
            <section class="card" aria-labelledby="this-title">
                <h2 id="this-title">"This date"</h2>
                <p><strong>{words::stand(stand)}</strong></p>
                {way_in}
                {forms.into_iter().flatten().collect_view()}
            </section>
            {of_series}
            <p><a href=routes::my_events().to_string()>"Everything you attend"</a></p>
        </div>
    }
}

fn way_in(found: &DateView) -> Option<AnyView> {
    if found.stand != Some(Stand::Going) {
        return None;
    }
    if found.for_others {
        let join = routes::join().to_string();
        return Some(
            view! {
                <p class="soft">
                    "Only members are let in now, and you are not a member. "<a href=join>"See what membership costs"</a>"."
                </p>
            }
            .into_any(),
        );
    }
    let from = found.way_in_from?;
    let zone = found.series.zone;
    Some(match &found.way_in {
        Some(link) => {
            let link = link.as_str().to_owned();
            view! { <p class="actions"><a class="button" href=link rel="noopener noreferrer">"Join now"</a></p> }
                .into_any()
        }
        None => view! { <p class="soft">"The way in appears here from "<Moment at=from zone/>"."</p> }.into_any(),
    })
}

/// A button that says one thing.
fn one_press(slug: String, date: String, answer: Answer, label: &'static str, row: &'static str) -> AnyView {
    let quiet = answer == Answer::NotGoing;
    let class = if quiet { "button quiet" } else { "button" };
    let row = if quiet { format!("{row}-no-{date}") } else { format!("{row}-yes-{date}") };
    view! {
        <Form action=AnswerDate::PATH row>
            <input type="hidden" name="series" value=slug/>
            <input type="hidden" name="date" value=date/>
            <input type="hidden" name="answer" value=answer.word()/>
            <p class="actions"><button class=class type="submit">{label}</button></p>
        </Form>
    }
    .into_any()
}

/// All dates at once, and each of them to opt out of.
fn every_date(series: &Series, here: &str, of: SeriesOfMine) -> impl IntoView + use<> {
    let (answer, label) = if of.standing {
        (Answer::NotGoing, "I come to none of them any more")
    } else {
        (Answer::Going, "I am coming to every date")
    };
    let class = if of.standing { "button quiet" } else { "button" };
    let (slug, here) = (series.slug.to_string(), here.to_owned());
    let dates = of.dates.into_iter().map(|(name, at, stand)| date_row(series, &name, &at, stand)).collect_view();
    view! {
        <section class="card" aria-labelledby="every-title">
            <h2 id="every-title">"Every date of the series"</h2>
            <p>
                {if of.standing {
                    "You come to every date, unless you say otherwise below. Later dates follow as they come near."
                } else {
                    "One press, and you come to all that follow. You can leave out single dates."
                }}
            </p>
            <Form action=AnswerSeries::PATH row="every">
                <input type="hidden" name="series" value=slug.clone()/>
                <input type="hidden" name="date" value=here/>
                <input type="hidden" name="answer" value=answer.word()/>
                <p class="actions"><button class=class type="submit">{label}</button></p>
            </Form>
            <ul class="ways">{dates}</ul>
        </section>
    }
}

fn date_row(series: &Series, name: &str, at: &Occurrence, stand: Option<Stand>) -> impl IntoView + use<> {
    let day = long_date(&at.start.with_timezone(&series.zone));
    let words = match stand {
        _ if !series.takes_place(at) => "canceled",
        Some(Stand::Going) => "you are going",
        Some(Stand::Waiting(_)) => "you are on the waitlist",
        Some(Stand::NotGoing) => "you are not going",
        None => "no answer yet",
    };
    view! { <li><a href=routes::rsvp(series.slug.as_str(), name).to_string()>{day}</a>" "<span class="soft">{words}</span></li> }
}

/// For somebody who is not signed in: sign in, or name and address.
fn guest(found: &DateView) -> impl IntoView + use<> {
    let slug = found.series.slug.to_string();
    let date = found.date_name.clone();
    let sign_in = routes::sign_in_to(routes::rsvp(&slug, &date).as_str()).to_string();
    let several = found.series.rule.is_some();
    let full = found.seats.free() == Some(0) || found.waiting > 0;
    view! {
        <div class="stack wide">
            <p>"You have an account? "<a href=sign_in>"Sign in and answer with one press"</a>"."</p>
            <section class="card" aria-labelledby="guest-title">
                <h2 id="guest-title">"Come as a guest"</h2>
                <p>{words::guest_asks(full)}</p>
                <Form action=AskAsGuest::PATH>
                    <input type="hidden" name="series" value=slug/>
                    <input type="hidden" name="date" value=date/>
                    <TextField name="name" label="Your name" hint="Only the organizers see it." autocomplete="name"/>
                    <TextField
                        name="email"
                        label="E-mail address"
                        kind="email"
                        autocomplete="email"
                        inputmode="email"
                    />
                    {several.then(|| view! { <Checkbox name="whole" label="Also every later date of this series"/> })}
                    <SubmitButton label="Send me the link"/>
                </Form>
                <p class="hint">"We keep your name and address until a month after your last date, for nothing else."</p>
            </section>
        </div>
    }
}
