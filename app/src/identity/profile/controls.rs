//! The control for each field of a profile, by the shape of its answer, and beside it who sees it.

use crate::request;
use crate::ui::{Boxes, LineOf, SelectOf};
use crate::zone::PLACES;
use domain::identity::profile::vocab::Choice;
use domain::identity::profile::{Each, Field, Parts, Shape, words};
use leptos::prelude::*;
use services::identity::profile::Profile;

const NOTHING: &str = "I do not say";

/// One question with the reason it is asked, and who sees the answer.
#[component]
pub(super) fn Question(field: Field, profile: Profile) -> impl IntoView {
    let name = field.word().to_owned();
    let initial = told(&profile, field, &name);
    let (label, why) = (field.label(), field.why().to_owned());
    let control = match field.shape() {
        Shape::Line(_) => {
            let autocomplete = if field == Field::Name { "name" } else { "off" };
            view! { <LineOf name label hint=Some(why) initial=initial.into_iter().next() autocomplete/> }.into_any()
        }
        Shape::Year | Shape::Npi => view! {
            <LineOf name label hint=Some(why) initial=initial.into_iter().next() inputmode=Some("numeric")/>
        }
        .into_any(),
        Shape::One(choices) => view! {
            <SelectOf name label hint=Some(why) options=options(choices) nothing=Some(NOTHING.to_owned()) initial/>
        }
        .into_any(),
        Shape::Several(choices, most) if most <= 5 => view! {
            <SelectOf
                name
                label
                hint=Some(why)
                options=options(choices)
                nothing=Some(NOTHING.to_owned())
                initial
                count=most
            />
        }
        .into_any(),
        Shape::Several(choices, _) => {
            view! { <Boxes name legend=label hint=Some(why) options=options(choices) initial/> }.into_any()
        }
        Shape::Zone => {
            let initial = zone(initial);
            let options = zones(initial.first());
            // `time.js` fills in the browser's own, unless the reader has said something.
            let guess = (initial.is_empty() && request::form_state().is_none()).then_some("guess");
            view! {
                <div data-zone=guess>
                    <SelectOf name label hint=Some(why) options nothing=Some(NOTHING.to_owned()) initial/>
                </div>
            }
            .into_any()
        }
        Shape::Parts(parts) => view! { <Several field parts profile=profile.clone()/> }.into_any(),
        Shape::Photo => ().into_any(),
    };
    view! {
        <div class="question">
            {control}
            {(field == Field::School).then(|| view! {
                <p class="hint">
                    <a href=words::WORLD_DIRECTORY rel="noopener noreferrer">"Look up its name in the World Directory of Medical Schools"</a>
                </p>
            })}
            <SeenBy field profile/>
        </div>
    }
}

/// Who sees the answer.
#[component]
pub(super) fn SeenBy(field: Field, profile: Profile) -> impl IntoView {
    let options = field.audiences().map(|one| (one.word().to_owned(), one.label().to_owned())).collect::<Vec<_>>();
    let initial = vec![profile.audience(field).word().to_owned()];
    let label = format!("Who sees this: {}", field.label());
    view! { <div class="seen-by"><SelectOf name=field.audience_name() label options initial/></div> }
}

/// A few questions of one kind.
#[component]
fn Several(field: Field, parts: Parts, profile: Profile) -> impl IntoView {
    let each = parts
        .of
        .iter()
        .map(|part| {
            let name = field.part(part.word);
            let initial = told(&profile, field, &name);
            match parts.each {
                Each::One(choices) => view! {
                    <SelectOf
                        name
                        label=part.label
                        options=options(choices)
                        nothing=Some(NOTHING.to_owned())
                        initial
                    />
                }
                .into_any(),
                Each::Number(..) => view! {
                    <LineOf name label=part.label initial=initial.into_iter().next() inputmode=Some("numeric")/>
                }
                .into_any(),
            }
        })
        .collect_view();
    view! {
        <fieldset class="field parts">
            <legend>{field.label()}</legend>
            <p class="hint">{field.why()}</p>
            {each}
        </fieldset>
    }
}

fn told(profile: &Profile, field: Field, name: &str) -> Vec<String> {
    let answer = profile.answer(field);
    answer.map_or_else(Vec::new, |answer| answer.values(name).into_iter().map(ToOwned::to_owned).collect())
}

fn options(choices: &[Choice]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.word.to_owned(), choice.label.to_owned())).collect()
}

/// The zone told before; without one, that in which the reader looks at events.
fn zone(told: Vec<String>) -> Vec<String> {
    if told.is_empty() { request::viewer_zone().map(|zone| zone.name().to_owned()).into_iter().collect() } else { told }
}

/// Cities by their clocks, and the zone that is set, whatever it is.
pub(crate) fn zones(set: Option<&String>) -> Vec<(String, String)> {
    let mut zones: Vec<(String, Vec<&str>)> = Vec::new();
    for place in PLACES {
        let zone = place.zone.name();
        match zones.iter_mut().find(|(known, _)| known == zone) {
            Some((_, cities)) => cities.push(place.city),
            None => zones.push((zone.to_owned(), vec![place.city])),
        }
    }
    let mut zones: Vec<_> = zones.into_iter().map(|(zone, cities)| (zone, cities.join(", "))).collect();
    if let Some(set) = set.filter(|set| !zones.iter().any(|(zone, _)| zone == *set)) {
        zones.insert(0, (set.clone(), set.replace('_', " ")));
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::zones;

    #[test]
    fn every_zone_is_offered_once_and_one_that_is_set_is_never_lost() {
        let own = "Asia/Thimphu".to_owned();
        let zones = zones(Some(&own));
        assert_eq!(zones[0], (own, "Asia/Thimphu".to_owned()));
        for (zone, _) in &zones {
            assert_eq!(zones.iter().filter(|(other, _)| other == zone).count(), 1, "{zone}");
        }
        assert!(zones.iter().any(|(zone, cities)| zone == "Asia/Karachi" && cities == "Karachi, Lahore, Islamabad"));
    }
}
