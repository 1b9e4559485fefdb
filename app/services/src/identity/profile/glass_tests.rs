use domain::access::Capability;

use super::*;
use crate::identity::stand_for_tests;
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_look_stands_in_the_list_on_the_site_and_nobody_looks_at_who_is_leaving() {
    on_both(async |world| {
        let eve = world.person("eve", &[]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let reason = "A report says that the letter is forged.";
        break_glass(&mo.ctx, eve.id, Field::VisaNeed, reason).await.unwrap();
        let told = notifications::list(&eve.ctx, None).await.unwrap();
        assert_eq!((told.unread, told.listed[0].title.as_str()), (1, "Somebody has looked at your private data"));
        assert!(!told.listed[0].text.contains("forged"));
        stand_for_tests(&world.ctx, eve.account, accounts::State::Leaving).await.unwrap();
        let looked = break_glass(&mo.ctx, eve.id, Field::VisaNeed, reason).await;
        assert!(matches!(looked, Err(ProfileError::NotFound)));
        assert!(matches!(opened_by_viewer(&mo.ctx, eve.id).await, Err(ProfileError::NotFound)));
    })
    .await;
}
