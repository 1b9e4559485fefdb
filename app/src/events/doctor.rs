//! `/calendar/doctor`: what a calendar reads in one of our feeds, and whether it will stumble.

use super::doctor_parts::{Checks, Chooser, Facts, NextStarts};
use super::feed_address::{FeedAddress, Holds};
use crate::ui::{Alert, Crumb, Page, Sorry, Tone, ZoneForm};
use crate::{request, routes};
use http::StatusCode;
use leptos::prelude::*;
use services::ctx::Ctx;
use services::db::DbError;
use services::events::feed_doctor::{Visit, offered, visit};
use services::events::{FeedScope, Filter};

/// So many dates are shown.
const STARTS: usize = 10;

/// One feed, examined.
#[component]
pub fn DoctorPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let text = request::query("feed").filter(|text| !text.is_empty());
    let wanted = text.as_deref().map_or(Some(FeedAddress::all()), FeedAddress::parse);
    Suspend::new(async move {
        match examined(&ctx, wanted).await {
            Ok(examined) => view! { <Examined examined/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// What the page shows.
struct Examination {
    /// The feed with what was found; `None` when the one asked for is none of ours.
    found: Option<(FeedAddress, Visit)>,
    /// The feeds to choose from: address and words.
    choices: Vec<(routes::Path, String)>,
}

async fn examined(ctx: &Ctx, wanted: Option<FeedAddress>) -> Result<Examination, DbError> {
    let mut choices = vec![(routes::feed_all(), "All events".to_owned())];
    let categories = services::events::list(ctx, &Filter::default()).await?.categories;
    choices.extend(categories.into_iter().map(|name| {
        let words = format!("Category: {name}");
        (Holds::of(vec![("category", name)]).path(), words)
    }));
    let series = offered(ctx).await?;
    choices.extend(series.into_iter().map(|(slug, title)| (routes::feed_series(&slug), format!("Series: {title}"))));
    let scope = wanted.as_ref().and_then(|feed| FeedScope::parse_path(feed.path().as_str()));
    let visit = match scope {
        Some(scope) => visit(ctx, &scope, STARTS).await?,
        None => None,
    };
    Ok(Examination { found: wanted.zip(visit), choices })
}

#[component]
fn Examined(examined: Examination) -> impl IntoView {
    let Examination { found, mut choices } = examined;
    let chosen = found.as_ref().map(|(feed, _)| feed.path());
    if let Some(feed) = chosen.clone().filter(|feed| !choices.iter().any(|(path, _)| path == feed)) {
        choices.push((feed.clone(), feed.to_string()));
    }
    let body = if let Some((feed, visit)) = found {
        view! { <Findings feed visit/> }.into_any()
    } else {
        request::set_status(StatusCode::NOT_FOUND);
        view! {
            <Alert tone=Tone::Warn title="That feed is not here">
                "Only feeds of this site are examined. It may have ended, or the link is mistyped. Choose one above."
            </Alert>
        }
        .into_any()
    };
    view! {
        <Page
            title="Check a calendar feed"
            description="The next dates of a calendar feed as a calendar program reads them, and what programs may stumble over."
            crumbs=vec![
                Crumb::new("Home", routes::home()),
                Crumb::new("Events", routes::events()),
                Crumb::new("Calendar feeds", routes::subscribe()),
            ]
        >
            <div class="page-head">
                <h1>"Check a calendar feed"</h1>
                <p class="lede">
                    "If your calendar shows another time, look here: these dates are read from the feed itself, as calendars do."
                </p>
            </div>
            <div class="stack wide">
                <Chooser choices chosen/>
                {body}
            </div>
        </Page>
    }
}

#[component]
fn Findings(feed: FeedAddress, visit: Visit) -> impl IntoView {
    let Visit { diagnosis, etag, last_modified } = visit;
    let broken = diagnosis.checks.iter().filter(|check| !check.passed()).count();
    let checked = diagnosis.checks.len();
    let (tone, title, words) = match broken {
        0 => (
            Tone::Ok,
            "This feed is in order".to_owned(),
            format!(
                "All {checked} points hold. If your calendar shows something else, it has not looked for changes yet."
            ),
        ),
        1 => (Tone::Bad, "One thing is wrong with this feed".to_owned(), told(checked)),
        some => (Tone::Bad, format!("{some} things are wrong with this feed"), told(checked)),
    };
    let zones = diagnosis.zones.join(", ");
    view! {
        <Alert tone title>{words}</Alert>
        <NextStarts starts=diagnosis.starts/>
        <ZoneForm/>
        <Checks checks=diagnosis.checks/>
        <Facts
            feed=feed.path()
            rows=vec![
                ("Size", format!("{} octets", grouped(diagnosis.octets))),
                ("Events", diagnosis.events.to_string()),
                ("Dates that differ from their series", diagnosis.overrides.to_string()),
                ("Zones", if zones.is_empty() { "None".to_owned() } else { zones }),
                ("Version (ETag)", etag),
            ]
            changed=last_modified
        />
    }
}

fn told(checked: usize) -> String {
    format!("Of {checked} points the ones below do not hold. Please report it, so that we can mend it.")
}

/// "12,345".
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn large_numbers_are_grouped() {
        for (number, words) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), words);
        }
    }
}
