//! What mentors and mentees are told. Nothing here says what a mentee has not revealed: titles and texts know roles only.

use domain::local_path::LocalPath;
use domain::mentorship::Decline;
use domain::notifications::{Topic, when};
use sea_orm::DbErr;

use super::addresses::{self, path};
use super::entity::{engagements, mentors, requests};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::notifications::{self, Notice};

async fn tell(tx: &WriteTx, ctx: &Ctx, account: i64, (title, text): (&str, &str), to: LocalPath) -> Result<(), DbErr> {
    notifications::tell(tx, ctx, account, &Notice::new(Topic::Mentorship, title, text, to)).await
}

/// What a mentee hears of a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum ToMentee {
    /// There is room now: it is with the mentor.
    Opened,
    /// They wait in a line, at this place.
    Queued(usize),
    Question,
    Accepted,
    Declined(Decline),
    Lapsed,
    /// The mentor asked something, and the mentee has not answered in time.
    NotTold,
    ConfirmLapsed,
    MentorGone,
}

pub(super) async fn mentee(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    (row, mentor): (&requests::Model, &mentors::Model),
    what: ToMentee,
) -> Result<(), DbErr> {
    let name = &mentor.name.0;
    let until = row.due_at.map_or_else(String::new, |at| when(ctx.config.org.zone, at));
    let (title, text) = match what {
        ToMentee::Opened => {
            (format!("{name} has room for your request"), format!("It is with them now. They have time until {until}."))
        }
        ToMentee::Queued(place) => (
            format!("You wait for {name}, at place {place}"),
            "They have no room now. You hear from us when they do; the next on your list is asked meanwhile."
                .to_owned(),
        ),
        ToMentee::Question => {
            (format!("{name} would like to know more"), format!("Answer by {until}, and they decide."))
        }
        ToMentee::Accepted => (
            format!("{name} would like to be your mentor"),
            format!("Please confirm by {until}. The others on your list are then told that you have found somebody."),
        ),
        ToMentee::Declined(reason) => {
            (format!("{name} cannot be your mentor now"), format!("{} The next on your list is asked.", reason.told()))
        }
        ToMentee::Lapsed => (
            format!("{name} has not answered in time"),
            "That happens, and it says nothing about you. The next on your list is asked.".to_owned(),
        ),
        ToMentee::NotTold => (
            format!("The time to answer {name} is over"),
            "They had asked you something. The next on your list is asked.".to_owned(),
        ),
        ToMentee::ConfirmLapsed => (
            format!("The time to confirm {name} is over"),
            "Their seat is free again. The next on your list is asked.".to_owned(),
        ),
        ToMentee::MentorGone => {
            ("A mentor on your list is no longer here".to_owned(), "The next on your list is asked.".to_owned())
        }
    };
    let to = if matches!(what, ToMentee::MentorGone) {
        path(addresses::MENTORING)
    } else {
        addresses::request(&row.public_id)
    };
    tell(tx, ctx, account, (&title, &text), to).await
}

/// What a mentor hears of a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum ToMentor {
    /// A new one. What it is about is read on its page, not in a mail.
    Asked,
    Reminder,
    Answered,
    Lapsed {
        paused: bool,
    },
    Confirmed,
    FoundAnother,
    TakenBack,
    NotConfirmed,
    /// The mentee has not answered a question in time.
    NotTold,
}

pub(super) async fn mentor(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, mentor): (&requests::Model, &mentors::Model),
    what: ToMentor,
) -> Result<(), DbErr> {
    let until = row.due_at.map_or_else(String::new, |at| when(ctx.config.org.zone, at));
    let (title, text) = match what {
        ToMentor::Asked => (
            "Somebody asks you to be their mentor",
            format!("Read what they look for, and answer by {until}. A kind no is ready to be sent."),
        ),
        ToMentor::Reminder => (
            "A request waits for your answer",
            format!("You have time until {until}. A kind no is ready to be sent, and helps them too."),
        ),
        ToMentor::Answered => ("Your question was answered", format!("Please decide by {until}.")),
        ToMentor::Lapsed { paused: false } => (
            "A request to you has run out",
            "Somebody else is asked now. If you have no time at the moment, you can pause.".to_owned(),
        ),
        ToMentor::Lapsed { paused: true } => (
            "You are paused as a mentor",
            "Two requests ran out, so nobody is sent to you for now. One press brings you back whenever you like."
                .to_owned(),
        ),
        ToMentor::Confirmed => {
            ("Your mentee has confirmed", "Write down together what you work on, and both sign it.".to_owned())
        }
        ToMentor::FoundAnother => {
            ("A request to you is closed", "The person has found a mentor. Thank you for being there.".to_owned())
        }
        ToMentor::TakenBack => ("A request to you was taken back", "There is nothing for you to do.".to_owned()),
        ToMentor::NotTold => (
            "Your question was not answered in time",
            "The request is closed. There is nothing for you to do.".to_owned(),
        ),
        ToMentor::NotConfirmed => (
            "A mentee has not confirmed in time",
            "Your seat is free again. There is nothing for you to do.".to_owned(),
        ),
    };
    let to = match what {
        ToMentor::Lapsed { .. } => path(addresses::MENTORING),
        _ => addresses::request(&row.public_id),
    };
    tell(tx, ctx, mentor.account_id, (title, &text), to).await
}

