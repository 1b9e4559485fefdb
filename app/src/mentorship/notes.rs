//! Goals, next steps and meetings of two who work together.

use super::actions::{LogMeeting, MarkStep, PlanStep};
use crate::ui::{Form, Moment, SafeTextarea, SubmitButton, TextField, is_refused};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::mentorship::{LoggedMeeting, PlannedStep};

/// Goals and next steps, with the form for one more.
#[component]
pub(super) fn Steps(id: String, steps: Vec<PlannedStep>, open: bool) -> impl IntoView {
    let rows = steps
        .into_iter()
        .map(|step| {
            let (done, name) = (step.done_at.is_some(), step.what.clone());
            let step_id = step.id.to_string();
            let next = if done { "no" } else { "yes" };
            let due = step.due_on.map(|day| format!("By {}", day.format("%B %-d, %Y")));
            view! {
                <li class="card">
                    <div>
                        <h3 dir="auto">{step.what}</h3>
                        <p class="soft">{due}</p>
                        {done.then(|| view! { <p><span class="tag">"Done"</span></p> })}
                    </div>
                    {open.then(|| view! {
                        <Form action=MarkStep::PATH row=step_id.clone()>
                            <input type="hidden" name="step" value=step_id.clone()/>
                            <input type="hidden" name="done" value=next/>
                            <button class="button quiet" type="submit">
                                {if done { "Not done after all" } else { "Done" }}
                                <span class="hidden">{format!(": {name}")}</span>
                            </button>
                        </Form>
                    })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="steps-title">
            <h2 id="steps-title">"Goals and next steps"</h2>
            <ul class="devices">{rows}</ul>
            {open.then(|| view! {
                <details class="more" open=is_refused(PlanStep::PATH, "plan")>
                    <summary>"Add one"</summary>
                    <Form action=PlanStep::PATH row="plan">
                        <input type="hidden" name="together" value=id/>
                        <TextField name="what" label="What is to be done?"/>
                        <TextField name="due_on" label="By when" kind="date" optional=true/>
                        <SubmitButton label="Add"/>
                    </Form>
                </details>
            })}
        </section>
    }
}

/// The log of meetings, with the form for one more.
#[component]
pub(super) fn Meetings(id: String, meetings: Vec<LoggedMeeting>, open: bool, zone: chrono_tz::Tz) -> impl IntoView {
    let rows = meetings
        .into_iter()
        .map(|one| {
            view! {
                <li class="card">
                    <div>
                        <h3><Moment at=one.met_at zone/></h3>
                        <p class="soft">{format!("{} minutes", one.minutes)}</p>
                        <p class="said" dir="auto">{one.note}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="meetings-title">
            <h2 id="meetings-title">"Meetings"</h2>
            <ul class="devices">{rows}</ul>
            {open.then(|| view! {
                <details class="more" open=is_refused(LogMeeting::PATH, "meet")>
                    <summary>"Log a meeting"</summary>
                    <Form action=LogMeeting::PATH row="meet">
                        <input type="hidden" name="together" value=id/>
                        <TextField name="met_at" label="When did you meet?" hint="By the clocks of your profile." kind="datetime-local"/>
                        <TextField name="minutes" label="How many minutes?" inputmode="numeric"/>
                        <SafeTextarea name="note" label="What was it about?" rows=3 optional=true/>
                        <SubmitButton label="Log it"/>
                    </Form>
                </details>
            })}
        </section>
    }
}
