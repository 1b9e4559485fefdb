//! `/me/profile/{step}`: a few questions that belong together, each optional, each with its reason.

use super::actions::SaveProfile;
use super::controls::Question;
use super::parts::instead;
use super::photo::PhotoStep;
use crate::ui::{Crumb, DoneNotice, Form, NotFoundPage, Page};
use crate::{request, routes};
use domain::identity::profile::Step;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::identity::profile::{Profile, mine};

/// One step.
#[component]
pub fn ProfileStepPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let step = use_params_map().with_untracked(|params| params.get("step").and_then(|step| Step::parse(&step)));
    Suspend::new(async move {
        let Some(step) = step else { return view! { <NotFoundPage/> }.into_any() };
        match mine(&ctx).await {
            Ok(profile) if step == Step::Photo => view! { <PhotoStep profile/> }.into_any(),
            Ok(profile) => view! { <Questions step profile/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

/// The steps above each step's page.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("My page", routes::me()), Crumb::new("My profile", routes::profile())]
}

#[component]
fn Questions(step: Step, profile: Profile) -> impl IntoView {
    let sealed = step.fields().iter().any(|field| field.is_sealed());
    let on = step.next().is_some();
    view! {
        <Page title=step.title() crumbs=crumbs()>
            <div class="page-head">
                <h1>{step.title()}</h1>
                <p class="lede">"Leave empty whatever you like."</p>
                {sealed.then(|| view! {
                    <p>
                        "These answers are locked with a key of your own. They are in no search, no mail and no calendar, and \
                         nobody of the staff reads them unless they give a reason, which you are shown."
                    </p>
                })}
            </div>
            <DoneNotice/>
            <Form action=SaveProfile::PATH>
                <input type="hidden" name="step" value=step.word()/>
                {step
                    .fields()
                    .iter()
                    .map(|field| view! { <Question field=*field profile=profile.clone()/> })
                    .collect_view()}
                <p class="actions">
                    <button class="button" type="submit">"Save"</button>
                    {on.then(|| view! {
                        <button class="button quiet" type="submit" name="then" value="next">"Save and go on"</button>
                    })}
                </p>
            </Form>
            <p class="ways-on">
                {step.next().map(|next| view! { <a href=routes::profile_step(next).to_string()>"Skip this"</a>" · " })}
                <a href=routes::profile().to_string()>"Back to my profile"</a>
            </p>
        </Page>
    }
}
