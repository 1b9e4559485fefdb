//! A letter with its recipient, rendered and ready for the outbox.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::id::PublicId;
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::notifications::{Topic, Unsubscribe};

use super::addresses;
use super::calendar_part::CalendarPart;
use super::entity::address_sha256;
use super::letter::Letter;
use super::render::{Foot, Rendered, render};
use super::words::Desk;
use crate::ctx::Ctx;

/// Whom a letter goes to.
#[derive(Debug, Clone, Copy)]
pub struct To<'t> {
    /// Where to.
    pub email: &'t Email,
    /// Whose account it is about; the mail is deleted with it. `None` where no account is or none will be.
    pub account: Option<i64>,
    /// The person's zone for dates; the association's when it is not known.
    pub zone: Option<Tz>,
}

impl<'t> To<'t> {
    /// An address without an account.
    pub const fn address(email: &'t Email) -> Self {
        Self { email, account: None, zone: None }
    }

    /// A person.
    pub const fn person(email: &'t Email, account: i64, zone: Option<Tz>) -> Self {
        Self { email, account: Some(account), zone }
    }
}

/// A mail for [`super::queue`]. Made before the write, so that the transaction stays short.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    id: PublicId,
    to: Email,
    account: Option<i64>,
    recipient_sha256: String,
    topic: Topic,
    kind: &'static str,
    by_strangers: bool,
    caused_by: Option<String>,
    rendered: Rendered,
    unsubscribe: Option<Unsubscribe>,
    calendar: Vec<CalendarPart>,
    not_before: Option<DateTime<Utc>>,
    useless_at: Option<DateTime<Utc>>,
}

/// What a mail says stays out of logs.
impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Outgoing {
    /// Renders a letter. The viewer's network address is what the limits count by.
    pub fn new(ctx: &Ctx, to: To<'_>, letter: &Letter) -> Self {
        Self::with(ctx, to, letter, None)
    }

    /// A letter that can be stopped by its link.
    pub(crate) fn with_unsubscribe(ctx: &Ctx, to: To<'_>, letter: &Letter, unsubscribe: Unsubscribe) -> Self {
        Self::with(ctx, to, letter, Some(unsubscribe))
    }

    /// The same, not sent before an instant.
    #[must_use]
    pub(crate) fn not_before(self, at: DateTime<Utc>) -> Self {
        Self { not_before: Some(at), ..self }
    }

    /// The same, of no use from an instant on.
    #[must_use]
    pub(crate) fn useless_from(self, at: DateTime<Utc>) -> Self {
        Self { useless_at: Some(at), ..self }
    }

    /// The same with parts for the receiver's calendar, the most needed first: some programs read no other.
    #[must_use]
    pub(crate) fn for_calendar(self, parts: Vec<CalendarPart>) -> Self {
        Self { calendar: parts, ..self }
    }

    fn with(ctx: &Ctx, to: To<'_>, letter: &Letter, unsubscribe: Option<Unsubscribe>) -> Self {
        let config = &ctx.config;
        let desk = Desk { org: &config.org, public_url: &config.public_url, zone: to.zone.unwrap_or(config.org.zone) };
        let page = |path: String| LocalPath::parse(&path).map(|path| desk.url(&path));
        let foot = Foot {
            reason: reason(letter, to.account.is_some()),
            unsubscribe: unsubscribe.as_ref().and_then(|token| page(unsubscribe_path(&token.to_string()))),
            choices: unsubscribe.as_ref().and_then(|_| page(addresses::CHOICES.to_owned())),
        };
        let caused_by = if letter.is_by_strangers() { ctx.viewer.peer } else { None };
        Self {
            id: ctx.dice.public_id(),
            to: to.email.clone(),
            account: to.account,
            recipient_sha256: address_sha256(to.email),
            topic: letter.topic(),
            kind: letter.kind(),
            by_strangers: letter.is_by_strangers(),
            caused_by: caused_by.map(|peer| ctx.vault.fingerprint_of("mail by", &household(peer))),
            rendered: render(letter, desk, &foot),
            unsubscribe,
            calendar: Vec::new(),
            not_before: None,
            useless_at: letter.useless_at(),
        }
    }

    pub(super) fn id(&self) -> PublicId {
        self.id
    }

    pub(super) fn to(&self) -> &Email {
        &self.to
    }

    pub(super) fn account(&self) -> Option<i64> {
        self.account
    }

    pub(super) fn recipient_sha256(&self) -> &str {
        &self.recipient_sha256
    }

    pub(super) fn topic(&self) -> Topic {
        self.topic
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn is_by_strangers(&self) -> bool {
        self.by_strangers
    }

    pub(super) fn caused_by(&self) -> Option<&str> {
        self.caused_by.as_deref()
    }

    pub(super) fn rendered(&self) -> &Rendered {
        &self.rendered
    }

    pub(super) fn unsubscribe(&self) -> Option<&Unsubscribe> {
        self.unsubscribe.as_ref()
    }

    pub(super) fn calendar(&self) -> &[CalendarPart] {
        &self.calendar
    }

    pub(super) fn due(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.not_before.map_or(now, |at| at.max(now))
    }

    pub(super) fn useless_at(&self) -> Option<DateTime<Utc>> {
        self.useless_at
    }
}

/// The page that stops mails.
pub(super) fn unsubscribe_path(token: &str) -> String {
    format!("{}{token}", addresses::UNSUBSCRIBE)
}

fn reason(letter: &Letter, has_account: bool) -> &'static str {
    match letter {
        Letter::Notice(_) | Letter::Digest { .. } => "You get this mail because of what you chose on your mail page.",
        Letter::Rsvp(told) if told.asks_stranger() => {
            "You get this mail because somebody entered this address on our site."
        }
        Letter::Rsvp(_) => "You get this mail because you answered an invitation to this event.",
        _ if has_account => "You get this mail because it is about the safety of your account.",
        _ => "You get this mail because somebody entered this address on our site.",
    }
}

/// IPv6 counts by /64, which is what one household gets.
fn household(peer: std::net::IpAddr) -> String {
    match peer {
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => ip.to_string(),
            None => std::net::Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_household_is_counted_as_one() {
        let household = |text: &str| super::household(text.parse().unwrap());
        assert_eq!(household("2001:db8:1:2::1"), household("2001:db8:1:2:ffff::9"));
        assert_ne!(household("2001:db8:1:2::1"), household("2001:db8:1:3::1"));
        assert_eq!(household("::ffff:192.0.2.1"), household("192.0.2.1"));
    }
}
