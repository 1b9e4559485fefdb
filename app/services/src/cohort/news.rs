//! What people of a cohort are told. Nothing here says what anybody ranked.
//!
//! A deed that concerns many leaves a word in the row of each of them, in its own transaction and in one statement;
//! [`super::telling`] works the words off some people at a time. To tell thousands with the deed itself would hold up every
//! other write, and on Postgres takes one lock a person until its locks run out.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Capability;
use domain::cohort::{State, end_of};
use domain::local_path::LocalPath;
use domain::matching::Side;
use domain::notifications::{Topic, when};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use super::entity::cohorts;
use super::entity::people::{self, Column};
use super::{addresses, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::jobs::{self, NewJob};
use crate::notifications::{self, Notice};

/// Rows of one statement.
const ROWS: usize = 500;

/// What is still to be told to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// They can rank.
    Turn,
    /// Nobody has listed them.
    Unlisted,
    /// They have not ranked.
    Reminder,
    /// A mentor on their list has left.
    Left,
    /// The result is out.
    Result,
    /// The cohort was called off.
    Off,
}

impl News {
    const ALL: [Self; 6] = [Self::Turn, Self::Unlisted, Self::Reminder, Self::Left, Self::Result, Self::Off];

    const fn word(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Unlisted => "unlisted",
            Self::Reminder => "reminder",
            Self::Left => "left",
            Self::Result => "result",
            Self::Off => "off",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|news| news.word() == word)
    }

    /// It is still true while the cohort is so far. What is not is never told.
    pub(super) fn holds(self, state: State, person: &people::Model) -> bool {
        let turn = if store::side(person) == Side::Mentee { State::Mentees } else { State::Mentors };
        match self {
            Self::Turn => state == turn,
            Self::Reminder => state == turn && person.ranked_at.is_none(),
            Self::Unlisted => matches!(state, State::Mentors | State::Closed | State::Previewed),
            Self::Left => !state.is_final(),
            Self::Result => state == State::Published,
            Self::Off => state == State::Canceled,
        }
    }
}

/// Has people told, by the keys of their rows. What they were still to be told before is older and gives way; only that a
/// mentor has left gives way to everything else.
pub(super) async fn queue(
    tx: &WriteTx,
    cohort: &cohorts::Model,
    whom: &[i64],
    news: News,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if whom.is_empty() {
        return Ok(());
    }
    for some in whom.chunks(ROWS) {
        let mut update = people::Entity::update_many()
            .col_expr(Column::News, Expr::value(Some(news.word().to_owned())))
            .filter(Column::Id.is_in(some.iter().copied()));
        if news == News::Left {
            update = update.filter(Column::News.is_null());
        }
        update.exec(tx).await?;
    }
    let payload = json!({ "cohort": cohort.public_id });
    jobs::enqueue(tx, &NewJob { kind: jobs::COHORT_NEWS, due_at: now, payload, dedupe_key: None }, now).await?;
    Ok(())
}

/// Tells one person.
pub(super) async fn tell_one(
    tx: &WriteTx,
    ctx: &Ctx,
    cohort: &cohorts::Model,
    person: &people::Model,
    news: News,
) -> Result<(), DbErr> {
    let Some(account) = person.account_id else { return Ok(()) };
    let (title, text, to) = words(ctx, cohort, store::side(person), news);
    notifications::tell(tx, ctx, account, &Notice::new(Topic::Mentorship, &title, &text, to)).await
}

fn until(ctx: &Ctx, day: NaiveDate) -> String {
    let zone = ctx.config.org.zone;
    when(zone, end_of(zone, day))
}

