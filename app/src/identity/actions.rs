//! What the forms about accounts call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::cookies::Cookie;
use crate::error::AppError;
use crate::reply::{Done, Reply, go, go_to, reply};
use crate::{request, routes};
use leptos::prelude::server;
use services::identity::{self, IdentityError, SignedIn};

/// Makes an account.
#[server(prefix = "/do", endpoint = "identity/sign-up")]
pub async fn sign_up(#[server(default)] email: String, #[server(default)] password: String) -> Result<Reply, AppError> {
    let (ctx, key) = (request::ctx(), request::form_meta().key);
    identity::sign_up(&ctx, &email, &password, &key).await.map_err(refused)?;
    Ok(reply(&routes::sign_up(), Done::SignedUp))
}

/// Signs in; or asks for the second factor.
#[server(prefix = "/do", endpoint = "identity/sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Reply, AppError> {
    let (ctx, browser) = (request::ctx(), request::browser());
    let came = identity::sign_in(&ctx, &email, &password, &browser).await.map_err(refused)?;
    Ok(come_in(&came, &next))
}

/// Finishes a sign-in with a code.
#[server(prefix = "/do", endpoint = "identity/second-factor")]
pub async fn second_factor(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<Reply, AppError> {
    let (ctx, browser) = (request::ctx(), request::browser());
    let challenge = request::cookie(Cookie::Challenge).unwrap_or_default();
    let came = identity::second_factor(&ctx, &challenge, &code, &browser).await.map_err(refused)?;
    request::clear_cookie(Cookie::Challenge);
    Ok(come_in(&came, &next))
}

fn come_in(came: &SignedIn, next: &str) -> Reply {
    match came {
        SignedIn::Done { session, device } => {
            request::set_cookie(Cookie::Session, session.as_str());
            request::set_cookie(Cookie::Device, device.as_str());
            go_to(next, &routes::me())
        }
        SignedIn::SecondFactor { challenge } => {
            request::set_cookie(Cookie::Challenge, challenge.as_str());
            go(&routes::sign_in_code().with("next", next))
        }
    }
}

/// Ends this session.
#[server(prefix = "/do", endpoint = "identity/sign-out")]
pub async fn sign_out() -> Result<Reply, AppError> {
    let ctx = request::ctx();
    identity::sign_out(&ctx).await.map_err(refused)?;
    request::clear_cookie(Cookie::Session);
    Ok(reply(&routes::sign_in(), Done::SignedOut))
}

/// Mails the link that confirms the address once more.
#[server(prefix = "/do", endpoint = "identity/resend")]
pub async fn resend() -> Result<Reply, AppError> {
    identity::resend_confirmation(&request::ctx()).await.map_err(refused)?;
    Ok(reply(&routes::me(), Done::Resent))
}

/// Confirms the address of a new account.
#[server(prefix = "/do", endpoint = "identity/confirm")]
pub async fn confirm(#[server(default)] link_token: String) -> Result<Reply, AppError> {
    identity::confirm(&request::ctx(), &link_token).await.map_err(refused)?;
    Ok(reply(&routes::sign_in(), Done::Confirmed))
}

/// Mails a link to choose a new password.
#[server(prefix = "/do", endpoint = "identity/forgot-password")]
pub async fn forgot_password(#[server(default)] email: String) -> Result<Reply, AppError> {
    identity::forgot_password(&request::ctx(), &email).await.map_err(refused)?;
    Ok(reply(&routes::forgot_password(), Done::Forgot))
}

/// Sets a new password by link.
#[server(prefix = "/do", endpoint = "identity/reset-password")]
pub async fn reset_password(
    #[server(default)] link_token: String,
    #[server(default)] password: String,
) -> Result<Reply, AppError> {
    identity::reset_password(&request::ctx(), &link_token, &password).await.map_err(refused)?;
    request::clear_cookie(Cookie::Session);
    Ok(reply(&routes::sign_in(), Done::PasswordReset))
}

/// Gives the password again.
#[server(prefix = "/do", endpoint = "identity/prove")]
pub async fn prove(#[server(default)] password: String, #[server(default)] next: String) -> Result<Reply, AppError> {
    identity::prove(&request::ctx(), &password, "password").await.map_err(refused)?;
    Ok(go_to(&next, &routes::me()))
}

/// Sets a new password.
#[server(prefix = "/do", endpoint = "identity/change-password")]
pub async fn change_password(
    #[server(default)] present_password: String,
    #[server(default)] new_password: String,
) -> Result<Reply, AppError> {
    identity::change_password(&request::ctx(), &present_password, &new_password).await.map_err(refused)?;
    Ok(reply(&routes::account(), Done::PasswordChanged))
}

/// Mails a link to a new address.
#[server(prefix = "/do", endpoint = "identity/change-email")]
pub async fn change_email(
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Reply, AppError> {
    identity::ask_for_email(&request::ctx(), &email, &password).await.map_err(refused)?;
    Ok(reply(&routes::account(), Done::AddressAsked))
}

/// Sets the new address by link.
#[server(prefix = "/do", endpoint = "identity/confirm-email")]
pub async fn confirm_email(#[server(default)] link_token: String) -> Result<Reply, AppError> {
    identity::confirm_email(&request::ctx(), &link_token).await.map_err(refused)?;
    Ok(reply(&routes::sign_in(), Done::AddressChanged))
}

/// Signs one device out.
#[server(prefix = "/do", endpoint = "identity/end-device")]
pub async fn end_device(#[server(default)] device: String) -> Result<Reply, AppError> {
    identity::end_device(&request::ctx(), &device).await.map_err(refused)?;
    Ok(reply(&routes::devices(), Done::DeviceEnded))
}

/// Signs all other devices out.
#[server(prefix = "/do", endpoint = "identity/end-other-devices")]
pub async fn end_other_devices() -> Result<Reply, AppError> {
    identity::end_other_devices(&request::ctx()).await.map_err(refused)?;
    Ok(reply(&routes::devices(), Done::DevicesEnded))
}

/// Makes a secret and recovery codes to be kept.
#[server(prefix = "/do", endpoint = "identity/begin-two-factor")]
pub async fn begin_two_factor(#[server(default)] password: String) -> Result<Reply, AppError> {
    identity::begin_two_factor(&request::ctx(), &password).await.map_err(refused)?;
    Ok(go(&routes::two_factor()))
}

/// Switches the second factor on.
#[server(prefix = "/do", endpoint = "identity/confirm-two-factor")]
pub async fn confirm_two_factor(#[server(default)] code: String) -> Result<Reply, AppError> {
    identity::confirm_two_factor(&request::ctx(), &code).await.map_err(refused)?;
    Ok(reply(&routes::two_factor(), Done::TwoFactorOn))
}

/// Switches the second factor off.
#[server(prefix = "/do", endpoint = "identity/end-two-factor")]
pub async fn end_two_factor(#[server(default)] password: String) -> Result<Reply, AppError> {
    identity::end_two_factor(&request::ctx(), &password).await.map_err(refused)?;
    Ok(reply(&routes::two_factor(), Done::TwoFactorOff))
}

/// Asks for the account to be deleted.
#[server(prefix = "/do", endpoint = "identity/leave")]
pub async fn leave(
    #[server(default)] password: String,
    #[server(default)] understood: String,
) -> Result<Reply, AppError> {
    identity::leave(&request::ctx(), &password, understood == "yes").await.map_err(refused)?;
    request::clear_cookie(Cookie::Session);
    Ok(reply(&routes::sign_in(), Done::Leaving))
}

/// Takes the leaving back.
#[server(prefix = "/do", endpoint = "identity/come-back")]
pub async fn come_back() -> Result<Reply, AppError> {
    identity::come_back(&request::ctx()).await.map_err(refused)?;
    Ok(reply(&routes::me(), Done::CameBack))
}

/// Erases the account without waiting.
#[server(prefix = "/do", endpoint = "identity/erase-now")]
pub async fn erase_now() -> Result<Reply, AppError> {
    identity::erase_now(&request::ctx()).await.map_err(refused)?;
    request::clear_cookie(Cookie::Session);
    request::clear_cookie(Cookie::Device);
    Ok(reply(&routes::sign_up(), Done::Erased))
}

fn refused(error: IdentityError) -> AppError {
    match error {
        IdentityError::Denied(denied) => denied.into(),
        IdentityError::Invalid(errors) => AppError::Invalid(errors),
        IdentityError::Refused(refusal) => AppError::Refused(refusal),
        IdentityError::NotFound => AppError::NotFound,
        IdentityError::KeyConflict => AppError::AlreadySent,
        IdentityError::Busy => AppError::Busy,
        IdentityError::Secret(_) | IdentityError::Db(_) => AppError::internal(&request::request_id(), &error),
    }
}
