//! The end of an admin, who is told of what, and what waits for nobody, on both databases.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::refusal::Refusal;

use super::{AskForm, GrantError, Progress, ask, capabilities, confirm, end, find_person, keep, person_page};
use crate::check::check;
use crate::ctx::Ctx;
use crate::identity::entity::accounts::State;
use crate::identity::stand_for_tests;
use crate::jobs::{ensure_recurring, run_due};
use crate::mail::{kept, send_all};
use crate::notifications::list;
use crate::testing::{Person, TestWorld, on_both};

async fn is_admin(person: &Person) -> bool {
    capabilities(person.ctx.db.read(), person.account).await.unwrap().has(Capability::Admin)
}

/// The open grant of a person that stands first on the desk.
async fn grant_of(admin: &Person, person: &Person) -> (String, Progress) {
    let held = person_page(&admin.ctx, person.id.as_str()).await.unwrap().held.remove(0);
    (held.id.to_string(), held.progress)
}

async fn admins<const N: usize>(world: &TestWorld, names: [&str; N]) -> Vec<Person> {
    let mut all = Vec::new();
    for name in names {
        all.push(world.person(name, &[Capability::Admin]).await);
    }
    all
}

async fn asked(admin: &Person, person: &Person, capability: Capability) -> String {
    let form = AskForm {
        person: person.id.to_string(),
        capability: capability.word().to_owned(),
        categories: String::new(),
        reason: "They have offered to help.".to_owned(),
    };
    ask(&admin.ctx, &form).await.unwrap().to_string()
}

