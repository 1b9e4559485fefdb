//! Who speaks at a series.

use serde::{Deserialize, Serialize};

/// A speaker in the words of the programme. Only the name is ever required.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name as the person writes it.
    pub name: String,
    /// Letters after the name, such as "MD, MPH".
    pub credentials: String,
    /// What the person does, such as "Internal medicine resident".
    pub role: String,
    /// Where the person works or studies.
    pub affiliation: String,
    /// A few sentences about the person, plain text.
    pub bio: String,
}

impl Speaker {
    /// Name and credentials in one line: "Amara Osei, MD".
    pub fn full_name(&self) -> String {
        if self.credentials.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.credentials) }
    }

    /// Role and affiliation in one line; empty when neither is known.
    pub fn position(&self) -> String {
        let parts = [self.role.as_str(), self.affiliation.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Speaker;

    #[test]
    fn what_is_not_known_leaves_no_comma_behind() {
        let mut speaker = Speaker { name: "Amara Osei".to_owned(), ..Speaker::default() };
        assert_eq!((speaker.full_name().as_str(), speaker.position().as_str()), ("Amara Osei", ""));
        speaker.credentials = "MD".to_owned();
        speaker.affiliation = "Harborlight".to_owned();
        assert_eq!(speaker.full_name(), "Amara Osei, MD");
        assert_eq!(speaker.position(), "Harborlight");
    }
}
