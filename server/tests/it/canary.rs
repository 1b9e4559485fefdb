//! The canary leak test (figure F20): private words of one person, looked for in every page, feed and document, read as
//! everybody else.

use crate::readers::{everybody, pages_of, read_all};
use crate::world::server_with;
use domain::access::Capability;
use domain::identity::profile::{Field, Step};
use http::StatusCode;
use services::identity::profile::{break_glass, save};
use services::testing::on_both;

mod applications;
mod guests;
mod mentoring;

/// What Ada tells, with words that stand nowhere else. Every field but the pronouns keeps its default audience.
const TOLD: &[(&str, &str)] = &[
    ("name", "Canary Nameworth <img src=x onerror=alert(1)>"),
    ("pronouns", "canary/canaries"),
    ("pronouns_audience", "everyone"),
    ("school", "Canary School of Medicine"),
    ("graduation_year", "1987"),
    ("citizenship", "TV"),
    ("visa_need", "j1-or-h1b"),
    ("scores_step2ck", "287"),
    ("exams_step1", "passed"),
    ("gap_years", "over-10"),
    ("institution", "Canary Teaching Hospital"),
];

/// What everybody reads of her, so that her page is there.
const SHOWN: &str = "canary/canaries";
/// The address she signs in with.
const EMAIL: &str = "ada.canary@example.org";
/// What people she is matched with read, and nobody else.
const MATCHED: &str = "Canary";
/// What she alone reads.
const SEALED: [&str; 3] = ["Tuvalu", "More than 10 years", VISA];
const VISA: &str = "A J-1 or an H-1B would do";

#[tokio::test(flavor = "multi_thread")]
async fn private_words_are_read_by_their_owner_and_nobody_else() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let ada = world.person("ada.canary", &[]).await;
        let told: Vec<_> = TOLD.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        for step in Step::ALL {
            save(&ada.ctx, step, &told).await.unwrap();
        }
        let mo = world.person("mo", &[Capability::Moderator]).await;
        break_glass(&mo.ctx, ada.id, Field::VisaNeed, "A hospital has to know of the visa.").await.unwrap();
        let server = server_with(world, &[("LANDFALL_PAGE_CACHE_MIB", "0"), ("LANDFALL_REPORTS_PER_HOUR", "1000000")]);
        let readers = everybody(world, &server).await;
        let addresses = pages_of(&[ada.id.as_str()]);
        let of_her = |start: &str| format!("{start}/{}", ada.id);
        let (page, desk, private) = (of_her("/people"), of_her("/desk/people"), of_her("/desk/private"));
        for address in [&page, &desk, &private] {
            assert!(addresses.contains(address), "{address} is not read");
        }
        let read = read_all(&readers, &addresses, |address, reader, answer| {
            let body = &answer.body;
            // Admins find people by their address. A field is opened for one moderator and for no other.
            let named = address == desk && reader == Some(Capability::Admin);
            let opens = address == private && matches!(reader, Some(Capability::Moderator | Capability::Admin));
            assert_eq!(body.contains(EMAIL), named, "{address} tells {reader:?} her address, or not");
            assert!(!body.contains(MATCHED), "{address} tells {reader:?} what she shows to nobody yet");
            assert_eq!(body.contains(SHOWN), address == page, "{address} as {reader:?}");
            assert!(!opens || (answer.status == StatusCode::OK && body.contains("Nothing is open")), "{body}");
            // Forms that offer every country and every number of years name them for everybody; none of hers does.
            let offers = body.contains("<select") || body.contains("type=\"radio\"");
            if !offers || address.contains(ada.id.as_str()) {
                for word in SEALED {
                    assert!(!body.contains(word), "{address} tells {reader:?} {word}");
                }
            }
            assert!(!body.contains("<img src=x"), "{address} does not escape a name");
        })
        .await;
        assert!(read > 500, "{read}");
        // The test can see them: their owner does, and whoever has opened one with a reason sees that one.
        let own = server.signed_in(ada.account, false).await.get("/me/profile").await;
        assert_eq!(own.status, StatusCode::OK);
        for word in SEALED.iter().chain(&[MATCHED, SHOWN]) {
            assert!(own.body.contains(word), "the owner does not see {word}: {}", own.body);
        }
        assert!(!own.body.contains("<img src=x") && Field::ALL.len() > TOLD.len());
        let opened = server.signed_in(mo.account, true).await.get(&private).await.body;
        assert!(opened.contains(VISA) && !opened.contains("Tuvalu") && !opened.contains(MATCHED), "{opened}");
    })
    .await;
}
