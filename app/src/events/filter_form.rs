//! The controls above the dates on `/events`: search and filters as one plain GET form, what is chosen as chips that
//! can be taken away, and the ways to see the dates.

use super::filters::{Asked, View, format_word};
use crate::routes;
use crate::ui::time::month_name;
use domain::events::{Format, Month};
use leptos::prelude::*;

/// Months offered to choose from: a year to come, two years back.
const MONTHS_TO_COME: usize = 13;
const MONTHS_GONE: usize = 24;

/// List, month or past dates.
#[component]
pub(super) fn Views(asked: Asked) -> impl IntoView {
    let here = |is: bool| is.then_some("true");
    let past = asked.filter.past;
    let list = if past { asked.in_the_past(false) } else { asked.seen_as(View::List) };
    view! {
        <nav class="chips views" aria-label="View">
            <ul>
                <li><a href=list.to_string() aria-current=here(asked.view == View::List && !past)>"List"</a></li>
                <li>
                    <a href=asked.seen_as(View::Month).to_string() aria-current=here(asked.view == View::Month)>
                        "Month"
                    </a>
                </li>
                <li><a href=asked.in_the_past(true).to_string() aria-current=here(past)>"Past dates"</a></li>
            </ul>
        </nav>
    }
}

/// The form. Works by itself: its answer is a page with an address.
#[component]
pub(super) fn FilterForm(asked: Asked, categories: Vec<String>, tags: Vec<String>, now: Month) -> impl IntoView {
    let filter = asked.filter.clone();
    let named = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>();
    let formats = Format::ALL.map(|format| (format_word(format), format.label().to_owned())).to_vec();
    let months = match asked.view {
        View::Month => None,
        View::List => Some(months(now, filter.past)),
    };
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value/> };
    let chosen = asked.choices().iter().filter(|choice| choice.what != "Search").count();
    let summary = match chosen {
        0 => "Filters".to_owned(),
        some => format!("Filters ({some} chosen)"),
    };
    let month = filter.month.map(|month| (month.to_string(), month_name(&month.first())));
    view! {
        <search>
            <form class="finder" method="get" action=routes::events().to_string()>
                {(asked.view == View::Month).then(|| hidden("view", "month".to_owned()))}
                {month.clone().filter(|_| months.is_none()).map(|(value, _)| hidden("month", value))}
                {filter.past.then(|| hidden("past", "1".to_owned()))}
                <div class="finder-words">
                    <p class="field">
                        <label for="filter-q">"Title, speaker or topic"</label>
                        <input id="filter-q" type="search" name="q" value=filter.q dir="auto" autocomplete="off" maxlength="120"/>
                    </p>
                    <button class="button quiet" type="submit">"Search"</button>
                </div>
                <details class="more">
                    <summary>{summary}</summary>
                    <div class="finder-more">
                        {choose("category", "Category", "All categories", named(categories), filter.category.map(same))}
                        {choose("format", "Format", "Online and in person", formats, filter.format.map(|format| {
                            (format_word(format), format.label().to_owned())
                        }))}
                        {choose("tag", "Topic", "All topics", named(tags), filter.tag.map(same))}
                        {months.map(|months| choose("month", "Month", "All months", months, month))}
                    </div>
                    <p class="actions"><button class="button" type="submit">"Show these"</button></p>
                </details>
            </form>
        </search>
    }
}

fn same(name: String) -> (String, String) {
    (name.clone(), name)
}

/// A list that drops down; nothing where there is nothing to choose. What is chosen is always among the choices.
fn choose(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    mut options: Vec<(String, String)>,
    chosen: Option<(String, String)>,
) -> Option<impl IntoView + use<>> {
    let is = |value: &str| chosen.as_ref().is_some_and(|(wanted, _)| wanted.to_lowercase() == value.to_lowercase());
    if let Some(chosen) = chosen
        .as_ref()
        .filter(|(value, _)| !options.iter().any(|(known, _)| known.to_lowercase() == value.to_lowercase()))
    {
        options.insert(0, chosen.clone());
    }
    let id = format!("filter-{name}");
    let drawn = options
        .iter()
        .map(|(value, words)| view! { <option value=value.clone() selected=is(value)>{words.clone()}</option> })
        .collect_view();
    (!options.is_empty()).then(|| {
        view! {
            <p class="field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name>
                    <option value="">{all}</option>
                    {drawn}
                </select>
            </p>
        }
    })
}

/// Months to choose from, the nearest first.
fn months(now: Month, past: bool) -> Vec<(String, String)> {
    let (step, count): (fn(&Month) -> Option<Month>, _) =
        if past { (|month| month.previous(), MONTHS_GONE) } else { (|month| month.next(), MONTHS_TO_COME) };
    std::iter::successors(Some(now), step)
        .take(count)
        .map(|month| (month.to_string(), month_name(&month.first())))
        .collect()
}

/// What is chosen, each with a way to take it away; nothing where nothing is.
#[component]
pub(super) fn Chosen(asked: Asked) -> impl IntoView {
    let choices = asked.choices();
    (!choices.is_empty()).then(|| {
        let chips = choices
            .into_iter()
            .map(|choice| {
                view! {
                    <li>
                        <a href=choice.without.to_string()>
                            <span class="hidden">"Remove "</span>
                            <span>{choice.what}": "<bdi>{choice.words}</bdi></span>
                            <span class="cross" aria-hidden="true">"\u{d7}"</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav class="chips chosen" aria-label="Chosen filters">
                <ul>
                    {chips}
                    <li><a class="plain" href=asked.cleared().to_string()>"Clear all"</a></li>
                    <li>
                        <a class="plain" href=routes::subscribe_to(&asked.feed().path()).to_string()>
                            "Subscribe to exactly this"
                        </a>
                    </li>
                </ul>
            </nav>
        }
    })
}
