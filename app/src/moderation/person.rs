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
        let posting = kind == Kind::Posting;
        let title = if posting { "Report a posting" } else { "Report a person" };
        let lede = if posting {
            "A moderator reads it. The host is not told who reported."
        } else {
            "A moderator reads it. The person is not told who reported."
        };
        let grounds = Ground::OF_REPORTS.map(|ground| (ground.word(), words::ground(ground))).to_vec();
        view! {
            <Page title crumbs=vec![Crumb::new("Home", routes::home())]>
                <div class="page-head">
                    <h1>{title}</h1>
                    <p class="lede">{lede}</p>
                </div>
                <Form action=ReportPerson::PATH>
                    <input type="hidden" name="person" value=person.to_string()/>
                    <About kind/>
                    <Choices name="ground" legend="What is wrong?" options=grounds/>
                    <SafeTextarea
                        name="details"
                        label="What happened?"
                        hint="Please leave out patient details. If you are in danger, call your local emergency number."
                    />
                    <SubmitButton label="Send the report"/>
                </Form>
                {(!posting).then(|| view! {
                    <p>
                        "You can also "
                        <a href=routes::block(person.as_str()).to_string()>"block the person"</a>
                        ", so that you do not see each other here."
                    </p>
                })}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// What is reported: a person or their profile is asked, a posting is known.
#[component]
fn About(kind: Kind) -> impl IntoView {
    if kind == Kind::Posting {
        return view! { <input type="hidden" name="kind" value=kind.word()/> }.into_any();
    }
    let kinds = Kind::ABOUT_PEOPLE.map(|kind| (kind.word(), kind.label())).to_vec();
    view! { <Choices name="kind" legend="What is it about?" options=kinds initial=kind.word().to_owned()/> }.into_any()
}
