//! What a page says in the document's head. Pages say it while they are made, after their data
//! is there; the server writes it when the whole page is rendered.
//!
//! `leptos_meta` is not used: it registers all but the title while rendering, and what a
//! `Suspend` renders after its await has no owner then, so its tags get lost.

use serde_json::Value;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Collects the head of one document. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Head(Arc<Mutex<Parts>>);

#[derive(Debug, Default)]
struct Parts {
    said: Said,
    more: Vec<HeadPart>,
}

/// What every page says of itself.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Title of the window.
    pub title: String,
    /// Title in a link preview: without the association's name, which stands beside it there. Empty where a page
    /// should have no preview.
    pub heading: String,
    /// One sentence.
    pub description: Option<String>,
    /// The one address of this content, with scheme and host.
    pub canonical: String,
    /// The association's name.
    pub site: String,
    /// Address of the picture in a link preview, with scheme and host.
    pub picture: String,
}

/// Something more in the head.
#[derive(Debug, Clone, PartialEq)]
pub enum HeadPart {
    /// What the page is about, in words of `schema.org`: a data block, which no browser runs.
    JsonLd(Value),
    /// An `OpenGraph` property (ogp.me); the last word on a property counts, and comes before what each page says of
    /// itself (`og:title`, `og:description`, `og:url`, `og:type`, `og:image` and its size, `og:site_name`).
    Og {
        /// Such as `og:image`.
        property: &'static str,
        /// Its value; an address with scheme and host.
        content: String,
    },
    /// The same content in another form, such as a calendar feed.
    Alternate {
        /// Such as `text/calendar`.
        mime: &'static str,
        /// What a reader of feeds calls it.
        title: String,
        /// Its address.
        href: String,
    },
    /// Not to be found by search engines.
    NoIndex,
}

/// Width and height of every picture of a link preview, in pixels.
pub const PICTURE: (u32, u32) = (1200, 630);

impl Head {
    /// Says what every page says. The last word counts.
    pub fn say(&self, said: Said) {
        self.parts().said = said;
    }

    /// Says something more, in the order of the calls; before or after [`Head::say`].
    pub fn add(&self, part: HeadPart) {
        self.parts().more.push(part);
    }

    /// The tags, escaped.
    pub fn html(&self) -> String {
        let parts = self.parts();
        let said = &parts.said;
        let mut html = format!("<title>{}</title>", escape(&said.title));
        if let Some(description) = &said.description {
            meta(&mut html, "name", "description", description);
        }
        if parts.more.contains(&HeadPart::NoIndex) {
            meta(&mut html, "name", "robots", "noindex");
        } else if !said.canonical.is_empty() {
            // Writing to a String does not fail, here and below.
            let _ = write!(html, "<link rel=\"canonical\" href=\"{}\">", escape(&said.canonical));
        }
        for (property, content) in preview(&parts) {
            meta(&mut html, "property", property, &content);
        }
        for part in &parts.more {
            match part {
                HeadPart::JsonLd(value) => {
                    let _ = write!(html, "<script type=\"application/ld+json\">{}</script>", data_block(value));
                }
                HeadPart::Alternate { mime, title, href } => {
                    let (title, href) = (escape(title), escape(href));
                    let _ = write!(html, "<link rel=\"alternate\" type=\"{mime}\" title=\"{title}\" href=\"{href}\">");
                }
                HeadPart::Og { .. } | HeadPart::NoIndex => {}
            }
        }
        html
    }

    fn parts(&self) -> std::sync::MutexGuard<'_, Parts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The `OpenGraph` properties in order, each once; none where the page says no heading.
fn preview(parts: &Parts) -> Vec<(&'static str, String)> {
    let said = &parts.said;
    if said.heading.is_empty() {
        return Vec::new();
    }
    let mut all = vec![
        ("og:type", "website".to_owned()),
        ("og:site_name", said.site.clone()),
        ("og:title", said.heading.clone()),
        ("og:description", said.description.clone().unwrap_or_default()),
        ("og:url", said.canonical.clone()),
        ("og:image", said.picture.clone()),
        ("og:image:width", PICTURE.0.to_string()),
        ("og:image:height", PICTURE.1.to_string()),
    ];
    for part in &parts.more {
        if let HeadPart::Og { property, content } = part {
            match all.iter_mut().find(|(known, _)| known == property) {
                Some((_, value)) => value.clone_from(content),
                None => all.push((property, content.clone())),
            }
        }
    }
    all.retain(|(_, content)| !content.is_empty());
    all
}

fn meta(html: &mut String, kind: &str, name: &str, content: &str) {
    let _ = write!(html, "<meta {kind}=\"{name}\" content=\"{}\">", escape(content));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// JSON that cannot end its own script element nor begin another (HTML 4.12.1.3), nor break a line in an old parser.
fn data_block(value: &Value) -> String {
    let mut out = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
#[path = "head_tests.rs"]
mod tests;