/// What one of two who work together hears.
#[derive(Debug, Clone, Copy)]
pub(super) enum Together {
    Written,
    Signed,
    Started,
    /// They have not both signed after a while.
    NotSigned,
    /// Nor after a longer one.
    StillNotSigned,
    /// The other proposes another last day.
    NewEnd,
    /// The other does not propose it any more.
    EndTakenBack,
    /// Both have signed another last day.
    Renewed,
    FitCheck,
    /// The last day of the agreement has passed.
    EndPassed,
    Ended,
    /// The other has written a few words after the end.
    WordsSaid,
    /// Ended because the other is gone or keeps them away.
    Parted,
    /// The mentee's list is open again.
    Reopened,
}

pub(super) async fn together(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    row: &engagements::Model,
    what: Together,
) -> Result<(), DbErr> {
    let (title, text) = match what {
        Together::Written => ("Your agreement has a new text", "Read it, change it, or sign it."),
        Together::Signed => ("Your agreement was signed", "It holds once you sign it too."),
        Together::Started => ("You have an agreement", "Both of you have signed. Note your goals and the next step."),
        Together::NotSigned => (
            "Your agreement is not signed yet",
            "Write down together what you work on and until when, and both sign it. A few sentences are enough.",
        ),
        Together::StillNotSigned => (
            "Your agreement is still not signed",
            "Sign it and begin, or end it: either of you can at any time, without giving a reason. The seat is then free.",
        ),
        Together::NewEnd => (
            "Another last day is proposed",
            "Sign it, or propose another one. Until both of you have signed, your agreement stays as it is.",
        ),
        Together::EndTakenBack => {
            ("The proposed last day was taken back", "Your agreement stays as it is. There is nothing for you to do.")
        }
        Together::Renewed => ("Your agreement has a new last day", "Both of you have signed it."),
        Together::FitCheck => ("Does it fit?", "You have worked together for a month. Say in one press how it is."),
        Together::EndPassed => (
            "The last day of your agreement has passed",
            "You can end it with a few words, or go on for as long as you both like.",
        ),
        Together::Ended => ("Your time together is over", "You can write a few words about it. Thank you."),
        Together::WordsSaid => {
            ("The other has written a few words", "They are about your time together, which is over.")
        }
        Together::Parted => ("Your time together is over", "There is nothing for you to do."),
        Together::Reopened => {
            ("You can look for another mentor", "Nobody is at fault. What you look for is kept, with an empty list.")
        }
    };
    let to = match what {
        Together::Parted | Together::Reopened => path(addresses::MENTORING),
        _ => addresses::engagement(&row.public_id),
    };
    tell(tx, ctx, account, (title, text), to).await
}

/// What somebody who asked to be checked hears.
pub(super) async fn checked(tx: &WriteTx, ctx: &Ctx, account: i64, yes: bool) -> Result<(), DbErr> {
    let (title, text) = if yes {
        ("You are listed as a mentor", "People can find you now. Your first request comes by mail.")
    } else {
        ("We could not check what you told us", "Please look at the last step again, or write to us.")
    };
    tell(tx, ctx, account, (title, text), path(addresses::MENTORING)).await
}

/// A mentor hears that their check does not hold any more.
pub(super) async fn check_taken_back(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let text = "Nobody is sent to you for now. Whom you work with, you go on with. Write to us if you do not know why.";
    tell(tx, ctx, account, ("You are not listed as a mentor any more", text), path(addresses::MENTORING)).await
}

/// Moderators hear that somebody waits to be checked.
pub(super) async fn to_be_checked(tx: &WriteTx, ctx: &Ctx) -> Result<(), DbErr> {
    let moderators = crate::grants::holders(tx, domain::access::Capability::Moderator).await?;
    let text = "Look at what they offer to have checked.";
    let notice = Notice::new(Topic::Staff, "A mentor waits to be checked", text, path(addresses::DESK));
    for moderator in moderators {
        notifications::tell(tx, ctx, moderator.account, &notice).await?;
    }
    Ok(())
}
