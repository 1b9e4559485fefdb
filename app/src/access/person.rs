//! `/desk/people/<id>`: everything one person has been trusted with, and changing it.

use super::DeskNav;
use super::actions::{AskGrant, ConfirmGrant, EndGrant, ErasePerson, KeepGrant};
use crate::ui::time::when_words;
use crate::ui::{
    Checkbox, Crumb, DoneNotice, Empty, Form, NotFoundPage, Page, SafeTextarea, Select, Sorry, SubmitButton, TextField,
    is_refused,
};
use crate::{request, routes};
use domain::access::{Capability, Standing};
use domain::identity::ErasureGround;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;
use services::grants::{GrantError, Held, PersonPage as Found, Progress};

/// One person.
#[component]
pub fn GrantsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::grants::person_page(&ctx, &id).await {
            Ok(found) => view! { <Body found zone/> }.into_any(),
            Err(GrantError::NotFound) => view! { <NotFoundPage/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// How far a grant is, in words.
pub(super) fn progress_words(held: &Held, zone: chrono_tz::Tz) -> String {
    let zone = request::viewer_zone().unwrap_or(zone);
    let when = |at| when_words(at, at, zone);
    match &held.progress {
        Progress::WaitsForAnother { .. } => "waits for a second admin".to_owned(),
        Progress::WaitsUntil(at) => format!("holds from {}, unless an admin stops it", when(*at)),
        Progress::Since(at) => format!("since {}", when(*at)),
        Progress::EndsOnceConfirmed { .. } => "ends once a second admin confirms it".to_owned(),
        Progress::EndsAt(at) => format!("ends {}, unless an admin stops it", when(*at)),
        Progress::Until(at, why) => format!("ended {}: {why}", when(*at)),
    }
}

fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Active | Standing::Anonymous => "In good standing.",
        Standing::Unconfirmed => "The e-mail address is not confirmed yet, so nothing can be granted.",
        Standing::Suspended => "Stopped by a moderator, so nothing can be granted.",
        Standing::Leaving => "On the way out, so nothing can be granted.",
    }
}

#[component]
fn Body(found: Found, zone: chrono_tz::Tz) -> impl IntoView {
    let (person, confirmable) = (found.person.clone(), found.confirmable);
    let id = person.id.to_string();
    let active = person.standing == Standing::Active;
    // Nobody erases themselves from the desk: that is what leaving is for.
    let others = request::ctx().viewer.member.is_some_and(|member| member.id != person.id);
    let rows = found.held.into_iter().map(|held| view! { <Row held person=id.clone() zone/> }).collect_view();
    let empty = rows.is_empty();
    view! {
        <Page
            title=person.email.clone()
            crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("People", routes::desk_people())]
        >
            <div class="page-head">
                <h1>{person.email.clone()}</h1>
                <p class="lede">{standing_words(person.standing)}</p>
                <p class="soft">{format!("Public id {id}, in the audit log {}", person.pseudonym)}</p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            {if empty {
                view! {
                    <Empty title="Nothing yet"><p>"This person has an account and nothing else. Grant something below."</p></Empty>
                }
                .into_any()
            } else {
                view! { <ul class="devices">{rows}</ul> }.into_any()
            }}
            {active.then(|| view! { <Ask person=id.clone() confirmable/> })}
            {others.then(|| view! {
                <section aria-labelledby="more-title">
                    <h2 id="more-title">"In rare cases"</h2>
                    <ul class="ways">
                        <li>
                            <a href=routes::desk_private(&id).to_string()>"Open a private field"</a>
                            " "<span class="soft">"with a reason that the person reads"</span>
                        </li>
                    </ul>
                    <Erase person=id.clone()/>
                </section>
            })}
        </Page>
    }
}

#[component]
fn Row(held: Held, person: String, zone: chrono_tz::Tz) -> impl IntoView {
    let (grant, name) = (held.id.to_string(), held.capability.word());
    let over = matches!(held.progress, Progress::Until(..));
    let yours = held.progress == Progress::WaitsForAnother { yours: true };
    let end_yours = held.progress == Progress::EndsOnceConfirmed { yours: true };
    let ending = matches!(held.progress, Progress::EndsOnceConfirmed { .. } | Progress::EndsAt(_));
    let asked = held.asked_by.clone().unwrap_or_else(|| "the command line, or somebody who has left".to_owned());
    let words = progress_words(&held, zone);
    let categories = (!held.categories.is_empty()).then(|| format!("Categories: {}", held.categories.join(", ")));
    view! {
        <li class="card">
            <div>
                <h2>{name}</h2>
                <p>{words}</p>
                {categories.map(|text| view! { <p class="soft">{text}</p> })}
                <p class="soft">{format!("Asked for by {asked}: {}", held.reason)}</p>
            </div>
            {yours.then(|| view! { <Confirm grant=grant.clone() person=person.clone() name/> })}
            {end_yours.then(|| view! { <ConfirmEnd grant=grant.clone() person=person.clone() name/> })}
            {ending.then(|| view! { <Keep grant=grant.clone() person=person.clone() name/> })}
            {(!over && !ending).then(|| view! { <TakeAway grant=grant.clone() person=person.clone() name/> })}
        </li>
    }
}

