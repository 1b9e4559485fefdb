//! `/events/<slug>/<date>`: one date of a series.

use super::add_card::{AddCard, ShareLink};
use super::dates::{clock_note, is_over, kept, moved_from, span};
use super::desk::{edit_link, is_mine};
use super::members::{MembersCard, MembersShelf};
use super::missing::{MissingPage, MovedPage, NoSuchDate};
use super::parts::{LinkOut, Note, Notes, People, WhereFact};
use super::rsvp::AnswerCard;
use super::schema::{Site, date_event};
use super::series::{is_told_as_sample, organizer, room, topics};
use crate::head::HeadPart;
use crate::ui::time::{long_date, soon, zone_words};
use crate::ui::{
    Alert, Crumb, DateBlock, Icon, IconName, Markdown, Page, Pager, PagerLink, Sorry, TimeRange, Tone, ZoneForm,
};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use domain::events::{Material, Occurrence, Sees, Series, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::events::{OccurrenceFound, OccurrenceView};
use std::sync::Arc;

/// One date: who, when, where, how to keep it.
#[component]
pub fn OccurrencePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let (slug, date) = (param("slug"), param("date"));
    Suspend::new(async move {
        match services::events::occurrence_page(&ctx, &slug, &date).await {
            Ok(OccurrenceFound::Found(found)) => {
                let mine = is_mine(&ctx, &found.series).await;
                view! { <DateBody found=*found now=ctx.now() mine/> }.into_any()
            }
            Ok(OccurrenceFound::Elsewhere { slug, date_name }) => {
                view! { <MovedPage to=routes::occurrence(slug.as_str(), &date_name)/> }.into_any()
            }
            Ok(OccurrenceFound::Missing { series, nearest, soon }) => {
                let date_of = series.map(|(slug, title)| NoSuchDate { slug, title, nearest });
                view! { <MissingPage date_of soon/> }.into_any()
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
fn DateBody(
    found: OccurrenceView,
    now: DateTime<Utc>,
    /// For whoever looks after the series.
    mine: bool,
) -> impl IntoView {
    let OccurrenceView { series, sees, occurrence: at, date_name, previous, next, .. } = found;
    let series = Arc::new(series);
    say_in_head(&series, at, &date_name);
    let told = series.told(at.original_start);
    let speakers = told.speakers.to_vec();
    let (zone, over, cancelled) = (series.zone, is_over(&at, now), told.cancelled_at.is_some());
    let day = long_date(&at.start.with_timezone(&zone));
    let title = told.title.to_owned();
    let description = told.description.to_owned();
    let previous = previous.and_then(|name| step(&series, &name, "Previous date"));
    let next = next.and_then(|name| step(&series, &name, "Next date"));
    let all_dates = series.rule.is_some().then(|| {
        let to = routes::series(series.slug.as_str()).to_string();
        view! { <p><a href=to>"All dates of "<bdi>{series.title.clone()}</bdi></a></p> }
    });
    let here = routes::occurrence(series.slug.as_str(), &date_name);
    let shelf = if over && !cancelled && !sees.lets_look(series.for_whom) {
        view! { <MembersShelf here/> }.into_any()
    } else {
        view! { <Shelf series=series.clone() at over/> }.into_any()
    };
    let crumbs = vec![
        Crumb::new("Home", routes::home()),
        Crumb::new("Events", routes::events()),
        Crumb::new(series.title.clone(), routes::series(series.slug.as_str())),
    ];
    view! {
        <Page title=format!("{title}, {day}") description=series.summary.clone() crumbs here=day>
            {mine.then(|| edit_link(routes::desk_event_date(series.slug.as_str(), &date_name)))}
            <div class="event-page">
                <div class="event-head">
                    <Head series=series.clone() at now/>
                    {cancelled.then(|| cancelled_alert(&series))}
                    {(!over).then(|| view! { <Clocks series=series.clone() at/> })}
                </div>
                <div class="event-side">
                    {(!cancelled && !over).then(|| answer_card(&series, &date_name, sees, mine))}
                    {(!cancelled && !over).then(|| view! { <AddCard series=series.clone() at date_name=date_name.clone()/> })}
                    <Facts series=series.clone() at over/>
                </div>
                <div class="event-body stack wide">
                    {shelf}
                    <People speakers/>
                    {(!description.is_empty()).then(|| view! {
                        <section aria-labelledby="what-title">
                            <h2 id="what-title">"What"</h2>
                            <Markdown source=description/>
                        </section>
                    })}
                    <ShareLink series=series.clone() date_name/>
                    <div class="stack">
                        <Pager label="Other dates" previous next/>
                        {all_dates}
                    </div>
                </div>
            </div>
        </Page>
    }
}

/// The way to an answer, or to becoming a member where only members come.
fn answer_card(series: &Series, date_name: &str, sees: Sees, mine: bool) -> AnyView {
    if mine || sees.lets_come(series.for_whom) {
        return view! { <AnswerCard slug=series.slug.to_string() date_name=date_name.to_owned() mine/> }.into_any();
    }
    view! { <MembersCard here=routes::occurrence(series.slug.as_str(), date_name)/> }.into_any()
}

/// A neighbor of this date.
fn step(series: &Series, name: &str, label: &'static str) -> Option<PagerLink> {
    let at = series.by_name(name)?;
    Some(PagerLink {
        to: routes::occurrence(series.slug.as_str(), name).to_string(),
        label: label.to_owned(),
        note: long_date(&at.start.with_timezone(&series.zone)),
    })
}

fn say_in_head(series: &Series, at: Occurrence, name: &str) {
    let ctx = request::ctx();
    let (url, org) = (&ctx.config.public_url, ctx.config.org.name.as_str());
    let slug = series.slug.as_str();
    let head = request::head();
    head.add(HeadPart::Og { property: "og:image", content: routes::picture_of_date(slug, name).absolute(url) });
    head.add(HeadPart::Og {
        property: "og:image:alt",
        content: format!(
            "{}, {}",
            series.told(at.original_start).title,
            long_date(&at.start.with_timezone(&series.zone))
        ),
    });
    head.add(HeadPart::Alternate {
        mime: "text/calendar",
        title: series.title.clone(),
        href: routes::feed_series(slug).absolute(url),
    });
    head.add(HeadPart::JsonLd(date_event(Site { url, org }, series, at)));
}

/// Title and when, on all clocks that count.
#[component]
fn Head(series: Arc<Series>, at: Occurrence, now: DateTime<Utc>) -> impl IntoView {
    let told = series.told(at.original_start);
    let (zone, cancelled) = (series.zone, told.cancelled_at.is_some());
    let over = is_over(&at, now);
    let title = told.title.to_owned();
    let of = (title != series.title).then(|| {
        let to = routes::series(series.slug.as_str()).to_string();
        view! { <p class="kicker"><a href=to dir="auto">{series.title.clone()}</a></p> }
    });
    view! {
        <div class="page-head dated">
            <DateBlock start=at.start zone now large=true/>
            <div>{of}<h1 dir="auto">{title}</h1></div>
            <div class="dated-facts">
                {(!series.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{series.summary.clone()}</p> })}
                <p class="when"><Icon name=IconName::Clock/><TimeRange start=at.start end=at.end zone/></p>
                {at.moved.then(|| view! { <p class="meta"><Icon name=IconName::Info/><span>{moved_from(&series, at)}"."</span></p> })}
                <Notes of=vec![
                    cancelled.then_some(Note::Canceled),
                    at.moved.then_some(Note::Moved),
                    series.extra.contains(&at.original_start).then_some(Note::Extra),
                    series.for_whom.is_for_members().then_some(Note::Members),
                    soon(at.start, zone, now).filter(|_| !over).map(Note::Soon),
                    is_told_as_sample(&series).then_some(Note::Sample),
                ]/>
            </div>
        </div>
    }
}

fn cancelled_alert(series: &Series) -> impl IntoView + use<> {
    let whole = series.status == Status::Cancelled;
    let (title, words) = if whole {
        ("This event was canceled", "None of its dates takes place.")
    } else {
        ("This date was canceled", "The other dates of the series take place as planned.")
    };
    view! { <Alert tone=Tone::Bad title>{words}</Alert> }
}

/// What to mind about the clocks: another day for the reader, a change of clocks, and the way to say where one is.
#[component]
fn Clocks(series: Arc<Series>, at: Occurrence) -> impl IntoView {
    let note = at.shifted.map(|change| clock_note(series.zone, at, change));
    view! {
        // Shown by the style sheet where the line above marks another day, whoever wrote that line.
        <p class="alert warn other-day">
            <Icon name=IconName::Warning/>
            <span>"Mind the date: on the clocks of the second line it falls on another day."</span>
        </p>
        {note.map(|words| view! { <Alert tone=Tone::Info title="The clocks change">{words}</Alert> })}
        <ZoneForm/>
    }
}

/// Where, how long, in whose time, by whom, for how many.
#[component]
fn Facts(series: Arc<Series>, at: Occurrence, over: bool) -> impl IntoView {
    let told = series.told(at.original_start);
    let words = if over { "Read more" } else { "Join or read more" };
    let link = told.link.cloned();
    view! {
        <dl class="facts">
            <WhereFact format=series.format place=told.place.to_owned()/>
            {link.map(|link| view! { <div><dt>"Link"</dt><dd><LinkOut link words/></dd></div> })}
            <div><dt>"Length"</dt><dd>{span((at.end - at.start).num_minutes())}</dd></div>
            {room(told.capacity)}
            <div><dt>"Announced in"</dt><dd>{zone_words(series.zone)}</dd></div>
            {organizer(series.organizer.clone())}
            {topics(series.tags.clone())}
        </dl>
    }
}

/// What there is to read and to watch: before a date to prepare, afterwards to look again. Says so when nothing is left
/// of a date that took place.
#[component]
fn Shelf(series: Arc<Series>, at: Occurrence, over: bool) -> impl IntoView {
    let told = series.told(at.original_start);
    let some = kept(told.recording.is_some(), told.materials.len()).is_some();
    let bare = over && !some && told.cancelled_at.is_none();
    let recording = told.recording.cloned();
    let materials = told.materials.to_vec();
    (some || bare).then(|| {
        let materials = materials
            .into_iter()
            .map(|Material { title, link }| view! { <li><LinkOut link words=title/></li> })
            .collect_view();
        view! {
            <section aria-labelledby="shelf-title">
                <h2 id="shelf-title">{if over { "Afterwards" } else { "To prepare" }}</h2>
                {bare.then(|| view! { <p>"This date is over. Nothing was put here to look at."</p> })}
                {some.then(|| view! {
                    <ul class="shelf">
                        {recording.map(|link| view! { <li><LinkOut link words="Watch the recording"/></li> })}
                        {materials}
                    </ul>
                })}
            </section>
        }
    })
}
