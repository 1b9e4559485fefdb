//! Events for members, and what is kept of them: one table decides, whoever asks.

use domain::events::ForWhom;
use domain::events::rsvp::JoiningForm;

use super::guests::form;
use super::*;
use crate::events::feed_scope::FeedScope;
use crate::events::{FeedAnswer, OccurrenceFound, OccurrenceView, SeriesFound, SeriesView, feed_uncached};
use crate::events::{occurrence_page, series_page};
use crate::membership::tests::{furnish, join, pays, treasurer, wants};

const ROOM: &str = "https://example.org/members-room";
const KEPT: [&str; 2] = ["https://example.org/watch-again", "https://example.org/the-slides"];

fn event(whom: ForWhom) -> String {
    let more = format!(
        "for = \"{}\"\nlink = \"{ROOM}\"\n[[series.dates]]\ndate = {FIRST}\nrecording = \"{}\"\n\
         [[series.dates.materials]]\ntitle = \"Slides\"\nlink = \"{}\"\n",
        whom.as_str(),
        KEPT[0],
        KEPT[1],
    );
    programme(None, &more)
}

/// Somebody whose dues are paid.
async fn paid_up(world: &TestWorld, desk: &Person, name: &str) -> Person {
    let person = world.person(name, &[]).await;
    let order = join(&person.ctx, &wants("fellow", "fellow", "")).await.unwrap();
    pays(desk, order.as_str(), "75").await.unwrap();
    person
}

async fn of_series(ctx: &Ctx) -> SeriesView {
    match series_page(ctx, "chat").await.unwrap() {
        SeriesFound::Found(found) => *found,
        missing @ SeriesFound::Missing { .. } => panic!("{missing:?}"),
    }
}

async fn of_date(ctx: &Ctx) -> OccurrenceView {
    match occurrence_page(ctx, "chat", FIRST).await.unwrap() {
        OccurrenceFound::Found(found) => *found,
        other => panic!("{other:?}"),
    }
}

/// Whether what a page is drawn from holds a link. A link is printed in parts, its path as one.
fn holds(view: &impl std::fmt::Debug, link: &str) -> bool {
    format!("{view:?}").contains(link.strip_prefix("https://example.org").unwrap())
}

/// Whether the pages hold the link, and how much of what is kept.
async fn seen(ctx: &Ctx) -> (bool, usize) {
    let (series, date) = (of_series(ctx).await, of_date(ctx).await);
    assert_eq!(holds(&series, ROOM), holds(&date, ROOM));
    (holds(&date, ROOM), KEPT.iter().filter(|kept| holds(&date, kept)).count())
}

