//! The 404 page under `/events`: names the dates that are nearest to what was asked for.

use super::parts::FewDates;
use crate::head::HeadPart;
use crate::ui::{Crumb, Page, TimeRange};
use crate::{request, routes};
use chrono_tz::Tz;
use domain::events::{Occurrence, Slug};
use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::events::Listed;

/// A series that has no such date, and its dates nearest to it, by name.
#[derive(Debug, Clone)]
pub(super) struct NoSuchDate {
    /// The series.
    pub(super) slug: Slug,
    /// Its title.
    pub(super) title: String,
    /// Name, date and zone of each.
    pub(super) nearest: Vec<(String, Occurrence, Tz)>,
}

/// Status 404: a series or a date that is not there, and what is.
#[component]
pub(super) fn MissingPage(
    /// The series, where only the date is not in it.
    #[prop(optional_no_strip)]
    date_of: Option<NoSuchDate>,
    /// The next dates of all series.
    soon: Vec<Listed>,
) -> impl IntoView {
    request::set_status(StatusCode::NOT_FOUND);
    request::head().add(HeadPart::NoIndex);
    let of_series = date_of.is_some();
    let (title, lede) = if of_series {
        ("There is no such date", "The address may be mistyped, or the date was taken out of the program.")
    } else {
        ("We cannot find this page", "The address may be mistyped, or the event has ended and was put away.")
    };
    let nearest = date_of.map(nearest);
    view! {
        <Page
            title
            crumbs=vec![Crumb::new("Home", routes::home()), Crumb::new("Events", routes::events())]
            here="Not found"
        >
            <div class="page-head message">
                <p class="kicker">"404"</p>
                <h1>{title}</h1>
                <p class="lede">{lede}</p>
                <p class="actions">
                    <a class="button" href=routes::events().to_string()>"See the events"</a>
                    <a class="button quiet" href=routes::home().to_string()>"Go to the home page"</a>
                </p>
                <p>
                    "If a link of ours brought you here, "
                    <a href=routes::report_about(&request::page()).to_string()>"tell us which one"</a>"."
                </p>
            </div>
            <div class="stack wide">
                {nearest}
                {(!soon.is_empty()).then(|| view! {
                    <section aria-labelledby="soon-title">
                        <h2 id="soon-title">"Next dates of all events"</h2>
                        <FewDates dates=soon/>
                    </section>
                })}
            </div>
        </Page>
    }
}

fn nearest(of: NoSuchDate) -> impl IntoView {
    let NoSuchDate { slug, title, nearest } = of;
    let rows = nearest
        .iter()
        .map(|(name, at, zone)| {
            let to = routes::occurrence(slug.as_str(), name).to_string();
            view! { <li><a class="date-link" href=to><TimeRange start=at.start end=at.end zone=*zone/></a></li> }
        })
        .collect_view();
    let none = nearest.is_empty();
    let to = routes::series(slug.as_str()).to_string();
    view! {
        <section aria-labelledby="nearest-title">
            <h2 id="nearest-title">"Nearest dates of "<a href=to dir="auto">{title}</a></h2>
            {if none {
                view! { <p>"This series has no dates."</p> }.into_any()
            } else {
                view! { <ol class="dates">{rows}</ol> }.into_any()
            }}
        </section>
    }
}

/// The page of an address that has moved for good: status 301 and, for readers who get to see it, the link.
#[component]
pub(super) fn MovedPage(to: routes::Path) -> impl IntoView {
    if let (Some(response), Ok(location)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(to.as_str())) {
        response.insert_header(LOCATION, location);
    }
    request::set_status(StatusCode::MOVED_PERMANENTLY);
    view! {
        <Page title="This date has another address">
            <div class="page-head message">
                <h1>"This date has another address"</h1>
                <p><a href=to.to_string()>"Go to the date"</a></p>
            </div>
        </Page>
    }
}
