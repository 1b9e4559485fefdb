use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::identity::profile::Typed;
use crate::identity::profile::vocab::{self, NEEDS, SPECIALTIES};

fn ask(topics: &[&str], wishes: Vec<Wish>) -> Ask {
    Ask {
        goals: Goals::parse("Find out which programs are right for me.").expect("long enough"),
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        stage: "applying".to_owned(),
        wishes,
        gender: None,
        reveals: Revealed::default(),
    }
}

fn wish(kind: WishKind, weight: Weight, value: &str) -> Wish {
    Wish::parse(kind, weight, value).expect("a word of the list")
}

fn mentor() -> Mentor {
    Mentor {
        topics: vec!["cv-review".to_owned(), "mock-interview".to_owned()],
        specialties: vec!["psychiatry".to_owned()],
        role: Some("resident".to_owned()),
        languages: vec!["en".to_owned(), "ar".to_owned()],
        state: Some("NY".to_owned()),
        zone: Some("America/New_York".to_owned()),
        school_country: Some("EG".to_owned()),
        school: Some("Nile College of Medicine".to_owned()),
        gender: Some("woman".to_owned()),
    }
}

#[test]
fn the_table_of_requests_is_total_and_ends() {
    for state in State::ALL {
        for deed in Deed::ALL {
            let rows = TABLE.iter().filter(|(from, done, _)| from == state && done == deed).count();
            assert!(rows <= 1, "{state:?} {deed:?}");
            assert_eq!(after(*state, *deed).is_some(), rows == 1);
        }
        assert_eq!(State::parse(state.word()), Some(*state));
    }
    for over in [State::Confirmed, State::Declined, State::Lapsed, State::Withdrawn, State::Closed] {
        assert!(over.is_over());
    }
    assert_eq!(after(State::Open, Deed::Confirm), None, "nobody confirms what was not accepted");
    assert_eq!(after(State::Waiting, Deed::Accept), None, "nobody accepts what they have not been asked");
    for deed in [Deed::Accept, Deed::Decline, Deed::AskMore] {
        assert_eq!(by(deed), Some(Side::Mentor));
    }
}

#[test]
fn an_engagement_begins_with_two_signatures_and_ends_once() {
    assert_eq!(next_phase(Phase::Agreeing, Turn::Sign { both: false }), Some(Phase::Agreeing));
    assert_eq!(next_phase(Phase::Agreeing, Turn::Sign { both: true }), Some(Phase::Active));
    assert_eq!(next_phase(Phase::Active, Turn::Write), None, "what both have signed stays");
    assert_eq!(next_phase(Phase::Active, Turn::Renew), Some(Phase::Active));
    assert_eq!(next_phase(Phase::Agreeing, Turn::Renew), None, "the text itself can be changed");
    assert_eq!(next_phase(Phase::Active, Turn::End), Some(Phase::Ended));
    for turn in [Turn::Write, Turn::Sign { both: true }, Turn::Renew, Turn::End] {
        assert_eq!(next_phase(Phase::Ended, turn), None);
    }
}

#[test]
fn two_are_asked_at_a_time_and_whoever_has_no_room_is_waited_for() {
    let slot = |state, has_room| Slot { state, has_room };
    let fresh = [slot(State::Listed, true); 5];
    assert_eq!(forward(&fresh), [(0, Deed::Open), (1, Deed::Open)]);
    let full_first = [slot(State::Listed, false), slot(State::Listed, true), slot(State::Listed, true)];
    assert_eq!(forward(&full_first), [(0, Deed::Queue), (1, Deed::Open), (2, Deed::Open)]);
    let one_said_no = [slot(State::Declined, true), slot(State::Open, true), slot(State::Listed, true)];
    assert_eq!(forward(&one_said_no), [(2, Deed::Open)]);
    let room_again = [slot(State::Waiting, true), slot(State::Open, true), slot(State::Accepted, false)];
    assert_eq!(forward(&room_again), [], "two are asked already");
}

