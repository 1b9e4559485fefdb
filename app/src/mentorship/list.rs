//! `/mentors`: what mentorship is, for everybody; for people in good standing the mentors, the best fit first.

use super::parts::{BadgeLine, Reasons, instead, options, seats_line, work_line};
use crate::ui::{Alert, DoneNotice, Empty, Page, Pager, PagerLink, Tone};
use crate::{request, routes};
use domain::access::Standing;
use domain::identity::profile::vocab::{SPECIALTIES, STATES, find};
use domain::mentorship::{Boundary, address_topics, words};
use domain::search::{self, MAX_WORDS};
use leptos::prelude::*;
use services::mentorship::{Card, Filter, Found};

fn asked() -> Filter {
    let word = |name: &str, known: &dyn Fn(&str) -> bool| request::query(name).filter(|word| known(word));
    let topics = address_topics();
    Filter {
        words: search::read(&request::query("q").unwrap_or_default()),
        topic: word("topic", &|word| topics.iter().any(|one| one.word == word)),
        specialty: word("specialty", &|word| find(&SPECIALTIES, word).is_some()),
        state: word("state", &|word| find(&STATES, word).is_some()),
        with_seats: request::query("seats").is_some(),
        page: request::query("page").and_then(|page| page.parse().ok()).unwrap_or(1),
    }
}

/// The list, or what it is about.
#[component]
pub fn MentorsPage() -> impl IntoView {
    let Some(ctx) = request::try_ctx() else { return ().into_any() };
    let member = ctx.viewer.member.as_ref().is_some_and(|member| member.standing == Standing::Active);
    if !member {
        return view! { <About/> }.into_any();
    }
    let filter = asked();
    Suspend::new(async move {
        match services::mentorship::search(&ctx, &filter).await {
            Ok(found) => view! { <Body found filter/> }.into_any(),
            Err(error) => instead(&ctx, &error),
        }
    })
    .into_any()
}

#[component]
fn About() -> impl IntoView {
    let boundaries = Boundary::ALL.iter().map(|one| view! { <li>{words::boundary(*one)}</li> }).collect_view();
    view! {
        <Page
            title="Mentors"
            description="Physicians who went the way before you give an hour a month. What you show of yourself is up to you."
        >
            <div class="page-head">
                <h1>"Mentors"</h1>
                <p class="lede">"Physicians who went the way before you give an hour a month."</p>
            </div>
            <p class="actions">
                <a class="button" href=routes::sign_in_to(routes::mentors().as_str()).to_string()>"Sign in to see the mentors"</a>
                <a class="button quiet" href=routes::sign_up().to_string()>"Make an account"</a>
            </p>
            <h2>"How it works"</h2>
            <ol class="how">
                <li>"You say what you look for. Nobody asks you to prove anything."</li>
                <li>"You put up to five mentors in order. Two are asked at a time; a no or a week without an answer brings the next."</li>
                <li>"Each mentor sees your topics, your stage and your goals. Everything else is hidden until you show it, to this one mentor, and you can take it back."</li>
                <li>"The first who says yes and whom you confirm is your mentor. You both sign what you agree on."</li>
            </ol>
            <p><a href=routes::cohorts().to_string()>"Cohorts"</a>": begin together with others, matched all at once."</p>
            <h2>"What always holds"</h2>
            <ul>{boundaries}</ul>
            <p class="soft">
                "Your citizenship, whether you need a visa, your religion, your age and your family are no part of any fit. \
                 Each mentor is checked once before the first request. The list is for members, so that nobody collects it."
            </p>
        </Page>
    }
}

fn address(filter: &Filter, page: usize) -> routes::Path {
    let mut path = routes::mentors();
    if !filter.words.is_empty() {
        path = path.with("q", &filter.words);
    }
    for (name, value) in [("topic", &filter.topic), ("specialty", &filter.specialty), ("state", &filter.state)] {
        path = value.iter().fold(path, |path, value| path.with(name, value));
    }
    if filter.with_seats {
        path = path.with("seats", "1");
    }
    if page > 1 { path.with("page", &page.to_string()) } else { path }
}

