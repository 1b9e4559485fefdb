//! Nothing of an erased person is left in what an operator keeps.

use super::*;

/// F38 on both databases: what `landfall dump` writes holds every row of every table.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_in_no_dump() {
    on_both(async |world| {
        let ada = world.person("ada.canary", &[]).await;
        let eve = world.person("eve.other", &[Capability::Admin]).await;
        fill_in(&ada.ctx, |_| None).await;
        let open = ["ada.canary", "Canary Nameworth", "Canary School", "1558598797", "Asia/Thimphu", ada.id.as_str()];
        let folder = tempfile::tempdir().unwrap();
        let dumped = async |name: &str| {
            let file = folder.path().join(name);
            crate::transfer::dump(&world.ctx, &file).await.unwrap();
            String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()
        };
        let before = dumped("before").await;
        for canary in open {
            assert!(before.contains(canary), "the control: {canary}");
        }
        crate::identity::erase_person(&eve.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        by_hand(&world.ctx, "DELETE FROM mails".to_owned()).await;
        let after = dumped("after").await;
        for canary in open.iter().chain(&SEALED) {
            assert!(!after.contains(canary), "{canary} is in a dump");
        }
        assert!(after.contains("eve.other"), "another person stays");
    })
    .await;
}
