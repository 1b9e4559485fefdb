//! Content lines as components within components.

use super::lines::Line;

/// Deeper components are flattened into the one they stand in: a calendar needs three levels.
const DEPTH: usize = 8;

/// `BEGIN:NAME` to `END:NAME`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Component {
    /// Its name in capitals; empty for the file itself.
    pub(super) name: String,
    /// Where it begins.
    pub(super) line: usize,
    /// Its own properties.
    pub(super) properties: Vec<Line>,
    /// What stands inside of it.
    pub(super) inside: Vec<Self>,
}

impl Component {
    /// All properties of a name.
    pub(super) fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Line> {
        self.properties.iter().filter(move |line| line.name == name)
    }

    /// The first property of a name.
    pub(super) fn first(&self, name: &str) -> Option<&Line> {
        self.properties.iter().find(|line| line.name == name)
    }

    /// The components of a name that stand directly inside.
    pub(super) fn parts<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Self> {
        self.inside.iter().filter(move |part| part.name == name)
    }
}

/// Builds the file's component and tells which lines do not fit.
pub(super) fn build(lines: Vec<Line>) -> (Component, Vec<(usize, String)>) {
    let mut faults = Vec::new();
    let mut open = vec![Component::default()];
    let mut last = 0;
    for line in lines {
        last = line.number;
        let value = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" if open.len() > DEPTH => faults.push((last, format!("{value} stands too deep"))),
            "BEGIN" => open.push(Component { name: value, line: last, ..Component::default() }),
            "END" => match open.last() {
                Some(top) if open.len() > 1 && top.name == value => close(&mut open),
                _ => faults.push((last, format!("END:{value} ends nothing"))),
            },
            name => {
                if open.len() == 1 {
                    faults.push((last, format!("{name} stands outside of the calendar")));
                }
                if let Some(top) = open.last_mut() {
                    top.properties.push(line);
                }
            }
        }
    }
    while open.len() > 1 {
        let name = open.last().map(|top| top.name.clone()).unwrap_or_default();
        faults.push((last, format!("BEGIN:{name} has no END")));
        close(&mut open);
    }
    let file = open.pop().unwrap_or_default();
    let calendars = file.parts("VCALENDAR").count();
    if calendars != 1 || file.inside.len() != 1 {
        let line = file.inside.get(1).map_or(1, |second| second.line);
        faults.push((line, format!("a feed is one VCALENDAR, this has {calendars}")));
    }
    (file, faults)
}

fn close(open: &mut Vec<Component>) {
    if let Some(done) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.inside.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use super::*;

    fn built(text: &str) -> (Component, Vec<(usize, String)>) {
        build(read(text.as_bytes()).content)
    }

    #[test]
    fn components_stand_in_each_other() {
        let (file, faults) =
            built("BEGIN:VCALENDAR\nA:1\nBEGIN:VEVENT\nB:2\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n");
        let calendar = &file.inside[0];
        assert!(faults.is_empty());
        assert_eq!(calendar.first("A").unwrap().value, "1");
        assert_eq!(calendar.parts("VEVENT").next().unwrap().parts("VALARM").count(), 1);
    }

    #[test]
    fn what_does_not_fit_is_told_by_line() {
        for (text, line, words) in [
            ("", 1, "has 0"),
            ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", 2, "ends nothing"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", 3, "ends nothing"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "has no END"),
            ("X:1\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", 1, "outside"),
            ("BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", 3, "has 2"),
        ] {
            let (_, faults) = built(text);
            assert!(faults.iter().any(|(at, why)| *at == line && why.contains(words)), "{text}: {faults:?}");
        }
    }

    #[test]
    fn a_tower_of_components_is_flattened() {
        let (file, faults) = built(&format!("{}{}", "BEGIN:X\n".repeat(20_000), "END:X\n".repeat(20_000)));
        assert_eq!(file.inside.len(), 1);
        assert!(faults.len() > 19_000);
    }
}
