//! Asking for permission at the top of a use case. The table itself is `domain::access`.

use domain::access::{Action, Object, Verdict, may};

use crate::ctx::Ctx;

/// The table said no, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{action:?} is not allowed: {verdict:?}")]
pub struct Denied {
    /// What was asked.
    pub action: Action,
    /// The answer; never [`Verdict::Yes`].
    pub verdict: Verdict,
}

/// Asks for `action` on an object. A no to somebody signed in is remembered for the audit log.
pub fn allow(ctx: &Ctx, action: Action, object: Object) -> Result<(), Denied> {
    match may(&ctx.viewer.actor(), action, object) {
        Verdict::Yes => Ok(()),
        verdict => {
            crate::audit::remember(ctx, action, verdict);
            Err(Denied { action, verdict })
        }
    }
}
