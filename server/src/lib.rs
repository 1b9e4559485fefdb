//! The server of Landfall: configuration, one table of routes, middleware, the accept loop
//! and the subcommands. No SQL and no rules: those are `services` and `domain`.

pub mod accept;
pub mod assets;
pub mod cli;
pub mod config;
pub mod finish;
pub mod form_path;
pub mod guard;
pub mod headers;
pub mod http;
pub mod jobs;
pub mod metrics;
pub mod outer;
pub mod page_cache;
pub mod pages;
pub(crate) mod picture;
pub(crate) mod receipt;
pub mod router;
pub mod routes;
pub mod serve;
pub mod session;
pub mod state;
pub(crate) mod xml;
