//! Red flags: named rules that hold a posting for a moderator, each with its reason.
//!
//! A rule that fires decides nothing: a moderator reads the posting with the rule and the words that fired it. Rules
//! are those of the field (American Medical Association, guidelines for observerships; notices of ECFMG, 2008). What a
//! moderator has approved is what a rule named, so it names everything that fired it.

mod words;

use std::collections::BTreeSet;

use super::money::{Payee, Refund};
use super::named::named;
use super::posting::Posting;
use words::{LETTER, MATCH, NO_INTERVIEW, NOBODY, OUTSIDE, OWN_LETTER, PAYS_A_PERSON, PRESSURE, VAGUE, VISITOR};

named! {
    /// A rule.
    Flag {
        /// A person gets the money, or in a way that nobody can trace.
        PaysAPerson: "pays-a-person", "Money to a person, or in a way nobody can trace";
        /// A letter for money, or for certain.
        LetterPromised: "letter-promised", "Promises or sells a letter";
        /// A match, an interview or a visa for certain.
        MatchPromised: "match-promised", "Promises a match, an interview or a visa";
        /// Takes anybody.
        NoInterview: "no-interview", "Takes people without looking at them";
        /// Wants to talk elsewhere.
        ContactOutside: "contact-outside", "Asks for contact outside this site";
        /// The host's address is not the institution's.
        MailElsewhere: "mail-elsewhere", "The host's mail address is not the institution's";
        /// A fee, and nothing comes back or nothing is said.
        FeeWithoutRefund: "fee-without-refund", "A fee without a rule about refunds";
        /// Care of patients under the name of watching.
        CareWhileWatching: "care-while-watching", "Care of patients in an observership";
        /// A visitor's visa for work with patients.
        VisitorsVisa: "visitors-visa", "Care of patients on a visitor's visa";
        /// Pay where there is none, or more than anybody pays.
        TooGood: "too-good", "Too good to be true";
        /// Far beyond what a stay costs a host.
        TooDear: "too-dear", "Costs far more than a stay costs a host";
        /// Somebody stands between.
        CompanyBetween: "company-between", "A company is paid that is not the institution";
        /// Nobody answers for it by name.
        NobodyNamed: "nobody-named", "No physician or institution by name";
        /// The learner writes what others sign.
        OwnLetter: "own-letter", "Asks the learner to write the letter";
        /// Pressure.
        Pressure: "pressure", "Presses people to pay at once";
    }
}

impl Flag {
    /// Why that is a reason to look, in one sentence for moderator and host.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::PaysAPerson => "Fees go to an institution with a bill; people who paid a person rarely got anything.",
            Self::LetterPromised => "A letter is earned by work together and is never promised or sold.",
            Self::MatchPromised => "Nobody can promise a match, an interview or a visa.",
            Self::NoInterview => "A host who takes responsibility wants to know who comes.",
            Self::ContactOutside => "Talk that leaves this site leaves no trace that could protect anybody.",
            Self::MailElsewhere => "An address of the institution shows that it knows of the offer.",
            Self::FeeWithoutRefund => "Whoever pays must know what comes back when a visa fails.",
            Self::CareWhileWatching => {
                "An observer watches; care without a license, permit or insurance can be a crime."
            }
            Self::VisitorsVisa => "A visitor's visa does not allow work with patients.",
            Self::TooGood => "Observers are not paid, and no research place pays so much.",
            Self::TooDear => "Actual costs may be charged; this is far beyond what hosts have said they are.",
            Self::CompanyBetween => {
                "Whether the institution knows of a company in between is for a person to find out."
            }
            Self::NobodyNamed => "A real offer has a physician and a place that can be looked up.",
            Self::OwnLetter => "A letter is written by whoever signs it.",
            Self::Pressure => "A fair host lets people think.",
        }
    }
}

/// Dollars a week, in cents, from which a fee is looked at.
pub const DEAR_A_WEEK: u64 = 75_000;
/// Pay a week, in cents, from which an offer is looked at.
pub const RICH_A_WEEK: u32 = 400_000;

/// What is known of the host beside the posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Host<'h> {
    /// The part of their address after the at sign, in lower case and ASCII.
    pub mail_host: &'h str,
}

/// A rule that has fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// Which.
    pub flag: Flag,
    /// All words, lines or figures that fired it.
    pub because: String,
}

