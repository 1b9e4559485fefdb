//! `/me/profile`: everything one has told, who sees it, and the way to change it. `/me/profile/preview`: the same
//! through the eyes of others.

use super::img::Cited;
use super::parts::{Face, Lines, Told, instead, name_of};
use crate::ui::{Crumb, DoneNotice, Empty, Page};
use crate::{request, routes};
use domain::access::Relation;
use domain::identity::profile::vocab::SOURCES;
use domain::identity::profile::{Field, Step};
use leptos::prelude::*;
use services::identity::profile::{Profile, SeenAs, mine, read};

/// One's own profile, field by field.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match mine(&ctx).await {
            Ok(profile) => view! { <Overview profile/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Overview(profile: Profile) -> impl IntoView {
    let today = request::ctx().now().date_naive();
    let sources = SOURCES
        .iter()
        .map(|(list, source)| view! { <li>{*list}<ul><Cited source=*source today/></ul></li> })
        .collect_view();
    let steps = Step::ALL.map(|step| view! { <Part step profile=profile.clone()/> }).collect_view();
    view! {
        <Page title="My profile" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"My profile"</h1>
                <p class="lede">"Nothing here has to be filled in. For each line you say who sees it."</p>
            </div>
            <DoneNotice/>
            <p class="actions">
                <a class="button quiet" href=routes::preview().to_string()>"See what others see"</a>
                <a class="button quiet" href=routes::privacy().to_string()>"Privacy: who looked, what is kept where"</a>
            </p>
            <div class="stack wide">{steps}</div>
            <details class="more">
                <summary>"Where the lists to choose from come from"</summary>
                <ul>{sources}</ul>
            </details>
        </Page>
    }
}

/// The questions of one step with their answers.
#[component]
fn Part(step: Step, profile: Profile) -> impl IntoView {
    let id = format!("step-{}", step.word());
    let rows = step.fields().iter().map(|field| view! { <Row field=*field profile=profile.clone()/> }).collect_view();
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{step.title()}</h2>
            <dl class="facts told">{rows}</dl>
            <p><a href=routes::profile_step(step).to_string()>"Change"<span class="hidden">": "{step.title()}</span></a></p>
        </section>
    }
}

#[component]
fn Row(field: Field, profile: Profile) -> impl IntoView {
    let answer = profile.answer(field).cloned();
    let seen_by = answer.is_some().then(|| profile.audience(field).label());
    let told = if field == Field::Photo && answer.is_some() {
        view! { <Face profile=profile.clone()/> }.into_any()
    } else {
        view! { <Lines answer/> }.into_any()
    };
    view! {
        <div>
            <dt>{field.label()}</dt>
            <dd>{told}</dd>
            {seen_by.map(|audience| view! { <dd class="seen">"Seen by: "{audience}</dd> })}
        </div>
    }
}

/// Those whose eyes one may borrow: word of the address, words, relation.
const EYES: [(&str, &str, Relation); 3] = [
    ("stranger", "Somebody who is not signed in", Relation::Stranger),
    ("member", "A member", Relation::Member),
    ("matched", "Somebody I am matched with", Relation::Matched),
];

/// One's own profile as others see it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let asked = request::query("as");
    let (word, _, relation) = EYES.into_iter().find(|(word, ..)| asked.as_deref() == Some(*word)).unwrap_or(EYES[0]);
    Suspend::new(async move {
        let profile = match ctx.viewer.member.as_ref().map(|member| member.id) {
            Some(id) => read(&ctx, id, SeenAs::Preview(relation)).await,
            None => mine(&ctx).await,
        };
        match profile {
            Ok(profile) => view! { <Preview word profile/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Preview(word: &'static str, profile: Profile) -> impl IntoView {
    let own = routes::person(profile.id).to_string();
    let eyes = EYES
        .into_iter()
        .map(|(other, words, _)| {
            let here = (other == word).then_some("page");
            view! { <li><a href=routes::preview_as(other).to_string() aria-current=here>{words}</a></li> }
        })
        .collect_view();
    let shown = !profile.shown.is_empty();
    let seen = if profile.shown.is_empty() {
        view! {
            <Empty title="They see nothing">
                <p>"Your page looks to them as if there were none."</p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <section class="card" aria-label="What they see">
                <h2 dir="auto">{name_of(&profile)}</h2>
                <Face profile=profile.clone()/>
                <Told profile/>
            </section>
        }
        .into_any()
    };
    view! {
        <Page
            title="What others see of me"
            crumbs=vec![Crumb::new("My page", routes::me()), Crumb::new("My profile", routes::profile())]
        >
            <div class="page-head">
                <h1>"What others see of me"</h1>
                <p class="lede">"Choose through whose eyes to look. Staff see what a member sees, and no more."</p>
            </div>
            <nav class="chips" aria-label="Through whose eyes"><ul>{eyes}</ul></nav>
            {seen}
            <p>
                <a href=own>"Open my page"</a>
                {shown.then(|| view! { " "<span class="soft">"Its address is the one to give to others."</span> })}
            </p>
        </Page>
    }
}
