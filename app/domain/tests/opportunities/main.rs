//! Properties of opportunities: fees, drafts, filters.

mod board;
mod drafts;
mod fees;
mod filters;
mod make;
mod places;
