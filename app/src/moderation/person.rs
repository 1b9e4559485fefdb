//! `/report/person`: tell the moderators about a person or what they wrote.

use super::actions::ReportPerson;
use crate::ui::{Choices, Crumb, Form, NotFoundPage, Page, SafeTextarea, SubmitButton};
use crate::{request, routes};
use domain::id::PublicId;
use domain::moderation::{Ground, Kind, words};
use leptos::prelude::*;
use server_fn::ServerFn;

/// The form, about the person that `?person=` names. It says nothing of them, not even that there is one.
#[component]
pub fn ReportPersonPage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    let person = request::query("person").and_then(|id| PublicId::parse(&id));
    let kind = request::query("kind").and_then(|word| Kind::parse(&word)).unwrap_or(Kind::Person);
    Suspend::new(async move {
        let Some(person) = person else { return view! { <NotFoundPage/> }.into_any() };
        let kinds = Kind::ABOUT_PEOPLE.map(|kind| (kind.word(), kind.label())).to_vec();
        let grounds = Ground::OF_REPORTS.map(|ground| (ground.word(), words::ground(ground))).to_vec();
        view! {
            <Page title="Report a person" crumbs=vec![Crumb::new("Home", routes::home())]>
                <div class="page-head">
                    <h1>"Report a person"</h1>
                    <p class="lede">"A moderator reads it. The person is not told who reported."</p>
                </div>
                <Form action=ReportPerson::PATH>
                    <input type="hidden" name="person" value=person.to_string()/>
                    <Choices name="kind" legend="What is it about?" options=kinds initial=kind.word().to_owned()/>
                    <Choices name="ground" legend="What is wrong?" options=grounds/>
                    <SafeTextarea
                        name="details"
                        label="What happened?"
                        hint="Please leave out patient details. If you are in danger, call your local emergency number."
                    />
                    <SubmitButton label="Send the report"/>
                </Form>
                <p>
                    "You can also "
                    <a href=routes::block(person.as_str()).to_string()>"block the person"</a>
                    ", so that you do not see each other here."
                </p>
            </Page>
        }
        .into_any()
    })
    .into_any()
}
