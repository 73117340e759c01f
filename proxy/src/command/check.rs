//! `casement-proxy check`: the operator's test of the org before going live (R34).

use std::process::ExitCode;

use casement_proxy::org;
use casement_proxy::salesforce::{Org, OrgError};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::{Failure, Room};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Create a test case with this email.
    #[arg(long, requires = "email")]
    create: bool,
    /// Look a case up: the one just created, or that of --case-number and --email.
    #[arg(long, requires = "email")]
    lookup: bool,
    /// The case to look up.
    #[arg(long)]
    case_number: Option<String>,
    /// The email of the case.
    #[arg(long)]
    email: Option<String>,
}

pub(crate) async fn run(room: Room, arguments: Arguments) -> Result<ExitCode, Failure> {
    let org = org(&room.settings, room.key)?;
    let report = Report { json: room.json };
    if let Err(cause) = org.log_in().await {
        return Ok(report.failed("login", cause.to_string()));
    }
    report.passed("login", json!({}));
    let email = arguments.email.unwrap_or_default();
    let mut case_number = arguments.case_number;
    if arguments.create {
        match org.create(&test_case(&email)).await {
            Ok(created) => {
                case_number = Some(created.case_number.clone());
                report.passed("create", json!(created));
            }
            Err(error) => return Ok(report.failed("create", words(&error))),
        }
    }
    if arguments.lookup {
        let Some(case_number) = case_number else {
            return Err("--lookup needs --case-number, or --create before it".into());
        };
        return Ok(look_up(&org, &report, &case_number, &email).await);
    }
    Ok(ExitCode::SUCCESS)
}

async fn look_up(org: &Org, report: &Report, case_number: &str, email: &str) -> ExitCode {
    match org.look_up(case_number, email).await {
        Ok(status) => {
            report.passed("lookup", json!(status));
            ExitCode::SUCCESS
        }
        Err(error) => report.failed("lookup", words(&error)),
    }
}

/// A case that says of itself what it is.
fn test_case(email: &str) -> Map<String, Value> {
    [
        ("firstName", "Casement"),
        ("lastName", "check"),
        ("email", email),
        ("phone", ""),
        ("subject", "Test of the connection"),
        (
            "caseDescription",
            "Created by casement-proxy check. It can be closed.",
        ),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), Value::from(value)))
    .collect()
}

fn words(error: &OrgError) -> String {
    match error {
        OrgError::NotFound => String::from("no case matches this case number and email"),
        OrgError::Invalid(problems) => problems
            .iter()
            .map(|problem| match &problem.field {
                Some(field) => format!("{field}: {}", problem.message),
                None => problem.message.clone(),
            })
            .collect::<Vec<_>>()
            .join("; "),
        OrgError::Unavailable(cause) => cause.to_string(),
    }
}

struct Report {
    json: bool,
}

impl Report {
    fn passed(&self, step: &str, result: Value) {
        match self.json {
            true => println!("{}", json!({"step": step, "ok": true, "result": result})),
            false => match result.get("CaseNumber").and_then(Value::as_str) {
                Some(number) => println!("{step}: ok, case {number}"),
                None => println!("{step}: ok"),
            },
        }
    }

    fn failed(&self, step: &str, reason: String) -> ExitCode {
        match self.json {
            true => println!("{}", json!({"step": step, "ok": false, "problem": reason})),
            false => println!("{step}: {reason}"),
        }
        ExitCode::FAILURE
    }
}
