//! `/me/events`: what one attends.

use crate::ui::{Crumb, DoneNotice, Empty, Icon, IconName, Page, Sorry, TimeRange};
use crate::{request, routes};
use domain::events::rsvp::{Stand, words};
use leptos::prelude::*;
use services::events::rsvp::{self, Mine, MyDate, MySeries};

/// Everything to come.
#[component]
pub fn MyEventsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match rsvp::mine(&ctx).await {
            Ok(mine) => view! { <Body mine/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(mine: Mine) -> impl IntoView {
    let Mine { dates, series } = mine;
    let none = dates.is_empty() && series.is_empty();
    let whole = (!series.is_empty()).then(|| {
        view! {
            <section aria-labelledby="whole-title">
                <h2 id="whole-title">"Every date of"</h2>
                <ul class="ways">{series.into_iter().map(series_row).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <Page title="My events" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"My events"</h1>
                <p class="lede">"What you come to, soonest first."</p>
            </div>
            <DoneNotice/>
            <div class="stack wide">
                {none.then(|| view! {
                    <Empty title="Nothing yet">
                        <p>"Say on the page of a date that you come, and it appears here."</p>
                        <p class="actions"><a class="button" href=routes::events().to_string()>"See the events"</a></p>
                    </Empty>
                })}
                {(!dates.is_empty()).then(|| view! { <ul class="devices">{dates.into_iter().map(date_card).collect_view()}</ul> })}
                {whole}
                <p><a href=routes::personal_calendar().to_string()>"All of it in your own calendar"</a></p>
            </div>
        </Page>
    }
}

fn date_card(date: MyDate) -> impl IntoView {
    let MyDate { slug, date_name, title, at, zone, cancelled, stand, way_in } = date;
    let to = routes::rsvp(slug.as_str(), &date_name).to_string();
    let stand = match stand {
        _ if cancelled => "Canceled".to_owned(),
        Stand::Waiting(place) => format!("Number {place} on the waitlist"),
        stand => words::stand(Some(stand)),
    };
    view! {
        <li class="card">
            <div>
                <h2><a href=to dir="auto">{title}</a></h2>
                <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
                <p class="soft">{stand}</p>
            </div>
            {way_in.filter(|_| !cancelled).map(|link| {
                let link = link.as_str().to_owned();
                view! { <p class="actions"><a class="button" href=link rel="noopener noreferrer">"Join now"</a></p> }
            })}
        </li>
    }
}

fn series_row(series: MySeries) -> impl IntoView {
    let MySeries { slug, title, next } = series;
    let to = next.map_or_else(|| routes::series(slug.as_str()), |date| routes::rsvp(slug.as_str(), &date));
    view! { <li><a href=to.to_string() dir="auto">{title}</a></li> }
}
