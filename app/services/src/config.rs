//! What the use cases need to know about the association and its limits: plain data.
//!
//! The server crate fills it from the environment and checks it; nothing here reads a variable or a file.

use std::path::PathBuf;

use chrono_tz::Tz;
use secrecy::SecretString;
use url::Url;

/// Everything a use case may ask about its surroundings.
#[derive(Debug, Clone)]
pub struct Config {
    /// The association this instance serves.
    pub org: Org,
    /// The address people reach this instance at, without a path.
    pub public_url: Url,
    /// The folder of the database file (SQLite), uploaded files and secrets.
    pub data_dir: PathBuf,
    /// How mail is sent; `None` means that no mail leaves this instance.
    pub mail: Option<Mail>,
    /// Whether this instance shows invented sample content, and says so on every page.
    pub sample: bool,
    /// Sizes and rates.
    pub limits: Limits,
    /// What a password's hash costs.
    pub hashing: Hashing,
}

/// What a password's hash costs: argon2id (RFC 9106). Less than the default is refused at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashing {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Hashing {
    /// OWASP Password Storage Cheat Sheet, 2025: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// The association.
#[derive(Debug, Clone)]
pub struct Org {
    /// Full name, as in a letterhead.
    pub name: String,
    /// Short name, as in a logo.
    pub short_name: String,
    /// The zone of its legal seat; days and deadlines of the association are days there.
    pub zone: Tz,
    /// Where people write to.
    pub email: String,
    /// Colors of its brand.
    pub colors: Colors,
}

/// Brand colors as `#RRGGBB`; `None` keeps the design's own. Contrast is checked before this struct is filled.
#[derive(Debug, Clone, Default)]
pub struct Colors {
    /// The page background of the light theme.
    pub paper: Option<String>,
    /// Links and buttons.
    pub action: Option<String>,
    /// The warm accent.
    pub warm: Option<String>,
}

/// How mail leaves the house.
#[derive(Debug, Clone)]
pub struct Mail {
    /// An SMTP address as lettre reads it, for example `smtps://user:password@mail.example.org`.
    pub smtp_url: SecretString,
    /// The sender, for example `Harborlight <hello@example.org>`.
    pub from: String,
}

/// Sizes in bytes and rates.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Reports of a problem from one network address in an hour.
    pub reports_per_hour: u32,
    /// Mails that leave in an hour; what is more waits.
    pub mails_per_hour: u32,
    /// A photo or screenshot.
    pub photo_bytes: u64,
    /// A document.
    pub document_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { reports_per_hour: 10, mails_per_hour: 3_000, photo_bytes: 2 * MIB, document_bytes: 5 * MIB }
    }
}

const MIB: u64 = 1024 * 1024;

impl Default for Org {
    /// The invented association that an unconfigured instance shows.
    fn default() -> Self {
        Self {
            name: "Harborlight Association of International Physicians".to_owned(),
            short_name: "Harborlight".to_owned(),
            zone: Tz::America__New_York,
            email: "hello@example.org".to_owned(),
            colors: Colors::default(),
        }
    }
}
