//! What travels between a form and its server function: hidden fields in, a reply out.
//! The form layer of the server reads and writes these; pages and actions only name them.

use crate::error::AppError;
use crate::routes::Path;
use domain::local_path::LocalPath;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The answer of a successful server function: where the browser goes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// A local path made by [`crate::routes`], with `?done=` where there is something to say.
    pub to: String,
}

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
        (Self::TogetherClosed, "together-closed"),
        (Self::CohortSaved, "cohort-saved"),
        (Self::CohortOpened, "cohort-opened"),
        (Self::CohortCanceled, "cohort-canceled"),
        (Self::CohortRun, "cohort-run"),
        (Self::CohortPublished, "cohort-published"),
        (Self::CohortJoined, "cohort-joined"),
        (Self::CohortLeft, "cohort-left"),
        (Self::CohortRanked, "cohort-ranked"),
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

/// Success: go to `path`; the page says by itself what has happened.
pub fn go(path: &Path) -> Reply {
    Reply { to: path.to_string() }
}

/// Success: go on to a page that somebody asked for before, if it is one of ours.
pub fn go_to(next: &str, otherwise: &Path) -> Reply {
    Reply { to: LocalPath::parse(next).map_or_else(|| otherwise.to_string(), |next| next.to_string()) }
}

/// Success: go to `path` and say `done` there.
pub fn reply(path: &Path, done: Done) -> Reply {
    let joint = if path.as_str().contains('?') { '&' } else { '?' };
    Reply { to: format!("{path}{joint}done={}", done.word()) }
}

/// The hidden fields of every form, as the form layer read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormMeta {
    /// The local path and query the form was drawn on.
    pub page: String,
    /// Action and row key: tells equal forms on a page apart.
    pub form: String,
    /// The idempotency key drawn with the form; empty when the sender made the form by hand.
    pub key: String,
}

/// Every field of the form that called an action, for forms whose fields come several times.
#[derive(Clone, Default)]
pub struct Posted(Arc<Vec<(String, String)>>);

/// What people type stays out of logs.
impl std::fmt::Debug for Posted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Posted")
    }
}

impl Posted {
    /// The fields as they came.
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(Arc::new(fields))
    }

    /// Names and values in the order of the form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A refused form on its way back to the page it came from.
#[derive(Debug, Clone)]
pub struct FormState(Arc<FormStateInner>);

#[derive(Debug)]
struct FormStateInner {
    meta: FormMeta,
    fields: Vec<(String, String)>,
    error: AppError,
}

impl FormMeta {
    /// The same form, as if it had been drawn on another page.
    #[must_use]
    pub fn on(self, page: &Path) -> Self {
        Self { page: page.to_string(), ..self }
    }
}

/// The fields of a form that waits while somebody signs in again.
pub const KEPT: &str = "kept";
/// Which form that is.
pub const KEPT_FORM: &str = "kept_form";

/// Parts of a field's name that mark it as never to be sent back to a browser.
const NEVER_ECHOED: [&str; 4] = ["password", "code", "token", "file"];

impl FormState {
    /// Keeps the posted fields except those that are never echoed (password, code, token, file).
    pub fn new(meta: FormMeta, fields: Vec<(String, String)>, error: AppError) -> Self {
        let fields = fields
            .into_iter()
            .filter(|(name, _)| name == "file_id" || !NEVER_ECHOED.iter().any(|part| name.contains(part)))
            .collect();
        Self(Arc::new(FormStateInner { meta, fields, error }))
    }

    /// The hidden fields of the refused form.
    pub fn meta(&self) -> &FormMeta {
        &self.0.meta
    }

    /// Why it was refused.
    pub fn error(&self) -> &AppError {
        &self.0.error
    }

    /// Every field as text, to be carried through a page that asks for something else first.
    pub fn packed(&self) -> String {
        let fields = self.0.fields.iter().filter(|(name, _)| !name.starts_with('_'));
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    }

    /// Every field that may be sent back, those of the form path aside.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.0.fields.iter().filter(|(name, _)| !name.starts_with('_')).cloned().collect()
    }

    /// The first posted value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Every posted value of a field, in order.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.0.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// What is wrong with a field, in the user's words.
    pub fn field_error(&self, name: &str) -> Option<&str> {
        match &self.0.error {
            AppError::Invalid(errors) => {
                errors.iter().find(|error| error.field == name).map(|error| error.message.as_str())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_never_echoed_but_a_staged_file_id_is() {
        let fields = ["new_password", "code", "reset_token", "file", "file_id", "name"]
            .map(|name| (name.to_owned(), "x".to_owned()))
            .to_vec();
        let state = FormState::new(FormMeta::default(), fields, AppError::Internal);
        for hidden in ["new_password", "code", "reset_token", "file"] {
            assert_eq!(state.value(hidden), None, "{hidden}");
        }
        assert_eq!(state.value("file_id"), Some("x"));
        assert_eq!(state.value("name"), Some("x"));
    }

    #[test]
    fn a_crafted_done_word_says_nothing() {
        assert_eq!(Done::parse("you-won"), None);
        assert_eq!(Done::parse(Done::Reported.word()), Some(Done::Reported));
    }
}
