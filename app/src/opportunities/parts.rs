//! What the pages of opportunities share.

use crate::request;
use crate::routes;
use crate::ui::time::long_date;
use crate::ui::{Column, DataTable, NotFoundPage, Sorry};
use domain::identity::profile::vocab::{Choice, SPECIALTIES, label};
use domain::opportunities::{Fee, Payee, Posting, Start, State, Window, dollars, words};
use leptos::prelude::*;
use services::ctx::Ctx;
use services::opportunities::{Hosted, OpportunityError, Stored};

/// The page in place of what cannot be shown. Whoever may not see it gets the page of an unknown address.
pub(super) fn instead(ctx: &Ctx, error: &OpportunityError) -> AnyView {
    match error {
        OpportunityError::NotFound | OpportunityError::Denied(_) => view! { <NotFoundPage/> }.into_any(),
        error => {
            request::failed(&ctx.viewer.request_id, error);
            view! { <Sorry/> }.into_any()
        }
    }
}

/// Values and words of a list.
pub(super) fn options(choices: &[Choice]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.word.to_owned(), choice.label.to_owned())).collect()
}

/// The first line of a posting, fee included.
pub(super) fn first_line(posting: &Posting) -> String {
    [
        posting.kind.label().to_owned(),
        label(&SPECIALTIES, &posting.specialty),
        posting.place(),
        posting.weeks.words(),
        posting.fee.headline(posting.weeks.least),
    ]
    .join(" · ")
}

/// Until when one may apply, in words.
pub(super) fn last_day(window: &Window) -> String {
    format!("{} ({})", long_date(&window.closes), window.clocks())
}

/// A moderator has sent it back: it lies among the drafts again. Who withdraws writes no note.
pub(super) fn is_sent_back(hosted: &Hosted) -> bool {
    hosted.stored.state == State::Withdrawn && hosted.note.is_some()
}

/// How far one's own posting is.
pub(super) fn state_words(hosted: &Hosted) -> &'static str {
    if is_sent_back(hosted) { "Sent back" } else { hosted.stored.state.label() }
}

/// How many places are free.
pub(super) fn seats_line(stored: &Stored) -> String {
    let (free, seats) = (stored.places.free(), stored.places.seats);
    match (free, seats) {
        (0, _) => "No free place at the moment".to_owned(),
        (1, 1) => "1 place".to_owned(),
        (free, seats) => format!("{free} of {seats} places free"),
    }
}

/// A posting in a list of one's own; without an address where there is no page to see.
#[component]
pub(super) fn PostingHead(stored: Stored, #[prop(optional_no_strip)] to: Option<routes::Path>) -> impl IntoView {
    let posting = stored.posting;
    let title = posting.title.clone();
    view! {
        {match to {
            Some(to) => view! { <h2><a href=to.to_string() dir="auto">{title}</a></h2> }.into_any(),
            None => view! { <h2 dir="auto">{title}</h2> }.into_any(),
        }}
        <p class="posting-line">{first_line(&posting)}</p>
        <p class="soft" dir="auto">{posting.institution.clone()}</p>
    }
}

/// Who is paid for what, and what comes back.
#[component]
pub(super) fn FeeTable(fee: Fee, weeks: u16) -> impl IntoView {
    if fee.is_free() {
        return view! { <p>"Nothing. There is no fee."</p> }.into_any();
    }
    let column = |label, number| Column { label, number };
    let columns = vec![column("For", false), column("Amount", true), column("Paid to", false)];
    let rows = fee
        .lines
        .iter()
        .map(|line| {
            let to = match line.payee {
                Payee::Institution => line.payee_name.clone(),
                payee => format!("{}: {}", payee.label(), line.payee_name),
            };
            vec![line.what.clone(), format!("{} {}", line.cents, line.per.label()), to]
        })
        .collect();
    let refund = fee.refund.map_or("The host does not say.", |refund| refund.label());
    view! {
        <DataTable caption="What is paid, and to whom" columns rows/>
        <p>{format!("Together {} for the shortest stay, {} a week.", dollars(fee.total(weeks)), dollars(fee.per_week(weeks)))}</p>
        <p>"What comes back if you cannot come: "<strong>{refund}</strong></p>
        {(!fee.refund_rule.is_empty()).then(|| view! { <blockquote class="quoted" dir="auto">{fee.refund_rule.clone()}</blockquote> })}
    }
    .into_any()
}

fn all(labels: Vec<&'static str>) -> String {
    labels.join("; ")
}

/// The facts of a posting.
#[component]
pub(super) fn Facts(posting: Posting) -> impl IntoView {
    let start = match posting.start {
        Start::Rolling => "At any time".to_owned(),
        Start::Between { from, to } => format!("{} to {}", long_date(&from), long_date(&to)),
    };
    let groups: Vec<_> = posting.groups.iter().map(|one| one.label()).collect();
    let documents: Vec<_> = posting.documents.iter().map(|one| one.label()).collect();
    let rows = [
        ("Patient contact", posting.contact.label().to_owned()),
        ("Institution", [posting.institution.clone(), posting.department.clone()].join(" ").trim().to_owned()),
        ("Supervising physician", posting.supervisor.clone()),
        ("Starts", start),
        ("Hours a week", posting.hours.map(|hours| hours.to_string()).unwrap_or_default()),
        ("Pay", posting.pay_per_week.map(|pay| format!("{pay} a week")).unwrap_or_default()),
        ("Visa", all(posting.visas.iter().map(|one| one.label()).collect())),
        ("What may come of it", all(posting.outcomes.iter().map(|one| one.label()).collect())),
        ("Who may apply", if groups.is_empty() { "Everybody".to_owned() } else { all(groups) }),
        ("Papers asked for", if documents.is_empty() { "None".to_owned() } else { all(documents) }),
    ];
    let rows = rows.into_iter().filter(|(_, told)| !told.is_empty());
    let rows = rows.map(|(name, told)| view! { <div><dt>{name}</dt><dd dir="auto">{told}</dd></div> }).collect_view();
    view! { <dl class="facts told">{rows}</dl> }
}

/// What is asked of people, with the host's own words.
#[component]
pub(super) fn Requirements(posting: Posting) -> impl IntoView {
    if posting.requirements.is_empty() {
        return view! { <p>"Nothing beyond what stands above."</p> }.into_any();
    }
    let rows = posting
        .requirements
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <p><span class="tag plain">{one.strength.label()}</span>" "{one.predicate.words()}</p>
                    <blockquote class="quoted" dir="auto">{one.quote}</blockquote>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="asked">{rows}</ul> }.into_any()
}

/// What always holds about money.
#[component]
pub(super) fn NeverPay() -> impl IntoView {
    view! { <p class="never-pay"><strong>{words::NEVER_PAY}</strong></p> }
}
