//! Pictures hold what they are told to hold, whatever it is.

use super::*;
use services::config::Colors;

fn scheme() -> Scheme {
    Scheme::of(&Colors::default())
}

fn card(title: &str) -> Card {
    Card {
        name: "Harborlight Association of International Physicians".into(),
        kicker: "Community".into(),
        title: title.into(),
        block: Some(["Wed", "25", "Nov"]),
        lines: vec![
            "Wednesday, November 25, 2026, 8:00 to 9:00 pm ET".into(),
            "With Amara Osei, MD and Łucja Żórawska, Đặng Thị Ánh, MBBS".into(),
        ],
        canceled: false,
    }
}

/// The texts of a drawing, in order, as the renderer reads them.
fn texts(svg: &str) -> Vec<String> {
    fn walk(group: &usvg::Group, found: &mut Vec<String>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, found),
                usvg::Node::Text(text) => found.push(text.chunks().iter().map(usvg::TextChunk::text).collect()),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(read(svg).unwrap().root(), &mut found);
    found
}

#[test]
fn a_card_is_a_png_of_the_size_the_head_promises() {
    let bytes = png(&card("IMG Coffee Chat"), &scheme()).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let pixels = tiny_skia::Pixmap::decode_png(&bytes).unwrap();
    assert_eq!((pixels.width(), pixels.height()), PICTURE);
    assert_eq!(bytes, png(&card("IMG Coffee Chat"), &scheme()).unwrap(), "the same card is the same bytes");
}

#[test]
fn every_word_of_a_card_is_drawn() {
    let found = texts(&svg(&card("IMG Coffee Chat"), &scheme())).join(" ");
    for word in ["Harborlight", "COMMUNITY", "IMG Coffee Chat", "Wed", "25", "November 25, 2026", "Łucja Żórawska"] {
        assert!(found.contains(word), "{word} in {found}");
    }
}

#[test]
fn a_long_title_stands_in_three_lines_and_ends_in_an_ellipsis() {
    let title = "How to write a personal statement that says who you are and why you want to train here ".repeat(3);
    let found = texts(&svg(&card(&title), &scheme()));
    let lines: Vec<_> = found.iter().filter(|line| title.contains(line.trim_end_matches('…'))).collect();
    assert_eq!(lines.len(), 3, "{found:?}");
    assert!(lines[2].ends_with('…') && !lines[1].ends_with('…'), "{lines:?}");
}

#[test]
fn no_line_is_wider_than_its_place() {
    for title in ["IMG Coffee Chat", &"W".repeat(200), &"Pneumonoultramicroscopicsilicovolcanoconiosis ".repeat(9)] {
        let tree = read(&svg(&card(title), &scheme())).unwrap();
        let right = tree.root().abs_bounding_box();
        for node in tree.root().children() {
            if let usvg::Node::Text(text) = node {
                assert!(text.abs_bounding_box().right() <= RIGHT + 1.0, "{title}: {:?}", text.abs_bounding_box());
            }
        }
        assert!(right.width() > 0.0);
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</text><script>x</script>&lt; \u{0}\u{8} \"quoted\" <image href=\"file:///etc/passwd\"/>";
    let drawing = svg(&card(hostile), &scheme());
    assert!(!drawing.contains("<script") && !drawing.contains("<image"), "{drawing}");
    let found = texts(&drawing).join(" ");
    assert!(found.contains("</text><script>x</script>&lt;"), "{found}");
    assert!(png(&card(&"a\u{301}".repeat(10_000)), &scheme()).is_some());
    assert!(png(&card(""), &scheme()).is_some());
}

#[test]
fn letters_the_font_lacks_are_left_out_and_so_are_lines_without_any_it_has() {
    assert_eq!(drawable("Coffee ☕ chat").as_deref(), Some("Coffee chat"));
    assert_eq!(
        drawable("Łucja Żórawska, Đặng Thị Ánh, Şebnem Gülçağ").as_deref(),
        Some("Łucja Żórawska, Đặng Thị Ánh, Şebnem Gülçağ")
    );
    assert_eq!(drawable("e\u{301}tude").map(|text| text.contains('t')), Some(true));
    assert_eq!(drawable("نور الساحلي"), None);
    assert_eq!(drawable("🎉🎉"), None);
    let found = texts(&svg(&card("نور الساحلي"), &scheme()));
    assert!(found.iter().filter(|text| text.contains("Harborlight")).count() >= 2, "the name stands in: {found:?}");
}

#[test]
fn what_was_canceled_says_so() {
    let found = texts(&svg(&Card { canceled: true, ..card("Interview practice") }, &scheme()));
    assert!(found.contains(&"CANCELED".to_owned()) && !found.contains(&"COMMUNITY".to_owned()), "{found:?}");
}
