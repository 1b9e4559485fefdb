//! The one table of addresses. The router is built from it, and tests hold it against the page
//! routes, the registered server functions and the `#[server]` attributes in the source. Each names its row in the table
//! of permissions, so that an address nobody has thought about does not compile.

use domain::access::Action;
use domain::cohort::{RANKING_FORM_BYTES, RANKING_FORM_FIELDS};
use domain::events::desk::{DATE_FORM_BYTES, SERIES_FORM_BYTES};

/// The largest form in bytes (security figure F29), where [`LONG_FORMS`] says nothing else.
pub const FORM_BYTES: usize = 64 * 1024;
/// Addresses of forms that may hold more: the largest in bytes. Only whom the table of permissions lets in may send it.
pub const LONG_FORMS: &[(&str, usize)] = &[
    ("/do/events/save", SERIES_FORM_BYTES),
    ("/do/events/save-date", DATE_FORM_BYTES),
    ("/do/cohort/rank-mentees", RANKING_FORM_BYTES),
];
/// The most fields of a form, where [`MANY_FIELDS`] says nothing else: more than any other of ours has.
pub const FORM_FIELDS: usize = 500;
/// Addresses of forms that may have more fields.
pub const MANY_FIELDS: &[(&str, usize)] = &[("/do/cohort/rank-mentees", RANKING_FORM_FIELDS)];

/// One address pattern, in axum's notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// E.g. `/events/{slug}`.
    pub path: &'static str,
    /// What answers there.
    pub kind: Kind,
    /// What the table of permissions calls it.
    pub action: Action,
}

impl Route {
    /// The largest form that is taken here, in bytes.
    pub fn form_bytes(&self) -> usize {
        LONG_FORMS.iter().find(|(path, _)| *path == self.path).map_or(FORM_BYTES, |(_, most)| *most)
    }

    /// The most fields of a form here.
    pub fn form_fields(&self) -> usize {
        MANY_FIELDS.iter().find(|(path, _)| *path == self.path).map_or(FORM_FIELDS, |(_, most)| *most)
    }
}

/// What answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page that depends only on address and stored content: kept for signed-out readers.
    Page,
    /// A page with a form, drawn anew each time.
    FormPage,
    /// A page that looks something up for people who are not signed in: few per address and minute.
    LookupPage,
    /// A page for people the table of permissions lets in.
    MemberPage,
    /// A person's data in one archive.
    Export,
    /// A server function, POST only.
    Action,
    /// A server function that writes for people who are not signed in: few per address and hour.
    GatedAction,
    /// A server function of signing in: many tries from one address are refused.
    SignInAction,
    /// A page whose address is the right to stop mails; mail programs post to it without opening it (RFC 8058).
    Unsubscribe,
    /// The photo of a person.
    Photo,
    /// A picture of a case, for moderators.
    CasePicture,
    /// A calendar feed, or one date as a file.
    Feed,
    /// The calendar of what a person attends; its address is the right to read it.
    PersonalFeed,
    /// Who comes to a date, as a file for a spreadsheet.
    AttendeesCsv,
    /// A file is staged here, POST only.
    Upload,
    /// The process is alive.
    Alive,
    /// The database answers.
    Ready,
    /// Small files made at start.
    Made,
    /// What robots may read.
    Robots,
    /// Every address for search engines.
    Sitemap,
    /// New and changed events for readers of news.
    Atom,
    /// The house in a link preview.
    PictureHome,
    /// A series in a link preview.
    PictureSeries,
    /// One date in a link preview.
    PictureDate,
}

const fn route(path: &'static str, kind: Kind, action: Action) -> Route {
    Route { path, kind, action }
}

