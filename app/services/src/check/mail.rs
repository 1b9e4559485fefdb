//! The promises of the outbox, of choices and of notifications.

use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::{SECRET_CHARS, Topic, Unsubscribe};
use domain::text;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use super::house::is_sha256;
use crate::mail::entity::mails::{Entity as Mails, State};
use crate::mail::entity::{address_sha256, suppressions};
use crate::notifications::entity::{choices, notifications, settings};
use crate::notifications::is_whole;

pub(super) async fn outbox(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for mail in Mails::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "mails", mail.id, broken);
        let topic = Topic::parse(&mail.topic);
        require(topic.is_some(), "the topic is unknown");
        let said = [&mail.subject, &mail.body_text, &mail.body_html];
        let forgotten = matches!(mail.state, State::Sent | State::Dropped);
        if forgotten {
            require(
                mail.recipient.is_none() && said.iter().all(|part| part.is_none()),
                "it is gone, its words are not",
            );
        } else {
            require(said.iter().all(|part| part.is_some()), "it has nothing to say");
            let to = mail.recipient.as_ref().and_then(|to| Email::parse(&to.0));
            let fits = to.is_some_and(|to| address_sha256(&to) == mail.recipient_sha256);
            require(fits, "the recipient is not an address, or not the one it is counted for");
        }
        let token = mail.unsubscribe.as_ref();
        require(token.is_none_or(|token| Unsubscribe::parse(&token.0).is_some()), "the link to stop it is none");
        let optional = topic.is_some_and(|topic| !topic.is_transactional());
        require(forgotten || token.is_some() == optional, "a way to stop it stands where none belongs, or is missing");
        let waiting = mail.state == State::Waiting;
        require(waiting == mail.done_at.is_none(), "state and end do not agree");
        require(waiting || mail.leased_until.is_none(), "it is done and has a lease");
        require(mail.leased_until.is_none() || mail.attempts > 0, "a lease without an attempt");
        require(mail.state != State::Failed || mail.last_error.is_some(), "it failed without a reason");
    }
    for suppressed in suppressions::Entity::find().all(view).await? {
        let fits = is_sha256(&suppressed.address_sha256);
        findings.require(fits, "suppressions", suppressed.id, "the address's hash is not one");
    }
    Ok(())
}

pub(super) async fn people(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in settings::Entity::find().all(view).await? {
        let secret = &row.secret.0;
        let hex = secret.len() == SECRET_CHARS && secret.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        findings.require(hex, "mail_settings", row.id, "the secret is not one");
        findings.require(is_whole(&row), "mail_settings", row.id, "digest or quiet hours do not agree with themselves");
    }
    for row in choices::Entity::find().all(view).await? {
        let free = Topic::parse(&row.topic).is_some_and(|topic| !topic.is_transactional());
        findings.require(free, "mail_choices", row.id, "nobody chooses about this topic");
    }
    for row in notifications::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "notifications", row.id, broken);
        require(Topic::parse(&row.topic).is_some(), "the topic is unknown");
        require(LocalPath::parse(&row.path).is_some(), "the path is not a local path");
        let clean = !row.title.is_empty() && text::single_line(&row.title) == row.title;
        require(clean && text::multi_line(&row.body) == row.body, "title or text are not clean");
    }
    Ok(())
}
