//! `/desk/private/<id>`: one private field of a person, opened with a reason that the person reads.

use super::DeskNav;
use super::actions::BreakGlass;
use crate::identity::Lines;
use crate::ui::{
    Alert, Crumb, DoneNotice, Empty, Form, Moment, NotFoundPage, Page, SafeTextarea, Select, Sorry, SubmitButton, Tone,
};
use crate::{request, routes};
use domain::id::PublicId;
use domain::identity::profile::Field;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::identity::profile::{Opened, ProfileError, opened_by_viewer};

/// What the viewer has opened a moment ago, and the form that opens more.
#[component]
pub fn PrivatePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let whose = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        let Some(whose) = whose else { return view! { <NotFoundPage/> }.into_any() };
        match opened_by_viewer(&ctx, whose).await {
            Ok(opened) => view! { <Body whose opened zone/> }.into_any(),
            Err(ProfileError::NotFound | ProfileError::Denied(_)) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(whose: PublicId, opened: Vec<Opened>, zone: chrono_tz::Tz) -> impl IntoView {
    let person = whose.to_string();
    let fields = Field::ALL.iter().filter(|field| field.is_sealed());
    let options = fields.map(|field| (field.word().to_owned(), field.label().to_owned())).collect();
    let shown = if opened.is_empty() {
        view! { <Empty title="Nothing is open"><p>"What you open below can be read here for ten minutes."</p></Empty> }
            .into_any()
    } else {
        let rows = opened.into_iter().map(|one| view! { <Row opened=one zone/> }).collect_view();
        view! { <ul class="devices">{rows}</ul> }.into_any()
    };
    view! {
        <Page title="Private fields" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"Private fields"</h1>
                <p class="lede">{format!("Of the person with the public id {person}.")}</p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            <Alert tone=Tone::Warn title="This is written down, and the person is told.">
                "Open a field only if somebody's safety or a legal duty leaves no other way. The person reads your reason in \
                 their own log, together with the name you show to members, and the audit log keeps the look for good."
            </Alert>
            <section aria-labelledby="open-title"><h2 id="open-title">"Open for you now"</h2>{shown}</section>
            <section aria-labelledby="glass-title">
                <h2 id="glass-title">"Open a field"</h2>
                <Form action=BreakGlass::PATH>
                    <input type="hidden" name="person" value=person.clone()/>
                    <Select name="field" label="Which field?" hint="One at a time, and only what you need." options/>
                    <SafeTextarea name="reason" label="Why?" hint="20 to 500 characters. The person reads these words." rows=3/>
                    <SubmitButton label="Open it"/>
                </Form>
            </section>
        </Page>
    }
}

#[component]
fn Row(opened: Opened, zone: chrono_tz::Tz) -> impl IntoView {
    view! {
        <li class="card">
            <div>
                <h3>{opened.field.label()}</h3>
                <p><Lines answer=opened.answer/></p>
                <p class="soft">"Shown until "<Moment at=opened.until zone/></p>
            </div>
        </li>
    }
}
