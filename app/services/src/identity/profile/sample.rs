//! What the invented people tell about themselves, so that profiles, previews and the desk have something to show.

use domain::access::Audience;
use domain::identity::profile::{Answer, Field};

use super::error::ProfileError;
use super::{seal, store};
use crate::ctx::Ctx;
use crate::identity::entity::accounts;
use crate::identity::person_key;

/// Of each role: fields and stored answers. Names, schools and institutions are invented.
const TOLD: [(&str, &[(Field, &str)]); 4] = [
    (
        "newcomer",
        &[
            (Field::Name, "Nadia Ferrante"),
            (Field::Stage, "exams"),
            (Field::Languages, "en,it"),
            (Field::Specialties, "internal-medicine,psychiatry"),
            (Field::SchoolCountry, "IT"),
            (Field::Citizenship, "IT"),
            (Field::VisaNeed, "j1"),
        ],
    ),
    (
        "member",
        &[
            (Field::Name, "Kwabena Asare"),
            (Field::Stage, "applying"),
            (Field::Languages, "en,ak"),
            (Field::Specialties, "family-medicine"),
            (Field::SchoolCountry, "GH"),
            (Field::GraduationYear, "2021"),
            (Field::VisaNeed, "j1-or-h1b"),
        ],
    ),
    (
        "mentor",
        &[
            (Field::Name, "Leila Haddad"),
            (Field::Stage, "practising"),
            (Field::Languages, "en,ar,fr"),
            (Field::Role, "attending"),
            (Field::Specialty, "internal-medicine"),
            (Field::Institution, "Lakeshore Teaching Hospital"),
            (Field::Offers, "cv-review,mock-interview"),
        ],
    ),
    (
        "host",
        &[
            (Field::Name, "Tomasz Wrona"),
            (Field::Stage, "practising"),
            (Field::Languages, "en,pl"),
            (Field::Role, "program-leader"),
            (Field::Specialty, "family-medicine"),
            (Field::Institution, "Harbor Community Clinic"),
            (Field::Offers, "observership"),
        ],
    ),
];

/// Stores what the invented person of a role tells: members see it, but for what is sealed.
pub(crate) async fn tell_for_sample(ctx: &Ctx, role: &str, row: &accounts::Model) -> Result<(), ProfileError> {
    let Some((_, told)) = TOLD.iter().find(|(known, _)| *known == role) else { return Ok(()) };
    let (inner, row, now) = (ctx.clone(), row.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, row) = (inner.clone(), row.clone());
            Box::pin(async move {
                let key = person_key(tx, row.id).await?;
                for (field, stored) in *told {
                    let Some(answer) = Answer::stored(*field, stored) else { continue };
                    let value = seal::sealed(&ctx, &row.public_id, key.as_ref(), &answer)?;
                    let audience = if field.is_sealed() { field.default_audience() } else { Audience::Members };
                    store::put(tx, row.id, store::Told { field: *field, audience, value }, now).await?;
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invented_answer_is_one_that_a_person_could_give() {
        for (role, told) in TOLD {
            for (field, stored) in told {
                assert!(Answer::stored(*field, stored).is_some(), "{role}: {}", field.word());
            }
        }
    }
}
