//! Answers for a whole series that goes on in another rhythm, while dates of the part before are still to come.

use super::client::objects;
use super::guests::{form, token};
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_for_all_dates_holds_for_the_part_before_too_until_it_is_taken_back() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        ask_as_guest(ctx, "chat", None, &form("Grace", "grace@example.net")).await.unwrap();
        let link = token(ctx, "grace@example.net").await;
        answer_as_guest(ctx, &link, "", Answer::Going).await.unwrap();
        // From July on every other week, half an hour later; the dates before are farther ahead than anybody plans.
        world.clock.set(at("2026-11-13T12:00:00Z"));
        let other = programme(None, "")
            .replace("starts = 2026-11-11T20:00:00", "starts = 2027-07-07T20:30:00")
            .replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
        store(ctx, &other).await;
        let before = "chat-until-2027-06-30";
        let stand = async |slug: &str, day: &str| date_view(&ada.ctx, slug, day).await.unwrap().stand;
        world.clock.set(at("2027-01-20T12:00:00Z"));
        extend_standing(ctx).await.unwrap();
        assert_eq!(stand(before, "2027-06-30").await, Some(Stand::Going), "the last date of the part before");
        assert_eq!(stand("chat", "2027-07-07").await, Some(Stand::Going), "the first of the part that goes on");
        assert_eq!(mine(&ada.ctx).await.unwrap().series.len(), 1, "it is one series to whoever comes");
        // A guest's link shows both parts, and gives back a place of either.
        let page = guest_page(ctx, &link).await.unwrap().unwrap();
        let names = |dates: &[GuestDate]| dates.iter().map(|date| date.0.clone()).take(2).collect::<Vec<_>>();
        let earlier: Vec<_> = page.earlier.iter().map(|(_, date)| date.clone()).collect();
        assert_eq!(names(&earlier), ["2027-01-20", "2027-01-27"]);
        assert!(page.earlier.iter().all(|(part, date)| part.slug.as_str() == before && date.2 == Some(Stand::Going)));
        assert_eq!(names(&page.dates), ["2027-07-07", "2027-07-21"]);
        answer_as_guest(ctx, &link, "2027-01-27", Answer::NotGoing).await.unwrap();
        let page = guest_page(ctx, &link).await.unwrap().unwrap();
        assert_eq!((page.earlier[0].1.2, page.earlier[1].1.2), (Some(Stand::Going), Some(Stand::NotGoing)));
        is_whole(world).await;
        // None any more is none of either part, and one mail says so to the calendar too.
        let told = |row: &rsvps::Model| row.state == State::Going && row.uid.is_some();
        let mut kept: Vec<_> = rows(ctx).await.into_iter().filter(told).collect();
        kept.retain(|row| row.original_start > start("2027-01-19"));
        answer_series(&ada.ctx, "chat", Answer::NotGoing).await.unwrap();
        answer_as_guest(ctx, &link, "", Answer::NotGoing).await.unwrap();
        for (to, member) in [("ada@example.org", true), ("grace@example.net", false)] {
            let left = mailed(ctx, to).await.iter().filter(|kind| *kind == "rsvp-left-series").count();
            assert_eq!(left, 1, "{to}");
            let stream = last_mail(ctx, to).await.calendar.map(|part| part.0).unwrap_or_default();
            let dates: usize = objects(&stream).iter().map(|(_, events)| events.len()).sum();
            let theirs = kept.iter().filter(|row| row.account_id.is_some() == member).count();
            assert_eq!(dates, theirs, "{to}: the dates of both parts");
        }
        let to_come = rows(ctx).await.into_iter().filter(|row| row.original_start > start("2027-01-19"));
        assert!(to_come.map(|row| row.state).all(|state| state == State::NotGoing));
        assert!(standing_rsvps::Entity::find().all(ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(mine(&ada.ctx).await.unwrap(), Mine::default());
        is_whole(world).await;
    })
    .await;
}
