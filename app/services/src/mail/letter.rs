//! Every letter the house writes, with what it needs to know. The words are in [`super::words`].
//!
//! Nothing a stranger has typed stands in a letter to an address that is not confirmed. Values never hold what a
//! profile keeps private.

use chrono::{DateTime, Utc};
use domain::local_path::LocalPath;
use domain::notifications::Topic;

/// A letter. Paths become full addresses under the public URL, instants are written with the reader's zone.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    /// To a new account: confirm that this address is yours.
    ConfirmAddress {
        /// The page that confirms.
        link: LocalPath,
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// Somebody has tried to sign up with an address that has an account.
    AlreadyHaveAccount {
        /// Where to sign in.
        sign_in: LocalPath,
        /// Where to ask for a new password.
        forgotten: LocalPath,
    },
    /// Choose a new password.
    ResetPassword {
        /// The page that sets it.
        link: LocalPath,
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// The password has been changed.
    PasswordChanged {
        /// When.
        at: DateTime<Utc>,
        /// Where to ask for a new password, if it was somebody else.
        forgotten: LocalPath,
    },
    /// To a new address of an account: confirm that it is yours.
    ChangeAddressConfirm {
        /// The page that confirms.
        link: LocalPath,
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// To the old address: somebody has asked for another one.
    AddressChangeTold {
        /// When.
        at: DateTime<Utc>,
        /// Where to ask for a new password, if it was somebody else.
        forgotten: LocalPath,
    },
    /// To the old address: the account has another address now.
    AddressChanged {
        /// When.
        at: DateTime<Utc>,
    },
    /// A browser that was never seen before has signed in.
    NewDevice {
        /// Browser and system in words.
        device: String,
        /// When.
        at: DateTime<Utc>,
        /// The list of devices.
        devices: LocalPath,
    },
    /// Two-factor sign-in is on.
    TwoFactorOn {
        /// When.
        at: DateTime<Utc>,
        /// Where to turn it off and to make recovery codes.
        settings: LocalPath,
    },
    /// Two-factor sign-in is off.
    TwoFactorOff {
        /// When.
        at: DateTime<Utc>,
        /// Where to turn it on.
        settings: LocalPath,
    },
    /// The account will be erased.
    AccountLeaving {
        /// When.
        erase_at: DateTime<Utc>,
        /// Where to come back until then.
        sign_in: LocalPath,
    },
    /// The account is erased.
    AccountErased {
        /// When.
        at: DateTime<Utc>,
    },
    /// To all staff: somebody is trusted with more.
    CapabilityGranted {
        /// What they are trusted with, as people call it.
        capability: String,
        /// Who granted it, as staff call them.
        by: String,
        /// From when it holds.
        from: DateTime<Utc>,
        /// Where it can be taken back, or the desk of whoever cannot.
        desk: LocalPath,
    },
    /// To all staff: somebody is trusted with less, or may soon be.
    CapabilityEnded {
        /// What they were trusted with, as people call it.
        capability: String,
        /// Who did it, as staff call them.
        by: String,
        /// Whose it was, as staff call them.
        whom: String,
        /// How far it is.
        when: WhenEnded,
        /// Where it can be changed, or the desk of whoever cannot.
        desk: LocalPath,
    },
    /// Somebody of the staff has looked at a private field of the person.
    BreakGlassTold {
        /// When.
        at: DateTime<Utc>,
        /// Where the person reads who, what and why.
        log: LocalPath,
    },
    /// About a date somebody has answered for.
    Rsvp(RsvpTold),
    /// One notification.
    Notice(Told),
    /// Several notifications.
    Digest {
        /// What happened, the oldest first.
        told: Vec<Told>,
        /// How many more there are on the site.
        more: u64,
        /// The list on the site.
        list: LocalPath,
        /// No title in the subject.
        discreet: bool,
    },
}

/// What happened to somebody's place at a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsvpNews {
    /// A guest is asked whether it was them.
    GuestAsked {
        /// Until when the link works.
        until: DateTime<Utc>,
    },
    /// They have a place.
    Going,
    /// They have places at the dates of a series.
    GoingToSeries {
        /// Dates with a place.
        going: usize,
        /// Dates at which they stand in line.
        waiting: usize,
    },
    /// They stand in line.
    Waiting,
    /// They had stood in line and have a place now.
    Promoted,
    /// They had stood in line, and only members come now.
    OffWaitlist,
    /// They do not come, as they said.
    NotGoing,
    /// They come to none of the dates of a series.
    LeftSeries,
    /// A moderator has stopped their account, and their place went to others.
    Stopped,
    /// Time, place or words are others now.
    Changed,
    /// It does not take place.
    Canceled,
    /// It takes place after all.
    Back,
    /// It stays as it is, and calendars know it by another name now.
    Stays,
    /// It is tomorrow.
    Reminder,
}

/// One of several dates in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsvpDate {
    /// What happened.
    pub news: RsvpNews,
    /// When it begins, or would have.
    pub start: DateTime<Utc>,
    /// Its title, where that is not the letter's.
    pub title: Option<String>,
    /// Its place in words, where that is not the letter's.
    pub place: Option<String>,
}

