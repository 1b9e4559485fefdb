//! Staff text in markdown to safe HTML: pulldown-cmark with raw HTML turned into text,
//! then ammonia with an allow-list. Source is stored; HTML is made on reading.

use leptos::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "strong",
            "em",
            "del",
            "ul",
            "ol",
            "li",
            "a",
            "code",
            "pre",
            "blockquote",
            "h2",
            "h3",
            "h4",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .clean_content_tags(HashSet::from([
            "script", "style", "svg", "math", "iframe", "textarea", "title", "noscript",
        ]))
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        // A wide code block scrolls by itself; this lets the keyboard reach it.
        .set_tag_attribute_values(HashMap::from([("pre", HashMap::from([("tabindex", "0")]))]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener noreferrer"));
    builder
});

/// Markdown (`CommonMark` with tables and strikethrough) to HTML that can hold no script, style, image or foreign markup.
/// Headings start at level 2 (`#` becomes `h2`), since the page owns `h1`.
pub fn markdown_to_html(source: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(source, options).filter_map(|event| match event {
        // Raw HTML is shown as the text it is.
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    });
    let mut dirty = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut dirty, events);
    CLEANER.clean(&dirty).to_string()
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4};
    match level {
        H1 => H2,
        H2 => H3,
        _ => H4,
    }
}

/// Markdown as a block of prose, in the direction of its own script.
#[component]
pub fn Markdown(
    /// Markdown source, as stored.
    #[prop(into)]
    source: String,
) -> impl IntoView {
    view! { <div class="prose" dir="auto" inner_html=markdown_to_html(&source)></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_its_meaning() {
        let html = markdown_to_html("# Title\n\nA **bold** [link](https://example.org).\n\n- one\n- two");
        assert!(html.contains("<h2>Title</h2>"), "{html}");
        assert!(html.contains("<strong>bold</strong>"), "{html}");
        assert!(html.contains(r#"href="https://example.org""#) && html.contains("noopener"), "{html}");
        assert!(html.contains("<li>one</li>"), "{html}");
    }

    #[test]
    fn a_code_block_is_reached_by_the_keyboard() {
        assert_eq!(markdown_to_html("```\na\n```"), "<pre tabindex=\"0\"><code>a\n</code></pre>\n");
    }

    /// Each would run, load or restyle something if it passed.
    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</textarea><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example></iframe>",
        "![x](https://evil.example/pixel.gif)",
        "![x](javascript:alert(1))",
        "<p style=position:fixed>x</p>",
        "<form action=//evil.example><input name=password></form>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "`</code><script>alert(1)</script>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "<!--><script>alert(1)</script>-->",
        "<a href=\"https://x\" onclick=\"alert(1)\">x</a>",
        "[x](https://x \"onmouseover=alert(1)\")",
        "<https://x\" onmouseover=alert(1)>",
        "&#x6A;avascript:alert(1)",
        "[x](&#x6A;avascript:alert(1))",
        "[x](java\nscript:alert(1))",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    ];

    #[test]
    fn hostile_markdown_yields_only_allowed_tags_and_addresses() {
        for source in HOSTILE {
            let html = markdown_to_html(source);
            let again = CLEANER.clean(&html).to_string();
            assert_eq!(html, again, "cleaning is stable for {source}");
            for part in html.split('<').skip(1) {
                let name: String =
                    part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                assert!(
                    [
                        "p",
                        "br",
                        "strong",
                        "em",
                        "del",
                        "ul",
                        "ol",
                        "li",
                        "a",
                        "code",
                        "pre",
                        "blockquote",
                        "h2",
                        "h3",
                        "h4",
                        "hr",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td"
                    ]
                    .contains(&name.as_str()),
                    "{source} gave <{name}> in {html}"
                );
                let tag = part.split('>').next().unwrap_or_default().to_lowercase();
                assert!(!tag.contains(" on") && !tag.contains("style="), "{source} gave an attribute in {html}");
                if let Some(at) = tag.find("href=\"") {
                    let href = &tag[at + 6..];
                    assert!(
                        ["https:", "http:", "mailto:"].iter().any(|scheme| href.starts_with(scheme)),
                        "{source} gave href {href}"
                    );
                }
            }
        }
    }
}