/// Every address of the product. Style sheet, WASM, fonts and pictures are files under the site folder.
pub const ROUTES: &[Route] = &[
    route("/", Kind::Page, Action::ReadPublic),
    route("/events", Kind::Page, Action::ReadPublic),
    route("/events/{slug}", Kind::Page, Action::ReadPublic),
    route("/events/{slug}/{date}", Kind::Page, Action::ReadPublic),
    route("/events/{slug}/{date}/rsvp", Kind::FormPage, Action::RsvpAsGuest),
    route("/rsvp/{token}", Kind::FormPage, Action::UseGuestLink),
    route("/me/events", Kind::MemberPage, Action::Rsvp),
    route("/me/calendar", Kind::MemberPage, Action::Rsvp),
    route("/desk/events/{slug}/{date}/attendees", Kind::MemberPage, Action::ReadAttendees),
    route("/desk/events/{slug}/{date}/attendees.csv", Kind::AttendeesCsv, Action::ReadAttendees),
    route("/do/events/answer", Kind::Action, Action::Rsvp),
    route("/do/events/answer-series", Kind::Action, Action::Rsvp),
    route("/do/events/ask-as-guest", Kind::GatedAction, Action::RsvpAsGuest),
    route("/do/events/answer-as-guest", Kind::GatedAction, Action::UseGuestLink),
    route("/do/events/forget-guest", Kind::GatedAction, Action::UseGuestLink),
    route("/do/events/make-feed", Kind::Action, Action::Rsvp),
    route("/do/events/revoke-feed", Kind::Action, Action::Rsvp),
    route("/do/events/set-joining", Kind::Action, Action::ReadAttendees),
    route("/calendar/me/{file}", Kind::PersonalFeed, Action::ReadPersonalFeed),
    route("/calendar", Kind::Page, Action::ReadPublic),
    route("/calendar/doctor", Kind::Page, Action::ReadPublic),
    route("/report", Kind::FormPage, Action::ReportProblem),
    route("/styleguide", Kind::FormPage, Action::ReadPublic),
    route("/sign-up", Kind::FormPage, Action::SignIn),
    route("/sign-in", Kind::FormPage, Action::SignIn),
    route("/sign-in/code", Kind::FormPage, Action::SignIn),
    route("/forgot-password", Kind::FormPage, Action::SignIn),
    route("/confirm/{token}", Kind::FormPage, Action::UseLink),
    route("/reset-password/{token}", Kind::FormPage, Action::UseLink),
    route("/change-email/{token}", Kind::FormPage, Action::UseLink),
    route("/prove", Kind::MemberPage, Action::Prove),
    route("/me", Kind::MemberPage, Action::ReadMe),
    route("/me/account", Kind::MemberPage, Action::ManageAccount),
    route("/me/devices", Kind::MemberPage, Action::ManageAccount),
    route("/me/two-factor", Kind::MemberPage, Action::ManageAccount),
    route("/me/export", Kind::MemberPage, Action::ExportAccount),
    route("/me/export/landfall-my-data.zip", Kind::Export, Action::TakeExport),
    route("/me/leave", Kind::MemberPage, Action::LeaveAccount),
    route("/me/privacy", Kind::MemberPage, Action::ReadMe),
    route("/me/profile", Kind::MemberPage, Action::ReadMe),
    route("/me/profile/preview", Kind::MemberPage, Action::ReadMe),
    route("/me/profile/{step}", Kind::MemberPage, Action::EditProfile),
    route("/people/{id}", Kind::FormPage, Action::ReadProfile),
    route("/people/{id}/photo", Kind::Photo, Action::ReadProfile),
    route("/am-i-an-img", Kind::Page, Action::ReadPublic),
    route("/me/notifications", Kind::MemberPage, Action::ManageNotifications),
    route("/me/mail", Kind::MemberPage, Action::ManageNotifications),
    route("/unsubscribe/{token}", Kind::Unsubscribe, Action::Unsubscribe),
    route("/dev/mail", Kind::FormPage, Action::ReadPublic),
    route("/dev/mail/{file}", Kind::FormPage, Action::ReadPublic),
    route("/me/appeal", Kind::MemberPage, Action::Appeal),
    route("/me/blocks", Kind::MemberPage, Action::Block),
    route("/report/person", Kind::MemberPage, Action::ReportPerson),
    route("/desk", Kind::MemberPage, Action::ReadMe),
    route("/desk/audit", Kind::MemberPage, Action::ReadAudit),
    route("/desk/events", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/new-event", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/events/{slug}", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/events/{slug}/edit", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/events/{slug}/preview", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/events/{slug}/dates/{date}", Kind::MemberPage, Action::OrganizeEvents),
    route("/desk/jobs", Kind::MemberPage, Action::RunDesk),
    route("/desk/people", Kind::MemberPage, Action::ReadGrants),
    route("/desk/people/{id}", Kind::MemberPage, Action::ReadGrants),
    route("/desk/private/{id}", Kind::MemberPage, Action::BreakGlass),
    route("/desk/moderation", Kind::MemberPage, Action::ReadModeration),
    route("/desk/moderation/{case}", Kind::MemberPage, Action::ReadModeration),
    route("/desk/moderation/{case}/picture/{which}", Kind::CasePicture, Action::ReadModeration),
    route("/mentors", Kind::FormPage, Action::ReadMentoring),
    route("/mentors/{id}", Kind::MemberPage, Action::ReadMentor),
    route("/me/mentoring", Kind::MemberPage, Action::SeekMentor),
    route("/me/mentoring/ask", Kind::MemberPage, Action::SeekMentor),
    route("/me/mentoring/mentor/{step}", Kind::MemberPage, Action::BeMentor),
    route("/me/mentoring/requests/{id}", Kind::MemberPage, Action::WorkTogether),
    route("/me/mentoring/together/{id}", Kind::MemberPage, Action::WorkTogether),
    route("/desk/mentors", Kind::MemberPage, Action::CheckMentors),
    route("/cohorts", Kind::FormPage, Action::ReadCohorts),
    route("/cohorts/{id}", Kind::FormPage, Action::ReadCohorts),
    route("/cohorts/{id}/rank", Kind::MemberPage, Action::JoinCohort),
    route("/cohorts/{id}/certificate", Kind::Page, Action::ReadCohorts),
    route("/me/cohorts", Kind::MemberPage, Action::JoinCohort),
    route("/me/cohorts/{id}", Kind::MemberPage, Action::JoinCohort),
    route("/desk/cohorts", Kind::MemberPage, Action::RunCohorts),
    route("/desk/new-cohort", Kind::MemberPage, Action::RunCohorts),
    route("/desk/cohorts/{id}", Kind::MemberPage, Action::RunCohorts),
    route("/do/cohort/save", Kind::Action, Action::RunCohorts),
    route("/do/cohort/open", Kind::Action, Action::RunCohorts),
    route("/do/cohort/cancel", Kind::Action, Action::RunCohorts),
    route("/do/cohort/preview", Kind::Action, Action::RunCohorts),
    route("/do/cohort/publish", Kind::Action, Action::RunCohorts),
    route("/do/cohort/join", Kind::Action, Action::JoinCohort),
    route("/do/cohort/join-mentor", Kind::Action, Action::JoinCohort),
    route("/do/cohort/leave", Kind::Action, Action::JoinCohort),
    route("/do/cohort/rank", Kind::Action, Action::JoinCohort),
    route("/do/cohort/rank-mentees", Kind::Action, Action::JoinCohort),
    route("/verify", Kind::LookupPage, Action::Verify),
    route("/verify/{code}", Kind::LookupPage, Action::Verify),
    route("/do/identity/sign-up", Kind::SignInAction, Action::SignIn),
    route("/do/identity/sign-in", Kind::SignInAction, Action::SignIn),
    route("/do/identity/second-factor", Kind::SignInAction, Action::SignIn),
    route("/do/identity/forgot-password", Kind::SignInAction, Action::SignIn),
    route("/do/identity/reset-password", Kind::SignInAction, Action::UseLink),
    route("/do/identity/confirm", Kind::SignInAction, Action::UseLink),
    route("/do/identity/confirm-email", Kind::SignInAction, Action::UseLink),
    route("/do/identity/sign-out", Kind::Action, Action::SignOut),
    route("/do/identity/resend", Kind::Action, Action::ManageAccount),
    route("/do/identity/prove", Kind::Action, Action::Prove),
    route("/do/identity/change-email", Kind::Action, Action::ManageAccount),
    route("/do/identity/change-password", Kind::Action, Action::ManageAccount),
    route("/do/identity/end-device", Kind::Action, Action::ManageAccount),
    route("/do/identity/end-other-devices", Kind::Action, Action::ManageAccount),
    route("/do/identity/begin-two-factor", Kind::Action, Action::ManageAccount),
    route("/do/identity/confirm-two-factor", Kind::Action, Action::ManageAccount),
    route("/do/identity/end-two-factor", Kind::Action, Action::ManageAccount),
    route("/do/identity/leave", Kind::Action, Action::LeaveAccount),
    route("/do/identity/come-back", Kind::Action, Action::LeaveAccount),
    route("/do/identity/erase-now", Kind::Action, Action::EraseNow),
    route("/do/identity/save-profile", Kind::Action, Action::EditProfile),
    route("/do/identity/save-photo", Kind::Action, Action::EditProfile),
    route("/do/identity/remove-photo", Kind::Action, Action::EditProfile),
    route("/do/moderation/report", Kind::GatedAction, Action::ReportProblem),
    route("/do/moderation/report-person", Kind::Action, Action::ReportPerson),
    route("/do/moderation/decide", Kind::Action, Action::DecideCase),
    route("/do/moderation/answer", Kind::Action, Action::DecideCase),
    route("/do/moderation/undo", Kind::Action, Action::DecideCase),
    route("/do/moderation/appeal", Kind::Action, Action::Appeal),
    route("/do/moderation/block", Kind::Action, Action::Block),
    route("/do/moderation/unblock", Kind::Action, Action::Block),
    route("/do/mentorship/save-ask", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/end-ask", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/add", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/take-off", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/raise", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/reveal", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/tell-more", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/withdraw", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/confirm", Kind::Action, Action::SeekMentor),
    route("/do/mentorship/accept", Kind::Action, Action::BeMentor),
    route("/do/mentorship/decline", Kind::Action, Action::BeMentor),
    route("/do/mentorship/ask-more", Kind::Action, Action::BeMentor),
    route("/do/mentorship/save-step", Kind::Action, Action::BeMentor),
    route("/do/mentorship/save-room", Kind::Action, Action::BeMentor),
    route("/do/mentorship/come-back", Kind::Action, Action::BeMentor),
    route("/do/mentorship/ask-check", Kind::Action, Action::BeMentor),
    route("/do/mentorship/check", Kind::Action, Action::CheckMentors),
    route("/do/mentorship/take-back", Kind::Action, Action::CheckMentors),
    route("/do/mentorship/agree", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/sign", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/plan", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/mark", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/meet", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/fit", Kind::Action, Action::WorkTogether),
    route("/do/mentorship/close", Kind::Action, Action::WorkTogether),
    route("/do/notifications/read", Kind::Action, Action::ManageNotifications),
    route("/do/notifications/read-all", Kind::Action, Action::ManageNotifications),
    route("/do/notifications/choose", Kind::Action, Action::ManageNotifications),
    route("/do/events/save", Kind::Action, Action::OrganizeEvents),
    route("/do/events/save-date", Kind::Action, Action::OrganizeEvents),
    route("/do/events/set", Kind::Action, Action::OrganizeEvents),
    route("/do/events/set-date", Kind::Action, Action::OrganizeEvents),
    route("/do/jobs/retry", Kind::Action, Action::RunDesk),
    route("/do/jobs/retry-mail", Kind::Action, Action::RunDesk),
    route("/do/jobs/lift", Kind::Action, Action::RunDesk),
    route("/do/access/ask", Kind::Action, Action::ChangeGrants),
    route("/do/access/confirm", Kind::Action, Action::ChangeGrants),
    route("/do/access/end", Kind::Action, Action::ChangeGrants),
    route("/do/access/keep", Kind::Action, Action::ChangeGrants),
    route("/do/access/break-glass", Kind::Action, Action::BreakGlass),
    route("/do/access/erase-person", Kind::Action, Action::ErasePerson),
    route("/do/styleguide/try", Kind::Action, Action::TryStyleguide),
    route("/calendar/all.ics", Kind::Feed, Action::ReadPublic),
    route("/calendar/events.ics", Kind::Feed, Action::ReadPublic),
    route("/calendar/category/{file}", Kind::Feed, Action::ReadPublic),
    route("/calendar/series/{file}", Kind::Feed, Action::ReadPublic),
    route("/calendar/date/{slug}/{file}", Kind::Feed, Action::ReadPublic),
    route("/files/upload", Kind::Upload, Action::StageFile),
    route("/healthz", Kind::Alive, Action::AskHealth),
    route("/readyz", Kind::Ready, Action::AskHealth),
    route("/made/{file}", Kind::Made, Action::ReadPublic),
    route("/robots.txt", Kind::Robots, Action::ReadPublic),
    route("/sitemap.xml", Kind::Sitemap, Action::ReadPublic),
    route("/events.atom", Kind::Atom, Action::ReadPublic),
    route("/pictures/home.png", Kind::PictureHome, Action::ReadPublic),
    route("/pictures/series/{file}", Kind::PictureSeries, Action::ReadPublic),
    route("/pictures/date/{slug}/{file}", Kind::PictureDate, Action::ReadPublic),
];

/// Whether mail programs post to this pattern. They send neither `Origin` nor Fetch Metadata (RFC 8058 section 3.2
/// asks for no cookie either), so the guard cannot judge them; the token in the address does.
pub fn is_for_mail_programs(pattern: &str) -> bool {
    ROUTES.iter().any(|route| route.kind == Kind::Unsubscribe && route.path == pattern)
}
