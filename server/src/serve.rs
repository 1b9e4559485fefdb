//! `landfall serve`: opens everything, says where to look, serves until told to stop.

use crate::config::Config;
use crate::state::AppState;
use crate::{accept, assets, router};
use anyhow::{Context, bail};
use services::clock::SystemClock;
use services::ctx::{Ctx, Viewer};
use services::db::Db;
use services::dice::Dice;
use services::identity::{Hasher, Seen};
use services::schema::{self, SchemaState};
use services::vault::Vault;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

/// Opens the database and the services' context for any subcommand.
pub async fn open(config: &Config, who: &str) -> anyhow::Result<Ctx> {
    crate::cli::folder::ready(&config.storage.data_dir)?;
    let dice = Dice::os();
    let given = config.storage.secret_key.as_ref().map(secrecy::ExposeSecret::expose_secret);
    let vault = Vault::open(&config.storage.data_dir, given, &dice).context("the secret key cannot be used")?;
    open_with(config, who, vault, dice).await
}

/// As [`open`], with keys somebody has opened before.
pub async fn open_with(config: &Config, who: &str, vault: Vault, dice: Dice) -> anyhow::Result<Ctx> {
    let db = Db::connect(&config.for_database()).await.context("could not open the database; check DATABASE_URL")?;
    Ok(Ctx {
        db,
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(config.hashing, &dice).context("the costs of passwords cannot be used")?,
        seen: Seen::default(),
        dice,
        vault,
        denials: services::audit::Denials::default(),
        board: services::opportunities::Board::default(),
        roll: services::mentorship::Roll::default(),
        looked: services::cohort::Looked::default(),
        config: Arc::new(config.for_services()),
        viewer: Viewer::house(who),
    })
}

/// Refuses to work on a schema this binary does not know, or does not know yet.
pub async fn require_schema(ctx: &Ctx) -> anyhow::Result<()> {
    match schema::state(&ctx.db, &crate::cli::migrate::known()).await.context("could not read the schema's state")? {
        SchemaState::UpToDate => Ok(()),
        SchemaState::Behind(steps) => {
            bail!(
                "the database is {steps} step(s) behind this binary; run `landfall migrate` first (it makes a backup)"
            )
        }
        SchemaState::Newer(names) => bail!(
            "the database was migrated by a newer landfall (unknown steps: {}); install that version or restore the backup made before the update",
            names.join(", ")
        ),
    }
}

/// Runs until SIGTERM or Ctrl-C.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let ctx = open(&config, "serve").await?;
    require_schema(&ctx).await?;
    if !services::vault::fits(&ctx).await.context("the people's keys could not be read")? {
        bail!(
            "the secret key here opens nothing that people have stored: put the copy of secret.key back into the data \
             folder (or LANDFALL_SECRET_KEY), in place of the one that was made just now"
        );
    }
    let again = services::identity::replay_erasures(&ctx).await.context("erasures could not be replayed")?;
    if again > 0 {
        tracing::warn!(people = again, "erased again: this database had been restored from a backup");
    }
    let listener = listen(config.http.addr)?;
    let metrics_addr = config.http.metrics_addr;
    let state = AppState::new(config, ctx.clone(), assets::hashes_beside_binary().as_deref());
    let app = router::build(&state);
    let (stop_sender, stop) = watch::channel(false);
    let watcher = tokio::spawn(services::version::watch(ctx.db.clone()));
    let jobs = tokio::spawn(crate::jobs::run(state.clone(), stop.clone()));
    let mail = tokio::spawn(services::mail::run(ctx.with_viewer(Viewer::house("mail")), stop.clone()));
    if let Some(addr) = metrics_addr {
        let side = listen(addr)?;
        tokio::spawn(accept::serve(side, router::metrics(&state), state.clone(), stopped(stop.clone())));
    }
    tokio::spawn(async move {
        signal().await;
        // Nobody listening any more means that serving has ended by itself.
        let _ = stop_sender.send(true);
    });
    announce(&state);
    accept::serve(listener, app, state.clone(), stopped(stop)).await;
    watcher.abort();
    if let Err(error) = jobs.await {
        tracing::warn!(%error, "the job loop ended badly");
    }
    if let Err(error) = mail.await {
        tracing::warn!(%error, "sending mail ended badly");
    }
    ctx.db.close().await.context("closing the database")?;
    tracing::info!("stopped");
    Ok(())
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that the sender is gone: stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

fn listen(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    let socket = if addr.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.context("opening a socket")?;
    socket.set_reuseaddr(true).context("opening a socket")?;
    socket.bind(addr).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow::anyhow!(
                "{addr} is in use by another program; stop it or set LANDFALL_ADDR to a free port, e.g. 127.0.0.1:3100"
            )
        }
        _ => anyhow::anyhow!("could not listen on {addr}: {error}; set LANDFALL_ADDR to an address of this machine"),
    })?;
    socket.listen(1024).with_context(|| format!("could not listen on {addr}"))
}

async fn signal() {
    let term = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut term) => {
                term.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "no SIGTERM handler");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = term => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[expect(clippy::print_stdout, reason = "for the person who started it; logs go to stderr")]
fn announce(state: &AppState) {
    let url = &state.config.http.public_url;
    let full = |path: app::routes::Path| path.absolute(url);
    println!("Landfall is ready. Worth opening:");
    println!("  home        {}", full(app::routes::home()));
    println!("  events      {}", full(app::routes::events()));
    println!("  feed        {}", full(app::routes::feed_all()));
    println!("  style guide {}", full(app::routes::styleguide()));
    println!("Stop with Ctrl-C.");
}
