//! Invented mentors for a copy on one's own computer. They go with the other invented people.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::identity::Email;
use domain::mentorship::{Checked, MentorStatus};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::mentors::{self, Column};
use super::sealed::{self, Pen};
use super::search::to_list;
use super::setup::ensure;
use super::{MentorshipError, store};
use crate::ctx::Ctx;
use crate::grants;
use crate::identity::{self, Made, people};
use crate::secret::Secret;

/// An invented mentor.
pub(super) struct Invented {
    /// Before `@example.org`.
    pub(super) address: &'static str,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) specialties: &'static str,
    pub(super) topics: &'static str,
    pub(super) languages: &'static str,
    /// State, zone and country of the school.
    pub(super) place: (&'static str, &'static str, &'static str),
    pub(super) gender: &'static str,
    pub(super) statement: &'static str,
    /// Seats, and the median hours to an answer.
    pub(super) seats: (i32, Option<i32>),
    /// What was checked; `None` waits for a moderator.
    pub(super) checked: Option<Checked>,
}

const EAST: &str = "America/New_York";
const MIDDLE: &str = "America/Chicago";
const WEST: &str = "America/Los_Angeles";

/// Names, words and places are invented; no person is meant.
pub(super) const MENTORS: [Invented; 13] = [
    Invented {
        address: "mentor",
        name: "Leila Haddad",
        role: "attending",
        specialties: "internal-medicine",
        topics: "cv-review,mock-interview,program-list",
        languages: "en,ar,fr",
        place: ("MI", EAST, "LB"),
        gender: "woman",
        statement: "I read applications for our program and know what they sound like from the other side. We meet for an \
                    hour a month, and you bring the agenda.",
        seats: (3, Some(20)),
        checked: Some(Checked::InstitutionMail),
    },
    Invented {
        address: "mentor-abara",
        name: "Chidi Abara",
        role: "resident",
        specialties: "family-medicine",
        topics: "exam-plan,personal-statement,observership",
        languages: "en,ig",
        place: ("TX", MIDDLE, "NG"),
        gender: "man",
        statement: "I matched two years ago after a gap, and I remember every form. Ask me the questions you do not dare to ask.",
        seats: (2, Some(6)),
        checked: Some(Checked::Registry),
    },
    Invented {
        address: "mentor-sato",
        name: "Hana Sato",
        role: "fellow",
        specialties: "cardiology,internal-medicine",
        topics: "research,fellowship,letters",
        languages: "en,ja",
        place: ("MA", EAST, "JP"),
        gender: "woman",
        statement: "From case reports to a first paper: I help you find a question that can be answered in a year.",
        seats: (1, Some(50)),
        checked: Some(Checked::Registry),
    },
    Invented {
        address: "mentor-ferreira",
        name: "Ines Ferreira",
        role: "attending",
        specialties: "psychiatry",
        topics: "mock-interview,wellbeing,specialty-choice",
        languages: "en,pt,es",
        place: ("NY", EAST, "BR"),
        gender: "woman",
        statement: "Interviews can be learned. We practice three times, and you watch yourself get better.",
        seats: (2, Some(12)),
        checked: Some(Checked::InstitutionMail),
    },
    Invented {
        address: "mentor-malik",
        name: "Omar Malik",
        role: "program-leader",
        specialties: "internal-medicine",
        topics: "program-list,rank-list,intern-year",
        languages: "en,ur",
        place: ("OH", EAST, "PK"),
        gender: "man",
        statement: "I can tell you how lists are read and how they are not. I do not talk about my own program while you apply there.",
        seats: (2, Some(70)),
        checked: Some(Checked::InstitutionMail),
    },
    Invented {
        address: "mentor-petrova",
        name: "Vera Petrova",
        role: "resident",
        specialties: "pathology",
        topics: "specialty-choice,personal-statement,networking",
        languages: "en,bg,ru",
        place: ("WA", WEST, "BG"),
        gender: "woman",
        statement: "Pathology is a fine place for people who like to look twice. I tell you how I found it.",
        seats: (2, Some(30)),
        checked: Some(Checked::Moderator),
    },
    Invented {
        address: "mentor-okonkwo",
        name: "Ada Okonkwo",
        role: "attending",
        specialties: "pediatrics",
        topics: "childcare,wellbeing,intern-year",
        languages: "en,ig,fr",
        place: ("GA", EAST, "NG"),
        gender: "woman",
        statement: "Residency with two small children is possible, and you do not have to find out alone how.",
        seats: (3, Some(15)),
        checked: Some(Checked::Registry),
    },
    Invented {
        address: "mentor-reyes",
        name: "Mateo Reyes",
        role: "resident",
        specialties: "general-surgery",
        topics: "cv-review,letters,research",
        languages: "en,es",
        place: ("FL", EAST, "CO"),
        gender: "man",
        statement: "Preliminary year first, categorical after. I can show you the way, and what I would do otherwise.",
        seats: (1, Some(90)),
        checked: Some(Checked::Registry),
    },
    Invented {
        address: "mentor-lindqvist",
        name: "Sara Lindqvist",
        role: "researcher",
        specialties: "neurology",
        topics: "research,networking,alternative-licence",
        languages: "en,sv",
        place: ("CA", WEST, "SE"),
        gender: "woman",
        statement: "Not everybody goes back to the bedside. If you think about research as a career, we can think aloud together.",
        seats: (2, None),
        checked: Some(Checked::InstitutionMail),
    },
    Invented {
        address: "mentor-thapa",
        name: "Bikash Thapa",
        role: "fellow",
        specialties: "nephrology,internal-medicine",
        topics: "exam-plan,rank-list,fellowship",
        languages: "en,ne,hi",
        place: ("IL", MIDDLE, "NP"),
        gender: "man",
        statement: "Step 3 before residency or not? We make a plan that fits your year and keep to it.",
        seats: (2, Some(8)),
        checked: Some(Checked::Registry),
    },
    Invented {
        address: "mentor-kaya",
        name: "Deniz Kaya",
        role: "attending",
        specialties: "emergency-medicine",
        topics: "communication,intern-year,mock-interview",
        languages: "en,tr,de",
        place: ("CO", "America/Denver", "TR"),
        gender: "another",
        statement: "How to call a consult, how to disagree, how to say I do not know. The words are the hardest part.",
        seats: (2, Some(26)),
        checked: Some(Checked::Moderator),
    },
    Invented {
        address: "mentor-brandt",
        name: "Jonas Brandt",
        role: "retired",
        specialties: "family-medicine",
        topics: "leadership,networking,gap-years",
        languages: "en,de",
        place: ("WI", MIDDLE, "DE"),
        gender: "man",
        statement: "Forty years of practice in a small town. I have time, and I listen well.",
        seats: (4, Some(4)),
        checked: Some(Checked::Moderator),
    },
    Invented {
        address: "mentor-nasser",
        name: "Rania Nasser",
        role: "resident",
        specialties: "obgyn",
        topics: "exam-plan,observership",
        languages: "en,ar",
        place: ("NJ", EAST, "EG"),
        gender: "woman",
        statement: "I found my observerships by writing forty letters. You can have the one that worked.",
        seats: (2, None),
        checked: None,
    },
];

/// Adds the invented mentors that are not there yet.
pub async fn add_sample_mentors(ctx: &Ctx) -> Result<(), MentorshipError> {
    for invented in &MENTORS {
        let Some(email) = Email::parse(&format!("{}@example.org", invented.address)) else { continue };
        let made = Made { email: &email, password_hash: "-", sample: true };
        identity::make_account(ctx, made).await?;
        let Some(person) = people::by_email(ctx.db.read(), &email).await? else { continue };
        // A real person has taken the address, or it is done.
        if person.sample && store::mentor_of(ctx.db.read(), person.account).await?.is_none() {
            put(ctx, person.account, invented).await?;
        }
    }
    Ok(())
}

async fn put(ctx: &Ctx, account: i64, invented: &'static Invented) -> Result<(), MentorshipError> {
    let (id, now) = (ctx.dice.public_id(), ctx.now());
    let (state, zone, country) = invented.place;
    let text = |text: &str| Expr::value(Secret(text.to_owned()));
    let list = |words: &str| Expr::value(to_list(words.split(',')));
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let row = ensure(tx, id, account, now).await?;
                let office = "The program office of Harbor Women's Hospital";
                let pen = Pen::of(tx, account).await?;
                let proof = pen.seal(&ctx, sealed::Column::Proof, &row.public_id, office)?;
                let update = mentors::Entity::update_many()
                    .col_expr(Column::Name, text(invented.name))
                    .col_expr(Column::Role, Expr::value(invented.role))
                    .col_expr(Column::Specialties, list(invented.specialties))
                    .col_expr(Column::Topics, list(invented.topics))
                    .col_expr(Column::Languages, list(invented.languages))
                    .col_expr(Column::State, Expr::value(state))
                    .col_expr(Column::Zone, Expr::value(zone))
                    .col_expr(Column::SchoolCountry, Expr::value(country))
                    .col_expr(Column::Gender, Expr::value(invented.gender))
                    .col_expr(Column::Statement, text(invented.statement))
                    .col_expr(Column::Capacity, Expr::value(invented.seats.0))
                    .col_expr(Column::ReplyMinutes, Expr::value(invented.seats.1.map(|hours| hours * 60)))
                    .col_expr(Column::AskedCheckAt, Expr::value(now - TimeDelta::days(40)))
                    .filter(Column::Id.eq(row.id));
                let update = match invented.checked {
                    Some(checked) => update
                        .col_expr(Column::Status, Expr::value(MentorStatus::Listed.word()))
                        .col_expr(Column::Checked, Expr::value(checked.word()))
                        .col_expr(Column::CheckedAt, Expr::value(now - TimeDelta::days(30)))
                        .col_expr(Column::CheckedBy, Expr::value("house")),
                    None => update
                        .col_expr(Column::Status, Expr::value(MentorStatus::Waiting.word()))
                        .col_expr(Column::ProofWay, Expr::value(Checked::Moderator.word()))
                        .col_expr(Column::Proof, Expr::value(proof)),
                };
                update.exec(tx).await?;
                if invented.checked.is_some()
                    && let Some(person) = people::by_accounts(tx, &[account]).await?.pop()
                {
                    grants::give(tx, &ctx, &person, (Capability::Mentor, "An invented mentor."), now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Adds many listed mentors, for tests and measurements: `count` of them, the same for the same number.
#[cfg(any(test, feature = "testing"))]
pub async fn add_synthetic_mentors(ctx: &Ctx, count: usize) -> Result<(), MentorshipError> {
    for at in 0..count {
        let Some(email) = Email::parse(&format!("synthetic-{at}@example.org")) else { continue };
        let made = Made { email: &email, password_hash: "-", sample: true };
        let Some(account) = identity::make_account(ctx, made).await? else { continue };
        let invented = &MENTORS[at * 7 % (MENTORS.len() - 1)];
        put(ctx, account, invented).await?;
    }
    Ok(())
}
