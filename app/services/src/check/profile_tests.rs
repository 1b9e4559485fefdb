//! Each promise of a profile is broken once and seen.

use domain::access::Capability;
use domain::identity::profile::{Field, Step};
use futures::stream;

use super::check;
use super::tests::sabotage;
use crate::db::DbKind;
use crate::files::{Kind, camera_photo, stage};
use crate::identity::profile::{break_glass, save, set_photo};
use crate::testing::TestWorld;

async fn told(world: &TestWorld) {
    let ada = world.person("ada", &[]).await;
    let form = [("name", "Ada"), ("state", "NY"), ("visa_need", "j1"), ("gap_years", "2")];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    for step in Step::ALL {
        save(&ada.ctx, step, &form).await.unwrap();
    }
    let photo = stage(&ada.ctx, Kind::Photo, stream::iter([Ok::<_, String>(camera_photo(40, 30))])).await.unwrap();
    set_photo(&ada.ctx, photo.id, "members").await.unwrap();
    let moderator = world.person("moderator", &[Capability::Moderator]).await;
    let reason = "A report says that this visa is forged.";
    break_glass(&moderator.ctx, ada.id, Field::VisaNeed, reason).await.unwrap();
}

const BROKEN: &[(&str, &str, &str)] = &[
    ("profile_fields", "UPDATE profile_fields SET field = 'shoe_size' WHERE field = 'name'", "unknown word"),
    ("profile_fields", "UPDATE profile_fields SET sealed = NOT sealed WHERE field = 'state'", "sealed"),
    ("profile_fields", "UPDATE profile_fields SET value = 'Atlantis' WHERE field = 'state'", "cannot be read"),
    ("profile_fields", "UPDATE profile_fields SET value = 'j1' WHERE field = 'visa_need'", "cannot be read"),
    (
        "profile_fields",
        "UPDATE profile_fields SET value = (SELECT value FROM profile_fields WHERE field = 'gap_years') \
         WHERE field = 'visa_need'",
        "cannot be read",
    ),
    (
        "profile_fields",
        "UPDATE profile_fields SET sealed = NOT sealed, audience = 'everyone' WHERE field = 'visa_need'",
        "more people",
    ),
    ("profile_fields", "DELETE FROM person_keys", "cannot be read"),
    ("profile_fields", "UPDATE files SET kind = 'document'", "missing or only staged"),
    ("profile_fields", "UPDATE files SET state = 'staged'", "missing or only staged"),
    ("files", "DELETE FROM profile_fields WHERE field = 'photo'", "nothing refers"),
    ("private_views", "UPDATE private_views SET field = 'shoe_size'", "unknown word"),
    ("private_views", "UPDATE private_views SET viewer_pseudonym = 'somebody'", "nobody is named"),
    ("private_views", "UPDATE private_views SET reason = 'because'", "reason"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_promise_of_a_profile_is_seen() {
    for kind in crate::testing::kinds() {
        for (table, sql, broken) in BROKEN {
            let world = match kind {
                DbKind::Sqlite => TestWorld::sqlite().await,
                DbKind::Postgres => TestWorld::postgres().await,
            };
            told(&world).await;
            assert_eq!(check(&world.ctx).await.unwrap(), [], "before");
            sabotage(&world.ctx, sql).await;
            let findings = check(&world.ctx).await.unwrap();
            let seen = findings.iter().any(|found| found.table == *table && found.broken.contains(broken));
            assert!(seen, "{}: {sql}: {findings:?}", kind.name());
            world.end().await;
        }
    }
}
