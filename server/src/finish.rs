//! The last touch on a rendered page: cuts what Leptos appends after the document, drops
//! hydration markers nobody will hydrate, and adds the one or two scripts the page needs.

use memchr::memmem;

/// Addresses of the scripts a page may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripts {
    /// Starts islands.
    pub boot: String,
    /// Turns UTC times into the reader's zone.
    pub time: String,
    /// Reloads the page when the development build changed; only in development.
    pub reload: Option<String>,
}

/// Places for hydration; and what an empty view leaves in a development build.
const MARKERS: [&str; 2] = ["<!>", "<!--<() />-->"];
const ISLAND_OPEN: &str = "<leptos-island";
const ISLAND_CLOSE: &str = "</leptos-island>";

/// Finishes one whole HTML document. Deterministic; never changes text or attributes.
///
/// `head` are the tags the page wants in its head.
pub fn finish_page(html: &str, head: &str, scripts: &Scripts) -> String {
    let end = rfind(html, "</html>").map_or(html.len(), |at| at + "</html>".len());
    let document = &html[..end];
    let has_island = find(document, ISLAND_OPEN).is_some();
    let has_time = find(document, " data-zone=").is_some();
    let mut out = String::with_capacity(document.len() + 256);
    let mut rest = document;
    let head_end = find(rest, "</head>").unwrap_or(0);
    strip_markers(&rest[..head_end], &mut out);
    out.push_str(head);
    if has_island {
        push_script(&mut out, &scripts.boot);
    }
    if has_time {
        push_script(&mut out, &scripts.time);
    }
    if let Some(reload) = &scripts.reload {
        push_script(&mut out, reload);
    }
    rest = &rest[head_end..];
    // Markers inside an island are what its hydration walks by.
    while let Some(open) = find(rest, ISLAND_OPEN) {
        strip_markers(&rest[..open], &mut out);
        let close = find(&rest[open..], ISLAND_CLOSE).map_or(rest.len(), |at| open + at + ISLAND_CLOSE.len());
        // An empty comment is the same node to the walk, and valid HTML.
        out.push_str(&rest[open..close].replace(MARKERS[0], "<!---->"));
        rest = &rest[close..];
    }
    strip_markers(rest, &mut out);
    out
}

fn strip_markers(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(at) = find(rest, "<!") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = if let Some(after) = MARKERS.iter().find_map(|marker| from.strip_prefix(marker)) {
            after
        } else {
            // The doctype: what follows its first two letters cannot be a marker.
            out.push_str("<!");
            &from[2..]
        };
    }
    out.push_str(rest);
}

/// As `str::find`, but many bytes at a time.
fn find(html: &str, part: &str) -> Option<usize> {
    memmem::find(html.as_bytes(), part.as_bytes())
}

fn rfind(html: &str, part: &str) -> Option<usize> {
    memmem::rfind(html.as_bytes(), part.as_bytes())
}

fn push_script(out: &mut String, src: &str) {
    out.push_str("<script type=\"module\" src=\"");
    out.push_str(src);
    out.push_str("\"></script>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts() -> Scripts {
        Scripts { boot: "/pkg/boot.js".into(), time: "/pkg/time.js".into(), reload: None }
    }

    #[test]
    fn what_follows_the_document_is_cut() {
        let html = "<html><head></head><body>a</body></html><script nonce=x>__RESOLVED_RESOURCES=[]</script>";
        assert_eq!(finish_page(html, "", &scripts()), "<html><head></head><body>a</body></html>");
    }

    #[test]
    fn markers_go_outside_islands_and_stay_inside() {
        let html = "<html><head></head><body>a<!>b<leptos-island data-component=\"x\">c<!>d</leptos-island>e<!>f</body></html>";
        let done = finish_page(html, "", &scripts());
        assert!(done.contains("ab<leptos-island data-component=\"x\">c<!---->d</leptos-island>ef"), "{done}");
    }

    #[test]
    fn a_script_is_there_if_and_only_if_the_page_needs_it() {
        let plain = finish_page("<html><head></head><body><time datetime=1>1</time></body></html>", "", &scripts());
        assert!(!plain.contains("<script"), "{plain}");
        let time = finish_page(
            "<html><head></head><body><time datetime=1 data-zone=\"UTC\">1</time></body></html>",
            "",
            &scripts(),
        );
        assert_eq!(time.matches("<script").count(), 1, "{time}");
        assert!(time.contains("/pkg/time.js\"></script></head>"), "{time}");
        let island =
            finish_page("<html><head></head><body><leptos-island></leptos-island></body></html>", "", &scripts());
        assert!(island.contains("/pkg/boot.js") && !island.contains("/pkg/time.js"), "{island}");
    }
}
