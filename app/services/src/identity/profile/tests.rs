//! Profiles on both databases: what is told, who sees it, and what lies on the disk.

mod erased;

use domain::access::{Audience, Capability, Relation, Verdict, may_see};
use domain::id::PublicId;
use domain::identity::profile::{Field, Shape, Step};
use futures::stream;
use sea_orm::ConnectionTrait;

use super::{
    ProfileError, SeenAs, break_glass, mine, next_step, opened_by_viewer, photo, read, remove_photo, save, set_photo,
    who_saw,
};
use crate::check::check;
use crate::ctx::Ctx;
use crate::db::{DbError, DbKind};
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

#[tokio::test(flavor = "multi_thread")]
async fn sealed_answers_are_not_in_the_bytes_of_the_database() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let rows = super::store::fields(world.ctx.db.read(), ada.account).await.unwrap();
        assert_eq!(rows.len(), Field::ALL.len() - 1);
        for row in &rows {
            assert!(SEALED.iter().all(|canary| !row.value.0.contains(canary)), "{}", row.field);
        }
        if world.kind() == DbKind::Sqlite {
            let files = std::fs::read_dir(world.ctx.db.data_dir()).unwrap().map(|entry| entry.unwrap().path());
            let bytes: Vec<u8> =
                files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect();
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(holds("Canary School of Medicine"), "the control: what is not sealed is there");
            for canary in SEALED {
                assert!(!holds(canary), "{canary} lies open on the disk");
            }
        }
        let mine = mine(&ada.ctx).await.unwrap();
        assert_eq!(mine.answer(Field::Citizenship).unwrap().words(), ["Sint Maarten (Dutch part)", "Tuvalu"]);
        assert_eq!(mine.answer(Field::Scores).unwrap().words(), ["USMLE Step 2 CK: 287"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_changed_emptied_and_kept_in_the_zone_of_the_account() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let zone =
            |account| async move { super::store::owner(world.ctx.db.read(), account).await.unwrap().unwrap().zone };
        assert_eq!(zone(ada.id).await.as_deref(), Some("Asia/Thimphu"));
        save(&ada.ctx, Step::Place, &[("state".to_owned(), "NY".to_owned())]).await.unwrap();
        save(&ada.ctx, Step::Papers, &[]).await.unwrap();
        let mine = mine(&ada.ctx).await.unwrap();
        assert_eq!(mine.answer(Field::State).unwrap().words(), ["New York"]);
        assert_eq!((mine.answer(Field::Zone), mine.answer(Field::VisaNeed)), (None, None));
        assert_eq!(zone(ada.id).await, None);
        assert!(mine.answer(Field::Exams).is_some(), "other steps are not touched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_with_one_wrong_field_stores_none_of_it() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let wrong = [("school_country", "GD"), ("graduation_year", "next year"), ("school_audience", "the world")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let Err(ProfileError::Invalid(errors)) = save(&ada.ctx, Step::School, &wrong).await else {
            panic!("not taken")
        };
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["school_audience", "graduation_year"]);
        assert_eq!(mine(&ada.ctx).await.unwrap().shown, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_in_every_field_is_stored_clean_or_not_at_all() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let long = "x".repeat(60_000);
        for hostile in [
            "</textarea><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "a\u{0}b\u{202e}c\r\nBcc: eve@example.org",
            "'; DROP TABLE profile_fields; --",
            "{{7*7}} ${7*7} %00",
            "step1:passed,step1:passed",
            &long,
        ] {
            for field in Field::ALL {
                let mut form = vec![(field.word().to_owned(), hostile.to_owned())];
                if let Shape::Parts(parts) = field.shape() {
                    form.extend(parts.of.iter().map(|part| (field.part(part.word), hostile.to_owned())));
                }
                let saved = save(&ada.ctx, Step::of(*field), &form).await;
                assert!(matches!(saved, Ok(()) | Err(ProfileError::Invalid(_))), "{field:?}");
            }
            assert_eq!(check(&world.ctx).await.unwrap(), [], "{hostile}");
        }
        let names = [("name".to_owned(), "step1:passed,<b>".to_owned())];
        save(&ada.ctx, Step::You, &names).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().name(), Some("step1:passed,<b>"), "plain text is a name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_sealed_on_the_disk_replaced_and_taken_away() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let on_disk = || -> Vec<Vec<u8>> {
            let folder = crate::files::disk::folder(world.ctx.db.data_dir());
            let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            files.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect()
        };
        add_photo(&ada.ctx, Audience::Members).await;
        let first = photo(&ada.ctx, ada.id).await.unwrap();
        assert!(first.starts_with(b"\xff\xd8\xff") && !first.windows(4).any(|part| part == b"Exif"));
        assert_eq!(on_disk().len(), 1, "what came in is gone");
        assert!(!on_disk()[0].windows(4).any(|part| part == b"JFIF"), "sealed");
        let second = staged(&ada.ctx, &camera_photo(300, 300)).await;
        set_photo(&ada.ctx, second, "matched").await.unwrap();
        assert_ne!(photo(&ada.ctx, ada.id).await.unwrap(), first);
        assert_eq!(on_disk().len(), 1);
        assert!(matches!(set_photo(&ada.ctx, second, "matched").await, Err(ProfileError::Refused(_))), "used up");
        assert_eq!(check(&world.ctx).await.unwrap(), []);
        assert_eq!(super::files_of(world.ctx.db.read(), ada.account).await.unwrap().len(), 1);
        save(&ada.ctx, Step::Photo, &[("photo_audience".to_owned(), "everyone".to_owned())]).await.unwrap();
        assert!(photo(&world.ctx, ada.id).await.is_ok(), "who sees it changes without a new file");
        remove_photo(&ada.ctx).await.unwrap();
        assert!(matches!(photo(&ada.ctx, ada.id).await, Err(ProfileError::NotFound)));
        assert_eq!(on_disk(), Vec::<Vec<u8>>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_wants_somebody_signed_in_and_a_picture() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let none = stage(&world.ctx, Kind::Photo, stream::iter([Ok::<_, String>(camera_photo(9, 9))])).await;
        assert!(matches!(none, Err(crate::files::StageError::SignInRequired)));
        let fake = stage(&ada.ctx, Kind::Photo, stream::iter([Ok::<_, String>(b"\xff\xd8\xffno picture")])).await;
        assert!(matches!(fake, Err(crate::files::StageError::WrongType { .. })));
        let document = stage(&ada.ctx, Kind::Document, stream::iter([Ok::<_, String>(b"%PDF-1.7")])).await.unwrap();
        assert!(matches!(set_photo(&ada.ctx, document.id, "members").await, Err(ProfileError::Refused(_))));
    })
    .await;
}

