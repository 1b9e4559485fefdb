//! One date into one's calendar, and its address to pass on.

use super::calendar_links::OneDate;
use crate::ui::{CopyButton, Icon, IconName};
use crate::{request, routes};
use domain::events::{Occurrence, Series};
use leptos::prelude::*;
use std::sync::Arc;

/// Longest text handed to a calendar on the web, in characters: addresses have limits.
const MAX_DETAILS: usize = 400;

/// A way for each kind of calendar to take one date.
#[component]
pub(super) fn AddCard(series: Arc<Series>, at: Occurrence, date_name: String) -> impl IntoView {
    let slug = series.slug.as_str();
    let one = one_date(&series, at, &date_name);
    let file = routes::feed_date(slug, &date_name).to_string();
    let all = series.rule.is_some().then(|| {
        let to = routes::subscribe_to(&routes::feed_series(slug)).to_string();
        view! { <p><a href=to>"Or subscribe to every date of the series"</a></p> }
    });
    view! {
        <section class="card add" id="add" aria-labelledby="add-title">
            <h2 id="add-title">"Add to calendar"</h2>
            <ul class="add-to">
                <li><a class="button" href=file><Icon name=IconName::Subscribe/>"Apple and others (.ics)"</a></li>
                <li><a class="button quiet" href=one.google() rel="noopener">"Google"</a></li>
                <li><a class="button quiet" href=one.outlook() rel="noopener">"Outlook.com"</a></li>
                <li><a class="button quiet" href=one.office() rel="noopener">"Office 365"</a></li>
            </ul>
            <p class="hint">"What is added once does not follow a later change."</p>
            {all}
        </section>
    }
}

fn one_date(series: &Series, at: Occurrence, date_name: &str) -> OneDate {
    let told = series.told(at.original_start);
    let url = &request::ctx().config.public_url;
    let page = routes::occurrence(series.slug.as_str(), date_name).absolute(url);
    // A calendar goes from hand to hand: it never holds the link to what is for members.
    let link = told.link.filter(|_| !series.for_whom.is_for_members()).map(|link| link.as_str().to_owned());
    let location = match (told.place, &link) {
        ("", Some(link)) => link.clone(),
        ("", None) => series.format.label().to_owned(),
        (place, _) => place.to_owned(),
    };
    let join = link.map(|link| format!("Join or read more: {link}"));
    let parts = [Some(domain::text::cut(told.summary, MAX_DETAILS).to_owned()), join, Some(page)];
    let details = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    OneDate { title: told.title.to_owned(), start: at.start, end: at.end, details, location }
}

/// The address of the page, to pass on.
#[component]
pub(super) fn ShareLink(series: Arc<Series>, date_name: String) -> impl IntoView {
    let url = &request::ctx().config.public_url;
    let address = routes::occurrence(series.slug.as_str(), &date_name).absolute(url);
    let report = routes::report_about(&request::page()).to_string();
    view! {
        <section aria-labelledby="share-title">
            <h2 id="share-title">"Pass it on"</h2>
            <p class="field">
                <label for="share">"Address of this date"</label>
                <input id="share" type="text" readonly=true value=address.clone()/>
            </p>
            <div><CopyButton text=address label="Copy the link".to_owned()/></div>
            <p>"Is something wrong with this date? "<a href=report>"Tell us"</a>"."</p>
        </section>
    }
}