#[component]
fn Body(found: Found, filter: Filter) -> impl IntoView {
    request::not_for_search_engines();
    let link = |page: usize, label: &str| PagerLink {
        to: address(&filter, page).to_string(),
        label: label.to_owned(),
        note: format!("Page {page}"),
    };
    let previous = (filter.page > 1).then(|| link(filter.page - 1, "Better fits"));
    let next = found.more.then(|| link(filter.page + 1, "More mentors"));
    let Found { cards, by_fit, musts, .. } = found;
    let empty = cards.is_empty();
    let cards = cards.into_iter().map(|card| view! { <MentorCard card/> }).collect_view();
    view! {
        <Page title="Mentors">
            <div class="page-head">
                <h1>"Mentors"</h1>
                <p class="lede">
                    {if by_fit { "The best fit for what you look for comes first." } else { "Say what you look for, and the best fit comes first." }}
                </p>
            </div>
            <DoneNotice/>
            <p class="actions">
                <a class="button" href=routes::mentoring_ask().to_string()>
                    {if by_fit { "Change what you look for" } else { "Say what you look for" }}
                </a>
                <a class="button quiet" href=routes::mentoring().to_string()>"My mentoring"</a>
            </p>
            {(musts > 0).then(|| view! {
                <Alert tone=Tone::Info title="Some mentors are left out.">
                    "You have said what must be so. "
                    <a href=routes::mentoring_ask().to_string()>"Change it"</a>" to see more."
                </Alert>
            })}
            <Filters filter/>
            {if empty {
                view! { <Empty title="Nobody fits"><p>"Take a word or a filter away, or something that must be so."</p></Empty> }.into_any()
            } else {
                view! { <ul class="mentor-list">{cards}</ul> }.into_any()
            }}
            <Pager label="Pages of mentors" previous next/>
            <p><a href=routes::cohorts().to_string()>"Cohorts"</a>": begin together with others, matched all at once."</p>
        </Page>
    }
}

/// What may stand in an address. Whatever tells about oneself is asked in the form of what one looks for, which is posted.
#[component]
fn Filters(filter: Filter) -> impl IntoView {
    let list = |name: &'static str,
                label: &'static str,
                all: &'static str,
                choices: Vec<(String, String)>,
                set: Option<String>| {
        let id = format!("filter-{name}");
        let choices = choices
            .into_iter()
            .map(|(value, words)| view! { <option value=value.clone() selected=set.as_deref() == Some(value.as_str())>{words}</option> })
            .collect_view();
        view! {
            <p class="field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name><option value="">{all}</option>{choices}</select>
            </p>
        }
    };
    let chosen = [&filter.topic, &filter.specialty, &filter.state].into_iter().flatten().count()
        + usize::from(filter.with_seats);
    let summary = if chosen == 0 { "Filters".to_owned() } else { format!("Filters ({chosen} chosen)") };
    view! {
        <search>
            <form class="finder" method="get" action=routes::mentors().to_string()>
                <div class="finder-words">
                    <p class="field">
                        <label for="filter-q">"Name or words"</label>
                        <input
                            id="filter-q"
                            type="search"
                            name="q"
                            value=filter.words
                            dir="auto"
                            autocomplete="off"
                            maxlength=MAX_WORDS
                            aria-describedby="filter-q-hint"
                        />
                    </p>
                    <button class="button quiet" type="submit">"Search"</button>
                </div>
                <p class="hint" id="filter-q-hint">"What you type here stands in the address of the page."</p>
                <details class="more" open=chosen != 0>
                    <summary>{summary}</summary>
                    <div class="finder-more">
                        {list("topic", "Helps with", "All topics", options(&address_topics()), filter.topic)}
                        {list("specialty", "Practices", "All specialties", options(&SPECIALTIES), filter.specialty)}
                        {list("state", "Lives in", "All states", options(&STATES), filter.state)}
                        <p class="choice">
                            <input id="filter-seats" type="checkbox" name="seats" value="1" checked=filter.with_seats/>
                            <label for="filter-seats">"Can be asked now"</label>
                        </p>
                    </div>
                    <p class="hint">
                        "What you choose here stands in the address too. So topics that tell about you, such as a visa or \
                         duties at home, are not in this list: "
                        <a href=routes::mentoring_ask().to_string()>"say them in what you look for"</a>
                        ", where they count and stay out of it."
                    </p>
                    <p class="actions"><button class="button" type="submit">"Show these"</button></p>
                </details>
            </form>
        </search>
    }
}

#[component]
fn MentorCard(card: Card) -> impl IntoView {
    let to = routes::mentor(card.id).to_string();
    let (work, seats) = (work_line(&card), seats_line(&card));
    view! {
        <li class="card mentor-card">
            <h2><a href=to dir="auto">{card.name.clone()}</a></h2>
            <p class="soft">{work}</p>
            <BadgeLine badge=card.badge/>
            <Reasons title="Why" reasons=card.reasons/>
            <p class="soft">{seats}</p>
        </li>
    }
}
