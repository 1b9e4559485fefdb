//! Which topics may stand in an address.

use crate::identity::profile::vocab::{Choice, NEEDS};

/// Topics that tell about whoever looks for them: that they need a visa or have fled, a gap in their career, duties at
/// home, hardship. An address stays in the history of a browser and is passed on with a link, so no list is narrowed by
/// one of them there. They are asked for in the form of what somebody looks for, which is posted, and count there.
pub const PRIVATE_TOPICS: [&str; 5] = ["visa", "gap-years", "childcare", "wellbeing", "asylum"];

/// All other topics, by which a list may be narrowed in its address, in the order of the vocabulary.
pub fn address_topics() -> Vec<Choice> {
    NEEDS.into_iter().filter(|one| !PRIVATE_TOPICS.contains(&one.word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::profile::vocab::find;

    #[test]
    fn what_tells_about_a_person_is_not_among_the_topics_of_an_address() {
        for topic in PRIVATE_TOPICS {
            assert!(find(&NEEDS, topic).is_some(), "{topic}");
        }
        let topics = address_topics();
        assert!(topics.iter().all(|one| !PRIVATE_TOPICS.contains(&one.word)));
        assert_eq!(topics.len(), NEEDS.len() - PRIVATE_TOPICS.len(), "and every other is");
    }
}
