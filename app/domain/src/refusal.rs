//! A rule's no.
//!
//! A refusal is an ordinary answer: the input was well formed, but a rule of the association or of the product
//! forbids the step. It travels to the page as a value and is shown in the words below. A field that is filled in
//! wrongly is a [`crate::form::FieldError`] instead; a surprise of the machinery is an error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Every no a rule can say. `Display` gives the words for the person who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// Sample content is only for a public address that is a loopback address.
    SampleNeedsLoopback,
    /// This address has sent as many problem reports as it may in an hour.
    TooManyReports,
    /// The form was sent before, with other content under the same key.
    FormAlreadySent,
    /// The uploaded file a form refers to has been cleared away.
    UploadGone,
    /// A mailed link was used before, is too old, or was replaced by a newer one.
    LinkSpent,
    /// The account has been erased.
    AccountGone,
    /// The account is not in good standing.
    AccountNotActive,
    /// Too many tries to sign in.
    TooManyTries,
    /// The first part of signing in was too long ago.
    SignInAgain,
    /// The second factor cannot be switched off while there is work that asks for it.
    StaffNeedsSecondFactor,
    /// A grant wants somebody else than the one who asked and the one it is for.
    GrantNeedsAnother,
    /// The grant has been settled in the meantime.
    GrantSettled,
    /// Whoever asked for the grant, or for its end, is no admin any more.
    AskerGone,
    /// The person has this capability, or it is on its way.
    GrantThere,
    /// Without an admin nobody could ever grant anything again.
    LastAdmin,
    /// Nobody handles a report about themselves.
    OwnCase,
    /// Another moderator has decided the case in the meantime.
    CaseSettled,
    /// The decision does not fit what the case is about.
    DecisionDoesNotFit,
    /// An appeal is answered by another moderator than the one who decided.
    AppealNeedsAnother,
    /// This decision was appealed before, or there is nothing to appeal.
    AppealTaken,
    /// People who work for the association lose their capabilities first.
    StaffFirst,
    /// Nobody blocks themselves.
    BlockSelf,
    /// The event, or one of its dates, has been changed in the meantime.
    EventChanged,
    /// An event that others have seen does not become a draft again.
    EventSeen,
    /// A date that has begun stays as it was.
    DateBegun,
    /// The date went while a form about it was open.
    DateGone,
    /// The date is over, so nobody can say any more whether they come.
    DateOver,
    /// The date does not take place.
    DateCanceled,
    /// Mail to a guest comes back, so nothing could be told them of their place.
    GuestCannotBeTold,
    /// Five mentors are on the list.
    ListFull,
    /// A mentor is not asked over and over by the same person.
    AskedLately,
    /// There is nothing to ask a mentor for yet.
    AskFirst,
    /// Nobody is their own mentor.
    OwnRequest,
    /// The request was answered, taken back or ran out.
    RequestSettled,
    /// A mentor without a free seat accepts nobody.
    NoSeat,
    /// The two do not work together any more.
    EngagementOver,
    /// A signed agreement stays.
    AgreementSigned,
    /// The set-up of a mentor is not complete.
    SetUpFirst,
    /// A list that has led to a mentor is closed.
    MatchedAlready,
    /// The cohort has moved on: what is asked for is not done at this point.
    CohortClosed,
    /// Only members take part in this cohort.
    CohortMembersOnly,
    /// The person takes part already, on one of the two sides.
    CohortSignedUp,
    /// Only checked mentors take part as mentors.
    CohortMentorsChecked,
    /// There is no room for more people in the cohort.
    CohortFull,
    /// Whoever takes part does not run the cohort.
    CohortOwn,
    /// Another result than the promised one is not published.
    CohortPromise,
    /// The lists have changed since the objectives were looked at.
    CohortInputChanged,
    /// There is nobody to match.
    CohortNobody,
    /// The last day to sign up does not lie ahead, so nobody could.
    CohortDaysGone,
}

