//! The document around every page and the table of page routes.
//!
//! There is no `HydrationScripts`: pages are server-only, and the server adds the two
//! scripts a page may need after it is rendered (see `server::finish`).

use crate::access::{AuditPage, DeskPage, GrantsPage, PeoplePage, PrivatePage};
use crate::cohort::{
    CertificatePage, CohortDeskPage, CohortPage, CohortsDeskPage, CohortsPage, MyCohortPage, MyCohortsPage,
    NewCohortPage, RankPage,
};
use crate::events::desk::{EditDatePage, EditEventPage, EventDeskPage, EventPreviewPage, EventsDeskPage, NewEventPage};
use crate::events::rsvp::{AttendeesPage, GuestPage, MyEventsPage, PersonalCalendarPage, RsvpPage};
use crate::events::{DoctorPage, EventsPage, OccurrencePage, SeriesPage, SubscribePage};
use crate::home::HomePage;
use crate::identity::{
    AccountPage, ChangeEmailPage, CodePage, ConfirmPage, DevicesPage, ExportPage, ForgotPasswordPage, ImgPage,
    LeavePage, MePage, PersonPage, PreviewPage, PrivacyPage, ProfilePage, ProfileStepPage, ProvePage,
    ResetPasswordPage, SignInPage, SignUpPage, TwoFactorPage,
};
use crate::jobs::JobsPage;
use crate::membership::{
    BatchPage, CodesDeskPage, JoinPage, MembershipDeskPage, MembershipPage, NewPlanPage, OrderDeskPage, PlanDeskPage,
    PlansDeskPage, ReceiptPage, SectionDeskPage, SectionPage,
};
use crate::mentorship::{
    AskPage, CheckMentorsPage, MentorPage, MentorSetupPage, MentoringPage, MentoringRequestPage, MentorsPage,
    TogetherPage,
};
use crate::moderation::{AppealPage, BlocksPage, CasePage, ModerationPage, ReportPage, ReportPersonPage};
use crate::notifications::{MailChoicesPage, MailboxMailPage, MailboxPage, NotificationsPage, UnsubscribePage};
use crate::opportunities::{
    ApplyPage, CheckPostingPage, CheckPostingsPage, DraftPage, DraftPartPage, EligiblePage, MyApplicationsPage,
    MyPostingPage, MyPostingsPage, OfferPage, OpportunitiesPage, PostingPage, SavedPage,
};
use crate::styleguide::StyleguidePage;
use crate::ui::NotFoundPage;
use crate::verification::{VerifyCodePage, VerifyPage};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};
use std::sync::Arc;

/// Addresses of the static files, with their hashes, read once at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The one style sheet.
    pub css: String,
    /// The association's own colors, when it has any.
    pub theme_css: Option<String>,
    /// The heading font to preload, when there is one.
    pub font: Option<String>,
}

