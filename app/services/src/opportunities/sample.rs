//! Sixty invented postings at invented institutions, for a copy on one's own computer. They are the invented host's and go
//! with that person.

use chrono::Days;
use domain::id::PublicId;
use domain::identity::Email;
use domain::opportunities::{Fields, Posting, State, draft};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::postings;
use super::{OpportunityError, rows, store};
use crate::ctx::Ctx;
use crate::identity::people;

/// How many.
const POSTINGS: usize = 60;
/// Whose.
const HOST: &str = "host@example.org";

const INSTITUTIONS: [(&str, &str, &str); 10] = [
    ("Lakeshore Teaching Hospital", "Rivertown", "IL"),
    ("Harborview Invented University", "Port Ellis", "MA"),
    ("Three Pines Community Hospital", "Three Pines", "OH"),
    ("Bluewater Medical Institute", "Bluewater", "FL"),
    ("Prairie Lantern Clinic", "Lantern", "NE"),
    ("Old Mill Research Center", "Millbrook", "NY"),
    ("Redwood Hollow Hospital", "Redwood Hollow", "CA"),
    ("Cedar Gate University", "Cedar Gate", "TX"),
    ("Northlight Children's Hospital", "Northlight", "MN"),
    ("Saltmarsh Regional Hospital", "Saltmarsh", "SC"),
];
const SUPERVISORS: [&str; 6] =
    ["Dr. Amara Osei", "Dr. Hana Sato", "Dr. Lucia Ferrante", "Dr. Tomas Vrba", "Dr. Nadia Rahimi", "Dr. Kofi Mensah"];
const SPECIALTIES: [&str; 10] = [
    "internal-medicine",
    "pediatrics",
    "family-medicine",
    "psychiatry",
    "neurology",
    "cardiology",
    "general-surgery",
    "pathology",
    "emergency-medicine",
    "obgyn",
];
/// Kind, contact, mode, weeks, pay.
const KINDS: [(&str, &str, &str, &str, &str); 6] = [
    ("observership", "shadowing", "on-site", "4", ""),
    ("research-volunteer", "none", "hybrid", "12", ""),
    ("externship", "hands-on-supervised", "on-site", "8", ""),
    ("research-paid", "none", "on-site", "52", "1100"),
    ("tele-rotation", "none", "remote", "4", ""),
    ("clerkship", "history-and-presenting", "on-site", "4", ""),
];

/// The form of the posting of this number, from 0. `closes` is its last day.
pub(super) fn form(nth: usize, closes: &str) -> Fields {
    let (kind, contact, mode, weeks, pay) = KINDS[nth % KINDS.len()];
    let (institution, city, state) = INSTITUTIONS[nth % INSTITUTIONS.len()];
    let page = format!("https://example.org/observers/{}", nth + 1);
    let mut fields: Vec<(&str, &str)> = vec![
        ("kind", kind),
        ("contact", contact),
        ("specialty", SPECIALTIES[(nth / 2) % SPECIALTIES.len()]),
        ("institution", institution),
        ("department", "Office of Visitors"),
        ("supervisor", SUPERVISORS[nth % SUPERVISORS.len()]),
        ("official_page", &page),
        ("mode", mode),
        ("city", city),
        ("state", state),
        ("start", "rolling"),
        ("weeks_least", weeks),
        ("hours", "40"),
        ("seats", ["1", "2", "4"][nth % 3]),
        ("closes", closes),
        ("pay", pay),
        ("visa", ["none", "invitation-letter", "ds-2019"][(nth / 3) % 3]),
        ("document", "cv"),
        ("document", "immunization"),
        ("outcome", "certificate"),
        (
            "description",
            "An invented posting. Observers join rounds and conferences; a letter is possible if your work earns one.",
        ),
    ];
    if nth.is_multiple_of(2) {
        fields.push(("has_fee", "no"));
    } else {
        fields.extend([
            ("has_fee", "yes"),
            ("fee_what_1", "Visitor office"),
            ("fee_amount_1", ["150", "400", "750"][(nth / 2) % 3]),
            ("fee_per_1", "once"),
            ("fee_payee_1", "institution"),
            ("fee_name_1", institution),
            ("refund", "full"),
            ("refund_rule", "Everything comes back until 14 days before the start."),
        ]);
    }
    if nth.is_multiple_of(3) {
        fields.extend([
            ("group", "graduate"),
            ("requirement_kind_1", "passed:step1"),
            ("requirement_strength_1", "required"),
            ("requirement_quote_1", "Applicants have passed USMLE Step 1."),
        ]);
    }
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The same in every copy, so that pictures and tests find them.
fn id_of(nth: usize) -> PublicId {
    let mut name = *b"posting-0000";
    let digits = format!("{:04}", (nth + 1) % 10_000);
    name[8..].copy_from_slice(digits.as_bytes());
    PublicId::from_bytes(name)
}

/// Adds the invented postings of the invented host; answers how many were added. None where there are some already, or
/// where that host is missing.
pub async fn add_sample_postings(ctx: &Ctx) -> Result<usize, OpportunityError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let email = Email::parse(HOST).ok_or(OpportunityError::NotFound)?;
    let Some(host) = people::by_email(db, &email).await?.filter(|host| host.sample) else { return Ok(0) };
    if postings::Entity::find().filter(postings::Column::HostAccount.eq(host.account)).count(db).await? > 0 {
        return Ok(0);
    }
    let mut all = Vec::with_capacity(POSTINGS);
    for nth in 0..POSTINGS {
        let days = 20 + u64::try_from(nth).unwrap_or_default() * 3;
        let closes = (now.date_naive() + Days::new(days)).to_string();
        let posting: Posting = draft::read(&form(nth, &closes), now).map_err(OpportunityError::Invalid)?;
        all.push(postings::ActiveModel {
            public_id: ActiveValue::Set(id_of(nth).to_string()),
            host_account: ActiveValue::Set(host.account),
            state: ActiveValue::Set(State::Published.word().to_owned()),
            offered: ActiveValue::Set(0),
            taken: ActiveValue::Set(0),
            past_stays: ActiveValue::Set(0),
            flags: ActiveValue::Set("[]".to_owned()),
            checked: ActiveValue::Set(true),
            reviewer: ActiveValue::Set(None),
            note: ActiveValue::Set(None),
            submitted_at: ActiveValue::Set(now),
            published_at: ActiveValue::Set(Some(now)),
            changed_at: ActiveValue::Set(now),
            sample: ActiveValue::Set(true),
            ..rows::columns(&posting)?
        });
    }
    ctx.db
        .write(move |tx| {
            let all = all.clone();
            Box::pin(async move {
                let revision = ActiveValue::Set(store::mark(tx, false).await?);
                let all = all.into_iter().map(|one| postings::ActiveModel { revision: revision.clone(), ..one });
                postings::Entity::insert_many(all).exec_without_returning(tx).await?;
                Ok::<_, OpportunityError>(POSTINGS)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use domain::opportunities::flags::{Host, flags};

    use super::*;

    #[test]
    fn every_invented_posting_is_in_order_and_fires_no_rule() {
        let now = crate::testing::first_day();
        for nth in 0..POSTINGS {
            let posting =
                draft::read(&form(nth, "2026-12-31"), now).unwrap_or_else(|errors| panic!("{nth}: {errors:?}"));
            assert_eq!(flags(&posting, Host { mail_host: "example.org" }), [], "{nth}");
        }
    }
}
