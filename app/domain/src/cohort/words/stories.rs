//! What came of somebody's list, in sentences for them: true of the objective, and silent about the lists of others.

use crate::cohort::{MenteeStory, MentorStory};
use crate::matching::Objective;

/// "1st", "2nd", "3rd", "4th".
pub fn nth(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// What came of a mentee's list, in sentences for them. `mentor` is the name of whom they have.
///
/// Which of the reasons holds for which mentor is not said: that would tell of another's list.
pub fn for_mentee(story: &MenteeStory, objective: Objective, mentor: Option<&str>) -> Vec<String> {
    if story.listed == 0 {
        let none = "Nobody was on your list when the result was made, so there was nobody to match you with.";
        return vec![none.to_owned()];
    }
    let mut said = Vec::new();
    let name = mentor.unwrap_or("your mentor");
    match story.got {
        Some((_, 1)) => said.push(format!("{name} was your first choice. Nobody on your list stood above.")),
        Some((_, place)) => said.push(format!("{name} was your {} choice.", nth(place))),
        None => said.push("You have no mentor from this cohort. That says nothing about you.".to_owned()),
    }
    match objective {
        Objective::Stable => {
            let gone = "filled every seat they had left with people they ranked higher than you (or as high, with a luckier ticket in \
                        the recorded lottery), or did not rank you";
            match story.got {
                Some((_, 1)) => {}
                Some(_) => said.push(format!("Each mentor you ranked above {name} {gone}.")),
                None => {
                    said.push(format!("Each mentor on your list {gone}."));
                    said.push(
                        "With these lists and this lottery every stable result places exactly the same people, so running it once \
                         more could not have placed you. More seats, or a longer list, may."
                            .to_owned(),
                    );
                }
            }
        }
        Objective::Fit => said.push(
            "This result has the largest total fit that is possible with everybody's lists. It was made for the sum, so a mentor you \
             ranked higher may have gone to somebody else whoever ranked whom."
                .to_owned(),
        ),
        Objective::Placed => said.push(
            "No pairing of everybody places more people. The result was made for that, so a mentor you ranked higher may have gone to \
             somebody else whoever ranked whom."
                .to_owned(),
        ),
    }
    said
}

/// What came of a mentor's list, in sentences for them.
pub fn for_mentor(story: &MentorStory, objective: Objective) -> Vec<String> {
    let (got, seats) = (story.got.len(), story.seats);
    let mut said = vec![match got {
        0 => "You have no mentee from this cohort.".to_owned(),
        1 => format!("You have 1 mentee, for {seats} {}.", plural(seats, "seat")),
        got => format!("You have {got} mentees, for {seats} {}.", plural(seats, "seat")),
    }];
    match objective {
        Objective::Stable if got < seats as usize => {
            said.push(
                "Everybody you accept, who accepts you and is not with you, was placed with a mentor they ranked higher than you."
                    .to_owned(),
            );
            said.push(
                "With these lists and this lottery you would have the same people in every stable result, because a seat of yours \
                 stayed empty."
                    .to_owned(),
            );
        }
        Objective::Stable => said.push(
            "Everybody you ranked above somebody you have, who accepts you and is not with you, was placed with a mentor they ranked \
             higher than you."
                .to_owned(),
        ),
        Objective::Fit => said.push(
            "This result has the largest total fit that is possible with everybody's lists. It was made for the sum, not for the order \
             of any one list."
                .to_owned(),
        ),
        Objective::Placed => said.push(
            "No pairing of everybody places more people. The result was made for that, not for the order of any one list.".to_owned(),
        ),
    }
    said
}

fn plural(count: u32, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
