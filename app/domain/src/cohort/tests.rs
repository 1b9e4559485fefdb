//! The table, the dates, the forms and the words. What explanations say of results is tested on many random ones in
//! `tests/cohort`.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::*;
use crate::identity::profile::Typed;
use crate::matching::{Objective, Side};
use crate::mentorship::Mentor;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn a_plan() -> Vec<(String, String)> {
    fields(&[
        ("title", "  Spring   cohort "),
        ("about", "Six months with a mentor, an hour a month."),
        ("promise", "stable"),
        ("most", "5"),
        ("stages", "applying"),
        ("stages", "exams"),
        ("sign_up", "2026-11-10"),
        ("mentees", "2026-11-20"),
        ("mentors", "2026-11-30"),
    ])
}

fn plan_of(typed: &[(String, String)]) -> Result<Plan, Vec<String>> {
    let read = PlanForm(Typed::new(typed)).parse(day("2026-11-03"));
    read.map_err(|errors| errors.into_iter().map(|error| error.field).collect())
}

fn with(mut typed: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    typed.retain(|(field, _)| field != name);
    typed.push((name.to_owned(), value.to_owned()));
    typed
}

#[test]
fn every_state_is_reached_and_the_table_has_no_two_ways() {
    for state in State::ALL {
        assert!(*state == State::Draft || TABLE.iter().any(|(.., to)| to == state), "{state:?}");
        assert_eq!(State::parse(state.word()), Some(*state));
        let ends = matches!(state, State::Published | State::Canceled);
        assert_eq!(state.is_final(), ends, "{state:?}");
        assert_eq!(after(*state, Deed::Cancel).is_some(), !ends, "a result cannot be called off");
        assert_eq!(after(*state, Deed::Publish).is_some(), *state == State::Previewed);
        assert_eq!(after(*state, Deed::Preview).is_some(), state.may_run());
    }
    for (at, (from, deed, _)) in TABLE.iter().enumerate() {
        assert!(!TABLE[at + 1..].iter().any(|(other, done, _)| other == from && done == deed), "{from:?} {deed:?}");
        assert!(!words::deed(*deed).is_empty() && !words::state(*from).is_empty());
    }
}

#[test]
fn a_day_ends_with_its_last_second_in_the_legal_zone() {
    for (zone, last, first) in [
        (Tz::America__New_York, "2026-11-11T04:59:59.999999Z", "2026-11-11T05:00:00Z"),
        // Summer time, and the days on which the clocks change.
        (Tz::America__New_York, "2026-07-11T03:59:59Z", "2026-07-11T04:00:00Z"),
        (Tz::America__New_York, "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z"),
        (Tz::America__New_York, "2027-03-15T03:59:59Z", "2027-03-15T04:00:00Z"),
        // The clocks go back at midnight, so that the last hour comes twice; and forward, so that the next day begins at one.
        (Tz::America__Santiago, "2027-04-04T03:59:59Z", "2027-04-04T04:00:00Z"),
        (Tz::America__Santiago, "2027-09-05T03:59:59Z", "2027-09-05T04:00:00Z"),
    ] {
        let of = at(last).with_timezone(&zone).date_naive();
        assert!(!is_over(zone, of, at(last)), "{last}");
        assert!(is_over(zone, of, at(first)), "{first}");
        assert_eq!(end_of(zone, of), at(first) - chrono::TimeDelta::seconds(1));
    }
}

#[test]
fn the_clock_takes_one_step_after_the_other() {
    let dates = Dates { sign_up: day("2026-11-10"), mentees: day("2026-11-20"), mentors: day("2026-11-30") };
    let step = |state, now: &str| due(state, &dates, Tz::America__New_York, at(now));
    assert_eq!(step(State::SignUp, "2026-11-11T04:59:59Z"), None);
    assert_eq!(step(State::SignUp, "2026-11-11T05:00:00Z"), Some(Deed::EndSignUp));
    assert_eq!(step(State::Mentees, "2026-11-11T05:00:00Z"), None);
    assert_eq!(step(State::Mentees, "2026-11-21T05:00:00Z"), Some(Deed::EndMentees));
    assert_eq!(step(State::Mentors, "2026-12-01T05:00:00Z"), Some(Deed::EndMentors));
    for state in [State::Draft, State::Closed, State::Previewed, State::Published, State::Canceled] {
        assert_eq!(step(state, "2030-01-01T00:00:00Z"), None);
    }
}

