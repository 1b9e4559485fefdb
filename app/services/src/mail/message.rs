//! From a row of the outbox to the bytes that a mail server is given.
//!
//! The same row gives the same bytes each time: Message-ID, date and boundary are made of the row, so that a mail that
//! went out twice is seen to be one. Every header is set here by its type; none is put together from text.

use std::time::SystemTime;

use domain::text;
use lettre::address::Envelope;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use url::Url;

use super::calendar_part::objects;
use super::entity::mails::Model;
use super::outgoing::unsubscribe_path;
use crate::events::ical::itip::Method;
use crate::secret::Secret;

/// A row that no mail can be made of; another try would fail the same way. Says nothing of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsendable {
    /// The row is sent or damaged.
    #[error("the mail has no recipient or no content")]
    Empty,
    /// What stands in the row is no address.
    #[error("the recipient is not an address")]
    Address,
    /// lettre found something to object to.
    #[error("the mail cannot be put together")]
    Build,
}

/// What goes over the wire.
#[derive(Clone)]
pub(super) struct Wire {
    pub(super) envelope: Envelope,
    pub(super) bytes: Vec<u8>,
}

macro_rules! header {
    ($name:ident, $text:literal) => {
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

// RFC 3834 section 5: answers by machines to mails by machines are nobody's wish.
header!(AutoSubmitted, "Auto-Submitted");
// RFC 2369 section 3.2 and RFC 8058 section 3.1: one press in the mail program, no page in between.
header!(ListUnsubscribe, "List-Unsubscribe");
header!(ListUnsubscribePost, "List-Unsubscribe-Post");

/// Puts the mail together. `from` is the association's address, as the configuration has it.
pub(super) fn build(mail: &Model, from: &Mailbox, public_url: &Url) -> Result<Wire, Unsendable> {
    let held = |value: &Option<Secret>| value.as_ref().map(|Secret(text)| text.clone()).ok_or(Unsendable::Empty);
    let to: Address = held(&mail.recipient)?.parse().map_err(|_| Unsendable::Address)?;
    let host = public_url.host_str().unwrap_or("localhost");
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        // Cleaned when it was written, and once more here: this is the last door.
        .subject(text::single_line(&held(&mail.subject)?))
        .message_id(Some(format!("<{}@{host}>", mail.public_id)))
        .date(SystemTime::from(mail.created_at))
        .header(AutoSubmitted("auto-generated".to_owned()));
    if let Some(Secret(token)) = &mail.unsubscribe {
        let page = format!("{}{}", public_url.as_str().trim_end_matches('/'), unsubscribe_path(token));
        message = message
            .header(ListUnsubscribe(format!("<{page}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let mut bodies = MultiPart::alternative()
        .boundary(format!("landfall-{}", mail.public_id))
        .singlepart(part(ContentType::TEXT_PLAIN, &held(&mail.body_text)?)?)
        .singlepart(part(ContentType::TEXT_HTML, &held(&mail.body_html)?)?);
    let mut calendars = mail.calendar.iter().flat_map(|Secret(stream)| objects(stream));
    if let Some(first) = calendars.next() {
        bodies = bodies.singlepart(calendar_part(first, None)?);
    }
    let others: Vec<_> = calendars.collect();
    let message = if others.is_empty() {
        message.multipart(bodies)
    } else {
        let whole = MultiPart::mixed().boundary(format!("landfall-whole-{}", mail.public_id)).multipart(bodies);
        let attached = others.into_iter().zip(2..).try_fold(whole, |whole, (object, nth)| {
            Ok::<_, Unsendable>(whole.singlepart(calendar_part(object, Some(nth))?))
        })?;
        message.multipart(attached)
    };
    let message = message.map_err(|_| Unsendable::Build)?;
    Ok(Wire { envelope: message.envelope().clone(), bytes: message.formatted() })
}

/// Always quoted-printable: any server takes it, and no line is longer than 76 characters (RFC 2045 section 6.7).
fn part(kind: ContentType, text: &str) -> Result<SinglePart, Unsendable> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Unsendable::Build)?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// The last and best alternative of a mail for a calendar (RFC 6047 section 2.4), or one more object beside it, because an
/// object has one method and one UID. In base64, so that its line ends and folds arrive as they were written.
fn calendar_part((method, bytes): (Option<Method>, &str), nth: Option<u32>) -> Result<SinglePart, Unsendable> {
    let method = method.ok_or(Unsendable::Build)?;
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={}", method.word()))
        .map_err(|_| Unsendable::Build)?;
    let body =
        Body::new_with_encoding(bytes.to_owned(), ContentTransferEncoding::Base64).map_err(|_| Unsendable::Build)?;
    let part = SinglePart::builder().header(kind);
    let part = match nth {
        Some(nth) => part.header(ContentDisposition::attachment(&format!("dates-{nth}.ics"))),
        None => part,
    };
    Ok(part.body(body))
}
