//! The head keeps hostile words where they belong.

use super::*;
use serde_json::json;

fn said() -> Said {
    Said {
        title: "Coffee · Harborlight".into(),
        heading: "Coffee".into(),
        description: Some("An hour".into()),
        canonical: "https://example.org/events".into(),
        site: "Harborlight".into(),
        picture: "https://example.org/pictures/home.png".into(),
    }
}

#[test]
fn a_hostile_title_stays_a_title() {
    let head = Head::default();
    head.say(Said {
        title: "</title><script>".into(),
        heading: "\"><script>".into(),
        description: Some("\"><script>".into()),
        canonical: "https://example.org/?a&b".into(),
        ..said()
    });
    let html = head.html();
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains("content=\"&quot;&gt;&lt;script&gt;\"") && html.contains("?a&amp;b"), "{html}");
}

#[test]
fn hostile_data_stays_in_its_block_and_reads_back() {
    let value = json!({ "name": "</script><script>alert(1)</script><!-- & \u{2028}\u{2029} \" \\" });
    let head = Head::default();
    head.add(HeadPart::JsonLd(value.clone()));
    head.say(said());
    let html = head.html();
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    let (block, after) = rest.split_once("</script>").unwrap();
    assert!(!block.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{block}");
    assert!(!after.contains("script"), "{after}");
    assert_eq!(serde_json::from_str::<Value>(block).unwrap(), value);
}

#[test]
fn a_page_s_own_word_on_its_preview_counts_wherever_it_is_said() {
    let picture = |content: &str| HeadPart::Og { property: "og:image", content: content.into() };
    let head = Head::default();
    head.add(picture("https://example.org/a.png"));
    head.say(said());
    head.add(picture("https://example.org/b.png"));
    head.add(HeadPart::Og { property: "og:image:alt", content: "Wednesday".into() });
    let html = head.html();
    assert_eq!(html.matches("\"og:image\"").count(), 1, "{html}");
    assert!(html.contains("b.png") && !html.contains("home.png") && html.contains("og:image:alt"), "{html}");
    assert!(html.contains("<meta property=\"og:image:width\" content=\"1200\">"), "{html}");
}

#[test]
fn a_feed_is_named_and_a_page_may_stay_out_of_search() {
    let head = Head::default();
    head.say(Said { heading: String::new(), ..said() });
    head.add(HeadPart::Alternate { mime: "text/calendar", title: "A \"b\"".into(), href: "/a.ics?x&y".into() });
    assert!(head.html().contains("type=\"text/calendar\" title=\"A &quot;b&quot;\" href=\"/a.ics?x&amp;y\""));
    assert!(head.html().contains("rel=\"canonical\"") && !head.html().contains("og:"));
    head.add(HeadPart::NoIndex);
    assert!(head.html().contains("noindex") && !head.html().contains("canonical"));
}
