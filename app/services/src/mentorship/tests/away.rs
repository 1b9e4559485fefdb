//! People who are not here for a while: who left, who was stopped, and whom moderators have hidden.

use domain::moderation::{Kind, PersonReportForm};
use sea_orm::sea_query::Expr;

use super::*;
use crate::moderation::case_entity::hidden_content;
use crate::moderation::{self, DecideForm, QueueFilter};

/// A moderator decides about somebody; answers the case, and the moderator.
async fn decided_about(world: &TestWorld, person: &Person, kind: Kind, decision: &str) -> (Person, String) {
    let moderator = world.person(&format!("decides-about-{}", person.id), &[Capability::Moderator]).await;
    let reporter = world.person(&format!("reports-{}", person.id), &[]).await;
    let report = PersonReportForm {
        kind: kind.word().to_owned(),
        person: person.id.to_string(),
        ground: "money".to_owned(),
        details: "Asked me for 500 dollars for a letter.".to_owned(),
        key: world.ctx.dice.public_id().to_string(),
    };
    moderation::report_person(&reporter.ctx, report).await.unwrap();
    let case = moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases[0].id.to_string();
    let form = DecideForm {
        case: case.clone(),
        decision: decision.to_owned(),
        ground: "money".to_owned(),
        note: String::new(),
    };
    moderation::decide(&moderator.ctx, &form).await.unwrap();
    (moderator, case)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_asked_is_taken_back_while_they_are_away_and_goes_on_when_they_are_back() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (_bo, b) = mentor(world, "bo", 2).await;
        let (_cy, c) = mentor(world, "cy", 2).await;
        let (di, d) = mentor(world, "di", 2).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b, c, d]).await;
        let (moderator, case) = decided_about(world, &eve, Kind::Person, "suspend").await;
        assert_eq!(inbox(&ada.ctx).await.unwrap().incoming, []);
        assert!(request_page(&ada.ctx, list[0]).await.unwrap().goals.is_empty());
        assert_eq!(letters_with(world, &ada, "was taken back").await, 1);
        world.clock.advance(TimeDelta::days(8));
        tick_now(world).await;
        let ada = row(world, ada.account).await;
        assert_eq!((ada.lapses, ada.open_requests), (0, 0), "nobody has kept anybody waiting");
        moderation::undo(&moderator.ctx, &case).await.unwrap();
        world.clock.advance(TimeDelta::minutes(5));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Closed, State::Closed, State::Open, State::Open]);
        assert_eq!(inbox(&di.ctx).await.unwrap().incoming.len(), 1);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_whose_request_was_taken_back_is_put_on_the_same_list_again() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let eve = mentee(world, "eve").await;
        listed(&eve, &[a]).await;
        let (moderator, case) = decided_about(world, &eve, Kind::Person, "suspend").await;
        moderation::undo(&moderator.ctx, &case).await.unwrap();
        assert_eq!(states(&eve).await, [State::Closed]);
        let next = async || mentor_page(&eve.ctx, a).await.unwrap().next;
        assert_eq!(next().await, NextDeed::Add);
        // Doing it twice is doing it once.
        let list = listed(&eve, &[a, a]).await;
        assert_eq!(states(&eve).await, [State::Closed, State::Open], "{}", world.kind().name());
        assert_eq!(next().await, NextDeed::SeeList);
        assert_eq!(inbox(&ada.ctx).await.unwrap().incoming.iter().map(|one| one.id).collect::<Vec<_>>(), [list[1]]);
        // What is over counts for how often somebody is asked.
        withdraw(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(next().await, NextDeed::SeeList);
        assert_eq!(refused(add_to_list(&eve.ctx, a.as_str()).await), Refusal::AskedLately);
        world.clock.advance(TimeDelta::days(31));
        assert_eq!(next().await, NextDeed::Add);
        listed(&eve, &[a]).await;
        assert_eq!(states(&eve).await, [State::Closed, State::Withdrawn, State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_a_mentor_who_is_stopped_is_sent_to_the_next_and_confirms_nobody_who_is_gone() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        let list = listed(&eve, &[a, b, c]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        listed(&fay, &[a]).await;
        assert_eq!(states(&fay).await, [State::Waiting]);
        decided_about(world, &ada, Kind::Person, "suspend").await;
        assert_eq!(states(&eve).await, [State::Closed, State::Open, State::Open]);
        assert_eq!(refused(confirm(&eve.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        assert_eq!(states(&fay).await, [State::Closed]);
        assert_eq!(letters_with(world, &fay, "no longer here").await, 1, "whoever waits was promised to hear of it");
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_a_mentor_whom_moderators_have_hidden() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[b, c, a]).await;
        decided_about(world, &ada, Kind::Profile, "hide").await;
        let fay = mentee(world, "fay").await;
        is_missing(mentor_page(&fay.ctx, a).await);
        is_missing(add_to_list(&fay.ctx, a.as_str()).await);
        withdraw(&eve.ctx, list[0].as_str()).await.unwrap();
        assert_eq!(states(&eve).await, [State::Withdrawn, State::Open, State::Closed]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_a_mentor_whose_profile_is_hidden_is_sent_to_the_next() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        let other = listed(&fay, &[a]).await[0];
        accept(&ada.ctx, other.as_str()).await.unwrap();
        let together = confirm(&fay.ctx, other.as_str()).await.unwrap();
        let list = listed(&eve, &[a, b, c]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        decided_about(world, &ada, Kind::Profile, "hide").await;
        assert_eq!(states(&eve).await, [State::Closed, State::Open, State::Open], "{}", world.kind().name());
        assert_eq!(letters_with(world, &eve, "A mentor on your list is no longer here").await, 1);
        assert_eq!(refused(confirm(&eve.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        assert_eq!(row(world, ada.account).await.taken, 1);
        assert_eq!(engagement(&fay.ctx, together).await.unwrap().phase, Phase::Agreeing, "who works together goes on");
        counts_agree(world).await;
    })
    .await;
}

/// A decision that has hidden the profile of one person hides that of another.
async fn hide_instead(world: &TestWorld, one: &Person, other: &Person) {
    let content = |person: &Person| format!("{} {}", Kind::Profile.word(), person.id);
    let (from, to) = (content(one), content(other));
    let done = world.ctx.db.write(move |tx| {
        let (from, to) = (from.clone(), to.clone());
        Box::pin(async move {
            let all = hidden_content::Entity::update_many().col_expr(hidden_content::Column::Content, Expr::value(to));
            let done = all.filter(hidden_content::Column::Content.eq(from)).exec(tx).await?;
            Ok::<_, crate::db::DbError>(done.rows_affected)
        })
    });
    assert_eq!(done.await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_who_is_hidden_with_requests_before_them_says_no_and_nothing_else() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        let (asked, said_yes) = (listed(&eve, &[a]).await[0], listed(&fay, &[a]).await[0]);
        accept(&ada.ctx, said_yes.as_str()).await.unwrap();
        // As it is where somebody was hidden before their requests were sent on.
        let bo = world.person("bo", &[]).await;
        decided_about(world, &bo, Kind::Profile, "hide").await;
        hide_instead(world, &bo, &ada).await;
        assert_eq!(refused(accept(&ada.ctx, asked.as_str()).await), Refusal::RequestSettled);
        assert_eq!(refused(ask_more(&ada.ctx, asked.as_str(), "Which season?").await), Refusal::RequestSettled);
        assert_eq!(refused(confirm(&fay.ctx, said_yes.as_str()).await), Refusal::RequestSettled);
        decline(&ada.ctx, asked.as_str(), "no-time").await.unwrap();
        assert_eq!(states(&eve).await, [State::Declined], "{}", world.kind().name());
        hide_instead(world, &ada, &bo).await;
        confirm(&fay.ctx, said_yes.as_str()).await.unwrap();
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_a_mentor_who_is_erased_hears_of_it() {
    on_both(async |world| {
        let (ada, eve, _) = a_pair(world).await;
        let fay = mentee(world, "fay").await;
        let mentor = PublicId::parse(&row(world, ada.account).await.public_id).unwrap();
        listed(&fay, &[mentor]).await;
        assert_eq!(states(&fay).await, [State::Waiting]);
        let (ctx, account) = (world.ctx.clone(), ada.account);
        let erased = world.ctx.db.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { Ok::<_, crate::db::DbError>(forget_person(tx, &ctx, account, ctx.now()).await?) })
        });
        erased.await.unwrap();
        assert_eq!(states(&fay).await, [State::Closed]);
        assert_eq!(letters_with(world, &fay, "no longer here").await, 1);
        assert!(my_ask(&eve.ctx).await.unwrap().ask.is_some(), "whoever worked with them may look on");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_hears_the_same_of_a_mentor_who_keeps_them_away_as_of_one_who_is_gone() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        let (fay, gus) = (mentee(world, "fay").await, mentee(world, "gus").await);
        for waits in [&fay, &gus] {
            listed(waits, &[a]).await;
            assert_eq!(states(waits).await, [State::Waiting]);
        }
        moderation::block(&ada.ctx, fay.id.as_str()).await.unwrap();
        assert_eq!((states(&fay).await, states(&gus).await), (vec![State::Closed], vec![State::Waiting]));
        decided_about(world, &ada, Kind::Person, "suspend").await;
        let told = async |person: &Person| {
            let listed = my_list(&person.ctx).await.unwrap();
            let listed: Vec<_> = listed.into_iter().map(|one| (one.name, one.state, one.since, one.in_line)).collect();
            (letters(world, person).await.len(), letters_with(world, person, "no longer here").await, listed)
        };
        assert_eq!(told(&fay).await, told(&gus).await, "{}", world.kind().name());
        assert_eq!(letters_with(world, &fay, "A mentor on your list is no longer here").await, 1);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_not_answered_says_whose_time_was_over() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        ask_more(&ada.ctx, list[0].as_str(), "Which season?").await.unwrap();
        tell_more(&eve.ctx, list[0].as_str(), "The next one.").await.unwrap();
        ask_more(&ada.ctx, list[0].as_str(), "And which state?").await.unwrap();
        let page = request_page(&ada.ctx, list[0]).await.unwrap();
        assert_eq!((page.question.as_deref(), page.answer), (Some("And which state?"), None));
        world.clock.advance(TimeDelta::days(7));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Lapsed]);
        assert_eq!(letters_with(world, &eve, "The time to answer ada is over").await, 1);
        assert_eq!(letters_with(world, &eve, "has not answered in time").await, 0);
        assert_eq!(letters_with(world, &ada, "Your question was not answered in time").await, 1);
        assert_eq!(row(world, ada.account).await.lapses, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_decides_what_the_moderator_has_read() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        let ask = async |name: &str, what: &str| {
            let said = "I help with interviews and forms, for an hour a month.";
            let work = fields(&[("name", name), ("role", "fellow"), ("statement", said)]);
            save_step(&ada.ctx, MentorStep::Work, &work).await.unwrap();
            save_step(&ada.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
            let proof = ProofForm { way: "moderator".to_owned(), what: what.to_owned() };
            ask_to_be_checked(&ada.ctx, &proof).await.unwrap();
        };
        ask("Ada", "Ask the office").await;
        let read = to_check(&moderator.ctx).await.unwrap().remove(0);
        assert_eq!(read.what, "Ask the office");
        world.clock.advance(TimeDelta::minutes(1));
        ask("Somebody Else", "Ask nobody").await;
        assert_eq!(refused(decide_check(&moderator.ctx, &decided(&read, "moderator")).await), Refusal::CaseSettled);
        assert_eq!(status(world, ada.account).await, MentorStatus::Waiting);
        counts_agree(world).await;
    })
    .await;
}
