//! The part of a link that stops mails: whose, and about what.
//!
//! Whoever has the link may stop these mails and do nothing else (RFC 8058 wants it to work without signing in).

use std::fmt;

use super::Topic;

/// Length of the secret: 128 random bits in lower-case hex.
pub const SECRET_CHARS: usize = 32;

/// What a link stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Mails about a topic; never one that is transactional.
    Topic(Topic),
    /// The digest.
    Digest,
}

impl Stop {
    fn word(self) -> &'static str {
        match self {
            Self::Topic(topic) => topic.word(),
            Self::Digest => DIGEST,
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Topic(topic) => topic.label(),
            Self::Digest => "The digest",
        }
    }
}

const DIGEST: &str = "digest";

/// A secret of one person and what to stop, written as `<secret>-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Names the person, and is the right to stop their mails.
    pub secret: String,
    /// What to stop.
    pub stop: Stop,
}

impl Unsubscribe {
    /// Reads the token of an address; `None` for anything else, and for topics nobody can stop.
    pub fn parse(token: &str) -> Option<Self> {
        let (secret, word) = token.split_once('-')?;
        let plain = secret.len() == SECRET_CHARS && secret.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let stop = match Topic::parse(word) {
            Some(topic) if topic.is_transactional() => None,
            Some(topic) => Some(Stop::Topic(topic)),
            None => (word == DIGEST).then_some(Stop::Digest),
        }?;
        plain.then(|| Self { secret: secret.to_owned(), stop })
    }
}

impl fmt::Display for Unsubscribe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.secret, self.stop.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_token_of_a_topic_that_can_be_stopped_is_read() {
        let secret = "0123456789abcdef0123456789abcdef";
        for stop in [Stop::Topic(Topic::News), Stop::Topic(Topic::Staff), Stop::Digest] {
            let token = Unsubscribe { secret: secret.to_owned(), stop };
            assert_eq!(Unsubscribe::parse(&token.to_string()), Some(token));
        }
        for bad in ["", "-", "news", &format!("{secret}-account"), &format!("{secret}-x"), &secret[1..], "X-news"] {
            assert_eq!(Unsubscribe::parse(bad), None, "{bad}");
        }
        assert_eq!(Unsubscribe::parse(&format!("{}-news", secret.to_uppercase())), None);
    }
}
