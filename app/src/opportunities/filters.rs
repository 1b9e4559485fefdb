//! The controls above the list: one plain GET form, what is chosen as chips that can be taken away, and the order.

use crate::routes;
use chrono::NaiveDate;
use domain::identity::profile::vocab::{SPECIALTIES, STATES, label};
use domain::opportunities::filters::{MAX_WORDS, STAYS, fee_word};
use domain::opportunities::{
    Cents, Contact, Counts, Filters, Group, Kind, Mode, Month, Outcome, Sort, Visa, Weeks, months_from,
};
use leptos::prelude::*;

/// A value of the address in words: what it narrows, and to what.
fn said(name: &str, value: &str) -> Option<(&'static str, String)> {
    Some(match name {
        "q" => ("Search", value.to_owned()),
        "kind" => ("Kind", Kind::parse(value)?.label().to_owned()),
        "specialty" => ("Specialty", label(&SPECIALTIES, value)),
        "state" => ("State", label(&STATES, value)),
        "mode" => ("Place", Mode::parse(value)?.label().to_owned()),
        "contact" => ("Patient contact", Contact::parse(value)?.label().to_owned()),
        "visa" => ("Visa", Visa::parse(value)?.label().to_owned()),
        "outcome" => ("What may come of it", Outcome::parse(value)?.label().to_owned()),
        "for" => ("Open to", Group::parse(value)?.label().to_owned()),
        "fee" if value == "free" => ("Fee", "no fee".to_owned()),
        "fee" => ("Fee", format!("at most ${value} a week")),
        "weeks" => ("Weeks", value.to_owned()),
        "from" => ("Begins in or after", Month::parse(value)?.words()),
        "by" => ("Begins in or before", Month::parse(value)?.words()),
        _ => return None,
    })
}