/// Every rule that fires, in the order of [`Flag::ALL`], each once.
pub fn flags(posting: &Posting, host: Host<'_>) -> Vec<Fired> {
    let texts: Vec<String> = posting.texts().map(plain).collect();
    let said = |words: &[&str]| -> Vec<String> {
        let there = words.iter().filter(|word| texts.iter().any(|text| stands(text, word)));
        there.map(|word| format!("\"{word}\"")).collect()
    };
    let fired = |flag: Flag| -> Vec<String> {
        match flag {
            Flag::PaysAPerson => [paid(posting, Payee::Person), said(PAYS_A_PERSON)].concat(),
            Flag::LetterPromised => [letters_sold(posting), said(LETTER)].concat(),
            Flag::MatchPromised => said(MATCH),
            Flag::NoInterview => said(NO_INTERVIEW),
            Flag::ContactOutside => [said(OUTSIDE), ways_out(posting)].concat(),
            Flag::MailElsewhere => {
                let page = posting.official_page.host();
                one((!same_house(host.mail_host, page)).then(|| format!("{} and {page}", host.mail_host)))
            }
            Flag::FeeWithoutRefund => one(unrefunded(posting)),
            Flag::CareWhileWatching => one((posting.kind.is_watching() && posting.contact.is_care())
                .then(|| format!("{}: {}", posting.kind.label(), posting.contact.label()))),
            Flag::VisitorsVisa => {
                if posting.contact.is_care() {
                    said(VISITOR)
                } else {
                    Vec::new()
                }
            }
            Flag::TooGood => one(too_good(posting)),
            Flag::TooDear => {
                let week = posting.fee_per_week();
                one((week >= DEAR_A_WEEK).then(|| format!("{} a week", super::money::dollars(week))))
            }
            Flag::CompanyBetween => paid(posting, Payee::Company),
            Flag::NobodyNamed => one(nobody(posting)),
            Flag::OwnLetter => said(OWN_LETTER),
            Flag::Pressure => said(PRESSURE),
        }
    };
    let fired = Flag::ALL.iter().map(|flag| (*flag, fired(*flag)));
    fired.filter(|(_, hits)| !hits.is_empty()).map(|(flag, hits)| Fired { flag, because: hits.join(", ") }).collect()
}

fn one(hit: Option<String>) -> Vec<String> {
    hit.into_iter().collect()
}

/// In quotes that are ours alone, so that no name of a host's reads like two.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

fn paid(posting: &Posting, who: Payee) -> Vec<String> {
    let lines = posting.fee.lines.iter().filter(|line| line.payee == who);
    let named =
        lines.map(|line| (quoted(&format!("{}: {}", line.what, line.payee_name)), line.cents, line.per.label()));
    named.map(|(name, cents, per)| format!("{name} {cents} {per}")).collect()
}

fn letters_sold(posting: &Posting) -> Vec<String> {
    let sold = |what: &str| ["letter", "recommendation", "lor"].iter().any(|word| stands(what, word));
    let lines = posting.fee.lines.iter().filter(|line| sold(&plain(&line.what)));
    lines.map(|line| quoted(&line.what)).collect()
}

fn unrefunded(posting: &Posting) -> Option<String> {
    let nothing = matches!(posting.fee.refund, None | Some(Refund::Nothing));
    let fires = !posting.fee.is_free() && (nothing || posting.fee.refund_rule.is_empty());
    let back = if nothing { "nothing comes back" } else { "no rule says what comes back" };
    fires.then(|| format!("{}: {back}", posting.fee.headline(posting.weeks.least)))
}

fn too_good(posting: &Posting) -> Option<String> {
    let pay = posting.pay_per_week.filter(|pay| pay.get() > 0)?;
    (!posting.kind.may_pay() || pay.get() >= RICH_A_WEEK).then(|| format!("{pay} a week for: {}", posting.kind.label()))
}

fn nobody(posting: &Posting) -> Option<String> {
    let supervisor = plain(&posting.supervisor);
    let unnamed = NOBODY.iter().any(|word| stands(&supervisor, word)) || supervisor.split_whitespace().count() < 2;
    let vague = VAGUE.contains(&plain(&posting.institution).trim());
    (unnamed || vague).then(|| format!("{}, {}", posting.supervisor, posting.institution))
}

/// Lower case, one kind of apostrophe, single spaces, so that the lists are short.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'").replace(['\u{2010}', '\u{2011}'], "-");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word stands in a text as a whole word.
fn stands(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// E-mail addresses and telephone numbers, each once.
fn ways_out(posting: &Posting) -> Vec<String> {
    let all: BTreeSet<&str> = posting.texts().flat_map(|text| mails(text).chain(telephones(text))).collect();
    all.into_iter().map(ToOwned::to_owned).collect()
}

fn mails(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || "<>(),;".contains(c));
    words.filter(|word| word.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.')))
}

/// Ten digits or more with nothing but signs of a telephone number between them.
fn telephones(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || "+-.() ".contains(c))).map(str::trim);
    runs.filter(|run| (10..=15).contains(&run.bytes().filter(u8::is_ascii_digit).count()))
}

/// Whether a mail host and a web host are of one house: the same, or one below the other, cut at a dot.
fn same_house(mail: &str, web: &str) -> bool {
    let web = web.strip_prefix("www.").unwrap_or(web);
    let below = |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
    let named = |host: &str| host.split('.').filter(|label| !label.is_empty()).count() >= 2;
    named(mail) && named(web) && (mail == web || below(mail, web) || below(web, mail))
}

#[cfg(test)]
#[path = "flags_tests.rs"]
mod tests;
