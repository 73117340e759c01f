//! The control plane under `/__emulator__/`: what a test does to the org, which no Salesforce has.
//!
//! Fenced: calls that a web page makes (they carry `Origin` or `Sec-Fetch-Site`) are refused, and
//! no answer holds a password, token or session id.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::faults::Fault;
use crate::moment;
use crate::seed;
use crate::state::State;
use crate::wire::{Reply, Request};

/// First segment of every control address.
pub(crate) const PREFIX: &str = "__emulator__";

/// Calls that are remembered.
const REMEMBERED: usize = 1000;

/// The latest calls, without anything secret.
#[derive(Debug, Default)]
pub(crate) struct CallLog {
    calls: VecDeque<Value>,
}

impl CallLog {
    /// Remembers a call to the API. Of headers only Salesforce's own and the client's name are
    /// kept, of bodies only JSON; login bodies never.
    pub(crate) fn note(&mut self, at: String, request: &Request, status: Option<u16>) {
        let headers: BTreeMap<&str, &str> = request
            .headers
            .iter()
            .filter(|(name, _)| {
                name.starts_with("sforce-")
                    || matches!(
                        name.as_str(),
                        "user-agent" | "idempotency-key" | "content-type"
                    )
            })
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let query: Map<String, Value> = request
            .query
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let login = request.path.contains("/Soap/") || request.path.contains("/oauth2/");
        let body = if login {
            Value::Null
        } else {
            serde_json::from_slice(&request.body).unwrap_or(Value::Null)
        };
        if self.calls.len() >= REMEMBERED {
            self.calls.pop_front();
        }
        self.calls.push_back(json!({
            "at": at,
            "method": request.method,
            "path": request.path,
            "query": if login { Value::Null } else { Value::Object(query) },
            "headers": headers,
            "body": body,
            "status": status,
        }));
    }
}

/// Answers a call to the control plane.
pub(crate) fn handle(state: &mut State, request: &Request) -> Reply {
    let from_page = request.header("origin").is_some()
        || request
            .header("sec-fetch-site")
            .is_some_and(|site| site != "none");
    if from_page {
        return refuse(403, "the control plane is not for web pages");
    }
    let segments = request.segments();
    let rest: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (request.method.as_str(), rest.as_slice()) {
        ("POST", ["reset"]) => {
            state.reset();
            done()
        }
        ("POST", ["seed"]) => with_body(request, |body| plant(state, &body)),
        ("GET", ["faults"]) => Reply::json(200, json!(state.faults.list().collect::<Vec<_>>())),
        ("POST", ["faults"]) => with_body(request, |body| add_fault(state, body)),
        ("DELETE", ["faults"]) => {
            state.faults.clear();
            done()
        }
        ("POST", ["expire-sessions"]) => {
            state.sessions.expire_all();
            done()
        }
        ("GET", ["clock"]) => clock(state),
        ("POST", ["clock"]) => with_body(request, |body| set_clock(state, &body)),
        ("GET", ["calls"]) => Reply::json(200, json!(state.calls.calls)),
        ("DELETE", ["calls"]) => {
            state.calls = CallLog::default();
            done()
        }
        ("PATCH", ["org"]) => with_body(request, |body| configure(state, &body)),
        _ => refuse(
            404,
            "the control plane has POST reset, POST seed, GET|POST|DELETE faults, POST expire-sessions, GET|POST clock, GET|DELETE calls, PATCH org",
        ),
    }
}

fn done() -> Reply {
    Reply::json(200, json!({"ok": true}))
}

fn refuse(status: u16, why: &str) -> Reply {
    Reply::json(status, json!({"ok": false, "error": why}))
}

fn with_body(request: &Request, act: impl FnOnce(Value) -> Reply) -> Reply {
    match serde_json::from_slice(&request.body) {
        Ok(body) => act(body),
        Err(error) => refuse(400, &error.to_string()),
    }
}

fn clock(state: &mut State) -> Reply {
    Reply::json(200, json!({"now": state.stamp()}))
}

fn set_clock(state: &mut State, body: &Value) -> Reply {
    let to = body.get("now").and_then(Value::as_str);
    let by = body.get("advanceSeconds").and_then(Value::as_i64);
    match (to.map(moment::read), by) {
        (Some(Some(to)), None) => state.clock.set(to),
        (None, Some(by)) if by >= 0 => state.clock.advance(by.saturating_mul(1000)),
        _ => {
            return refuse(
                400,
                "give either now, an ISO 8601 moment, or advanceSeconds, a number from 0",
            );
        }
    }
    clock(state)
}

fn add_fault(state: &mut State, body: Value) -> Reply {
    match serde_json::from_value::<Fault>(body) {
        Err(error) => refuse(400, &error.to_string()),
        Ok(fault) => match fault.mistake() {
            Some(mistake) => refuse(400, mistake),
            None => {
                state.faults.add(fault);
                done()
            }
        },
    }
}

/// Plants records in order: `{"records": [{"type": "Contact", "fields": {...}}]}`.
fn plant(state: &mut State, body: &Value) -> Reply {
    let Some(records) = body.get("records").and_then(Value::as_array) else {
        return refuse(400, "give records, a list of {type, fields}");
    };
    let before = state.store.clone();
    let mut planted = Vec::new();
    for record in records {
        let object = record
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let fields = record
            .get("fields")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        match seed::plant(state, object, &fields) {
            Ok(id) => planted.push(json!({"type": object, "id": id})),
            Err(why) => {
                state.store = before;
                return refuse(400, &why);
            }
        }
    }
    Reply::json(200, json!({"ok": true, "records": planted}))
}

/// Merges settings into the org's configuration; what is left out stays.
fn configure(state: &mut State, body: &Value) -> Reply {
    let Some(changes) = body.as_object() else {
        return refuse(400, "give an object of settings");
    };
    let merged = serde_json::to_value(&state.config)
        .ok()
        .and_then(|config| match config {
            Value::Object(mut config) => {
                config.extend(changes.clone());
                Some(Value::Object(config))
            }
            _ => None,
        });
    match merged.map(serde_json::from_value) {
        Some(Ok(config)) => {
            state.config = config;
            seed::configured(state);
            done()
        }
        Some(Err(error)) => refuse(400, &error.to_string()),
        None => refuse(500, "the configuration can't be written"),
    }
}
