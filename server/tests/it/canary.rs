//! The canary leak test (figure F20): private words of one person, looked for in every page, feed and document, read as
//! everybody else.

use crate::world::{addresses, server_with};
use domain::access::Capability;
use domain::identity::profile::{Field, Step};
use http::StatusCode;
use services::testing::on_both;

/// What Ada tells, with words that stand nowhere else. Every field keeps its default audience.
const TOLD: &[(&str, &str)] = &[
    ("name", "Canary Nameworth <img src=x onerror=alert(1)>"),
    ("pronouns", "canary/canaries"),
    ("school", "Canary School of Medicine"),
    ("graduation_year", "1987"),
    ("citizenship", "TV"),
    ("visa_need", "j1-or-h1b"),
    ("scores_step2ck", "287"),
    ("exams_step1", "passed"),
    ("gap_years", "over-10"),
    ("institution", "Canary Teaching Hospital"),
];

/// Words by which a page would betray a field that only its owner sees, or the address.
const PRIVATE: &[&str] = &["ada.canary@example.org", "Tuvalu", "More than 10 years"];

#[tokio::test(flavor = "multi_thread")]
async fn private_words_are_read_by_their_owner_and_nobody_else() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let ada = world.person("ada.canary", &[]).await;
        let told: Vec<_> = TOLD.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        for step in Step::ALL {
            services::identity::profile::save(&ada.ctx, step, &told).await.unwrap();
        }
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        let mut readers = vec![None];
        for (nth, capability) in [None].into_iter().chain(Capability::ALL.map(Some)).enumerate() {
            let held: Vec<_> = capability.into_iter().collect();
            let person = world.person(&format!("reader{nth}"), &held).await;
            readers.push(Some(server.signed_in(person.account, true).await));
        }
        let mut read = 0;
        for address in addresses() {
            let address = address.replace("{id}", ada.id.as_str());
            for reader in &readers {
                let answer = match reader {
                    None => server.get(&address).await,
                    Some(reader) => reader.get(&address).await,
                };
                read += 1;
                // Forms that offer every country and every number of years name them for everybody.
                let offers = answer.body.contains("<select") || answer.body.contains("type=\"radio\"");
                for word in PRIVATE.iter().take(if offers { 1 } else { PRIVATE.len() }) {
                    assert!(!answer.body.contains(word), "{address} says {word}");
                }
                assert!(!answer.body.contains("<img src=x"), "{address} does not escape a name");
            }
        }
        assert!(read > 500, "{read}");
        // The test can see them: their owner does.
        let own = server.signed_in(ada.account, false).await.get("/me/profile").await;
        assert_eq!(own.status, StatusCode::OK);
        for word in &PRIVATE[1..] {
            assert!(own.body.contains(word), "the owner does not see {word}: {}", own.body);
        }
        assert!(!own.body.contains("<img src=x") && Field::ALL.len() > TOLD.len());
    })
    .await;
}
