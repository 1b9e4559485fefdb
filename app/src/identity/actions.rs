//! What the forms about accounts call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::cookies::Cookie;
use crate::error::AppError;
use crate::reply::{Done, Reply, go, go_to, reply};
use crate::{request, routes};
use domain::access::Standing;
use leptos::prelude::server;
use services::ctx::{Ctx, Viewer};
use services::identity::{self, IdentityError, SignedIn, Token};
use services::opportunities::{self, OpportunityError};

/// Makes an account.
#[server(prefix = "/do", endpoint = "identity/sign-up")]
pub async fn sign_up(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Reply, AppError> {
    let (ctx, key) = (request::ctx(), request::form_meta().key);
    let kept = routes::join_to_keep(&next);
    identity::sign_up(&ctx, &email, &password, kept.as_ref(), &key).await.map_err(refused)?;
    let Some(join) = routes::join_again(&next) else { return Ok(reply(&routes::sign_up(), Done::SignedUp)) };
    request::set_cookie(Cookie::Next, join.as_str());
    Ok(reply(&routes::sign_up_to(join.as_str()), Done::SignedUp))
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
    let adopted = adopt_draft(&ctx, &came).await;
    Ok(come_in(&came, &next, adopted))
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
    let adopted = adopt_draft(&ctx, &came).await;
    Ok(come_in(&came, &next, adopted))
}

/// A posting that was begun in this browser without an account becomes the person's; answers whether there was one that
/// they can go on with. That it cannot is no reason to keep them out: the cookie still opens it.
async fn adopt_draft(ctx: &Ctx, came: &SignedIn) -> bool {
    let SignedIn::Done { session, .. } = came else { return false };
    let Some(token) = request::cookie(Cookie::Draft).and_then(|cookie| Token::parse(&cookie)) else { return false };
    let adopted: Result<Option<bool>, OpportunityError> = async {
        let Some(member) = identity::resume(ctx, session.as_str()).await? else { return Ok(None) };
        let active = member.standing == Standing::Active;
        let viewer = Viewer { member: Some(member), ..ctx.viewer.clone() };
        let there = opportunities::adopt(&ctx.with_viewer(viewer), &token).await?;
        Ok(Some(there && active))
    }
    .await;
    match adopted {
        Ok(Some(goes_on)) => {
            request::clear_cookie(Cookie::Draft);
            goes_on
        }
        Ok(None) => false,
        Err(error) => {
            tracing::error!(request_id = ctx.viewer.request_id, %error, "a draft could not be adopted");
            false
        }
    }
}

/// `adopted`: a draft has just become theirs, so whoever asked for no other page sees it.
fn come_in(came: &SignedIn, next: &str, adopted: bool) -> Reply {
    match came {
        SignedIn::Done { session, device } => {
            request::set_cookie(Cookie::Session, session.as_str());
            request::set_cookie(Cookie::Device, device.as_str());
            let home =
                if adopted { routes::my_postings().with("done", Done::DraftAdopted.word()) } else { routes::me() };
            go_to(next, &home)
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
    let (ctx, here) = (request::ctx(), request::cookie(Cookie::Next));
    let kept = identity::confirm(&ctx, &link_token).await.map_err(refused)?;
    // The browser in which the account was made knows a code that works once, too.
    let join = here.as_deref().and_then(routes::join_again);
    let Some(join) = join.or_else(|| routes::join_again(kept?.as_str())) else {
        return Ok(reply(&routes::sign_in(), Done::Confirmed));
    };
    if here.is_some() {
        request::clear_cookie(Cookie::Next);
    }
    let signed_in = ctx.viewer.member.is_some();
    Ok(reply(&if signed_in { join } else { routes::sign_in_to(join.as_str()) }, Done::Confirmed))
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
