//! The kinds of calendar a feed goes into, one button each, and how often each of them looks for changes.

use super::calendar_links::FeedLinks;
use crate::ui::{Column, CopyButton, DataTable, Icon, IconName, QrCode};
use leptos::prelude::*;

/// A card for each kind of calendar.
#[component]
pub(super) fn Clients(links: FeedLinks, this_page: String) -> impl IntoView {
    let address = links.address.clone();
    view! {
        <div class="clients">
            <section class="card" aria-labelledby="apple">
                <h3 id="apple">"Apple"</h3>
                <p>"iPhone, iPad and Mac."</p>
                <p class="actions">
                    <a class="button" href=links.webcal()><Icon name=IconName::Subscribe/>"Open in Apple Calendar"</a>
                </p>
            </section>
            <section class="card" aria-labelledby="google">
                <h3 id="google">"Google"</h3>
                <p>
                    "On a computer. Google's app on a phone cannot add a calendar by address; once it is added on a computer,
                    the phone shows it too."
                </p>
                <p class="actions">
                    <a class="button quiet" href=links.google() rel="noopener">"Add to Google Calendar"</a>
                </p>
                <details class="more">
                    <summary>"You are on a phone? Take this page to a computer"</summary>
                    <div class="stack">
                        <p>"Hold this code before the computer's camera, or send yourself the address of this page."</p>
                        <QrCode text=this_page.clone() label="QR code of the address of this page"/>
                        <p class="field">
                            <label for="this-page">"Address of this page"</label>
                            <input id="this-page" type="text" readonly=true value=this_page/>
                        </p>
                    </div>
                </details>
            </section>
            <section class="card" aria-labelledby="outlook">
                <h3 id="outlook">"Outlook.com"</h3>
                <p>"Your own account: outlook.com, hotmail, live."</p>
                <p class="actions">
                    <a class="button quiet" href=links.outlook() rel="noopener">"Add to Outlook.com"</a>
                </p>
            </section>
            <section class="card" aria-labelledby="office">
                <h3 id="office">"Office 365"</h3>
                <p>"Your account at work, hospital or school."</p>
                <p class="actions">
                    <a class="button quiet" href=links.office() rel="noopener">"Add to Office 365"</a>
                </p>
            </section>
            <section class="card" aria-labelledby="others">
                <h3 id="others">"Thunderbird and others"</h3>
                <p>"Give the program this address as a new calendar on the network, or as a subscription."</p>
                <p class="field">
                    <label for="feed">"Feed address"</label>
                    <input id="feed" type="text" readonly=true value=address.clone()/>
                </p>
                <div><CopyButton text=address label="Copy the address".to_owned()/></div>
            </section>
        </div>
    }
}

/// What we know of how often calendars look again. Google's interval is theirs alone: no header of ours changes it
/// (<https://github.com/aaronpk/Meetable/issues/115>).
#[component]
pub(super) fn HowFast() -> impl IntoView {
    let columns = ["Calendar", "Looks for changes"].map(|label| Column { label, number: false }).to_vec();
    let rows = [
        ["Apple", "As you set it: on a Mac for each calendar, on an iPhone under Fetch New Data"],
        ["Google", "Every 12 to 24 hours, whatever we do"],
        ["Outlook.com and Office 365", "After some hours, at times a day"],
        ["Thunderbird", "As you set it for the calendar, while it runs"],
    ]
    .map(|row| row.map(str::to_owned).to_vec())
    .to_vec();
    view! {
        <section aria-labelledby="fast-title">
            <h2 id="fast-title">"How fast a change arrives"</h2>
            <p>
                "We change the feed within a second. Your calendar fetches it when it likes. On the day itself, look at the
                page of the date."
            </p>
            <DataTable caption="How often calendars look again" columns rows/>
        </section>
    }
}
