//! Profiles on both databases: what is told, who sees it, and what lies on the disk.

mod answers;
mod erased;
mod glass;
mod photos;

use domain::access::{Audience, Capability, Relation, Verdict, may_see};
use domain::id::PublicId;
use domain::identity::profile::{Field, Step};
use futures::stream;
use sea_orm::ConnectionTrait;

use super::{ProfileError, SeenAs, mine, next_step, photo, read, save, set_photo};
use crate::check::check;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::files::{Kind, camera_photo, stage};
use crate::testing::{Person, TestWorld, on_both};

/// A value of each field that no other field and no part of the house has.
const CANARIES: &[(&str, &str)] = &[
    ("name", "Canary Nameworth"),
    ("pronouns", "canary/canaries"),
    ("school_country", "GD"),
    ("school", "Canary School of Medicine"),
    ("graduation_year", "1987"),
    ("stage", "graduate-preparing"),
    ("specialties", "neurosurgery"),
    ("specialties", "colorectal-surgery"),
    ("languages", "yo"),
    ("languages", "zu"),
    ("state", "WY"),
    ("zone", "Asia/Thimphu"),
    ("citizenship", "SX"),
    ("citizenship", "TV"),
    ("visa_need", "j1-or-h1b"),
    ("exams_step1", "passed"),
    ("exams_oet", "not-yet"),
    ("scores_step2ck", "287"),
    ("gap_years", "over-10"),
    ("role", "career-adviser"),
    ("specialty", "vascular-neurology"),
    ("institution", "Canary Teaching Hospital"),
    ("npi", "1558598797"),
    ("offers", "alternative-licence"),
];

/// What may never be read in a file of the database.
const SEALED: [&str; 5] = ["SX,TV", "j1-or-h1b", "step1:passed", "step2ck:287", "over-10"];

fn form(audience: impl Fn(Field) -> Option<Audience>) -> Vec<(String, String)> {
    let told = CANARIES.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let seen = Field::ALL.iter().filter_map(|field| {
        let audience = audience(*field)?;
        Some((field.audience_name(), audience.word().to_owned()))
    });
    told.chain(seen).collect()
}

async fn fill_in(ctx: &Ctx, audience: impl Fn(Field) -> Option<Audience>) {
    let form = form(audience);
    for step in Step::ALL {
        save(ctx, step, &form).await.unwrap();
    }
}

async fn staged(ctx: &Ctx, bytes: &[u8]) -> PublicId {
    stage(ctx, Kind::Photo, stream::iter([Ok::<_, String>(bytes)])).await.unwrap().id
}

async fn add_photo(ctx: &Ctx, audience: Audience) {
    let file = staged(ctx, &camera_photo(1200, 900)).await;
    set_photo(ctx, file, audience.word()).await.unwrap();
}

fn seen(profile: &super::Profile) -> Vec<Field> {
    profile.shown.iter().map(|shown| shown.answer.field()).collect()
}

