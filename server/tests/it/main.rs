//! The server as its clients see it, in process: one binary of tests, a module for each concern.

mod accept;
mod bad_input;
mod cache;
mod cli;
mod doctor;
mod documents;
mod events;
mod feed_rules;
mod feeds;
mod form_path;
mod headers;
mod routes;
mod upgrade;
mod uploads;
mod world;
mod zone;
