//! `/calendar`: one feed for every kind of calendar, with an honest word on how fast a change arrives there.

use super::calendar_links::FeedLinks;
use super::feed_address::{FeedAddress, Holds};
use super::filters::Asked;
use super::subscribe_clients::{Clients, HowFast};
use crate::head::HeadPart;
use crate::routes::Path;
use crate::ui::{Alert, Crumb, Page, Sorry, Tone};
use crate::{request, routes};
use domain::events::Slug;
use leptos::prelude::*;
use services::ctx::Ctx;
use services::db::DbError;
use services::events::{Filter, SeriesFound};

/// The feeds and how to get them into a calendar.
#[component]
pub fn SubscribePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let text = request::query("feed").filter(|text| !text.is_empty());
    let hide = request::query("canceled").as_deref() == Some("hide");
    let wanted = text.as_deref().map_or(Some(FeedAddress::all()), FeedAddress::parse);
    Suspend::new(async move {
        match offer(&ctx, wanted, hide).await {
            Ok(offer) => view! { <Subscribe offer/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// What the page offers.
struct Offer {
    /// The feed; that of everything when the one asked for is none of ours.
    feed: FeedAddress,
    /// What the calendar is called.
    name: String,
    /// The one asked for is none of ours.
    unknown: bool,
    /// All categories in use.
    categories: Vec<String>,
}

async fn offer(ctx: &Ctx, wanted: Option<FeedAddress>, hide: bool) -> Result<Offer, DbError> {
    let categories = services::events::list(ctx, &Filter::default()).await?.categories;
    let found = match wanted {
        None => None,
        Some(feed) => name(ctx, &feed.holds, &categories).await?.map(|name| (feed, name)),
    };
    let unknown = found.is_none();
    let (mut feed, name) = found.unwrap_or_else(|| (FeedAddress::all(), EVERYTHING.to_owned()));
    feed.hides_canceled |= hide;
    Ok(Offer { feed, name, unknown, categories })
}

const EVERYTHING: &str = "All events";

/// What a feed is called; `None` when it holds a category or a series that is not there.
async fn name(ctx: &Ctx, holds: &Holds, categories: &[String]) -> Result<Option<String>, DbError> {
    Ok(match holds {
        Holds::All => Some(EVERYTHING.to_owned()),
        Holds::Category(slug) => categories.iter().find(|name| Slug::from_title(name).as_ref() == Some(slug)).cloned(),
        Holds::Series(slug) => match services::events::series_page(ctx, slug.as_str()).await? {
            SeriesFound::Found(found) => Some(found.series.title),
            SeriesFound::Missing { .. } => None,
        },
        Holds::Filter(pairs) => {
            let asked =
                Asked::read(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()));
            let words: Vec<_> = asked.choices().into_iter().map(|choice| choice.words).collect();
            let past = asked.filter.past.then_some("past dates").map(str::to_owned);
            Some(words.into_iter().chain(past).collect::<Vec<_>>().join(", ")).filter(|name| !name.is_empty())
        }
    })
}

#[component]
fn Subscribe(offer: Offer) -> impl IntoView {
    let Offer { feed, name, unknown, categories } = offer;
    let ctx = request::ctx();
    let (url, org) = (&ctx.config.public_url, &ctx.config.org.short_name);
    let path = feed.path();
    let links = FeedLinks { address: path.absolute(url), name: format!("{org}: {name}") };
    let this_page = routes::subscribe_to(&path).absolute(url);
    request::head().add(HeadPart::Alternate {
        mime: "text/calendar",
        title: links.name.clone(),
        href: links.address.clone(),
    });
    view! {
        <Page
            title="Subscribe to the calendar"
            description="Every date in your own calendar: Apple, Google, Outlook, Thunderbird and others. Changes arrive by themselves."
            crumbs=vec![Crumb::new("Home", routes::home()), Crumb::new("Events", routes::events())]
        >
            <div class="page-head">
                <h1>"Subscribe to the calendar"</h1>
                <p class="lede">"Subscribe once. New dates, changes and cancellations arrive by themselves, in your own time."</p>
            </div>
            {unknown.then(|| view! {
                <Alert tone=Tone::Warn title="That calendar is not here">
                    "It may have ended, or the link is mistyped. Below is the calendar of all events."
                </Alert>
            })}
            <div class="stack wide">
                <section aria-labelledby="which-title">
                    <h2 id="which-title">"Which calendar"</h2>
                    <p class="chosen-feed">"You are looking at: "<strong dir="auto">{name.clone()}</strong>
                        {feed.hides_canceled.then_some(", without canceled dates")}
                    </p>
                    <Chooser feed=feed.clone() name categories/>
                </section>
                <section aria-labelledby="where-title">
                    <h2 id="where-title">"Where do you keep your calendar?"</h2>
                    <Clients links this_page/>
                </section>
                <HowFast/>
                <Canceled feed path/>
            </div>
        </Page>
    }
}

/// The form that chooses another feed.
#[component]
fn Chooser(feed: FeedAddress, name: String, categories: Vec<String>) -> impl IntoView {
    let chosen = feed.holds.path();
    let mut options: Vec<(Path, String)> = vec![(routes::feed_all(), EVERYTHING.to_owned())];
    options.extend(categories.into_iter().map(|name| {
        let feed = Holds::of(vec![("category", name.clone())]).path();
        (feed, format!("Only {name}"))
    }));
    if !options.iter().any(|(path, _)| *path == chosen) {
        options.push((chosen.clone(), format!("Only {name}")));
    }
    let options = options
        .into_iter()
        .map(|(path, words)| view! { <option value=path.to_string() selected=path == chosen>{words}</option> })
        .collect_view();
    view! {
        <form class="chooser" method="get" action=routes::subscribe().to_string()>
            <p class="field">
                <label for="which-feed">"Calendar"</label>
                <select id="which-feed" name="feed">{options}</select>
            </p>
            <p class="choice">
                <input type="checkbox" id="without-canceled" name="canceled" value="hide" checked=feed.hides_canceled/>
                <label for="without-canceled">"Leave out canceled dates"</label>
            </p>
            <button class="button quiet" type="submit">"Show this calendar"</button>
        </form>
        <p class="hint">
            "One series alone: open its page and press Add to calendar. Any filter of the list: "
            <a href=routes::events().to_string()>"choose on the events page"</a>
            ", then Subscribe to exactly this."
        </p>
    }
}

/// What becomes of a canceled date, and where the feed can be examined.
#[component]
fn Canceled(feed: FeedAddress, path: Path) -> impl IntoView {
    let hidden = feed.hides_canceled;
    let other = FeedAddress { hides_canceled: !hidden, ..feed };
    let to = routes::subscribe_to(&other.path()).to_string();
    view! {
        <section aria-labelledby="canceled-title">
            <h2 id="canceled-title">"When a date is canceled"</h2>
            {if hidden {
                view! { <p>"It leaves this calendar with the next refresh, without a trace."</p> }.into_any()
            } else {
                view! {
                    <p>
                        "It stays for 30 days with “Cancelled:” before its title, so that you notice. Google hides it, Apple and
                        others strike it through. Then it goes."
                    </p>
                }
                .into_any()
            }}
            <p><a href=to>{if hidden { "Show canceled dates for 30 days" } else { "Rather leave out canceled dates at once" }}</a></p>
        </section>
        <section aria-labelledby="check-title">
            <h2 id="check-title">"Something looks wrong?"</h2>
            <p>
                <a href=routes::doctor_of(&path).to_string()>"Check this feed"</a>
                ": its next dates as a calendar reads them, and what a calendar may stumble over."
            </p>
        </section>
    }
}
