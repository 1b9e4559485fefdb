//! Pages and forms about one's own account.

mod account;
pub mod actions;
mod devices;
mod leave;
mod links;
mod me;
pub mod profile;
mod sign_in;
mod sign_up;
mod two_factor;

pub use account::{AccountPage, ExportPage};
pub use devices::DevicesPage;
pub use leave::LeavePage;
pub use links::{ChangeEmailPage, ConfirmPage, ForgotPasswordPage, ResetPasswordPage};
pub use me::MePage;
pub(crate) use profile::Lines;
pub(crate) use profile::zones;
pub use profile::{ImgPage, PersonPage, PreviewPage, PrivacyPage, ProfilePage, ProfileStepPage};
pub use sign_in::{CodePage, ProvePage, SignInPage};
pub use sign_up::SignUpPage;
pub use two_factor::TwoFactorPage;
