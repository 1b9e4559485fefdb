//! The table as a whole: no gap, no surprise.

use super::*;

const STANDINGS: [Standing; 5] =
    [Standing::Anonymous, Standing::Unconfirmed, Standing::Active, Standing::Suspended, Standing::Leaving];
const OBJECTS: [Object; 4] = [Object::None, Object::Own, Object::Anothers, Object::Missing];

fn actors() -> impl Iterator<Item = Actor> {
    STANDINGS.into_iter().flat_map(|standing| {
        (0..1_u16 << Capability::ALL.len()).flat_map(move |bits| {
            let held = Capability::ALL.into_iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0);
            let capabilities: Capabilities = held.map(|(_, one)| one).collect();
            [(false, false), (false, true), (true, false), (true, true)].map(|(two_factor, proved)| Actor {
                standing,
                capabilities,
                two_factor,
                proved,
            })
        })
    })
}

#[test]
fn nobody_does_staff_work_without_the_capability_good_standing_and_a_second_factor() {
    for actor in actors() {
        for action in Action::ALL {
            let Who::AnyOf(needed) = action.rule().who else { continue };
            for object in OBJECTS {
                if may(&actor, *action, object) == Verdict::Yes {
                    assert_eq!(actor.standing, Standing::Active, "{action:?}");
                    assert!(needed.iter().any(|one| actor.capabilities.has(*one)), "{action:?}");
                    assert!(actor.two_factor || needed.iter().all(|one| !one.is_staff()), "{action:?}");
                    assert!(actor.proved || !action.rule().proof, "{action:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_anothers_looks_like_what_is_not_there() {
    for actor in actors() {
        for action in Action::ALL.iter().filter(|action| action.rule().own_only) {
            let (anothers, missing) = (may(&actor, *action, Object::Anothers), may(&actor, *action, Object::Missing));
            assert_eq!(anothers, missing, "{action:?} by {actor:?}");
            assert_ne!(anothers, Verdict::Yes);
        }
        for action in Action::ALL {
            assert_ne!(may(&actor, *action, Object::Missing), Verdict::Yes, "{action:?}");
        }
    }
}

#[test]
fn whoever_has_all_an_action_needs_is_let_through() {
    let actor = Actor {
        standing: Standing::Active,
        capabilities: Capability::ALL.into_iter().collect(),
        two_factor: true,
        proved: true,
    };
    for action in Action::ALL {
        let rule = action.rule();
        assert_eq!(may(&actor, *action, Object::Own), Verdict::Yes, "{action:?}");
        let anothers = if rule.own_only { Verdict::NotFound } else { Verdict::Yes };
        assert_eq!(may(&actor, *action, Object::Anothers), anothers, "{action:?}");
        let unproved = may(&Actor { proved: false, ..actor }, *action, Object::Own);
        assert_eq!(unproved, if rule.proof { Verdict::Prove } else { Verdict::Yes }, "{action:?}");
    }
}

#[test]
fn what_cannot_be_undone_wants_the_password_again() {
    for action in [
        Action::TakeExport,
        Action::EraseNow,
        Action::BreakGlass,
        Action::ChangeGrants,
        Action::ResetSecondFactor,
        Action::ErasePerson,
    ] {
        assert!(action.rule().proof, "{action:?}");
    }
}

#[test]
fn whoever_is_stopped_or_leaving_keeps_the_way_to_their_own_data() {
    for standing in [Standing::Unconfirmed, Standing::Suspended, Standing::Leaving] {
        let actor = Actor { standing, ..Actor::default() };
        for action in [Action::SignOut, Action::ExportAccount, Action::LeaveAccount, Action::Appeal] {
            assert_eq!(may(&actor, action, Object::Own), Verdict::Yes, "{action:?}");
        }
        assert_ne!(may(&actor, Action::EditProfile, Object::Own), Verdict::Yes);
    }
}

#[test]
fn a_desk_says_no_and_a_thing_says_nothing() {
    let member = Actor { standing: Standing::Active, two_factor: true, proved: true, ..Actor::default() };
    assert_eq!(may(&member, Action::ReadAudit, Object::None), Verdict::Forbidden);
    assert_eq!(may(&member, Action::EditProfile, Object::Anothers), Verdict::NotFound);
    assert_eq!(may(&Actor::default(), Action::ReadAudit, Object::None), Verdict::SignIn);
}

#[test]
fn names_are_told_apart() {
    let mut words: Vec<_> = Action::ALL.iter().map(|action| action.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Action::ALL.len());
}
