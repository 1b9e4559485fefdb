//! What a mail carries for the calendar of whoever gets it (RFC 6047).

use crate::events::ical::itip::Method;

/// The last line of an object. Only a line of its own: folded lines go on behind a space, and text has no line ends.
const END: &str = "\r\nEND:VCALENDAR\r\n";

/// An iTIP object. It names the receiver, so it is kept as the mail's words are.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// What the calendar is to do.
    pub method: Method,
    /// The bytes of `text/calendar`.
    pub bytes: String,
}

/// Several objects in a row, as the outbox keeps them (RFC 5545 section 3.4 calls it a stream); `None` for none.
pub(super) fn stream(parts: &[CalendarPart]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.iter().map(|part| part.bytes.as_str()).collect())
}

/// The objects of a stream, each with what it asks for.
pub(super) fn objects(stream: &str) -> impl Iterator<Item = (Option<Method>, &str)> {
    stream.split_inclusive(END).map(|object| {
        let method = object.lines().find_map(|line| line.strip_prefix("METHOD:"));
        (method.and_then(Method::parse), object)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_together_comes_apart_again_whatever_a_title_says() {
        let part = |method: Method, title: &str| CalendarPart {
            method,
            bytes: format!(
                "BEGIN:VCALENDAR\r\nMETHOD:{}\r\nSUMMARY:{title}\r\n END:VCALENDAR\r\nEND:VCALENDAR\r\n",
                method.word()
            ),
        };
        let parts = [part(Method::Request, "END:VCALENDAR"), part(Method::Cancel, "METHOD:REQUEST")];
        let kept = stream(&parts).unwrap();
        let found: Vec<_> = objects(&kept).collect();
        assert_eq!(found, parts.iter().map(|part| (Some(part.method), part.bytes.as_str())).collect::<Vec<_>>());
        assert_eq!(stream(&[]), None);
        assert_eq!(objects("nonsense").collect::<Vec<_>>(), [(None, "nonsense")]);
    }
}
