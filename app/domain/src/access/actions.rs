//! Every action of the product with its rule. An endpoint names one of these; one without a row does not compile.

use super::Capability;

/// Who an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Signed in or not.
    Anyone,
    /// Everyone with an account, however they stand: so that nobody is locked out of their own data.
    SignedIn,
    /// Everyone in good standing.
    Active,
    /// People in good standing who have one of these.
    AnyOf(&'static [Capability]),
}

/// What the table says of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Who it is for.
    pub who: Who,
    /// Only to one's own things; those of others look as if they were not there.
    pub own_only: bool,
    /// The password must have been given a moment ago.
    pub proof: bool,
    /// Where it is done is publicly known, so a no may be called one.
    pub is_desk: bool,
}

const fn for_all(who: Who) -> Rule {
    Rule { who, own_only: false, proof: false, is_desk: false }
}

const fn own(who: Who) -> Rule {
    Rule { own_only: true, ..for_all(who) }
}

const fn desk(any_of: &'static [Capability]) -> Rule {
    Rule { is_desk: true, ..for_all(Who::AnyOf(any_of)) }
}

const fn proved(rule: Rule) -> Rule {
    Rule { proof: true, ..rule }
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident => $rule:expr,)+) => {
        /// Everything that can be done here.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its row of the table.
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$name => $rule,)+
                }
            }

            /// Its name in logs and in the audit log.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

actions! {
    /// Read what is public.
    ReadPublic => for_all(Who::Anyone),
    /// Ask the machine how it is.
    AskHealth => for_all(Who::Anyone),
    /// Report a problem with a page.
    ReportProblem => for_all(Who::Anyone),
    /// Stage a file for a form.
    StageFile => for_all(Who::Anyone),
    /// Try the practice form of the style guide.
    TryStyleguide => for_all(Who::Anyone),
    /// Make an account, sign in, ask for a new password.
    SignIn => for_all(Who::Anyone),
    /// Follow a mailed link.
    UseLink => for_all(Who::Anyone),
    /// See what is next for oneself.
    ReadMe => for_all(Who::SignedIn),
    /// End one's own session.
    SignOut => for_all(Who::SignedIn),
    /// Change one's address, password, second factor; see and end one's sessions.
    ManageAccount => own(Who::SignedIn),
    /// Take one's data along.
    ExportAccount => own(Who::SignedIn),
    /// Take the archive of one's data, once the password was given again.
    TakeExport => proved(own(Who::SignedIn)),
    /// Delete one's account, or come back.
    LeaveAccount => own(Who::SignedIn),
    /// Be erased without waiting.
    EraseNow => proved(own(Who::SignedIn)),
    /// Give the password again.
    Prove => own(Who::SignedIn),
    /// Change one's own profile and who may see it.
    EditProfile => own(Who::Active),
    /// Read somebody's profile, as far as its owner lets one.
    ReadProfile => for_all(Who::Anyone),
    /// Choose which mails one gets, read one's notifications.
    ManageNotifications => own(Who::SignedIn),
    /// Stop mails by the link in one.
    Unsubscribe => for_all(Who::Anyone),
    /// Report a person or what they wrote.
    ReportPerson => for_all(Who::Active),
    /// Keep another person away.
    Block => own(Who::Active),
    /// Answer a decision about oneself.
    Appeal => own(Who::SignedIn),
    /// Say whether one comes to a date, see what one attends, keep it in a calendar.
    Rsvp => own(Who::Active),
    /// See how many places a date has, and say by name and e-mail that one comes.
    RsvpAsGuest => for_all(Who::Anyone),
    /// Answer by the link in a mail to a guest.
    UseGuestLink => for_all(Who::Anyone),
    /// Read the calendar of what a person attends, by its secret address.
    ReadPersonalFeed => for_all(Who::Anyone),
    /// See who comes to a date, and set the way in.
    ReadAttendees => desk(&[Capability::Organizer, Capability::Admin]),
    /// Write a posting, signed in or not.
    DraftPosting => for_all(Who::Anyone),
    /// Send one's posting in, pause it, withdraw it, and look after who applied.
    HostPosting => own(Who::Active),
    /// Save postings, ask whether one fits, apply, answer an offer.
    ApplyToPosting => own(Who::Active),
    /// Check hosts and postings, take postings down.
    ReviewPostings => desk(&[Capability::Moderator]),
    /// See the plans and what they cost, with a code too.
    ReadPlans => for_all(Who::Anyone),
    /// Order a plan, and take the order back.
    Join => own(Who::Active),
    /// Say that training goes on, or leave the association.
    ManageMembership => own(Who::Active),
    /// See one's membership, orders and receipts.
    ReadMembership => own(Who::SignedIn),
    /// See who is in a section that one is in oneself.
    ReadSection => own(Who::Active),
    /// See who is in any section.
    ReadSections => desk(&[Capability::Treasurer]),
    /// See orders, payments and the books.
    ReadBooks => desk(&[Capability::Treasurer]),
    /// Write down payments, cancel orders, write plans.
    KeepBooks => desk(&[Capability::Treasurer]),
    /// Give money back.
    GiveBack => proved(desk(&[Capability::Treasurer])),
    /// Make codes, stop them, see how often they were used.
    ManageCodes => desk(&[Capability::Treasurer]),
    /// Hand out the codes of a batch, once.
    TakeCodes => proved(desk(&[Capability::Treasurer])),
    /// Check a certificate by its code.
    Verify => for_all(Who::Anyone),
    /// Read what mentorship is; people in good standing also search for mentors there.
    ReadMentoring => for_all(Who::Anyone),
    /// Read a mentor's page.
    ReadMentor => for_all(Who::Active),
    /// Look for a mentor: one's own list, requests and what they show.
    SeekMentor => own(Who::Active),
    /// Offer to be a mentor, answer those who ask.
    BeMentor => own(Who::Active),
    /// Work together with a mentor or a mentee.
    WorkTogether => own(Who::Active),
    /// Check mentors before their first request.
    CheckMentors => desk(&[Capability::Moderator]),
    /// Read what cohorts there are, and the certificate of a published result.
    ReadCohorts => for_all(Who::Anyone),
    /// Take part in a cohort: sign up, rank, leave, read one's own proof.
    JoinCohort => own(Who::Active),
    /// Plan a cohort, open it, run the objectives, publish the result.
    RunCohorts => desk(&[Capability::Organizer, Capability::Admin]),
    /// See the queue of the moderators.
    ReadModeration => desk(&[Capability::Moderator]),
    /// Decide a case.
    DecideCase => desk(&[Capability::Moderator]),
    /// Look at a private field of a person, with a reason, told to them.
    BreakGlass => proved(desk(&[Capability::Moderator, Capability::Admin])),
    /// Write, publish, change and cancel events.
    OrganizeEvents => desk(&[Capability::Organizer, Capability::Admin]),
    /// See stuck jobs and mails, try them again.
    RunDesk => desk(&[Capability::Admin]),
    /// Read who did what.
    ReadAudit => desk(&[Capability::Admin]),
    /// See who has which capability.
    ReadGrants => desk(&[Capability::Admin]),
    /// Grant or take away a capability, confirm another admin's grant.
    ChangeGrants => proved(desk(&[Capability::Admin])),
    /// Remove somebody's second factor; by the command line so far.
    ResetSecondFactor => proved(desk(&[Capability::Admin])),
    /// Erase a person on a lawful request.
    ErasePerson => proved(desk(&[Capability::Admin])),
}
