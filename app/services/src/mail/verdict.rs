//! What a mail server's answer means for a mail: sent, later, never; and whether the address is to be left alone.
//!
//! Reasons are kept for the desk without addresses: servers like to repeat them in their answers.

use lettre::transport::smtp::Error as SmtpError;

/// Longest reason kept, in characters.
const REASON_CHARS: usize = 200;
/// Status codes about the recipient (RFC 3463 section 3.2, and 5.1.10 of RFC 7505): bad mailbox, bad system, bad syntax,
/// moved away without a new address, takes no mail at all.
const GONE: [&str; 5] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The server has taken it.
    Sent,
    /// Worth another try.
    Later(String),
    /// Another try would fail the same way.
    Never {
        /// Why.
        reason: String,
        /// There is no such mailbox.
        address_is_gone: bool,
    },
}

impl Verdict {
    pub(super) fn later(reason: &str) -> Self {
        Self::Later(without_addresses(reason))
    }

    pub(super) fn never(reason: &str) -> Self {
        Self::Never { reason: without_addresses(reason), address_is_gone: false }
    }

    pub(super) fn of(error: &SmtpError) -> Self {
        let words = std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
        match error.status() {
            Some(code) => of_reply(u16::from(code), &words),
            // The mail cannot be sent through this server at all, such as letters beyond ASCII in the address.
            None if error.is_client() => Self::never(&format!("the mail server cannot take this mail: {words}")),
            None if error.is_timeout() => Self::later("the mail server did not answer in time"),
            None => Self::later(&format!("the mail server could not be reached: {words}")),
        }
    }
}

/// RFC 5321 section 4.2.1: 4yz is for later, 5yz for never. Not the mail's fault and therefore for later: what the
/// server has against us (421, 521, and 530 to 538 of RFC 4954 section 6).
///
/// The address is gone only where the answer begins with the RFC 3463 code that says so: 5.1.7 and 5.1.8 are about the
/// sender, and a bare 550 is as often a policy as a missing mailbox. And only for 550, 551 and 553, which RFC 5321
/// section 4.3.2 gives as answers to RCPT: what a server says after it has seen the mail is about the mail.
fn of_reply(code: u16, words: &str) -> Verdict {
    let reason = without_addresses(&format!("the mail server said {code} {words}"));
    if code < 500 || code == 521 || (530..=538).contains(&code) {
        return Verdict::Later(reason);
    }
    let says_so = words.split_whitespace().next().is_some_and(|first| GONE.contains(&first));
    let address_is_gone = matches!(code, 550 | 551 | 553) && says_so;
    Verdict::Never { reason, address_is_gone }
}

fn without_addresses(words: &str) -> String {
    let clean = domain::text::single_line(words);
    let kept: Vec<&str> = clean.split(' ').map(|word| if word.contains('@') { "(address)" } else { word }).collect();
    domain::text::cut(&kept.join(" "), REASON_CHARS).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(code: u16, words: &str) -> Option<bool> {
        match of_reply(code, words) {
            Verdict::Never { address_is_gone, .. } => Some(address_is_gone),
            Verdict::Later(_) | Verdict::Sent => None,
        }
    }

    #[test]
    fn an_address_is_left_alone_only_when_the_server_says_that_there_is_none() {
        assert_eq!(gone(550, "5.1.1 <ada@example.org> no such user"), Some(true));
        assert_eq!(gone(556, "5.1.10 takes no mail"), Some(false), "not an answer to RCPT of ours");
        assert_eq!(gone(550, "5.1.10 takes no mail"), Some(true));
        assert_eq!(gone(550, "no such user"), Some(false));
        assert_eq!(gone(550, "relaying denied"), Some(false));
        assert_eq!(gone(553, "5.1.7 bad sender"), Some(false));
        assert_eq!(gone(550, "5.1.8 sender's system does not exist"), Some(false));
        assert_eq!(gone(550, "blocked, see rule 5.1.1"), Some(false));
        assert_eq!(gone(554, "5.1.1 said of the whole mail"), Some(false));
        assert_eq!(gone(553, "5.1.3 bad address"), Some(true));
        assert_eq!(gone(550, "5.7.1 looks like spam"), Some(false));
        assert_eq!(gone(552, "5.2.2 mailbox full"), Some(false));
        assert_eq!(gone(554, "transaction failed"), Some(false));
        for (code, words) in [(421, "busy"), (451, "4.3.0 later"), (450, ""), (535, "5.7.8 wrong password"), (521, "")]
        {
            assert_eq!(gone(code, words), None, "{code}");
        }
    }

    #[test]
    fn no_address_is_kept_in_a_reason() {
        let Verdict::Never { reason, .. } = of_reply(550, "5.1.1 <ada@example.org>:\r\nno such user\u{202e}") else {
            panic!("a permanent refusal")
        };
        assert_eq!(reason, "the mail server said 550 5.1.1 (address) no such user");
    }
}