#[test]
fn a_plan_is_read_with_its_days_in_order() {
    let plan = plan_of(&a_plan()).unwrap();
    assert_eq!((plan.title.as_str(), plan.most, plan.promise), ("Spring cohort", 5, Promise::Stable));
    assert_eq!(plan.stages, ["exams", "applying"], "in the order of the vocabulary");
    assert!(plan.is_for_stage("exams") && !plan.is_for_stage("student"));
    assert!(!plan.members_only);
    let wrong = |name: &str, value: &str| plan_of(&with(a_plan(), name, value)).unwrap_err();
    assert_eq!(wrong("title", "a"), ["title"]);
    assert_eq!(wrong("about", "short"), ["about"]);
    assert_eq!(wrong("promise", "best"), ["promise"]);
    assert_eq!(wrong("stages", "wizard"), ["stages"]);
    assert_eq!(wrong("most", "21"), ["most"]);
    assert_eq!(wrong("most", "0"), ["most"]);
    assert_eq!(wrong("sign_up", "2026-11-03"), ["sign_up"]);
    assert_eq!(wrong("mentees", "2026-11-10"), ["mentees"]);
    assert_eq!(wrong("mentors", "2026-11-20"), ["mentors"]);
    assert_eq!(wrong("mentors", "2029-01-01"), ["mentors"]);
    assert_eq!(plan_of(&[]).unwrap_err().len(), 7, "members_only and stages may stay empty");
}

#[test]
fn what_a_mentee_tells_is_checked_against_the_cohort() {
    let plan = plan_of(&a_plan()).unwrap();
    let told = fields(&[
        ("topics", "visa"),
        ("topics", "cv-review"),
        ("stage", "exams"),
        ("goals", "Find the right programs."),
    ]);
    let read = |typed: &[(String, String)]| {
        let read = MenteeForm(Typed::new(typed)).parse(&plan);
        read.map_err(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())
    };
    let needs = read(&told).unwrap();
    assert_eq!(needs.topics, ["cv-review", "visa"]);
    assert_eq!(read(&with(told.clone(), "stage", "student")).unwrap_err(), ["stage"]);
    assert_eq!(read(&with(told.clone(), "topics", "money")).unwrap_err(), ["topics"]);
    assert_eq!(read(&with(told.clone(), "specialties", "magic")).unwrap_err(), ["specialties"]);
    assert_eq!(read(&with(told, "goals", "No.")).unwrap_err(), ["goals"]);
    assert_eq!((seats("3"), seats("0").is_err(), seats("11").is_err(), seats("x").is_err()), (Ok(3), true, true, true));
}

#[test]
fn a_fit_looks_at_topics_stage_and_specialties_alone() {
    let plan = plan_of(&a_plan()).unwrap();
    let told = fields(&[
        ("topics", "visa"),
        ("topics", "cv-review"),
        ("stage", "applying"),
        ("specialties", "psychiatry"),
        ("goals", "Find the right programs."),
    ]);
    let needs = MenteeForm(Typed::new(&told)).parse(&plan).unwrap();
    let none = Mentor::default();
    let some = Mentor { topics: vec!["visa".to_owned()], ..Mentor::default() };
    let all = Mentor {
        topics: vec!["visa".to_owned(), "cv-review".to_owned()],
        specialties: vec!["psychiatry".to_owned()],
        role: Some("resident".to_owned()),
        ..Mentor::default()
    };
    // A mentor's gender, state, school and languages change nothing.
    let hidden = Mentor {
        languages: vec!["ar".to_owned()],
        state: Some("NY".to_owned()),
        zone: Some("America/New_York".to_owned()),
        school_country: Some("EG".to_owned()),
        school: Some("Delta School of Medicine".to_owned()),
        gender: Some("woman".to_owned()),
        ..some.clone()
    };
    let fits = [&none, &some, &hidden, &all].map(|mentor| pair_fit(&needs, mentor));
    assert_eq!(fits, [0, 1_200, 1_200, 5_400]);
}

#[test]
fn choices_lose_their_gaps_and_keep_their_order() {
    let known: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
    let read = |all: &[&str], most| {
        let typed = all.iter().map(|one| ("choice".to_owned(), (*one).to_owned())).collect::<Vec<_>>();
        choices(Typed::new(&typed), &known, most)
    };
    assert_eq!(read(&["", "b", "", "a"], 3).unwrap(), ["b", "a"]);
    assert_eq!(read(&[], 3).unwrap(), Vec::<String>::new());
    assert!(read(&["a", "a"], 3).is_err() && read(&["z"], 3).is_err() && read(&["a", "b"], 1).is_err());
}

