//! Figures in Prometheus' text format, without personal data: routes as patterns, never addresses.

use ::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: String,
    route: String,
    status: u16,
}

/// All figures of the process.
pub struct Metrics {
    registry: Registry,
    answers: Family<Answer, Counter>,
    seconds: Histogram,
    /// Connections open now.
    pub connections: Gauge,
    /// Jobs that are due or waiting.
    pub job_depth: Gauge,
    /// Age in seconds of the oldest due job.
    pub job_age: Gauge,
    /// Mails waiting to be sent.
    pub mail_depth: Gauge,
    /// Age in seconds of the oldest due mail.
    pub mail_age: Gauge,
    /// Mails given up.
    pub mail_failed: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Registers every figure.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("landfall");
        let answers = Family::<Answer, Counter>::default();
        let seconds = Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0]);
        let (connections, job_depth, job_age) = (Gauge::default(), Gauge::default(), Gauge::default());
        let (mail_depth, mail_age, mail_failed) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("answers", "Answered requests", answers.clone());
        registry.register("answer_seconds", "Time from request to answer", seconds.clone());
        registry.register("connections", "Open connections", connections.clone());
        registry.register("jobs_waiting", "Jobs not yet done", job_depth.clone());
        registry.register("jobs_oldest_due_seconds", "Age of the oldest due job", job_age.clone());
        registry.register("mails_waiting", "Mails not yet sent", mail_depth.clone());
        registry.register("mails_oldest_due_seconds", "Age of the oldest due mail", mail_age.clone());
        registry.register("mails_failed", "Mails given up", mail_failed.clone());
        Self { registry, answers, seconds, connections, job_depth, job_age, mail_depth, mail_age, mail_failed }
    }

    /// Counts one answer.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // An unknown method is the client's text; it must not become a label of its own.
        let method =
            if matches!(*method, Method::GET | Method::HEAD | Method::POST) { method.as_str() } else { "other" };
        let answer = Answer { method: method.to_owned(), route: route.to_owned(), status: status.as_u16() };
        self.answers.get_or_create(&answer).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// The figures as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to memory does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
