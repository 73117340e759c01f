//! Programs of our own that stay up: their ports, their readiness, their end.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process;
use crate::stop::{Result, Stop, While};

/// How long a program may take from its start until it takes connections.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a program may take to end after it was asked to.
const FAREWELL: Duration = Duration::from_secs(5);

/// An address of this machine only.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// Stops with what to do when somebody else listens on the port.
pub(crate) fn require_free(port: u16, option: &str) -> Result<()> {
    match TcpListener::bind(local(port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(
            Stop::new(format!("port {port} can't be used: {error}")).help(format!(
                "end what listens there, or choose another port with `{option} N`"
            )),
        ),
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    TcpListener::bind(local(0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .or_stop(|| "find a free port".to_owned())
}

/// A running program that ends with this value.
pub(crate) struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    /// Starts a program and waits until it takes connections on the port.
    pub(crate) fn start(name: &'static str, command: &mut Command, port: u16) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .or_stop(|| format!("start {}", process::line(command)))?;
        let mut running = Self { name, child };
        let begin = Instant::now();
        while TcpStream::connect(local(port)).is_err() {
            running.require_alive()?;
            if begin.elapsed() > PATIENCE {
                return Err(Stop::new(format!(
                    "the {name} takes no connections on port {port}"
                )));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(running)
    }

    /// Stops with how the program ended, if it did.
    pub(crate) fn require_alive(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(Stop::new(format!("the {} ended ({status})", self.name))),
            Err(error) => Err(Stop::new(format!("the {} is lost: {error}", self.name))),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let asked = process::capture(Command::new("kill").arg(self.child.id().to_string()));
        let begin = Instant::now();
        while asked.is_ok() && begin.elapsed() < FAREWELL {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(20)),
                _ => return,
            }
        }
        // It may have ended by itself: then there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
