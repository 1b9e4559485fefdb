//! A small world for tests: a fresh, migrated database of either kind, a clock that stands still, seeded dice.
//!
//! Builders here are the only way tests make data.

mod template;

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use domain::access::{Capability, Standing};
use domain::id::PublicId;
use futures::FutureExt;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use secrecy::ExposeSecret;
use tempfile::TempDir;

pub use crate::clock::TestClock;

use crate::audit::Denials;
use crate::cohort::Looked;
use crate::config::{Config, Hashing, Limits, Org};
use crate::ctx::{Ctx, Member, Viewer};
use crate::db::{Db, DbConfig, DbKind};
use crate::dice::Dice;
use crate::identity::{Hasher, Seen};
use crate::mentorship::Roll;
use crate::opportunities::Board;
use crate::vault::Vault;

/// The address of a Postgres server on which tests may create and drop databases.
pub const POSTGRES: &str = "LANDFALL_TEST_POSTGRES";
/// Set to `1` on a machine without Postgres: its half of each test is then left out.
pub const SQLITE_ONLY: &str = "LANDFALL_TEST_SQLITE_ONLY";

/// One database with everything around it. [`TestWorld::end`] removes it again.
pub struct TestWorld {
    /// The surroundings to hand to a use case.
    pub ctx: Ctx,
    /// The hands of `ctx.clock`; it begins on Tuesday, 3 November 2026, 15:00 UTC.
    pub clock: TestClock,
    /// How the database was opened, to open it once more.
    pub db_config: DbConfig,
    server: Option<(DatabaseConnection, String)>,
    _folder: TempDir,
}

impl TestWorld {
    /// A world on a migrated SQLite file of its own.
    pub async fn sqlite() -> Self {
        Self::on(DbKind::Sqlite, Tables::All).await
    }

    /// A world on a migrated Postgres database of its own.
    ///
    /// # Panics
    /// Without a server address in `LANDFALL_TEST_POSTGRES`.
    pub async fn postgres() -> Self {
        Self::on(DbKind::Postgres, Tables::All).await
    }

    /// A world whose database has no table yet.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn bare(kind: DbKind) -> Self {
        Self::on(kind, Tables::None).await
    }

    async fn on(kind: DbKind, tables: Tables) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (server, url) = match kind {
            DbKind::Sqlite => {
                let file = folder.path().join("landfall.sqlite");
                if tables == Tables::All {
                    template::sqlite(&file).await;
                }
                (None, format!("sqlite://{}", file.display()))
            }
            DbKind::Postgres => {
                let (connection, name, url) = fresh_postgres(tables).await;
                (Some((connection, name)), url)
            }
        };
        let db_config = DbConfig::new(url, folder.path());
        let db = Db::connect(&db_config).await.expect("the test database opens");
        let clock = TestClock::at(first_day());
        let config = Config {
            org: Org::default(),
            public_url: "http://127.0.0.1:3000".parse().expect("a constant address"),
            data_dir: folder.path().to_owned(),
            mail: None,
            sample: false,
            limits: Limits::default(),
            // Real costs would make every test of signing in a slow one.
            hashing: Hashing { memory_kib: 64, passes: 1, lanes: 1 },
        };
        let config_hashing = config.hashing;
        let ctx = Ctx {
            db,
            clock: Arc::new(clock.clone()),
            dice: Dice::seeded(1),
            config: Arc::new(config),
            vault: Vault::for_tests(),
            hasher: Hasher::new(config_hashing, &Dice::seeded(2)).expect("small costs are allowed in tests"),
            seen: Seen::default(),
            denials: Denials::default(),
            board: Board::default(),
            roll: Roll::default(),
            looked: Looked::default(),
            viewer: Viewer::house("test"),
        };
        Self { ctx, clock, db_config, server, _folder: folder }
    }

    /// Which database this world is on.
    pub fn kind(&self) -> DbKind {
        self.ctx.db.kind()
    }

    /// How the database would answer a query, line by line.
    ///
    /// # Panics
    /// When it is no query.
    pub async fn plan_of(&self, query: Statement) -> Vec<String> {
        let (explain, column) = match self.kind() {
            DbKind::Sqlite => ("EXPLAIN QUERY PLAN", 3),
            DbKind::Postgres => ("EXPLAIN", 0),
        };
        let query = Statement { sql: format!("{explain} {}", query.sql), ..query };
        let rows = self.ctx.db.read().query_all_raw(query).await.expect("a query");
        rows.iter().map(|row| row.try_get_by_index(column).expect("a line")).collect()
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        self.db_config.url.expose_secret()
    }

    /// The same database opened once more, as a second process would.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn second_process(&self) -> Ctx {
        let db = Db::connect(&self.db_config).await.expect("the test database opens again");
        Ctx { db, ..self.ctx.clone() }
    }

    /// A person in good standing who has just signed in with a second factor, and who may do `capabilities`.
    /// The address is `<name>@example.org`.
    ///
    /// # Panics
    /// When there is one of this name already.
    pub async fn person(&self, name: &str, capabilities: &[Capability]) -> Person {
        person(&self.ctx, name, capabilities).await
    }

    /// As [`TestWorld::person`], in other surroundings of this world, such as with other keys.
    ///
    /// # Panics
    /// As [`TestWorld::person`].
    pub async fn person_with(&self, ctx: &Ctx, name: &str, capabilities: &[Capability]) -> Person {
        person(ctx, name, capabilities).await
    }

    /// Somebody who looks after the events of these categories only, granted by two admins.
    ///
    /// # Panics
    /// As [`TestWorld::person`].
    pub async fn organizer_of(&self, name: &str, categories: &str) -> Person {
        let mut organizer = self.person(name, &[]).await;
        let first = self.person(&format!("{name}-asks"), &[Capability::Admin]).await;
        let second = self.person(&format!("{name}-confirms"), &[Capability::Admin]).await;
        let wish = crate::grants::AskForm {
            person: organizer.id.to_string(),
            capability: "organizer".to_owned(),
            categories: categories.to_owned(),
            reason: "Looks after them.".to_owned(),
        };
        let grant = crate::grants::ask(&first.ctx, &wish).await.expect("an admin asks");
        crate::grants::confirm(&second.ctx, grant.as_str()).await.expect("a second admin confirms");
        if let Some(member) = &mut organizer.ctx.viewer.member {
            member.capabilities = member.capabilities.with(Capability::Organizer);
        }
        organizer
    }

    /// Closes the database and removes it.
    ///
    /// # Panics
    /// When the database cannot be dropped, because something still holds it.
    pub async fn end(self) {
        self.ctx.db.close().await.expect("the test database closes");
        if let Some((server, name)) = self.server {
            server
                .execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)"))
                .await
                .expect("the test database is dropped");
            server.close().await.expect("the server connection closes");
        }
    }
}

