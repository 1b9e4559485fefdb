//! Profiles as browsers meet them: steps, audiences, previews, photos, and the question who is an IMG.

use crate::uploads::upload_form;
use crate::world::{Server, Signed, server};
use domain::access::Capability;
use domain::identity::profile::Field;
use http::StatusCode;
use services::identity::profile::break_glass;
use services::testing::{TestWorld, on_both};

const SAVE: &str = "/do/identity/save-profile";

/// A small PNG that says where it was made.
const PIXEL: &[u8] = include_bytes!("../fixtures/pixel.png");

/// A step as its page sends it.
async fn save(browser: &Signed<'_>, step: &str, fields: &[(&str, &str)]) -> crate::world::Answer {
    let page = format!("/me/profile/{step}");
    let mut all = vec![("_page", page.as_str()), ("_form", SAVE), ("_key", "k"), ("step", step)];
    all.extend_from_slice(fields);
    browser.post(SAVE, &all).await
}

async fn browser<'s>(world: &TestWorld, server: &'s Server, name: &str) -> (services::testing::Person, Signed<'s>) {
    let person = world.person(name, &[]).await;
    let signed = server.signed_in(person.account, true).await;
    (person, signed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_saved_shown_to_its_audience_and_to_nobody_else() {
    on_both(async |world| {
        let server = server(world);
        let (ada, mine) = browser(world, &server, "ada").await;
        let (_, member) = browser(world, &server, "member").await;
        let saved = save(&mine, "you", &[("name", "Ada Canary"), ("name_audience", "members")]).await;
        assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/me/profile?done=profile-saved"));
        let papers = [("citizenship", "TV"), ("visa_need", "j1-or-h1b")];
        let on = save(&mine, "papers", &[&papers[..], &[("then", "next")]].concat()).await;
        assert_eq!(on.header("location"), "/me/profile/exams?done=profile-saved");
        save(&mine, "practice", &[("institution", "Canary Hospital"), ("institution_audience", "everyone")]).await;
        let overview = mine.get("/me/profile").await;
        for words in ["Ada Canary", "Tuvalu", "A J-1 or an H-1B would do", "Canary Hospital"] {
            assert!(overview.body.contains(words), "{words}");
        }
        let address = format!("/people/{}", ada.id);
        let (to_member, to_stranger) = (member.get(&address).await, server.get(&address).await);
        for page in [&to_member, &to_stranger] {
            assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
            assert!(page.header("x-robots-tag").contains("noindex"));
            assert!(page.body.contains("Canary Hospital") && !page.body.contains("Tuvalu"));
            assert!(
                !page.body.contains("H-1B") && !page.body.contains("Seen by") && !page.body.contains("ada@example")
            );
        }
        assert!(to_member.body.contains("Ada Canary") && !to_stranger.body.contains("Ada Canary"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_shows_nothing_is_the_page_of_an_unknown_address() {
    on_both(async |world| {
        let server = server(world);
        let (ada, mine) = browser(world, &server, "ada").await;
        save(&mine, "you", &[("name", "Ada"), ("name_audience", "only-me")]).await;
        let strip = |page: crate::world::Answer| {
            let id = page.header("x-request-id").to_owned();
            (page.status, page.body.replace(&id, "").replace(ada.id.as_str(), "00000000000000000000"))
        };
        let hidden = strip(server.get(&format!("/people/{}", ada.id)).await);
        let unknown = strip(server.get("/people/00000000000000000000").await);
        assert_eq!(hidden.0, StatusCode::NOT_FOUND);
        assert_eq!(hidden, unknown);
        assert_eq!(server.get("/people/not-an-id").await.status, StatusCode::NOT_FOUND);
        assert_eq!(server.get(&format!("/people/{}/photo", ada.id)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_can_be_opened_and_a_refused_one_keeps_what_was_typed() {
    on_both(async |world| {
        let server = server(world);
        let (_, mine) = browser(world, &server, "ada").await;
        for step in ["you", "school", "path", "place", "photo", "papers", "exams", "practice"] {
            let page = mine.get(&format!("/me/profile/{step}")).await;
            assert_eq!(page.status, StatusCode::OK, "{step}");
        }
        assert_eq!(mine.get("/me/profile/everything").await.status, StatusCode::NOT_FOUND);
        let fields = [("languages", "ur"), ("languages", "klingon"), ("languages", "pa"), ("state", "WY")];
        let refused = save(&mine, "place", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Choose one from the list.") && refused.body.contains("languages-error"));
        for kept in ["value=\"ur\" selected", "value=\"pa\" selected", "value=\"WY\" selected"] {
            assert!(refused.body.contains(kept), "{kept}");
        }
        let boxes = [("offers", "visa"), ("offers", "asylum"), ("npi", "1234567890")];
        let refused = save(&mine, "practice", &boxes).await;
        assert!(refused.body.contains("Enter the 10 digits of your NPI"));
        assert!(refused.body.contains("value=\"asylum\" checked") && refused.body.contains("value=\"visa\" checked"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_shown_as_text() {
    on_both(async |world| {
        let server = server(world);
        let (ada, mine) = browser(world, &server, "ada").await;
        let hostile = "</dd></textarea><script>alert(1)</script>\"onload=\"x";
        for (step, field) in [("you", "name"), ("you", "pronouns"), ("school", "school"), ("practice", "institution")] {
            let audience = format!("{field}_audience");
            let text = if field == "pronouns" { "<script>alert(1)" } else { hostile };
            save(&mine, step, &[(field, text), (&audience, "everyone")]).await;
        }
        for page in ["/me/profile", "/me/profile/you", "/me/profile/preview", &format!("/people/{}", ada.id)] {
            let page = mine.get(page).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains("<script>alert") && !page.body.contains("</dd></textarea>"), "{}", page.body);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_what_others_see() {
    on_both(async |world| {
        let server = server(world);
        let (_, mine) = browser(world, &server, "ada").await;
        save(&mine, "you", &[("name", "Ada Canary"), ("name_audience", "members")]).await;
        save(&mine, "school", &[("school", "Canary School"), ("school_audience", "matched")]).await;
        let sees = async |eyes: &str| mine.get(&format!("/me/profile/preview?as={eyes}")).await.body;
        let (stranger, member, matched) = (sees("stranger").await, sees("member").await, sees("matched").await);
        assert!(stranger.contains("They see nothing") && !stranger.contains("Ada Canary"));
        assert!(member.contains("Ada Canary") && !member.contains("Canary School"));
        assert!(matched.contains("Ada Canary") && matched.contains("Canary School"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_uploaded_shown_to_members_and_kept_by_no_cache() {
    on_both(async |world| {
        let server = server(world);
        let (ada, mine) = browser(world, &server, "ada").await;
        let (_, member) = browser(world, &server, "member").await;
        let page = "/me/profile/photo";
        assert_eq!(server.send(upload_form(page, "photo", PIXEL)).await.header("location"), page, "sign in first");
        let staged = server.send(mine.with_cookie(upload_form(page, "photo", PIXEL))).await;
        let to = staged.header("location").to_owned();
        assert!(mine.get(&to).await.body.contains("Use this photo"));
        let file = to.split("file=").nth(1).unwrap_or_else(|| panic!("{to}"));
        let fields = [("_page", to.as_str()), ("file_id", file), ("photo_audience", "members")];
        assert_eq!(mine.post("/do/identity/save-photo", &fields).await.status, StatusCode::SEE_OTHER);
        let address = format!("/people/{}/photo", ada.id);
        let photo = member.get(&address).await;
        assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/jpeg"));
        assert_eq!(photo.header("cache-control"), "no-store");
        assert!(!photo.body.contains("GPS"));
        assert_eq!(server.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(mine.post("/do/identity/remove-photo", &[("_page", page)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(member.get(&address).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_of_the_staff_stands_in_the_log_of_the_member() {
    on_both(async |world| {
        let server = server(world);
        let (ada, mine) = browser(world, &server, "ada").await;
        assert!(mine.get("/me/privacy").await.body.contains("Nobody has looked"));
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        let reason = "A report says <b>this</b> visa is forged.";
        break_glass(&moderator.ctx, ada.id, Field::VisaNeed, reason).await.unwrap();
        let page = mine.get("/me/privacy").await;
        assert!(page.body.contains("&lt;b&gt;this&lt;/b&gt;") && page.body.contains("Visa for training"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_an_img_is_answered_with_reason_source_and_dates() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let empty = server.get("/am-i-an-img").await;
    assert!(empty.status == StatusCode::OK && !empty.header("etag").is_empty(), "kept by caches, no account needed");
    for (query, title) in [
        ("school=GD&citizen=yes", "Yes, you are an IMG"),
        ("school=PK&citizen=no", "Yes, you are an IMG"),
        ("school=US&citizen=no", "No, you are not an IMG"),
        ("school=US&citizen=yes", "No, you are not an IMG"),
        ("school=CA&citizen=no", "It depends on when you graduated"),
        ("school=CA&by_june_2025=yes", "No, you are not an IMG"),
        ("school=CA&by_june_2025=no", "You are probably treated as an IMG"),
    ] {
        let page = server.get(&format!("/am-i-an-img?{query}")).await;
        assert!(page.body.contains(title), "{query}");
        assert!(page.body.contains("Read on November 22, 2026, to be read again by"), "{query}");
    }
    let wrong = server.get("/am-i-an-img?school=%3Cscript%3E").await;
    assert!(wrong.body.contains("Choose a country from the list.") && !wrong.body.contains("<script>"));
    world.end().await;
}
