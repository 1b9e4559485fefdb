//! Configuration from the environment: one struct per concern, each field names its variable.
//! Nonsense stops the start with the variable's name. Nothing else reads the environment.

mod env;
mod org;

pub(crate) use org::Scheme;

use env::Env;
use secrecy::SecretString;
use services::config::{Hashing, Limits, Mail, Org};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

const SIGN_INS_PER_HOUR: NonZeroU32 = NonZeroU32::new(120).expect("a constant that is not 0");
/// Migrations say themselves what they do, in fewer words than their library.
const LOG_FILTER: &str = "info,sea_orm_migration=warn";

/// Why the configuration is not usable; says the variable and what would be right.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    /// The variable to change.
    pub variable: &'static str,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Everything `landfall` can be told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens and what it is called from outside.
    pub http: Http,
    /// Limits on connections and requests.
    pub limits: HttpLimits,
    /// Where rows and files are kept.
    pub storage: Storage,
    /// What is logged, and how.
    pub log: Log,
    /// The association.
    pub org: Org,
    /// How mail leaves.
    pub mail: Option<Mail>,
    /// Sizes and rates of features.
    pub features: Limits,
    /// `LANDFALL_SIGN_INS_PER_HOUR` (120): tries to sign in, to sign up and to follow links from one address.
    pub sign_ins_per_hour: NonZeroU32,
    /// `LANDFALL_PASSWORD_MEMORY_KIB` (19456), `LANDFALL_PASSWORD_PASSES` (2): what a password's hash costs; less is
    /// refused.
    pub hashing: Hashing,
    /// `LANDFALL_SAMPLE` (0): this instance shows invented content. Refused unless the public address is loopback.
    pub sample: bool,
    /// The socket by which cargo-leptos says that the development build changed (`LEPTOS_WATCH`,
    /// `LEPTOS_RELOAD_PORT`); only on a loopback address.
    pub reload: Option<String>,
    /// The guard to remove, for negative controls.
    #[cfg(feature = "chaos")]
    pub chaos: Option<services::chaos::Chaos>,
}

/// Addresses.
#[derive(Debug, Clone)]
pub struct Http {
    /// `LANDFALL_ADDR` (127.0.0.1:3000): where it listens.
    pub addr: SocketAddr,
    /// `LANDFALL_PUBLIC_URL` (http://127.0.0.1:3000): what people type. https, or http on loopback.
    pub public_url: url::Url,
    /// `LANDFALL_METRICS_ADDR` (off): a second address for `/metrics`, never a public one.
    pub metrics_addr: Option<SocketAddr>,
    /// `LANDFALL_TRUSTED_PROXIES` (none): addresses whose `X-Forwarded-For` is believed, separated by commas.
    pub trusted_proxies: Vec<IpAddr>,
    /// `LANDFALL_SITE_DIR` (`site` beside the binary): style sheet, WASM and pictures.
    pub site_dir: PathBuf,
}

/// Limits on connections and requests.
#[derive(Debug, Clone)]
pub struct HttpLimits {
    /// `LANDFALL_MAX_CONNECTIONS` (1024): connections at the same time.
    pub max_connections: usize,
    /// `LANDFALL_HEADER_TIMEOUT_SECONDS` (10): until the whole request head is there.
    pub header_timeout: Duration,
    /// `LANDFALL_BODY_TIMEOUT_SECONDS` (30): until the whole body is there.
    pub body_timeout: Duration,
    /// `LANDFALL_REQUEST_TIMEOUT_SECONDS` (30): until an answer begins.
    pub request_timeout: Duration,
    /// `LANDFALL_PAGE_CACHE_MIB` (16): rendered pages kept in memory; 0 turns every cache off.
    pub page_cache_mib: u64,
}

/// Where rows and files are kept.
#[derive(Debug, Clone)]
pub struct Storage {
    /// `DATABASE_URL` (the file `landfall.sqlite` in the data folder): `sqlite://…` or `postgres://…`.
    pub database_url: SecretString,
    /// `LANDFALL_DATA_DIR` (`data`): database file, uploaded files, backups made before an update.
    pub data_dir: PathBuf,
    /// `LANDFALL_SECRET_KEY` (the file `secret.key` in the data folder, made at the first start): 32 bytes in base64.
    pub secret_key: Option<SecretString>,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// `LANDFALL_LOG` (info): a level, or a filter such as `info,sqlx=warn`.
    pub filter: String,
    /// `LANDFALL_LOG_FORMAT` (text): `text` or `json`.
    pub json: bool,
}

