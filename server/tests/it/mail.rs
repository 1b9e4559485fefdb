//! Mails and notifications over HTTP: stopping them, reading and choosing them, the desk, the folder of mails.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Server, server, server_with};
use axum::body::Body;
use domain::access::Capability;
use domain::local_path::LocalPath;
use domain::notifications::{Choice, Topic};
use http::{Request, StatusCode};
use services::ctx::Ctx;
use services::db::DbError;
use services::mail;
use services::notifications::{self, Notice};
use services::testing::{Person, on_both};

async fn tell(ctx: &Ctx, person: &Person, topic: Topic, title: &str) {
    let notice = Notice::new(topic, title, "At half past eight.", LocalPath::parse("/events").unwrap());
    let (within, account) = (ctx.clone(), person.account);
    let told = ctx.db.write(move |tx| {
        let (ctx, notice) = (within.clone(), notice.clone());
        Box::pin(async move { Ok::<_, DbError>(notifications::tell(tx, &ctx, account, &notice).await?) })
    });
    told.await.unwrap();
}

async fn choice(person: &Person, topic: Topic) -> Choice {
    notifications::chosen(&person.ctx).await.unwrap().0.of(topic)
}

/// The path of the link in a mail to `person` that stops mails like it.
async fn link_to_stop(ctx: &Ctx) -> String {
    mail::send_all(ctx).await;
    let kept = mail::kept(ctx).await.unwrap();
    let at = kept[0].text.find("/unsubscribe/").unwrap();
    kept[0].text[at..].lines().next().unwrap().to_owned()
}

