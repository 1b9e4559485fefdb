use super::super::tests::posting;
use super::*;

const GOOD: Host<'static> = Host { mail_host: "lakeshore.example.org" };

fn names(more: &[(&str, &str)], host: Host<'_>) -> Vec<Flag> {
    flags(&posting(more), host).into_iter().map(|fired| fired.flag).collect()
}

fn said(words: &str) -> Vec<Flag> {
    names(&[("description", words)], GOOD)
}

#[test]
fn an_honest_posting_fires_nothing() {
    assert_eq!(names(&[], GOOD), []);
    assert_eq!(
        said("Observers join rounds. A letter is possible if your work earns one. We talk with everybody first."),
        []
    );
    assert_eq!(said("In 2026 we had 24 observers from 14 countries; 1,200 patients a year."), []);
}

#[test]
fn words_fire_their_rule_whatever_their_case_and_spacing() {
    for (words, flag) in [
        ("Send the deposit by ZELLE", Flag::PaysAPerson),
        ("Guaranteed   letter of recommendation!", Flag::LetterPromised),
        ("Match guaranteed or money back", Flag::MatchPromised),
        ("No Interview Needed", Flag::NoInterview),
        ("Ask me on WhatsApp", Flag::ContactOutside),
        ("Write to dr.x@mail.example for details", Flag::ContactOutside),
        ("Call +1 (312) 555-0143", Flag::ContactOutside),
        ("You may draft your own letter and I sign", Flag::OwnLetter),
        ("Pay today, only two places left", Flag::Pressure),
    ] {
        assert_eq!(said(words), [flag], "{words}");
    }
}

#[test]
fn only_whole_words_fire() {
    assert_eq!(said("We use cryptography. Recall meetings are on Mondays. The estate is quiet."), []);
    assert_eq!(said("A crypto wallet"), [Flag::PaysAPerson]);
}

const FEE: [(&str, &str); 8] = [
    ("has_fee", "yes"),
    ("fee_what_1", "Program fee"),
    ("fee_amount_1", "400"),
    ("fee_per_1", "week"),
    ("fee_payee_1", "institution"),
    ("fee_name_1", "Lakeshore Teaching Hospital"),
    ("refund", "full"),
    ("refund_rule", "Everything until the first day."),
];

fn fee(other: &[(&str, &str)]) -> Vec<Flag> {
    let mut all: Vec<(&str, &str)> =
        FEE.iter().copied().filter(|(name, _)| !other.iter().any(|(o, _)| o == name)).collect();
    all.extend(other);
    names(&all, GOOD)
}

#[test]
fn money_fires_by_who_is_paid_how_much_and_what_comes_back() {
    assert_eq!(fee(&[]), []);
    assert_eq!(fee(&[("fee_payee_1", "person"), ("fee_name_1", "Dr. X")]), [Flag::PaysAPerson]);
    assert_eq!(fee(&[("fee_payee_1", "company"), ("fee_name_1", "Visitors Inc.")]), [Flag::CompanyBetween]);
    assert_eq!(said("A deposit is due on arrival."), [Flag::PaysAPerson]);
    assert_eq!(fee(&[("fee_what_1", "Letter of recommendation")]), [Flag::LetterPromised]);
    assert_eq!(fee(&[("refund", "nothing")]), [Flag::FeeWithoutRefund]);
    assert_eq!(fee(&[("refund_rule", "")]), [Flag::FeeWithoutRefund]);
    assert_eq!(fee(&[("fee_amount_1", "749.99")]), []);
    assert_eq!(fee(&[("fee_amount_1", "750")]), [Flag::TooDear]);
}

#[test]
fn contact_pay_and_names_are_looked_at() {
    assert_eq!(names(&[("contact", "hands-on-supervised")], GOOD), [Flag::CareWhileWatching]);
    let externship = [("kind", "externship"), ("contact", "hands-on-supervised")];
    assert_eq!(names(&externship, GOOD), []);
    let visitor = [externship[0], externship[1], ("description", "Come on a B-2 or tourist visa.")];
    assert_eq!(names(&visitor, GOOD), [Flag::VisitorsVisa]);
    assert_eq!(names(&[("pay", "500")], GOOD), [Flag::TooGood]);
    assert_eq!(names(&[("kind", "research-volunteer"), ("contact", "none"), ("pay", "500")], GOOD), [Flag::TooGood]);
    assert_eq!(names(&[("kind", "research-paid"), ("pay", "1200")], GOOD), []);
    assert_eq!(names(&[("kind", "research-paid"), ("pay", "4000")], GOOD), [Flag::TooGood]);
    assert_eq!(names(&[("supervisor", "To be announced")], GOOD), [Flag::NobodyNamed]);
    assert_eq!(names(&[("institution", "Private Clinic")], GOOD), [Flag::NobodyNamed]);
}

