//! What stands on pages of events in place of what members have for themselves.

use crate::{request, routes};
use leptos::prelude::*;

/// In place of an answer, to an event for members.
#[component]
pub(super) fn MembersCard(
    /// Where to come back to after signing in.
    here: routes::Path,
) -> impl IntoView {
    view! {
        <section class="card add" id="coming" aria-labelledby="coming-title">
            <h2 id="coming-title">"For members"</h2>
            <p>"Members of the association come to this event."</p>
            {ways(&here)}
        </section>
    }
}

/// In place of recordings and materials that are for members.
#[component]
pub(super) fn MembersShelf(
    /// Where to come back to after signing in.
    here: routes::Path,
) -> impl IntoView {
    view! {
        <section aria-labelledby="shelf-title">
            <h2 id="shelf-title">"Afterwards"</h2>
            <p>"Recordings and materials of this event are for members."</p>
            {ways(&here)}
        </section>
    }
}

fn ways(here: &routes::Path) -> impl IntoView + use<> {
    let signed_in = request::try_ctx().is_some_and(|ctx| ctx.viewer.member.is_some());
    let sign_in = (!signed_in).then(|| {
        let to = routes::sign_in_to(here.as_str()).to_string();
        view! { <p>"You are a member? "<a href=to>"Sign in"</a>"."</p> }
    });
    view! {
        <p class="actions"><a class="button" href=routes::join().to_string()>"See what membership costs"</a></p>
        {sign_in}
    }
}