async fn calendars(ctx: &Ctx) -> String {
    let mut all = String::new();
    for path in ["/calendar/all.ics", "/calendar/series/chat.ics"] {
        let scope = FeedScope::parse_path(path).unwrap_or_else(|| panic!("{path} is no feed"));
        match feed_uncached(ctx, &scope, None).await.unwrap() {
            FeedAnswer::Feed { bytes, .. } => all.push_str(&bytes),
            other => panic!("{other:?}"),
        }
    }
    // Long lines are folded.
    all.replace("\r\n ", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_members_is_seen_by_members_alone() {
    on_both(async |world| {
        let ctx = &world.ctx;
        furnish(ctx).await;
        let desk = treasurer(world).await;
        let (ada, ben) = (paid_up(world, &desk, "ada").await, world.person("ben", &[]).await);
        for (whom, open, others) in [
            (ForWhom::Everybody, true, (true, 2)),
            (ForWhom::MaterialsForMembers, true, (true, 0)),
            (ForWhom::Members, false, (false, 0)),
        ] {
            store(ctx, &event(whom)).await;
            assert_eq!(seen(&ada.ctx).await, (true, 2), "{whom:?}");
            assert_eq!(seen(&ben.ctx).await, others, "{whom:?}");
            assert_eq!(seen(ctx).await, others, "{whom:?}");
            // Everybody hears that it takes place.
            let told = calendars(ctx).await;
            assert!(told.contains("SUMMARY:Coffee chat"), "{told}");
            assert_eq!(told.contains(ROOM), open, "{whom:?}: a calendar goes from hand to hand");
            assert_eq!(date_view(&ben.ctx, "chat", FIRST).await.unwrap().for_others, !open);
            assert!(!date_view(&ada.ctx, "chat", FIRST).await.unwrap().for_others);
            is_whole(world).await;
        }
        // What is exported says whom it is for, and reads back as it is.
        let written = crate::events::export_programme(ctx).await.unwrap();
        assert!(written.contains("for = \"members\""), "{written}");
        assert!(crate::events::import_programme(ctx, &written).await.unwrap().changed.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_s_grant_alone_opens_no_event_for_members() {
    on_both(async |world| {
        store(&world.ctx, &event(ForWhom::Members)).await;
        let granted = world.person("granted", &[Capability::Member]).await;
        assert_eq!(seen(&granted.ctx).await, (false, 0));
        assert_eq!(refusal(says(&granted, FIRST, Answer::Going).await), Refusal::EventForMembers);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_come_to_an_event_for_members() {
    on_both(async |world| {
        let ctx = &world.ctx;
        furnish(ctx).await;
        let (desk, org) = (treasurer(world).await, world.person("org", &[Capability::Organizer]).await);
        store(ctx, &event(ForWhom::Members)).await;
        let (ada, ben) = (paid_up(world, &desk, "ada").await, world.person("ben", &[]).await);
        assert_eq!(refusal(says(&ben, FIRST, Answer::Going).await), Refusal::EventForMembers);
        assert_eq!(refusal(answer_series(&ben.ctx, "chat", Answer::Going).await), Refusal::EventForMembers);
        let guest = ask_as_guest(ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await;
        assert_eq!(refusal(guest), Refusal::EventForMembers);
        assert!(mailed(ctx, "grace@example.net").await.is_empty());
        // Somebody whose order waits for its payment is no member yet.
        let order = join(&ben.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        assert_eq!(refusal(says(&ben, FIRST, Answer::Going).await), Refusal::EventForMembers);
        pays(&desk, order.as_str(), "75").await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        says(&ada, FIRST, Answer::Going).await.unwrap();
        let invited = last_mail(ctx, "ada@example.org").await;
        assert!(!invited.calendar.unwrap().0.replace("\r\n ", "").contains(ROOM));

        // Whoever leaves keeps the seat until they give it back, and is not let in.
        let way_in = JoiningForm {
            link: "https://video.example.org/room".to_owned(),
            minutes: "60".to_owned(),
            scope: "series".to_owned(),
        };
        set_joining(&org.ctx, "chat", FIRST, &way_in).await.unwrap();
        world.clock.set(at("2026-11-12T00:30:00Z"));
        crate::membership::leave(&ben.ctx).await.unwrap();
        assert!(date_view(&ada.ctx, "chat", FIRST).await.unwrap().way_in.is_some());
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::Going));
        assert!(date_view(&ben.ctx, "chat", FIRST).await.unwrap().way_in.is_none());
        assert!(mine(&ben.ctx).await.unwrap().dates.iter().all(|date| date.way_in.is_none()));
        assert_eq!(refusal(says(&ben, "2026-11-18", Answer::Going).await), Refusal::EventForMembers);
        says(&ben, FIRST, Answer::NotGoing).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_that_becomes_free_goes_to_the_next_member() {
    on_both(async |world| {
        let ctx = &world.ctx;
        furnish(ctx).await;
        let desk = treasurer(world).await;
        store(ctx, &programme(Some(1), "for = \"members\"\n")).await;
        let (ada, ben, eve) = (
            paid_up(world, &desk, "ada").await,
            paid_up(world, &desk, "ben").await,
            paid_up(world, &desk, "eve").await,
        );
        for person in [&ada, &ben, &eve] {
            says(person, FIRST, Answer::Going).await.unwrap();
        }
        crate::membership::leave(&ben.ctx).await.unwrap();
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        assert_eq!(stand(&eve, FIRST).await, Some(Stand::Going));
        assert_eq!(stand(&ben, FIRST).await, Some(Stand::NotGoing));
        // Ben did not say so, and hears why.
        let told = last_mail(ctx, "ben@example.org").await;
        assert_eq!(told.kind, "rsvp-off-waitlist");
        assert!(told.calendar.is_none() && told.body_text.unwrap().0.contains("Only members come to"));
        let listed = crate::notifications::list(&ben.ctx, None).await.unwrap().listed;
        assert!(listed.iter().any(|one| one.title.starts_with("You are off the waitlist")), "{listed:?}");
        // A standing answer takes no new seats either.
        answer_series(&eve.ctx, "chat", Answer::Going).await.unwrap();
        crate::membership::leave(&eve.ctx).await.unwrap();
        let before = rows(ctx).await.len();
        world.clock.set(at("2026-12-01T12:00:00Z"));
        extend_standing(ctx).await.unwrap();
        assert_eq!(rows(ctx).await.len(), before);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_dates_whose_line_a_former_member_has_left_are_one_mail() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        for person in [&ada, &ben] {
            answer_series(&person.ctx, "chat", Answer::Going).await.unwrap();
        }
        store(ctx, &programme(Some(1), "for = \"members\"\n")).await;
        answer_series(&ada.ctx, "chat", Answer::NotGoing).await.unwrap();
        assert_eq!(mailed(ctx, "ben@example.org").await, ["rsvp-going-to-series", "rsvp-several"]);
        let told = last_mail(ctx, "ben@example.org").await;
        assert_eq!(told.subject.unwrap().0, "You are off the waitlist: Coffee chat");
        let text = told.body_text.unwrap().0;
        assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), 26, "{text}");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_in_is_promised_to_those_alone_who_are_let_in() {
    on_both(async |world| {
        let (ctx, org) = (&world.ctx, world.person("org", &[Capability::Organizer]).await);
        store(ctx, &programme(Some(1), "")).await;
        let way_in = JoiningForm {
            link: "https://video.example.org/room".to_owned(),
            minutes: "60".to_owned(),
            scope: "series".to_owned(),
        };
        set_joining(&org.ctx, "chat", FIRST, &way_in).await.unwrap();
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let promised = async |to: &str| {
            let mail = last_mail(ctx, to).await;
            (mail.kind, mail.body_text.unwrap().0.contains("The way in appears"))
        };
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        assert_eq!(promised("ada@example.org").await, ("rsvp-going".to_owned(), true));
        assert_eq!(promised("ben@example.org").await, ("rsvp-waiting".to_owned(), false));
        assert!(date_view(&ada.ctx, "chat", FIRST).await.unwrap().way_in_from.is_some());
        store(ctx, &programme(Some(1), "for = \"members\"\n")).await;
        let view = date_view(&ada.ctx, "chat", FIRST).await.unwrap();
        assert_eq!((view.stand, view.way_in_from), (Some(Stand::Going), None), "she keeps a seat and is not let in");
        world.clock.set(at("2026-11-11T12:00:00Z"));
        remind_due(ctx).await.unwrap();
        assert_eq!(promised("ada@example.org").await, ("notice".to_owned(), false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_s_preview_shows_what_members_see() {
    on_both(async |world| {
        let (ctx, org) = (&world.ctx, world.person("org", &[Capability::Organizer]).await);
        store(ctx, &event(ForWhom::Members)).await;
        // No member, so the public page holds the link back from them as from everybody.
        assert_eq!(seen(&org.ctx).await, (false, 0));
        let view = crate::events::desk::preview(&org.ctx, "chat").await.unwrap();
        assert!([ROOM, KEPT[0], KEPT[1]].iter().all(|kept| holds(&view, kept)), "{view:?}");
        assert!(view.sees.lets_come(ForWhom::Members));
        let others = world.organizer_of("others", "Chess").await;
        assert!(crate::events::desk::preview(&others.ctx, "chat").await.is_err(), "another's category");
    })
    .await;
}
