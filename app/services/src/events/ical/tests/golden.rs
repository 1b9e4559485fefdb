//! Whole feeds as files, read by people before they are taken.

use super::*;

/// Compares with a file under `tests/golden`. After a wanted change, read the new bytes and copy them there.
fn assert_golden(name: &str, golden: &str, bytes: &str) {
    if bytes != golden {
        let fresh = std::env::temp_dir().join(format!("landfall-{name}"));
        std::fs::write(&fresh, bytes).unwrap();
        panic!("{name} differs; the new bytes are in {}:\n{bytes}", fresh.display());
    }
}

#[test]
fn the_coffee_chat_has_these_bytes() {
    let golden = include_str!("../../../../tests/golden/coffee_chat.ics");
    assert_golden("coffee_chat.ics", golden, &render(&feed(vec![coffee_chat()])));
}

#[test]
fn several_zones_and_a_cancelled_one_off_have_these_bytes() {
    let mut evening = coffee_chat();
    "evening@example.org".clone_into(&mut evening.uid);
    "Leadership evening, part 1; with café".clone_into(&mut evening.title);
    evening.slug = Slug::parse("leadership-evening").unwrap();
    evening.zone = Tz::Asia__Kolkata;
    evening.rule = None;
    evening.status = Status::Cancelled;
    evening.category = String::new();
    evening.place = String::new();
    evening.speakers = Vec::new();
    let mut course = coffee_chat();
    "course@example.org".clone_into(&mut course.uid);
    course.slug = Slug::parse("course").unwrap();
    course.rule = Some(Rule::parse("FREQ=WEEKLY;BYDAY=WE;UNTIL=20230329").unwrap());
    let golden = include_str!("../../../../tests/golden/several.ics");
    assert_golden("several.ics", golden, &render(&feed(vec![coffee_chat(), evening, course])));
}

#[test]
fn a_date_of_every_kind_has_these_bytes() {
    let golden = include_str!("../../../../tests/golden/everything.ics");
    assert_golden("everything.ics", golden, &render(&feed(vec![everything_chat()])));
}

/// From March 2027 on, in the afternoon.
#[test]
fn the_two_parts_of_a_split_have_these_bytes() {
    let at = local("2027-03-24T16:00:00");
    let afternoon = Series {
        public_id: PublicId::from_bytes([9; 12]),
        uid: "afternoon@example.org".to_owned(),
        local_start: at,
        ..everything_chat()
    };
    let split = everything_chat().split(at, afternoon, instant("2026-11-24T12:00:00Z"));
    assert_eq!(split.lost, []);
    let golden = include_str!("../../../../tests/golden/split.ics");
    assert_golden("split.ics", golden, &render(&feed(vec![split.ended, split.living])));
}

#[test]
fn a_one_off_put_off_by_a_day_has_these_bytes() {
    let evening = Series {
        rule: None,
        local_start: local("2026-12-09T19:00:00"),
        overrides: vec![date("2026-12-09T19:00:00", |one| {
            one.moved_to = Some(local("2026-12-10T19:30:00"));
            one.sequence = 3;
            one.changed_at = instant("2026-11-20T09:00:00Z");
        })],
        ..coffee_chat()
    };
    let golden = include_str!("../../../../tests/golden/moved_one_off.ics");
    assert_golden("moved_one_off.ics", golden, &render(&feed(vec![evening])));
}

/// Summer time of the north and of the south, none at all, one that was given up, and none ever.
#[test]
fn five_zones_have_these_bytes() {
    let zones = [Tz::Europe__London, Tz::Australia__Sydney, Tz::Asia__Karachi, Tz::America__Sao_Paulo, Tz::UTC];
    let all = zones.into_iter().enumerate().map(|(at, zone)| Series {
        uid: format!("zone-{at}@example.org"),
        slug: Slug::parse(&format!("zone-{at}")).unwrap(),
        title: zone.name().to_owned(),
        zone,
        local_start: local("2018-10-24T20:00:00"),
        ..coffee_chat()
    });
    let golden = include_str!("../../../../tests/golden/five_zones.ics");
    assert_golden("five_zones.ics", golden, &render(&feed(all.collect())));
}

#[test]
fn a_single_date_has_these_bytes() {
    let mut input = feed(vec![everything_chat()]);
    input.kind = FeedKind::Single;
    input.series[0].part = Part::Only(vec![local("2027-01-27T20:00:00")]);
    let golden = include_str!("../../../../tests/golden/single_date.ics");
    assert_golden("single_date.ics", golden, &render(&input));
}
