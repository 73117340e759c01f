//! The REST API under `/services/data/`: versions, authorization, and the way to each resource.
//!
//! Behaviour: REST API Developer Guide. What Salesforce has and this org has not is refused by
//! name with status 501, never with an empty success.

mod bulk;
mod composite;
mod describe;
mod flow;
pub(crate) mod oauth;
mod query;
mod rows;

use serde_json::{Value, json};

use crate::state::State;
use crate::wire::{Problem, Reply, Request};

/// Supported versions. Older ones are gone, newer ones are not there yet.
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=68;

/// Parts of the REST API that are known and left out.
const LEFT_OUT: [&str; 24] = [
    "analytics",
    "apexrest",
    "appMenu",
    "async-queries",
    "chatter",
    "commerce",
    "connect",
    "consent",
    "dedupe",
    "event",
    "folders",
    "identity",
    "jobs",
    "knowledgeManagement",
    "metadata",
    "parameterizedSearch",
    "process",
    "quickActions",
    "recent",
    "search",
    "support",
    "theme",
    "tooling",
    "ui-api",
];

/// Who calls, and at which version.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) username: String,
    /// `68.0`
    pub(crate) version: String,
}

/// Answers a call to `/services/data/...`.
pub(crate) fn handle(state: &mut State, request: &Request, instance: &str) -> Reply {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    let Some((version, _)) = parts.split_first() else {
        return Reply::json(200, versions());
    };
    let version = match self::version(version) {
        Ok(version) => version,
        Err(problem) => return problem.into(),
    };
    state.usage += 1;
    let reply = match authorize(state, request) {
        Ok(username) => {
            if state.usage > state.config.daily_calls {
                Problem::new(
                    403,
                    "REQUEST_LIMIT_EXCEEDED",
                    "TotalRequests Limit exceeded.",
                )
                .into()
            } else {
                let caller = Caller { username, version };
                match resource(state, &caller, request, instance) {
                    Ok(reply) => reply,
                    Err(problem) => problem.into(),
                }
            }
        }
        Err(problem) => problem.into(),
    };
    reply.with(
        "sforce-limit-info",
        format!("api-usage={}/{}", state.usage, state.config.daily_calls),
    )
}

/// `v68.0` to `68.0`.
fn version(segment: &str) -> Result<String, Problem> {
    let number = segment
        .strip_prefix('v')
        .and_then(|text| text.strip_suffix(".0"))
        .and_then(|text| text.parse::<u32>().ok());
    match number {
        Some(number) if VERSIONS.contains(&number) => Ok(format!("{number}.0")),
        Some(number) if number < *VERSIONS.start() => Err(Problem::new(
            410,
            "GONE",
            "The requested resource has been retired or removed. Delete or update any references to the resource.",
        )),
        _ => Err(Problem::not_found()),
    }
}

fn versions() -> Value {
    let seasons = ["Spring", "Summer", "Winter"];
    VERSIONS
        .map(|version| {
            // 66.0 is Spring '26; three releases a year, and Winter carries the next year's number.
            let since = version + 12;
            let season = usize::try_from(since % 3).ok().and_then(|season| seasons.get(season)).copied().unwrap_or("");
            let year = since / 3 + u32::from(since % 3 == 2);
            json!({"label": format!("{season} '{year}"), "url": format!("/services/data/v{version}.0"), "version": format!("{version}.0")})
        })
        .collect()
}

fn authorize(state: &mut State, request: &Request) -> Result<String, Problem> {
    let header = request.header("authorization").unwrap_or("");
    let token = header.split_once(' ').filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth")
    });
    let Some((_, token)) = token else {
        return Err(Problem::new(
            401,
            "INVALID_AUTH_HEADER",
            "INVALID_AUTH_HEADER",
        ));
    };
    let now = state.now();
    let lifetime = state.config.session_seconds.saturating_mul(1000);
    match state.sessions.alive(token.trim(), lifetime, now) {
        None => Err(Problem::new(
            401,
            "INVALID_SESSION_ID",
            "Session expired or invalid",
        )),
        Some(session) if session.password_expired => Err(Problem::new(
            403,
            "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
            "The users password has expired, you must call SetPassword before attempting any other API operations",
        )),
        Some(session) => Ok(session.username.clone()),
    }
}

