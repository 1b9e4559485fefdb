//! `/desk/events/<slug>/<date>/attendees`: who comes, for organizers; prints as it stands.

use super::actions::SetJoining;
use crate::ui::time::long_date;
use crate::ui::{
    Choices, Column, Crumb, DataTable, DoneNotice, Form, NotFoundPage, Page, Sorry, SubmitButton, TextField,
};
use crate::{request, routes};
use domain::events::rsvp::{OPENS_BEFORE, words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::events::rsvp::{self, Attendee, Attendees, Joining, RsvpError};

/// The list of one date.
#[component]
pub fn AttendeesPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let (slug, date) = (param("slug"), param("date"));
    Suspend::new(async move {
        match rsvp::attendees(&ctx, &slug, &date).await {
            Ok(found) => view! { <Body found zone=ctx.config.org.zone/> }.into_any(),
            Err(RsvpError::NotFound | RsvpError::Denied(_)) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(found: Attendees, zone: chrono_tz::Tz) -> impl IntoView {
    let Attendees { series, at, date_name, seats, going, waiting, unreachable, not_going, joining } = found;
    let slug = series.slug.to_string();
    let day = long_date(&at.start.with_timezone(&series.zone));
    let places = words::places(seats.taken, seats.capacity).unwrap_or_else(|| "Nobody counts the places".to_owned());
    let lede = format!("{} coming, {} on the waitlist, {not_going} said no. {places}.", going.len(), waiting.len());
    let csv = routes::attendees_csv(&slug, &date_name).to_string();
    let crumbs = vec![
        Crumb::new("Desk", routes::desk()),
        Crumb::new(series.title.clone(), routes::series(&slug)),
        Crumb::new(day.clone(), routes::occurrence(&slug, &date_name)),
    ];
    view! {
        <Page title=format!("Who comes to {}, {day}", series.title) crumbs here="Who comes">
            <div class="page-head">
                <h1>"Who comes"</h1>
                <p class="lede" dir="auto">{series.told(at.original_start).title.to_owned()}", "{day}</p>
                <p>{lede}</p>
            </div>
            <DoneNotice/>
            <div class="stack wide">
                {table("Coming", "Place", going, zone)}
                {(!waiting.is_empty()).then(|| table("Waitlist, the next first", "Place", waiting, zone))}
                {(!unreachable.is_empty()).then(|| view! {
                    <p>"Mail to these guests comes back, so they have no place. Reach them another way if you can."</p>
                    {table("No mail arrives", "Number", unreachable, zone)}
                })}
                <p class="actions"><a class="button quiet" href=csv>"Download as a table (.csv)"</a></p>
                {way_in(&slug, &date_name, joining)}
            </div>
        </Page>
    }
}

fn table(caption: &'static str, counted: &'static str, people: Vec<Attendee>, zone: chrono_tz::Tz) -> AnyView {
    if people.is_empty() {
        return view! { <p>"Nobody yet."</p> }.into_any();
    }
    let column = |label: &'static str, number: bool| Column { label, number };
    let columns = vec![
        column(counted, true),
        column("Name", false),
        column("E-mail", false),
        column("Kind", false),
        column("Since", false),
    ];
    let row = |(nth, person): (usize, Attendee)| {
        vec![
            (nth + 1).to_string(),
            person.name.unwrap_or_else(|| "A member who shows no name".to_owned()),
            person.email.unwrap_or_default(),
            if person.member { "Member" } else { "Guest" }.to_owned(),
            domain::notifications::when(zone, person.since),
        ]
    };
    let rows = people.into_iter().enumerate().map(row).collect();
    view! { <DataTable caption columns rows/> }.into_any()
}

fn way_in(slug: &str, date: &str, joining: Option<Joining>) -> impl IntoView + use<> {
    let (link, minutes, scope) = match &joining {
        Some(Joining { link, minutes, whole_series }) => {
            (link.as_str().to_owned(), minutes.to_string(), if *whole_series { "series" } else { "date" })
        }
        None => (String::new(), OPENS_BEFORE.to_string(), "series"),
    };
    let (slug, date) = (slug.to_owned(), date.to_owned());
    let options = vec![("series", "Every date that has none of its own"), ("date", "This date alone")];
    view! {
        <section class="card" aria-labelledby="way-in-title">
            <h2 id="way-in-title">"The way in"</h2>
            <p>"Only those who come see it, on their own page, from the time you say. It stands in no mail and in no calendar."</p>
            <Form action=SetJoining::PATH>
                <input type="hidden" name="series" value=slug/>
                <input type="hidden" name="date" value=date/>
                <TextField name="link" label="Address" hint="Empty takes it away." kind="url" inputmode="url" initial=link optional=true/>
                <TextField name="minutes" label="Minutes before the start" inputmode="numeric" initial=minutes/>
                <Choices name="scope" legend="For" options initial=scope.to_owned()/>
                <SubmitButton label="Save the way in"/>
            </Form>
        </section>
    }
}
