//! The tables of cohorts. Lists, draws and what people tell stay out of logs.
#![expect(
    clippy::disallowed_methods,
    reason = "sea-orm derives save and delete methods that begin a transaction; the store calls none of them"
)]

/// Cohorts.
pub mod cohorts {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `cohorts`: one cohort from the draft to the result.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohorts")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Public name.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// A word of [`domain::cohort::State`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub state: String,
        /// What it is called.
        #[sea_orm(column_type = "Text")]
        pub title: String,
        /// What it is about.
        #[sea_orm(column_type = "Text")]
        pub about: String,
        /// A word of [`domain::cohort::Promise`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub promise: String,
        /// Only for members of the association.
        pub members_only: bool,
        /// Words with commas around each; empty for everybody.
        #[sea_orm(column_type = "Text")]
        pub stages: String,
        /// How many mentors a mentee may list.
        pub most: i32,
        /// The last day to sign up.
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub sign_up_until: String,
        /// The last day for mentees to rank.
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub mentees_until: String,
        /// The last day for mentors to rank.
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub mentors_until: String,
        /// What the seed is sealed under, wrapped by the key of the house.
        #[sea_orm(column_type = "Text", nullable)]
        pub seed_key: Option<Secret>,
        /// The seed of the lottery, sealed.
        #[sea_orm(column_type = "Text", nullable)]
        pub seed: Option<Secret>,
        /// The same for everybody, once the result is out or the cohort is called off.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub open_seed: Option<String>,
        /// What is public of it from the opening on.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub commitment: Option<String>,
        /// How many runs were made.
        pub runs: i32,
        /// The number of the run that was published.
        pub published_run: Option<i32>,
        /// Pseudonym of whoever planned it.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub created_by: String,
        /// When it was planned.
        pub created_at: DateTimeUtc,
        /// When it was changed last.
        pub changed_at: DateTimeUtc,
        /// When sign-up began.
        pub opened_at: Option<DateTimeUtc>,
        /// When the lists were closed.
        pub closed_at: Option<DateTimeUtc>,
        /// Of everything that would have gone in then.
        #[sea_orm(column_type = "String(StringLen::N(64))", nullable)]
        pub closed_input: Option<String>,
        /// When the result came out.
        pub published_at: Option<DateTimeUtc>,
        /// When it was called off.
        pub canceled_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who takes part.
pub mod people {
    use sea_orm::entity::prelude::*;

    use crate::secret::Secret;

    /// A row of `cohort_people`: somebody who takes part.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_people")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Stands for them in the input.
        #[sea_orm(column_type = "String(StringLen::N(20))", unique)]
        pub public_id: String,
        /// In which cohort.
        pub cohort_id: i64,
        /// Who it is, until they are erased.
        pub account_id: Option<i64>,
        /// `mentee` or `mentor`.
        #[sea_orm(column_type = "String(StringLen::N(8))")]
        pub side: String,
        /// Their ticket in the lottery.
        #[sea_orm(column_type = "String(StringLen::N(64))", unique)]
        pub draw: Secret,
        /// As a mentor gave them; 0 of a mentee.
        pub seats: i32,
        /// Of these, as many as go into the result.
        pub counted: i32,
        /// What a mentee looks for, sealed under their key.
        #[sea_orm(column_type = "Text", nullable)]
        pub told: Option<Secret>,
        /// When they saved their list last.
        pub ranked_at: Option<DateTimeUtc>,
        /// When they were reminded to rank.
        pub reminded_at: Option<DateTimeUtc>,
        /// What is still to be told to them, a word of the news.
        #[sea_orm(column_type = "String(StringLen::N(16))", nullable)]
        pub news: Option<String>,
        /// When they signed up; when sign-up began, of somebody who was erased.
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Lists.
pub mod ranks {
    use sea_orm::entity::prelude::*;

    /// A row of `cohort_ranks`: one entry of a list.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_ranks")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// In which cohort.
        pub cohort_id: i64,
        /// Whose list.
        pub person_id: i64,
        /// Who is on it.
        pub other_id: i64,
        /// From 1; 0 is a never.
        pub rank: i32,
        /// How well the two fit, 0 to 10,000; in lists of mentees.
        pub fit: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Runs of the engine.
pub mod runs {
    use sea_orm::entity::prelude::*;

    /// A row of `cohort_runs`: one run; never changed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_runs")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Of which cohort.
        pub cohort_id: i64,
        /// Counts them, from 1.
        pub number: i32,
        /// A word of [`domain::matching::Objective`].
        #[sea_orm(column_type = "String(StringLen::N(16))")]
        pub objective: String,
        /// Its result was published.
        pub published: bool,
        /// The rules it was computed by.
        #[sea_orm(column_type = "String(StringLen::N(32))")]
        pub algorithm: String,
        /// Of everything that went in.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub input_hash: String,
        /// Of everything that came out.
        #[sea_orm(column_type = "String(StringLen::N(64))")]
        pub result_hash: String,
        /// How many there were.
        pub mentees: i32,
        /// How many there were.
        pub mentors: i32,
        /// Of all mentors together.
        pub seats: i32,
        /// Mentees with a mentor.
        pub placed: i32,
        /// The sum of the ranks of those placed.
        pub rank_sum: i64,
        /// The sum of the fits.
        pub total_fit: i64,
        /// As the judge counted them.
        pub blocking_pairs: i64,
        /// Pseudonym of whoever pressed.
        #[sea_orm(column_type = "String(StringLen::N(20))")]
        pub ran_by: String,
        /// When.
        pub ran_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The published result.
pub mod pairs {
    use sea_orm::entity::prelude::*;

    /// A row of `cohort_pairs`: two who were matched.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_pairs")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// In which cohort.
        pub cohort_id: i64,
        /// The mentee.
        #[sea_orm(unique)]
        pub mentee_id: i64,
        /// The mentor.
        pub mentor_id: i64,
        /// Public name of the engagement that was opened for them, until one of them is erased.
        #[sea_orm(column_type = "String(StringLen::N(20))", nullable, unique)]
        pub engagement: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