fn words(ctx: &Ctx, cohort: &cohorts::Model, side: Side, news: News) -> (String, String, LocalPath) {
    let (name, dates) = (&cohort.title, store::dates(cohort));
    let rank = || addresses::rank(&cohort.public_id);
    let home = || addresses::cohort(&cohort.public_id);
    match (news, side) {
        (News::Turn, Side::Mentee) => (
            format!("{name}: put the mentors in order"),
            format!("You have time until {}.", until(ctx, dates.mentees)),
            rank(),
        ),
        (News::Turn, Side::Mentor) => (
            format!("{name}: put those who listed you in order"),
            format!(
                "They are in the order of the fit already. You have time until {}; if you do nothing, that order holds.",
                until(ctx, dates.mentors)
            ),
            rank(),
        ),
        (News::Unlisted, _) => (
            format!("{name}: nobody has listed you this time"),
            "There is nothing for you to do. Thank you for having been there.".to_owned(),
            home(),
        ),
        (News::Reminder, side) => {
            let (day, text) = match side {
                Side::Mentee => (dates.mentees, "Without a list you cannot be matched."),
                Side::Mentor => (dates.mentors, "If you do nothing, the order of the fit holds for you."),
            };
            let text = format!("You have time until {}. {text}", until(ctx, day));
            (format!("{name}: your list is still open"), text, rank())
        }
        (News::Left, _) => (
            format!("{name}: a mentor on your list has left"),
            "The others on your list moved up. While ranking is open you can change it.".to_owned(),
            home(),
        ),
        (News::Result, _) => (
            format!("{name}: the result is out"),
            "Your page says whom you have and why, and has the proof that your list was part of it unchanged. Two who were \
             matched agree there on what they do, and sign it."
                .to_owned(),
            addresses::mine(&cohort.public_id),
        ),
        (News::Off, _) => (
            format!("{name} was called off"),
            "Nobody is matched in it. Look at the mentors, and at other cohorts, whenever you like.".to_owned(),
            home(),
        ),
    }
}

/// A phase has begun: those whose turn it is are told, and once the lists are closed whoever runs them.
pub(super) async fn begun(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let side = match store::state(cohort) {
        State::Mentees => Side::Mentee,
        State::Mentors => Side::Mentor,
        State::Closed => return lists_closed(tx, ctx, cohort).await,
        _ => return Ok(()),
    };
    let all = store::people(tx, cohort.id).await?;
    let listed = if side == Side::Mentor { store::listed(tx, cohort.id, &all).await? } else { HashSet::new() };
    let own = all.iter().filter(|one| store::side(one) == side).map(|one| one.id);
    let (some, none): (Vec<i64>, Vec<i64>) = own.partition(|one| side == Side::Mentee || listed.contains(one));
    queue(tx, cohort, &some, News::Turn, now).await?;
    queue(tx, cohort, &none, News::Unlisted, now).await
}

/// Everybody in a cohort is told.
pub(super) async fn everybody(
    tx: &WriteTx,
    cohort: &cohorts::Model,
    news: News,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let all: Vec<i64> = store::people(tx, cohort.id).await?.iter().map(|one| one.id).collect();
    queue(tx, cohort, &all, news, now).await
}

/// Somebody who cannot be matched any more hears that they were taken out. At once, because their row goes.
pub(super) async fn taken_out(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model, account: i64) -> Result<(), DbErr> {
    let title = format!("{}: you are not in it any more", cohort.title);
    let text = "Only people whose account is open, and mentors who are checked and listed, are matched. When the lists were \
                looked at, that was not so for you, so your part was taken out.";
    let notice = Notice::new(Topic::Mentorship, &title, text, addresses::cohort(&cohort.public_id));
    notifications::tell(tx, ctx, account, &notice).await
}

/// Those who can run the objectives hear that the lists are closed: organizers of everything and admins who take no part
/// themselves, and if there is none, every admin, who can find somebody.
async fn lists_closed(tx: &WriteTx, ctx: &Ctx, cohort: &cohorts::Model) -> Result<(), DbErr> {
    let title = format!("{}: the lists are closed", cohort.title);
    let text = "Run the three objectives side by side, then publish one.";
    let notice = Notice::new(Topic::Staff, &title, text, addresses::desk(&cohort.public_id));
    let admins: BTreeSet<i64> =
        grants::holders(tx, Capability::Admin).await?.into_iter().map(|admin| admin.account).collect();
    let mut whom = admins.clone();
    for organizer in grants::holders(tx, Capability::Organizer).await? {
        if grants::organized(tx, organizer.account).await?.is_none() {
            whom.insert(organizer.account);
        }
    }
    for own in store::people(tx, cohort.id).await?.iter().filter_map(|one| one.account_id) {
        whom.remove(&own);
    }
    let whom = if whom.is_empty() { admins } else { whom };
    for account in whom {
        notifications::tell(tx, ctx, account, &notice).await?;
    }
    Ok(())
}
