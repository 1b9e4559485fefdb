//! Markdown as plain text, for places that show no markup.
//!
//! Kept simple: marks of headings, emphasis and code go, links show their address, lists keep their dashes. What is
//! not recognized stays as written, which is how markdown is meant to be read anyway.

/// The text without its marks.
pub fn plain_text(markdown: &str) -> String {
    markdown.lines().map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn line(line: &str) -> String {
    let text = line.trim_end();
    if !text.contains(['#', '>', '*', '_', '`', '[']) {
        return text.to_owned();
    }
    let after_marks = text.trim_start_matches('#');
    let text =
        if after_marks.len() < text.len() && after_marks.starts_with(' ') { after_marks.trim_start() } else { text };
    let text = text.strip_prefix("> ").unwrap_or(text);
    let text = text.strip_prefix("* ").map_or_else(|| text.to_owned(), |item| format!("- {item}"));
    links(&text.replace("**", "").replace("__", "").replace('`', ""))
}

/// `[words](address)` as `words (address)`.
fn links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, words, address, after)) = next_link(rest) {
        out.push_str(before);
        out.push_str(words);
        if words != address {
            out.extend([" (", address, ")"]);
        }
        rest = after;
    }
    out + rest
}

fn next_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let open = text[..middle].rfind('[')?;
    let close = middle + 2 + text[middle + 2..].find(')')?;
    Some((&text[..open], &text[open + 1..middle], &text[middle + 2..close], &text[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "# Welcome\n\nBring **one** question, `any` one.\n\n* first\n- second\n\nSee [our page](https://example.org/a) or [x](x).\n";
        assert_eq!(
            plain_text(markdown),
            "Welcome\n\nBring one question, any one.\n\n- first\n- second\n\nSee our page (https://example.org/a) or x."
        );
    }

    #[test]
    fn what_is_not_markdown_stays() {
        for text in ["#1 of 2", "a ](b", "[a](b", "]()[", "2 * 3"] {
            assert_eq!(plain_text(text), text);
        }
    }
}
