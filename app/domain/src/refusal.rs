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
    /// The proposed last day was changed, taken back or signed by now, or has passed.
    ProposalMoved,
    /// Words at the end of working together are said once.
    WordsSaid,
    /// The two do not work together any more.
    EngagementOver,
    /// A signed agreement stays.
    AgreementSigned,
    /// Another text was written in the meantime.
    AgreementChanged,
    /// The last day of a text that is not signed has passed.
    AgreementLate,
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
    /// The posting is no longer where this step begins.
    PostingMoved,
    /// As many postings of this host wait for a check as may.
    TooManyPostings,
    /// As many drafts of postings of this person are kept as may be.
    TooManyDrafts,
    /// Nobody may apply to this posting now.
    PostingClosed,
    /// Nobody checks what they offer themselves, or applies to it.
    OwnPosting,
    /// A host is checked by two moderators.
    SecondCheckNeeded,
    /// There is an application of this person already.
    ApplicationThere,
    /// The application is no longer where this move begins.
    ApplicationMoved,
    /// The offer was not answered in time.
    OfferLapsed,
    /// Every place is taken or held.
    NoPlaceLeft,
    /// Nobody waits in line for a place that is free.
    PlaceIsFree,
    /// More places are promised than would be left.
    SeatsPromised,
    /// The moderation room has hidden the posting.
    PostingHidden,
    /// A moderator looks at the posting again, so nobody takes a place meanwhile.
    PostingHeld,
    /// Whose posting it is cannot act at the moment.
    HostAway,
    /// Only members come to this event.
    EventForMembers,
    /// An order waits for its payment; a second one would be paid twice.
    OrderOpen,
    /// The order was paid, canceled or dropped in the meantime.
    OrderSettled,
    /// The person of an order that ended has ordered again meanwhile; a payment is for that order.
    OtherOrderWaits,
    /// The plan takes no orders, or is for people at another stage.
    PlanNotForYou,
    /// The membership has no end.
    NothingToRenew,
    /// The flat rate of a member in training goes on by a word, and is not paid for again.
    TrainingGoesOn,
    /// There is no membership that this could be done to.
    NoMembership,
    /// The days of a later order were counted from the end of this one.
    LaterOrderFirst,
    /// Another code of the same letters is in use.
    CodeThere,
    /// The codes of the batch were handed out before.
    BatchTaken,
    /// There is a plan of this name.
    PlanThere,
}

impl Refusal {
    /// The sentence the person reads.
    #[expect(clippy::too_many_lines, reason = "one table of everything that is refused")]
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
            Self::ProposalMoved => {
                "This proposed last day does not stand any more: it was changed, taken back or signed, or has passed. Look at the agreement again."
            }
            Self::WordsSaid => "You have said your words at the end already. They stay as they are.",
            Self::EngagementOver => "This is over, so nothing more can be written into it.",
            Self::AgreementSigned => "Both of you have signed, so the agreement stays as it is.",
            Self::AgreementChanged => "The agreement has another text in the meantime. Read it on its page first.",
            Self::AgreementLate => "Its last day has passed. Write another one, and both sign that.",
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
            Self::PostingMoved => "This posting has moved on in the meantime. Look at the page again.",
            Self::TooManyPostings => {
                "Five of your postings wait for a check already. Send this one in when we have looked at one of them."
            }
            Self::TooManyDrafts => {
                "You have twenty drafts already. Send one of them in or throw one away, then begin another."
            }
            Self::PostingClosed => "Nobody can apply to this posting at the moment.",
            Self::OwnPosting => "This posting is yours, so somebody else must do that.",
            Self::SecondCheckNeeded => "You have checked this host already. Another moderator must look as well.",
            Self::ApplicationThere => "You have applied here before. Your applications say how far it is.",
            Self::ApplicationMoved => "This application has moved on in the meantime. Look at the page again.",
            Self::OfferLapsed => "The time for this offer is over, and the place is no longer held for you.",
            Self::NoPlaceLeft => "Every place is taken or held by an offer at the moment.",
            Self::PlaceIsFree => "A place is free, so nobody waits in line for one. Offer it instead.",
            Self::SeatsPromised => "More places are promised than would be left. Choose a larger number.",
            Self::PostingHidden => "A case about this posting has hidden it. Take that decision back first.",
            Self::PostingHeld => {
                "This posting is being looked at again. Your offer is kept; we write to you when it is decided."
            }
            Self::HostAway => {
                "This host cannot use their account at the moment, so nothing of theirs is published, and no place of theirs can be accepted."
            }
            Self::EventForMembers => "This event is for members. Join or renew first; it takes a few minutes.",
            Self::OrderOpen => "You have an order that waits for its payment. Pay it or cancel it first.",
            Self::OrderSettled => {
                "This order has been paid, canceled or dropped in the meantime. Look at the page again."
            }
            Self::OtherOrderWaits => {
                "This person has ordered again, and that order waits for its payment. Write the payment down there."
            }
            Self::PlanNotForYou => "This plan takes no orders from you at the moment. Choose another.",
            Self::NothingToRenew => "Your membership has no end, so there is nothing to renew.",
            Self::TrainingGoesOn => "You have this plan. Say on My membership that training goes on; it costs nothing.",
            Self::LaterOrderFirst => "A later order goes on from the end of this one. Give that one back first.",
            Self::NoMembership => "There is no membership to do this with. Look at the page again.",
            Self::CodeThere => "Another code with these letters is in use. Stop it first, or choose other letters.",
            Self::BatchTaken => {
                "The codes of this batch have been handed out. Stop it and make another if they got lost."
            }
            Self::PlanThere => "There is a plan with this short name. Choose another.",
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
            Refusal::ProposalMoved,
            Refusal::WordsSaid,
            Refusal::EngagementOver,
            Refusal::AgreementSigned,
            Refusal::AgreementChanged,
            Refusal::AgreementLate,
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
            Refusal::PostingMoved,
            Refusal::TooManyPostings,
            Refusal::TooManyDrafts,
            Refusal::PostingClosed,
            Refusal::OwnPosting,
            Refusal::SecondCheckNeeded,
            Refusal::ApplicationThere,
            Refusal::ApplicationMoved,
            Refusal::OfferLapsed,
            Refusal::NoPlaceLeft,
            Refusal::PlaceIsFree,
            Refusal::SeatsPromised,
            Refusal::PostingHidden,
            Refusal::PostingHeld,
            Refusal::HostAway,
            Refusal::EventForMembers,
            Refusal::OrderOpen,
            Refusal::OrderSettled,
            Refusal::OtherOrderWaits,
            Refusal::PlanNotForYou,
            Refusal::NothingToRenew,
            Refusal::TrainingGoesOn,
            Refusal::NoMembership,
            Refusal::LaterOrderFirst,
            Refusal::CodeThere,
            Refusal::BatchTaken,
            Refusal::PlanThere,
        ] {
            let words = refusal.to_string();
            assert!(words.ends_with('.'), "{words}");
            assert!(!words.contains('!') && !words.to_lowercase().contains("invalid"));
        }
    }
}
