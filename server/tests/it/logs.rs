//! The log of a running server, as far as it goes: no address that is a right by itself, and nothing that people typed.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use chrono::TimeDelta;
use serde_json::Value;
use server::routes::{Kind, ROUTES};
use services::clock::{Clock, SystemClock};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;
use tempfile::TempDir;

const PASSWORD: &str = "nine lamps by the shore";
/// Whatever else is typed holds this word.
const TYPED: &str = "canary";
const ADA: &str = "ada.canary@example.org";
const GRACE: &str = "grace.canary@example.net";

/// The binary, serving from a folder of its own.
struct Running {
    folder: TempDir,
    addr: String,
    /// A day ahead on which there is something to come to.
    day: String,
    process: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn landfall(folder: &Path, addr: &str, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_landfall"));
    command.args(words).current_dir(folder).env_clear();
    command.env("LANDFALL_DATA_DIR", folder.join("data")).env("LANDFALL_ADDR", addr);
    // Every request has a line from here on.
    command.env("LANDFALL_LOG", "debug");
    command
}

/// Looks for half a minute.
fn seen<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    (0..300).find_map(|_| {
        let found = look();
        if found.is_none() {
            std::thread::sleep(Duration::from_millis(100));
        }
        found
    })
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = free.local_addr().unwrap().to_string();
        let day = (SystemClock.now() + TimeDelta::days(30)).date_naive().to_string();
        let chat = format!(
            "[[series]]\ntitle = \"Chat\"\nslug = \"chat\"\nzone = \"America/New_York\"\nstarts = {day}T20:00:00\n\
             minutes = 60\nformat = \"online\"\nstatus = \"published\"\n"
        );
        std::fs::write(folder.path().join("chat.toml"), chat).unwrap();
        for words in [&["migrate"][..], &["programme", "import", "chat.toml"]] {
            let done = landfall(folder.path(), &addr, words).output().unwrap();
            assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        }
        let log = File::create(folder.path().join("log")).unwrap();
        drop(free);
        let mut serving = landfall(folder.path(), &addr, &["serve"]);
        let process = serving.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        let running = Self { folder, addr, day, process };
        let ready = seen(|| running.get("/readyz", "").starts_with("HTTP/1.1 200").then_some(()));
        assert!(ready.is_some(), "{}", running.log());
        running
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The answer with its head, over a connection of its own; nothing while nobody listens.
    fn ask(&self, head: &str, body: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(&self.addr) else { return String::new() };
        let request = format!("{head}\r\nhost: {}\r\nconnection: close\r\n\r\n{body}", self.addr);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\ncookie: {cookie}"), "")
    }

    /// A form as a browser sends it from a page.
    fn post(&self, path: &str, page: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
        let of_form = [("_page", page), ("_form", path), ("_key", "0123456789012345")];
        let all = of_form.iter().chain(fields);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        let head = format!(
            "POST {path} HTTP/1.1\r\ncookie: {cookie}\r\norigin: http://{}\r\nsec-fetch-site: same-origin\r\n\
             accept: text/html\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
            self.addr,
            body.len()
        );
        self.ask(&head, &body)
    }

    /// The token in a mail to somebody, after the beginning of its address.
    fn mailed(&self, to: &str, begins: &str) -> String {
        let folder = self.folder.path().join("data/mail");
        let found = seen(|| {
            let files = std::fs::read_dir(&folder).ok()?.filter_map(|entry| std::fs::read(entry.ok()?.path()).ok());
            let mut mails = files.filter_map(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
            mails.find_map(|mail| {
                let (_, rest) = mail["text"].as_str().filter(|_| mail["to"] == to)?.split_once(begins)?;
                Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect())
            })
        });
        found.unwrap_or_else(|| panic!("no mail to {to} holds {begins}:\n{}", self.log()))
    }
}

/// What an answer lets a browser keep.
fn kept(answer: &str, cookie: &str) -> String {
    let set = answer.split_once(&format!("set-cookie: {cookie}="));
    let (_, rest) = set.unwrap_or_else(|| panic!("no {cookie} in {answer}"));
    rest.split(';').next().unwrap_or_default().to_owned()
}

