//! The one error type of server functions. It carries codes and words for people,
//! never the text of a database or a library.

use domain::access::Verdict;
use domain::form::FieldError;
use domain::refusal::Refusal;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use services::access::Denied;

/// Why a server function did not do what was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, or the session ended.
    #[error("Please sign in to go on.")]
    SignInRequired,
    /// Signed in again after a session had ended; what was typed waits to be sent.
    #[error("You are signed in again. Nothing was sent yet: please look over the form and send it.")]
    SignedInAgain,
    /// The password was given again for a form; what was typed waits to be sent.
    #[error("That was right. Nothing was sent yet: please look over the form and send it.")]
    ProvedAgain,
    /// Somebody asked what a form would do; what was typed waits to be sent.
    #[error("Nothing was stored yet. What saving would do is shown above the buttons.")]
    OnlyLooked,
    /// The e-mail address is not confirmed yet.
    #[error("Please confirm your e-mail address first. The link is in your mailbox; My page sends it again.")]
    ConfirmFirst,
    /// Work for the association asks for two-step sign-in.
    #[error("This needs two-step sign-in. Set it up under My page, then come back.")]
    SecondFactorFirst,
    /// The password must have been given a moment ago.
    #[error("Please give your password again first. What you typed is kept.")]
    ProveFirst,
    /// Signing in or the password must come first, and what was typed is too long to be carried along.
    #[error("What you typed is too long to be carried along, and it was not stored.")]
    TooLongToCarry,
    /// Too many people sign in at this moment.
    #[error("Many people are signing in right now. Please try again in a few seconds.")]
    Busy,
    /// The database does not answer, so nobody knows who is asking.
    #[error("We cannot reach our records right now. What you typed is still here; please try again in a moment.")]
    Unavailable,
    /// Signed in, but this is not theirs to do.
    #[error("You may not do that.")]
    Forbidden,
    /// The thing is not there, or not for this person.
    #[error("We could not find that.")]
    NotFound,
    /// Fields to correct, in the order of the form.
    #[error("Please check the marked fields.")]
    Invalid(Vec<FieldError>),
    /// A rule said no.
    #[error("{0}")]
    Refused(Refusal),
    /// Too many tries in a short time.
    #[error("That was a lot in a short time. Please wait a little and try again.")]
    RateLimited,
    /// The same form was sent before with other content.
    #[error("This form was already sent with other content. Please open the page again and send it once more.")]
    AlreadySent,
    /// A surprise. The detail is in the log under the request id.
    #[error("Something went wrong on our side. What you typed is still here; please try again.")]
    Internal,
}

impl AppError {
    /// The HTTP status of an answer that carries this error.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::SignedInAgain | Self::ProvedAgain | Self::OnlyLooked => StatusCode::OK,
            Self::TooLongToCarry => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::ConfirmFirst | Self::SecondFactorFirst | Self::ProveFirst | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Refused(_) | Self::AlreadySent => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Logs `detail` with the request id and answers without a word of it: [`AppError::Unavailable`] while the database
    /// is away, else [`AppError::Internal`].
    pub fn internal(request_id: &str, detail: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(request_id, error = %detail, "unexpected error");
        if services::db::is_away(detail) { Self::Unavailable } else { Self::Internal }
    }
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        match denied.verdict {
            Verdict::SignIn => Self::SignInRequired,
            Verdict::Confirm => Self::ConfirmFirst,
            Verdict::SecondFactor => Self::SecondFactorFirst,
            Verdict::Prove => Self::ProveFirst,
            Verdict::Forbidden => Self::Forbidden,
            // A denial never says yes; if one did, nothing may follow from it.
            Verdict::NotFound | Verdict::Yes => Self::NotFound,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Invalid(Vec::new())
            }
            other => {
                tracing::error!(error = %other, "server function failed");
                Self::Internal
            }
        }
    }
}
