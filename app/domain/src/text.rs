//! The one place where people's text is cleaned.
//!
//! Control characters break calendar lines, mails and logs; bidi overrides make a line read as something it is not
//! (Unicode TR 36). Both are taken out on the way in, so that nothing further on has to remember. Letters of every
//! script, marks and emoji stay. HTML escaping is not done here: that belongs to the page that shows the text.

use std::borrow::Cow;

/// True for characters that no text may hold: C0 and C1 controls, line and paragraph separators, bidi embeddings,
/// overrides and isolates, the byte order mark. Tab and newline are for the callers to decide.
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text of one line: whitespace of any kind becomes one space, hostile characters go, ends are trimmed.
pub fn single_line(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        let space = c.is_whitespace();
        if is_hostile(c) && !space {
            continue;
        }
        if !space {
            clean.push(c);
        } else if !clean.is_empty() && !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    if clean.ends_with(' ') {
        clean.pop();
    }
    clean
}

/// Text of several lines: every kind of line end becomes `\n`, a tab becomes four spaces, hostile characters go,
/// empty lines at both ends go. Trailing spaces stay inside, because markdown gives two of them a meaning.
pub fn multi_line(text: &str) -> String {
    let unix = text.replace("\r\n", "\n");
    let mut clean = String::with_capacity(unix.len());
    for c in unix.chars() {
        match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            hostile if is_hostile(hostile) => {}
            other => clean.push(other),
        }
    }
    let end = clean.trim_end().len();
    clean.truncate(end);
    let blank: usize = clean.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    clean.split_off(blank)
}

/// As [`multi_line`], without a copy of what is clean already, as nearly everything is that comes out of the database.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|byte| byte == b'\n' || matches!(byte, b' '..=b'~'));
    let fine = plain || text.chars().all(|c| c == '\n' || !is_hostile(c));
    if fine && !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(multi_line(text))
    }
}

/// How long people count a text: in characters, not bytes.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// The first `max` characters.
pub fn cut(text: &str, max: usize) -> &str {
    text.char_indices().nth(max).map_or(text, |(end, _)| &text[..end])
}

/// How many characters must be put in, taken out or changed to make one text of the other (Levenshtein). For "did you
/// mean" over short names.
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, mine) in one.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (at, theirs) in other.iter().enumerate() {
            let changed = diagonal + usize::from(mine != *theirs);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

/// The name most like `wanted`, if one is near enough to be meant.
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: String = wanted.chars().take(64).flat_map(char::to_lowercase).collect();
    let (far, name) = names.into_iter().map(|name| (distance(&wanted, name), name)).min_by_key(|(far, _)| *far)?;
    (far <= 1 + length(&wanted) / 3).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{clean_lines, cut, distance, is_hostile, length, multi_line, nearest, single_line};
    use std::borrow::Cow;

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("titel", ["title", "zone"]), Some("title"));
        assert_eq!(nearest("elephant", ["title", "zone"]), None);
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(single_line("  Coffee\r\n chat\t\u{0}\u{1b}[31m\u{a0}now  "), "Coffee chat [31m now");
        assert_eq!(single_line("a\u{2028}b\u{85}c\u{2029}d"), "a b c d");
        assert_eq!(single_line("\u{202e}evil\u{2066}"), "evil");
    }

    #[test]
    fn letters_of_every_script_stay() {
        for text in ["Łukasz", "محمد", "李小龙", "नमस्ते", "👩‍⚕️"] {
            assert_eq!(single_line(text), text);
            assert_eq!(multi_line(text), text);
        }
    }

    #[test]
    fn a_clean_text_is_not_copied_and_any_other_is_cleaned_alike() {
        for text in ["", "one\ntwo  \nthree", "李小龙\n👩‍⚕️"] {
            assert!(matches!(clean_lines(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
        for text in ["a\tb", " a", "a\n", "\n\na", "a\rb", "a\u{85}b", "é\u{202e}", "\u{a0}a", "a\u{7f}", "\u{feff}a"]
        {
            assert_eq!(clean_lines(text), multi_line(text), "{text:?}");
        }
    }

    #[test]
    fn paragraphs_keep_their_breaks_and_nothing_else() {
        assert_eq!(multi_line("\r\n  \n one\r\ntwo  \rthree\tx\u{7}\n\n"), " one\ntwo  \nthree    x");
        assert_eq!(multi_line(" \n "), "");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let messy = "\u{feff} a \r\n\r b\u{85}\u{2029} \t c \u{202d} ";
        assert_eq!(single_line(&single_line(messy)), single_line(messy));
        assert_eq!(multi_line(&multi_line(messy)), multi_line(messy));
        assert!(!multi_line(messy).chars().any(|c| c != '\n' && is_hostile(c)));
    }

    #[test]
    fn length_and_cut_count_characters() {
        assert_eq!(length("né€"), 3);
        assert_eq!(cut("né€", 2), "né");
        assert_eq!(cut("né€", 9), "né€");
    }
}
