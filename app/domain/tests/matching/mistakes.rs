//! Wrong input is refused with its place.

use domain::matching::input::{MAX_FIT, MAX_MENTEE_LIST, MAX_SEATS};
use domain::matching::{Builder, Mistake, Place, Seed, Side, Wrong};

fn two() -> Builder {
    let mut builder = Builder::new(Seed::new([0; 32]));
    builder.person(Side::Mentee, "amara", 0, None).unwrap();
    builder.person(Side::Mentor, "kofi", 1, Some("k")).unwrap();
    builder
}

fn at(side: Side, id: &str, entry: Option<u32>, wrong: Wrong) -> Mistake {
    Mistake { place: Place { side, id: id.to_owned(), entry }, wrong }
}

#[test]
fn a_list_names_people_who_are_there_once_and_not_oneself() {
    let mut builder = two();
    builder.entry(Side::Mentee, "amara", "kofi", 1, None).unwrap();
    builder.entry(Side::Mentee, "amara", "nadia", 2, None).unwrap();
    let unknown = at(Side::Mentee, "amara", Some(2), Wrong::Unknown("nadia".to_owned()));
    assert_eq!(unknown.to_string(), "mentee \"amara\", entry 2: there is no mentor \"nadia\"");
    assert_eq!(builder.finish(), Err(unknown));

    let mut builder = two();
    builder.entry(Side::Mentor, "kofi", "amara", 1, None).unwrap();
    builder.entry(Side::Mentor, "kofi", "amara", 2, None).unwrap();
    assert_eq!(builder.finish(), Err(at(Side::Mentor, "kofi", Some(2), Wrong::Twice("amara".to_owned()))));

    let mut builder = two();
    // One person in both roles may be there, and is never matched with themselves.
    builder.person(Side::Mentor, "amara", 1, Some("a")).unwrap();
    let own = builder.entry(Side::Mentee, "amara", "amara", 1, None);
    assert_eq!(own, Err(at(Side::Mentee, "amara", Some(1), Wrong::Own)));

    let mut builder = two();
    builder.entry(Side::Mentee, "ghost", "kofi", 1, None).unwrap();
    assert_eq!(builder.finish(), Err(at(Side::Mentee, "ghost", None, Wrong::NotThere)));
}

#[test]
fn people_are_there_once_with_a_name_a_draw_and_seats_within_the_limits() {
    let wrong = |side, id: &str, seats, draw| two().person(side, id, seats, draw).unwrap_err().wrong;
    assert_eq!(wrong(Side::Mentee, "amara", 0, None), Wrong::SameId);
    assert_eq!(wrong(Side::Mentor, "lena", MAX_SEATS + 1, None), Wrong::TooManySeats);
    assert_eq!(wrong(Side::Mentee, "bela", 1, None), Wrong::SeatsOfMentee);
    for id in ["", " bela", "be\nla", &"x".repeat(65)] {
        assert_eq!(wrong(Side::Mentee, id, 0, None), Wrong::Id);
        assert_eq!(wrong(Side::Mentee, "bela", 0, Some(id)), Wrong::Draw);
    }
    let mut builder = two();
    builder.person(Side::Mentor, "lena", 1, Some("k")).unwrap();
    assert_eq!(builder.finish().unwrap_err().wrong, Wrong::SameDraw);
}

#[test]
fn lists_ranks_and_fits_are_within_the_limits() {
    let mut builder = two();
    let mut entry = |side, id, who: &str, rank, fit| builder.entry(side, id, who, rank, fit).map_err(|one| one.wrong);
    assert_eq!(entry(Side::Mentee, "amara", "kofi", 0, None), Err(Wrong::Rank));
    assert_eq!(entry(Side::Mentee, "amara", "kofi", 1, Some(MAX_FIT + 1)), Err(Wrong::Fit));
    assert_eq!(entry(Side::Mentor, "kofi", "amara", 1, Some(1)), Err(Wrong::FitOfMentor));
    for rank in 1..=MAX_MENTEE_LIST {
        entry(Side::Mentee, "amara", &format!("mentor {rank}"), u32::try_from(rank).unwrap(), None).unwrap();
    }
    assert_eq!(entry(Side::Mentee, "amara", "kofi", 1, None), Err(Wrong::ListTooLong));
}

#[test]
fn a_mistake_shows_no_more_than_an_id_of_what_was_given() {
    let mut builder = two();
    let long = "n".repeat(5000);
    let mistake = builder.entry(Side::Mentee, "amara", &long, 1, None).unwrap_err();
    assert!(mistake.to_string().len() < 200, "{mistake}");
}
