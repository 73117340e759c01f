//! `cargo xtask dev`: the whole system on this machine, with demonstration credentials.

use crate::arguments::Ports;
use crate::build::{self, Part, Profile};
use crate::places::Places;
use crate::readiness::require_free;
use crate::setup::{self, Need};
use crate::stop::Result;

/// Builds, starts the sandbox org and the proxy, and stays until it is interrupted.
pub(crate) fn run(places: &Places, profile: Profile, ports: &Ports) -> Result<()> {
    require_free(ports.proxy, "--port")?;
    require_free(ports.sandbox, "--sandbox-port")?;
    let tools = setup::run(places, Need::Site)?;
    build::run(places, &tools, profile, Part::SITE)?;
    build::native(places, profile, &["casement-sandbox", "casement-proxy"])?;
    Ok(())
}
