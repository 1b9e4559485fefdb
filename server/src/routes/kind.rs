//! What an address of the table can be.

/// What answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page that depends only on address and stored content: kept for signed-out readers.
    Page,
    /// A page with a form, drawn anew each time.
    FormPage,
    /// A page that looks something up for people who are not signed in: few per address and minute.
    LookupPage,
    /// A page for people the table of permissions lets in.
    MemberPage,
    /// A person's data in one archive.
    Export,
    /// A server function, POST only.
    Action,
    /// A server function that writes for people who are not signed in: few per address and hour.
    GatedAction,
    /// A server function of a draft that needs no account: many steps from one address, and no flood.
    DraftAction,
    /// A server function of signing in: many tries from one address are refused.
    SignInAction,
    /// A page whose address is the right to stop mails; mail programs post to it without opening it (RFC 8058).
    Unsubscribe,
    /// The photo of a person.
    Photo,
    /// A picture of a case, for moderators.
    CasePicture,
    /// A calendar feed, or one date as a file.
    Feed,
    /// The calendar of what a person attends; its address is the right to read it.
    PersonalFeed,
    /// Who comes to a date, as a file for a spreadsheet.
    AttendeesCsv,
    /// The last day of a posting as a file for a calendar.
    PostingDeadline,
    /// A person's own last days as a file for a calendar.
    MyDeadlines,
    /// One's own receipt as a file to print.
    Receipt,
    /// The receipt of any order, for the treasurer.
    DeskReceipt,
    /// The page of a batch of codes; posting to it hands them out as a file, once.
    Codes,
    /// A file is staged here, POST only.
    Upload,
    /// The process is alive.
    Alive,
    /// The database answers.
    Ready,
    /// Small files made at start.
    Made,
    /// What robots may read.
    Robots,
    /// Every address for search engines.
    Sitemap,
    /// New and changed events for readers of news.
    Atom,
    /// The house in a link preview.
    PictureHome,
    /// A series in a link preview.
    PictureSeries,
    /// One date in a link preview.
    PictureDate,
}
