//! `cargo xtask dev`: the whole system on this machine, with demonstration credentials.
//!
//! What the proxy needs is written to `target/dev`: its settings, the encrypted credentials and
//! their key. The credentials are those of the sandbox org's demonstration user, not secret at all.

use std::path::{Path, PathBuf};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::arguments::Ports;
use crate::build::{self, Part, Profile};
use crate::places::Places;
use crate::process;
use crate::readiness::{Running, require_free};
use crate::setup::{self, Need};
use crate::stop::{Result, While};

/// The sandbox org's demonstration user.
const USERNAME: &str = "agent@casement.example";
const PASSWORD: &str = "sandbox";
const SECURITY_TOKEN: &str = "TOKEN";

/// Builds, starts the sandbox org and the proxy, and stays until it is interrupted.
pub(crate) fn run(places: &Places, profile: Profile, ports: &Ports) -> Result<()> {
    require_free(ports.proxy, "--port")?;
    require_free(ports.sandbox, "--sandbox-port")?;
    let tools = setup::run(places, Need::Site)?;
    build::run(places, &tools, profile, Part::SITE)?;
    let programs = build::native(places, profile, &["casement-sandbox", "casement-proxy"])?;

    // From here on an interrupt ends the programs, too.
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])
        .or_stop(|| "listen for the interrupt key".to_owned())?;
    let config = write_settings(places, ports)?;
    store_credentials(&programs, &config)?;

    let mut sandbox = process::outside(programs.join("casement-sandbox"));
    sandbox
        .args(["--listen", &format!("127.0.0.1:{}", ports.sandbox)])
        .stdout(std::process::Stdio::null());
    let mut sandbox = Running::start("sandbox org", &mut sandbox, ports.sandbox)?;
    let mut proxy = process::outside(programs.join("casement-proxy"));
    proxy
        .args(["serve", "--config"])
        .arg(&config)
        .stdout(std::process::Stdio::null());
    let mut proxy = Running::start("proxy", &mut proxy, ports.proxy)?;

    println!("{}", welcome(ports));
    loop {
        if signals.pending().next().is_some() {
            eprintln!("\nstopping");
            return Ok(());
        }
        sandbox.require_alive()?;
        proxy.require_alive()?;
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn welcome(ports: &Ports) -> String {
    let (proxy, sandbox) = (ports.proxy, ports.sandbox);
    format!(
        "
  host page     http://127.0.0.1:{proxy}/
  form preview  http://127.0.0.1:{proxy}/preview/
  sandbox org   http://127.0.0.1:{sandbox}/  (control plane: /__emulator__/)

  A case to ask for: 00001026 with johnsmith@xyz.com
  Ctrl-C stops everything."
    )
}

/// Writes the proxy's settings, and returns where they are.
fn write_settings(places: &Places, ports: &Ports) -> Result<PathBuf> {
    let folder = places.target().join("dev");
    std::fs::create_dir_all(&folder).or_stop(|| format!("create {}", folder.display()))?;
    let path = folder.join("proxy.toml");
    std::fs::write(&path, settings(ports)).or_stop(|| format!("write {}", path.display()))?;
    Ok(path)
}

/// The settings of the demonstration: relative paths are those of their folder.
fn settings(ports: &Ports) -> String {
    let (proxy, sandbox) = (ports.proxy, ports.sandbox);
    format!(
        r#"# Written by `cargo xtask dev`, anew at each start.
listen = "127.0.0.1:{proxy}"
allowedOrigins = ["http://127.0.0.1:{proxy}", "http://localhost:{proxy}"]
assets = "../site"

[salesforce]
credentials = "credentials.json"
keyFile = "casement.key"
sandboxOrg = "http://127.0.0.1:{sandbox}"

[salesforce.flows.CreateSupportCase]
inputs = ["firstName", "lastName", "email", "phone", "subject", "caseDescription"]
required = ["firstName", "lastName", "email", "subject", "caseDescription"]
caseNumberOutput = "caseNumber"

[salesforce.updates.Priority]
values = ["High", "Medium", "Low"]

[salesforce.updates.Description]
maxLength = 32000
"#
    )
}

fn store_credentials(programs: &Path, config: &Path) -> Result<()> {
    let mut set = process::outside(programs.join("casement-proxy"));
    set.args(["credentials", "set", "--username", USERNAME, "--config"])
        .arg(config)
        .env("CASEMENT_PASSWORD", PASSWORD)
        .env("CASEMENT_SECURITY_TOKEN", SECURITY_TOKEN);
    process::quietly(&mut set)
}