#[test]
fn reasons_are_said_to_each_in_their_own_words() {
    let ask = ask(&["cv-review", "visa"], vec![wish(WishKind::Language, Weight::Nice, "ar")]);
    let facts = Facts { specialties: vec!["psychiatry".to_owned()], state: Some("NY".to_owned()), zone: None };
    let own = fit(&mentor(), &plan(&Seen::own(&ask, &facts)));
    assert_eq!(
        reasons(&own, Eyes::Mentee),
        [
            "Helps with CV review.",
            "Practices Psychiatry.",
            "Is one to three stages ahead of you.",
            "Lives in New York.",
            "As you asked: speaks Arabic."
        ]
    );
    let hidden = fit(&mentor(), &plan(&Seen::of(&ask, &facts, &Revealed::default())));
    assert_eq!(
        reasons(&hidden, Eyes::Mentor),
        ["Looks for help with CV review, which you offer.", "Is one to three stages behind you."]
    );
    assert!(hidden.points < own.points);
}

#[test]
fn the_same_clocks_count_where_the_zone_is_shown() {
    let (ask, revealed) = (ask(&["visa"], Vec::new()), Revealed::read(["zone"]));
    let lives_by = |zone: &str| Facts { zone: Some(zone.to_owned()), ..Facts::default() };
    let (here, there) = (lives_by("America/New_York"), lives_by("America/Chicago"));
    let of = |seen: Seen| fit(&mentor(), &plan(&seen));
    let own = of(Seen::own(&ask, &here));
    assert_eq!(reasons(&own, Eyes::Mentee), ["Is one to three stages ahead of you.", "Lives by the same clocks."]);
    let shown = of(Seen::of(&ask, &here, &revealed));
    assert_eq!(reasons(&shown, Eyes::Mentor), ["Is one to three stages behind you.", "Lives by the same clocks."]);
    for other in [Seen::of(&ask, &here, &Revealed::default()), Seen::of(&ask, &there, &revealed)] {
        let other = of(other);
        assert_eq!(reasons(&other, Eyes::Mentor), ["Is one to three stages behind you."]);
        assert!(other.points < shown.points);
    }
}

#[test]
fn a_country_or_a_gender_counts_only_when_it_was_asked_for() {
    let facts = Facts::default();
    let plain = plan(&Seen::own(&ask(&["cv-review"], Vec::new()), &facts));
    let touchy = |test: &Test| matches!(test, Test::Speaks(_) | Test::SchoolIn(_) | Test::School(_) | Test::Gender(_));
    assert!(!plain.iter().any(|term| touchy(&term.test)));
    let wished = ask(&["cv-review"], vec![wish(WishKind::Gender, Weight::Must, "woman")]);
    let seen = Seen::own(&wished, &facts);
    assert_eq!(seen.musts(), [Test::Gender("woman".to_owned())]);
    assert!(plan(&seen).iter().any(|term| touchy(&term.test)));
    // A mentor is not told of the wish while the mentee's own gender is hidden from them.
    assert_eq!(Seen::of(&wished, &facts, &Revealed::default()).musts(), []);
}

#[test]
fn schools_are_the_same_however_they_are_written() {
    let school = wish(WishKind::School, Weight::Nice, "  NILE college of   Medicine ");
    assert!(Test::of_wish(&school).holds(&mentor()));
}

