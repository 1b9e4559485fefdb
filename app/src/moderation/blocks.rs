//! `/me/blocks`: whom one keeps away.

use super::actions::{BlockPerson, UnblockPerson};
use crate::ui::{Crumb, DoneNotice, Empty, Form, Moment, Page, Sorry, SubmitButton};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::moderation::{Blocked, Known};

/// The list; with `?person=` the question whether to block somebody.
#[component]
pub fn BlocksPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let person = request::query("person").filter(|person| domain::id::PublicId::parse(person).is_some());
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::moderation::blocked(&ctx).await {
            Ok(all) => view! { <Body all person zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(all: Vec<Blocked>, #[prop(optional_no_strip)] person: Option<String>, zone: chrono_tz::Tz) -> impl IntoView {
    let empty = all.is_empty();
    let rows = all.into_iter().map(move |one| {
        let id = one.person.to_string();
        let name = one.name.unwrap_or_else(|| match one.known {
            Known::Account => format!("Account {id}"),
            Known::Request => "Somebody who asked you to be their mentor".to_owned(),
            Known::Number => "Somebody who listed you in a cohort".to_owned(),
        });
        view! {
            <li class="card">
                <div><h2 dir="auto">{name}</h2><p class="soft">"Since "<Moment at=one.since zone/></p></div>
                <Form action=UnblockPerson::PATH row=id.clone()>
                    <input type="hidden" name="person" value=id/>
                    <SubmitButton label="Unblock"/>
                </Form>
            </li>
        }
    });
    view! {
        <Page title="Blocked people" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"Blocked people"</h1>
                <p class="lede">"You and a person you block do not see each other here. They are not told."</p>
            </div>
            <DoneNotice/>
            {person.map(|person| view! {
                <Form action=BlockPerson::PATH row="block">
                    <input type="hidden" name="person" value=person.clone()/>
                    <p>{format!("Block the account {person}? You can unblock it here at any time.")}</p>
                    <SubmitButton label="Block"/>
                </Form>
            })}
            {if empty {
                view! { <Empty title="Nobody"><p>"You can block somebody from their profile."</p></Empty> }.into_any()
            } else {
                view! { <ul class="devices">{rows.collect_view()}</ul> }.into_any()
            }}
        </Page>
    }
}
