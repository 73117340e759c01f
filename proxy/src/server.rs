//! A router on a socket.

use std::future::Future;
use std::net::SocketAddr;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::start::StartError;

/// A proxy that has its address and waits to run.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
}

impl Server {
    /// Takes the address. Port 0 takes any free port.
    ///
    /// # Errors
    /// Where the address can't be had.
    pub async fn bind(address: SocketAddr, router: Router) -> Result<Server, StartError> {
        let error = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(error)?;
        Ok(Server {
            address: listener.local_addr().map_err(error)?,
            listener,
            router,
        })
    }

    /// The address that it has.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `end` is ready; requests under way are answered.
    ///
    /// # Errors
    /// Where the socket fails.
    pub async fn run(
        self,
        end: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartError> {
        let listener = self.listener.tap_io(|stream| {
            // An answer is one small write; waiting to fill a packet would only delay it.
            let _ = stream.set_nodelay(true);
        });
        let service = self
            .router
            .into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(end)
            .await
            .map_err(StartError::Serve)
    }
}
