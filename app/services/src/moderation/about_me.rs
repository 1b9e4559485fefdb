//! What the person a decision is about reads of it.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::moderation::{Case, Ground, Kind};

use super::case_store as store;
use super::cases::{CaseError, me, others};
use crate::access::allow;
use crate::ctx::Ctx;

/// A decision about the viewer, as they read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutMe {
    /// Public id of the case.
    pub id: PublicId,
    /// What it was about.
    pub kind: Kind,
    /// The viewer's posting, where it was about one.
    pub posting: Option<PublicId>,
    /// How far it is; never open.
    pub case: Case,
    /// Why.
    pub ground: Option<Ground>,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// What the viewer said against it.
    pub appeal: Option<String>,
    /// An appeal would be answered by the one who decided, because there is nobody else.
    pub alone: bool,
}

/// What was decided about the viewer, the newest first. Who reported and who decided is not in it.
pub async fn about_me(ctx: &Ctx) -> Result<Vec<AboutMe>, CaseError> {
    allow(ctx, Action::Appeal, Object::Own)?;
    let (db, me) = (ctx.db.read(), me(ctx)?.account);
    let mut all = Vec::new();
    for row in store::felt(db, me).await? {
        let alone = !others(db, &row).await?;
        let (Some(id), Some(kind), Some(case), Some(at)) =
            (PublicId::parse(&row.public_id), Kind::parse(&row.kind), store::case(&row), row.decided_at)
        else {
            continue;
        };
        let ground = row.ground.as_deref().and_then(Ground::parse);
        let posting = row.content.strip_prefix(Kind::Posting.word()).and_then(|id| PublicId::parse(id.trim()));
        all.push(AboutMe { id, kind, posting, case, ground, at, appeal: row.appeal, alone });
    }
    Ok(all)
}
