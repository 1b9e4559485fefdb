use chrono::NaiveDate;

use super::eligibility::{self, Facts, Verdict};
use super::tests::{least, now, posting};
use super::*;
use crate::identity::profile::{Answer, Field, Typed};

fn answers(told: &[(&str, &str)]) -> Vec<Answer> {
    let fields: Fields = told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let read = |field: &Field| Answer::parse(*field, Typed::new(&fields), 2027).unwrap();
    Field::ALL.iter().filter_map(read).collect()
}

fn verdicts(asked: &[(&str, &str)], told: &[(&str, &str)]) -> (Verdict, Vec<Verdict>) {
    let rows: Vec<Requirement> = asked
        .iter()
        .map(|(spelling, strength)| Requirement {
            predicate: Predicate::parse(spelling).unwrap(),
            strength: Strength::parse(strength).unwrap(),
            quote: format!("We ask for {spelling}."),
        })
        .collect();
    let posting = Posting { requirements: rows, ..posting(&[]) };
    let found = eligibility::evaluate(&posting, &Facts::of(&answers(told)), day());
    for (line, requirement) in found.lines.iter().zip(&posting.requirements) {
        assert_eq!(line.quote, requirement.quote, "the posting's own words");
        assert!(line.why.ends_with('.'), "{}", line.why);
    }
    (found.verdict, found.lines.iter().map(|line| line.verdict).collect())
}

fn day() -> NaiveDate {
    now().date_naive()
}

#[test]
fn what_a_profile_does_not_say_is_unknown_and_never_no() {
    let asked: Vec<(&str, &str)> = [
        "passed:step1",
        "score:step2ck:240",
        "since:2021",
        "gap:2",
        "visa:none,work-permit",
        "speaks:es",
        "host-judges",
    ]
    .map(|one| (one, "required"))
    .to_vec();
    let (all, each) = verdicts(&asked, &[]);
    assert_eq!((all, each), (Verdict::Unknown, vec![Verdict::Unknown; 7]));
}

#[test]
fn each_predicate_answers_by_what_is_told() {
    use Verdict::{No, Unknown, Yes};
    for (asked, told, expected) in [
        ("passed:step1", vec![("exams_step1", "passed")], Yes),
        ("passed:step1", vec![("exams_step1", "not-yet")], No),
        ("passed:step1", vec![("exams_step2ck", "passed")], Unknown),
        ("score:step2ck:240", vec![("scores_step2ck", "240")], Yes),
        ("score:step2ck:240", vec![("scores_step2ck", "239")], No),
        ("score:step2ck:240", vec![("exams_step2ck", "passed")], Unknown),
        ("score:step2ck:240", vec![("exams_step2ck", "not-yet")], No),
        ("since:2021", vec![("graduation_year", "2021")], Yes),
        ("since:2021", vec![("graduation_year", "2020")], No),
        ("gap:4", vec![("gap_years", "2")], Yes),
        ("gap:4", vec![("gap_years", "3-5")], Unknown),
        ("gap:5", vec![("gap_years", "3-5")], Yes),
        ("gap:2", vec![("gap_years", "3-5")], No),
        ("gap:40", vec![("gap_years", "over-10")], Unknown),
        ("visa:none,work-permit", vec![("visa_need", "none")], Yes),
        ("visa:none,work-permit", vec![("visa_need", "j1")], No),
        ("visa:none,work-permit", vec![("visa_need", "not-sure")], Unknown),
        ("visa:j1", vec![("visa_need", "j1-or-h1b")], Yes),
        ("speaks:es", vec![("languages", "es")], Yes),
        ("speaks:es", vec![("languages", "fr")], Unknown),
    ] {
        assert_eq!(verdicts(&[(asked, "required")], &told).1, [expected], "{asked} {told:?}");
    }
}

#[test]
fn only_what_is_required_decides() {
    let told = [("graduation_year", "2015"), ("exams_ecfmg", "passed")];
    assert_eq!(verdicts(&[("since:2021", "preferred"), ("passed:ecfmg", "required")], &told).0, Verdict::Yes);
    assert_eq!(verdicts(&[("since:2021", "required"), ("speaks:es", "required")], &told).0, Verdict::No);
    assert_eq!(verdicts(&[], &[]).0, Verdict::Yes);
}

#[test]
fn who_may_apply_is_held_against_stage_and_citizenship() {
    let of = |groups: &[&str], told: &[(&str, &str)]| {
        let mut fields = least();
        fields.extend(groups.iter().map(|group| ("group".to_owned(), (*group).to_owned())));
        let posting = draft::read(&fields, now()).unwrap();
        eligibility::evaluate(&posting, &Facts::of(&answers(told)), day()).verdict
    };
    assert_eq!(of(&["graduate"], &[("stage", "student")]), Verdict::No);
    assert_eq!(of(&["graduate"], &[("graduation_year", "2024")]), Verdict::Yes);
    assert_eq!(of(&["graduate"], &[("graduation_year", "2027")]), Verdict::Unknown);
    assert_eq!(of(&["student"], &[("graduation_year", "2028")]), Verdict::Yes);
    assert_eq!(of(&["student", "graduate"], &[]), Verdict::Yes);
    assert_eq!(of(&["us-img"], &[("citizenship", "IN")]), Verdict::No);
    assert_eq!(of(&["us-img"], &[("citizenship", "IN"), ("citizenship", "US")]), Verdict::Yes);
    assert_eq!(of(&["non-us-img"], &[]), Verdict::Unknown);
}

#[test]
fn eligibility_looks_at_its_fields_and_no_others() {
    let told = [("stage", "student"), ("name", "Amara"), ("npi", ""), ("institution", "X")];
    let all = answers(&told);
    let few: Vec<Answer> = all.iter().filter(|one| eligibility::FIELDS.contains(&one.field())).cloned().collect();
    assert!(few.len() < all.len());
    assert!(Facts::of(&all) == Facts::of(&few));
    assert_eq!(format!("{:?}", Facts::of(&all)), "Facts");
}
