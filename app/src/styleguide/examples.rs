//! The parts of the style guide that need made-up content: messages, data, times.

use crate::routes;
use crate::ui::{Alert, Bar, Chart, Column, DataTable, DateBlock, Empty, Icon, IconName, TimeRange, Tone};
use chrono::{DateTime, Duration, TimeZone, Utc};
use leptos::prelude::*;

#[component]
pub(super) fn Messages() -> impl IntoView {
    view! {
        <section id="messages" aria-labelledby="messages-title">
            <h2 id="messages-title">"Messages"</h2>
            <div class="stack">
                <Alert tone=Tone::Info title="Times follow the clock change">"The chat keeps its hour in New York."</Alert>
                <Alert tone=Tone::Ok title="Your report arrived">"A volunteer reads it."</Alert>
                <Alert tone=Tone::Warn title="The day differs for you">"This is Wednesday in New York and Thursday where you are."</Alert>
                <Alert tone=Tone::Bad title="This event was canceled">"The next date is on the events page."</Alert>
                <Empty title="No workshops yet">
                    <p>"Workshops will be listed here. None is planned for the next twelve months."</p>
                    <p class="actions"><a class="button quiet" href=routes::events().to_string()>"See all events"</a></p>
                </Empty>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Data() -> impl IntoView {
    let columns = [("Series", false), ("Rule", false), ("Starts (ET)", true), ("Subscribers", true)]
        .map(|(label, number)| Column { label, number })
        .to_vec();
    let rows = [
        ["Coffee chat", "Every other month, 4th Wednesday", "8:00 pm", "412"],
        ["Medical Communications Workshop", "Every other month, 4th Wednesday", "8:00 pm", "265"],
        ["Interview practice", "Every month, 1st Saturday", "11:00 am", "98"],
    ]
    .map(|row| row.map(str::to_owned).to_vec())
    .to_vec();
    let bars = [("January", 38), ("March", 47), ("May", 61), ("July", 29), ("September", 52)]
        .map(|(label, value)| Bar { label: label.to_owned(), value, now: label == "September" })
        .to_vec();
    view! {
        <section id="data" aria-labelledby="data-title">
            <h2 id="data-title">"Data"</h2>
            <DataTable caption="Example: series and their subscribers" columns rows/>
            <Chart title="Example: people at each coffee chat" what="Month" unit="People" bars/>
            <dl class="facts">
                <div><dt>"Where"</dt><dd>"Online"</dd></div>
                <div><dt>"Cost"</dt><dd>"$33.30"</dd></div>
            </dl>
            <div class="card">
                <h3>"A card"</h3>
                <p>"Holds one thing and its one action. Never another card."</p>
                <p class="actions"><a class="button" href=routes::events().to_string()>"See the events"</a></p>
            </div>
        </section>
    }
}

/// A coffee chat whose day in UTC is the next one.
fn example() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 29, 1, 0, 0).single().unwrap_or_default()
}

#[component]
pub(super) fn Times() -> impl IntoView {
    let (zone, start) = (chrono_tz::America::New_York, example());
    view! {
        <section id="time" aria-labelledby="time-title">
            <h2 id="time-title">"Time"</h2>
            <div class="cluster">
                <DateBlock start zone now=start - Duration::days(30)/>
                <DateBlock start zone now=start - Duration::days(2)/>
                <DateBlock start zone now=start - Duration::days(30) large=true/>
            </div>
            <p class="when"><Icon name=IconName::Clock/><TimeRange start end=start + Duration::hours(1) zone/></p>
        </section>
    }
}
