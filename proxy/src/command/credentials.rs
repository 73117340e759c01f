//! `casement-proxy credentials set` and `check`.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use casement_proxy::org;
use casement_proxy::salesforce::{Credentials, SANDBOX_DOMAIN, Vault};
use clap::{Args, Subcommand};
use secrecy::SecretString;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{Failure, Room};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Encrypt and save username, password, security token and domain.
    ///
    /// Password and security token come from CASEMENT_PASSWORD and CASEMENT_SECURITY_TOKEN, else
    /// from standard input (one line each), else from a prompt. They are never arguments, which
    /// every user of the machine could read.
    Set(Set),
    /// Log in with the saved credentials and say at which gate it was stopped, if it was.
    Check,
}

#[derive(Args)]
pub(crate) struct Set {
    /// The username of the integration user.
    #[arg(long)]
    username: Option<String>,
    /// login, test, a My Domain such as acme.my, or sandbox for a sandbox org on this machine.
    #[arg(long)]
    domain: Option<String>,
}

pub(crate) async fn run(room: Room, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Set(set) => save(room, set),
        Command::Check => check(room).await,
    }
}

fn save(room: Room, set: Set) -> Result<ExitCode, Failure> {
    let username = match set.username {
        Some(username) => username,
        None => ask("Username: ")?,
    };
    let domain = match (set.domain, &room.settings.salesforce.sandbox_org) {
        (Some(domain), _) => domain,
        (None, Some(_)) => SANDBOX_DOMAIN.to_owned(),
        (None, None) if std::io::stdin().is_terminal() => {
            let domain = ask("Domain (login): ")?;
            if domain.is_empty() {
                String::from("login")
            } else {
                domain
            }
        }
        (None, None) => String::from("login"),
    };
    let password = secret("CASEMENT_PASSWORD", "Password: ")?;
    let token = secret(
        "CASEMENT_SECURITY_TOKEN",
        "Security token (empty if none is needed): ",
    )?;
    let credentials = Credentials::new(&username, password, token, &domain)?;
    let file = room.settings.salesforce.credentials;
    Vault::new(file.clone(), room.key).save(&credentials)?;
    match room.json {
        true => println!("{}", json!({ "saved": file })),
        false => println!("Saved in {}.", file.display()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(room: Room) -> Result<ExitCode, Failure> {
    let outcome = org(&room.settings, room.key)?.log_in().await;
    match room.json {
        true => {
            let problem = outcome.as_ref().err().map(ToString::to_string);
            println!(
                "{}",
                json!({ "login": outcome.is_ok(), "problem": problem })
            );
        }
        false => match &outcome {
            Ok(()) => println!("login: ok"),
            Err(cause) => println!("login: {cause}"),
        },
    }
    Ok(match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

fn secret(variable: &str, prompt: &str) -> Result<SecretString, Failure> {
    if let Ok(value) = std::env::var(variable) {
        return Ok(SecretString::from(value));
    }
    if std::io::stdin().is_terminal() {
        return Ok(SecretString::from(rpassword::prompt_password(prompt)?));
    }
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n'])))
}

fn ask(prompt: &str) -> Result<String, Failure> {
    eprint!("{prompt}");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
