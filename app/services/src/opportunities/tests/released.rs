//! What a host reads of an applicant: exactly what was ticked, and no byte of anything else.

use domain::identity::profile::{Field, Step as ProfileStep};
use domain::opportunities::eligibility::Verdict;
use sea_orm::EntityTrait;

use super::*;
use crate::identity::{person_keys, profile};
use crate::vault::Place;

/// What lies sealed in the only application, as it lies there and as it reads.
async fn sealed(person: &Person) -> Option<(String, String)> {
    let db = person.ctx.db.read();
    let row = entity::applications::Entity::find().one(db).await.unwrap().unwrap();
    let lies = row.sealed?.0;
    let keys = person_keys(db, &[person.account]).await.unwrap();
    let (name, key) = &keys[&person.account];
    let place = Place { table: "applications", row: &row.public_id, field: "sealed" };
    let reads = person.ctx.vault.unseal(name, key, place, &lies).unwrap();
    Some((lies, String::from_utf8(reads).unwrap()))
}

#[tokio::test]
async fn a_host_sees_exactly_what_was_released_and_nothing_after_a_withdrawal() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let ada = world.person("ada", &[]).await;
        let typed: [(&str, &[(&str, &str)]); 2] = [
            ("you", &[("name", "Canary Nameworth")]),
            ("exams", &[("exams_step1", "passed"), ("scores_step1", "231")]),
        ];
        for (step, typed) in typed {
            let typed: Fields = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            profile::save(&ada.ctx, ProfileStep::parse(step).unwrap(), &typed).await.unwrap();
        }
        assert_eq!(am_i_eligible(&ada.ctx, &id).await.unwrap().verdict, Verdict::Yes);
        let fields = [("answer", "Because of the clinic."), ("release", "exams")];
        let fields: Fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let application = apply(&ada.ctx, &id, &fields).await.unwrap().to_string();
        let told = read_by(&host, &id).await.pop().unwrap().told.unwrap();
        let released: Vec<_> = told.fields.iter().map(|one| (one.field(), one.as_str())).collect();
        assert_eq!((told.answer.as_str(), released), ("Because of the clinic.", vec![(Field::Exams, "step1:passed")]));
        let (lies, reads) = sealed(&ada).await.unwrap();
        for there in ["Because of the clinic.", "exams", "step1:passed"] {
            assert!(reads.contains(there) && !lies.contains(there), "{there} in {reads} and not in {lies}");
        }
        for absent in ["231", "scores", "Canary", "Nameworth", "ada@example.org", ada.id.as_str()] {
            assert!(!reads.contains(absent), "{absent} in {reads}");
        }
        assert_eq!(refused(apply(&ada.ctx, &id, &fields).await), Refusal::ApplicationThere);
        assert_eq!(refused(apply(&host.ctx, &id, &fields).await), Refusal::OwnPosting);
        let by_ada = applicants(&ada.ctx, &id, Whom::Everybody, None).await;
        assert!(matches!(by_ada, Err(OpportunityError::NotFound)));
        move_as_applicant(&ada.ctx, &application, Move::Withdraw).await.unwrap();
        assert_eq!(read_by(&host, &id).await.pop().unwrap().told, None);
        assert_eq!(sealed(&ada).await, None);
        is_whole(world).await;
    })
    .await;
}
