//! Invented cohorts for a copy on one's own computer, one for each thing there is to see: signing up, ranking on both sides,
//! and a result that is out. Invented mentors and mentees take part; they go with the other invented people.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::cohort::{Dates, Deed, Needs, Plan, Promise, pair_fit};
use domain::id::PublicId;
use domain::identity::Email;
use domain::matching::{Objective, Seed, Side};
use domain::mentorship::Goals;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::cohorts::{self, Column};
use super::entity::people;
use super::{CohortError, desk, flow, freeze, join, rank, runs, sealed, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::dice::Dice;
use crate::identity::{self, Made};
use crate::mentorship::{self, Helper};

/// How far an invented cohort is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Far {
    SignUp,
    Mentees,
    Mentors,
    Published,
}

/// Twelve letters that name it, what it is called, how far it is, and how many days ago it was opened.
const COHORTS: [(&[u8; 12], &str, Far, i64); 4] = [
    (b"cohort-done!", "Autumn cohort", Far::Published, 60),
    (b"cohort-place", "First-year cohort", Far::Mentors, 30),
    (b"cohort-order", "Research cohort", Far::Mentees, 20),
    (b"cohort-begin", "Spring cohort", Far::SignUp, 2),
];

const ABOUT: &str = "Six months with a mentor, an hour a month. You begin together with others, and everybody is matched at once.\n\n\
    At the end of the first month we ask both of you whether it fits.";

/// Before `@example.org`; seats.
const MENTORS: [(&str, i32); 4] = [("mentor", 1), ("mentor-abara", 1), ("mentor-ferreira", 1), ("mentor-okonkwo", 2)];

