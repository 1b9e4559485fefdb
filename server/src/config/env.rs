//! Reading single variables: text, numbers, addresses, each with words for what would be right.

use super::ConfigError;
use secrecy::SecretString;
use services::config::Mail;
use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// The one place that reads the process environment.
#[expect(clippy::disallowed_methods, reason = "this is the configuration")]
pub(super) fn process(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub(super) struct Env<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Env<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(lookup)
    }

    /// The value, unless missing or empty.
    pub(super) fn given(&self, variable: &str) -> Option<String> {
        (self.0)(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, variable: &str, default: &str) -> String {
        self.given(variable).unwrap_or_else(|| default.to_owned())
    }

    pub(super) fn optional<T: FromStr>(&self, variable: &'static str, right: &str) -> Result<Option<T>, ConfigError> {
        self.given(variable)
            .map(|value| value.parse().map_err(|_| wrong(variable, format!("\"{value}\" is not {right}"))))
            .transpose()
    }

    pub(super) fn parse<T: FromStr>(
        &self,
        variable: &'static str,
        right: &str,
        default: &str,
    ) -> Result<T, ConfigError> {
        let value = self.text(variable, default);
        value.parse().map_err(|_| wrong(variable, format!("\"{value}\" is not {right}")))
    }

    pub(super) fn list<T: FromStr>(&self, variable: &'static str, right: &str) -> Result<Vec<T>, ConfigError> {
        let Some(value) = self.given(variable) else { return Ok(Vec::new()) };
        value
            .split(',')
            .map(|part| {
                part.trim()
                    .parse()
                    .map_err(|_| wrong(variable, format!("\"{}\" is not right; give {right}", part.trim())))
            })
            .collect()
    }

    pub(super) fn number<T: FromStr + PartialOrd + Display + Copy>(
        &self,
        variable: &'static str,
        default: T,
        range: RangeInclusive<T>,
    ) -> Result<T, ConfigError> {
        let Some(value) = self.given(variable) else { return Ok(default) };
        value.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
            wrong(variable, format!("\"{value}\" is not a number from {} to {}", range.start(), range.end()))
        })
    }

    pub(super) fn seconds(&self, variable: &'static str, default: u64) -> Result<Duration, ConfigError> {
        self.number(variable, default, 1..=3600).map(Duration::from_secs)
    }

    pub(super) fn flag(&self, variable: &'static str) -> Result<bool, ConfigError> {
        match self.given(variable).as_deref() {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(other) => Err(wrong(variable, format!("\"{other}\" is neither 0 nor 1"))),
        }
    }

    pub(super) fn one_of(&self, variable: &'static str, words: &[&'static str]) -> Result<&'static str, ConfigError> {
        let value = self.text(variable, words[0]);
        words
            .iter()
            .find(|word| **word == value)
            .copied()
            .ok_or_else(|| wrong(variable, format!("\"{value}\" is not one of {}", words.join(", "))))
    }
}

pub(super) fn wrong(variable: &'static str, problem: impl Into<String>) -> ConfigError {
    ConfigError { variable, problem: problem.into() }
}

/// Whether an address can only be reached from this machine.
pub(super) fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// https anywhere, or http on loopback: a session cookie must not cross a network in the clear.
pub(super) fn public_url(env: &Env<'_>, addr: SocketAddr) -> Result<url::Url, ConfigError> {
    const VARIABLE: &str = "LANDFALL_PUBLIC_URL";
    let host = if addr.ip().is_unspecified() { IpAddr::from([127, 0, 0, 1]) } else { addr.ip() };
    let url: url::Url = env.parse(
        VARIABLE,
        "an address such as https://landfall.example",
        &format!("http://{}", SocketAddr::new(host, addr.port())),
    )?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(wrong(VARIABLE, "give only scheme, host and port, such as https://landfall.example"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(wrong(
            VARIABLE,
            "a public address must begin with https:// (a reverse proxy such as Caddy makes that easy)",
        )),
        _ => Err(wrong(VARIABLE, "must begin with https://")),
    }
}

pub(super) fn reload(env: &Env<'_>, addr: SocketAddr) -> Result<Option<String>, ConfigError> {
    if env.given("LEPTOS_WATCH").is_none() || !addr.ip().is_loopback() {
        return Ok(None);
    }
    let port = env.number("LEPTOS_RELOAD_PORT", 3001_u16, 1..=u16::MAX)?;
    Ok(Some(format!("ws://{}", SocketAddr::new(addr.ip(), port))))
}

pub(super) fn database_url(env: &Env<'_>, data_dir: &Path) -> Result<SecretString, ConfigError> {
    let url = env.text("DATABASE_URL", &format!("sqlite://{}", data_dir.join("landfall.sqlite").display()));
    if ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
        Ok(url.into())
    } else {
        // The value may hold a password, so it is not repeated.
        Err(wrong("DATABASE_URL", "must begin with sqlite:// or postgres://"))
    }
}

pub(super) fn mail(env: &Env<'_>) -> Result<Option<Mail>, ConfigError> {
    match (env.given("LANDFALL_SMTP_URL"), env.given("LANDFALL_MAIL_FROM")) {
        (None, None) => Ok(None),
        (Some(smtp_url), Some(from)) => {
            let mail = Mail { smtp_url: smtp_url.into(), from };
            services::mail::check_config(&mail).map_err(|error| wrong(error.variable, error.problem))?;
            Ok(Some(mail))
        }
        (Some(_), None) => {
            Err(wrong("LANDFALL_MAIL_FROM", "give the sender, such as \"Harborlight <hello@example.org>\""))
        }
        (None, Some(_)) => {
            Err(wrong("LANDFALL_SMTP_URL", "give the mail server, such as smtps://user:password@mail.example.org"))
        }
    }
}

/// `site` beside the binary (an unpacked archive), else `site` beside its folder (`target/site` after a build).
pub(super) fn default_site_dir() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned)).unwrap_or_default();
    [beside.join("site"), beside.join("../site")]
        .into_iter()
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

#[cfg(feature = "chaos")]
pub(super) fn chaos(env: &Env<'_>) -> Result<Option<services::chaos::Chaos>, ConfigError> {
    env.given("LANDFALL_CHAOS")
        .map(|word| services::chaos::Chaos::parse(&word).ok_or_else(|| wrong("LANDFALL_CHAOS", "no such guard")))
        .transpose()
}
