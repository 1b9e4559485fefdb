//! What a mentor has in front of them: requests, the best fit first, by what was revealed alone.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::profile::vocab::{NEEDS, STAGES, label};
use domain::mentorship::{Eyes, Reveal, Revealed, State, fit, plan, reasons};

use super::sealed::ask_of;
use super::search::mentor_of;
use super::seen::{seen_by_mentor, shown_of};
use super::setup::{MySetup, my_setup};
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::moderation::hidden_from;

/// One request in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Which.
    pub id: PublicId,
    /// What to call the mentee, if they show it.
    pub name: Option<String>,
    /// How far it is.
    pub state: State,
    /// Topics in words.
    pub topics: Vec<String>,
    /// The stage in words.
    pub stage: String,
    /// Why it fits.
    pub reasons: Vec<String>,
    /// When it runs out.
    pub due_at: Option<DateTime<Utc>>,
    points: i32,
    asked_at: Option<DateTime<Utc>>,
}

/// What a mentor has in front of them.
#[derive(Debug, Clone, Default)]
pub struct AsMentor {
    /// Their own set-up.
    pub setup: MySetup,
    /// What waits for them or for the mentee, the best fit first.
    pub incoming: Vec<Incoming>,
    /// How many wait in the line.
    pub waiting: usize,
}

/// The viewer's inbox; empty for whoever is no mentor.
pub async fn inbox(ctx: &Ctx) -> Result<AsMentor, MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let setup = my_setup(ctx).await?;
    let Some(mentor) = store::mentor_of(db, account).await? else {
        return Ok(AsMentor { setup, ..AsMentor::default() });
    };
    let away = hidden_from(db, account).await?;
    let facts = mentor_of(&mentor);
    let mut incoming = Vec::new();
    for row in store::of_mentor(db, mentor.id, &[State::Open, State::MoreAsked, State::Accepted]).await? {
        let Some(told) = store::ask(db, row.ask_id).await?.filter(|ask| !away.contains(&ask.account_id)) else {
            continue;
        };
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let ask = ask_of(ctx, db, &told).await?;
        let (whose, revealed) = ((told.account_id, &ask), Revealed::read(row.revealed.split(',')));
        let fit = fit(&facts, &plan(&seen_by_mentor(ctx, whose, &revealed).await?));
        let only_name: Revealed = revealed.iter().filter(|one| *one == Reveal::Name).collect();
        let name = shown_of(ctx, whose, &only_name).await?.pop().and_then(|mut field| field.told.pop());
        incoming.push(Incoming {
            id,
            name,
            state: flow::state(&row),
            topics: ask.topics.iter().map(|word| label(&NEEDS, word)).collect(),
            stage: label(&STAGES, &ask.stage),
            reasons: reasons(&fit, Eyes::Mentor),
            due_at: row.due_at,
            points: fit.points,
            asked_at: row.asked_at,
        });
    }
    incoming.sort_by_key(|one| (std::cmp::Reverse(one.points), one.asked_at, one.id));
    let waiting = store::of_mentor(db, mentor.id, &[State::Waiting]).await?.len();
    Ok(AsMentor { setup, incoming, waiting })
}
