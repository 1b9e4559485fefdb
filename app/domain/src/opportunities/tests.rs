use chrono::{DateTime, Utc};

use super::apply::Application;
use super::draft::{self, Part, REQUIRED};
use super::*;
use crate::identity::profile::Field;

pub(super) fn now() -> DateTime<Utc> {
    "2027-01-15T12:00:00Z".parse().unwrap()
}

/// A whole draft that says no more than it must.
pub(super) fn least() -> Fields {
    [
        ("kind", "observership"),
        ("contact", "shadowing"),
        ("specialty", "cardiology"),
        ("institution", "Lakeshore Teaching Hospital"),
        ("supervisor", "Dr. Amara Osei"),
        ("official_page", "https://www.lakeshore.example.org/observers"),
        ("mode", "on-site"),
        ("city", "Rivertown"),
        ("state", "IL"),
        ("start", "rolling"),
        ("weeks_least", "4"),
        ("closes", "2027-03-31"),
        ("has_fee", "no"),
        ("visa", "invitation-letter"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

pub(super) fn with(mut fields: Fields, more: &[(&str, &str)]) -> Fields {
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

pub(super) fn posting(more: &[(&str, &str)]) -> Posting {
    draft::read(&with(least(), more), now()).unwrap()
}

fn wrong(fields: &Fields) -> Vec<String> {
    draft::read(fields, now()).unwrap_err().into_iter().map(|error| error.field).collect()
}

#[test]
fn a_draft_with_the_twelve_answers_is_a_posting() {
    let posting = posting(&[]);
    assert_eq!(posting.title, "Observership in Cardiovascular Disease, Lakeshore Teaching Hospital");
    assert_eq!((posting.seats, posting.weeks), (1, Weeks { least: 4, most: 4 }));
    assert!(posting.fee.is_free() && posting.groups.is_empty());
    assert_eq!(posting.expires_at(), "2027-04-01T04:00:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[test]
fn without_the_words_of_its_host_a_posting_still_says_what_it_is() {
    let mut more = FEE.to_vec();
    more.extend([
        ("title", "Pay Dr. X by Zelle"),
        ("description", "Zelle"),
        ("department", "Zelle"),
        ("question", "Zelle?"),
        ("city", "Zelle"),
        ("requirement_kind_1", "passed:step1"),
        ("requirement_strength_1", "required"),
        ("requirement_quote_1", "Zelle"),
    ]);
    let (whole, plain) = (posting(&more), posting(&more).without_words());
    assert_eq!(plain.title, "Observership in Cardiovascular Disease");
    assert!(plain.texts().skip(1).all(str::is_empty) && plain.city.is_empty());
    assert_eq!((plain.place().as_str(), plain.fee.total(4)), ("IL", whole.fee.total(4)));
    assert_eq!((plain.window, plain.requirements.len()), (whole.window, 1));
}

#[test]
fn an_empty_draft_is_told_of_exactly_the_required_answers() {
    assert_eq!(wrong(&Fields::new()), REQUIRED);
    assert!(REQUIRED.len() <= 12);
    for name in REQUIRED {
        let without: Fields = least().into_iter().filter(|(field, _)| field != name).collect();
        assert!(wrong(&without).iter().any(|field| field == name), "{name}");
        assert_eq!(Part::ALL.iter().filter(|part| part.has(name)).count(), 1, "{name}");
    }
}

#[test]
fn the_required_answers_are_enough() {
    let fields: Fields = least().into_iter().filter(|(name, _)| REQUIRED.contains(&name.as_str())).collect();
    assert_eq!(fields.len(), REQUIRED.len());
    let posting = draft::read(&fields, now()).unwrap();
    assert_eq!((posting.start, posting.mode), (Start::Rolling, Mode::OnSite));
    let afar = with(fields.clone(), &[("kind", "tele-rotation"), ("contact", "none"), ("city", ""), ("state", "")]);
    assert_eq!(draft::read(&afar, now()).unwrap().mode, Mode::Remote);
    // A day says more than the question before it.
    let from = draft::read(&with(fields, &[("from", "2027-05-01"), ("to", "2027-05-02")]), now()).unwrap();
    assert!(matches!(from.start, Start::Between { .. }));
}

#[test]
fn a_fixed_stay_is_changed_by_its_first_number() {
    let shown = draft::fields_of(&posting(&[]));
    assert!(!shown.iter().any(|(name, _)| name == "weeks_most"));
    let longer = with(shown, &[("weeks_least", "6")]);
    assert_eq!(draft::read(&longer, now()).unwrap().weeks, Weeks { least: 6, most: 6 });
}

#[test]
fn each_step_says_what_is_still_missing_in_it() {
    let open = draft::open_parts(&Fields::new(), now());
    assert_eq!(
        open.iter().map(|(part, _)| *part).collect::<Vec<_>>(),
        [Part::What, Part::Where, Part::When, Part::Money]
    );
    assert_eq!(open.iter().map(|(_, errors)| errors.len()).sum::<usize>(), REQUIRED.len());
    assert!(draft::open_parts(&least(), now()).is_empty());
}

#[test]
fn a_step_replaces_its_own_answers_and_touches_no_others() {
    let sent = with(
        Fields::new(),
        &[("institution", "Harbor Clinic"), ("mode", "remote"), ("kind", "clerkship"), ("city", " ")],
    );
    let merged = draft::merged(&least(), Part::Where, &sent);
    let value = |name: &str| merged.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    assert_eq!((value("institution"), value("kind")), (Some("Harbor Clinic"), Some("observership")));
    assert_eq!((value("city"), value("supervisor")), (None, None));
    let many: Fields = (0..1000).map(|row| (format!("fee_what_{row}"), "x".repeat(100))).collect();
    let merged = draft::merged(&least(), Part::Money, &many);
    assert!(merged.len() <= draft::MOST_FIELDS);
    assert!(merged.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() <= draft::MOST_BYTES);
}

#[test]
fn what_follows_from_an_answer_is_asked_only_then() {
    assert_eq!(wrong(&with(least(), &[("city", ""), ("state", "")])), ["city", "state"]);
    posting(&[("mode", "remote"), ("city", ""), ("state", "")]);
    assert_eq!(wrong(&with(least(), &[("start", "between")])), ["from", "to"]);
    let backward = [("start", "between"), ("from", "2027-05-02"), ("to", "2027-05-01")];
    assert_eq!(wrong(&with(least(), &backward)), ["to"]);
    assert_eq!(wrong(&with(least(), &[("has_fee", "yes")])), ["fee_what_1", "refund"]);
    assert_eq!(wrong(&with(least(), &[("visa", "none"), ("weeks_most", "2")])), ["weeks_most"]);
    let mut both = least();
    both.push(("visa".to_owned(), "none".to_owned()));
    assert_eq!(wrong(&both), ["visa"]);
}

#[test]
fn a_last_day_lies_ahead_and_within_a_year() {
    // Noon in UTC is still the fifteenth in New York.
    posting(&[("closes", "2027-01-15")]);
    assert_eq!(wrong(&with(least(), &[("closes", "2027-01-14")])), ["closes"]);
    posting(&[("closes", "2028-01-16")]);
    assert_eq!(wrong(&with(least(), &[("closes", "2028-01-17")])), ["closes"]);
    assert_eq!(wrong(&with(least(), &[("opens", "2027-04-01")])), ["opens"]);
    assert_eq!(wrong(&with(least(), &[("zone", "America/NewYork")])), ["zone"]);
    assert_eq!(wrong(&with(least(), &[("closes", "2027-02-30")])), ["closes"]);
}

const FEE: [(&str, &str); 13] = [
    ("has_fee", "yes"),
    ("fee_what_1", "Application fee"),
    ("fee_amount_1", "$750"),
    ("fee_per_1", "once"),
    ("fee_payee_1", "institution"),
    ("fee_name_1", "Lakeshore Teaching Hospital"),
    ("fee_what_2", "Observer badge and office"),
    ("fee_amount_2", "1,250.50"),
    ("fee_per_2", "week"),
    ("fee_payee_2", "company"),
    ("fee_name_2", "Lakeshore Visitors Inc."),
    ("refund", "part"),
    ("refund_rule", "Half until 14 days before the start."),
];

#[test]
fn a_fee_is_lines_and_its_first_line_says_all() {
    let posting = posting(&FEE);
    assert_eq!(posting.fee.lines.len(), 2);
    assert_eq!(posting.fee.total(4), 75_000 + 4 * 125_050);
    assert_eq!(posting.fee_per_week(), 143_800);
    assert_eq!(posting.fee.headline(posting.weeks.least), "$5,752 for 4 weeks ($1,438 a week)");
    assert_eq!(Fee::default().headline(4), "No fee");
}

#[test]
fn money_is_read_as_people_write_it_and_rounded_half_up() {
    for (typed, cents) in
        [("750", 75_000), ("$1,250.50", 125_050), (" $ 3 ", 300), ("0", 0), ("0.05", 5), ("100000", 10_000_000)]
    {
        assert_eq!(Cents::parse(typed).map(Cents::get), Some(cents), "{typed}");
    }
    for typed in
        ["", "-1", "1.5", "1,25", "1,2500", "12,34,567", "1.234", "100000.01", "1e3", "free", "99999999999", ","]
    {
        assert_eq!(Cents::parse(typed), None, "{typed}");
    }
    let line = |cents, per| FeeLine {
        what: "x".to_owned(),
        cents: Cents::new(cents).unwrap(),
        per,
        payee: Payee::Institution,
        payee_name: "y".to_owned(),
    };
    let fee = |cents| Fee { lines: vec![line(cents, Per::Once)], ..Fee::default() };
    // 100 / 8 is 12.5: half a cent goes up. 100 / 3 is 33.3.
    assert_eq!((fee(100).per_week(8), fee(100).per_week(3), fee(200).per_week(3), fee(7).per_week(0)), (13, 33, 67, 7));
    assert_eq!(dollars(123_456_789), "$1,234,567.89");
}

#[test]
fn requirements_are_typed_and_quote_the_rule() {
    let row = |row: usize, kind: &str, value: &str, strength: &str| -> Fields {
        [("kind", kind), ("value", value), ("strength", strength), ("quote", "As our page says.")]
            .map(|(of, value)| (format!("requirement_{of}_{row}"), value.to_owned()))
            .to_vec()
    };
    let fields = [
        least(),
        row(1, "passed:ecfmg", "", "required"),
        row(3, "since", "2021", "preferred"),
        row(4, "visa", "work-permit, none", "required"),
    ]
    .concat();
    let posting = draft::read(&fields, now()).unwrap();
    let spelled: Vec<String> = posting.requirements.iter().map(|one| one.predicate.to_string()).collect();
    assert_eq!(spelled, ["passed:ecfmg", "since:2021", "visa:none,work-permit"]);
    assert_eq!(wrong(&[least(), row(1, "since", "last year", "required")].concat()), ["requirement_value_1"]);
    assert_eq!(
        wrong(&[least(), row(2, "speaks", "xx", "maybe")].concat()),
        ["requirement_value_2", "requirement_strength_2"]
    );
    let quoteless: Fields =
        row(1, "host-judges", "", "required").into_iter().filter(|(n, _)| !n.contains("quote")).collect();
    assert_eq!(wrong(&[least(), quoteless].concat()), ["requirement_quote_1"]);
}

#[test]
fn every_kind_of_requirement_has_a_row_and_every_spelling_one_form() {
    for (word, label, value) in rules::KINDS {
        assert!(!label.is_empty());
        assert_eq!(Predicate::parse(word).is_some(), value.is_none(), "{word}");
    }
    for wrong in [
        "",
        "passed:",
        "passed:mcat",
        "score:oet:200",
        "score:step1:0",
        "score:step1:+7",
        "since:021",
        "gap:-1",
        "visa:",
        "visa:j1,none",
        "visa:none,none",
        "speaks:english",
        "host-judges:",
    ] {
        assert_eq!(Predicate::parse(wrong), None, "{wrong}");
    }
    let all = crate::identity::profile::vocab::VISA_NEEDS.map(|choice| choice.word).join(",");
    assert_eq!(Predicate::parse(&format!("visa:{all}")), None, "everybody is no requirement");
}

#[test]
fn an_application_releases_exactly_what_is_ticked() {
    let asks = posting(&[("question", "Why here?")]);
    let sent = with(Fields::new(), &[("answer", " Because. ")]);
    let ticked = |words: &[&str]| {
        let mut fields = sent.clone();
        fields.extend(words.iter().map(|word| ("release".to_owned(), (*word).to_owned())));
        Application::parse(&fields, &asks)
    };
    let application = ticked(&["exams", "name", "name"]).unwrap();
    assert_eq!((application.answer.as_str(), application.released), ("Because.", vec![Field::Name, Field::Exams]));
    assert_eq!(ticked(&[]).unwrap().released, []);
    assert_eq!(ticked(&["photo"]).unwrap_err()[0].field, "release");
    assert_eq!(Application::parse(&Fields::new(), &asks).unwrap_err()[0].field, "answer");
    // Where nothing is asked it still says how somebody is reached.
    let missing = Application::parse(&with(Fields::new(), &[("answer", " ")]), &posting(&[])).unwrap_err();
    assert_eq!((missing[0].field.as_str(), missing[0].message.as_str()), ("answer", super::words::WHO_MISSING));
    assert!(Application::parse(&sent, &posting(&[])).is_ok());
}

#[test]
fn words_of_a_list_are_told_apart_and_read_back() {
    macro_rules! holds {
        ($($name:ident),+) => {$(
            for one in $name::ALL {
                assert_eq!($name::parse(one.word()), Some(*one));
                assert_eq!($name::ALL.iter().filter(|other| other.label() == one.label()).count(), 1, "{one:?}");
                assert!(one.word().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{one:?}");
            }
        )+};
    }
    use super::pipeline::Stage;
    use flags::Flag;
    holds!(Kind, Contact, Mode, Group, Visa, Outcome, Document, Per, Payee, Refund, Strength, State, Stage, Flag, Sort);
    assert_eq!((Kind::ALL.len(), Contact::ALL.len(), Document::ALL.len()), (8, 4, 19));
}
