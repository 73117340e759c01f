//! The OAuth token endpoint: client credentials and username-password.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::config::{OrgClient, OrgUser};
use crate::sessions::Refusal;
use crate::state::State;
use crate::store::row_id;
use crate::wire::{Problem, Reply, Request};

/// Answers a call to `/services/oauth2/...`.
pub(crate) fn handle(state: &mut State, request: &Request, instance: &str) -> Reply {
    let segments = request.segments();
    if segments.get(2).map(String::as_str) != Some("token") {
        return Problem::not_imitated(&format!("the OAuth endpoint {}", request.path)).into();
    }
    if request.method != "POST" {
        return Problem::method(&request.method, "POST").into();
    }
    let mut form: BTreeMap<String, String> =
        form_urlencoded::parse(&request.body).into_owned().collect();
    if let Some((id, secret)) = basic(request) {
        form.insert("client_id".to_owned(), id);
        form.insert("client_secret".to_owned(), secret);
    }
    match token(state, &form, instance) {
        Ok(reply) => reply,
        Err((error, description)) => Reply::json(
            400,
            json!({"error": error, "error_description": description}),
        ),
    }
}

fn basic(request: &Request) -> Option<(String, String)> {
    let (scheme, encoded) = request.header("authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

type Refused = (&'static str, &'static str);

fn token(
    state: &mut State,
    form: &BTreeMap<String, String>,
    instance: &str,
) -> Result<Reply, Refused> {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or("");
    let grant = field("grant_type");
    if !matches!(grant, "client_credentials" | "password") {
        return Err(("unsupported_grant_type", "grant type not supported"));
    }
    let client = client(state, field("client_id"), field("client_secret"))?;
    let user = if grant == "password" {
        if !state.config.password_flow {
            return Err(("invalid_grant", "authentication failure"));
        }
        let checked = state
            .sessions
            .check(&state.config, field("username"), field("password"));
        checked.cloned().map_err(|refusal| match refusal {
            Refusal::ApiDisabled => ("inactive_user", "user is inactive"),
            Refusal::InvalidLogin | Refusal::TokenNeeded => {
                ("invalid_grant", "authentication failure")
            }
        })?
    } else {
        let user = client.run_as.as_deref().and_then(|name| state.user(name));
        user.cloned()
            .ok_or(("invalid_grant", "no client credentials user enabled"))?
    };
    opened(state, &user, grant, instance)
}

fn client(state: &State, id: &str, secret: &str) -> Result<OrgClient, Refused> {
    let client = state
        .config
        .clients
        .iter()
        .find(|client| client.client_id == id);
    let client = client.ok_or(("invalid_client_id", "client identifier invalid"))?;
    if client.client_secret != secret {
        return Err(("invalid_client", "invalid client credentials"));
    }
    Ok(client.clone())
}

fn opened(
    state: &mut State,
    user: &OrgUser,
    grant: &str,
    instance: &str,
) -> Result<Reply, Refused> {
    let now = state.now();
    let organization = state.organization_id();
    let session = state
        .sessions
        .open(&organization, user, now)
        .map_err(|_| ("server_error", "no session could be opened"))?;
    let user_id = state
        .user_row(&user.username)
        .map(row_id)
        .unwrap_or_default()
        .to_owned();
    let mut body = json!({
        "access_token": session,
        "signature": STANDARD.encode(format!("{organization}{now}")),
        "instance_url": instance,
        "id": format!("{instance}/id/{organization}/{user_id}"),
        "token_type": "Bearer",
        "issued_at": now.to_string(),
    });
    if grant == "client_credentials"
        && let Some(body) = body.as_object_mut()
    {
        body.insert("token_format".to_owned(), json!("opaque"));
        body.insert("scope".to_owned(), json!("api"));
    }
    Ok(Reply::json(200, body))
}