async fn by_hand(ctx: &Ctx, sql: String) {
    ctx.db
        .write(move |tx| {
            let sql = sql.clone();
            Box::pin(async move {
                tx.execute_unprepared(&sql).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_field_is_seen_by_those_and_only_those_the_table_names() {
    on_both(async |world| {
        let (ada, member) = (world.person("ada", &[]).await, world.person("member", &[]).await);
        let staff = world.person("staff", &[Capability::Moderator, Capability::Admin]).await;
        for audience in Audience::ALL {
            let chosen = |field: Field| field.audiences().any(|one| one == audience).then_some(audience);
            fill_in(&ada.ctx, chosen).await;
            add_photo(&ada.ctx, audience).await;
            let shown_to = |field: Field| chosen(field).unwrap_or(field.default_audience());
            let allowed = |relation| -> Vec<Field> {
                Field::ALL.iter().copied().filter(|field| may_see(shown_to(*field), relation)).collect()
            };
            assert_eq!(seen(&mine(&ada.ctx).await.unwrap()), Field::ALL, "{audience:?}");
            for relation in Relation::ALL {
                let preview = read(&ada.ctx, ada.id, SeenAs::Preview(relation)).await.unwrap();
                assert_eq!(seen(&preview), allowed(relation), "{audience:?} {relation:?}");
            }
            for (ctx, relation) in
                [(&member.ctx, Relation::Member), (&staff.ctx, Relation::Staff), (&world.ctx, Relation::Stranger)]
            {
                let allowed = allowed(relation);
                match read(ctx, ada.id, SeenAs::Viewer).await {
                    Ok(profile) => {
                        assert_eq!((profile.relation, seen(&profile)), (relation, allowed), "{audience:?}");
                        assert!(profile.shown.iter().all(|shown| shown.audience.is_none()), "that is for Ada to know");
                    }
                    Err(error) => {
                        assert!(matches!(error, ProfileError::NotFound), "{error}");
                        assert_eq!(allowed, [], "{audience:?} {relation:?}");
                    }
                }
                let picture = photo(ctx, ada.id).await;
                assert_eq!(picture.is_ok(), may_see(audience, relation), "{audience:?} {relation:?}");
            }
        }
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_said_anything_about_is_private_by_default() {
    on_both(async |world| {
        let (ada, member) = (world.person("ada", &[]).await, world.person("member", &[]).await);
        fill_in(&ada.ctx, |_| None).await;
        for stranger in [&world.ctx, &member.ctx] {
            assert!(matches!(read(stranger, ada.id, SeenAs::Viewer).await, Err(ProfileError::NotFound)));
        }
        let seen = seen(&read(&ada.ctx, ada.id, SeenAs::Preview(Relation::Matched)).await.unwrap());
        assert!(seen.contains(&Field::Name), "{seen:?}");
        for field in [Field::Citizenship, Field::VisaNeed, Field::Exams, Field::Scores, Field::GapYears, Field::Npi] {
            assert!(!seen.contains(&field), "{field:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_suspended_leaving_and_unconfirmed_people_look_the_same() {
    on_both(async |world| {
        let (ada, member) = (world.person("ada", &[]).await, world.person("member", &[]).await);
        fill_in(&ada.ctx, |field| field.audiences().last()).await;
        assert!(read(&world.ctx, ada.id, SeenAs::Viewer).await.is_ok());
        for state in ["state = 'suspended'", "state = 'leaving', erase_at = created_at", "state = 'unconfirmed'"] {
            by_hand(&world.ctx, "UPDATE accounts SET state = 'active', erase_at = NULL".to_owned()).await;
            by_hand(&world.ctx, format!("UPDATE accounts SET {state} WHERE id = {}", ada.account)).await;
            for ctx in [&world.ctx, &member.ctx] {
                for whose in [ada.id, world.ctx.dice.public_id()] {
                    assert!(matches!(read(ctx, whose, SeenAs::Viewer).await, Err(ProfileError::NotFound)), "{state}");
                    assert!(matches!(photo(ctx, whose).await, Err(ProfileError::NotFound)), "{state}");
                }
            }
            assert_eq!(mine(&ada.ctx).await.unwrap().shown.len(), Field::ALL.len() - 1, "one's own stays readable");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_whom_one_keeps_the_other_away_do_not_see_each_other() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        for person in [&ada, &eve] {
            fill_in(&person.ctx, |field| field.audiences().last()).await;
            add_photo(&person.ctx, Audience::Everyone).await;
        }
        assert!(read(&eve.ctx, ada.id, SeenAs::Viewer).await.is_ok());
        crate::moderation::block(&ada.ctx, eve.id.as_str()).await.unwrap();
        for (reader, whose) in [(&eve, &ada), (&ada, &eve)] {
            assert!(matches!(read(&reader.ctx, whose.id, SeenAs::Viewer).await, Err(ProfileError::NotFound)));
            assert!(matches!(photo(&reader.ctx, whose.id).await, Err(ProfileError::NotFound)));
        }
        assert!(mine(&ada.ctx).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_previews_or_changes_the_profile_of_somebody_else() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        fill_in(&ada.ctx, |_| None).await;
        let peek = read(&eve.ctx, ada.id, SeenAs::Preview(Relation::Myself)).await;
        assert!(matches!(peek, Err(ProfileError::NotFound)));
        let stranger = save(&world.ctx, Step::You, &form(|_| None)).await;
        assert!(matches!(stranger, Err(ProfileError::Denied(denied)) if denied.verdict == Verdict::SignIn));
        save(&eve.ctx, Step::You, &[("name".to_owned(), "Eve".to_owned())]).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().name(), Some("Canary Nameworth"));
        assert!(matches!(next_step(&world.ctx).await, Err(ProfileError::Denied(_))));
    })
    .await;
}
