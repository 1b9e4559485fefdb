//! Mentorship: finding a mentor, being one, working together, and the desk where mentors are checked.

pub mod actions;
mod ask;
mod desk;
mod list;
mod mentor;
mod mine;
mod mine_mentor;
mod new_end;
mod notes;
mod parts;
mod request_page;
mod setup;
mod together;

pub use ask::AskPage;
pub use desk::CheckMentorsPage;
pub use list::MentorsPage;
pub use mentor::MentorPage;
pub use mine::MentoringPage;
pub use request_page::MentoringRequestPage;
pub use setup::MentorSetupPage;
pub use together::TogetherPage;