#[test]
fn forms_are_read_or_say_what_is_wrong() {
    let fields = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    let good = fields(&[
        ("goals", "I want to find the right programs."),
        ("topics", "visa"),
        ("topics", "cv-review"),
        ("stage", "exams"),
        ("wish_language", "ar"),
        ("weight_language", "must"),
        ("reveals", "state"),
        ("reveals", "nonsense"),
    ]);
    let read = AskForm(Typed::new(&good)).parse().expect("a good form");
    assert_eq!(read.topics, ["cv-review", "visa"], "in the order of the vocabulary");
    assert_eq!(read.reveals.stored(), "state");
    assert_eq!(read.wishes.iter().map(Wish::line).collect::<Vec<_>>(), ["language must ar"]);
    assert_eq!(Wish::read("language must ar"), read.wishes.first().cloned());
    let bad = fields(&[("goals", "short"), ("topics", "horses"), ("stage", ""), ("wish_country", "Atlantis")]);
    let wrong = AskForm(Typed::new(&bad)).parse().expect_err("a bad form");
    let names: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(names, ["goals", "topics", "stage", "wish_country"]);
    let today = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a day");
    let room = |capacity: &str, until: &str| {
        RoomForm { capacity: capacity.to_owned(), paused_until: until.to_owned() }.parse(today)
    };
    assert!(room("3", "").is_ok() && room("0", "2026-11-04").is_ok());
    assert!(room("11", "").is_err() && room("3", "2026-11-03").is_err() && room("x", "y").is_err());
    let agreement =
        |day: &str| AgreementForm { scope: "Interviews, once a month.".to_owned(), ends_on: day.to_owned() };
    assert!(agreement("2027-05-01").parse(today).is_ok());
    assert!(agreement("2028-05-01").parse(today).is_err() && agreement("2026-11-03").parse(today).is_err());
    let until = today.checked_add_days(chrono::Days::new(30));
    assert!(new_end("2027-05-01", today, until).is_ok() && new_end("2026-11-10", today, None).is_ok());
    for (day, until) in [("2026-12-03", until), ("2026-11-03", None), ("2028-05-01", until), ("soon", None)] {
        assert!(new_end(day, today, until).is_err(), "{day}");
    }
    let proof = |way: &str, what: &str| ProofForm { way: way.to_owned(), what: what.to_owned() }.parse();
    assert!(proof("registry", "12").is_err() && proof("moderator", "Ask the program office").is_ok());
}

#[test]
fn words_end_as_sentences_and_every_word_reads_back() {
    for boundary in Boundary::ALL {
        assert!(words::boundary(*boundary).ends_with('.'));
    }
    for decline in Decline::ALL {
        assert!(decline.told().ends_with('.') && Decline::parse(decline.word()) == Some(*decline));
    }
    for role in words::ROLE_WORDS {
        assert!(vocab::find(&vocab::ROLES, role).is_some());
    }
    assert_eq!(words::answers(None), "Has not answered a request yet.");
    assert_eq!(words::answers(Some(30)), "Answers within an hour.");
    assert_eq!(words::answers(Some(90)), "Answers in about 2 hours.");
    assert_eq!(words::answers(Some(2_880)), "Answers in about 2 days.");
    assert_eq!(words::answers(Some(10_079)), "Answers in about 7 days.");
    let silent = "Has left half of the latest requests or more without an answer.";
    assert_eq!(words::answers(Some(10_080)), silent);
}

fn any_words(list: &'static [vocab::Choice], most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(0..list.len(), 1..=most)
        .prop_map(move |at| at.into_iter().map(|at| list[at].word.to_owned()).collect())
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let state = proptest::option::of(proptest::sample::select(vec!["NY", "CA", "TX"]));
    let zone = proptest::option::of(proptest::sample::select(vec!["America/New_York", "America/Chicago"]));
    (any_words(&SPECIALTIES, 3), state, zone).prop_map(|(specialties, state, zone)| Facts {
        specialties,
        state: state.map(ToOwned::to_owned),
        zone: zone.map(ToOwned::to_owned),
    })
}

