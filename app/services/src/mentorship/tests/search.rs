//! Finding a mentor.

use sea_orm::{ConnectionTrait, QueryTrait};

use super::*;
use crate::db::DbKind;

#[tokio::test(flavor = "multi_thread")]
async fn the_search_sorts_as_the_domain_would_and_keeps_musts() {
    on_both(async |world| {
        add_sample_mentors(&world.ctx).await.unwrap();
        add_sample_mentors(&world.ctx).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!((found.cards.len(), found.by_fit), (12, false), "the thirteenth waits to be checked");
        let mut asks = fields(&[("goals", "Practice interviews with somebody."), ("topics", "mock-interview")]);
        asks.extend(fields(&[
            ("topics", "wellbeing"),
            ("stage", "applying"),
            ("wish_language", "es"),
            ("weight_language", "nice"),
        ]));
        save_ask(&eve.ctx, &asks).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards[0].name, "Ines Ferreira");
        assert_eq!(
            found.cards[0].reasons,
            ["Helps with Mock interview and Isolation, discrimination and stress.", "As you asked: speaks Spanish."]
        );
        // The database adds up what the domain adds up.
        let seen = domain::mentorship::Seen::own(
            &my_ask(&eve.ctx).await.unwrap().ask.unwrap(),
            &domain::mentorship::Facts::default(),
        );
        let plan = domain::mentorship::plan(&seen);
        let points: Vec<i32> =
            found.cards.iter().map(|card| domain::mentorship::fit(&card.mentor, &plan).points).collect();
        assert!(points.is_sorted_by(|one, next| one >= next), "{points:?}");
        asks.extend(fields(&[("wish_country", "BR"), ("weight_country", "must")]));
        save_ask(&eve.ctx, &asks).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!((found.cards.len(), found.musts), (1, 1));
        let filter = Filter { specialty: Some("pathology".to_owned()), ..Filter::default() };
        assert_eq!(search(&eve.ctx, &filter).await.unwrap().cards, []);
        assert!(search(&world.ctx, &Filter::default()).await.is_err(), "only for people in good standing");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_and_a_state_leave_all_others_out() {
    on_both(async |world| {
        add_sample_mentors(&world.ctx).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let found = async |topic: &str, state: &str| -> Vec<String> {
            let set = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
            let filter = Filter { topic: set(topic), state: set(state), ..Filter::default() };
            search(&eve.ctx, &filter).await.unwrap().cards.into_iter().map(|card| card.name).collect()
        };
        let interviews = found("mock-interview", "").await;
        assert_eq!(interviews, ["Leila Haddad", "Ines Ferreira", "Deniz Kaya"], "{}", world.kind().name());
        assert_eq!(found("", "NY").await, ["Ines Ferreira"]);
        assert_eq!(found("mock-interview", "CO").await, ["Deniz Kaya"]);
        assert!(found("research", "NY").await.is_empty());
        assert!(found("", "NJ").await.is_empty(), "who lives there waits to be checked");
    })
    .await;
}

/// Those whom `reader` finds by words.
async fn by_words(reader: &Person, words: &str) -> Vec<PublicId> {
    let filter = Filter { words: words.to_owned(), ..Filter::default() };
    search(&reader.ctx, &filter).await.unwrap().cards.into_iter().map(|card| card.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_looked_for_in_what_a_mentor_is_called_and_says() {
    on_both(async |world| {
        let (_ada, a) = mentor(world, "ada", 1).await;
        let (bo, b) = mentor(world, "bo", 1).await;
        let eve = world.person("eve", &[]).await;
        assert_eq!(by_words(&eve, "interviews").await, [a, b], "{}", world.kind().name());
        let said = "Wir üben ÉTUDES in Łódź,\nfor an hour a month, with \"care\".";
        let work = [("name", "bo"), ("role", "resident"), ("specialties", "psychiatry"), ("statement", said)];
        save_step(&bo.ctx, MentorStep::Work, &fields(&work)).await.unwrap();
        // What is kept in memory follows.
        assert_eq!(by_words(&eve, "interviews").await, [a]);
        assert_eq!(by_words(&eve, "ADA").await, [a]);
        assert_eq!(by_words(&eve, "month hour").await, [a, b]);
        assert_eq!(by_words(&eve, "études ŁÓDŹ bo").await, [b]);
        assert_eq!(by_words(&eve, "\"care\"").await, [b]);
        assert_eq!(by_words(&eve, " ").await, [a, b]);
        // All words must be there; and what is told elsewhere is none of them.
        for words in ["ada études", "psychiatry", "cv-review", "woman", "example.org", "100%"] {
            assert!(by_words(&eve, words).await.is_empty(), "{words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_a_reader_does_not_see_is_not_found_by_its_words() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (bo, _) = mentor(world, "bo", 1).await;
        let (eve, fay) = (world.person("eve", &[]).await, world.person("fay", &[]).await);
        // The name of the profile is for people she is matched with.
        let hidden = fields(&[("name", "Ada Surname")]);
        profile::save(&ada.ctx, Step::parse("you").unwrap(), &hidden).await.unwrap();
        assert!(by_words(&eve, "surname").await.is_empty(), "{}", world.kind().name());
        assert_eq!(by_words(&eve, "ada").await, [a]);
        assert!(by_words(&ada, "ada").await.is_empty(), "nobody is in their own list");
        // Whoever keeps somebody away is found by no word of theirs, and finds none of the other's.
        crate::moderation::block(&ada.ctx, eve.id.as_str()).await.unwrap();
        crate::moderation::block(&ada.ctx, bo.id.as_str()).await.unwrap();
        for (reader, words) in [(&eve, "ada"), (&bo, "ada"), (&ada, "bo")] {
            assert!(by_words(reader, words).await.is_empty(), "{words}");
        }
        assert_eq!(by_words(&fay, "ada").await, [a]);
        // Another name is seen once it is checked.
        let said = "I help with interviews and forms, for an hour a month.";
        let other = fields(&[("name", "Bertil"), ("role", "fellow"), ("statement", said)]);
        save_step(&bo.ctx, MentorStep::Work, &other).await.unwrap();
        for words in ["bertil", "bo"] {
            assert!(by_words(&fay, words).await.is_empty(), "{words}");
        }
        counts_agree(world).await;
    })
    .await;
}

/// Prints how long a page of the search takes; run it by name.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn search_over_3400_mentors() {
    on_both(async |world| {
        add_synthetic_mentors(&world.ctx, 3_400).await.unwrap();
        let eve = mentee(world, "eve").await;
        let mut took = Vec::new();
        for _ in 0..300 {
            let begun = tokio::time::Instant::now();
            assert_eq!(search(&eve.ctx, &Filter { page: 3, ..Filter::default() }).await.unwrap().cards.len(), 20);
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        println!("{}: median {:?}, p99 {:?}", world.kind().name(), took[150], took[297]);
    })
    .await;
}

/// The plan of reading all who are listed: they come by their index, and each account by its key. Postgres reads so few
/// rows from end to end, and says so.
#[tokio::test(flavor = "multi_thread")]
async fn the_roll_finds_listed_mentors_by_an_index() {
    on_both(async |world| {
        add_synthetic_mentors(&world.ctx, 60).await.unwrap();
        let query = super::super::roll::query(Vec::new());
        let plan = world.plan_of(query.build(world.ctx.db.read().get_database_backend())).await;
        println!("{}:\n{}", world.kind().name(), plan.join("\n"));
        if world.kind() == DbKind::Sqlite {
            let of = |table: &str| plan.iter().find(|line| line.contains(table)).unwrap();
            assert!(of("mentors").contains("USING INDEX mentors_status_asked_check_at"), "{plan:?}");
            assert!(of("accounts").contains("USING INTEGER PRIMARY KEY"), "{plan:?}");
        }
    })
    .await;
}

/// What is kept in memory follows what is written: a seat that is taken, a pause, a profile that is hidden, an account that
/// is suspended or a check that is taken back shows in the next search.
#[tokio::test(flavor = "multi_thread")]
async fn the_search_follows_every_change() {
    on_both(async |world| {
        add_sample_mentors(&world.ctx).await.unwrap();
        let eve = world.person("eve", &[]).await;
        let with_seats = Filter { with_seats: true, ..Filter::default() };
        let names = async |filter: &Filter| -> Vec<String> {
            search(&eve.ctx, filter).await.unwrap().cards.into_iter().map(|card| card.name).collect()
        };
        let (all, free) = (names(&Filter::default()).await, names(&with_seats).await);
        assert_eq!((all.len(), free.len()), (12, 12), "all of the sample have seats");
        let change = async |name: &str, column: mentors::Column, value: sea_orm::Value| {
            let id = mentors::Entity::find()
                .filter(mentors::Column::Name.eq(name))
                .one(world.ctx.db.read())
                .await
                .unwrap()
                .unwrap()
                .id;
            let update = mentors::Entity::update_many()
                .col_expr(column, sea_orm::sea_query::Expr::value(value))
                .filter(mentors::Column::Id.eq(id));
            world
                .ctx
                .db
                .write(move |tx| {
                    let update = update.clone();
                    Box::pin(async move { update.exec(tx).await.map_err(MentorshipError::from) })
                })
                .await
                .unwrap();
        };
        let without =
            |all: &[String], name: &str| -> Vec<String> { all.iter().filter(|one| *one != name).cloned().collect() };
        change(&free[0], mentors::Column::OpenRequests, 5.into()).await;
        let fewer = without(&free, &free[0]);
        assert_eq!(names(&with_seats).await, fewer, "a full inbox");
        assert_eq!(names(&Filter::default()).await.len(), all.len(), "but still listed");
        change(&fewer[0], mentors::Column::PausedUntil, (world.ctx.now() + TimeDelta::days(1)).into()).await;
        let fewer = without(&fewer, &fewer[0]);
        assert_eq!(names(&with_seats).await, fewer, "away");
        world.clock.advance(TimeDelta::days(2));
        assert_eq!(names(&with_seats).await.len(), fewer.len() + 1, "back, though nothing was written");
        change(&fewer[0], mentors::Column::Status, MentorStatus::Waiting.word().into()).await;
        assert!(!names(&Filter::default()).await.contains(&fewer[0]), "not listed any more");
    })
    .await;
}
