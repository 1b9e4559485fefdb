//! `/me/notifications`: what one was told, the newest first.

use super::actions::{MarkAllRead, MarkRead};
use crate::ui::{Crumb, DoneNotice, Empty, Form, Moment, Page, Pager, PagerLink, Sorry, SubmitButton};
use crate::{request, routes};
use domain::id::PublicId;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::notifications::{self, Listed};

/// The list, a page at a time.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let after = request::query("after").and_then(|id| PublicId::parse(&id));
    Suspend::new(async move {
        match notifications::list(&ctx, after).await {
            Ok(page) => view! { <Body page zone=ctx.config.org.zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(page: notifications::Page, zone: chrono_tz::Tz) -> impl IntoView {
    let lede = match page.unread {
        0 => "You have read everything.".to_owned(),
        1 => "1 is unread.".to_owned(),
        unread => format!("{unread} are unread."),
    };
    let next = PagerLink::more(&routes::notifications(), page.next.as_ref().map(PublicId::as_str), "Older");
    let rows = page.listed.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
    let empty = rows.is_empty();
    view! {
        <Page title="Notifications" crumbs=vec![Crumb::new("My page", routes::me())]>
            <div class="page-head">
                <h1>"Notifications"</h1>
                {(!empty).then(|| view! { <p class="lede">{lede}</p> })}
            </div>
            <DoneNotice/>
            {(page.unread > 0).then(|| view! {
                <Form action=MarkAllRead::PATH row="all"><SubmitButton label="Mark all as read"/></Form>
            })}
            {if empty {
                view! {
                    <Empty title="Nothing yet">
                        <p>"What concerns you appears here: dates that move, answers, decisions."</p>
                    </Empty>
                }
                .into_any()
            } else {
                view! { <ul class="devices">{rows}</ul> }.into_any()
            }}
            <Pager label="Pages of notifications" previous=None next/>
            <p><a href=routes::mail_choices().to_string()>"Choose which of these you get by mail"</a></p>
        </Page>
    }
}

#[component]
fn Row(one: Listed, zone: chrono_tz::Tz) -> impl IntoView {
    let id = one.id.to_string();
    view! {
        <li class="card">
            <div>
                <h2>
                    <a href=one.path.to_string() dir="auto">{one.title.clone()}</a>
                    {(!one.read).then(|| view! { " "<span class="tag">"New"</span> })}
                </h2>
                {(!one.text.is_empty()).then(|| view! { <p dir="auto">{one.text.clone()}</p> })}
                <p class="soft">{one.topic.label()}", "<Moment at=one.at zone/></p>
            </div>
            {(!one.read).then(|| view! {
                <Form action=MarkRead::PATH row=id.clone()>
                    <input type="hidden" name="notification" value=id/>
                    <p class="actions">
                        <button class="button quiet" type="submit">
                            "Mark as read"<span class="hidden">{format!(": {}", one.title)}</span>
                        </button>
                    </p>
                </Form>
            })}
        </li>
    }
}
