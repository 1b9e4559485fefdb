//! What people write lies sealed under their own keys, comes along in their archives and goes with them.

use sea_orm::{ConnectionTrait, Statement};

use super::*;
use crate::identity::rewrap_all;
use crate::vault::{Rotation, Vault};

/// Words that stand nowhere else.
const GOALS: &str = "Canary goals for a quiet year.";
const QUESTION: &str = "Canary question about the season?";
const ANSWER: &str = "Canary answer in two words.";
const SCOPE: &str = "Canary scope of our hours.";
const STEP: &str = "Canary step to take";
const NOTE: &str = "Canary note of a meeting.";
const WORDS: &str = "Canary words at the end.";
const ALL: [&str; 7] = [GOALS, QUESTION, ANSWER, SCOPE, STEP, NOTE, WORDS];

/// Everything two people can write to each other.
async fn written(world: &TestWorld, ctx: &Ctx) -> (Person, Person, PublicId) {
    let (ada, a) = mentor_with(world, ctx, "ada", 1).await;
    let eve = world.person_with(ctx, "eve", &[]).await;
    let mut asked = fields(&[("goals", GOALS), ("topics", "asylum"), ("stage", "exams"), ("gender", "woman")]);
    asked.extend(fields(&[("wish_school", "Canary College"), ("weight_school", "nice"), ("reveals", "gender")]));
    save_ask(&eve.ctx, &asked).await.unwrap();
    let list = listed(&eve, &[a]).await;
    ask_more(&ada.ctx, list[0].as_str(), QUESTION).await.unwrap();
    tell_more(&eve.ctx, list[0].as_str(), ANSWER).await.unwrap();
    accept(&ada.ctx, list[0].as_str()).await.unwrap();
    let id = confirm(&eve.ctx, list[0].as_str()).await.unwrap();
    let form = AgreementForm { scope: SCOPE.to_owned(), ends_on: "2027-05-01".to_owned() };
    write_agreement(&ada.ctx, id.as_str(), "0", &form).await.unwrap();
    sign(&ada.ctx, id.as_str(), "1", true).await.unwrap();
    sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
    let step = NextStepForm { what: STEP.to_owned(), due_on: String::new() };
    plan_step(&eve.ctx, id.as_str(), &step, "0000000000000001").await.unwrap();
    let met = MeetingForm { met_at: "2026-11-02T19:00".to_owned(), minutes: "45".to_owned(), note: NOTE.to_owned() };
    log_meeting(&ada.ctx, id.as_str(), &met, "0000000000000002").await.unwrap();
    close_engagement(&eve.ctx, id.as_str(), WORDS).await.unwrap();
    (ada, eve, id)
}

