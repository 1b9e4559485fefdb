//! The server as its clients see it, in process: one binary of tests, a module for each concern.

mod accept;
mod accounts;
mod bad_input;
mod cache;
mod canary;
mod cli;
mod doctor;
mod documents;
mod events;
mod feed_rules;
mod feeds;
mod form_path;
mod headers;
mod mail;
mod matching;
mod matrix;
mod mentorship;
mod moderation;
mod objects;
mod profiles;
mod routes;
mod rsvp;
mod upgrade;
mod uploads;
mod world;
mod zone;