/// Answers a call whose caller is known; parts of a composite come here too.
fn resource(
    state: &mut State,
    caller: &Caller,
    request: &Request,
    instance: &str,
) -> Result<Reply, Problem> {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().skip(3).map(String::as_str).collect();
    let method = effective_method(request);
    match parts.as_slice() {
        [] => only(method, "GET").map(|()| Reply::json(200, root(state, caller, instance))),
        ["limits"] => only(method, "GET").map(|()| Reply::json(200, limits(state))),
        ["query"] => only(method, "GET").and_then(|()| query::run(state, caller, request, false)),
        ["queryAll"] => only(method, "GET").and_then(|()| query::run(state, caller, request, true)),
        ["query" | "queryAll", cursor] => {
            only(method, "GET").and_then(|()| query::more(state, caller, cursor))
        }
        ["sobjects"] => {
            only(method, "GET").map(|()| Reply::json(200, describe::all(&caller.version)))
        }
        ["sobjects", object] => rows::collection(state, caller, method, object, request),
        ["sobjects", object, "describe"] => only(method, "GET")
            .and_then(|()| describe::one(state, object, &caller.version, request)),
        ["sobjects", object, id] => rows::single(state, caller, method, object, id, request),
        ["sobjects", object, field, value] => Err(rows::external(object, field, value)),
        ["composite"] => composite::handle(state, caller, method, request, instance),
        ["composite", "sobjects", rest @ ..] => bulk::handle(state, caller, method, rest, request),
        ["composite", other, ..] => Err(Problem::not_imitated(&format!("/composite/{other}"))),
        ["actions"] => only(method, "GET").map(|()| {
            Reply::json(
                200,
                json!({"custom": format!("/services/data/v{}/actions/custom", caller.version)}),
            )
        }),
        ["actions", "custom"] => only(method, "GET").map(|()| {
            Reply::json(
                200,
                json!({"flow": format!("/services/data/v{}/actions/custom/flow", caller.version)}),
            )
        }),
        ["actions", "custom", "flow"] => {
            only(method, "GET").map(|()| Reply::json(200, flow::list(state, &caller.version)))
        }
        ["actions", "custom", "flow", name] => flow::handle(state, caller, method, name, request),
        ["actions", kind, ..] => Err(Problem::not_imitated(&format!("/actions/{kind}"))),
        [first, ..] if LEFT_OUT.contains(first) => Err(Problem::not_imitated(&format!("/{first}"))),
        _ => Err(Problem::not_found()),
    }
}

/// POST with `?_HttpMethod=PATCH` stands for PATCH, for clients that can't send it.
fn effective_method(request: &Request) -> &str {
    match request.parameter("_HttpMethod") {
        Some(method) if request.method == "POST" && method.eq_ignore_ascii_case("PATCH") => "PATCH",
        _ if request.method == "HEAD" => "GET",
        _ => &request.method,
    }
}

fn only(method: &str, allowed: &str) -> Result<(), Problem> {
    if method == allowed {
        Ok(())
    } else {
        Err(Problem::method(
            method,
            if allowed == "GET" {
                "HEAD,GET"
            } else {
                allowed
            },
        ))
    }
}

/// The body as a JSON object.
fn object_body(request: &Request) -> Result<serde_json::Map<String, Value>, Problem> {
    let json = request
        .header("content-type")
        .is_none_or(|kind| kind.to_ascii_lowercase().contains("json"));
    if !json {
        return Err(Problem::new(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "Content-Type header specified in HTTP request is not supported: ".to_owned()
                + request.header("content-type").unwrap_or(""),
        ));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::new(
            400,
            "JSON_PARSER_ERROR",
            "The value is not an object at [line:1, column:1]",
        )),
        Err(error) => {
            let found = String::from_utf8_lossy(&request.body);
            let line = found
                .lines()
                .nth(error.line().saturating_sub(1))
                .unwrap_or("");
            let place = format!("at [line:{}, column:{}]", error.line(), error.column());
            let message = match line.chars().nth(error.column().saturating_sub(1)) {
                Some(c) if !error.is_eof() => format!(
                    "Unexpected character ('{c}' (code {})) {place}",
                    u32::from(c)
                ),
                _ => format!("Unexpected end-of-input {place}"),
            };
            Err(Problem::new(400, "JSON_PARSER_ERROR", message))
        }
    }
}

fn root(state: &State, caller: &Caller, instance: &str) -> Value {
    let at = |name: &str| format!("/services/data/v{}/{name}", caller.version);
    let user = state
        .user_row(&caller.username)
        .map(crate::store::row_id)
        .unwrap_or_default();
    json!({
        "sobjects": at("sobjects"),
        "query": at("query"),
        "queryAll": at("queryAll"),
        "limits": at("limits"),
        "composite": at("composite"),
        "actions": at("actions"),
        "identity": format!("{instance}/id/{}/{user}", state.organization_id()),
    })
}

fn limits(state: &State) -> Value {
    let max = state.config.daily_calls;
    json!({
        "DailyApiRequests": {"Max": max, "Remaining": max.saturating_sub(state.usage)},
    })
}
