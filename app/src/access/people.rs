//! `/desk/people`: find a person, and see who works for the association.

use super::DeskNav;
use super::person::progress_words;
use crate::ui::{Alert, Column, Crumb, DataTable, DoneNotice, Page, Sorry, Tone};
use crate::{request, routes};
use leptos::prelude::*;
use services::grants::{GrantError, StaffRow};

/// What a search came to.
enum Found {
    Nothing,
    Nobody,
    Person(routes::Path),
}

/// The search and the list.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let typed = request::query("find").map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty());
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        let read = async {
            let found = match &typed {
                None => Found::Nothing,
                Some(typed) => match services::grants::find_person(&ctx, typed).await? {
                    Some(id) => Found::Person(routes::desk_person(id.as_str())),
                    None => Found::Nobody,
                },
            };
            Ok::<_, GrantError>((found, services::grants::staff(&ctx).await?))
        };
        match read.await {
            Ok((found, staff)) => view! { <Body found staff typed=typed.clone().unwrap_or_default() zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(found: Found, staff: Vec<StaffRow>, typed: String, zone: chrono_tz::Tz) -> impl IntoView {
    let columns = ["Person", "Trusted with", "Public id"].map(|label| Column { label, number: false }).to_vec();
    let rows: Vec<Vec<String>> = staff.iter().map(|row| cells(row, zone)).collect();
    let link = |row: &StaffRow| {
        let to = routes::desk_person(row.person.id.as_str()).to_string();
        view! { <li><a href=to>{row.person.email.clone()}</a></li> }
    };
    let people = staff.iter().map(link).collect_view();
    view! {
        <Page title="People" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"People"</h1>
                <p class="lede">"Who has been trusted with what. Find a person to change it."</p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            <search>
                <form class="finder" method="get" action=routes::desk_people().to_string()>
                    <div class="finder-words">
                        <p class="field">
                            <label for="find">"E-mail address or public id"</label>
                            <input id="find" type="search" name="find" value=typed autocomplete="off" maxlength="254"/>
                        </p>
                        <button class="button" type="submit">"Find"</button>
                    </div>
                </form>
            </search>
            {match found {
                Found::Nothing => ().into_any(),
                Found::Nobody => view! {
                    <Alert tone=Tone::Info title="Nobody has this address or id." announced=true>
                        "Look at the spelling. People make their accounts themselves."
                    </Alert>
                }
                .into_any(),
                Found::Person(to) => view! {
                    <p class="actions"><a class="button" href=to.to_string()>"Open what this person has"</a></p>
                }
                .into_any(),
            }}
            <h2>"Who works for the association"</h2>
            <DataTable caption="By address" columns rows/>
            <h3>"Open one of them"</h3>
            <ul class="ways">{people}</ul>
        </Page>
    }
}

fn cells(row: &StaffRow, zone: chrono_tz::Tz) -> Vec<String> {
    let held = row.held.iter().map(|held| format!("{} ({})", held.capability.word(), progress_words(held, zone)));
    vec![row.person.email.clone(), held.collect::<Vec<_>>().join("; "), row.person.id.to_string()]
}