/// A post as mail programs send it (RFC 8058 section 3.2): no `Origin`, no Fetch Metadata, no cookie.
fn one_click(path: &str, kind: &str, body: &'static str) -> Request<Body> {
    Request::post(path).header("content-type", kind).body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn one_press_in_a_mail_program_stops_the_topic_and_opening_the_page_does_not() {
    on_both(async |world| {
        let (server, ada) = (server(world), world.person("ada", &[]).await);
        tell(&world.ctx, &ada, Topic::Events, "The coffee chat has moved").await;
        let link = link_to_stop(&world.ctx).await;
        let page = server.get(&link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Stop mails about: Events you have to do with"));
        assert_eq!(choice(&ada, Topic::Events).await, Choice::AtOnce);

        let pressed =
            server.send(one_click(&link, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")).await;
        assert_eq!((pressed.status, pressed.header("location")), (StatusCode::OK, ""));
        assert_eq!(choice(&ada, Topic::Events).await, Choice::Off);
        assert_eq!(choice(&ada, Topic::Staff).await, Choice::AtOnce);

        let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let again = server.send(one_click(&link, "multipart/form-data; boundary=x", parts)).await;
        assert_eq!(again.status, StatusCode::OK);

        let everything = server.post(&link, &[("from", "page"), ("everything", "1")]).await;
        assert_eq!(everything.status, StatusCode::SEE_OTHER);
        assert_eq!(everything.header("location"), format!("{link}?done=unsubscribed"));
        assert!(server.get(everything.header("location")).await.body.contains("no more mails like that one"));
        assert_eq!(choice(&ada, Topic::Staff).await, Choice::Off);
    })
    .await;
}

#[tokio::test]
async fn the_way_past_the_guard_is_for_this_address_alone() {
    on_both(async |world| {
        let (server, ada) = (server(world), world.person("ada", &[]).await);
        let browser = server.signed_in(ada.account, false).await;
        let form = "application/x-www-form-urlencoded";
        let wrong = format!("/unsubscribe/{}-events", "0".repeat(32));
        assert_eq!(
            server.send(one_click(&wrong, form, "List-Unsubscribe=One-Click")).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(server.get(&wrong).await.status, StatusCode::NOT_FOUND);
        for path in ["/do/notifications/choose", "/do/notifications/read-all", "/unsubscribe", "/me/mail"] {
            let crafted = browser.with_cookie(one_click(path, form, "List-Unsubscribe=One-Click"));
            assert_eq!(server.send(crafted).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_one_was_told_is_read_and_marked_without_script() {
    on_both(async |world| {
        let (server, ada) = (server(world), world.person("ada", &[]).await);
        let browser = server.signed_in(ada.account, false).await;
        assert!(browser.get("/me/notifications").await.body.contains("Nothing yet"));
        for number in 0..32 {
            tell(&world.ctx, &ada, Topic::Events, &format!("<b>Number {number}</b>")).await;
        }
        let page = browser.get("/me/notifications").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("32 are unread.") && page.body.contains("&lt;b&gt;Number 31"), "{}", page.body);
        assert!(!page.body.contains("Number 1&lt;"));
        let at = page.body.find("?after=").unwrap();
        let next: String = page.body[at..].chars().take(27).collect();
        assert!(browser.get(&format!("/me/notifications{next}")).await.body.contains("Number 1&lt;"));

        let first = notifications::list(&ada.ctx, None).await.unwrap().listed[0].id.to_string();
        let marked =
            browser.post("/do/notifications/read", &[("_page", "/me/notifications"), ("notification", &first)]).await;
        assert_eq!(marked.header("location"), "/me/notifications?done=marked-read");
        assert!(browser.get("/me/notifications").await.body.contains("31 are unread."));
        browser.post("/do/notifications/read-all", &[("_page", "/me/notifications")]).await;
        assert!(browser.get("/me/notifications").await.body.contains("You have read everything."));
    })
    .await;
}

#[tokio::test]
async fn choices_are_stored_or_drawn_again_with_what_was_typed() {
    on_both(async |world| {
        let (server, ada) = (server(world), world.person("ada", &[]).await);
        let browser = server.signed_in(ada.account, false).await;
        let page = browser.get("/me/mail").await;
        assert!(page.body.contains("Events you have to do with") && !page.body.contains("Work for the association"));
        let fields = |until: &'static str| {
            [
                ("_page", "/me/mail"),
                ("_form", "/do/notifications/choose"),
                ("events", "digest"),
                ("news", "off"),
                ("digest", "daily"),
                ("quiet_from", "22:00"),
                ("quiet_until", until),
                ("discreet", "1"),
            ]
        };
        let refused = browser.post("/do/notifications/choose", &fields("")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Enter both times") && refused.body.contains("22:00"));
        let stored = browser.post("/do/notifications/choose", &fields("07:00")).await;
        assert_eq!(stored.header("location"), "/me/mail?done=mail-chosen");
        let (choices, _) = notifications::chosen(&ada.ctx).await.unwrap();
        assert_eq!((choices.of(Topic::Events), choices.of(Topic::News)), (Choice::Digest, Choice::Off));
        assert!(choices.discreet && choices.quiet.is_some());
        assert!(browser.get("/me/mail").await.body.contains("07:00"));
    })
    .await;
}

#[tokio::test]
async fn the_desk_shows_what_is_stuck_to_admins_and_tries_it_again() {
    on_both(async |world| {
        let server = server(world);
        let (admin, eve) = (world.person("grace", &[Capability::Admin]).await, world.person("eve", &[]).await);
        let browser = server.signed_in(admin.account, true).await;
        assert!(browser.get("/desk/jobs").await.body.contains("Nothing is stuck"));
        spoil_a_mail(&world.ctx, &eve).await;
        let page = browser.get("/desk/jobs").await;
        assert!(page.body.contains("the recipient is not an address") && !page.body.contains("eve@example.org"));
        let id = mail::troubled(&admin.ctx).await.unwrap()[0].id.to_string();
        let fields = [("_page", "/desk/jobs"), ("mail", id.as_str())];
        let other = server.signed_in(eve.account, true).await;
        assert_eq!(other.get("/desk/jobs").await.status, StatusCode::FORBIDDEN);
        assert_eq!(other.post("/do/jobs/retry-mail", &fields).await.status, StatusCode::FORBIDDEN);
        let tried = browser.post("/do/jobs/retry-mail", &fields).await;
        assert_eq!(tried.header("location"), "/desk/jobs?done=tried-again");
        assert_eq!(mail::backlog(&world.ctx).await.unwrap().failed, 0);
        let lift = [("_page", "/desk/jobs"), ("_form", "/do/jobs/lift#lift"), ("email", "eve@example.org")];
        assert_eq!(other.post("/do/jobs/lift", &lift).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.post("/do/jobs/lift", &lift).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

/// A mail whose recipient was damaged in the database, tried once.
async fn spoil_a_mail(ctx: &Ctx, person: &Person) {
    use sea_orm::ConnectionTrait;
    // The mails that told the staff of a new admin leave first.
    mail::send_all(ctx).await;
    tell(ctx, person, Topic::Safety, "A decision").await;
    let spoilt = ctx.db.write(|tx| {
        Box::pin(async move {
            tx.execute_unprepared("UPDATE mails SET recipient = 'nobody' WHERE state = 'waiting'").await?;
            Ok::<_, DbError>(())
        })
    });
    spoilt.await.unwrap();
    mail::send_all(ctx).await;
}

#[tokio::test]
async fn mails_of_the_folder_are_shown_as_text_on_ones_own_computer_only() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        tell(&world.ctx, &ada, Topic::Events, "<script>alert(1)</script>").await;
        mail::send_all(&world.ctx).await;
        let here = server(world);
        let list = here.get("/dev/mail").await;
        assert!(list.body.contains("ada@example.org") && !list.body.contains("<script>alert"));
        let name = mail::kept(&world.ctx).await.unwrap()[0].name.clone();
        let one = here.get(&format!("/dev/mail/{name}")).await;
        assert!(one.body.contains("<a href=\"http://127.0.0.1:3000/events\"") && !one.body.contains("<script>alert"));
        let public = public_server(world);
        for path in ["/dev/mail".to_owned(), format!("/dev/mail/{name}"), "/dev/mail/none".to_owned()] {
            assert_eq!(public.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

/// The same database behind a public address.
fn public_server(world: &services::testing::TestWorld) -> Server {
    let config = services::config::Config {
        public_url: "https://landfall.example".parse().unwrap(),
        ..(*world.ctx.config).clone()
    };
    let mut server = server_with(world, &[("LANDFALL_PUBLIC_URL", "https://landfall.example")]);
    let ctx = Ctx { config: config.into(), ..world.ctx.clone() };
    server.state = server::state::AppState::new(server.state.config.clone(), ctx, None);
    server.router = server::router::build(&server.state);
    server
}
