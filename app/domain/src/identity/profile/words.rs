//! What people read about the fields of a profile: labels, why each is asked, what to do about an answer.

use super::field::Field;

/// Where schools are looked up. The list itself is its owner's, so we link and let people type.
pub const WORLD_DIRECTORY: &str = "https://www.wdoms.org/";

/// The label of a field.
pub const fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::Pronouns => "Pronouns",
        Field::Photo => "Photo",
        Field::SchoolCountry => "Country of your medical school",
        Field::School => "Medical school",
        Field::GraduationYear => "Year of graduation",
        Field::Stage => "Where you are now",
        Field::Specialties => "Specialties you are interested in",
        Field::Languages => "Languages you speak",
        Field::State => "Where you live",
        Field::Zone => "Time zone",
        Field::Citizenship => "Citizenship",
        Field::VisaNeed => "Visa for training in the United States",
        Field::Exams => "Exams and certificates",
        Field::Scores => "Scores",
        Field::GapYears => "Years without clinical work since your degree",
        Field::Role => "What you do",
        Field::Specialty => "Your specialty",
        Field::Institution => "Where you work",
        Field::Npi => "NPI",
        Field::Offers => "What you can help with",
    }
}

/// Why a field is asked.
pub const fn why(field: Field) -> &'static str {
    match field {
        Field::Name => "So that people know what to call you. In any script, in the order you use.",
        Field::Pronouns => "So that people speak of you as you wish.",
        Field::Photo => "People like to see who they will talk to. We shrink it and take out where it was taken.",
        Field::SchoolCountry => "The place of the school, not your citizenship, decides whether you count as an IMG.",
        Field::School => "Somebody from your own school is often the best mentor.",
        Field::GraduationYear => "So that a mentor can plan the years ahead with you.",
        Field::Stage => "So that we show what helps now and not what helped two years ago.",
        Field::Specialties => "So that we can suggest mentors and meetings in them. Up to three.",
        Field::Languages => "A first talk is easier in a language both speak. Up to five.",
        Field::State => "Meeting is easier nearby, and a mentor from your state knows its ways.",
        Field::Zone => "So that dates are shown in your own time, and mail keeps quiet at night.",
        Field::Citizenship => "Only if you want a mentor to know it. It never decides what you may do here.",
        Field::VisaNeed => {
            "A mentor who has been through yours can save you time. We ask it apart from citizenship on purpose."
        }
        Field::Exams => "So that a mentor knows where to begin. Passed or not is enough.",
        Field::Scores => "Only if you want a mentor to plan your program list with you. Nobody here asks for them.",
        Field::GapYears => "A mentor can help you to explain them. Many have them.",
        Field::Role => "So that people know from where you speak.",
        Field::Specialty => "People look for mentors by specialty first.",
        Field::Institution => "So that people can tell whether they meet you at work.",
        Field::Npi => "We look it up in the public registry when we check mentors and hosts.",
        Field::Offers => "Tick what you like to be asked about; nobody will ask for more.",
    }
}

/// A word that is not on the list.
pub const CHOOSE: &str = "Choose one from the list.";
/// An audience that is not offered for the field.
pub const AUDIENCE: &str = "Choose who may see this.";
/// A zone that is none.
pub const ZONE: &str = "Choose a city from the list, or leave it empty.";
/// A number that nobody was given.
pub const NPI: &str = "Enter the 10 digits of your NPI as the registry shows them, or leave it empty.";
/// No reason, or one too short to be one, for looking at a private field.
pub const REASON: &str = "Say why you need to see this, in 20 to 500 characters. The member will read it.";

/// Too many characters.
pub fn too_long(most: usize) -> String {
    format!("Please shorten this to {most} characters.")
}

/// Too many choices.
pub fn too_many(most: usize) -> String {
    format!("Choose at most {most}.")
}

/// A year that makes no sense.
pub fn year(first: i32, latest: i32) -> String {
    format!("Enter a year with four digits, from {first} to {latest}.")
}

/// A score that does not exist.
pub fn number(least: u16, most: u16) -> String {
    format!("Enter a whole number from {least} to {most}, or leave it empty.")
}
