//! `/am-i-an-img`: two questions, and an answer with its reason and its sources. Nothing is stored.

use crate::ui::{Alert, Crumb, Page, Tone};
use crate::{request, routes};
use chrono::NaiveDate;
use domain::fact::Source;
use domain::identity::img::{Advice, Asked, SchoolPlace, Verdict, advise};
use domain::identity::profile::vocab::{COUNTRIES, find};
use leptos::prelude::*;

/// Questions and answer.
#[component]
pub fn ImgPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let school = request::query("school").filter(|code| find(&COUNTRIES, code).is_some());
    let citizen = yes_or_no("citizen");
    let by_june_2025 = yes_or_no("by_june_2025");
    let advice = school.as_deref().map(|code| advise(Asked { school: SchoolPlace::of(code), citizen, by_june_2025 }));
    let in_canada = school.as_deref() == Some("CA");
    let missing = school.is_none() && request::query("school").is_some();
    let today = ctx.now().date_naive();
    view! {
        <Page
            title="Am I an IMG?"
            description="Two questions that say whether you count as an international medical graduate in the United States, and why."
            crumbs=vec![Crumb::new("Home", routes::home())]
            trouble=missing
        >
            <div class="page-head">
                <h1>"Am I an IMG?"</h1>
                <p class="lede">"An international medical graduate: what counts is where the medical school is."</p>
            </div>
            <div class="stack wide">
                {advice.map(|advice| view! { <Answer advice today/> })}
                <form class="form" method="get" action=routes::am_i_an_img().to_string()>
                    <Country school missing/>
                    <YesNo
                        name="citizen"
                        legend="Are you a citizen of the United States?"
                        hint="It does not change whether you are an IMG, only how the Match counts you."
                        chosen=citizen
                    />
                    {in_canada.then(|| view! {
                        <YesNo
                            name="by_june_2025"
                            legend="Did you graduate on or before June 30, 2025?"
                            hint="For schools in Canada this day makes the difference."
                            chosen=by_june_2025
                        />
                    })}
                    <p class="actions"><button class="button" type="submit">"Tell me"</button></p>
                </form>
            </div>
        </Page>
    }
    .into_any()
}

fn yes_or_no(name: &str) -> Option<bool> {
    match request::query(name).as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

#[component]
fn Country(#[prop(optional_no_strip)] school: Option<String>, missing: bool) -> impl IntoView {
    let options = COUNTRIES
        .iter()
        .map(|country| {
            let selected = school.as_deref() == Some(country.word);
            view! { <option value=country.word selected=selected>{country.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for="school">"In which country is your medical school?"</label>
            {missing.then(|| view! { <p class="error" id="school-error">"Choose a country from the list."</p> })}
            <select
                id="school"
                name="school"
                required=true
                aria-invalid=missing.then_some("true")
                aria-describedby=missing.then_some("school-error")
            >
                <option value="">"Choose one"</option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn YesNo(
    name: &'static str,
    legend: &'static str,
    hint: &'static str,
    #[prop(optional_no_strip)] chosen: Option<bool>,
) -> impl IntoView {
    let button = |value: &'static str, words: &'static str, is: bool| {
        let id = format!("{name}-{value}");
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name=name value=value checked=chosen == Some(is)/>
                <label for=id>{words}</label>
            </div>
        }
    };
    let hint_id = format!("{name}-hint");
    view! {
        <fieldset class="field" aria-describedby=hint_id.clone()>
            <legend>{legend}</legend>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            {button("yes", "Yes", true)}
            {button("no", "No", false)}
        </fieldset>
    }
}

#[component]
fn Answer(advice: Advice, today: NaiveDate) -> impl IntoView {
    let tone = match advice.verdict {
        Verdict::Img | Verdict::NotImg => Tone::Ok,
        Verdict::TreatedAsImg | Verdict::DependsOnDate | Verdict::AskEcfmg => Tone::Warn,
    };
    let sources = advice.sources.iter().map(|source| view! { <Cited source=*source today/> }).collect_view();
    view! {
        <section class="stack" aria-label="Answer">
            <Alert tone title=advice.title announced=true>{advice.reason}</Alert>
            {advice.counted.map(|words| view! { <p>{words}</p> })}
            <h2>"Who says so"</h2>
            <ul>{sources}</ul>
            <p class="hint">"General information, not legal advice. Your own case is decided by ECFMG."</p>
        </section>
    }
}

/// A source with the day it was read and the day it must be read again.
#[component]
pub(super) fn Cited(source: Source, today: NaiveDate) -> impl IntoView {
    let name = match source.link {
        Some(link) => view! { <a href=link rel="noopener noreferrer">{source.name}</a> }.into_any(),
        None => source.name.into_any(),
    };
    let day = |day: NaiveDate| day.format("%B %-d, %Y").to_string();
    let stale = source.is_stale(today);
    view! {
        <li>
            {name}
            {format!(". Read on {}, to be read again by {}.", day(source.as_of), day(source.review_by))}
            {stale.then(|| view! { <strong>" That day has passed: please check it yourself."</strong> })}
        </li>
    }
}