fn any_wishes() -> impl Strategy<Value = Vec<Wish>> {
    let one = prop_oneof![
        proptest::sample::select(vec!["ar", "es", "hi"]).prop_map(|word| wish(WishKind::Language, Weight::Nice, word)),
        proptest::sample::select(vec!["EG", "IN"]).prop_map(|word| wish(WishKind::Country, Weight::Must, word)),
        proptest::sample::select(vec!["woman", "man"]).prop_map(|word| wish(WishKind::Gender, Weight::Must, word)),
        proptest::sample::select(vec!["NY", "TX"]).prop_map(|word| wish(WishKind::State, Weight::Nice, word)),
        Just(wish(WishKind::Role, Weight::Nice, "fellow")),
    ];
    proptest::collection::vec(one, 0..4)
}

fn any_revealed() -> impl Strategy<Value = Revealed> {
    proptest::collection::vec(0..Reveal::ALL.len(), 0..6)
        .prop_map(|at| at.into_iter().map(|at| Reveal::ALL[at]).collect())
}

/// Everything a mentor is shown of a request, as bytes.
fn bytes(ask: &Ask, facts: &Facts, revealed: &Revealed) -> String {
    let seen = Seen::of(ask, facts, revealed);
    let fit = fit(&mentor(), &plan(&seen));
    format!("{seen:?} {fit:?} {:?}", reasons(&fit, Eyes::Mentor))
}

#[test]
fn nobody_is_told_of_a_request_that_never_reached_them() {
    for &state in State::ALL {
        let told = words::taking_back(state).contains("is told that");
        assert_eq!(told, state != State::Waiting, "{state:?}");
        // What is hidden from a mentor's page of a request can be on the profile once the two are matched.
        let beside = words::showing(state).contains("your profile shows to people you are matched with");
        assert_eq!(beside, state == State::Confirmed, "{state:?}");
    }
}

proptest! {
    /// The promise of staged disclosure: two who differ only in what is hidden look the same to the mentor.
    #[test]
    fn what_a_mentor_sees_depends_on_what_was_revealed_alone(
        topics in any_words(&NEEDS, 5),
        one in any_facts(),
        other in any_facts(),
        wishes in any_wishes(),
        other_wishes in any_wishes(),
        revealed in any_revealed(),
    ) {
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        // The other person has the same in what is revealed, and anything in what is hidden.
        let twin = Facts {
            specialties: if revealed.has(Reveal::Specialties) { one.specialties.clone() } else { other.specialties },
            state: if revealed.has(Reveal::State) { one.state.clone() } else { other.state },
            zone: if revealed.has(Reveal::Zone) { one.zone.clone() } else { other.zone },
        };
        let is_shown = |wish: &Wish| wish.kind.reveal().is_some_and(|kind| revealed.has(kind));
        let mut twin_wishes: Vec<Wish> = wishes.iter().filter(|wish| is_shown(wish)).cloned().collect();
        twin_wishes.extend(other_wishes.into_iter().filter(|wish| !is_shown(wish)));
        prop_assert_eq!(
            bytes(&ask(&topics, wishes), &one, &revealed),
            bytes(&ask(&topics, twin_wishes), &twin, &revealed)
        );
    }

    /// Forwarding never asks more than two, and asks two whenever two could be.
    #[test]
    fn a_list_asks_as_many_as_it_may(states in proptest::collection::vec((0..State::ALL.len(), any::<bool>()), 0..=5)) {
        let mut list: Vec<Slot> =
            states.into_iter().map(|(at, has_room)| Slot { state: State::ALL[at], has_room }).collect();
        let asked_before = list.iter().filter(|slot| slot.state.is_asked()).count();
        for (at, deed) in forward(&list) {
            let to = after(list[at].state, deed);
            prop_assert!(to.is_some());
            list[at].state = to.unwrap_or(State::Closed);
        }
        let asked = list.iter().filter(|slot| slot.state.is_asked()).count();
        prop_assert!(asked <= MOST_ASKED.max(asked_before));
        let could = list.iter().any(|slot| matches!(slot.state, State::Listed | State::Waiting) && slot.has_room);
        prop_assert!(asked >= MOST_ASKED || !could);
        prop_assert_eq!(forward(&list), []);
    }
}
