//! `/desk/mentors`: mentors who wait for their one check.

use super::actions::CheckMentor;
use super::parts::instead;
use crate::access::DeskNav;
use crate::ui::{Choices, Crumb, DoneNotice, Empty, Form, Moment, Page, SubmitButton};
use crate::{request, routes};
use domain::mentorship::{Checked, words};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::mentorship::{ToCheck, to_check};

/// The desk.
#[component]
pub fn CheckMentorsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let zone = ctx.config.org.zone;
        let waiting = match to_check(&ctx).await {
            Ok(waiting) => waiting,
            Err(error) => return instead(&ctx, &error),
        };
        let empty = waiting.is_empty();
        let rows = waiting.into_iter().map(|one| view! { <Row one zone/> }).collect_view();
        view! {
            <Page title="Mentors to check" crumbs=vec![Crumb::new("Desk", routes::desk())]>
                <div class="page-head">
                    <h1>"Mentors to check"</h1>
                    <p class="lede">"Nobody is sent to a mentor before somebody of us has looked once."</p>
                </div>
                <DeskNav/>
                <DoneNotice/>
                {if empty {
                    view! { <Empty title="Nobody waits"><p>"Whoever offers to be a mentor appears here."</p></Empty> }.into_any()
                } else {
                    view! { <ul class="devices">{rows}</ul> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

#[component]
fn Row(one: ToCheck, zone: chrono_tz::Tz) -> impl IntoView {
    let id = one.id.to_string();
    let way = one.way.map_or("", words::way);
    let mut options: Vec<(&'static str, &'static str)> = vec![
        (Checked::InstitutionMail.word(), "The address is at the institution"),
        (Checked::Registry.word(), "The national registry has this person"),
        (Checked::Moderator.word(), "I have asked, or I know"),
    ];
    options.push(("no", "It could not be checked"));
    let initial = one.way.map_or("", Checked::word).to_owned();
    view! {
        <li class="card">
            <div>
                <h2 dir="auto">{one.name}</h2>
                <p>{one.role}</p>
                <dl class="facts told">
                    <div><dt>"How"</dt><dd>{way}</dd></div>
                    <div><dt>"What"</dt><dd dir="auto">{one.what}</dd></div>
                    <div><dt>"Confirmed address at"</dt><dd>{one.domain}</dd></div>
                </dl>
                {one.look_up.map(|link| view! { <p><a href=link rel="noopener noreferrer">"Look the number up in the registry"</a></p> })}
                {one.since.map(|at| view! { <p class="soft">"Waits since "<Moment at zone/></p> })}
                {if one.own {
                    view! { <p class="soft">"This is you. Another moderator checks it."</p> }.into_any()
                } else {
                    view! {
                        <Form action=CheckMentor::PATH row=id.clone()>
                            <input type="hidden" name="mentor" value=id.clone()/>
                            <input type="hidden" name="stamp" value=one.stamp/>
                            <Choices name="checked" legend="What did you check?" hint="The badge says this, with the day." options initial/>
                            <SubmitButton label="Decide"/>
                        </Form>
                    }
                    .into_any()
                }}
            </div>
        </li>
    }
}
