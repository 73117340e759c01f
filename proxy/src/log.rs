//! The log: on standard error, in words or as JSON lines.
//!
//! The level is that of the proxy's own lines. Libraries below it are heard from `warn` on only:
//! what they would say in detail includes addresses with queries in them, and bodies.

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub(crate) fn start(level: Level, json: bool) {
    let targets = Targets::new()
        .with_default(Level::WARN.min(level))
        .with_target("casement_proxy", level);
    let registry = tracing_subscriber::registry().with(targets);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match json {
        true => registry.with(layer.json()).init(),
        false => registry.with(layer.with_target(false)).init(),
    }
}
