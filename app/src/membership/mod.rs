//! Membership: what it costs, joining, one's own page with receipts, and the desks of the treasurer.

mod actions;
mod codes;
mod desk;
mod join;
mod mine;
mod parts;
mod plans;
mod receipt;
mod sections;

pub use actions::{
    AddPlan, CancelOrder, CancelOrderFor, ChangePlan, ConfirmTraining, GiveBack, JoinPlan, LeaveAssociation, MakeCode,
    RecordPayment, StopCode,
};
pub use codes::{BatchPage, CodesDeskPage};
pub use desk::{MembershipDeskPage, OrderDeskPage};
pub use join::JoinPage;
pub use mine::MembershipPage;
pub use plans::{NewPlanPage, PlanDeskPage, PlansDeskPage};
pub use receipt::ReceiptPage;
pub use sections::{SectionDeskPage, SectionPage};
