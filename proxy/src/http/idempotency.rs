//! `Idempotency-Key` on a creation: the same key and body create one case, however often they are
//! sent.
//!
//! The key is stored before Salesforce is called. After a creation whose answer was lost, the same
//! key first looks whether the case is there. Without the header nothing is stored, and a repeated
//! request creates a second case.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};
use tracing::{info, warn};

use crate::problem::{Code, FieldProblem, Problem};
use crate::salesforce::{CreatedCase, OrgError};
use crate::store::{Begun, Ending, Hash, StoreError};

use super::Shared;
use super::tools::{document, problem};

const HEADER: &str = "idempotency-key";
const LONGEST: usize = 128;

/// The hash of the request's key, if it has one.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<Hash>, Problem> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let visible = value.as_bytes().iter().all(u8::is_ascii_graphic);
    if values.next().is_some() || !visible || !(1..=LONGEST).contains(&value.len()) {
        let message = "The idempotency key is 1 to 128 visible ASCII characters, once.";
        return Err(refused("idempotency/key", message));
    }
    Ok(Some(hash(value.as_bytes())))
}

/// Creates once per key.
pub(super) async fn create(
    shared: &Shared,
    key: Hash,
    context: &Map<String, Value>,
) -> Result<String, Problem> {
    let body = hash(Value::from(context.clone()).to_string().as_bytes());
    let store = &shared.store;
    match store.begin(key, body, now()).await.map_err(unusable)? {
        Begun::Done(answer) => {
            info!("answered from an earlier creation with the same key");
            return Ok(answer);
        }
        Begun::UnderWay => return Err(Code::UnderWay.into()),
        Begun::OtherBody => {
            let message = "This idempotency key was used for another request.";
            return Err(refused("idempotency/other-body", message));
        }
        Begun::First => {}
        Begun::Uncertain { since } => match shared.org.created_since(context, since).await {
            Ok(None) => {}
            Ok(Some(created)) => {
                info!("found the case of a creation whose answer was lost");
                return settle(shared, key, Ok(created)).await;
            }
            Err(cause) => {
                let ending = Ending::Uncertain;
                store.end(key, ending).await.map_err(unusable)?;
                return Err(problem(
                    "salesforceCaseCreation",
                    OrgError::Unavailable(cause),
                ));
            }
        },
    }
    let outcome = shared.org.create(context).await;
    settle(shared, key, outcome).await
}

async fn settle(
    shared: &Shared,
    key: Hash,
    outcome: Result<CreatedCase, OrgError>,
) -> Result<String, Problem> {
    let answer = outcome.and_then(|created| document(&created));
    let ending = match &answer {
        Ok(answer) => Ending::Done(answer.clone()),
        Err(OrgError::Unavailable(cause)) if cause.leaves_open_what_happened() => {
            warn!("nobody knows whether the case was created");
            Ending::Uncertain
        }
        Err(_) => Ending::NotDone,
    };
    let kept = shared.store.end(key, ending).await;
    match (answer, kept) {
        // The case exists: that has to be said, kept or not.
        (Ok(answer), Err(error)) => {
            warn!("{error}");
            Ok(answer)
        }
        (Ok(answer), Ok(())) => Ok(answer),
        (Err(error), _) => Err(problem("salesforceCaseCreation", error)),
    }
}

fn refused(code: &str, message: &str) -> Problem {
    Problem::invalid(vec![FieldProblem {
        field: None,
        code: code.to_owned(),
        message: message.to_owned(),
    }])
}

/// Without the store a repeated request could not be told from a first one.
fn unusable(error: StoreError) -> Problem {
    tracing::error!("{error}");
    Code::Unavailable.into()
}

fn hash(bytes: &[u8]) -> Hash {
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *place = *byte;
    }
    hash
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
