//! `casement-sandbox`: the sandbox org as a process.

use std::process::ExitCode;

use casement_sandbox::{Org, OrgConfig, Sandbox};
use lexopt::prelude::*;

const HELP: &str = "\
The sandbox org: a local Salesforce for development and tests.

Usage: casement-sandbox [OPTIONS]

  --listen ADDRESS     address and port [default: 127.0.0.1:8788]; port 0 takes a free one
  --data FILE          keep the records in a file
  --config FILE        the org's configuration as JSON; what it leaves out is as in the demonstration
  --username NAME      user name of the first user [default: agent@casement.example]
  --password TEXT      password of the first user [default: sandbox]
  --token TEXT         security token of the first user [default: TOKEN]
  --json               print one JSON line instead of text for people
  --help               print this
";

struct Options {
    listen: String,
    data: Option<String>,
    config: OrgConfig,
    json: bool,
}

fn options() -> Result<Option<Options>, String> {
    let mut listen = "127.0.0.1:8788".to_owned();
    let mut data = None;
    let mut config = OrgConfig::default();
    let mut json = false;
    let (mut username, mut password, mut token) = (None, None, None);
    let mut arguments = lexopt::Parser::from_env();
    let text = |arguments: &mut lexopt::Parser| {
        arguments
            .value()
            .and_then(|value| value.string())
            .map_err(|error| error.to_string())
    };
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        match argument {
            Long("listen") => listen = text(&mut arguments)?,
            Long("data") => data = Some(text(&mut arguments)?),
            Long("config") => {
                let file = text(&mut arguments)?;
                let bytes = std::fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
                config =
                    serde_json::from_slice(&bytes).map_err(|error| format!("{file}: {error}"))?;
            }
            Long("username") => username = Some(text(&mut arguments)?),
            Long("password") => password = Some(text(&mut arguments)?),
            Long("token") => token = Some(text(&mut arguments)?),
            Long("json") => json = true,
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if let Some(user) = config.users.first_mut() {
        let run_as = user.username.clone();
        if let Some(username) = username {
            for client in &mut config.clients {
                if client.run_as.as_deref() == Some(&run_as) {
                    client.run_as = Some(username.clone());
                }
            }
            user.username = username;
        }
        user.password = password.unwrap_or_else(|| user.password.clone());
        user.security_token = token.unwrap_or_else(|| user.security_token.clone());
    }
    Ok(Some(Options {
        listen,
        data,
        config,
        json,
    }))
}

#[tokio::main]
async fn main() -> ExitCode {
    match options() {
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Some(options)) => run(options).await,
        Err(message) => {
            eprintln!("{message}\nTry casement-sandbox --help.");
            ExitCode::from(2)
        }
    }
}

async fn run(options: Options) -> ExitCode {
    let user = options.config.users.first().cloned().unwrap_or_default();
    let org = match options.data {
        None => Org::new(options.config),
        Some(file) => match Org::with_file(options.config, &file) {
            Ok(org) => org,
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        },
    };
    let sandbox = match Sandbox::start(org, &options.listen).await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("{}: {error}", options.listen);
            return ExitCode::FAILURE;
        }
    };
    if options.json {
        let line = serde_json::json!({
            "url": sandbox.url(),
            "username": user.username,
            "password": user.password,
            "securityToken": user.security_token,
        });
        println!("{line}");
    } else {
        println!("The sandbox org is at {}", sandbox.url());
        println!("  user name       {}", user.username);
        println!("  password        {}", user.password);
        println!("  security token  {}", user.security_token);
        println!(
            "Control plane: {}/__emulator__/   Stop with Ctrl-C.",
            sandbox.url()
        );
    }
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
