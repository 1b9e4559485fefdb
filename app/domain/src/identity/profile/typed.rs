//! A form as it was sent: names and values, some names several times. Nothing of it is believed yet.

/// What was typed, by the names of the form.
#[derive(Clone, Copy)]
pub struct Typed<'t>(&'t [(String, String)]);

/// What people type stays out of logs.
impl std::fmt::Debug for Typed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl<'t> Typed<'t> {
    /// The fields of a form in the order they were sent.
    pub const fn new(fields: &'t [(String, String)]) -> Self {
        Self(fields)
    }

    /// Names and values in the order they were sent.
    pub const fn fields(self) -> &'t [(String, String)] {
        self.0
    }

    /// Every value of a name.
    pub fn all(self, name: &str) -> Vec<&'t str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a name; empty when there is none.
    pub fn first(self, name: &str) -> &'t str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }
}
