//! What stands at the address of a date that went while its form was open: what was typed, and dates it may be for.

use super::Stamps;
use super::actions::SaveEventDate;
use super::date_form::DateFields;
use crate::access::DeskNav;
use crate::routes;
use crate::ui::{Crumb, ErrorSummary, Form, Page, SelectOf, when_words};
use leptos::prelude::*;
use server_fn::ServerFn;
use services::events::desk::{Choice, Gone};

/// The form with everything that was typed, for another date.
#[component]
pub(super) fn GonePage(gone: Gone) -> impl IntoView {
    let Gone { series, choices } = gone;
    let slug = series.slug.as_str().to_owned();
    let crumbs = vec![
        Crumb::new("Desk", routes::desk()),
        Crumb::new("Events", routes::desk_events()),
        Crumb::new(series.title.clone(), routes::desk_event(&slug)),
    ];
    let none = choices.is_empty();
    let options: Vec<(String, String)> = choices.iter().map(|choice| (choice.of.clone(), words(choice))).collect();
    let title = "This date is no more";
    view! {
        <Page title crumbs here=title>
            <div class="page-head">
                <p class="kicker"><bdi>{series.title.clone()}</bdi></p>
                <h1>{title}</h1>
                <p class="lede">
                    "Somebody else has changed when this event takes place. What you typed was not stored, and all of it is still here."
                </p>
            </div>
            <ErrorSummary action=SaveEventDate::PATH/>
            <DeskNav/>
            {none.then(|| view! {
                <p>"The series has no date any more that this could be for. Copy what you need before you leave this page."</p>
            })}
            <Form action=SaveEventDate::PATH summary_above=true>
                <input type="hidden" name="series" value=slug/>
                <Stamps action=SaveEventDate::PATH stored=String::new() seen=String::new()/>
                <SelectOf
                    name="of"
                    label="Which date is this for?"
                    hint=Some("What you have not changed stays as that date has it, its day and hour too.".to_owned())
                    options
                    nothing=Some("Choose one".to_owned())
                />
                <DateFields fields=Vec::new() series/>
                <p class="actions">
                    <button class="button quiet" type="submit" name="press" value="show">"Show the dates"</button>
                    <button class="button" type="submit" name="press" value="save">"Save"</button>
                </p>
            </Form>
        </Page>
    }
}

fn words(choice: &Choice) -> String {
    let when = when_words(choice.at.start, choice.at.end, choice.zone);
    if choice.same { format!("{when} (the same date, kept with those before the change)") } else { when }
}