/// Every value of every table of mentorship, and of every mail and notification.
async fn everything_stored(world: &TestWorld) -> String {
    let db = world.ctx.db.read();
    let mut all = String::new();
    for table in [
        "mentor_asks",
        "mentor_requests",
        "engagements",
        "engagement_steps",
        "engagement_meetings",
        "mails",
        "notifications",
        "audit_log",
    ] {
        let cast = match world.kind() {
            crate::db::DbKind::Sqlite => format!("SELECT * FROM {table}"),
            crate::db::DbKind::Postgres => format!("SELECT CAST({table} AS TEXT) FROM {table}"),
        };
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), cast)).await.unwrap() {
            for at in 0..row.column_names().len() {
                if let Ok(text) = row.try_get_by_index::<String>(at) {
                    all.push_str(&text);
                    all.push('\n');
                }
            }
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_is_sealed_read_by_the_two_and_in_both_archives() {
    on_both(async |world| {
        let (ada, eve, id) = written(world, &world.ctx).await;
        let stored = everything_stored(world).await;
        assert!(stored.len() > 2_000);
        assert!(!stored.contains("Canary") && !stored.contains("asylum"), "{}", world.kind().name());
        for reader in [&ada, &eve] {
            let page = engagement(&reader.ctx, id).await.unwrap();
            let notes = (page.scope.as_str(), page.steps[0].what.as_str(), page.meetings[0].note.as_str());
            assert_eq!(notes, (SCOPE, STEP, NOTE));
        }
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().other_feedback.as_deref(), Some(WORDS));
        let taken_along = async |person: &Person| {
            assert!(!crate::identity::export(&person.ctx).await.unwrap().is_empty());
            export_part(&person.ctx, person.account).await.unwrap().to_string()
        };
        let mentee = taken_along(&eve).await;
        for word in ALL {
            assert!(mentee.contains(word), "{word} is missing in the mentee's archive");
        }
        assert!(mentee.contains("asylum") && mentee.contains("Canary College"));
        let mentor = taken_along(&ada).await;
        for word in [QUESTION, SCOPE, STEP, NOTE, WORDS] {
            assert!(mentor.contains(word), "{word} is missing in the mentor's archive");
        }
        for word in [GOALS, ANSWER, "Canary College"] {
            assert!(!mentor.contains(word), "{word} is the mentee's alone");
        }
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_text_needs_the_key_of_whoever_wrote_it() {
    on_both(async |world| {
        let (ada, eve, id) = written(world, &world.ctx).await;
        // As in an old backup beside a key that is gone: the one's words cannot be read any more, the check says where.
        let gone = format!("DELETE FROM person_keys WHERE account_id = {}", eve.account);
        let work = world.ctx.db.write(move |tx| {
            let gone = gone.clone();
            Box::pin(async move {
                tx.execute_unprepared(&gone).await?;
                Ok::<_, crate::db::DbError>(())
            })
        });
        work.await.unwrap();
        assert!(engagement(&ada.ctx, id).await.is_err());
        let mut broken: Vec<_> = crate::check::check(&world.ctx).await.unwrap();
        broken.retain(|found| found.table.starts_with("mentor_") || found.table.starts_with("engagement"));
        let tables: Vec<&str> = broken.iter().map(|found| found.table.as_str()).collect();
        assert_eq!(tables, ["mentor_requests", "engagements", "engagement_steps", "mentor_asks"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_of_the_two_is_erased_takes_all_of_it_along() {
    on_both(async |world| {
        let (ada, eve, id) = written(world, &world.ctx).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, eve.id.as_str(), "asked", true).await.unwrap();
        is_missing(engagement(&ada.ctx, id).await);
        for table in ["mentor_asks", "mentor_requests", "engagements", "engagement_steps", "engagement_meetings"] {
            let count = Statement::from_string(
                world.ctx.db.read().get_database_backend(),
                format!("SELECT COUNT(*) FROM {table}"),
            );
            let left = world.ctx.db.read().query_one_raw(count).await.unwrap().unwrap();
            assert_eq!(left.try_get_by_index::<i64>(0).unwrap(), 0, "{table}");
        }
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_of_the_house_opens_all_of_it() {
    on_both(async |world| {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Ctx { vault: Vault::open(folder.path(), None, &world.ctx.dice).unwrap(), ..world.ctx.clone() };
        let dice = ctx.dice.clone();
        let (ada, eve, id) = written(world, &ctx).await;
        let viewers = [ada.ctx.viewer.clone(), eve.ctx.viewer.clone()];
        drop((ctx, ada, eve));
        let rotation = Rotation::begin(folder.path()).unwrap();
        let half = Ctx { vault: rotation.new_key(&dice).unwrap(), ..world.ctx.clone() };
        assert!(rewrap_all(&half).await.unwrap() >= 3);
        drop(half);
        let anew = Ctx { vault: rotation.finish(&dice).unwrap(), ..world.ctx.clone() };
        for viewer in viewers {
            let reader = Ctx { viewer, ..anew.clone() };
            assert_eq!(engagement(&reader, id).await.unwrap().scope, SCOPE);
        }
        let findings = crate::check::check(&anew).await.unwrap();
        assert_eq!(findings, [], "{}", world.kind().name());
    })
    .await;
}
