//! Series and their occurrences: the calendar of the association.
//!
//! The truth of a series is its first local start, its IANA zone and its rule; instants in UTC are derived from them
//! whenever they are needed. A one-off is a series without a rule. Storage, files and feeds are in the services.
//!
//! What needs zone data (`Series`, occurrences, VTIMEZONE) is behind the feature `zones`; rules, slugs and labels are
//! not, so that islands may use them.

mod friendly;
mod labels;
mod month;
mod rule;
mod rule_text;
mod slug;
mod speaker;
mod words;

#[cfg(feature = "zones")]
mod becoming;
#[cfg(feature = "zones")]
mod change;
#[cfg(feature = "zones")]
mod check;
#[cfg(feature = "zones")]
mod dates;
#[cfg(feature = "zones")]
pub mod desk;
#[cfg(feature = "zones")]
mod expand;
#[cfg(feature = "zones")]
mod for_whom;
#[cfg(feature = "zones")]
mod leaving;
#[cfg(feature = "zones")]
mod link;
#[cfg(feature = "zones")]
mod names;
#[cfg(feature = "zones")]
mod near;
#[cfg(feature = "zones")]
mod occurrence;
#[cfg(feature = "zones")]
mod overrides;
#[cfg(feature = "zones")]
pub mod rsvp;
#[cfg(feature = "zones")]
mod series;
#[cfg(feature = "zones")]
mod split;
#[cfg(feature = "zones")]
mod told;
#[cfg(feature = "zones")]
mod vtimezone;
#[cfg(feature = "zones")]
mod yearly;
#[cfg(feature = "zones")]
pub mod zone;

pub use labels::{Format, Status};
pub use month::Month;
pub use rule::{Days, Ends, Nth, Repeats, Rule, StartError};
pub use rule_text::RuleError;
pub use slug::Slug;
pub use speaker::Speaker;

#[cfg(feature = "zones")]
pub use becoming::{Becoming, PastDates};
#[cfg(feature = "zones")]
pub use check::{DateError, DateProblem, DateUse};
#[cfg(feature = "zones")]
pub use for_whom::{ForWhom, Sees};
#[cfg(feature = "zones")]
pub use leaving::LEAVES_AFTER;
#[cfg(feature = "zones")]
pub use link::{Link, NotALink};
#[cfg(feature = "zones")]
pub use occurrence::Occurrence;
#[cfg(feature = "zones")]
pub use overrides::{Material, Override};
#[cfg(feature = "zones")]
pub use series::Series;
#[cfg(feature = "zones")]
pub use split::Split;
#[cfg(feature = "zones")]
pub use told::Told;
#[cfg(feature = "zones")]
pub use vtimezone::{Observance, VTimezone, vtimezone};

/// Limits of what a series may hold, in characters unless said otherwise. The database repeats the important ones.
pub mod limits {
    /// Title of a series.
    pub const TITLE: usize = 120;
    /// One or two sentences shown in lists.
    pub const SUMMARY: usize = 300;
    /// Markdown of the series' page.
    pub const DESCRIPTION: usize = 20_000;
    /// Name of a category.
    pub const CATEGORY: usize = 60;
    /// A tag.
    pub const TAG: usize = 40;
    /// Tags of one series.
    pub const TAGS: usize = 12;
    /// Who organizes a series.
    pub const ORGANIZER: usize = 120;
    /// A web address.
    pub const LINK: usize = 500;
    /// Words about a speaker.
    pub const BIO: usize = 2_000;
    /// People at one date.
    pub const CAPACITY: std::ops::RangeInclusive<u32> = 1..=100_000;
    /// Extra dates of one series, and excluded ones.
    pub const EXTRA: usize = 200;
    /// Dates of one series that say something otherwise.
    pub const OVERRIDES: usize = 500;
    /// Materials of one date.
    pub const MATERIALS: usize = 20;
    /// Place in words.
    pub const PLACE: usize = 200;
    /// Each of a speaker's fields.
    pub const SPEAKER_FIELD: usize = 120;
    /// Speakers of one series.
    pub const SPEAKERS: usize = 20;
    /// Shortest and longest duration, in minutes. The longest is two weeks.
    pub const MINUTES: std::ops::RangeInclusive<u32> = 1..=20_160;
    /// Years a series may start in: what people plan, and within the zone data's reach.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;
}
