//! HTML written as text, for the small pieces that a page repeats many times: times, date blocks, rows of lists.
//!
//! A Leptos view costs about a microsecond an element, which a list multiplies by hundreds. What is written here is
//! mounted with `inner_html`. Markup is always a constant of ours; whatever is not goes through [`Html::text`], which
//! escapes it.

/// A growing piece of HTML.
#[derive(Debug, Default)]
pub struct Html(String);

impl Html {
    /// Room for about so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Markup of our own.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Anybody's text, escaped for content and for attributes in double quotation marks.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self
    }

    /// Another piece.
    pub fn append(&mut self, piece: Self) -> &mut Self {
        self.0.push_str(&piece.0);
        self
    }

    /// True while nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn text_cannot_become_markup() {
        let mut html = Html::default();
        html.raw("<b title=\"").text("\" onload=\"x").raw("\">").text("<script>&amp;é</script>").raw("</b>");
        assert_eq!(html.finish(), "<b title=\"&quot; onload=&quot;x\">&lt;script&gt;&amp;amp;é&lt;/script&gt;</b>");
    }
}
