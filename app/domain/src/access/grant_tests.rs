use super::*;

const fn at(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + hours * 3_600, 0).expect("a moment of 2027")
}

fn person(byte: u8) -> PublicId {
    PublicId::from_bytes([byte; 12])
}

fn admin(byte: u8) -> By {
    By::Admin(person(byte))
}

const TO: u8 = 9;

fn waiting(effective_at: Option<DateTime<Utc>>) -> Grant {
    Grant::Waiting { asked_by: admin(1), effective_at }
}

fn ending(ends_at: Option<DateTime<Utc>>) -> Grant {
    Grant::Ending { since: at(0), asked_by: admin(1), ends_at }
}

const ACTIVE: Grant = Grant::Active { since: at(0) };

#[test]
fn asking_is_a_table() {
    for (capability, by, confirmable, expected) in [
        (Capability::Member, admin(1), true, ACTIVE),
        (Capability::Mentor, admin(1), false, ACTIVE),
        (Capability::Moderator, admin(1), true, waiting(None)),
        (Capability::Moderator, admin(1), false, waiting(Some(at(24)))),
        (Capability::Admin, admin(1), false, waiting(Some(at(24)))),
        (Capability::Admin, By::House, true, ACTIVE),
    ] {
        assert_eq!(Grant::ask(capability, by, confirmable, at(0)), expected, "{capability:?} {by:?} {confirmable}");
    }
}

#[test]
fn confirming_is_a_table() {
    let active = Ok(Grant::Active { since: at(1) });
    let ended = Ok(Grant::Ended { at: at(1) });
    for (grant, by, expected) in [
        (waiting(None), admin(2), active),
        (waiting(None), By::House, active),
        (waiting(Some(at(24))), admin(2), active),
        (waiting(Some(at(1))), admin(2), active),
        (waiting(None), admin(1), Err(Refusal::GrantNeedsAnother)),
        (waiting(None), admin(TO), Err(Refusal::GrantNeedsAnother)),
        (ending(None), admin(1), Err(Refusal::GrantNeedsAnother)),
        (ending(None), admin(2), ended),
        (ending(Some(at(24))), admin(TO), ended),
        (ACTIVE, admin(2), Err(Refusal::GrantSettled)),
        (Grant::Ended { at: at(0) }, admin(2), Err(Refusal::GrantSettled)),
    ] {
        assert_eq!(grant.confirm(by, person(TO), false, at(1)), expected, "{grant:?} by {by:?}");
    }
    assert_eq!(ending(None).confirm(admin(2), person(TO), true, at(1)), Err(Refusal::LastAdmin));
}

#[test]
fn a_grant_nobody_can_confirm_takes_effect_the_next_day_if_its_asker_is_still_an_admin() {
    let grant = Grant::ask(Capability::Editor, admin(1), false, at(0));
    assert!(!grant.holds() && grant.take_effect(true, false, at(24) - TimeDelta::seconds(1)).is_err());
    assert_eq!(grant.take_effect(true, false, at(30)), Ok(Grant::Active { since: at(24) }));
    assert_eq!(grant.take_effect(false, false, at(30)), Ok(Grant::Ended { at: at(30) }));
    assert!(waiting(None).take_effect(true, false, at(10_000)).is_err(), "the other one is waited for");
    assert_eq!(waiting(None).alone(at(5)), Some(waiting(Some(at(29)))));
    assert_eq!(grant.alone(at(5)), None, "its time does not move");
}

#[test]
fn ending_is_a_table() {
    let ended = Ok(Grant::Ended { at: at(1) });
    let end = |by, capability, confirmable, last_admin| End { by, of: person(TO), capability, confirmable, last_admin };
    let (admin_of, editor) = (Capability::Admin, Capability::Editor);
    for (grant, end, expected) in [
        (ACTIVE, end(admin(1), editor, true, false), ended),
        (ACTIVE, end(admin(1), admin_of, true, false), Ok(ending(None))),
        (ACTIVE, end(admin(1), admin_of, false, false), Ok(ending(Some(at(25))))),
        (ACTIVE, end(admin(TO), admin_of, true, false), ended),
        (ACTIVE, end(By::House, admin_of, true, false), ended),
        (ACTIVE, end(admin(TO), admin_of, false, true), Err(Refusal::LastAdmin)),
        (ending(None), end(admin(2), admin_of, true, false), Err(Refusal::GrantSettled)),
        (ending(None), end(admin(TO), admin_of, true, false), ended),
        (waiting(None), end(admin(1), admin_of, true, false), ended),
        (waiting(None), end(admin(1), admin_of, true, true), ended),
        (Grant::Ended { at: at(0) }, end(admin(1), editor, true, false), Err(Refusal::GrantSettled)),
    ] {
        assert_eq!(grant.end(&end, at(1)), expected, "{grant:?} {end:?}");
    }
}

#[test]
fn an_admin_stays_until_the_end_is_confirmed_or_its_day_is_over() {
    let grant = ending(Some(at(25)));
    assert!(grant.holds() && grant.take_effect(true, false, at(24)).is_err());
    assert_eq!(grant.take_effect(true, false, at(25)), Ok(Grant::Ended { at: at(25) }));
    for (asker_is_admin, last_admin) in [(false, false), (true, true)] {
        assert_eq!(grant.take_effect(asker_is_admin, last_admin, at(25)), Ok(ACTIVE));
    }
    assert_eq!(grant.keep(), Ok(ACTIVE));
    assert_eq!(ACTIVE.keep(), Err(Refusal::GrantSettled));
    assert_eq!(ending(None).alone(at(1)), Some(grant));
}

#[test]
fn only_what_is_on_its_way_was_asked_by_somebody() {
    assert_eq!(waiting(None).asked_by(), Some(admin(1)));
    assert_eq!(ending(None).asked_by(), Some(admin(1)));
    assert_eq!(ACTIVE.asked_by(), None);
    assert_eq!(Grant::Ended { at: at(0) }.asked_by(), None);
}
