//! The pieces of the page that examines a feed.

use crate::routes::Path;
use crate::ui::time::{city, hours, long_date, zone_words};
use crate::ui::{Column, DataTable, Time};
use crate::{request, routes};
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;
use services::events::feed_doctor::{Check, Start};

/// The form that chooses a feed. Works by itself: its answer is a page with an address.
#[component]
pub(super) fn Chooser(
    /// Address and words of each feed.
    choices: Vec<(Path, String)>,
    /// The one shown now.
    #[prop(optional_no_strip)]
    chosen: Option<Path>,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(path, words)| view! { <option value=path.to_string() selected=chosen.as_ref() == Some(&path)>{words}</option> })
        .collect_view();
    view! {
        <form class="chooser" method="get" action=routes::doctor().to_string()>
            <p class="field">
                <label for="examined-feed">"Feed"</label>
                <select id="examined-feed" name="feed">{options}</select>
            </p>
            <button class="button quiet" type="submit">"Check this feed"</button>
        </form>
    }
}

/// The next dates in the association's zone, in UTC and on the reader's own clocks.
#[component]
pub(super) fn NextStarts(starts: Vec<Start>) -> impl IntoView {
    let zone = request::ctx().config.org.zone;
    let own = request::viewer_zone();
    let (ours, yours) =
        (zone_words(zone), own.map_or_else(|| "Your time".to_owned(), |zone| format!("Your time ({})", city(zone))));
    let none = starts.is_empty();
    let rows = starts
        .into_iter()
        .map(|start| {
            let words = |zone: Tz| span(local(start.start, zone), local(start.end, zone));
            view! {
                <tr>
                    <th scope="row"><span dir="auto">{start.title.clone()}</span></th>
                    <td data-label=ours.clone()>{words(zone)}</td>
                    <td data-label="UTC">{words(Tz::UTC)}</td>
                    <td data-label=yours.clone()>{yours_of(&start, own)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="starts-title">
            <h2 id="starts-title">"The next ten dates"</h2>
            {none.then(|| view! { <p>"This feed has no date to come."</p> })}
            {(!none).then(|| view! {
                <table class="data-table">
                    <caption>"As a calendar program reads them in the feed"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Date"</th>
                            <th scope="col">{ours.clone()}</th>
                            <th scope="col">"UTC"</th>
                            <th scope="col">{yours.clone()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            })}
        </section>
    }
}

fn local(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// "Wednesday, November 25, 2026, 8:00 to 9:00 pm".
fn span(from: NaiveDateTime, to: NaiveDateTime) -> String {
    format!("{}, {}", long_date(&from), hours(from, to))
}

/// On the reader's own clocks: by the server where the zone is known, else by the script in place of the words in UTC.
fn yours_of(start: &Start, own: Option<Tz>) -> AnyView {
    if let Some(zone) = own {
        return span(local(start.start, zone), local(start.end, zone)).into_any();
    }
    let iso = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    // Without a day to differ from, the script says the day in any case and marks none.
    view! {
        <span>
            <time datetime=iso(start.start) data-end=iso(start.end) data-zone="" data-day=""></time>
            <span class="yours">{format!("{} UTC", span(start.start.naive_utc(), start.end.naive_utc()))}</span>
        </span>
    }
    .into_any()
}

/// What is wrong first, with the lines; then every point.
#[component]
pub(super) fn Checks(checks: Vec<Check>) -> impl IntoView {
    let broken = checks.iter().filter(|check| !check.passed()).map(wrong).collect_view();
    let any = checks.iter().any(|check| !check.passed());
    let columns = ["What we look at", "Result", "Why it matters"].map(|label| Column { label, number: false }).to_vec();
    let rows = checks
        .iter()
        .map(|check| {
            let result = match check.found {
                0 => "Holds".to_owned(),
                1 => "Broken on 1 line".to_owned(),
                some => format!("Broken on {some} lines"),
            };
            vec![check.point.name().to_owned(), result, check.point.meaning().to_owned()]
        })
        .collect();
    view! {
        {any.then(|| view! {
            <section aria-labelledby="wrong-title">
                <h2 id="wrong-title">"What is wrong"</h2>
                {broken}
            </section>
        })}
        <section aria-labelledby="points-title">
            <h2 id="points-title">"What we looked at"</h2>
            <DataTable caption="Each of these has kept a calendar program from showing the right date" columns rows/>
        </section>
    }
}

fn wrong(check: &Check) -> impl IntoView + use<> {
    let lines = check
        .findings
        .iter()
        .map(|finding| view! { <li>{format!("Line {}: ", finding.line)}<bdi>{finding.reason.clone()}</bdi></li> })
        .collect_view();
    let more = check.found - check.findings.len();
    view! {
        <h3>{check.point.name()}</h3>
        <p>{check.point.meaning()}</p>
        <ul>
            {lines}
            {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
        </ul>
    }
}

/// What the feed is, and the way to its bytes.
#[component]
pub(super) fn Facts(
    /// Its address.
    feed: Path,
    /// Name and value of each fact.
    rows: Vec<(&'static str, String)>,
    /// Its last change.
    changed: DateTime<Utc>,
) -> impl IntoView {
    let zone = request::ctx().config.org.zone;
    let rows =
        rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
    // A feed nobody has put anything into has never changed.
    let changed = (changed > DateTime::UNIX_EPOCH)
        .then(|| view! { <div><dt>"Last change"</dt><dd><Time at=changed zone/></dd></div> });
    view! {
        <section aria-labelledby="facts-title">
            <h2 id="facts-title">"The feed"</h2>
            <dl class="facts">{rows}{changed}</dl>
            <p><a href=feed.to_string() rel="nofollow">"See the feed itself"</a>", as calendars get it."</p>
            <p><a href=routes::subscribe_to(&feed).to_string()>"Subscribe to this calendar"</a></p>
        </section>
    }
}
