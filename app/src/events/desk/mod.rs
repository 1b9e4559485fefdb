//! `/desk/events`: the organizer's desk. Series, single events and single dates, written and changed in plain forms.

pub mod actions;
mod date;
mod date_form;
mod drawn;
mod edit;
mod gone;
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
use domain::events::{ForWhom, Series};
use leptos::prelude::*;
use services::ctx::Ctx;
use services::events::desk::{Again, OrganizeError, SEEN, STAMP, looks_after};

/// The way to the desk, for whoever looks after this event. Pages of people who are not signed in are kept, so they
/// never have it.
pub(super) fn edit_link(to: routes::Path) -> impl IntoView {
    view! { <p class="actions"><a class="button quiet" href=to.to_string()>"Edit"</a></p> }
}

/// Whether the viewer looks after a series; one query for organizers, none for anybody else.
pub(super) async fn is_mine(ctx: &Ctx, series: &Series) -> bool {
    looks_after(ctx, series).await.unwrap_or_else(|error| {
        request::failed(&ctx.viewer.request_id, &error);
        false
    })
}

/// Says that a page is a preview, and leads back.
pub(super) fn preview_banner(series: &Series) -> impl IntoView + use<> {
    let back = routes::desk_event(series.slug.as_str()).to_string();
    let (title, words) = if series.status.is_public() && series.for_whom != ForWhom::Everybody {
        ("This is how members see it.", "It is public; what is for members is shown to them alone.")
    } else if series.status.is_public() {
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
        OrganizeError::NotFound | OrganizeError::DateGone | OrganizeError::Denied(_) => {
            view! { <NotFoundPage/> }.into_any()
        }
        error => {
            request::failed(request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// The form of this page that is drawn again, if `action` drew it.
fn again(action: &str) -> Option<Again> {
    let form = request::form_state().filter(|form| form.meta().form == action)?;
    let errors = match form.error() {
        AppError::Invalid(errors) => errors.clone(),
        _ => Vec::new(),
    };
    Some(Again { fields: form.fields(), errors })
}

/// What a form is drawn from, and what of others its sender has been told: on a redraw what it was drawn from before.
#[component]
fn Stamps(action: &'static str, stored: String, seen: String) -> impl IntoView {
    let form = request::form_state().filter(|form| form.meta().form == action);
    let stamp = form.and_then(|form| form.value(STAMP).map(ToOwned::to_owned)).unwrap_or(stored);
    view! {
        <input type="hidden" name=STAMP value=stamp/>
        <input type="hidden" name=SEEN value=seen/>
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