impl Config {
    /// Reads the environment, after `.env` of the working folder where there is one.
    pub fn from_env() -> Result<Self, ConfigError> {
        // A missing .env is the usual case.
        let _ = dotenvy::dotenv();
        Self::from_lookup(env::process)
    }

    /// Reads variables through `lookup`, so that tests need no environment.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let env = Env::new(&lookup);
        let addr: SocketAddr =
            env.parse("LANDFALL_ADDR", "an address and port such as 127.0.0.1:3000", "127.0.0.1:3000")?;
        let public_url = env::public_url(&env, addr)?;
        let data_dir = PathBuf::from(env.text("LANDFALL_DATA_DIR", "data"));
        let sample = env.flag("LANDFALL_SAMPLE")?;
        let least = Hashing::default();
        if sample && !env::is_loopback(&public_url) {
            return Err(ConfigError {
                variable: "LANDFALL_SAMPLE",
                problem: "invented content is only for a copy on this machine: LANDFALL_PUBLIC_URL must be a loopback address".into(),
            });
        }
        Ok(Self {
            http: Http {
                addr,
                public_url,
                metrics_addr: env.optional("LANDFALL_METRICS_ADDR", "an address and port such as 127.0.0.1:9100")?,
                trusted_proxies: env.list("LANDFALL_TRUSTED_PROXIES", "IP addresses separated by commas")?,
                site_dir: env.given("LANDFALL_SITE_DIR").map_or_else(env::default_site_dir, PathBuf::from),
            },
            limits: HttpLimits {
                max_connections: env.number("LANDFALL_MAX_CONNECTIONS", 1024, 1..=1_000_000)?,
                header_timeout: env.seconds("LANDFALL_HEADER_TIMEOUT_SECONDS", 10)?,
                body_timeout: env.seconds("LANDFALL_BODY_TIMEOUT_SECONDS", 30)?,
                request_timeout: env.seconds("LANDFALL_REQUEST_TIMEOUT_SECONDS", 30)?,
                page_cache_mib: env.number("LANDFALL_PAGE_CACHE_MIB", 16, 0..=65_536)?,
            },
            storage: Storage {
                database_url: env::database_url(&env, &data_dir)?,
                data_dir,
                secret_key: env.given("LANDFALL_SECRET_KEY").map(SecretString::from),
            },
            log: Log {
                filter: env.text("LANDFALL_LOG", LOG_FILTER),
                json: env.one_of("LANDFALL_LOG_FORMAT", &["text", "json"])? == "json",
            },
            org: org::read(&env)?,
            mail: env::mail(&env)?,
            features: Limits {
                reports_per_hour: env.number("LANDFALL_REPORTS_PER_HOUR", 10, 1..=u32::MAX)?,
                mails_per_hour: env.number("LANDFALL_MAILS_PER_HOUR", 3_000, 1..=u32::MAX)?,
                ..Limits::default()
            },
            sign_ins_per_hour: env.number(
                "LANDFALL_SIGN_INS_PER_HOUR",
                SIGN_INS_PER_HOUR,
                NonZeroU32::MIN..=NonZeroU32::MAX,
            )?,
            hashing: Hashing {
                memory_kib: env.number(
                    "LANDFALL_PASSWORD_MEMORY_KIB",
                    least.memory_kib,
                    least.memory_kib..=1_048_576,
                )?,
                passes: env.number("LANDFALL_PASSWORD_PASSES", least.passes, least.passes..=64)?,
                lanes: least.lanes,
            },
            reload: env::reload(&env, addr)?,
            sample,
            #[cfg(feature = "chaos")]
            chaos: env::chaos(&env)?,
        })
    }

    /// What the services are told.
    pub fn for_services(&self) -> services::config::Config {
        services::config::Config {
            org: self.org.clone(),
            public_url: self.http.public_url.clone(),
            data_dir: self.storage.data_dir.clone(),
            mail: self.mail.clone(),
            sample: self.sample,
            limits: self.features.clone(),
            hashing: self.hashing,
        }
    }

    /// How the database is opened.
    pub fn for_database(&self) -> services::db::DbConfig {
        #[cfg_attr(not(feature = "chaos"), expect(unused_mut, reason = "only the chaos build changes it"))]
        let mut config = services::db::DbConfig::new(self.storage.database_url.clone(), self.storage.data_dir.clone());
        #[cfg(feature = "chaos")]
        {
            config.chaos = self.chaos;
        }
        config
    }

    /// Whether people reach this instance by https.
    pub fn https(&self) -> bool {
        self.http.public_url.scheme() == "https"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &'static [(&'static str, &'static str)]) -> Result<Config, ConfigError> {
        Config::from_lookup(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    fn refused(pairs: &'static [(&'static str, &'static str)]) -> &'static str {
        read(pairs).expect_err("this must be refused").variable
    }

    #[test]
    fn nothing_set_is_a_working_copy_on_this_machine() {
        let config = read(&[]).unwrap();
        assert_eq!(config.http.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.http.public_url.as_str(), "http://127.0.0.1:3000/");
        assert!(!config.sample && !config.https());
        assert_eq!(config.org.zone.name(), "America/New_York");
    }

    #[test]
    fn nonsense_is_refused_by_the_variables_name() {
        for (pairs, variable) in [
            (&[("LANDFALL_ADDR", "here")] as &'static [_], "LANDFALL_ADDR"),
            (&[("LANDFALL_PUBLIC_URL", "http://landfall.example")], "LANDFALL_PUBLIC_URL"),
            (&[("LANDFALL_PUBLIC_URL", "https://landfall.example/path")], "LANDFALL_PUBLIC_URL"),
            (&[("LANDFALL_PUBLIC_URL", "ftp://landfall.example")], "LANDFALL_PUBLIC_URL"),
            (&[("DATABASE_URL", "mysql://x")], "DATABASE_URL"),
            (&[("LANDFALL_MAX_CONNECTIONS", "0")], "LANDFALL_MAX_CONNECTIONS"),
            (&[("LANDFALL_MAX_CONNECTIONS", "many")], "LANDFALL_MAX_CONNECTIONS"),
            (&[("LANDFALL_SAMPLE", "maybe")], "LANDFALL_SAMPLE"),
            (&[("LANDFALL_PASSWORD_MEMORY_KIB", "19455")], "LANDFALL_PASSWORD_MEMORY_KIB"),
            (&[("LANDFALL_PASSWORD_PASSES", "1")], "LANDFALL_PASSWORD_PASSES"),
            (&[("LANDFALL_SAMPLE", "1"), ("LANDFALL_PUBLIC_URL", "https://landfall.example")], "LANDFALL_SAMPLE"),
            (&[("LANDFALL_LOG_FORMAT", "xml")], "LANDFALL_LOG_FORMAT"),
            (&[("LANDFALL_ORG_ZONE", "Eastern")], "LANDFALL_ORG_ZONE"),
            (&[("LANDFALL_ORG_EMAIL", "nobody")], "LANDFALL_ORG_EMAIL"),
            (&[("LANDFALL_COLOR_ACTION", "teal")], "LANDFALL_COLOR_ACTION"),
            (&[("LANDFALL_COLOR_ACTION", "#CCDDEE")], "LANDFALL_COLOR_ACTION"),
            (&[("LANDFALL_TRUSTED_PROXIES", "proxy")], "LANDFALL_TRUSTED_PROXIES"),
            (&[("LANDFALL_SMTP_URL", "smtp://mail.example.org")], "LANDFALL_MAIL_FROM"),
            (
                &[("LANDFALL_SMTP_URL", "smtp://mail.example.org"), ("LANDFALL_MAIL_FROM", "hello@example.org")],
                "LANDFALL_SMTP_URL",
            ),
            (&[("LANDFALL_SMTP_URL", "smtps://mail.example.org"), ("LANDFALL_MAIL_FROM", "us")], "LANDFALL_MAIL_FROM"),
            (&[("LANDFALL_MAILS_PER_HOUR", "0")], "LANDFALL_MAILS_PER_HOUR"),
        ] {
            assert_eq!(refused(pairs), variable, "{pairs:?}");
        }
    }

    #[test]
    fn a_public_address_needs_https() {
        let config = read(&[("LANDFALL_PUBLIC_URL", "https://landfall.example")]).unwrap();
        assert!(config.https());
    }
}