#[component]
fn Confirm(grant: String, person: String, name: &'static str) -> impl IntoView {
    view! {
        <Form action=ConfirmGrant::PATH row=grant.clone()>
            <input type="hidden" name="grant" value=grant/>
            <input type="hidden" name="person" value=person/>
            <p class="hint">"It holds at once, and all staff are told."</p>
            <SubmitButton label=format!("Confirm {name}")/>
        </Form>
    }
}

#[component]
fn ConfirmEnd(grant: String, person: String, name: &'static str) -> impl IntoView {
    view! {
        <Form action=ConfirmGrant::PATH row=format!("confirm-{grant}")>
            <input type="hidden" name="grant" value=grant/>
            <input type="hidden" name="person" value=person/>
            <p class="hint">"It ends at once, and all staff are told."</p>
            <SubmitButton label=format!("Confirm the end of {name}")/>
        </Form>
    }
}

#[component]
fn Keep(grant: String, person: String, name: &'static str) -> impl IntoView {
    view! {
        <Form action=KeepGrant::PATH row=format!("keep-{grant}")>
            <input type="hidden" name="grant" value=grant/>
            <input type="hidden" name="person" value=person/>
            <p class="hint">"The person stays what they are, and all staff are told."</p>
            <SubmitButton label=format!("Stop the end of {name}")/>
        </Form>
    }
}

#[component]
fn TakeAway(grant: String, person: String, name: &'static str) -> impl IntoView {
    let hint = if name == Capability::Admin.word() {
        "All staff are told. Another admin stays one until a second admin confirms this, or for a day where there is none."
    } else {
        "It holds at once: on the next click the person can no longer do this work."
    };
    let refused = is_refused(EndGrant::PATH, &format!("end-{grant}"));
    view! {
        <details class="more" open=refused>
            <summary>{format!("Take {name} away")}</summary>
            <Form action=EndGrant::PATH row=format!("end-{grant}")>
                <input type="hidden" name="grant" value=grant/>
                <input type="hidden" name="person" value=person/>
                <TextField
                    name="reason"
                    label="Why?"
                    hint=hint
                    autocomplete="off"
                />
                <p class="actions"><button class="button danger" type="submit">{format!("Take {name} away")}</button></p>
            </Form>
        </details>
    }
}

#[component]
fn Ask(person: String, confirmable: bool) -> impl IntoView {
    let options = Capability::ALL.map(|one| (one.word().to_owned(), label(one).to_owned())).to_vec();
    let consequence = if confirmable {
        "Member, mentor and host hold at once. Work for the association waits until another admin confirms it."
    } else {
        "Member, mentor and host hold at once. There is no second admin who could confirm work for the association, so \
         it holds after 24 hours; all staff are told now and any admin may stop it."
    };
    view! {
        <section aria-labelledby="ask-title">
            <h2 id="ask-title">"Grant something"</h2>
            <p>{consequence}</p>
            <Form action=AskGrant::PATH row="ask">
                <input type="hidden" name="person" value=person/>
                <Select name="capability" label="What?" options/>
                <SafeTextarea
                    name="categories"
                    label="For organizers: which categories?"
                    hint="One to a line. Leave it empty for all."
                    rows=3
                    optional=true
                />
                <TextField name="reason" label="Why?" hint="A few words. They are kept with the grant." autocomplete="off"/>
                <SubmitButton label="Grant"/>
            </Form>
        </section>
    }
}

#[component]
fn Erase(person: String) -> impl IntoView {
    let options = ErasureGround::ALL.map(|ground| (ground.word().to_owned(), ground.label().to_owned())).to_vec();
    view! {
        <details class="more" open=is_refused(ErasePerson::PATH, "erase")>
            <summary>"Erase this person"</summary>
            <p>
                "Everything of the person goes at once and for good: address, profile, files, notifications. The audit log \
                 keeps a random number, what was done and why. Whoever can sign in deletes their account themselves and has \
                 two weeks to come back; use this only where that cannot be."
            </p>
            <Form action=ErasePerson::PATH row="erase">
                <input type="hidden" name="person" value=person/>
                <Select name="ground" label="Why?" options/>
                <Checkbox name="understood" label="I want to erase this person for good"/>
                <p class="actions"><button class="button danger" type="submit">"Erase this person"</button></p>
            </Form>
        </details>
    }
}

const fn label(capability: Capability) -> &'static str {
    match capability {
        Capability::Member => "Member: belongs to the association",
        Capability::Mentor => "Mentor: may be asked for help",
        Capability::Host => "Host: offers observerships and research",
        Capability::Organizer => "Organizer: writes and publishes events",
        Capability::Editor => "Editor: writes pages and facts",
        Capability::Treasurer => "Treasurer: keeps the books",
        Capability::Moderator => "Moderator: decides about reports",
        Capability::Council => "Council: sits on the governing council",
        Capability::Admin => "Admin: grants capabilities and keeps the house running",
    }
}
