//! Listening for connections: what is sent too slowly is not waited for.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use super::error::ServeError;
use super::router::router;
use super::state::AppState;

/// How long the head of a request may take to come; an open connection that asks nothing is closed after it, too.
const HEAD: Duration = Duration::from_mins(1);

/// How long is waited where no connection can be taken, as when too many files are open.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves on 127.0.0.1 until interrupted (Ctrl-C). Port 0 takes any free one; `ready` is told the address once the
/// server listens.
///
/// # Errors
/// When the port is taken or may not be used, with what to do about it.
pub fn run(state: AppState, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::AddrInUse => ServeError::PortInUse(port),
                std::io::ErrorKind::PermissionDenied => ServeError::PortRefused(port),
                _ => ServeError::Io(error),
            })?;
        let address = listener.local_addr()?;
        ready(address);
        let state = Arc::new(state);
        let first = Arc::clone(&state);
        tokio::task::spawn_blocking(move || first.warm());
        let router = router(state, address.port());
        tokio::select! {
            () = accept(&listener, &router) => Ok(()),
            // An open page keeps its connection alive; waiting for it would keep the program from stopping.
            () = interrupted() => Ok(()),
        }
    });
    runtime.shutdown_background();
    result
}

/// Takes one connection after the other, for ever.
async fn accept(listener: &TcpListener, router: &Router) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(converse(stream, router.clone()))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Answers what is asked on one connection. Where the one who asks goes, the answer that is worked on is dropped.
async fn converse(stream: TcpStream, router: Router) {
    // Answers are whole: waiting to fill a packet gains nothing.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let conversation = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks off concerns only the one who asked.
    let _ = conversation.await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a way to hear Ctrl-C the system's own stops the program.
        std::future::pending::<()>().await;
    }
}
