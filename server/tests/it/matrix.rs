//! The authorization matrix (figure F18), made of the registries: every address of the table, as every persona. What an
//! address answers must be what the table of permissions says, and an address without a row does not compile.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Answer, Server, addresses, form, server_with};
use axum::body::Body;
use domain::access::{Action, Actor, Capability, Object, Standing, Verdict, Who, may};
use http::{Request, StatusCode};
use server::routes::{Kind, ROUTES, Route};
use services::identity::entity::accounts::State;
use services::testing::{TestWorld, on_both};

/// Somebody who asks.
struct Persona {
    name: String,
    actor: Actor,
    who: Whose,
}

/// What a persona's browser sends along.
enum Whose {
    Nobody,
    /// A cookie that belongs to no account (any more).
    Cookie(String),
    Account(i64),
}

impl Persona {
    fn nobody(name: &str, who: Whose) -> Self {
        Self { name: name.to_owned(), actor: Actor::default(), who }
    }

    /// The cookie of a session begun just now, since the address before may have ended the last one.
    async fn cookie(&self, server: &Server) -> Option<String> {
        let account = match &self.who {
            Whose::Nobody => return None,
            Whose::Cookie(token) => return Some(format!("landfall={token}")),
            Whose::Account(account) => *account,
        };
        let state = match self.actor.standing {
            Standing::Unconfirmed => State::Unconfirmed,
            Standing::Suspended => State::Suspended,
            Standing::Leaving => State::Leaving,
            Standing::Active | Standing::Anonymous => State::Active,
        };
        let ctx = &server.state.ctx;
        services::identity::stand_for_tests(ctx, account, state).await.unwrap();
        let token = services::identity::session_for_tests(ctx, account, self.actor.two_factor).await.unwrap();
        Some(format!("landfall={}", token.as_str()))
    }
}

async fn personas(world: &TestWorld) -> Vec<Persona> {
    let mut all = vec![Persona::nobody("anonymous", Whose::Nobody)];
    for (name, standing) in
        [("unconfirmed", Standing::Unconfirmed), ("suspended", Standing::Suspended), ("leaving", Standing::Leaving)]
    {
        let who = Whose::Account(world.person(name, &[]).await.account);
        all.push(Persona { name: name.to_owned(), actor: Actor { standing, proved: true, ..Actor::default() }, who });
    }
    for capability in [None].into_iter().chain(Capability::ALL.map(Some)) {
        let name = capability.map_or("plain", Capability::word);
        let held: Vec<_> = capability.into_iter().collect();
        let account = world.person(name, &held).await.account;
        for two_factor in [false, true] {
            let capabilities = held.iter().copied().collect();
            let actor = Actor { standing: Standing::Active, capabilities, two_factor, proved: true };
            let name = format!("{name}{}", if two_factor { " with a second factor" } else { "" });
            all.push(Persona { name, actor, who: Whose::Account(account) });
        }
    }
    let gone = world.person("gone", &[Capability::Admin]).await;
    let token = services::identity::session_for_tests(&world.ctx, gone.account, true).await.unwrap();
    let admin = world.person("remover", &[Capability::Admin]).await;
    services::identity::erase_person(&admin.ctx, gone.id.as_str(), "asked", true).await.unwrap();
    all.push(Persona::nobody("deleted with a live cookie", Whose::Cookie(token.as_str().to_owned())));
    all.push(Persona::nobody("invented", Whose::Cookie("A".repeat(43))));
    all
}

async fn ask(server: &Server, route: &Route, address: &str, cookie: Option<String>) -> Answer {
    let mut request = if is_form(route.kind) {
        form(address, &[("_page", "/report"), ("_form", route.path)])
    } else {
        Request::get(address).body(Body::empty()).unwrap()
    };
    if let Some(cookie) = cookie {
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
    }
    server.send(request).await
}

const fn is_form(kind: Kind) -> bool {
    matches!(kind, Kind::Action | Kind::GatedAction | Kind::DraftAction | Kind::SignInAction)
}

/// Whether the answer is the one for this verdict. Behind a yes the address may answer what it likes but a no.
fn fits(route: &Route, verdict: Verdict, answer: &Answer) -> bool {
    let to = answer.header("location");
    let status = answer.status;
    if is_form(route.kind) {
        return match verdict {
            Verdict::Yes => status != StatusCode::FORBIDDEN && status != StatusCode::UNAUTHORIZED,
            Verdict::SignIn => status == StatusCode::UNAUTHORIZED,
            Verdict::NotFound => status == StatusCode::NOT_FOUND,
            Verdict::Confirm => status == StatusCode::SEE_OTHER && to == "/me",
            Verdict::SecondFactor => status == StatusCode::SEE_OTHER && to.starts_with("/me/two-factor"),
            Verdict::Prove | Verdict::Forbidden => status == StatusCode::FORBIDDEN,
        };
    }
    match verdict {
        Verdict::Yes => {
            !to.starts_with("/sign-in?next") && !to.starts_with("/prove?") && status != StatusCode::FORBIDDEN
        }
        Verdict::SignIn => status == StatusCode::SEE_OTHER && to.starts_with("/sign-in?next="),
        Verdict::Confirm => status == StatusCode::SEE_OTHER && to == "/me",
        Verdict::SecondFactor => status == StatusCode::SEE_OTHER && to.starts_with("/me/two-factor"),
        Verdict::Prove => status == StatusCode::SEE_OTHER && to.starts_with("/prove?next="),
        Verdict::Forbidden => status == StatusCode::FORBIDDEN,
        Verdict::NotFound => status == StatusCode::NOT_FOUND,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_answers_every_persona_as_the_table_says() {
    on_both(async |world| {
        services::events::add_sample(&world.ctx).await.unwrap();
        let generous = [("LANDFALL_REPORTS_PER_HOUR", "1000000"), ("LANDFALL_SIGN_INS_PER_HOUR", "1000000")];
        let server = server_with(world, Box::leak(Box::new(generous)));
        let personas = personas(world).await;
        let (mut cells, mut wrong) = (0, Vec::new());
        // An upload is no form of ours, and being erased ends a persona for good; their own tests are beside their code.
        let asked = |route: &Route| route.kind != Kind::Upload && route.action != Action::EraseNow;
        for (route, address) in ROUTES.iter().zip(addresses()).filter(|(route, _)| asked(route)) {
            for persona in &personas {
                let verdict = may(&persona.actor, route.action, Object::None);
                let answer = ask(&server, route, &address, persona.cookie(&server).await).await;
                cells += 1;
                if !fits(route, verdict, &answer) {
                    let told = (answer.status.as_u16(), answer.header("location").to_owned());
                    wrong.push(format!("{} as {}: {verdict:?} but {told:?}", route.path, persona.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
        assert!(cells > 1_000, "{cells} cells");
    })
    .await;
}

#[test]
fn every_action_for_everyone_has_an_address() {
    for action in Action::ALL.iter().filter(|action| action.rule().who == Who::Anyone) {
        assert!(ROUTES.iter().any(|route| route.action == *action), "{action:?}");
    }
}