fn is(answer: &str, status: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "not {status}: {answer}");
}

#[test]
fn no_token_and_nothing_typed_stands_in_the_log() {
    let site = Running::start();
    let name = [("email", ADA), ("password", PASSWORD)];
    is(&site.post("/do/identity/sign-up", "/sign-up", "", &name), "303");
    let confirm = site.mailed(ADA, "/confirm/");
    let page = format!("/confirm/{confirm}");
    is(&site.get(&page, ""), "200");
    is(&site.post("/do/identity/confirm", &page, "", &[("link_token", confirm.as_str())]), "303");
    let wrong = [("email", ADA), ("password", "not canary's")];
    is(&site.post("/do/identity/sign-in", "/sign-in", "", &wrong), "422");
    let session = kept(&site.post("/do/identity/sign-in", "/sign-in", "", &name), "landfall");
    let by_ada = format!("landfall={session}");
    let feed = kept(&site.post("/do/events/make-feed", "/me/calendar", &by_ada, &[]), "landfall-feed");
    is(&site.get("/me/calendar?done=feed-made", &format!("{by_ada}; landfall-feed={feed}")), "200");
    is(&site.get(&format!("/calendar/me/{feed}.ics"), ""), "200");
    is(&site.get(&format!("/calendar/me/{feed}"), ""), "404");

    let rsvp = format!("/events/chat/{}/rsvp", site.day);
    let guest = [("series", "chat"), ("date", &site.day), ("name", "Grace Canary"), ("email", GRACE)];
    is(&site.post("/do/events/ask-as-guest", &rsvp, "", &guest), "303");
    let link = site.mailed(GRACE, "/rsvp/");
    let page = format!("/rsvp/{link}");
    is(&site.get(&page, ""), "200");
    for (answer, status) in [("canary", "422"), ("going", "303")] {
        let said = [("link_token", link.as_str()), ("date", &site.day), ("answer", answer)];
        is(&site.post("/do/events/answer-as-guest", &page, "", &said), status);
    }

    let ask = [("goals", "A canary's goals for a year."), ("topics", "cv-review"), ("stage", "applying")];
    is(&site.post("/do/mentorship/save-ask", "/me/mentoring/ask", &by_ada, &ask), "303");
    is(&site.get("/mentors?topic=canary", &by_ada), "200");
    is(&site.get("/events?q=canary", ""), "200");
    let report = [("page", "/events?q=canary"), ("what", "something-else"), ("details", "A canary's details.")];
    is(&site.post("/do/moderation/report", "/report?page=canary", "", &report), "303");
    // Every address, with a word in each of its places and after it.
    for route in ROUTES {
        let word = |part: &'static str| if part.starts_with('{') { TYPED } else { part };
        let path = route.path.split('/').map(word).collect::<Vec<_>>().join("/");
        assert!(!site.get(&format!("{path}?{TYPED}={TYPED}"), &by_ada).is_empty(), "{path}");
    }

    let log = site.log();
    for known in ["/confirm/{token}", "/rsvp/{token}", "/calendar/me/{file}", "/do/mentorship/save-ask"] {
        assert!(log.contains(known), "{known} has no line:\n{log}");
    }
    for secret in [confirm.as_str(), &session, &feed, &link, PASSWORD] {
        assert!(!log.contains(secret), "a secret stands in\n{log}");
    }
    let typed = log.lines().find(|line| line.to_lowercase().contains(TYPED));
    assert_eq!(typed, None);
}

#[test]
fn the_example_for_nginx_leaves_out_every_token() {
    let example = include_str!("../../../scripts/dist/nginx.conf.example");
    let secret = ROUTES.iter().filter(|route| route.kind == Kind::PersonalFeed || route.path.contains("{token}"));
    let begins: Vec<_> = secret.filter_map(|route| route.path.split('{').next()).collect();
    assert!(begins.len() > 5, "{begins:?}");
    for begins in begins {
        assert!(example.contains(&format!("    ~^{begins} {begins}-;\n")), "{begins}");
    }
    assert_eq!(example.matches("access_log").count(), example.matches("server {").count());
}