/// What narrows the list, each in words and with the list without it.
fn choices(filters: &Filters) -> Vec<(&'static str, String, routes::Path)> {
    let pairs = filters.first_page().pairs();
    let choice = |(at, (name, value)): (usize, &(&'static str, String))| {
        let (what, words) = said(name, value)?;
        let rest = pairs.iter().enumerate().filter(|(other, _)| *other != at);
        let rest = Filters::parse(rest.map(|(_, (name, value))| (*name, value.as_str())));
        Some((what, words, routes::opportunities_where(&rest)))
    };
    pairs.iter().enumerate().filter_map(choice).collect()
}

/// The chips.
#[component]
pub(super) fn Chosen(filters: Filters) -> impl IntoView {
    let choices = choices(&filters);
    (!choices.is_empty()).then(|| {
        let chips = choices
            .into_iter()
            .map(|(what, words, without)| {
                view! {
                    <li>
                        <a href=without.to_string()>
                            <span class="hidden">"Remove "</span>
                            <span>{what}": "<bdi>{words}</bdi></span>
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
                    <li><a class="plain" href=routes::opportunities().to_string()>"Clear all"</a></li>
                </ul>
            </nav>
        }
    })
}

/// The order of the list.
#[component]
pub(super) fn Order(filters: Filters) -> impl IntoView {
    let link = |sort: Sort| {
        let to = routes::opportunities_where(&Filters { sort, ..filters.first_page() });
        let here = (filters.sort == sort).then_some("true");
        view! { <li><a href=to.to_string() aria-current=here>{sort.label()}</a></li> }
    };
    view! {
        <nav class="chips views ordered" aria-label="Order">
            <span class="soft" aria-hidden="true">"Order"</span>
            <ul>{Sort::ALL.iter().copied().map(link).collect_view()}</ul>
        </nav>
    }
}

/// Boxes to tick under one name.
fn boxes(name: &'static str, legend: &'static str, all: Vec<(&'static str, String, bool)>) -> impl IntoView {
    let boxes = all
        .into_iter()
        .map(|(word, words, ticked)| {
            let id = format!("filter-{name}-{word}");
            view! {
                <div class="choice">
                    <input type="checkbox" id=id.clone() name=name value=word checked=ticked/>
                    <label for=id>{words}</label>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="field"><legend>{legend}</legend>{boxes}</fieldset> }
}

/// A list that drops down. Further values, which only an address can hold, go along unseen and stand among the chips.
fn list(
    name: &'static str,
    words: &'static str,
    all: &'static str,
    choices: Vec<(String, String)>,
    set: Vec<String>,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let mut set = set.into_iter();
    let first = set.next();
    let more = set.map(|value| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let choices = choices
        .into_iter()
        .map(|(value, words)| view! { <option value=value.clone() selected=first.as_deref() == Some(value.as_str())>{words}</option> })
        .collect_view();
    view! {
        <p class="field">
            <label for=id.clone()>{words}</label>
            <select id=id name=name><option value="">{all}</option>{choices}</select>
        </p>
        {more}
    }
}

/// Values that are there with their counts, and whatever is set.
fn counted(counts: &[(&'static str, u64)], set: &[String], words: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let there = counts.iter();
    let mut all: Vec<_> = there.map(|(word, n)| ((*word).to_owned(), format!("{} ({n})", words(word)))).collect();
    for word in set.iter().filter(|word| !counts.iter().any(|(there, _)| there == word)) {
        all.push((word.clone(), format!("{} (0)", words(word))));
    }
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all
}

fn number<T: PartialEq>(counts: &[(T, u64)], value: T) -> u64 {
    counts.iter().find(|(one, _)| *one == value).map_or(0, |(_, number)| *number)
}

/// The steps of a field with their counts, and what else is set, which counts for all that fit.
fn steps<T: Copy + PartialEq>(
    steps: &[T],
    counts: &[(T, u64)],
    (set, all): (Option<T>, u64),
    said: impl Fn(T) -> (String, String),
) -> Vec<(String, String)> {
    let option = |step: T, number: u64| {
        let (word, words) = said(step);
        (word, format!("{words} ({number})"))
    };
    let mut options: Vec<_> = steps.iter().map(|step| option(*step, number(counts, *step))).collect();
    options.extend(set.filter(|set| !steps.contains(set)).map(|set| option(set, all)));
    options
}

/// What is narrowed by a step: the fee, the weeks, and the months between which a stay begins.
fn ranges(filters: &Filters, counts: &Counts, today: NaiveDate) -> AnyView {
    let cost = |most: Cents| {
        let words = if most == Cents::ZERO { "No fee".to_owned() } else { format!("At most ${} a week", most.typed()) };
        (fee_word(most), words)
    };
    let stay = |weeks: u16| (weeks.to_string(), Weeks { least: weeks, most: weeks }.words());
    let month = |month: Month| (month.to_string(), month.words());
    let (all, months) = (counts.all, months_from(today));
    let fees = steps(&Cents::STEPS, &counts.fees, (filters.fee, all), cost);
    let weeks = steps(&STAYS, &counts.weeks, (filters.weeks, all), stay);
    let from = steps(&months, &counts.from, (filters.from, all), month);
    let by = steps(&months, &counts.by, (filters.by, all), month);
    let set = |word: Option<String>| word.into_iter().collect::<Vec<_>>();
    view! {
        {list("fee", "Fee", "Any fee", fees, set(filters.fee.map(fee_word)))}
        {list("weeks", "Weeks you have", "Any number", weeks, set(filters.weeks.map(|weeks| weeks.to_string())))}
        {list("from", "Begins in or after", "Any month", from, set(filters.from.map(|month| month.to_string())))}
        {list("by", "Begins in or before", "Any month", by, set(filters.by.map(|month| month.to_string())))}
    }
    .into_any()
}

/// The form. Works by itself: its answer is a page with an address.
#[component]
pub(super) fn FilterForm(filters: Filters, counts: Counts, today: NaiveDate) -> impl IntoView {
    let owned = |set: Vec<&str>| set.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    macro_rules! ticked {
        ($name:ident, $counts:ident, $set:ident) => {
            $name::ALL.iter().map(|one| {
                let words = format!("{} ({})", one.label(), number(&counts.$counts, *one));
                (one.word(), words, filters.$set.contains(one))
            })
        };
    }
    let (kinds, modes) = (ticked!(Kind, kinds, kinds), ticked!(Mode, modes, modes));
    let (contacts, visas) = (ticked!(Contact, contacts, contacts), ticked!(Visa, visas, visas));
    let outcomes = ticked!(Outcome, outcomes, outcomes);
    let (specialties, states) =
        (owned(filters.specialties.iter().copied().collect()), owned(filters.states.iter().copied().collect()));
    let group = |one: &Group| (one.word().to_owned(), format!("{} ({})", one.label(), number(&counts.groups, *one)));
    let groups = Group::ALL.iter().map(group).collect();
    let chosen = choices(&filters).iter().filter(|(what, ..)| *what != "Search").count();
    let summary = if chosen == 0 { "Filters".to_owned() } else { format!("Filters ({chosen} chosen)") };
    let sort = (filters.sort != Sort::default())
        .then(|| view! { <input type="hidden" name="sort" value=filters.sort.word()/> });
    view! {
        <search>
            <form class="finder" method="get" action=routes::opportunities().to_string()>
                {sort}
                <div class="finder-words">
                    <p class="field">
                        <label for="filter-q">"Title or institution"</label>
                        <input
                            id="filter-q"
                            type="search"
                            name="q"
                            value=filters.words.clone()
                            dir="auto"
                            autocomplete="off"
                            maxlength=MAX_WORDS
                        />
                    </p>
                    <button class="button quiet" type="submit">"Search"</button>
                </div>
                <details class="more">
                    <summary>{summary}</summary>
                    <div class="finder-more">
                        {list("specialty", "Specialty", "All specialties",
                            counted(&counts.specialties, &specialties, |word| label(&SPECIALTIES, word)), specialties.clone())}
                        {list("state", "State", "All states",
                            counted(&counts.states, &states, |word| label(&STATES, word)), states.clone())}
                        {list("for", "Open to", "Everybody", groups, filters.group.map(|one| one.word().to_owned()).into_iter().collect())}
                        {ranges(&filters, &counts, today)}
                        {boxes("kind", "Kind", kinds.collect())}
                        {boxes("mode", "Place", modes.collect())}
                        {boxes("contact", "Patient contact", contacts.collect())}
                        {boxes("visa", "Visa", visas.collect())}
                        {boxes("outcome", "What may come of it", outcomes.collect())}
                    </div>
                    <p class="actions"><button class="button" type="submit">"Show these"</button></p>
                </details>
            </form>
        </search>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chip_takes_exactly_its_own_value_away() {
        let filters =
            Filters::parse([("kind", "observership"), ("kind", "externship"), ("state", "NY"), ("page", "3")]);
        let chips = choices(&filters);
        assert_eq!(chips.len(), 3);
        assert_eq!(chips[0].2.as_str(), "/opportunities?kind=externship&state=NY");
        assert_eq!(chips[2].2.as_str(), "/opportunities?kind=observership&kind=externship");
    }

    #[test]
    fn months_and_outcomes_are_said_in_words_and_taken_away_alone() {
        let filters = Filters::parse([("outcome", "certificate"), ("from", "2027-03"), ("by", "2027-05")]);
        let chips = choices(&filters);
        let said: Vec<String> = chips.iter().map(|(what, words, _)| format!("{what}: {words}")).collect();
        let certificate = "What may come of it: Certificate of completion";
        assert_eq!(said, [certificate, "Begins in or after: March 2027", "Begins in or before: May 2027"]);
        assert_eq!(chips[0].2.as_str(), "/opportunities?from=2027-03&by=2027-05");
        assert_eq!(chips[1].2.as_str(), "/opportunities?outcome=certificate&by=2027-05");
    }

    #[test]
    fn what_is_set_beside_the_steps_counts_for_all_that_fit() {
        let said = |weeks: u16| (weeks.to_string(), format!("{weeks} weeks"));
        let of =
            |set| steps(&[2, 4], &[(4, 3)], (set, 7), said).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        assert_eq!(of(Some(4)), ["2 weeks (0)", "4 weeks (3)"]);
        assert_eq!(of(Some(5)), ["2 weeks (0)", "4 weeks (3)", "5 weeks (7)"]);
        assert_eq!(of(None), ["2 weeks (0)", "4 weeks (3)"]);
    }
}
