//! Bytes as content lines (RFC 5545 section 3.1), with everything that is wrong about the lines themselves.

/// Longest physical line in octets, line end excluded.
const WIDTH: usize = 75;

/// One content line, unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins in the file, counted from 1.
    pub(super) number: usize,
    /// Name of the property in capitals.
    pub(super) name: String,
    /// Its parameters, names in capitals, values without quotation marks.
    pub(super) params: Vec<(String, String)>,
    /// The value as written, still escaped.
    pub(super) value: String,
}

impl Line {
    /// The first value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What was read, and which physical lines break which rule.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The content lines that could be read.
    pub(super) content: Vec<Line>,
    /// Lines that do not end with CR LF.
    pub(super) ends: Vec<usize>,
    /// Lines that are too long, with their octets.
    pub(super) long: Vec<(usize, usize)>,
    /// Lines that hold what no text may hold, in words.
    pub(super) characters: Vec<(usize, String)>,
    /// Lines without a name or without a colon.
    pub(super) unreadable: Vec<usize>,
}

/// Reads all of it; what is not UTF-8 is replaced and noted.
pub(super) fn read(bytes: &[u8]) -> Lines {
    let mut found = Lines::default();
    let mut open: Option<(usize, Vec<u8>)> = None;
    for (index, raw) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = index + 1;
        let content = raw.strip_suffix(b"\n").unwrap_or(raw);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        if !raw.ends_with(b"\r\n") {
            found.ends.push(number);
        }
        if content.len() > WIDTH {
            found.long.push((number, content.len()));
        }
        match (content, &mut open) {
            ([b' ' | b'\t', more @ ..], Some((_, line))) => line.extend_from_slice(more),
            _ => {
                close(&mut found, open.replace((number, content.to_vec())));
            }
        }
    }
    close(&mut found, open);
    found
}

/// Characters are judged when a line is whole, since a fold may stand inside of one.
fn close(found: &mut Lines, line: Option<(usize, Vec<u8>)>) {
    let Some((number, bytes)) = line else { return };
    let text = String::from_utf8_lossy(&bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        found.characters.push((number, "holds bytes that are not UTF-8".to_owned()));
    }
    if let Some(bad) = text.chars().find(|c| domain::text::is_hostile(*c) && *c != '\t') {
        found.characters.push((number, format!("holds the character U+{:04X}", u32::from(bad))));
    }
    match content_line(number, &text) {
        Some(line) => found.content.push(line),
        None => found.unreadable.push(number),
    }
}

/// `NAME;PARAM=value;PARAM="value":value`.
fn content_line(number: usize, text: &str) -> Option<Line> {
    let (mut quoted, mut colon) = (false, None);
    let mut cuts = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => cuts.push(at),
            ':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    cuts.push(colon);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let name = Some(&text[..cuts[0]]).filter(|name| is_name(name))?;
    let mut params = Vec::new();
    for pair in cuts.windows(2) {
        let (key, value) = text[pair[0] + 1..pair[1]].split_once('=')?;
        if !is_name(key) {
            return None;
        }
        params.push((key.to_ascii_uppercase(), value.replace('"', "")));
    }
    Some(Line { number, name: name.to_ascii_uppercase(), params, value: text[colon + 1..].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_are_one_and_keep_their_number() {
        let read = read("A:1\r\nDESC\r\n RIPTION;x=\"a;b:c\";Y=z:va\r\n lue: é\r\nB:\r\n".as_bytes());
        let lines: Vec<_> =
            read.content.iter().map(|line| (line.number, line.name.as_str(), line.value.as_str())).collect();
        assert_eq!(lines, [(1, "A", "1"), (2, "DESCRIPTION", "value: é"), (5, "B", "")]);
        assert_eq!((read.content[1].param("X"), read.content[1].param("Y")), (Some("a;b:c"), Some("z")));
        assert!(
            read.ends.is_empty() && read.long.is_empty() && read.characters.is_empty() && read.unreadable.is_empty()
        );
    }

    #[test]
    fn a_fold_inside_a_character_is_mended_before_it_is_judged() {
        let mut bytes = b"A:\xc3\r\n \xa9\r\n".to_vec();
        let whole = read(&bytes);
        assert_eq!((whole.content[0].value.as_str(), whole.characters.len()), ("é", 0));
        bytes[6] = b'x';
        assert_eq!(read(&bytes).characters, [(1, "holds bytes that are not UTF-8".to_owned())]);
    }

    #[test]
    fn each_fault_names_its_line() {
        let faulty = format!("A:1\nB\r\n:C\r\nD;x:1\r\nE:{}\r\nF:a\u{1}b\r\nG:end", "x".repeat(74));
        let read = read(faulty.as_bytes());
        assert_eq!((read.ends, read.long, read.unreadable), (vec![1, 7], vec![(5, 76)], vec![2, 3, 4]));
        assert_eq!(read.characters, [(6, "holds the character U+0001".to_owned())]);
    }

    #[test]
    fn nothing_is_no_line() {
        assert!(read(b"").content.is_empty());
        assert_eq!(read(b"\r\n").unreadable, [1]);
    }
}
