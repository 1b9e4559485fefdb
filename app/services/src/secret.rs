//! Text of a row that stays out of logs.

use sea_orm::DeriveValueType;

/// Text that stays out of logs: its `Debug` says nothing of it.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
