//! What the forms about notifications call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::id::PublicId;
use domain::notifications::ChoicesForm;
use leptos::prelude::server;
use services::notifications::{self, NotificationsError};

/// Marks one notification as read.
#[server(prefix = "/do", endpoint = "notifications/read")]
pub async fn mark_read(#[server(default)] notification: String) -> Result<Reply, AppError> {
    let (ctx, id) = (request::ctx(), PublicId::parse(&notification));
    notifications::mark_read(&ctx, id).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::notifications(), Done::MarkedRead))
}

/// Marks all notifications as read.
#[server(prefix = "/do", endpoint = "notifications/read-all")]
pub async fn mark_all_read() -> Result<Reply, AppError> {
    let ctx = request::ctx();
    notifications::mark_all_read(&ctx).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::notifications(), Done::MarkedRead))
}

/// Stores which mails one gets.
#[server(prefix = "/do", endpoint = "notifications/choose")]
pub async fn choose(
    #[server(default)] events: String,
    #[server(default)] news: String,
    #[server(default)] staff: String,
    #[server(default)] digest: String,
    #[server(default)] quiet_from: String,
    #[server(default)] quiet_until: String,
    #[server(default)] discreet: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    let form = ChoicesForm { events, news, staff, digest, quiet_from, quiet_until, discreet };
    notifications::choose(&ctx, &form).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::mail_choices(), Done::MailChosen))
}

fn refused(request_id: &str, error: NotificationsError) -> AppError {
    match error {
        NotificationsError::Denied(denied) => denied.into(),
        NotificationsError::Invalid(errors) => AppError::Invalid(errors),
        NotificationsError::Db(error) => AppError::internal(request_id, &error),
    }
}
