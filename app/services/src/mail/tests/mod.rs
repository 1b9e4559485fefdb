//! Mail, on both databases, against a mail server with moods.

#[cfg(feature = "chaos")]
mod chaos_tests;
mod hostile;
mod letters;
mod outage;
mod queueing;
mod sending;
mod smtp;
mod suppressing;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::{Topic, Unsubscribe};
use sea_orm::{EntityTrait, QueryOrder};
use tokio::sync::watch;

use super::entity::mails::{Column, Entity, Model};
use super::worker::{Pace, send_due};
use super::{Letter, Outgoing, Queued, To, queue};
use crate::config::{Config, Mail};
use crate::ctx::Ctx;
use crate::db::DbError;

pub(super) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub(super) fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap()
}

pub(super) fn password_changed(ctx: &Ctx) -> Letter {
    Letter::PasswordChanged { at: ctx.now(), forgotten: path("/forgot-password") }
}

pub(super) fn reset(ctx: &Ctx) -> Letter {
    Letter::ResetPassword { link: path("/reset-password/token"), until: ctx.now() + TimeDelta::minutes(30) }
}

/// The same surroundings with a mail server.
pub(super) fn with_server(ctx: &Ctx, port: u16) -> Ctx {
    let mail =
        Mail { smtp_url: format!("smtp://127.0.0.1:{port}").into(), from: "Harborlight <hello@example.org>".into() };
    Ctx { config: Arc::new(Config { mail: Some(mail), ..(*ctx.config).clone() }), ..ctx.clone() }
}

/// Queues one mail in a transaction of its own.
pub(super) async fn queue_one(ctx: &Ctx, outgoing: Outgoing) -> Queued {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            let outgoing = outgoing.clone();
            Box::pin(async move { Ok::<_, DbError>(queue(tx, &outgoing, now).await?) })
        })
        .await
        .unwrap()
}

/// A mail that always goes out, to `<name>@example.org`.
pub(super) async fn queue_to(ctx: &Ctx, name: &str) {
    let to = email(&format!("{name}@example.org"));
    let outgoing = Outgoing::new(ctx, To::address(&to), &password_changed(ctx));
    assert_eq!(queue_one(ctx, outgoing).await, Queued::Waiting);
}

pub(super) async fn rows(ctx: &Ctx) -> Vec<Model> {
    Entity::find().order_by_asc(Column::Id).all(ctx.db.read()).await.unwrap()
}

/// Patience of tests: half a second for an answer.
pub(super) const PACE: Pace = Pace { at_once: 4, command: Duration::from_millis(500), whole: Duration::from_secs(5) };

/// Sends what is due; answers how many were tried.
pub(super) async fn send(ctx: &Ctx) -> usize {
    let (_sender, stop) = watch::channel(false);
    send_due(ctx, PACE, &stop).await.unwrap()
}

pub(super) fn stoppable(ctx: &Ctx, to: To<'_>, letter: &Letter) -> Outgoing {
    let secret = "0123456789abcdef0123456789abcdef".to_owned();
    let stop = domain::notifications::Stop::Topic(Topic::News);
    Outgoing::with_unsubscribe(ctx, to, letter, Unsubscribe { secret, stop })
}
