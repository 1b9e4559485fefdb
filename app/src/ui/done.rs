//! What the last form did, in words.

use crate::reply::Done;

/// The first, bold words and the rest.
#[expect(clippy::too_many_lines, reason = "a table with a row for each deed")]
pub(super) const fn words(done: Done) -> (&'static str, &'static str) {
    match done {
        Done::Reported => ("Thank you.", "Your report is with our volunteers. They read each one."),
        Done::Tried => ("It worked.", "The practice form was accepted. Nothing was stored."),
        Done::SignedUp => (
            "Look into your mailbox.",
            "We have sent you a link. Open it to confirm your address, then sign in. It works for 24 hours.",
        ),
        Done::Confirmed => ("Your address is confirmed.", "Thank you. You can sign in now."),
        Done::Resent => ("The link is on its way.", "Only the newest link works, for 24 hours."),
        Done::Forgot => (
            "Look into your mailbox.",
            "If this address has an account, a link to choose a new password is on its way. It works for 30 minutes.",
        ),
        Done::PasswordReset => {
            ("Your new password is set.", "You were signed out everywhere. Sign in with the new password.")
        }
        Done::PasswordChanged => ("Your new password is set.", "All other devices were signed out."),
        Done::AddressAsked => (
            "Look into the new mailbox.",
            "Open the link there within 24 hours. Until then your present address stays.",
        ),
        Done::AddressChanged => ("Your address is changed.", "From now on you sign in with the new one."),
        Done::DeviceEnded => ("Done.", "That device is signed out."),
        Done::DevicesEnded => ("Done.", "All your other devices are signed out."),
        Done::TwoFactorOn => ("Two-step sign-in is on.", "From now on we ask for a code after your password."),
        Done::TwoFactorOff => ("Two-step sign-in is off.", "From now on your password alone signs you in."),
        Done::SignedOut => ("You are signed out.", "See you soon."),
        Done::Leaving => (
            "Your account is on its way out.",
            "Nobody can see you here any more. If you change your mind, sign in within 14 days.",
        ),
        Done::CameBack => ("Welcome back.", "Your account stays, and everything is as you left it."),
        Done::ProfileSaved => ("Saved.", "You can change it whenever you like."),
        Done::PhotoRemoved => ("Your photo is gone.", "Nothing of it is kept."),
        Done::Erased => ("Your account is erased.", "Thank you for having been here."),
        Done::GrantAsked => ("It is written down.", "The list below says whether it holds now or waits."),
        Done::GrantConfirmed => ("Confirmed.", "It holds from now on."),
        Done::GlassBroken => ("Opened.", "It is shown below for ten minutes. The person has been told."),
        Done::PersonErased => ("Erased.", "Nothing of the person is left here. The audit log keeps that it was done."),
        Done::GrantEnded => ("It is written down.", "The list below says whether it has ended or is about to."),
        Done::GrantKept => ("Stopped.", "The person stays what they are."),
        Done::SuppressionLifted => ("Done.", "Mails go to this address again."),
        Done::Decided => ("Decided.", "It is done, and the person is told where it is about them."),
        Done::Answered => ("Done.", "The person is told."),
        Done::Appealed => ("Your appeal is with us.", "You will hear from us here and by mail."),
        Done::Blocked => ("Blocked.", "You do not see each other here any more."),
        Done::MarkedRead => ("Done.", "It is marked as read."),
        Done::MailChosen => ("Saved.", "It holds from now on, also for mails that have not left yet."),
        Done::Unsubscribed => ("Done.", "You will get no more mails like that one."),
        Done::TriedAgain => ("It is tried again.", "Reload this page in a minute to see what came of it."),
        Done::RsvpSaved => ("Thank you, we have noted it.", "A mail with it is on its way, also for your calendar."),
        Done::GuestAsked => (
            "Look into your mailbox.",
            "We have sent you a link. Your place is kept once you press the button behind it, within 24 hours.",
        ),
        Done::GuestForgotten => ("You are forgotten.", "Your places go to whoever is next. You are welcome again."),
        Done::FeedMade => ("Your address is made.", "Put it into your calendar now: it is shown only this once."),
        Done::FeedRevoked => ("The address is taken back.", "It stopped working at once."),
        Done::JoiningSet => ("The way in is saved.", "Those who come see it from the time you said."),
        Done::AskSaved => ("Saved.", "These are the mentors for it, the best fit first."),
        Done::AskEnded => ("Done.", "Your list is closed, and whoever was asked is told."),
        Done::MentorAdded => ("On your list.", "They are asked as soon as it is their turn."),
        Done::ListChanged => ("Done.", "Your list is below."),
        Done::RevealSaved => ("Saved.", "This mentor sees what is ticked below, and nothing else."),
        Done::RequestAnswered => ("Done.", "The other hears of it by mail."),
        Done::RequestWithdrawn => ("Taken back.", "The next on your list is asked."),
        Done::MentorConfirmed => ("You have a mentor.", "Write down together what you work on, and both sign it."),
        Done::MentorBack => ("Welcome back.", "People can be sent to you again."),
        Done::CheckAsked => ("Thank you.", "A moderator looks at it. You hear from us by mail."),
        Done::MentorChecked => ("Decided.", "The person is told."),
        Done::TogetherSaved => ("Saved.", "Both of you see it."),
        Done::AgreementSigned => ("Signed.", "It holds once both of you have signed."),
        Done::EndTakenBack => ("Taken back.", "Your agreement stays as it is."),
        Done::TogetherClosed => ("It is over.", "Thank you, both of you."),
        Done::CohortSaved => ("Saved.", "It is a draft until you open it."),
        Done::CohortOpened => ("It is open.", "People can sign up until the day you said."),
        Done::CohortCanceled => ("Called off.", "Everybody in it is told."),
        Done::CohortRun => ("Run.", "Each run is written down below."),
        Done::CohortPublished => ("The result is out.", "Everybody in the cohort is told."),
        Done::CohortJoined => ("You take part.", "You can change what you said until sign-up is over."),
        Done::CohortLeft => ("You have left.", "Nothing of what you said here is kept."),
        Done::CohortRanked => ("Saved.", "You can change it until the day ends."),
        Done::DraftSaved => ("Saved.", "You can go on whenever you like. Nobody else sees it yet."),
        Done::DraftDiscarded => ("It is gone.", "Nothing of the draft is kept."),
        Done::DraftAdopted => (
            "Your draft is here.",
            "What was begun in this browser without an account is yours now. If it was not you who began it, throw it away.",
        ),
        Done::PostingSent => ("We have it.", "How far it is stands on this page, and you hear of each step."),
        Done::PostingStepped => ("Done.", "How far it is stands on this page."),
        Done::SeatsSet => ("Saved.", "The new number holds from now on."),
        Done::ApplicantMoved => ("Done.", "The person is told, with the date."),
        Done::LineSet => ("Saved.", "Whoever is first gets the next free place."),
        Done::Applied => ("Your application is with the host.", "You hear of each step, here and by mail."),
        Done::ApplicationAnswered => ("Done.", "The host is told."),
        Done::PostingKept => ("Saved.", "You find it under My page, and its last day in your calendar file."),
        Done::PostingUnkept => ("Done.", "It is off your list."),
        Done::Ordered => ("Ordered.", "What it costs, and what of it is still to be paid, stands below."),
        Done::OrderCanceled => {
            ("The order is canceled.", "Nothing is owed for it now. If something was paid, it will be given back.")
        }
        Done::TrainingConfirmed => ("Thank you.", "How your membership stands is below."),
        Done::AssociationLeft => ("You have left.", "Your receipts stay here. You are welcome again."),
        Done::PaymentRecorded | Done::MoneyGivenBack => ("Written down.", "It stands among the payments below."),
        Done::OrderTakenUp => {
            ("Written down.", "The order is taken up again, at the price it had. The person was told.")
        }
        Done::OrderWithoutCode => (
            "Written down.",
            "The order is taken up again without its code, because that does not work for it any more. The person was told.",
        ),
        Done::PaymentHeld => (
            "Written down.",
            "The order cannot be taken up again, so the money is to be given back. The person was told.",
        ),
        Done::PlanSaved => ("Saved.", "People see it at once; orders that were placed keep their price."),
        Done::CodeMade => ("The code is made.", "It works from the time you said."),
        Done::CodeStopped => ("Stopped.", "Orders that hold it keep it."),
        Done::PostingDecided => ("Decided.", "What holds now stands on this page. The host hears when it moves."),
        Done::Unblocked => ("Unblocked.", "You can see each other again."),
        Done::EventSaved => ("Saved.", "Where it is public, pages and calendars show it from now on."),
        Done::EventSplit => {
            ("Saved.", "The dates before are kept under an address of their own; old links to them lead there.")
        }
        Done::EventPublished => ("It is public.", "Pages and calendars show it from now on."),
        Done::EventTakenBack => {
            ("It is a draft again.", "Only organizers see it. A calendar that was quick may show it for a day.")
        }
        Done::EventCanceled => {
            ("Canceled.", "It stays visible as canceled, so that nobody waits in vain. You can undo this here.")
        }
        Done::EventBack => ("It takes place.", "The cancel is undone, and calendars are told."),
    }
}
