//! The table `files`.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

use sea_orm::entity::prelude::*;

/// A row of `files`: one uploaded file under `data/files`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The name forms and pages know it by.
    #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
    pub public_id: String,
    /// What it was uploaded for.
    pub kind: Kind,
    /// Found by looking at the content, never taken from the sender.
    pub media_type: MediaType,
    /// Length in bytes.
    pub bytes: i64,
    /// SHA-256 of the content, in hex.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub sha256: String,
    /// Its random name in `data/files`.
    #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
    pub path: String,
    /// Staged or attached.
    pub state: State,
    /// When it was uploaded.
    pub created_at: DateTimeUtc,
}

/// What a file is uploaded for; decides which types and how many bytes are welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))")]
pub enum Kind {
    /// A picture of a page that has a problem.
    #[sea_orm(string_value = "screenshot")]
    Screenshot,
    /// A document.
    #[sea_orm(string_value = "document")]
    Document,
    /// A picture of a person: drawn anew when it comes in, sealed when it is theirs.
    #[sea_orm(string_value = "photo")]
    Photo,
}

/// The types of content that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))")]
pub enum MediaType {
    /// Portable Network Graphics.
    #[sea_orm(string_value = "image/png")]
    Png,
    /// JPEG.
    #[sea_orm(string_value = "image/jpeg")]
    Jpeg,
    /// WebP.
    #[sea_orm(string_value = "image/webp")]
    WebP,
    /// PDF.
    #[sea_orm(string_value = "application/pdf")]
    Pdf,
}

/// Whether anything refers to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))")]
pub enum State {
    /// Uploaded, waiting for the form it belongs to.
    #[sea_orm(string_value = "staged")]
    Staged,
    /// A row refers to it.
    #[sea_orm(string_value = "attached")]
    Attached,
}

impl ActiveModelBehavior for ActiveModel {}
