//! How a mail leaves: over SMTP, or into a folder while no mail server is named.

use std::path::PathBuf;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;
use url::Url;

use super::entity::mails::Model;
use super::message::build;
use super::verdict::Verdict;
use super::{mailbox, worker};
use crate::config::{Config, Mail};
use crate::ctx::Ctx;

/// Where mails go, with what every one of them needs.
#[derive(Clone)]
pub(super) struct Road {
    from: Mailbox,
    public_url: Url,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Why the configured way cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct RoadError {
    /// The variable to change.
    pub variable: &'static str,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

/// Is this a usable way to send mail? Nothing is sent.
pub fn check_config(mail: &Mail) -> Result<(), RoadError> {
    sender(&mail.from)?;
    transport(mail, worker::Pace::default().command).map(drop)
}

impl Road {
    pub(super) fn of(ctx: &Ctx, patience: Duration) -> Result<Self, RoadError> {
        let config: &Config = &ctx.config;
        let public_url = config.public_url.clone();
        if let Some(mail) = &config.mail {
            return Ok(Self { from: sender(&mail.from)?, public_url, kind: Kind::Smtp(transport(mail, patience)?) });
        }
        let address = config.org.email.parse().map_err(|_| RoadError {
            variable: "LANDFALL_ORG_EMAIL",
            problem: "it is not an e-mail address".to_owned(),
        })?;
        let from = Mailbox::new(Some(domain::text::single_line(&config.org.short_name)), address);
        Ok(Self { from, public_url, kind: Kind::Folder(mailbox::folder(&config.data_dir)) })
    }

    /// Sends one mail, once.
    pub(super) async fn send(&self, mail: &Model) -> Verdict {
        let wire = match build(mail, &self.from, &self.public_url) {
            Ok(wire) => wire,
            Err(error) => return Verdict::never(&error.to_string()),
        };
        match &self.kind {
            Kind::Smtp(transport) => match transport.send_raw(&wire.envelope, &wire.bytes).await {
                Ok(_) => Verdict::Sent,
                Err(error) => Verdict::of(&error),
            },
            Kind::Folder(folder) => match mailbox::keep(folder, mail, &wire.bytes).await {
                Ok(()) => Verdict::Sent,
                Err(error) => Verdict::later(&format!("the folder for mails cannot be written: {error}")),
            },
        }
    }
}

fn sender(from: &str) -> Result<Mailbox, RoadError> {
    from.parse().map_err(|_| RoadError {
        variable: "LANDFALL_MAIL_FROM",
        problem: format!("\"{from}\" is not a sender such as Harborlight <hello@example.org>"),
    })
}

/// A password or a mail in the open is for this machine only.
fn transport(mail: &Mail, patience: Duration) -> Result<AsyncSmtpTransport<Tokio1Executor>, RoadError> {
    let wrong = |problem: String| RoadError { variable: "LANDFALL_SMTP_URL", problem };
    let text = mail.smtp_url.expose_secret();
    let url = Url::parse(text)
        .map_err(|_| wrong("it is not an address such as smtps://user:password@mail.example.org".to_owned()))?;
    let encrypted =
        url.scheme() == "smtps" || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    if !encrypted && !is_loopback(&url) {
        return Err(wrong(
            "mail would travel in the open: use smtps://, or smtp:// with ?tls=required (smtp:// alone is for this machine)"
                .to_owned(),
        ));
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(text).map_err(|error| wrong(error.to_string()))?;
    Ok(builder.timeout(Some(patience)).build())
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

/// Whether the folder of mails may be shown on a page: only while no mail server is named and the site is on one's own
/// computer.
pub fn mailbox_is_open(config: &Config) -> bool {
    config.mail.is_none() && is_loopback(&config.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(url: &str, from: &str) -> Result<(), &'static str> {
        let mail = Mail { smtp_url: url.into(), from: from.to_owned() };
        check_config(&mail).map_err(|error| error.variable)
    }

    #[test]
    fn mail_never_travels_in_the_open_but_to_this_machine() {
        let from = "Harborlight <hello@example.org>";
        for good in ["smtps://u:p@mail.example.org", "smtp://mail.example.org?tls=required", "smtp://127.0.0.1:2525"] {
            assert_eq!(checked(good, from), Ok(()), "{good}");
        }
        for bad in ["smtp://mail.example.org", "smtp://mail.example.org?tls=opportunistic", "http://127.0.0.1", "mail"]
        {
            assert_eq!(checked(bad, from), Err("LANDFALL_SMTP_URL"), "{bad}");
        }
        for bad in ["", "Harborlight", "a@b.org, c@d.org", "Harborlight <hello@example.org>\r\nBcc: eve@example.org"] {
            assert_eq!(checked("smtp://127.0.0.1", bad), Err("LANDFALL_MAIL_FROM"), "{bad}");
        }
    }
}
