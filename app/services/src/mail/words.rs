//! What each letter says: subject and parts, in plain words. How parts look is in the two templates.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::local_path::LocalPath;
use domain::notifications::when;
use domain::text;
use url::Url;

use super::letter::{Letter, Told, WhenEnded};
use crate::config::Org;

/// Longest line of somebody's words in a subject or a title, in characters.
const TITLE_CHARS: usize = 120;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) parts: Vec<Part>,
}

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    List(Vec<String>),
    Button { label: &'static str, url: String },
    Told { title: String, text: String, url: String },
}

/// Who writes, from where, and in whose clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk<'d> {
    pub(super) org: &'d Org,
    pub(super) public_url: &'d Url,
    pub(super) zone: Tz,
}

impl Desk<'_> {
    pub(super) fn url(&self, path: &LocalPath) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    pub(super) fn when(&self, at: DateTime<Utc>) -> String {
        when(self.zone, at)
    }

    pub(super) fn button(&self, label: &'static str, path: &LocalPath) -> Part {
        Part::Button { label, url: self.url(path) }
    }

    fn told(&self, told: &Told) -> Part {
        Part::Told { title: line(&told.title), text: text::multi_line(&told.text), url: self.url(&told.path) }
    }
}

/// Somebody's words in one line, so that they can begin no header.
pub(super) fn line(words: &str) -> String {
    text::cut(&text::single_line(words), TITLE_CHARS).trim_end().to_owned()
}

pub(super) fn say(words: impl Into<String>) -> Part {
    Part::Text(words.into())
}

/// Subject and sentence of a letter about the end of a capability.
fn ended(when: WhenEnded, by: &str, what: &str, whom: &str, desk: Desk<'_>) -> (&'static str, String) {
    match when {
        WhenEnded::NeverHeld => {
            ("A capability was stopped", format!("{by} has stopped the capability {what} of {whom} before it held."))
        }
        WhenEnded::OnceConfirmed => (
            "A capability is to end",
            format!("{by} wants to take the capability {what} from {whom}. It ends once another admin confirms it."),
        ),
        WhenEnded::UnlessStopped(at) => (
            "A capability is to end",
            format!(
                "{by} wants to take the capability {what} from {whom}. It ends on {}, unless an admin stops it.",
                desk.when(at)
            ),
        ),
        WhenEnded::Kept => {
            ("A capability stays", format!("The end of the capability {what} of {whom} was stopped by {by}."))
        }
        WhenEnded::At(at) => (
            "A capability was taken away",
            format!("{by} has taken the capability {what} from {whom}. It ended on {}.", desk.when(at)),
        ),
    }
}

const NOT_YOU: &str = "If this was not you, you can ignore this mail. Nothing happens without the button.";