fn refused<T: std::fmt::Debug>(result: Result<T, GrantError>) -> Refusal {
    match result {
        Err(GrantError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Titles of what a person was told on the site, the newest first.
async fn told(person: &Person) -> Vec<String> {
    list(&person.ctx, None).await.unwrap().listed.into_iter().map(|one| one.title).collect()
}

/// Forgets the mails so far.
async fn clear(ctx: &Ctx) {
    send_all(ctx).await;
    let folder = ctx.config.data_dir.join("mail");
    if folder.is_dir() {
        std::fs::remove_dir_all(folder).unwrap();
    }
}

/// To whom mails went since, with their subjects.
async fn mailed(ctx: &Ctx) -> Vec<(String, String)> {
    send_all(ctx).await;
    let mut all: Vec<_> = kept(ctx).await.unwrap().into_iter().map(|mail| (mail.to, mail.subject)).collect();
    all.sort_unstable();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_goes_only_when_a_second_one_confirms_and_everybody_hears_of_it() {
    on_both(async |world| {
        let people = admins(world, ["ada", "bo", "cy"]).await;
        let [ada, bo, cy] = people.as_slice() else { panic!("three admins") };
        let mo = world.person("mo", &[Capability::Moderator]).await;
        clear(&world.ctx).await;
        let (grant, _) = grant_of(ada, bo).await;
        end(&ada.ctx, &grant, "They answer nobody.").await.unwrap();
        assert!(is_admin(bo).await);
        assert_eq!(grant_of(cy, bo).await.1, Progress::EndsOnceConfirmed { yours: true });
        assert_eq!(grant_of(ada, bo).await.1, Progress::EndsOnceConfirmed { yours: false });
        assert_eq!(told(bo).await[0], "You may soon not be an admin any more");
        assert_eq!(told(cy).await[1], "An end waits for you");
        let letters = mailed(&world.ctx).await;
        assert!(letters.contains(&("mo@example.org".to_owned(), "A capability is to end at Harborlight".to_owned())));
        for (name, text) in kept(&world.ctx).await.unwrap().into_iter().map(|mail| (mail.to, mail.text)) {
            let for_admins = text.contains("/desk/people/");
            assert_eq!(for_admins, name != "mo@example.org", "{name} could not open it: {text}");
        }
        assert_eq!(refused(confirm(&ada.ctx, &grant).await), Refusal::GrantNeedsAnother);
        assert_eq!(refused(end(&cy.ctx, &grant, "Me too.").await), Refusal::GrantSettled);

        keep(&bo.ctx, &grant).await.unwrap();
        assert!(matches!(grant_of(ada, bo).await.1, Progress::Since(_)));
        end(&ada.ctx, &grant, "They answer nobody.").await.unwrap();
        clear(&world.ctx).await;
        confirm(&cy.ctx, &grant).await.unwrap();
        assert!(!is_admin(bo).await && is_admin(ada).await);
        assert_eq!(told(bo).await[0], "You are no longer an admin");
        assert_eq!(told(&mo).await[0], "Somebody is trusted with less");
        let to: Vec<String> = mailed(&world.ctx).await.into_iter().map(|(to, _)| to).collect();
        assert_eq!(to, ["ada", "bo", "cy", "mo"].map(|name| format!("{name}@example.org")));
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_admins_who_end_each_other_one_stays() {
    on_both(async |world| {
        let people = admins(world, ["ada", "bo"]).await;
        let [ada, bo] = people.as_slice() else { panic!("two admins") };
        let (of_ada, of_bo) = (grant_of(ada, ada).await.0, grant_of(ada, bo).await.0);
        let (one, other) = tokio::join!(end(&ada.ctx, &of_bo, "Out."), end(&bo.ctx, &of_ada, "Out."));
        assert!(one.is_ok() && other.is_ok());
        assert!(matches!(grant_of(ada, bo).await.1, Progress::EndsAt(_)));
        world.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        run_due(&world.ctx).await.unwrap();
        assert!(is_admin(ada).await && is_admin(bo).await);
        world.clock.advance(TimeDelta::seconds(1));
        run_due(&world.ctx).await.unwrap();
        assert_ne!(is_admin(ada).await, is_admin(bo).await);
        let left = if is_admin(ada).await { (ada, of_ada) } else { (bo, of_bo) };
        assert_eq!(refused(end(&left.0.ctx, &left.1, "Me too.").await), Refusal::LastAdmin);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_asked_for_falls_with_them() {
    on_both(async |world| {
        let people = admins(world, ["ada", "bo", "cy"]).await;
        let [ada, bo, cy] = people.as_slice() else { panic!("three admins") };
        let eve = world.person("eve", &[]).await;
        let grant = asked(ada, &eve, Capability::Editor).await;
        assert_eq!(told(bo).await[0], "A grant waits for you");
        assert_eq!(told(&eve).await, Vec::<String>::new(), "nothing has happened to her yet");
        let (of_ada, _) = grant_of(bo, ada).await;
        end(&ada.ctx, &of_ada, "Enough.").await.unwrap();
        assert_eq!(refused(confirm(&bo.ctx, &grant).await), Refusal::AskerGone);
        end(&cy.ctx, &grant, "Anew.").await.unwrap();
        let grant = asked(cy, &eve, Capability::Editor).await;
        confirm(&bo.ctx, &grant).await.unwrap();
        assert_eq!(told(&eve).await, ["You are an editor now"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_nobody_goes_on_by_itself_in_a_day() {
    on_both(async |world| {
        let people = admins(world, ["ada", "bo"]).await;
        let [ada, bo] = people.as_slice() else { panic!("two admins") };
        let eve = world.person("eve", &[]).await;
        ensure_recurring(&world.ctx).await.unwrap();
        asked(ada, &eve, Capability::Editor).await;
        run_due(&world.ctx).await.unwrap();
        assert_eq!(grant_of(bo, &eve).await.1, Progress::WaitsForAnother { yours: true });
        let (of_bo, _) = grant_of(bo, bo).await;
        end(&bo.ctx, &of_bo, "Enough.").await.unwrap();
        world.clock.advance(TimeDelta::hours(1));
        run_due(&world.ctx).await.unwrap();
        assert!(matches!(grant_of(ada, &eve).await.1, Progress::WaitsUntil(_)));
        for _ in 0..25 {
            world.clock.advance(TimeDelta::hours(1));
            run_due(&world.ctx).await.unwrap();
        }
        assert!(capabilities(world.ctx.db.read(), eve.account).await.unwrap().has(Capability::Editor));
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_finds_nobody_who_is_leaving() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[Capability::Admin]).await, world.person("eve", &[]).await);
        assert_eq!(find_person(&ada.ctx, "eve@example.org").await.unwrap(), Some(eve.id));
        stand_for_tests(&world.ctx, eve.account, State::Leaving).await.unwrap();
        assert_eq!(find_person(&ada.ctx, "eve@example.org").await.unwrap(), None);
        assert_eq!(find_person(&ada.ctx, eve.id.as_str()).await.unwrap(), None);
    })
    .await;
}