const REASON: &str = "A report says that the visa named here is forged.";

async fn queued(world: &TestWorld) -> i64 {
    let count = sea_orm::Statement::from_string(
        world.ctx.db.read().get_database_backend(),
        "SELECT COUNT(*) FROM mails WHERE kind = 'break-glass-told'",
    );
    world.ctx.db.read().query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_glass_is_broken_with_a_reason_and_in_the_open() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        fill_in(&ada.ctx, |_| None).await;
        let shown = [("name".to_owned(), "Mo Derator".to_owned()), ("name_audience".to_owned(), "members".to_owned())];
        save(&moderator.ctx, Step::You, &shown).await.unwrap();
        assert!(matches!(read(&moderator.ctx, ada.id, SeenAs::Viewer).await, Err(ProfileError::NotFound)));
        let answer = break_glass(&moderator.ctx, ada.id, Field::VisaNeed, REASON).await.unwrap().unwrap();
        assert_eq!(answer.as_str(), "j1-or-h1b");
        let views = who_saw(&ada.ctx).await.unwrap();
        assert_eq!(views.len(), 1);
        assert_eq!((views[0].field, views[0].reason.as_str()), (Field::VisaNeed, REASON));
        assert_eq!((views[0].by.as_deref(), views[0].at), (Some("Mo Derator"), world.ctx.now()));
        assert_eq!(queued(world).await, 1, "Ada is told");
        assert_eq!(who_saw(&moderator.ctx).await.unwrap(), []);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_is_read_again_for_ten_minutes_by_who_opened_it_and_only_as_it_was() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        let other = world.person("other", &[Capability::Moderator]).await;
        fill_in(&ada.ctx, |_| None).await;
        for field in [Field::VisaNeed, Field::Citizenship] {
            break_glass(&moderator.ctx, ada.id, field, REASON).await.unwrap();
            world.clock.advance(chrono::TimeDelta::seconds(1));
        }
        let open = opened_by_viewer(&moderator.ctx, ada.id).await.unwrap();
        assert_eq!(open.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::Citizenship, Field::VisaNeed]);
        assert_eq!(open[1].answer.as_ref().unwrap().as_str(), "j1-or-h1b");
        assert_eq!(opened_by_viewer(&other.ctx, ada.id).await.unwrap(), []);
        assert!(matches!(opened_by_viewer(&ada.ctx, ada.id).await, Err(ProfileError::Denied(_))));
        save(&ada.ctx, Step::Papers, &[("visa_need".to_owned(), "none".to_owned())]).await.unwrap();
        let open = opened_by_viewer(&moderator.ctx, ada.id).await.unwrap();
        assert!(open.iter().all(|one| one.field != Field::VisaNeed), "what she says since is another look");
        assert_eq!(who_saw(&ada.ctx).await.unwrap().len(), 2, "reading again is no new look");
        world.clock.advance(chrono::TimeDelta::minutes(10));
        assert_eq!(opened_by_viewer(&moderator.ctx, ada.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_right_reason_or_proof_the_glass_holds_and_nothing_is_written() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        let without = |change: fn(&mut crate::ctx::Member)| {
            let mut viewer = moderator.ctx.viewer.clone();
            change(viewer.member.as_mut().unwrap());
            moderator.ctx.with_viewer(viewer)
        };
        let member: Person = world.person("member", &[Capability::Mentor]).await;
        for (ctx, verdict) in [
            (member.ctx.clone(), Verdict::Forbidden),
            (world.ctx.clone(), Verdict::SignIn),
            (without(|member| member.two_factor = false), Verdict::SecondFactor),
            (without(|member| member.proved = false), Verdict::Prove),
        ] {
            let answer = break_glass(&ctx, ada.id, Field::VisaNeed, REASON).await;
            assert!(matches!(answer, Err(ProfileError::Denied(denied)) if denied.verdict == verdict), "{verdict:?}");
        }
        for reason in ["", "because", &"x".repeat(501)] {
            let answer = break_glass(&moderator.ctx, ada.id, Field::VisaNeed, reason).await;
            assert!(matches!(answer, Err(ProfileError::Invalid(_))));
        }
        let nobody = break_glass(&moderator.ctx, world.ctx.dice.public_id(), Field::VisaNeed, REASON).await;
        assert!(matches!(nobody, Err(ProfileError::NotFound)));
        assert_eq!(who_saw(&ada.ctx).await.unwrap(), []);
        assert_eq!(queued(world).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_shown_one_step_and_later_none() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        assert_eq!(next_step(&ada.ctx).await.unwrap(), Some(Step::You));
        save(&ada.ctx, Step::You, &form(|_| None)).await.unwrap();
        assert_eq!(next_step(&ada.ctx).await.unwrap(), Some(Step::School));
        world.clock.advance(chrono::TimeDelta::days(15));
        assert_eq!(next_step(&ada.ctx).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_a_person_takes_along_holds_all_of_it_and_nobody_elses() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        fill_in(&ada.ctx, |_| None).await;
        add_photo(&ada.ctx, Audience::OnlyMe).await;
        save(&eve.ctx, Step::You, &[("name".to_owned(), "Eve Elsewhere".to_owned())]).await.unwrap();
        let part = super::export_part(&ada.ctx).await.unwrap();
        let fields = part["fields"].as_object().unwrap();
        assert_eq!(fields.len(), Field::ALL.len());
        let text = part.to_string();
        assert!(text.contains("Canary Nameworth") && text.contains("A J-1 or an H-1B would do"));
        assert!(fields["Photo"]["told"]["jpeg_base64"].as_str().unwrap().starts_with("/9j/"));
        assert!(!text.contains("Elsewhere"));
    })
    .await;
}
