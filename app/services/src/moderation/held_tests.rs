//! What stays of cases when somebody is erased, and for how long, on both databases.

use chrono::TimeDelta;
use domain::access::{Capability, Standing};
use domain::id::PublicId;
use domain::identity::Email;
use domain::moderation::{Case, Decision, Kind};
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::case_entity::{case_reports, cases, evidence};
use super::case_tests::{form, only_case, page, refusal, standing, tell};
use super::{HELD, QueueFilter, about_me, appeal, decide, desk, purge_cases, undo};
use crate::check::check;
use crate::ctx::{Ctx, Viewer};
use crate::identity::{self, people};
use crate::mail::{kept, send_all};
use crate::testing::{Person, TestWorld, on_both};

async fn erased(admin: &Person, person: &Person) {
    identity::erase_person(&admin.ctx, person.id.as_str(), "asked", true).await.unwrap();
}

async fn case_row(ctx: &Ctx) -> cases::Model {
    cases::Entity::find().one(ctx.db.read()).await.unwrap().unwrap()
}

/// Stopped, reported with words and evidence, and appealed.
async fn stopped(world: &TestWorld, mo: &Person, eve: &Person) -> PublicId {
    let ada = world.person("ada", &[]).await;
    tell(world, &ada, eve, Kind::Person).await.unwrap();
    let id = only_case(mo).await;
    decide(&mo.ctx, &form(id, "suspend")).await.unwrap();
    appeal(&eve.ctx, id.as_str(), "That was not me.").await.unwrap();
    id
}

/// Signs up anew with the same address and confirms it by the link in the mail.
async fn again(world: &TestWorld, name: &str) -> Person {
    let (ctx, now) = (&world.ctx, world.ctx.now());
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    identity::sign_up(ctx, email.as_str(), "nine lamps by the shore", None, &ctx.dice.public_id().to_string())
        .await
        .unwrap();
    send_all(ctx).await;
    let mail =
        kept(ctx).await.unwrap().into_iter().find(|mail| mail.to == email.as_str() && mail.kind == "confirm-address");
    let text = mail.unwrap().text;
    let link = text.lines().find_map(|line| line.split_once("/confirm/")).unwrap().1;
    identity::confirm(ctx, link).await.unwrap();
    let account = people::by_email(ctx.db.read(), &email).await.unwrap().unwrap().account;
    let person = people::by_accounts(world.ctx.db.read(), &[account]).await.unwrap().remove(0);
    let member = crate::ctx::Member {
        account,
        id: person.id,
        pseudonym: person.pseudonym,
        session: 0,
        standing: person.standing,
        capabilities: domain::access::Capabilities::NONE,
        organizes_all: false,
        two_factor: false,
        proved: true,
        ends_at: now + TimeDelta::hours(12),
    };
    let viewer = Viewer { member: Some(member), ..Viewer::house(name) };
    Person { account, id: person.id, email, ctx: world.ctx.with_viewer(viewer) }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_stopped_and_is_erased_begins_stopped_again_and_may_appeal() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let admin = world.person("grace", &[Capability::Admin]).await;
        let eve = world.person("eve", &[]).await;
        let id = stopped(world, &mo, &eve).await;
        erased(&admin, &eve).await;
        let row = case_row(&world.ctx).await;
        assert_eq!(
            (row.subject_account, row.decision.as_deref(), row.ground.as_deref()),
            (None, Some("suspend"), Some("money"))
        );
        assert_eq!((row.appeal, row.note, row.state), (None, None, cases::State::Decided));
        assert!(row.held_address.is_some_and(|hash| !hash.contains("eve")));
        let told = case_reports::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(told.len() == 1 && told[0].details.is_empty());
        assert!(evidence::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        let shown = page(&mo, id).await;
        assert!(shown.gone && shown.subject.is_none() && shown.choices == [Decision::NoAction]);
        assert_eq!(check(&world.ctx).await.unwrap(), []);

        let other = again(world, "somebody-else").await;
        assert_eq!(standing(world, &other).await, Standing::Active);
        let back = again(world, "eve").await;
        assert_eq!(standing(world, &back).await, Standing::Suspended);
        let about = about_me(&back.ctx).await.unwrap();
        assert!(about.len() == 1 && matches!(about[0].case, Case::Decided(_)));
        appeal(&back.ctx, id.as_str(), "Please look again.").await.unwrap();
        assert_eq!(desk(&mo.ctx, &QueueFilter::default()).await.unwrap().cases.len(), 1);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_held_for_a_time_and_not_after_the_decision_was_taken_back() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let admin = world.person("grace", &[Capability::Admin]).await;
        let eve = world.person("eve", &[]).await;
        stopped(world, &mo, &eve).await;
        erased(&admin, &eve).await;
        world.clock.advance(HELD);
        let back = again(world, "eve").await;
        assert_eq!(standing(world, &back).await, Standing::Active);
        purge_cases(&world.ctx).await.unwrap();
        assert_eq!(case_row(&world.ctx).await.held_address, None);
        assert_eq!(check(&world.ctx).await.unwrap(), []);

        let mallory = world.person("mallory", &[]).await;
        tell(world, &back, &mallory, Kind::Person).await.unwrap();
        let id = only_case(&mo).await;
        decide(&mo.ctx, &form(id, "suspend")).await.unwrap();
        erased(&admin, &mallory).await;
        undo(&mo.ctx, id.as_str()).await.unwrap();
        let back = again(world, "mallory").await;
        assert_eq!(standing(world, &back).await, Standing::Active);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_case_stays_open_and_ends_without_a_step() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let admin = world.person("grace", &[Capability::Admin]).await;
        let (eve, ada) = (world.person("eve", &[]).await, world.person("ada", &[]).await);
        tell(world, &ada, &eve, Kind::Profile).await.unwrap();
        let id = only_case(&mo).await;
        erased(&admin, &eve).await;
        assert_eq!(check(&world.ctx).await.unwrap(), []);
        assert!(page(&mo, id).await.told[0].details.contains("500 dollars"), "somebody still has to look");
        for felt in ["warn", "hide", "suspend"] {
            assert_eq!(refusal(decide(&mo.ctx, &form(id, felt)).await), Refusal::DecisionDoesNotFit);
        }
        decide(&mo.ctx, &form(id, "no-action")).await.unwrap();
        assert!(page(&mo, id).await.told[0].details.is_empty());
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_go_after_half_a_year_or_two_years_unless_they_still_hold() {
    on_both(async |world| {
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let ada = world.person("ada", &[]).await;
        for (name, decision) in [("one", "no-action"), ("two", "warn"), ("three", "suspend")] {
            let person = world.person(name, &[]).await;
            tell(world, &ada, &person, Kind::Person).await.unwrap();
            decide(&mo.ctx, &form(only_case(&mo).await, decision)).await.unwrap();
        }
        let left = async || {
            purge_cases(&world.ctx).await.unwrap();
            let rows = cases::Entity::find().all(world.ctx.db.read()).await.unwrap();
            rows.into_iter().filter_map(|row| row.decision).collect::<Vec<_>>()
        };
        world.clock.advance(TimeDelta::days(179));
        assert_eq!(left().await.len(), 3);
        world.clock.advance(TimeDelta::days(2));
        assert_eq!(left().await, ["warn", "suspend"]);
        world.clock.advance(TimeDelta::days(730 - 181));
        assert_eq!(left().await.len(), 2);
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(left().await, ["suspend"], "the account is still stopped");
        assert!(evidence::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}
