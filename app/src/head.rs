//! What a page says in the document's head. Pages say it while they are made, after their data
//! is there; the server writes it when the whole page is rendered.
//!
//! `leptos_meta` is not used: it registers all but the title while rendering, and what a
//! `Suspend` renders after its await has no owner then, so its tags get lost.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Collects the head of one document. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Head(Arc<Mutex<Parts>>);

#[derive(Debug, Default)]
struct Parts {
    title: String,
    description: Option<String>,
    canonical: Option<String>,
}

impl Head {
    /// Says title (window), description (one sentence) and canonical address. The last word counts.
    pub fn say(&self, title: String, description: Option<String>, canonical: String) {
        let canonical = Some(canonical);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Parts { title, description, canonical };
    }

    /// The tags, escaped.
    pub fn html(&self) -> String {
        let parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut html = format!("<title>{}</title>", escape(&parts.title));
        if let Some(description) = &parts.description {
            // Writing to a String does not fail, here and below.
            let _ = write!(html, "<meta name=\"description\" content=\"{}\">", escape(description));
        }
        if let Some(canonical) = &parts.canonical {
            let _ = write!(html, "<link rel=\"canonical\" href=\"{}\">", escape(canonical));
        }
        html
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_title_stays_a_title() {
        let head = Head::default();
        head.say("</title><script>".into(), Some("\"><script>".into()), "https://example.org/?a&b".into());
        let html = head.html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("content=\"&quot;&gt;&lt;script&gt;\"") && html.contains("?a&amp;b"), "{html}");
    }
}
