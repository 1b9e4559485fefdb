//! What is wrong with an input, and where. A refusal, not an error of the program.

use std::fmt;

use super::input::{MAX_DRAW, MAX_FIT, MAX_ID, MAX_MENTEE_LIST, MAX_MENTOR_LIST, MAX_PEOPLE, MAX_SEATS};

/// The two sides of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Those who propose.
    Mentee,
    /// Those with seats.
    Mentor,
}

impl Side {
    /// The side across.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Mentee => Self::Mentor,
            Self::Mentor => Self::Mentee,
        }
    }

    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Mentee => 0,
            Self::Mentor => 1,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Mentee => "mentee",
            Self::Mentor => "mentor",
        })
    }
}

/// Where in the input: a person, and the entry of their list, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// On which side.
    pub side: Side,
    /// The person's id as given.
    pub id: String,
    /// The entry of the list, counted from 1; none for the person as such.
    pub entry: Option<u32>,
}

/// What is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not 1 to [`MAX_ID`] characters without control characters and blanks at the ends.
    Id,
    /// Not 1 to [`MAX_DRAW`] characters without control characters and blanks at the ends.
    Draw,
    /// The id is there before on the same side.
    SameId,
    /// Somebody else has the same draw.
    SameDraw,
    /// More than [`MAX_PEOPLE`] on one side.
    TooManyPeople,
    /// More than [`MAX_SEATS`].
    TooManySeats,
    /// Seats were given to a mentee.
    SeatsOfMentee,
    /// More than [`MAX_MENTEE_LIST`] or [`MAX_MENTOR_LIST`] entries.
    ListTooLong,
    /// There is a list of somebody who is not there.
    NotThere,
    /// The list names somebody who is not there.
    Unknown(String),
    /// The list names somebody twice.
    Twice(String),
    /// The list names the person.
    Own,
    /// A rank of 0.
    Rank,
    /// More than [`MAX_FIT`].
    Fit,
    /// A fit that a mentor gave.
    FitOfMentor,
}

/// One mistake with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// What.
    pub wrong: Wrong,
}

impl Mistake {
    pub(crate) fn of(side: Side, id: &str, wrong: Wrong) -> Self {
        Self { place: Place { side, id: id.to_owned(), entry: None }, wrong }
    }

    pub(crate) fn at(side: Side, id: &str, entry: usize, wrong: Wrong) -> Self {
        Self { place: Place { side, id: id.to_owned(), entry: Some(super::narrow(entry)) }, wrong }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {:?}", self.side, shortened(&self.id))?;
        self.entry.map_or(Ok(()), |entry| write!(out, ", entry {entry}"))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.place.side;
        write!(out, "{}: ", self.place)?;
        match &self.wrong {
            Wrong::Id => write!(out, "an id has 1 to {MAX_ID} characters, none of them a control character"),
            Wrong::Draw => write!(out, "a draw has 1 to {MAX_DRAW} characters, none of them a control character"),
            Wrong::SameId => write!(out, "this {side} is there twice"),
            Wrong::SameDraw => {
                out.write_str("somebody else has the same draw (an id counts as a draw where none is given)")
            }
            Wrong::TooManyPeople => write!(out, "at most {MAX_PEOPLE} {side}s"),
            Wrong::TooManySeats => write!(out, "at most {MAX_SEATS} seats"),
            Wrong::SeatsOfMentee => out.write_str("seats belong to mentors"),
            Wrong::ListTooLong => {
                let most = if side == Side::Mentee { MAX_MENTEE_LIST } else { MAX_MENTOR_LIST };
                write!(out, "a {side}'s list has at most {most} entries")
            }
            Wrong::NotThere => write!(out, "there is a list, but no such {side}"),
            Wrong::Unknown(who) => write!(out, "there is no {} {:?}", side.other(), shortened(who)),
            Wrong::Twice(who) => write!(out, "{:?} is on the list twice", shortened(who)),
            Wrong::Own => out.write_str("nobody is matched with themselves"),
            Wrong::Rank => out.write_str("ranks are counted from 1"),
            Wrong::Fit => write!(out, "a fit is a whole number from 0 to {MAX_FIT}"),
            Wrong::FitOfMentor => out.write_str("fits belong to the mentee's entries"),
        }
    }
}

impl std::error::Error for Mistake {}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_ID).collect()
}
