//! Addresses that name nothing of another's.

/// Forms that are about the sender alone, or about everybody: they name no thing of anyone's.
pub(super) const NAMES_NOTHING: &[&str] = &[
    "/do/identity/sign-up",
    "/do/identity/sign-in",
    "/do/identity/second-factor",
    "/do/identity/forgot-password",
    "/do/identity/sign-out",
    "/do/identity/resend",
    "/do/identity/prove",
    "/do/identity/change-email",
    "/do/identity/change-password",
    "/do/identity/end-other-devices",
    "/do/identity/begin-two-factor",
    "/do/identity/confirm-two-factor",
    "/do/identity/end-two-factor",
    "/do/identity/leave",
    "/do/identity/come-back",
    "/do/identity/erase-now",
    "/do/identity/save-profile",
    "/do/identity/remove-photo",
    "/do/mentorship/save-ask",
    "/do/mentorship/end-ask",
    "/do/mentorship/save-step",
    "/do/mentorship/save-room",
    "/do/mentorship/come-back",
    "/do/mentorship/ask-check",
    "/do/opportunities/begin",
    "/do/moderation/report",
    "/do/notifications/read-all",
    "/do/notifications/choose",
    "/do/styleguide/try",
    "/do/events/make-feed",
    "/do/events/revoke-feed",
    "/do/membership/join",
    "/do/membership/confirm-training",
    "/do/membership/leave",
    "/do/codes/make",
    "/do/membership/add-plan",
];
/// The token in them is the right itself; each has tests of its own for a wrong, spent and stolen one.
pub(super) const BY_TOKEN: &[&str] = &[
    "/do/identity/reset-password",
    "/do/identity/confirm",
    "/do/identity/confirm-email",
    "/do/events/answer-as-guest",
    "/do/events/forget-guest",
];
/// They name a public date, which anybody may name, and speak of the sender alone or of everybody who comes to it.
pub(super) const OF_PUBLIC_DATES: &[&str] =
    &["/do/events/answer", "/do/events/answer-series", "/do/events/ask-as-guest"];
/// They name a public cohort, which anybody may name, and speak of the sender alone.
pub(super) const OF_PUBLIC_COHORTS: &[&str] = &["/do/cohort/join", "/do/cohort/join-mentor", "/do/cohort/leave"];
/// Things of the house, which everybody whom the table lets in may touch: nothing of them is another's.
pub(super) const OF_THE_HOUSE: &[&str] = &[
    "/do/jobs/retry",
    "/do/jobs/retry-mail",
    "/do/jobs/lift",
    "/desk/cohorts/{id}",
    "/do/cohort/save",
    "/do/cohort/open",
    "/do/cohort/cancel",
    "/do/cohort/preview",
    "/do/cohort/publish",
    "/do/membership/record-payment",
    "/do/membership/give-back",
    "/do/membership/cancel-for",
    "/do/codes/stop",
    "/desk/codes/{batch}",
    "/desk/plans/{plan}",
    "/do/membership/change-plan",
];
