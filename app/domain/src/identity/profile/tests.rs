//! Every field, every shape.

use super::*;
use crate::access::Audience;
use crate::form::FieldError;

const YEAR: i32 = 2026;

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(field: Field, pairs: &[(&str, &str)]) -> Result<Option<Answer>, Vec<FieldError>> {
    Answer::parse(field, Typed::new(&typed(pairs)), YEAR)
}

fn good(field: Field, pairs: &[(&str, &str)]) -> Answer {
    read(field, pairs).unwrap().unwrap()
}

fn bad(field: Field, pairs: &[(&str, &str)]) -> Vec<String> {
    read(field, pairs).unwrap_err().into_iter().map(|error| error.field).collect()
}

/// One good answer for each field that is typed.
fn examples() -> Vec<Answer> {
    [
        (Field::Name, vec![("name", " 李 小龙 ")]),
        (Field::Pronouns, vec![("pronouns", "she/her")]),
        (Field::SchoolCountry, vec![("school_country", "PK")]),
        (Field::School, vec![("school", "King Edward Medical University")]),
        (Field::GraduationYear, vec![("graduation_year", "2019")]),
        (Field::Stage, vec![("stage", "applying")]),
        (Field::Specialties, vec![("specialties", "neurology"), ("specialties", ""), ("specialties", "cardiology")]),
        (Field::Languages, vec![("languages", "ur"), ("languages", "pa"), ("languages", "ur")]),
        (Field::State, vec![("state", "outside")]),
        (Field::Zone, vec![("zone", "Asia/Karachi")]),
        (Field::Citizenship, vec![("citizenship", "PK"), ("citizenship", "GB")]),
        (Field::VisaNeed, vec![("visa_need", "j1-or-h1b")]),
        (Field::Exams, vec![("exams_step1", "passed"), ("exams_oet", "not-yet")]),
        (Field::Scores, vec![("scores_step2ck", "245")]),
        (Field::GapYears, vec![("gap_years", "3-5")]),
        (Field::Role, vec![("role", "attending")]),
        (Field::Specialty, vec![("specialty", "internal-medicine")]),
        (Field::Institution, vec![("institution", "Lakeshore Teaching Hospital")]),
        (Field::Npi, vec![("npi", "1234-567 893")]),
        (Field::Offers, vec![("offers", "visa"), ("offers", "mock-interview")]),
    ]
    .map(|(field, pairs)| good(field, &pairs))
    .to_vec()
}

#[test]
fn every_good_answer_is_read_again_from_what_is_stored() {
    for answer in examples() {
        let field = answer.field();
        assert_eq!(Answer::stored(field, answer.as_str()), Some(answer.clone()), "{field:?} {}", answer.as_str());
        assert!(!answer.words().is_empty() && answer.words().iter().all(|line| !line.is_empty()));
        assert_eq!(format!("{answer:?}"), format!("Answer({field:?})"), "what people tell stays out of logs");
    }
    assert_eq!(examples().len() + 1, Field::ALL.len(), "all but the photo");
}

#[test]
fn what_is_shown_in_a_form_again_gives_the_same_answer() {
    for answer in examples() {
        let field = answer.field();
        let names = match field.shape() {
            Shape::Parts(parts) => parts.of.iter().map(|part| field.part(part.word)).collect(),
            _ => vec![field.word().to_owned()],
        };
        let again: Vec<(String, String)> = names
            .iter()
            .flat_map(|name| answer.values(name).into_iter().map(|value| (name.clone(), value.to_owned())))
            .collect();
        assert_eq!(Answer::parse(field, Typed::new(&again), YEAR), Ok(Some(answer)));
    }
}

#[test]
fn nothing_typed_is_no_answer_for_every_field() {
    for field in Field::ALL {
        assert_eq!(read(*field, &[]), Ok(None), "{field:?}");
        assert_eq!(read(*field, &[(field.word(), " \u{0}\u{202e} ")]).unwrap_or(None), None, "{field:?}");
        assert_eq!(Answer::stored(*field, ""), None, "{field:?}");
    }
}

#[test]
fn a_made_up_word_is_answered_at_its_field() {
    for field in [Field::SchoolCountry, Field::Stage, Field::State, Field::VisaNeed, Field::GapYears, Field::Languages]
    {
        assert_eq!(bad(field, &[(field.word(), "made-up")]), [field.word()]);
        assert_eq!(Answer::stored(field, "made-up"), None);
    }
    assert_eq!(bad(Field::Zone, &[("zone", "Mars/Base")]), ["zone"]);
    assert_eq!(bad(Field::Npi, &[("npi", "1234567890")]), ["npi"]);
    assert_eq!(
        bad(Field::Exams, &[("exams_step1", "yes"), ("exams_oet", "passed"), ("exams_ecfmg", "no")]),
        ["exams_step1", "exams_ecfmg"]
    );
}

#[test]
fn years_and_scores_have_ends() {
    for (typed, fine) in
        [("1940", true), ("1939", false), ("2036", true), ("2037", false), ("19", false), ("+999", false)]
    {
        assert_eq!(read(Field::GraduationYear, &[("graduation_year", typed)]).is_ok(), fine, "{typed}");
    }
    for (typed, fine) in [("1", true), ("300", true), ("0", false), ("301", false), ("2e2", false), ("99999", false)] {
        assert_eq!(read(Field::Scores, &[("scores_step3", typed)]).is_ok(), fine, "{typed}");
    }
}

