//! `/`: what this is, what is next, what one can do here.

use crate::events::{Speakers, Where, to};
use crate::ui::{DateBlock, Icon, IconName, Page, Sorry, TimeRange};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use services::events::Listed;

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match services::events::next_date(&ctx).await {
            Ok(next) => view! { <Home next now=ctx.now() short_name=ctx.config.org.short_name.clone()/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Home(#[prop(optional_no_strip)] next: Option<Listed>, now: DateTime<Utc>, short_name: String) -> impl IntoView {
    view! {
        <Page
            title="Help on the way into American medicine"
            description="Meetings, mentors and calendars for physicians trained outside the United States and Canada."
        >
            <div class="hero">
                <div class="hero-words">
                    <h1>{short_name}" helps physicians trained abroad find their way into American medicine."</h1>
                    <p class="lede">
                        "We meet, we talk openly about exams, visas and interviews, and nobody has to work it out alone."
                    </p>
                </div>
                {match next {
                    Some(next) => view! { <Next next now/> }.into_any(),
                    None => view! { <NothingPlanned/> }.into_any(),
                }}
            </div>
            <section class="band" aria-labelledby="doors-title">
                <h2 id="doors-title">"What you can do here today"</h2>
                <ul class="doors">
                    <li>
                        <h3><a href=routes::events().to_string()>"Come to a meeting"</a></h3>
                        <p>"Coffee chats, workshops and interview practice. Every date in your own time."</p>
                    </li>
                    <li>
                        <h3><a href=routes::subscribe().to_string()>"Put every date in your calendar"</a></h3>
                        <p>"Subscribe once. New dates and changes arrive by themselves."</p>
                    </li>
                    <li>
                        <h3><a href=routes::opportunities().to_string()>"Find an observership or research"</a></h3>
                        <p>"Real fees, real dates, checked by us. You see whether you fit before you apply."</p>
                    </li>
                    <li>
                        <h3><a href=routes::mentors().to_string()>"Find a mentor"</a></h3>
                        <p>"Ask a physician who walked the same path."</p>
                    </li>
                    <li>
                        <h3><a href=routes::join().to_string()>"Join the association"</a></h3>
                        <p>"One flat rate that lasts through residency. Every price before you tell us anything."</p>
                    </li>
                    <li>
                        <h3><a href=routes::am_i_an_img().to_string()>"Find out whether you are an IMG"</a></h3>
                        <p>"Two questions, and the answer with its reason and its source."</p>
                    </li>
                    <li>
                        <h3><a href=routes::sign_up().to_string()>"Make your own page"</a></h3>
                        <p>"An address and a password. What you tell about yourself is private until you say otherwise."</p>
                    </li>
                </ul>
            </section>
            <section class="band" aria-labelledby="how-title">
                <h2 id="how-title">"How a meeting works"</h2>
                <ol class="steps">
                    <li>
                        <h3>"Pick a date"</h3>
                        <p>"Each page says when it is where it is announced, and when that is for you."</p>
                    </li>
                    <li>
                        <h3>"Put it in your calendar"</h3>
                        <p>"It shows in your own time, and it follows when the clocks change."</p>
                    </li>
                    <li>
                        <h3>"Come as you are"</h3>
                        <p>"Listen, ask, or stay silent with your camera off. Students and graduates of any year are welcome."</p>
                    </li>
                </ol>
            </section>
        </Page>
    }
}

#[component]
fn Next(next: Listed, now: DateTime<Utc>) -> impl IntoView {
    let at = next.occurrence;
    let page = to(&next).to_string();
    let add = routes::add_occurrence(next.slug.as_str(), &next.date_name).to_string();
    let series = routes::series(next.slug.as_str()).to_string();
    view! {
        <section class="card next" aria-labelledby="next-title">
            <p class="kicker">"Next event"</p>
            <div class="dated">
                <DateBlock start=at.start zone=next.zone now large=true/>
                <h2 id="next-title"><a href=page dir="auto">{next.title}</a></h2>
                <div class="dated-facts">
                    <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone=next.zone/></p>
                    <Speakers speakers=next.speakers/>
                    <Where format=next.format place=next.place/>
                </div>
            </div>
            <p class="actions">
                <a class="button" href=add>
                    <Icon name=IconName::Subscribe/>"Add to calendar"
                </a>
                <a class="button quiet" href=series>"See all dates"</a>
            </p>
        </section>
    }
}

/// What stands in place of the next event when none is planned.
#[component]
fn NothingPlanned() -> impl IntoView {
    view! {
        <section class="card next" aria-labelledby="next-title">
            <h2 id="next-title">"No date is planned at the moment"</h2>
            <p>"Subscribe to the calendar, and the next date arrives there as soon as it is set."</p>
            <p class="actions">
                <a class="button" href=routes::subscribe().to_string()><Icon name=IconName::Subscribe/>"Subscribe to the calendar"</a>
            </p>
        </section>
    }
}
