//! A mail server with moods. What it has taken is in its ledger, byte for byte.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How it treats one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes the mail.
    Well,
    /// Hangs up at once.
    HangUp,
    /// Never says a word.
    Silent,
    /// Greets with this instead of 220.
    Greet(&'static str),
    /// Answers RCPT with this.
    Rcpt(&'static str),
    /// Answers the end of the mail with this.
    EndOfData(&'static str),
    /// Takes the whole mail and hangs up without a word, after it has kept it or not.
    DropAfterData {
        /// Whether it is in the ledger.
        kept: bool,
    },
    /// Takes the mail, but every answer comes a letter at a time.
    Slow,
}

/// What it has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
}

impl Taken {
    /// The value of a header on one line.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let start = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&start).map(str::to_owned))
    }

    pub(crate) fn message_id(&self) -> String {
        self.header("Message-ID").unwrap()
    }
}

#[derive(Debug, Default)]
struct State {
    moods: VecDeque<Mood>,
    usual: Option<Mood>,
    taken: Vec<Taken>,
    connections: usize,
}

/// See the module.
pub(crate) struct Smtp {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Smtp {
    pub(crate) async fn start() -> Self {
        Self::on(0).await
    }

    /// On a port that was free a moment ago.
    pub(crate) async fn on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move {
                    let mood = {
                        let mut state = shared.lock().unwrap();
                        state.connections += 1;
                        let usual = state.usual.unwrap_or(Mood::Well);
                        state.moods.pop_front().unwrap_or(usual)
                    };
                    // The other side may hang up at any time; that is what these tests are about.
                    let _ = talk(stream, mood, &shared).await;
                });
            }
        });
        Self { port, state, task }
    }

    /// The moods of the next connections; afterwards it is well.
    pub(crate) fn next(&self, moods: &[Mood]) {
        self.state.lock().unwrap().moods.extend(moods);
    }

    /// The mood from now on.
    pub(crate) fn stay(&self, mood: Mood) {
        self.state.lock().unwrap().usual = Some(mood);
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

async fn talk(mut stream: TcpStream, mood: Mood, state: &Mutex<State>) -> std::io::Result<()> {
    match mood {
        Mood::HangUp => return Ok(()),
        Mood::Silent => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            return Ok(());
        }
        _ => {}
    }
    let (reading, mut writing) = stream.split();
    let mut lines = BufReader::new(reading);
    let greeting = if let Mood::Greet(words) = mood { words } else { "220 moods.example" };
    say(&mut writing, greeting, mood).await?;
    let (mut to, mut line) = (Vec::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => say(&mut writing, "250-moods.example\r\n250 8BITMIME", mood).await?,
            "RCPT" => {
                to.push(line.trim().trim_start_matches("RCPT TO:").trim_matches(['<', '>']).to_owned());
                let answer = if let Mood::Rcpt(words) = mood { words } else { "250 fine" };
                say(&mut writing, answer, mood).await?;
            }
            "DATA" => {
                say(&mut writing, "354 go on", mood).await?;
                let mut data = String::new();
                loop {
                    line.clear();
                    if lines.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                let taken = Taken { to: std::mem::take(&mut to), data };
                match mood {
                    Mood::EndOfData(words) => say(&mut writing, words, mood).await?,
                    Mood::DropAfterData { kept } => {
                        if kept {
                            state.lock().unwrap().taken.push(taken);
                        }
                        return Ok(());
                    }
                    _ => {
                        state.lock().unwrap().taken.push(taken);
                        say(&mut writing, "250 taken", mood).await?;
                    }
                }
            }
            "QUIT" => return say(&mut writing, "221 bye", mood).await,
            _ => say(&mut writing, "250 fine", mood).await?,
        }
    }
}

async fn say(writing: &mut (impl AsyncWriteExt + Unpin), words: &str, mood: Mood) -> std::io::Result<()> {
    let words = format!("{words}\r\n");
    if mood != Mood::Slow {
        return writing.write_all(words.as_bytes()).await;
    }
    for byte in words.bytes() {
        writing.write_all(&[byte]).await?;
        writing.flush().await?;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(())
}
