//! Whoever makes an account to join comes back to the plans with their code and their plan once the address is confirmed.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::accounts::{PASSWORD, SIGN_IN, cookie, cookies, get, link, with_cookie};
use crate::world::{Answer, Server, form, server};
use http::StatusCode;
use sea_orm::EntityTrait;
use services::identity::entity::link_tokens;
use services::mail::entity::mails;
use services::testing::{TestWorld, on_both};

const BACK: &str = "/join?code=IMG&plan=fellow";
const ENCODED: &str = "%2Fjoin%3Fcode%3DIMG%26plan%3Dfellow";

async fn signs_up(server: &Server, email: &str, next: &str) -> Answer {
    let key = format!("a-form-of-{email:0>16}").replace(['@', '.'], "-");
    let fields = [("_page", "/sign-up"), ("_key", &key), ("email", email), ("password", PASSWORD), ("next", next)];
    server.post("/do/identity/sign-up", &fields).await
}

async fn confirms(world: &TestWorld, server: &Server, kept: &str) -> Answer {
    let confirm = link(world, "/confirm/").await;
    let token = confirm.rsplit('/').next().unwrap();
    let fields = [("_page", confirm.as_str()), ("link_token", token)];
    with_cookie(server, form("/do/identity/confirm", &fields), kept).await
}

#[tokio::test(flavor = "multi_thread")]
async fn code_and_plan_come_along_through_sign_up() {
    on_both(async |world| {
        services::membership::add_sample(&world.ctx).await.unwrap();
        let server = server(world);
        let left = server.get("/join?code=img&plan=fellow").await.body;
        let to = "/sign-up?next=%2Fjoin%3Fcode%3Dimg%26plan%3Dfellow";
        assert!(left.contains(&format!("href=\"{to}\"")), "{left}");
        let page = server.get(to).await.body;
        assert!(page.contains("name=\"next\" value=\"/join?code=IMG&amp;plan=fellow\""), "{page}");

        let sent = signs_up(&server, "ada@example.org", BACK).await;
        assert_eq!(sent.header("location"), format!("/sign-up?next={ENCODED}&done=signed-up"));
        let kept = cookie(&sent, "landfall-next");
        assert_eq!(kept, format!("landfall-next={BACK}"));
        let told = server.get(sent.header("location")).await.body;
        assert!(told.contains(&format!("href=\"/sign-in?next={ENCODED}\"")), "{told}");
        // Nothing that was typed stands in a mail to an address that nobody has confirmed.
        for mail in mails::Entity::find().all(world.ctx.db.read()).await.unwrap() {
            assert!(!mail.body_text.unwrap().0.contains("join?"));
        }

        let confirmed = confirms(world, &server, &kept).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER);
        assert_eq!(confirmed.header("location"), format!("/sign-in?next={ENCODED}&done=confirmed"));
        assert!(cookies(&confirmed).iter().any(|set| set.starts_with("landfall-next=;") && set.contains("Max-Age=0")));
        let page = server.get(confirmed.header("location")).await.body;
        assert!(page.contains("name=\"next\" value=\"/join?code=IMG&amp;plan=fellow\""), "{page}");
        let entered =
            server.post(SIGN_IN, &[("email", "ada@example.org"), ("password", PASSWORD), ("next", BACK)]).await;
        assert_eq!(entered.header("location"), BACK);
        let plans = get(&server, BACK, &cookie(&entered, "landfall")).await.body;
        for words in ["IMG works.", "name=\"discount\"", "value=\"IMG\"", "<option value=\"fellow\" selected"] {
            assert!(plans.contains(words), "{words} is not in {plans}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_in_another_browser_comes_back_without_a_code_that_works_once() {
    on_both(async |world| {
        let server = server(world);
        for (nth, (left, right)) in [
            (BACK, format!("/sign-in?next={ENCODED}&done=confirmed")),
            (
                "/join?code=0110-0110-0000&plan=fellow",
                "/sign-in?next=%2Fjoin%3Fplan%3Dfellow&done=confirmed".to_owned(),
            ),
        ]
        .into_iter()
        .enumerate()
        {
            signs_up(&server, &format!("elsewhere{nth}@example.org"), left).await;
            for row in link_tokens::Entity::find().all(world.ctx.db.read()).await.unwrap() {
                assert!(!row.next.unwrap().contains("0110"), "the database knows a code that works once");
            }
            let confirmed = confirms(world, &server, "landfall=none").await;
            assert_eq!(confirmed.header("location"), right, "{left}");
        }
        // In the browser it was begun in, that code is there too.
        let sent = signs_up(&server, "here@example.org", "/join?code=0110-0110-0000").await;
        let confirmed = confirms(world, &server, &cookie(&sent, "landfall-next")).await;
        assert_eq!(confirmed.header("location"), "/sign-in?next=%2Fjoin%3Fcode%3D0110-0110-0000&done=confirmed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_from_elsewhere_signs_in_as_ever() {
    on_both(async |world| {
        let server = server(world);
        for (nth, next) in ["", "/me/leave", "//evil.example/join", "https://evil.example"].into_iter().enumerate() {
            let sent = signs_up(&server, &format!("p{nth}@example.org"), next).await;
            assert_eq!(sent.header("location"), "/sign-up?done=signed-up", "{next}");
            assert!(cookies(&sent).iter().all(|set| !set.starts_with("landfall-next")), "{next}");
        }
        // The cookie is the browser's, so it may say what it likes.
        for kept in ["landfall=none", "landfall-next=//evil.example", "landfall-next=/me/leave"] {
            signs_up(&server, &format!("{}@example.org", kept.len()), "").await;
            let confirmed = confirms(world, &server, kept).await;
            assert_eq!(confirmed.header("location"), "/sign-in?done=confirmed", "{kept}");
        }
    })
    .await;
}
