use super::tests::{now, with, wrong};
use super::*;
use crate::events::series::tests::coffee_chat;
use crate::events::{Link, Material, Override, Rule, Series, Speaker, Status, limits};

fn speaker(name: &str, role: &str) -> Speaker {
    Speaker { name: name.to_owned(), role: role.to_owned(), ..Speaker::default() }
}

/// A series with three people, two of them with a role.
fn panel() -> Series {
    let speakers = vec![speaker("Ana", "Host"), speaker("Ben", "Resident"), speaker("Cleo", "")];
    Series { speakers, place: "Room 3".to_owned(), ..coffee_chat() }
}

/// What comes of a form of `was`, changed so by its sender, when `stored` is there by now.
fn merged(was: &Series, changes: &[(&str, &str)], stored: &Series, seen: &str) -> Merged {
    let posted = with(fields_of(was), changes);
    merge((&stamp(&watched(was)), seen), &posted, &watched(stored), false)
}

fn names(merged: &Merged) -> Vec<&str> {
    merged.both.iter().map(|changed| changed.field.as_str()).collect()
}

/// The names and roles of everyone who speaks in the end.
fn speaking(merged: &Merged, before: &Series) -> Vec<(String, String)> {
    let after = read_series(&merged.fields, before, now()).unwrap().after;
    after.speakers.into_iter().map(|speaker| (speaker.name, speaker.role)).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect()
}

#[test]
fn each_stores_what_they_changed() {
    let was = panel();
    let theirs = Series { title: "Tea".to_owned(), place: "Room 4".to_owned(), ..was.clone() };
    let come = merged(&was, &[("summary", "An hour.")], &theirs, "");
    let after = read_series(&come.fields, &theirs, now()).unwrap().after;
    assert_eq!((names(&come), after), (vec![], Series { summary: "An hour.".to_owned(), ..theirs.clone() }));
    // The same is no conflict, and what is no stamp is a form made by hand.
    assert_eq!(names(&merged(&was, &[("title", " Tea ")], &theirs, "")), [""; 0]);
    let by_hand = with(fields_of(&was), &[("title", "Mine")]);
    let taken = Merged { fields: by_hand.clone(), both: Vec::new(), dates: false };
    assert_eq!(merge(("", ""), &by_hand, &watched(&theirs), false), taken);
}

#[test]
fn where_both_changed_the_sender_is_told_once_and_then_wins_only_there() {
    let was = panel();
    let theirs = Series { title: "Tea".to_owned(), place: "Room 4".to_owned(), ..was.clone() };
    let come = merged(&was, &[("title", "Cocoa"), ("summary", "An hour.")], &theirs, "");
    assert_eq!(come.both, [Changed { field: "title".to_owned(), now: "Tea".to_owned(), of_series: false }]);
    let seen = stamp(&watched(&theirs));
    let come = merged(&was, &[("title", "Cocoa"), ("summary", "An hour.")], &theirs, &seen);
    let after = read_series(&come.fields, &theirs, now()).unwrap().after;
    assert_eq!((names(&come).len(), after.title.as_str(), after.place.as_str()), (0, "Cocoa", "Room 4"));
    // What has happened since is told again.
    let again = Series { title: "Juice".to_owned(), ..theirs };
    assert_eq!(names(&merged(&was, &[("title", "Cocoa")], &again, &seen)), ["title"]);
    // How far it has come nobody types, so whoever has seen another state has to know.
    let canceled = Series { status: Status::Cancelled, ..was.clone() };
    assert_eq!(names(&merged(&was, &[("summary", "An hour.")], &canceled, "")), ["status"]);
}

