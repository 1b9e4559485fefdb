//! `/me/privacy`: who of the staff saw a private field, and what is kept where.

use super::parts::instead;
use super::step::crumbs;
use crate::ui::{Empty, Moment, Page};
use crate::{request, routes};
use chrono_tz::Tz;
use domain::identity::profile::Field;
use leptos::prelude::*;
use services::identity::profile::{PrivateView, who_saw};

/// The log about oneself.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match who_saw(&ctx).await {
            Ok(views) => view! { <Privacy views zone=ctx.config.org.zone/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn Privacy(views: Vec<PrivateView>, zone: Tz) -> impl IntoView {
    let log = if views.is_empty() {
        view! {
            <Empty title="Nobody has looked">
                <p>"If a member of the staff ever opens a field that you do not show them, it stands here with their reason."</p>
            </Empty>
        }
        .into_any()
    } else {
        let looks = views.into_iter().map(|view| view! { <Look view zone/> }).collect_view();
        view! { <ol class="looks">{looks}</ol> }.into_any()
    };
    view! {
        <Page title="Privacy" crumbs=crumbs()>
            <div class="page-head">
                <h1>"Privacy"</h1>
                <p class="lede">"Who of the staff saw a private field of yours, and what is kept where."</p>
            </div>
            <div class="stack wide">
                <section aria-labelledby="who-title"><h2 id="who-title">"Who looked"</h2>{log}</section>
                <Kept/>
            </div>
        </Page>
    }
}

#[component]
fn Look(view: PrivateView, zone: Tz) -> impl IntoView {
    let by = view.by.unwrap_or_else(|| format!("Staff member {}", domain::text::cut(&view.mark, 6)));
    view! {
        <li class="card">
            <h3><bdi>{by}</bdi>" saw: "{view.field.label()}</h3>
            <p><Moment at=view.at zone/></p>
            <p>"Reason: "<q dir="auto">{view.reason}</q></p>
        </li>
    }
}

/// What is kept where. Each sentence is a promise that a test holds.
#[component]
fn Kept() -> impl IntoView {
    let sealed: Vec<_> = Field::ALL.iter().filter(|field| field.is_sealed()).map(|field| field.label()).collect();
    view! {
        <section aria-labelledby="kept-title">
            <h2 id="kept-title">"What is kept where"</h2>
            <ul>
                <li>
                    "Locked with a key of your own: "{sealed.join("; ")}"; and your photo. Without that key nobody can read \
                     them, not in a copy of the database either. Search, mail, logs and calendar feeds never hold them."
                </li>
                <li>"Everything else of your profile is in the database as you typed it, and shown to whom you chose."</li>
                <li>
                    "When you are erased your key is destroyed with everything else. Backups made before hold what it locked, \
                     and the key, locked with the key of the house. That one is in no backup: a backup alone opens nothing."
                </li>
                <li>"Your password is kept only as a hash. Nobody here can read it."</li>
            </ul>
            <p class="actions">
                <a class="button quiet" href=routes::export().to_string()>"Take your data along"</a>
                <a class="button quiet" href=routes::leave().to_string()>"Delete your account"</a>
            </p>
        </section>
    }
}
