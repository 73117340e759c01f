//! `casement-proxy serve`.

use std::process::ExitCode;

use casement_proxy::salesforce::Vault;
use casement_proxy::{Server, app};
use serde_json::json;
use tracing::error;

use crate::{Failure, Room};

pub(crate) async fn run(room: Room) -> Result<ExitCode, Failure> {
    // A widget without an org still says that it can't help right now, and credentials that are
    // saved meanwhile are used at once: so this is said, but no reason not to start.
    let vault = Vault::new(
        room.settings.salesforce.credentials.clone(),
        room.key.clone(),
    );
    if let Err(problem) = vault.load() {
        error!("{problem}");
    }
    let router = app(&room.settings, room.key)?;
    let server = Server::bind(room.settings.listen, router).await?;
    let address = format!("http://{}", server.address());
    match room.json {
        true => println!("{}", json!({ "address": address })),
        false => println!("casement-proxy serves {address}"),
    }
    server.run(ended()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Ready when the process is asked to end.
async fn ended() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
