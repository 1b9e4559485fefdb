//! `/desk/moderation`: what people reported, the longest waiting first.

use crate::access::DeskNav;
use crate::ui::{Crumb, Empty, Page, Pager, PagerLink, Sorry};
use crate::{request, routes};
use chrono::{DateTime, TimeDelta, Utc};
use domain::moderation::{Case, Kind};
use leptos::prelude::*;
use services::moderation::{Desk, QueueFilter, Queued};

/// The queue.
#[component]
pub fn ModerationPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let filter = QueueFilter {
        kind: request::query("kind").and_then(|word| Kind::parse(&word)),
        settled: request::query("show").as_deref() == Some("settled"),
        after: request::query("after"),
    };
    Suspend::new(async move {
        match services::moderation::desk(&ctx, &filter).await {
            Ok(desk) => view! { <Body desk filter now=ctx.now()/> }.into_any(),
            Err(error) => {
                request::failed(&ctx.viewer.request_id, &error);
                view! { <Sorry/> }.into_any()
            }
        }
    })
    .into_any()
}

/// How long ago, in one number.
pub(super) fn age(since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let passed = (now - since).max(TimeDelta::zero());
    let (count, unit) = match (passed.num_days(), passed.num_hours(), passed.num_minutes()) {
        (0, 0, minutes) => (minutes.max(0), "minute"),
        (0, hours, _) => (hours, "hour"),
        (days, ..) => (days, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn address(kind: Option<Kind>, settled: bool) -> routes::Path {
    let path = routes::desk_moderation();
    let path = kind.iter().fold(path, |path, kind| path.with("kind", kind.word()));
    if settled { path.with("show", "settled") } else { path }
}

#[component]
fn Body(desk: Desk, filter: QueueFilter, now: DateTime<Utc>) -> impl IntoView {
    let lede = match desk.oldest {
        Some(oldest) => {
            let cases: i64 = desk.waiting.iter().map(|one| one.cases).sum();
            let wait = if cases == 1 { "1 case waits" } else { &format!("{cases} cases wait") };
            format!("{wait}. The oldest has waited {}.", age(oldest, now))
        }
        None => "Nothing waits.".to_owned(),
    };
    let next = PagerLink::more(&address(filter.kind, filter.settled), desk.next.as_deref(), "Later");
    let QueueFilter { kind: shown, settled, .. } = filter;
    let chip = move |kind: Option<Kind>, label: String| {
        let here = (shown == kind).then_some("true");
        view! { <li><a href=address(kind, settled).to_string() aria-current=here>{label}</a></li> }
    };
    let kinds = Kind::ALL.map(|kind| {
        let waiting = desk.waiting.iter().find(|one| one.kind == kind);
        let label = waiting.map_or_else(|| kind.label().to_owned(), |one| format!("{} ({})", kind.label(), one.cases));
        chip(Some(kind), label)
    });
    let other = address(shown, !settled).to_string();
    let rows = desk.cases.into_iter().map(|one| view! { <Row one now/> }).collect_view();
    let empty = rows.is_empty();
    view! {
        <Page title="Reports" crumbs=vec![Crumb::new("Desk", routes::desk())]>
            <div class="page-head">
                <h1>"Reports"</h1>
                <p class="lede">{lede}</p>
                <p class="soft">"Reports about you are not shown to you. Another moderator decides them."</p>
            </div>
            <DeskNav/>
            <nav class="chips" aria-label="Kinds">
                <ul>{chip(None, "All".to_owned())}{kinds.collect_view()}</ul>
            </nav>
            <p><a href=other>{if settled { "Show what waits" } else { "Show what is settled" }}</a></p>
            {if empty {
                view! {
                    <Empty title="Nothing here">
                        <p>"When somebody reports a page, a person or a profile, it appears here."</p>
                    </Empty>
                }
                .into_any()
            } else {
                view! { <ul class="devices">{rows}</ul> }.into_any()
            }}
            <Pager label="Pages of reports" previous=None next/>
        </Page>
    }
}

#[component]
fn Row(one: Queued, now: DateTime<Utc>) -> impl IntoView {
    let to = routes::desk_case(one.id.as_str()).to_string();
    let waited = match one.case {
        Case::Open => format!("Waits {}", age(one.since, now)),
        Case::Appealed(_) => format!("An appeal waits {}", age(one.since, now)),
        Case::Decided(_) | Case::Upheld(_) | Case::Overturned(_) => "Settled".to_owned(),
    };
    let reports = if one.reports == 1 { "1 report".to_owned() } else { format!("{} reports", one.reports) };
    view! {
        <li class="card">
            <div>
                <h2><a href=to>{one.kind.label()}<span class="hidden">{format!(", case {}", one.id)}</span></a></h2>
                <p class="soft">{format!("{waited} · {reports}")}</p>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::age;
    use chrono::{DateTime, TimeDelta};

    #[test]
    fn an_age_is_one_number_and_its_unit() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment of 2027");
        for (passed, words) in [
            (TimeDelta::seconds(5), "0 minutes"),
            (TimeDelta::minutes(61), "1 hour"),
            (TimeDelta::hours(50), "2 days"),
            (TimeDelta::hours(-1), "0 minutes"),
        ] {
            assert_eq!(age(now - passed, now), words);
        }
    }
}