/// What a letter says of a date, or of several.
#[derive(Clone, PartialEq, Eq)]
pub struct RsvpTold {
    /// What happened.
    pub news: RsvpNews,
    /// The date's title.
    pub title: String,
    /// When it begins; `None` where the letter is about a whole series or about several dates.
    pub start: Option<DateTime<Utc>>,
    /// The dates, soonest first, where the letter is about several; `news` is then the one to put above them.
    pub dates: Vec<RsvpDate>,
    /// The zone it is announced in.
    pub zone: chrono_tz::Tz,
    /// Where, in words; empty also where the dates of the letter are at several places.
    pub place: String,
    /// The page on which the answer is changed; a guest's holds the token.
    pub page: LocalPath,
    /// Whether those who come find the way in there.
    pub has_way_in: bool,
    /// It goes to somebody without an account.
    pub guest: bool,
    /// No title in the subject.
    pub discreet: bool,
}

impl RsvpTold {
    /// Can somebody cause it who is not signed in, to an address that nobody has confirmed?
    pub const fn asks_stranger(&self) -> bool {
        matches!(self.news, RsvpNews::GuestAsked { .. })
    }

    /// Does it list dates of which each has its own news? Of a whole series it may list those that are elsewhere.
    pub(super) const fn is_about_several(&self) -> bool {
        !self.dates.is_empty() && !matches!(self.news, RsvpNews::GoingToSeries { .. })
    }
}

/// How far the end of a capability is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenEnded {
    /// It was stopped before it took effect.
    NeverHeld,
    /// It ends once another admin confirms it.
    OnceConfirmed,
    /// It ends then, unless an admin stops it.
    UnlessStopped(DateTime<Utc>),
    /// The end was stopped.
    Kept,
    /// It has ended.
    At(DateTime<Utc>),
}

/// One notification in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub topic: Topic,
    /// One line.
    pub title: String,
    /// A sentence or two, or empty.
    pub text: String,
    /// Where to read more.
    pub path: LocalPath,
    /// No title in the subject.
    pub discreet: bool,
}

/// Letters hold links that are as good as a password.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({})", self.kind())
    }
}

impl Letter {
    /// The word of [`Letter::Digest`].
    pub(crate) const DIGEST: &'static str = "digest";
    /// The word of [`Letter::Notice`].
    pub(crate) const NOTICE: &'static str = "notice";
    /// What the words of [`Letter::Rsvp`] begin with.
    pub(super) const RSVP: &'static str = "rsvp-";

    /// The word that the outbox carries.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmAddress { .. } => "confirm-address",
            Self::AlreadyHaveAccount { .. } => "already-have-an-account",
            Self::ResetPassword { .. } => "reset-password",
            Self::PasswordChanged { .. } => "password-changed",
            Self::ChangeAddressConfirm { .. } => "change-address-confirm",
            Self::AddressChangeTold { .. } => "address-change-told",
            Self::AddressChanged { .. } => "address-changed",
            Self::NewDevice { .. } => "new-device-signed-in",
            Self::TwoFactorOn { .. } => "two-factor-on",
            Self::TwoFactorOff { .. } => "two-factor-off",
            Self::AccountLeaving { .. } => "account-leaving",
            Self::AccountErased { .. } => "account-erased",
            Self::CapabilityGranted { .. } => "capability-granted",
            Self::CapabilityEnded { .. } => "capability-ended",
            Self::BreakGlassTold { .. } => "break-glass-told",
            Self::Rsvp(told) if told.is_about_several() => "rsvp-several",
            Self::Rsvp(told) => match told.news {
                RsvpNews::GuestAsked { .. } => "rsvp-guest-asked",
                RsvpNews::Going => "rsvp-going",
                RsvpNews::GoingToSeries { .. } => "rsvp-going-to-series",
                RsvpNews::Waiting => "rsvp-waiting",
                RsvpNews::Promoted => "rsvp-promoted",
                RsvpNews::OffWaitlist => "rsvp-off-waitlist",
                RsvpNews::NotGoing => "rsvp-not-going",
                RsvpNews::LeftSeries => "rsvp-left-series",
                RsvpNews::Stopped => "rsvp-stopped",
                RsvpNews::Changed => "rsvp-changed",
                RsvpNews::Canceled => "rsvp-canceled",
                RsvpNews::Back => "rsvp-back",
                RsvpNews::Stays => "rsvp-stays",
                RsvpNews::Reminder => "rsvp-reminder",
            },
            Self::Notice(_) => Self::NOTICE,
            Self::Digest { .. } => Self::DIGEST,
        }
    }

    /// What it is about. A digest counts as news: that is what its link stops.
    pub const fn topic(&self) -> Topic {
        match self {
            Self::BreakGlassTold { .. } => Topic::Safety,
            Self::Notice(told) => told.topic,
            Self::Digest { .. } => Topic::News,
            _ => Topic::Account,
        }
    }

    /// Can somebody cause it who is not signed in, or send it to an address that is not theirs? Then few go out in an
    /// hour.
    pub const fn is_by_strangers(&self) -> bool {
        if let Self::Rsvp(told) = self {
            return told.asks_stranger();
        }
        matches!(
            self,
            Self::ConfirmAddress { .. }
                | Self::AlreadyHaveAccount { .. }
                | Self::ResetPassword { .. }
                | Self::ChangeAddressConfirm { .. }
        )
    }

    /// From when on it is of no use to anybody.
    pub(super) const fn useless_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::ConfirmAddress { until, .. }
            | Self::ResetPassword { until, .. }
            | Self::ChangeAddressConfirm { until, .. }
            | Self::Rsvp(RsvpTold { news: RsvpNews::GuestAsked { until }, .. }) => Some(*until),
            Self::Rsvp(RsvpTold { news: RsvpNews::Reminder, start, .. }) => *start,
            _ => None,
        }
    }
}
