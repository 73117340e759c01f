//! `casement converse`: a conversation from events as JSON lines.
//!
//! One event a line gives one line with the list of actions that are due. A line that is no event
//! gives an error in place of the list, and the conversation goes on as if it had not been there.

use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use casement_support::{Action, Conversation, Event, FormCatalog};
use clap::Args;

use crate::host::Moment;
use crate::lines::{Failure, Outcome, open};
use crate::prompt::site_forms;

/// What `casement converse` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    moment: Moment,
    /// A folder of the site's own forms, `<keyName>.json`.
    #[arg(long, value_name = "DIR")]
    forms: Option<PathBuf>,
    /// JSON lines; standard input where it is missing or `-`.
    file: Option<PathBuf>,
}

/// Leads the conversation.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let host = arguments.moment.host()?;
    let forms = match &arguments.forms {
        Some(folder) => site_forms(folder)?,
        None => FormCatalog::standard(),
    };
    let mut conversation = Conversation::new(forms, Rc::new(host));
    let path = arguments.file.as_deref();
    let input = open(path)?;
    let output = BufWriter::new(io::stdout().lock());
    lead(&mut conversation, input, output, path)
}

fn lead(
    conversation: &mut Conversation,
    mut input: impl BufRead,
    mut output: impl Write,
    path: Option<&Path>,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Complete;
    let mut bytes = Vec::new();
    for number in 1_u32.. {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        let read = read.map_err(|error| {
            Failure::Read(path.map_or_else(|| "-".into(), Path::to_owned), error)
        })?;
        if read == 0 {
            break;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = match event(&bytes) {
            Ok(event) => actions_json(&conversation.handle(event)),
            Err((code, message)) => {
                outcome = Outcome::SomeRefused;
                error_json(code, &message, number)
            }
        };
        // Whoever leads a conversation from outside waits for each answer.
        writeln!(output, "{answer}")
            .and_then(|()| output.flush())
            .map_err(Failure::Write)?;
    }
    Ok(outcome)
}

fn event(bytes: &[u8]) -> Result<Event, (&'static str, String)> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| ("line/not-utf8", "no UTF-8 text".to_owned()))?;
    Event::from_json(text.trim()).map_err(|error| (error.code, error.message))
}

fn actions_json(actions: &[Action]) -> String {
    let actions: Vec<String> = actions.iter().map(Action::to_json).collect();
    format!("[{}]", actions.join(","))
}

fn error_json(code: &str, message: &str, line: u32) -> String {
    use casement_support::form::{Object, Value};
    let error: Object = [
        ("code", Value::from(code)),
        ("message", message.into()),
        ("line", f64::from(line).into()),
    ]
    .into_iter()
    .collect();
    let line: Object = [("error", Value::from(error))].into_iter().collect();
    Value::from(line).to_json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn led(input: &str) -> (Outcome, Vec<String>) {
        let host = crate::host::FixedHost {
            functions: Default::default(),
            now: 0.0,
            zone: TimeZone::UTC,
        };
        let mut conversation = Conversation::new(FormCatalog::standard(), Rc::new(host));
        let mut output = Vec::new();
        let outcome = lead(&mut conversation, input.as_bytes(), &mut output, None).unwrap();
        let text = String::from_utf8(output).unwrap();
        (outcome, text.lines().map(str::to_owned).collect())
    }

    #[test]
    fn each_event_gives_a_line_with_the_actions() {
        let (outcome, lines) = led("{\"choose\":\"caseStatus\"}\n\n{\"consent\":true}\n");
        assert_eq!(outcome, Outcome::Complete);
        let form = r#"[{"showForm":{"form":"Fetch_status_of_a_case","prefill":{}}}]"#;
        assert_eq!(lines, [form, "[]"]);
    }

    #[test]
    fn a_malformed_event_gives_an_error_and_the_conversation_goes_on() {
        let (outcome, lines) = led("{\"say\":\n{\"shout\":1}\n{\"choose\":\"createCase\"}");
        assert_eq!(outcome, Outcome::SomeRefused);
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with(r#"{"error":{"code":"event/json","message":"#));
        assert!(lines[1].starts_with(r#"{"error":{"code":"event/unknown","message":"#));
        assert!(lines[1].ends_with(r#","line":2}}"#), "{}", lines[1]);
        assert!(lines[2].contains("Create_case"));
    }
}
