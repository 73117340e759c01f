//! `casement-proxy`: serve, keep credentials, test the connection.

mod command;
mod log;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casement_proxy::Settings;
use casement_proxy::salesforce::KeySource;
use clap::{Parser, Subcommand};
use secrecy::SecretString;

/// The support-case tools over HTTP, with a Salesforce org behind them.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The settings file; `casement-proxy.toml` here, where there is one.
    #[arg(long, env = "CASEMENT_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// What to log on standard error: error, warn, info, debug or trace. `serve` logs from info on,
    /// the other commands say what is to be said by themselves.
    #[arg(long, env = "CASEMENT_LOG", global = true)]
    log: Option<tracing::Level>,
    /// Results and log as JSON lines.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the tools and the widget.
    Serve,
    /// Keep the credentials of the org.
    #[command(subcommand)]
    Credentials(command::credentials::Command),
    /// Test the org before going live: log in, and create and look up a case where asked to.
    Check(command::check::Arguments),
}

/// What every command needs.
struct Room {
    settings: Settings,
    key: KeySource,
    json: bool,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let serving = matches!(arguments.command, Command::Serve);
    let level = arguments.log.or(serving.then_some(tracing::Level::INFO));
    if let Some(level) = level {
        log::start(level, arguments.json);
    }
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let room = room(arguments.config, arguments.json)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match arguments.command {
        Command::Serve => runtime.block_on(command::serve::run(room)),
        Command::Credentials(command) => runtime.block_on(command::credentials::run(room, command)),
        Command::Check(arguments) => runtime.block_on(command::check::run(room, arguments)),
    }
}

fn room(config: Option<PathBuf>, json: bool) -> Result<Room, Failure> {
    let usual = Path::new("casement-proxy.toml");
    let config = config.or_else(|| usual.exists().then(|| usual.to_owned()));
    let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let settings = Settings::load(config.as_deref(), environment)?;
    let key = match environment("CASEMENT_PASSPHRASE") {
        Some(passphrase) => KeySource::Passphrase(SecretString::from(passphrase)),
        None => KeySource::File(settings.salesforce.key_file.clone()),
    };
    Ok(Room {
        settings,
        key,
        json,
    })
}
