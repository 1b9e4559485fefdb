//! Our own accept loop: axum's has no timer, so hyper's header timeout would never fire.
//! `TCP_NODELAY`, a cap on connections, a header deadline, and an end that lets running requests finish.

use crate::outer::Peer;
use crate::state::AppState;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Beyond this hyper answers 431 by itself, without our headers; the outer layer's own limit is far lower.
const HEAD_BYTES: usize = 256 * 1024;
/// How long running requests may take after the word to stop.
const GRACE: Duration = Duration::from_secs(25);

/// Serves `router` until `stop` resolves, then lets running requests finish for up to 25 seconds.
pub async fn serve(listener: TcpListener, router: Router, state: AppState, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(state.config.limits.max_connections));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(state.config.limits.header_timeout)
        .max_header_size(HEAD_BYTES)
        .keep_alive(true);
    let mut stop = std::pin::pin!(stop);
    loop {
        // A place first: beyond the cap connections wait in the kernel's queue instead of in our memory.
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or a connection gone before it was accepted.
                    tracing::warn!(%error, "accept failed");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "set_nodelay failed");
        }
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        let state = state.clone();
        tokio::spawn(async move {
            state.metrics.connections.inc();
            // A client that goes away in the middle is not our error.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
            state.metrics.connections.dec();
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("some requests did not finish in time"),
    }
}
