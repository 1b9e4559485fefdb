//! What a person was told, and which mails they get.

pub mod actions;
mod choices;
mod list;
mod mailbox;
mod unsubscribe;

pub use choices::MailChoicesPage;
pub use list::NotificationsPage;
pub use mailbox::{MailboxMailPage, MailboxPage};
pub use unsubscribe::UnsubscribePage;
