//! The accept loop over real sockets: slow, large and too many clients, and the end.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::server_with;
use services::testing::TestWorld;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

struct Running {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

async fn run(world: &TestWorld, settings: &'static [(&'static str, &'static str)]) -> Running {
    let server = server_with(world, settings);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(server::accept::serve(listener, server.router, server.state, async {
        let _ = stopped.await;
    }));
    Running { addr, stop, serving }
}

impl Running {
    async fn end(self) {
        let _ = self.stop.send(());
        self.serving.await.unwrap();
    }
}

async fn talk(addr: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    // The server may answer and close before all of it is sent.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_never_finishes_its_head_is_cut_off() {
    let world = TestWorld::sqlite().await;
    let running = run(&world, &[("LANDFALL_HEADER_TIMEOUT_SECONDS", "1")]).await;
    let mut slow = TcpStream::connect(running.addr).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    let mut rest = Vec::new();
    let cut = tokio::time::timeout(Duration::from_secs(20), slow.read_to_end(&mut rest)).await;
    assert!(cut.is_ok(), "the connection is still open");
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    running.end().await;
    world.end().await;
}

#[tokio::test]
async fn a_client_that_never_finishes_its_body_is_answered() {
    let world = TestWorld::sqlite().await;
    let running = run(&world, &[("LANDFALL_BODY_TIMEOUT_SECONDS", "1")]).await;
    let head = "POST /do/moderation/report HTTP/1.1\r\nhost: x\r\nconnection: close\r\norigin: http://127.0.0.1:3000\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\npage=";
    let answer = talk(running.addr, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    running.end().await;
    world.end().await;
}

#[tokio::test]
async fn a_head_that_is_too_large_is_431_and_a_body_413() {
    let world = TestWorld::sqlite().await;
    let running = run(&world, &[]).await;
    let head = format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-large: {}\r\n\r\n", "a".repeat(100_000));
    let answer = talk(running.addr, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431") && answer.contains("content-security-policy"), "{answer}");
    let body = format!(
        "POST /do/moderation/report HTTP/1.1\r\nhost: x\r\nconnection: close\r\norigin: http://127.0.0.1:3000\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 70000\r\n\r\n{}",
        "a".repeat(70_000)
    );
    assert!(talk(running.addr, body.as_bytes()).await.starts_with("HTTP/1.1 413"));
    running.end().await;
    world.end().await;
}

#[tokio::test]
async fn beyond_the_cap_a_connection_waits_for_its_turn() {
    let world = TestWorld::sqlite().await;
    let running = run(&world, &[("LANDFALL_MAX_CONNECTIONS", "1")]).await;
    let holder = TcpStream::connect(running.addr).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let waiting = tokio::spawn(talk(running.addr, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished(), "the cap was not kept");
    drop(holder);
    assert!(waiting.await.unwrap().starts_with("HTTP/1.1 200"));
    running.end().await;
    world.end().await;
}

#[tokio::test]
async fn the_end_lets_a_running_request_finish() {
    let world = TestWorld::sqlite().await;
    let running = run(&world, &[]).await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let head = "POST /do/styleguide/try HTTP/1.1\r\nhost: x\r\nconnection: close\r\norigin: http://127.0.0.1:3000\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let _ = running.stop.send(());
    tokio::time::sleep(Duration::from_millis(100)).await;
    stream.write_all(b"name=Ines").await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 303"), "{}", String::from_utf8_lossy(&answer));
    running.serving.await.unwrap();
    world.end().await;
}