#[test]
fn lists_keep_their_order_drop_what_is_said_twice_and_have_a_limit() {
    let languages = good(Field::Languages, &[("languages", "ur"), ("languages", "en"), ("languages", "ur")]);
    assert_eq!(languages.as_str(), "ur,en");
    assert_eq!(languages.words(), ["Urdu", "English"]);
    let four = ["neurology", "cardiology", "urology", "psychiatry"].map(|word| ("specialties", word));
    assert_eq!(bad(Field::Specialties, &four), ["specialties"]);
    assert_eq!(Answer::stored(Field::Languages, "ur,ur"), None, "not our spelling");
}

#[test]
fn text_of_every_script_stays_and_hostile_characters_go() {
    assert_eq!(good(Field::Name, &[("name", "محمد\r\nعلي\u{202e}\u{0}")]).as_str(), "محمد علي");
    assert!(read(Field::Name, &[("name", &"ü".repeat(100))]).is_ok());
    assert!(read(Field::Name, &[("name", &"ü".repeat(101))]).is_err());
    assert_eq!(Answer::stored(Field::Name, "a\u{202e}b"), None);
}

#[test]
fn citizenship_school_and_visa_are_three_facts() {
    assert!(
        Field::ALL
            .iter()
            .filter(|field| [Field::Citizenship, Field::SchoolCountry, Field::VisaNeed].contains(field))
            .count()
            == 3
    );
    assert_eq!(good(Field::Citizenship, &[("citizenship", "US")]).words(), ["United States"]);
    assert_eq!(good(Field::SchoolCountry, &[("school_country", "GD")]).words(), ["Grenada"]);
}

#[test]
fn what_could_be_held_against_somebody_is_sealed_and_theirs_alone_at_first() {
    let private = [Field::Citizenship, Field::VisaNeed, Field::Exams, Field::Scores, Field::GapYears];
    for field in Field::ALL {
        assert_eq!(field.is_sealed(), private.contains(field), "{field:?}");
        assert_ne!(field.default_audience(), Audience::Everyone, "{field:?}: nothing is public by itself");
        if field.is_sealed() {
            assert_eq!(field.default_audience(), Audience::OnlyMe);
            assert!(field.parse_audience("everyone").is_err(), "search engines read what everyone may");
        }
        assert_eq!(field.parse_audience(""), Ok(field.default_audience()));
        assert_eq!(field.parse_audience("only-me"), Ok(Audience::OnlyMe));
        assert_eq!(field.parse_audience("staff").unwrap_err().field, field.audience_name());
    }
}

#[test]
fn every_field_has_its_own_words_and_they_are_whole_sentences() {
    for field in Field::ALL {
        assert_eq!(Field::parse(field.word()), Some(*field));
        assert_eq!(Field::ALL.iter().filter(|other| other.label() == field.label()).count(), 1);
        assert!(field.why().ends_with('.') && !field.why().contains('!'), "{}", field.why());
    }
}

#[test]
fn answers_are_told_in_the_words_of_people() {
    let told = |field, pairs: &[(&str, &str)]| good(field, pairs).words();
    assert_eq!(
        told(Field::School, &[("school", "King Edward Medical University")]),
        ["King Edward Medical University"]
    );
    assert_eq!(told(Field::Zone, &[("zone", "America/New_York")]), ["America/New York"]);
    assert_eq!(told(Field::SchoolCountry, &[("school_country", "PK")]), ["Pakistan"]);
    assert_eq!(told(Field::Languages, &[("languages", "ur"), ("languages", "pa")]).len(), 2);
    let exams = told(Field::Exams, &[("exams_step1", "passed"), ("exams_oet", "not-yet")]);
    assert!(exams.len() == 2 && exams.iter().all(|line| line.contains(": ")), "{exams:?}");
}

#[test]
fn a_made_up_audience_is_answered_at_its_own_control() {
    let error = Field::Name.parse_audience("the-world").unwrap_err();
    assert_eq!(error.field, "name_audience");
    assert_eq!(Field::Name.parse_audience("members"), Ok(Audience::Members));
    assert_eq!(Field::Name.parse_audience(""), Ok(Field::Name.default_audience()));
}

#[test]
fn what_would_be_right_is_said_with_its_figures() {
    assert_eq!(words::too_long(80), "Please shorten this to 80 characters.");
    assert_eq!(words::too_many(5), "Choose at most 5.");
    assert_eq!(words::year(1940, 2036), "Enter a year with four digits, from 1940 to 2036.");
    assert_eq!(words::number(1, 300), "Enter a whole number from 1 to 300, or leave it empty.");
}

#[test]
fn what_people_type_stays_out_of_logs() {
    let fields = typed(&[("name", "Amara Osei")]);
    assert_eq!(format!("{:?}", Typed::new(&fields)), "Typed");
    assert!(!format!("{:?}", good(Field::Name, &[("name", "Amara Osei")])).contains("Amara"));
}
