//! `/people/{id}`: what a person shows to whoever is reading.

use super::parts::{Face, Told, instead, name_of};
use crate::ui::{Alert, Crumb, Page, Tone};
use crate::{request, routes};
use domain::access::Relation;
use domain::id::PublicId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::identity::profile::{Profile, ProfileError, SeenAs, read};

/// A person, as far as they let the reader see.
#[component]
pub fn PersonPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let whose = use_params_map().with_untracked(|params| params.get("id").and_then(|id| PublicId::parse(&id)));
    Suspend::new(async move {
        let profile = match whose {
            Some(whose) => read(&ctx, whose, SeenAs::Viewer).await,
            None => Err(ProfileError::NotFound),
        };
        match profile {
            Ok(profile) => view! { <Person profile/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Person(profile: Profile) -> impl IntoView {
    request::not_for_search_engines();
    let name = name_of(&profile);
    let own = profile.relation == Relation::Myself;
    let others = !own && request::ctx().viewer.member.is_some();
    let id = profile.id.to_string();
    view! {
        <Page title=name.clone() crumbs=vec![Crumb::new("Home", routes::home())]>
            {own.then(|| view! {
                <Alert tone=Tone::Info title="This is your own page.">
                    "You see all of it. "
                    <a href=routes::preview().to_string()>"See what others see"</a>"."
                </Alert>
            })}
            <div class="page-head">
                <h1 dir="auto">{name}</h1>
                <Face profile=profile.clone()/>
            </div>
            <Told profile/>
            {others.then(|| view! {
                <p class="actions">
                    <a class="button quiet" href=routes::report_person(&id).with("kind", "profile").to_string()>"Report"</a>
                    <a class="button quiet" href=routes::block(&id).to_string()>"Block"</a>
                </p>
            })}
        </Page>
    }
}