/// Before `@example.org`, topic, stage, goals, and the places of mentors on their list.
type Invented = (&'static str, &'static str, &'static str, &'static str, &'static [usize]);

const MENTEES: [Invented; 6] = [
    ("member", "cv-review", "applying", "Say in one page who I am, and be asked to ten interviews.", &[0, 1, 2]),
    ("cohort-1", "mock-interview", "applying", "Stop apologizing in interviews.", &[0, 2]),
    ("cohort-2", "exam-plan", "resident", "Plan Step 3 around my night shifts.", &[1, 0]),
    ("cohort-3", "wellbeing", "resident", "Get through intern year with a newborn.", &[3, 2]),
    ("cohort-4", "personal-statement", "applying", "Tell of my gap without hiding it.", &[1, 3]),
    ("cohort-5", "program-list", "applying", "Choose thirty programs out of five hundred.", &[0]),
];

/// Makes the invented cohorts that are not there yet.
pub async fn add_sample_cohorts(ctx: &Ctx) -> Result<(), CohortError> {
    let mentors = accounts(ctx, MENTORS.iter().map(|(address, _)| *address)).await?;
    let mentees = accounts(ctx, MENTEES.iter().map(|(address, ..)| *address)).await?;
    for (name, title, far, ago) in COHORTS {
        let id = PublicId::from_bytes(*name);
        if store::by_public(ctx.db.read(), id).await?.is_none() {
            let cast = (mentors.clone(), mentees.clone());
            make(ctx, (id, title, far), ctx.now() - TimeDelta::days(ago), cast).await?;
        }
    }
    Ok(())
}

/// Takes the invented cohorts out again.
pub async fn remove_sample_cohorts(ctx: &Ctx) -> Result<(), CohortError> {
    let named: Vec<String> = COHORTS.iter().map(|(name, ..)| PublicId::from_bytes(**name).to_string()).collect();
    ctx.db
        .write(move |tx| {
            let named = named.clone();
            Box::pin(async move {
                cohorts::Entity::delete_many().filter(Column::PublicId.is_in(named)).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Invented people by their addresses, made where they are missing; `None` where a real person has taken the address.
async fn accounts(ctx: &Ctx, addresses: impl Iterator<Item = &'static str>) -> Result<Vec<Option<i64>>, CohortError> {
    let mut all = Vec::new();
    for address in addresses {
        let Some(email) = Email::parse(&format!("{address}@example.org")) else { continue };
        // Nobody signs in as somebody whose hash is no hash.
        let made = Made { email: &email, password_hash: "-", sample: true };
        let known = identity::people::by_email(ctx.db.read(), &email).await?;
        all.push(match known {
            Some(person) => Some(person.account).filter(|_| person.sample),
            None => identity::make_account(ctx, made).await.map_err(|error| CohortError::Broken(error.to_string()))?,
        });
    }
    Ok(all)
}

type Cast = (Vec<Option<i64>>, Vec<Option<i64>>);

async fn make(
    ctx: &Ctx,
    (id, title, far): (PublicId, &'static str, Far),
    began: DateTime<Utc>,
    cast: Cast,
) -> Result<(), CohortError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            // The same each time, so that the result is, and pictures of it.
            let (ctx, cast, dice) = (inner.clone(), cast.clone(), Dice::seeded(far as u64));
            Box::pin(async move {
                flow::lock(tx).await?;
                desk::insert(tx, &plan(&ctx, title, far), (id, id), began).await?;
                let mut row = store::by_public(tx, id).await?.ok_or(CohortError::NotFound)?;
                let seed = Seed::new(dice.bytes());
                flow::step(tx, &mut row, Deed::Open, desk::bound(&ctx, id, &seed, began)?, began).await?;
                fill(tx, &ctx, (id, far, &dice), cast, began).await
            })
        })
        .await
}

/// Days around today, so that each cohort stays as far as it is.
fn plan(ctx: &Ctx, title: &str, far: Far) -> Plan {
    let today = ctx.today();
    let day = |from: i64| -> NaiveDate { today + TimeDelta::days(from) };
    let (sign_up, mentees, mentors) = match far {
        Far::SignUp => (14, 24, 34),
        Far::Mentees => (-1, 14, 28),
        Far::Mentors => (-16, -1, 14),
        Far::Published => (-30, -20, -10),
    };
    Plan {
        title: title.to_owned(),
        about: ABOUT.to_owned(),
        promise: Promise::Stable,
        members_only: false,
        stages: Vec::new(),
        most: 3,
        dates: Dates { sign_up: day(sign_up), mentees: day(mentees), mentors: day(mentors) },
    }
}

async fn fill(
    tx: &WriteTx,
    ctx: &Ctx,
    (id, far, dice): (PublicId, Far, &Dice),
    (mentors, mentees): Cast,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let mut row = store::by_public(tx, id).await?.ok_or(CohortError::NotFound)?;
    let accounts: Vec<i64> = mentors.iter().flatten().copied().collect();
    let helpers = mentorship::helpers(tx, &accounts).await?;
    let mut givers: Vec<Option<(people::Model, Helper)>> = Vec::new();
    for (account, (_, seats)) in mentors.iter().zip(MENTORS) {
        let Some(helper) = account.and_then(|account| helpers.get(&account)).filter(|helper| helper.free >= seats)
        else {
            givers.push(None);
            continue;
        };
        join::insert(tx, &row, (helper.account, store::MENTOR), (None, seats), join::numbers(dice), now).await?;
        givers.push(store::person(tx, row.id, helper.account).await?.map(|part| (part, helper.clone())));
    }
    let mut seekers = Vec::new();
    for (account, invented) in mentees.iter().zip(MENTEES) {
        let (Some(account), Some(needs)) = (account, needs_of(&invented)) else { continue };
        let (number, draw) = join::numbers(dice);
        let told = sealed::seal_needs(ctx, tx, (*account, number.as_str()), &needs).await?;
        join::insert(tx, &row, (*account, store::MENTEE), (Some(told), 0), (number, draw), now).await?;
        seekers.extend(store::person(tx, row.id, *account).await?.map(|part| (part, needs, invented.4)));
    }
    if far >= Far::Mentees {
        flow::step(tx, &mut row, Deed::EndSignUp, Vec::new(), now).await?;
        for (part, needs, wanted) in &seekers {
            // In the cohort whose turn it is, whoever looks at it has not ranked yet.
            if far == Far::Mentees {
                break;
            }
            let mentors = wanted.iter().filter_map(|at| givers.get(*at)?.as_ref());
            let entry = |(rank, (mentor, helper)): (i32, &(people::Model, Helper))| {
                let fit = i32::try_from(pair_fit(needs, &helper.facts)).unwrap_or_default();
                freeze::entry_of(row.id, part.id, mentor.id, rank, fit)
            };
            rank::store_list(tx, part, (1..).zip(mentors).map(entry).collect(), now).await?;
        }
    }
    if far >= Far::Mentors {
        flow::step(tx, &mut row, Deed::EndMentees, Vec::new(), now).await?;
    }
    if far >= Far::Published {
        mentorship::hold_seats(tx).await?;
        freeze::lists(tx, &row).await?;
        flow::step(tx, &mut row, Deed::EndMentors, vec![(Column::ClosedAt, Expr::value(Some(now)))], now).await?;
        let roll = store::roll(ctx, tx, &row).await?;
        if roll.input.count(Side::Mentee) > 0 && roll.input.count(Side::Mentor) > 0 {
            runs::run_all(tx, &mut row, &roll, id, now).await?;
            runs::publish_one(tx, ctx, (&mut row, &roll), (Objective::Stable, id), now).await?;
        }
    }
    Ok(())
}

fn needs_of((_, topic, stage, goals, _): &Invented) -> Option<Needs> {
    Some(Needs {
        topics: vec![(*topic).to_owned()],
        stage: (*stage).to_owned(),
        specialties: Vec::new(),
        goals: Goals::parse(goals)?,
    })
}