#[test]
fn fields_that_only_make_sense_together_stay_together() {
    let was = panel();
    let weekly = Series { rule: Some(Rule::parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE").unwrap()), ..was.clone() };
    let come = merged(&was, &[("nth", "last"), ("weekday", "WE")], &weekly, "");
    assert_eq!(names(&come), ["repeats"]);
    let come = merged(&was, &[("every", "3")], &weekly, "");
    let kept = |name: &str| come.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    assert_eq!(
        (kept("repeats"), kept("days"), kept("nth"), kept("every")),
        (Some("weeks"), Some("WE"), None, Some("3"))
    );
}

#[test]
fn rows_that_only_one_of_the_two_changed_or_added_are_all_kept() {
    let was = panel();
    let mut theirs = was.clone();
    theirs.speakers[0].role = "Chair".to_owned();
    theirs.speakers.push(speaker("Dan", "Fellow"));
    let mine = [("speaker_2_role", "Chief"), ("speaker_4_name", "Eve")];
    let come = merged(&was, &mine, &theirs, "");
    assert_eq!(names(&come), [""; 0]);
    let all = [("Ana", "Chair"), ("Ben", "Chief"), ("Cleo", ""), ("Eve", ""), ("Dan", "Fellow")];
    assert_eq!(speaking(&come, &theirs), pairs(&all));
    // Both changed the second: told, and then the sender's, with everything else of the other's.
    theirs.speakers[1].role = "Attending".to_owned();
    let come = merged(&was, &mine, &theirs, "");
    assert_eq!(names(&come), ["speaker_2_name"]);
    assert_eq!(come.both[0].now, "Ben, Attending");
    let come = merged(&was, &mine, &theirs, &stamp(&watched(&theirs)));
    assert_eq!((names(&come).len(), speaking(&come, &theirs)), (0, pairs(&all)));
}

#[test]
fn where_rows_went_the_list_is_one_thing() {
    let was = panel();
    let mut theirs = was.clone();
    theirs.speakers.remove(0);
    // Nothing typed there: as it is stored.
    assert_eq!(speaking(&merged(&was, &[], &theirs, ""), &theirs), pairs(&[("Ben", "Resident"), ("Cleo", "")]));
    let come = merged(&was, &[("speaker_2_role", "Chief")], &theirs, "");
    assert_eq!(names(&come), ["speaker_1_name"]);
    assert_eq!(come.both[0].now, "Ben, Cleo");
    let come = merged(&was, &[("speaker_2_role", "Chief")], &theirs, &stamp(&watched(&theirs)));
    assert_eq!((names(&come).len(), speaking(&come, &theirs).len()), (0, 3));
    // Also when nobody is left.
    theirs.speakers.clear();
    assert_eq!(names(&merged(&was, &[("speaker_2_role", "Chief")], &theirs, "")), ["speaker_1_name"]);
    assert_eq!(speaking(&merged(&was, &[("summary", "An hour.")], &theirs, ""), &theirs), []);
}

#[test]
fn a_text_that_begins_with_space_is_as_untouched_as_any() {
    let was = Series { description: "    indented\nand not".to_owned(), ..panel() };
    let theirs = Series { description: "    indented\nby another".to_owned(), ..was.clone() };
    let posted = [("description", "    indented\r\nand not")];
    let come = merged(&was, &posted, &theirs, "");
    let after = come.fields.iter().find(|(name, _)| name == "description").unwrap();
    assert_eq!((names(&come).len(), after.1.as_str()), (0, "    indented\nby another"));
}

/// The start of a date of [`panel`] to come.
fn start() -> chrono::NaiveDateTime {
    "2026-11-25T20:00:00".parse().unwrap()
}

fn of_date(was: &Series, changes: &[(&str, &str)], stored: &Series, seen: &str, reaching: bool) -> Merged {
    let posted = with(fields_of_date(was, start()), changes);
    merge((&stamp(&watched_date(was, start())), seen), &posted, &watched_date(stored, start()), reaching)
}

#[test]
fn a_change_that_reaches_further_knows_what_it_writes_over() {
    let was = panel();
    let theirs = Series {
        title: "Tea".to_owned(),
        place: "Room 4".to_owned(),
        speakers: vec![speaker("Dan", "")],
        ..was.clone()
    };
    let mine = [("title", "Cocoa"), ("capacity", "20"), ("speaker_1_name", "Eve")];
    // For this date alone, nothing of the series is written over.
    assert_eq!(names(&of_date(&was, &mine, &theirs, "", false)), [""; 0]);
    let come = of_date(&was, &mine, &theirs, "", true);
    let told: Vec<_> = come.both.iter().map(|one| (one.field.as_str(), one.now.as_str(), one.of_series)).collect();
    assert_eq!(told, [("title", "Tea", true), ("speaker_1_name", "Dan", true)]);
    let seen = stamp(&watched_date(&theirs, start()));
    let come = of_date(&was, &mine, &theirs, &seen, true);
    assert_eq!(names(&come), [""; 0]);
    let after = read_date(&come.fields, &theirs, start(), Reach::All, now()).unwrap().after;
    assert_eq!((after.title.as_str(), after.place.as_str(), after.capacity), ("Cocoa", "Room 4", Some(20)));
    // Whoever types what is stored by now loses nothing; nor does whoever types nothing.
    assert_eq!(names(&of_date(&was, &[("title", "Tea")], &theirs, "", true)), [""; 0]);
    assert_eq!(names(&of_date(&was, &[("place", "")], &theirs, "", true)), [""; 0]);
    // Length and hour are the series' too.
    let longer = Series { duration_minutes: 90, ..was.clone() };
    assert_eq!(names(&of_date(&was, &[("minutes", "45")], &longer, "", true)), ["minutes"]);
}

#[test]
fn what_others_say_of_single_dates_is_noticed() {
    let was = panel();
    let mut theirs = was.clone();
    theirs.overrides.push(Override { title: Some("Guest night".to_owned()), ..Override::of(start(), now()) });
    assert!(!merged(&was, &[], &was, "").dates);
    assert!(merged(&was, &[], &theirs, "").dates);
    assert!(!merged(&was, &[], &theirs, &stamp(&watched(&theirs))).dates);
    assert!(of_date(&was, &[], &theirs, "", true).dates);
}

/// As a browser sends it, with everything the form path adds.
fn sent(fields: &[(String, String)]) -> usize {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        body.append_pair(name, &value.replace('\n', "\r\n"));
    }
    body.finish().len()
}

/// The longest text there is: every character takes four bytes.
fn long(most: usize, begin: &str) -> String {
    begin.chars().chain(std::iter::repeat('\u{1f9ea}')).take(most).collect()
}

fn long_link() -> Link {
    let start = "https://example.org/?";
    Link::parse(&format!("{start}{}", "=".repeat(limits::LINK - start.len()))).unwrap()
}

fn long_speakers() -> Vec<Speaker> {
    let words = || long(limits::SPEAKER_FIELD, "");
    let bio = long(limits::BIO, "");
    let one = || Speaker { name: words(), credentials: words(), role: words(), affiliation: words(), bio: bio.clone() };
    std::iter::repeat_with(one).take(limits::SPEAKERS).collect()
}

#[test]
fn the_largest_form_of_a_series_fits() {
    let start: chrono::NaiveDateTime = "2026-11-25T20:00:30".parse().unwrap();
    let days = |from: i64| (from..).map(move |day| start + chrono::Duration::days(day)).take(limits::EXTRA);
    let rule = Rule::parse("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU").unwrap();
    let largest = Series {
        title: long(limits::TITLE, "A"),
        summary: long(limits::SUMMARY, ""),
        description: long(limits::DESCRIPTION, ""),
        category: long(limits::CATEGORY, ""),
        tags: (10..).map(|number| long(limits::TAG, &number.to_string())).take(limits::TAGS).collect(),
        local_start: start,
        rule: Some(rule),
        excluded: days(1).collect(),
        extra: days(1).map(|at| at + chrono::Duration::minutes(90)).collect(),
        place: long(limits::PLACE, ""),
        link: Some(long_link()),
        organizer: long(limits::ORGANIZER, ""),
        capacity: Some(*limits::CAPACITY.end()),
        speakers: long_speakers(),
        status: Status::Draft,
        ..coffee_chat()
    };
    let stamp = stamp(&watched(&largest));
    let form = with(fields_of(&largest), &[("stamp", &stamp), ("seen", &stamp), ("_page", "/desk/events/a/edit")]);
    // It is a form that is taken.
    let blank = Series { status: Status::Draft, ..coffee_chat() };
    let after = read_series(&form, &blank, now()).unwrap().after;
    assert_eq!((after.speakers.len(), after.tags.len(), after.extra.len()), (20, 12, 200));
    let size = sent(&form);
    assert!(size <= SERIES_FORM_BYTES && size * 10 > SERIES_FORM_BYTES * 8, "{size} of {SERIES_FORM_BYTES}");
}

#[test]
fn the_largest_form_of_a_date_fits() {
    let chat = panel();
    let material = || Material { title: long(limits::TITLE, ""), link: long_link() };
    let date = Override {
        title: Some(long(limits::TITLE, "")),
        description: Some(long(limits::DESCRIPTION, "")),
        place: Some(long(limits::PLACE, "")),
        link: Some(long_link()),
        speakers: Some(long_speakers()),
        recording: Some(long_link()),
        materials: std::iter::repeat_with(material).take(limits::MATERIALS).collect(),
        ..Override::of(start(), now())
    };
    let largest = Series { overrides: vec![date], speakers: long_speakers(), ..chat.clone() };
    let stamp = stamp(&watched_date(&largest, start()));
    let form = with(fields_of_date(&largest, start()), &[("stamp", &stamp), ("seen", &stamp), ("reach", "following")]);
    let after = read_date(&form, &chat, start(), Reach::This, now()).unwrap().after;
    assert_eq!(after.overrides[0].materials.len(), 20);
    let size = sent(&form);
    assert!(size <= DATE_FORM_BYTES && size * 10 > DATE_FORM_BYTES * 8, "{size} of {DATE_FORM_BYTES}");
    // A word too many is told beside its field.
    let long = with(form, &[("place", &long(limits::PLACE + 1, ""))]);
    assert_eq!(wrong(read_date(&long, &chat, start(), Reach::This, now()))[0].0, "place");
}
