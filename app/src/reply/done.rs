//! What a page says after a success, as a word in its address.

/// What a success page says it has done. A fixed list, so that a crafted link can say nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A problem report was received.
    Reported,
    /// The style guide's practice form was accepted.
    Tried,
    /// An account was asked for.
    SignedUp,
    /// The address is confirmed.
    Confirmed,
    /// The link to confirm was mailed again.
    Resent,
    /// A link to choose a new password was mailed, if there is such an account.
    Forgot,
    /// A new password is set by link.
    PasswordReset,
    /// A new password is set.
    PasswordChanged,
    /// A link was mailed to the new address.
    AddressAsked,
    /// The account has a new address.
    AddressChanged,
    /// A session was ended.
    DeviceEnded,
    /// All other sessions were ended.
    DevicesEnded,
    /// The second factor is on.
    TwoFactorOn,
    /// The second factor is off.
    TwoFactorOff,
    /// Signed out.
    SignedOut,
    /// The account will be erased.
    Leaving,
    /// The account stays.
    CameBack,
    /// The account is erased.
    Erased,
    /// A step of the profile is stored.
    ProfileSaved,
    /// The photo is gone.
    PhotoRemoved,
    /// A capability was granted, or asked for.
    GrantAsked,
    /// A capability was confirmed.
    GrantConfirmed,
    /// A capability was taken away.
    GrantEnded,
    /// The end of a capability was stopped.
    GrantKept,
    /// Mails go to an address again.
    SuppressionLifted,
    /// A private field was opened.
    GlassBroken,
    /// A person was erased by the staff.
    PersonErased,
    /// A case was decided.
    Decided,
    /// An appeal was answered, or a decision taken back.
    Answered,
    /// An appeal was received.
    Appealed,
    /// A person is kept away.
    Blocked,
    /// A person is let near again.
    Unblocked,
    /// Notifications are marked as read.
    MarkedRead,
    /// Mails are chosen.
    MailChosen,
    /// Mails are stopped by the link in one.
    Unsubscribed,
    /// A job or a mail is tried again.
    TriedAgain,
    /// An event, or a date of it, is stored.
    EventSaved,
    /// An event goes on in another rhythm.
    EventSplit,
    /// An event is public.
    EventPublished,
    /// An event is a draft again.
    EventTakenBack,
    /// An event, or a date of it, is canceled.
    EventCanceled,
    /// A cancel was undone.
    EventBack,
    /// An answer for a date is kept.
    RsvpSaved,
    /// A guest was asked by mail.
    GuestAsked,
    /// A guest is forgotten.
    GuestForgotten,
    /// A personal calendar has an address.
    FeedMade,
    /// The address of a personal calendar was taken back.
    FeedRevoked,
    /// The way into a date is set.
    JoiningSet,
    /// What one looks for is stored.
    AskSaved,
    /// One stopped looking.
    AskEnded,
    /// A mentor is on the list.
    MentorAdded,
    /// The list was changed.
    ListChanged,
    /// What a mentor sees was changed.
    RevealSaved,
    /// A request or a question was answered.
    RequestAnswered,
    /// A request was taken back.
    RequestWithdrawn,
    /// A mentor was confirmed.
    MentorConfirmed,
    /// A mentor is back from a pause.
    MentorBack,
    /// A mentor asked to be checked.
    CheckAsked,
    /// A mentor was checked.
    MentorChecked,
    /// Something of two at work was stored.
    TogetherSaved,
    /// An agreement was signed.
    AgreementSigned,
    /// A proposed last day was taken back.
    EndTakenBack,
    /// Two have ended.
    TogetherClosed,
    /// The plan of a cohort is stored.
    CohortSaved,
    /// A cohort is open.
    CohortOpened,
    /// A cohort was called off.
    CohortCanceled,
    /// The objectives were run.
    CohortRun,
    /// A result is out.
    CohortPublished,
    /// Somebody takes part in a cohort.
    CohortJoined,
    /// Somebody has left a cohort.
    CohortLeft,
    /// A list is saved.
    CohortRanked,
    /// A step of a posting is kept.
    DraftSaved,
    /// A draft is thrown away.
    DraftDiscarded,
    /// A draft of this browser has become that of whoever signed in.
    DraftAdopted,
    /// A posting was sent in.
    PostingSent,
    /// A posting was paused, opened or the like.
    PostingStepped,
    /// How many people are taken is changed.
    SeatsSet,
    /// An application was moved by its host.
    ApplicantMoved,
    /// The line for the next place is changed.
    LineSet,
    /// An application was sent.
    Applied,
    /// An applicant has answered or withdrawn.
    ApplicationAnswered,
    /// A posting is saved.
    PostingKept,
    /// A posting is not saved any more.
    PostingUnkept,
    /// A moderator has taken a step.
    PostingDecided,
    /// A plan is ordered.
    Ordered,
    /// An order is taken back.
    OrderCanceled,
    /// The yearly word that training goes on is kept.
    TrainingConfirmed,
    /// Somebody has left the association.
    AssociationLeft,
    /// A payment is written down.
    PaymentRecorded,
    /// The same, and its order that had ended waits or is paid again.
    OrderTakenUp,
    /// The same without its code.
    OrderWithoutCode,
    /// A payment is written down that is to be given back.
    PaymentHeld,
    /// Money goes back.
    MoneyGivenBack,
    /// A plan is made or changed.
    PlanSaved,
    /// A code is made.
    CodeMade,
    /// A code is stopped.
    CodeStopped,
}

