//! The little that XML asks of a writer.

/// Adds text to an XML document: what would be markup is escaped, what XML 1.0 (section 2.2) forbids is left out.
pub(crate) fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
}

/// Adds `<name>text</name>`; `name` may carry attributes.
pub(crate) fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(out, text);
    out.push_str("</");
    out.push_str(name.split(' ').next().unwrap_or_default());
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text_and_reads_back() {
        let hostile = "</a><b x=\"1\">&amp; ]]> \u{0}\u{8}\u{1b}\u{fffe} é 🎉 نور";
        let mut out = String::new();
        element(&mut out, "a href=\"x\"", hostile);
        let read = roxmltree::Document::parse(&out).expect("well-formed");
        assert_eq!(read.root_element().text(), Some("</a><b x=\"1\">&amp; ]]>  é 🎉 نور"));
    }
}
