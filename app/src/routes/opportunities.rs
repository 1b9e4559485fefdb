//! Addresses of opportunities.

use domain::id::PublicId;
use domain::opportunities::Filters;
use domain::opportunities::draft::Part;
use services::opportunities::{Whom, addresses};

use super::{Path, encode, path};

/// Every posting.
pub fn opportunities() -> Path {
    path(addresses::OPPORTUNITIES)
}

/// Postings narrowed to what somebody looks for.
pub fn opportunities_where(filters: &Filters) -> Path {
    let query = filters.query();
    if query.is_empty() { opportunities() } else { path(format!("{}?{query}", addresses::OPPORTUNITIES)) }
}

/// One posting.
pub fn posting(id: PublicId) -> Path {
    path(format!("{}/{id}", addresses::OPPORTUNITIES))
}

/// Applying to it.
pub fn posting_apply(id: &str) -> Path {
    path(format!("{}/{}/apply", addresses::OPPORTUNITIES, encode(id)))
}

/// Whether one fits it.
pub fn posting_eligible(id: PublicId) -> Path {
    path(format!("{}/{id}/eligible", addresses::OPPORTUNITIES))
}

/// Its last day, as a file for a calendar.
pub fn posting_deadline(id: PublicId) -> Path {
    path(format!("{}/{id}/deadline.ics", addresses::OPPORTUNITIES))
}

/// Telling the moderators about it.
pub fn report_posting(id: PublicId) -> Path {
    super::report_person(id.as_str()).with("kind", "posting")
}

/// Offering an observership or the like.
pub fn offer_observership() -> Path {
    path(format!("{}/observership", addresses::OFFER))
}

/// Offering a place in research.
pub fn offer_research() -> Path {
    path(format!("{}/research", addresses::OFFER))
}

/// A draft with what is still open.
pub fn posting_draft(id: &str) -> Path {
    path(format!("{}/draft/{}", addresses::OFFER, encode(id)))
}

/// A step of a draft.
pub fn posting_draft_part(id: &str, part: Part) -> Path {
    path(format!("{}/draft/{}/{}", addresses::OFFER, encode(id), part.word()))
}

/// What one offers.
pub fn my_postings() -> Path {
    path(addresses::MY_POSTINGS)
}

/// One of one's postings: how far it is, and who has applied.
pub fn my_posting(id: &str) -> Path {
    path(format!("{}/{}", addresses::MY_POSTINGS, encode(id)))
}

/// The same, of those who have applied only these.
pub fn my_posting_of(id: PublicId, whom: Whom) -> Path {
    whom.word().iter().fold(my_posting(id.as_str()), |path, word| path.with("stage", word))
}

/// What one has applied to.
pub fn my_applications() -> Path {
    path(addresses::MY_APPLICATIONS)
}

/// Postings one wants to find again.
pub fn saved_postings() -> Path {
    path("/me/saved")
}

/// One's last days, as a file for a calendar.
pub fn my_deadlines() -> Path {
    path("/me/saved/deadlines.ics")
}

/// Postings that wait for a check.
pub fn desk_opportunities() -> Path {
    path(addresses::DESK)
}

/// The check of one.
pub fn desk_opportunity(id: &str) -> Path {
    path(format!("{}/{}", addresses::DESK, encode(id)))
}