#[expect(clippy::too_many_lines, reason = "one arm a letter: a table that is read from top to bottom")]
pub(super) fn of(letter: &Letter, desk: Desk<'_>) -> Words {
    let short = line(&desk.org.short_name);
    let (subject, parts) = match letter {
        Letter::ConfirmAddress { link, until } => (
            format!("Confirm your e-mail address for {short}"),
            vec![
                say(format!("Somebody, we hope you, has made an account at {short} with this address.")),
                say("Press the button and then Confirm on the page that opens."),
                desk.button("Confirm my address", link),
                say(format!("The link works until {}.", desk.when(*until))),
                say(NOT_YOU),
            ],
        ),
        Letter::AlreadyHaveAccount { sign_in, forgotten } => (
            format!("You already have an account at {short}"),
            vec![
                say(format!(
                    "Somebody, perhaps you, has tried to make an account at {short} with this address. You already have one, so nothing has changed."
                )),
                desk.button("Sign in", sign_in),
                say("If you do not remember your password, choose a new one:"),
                desk.button("Choose a new password", forgotten),
                say("If this was not you, there is nothing to do."),
            ],
        ),
        Letter::ResetPassword { link, until } => (
            format!("Choose a new password for {short}"),
            vec![
                say(format!("Somebody, we hope you, has asked for a new password for your account at {short}.")),
                desk.button("Choose a new password", link),
                say(format!("The link works once, until {}. A newer link replaces it.", desk.when(*until))),
                say("If this was not you, you can ignore this mail. Your password stays as it is."),
            ],
        ),
        Letter::PasswordChanged { at, forgotten } => (
            format!("Your password for {short} was changed"),
            vec![
                say(format!(
                    "The password of your account was changed on {}. All other devices are signed out.",
                    desk.when(*at)
                )),
                say("If this was you, there is nothing to do. If not, choose a new password now:"),
                desk.button("Choose a new password", forgotten),
            ],
        ),
        Letter::ChangeAddressConfirm { link, until } => (
            format!("Confirm your new e-mail address for {short}"),
            vec![
                say(format!("Somebody, we hope you, wants to use this address for their account at {short}.")),
                say("Press the button and then Confirm on the page that opens. Until then the old address stays."),
                desk.button("Confirm my new address", link),
                say(format!("The link works until {}.", desk.when(*until))),
                say(NOT_YOU),
            ],
        ),
        Letter::AddressChangeTold { at, forgotten } => (
            format!("Your e-mail address for {short} is about to change"),
            vec![
                say(format!(
                    "On {} somebody who was signed in to your account asked to use another e-mail address. We have written to that address; once it is confirmed, it replaces this one.",
                    desk.when(*at)
                )),
                say(
                    "If this was you, there is nothing to do here. If not, choose a new password now, which also stops the change:",
                ),
                desk.button("Choose a new password", forgotten),
            ],
        ),
        Letter::AddressChanged { at } => (
            format!("Your e-mail address for {short} was changed"),
            vec![
                say(format!(
                    "Since {} your account has another e-mail address. This is the last mail to this one.",
                    desk.when(*at)
                )),
                say(format!("If this was not you, write to {} now, from this address. We can help.", desk.org.email)),
            ],
        ),
        Letter::NewDevice { device, at, devices } => (
            format!("New sign-in to {short}"),
            vec![
                say(format!(
                    "Somebody signed in to your account on {} with a browser we have not seen before: {}.",
                    desk.when(*at),
                    line(device)
                )),
                say(
                    "If this was you, there is nothing to do. If not, look at your devices, sign that one out and change your password:",
                ),
                desk.button("See my devices", devices),
            ],
        ),
        Letter::TwoFactorOn { at, settings } => (
            format!("Two-factor sign-in is on for {short}"),
            vec![
                say(format!("Since {} signing in to your account asks for a code from your phone.", desk.when(*at))),
                say("Keep your recovery codes in a safe place: they are the way in if the phone is lost."),
                desk.button("See my settings", settings),
                say("If this was not you, change your password and turn it off."),
            ],
        ),
        Letter::TwoFactorOff { at, settings } => (
            format!("Two-factor sign-in is off for {short}"),
            vec![
                say(format!("Since {} your password alone signs in to your account.", desk.when(*at))),
                say("If this was not you, change your password now and turn two-factor sign-in on again:"),
                desk.button("See my settings", settings),
            ],
        ),
        Letter::AccountLeaving { erase_at, sign_in } => (
            format!("Your account at {short} will be deleted"),
            vec![
                say("As you asked, nobody sees anything of you any more."),
                say(format!(
                    "On {} everything is deleted for good. Until then you can come back: sign in and press Keep my account.",
                    desk.when(*erase_at)
                )),
                desk.button("Sign in", sign_in),
                say("If this was not you, sign in now, keep the account and change your password."),
            ],
        ),
        Letter::AccountErased { at } => (
            format!("Your account at {short} is deleted"),
            vec![
                say(format!(
                    "On {} your account and what belonged to it were deleted for good. This is our last mail to you.",
                    desk.when(*at)
                )),
                say("Thank you for having been with us. You are welcome to make a new account at any time."),
            ],
        ),
        Letter::CapabilityGranted { capability, by, from, desk: path } => (
            format!("A new capability was granted at {short}"),
            vec![
                say(format!(
                    "{} has granted the capability \"{}\". It holds from {}.",
                    line(by),
                    line(capability),
                    desk.when(*from)
                )),
                say(
                    "You get this mail because you work for the association. If this looks wrong to you, an admin can take it back, also before it holds:",
                ),
                desk.button("Open the desk", path),
            ],
        ),
        Letter::CapabilityEnded { capability, by, whom, when, desk: path } => {
            let (subject, told) = ended(*when, &line(by), &format!("\"{}\"", line(capability)), &line(whom), desk);
            let why = "You get this mail because you work for the association. If this looks wrong to you, talk to an admin you know:";
            (format!("{subject} at {short}"), vec![say(told), say(why), desk.button("Open the desk", path)])
        }
        Letter::BreakGlassTold { at, log } => (
            format!("Somebody of {short} has looked at your private data"),
            vec![
                say(format!(
                    "On {} a member of the staff opened something that you keep private. They had to give a reason.",
                    desk.when(*at)
                )),
                say("Who it was, what they saw and why is in your log:"),
                desk.button("Read my log", log),
                say(format!("If you have a question or do not agree, write to {}.", desk.org.email)),
            ],
        ),
        Letter::Rsvp(told) => super::rsvp_words::of(told, desk),
        Letter::Notice(told) => {
            let title = line(&told.title);
            (
                if told.discreet || title.is_empty() { format!("News from {short}") } else { title },
                vec![desk.told(told)],
            )
        }
        Letter::Digest { told, more, list, discreet } => {
            let mut parts = vec![say("This is what happened since the last digest.")];
            parts.extend(told.iter().map(|told| desk.told(told)));
            if *more > 0 {
                parts.push(say(format!("And {more} more, which are on the site.")));
            }
            parts.push(desk.button("See all notifications", list));
            let count = told.len() as u64 + more;
            let things = if count == 1 { "1 thing" } else { &format!("{count} things") };
            (if *discreet { format!("News from {short}") } else { format!("{things} to know from {short}") }, parts)
        }
    };
    Words { subject, parts }
}