#[test]
fn places_may_be_shared_and_never_is_said() {
    let ids: Vec<String> = ["x", "y", "z"].map(str::to_owned).to_vec();
    let read = |all: &[(&str, &str)]| {
        let typed = fields(all);
        let read = places(Typed::new(&typed), &ids);
        read.map_err(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())
    };
    assert_eq!(read(&[("place_x", "3"), ("never_y", "yes"), ("place_z", "1")]).unwrap(), [2, 0, 1]);
    // A number that was left in the field of a never does not matter.
    let never = [("place_x", "1"), ("never_x", "yes"), ("never_y", "yes"), ("place_z", "no"), ("never_z", "yes")];
    assert_eq!(read(&never).unwrap(), [0, 0, 0]);
    assert_eq!(read(&[("place_x", "2"), ("place_y", " 1 "), ("place_z", "2")]).unwrap(), [2, 1, 2], "a tie");
    assert_eq!(read(&[("place_x", "1"), ("place_y", ""), ("place_z", "1")]).unwrap_err(), ["place_y"]);
    // From a form that was drawn while more people were there.
    assert_eq!(read(&[("place_x", "3000"), ("place_y", "1"), ("place_z", "2")]).unwrap(), [3, 1, 2]);
    assert_eq!(read(&[("place_x", "3001"), ("place_y", "0"), ("place_z", "1.5")]).unwrap_err().len(), 3);
    assert!(words::PLACE.contains("3,000") && MOST_PEOPLE == 3_000);
    assert_eq!(closed_up(&[5, 0, 2]), [2, 0, 1]);
    assert_eq!(prefilled(&[10, 30, 10, 20]), [3, 1, 3, 2]);
    assert_eq!(prefilled(&[]), Vec::<u32>::new());
}

#[test]
fn honest_ranking_is_promised_for_one_objective_only() {
    for promise in Promise::ALL {
        let (title, paragraphs) = words::honest(*promise);
        assert_eq!(title.contains("safe"), promise.is_safe_for_mentees());
        assert!(!paragraphs.is_empty() && !words::promise(*promise).is_empty());
        let kept = Objective::ALL.into_iter().filter(|objective| promise.allows(*objective)).count();
        assert_eq!(kept, if *promise == Promise::Open { 3 } else { 1 });
    }
    assert!(words::honest(Promise::Stable).1.iter().any(|text| text.contains("does not hold for mentors")));
}

#[test]
fn numbers_are_counted_as_people_count() {
    let all = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map(words::nth);
    assert_eq!(all, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th"]);
}

#[test]
fn a_story_says_no_name_but_the_own_mentor_and_no_reason_of_a_single_one() {
    let story = MenteeStory { got: Some((4, 3)), listed: 5, above: vec![(1, Why::NotAccepted), (2, Why::Higher)] };
    let other = MenteeStory { above: vec![(1, Why::Higher), (2, Why::HigherOrLuckier)], ..story.clone() };
    for objective in Objective::ALL {
        let said = words::for_mentee(&story, objective, Some("Hana Sato"));
        assert_eq!(said, words::for_mentee(&other, objective, Some("Hana Sato")), "a never cannot be told from a no");
        assert!(said[0].contains("Hana Sato was your 3rd choice"));
    }
}

#[test]
fn the_largest_form_of_a_mentor_fits() {
    let one = "place_00000000000000000000=3000&never_00000000000000000000=yes&".len();
    let most = usize::try_from(MOST_PEOPLE).unwrap();
    assert!(most * one + 8 * 1024 < RANKING_FORM_BYTES);
    assert!(most * 2 + 5 < RANKING_FORM_FIELDS);
}

#[test]
fn few_people_are_too_few_for_figures_in_public() {
    for (mentees, mentors) in [(5, 3), (3_000, 3), (5, 900)] {
        assert!(may_be_told(mentees, mentors), "{mentees} and {mentors}");
    }
    for (mentees, mentors) in [(4, 3), (5, 2), (0, 0), (900, 2), (4, 900)] {
        assert!(!may_be_told(mentees, mentors), "{mentees} and {mentors}");
    }
}

#[test]
fn the_lists_of_each_side_have_their_own_close() {
    let closed: Vec<_> =
        State::ALL.iter().map(|state| [Side::Mentee, Side::Mentor].map(|side| state.is_closed_for(side))).collect();
    let (none, mentees, all) = ([false, false], [true, false], [true, true]);
    assert_eq!(closed, [none, none, none, mentees, all, all, all, none]);
}
