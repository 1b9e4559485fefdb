//! `/me/calendar`: the personal calendar. Its address is shown once, right after it was made.

use super::super::calendar_links::FeedLinks;
use super::super::subscribe_clients::{Clients, HowFast};
use super::actions::{MakeFeed, RevokeFeed};
use crate::cookies::Cookie;
use crate::reply::Done;
use crate::ui::{Alert, Crumb, DoneNotice, Form, Moment, Page, Sorry, SubmitButton, Tone};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::events::rsvp::{self, PersonalFeed};

/// Make, see once, replace, take back.
#[component]
pub fn PersonalCalendarPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let fresh = request::cookie(Cookie::Feed).filter(|_| request::done().is_some());
    if request::cookie(Cookie::Feed).is_some() {
        request::clear_cookie(Cookie::Feed);
    }
    Suspend::new(async move {
        match rsvp::my_feed(&ctx).await {
            Ok(feed) => {
                let address = fresh.and_then(|token| routes::personal_feed(&token)).filter(|_| feed.is_some());
                let address = address.map(|path| path.absolute(&ctx.config.public_url));
                let name = format!("{}: my events", ctx.config.org.short_name);
                let links = address.map(|address| FeedLinks { address, name });
                view! { <Body feed links zone=ctx.config.org.zone/> }.into_any()
            }
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(
    #[prop(optional_no_strip)] feed: Option<PersonalFeed>,
    #[prop(optional_no_strip)] links: Option<FeedLinks>,
    zone: chrono_tz::Tz,
) -> impl IntoView {
    let there = feed.is_some();
    let shown = links.is_some();
    // After a reload the address is not shown any more, and the notice that says so would be wrong.
    let notice = shown || request::done() != Some(Done::FeedMade);
    let this_page = routes::personal_calendar().absolute(&request::ctx().config.public_url);
    let once = links.map(|links| {
        view! {
            <Alert tone=Tone::Warn title="This address is shown only now." announced=true>
                "Whoever has it can see what you attend. Put it into your calendar and nowhere else."
            </Alert>
            <section aria-labelledby="where-title">
                <h2 id="where-title">"Where do you keep your calendar?"</h2>
                <Clients links this_page/>
            </section>
            <HowFast/>
        }
    });
    view! {
        <Page title="My calendar" crumbs=vec![Crumb::new("My page", routes::me()), Crumb::new("My events", routes::my_events())]>
            <div class="page-head">
                <h1>"My calendar"</h1>
                <p class="lede">"What you come to, in your own calendar, at an address that only you know."</p>
            </div>
            {notice.then(|| view! { <DoneNotice/> })}
            <div class="stack wide">
                {once}
                {feed.map(|feed| about(feed, zone))}
                <section class="card" aria-labelledby="make-title">
                    <h2 id="make-title">{if there { "Another address" } else { "Make the address" }}</h2>
                    <p>
                        {if there {
                            "The address before stops working at once, and every calendar needs the new one."
                        } else {
                            "It holds titles, times and the pages of your events: no names of others, and no ways in."
                        }}
                    </p>
                    <Form action=MakeFeed::PATH row="make">
                        <SubmitButton label=if there { "Replace the address" } else { "Make my address" }/>
                    </Form>
                </section>
                {there.then(|| view! {
                    <section class="card" aria-labelledby="end-title">
                        <h2 id="end-title">"Stop it"</h2>
                        <p>"The address stops working at once. Calendars that have it show nothing new any more."</p>
                        <Form action=RevokeFeed::PATH row="end">
                            <p class="actions"><button class="button quiet" type="submit">"Take the address back"</button></p>
                        </Form>
                    </section>
                })}
                {(there && !shown).then(|| view! {
                    <p class="hint">
                        "The address was shown once, when it was made, and cannot be shown again: we keep only a fingerprint of it. "
                        "If no calendar has it, make another."
                    </p>
                })}
            </div>
        </Page>
    }
}

fn about(feed: PersonalFeed, zone: chrono_tz::Tz) -> impl IntoView {
    let times = match feed.fetches {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    view! {
        <p>
            "You have an address since "<Moment at=feed.created_at zone/>". "
            {match feed.fetched_at {
                Some(at) => view! { "A calendar fetched it last on "<Moment at zone/>", "{times}" in all." }.into_any(),
                None => "No calendar has fetched it yet.".into_any(),
            }}
        </p>
    }
}
