//! `/desk/audit`: who did what, and whether the log is as it was written.

use super::DeskNav;
use crate::ui::time::when_words;
use crate::ui::{Alert, Column, Crumb, DataTable, Empty, Page, Pager, PagerLink, Sorry, Tone};
use crate::{request, routes};
use domain::access::Action;
use leptos::prelude::*;
use services::audit::{Filter, Outcome, Page as Log, Row};

/// The log, the newest first.
#[component]
pub fn AuditPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let wish = |name| request::query(name).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
    let action = wish("action").and_then(|word| Action::ALL.iter().copied().find(|action| action.word() == word));
    let filter = Filter { actor: wish("actor"), action, before: wish("before").and_then(|seq| seq.parse().ok()) };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        match services::audit::list(&ctx, &filter).await {
            Ok(log) => view! { <Body log filter zone/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Body(log: Log, filter: Filter, zone: chrono_tz::Tz) -> impl IntoView {
    let next = log.next.map(|seq| PagerLink {
        to: address(&filter).with("before", &seq.to_string()).to_string(),
        label: "Earlier".to_owned(),
        note: "On".to_owned(),
    });
    let columns = ["When", "Who", "What", "About", "Outcome", "Request"];
    let columns = columns.map(|label| Column { label, number: false }).to_vec();
    let rows: Vec<Vec<String>> = log.rows.iter().map(|row| cells(row, zone)).collect();
    view! {
        <Page title="Audit log" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"Audit log"</h1>
                <p class="lede">
                    "Who did what, and what was tried. People stand here by a pseudonym, which stays when they leave."
                </p>
            </div>
            <DeskNav/>
            <State holds=log.holds end=log.end/>
            <Finder filter=filter.clone()/>
            {if rows.is_empty() {
                view! { <Empty title="Nothing here"><p>"Nothing in the log fits. Ask for less."</p></Empty> }.into_any()
            } else {
                view! { <DataTable caption="The newest first" columns rows/> }.into_any()
            }}
            <Pager label="Pages of the log" previous=None next/>
        </Page>
    }
}

#[component]
fn State(holds: bool, #[prop(optional_no_strip)] end: Option<(i64, String)>) -> impl IntoView {
    let Some((seq, hash)) = end else { return ().into_any() };
    if holds {
        view! {
            <p class="soft">
                {format!("Row {seq} is the newest; the last rows hang together as they were written. Its seal, to be kept elsewhere now and then: ")}
                <code class="key">{hash}</code>
            </p>
        }
        .into_any()
    } else {
        view! {
            <Alert tone=Tone::Bad title="The log is not as it was written.">
                "Somebody has changed, removed or swapped a row in the database. The command landfall check names the rows."
            </Alert>
        }
        .into_any()
    }
}

fn address(filter: &Filter) -> routes::Path {
    let path = routes::desk_audit();
    let path = filter.actor.iter().fold(path, |path, actor| path.with("actor", actor));
    filter.action.iter().fold(path, |path, action| path.with("action", action.word()))
}

#[component]
fn Finder(filter: Filter) -> impl IntoView {
    let chosen = filter.action;
    view! {
        <search>
            <form class="finder" method="get" action=routes::desk_audit().to_string()>
                <div class="finder-words two">
                    <p class="field">
                        <label for="audit-actor">"Pseudonym, house or anonymous"</label>
                        <input id="audit-actor" name="actor" value=filter.actor.unwrap_or_default() autocomplete="off" maxlength="20"/>
                    </p>
                    <p class="field">
                        <label for="audit-action">"What"</label>
                        <select id="audit-action" name="action">
                            <option value="">"Everything"</option>
                            {Action::ALL
                                .iter()
                                .map(|action| view! {
                                    <option value=action.word() selected=chosen == Some(*action)>{action.word()}</option>
                                })
                                .collect_view()}
                        </select>
                    </p>
                    <button class="button quiet" type="submit">"Show these"</button>
                </div>
            </form>
        </search>
    }
}

fn cells(row: &Row, zone: chrono_tz::Tz) -> Vec<String> {
    let outcome = match (row.outcome, row.count) {
        (Outcome::Done, _) => "Done".to_owned(),
        (Outcome::Denied, 1) => "Denied".to_owned(),
        (Outcome::Denied, count) => format!("Denied, {count} times"),
    };
    let what = if row.note.is_empty() { row.action.clone() } else { format!("{}: {}", row.action, row.note) };
    let zone = request::viewer_zone().unwrap_or(zone);
    vec![when_words(row.at, row.at, zone), row.actor.clone(), what, row.object.clone(), outcome, row.request_id.clone()]
}
