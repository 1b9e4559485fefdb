use chrono::{TimeZone, Utc};

use super::*;
use crate::search;

fn standing(id: i64, topics: &[&str], state: &str, told: (&str, &str)) -> Standing {
    Standing {
        id,
        account: id,
        mentor: Mentor {
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            state: Some(state.to_owned()),
            ..Mentor::default()
        },
        told: Told::new(told.0, told.1),
        ..Standing::default()
    }
}

fn two() -> [Standing; 2] {
    [
        standing(1, &["cv-review"], "NY", ("Zoë Ångström", "I help with INTERVIEWS,\nin Łódź and by video.")),
        standing(2, &["cv-review", "letters"], "TX", ("Ivo", "Interviews can be learned.")),
    ]
}

fn found(wanted: &Wanted) -> Vec<i64> {
    let now = Utc.with_ymd_and_hms(2026, 11, 3, 15, 0, 0).single().expect("a moment");
    find(&two(), wanted, now, (0, 20))
}

fn terms(words: &str) -> Vec<String> {
    search::terms(words).collect()
}

#[test]
fn every_word_must_be_in_the_name_or_in_what_was_said() {
    let all: [(&str, &[i64]); 7] = [
        ("", &[1, 2]),
        ("interview", &[1, 2]),
        ("ÅNGSTRÖM łÓDŹ", &[1]),
        ("learned Interviews", &[2]),
        ("ivo video", &[]),
        ("cv-review", &[]),
        ("TX", &[]),
    ];
    for (words, ids) in all {
        assert_eq!(found(&Wanted { terms: terms(words), ..Wanted::default() }), ids, "{words}");
    }
}

#[test]
fn whoever_is_kept_away_is_found_by_no_word() {
    assert_eq!(found(&Wanted { terms: terms("interviews"), away: vec![1], ..Wanted::default() }), [2]);
    assert!(found(&Wanted { terms: terms("zoë"), away: vec![1], ..Wanted::default() }).is_empty());
}

#[test]
fn a_topic_and_a_state_leave_others_out() {
    let topic = Test::HelpsWith("letters".to_owned());
    let state = Test::LivesIn("NY".to_owned());
    let with =
        |tests: &[&Test]| Wanted { tests: tests.iter().map(|test| (*test).clone()).collect(), ..Wanted::default() };
    assert_eq!(found(&with(&[])), [1, 2]);
    assert_eq!(found(&with(&[&topic])), [2]);
    assert_eq!(found(&with(&[&state])), [1]);
    assert!(found(&with(&[&topic, &state])).is_empty());
}

#[test]
fn what_words_are_looked_for_in_stays_out_of_logs() {
    let said = format!("{:?}", two()[0]);
    assert!(said.contains("Told") && !said.contains("interviews") && !said.contains("zoë"), "{said}");
}
