//! `/desk/events`: the organizer's desk. Series, single events and single dates, written and changed in plain forms.

pub mod actions;
mod date;
mod date_form;
mod drawn;
mod edit;
mod list;
mod rows;
mod series;
mod series_form;

pub use date::EditDatePage;
pub use edit::{EditEventPage, NewEventPage};
pub use list::EventsDeskPage;
pub use series::{EventDeskPage, EventPreviewPage};

use crate::error::AppError;
use crate::ui::{Alert, NotFoundPage, Sorry, Tone};
use crate::{request, routes};
use domain::access::{Action, Object, Verdict, may};
use domain::events::Series;
use leptos::prelude::*;
use services::events::desk::{OrganizeError, STAMP, tells_of_others};

/// The way to the desk, for whoever looks after events. Asks nothing of the database; pages of people who are not
/// signed in are kept, so they never have it.
pub(super) fn edit_link(to: routes::Path) -> Option<impl IntoView> {
    let actor = request::try_ctx()?.viewer.actor();
    (may(&actor, Action::OrganizeEvents, Object::None) == Verdict::Yes)
        .then(|| view! { <p class="actions"><a class="button quiet" href=to.to_string()>"Edit"</a></p> })
}

/// Says that a page is a preview, and leads back.
pub(super) fn preview_banner(series: &Series) -> impl IntoView + use<> {
    let back = routes::desk_event(series.slug.as_str()).to_string();
    let (title, words) = if series.status.is_public() {
        ("This is how everybody sees it.", "It is public.")
    } else {
        (
            "This is a preview of a draft.",
            "Only organizers see it. Links to single dates and calendars work once it is published.",
        )
    };
    view! { <Alert tone=Tone::Info title>{words}" "<a href=back>"Back to the desk"</a>"."</Alert> }
}

/// What the desk shows where something could not be read.
fn trouble(request_id: &str, error: &OrganizeError) -> AnyView {
    match error {
        OrganizeError::NotFound | OrganizeError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// The fields of a form of this page that is drawn again, if `action` drew it.
fn typed(action: &str) -> Option<Vec<(String, String)>> {
    request::form_state().filter(|form| form.meta().form == action).map(|form| form.fields())
}

/// What a form is drawn from: on a redraw what it was drawn from before, unless its sender has just been told what
/// others have stored meanwhile.
fn stamp_of(action: &str, stored: String) -> String {
    let Some(form) = request::form_state().filter(|form| form.meta().form == action) else { return stored };
    match form.error() {
        AppError::Invalid(errors) if tells_of_others(errors) => stored,
        _ => form.value(STAMP).map(ToOwned::to_owned).unwrap_or(stored),
    }
}

/// The first value of a field.
fn first(fields: &[(String, String)], name: &str) -> Option<String> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
}

/// Every value of a field.
fn all(fields: &[(String, String)], name: &str) -> Vec<String> {
    fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
}