/// The whole document but for title and description, which the server adds (see [`crate::head`]). Deterministic: the same page and data give the same bytes.
pub fn shell(assets: &Arc<Assets>) -> impl IntoView + use<> {
    // Without this every Resource would be written into the page for a hydration that never comes.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let assets = assets.as_ref().clone();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                {assets.font.map(|font| view! {
                    <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                })}
                <link rel="stylesheet" href=assets.css/>
                {assets.theme_css.map(|css| view! { <link rel="stylesheet" href=css/> })}
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The page routes. Each is `SsrMode::Async`, so that a page is whole, with its real status and title, in one answer.
#[expect(clippy::too_many_lines, reason = "a row for each page")]
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/events") view=EventsPage ssr=SsrMode::Async/>
                <Route path=path!("/events/:slug") view=SeriesPage ssr=SsrMode::Async/>
                <Route path=path!("/events/:slug/:date") view=OccurrencePage ssr=SsrMode::Async/>
                <Route path=path!("/events/:slug/:date/rsvp") view=RsvpPage ssr=SsrMode::Async/>
                <Route path=path!("/rsvp/:token") view=GuestPage ssr=SsrMode::Async/>
                <Route path=path!("/me/events") view=MyEventsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/calendar") view=PersonalCalendarPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events/:slug/:date/attendees") view=AttendeesPage ssr=SsrMode::Async/>
                <Route path=path!("/join") view=JoinPage ssr=SsrMode::Async/>
                <Route path=path!("/me/membership") view=MembershipPage ssr=SsrMode::Async/>
                <Route path=path!("/me/membership/orders/:order") view=ReceiptPage ssr=SsrMode::Async/>
                <Route path=path!("/sections/:section") view=SectionPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/sections/:section") view=SectionDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/membership") view=MembershipDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/membership/:order") view=OrderDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/plans") view=PlansDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/new-plan") view=NewPlanPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/plans/:plan") view=PlanDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/codes") view=CodesDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/codes/:batch") view=BatchPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar") view=SubscribePage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/doctor") view=DoctorPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/code") view=CodePage ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/confirm/:token") view=ConfirmPage ssr=SsrMode::Async/>
                <Route path=path!("/reset-password/:token") view=ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/change-email/:token") view=ChangeEmailPage ssr=SsrMode::Async/>
                <Route path=path!("/prove") view=ProvePage ssr=SsrMode::Async/>
                <Route path=path!("/me") view=MePage ssr=SsrMode::Async/>
                <Route path=path!("/me/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/me/devices") view=DevicesPage ssr=SsrMode::Async/>
                <Route path=path!("/me/two-factor") view=TwoFactorPage ssr=SsrMode::Async/>
                <Route path=path!("/me/export") view=ExportPage ssr=SsrMode::Async/>
                <Route path=path!("/me/leave") view=LeavePage ssr=SsrMode::Async/>
                <Route path=path!("/me/privacy") view=PrivacyPage ssr=SsrMode::Async/>
                <Route path=path!("/me/profile") view=ProfilePage ssr=SsrMode::Async/>
                <Route path=path!("/me/profile/preview") view=PreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/me/profile/:step") view=ProfileStepPage ssr=SsrMode::Async/>
                <Route path=path!("/people/:id") view=PersonPage ssr=SsrMode::Async/>
                <Route path=path!("/am-i-an-img") view=ImgPage ssr=SsrMode::Async/>
                <Route path=path!("/me/notifications") view=NotificationsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mail") view=MailChoicesPage ssr=SsrMode::Async/>
                <Route path=path!("/unsubscribe/:token") view=UnsubscribePage ssr=SsrMode::Async/>
                <Route path=path!("/dev/mail") view=MailboxPage ssr=SsrMode::Async/>
                <Route path=path!("/dev/mail/:file") view=MailboxMailPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events") view=EventsDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/new-event") view=NewEventPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events/:slug") view=EventDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events/:slug/edit") view=EditEventPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events/:slug/preview") view=EventPreviewPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/events/:slug/dates/:date") view=EditDatePage ssr=SsrMode::Async/>
                <Route path=path!("/desk/jobs") view=JobsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/appeal") view=AppealPage ssr=SsrMode::Async/>
                <Route path=path!("/me/blocks") view=BlocksPage ssr=SsrMode::Async/>
                <Route path=path!("/desk") view=DeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/audit") view=AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/people") view=PeoplePage ssr=SsrMode::Async/>
                <Route path=path!("/desk/people/:id") view=GrantsPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/private/:id") view=PrivatePage ssr=SsrMode::Async/>
                <Route path=path!("/desk/moderation") view=ModerationPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/moderation/:case") view=CasePage ssr=SsrMode::Async/>
                <Route path=path!("/mentors") view=MentorsPage ssr=SsrMode::Async/>
                <Route path=path!("/mentors/:id") view=MentorPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mentoring") view=MentoringPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mentoring/ask") view=AskPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mentoring/mentor/:step") view=MentorSetupPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mentoring/requests/:id") view=MentoringRequestPage ssr=SsrMode::Async/>
                <Route path=path!("/me/mentoring/together/:id") view=TogetherPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/mentors") view=CheckMentorsPage ssr=SsrMode::Async/>
                <Route path=path!("/cohorts") view=CohortsPage ssr=SsrMode::Async/>
                <Route path=path!("/cohorts/:id") view=CohortPage ssr=SsrMode::Async/>
                <Route path=path!("/cohorts/:id/rank") view=RankPage ssr=SsrMode::Async/>
                <Route path=path!("/cohorts/:id/certificate") view=CertificatePage ssr=SsrMode::Async/>
                <Route path=path!("/me/cohorts") view=MyCohortsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/cohorts/:id") view=MyCohortPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/cohorts") view=CohortsDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/new-cohort") view=NewCohortPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/cohorts/:id") view=CohortDeskPage ssr=SsrMode::Async/>
                <Route path=path!("/opportunities") view=OpportunitiesPage ssr=SsrMode::Async/>
                <Route path=path!("/opportunities/:id") view=PostingPage ssr=SsrMode::Async/>
                <Route path=path!("/opportunities/:id/apply") view=ApplyPage ssr=SsrMode::Async/>
                <Route path=path!("/opportunities/:id/eligible") view=EligiblePage ssr=SsrMode::Async/>
                <Route path=path!("/offer/:what") view=OfferPage ssr=SsrMode::Async/>
                <Route path=path!("/offer/draft/:id") view=DraftPage ssr=SsrMode::Async/>
                <Route path=path!("/offer/draft/:id/:part") view=DraftPartPage ssr=SsrMode::Async/>
                <Route path=path!("/me/postings") view=MyPostingsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/postings/:id") view=MyPostingPage ssr=SsrMode::Async/>
                <Route path=path!("/me/applications") view=MyApplicationsPage ssr=SsrMode::Async/>
                <Route path=path!("/me/saved") view=SavedPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/opportunities") view=CheckPostingsPage ssr=SsrMode::Async/>
                <Route path=path!("/desk/opportunities/:id") view=CheckPostingPage ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async/>
                <Route path=path!("/verify/:code") view=VerifyCodePage ssr=SsrMode::Async/>
                <Route path=path!("/report") view=ReportPage ssr=SsrMode::Async/>
                <Route path=path!("/report/person") view=ReportPersonPage ssr=SsrMode::Async/>
                <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
