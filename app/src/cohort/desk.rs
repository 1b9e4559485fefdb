//! `/desk/cohorts`: every cohort, and the form for a new one.

use super::actions::SaveCohort;
use super::parts::{Row, counted, instead, options};
use crate::access::DeskNav;
use crate::ui::{Boxes, Choices, Crumb, DoneNotice, Empty, Form, Page, SafeTextarea, SubmitButton, TextField};
use crate::{request, routes};
use domain::cohort::{Plan, Promise, words};
use domain::identity::profile::vocab::STAGES;
use leptos::prelude::*;
use server_fn::ServerFn;

/// The list.
#[component]
pub fn CohortsDeskPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        let all = match services::cohort::desk(&ctx).await {
            Ok(all) => all,
            Err(error) => return instead(&ctx, &error),
        };
        let empty = all.is_empty();
        let rows = all
            .into_iter()
            .map(|one| {
                let to = routes::desk_cohort(one.id.as_str()).to_string();
                let count = format!("{}, {}", counted(one.mentees, "mentee"), counted(one.mentors, "mentor"));
                view! { <Row title=one.title to state=one.state line=count/> }
            })
            .collect_view();
        view! {
            <Page title="Cohorts to run" crumbs=vec![Crumb::new("Desk", routes::desk())]>
                <div class="page-head"><h1>"Cohorts to run"</h1></div>
                <DeskNav/>
                <DoneNotice/>
                <p class="actions"><a class="button" href=routes::desk_new_cohort().to_string()>"Plan a cohort"</a></p>
                {if empty {
                    view! { <Empty title="No cohort yet"><p>"Plan one: it stays a draft until you open it."</p></Empty> }.into_any()
                } else {
                    view! { <ul class="devices">{rows}</ul> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// The form for a new one.
#[component]
pub fn NewCohortPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    Suspend::new(async move {
        // The same door as that of the desk.
        if let Err(error) = services::cohort::desk(&ctx).await {
            return instead(&ctx, &error);
        }
        view! {
            <Page title="Plan a cohort" crumbs=vec![Crumb::new("Desk", routes::desk()), Crumb::new("Cohorts", routes::desk_cohorts())]>
                <div class="page-head">
                    <h1>"Plan a cohort"</h1>
                    <p class="lede">"It stays a draft until you open it. Once it is open, none of this changes any more."</p>
                </div>
                <PlanOf/>
            </Page>
        }
        .into_any()
    })
    .into_any()
}

/// The form of a plan, empty or with what it says so far.
#[component]
pub(super) fn PlanOf(#[prop(optional)] id: String, #[prop(optional)] plan: Option<Plan>) -> impl IntoView {
    let said = |of: &dyn Fn(&Plan) -> String| plan.as_ref().map(of).unwrap_or_default();
    let promises: Vec<(&'static str, &'static str)> =
        Promise::ALL.iter().map(|one| (one.word(), words::promise(*one))).collect();
    let promise = plan.as_ref().map_or(Promise::Stable, |plan| plan.promise);
    let stages = plan.as_ref().map(|plan| plan.stages.clone()).unwrap_or_default();
    let members: Vec<String> =
        plan.as_ref().filter(|plan| plan.members_only).map(|_| "yes".to_owned()).into_iter().collect();
    let (title, about) = (said(&|plan| plan.title.clone()), said(&|plan| plan.about.clone()));
    let most = plan.as_ref().map_or_else(|| "5".to_owned(), |plan| plan.most.to_string());
    let sign_up = said(&|plan| plan.dates.sign_up.to_string());
    let mentees = said(&|plan| plan.dates.mentees.to_string());
    let mentors = said(&|plan| plan.dates.mentors.to_string());
    view! {
        <Form action=SaveCohort::PATH>
            <input type="hidden" name="cohort" value=id/>
            <TextField name="title" label="Title" initial=title/>
            <SafeTextarea name="about" label="What it is about" hint="Whom it is for, how long it goes, and what comes of it." initial=about/>
            <Choices name="promise" legend="What is the result made for?" hint="People read this before they rank. Only the stable result makes honest ranking safe for mentees." options=promises initial=promise.word()/>
            <Boxes name="stages" legend="Mentees at these stages" hint=Some("None for everybody.".to_owned()) options=options(&STAGES) initial=stages/>
            <Boxes
                name="members_only"
                legend="Members"
                options=vec![("yes".to_owned(), "Only members of the association take part".to_owned())]
                initial=members
            />
            <TextField name="most" label="How many mentors may a mentee list?" hint="From 1 to 20. Longer lists place more people." initial=most inputmode="numeric"/>
            <TextField name="sign_up" label="Last day to sign up" hint="Each day ends at 11:59 pm in the association's zone." initial=sign_up kind="date"/>
            <TextField name="mentees" label="Last day for mentees to rank" initial=mentees kind="date"/>
            <TextField name="mentors" label="Last day for mentors to rank" initial=mentors kind="date"/>
            <SubmitButton label="Save the plan"/>
        </Form>
    }
}
