//! Who may do what: one table, decided here and nowhere else.
//!
//! A use case asks by the name of its action. [`may`] is pure and total: every actor, action and object has an answer.
//! Whether an object is one's own is found out by the use case that loads it.

mod actions;
mod audience;
mod capability;
pub mod grant;

pub use actions::{Action, Rule, Who};
pub use audience::{Audience, Relation, may_see};
pub use capability::{Capabilities, Capability};

/// How a person stands with the house.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nobody has signed in.
    #[default]
    Anonymous,
    /// Signed in; the e-mail address is not confirmed yet.
    Unconfirmed,
    /// Signed in and in good standing.
    Active,
    /// A moderator has stopped the account; what is left is to read why, appeal, export and leave.
    Suspended,
    /// The person has asked to be deleted and may still come back.
    Leaving,
}

/// Who is asking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Actor {
    /// How they stand with the house.
    pub standing: Standing,
    /// What they have been trusted with.
    pub capabilities: Capabilities,
    /// Whether a second factor was given at sign-in.
    pub two_factor: bool,
    /// Whether the password was given again a moment ago.
    pub proved: bool,
}

/// Whose the thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Object {
    /// The action is about no single thing.
    None,
    /// It belongs to the actor.
    Own,
    /// It belongs to somebody else.
    Anothers,
    /// There is no such thing.
    Missing,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Go on.
    Yes,
    /// Sign in first.
    SignIn,
    /// Confirm the e-mail address first.
    Confirm,
    /// Set up the second factor first: staff must have one.
    SecondFactor,
    /// Give the password again first.
    Prove,
    /// No, and that the desk exists is no secret.
    Forbidden,
    /// No, and it looks as if there were no such thing.
    NotFound,
}

/// May `actor` do `action` to `object`?
pub fn may(actor: &Actor, action: Action, object: Object) -> Verdict {
    let rule = action.rule();
    let no = || if rule.is_desk { Verdict::Forbidden } else { Verdict::NotFound };
    if rule.who == Who::Anyone {
        return if object == Object::Missing { Verdict::NotFound } else { Verdict::Yes };
    }
    match actor.standing {
        Standing::Anonymous => return Verdict::SignIn,
        Standing::Active => {}
        Standing::Unconfirmed | Standing::Suspended | Standing::Leaving if rule.who == Who::SignedIn => {}
        Standing::Unconfirmed => return Verdict::Confirm,
        Standing::Suspended | Standing::Leaving => return no(),
    }
    let trusted = match rule.who {
        Who::Anyone | Who::SignedIn | Who::Active => true,
        Who::AnyOf(set) => set.iter().any(|one| actor.capabilities.has(*one)),
    };
    if !trusted {
        return no();
    }
    match object {
        Object::Missing => return Verdict::NotFound,
        Object::Anothers if rule.own_only => return Verdict::NotFound,
        Object::None | Object::Own | Object::Anothers => {}
    }
    if matches!(rule.who, Who::AnyOf(set) if set.iter().any(|one| one.is_staff())) && !actor.two_factor {
        return Verdict::SecondFactor;
    }
    if rule.proof && !actor.proved {
        return Verdict::Prove;
    }
    Verdict::Yes
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