/// What is in a database when a test begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tables {
    None,
    All,
}

/// Somebody in a test.
pub struct Person {
    /// Key of the account.
    pub account: i64,
    /// Public id of the account.
    pub id: PublicId,
    /// Where to write to.
    pub email: domain::identity::Email,
    /// The surroundings of a call this person makes.
    pub ctx: Ctx,
}

/// As [`TestWorld::person`], where there is no world at hand.
pub(crate) async fn person(ctx: &Ctx, name: &str, capabilities: &[Capability]) -> Person {
    let email = format!("{name}@example.org");
    let email = domain::identity::Email::parse(&email).expect("a name that can stand in an address");
    let (id, pseudonym) = (ctx.dice.public_id(), ctx.dice.public_id());
    let account = crate::identity::add_for_tests(ctx, &email, id, pseudonym).await.expect("the person is stored");
    crate::grants::add_for_tests(ctx, account, capabilities).await.expect("the grants are stored");
    let member = Member {
        account,
        id,
        pseudonym,
        session: 0,
        standing: Standing::Active,
        capabilities: capabilities.iter().copied().collect(),
        organizes_all: capabilities.contains(&Capability::Organizer),
        two_factor: true,
        proved: true,
        ends_at: ctx.now() + chrono::TimeDelta::hours(12),
    };
    let viewer = Viewer { member: Some(member), ..Viewer::house(name) };
    Person { account, id, email, ctx: ctx.with_viewer(viewer) }
}

/// Runs a test on SQLite and on Postgres, each time in a world of its own, and cleans up also after a failure.
///
/// # Panics
/// As the test does; and without Postgres, unless `LANDFALL_TEST_SQLITE_ONLY=1`.
pub async fn on_both<F: AsyncFn(&TestWorld)>(test: F) {
    on_each(test, Tables::All).await;
}

/// As [`on_both`], on databases without tables.
///
/// # Panics
/// As [`on_both`].
pub async fn on_both_bare<F: AsyncFn(&TestWorld)>(test: F) {
    on_each(test, Tables::None).await;
}

async fn on_each<F: AsyncFn(&TestWorld)>(test: F, tables: Tables) {
    for kind in kinds() {
        let world = TestWorld::on(kind, tables).await;
        let outcome = std::panic::AssertUnwindSafe(test(&world)).catch_unwind().await;
        if let Err(panic) = outcome {
            eprintln!("the test above failed on {}", kind.name());
            world.end().await;
            std::panic::resume_unwind(panic);
        }
        world.end().await;
    }
}

/// The kinds of database that tests of this run cover.
pub fn kinds() -> Vec<DbKind> {
    if variable(SQLITE_ONLY).as_deref() == Some("1") {
        vec![DbKind::Sqlite]
    } else {
        vec![DbKind::Sqlite, DbKind::Postgres]
    }
}

/// The day on which every test world begins.
///
/// # Panics
/// Never: the date exists.
pub fn first_day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 3, 15, 0, 0).single().expect("this date exists")
}

async fn fresh_postgres(tables: Tables) -> (DatabaseConnection, String, String) {
    let Some(server_url) = variable(POSTGRES) else {
        panic!("{POSTGRES} is not set. Give it the address of a Postgres server for tests, or set {SQLITE_ONLY}=1.");
    };
    let name = format!("landfall_test_{}", Dice::os().public_id());
    let mut options = sea_orm::ConnectOptions::new(&server_url);
    options.max_connections(1).sqlx_logging(false);
    let server = Database::connect(options).await.expect("the Postgres server of the tests answers");
    let mut url = url::Url::parse(&server_url).expect("the server address is a URL");
    let copied = match tables {
        Tables::None => String::new(),
        Tables::All => format!(" TEMPLATE \"{}\"", template::postgres(&server, &url).await),
    };
    let making = format!("CREATE DATABASE \"{name}\"{copied}");
    server.execute_unprepared(&making).await.expect("a test database is made");
    url.set_path(&name);
    (server, name, url.to_string())
}

#[expect(clippy::disallowed_methods, reason = "only the test runner says where its Postgres is")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
