//! `/events/<slug>`: one series.

use super::dates::{ComingDates, PastDates, span};
use super::desk::{edit_link, is_mine, preview_banner};
use super::members::MembersCard;
use super::missing::MissingPage;
use super::parts::{LinkOut, Note, Notes, People, SubscribeCard, WhereFact};
use super::rsvp::SeriesAnswerCard;
use super::schema::{Site, series_event};
use crate::head::HeadPart;
use crate::ui::time::{hours, long_date, month_name, soon, zone_all_year, zone_words};
use crate::ui::{Alert, Crumb, DateBlock, Icon, IconName, Markdown, Page, Sorry, TimeRange, Tone, ZoneForm};
use crate::{request, routes};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::events::zone::local_time;
use domain::events::{Occurrence, Series, Slug, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::events::{SeriesFound, SeriesView};
use std::sync::Arc;

/// So many dates to come are read at most; beyond them only the calendar goes.
const READ: usize = 24;

/// One series: the rule in plain words, what it is, its dates, how to follow it.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    Suspend::new(async move {
        match services::events::series_page(&ctx, &slug).await {
            Ok(SeriesFound::Found(found)) => {
                let mine = is_mine(&ctx, &found.series).await;
                view! { <SeriesBody found=*found now=ctx.now() mine/> }.into_any()
            }
            Ok(SeriesFound::Missing { soon }) => view! { <MissingPage date_of=None soon/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// The page itself. A preview is for organizers: it says so, and nothing of it is for other programs.
#[component]
pub(super) fn SeriesBody(
    found: SeriesView,
    now: DateTime<Utc>,
    /// Of a series that may be a draft.
    #[prop(optional)]
    preview: bool,
    /// For whoever looks after it.
    #[prop(optional)]
    mine: bool,
) -> impl IntoView {
    let SeriesView { series, sees, next, past, earlier, later } = found;
    let series = Arc::new(series);
    if preview {
        request::head().add(HeadPart::NoIndex);
    } else {
        say_in_head(&series, &next, now);
    }
    let (soonest, latest) = (first_held(&next), past.first().copied());
    let called_off = next.first().copied().filter(|at| at.cancelled);
    let canceled = series.status == Status::Cancelled;
    let feed = routes::feed_series(series.slug.as_str());
    let alone = |at: Occurrence| (!at.cancelled).then(|| next_alone(&series, at));
    let card = soonest.filter(|_| !canceled && series.status.is_public()).map(alone);
    let banner = if preview {
        preview_banner(&series).into_any()
    } else {
        mine.then(|| edit_link(routes::desk_event(series.slug.as_str()))).into_any()
    };
    let answer = soonest.filter(|at| !canceled && series.status.is_public() && !at.cancelled).map(|at| {
        let (slug, date_name) = (series.slug.to_string(), series.date_name(at.original_start));
        if sees.lets_come(series.for_whom) {
            view! { <SeriesAnswerCard slug date_name several={next.len() > 1}/> }.into_any()
        } else {
            view! { <MembersCard here=routes::series(&slug)/> }.into_any()
        }
    });
    let more = next.len() >= READ;
    let own_date = series.rule.is_none().then(|| series.date_name(series.local_start));
    view! {
        <Page
            title=series.title.clone()
            description=series.summary.clone()
            crumbs=vec![Crumb::new("Home", routes::home()), Crumb::new("Events", routes::events())]
        >
            {banner}
            <div class="event-page">
                <div class="event-head">
                    <Head series=series.clone() next=soonest last=latest now/>
                    {canceled.then(|| view! {
                        <Alert tone=Tone::Bad title="This event was canceled">"Its dates stay here so that nobody waits in vain."</Alert>
                    })}
                    {called_off.filter(|_| !canceled).map(|at| {
                        let day = long_date(&local_time(series.zone, at.start));
                        view! { <Alert tone=Tone::Bad title="The next date was canceled">{day}" does not take place."</Alert> }
                    })}
                    {later.map(|slug| view! {
                        <Alert tone=Tone::Info title="This series goes on at another time">
                            <a href=routes::series(slug.as_str()).to_string()>"See the dates to come"</a>"."
                        </Alert>
                    })}
                </div>
                <div class="event-side">
                    {answer}
                    {card.map(|alone| view! {
                        <SubscribeCard
                            feed=feed
                            title="Save the dates"
                            lead="Every date of this series, in your own time. Changes arrive by themselves."
                            button="Add to calendar"
                        >
                            {alone}
                        </SubscribeCard>
                    })}
                    <Facts series=series.clone()/>
                </div>
                <div class="event-body stack wide">
                    <People speakers=series.speakers.clone()/>
                    {(!series.description.is_empty()).then(|| view! {
                        <section aria-labelledby="what-title">
                            <h2 id="what-title">"What"</h2>
                            <Markdown source=series.description.clone()/>
                        </section>
                    })}
                    <section aria-labelledby="dates-title">
                        <h2 id="dates-title">{if own_date.is_some() { "Date" } else { "Dates" }}</h2>
                        <ComingDates series=series.clone() dates=next more/>
                        <PastDates series=series.clone() dates=past/>
                        {earlier_parts(&series, earlier)}
                        <ZoneForm/>
                    </section>
                </div>
            </div>
        </Page>
    }
}

/// The next date that takes place, or the next one where none does.
fn first_held(next: &[Occurrence]) -> Option<Occurrence> {
    next.iter().find(|at| !at.cancelled).or_else(|| next.first()).copied()
}

/// The way to add only the next date.
fn next_alone(series: &Series, next: Occurrence) -> impl IntoView + use<> {
    let name = series.date_name(next.original_start);
    let to = routes::add_occurrence(series.slug.as_str(), &name).to_string();
    view! { <p><a href=to>"Or add only the next date"</a></p> }
}

fn say_in_head(series: &Series, next: &[Occurrence], now: DateTime<Utc>) {
    let ctx = request::ctx();
    let (url, org) = (&ctx.config.public_url, ctx.config.org.name.as_str());
    let slug = series.slug.as_str();
    let head = request::head();
    head.add(HeadPart::Og { property: "og:image", content: routes::picture_of_series(slug).absolute(url) });
    head.add(HeadPart::Og { property: "og:image:alt", content: series.title.clone() });
    head.add(HeadPart::Alternate {
        mime: "text/calendar",
        title: series.title.clone(),
        href: routes::feed_series(slug).absolute(url),
    });
    head.add(HeadPart::JsonLd(series_event(Site { url, org }, series, next, now)));
}

/// Title, the next date and the rhythm: what one reads in a second.
#[component]
fn Head(
    series: Arc<Series>,
    #[prop(optional_no_strip)] next: Option<Occurrence>,
    #[prop(optional_no_strip)] last: Option<Occurrence>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let zone = series.zone;
    let cancelled = series.status == Status::Cancelled;
    let rhythm = rhythm(&series);
    let category = series.category.clone();
    let title = view! {
        <div>
            {(!category.is_empty()).then(|| view! {
                <p class="kicker"><a href=routes::events_in(&category).to_string() dir="auto">{category.clone()}</a></p>
            })}
            <h1 dir="auto">{series.title.clone()}</h1>
        </div>
    };
    let facts = view! {
        {(!series.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{series.summary.clone()}</p> })}
        {next.map(|at| view! {
            <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
        })}
        {rhythm.map(|words| view! { <p class="meta"><Icon name=IconName::Repeats/><span>{words}</span></p> })}
        <Notes of=vec![
            (cancelled || next.is_some_and(|at| at.cancelled)).then_some(Note::Canceled),
            next.is_some_and(|at| at.moved).then_some(Note::Moved),
            series.for_whom.is_for_members().then_some(Note::Members),
            next.and_then(|at| soon(at.start, zone, now)).map(Note::Soon),
            is_told_as_sample(&series).then_some(Note::Sample),
        ]/>
    };
    match next.or(last) {
        Some(at) => view! {
            <div class="page-head dated">
                <DateBlock start=at.start zone now large=true/>
                {title}
                <div class="dated-facts">{facts}</div>
            </div>
        }
        .into_any(),
        None => view! { <div class="page-head">{title}{facts}</div> }.into_any(),
    }
}

/// "Every other month on the 4th Wednesday, 8:00 to 9:00 pm ET"; nothing for a one-off.
fn rhythm(series: &Series) -> Option<String> {
    let from = series.local_start;
    let to = from + Duration::minutes(i64::from(series.duration_minutes));
    let words = series.rule?.words(from);
    Some(format!("{words}, {} {}", hours(from, to), zone_all_year(series.zone)))
}

/// Where, how long, in whose time, by whom, for how many.
#[component]
fn Facts(series: Arc<Series>) -> impl IntoView {
    view! {
        <dl class="facts">
            <WhereFact format=series.format place=series.place.clone()/>
            {series.link.clone().map(|link| view! { <div><dt>"Link"</dt><dd><LinkOut link words="Join or read more"/></dd></div> })}
            <div><dt>"Length"</dt><dd>{span(i64::from(series.duration_minutes))}</dd></div>
            {room(series.capacity)}
            <div><dt>"Announced in"</dt><dd>{zone_words(series.zone)}</dd></div>
            {organizer(series.organizer.clone())}
            {topics(series.tags.clone())}
        </dl>
    }
}

/// Whether a page has to say that this is invented: not where the whole site says so.
pub(super) fn is_told_as_sample(series: &Series) -> bool {
    series.sample && !request::ctx().config.sample
}

/// "Up to 40 people"; nothing where nobody counts.
pub(super) fn room(capacity: Option<u32>) -> Option<impl IntoView> {
    capacity.map(|most| {
        let words = if most == 1 { "One person".to_owned() } else { format!("Up to {most} people") };
        view! { <div><dt>"Room for"</dt><dd>{words}</dd></div> }
    })
}

pub(super) fn organizer(name: String) -> Option<impl IntoView> {
    (!name.is_empty()).then(|| view! { <div><dt>"Organized by"</dt><dd><bdi>{name}</bdi></dd></div> })
}

/// The tags, each a way to the other events about the same.
pub(super) fn topics(tags: Vec<String>) -> Option<impl IntoView> {
    (!tags.is_empty()).then(|| {
        let links = tags
            .into_iter()
            .map(|tag| {
                let to = routes::events_where(&[("tag", &tag)]).to_string();
                view! { <li><a class="tag" href=to dir="auto">{tag}</a></li> }
            })
            .collect_view();
        view! { <div><dt>"Topics"</dt><dd><ul class="tags">{links}</ul></dd></div> }
    })
}

/// Where the dates before a change of rhythm are.
fn earlier_parts(series: &Series, earlier: Vec<(Slug, String)>) -> Option<impl IntoView + use<>> {
    let begins = month_name(&series.local_start);
    (!earlier.is_empty()).then(|| {
        let parts = earlier
            .into_iter()
            .map(|(slug, title)| {
                let words = last_day(&slug).map_or(title, |day| format!("dates until {}", long_date(&day)));
                view! { <li><a href=routes::series(slug.as_str()).to_string()><bdi>{words}</bdi></a></li> }
            })
            .collect_view();
        view! {
            <div class="earlier">
                <p>{format!("Before {begins} at another time:")}</p>
                <ul>{parts}</ul>
            </div>
        }
    })
}

/// The last day of an ended part, which its slug says: `chat-until-2026-08-26`.
fn last_day(slug: &Slug) -> Option<NaiveDate> {
    slug.as_str().rsplit_once("-until-")?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_part_is_known_by_its_last_day() {
        let day = |slug| last_day(&Slug::parse(slug).unwrap());
        assert_eq!(day("chat-until-2026-08-26"), NaiveDate::from_ymd_opt(2026, 8, 26));
        assert_eq!(day("until-dawn"), None);
        assert_eq!(day("open-until-late"), None);
    }
}