#[test]
fn a_mail_host_is_of_the_house_only_at_a_dot() {
    for (mail, web, same) in [
        ("lakeshore.example.org", "www.lakeshore.example.org", true),
        ("cardiology.lakeshore.example.org", "lakeshore.example.org", true),
        ("lakeshore.example.org", "observers.lakeshore.example.org", true),
        ("notlakeshore.example.org", "lakeshore.example.org", false),
        ("lakeshore.example.org.evil.example", "lakeshore.example.org", false),
        ("mail.example", "lakeshore.example.org", false),
        ("org", "lakeshore.example.org", false),
        ("", "lakeshore.example.org", false),
    ] {
        assert_eq!(same_house(mail, web), same, "{mail} {web}");
    }
    assert_eq!(names(&[], Host { mail_host: "gmail.example" }), [Flag::MailElsewhere]);
}

fn because(more: &[(&str, &str)], of: Flag) -> Option<String> {
    flags(&posting(more), GOOD).into_iter().find(|fired| fired.flag == of).map(|fired| fired.because)
}

/// What a moderator has approved hides nothing that fires the same rule later.
#[test]
fn a_rule_names_everything_that_fires_it() {
    let text = |words| because(&[("description", words)], Flag::PaysAPerson);
    assert_eq!(text("A refundable deposit.").as_deref(), Some("\"deposit\""));
    let added = text("A refundable deposit. Send it by Zelle to my personal account.");
    assert_eq!(added.as_deref(), Some("\"zelle\", \"personal account\", \"deposit\""));
    let contact = because(&[("title", "WhatsApp 312-555-0143"), ("question", "Or a@b.example?")], Flag::ContactOutside);
    assert_eq!(contact.as_deref(), Some("\"whatsapp\", 312-555-0143, a@b.example?"));
    let person = |more: &[(&str, &str)]| {
        let mut all = FEE.to_vec();
        all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name) && *name != "fee_payee_1");
        all.extend([("fee_payee_1", "person")]);
        all.extend(more);
        because(&all, Flag::PaysAPerson).unwrap()
    };
    let one = "\"Program fee: Lakeshore Teaching Hospital\" $400 a week";
    assert_eq!(person(&[]), one);
    assert_eq!(person(&[("description", "By Venmo.")]), format!("{one}, \"venmo\""));
    let second = [
        ("fee_what_2", "Badge"),
        ("fee_amount_2", "20"),
        ("fee_per_2", "once"),
        ("fee_payee_2", "person"),
        ("fee_name_2", "Dr. \"X\""),
    ];
    assert_eq!(person(&second), format!("{one}, \"Badge: Dr. 'X'\" $20 once"));
    let unrefunded = |amount| {
        let more = [("refund", "nothing"), ("fee_amount_1", amount)];
        let all: Vec<_> = FEE.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).collect();
        because(&[all, more.to_vec()].concat(), Flag::FeeWithoutRefund).unwrap()
    };
    assert_eq!(unrefunded("50"), "$200 for 4 weeks ($50 a week): nothing comes back");
    assert_ne!(unrefunded("50"), unrefunded("749"));
}

#[test]
fn every_text_of_a_host_is_looked_at() {
    assert_eq!(names(&[("city", "Rivertown, pay me by Zelle")], GOOD), [Flag::PaysAPerson]);
    for name in ["title", "description", "department", "question"] {
        assert_eq!(names(&[(name, "Rivertown, pay me by Zelle")], GOOD), [Flag::PaysAPerson], "{name}");
    }
}

#[test]
fn every_rule_says_why() {
    for flag in Flag::ALL {
        assert!(flag.reason().ends_with('.') && !flag.label().is_empty(), "{flag:?}");
    }
    let fired = flags(&posting(&[("description", "Telegram, Venmo, act now")]), GOOD);
    let because: Vec<&str> = fired.iter().map(|one| one.because.as_str()).collect();
    assert_eq!(because, ["\"venmo\"", "\"telegram\"", "\"act now\""]);
}