impl Done {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Reported, "reported"),
        (Self::Tried, "tried"),
        (Self::SignedUp, "signed-up"),
        (Self::Confirmed, "confirmed"),
        (Self::Resent, "resent"),
        (Self::Forgot, "forgot"),
        (Self::PasswordReset, "password-reset"),
        (Self::PasswordChanged, "password-changed"),
        (Self::AddressAsked, "address-asked"),
        (Self::AddressChanged, "address-changed"),
        (Self::DeviceEnded, "device-ended"),
        (Self::DevicesEnded, "devices-ended"),
        (Self::TwoFactorOn, "two-factor-on"),
        (Self::TwoFactorOff, "two-factor-off"),
        (Self::SignedOut, "signed-out"),
        (Self::Leaving, "leaving"),
        (Self::CameBack, "came-back"),
        (Self::Erased, "erased"),
        (Self::ProfileSaved, "profile-saved"),
        (Self::PhotoRemoved, "photo-removed"),
        (Self::GrantAsked, "grant-asked"),
        (Self::GrantConfirmed, "grant-confirmed"),
        (Self::GrantEnded, "grant-ended"),
        (Self::GrantKept, "grant-kept"),
        (Self::SuppressionLifted, "suppression-lifted"),
        (Self::GlassBroken, "glass-broken"),
        (Self::PersonErased, "person-erased"),
        (Self::Decided, "decided"),
        (Self::Answered, "answered"),
        (Self::Appealed, "appealed"),
        (Self::Blocked, "blocked"),
        (Self::Unblocked, "unblocked"),
        (Self::MarkedRead, "marked-read"),
        (Self::MailChosen, "mail-chosen"),
        (Self::Unsubscribed, "unsubscribed"),
        (Self::TriedAgain, "tried-again"),
        (Self::EventSaved, "event-saved"),
        (Self::EventSplit, "event-split"),
        (Self::EventPublished, "event-published"),
        (Self::EventTakenBack, "event-taken-back"),
        (Self::EventCanceled, "event-canceled"),
        (Self::EventBack, "event-back"),
        (Self::RsvpSaved, "rsvp-saved"),
        (Self::GuestAsked, "guest-asked"),
        (Self::GuestForgotten, "guest-forgotten"),
        (Self::FeedMade, "feed-made"),
        (Self::FeedRevoked, "feed-revoked"),
        (Self::JoiningSet, "joining-set"),
        (Self::AskSaved, "ask-saved"),
        (Self::AskEnded, "ask-ended"),
        (Self::MentorAdded, "mentor-added"),
        (Self::ListChanged, "list-changed"),
        (Self::RevealSaved, "reveal-saved"),
        (Self::RequestAnswered, "request-answered"),
        (Self::RequestWithdrawn, "request-withdrawn"),
        (Self::MentorConfirmed, "mentor-confirmed"),
        (Self::MentorBack, "mentor-back"),
        (Self::CheckAsked, "check-asked"),
        (Self::MentorChecked, "mentor-checked"),
        (Self::TogetherSaved, "together-saved"),
        (Self::AgreementSigned, "agreement-signed"),
        (Self::EndTakenBack, "end-taken-back"),
        (Self::TogetherClosed, "together-closed"),
        (Self::CohortSaved, "cohort-saved"),
        (Self::CohortOpened, "cohort-opened"),
        (Self::CohortCanceled, "cohort-canceled"),
        (Self::CohortRun, "cohort-run"),
        (Self::CohortPublished, "cohort-published"),
        (Self::CohortJoined, "cohort-joined"),
        (Self::CohortLeft, "cohort-left"),
        (Self::CohortRanked, "cohort-ranked"),
        (Self::DraftSaved, "draft-saved"),
        (Self::DraftDiscarded, "draft-discarded"),
        (Self::DraftAdopted, "draft-adopted"),
        (Self::PostingSent, "posting-sent"),
        (Self::PostingStepped, "posting-stepped"),
        (Self::SeatsSet, "seats-set"),
        (Self::ApplicantMoved, "applicant-moved"),
        (Self::LineSet, "line-set"),
        (Self::Applied, "applied"),
        (Self::ApplicationAnswered, "application-answered"),
        (Self::PostingKept, "posting-kept"),
        (Self::PostingUnkept, "posting-unkept"),
        (Self::PostingDecided, "posting-decided"),
        (Self::Ordered, "ordered"),
        (Self::OrderCanceled, "order-canceled"),
        (Self::TrainingConfirmed, "training-confirmed"),
        (Self::AssociationLeft, "association-left"),
        (Self::PaymentRecorded, "payment-recorded"),
        (Self::OrderTakenUp, "order-taken-up"),
        (Self::OrderWithoutCode, "order-without-code"),
        (Self::PaymentHeld, "payment-held"),
        (Self::MoneyGivenBack, "money-given-back"),
        (Self::PlanSaved, "plan-saved"),
        (Self::CodeMade, "code-made"),
        (Self::CodeStopped, "code-stopped"),
    ];

    /// The word in the address.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(done, _)| *done == self).map_or("", |(_, word)| word)
    }

    /// The meaning of a word in the address, or `None` for any other text.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(done, _)| *done)
    }
}
