//! How far somebody is with being found as a mentor, as a table of states. Each can be left: whoever has another name, or
//! whose check does not hold any more, begins anew.

use super::request::words;

words! {
    /// How far somebody is with being found as a mentor.
    MentorStatus {
        /// They tell about themselves; nobody is sent to them.
        Draft = "draft",
        /// A moderator has still to look.
        Waiting = "waiting",
        /// They were checked: people find them.
        Listed = "listed",
        /// It could not be checked.
        Refused = "refused",
    }
}

words! {
    /// What happens to somebody who wants to be found as a mentor.
    MentorDeed {
        /// They ask to be checked.
        Ask = "ask",
        /// A moderator has checked them.
        Pass = "pass",
        /// A moderator could not check them.
        Refuse = "refuse",
        /// A moderator takes the check back.
        TakeBack = "take-back",
        /// An admin ends the capability that came with the check.
        EndCapability = "end-capability",
        /// They take another name: what was checked, or is to be, was so of somebody of the old one.
        Rename = "rename",
        /// Their account is erased.
        Forget = "forget",
    }
}

/// Every step there is. What is not here cannot happen.
const TABLE: &[(MentorStatus, MentorDeed, MentorStatus)] = &[
    (MentorStatus::Draft, MentorDeed::Ask, MentorStatus::Waiting),
    (MentorStatus::Draft, MentorDeed::Forget, MentorStatus::Draft),
    (MentorStatus::Waiting, MentorDeed::Pass, MentorStatus::Listed),
    (MentorStatus::Waiting, MentorDeed::Refuse, MentorStatus::Refused),
    (MentorStatus::Waiting, MentorDeed::Rename, MentorStatus::Draft),
    (MentorStatus::Waiting, MentorDeed::Forget, MentorStatus::Draft),
    (MentorStatus::Listed, MentorDeed::TakeBack, MentorStatus::Draft),
    (MentorStatus::Listed, MentorDeed::EndCapability, MentorStatus::Draft),
    (MentorStatus::Listed, MentorDeed::Rename, MentorStatus::Draft),
    (MentorStatus::Listed, MentorDeed::Forget, MentorStatus::Draft),
    (MentorStatus::Refused, MentorDeed::Ask, MentorStatus::Waiting),
    (MentorStatus::Refused, MentorDeed::Rename, MentorStatus::Draft),
    (MentorStatus::Refused, MentorDeed::Forget, MentorStatus::Draft),
];

impl MentorStatus {
    /// Where a deed leads from here; `None` when it cannot happen here.
    pub fn after(self, deed: MentorDeed) -> Option<Self> {
        TABLE.iter().find(|(from, done, _)| *from == self && *done == deed).map(|(_, _, to)| *to)
    }

    /// Those in which a deed can happen.
    pub fn before(deed: MentorDeed) -> impl Iterator<Item = Self> {
        TABLE.iter().filter(move |(_, done, _)| *done == deed).map(|(from, ..)| *from)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_status_and_deed_has_one_answer() {
        for status in MentorStatus::ALL {
            for deed in MentorDeed::ALL {
                let rows: Vec<_> = TABLE.iter().filter(|(from, done, _)| from == status && done == deed).collect();
                assert!(rows.len() <= 1, "{status:?} {deed:?}");
                assert_eq!(status.after(*deed), rows.first().map(|(_, _, to)| *to), "{status:?} {deed:?}");
                let before = MentorStatus::before(*deed).any(|one| one == *status);
                assert_eq!(before, rows.len() == 1, "{status:?} {deed:?}");
            }
        }
    }

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        for status in MentorStatus::ALL {
            assert_eq!(MentorStatus::parse(status.word()), Some(*status));
        }
        for deed in MentorDeed::ALL {
            assert_eq!(MentorDeed::parse(deed.word()), Some(*deed));
        }
        let words: Vec<&str> = MentorStatus::ALL.iter().map(|status| status.word()).collect();
        assert_eq!(words, ["draft", "waiting", "listed", "refused"], "as they are stored");
        assert_eq!(MentorStatus::parse("Listed"), None);
    }

    #[test]
    fn every_deed_is_of_use_and_every_status_is_reached_from_a_draft_and_leads_back_to_it() {
        for deed in MentorDeed::ALL {
            assert!(MentorStatus::before(*deed).next().is_some(), "{deed:?}");
        }
        let mut reached = BTreeSet::from([MentorStatus::Draft]);
        while let Some(row) = TABLE.iter().find(|row| reached.contains(&row.0) && !reached.contains(&row.2)) {
            reached.insert(row.2);
        }
        assert_eq!(reached.len(), MentorStatus::ALL.len());
        for status in MentorStatus::ALL {
            assert_eq!(status.after(MentorDeed::Forget), Some(MentorStatus::Draft), "{status:?}");
        }
    }

    #[test]
    fn nobody_is_listed_but_by_a_moderator_whom_they_asked() {
        let into = |status: MentorStatus| {
            TABLE.iter().filter(move |(_, _, to)| *to == status).map(|(from, deed, _)| (*from, *deed))
        };
        assert_eq!(into(MentorStatus::Listed).collect::<Vec<_>>(), [(MentorStatus::Waiting, MentorDeed::Pass)]);
        assert!(into(MentorStatus::Waiting).all(|(_, deed)| deed == MentorDeed::Ask));
        assert_eq!(MentorStatus::Listed.after(MentorDeed::Ask), None, "who is checked is not checked again");
        assert_eq!(MentorStatus::Draft.after(MentorDeed::Rename), None, "nothing was checked of the old name");
    }

    #[test]
    fn a_deed_leads_to_the_same_wherever_it_happens() {
        for (_, deed, to) in TABLE {
            assert!(MentorStatus::before(*deed).all(|from| from.after(*deed) == Some(*to)), "{deed:?}");
        }
    }
}
