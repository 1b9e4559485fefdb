//! From a letter to subject, plain text and HTML. One layout for all: no remote picture, no table, no script.

use askama::Template;

use super::letter::Letter;
use super::words::{Desk, Part, Words, of};

/// Lines of the plain text are broken here; links stay whole.
const TEXT_COLUMNS: usize = 72;

/// A letter ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Rendered {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// The part of a mail below its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Foot {
    /// Why the person gets it.
    pub(super) reason: &'static str,
    /// The page that stops mails like this.
    pub(super) unsubscribe: Option<String>,
    /// The page with all choices.
    pub(super) choices: Option<String>,
}

#[derive(Template)]
#[template(path = "mail/layout.html")]
struct Html<'w> {
    org: &'w str,
    short: &'w str,
    home: &'w str,
    email: &'w str,
    words: &'w Words,
    foot: &'w Foot,
}

#[derive(Template)]
#[template(path = "mail/layout.txt")]
struct Text<'w> {
    org: &'w str,
    home: &'w str,
    email: &'w str,
    words: &'w Words,
    foot: &'w Foot,
}

pub(super) fn render(letter: &Letter, desk: Desk<'_>, foot: &Foot) -> Rendered {
    let words = of(letter, desk);
    let (org, short) = (desk.org.name.as_str(), desk.org.short_name.as_str());
    let (home, email) = (desk.public_url.as_str(), desk.org.email.as_str());
    let html = Html { org, short, home, email, words: &words, foot }.render();
    let text = Text { org, home, email, words: &words, foot }.render();
    // Writing to memory fails only if a value's Display does; ours do not.
    Rendered { subject: words.subject.clone(), text: text.unwrap_or_default(), html: html.unwrap_or_default() }
}

/// Breaks a paragraph at spaces.
fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > TEXT_COLUMNS {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += length;
        }
    }
    wrapped
}
