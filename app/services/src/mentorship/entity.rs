//! The tables of mentorship. What people tell each other stays out of logs.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Who offers help.
pub mod mentors {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `mentors`: somebody who offers help, from the first answer on.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mentors")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose.
        #[sea_orm(unique)]
        pub account_id: i64,
        /// A word of [`domain::mentorship::MentorStatus`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub status: String,
        /// What people read.
        #[sea_orm(column_type = "Text")]
        pub name: Secret,
        /// A word of the roles.
        #[sea_orm(column_type = "String(StringLen::N(32))", nullable)]
        pub role: Option<String>,
        /// Words with commas around each.
        #[sea_orm(column_type = "Text")]
        pub topics: String,
        /// Words with commas around each.
        #[sea_orm(column_type = "Text")]
        pub specialties: String,
        /// Words with commas around each.
        #[sea_orm(column_type = "Text")]
        pub languages: String,
        /// Where they live.
        #[sea_orm(column_type = "String(StringLen::N(8))", nullable)]
        pub state: Option<String>,
        /// By which clocks.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub zone: Option<String>,
        /// Where the medical school is.
        #[sea_orm(column_type = "String(StringLen::N(8))", nullable)]
        pub school_country: Option<String>,
        /// The medical school.
        #[sea_orm(column_type = "Text", nullable)]
        pub school: Option<Secret>,
        /// The same as it is compared.
        #[sea_orm(column_type = "Text", nullable)]
        pub school_key: Option<Secret>,
        /// A word of the genders.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub gender: Option<String>,
        /// A few sentences.
        #[sea_orm(column_type = "Text")]
        pub statement: Secret,
        /// Seats in all.
        pub capacity: i32,
        /// Seats that are held.
        pub taken: i32,
        /// Requests that wait for an answer.
        pub open_requests: i32,
        /// No requests before.
        pub paused_until: Option<DateTimeUtc>,
        /// Paused after requests ran out.
        pub auto_paused: bool,
        /// Requests that ran out one after the other.
        pub lapses: i32,
        /// The median time to an answer, in minutes; a request that ran out counts as a week.
        pub reply_minutes: Option<i32>,
        /// How they can be checked.
        #[sea_orm(column_type = "String(StringLen::N(24))", nullable)]
        pub proof_way: Option<String>,
        /// What there is to check; forgotten once decided.
        #[sea_orm(column_type = "Text", nullable)]
        pub proof: Option<Secret>,
        /// When they asked to be checked.
        pub asked_check_at: Option<DateTimeUtc>,
        /// What was checked.
        #[sea_orm(column_type = "String(StringLen::N(24))", nullable)]
        pub checked: Option<String>,
        /// When.
        pub checked_at: Option<DateTimeUtc>,
        /// Pseudonym of the moderator, or `house`.
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable)]
        pub checked_by: Option<String>,
        /// When the first answer came.
        pub created_at: DateTimeUtc,
        /// When something was changed last.
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people look for.
pub mod asks {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `mentor_asks`: what somebody looks for.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mentor_asks")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Whose.
        pub account_id: i64,
        /// `looking`, `matched` or `ended`.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub state: String,
        /// The account while it looks.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique, nullable)]
        pub open_key: Option<String>,
        /// Goals, topics, stage, wishes and gender, sealed.
        #[sea_orm(column_type = "Text")]
        pub told: Secret,
        /// What new requests show from the start.
        #[sea_orm(column_type = "Text")]
        pub reveals: String,
        /// When it was first told.
        pub created_at: DateTimeUtc,
        /// When it was changed last.
        pub changed_at: DateTimeUtc,
        /// When it was over.
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Lists and requests.
pub mod requests {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `mentor_requests`: one place of a list.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mentor_requests")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Of which list.
        pub ask_id: i64,
        /// Whom it asks.
        pub mentor_id: i64,
        /// 1 to 5.
        pub place: i32,
        /// A word of [`domain::mentorship::State`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub state: String,
        /// What is shown to this mentor, words with commas between.
        #[sea_orm(column_type = "Text")]
        pub revealed: String,
        /// When it came onto the list.
        pub listed_at: DateTimeUtc,
        /// When it joined the waiting line.
        pub queued_at: Option<DateTimeUtc>,
        /// When it was put before the mentor.
        pub asked_at: Option<DateTimeUtc>,
        /// When it runs out.
        pub due_at: Option<DateTimeUtc>,
        /// When the mentor was reminded.
        pub reminded_at: Option<DateTimeUtc>,
        /// When the mentor first answered.
        pub replied_at: Option<DateTimeUtc>,
        /// When it was over.
        pub ended_at: Option<DateTimeUtc>,
        /// A word of [`domain::mentorship::Decline`].
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub reason: Option<String>,
        /// What the mentor asks, sealed by them.
        #[sea_orm(column_type = "Text", nullable)]
        pub question: Option<Secret>,
        /// What the mentee answers, sealed by them.
        #[sea_orm(column_type = "Text", nullable)]
        pub answer: Option<Secret>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Two who work together.
pub mod engagements {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `engagements`: two who work together.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "engagements")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// The list it came of.
        #[sea_orm(unique)]
        pub ask_id: i64,
        /// The request it came of.
        #[sea_orm(unique)]
        pub request_id: i64,
        /// The mentor's row.
        pub mentor_id: i64,
        /// The mentor.
        pub mentor_account: i64,
        /// The mentee.
        pub mentee_account: i64,
        /// A word of [`domain::mentorship::Phase`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub phase: String,
        /// What they work on, sealed by whoever wrote it last; null until somebody has.
        #[sea_orm(column_type = "Text", nullable)]
        pub scope: Option<Secret>,
        /// Who wrote it: `mentor` or `mentee`.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub scope_by: Option<String>,
        /// The last day.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub ends_on: Option<String>,
        /// Counts texts of the agreement.
        pub version: i32,
        /// The last day that one of the two has proposed and the other has not signed.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub new_ends_on: Option<String>,
        /// Who has proposed it: `mentor` or `mentee`.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub new_end_by: Option<String>,
        /// When, which is when they have signed it.
        pub new_end_at: Option<DateTimeUtc>,
        /// When the mentor signed this text.
        pub mentor_signed_at: Option<DateTimeUtc>,
        /// When the mentee signed this text.
        pub mentee_signed_at: Option<DateTimeUtc>,
        /// When both had signed.
        pub started_at: Option<DateTimeUtc>,
        /// When both were asked whether it fits.
        pub fit_asked_at: Option<DateTimeUtc>,
        /// When both were told that the last day has passed.
        pub end_told_at: Option<DateTimeUtc>,
        /// When both were told that they have not signed.
        pub agree_told_at: Option<DateTimeUtc>,
        /// When both were told that for the second time.
        pub agree_told_again_at: Option<DateTimeUtc>,
        /// What the mentor said.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub mentor_fit: Option<String>,
        /// What the mentee said.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub mentee_fit: Option<String>,
        /// When it ended.
        pub ended_at: Option<DateTimeUtc>,
        /// Who ended it, or `house`.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub ended_by: Option<String>,
        /// What the mentor says at the end, sealed by them.
        #[sea_orm(column_type = "Text", nullable)]
        pub mentor_feedback: Option<Secret>,
        /// What the mentee says at the end, sealed by them.
        #[sea_orm(column_type = "Text", nullable)]
        pub mentee_feedback: Option<Secret>,
        /// When the mentee confirmed.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Goals and next steps.
pub mod steps {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `engagement_steps`: a goal or a next step.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "engagement_steps")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Of which two.
        pub engagement_id: i64,
        /// `mentor` or `mentee`.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub written_by: String,
        /// What is to be done, sealed by whoever wrote it.
        #[sea_orm(column_type = "Text")]
        pub what: Secret,
        /// By when.
        #[sea_orm(column_type = "String(StringLen::N(10))", nullable)]
        pub due_on: Option<String>,
        /// When it was done.
        pub done_at: Option<DateTimeUtc>,
        /// When it was written.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Meetings.
pub mod meetings {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `engagement_meetings`: one meeting of the log.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "engagement_meetings")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// Of which two.
        pub engagement_id: i64,
        /// `mentor` or `mentee`.
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub written_by: String,
        /// When it began.
        pub met_at: DateTimeUtc,
        /// How long.
        pub minutes: i32,
        /// What it was about, sealed by whoever wrote it.
        #[sea_orm(column_type = "Text")]
        pub note: Secret,
        /// When it was written.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
