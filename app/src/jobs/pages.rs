//! `/desk/jobs`: what is stuck, since when and why, and trying it again.

use super::actions::{LiftSuppression, RetryJob, RetryMail};
use crate::access::DeskNav;
use crate::ui::{Crumb, DoneNotice, Empty, Form, Moment, Page, Sorry, SubmitButton, TextField};
use crate::{request, routes};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;
use server_fn::ServerFn;
use services::ctx::Ctx;
use services::jobs::DeskError;
use services::mail::{Backlog, Suppressed};
use services::{jobs, mail};

/// A job or a mail in trouble.
struct Trouble {
    /// Where its button posts to.
    action: &'static str,
    /// The hidden field that names it.
    field: &'static str,
    id: String,
    kind: String,
    reason: String,
    attempts: i32,
    since: DateTime<Utc>,
    next: Option<DateTime<Utc>>,
}

struct Read {
    jobs: Vec<Trouble>,
    mails: Vec<Trouble>,
    suppressed: Vec<Suppressed>,
    backlog: Backlog,
}

async fn read(ctx: &Ctx) -> Result<Read, DeskError> {
    let of_job = |job: jobs::Troubled| Trouble {
        action: RetryJob::PATH,
        field: "job",
        id: job.id.to_string(),
        kind: job.kind,
        reason: job.reason,
        attempts: job.attempts,
        since: job.since,
        next: job.next,
    };
    let of_mail = |mail: mail::Troubled| Trouble {
        action: RetryMail::PATH,
        field: "mail",
        id: mail.id.to_string(),
        kind: mail.kind,
        reason: mail.reason,
        attempts: mail.attempts,
        since: mail.since,
        next: mail.next,
    };
    Ok(Read {
        jobs: jobs::troubled(ctx).await?.into_iter().map(of_job).collect(),
        mails: mail::troubled(ctx).await?.into_iter().map(of_mail).collect(),
        suppressed: mail::suppressed(ctx).await?,
        backlog: mail::backlog(ctx).await?,
    })
}

/// The two lists.
#[component]
pub fn JobsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        match read(&ctx).await {
            Ok(read) => view! { <Body read zone=ctx.config.org.zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(read: Read, zone: Tz) -> impl IntoView {
    let Read { jobs, mails, suppressed, backlog } = read;
    let depth = format!(
        "{} mails wait to be sent, {} were given up. {} addresses take no mail.",
        backlog.waiting, backlog.failed, backlog.suppressed
    );
    view! {
        <Page title="Jobs and mail" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"Jobs and mail"</h1>
                <p class="lede">"What did not work, and trying it again."</p>
                <p class="soft">{depth}</p>
            </div>
            <DeskNav/>
            <DoneNotice/>
            <h2>"Mails"</h2>
            <Troubles troubles=mails zone empty="Every mail has left or waits for its turn."/>
            <Suppressions all=suppressed zone/>
            <h2>"Jobs"</h2>
            <Troubles troubles=jobs zone empty="Every job did what it should."/>
        </Page>
    }
}

/// Addresses that take no mail. Which they are nobody can read here; whoever knows one can write to it again.
#[component]
fn Suppressions(all: Vec<Suppressed>, zone: Tz) -> impl IntoView {
    if all.is_empty() {
        return ().into_any();
    }
    let rows = all.into_iter().map(|one| {
        view! {
            <li class="card">
                <div>
                    <h3>{format!("Address {}", one.mark)}</h3>
                    <p>{one.reason}</p>
                    <p class="soft">"Since "<Moment at=one.since zone/></p>
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <h2>"Addresses that take no mail"</h2>
        <p>"A mail server has said that there is no such mailbox. Addresses are not kept here, only a mark of each."</p>
        <ul class="devices">{rows}</ul>
        <Form action=LiftSuppression::PATH row="lift">
            <TextField
                name="email"
                label="Write to this address again"
                hint="When its owner says that the mailbox works."
                autocomplete="off"
                inputmode="email"
            />
            <SubmitButton label="Write to it again"/>
        </Form>
    }
    .into_any()
}

#[component]
fn Troubles(troubles: Vec<Trouble>, zone: Tz, empty: &'static str) -> impl IntoView {
    if troubles.is_empty() {
        return view! { <Empty title="Nothing is stuck"><p>{empty}</p></Empty> }.into_any();
    }
    let rows = troubles.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
    view! { <ul class="devices">{rows}</ul> }.into_any()
}

#[component]
fn Row(one: Trouble, zone: Tz) -> impl IntoView {
    let tries = if one.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", one.attempts) };
    let Trouble { action, field, id, kind, reason, since, next, .. } = one;
    view! {
        <li class="card">
            <div>
                <h3>{kind.clone()}</h3>
                <p>{reason}</p>
                <p class="soft">{tries}", since "<Moment at=since zone/></p>
                {next.map(|at| view! { <p class="soft">"Next try "<Moment at zone/></p> })}
            </div>
            {next.is_none().then(|| view! {
                <Form action row=id.clone()>
                    <input type="hidden" name=field value=id/>
                    <p class="actions">
                        <button class="button quiet" type="submit">
                            "Try again"<span class="hidden">{format!(": {kind}")}</span>
                        </button>
                    </p>
                </Form>
            })}
        </li>
    }
}