impl Refusal {
    /// The sentence the person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SampleNeedsLoopback => "Sample content can only be loaded while the site runs on your own computer.",
            Self::TooManyReports => "You have sent several reports in the last hour. Please try again later.",
            Self::FormAlreadySent => "This form has already been sent. Please reload the page before you send another.",
            Self::UploadGone => "The file is no longer here. Please choose it again.",
            Self::LinkSpent => "This link has been used or is too old. Ask for a new one; only the newest works.",
            Self::AccountGone => "This account has been erased.",
            Self::AccountNotActive => "This account is not in good standing at the moment.",
            Self::TooManyTries => "That was a lot of tries. Wait 15 minutes, or choose a new password by mail.",
            Self::SignInAgain => "That took a while. Please begin signing in once more.",
            Self::StaffNeedsSecondFactor => {
                "People who work for the association keep two-step sign-in. Give back that work first."
            }
            Self::GrantNeedsAnother => "Another admin must confirm this: neither who asked nor who it is for.",
            Self::GrantSettled => "Somebody else has settled this in the meantime. Look at the page again.",
            Self::AskerGone => "Whoever asked for this is no longer an admin. Stop it, and ask for it anew.",
            Self::GrantThere => "The person has this already, or it is waiting. Look at the list below.",
            Self::LastAdmin => "This is the only admin. Make another person an admin first.",
            Self::OwnCase => "This report is about you. Another moderator will look at it.",
            Self::CaseSettled => "Another moderator has decided this in the meantime. Look at the page again.",
            Self::DecisionDoesNotFit => "This decision does not fit what was reported. Choose another.",
            Self::AppealNeedsAnother => "You made this decision, so another moderator answers the appeal.",
            Self::AppealTaken => "You have appealed this decision before, or it has been taken back.",
            Self::StaffFirst => {
                "This person works for the association. An admin must take their capabilities away before the account can be stopped."
            }
            Self::BlockSelf => "You cannot block yourself.",
            Self::EventChanged => "Somebody else has changed this in the meantime. Look at the page again.",
            Self::EventSeen => "This event has been public for too long to become a draft again. Cancel it instead.",
            Self::DateBegun => "This date has begun. What has taken place stays as it was.",
            Self::DateGone => {
                "Somebody else has changed when this event takes place, and this date is no more. Nothing was stored; choose which date this is for."
            }
            Self::DateOver => "This date is over. Have a look at the next ones.",
            Self::DateCanceled => "This date was canceled, so no places are given.",
            Self::GuestCannotBeTold => {
                "Mail to your address comes back, so we cannot keep a place for you. Answer again with another address."
            }
            Self::ListFull => "Your list has five mentors. Take one off before you add another.",
            Self::AskedLately => "You have asked this mentor not long ago. Ask somebody else first.",
            Self::AskFirst => "Tell first what you look for. It takes a few minutes.",
            Self::OwnRequest => "You cannot ask yourself.",
            Self::RequestSettled => "This request has moved on in the meantime. Look at the page again.",
            Self::NoSeat => "You have no free seat. Make room first, or say no kindly.",
            Self::EngagementOver => "This is over, so nothing more can be written into it.",
            Self::AgreementSigned => "Both of you have signed, so the agreement stays as it is.",
            Self::SetUpFirst => "Answer the first steps before you ask to be checked.",
            Self::MatchedAlready => "You have found a mentor with this list. Begin a new one when you need another.",
            Self::CohortClosed => "This cohort has moved on in the meantime. Look at its page again.",
            Self::CohortMembersOnly => "This cohort is for members of the association.",
            Self::CohortSignedUp => {
                "You take part in this cohort already. Leave it before you sign up on the other side."
            }
            Self::CohortMentorsChecked => {
                "Mentors of a cohort are checked once. Set up your page as a mentor first, and have it checked."
            }
            Self::CohortFull => "This cohort is full.",
            Self::CohortOwn => "You take part in this cohort, so somebody else runs it and publishes the result.",
            Self::CohortPromise => {
                "People were promised another result before they ranked. Publish that one, or call the cohort off."
            }
            Self::CohortInputChanged => "Somebody has left since you looked. Run all three again, then publish.",
            Self::CohortNobody => "There must be somebody on both sides before anything can be run.",
            Self::CohortDaysGone => {
                "The last day to sign up must lie ahead. Choose later days in the plan and save it, then open the cohort."
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.words())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn a_refusal_speaks_in_whole_sentences() {
        for refusal in [
            Refusal::SampleNeedsLoopback,
            Refusal::TooManyReports,
            Refusal::FormAlreadySent,
            Refusal::UploadGone,
            Refusal::LinkSpent,
            Refusal::AccountGone,
            Refusal::AccountNotActive,
            Refusal::TooManyTries,
            Refusal::SignInAgain,
            Refusal::StaffNeedsSecondFactor,
            Refusal::GrantNeedsAnother,
            Refusal::GrantSettled,
            Refusal::AskerGone,
            Refusal::GrantThere,
            Refusal::LastAdmin,
            Refusal::OwnCase,
            Refusal::CaseSettled,
            Refusal::DecisionDoesNotFit,
            Refusal::AppealNeedsAnother,
            Refusal::AppealTaken,
            Refusal::StaffFirst,
            Refusal::BlockSelf,
            Refusal::EventChanged,
            Refusal::EventSeen,
            Refusal::DateBegun,
            Refusal::DateGone,
            Refusal::DateOver,
            Refusal::DateCanceled,
            Refusal::ListFull,
            Refusal::AskedLately,
            Refusal::AskFirst,
            Refusal::OwnRequest,
            Refusal::RequestSettled,
            Refusal::NoSeat,
            Refusal::EngagementOver,
            Refusal::AgreementSigned,
            Refusal::SetUpFirst,
            Refusal::MatchedAlready,
            Refusal::CohortClosed,
            Refusal::CohortMembersOnly,
            Refusal::CohortSignedUp,
            Refusal::CohortMentorsChecked,
            Refusal::CohortFull,
            Refusal::CohortOwn,
            Refusal::CohortPromise,
            Refusal::CohortInputChanged,
            Refusal::CohortNobody,
            Refusal::CohortDaysGone,
        ] {
            let words = refusal.to_string();
            assert!(words.ends_with('.'), "{words}");
            assert!(!words.contains('!') && !words.to_lowercase().contains("invalid"));
        }
    }
}
