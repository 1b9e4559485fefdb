//! What is looked at in a feed, in the words of the page.

/// One thing that must hold in a feed for calendar programs to show it rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// Components are closed, lines can be read.
    Structure,
    /// Lines end with CR LF.
    LineEnds,
    /// No line is longer than 75 octets.
    LineLength,
    /// UTF-8, no control characters.
    Characters,
    /// VERSION and PRODID.
    Header,
    /// No METHOD.
    Method,
    /// REFRESH-INTERVAL and X-PUBLISHED-TTL.
    Refresh,
    /// Each TZID has its VTIMEZONE.
    Zones,
    /// VTIMEZONEs are rules, never lists of dates.
    ZoneRules,
    /// VTIMEZONEs say what the zone data says.
    ZoneData,
    /// One UID for each event.
    Uid,
    /// DTSTAMP and LAST-MODIFIED.
    Stamp,
    /// SEQUENCE of dates that differ.
    Sequence,
    /// Start, end and length.
    Times,
    /// RRULE can be followed and chooses the first start.
    Rule,
    /// UNTIL in UTC.
    Until,
    /// No COUNT=1.
    Count,
    /// No RDATE.
    ExtraDates,
    /// RECURRENCE-ID names a date of its event.
    RecurrenceId,
    /// EXDATE names a date of its event.
    Exdate,
    /// CATEGORIES are not empty.
    Categories,
    /// Web addresses can be opened.
    Addresses,
    /// No VALARM.
    Alarms,
}

impl Point {
    /// All, in the order they are shown.
    pub const ALL: [Self; 23] = [
        Self::ZoneData,
        Self::Zones,
        Self::ZoneRules,
        Self::Times,
        Self::Rule,
        Self::RecurrenceId,
        Self::Exdate,
        Self::Sequence,
        Self::Stamp,
        Self::Uid,
        Self::Until,
        Self::Count,
        Self::ExtraDates,
        Self::Categories,
        Self::Addresses,
        Self::Alarms,
        Self::Refresh,
        Self::Method,
        Self::Header,
        Self::Structure,
        Self::LineEnds,
        Self::LineLength,
        Self::Characters,
    ];

    /// What is looked at.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// What it means for people when it does not hold.
    pub const fn meaning(self) -> &'static str {
        self.words().1
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ZoneData => ("The clocks in the feed are right", "Otherwise Outlook shows dates an hour off."),
            Self::Zones => ("Each time names its zone", "A time without a zone is taken for Greenwich time by Google."),
            Self::ZoneRules => (
                "Clock changes are given as rules",
                "Outlook misreads zones that list single changes and is an hour off.",
            ),
            Self::Times => {
                ("Each event has a start, and an end after it", "Programs leave out what they cannot place.")
            }
            Self::Rule => (
                "Repeating rules can be followed",
                "Programs count differently when the first date does not fit the rule.",
            ),
            Self::RecurrenceId => {
                ("A changed date replaces the right one", "Otherwise the date is shown twice: as it was and as it is.")
            }
            Self::Exdate => ("Dates left out are real dates", "Otherwise people see a date that does not take place."),
            Self::Sequence => {
                ("Changed dates are counted up", "Google ignores a change with a lower number than its event.")
            }
            Self::Stamp => ("Each event says when it changed", "Otherwise calendars keep what they have."),
            Self::Uid => {
                ("Each event has a name of its own that stays", "Otherwise events are doubled or replace each other.")
            }
            Self::Until => {
                ("The end of a rule is an instant", "Otherwise the last date is lost or one comes too many.")
            }
            Self::Count => ("No rule of a single date", "Outlook refuses the whole calendar."),
            Self::ExtraDates => ("Extra dates are events of their own", "Apple Calendar leaves other extra dates out."),
            Self::Categories => ("Each event has a category", "Some programs refuse an empty one."),
            Self::Addresses => ("Web addresses can be opened", "A broken address leads people nowhere."),
            Self::Alarms => ("No reminders inside", "Google and Outlook drop them, Apple rings for everybody."),
            Self::Refresh => ("It says how often to come back", "Otherwise some programs look once a week."),
            Self::Method => ("It is a calendar, not an invitation", "Otherwise Outlook asks to answer each event."),
            Self::Header => ("It begins as a calendar must", "Programs refuse it otherwise."),
            Self::Structure => ("It is whole and can be read", "Programs refuse it, or stop in the middle."),
            Self::LineEnds => ("Lines end as calendars want", "Outlook refuses other line ends."),
            Self::LineLength => ("No line is too long", "Some programs cut long lines."),
            Self::Characters => ("No characters that break text", "One of them can spoil all that follows."),
        }
    }
}
