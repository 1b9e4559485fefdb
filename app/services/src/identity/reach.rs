//! Where and how a person can be reached by mail.

use chrono_tz::Tz;
use domain::identity::Email;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::entity::accounts::{Entity, State};

/// A person who may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Where to.
    pub(crate) email: Email,
    /// Their zone, if they have told it.
    pub(crate) zone: Option<Tz>,
    /// Not stopped by a moderator: only then mails go out that are not needed.
    pub(crate) active: bool,
}

/// `None`: there is no such person, the address is not confirmed, or they are leaving.
pub(crate) async fn reach(db: &impl ConnectionTrait, account: i64) -> Result<Option<Reach>, DbErr> {
    let Some(row) = Entity::find_by_id(account).one(db).await? else { return Ok(None) };
    if !matches!(row.state, State::Active | State::Suspended) {
        return Ok(None);
    }
    let zone = row.zone.as_deref().and_then(|zone| zone.parse().ok());
    Ok(Email::parse(&row.email).map(|email| Reach { email, zone, active: row.state == State::Active }))
}
