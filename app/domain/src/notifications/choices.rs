//! Everything a person may choose about their mails, as a form posts it and as it is kept.

use super::{Choice, Digest, QuietHours, Topic, words};
use crate::form::FieldError;

/// The form as it is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoicesForm {
    /// [`Topic::Events`].
    pub events: String,
    /// [`Topic::News`].
    pub news: String,
    /// [`Topic::Staff`]; empty when the form does not show it.
    pub staff: String,
    /// How often the digest comes.
    pub digest: String,
    /// Quiet from, as `22:00`, or empty.
    pub quiet_from: String,
    /// Quiet until, as `07:00`, or empty.
    pub quiet_until: String,
    /// `1` when subjects are to say nothing.
    pub discreet: String,
}

/// What a person has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// By topic; what is not listed stays as it is. Never a transactional topic.
    pub topics: Vec<(Topic, Choice)>,
    /// How often the digest comes.
    pub digest: Digest,
    /// When no mail is wanted.
    pub quiet: Option<QuietHours>,
    /// Subjects say nothing of what a mail is about.
    pub discreet: bool,
}

impl Choices {
    /// What holds until a person chooses.
    pub fn usual() -> Self {
        let free = Topic::ALL.into_iter().filter(|topic| !topic.is_transactional());
        Self {
            topics: free.map(|topic| (topic, topic.default_choice())).collect(),
            digest: Digest::Weekly,
            quiet: None,
            discreet: false,
        }
    }

    /// The choice for a topic.
    pub fn of(&self, topic: Topic) -> Choice {
        let chosen = self.topics.iter().find(|(other, _)| *other == topic).map(|(_, choice)| *choice);
        chosen.unwrap_or(topic.default_choice())
    }
}

impl ChoicesForm {
    /// Reads the form, or says what is wrong with which field.
    pub fn parse(&self) -> Result<Choices, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut topics = Vec::new();
        for (topic, word) in [(Topic::Events, &self.events), (Topic::News, &self.news), (Topic::Staff, &self.staff)] {
            match Choice::parse(word) {
                Some(choice) => topics.push((topic, choice)),
                None if word.is_empty() => {}
                None => errors.push(FieldError::new(topic.word(), words::CHOICE)),
            }
        }
        let digest = Digest::parse(&self.digest);
        if digest.is_none() {
            errors.push(FieldError::new("digest", words::DIGEST));
        }
        let quiet = QuietHours::parse(&self.quiet_from, &self.quiet_until).unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        match digest {
            Some(digest) if errors.is_empty() => Ok(Choices { topics, digest, quiet, discreet: self.discreet == "1" }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_or_its_fields_are_named() {
        let form = ChoicesForm { events: "off".into(), digest: "daily".into(), ..ChoicesForm::default() };
        let choices = form.parse().unwrap();
        assert_eq!((choices.of(Topic::Events), choices.of(Topic::News)), (Choice::Off, Choice::Digest));
        assert_eq!((choices.digest, choices.quiet, choices.discreet), (Digest::Daily, None, false));
        let bad = ChoicesForm { news: "maybe".into(), quiet_from: "22:00".into(), ..ChoicesForm::default() };
        let fields: Vec<String> = bad.parse().unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["news", "digest", "quiet_until"]);
        assert!(Choices::usual().topics.iter().all(|(topic, _)| !topic.is_transactional()));
    }
}
