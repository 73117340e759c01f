//! `query` and `queryAll`, with cursors for what doesn't fit into one answer.

use serde_json::{Value, json};

use super::Caller;
use crate::soql::{self, Answer};
use crate::state::{CURSORS, Cursor, State};
use crate::wire::{Problem, Reply, Request};

pub(super) fn run(
    state: &mut State,
    caller: &Caller,
    request: &Request,
    deleted: bool,
) -> Result<Reply, Problem> {
    let Some(text) = request
        .parameter("q")
        .filter(|text| !text.trim().is_empty())
    else {
        return Err(Problem::new(
            400,
            "MALFORMED_QUERY",
            "SOQL statement cannot be empty",
        ));
    };
    let query = soql::read(text)?;
    match soql::run(state, text, &query, deleted, &caller.version)? {
        Answer::Count(count) => Ok(Reply::json(
            200,
            json!({"totalSize": count, "done": true, "records": []}),
        )),
        Answer::Rows(rows) => {
            let batch = batch_size(request)
                .unwrap_or(state.config.batch_size)
                .clamp(1, 2000);
            Ok(Reply::json(200, answer(state, caller, rows, batch)))
        }
    }
}

/// The client's hint, which Salesforce takes between 200 and 2,000.
fn batch_size(request: &Request) -> Option<usize> {
    let options = request.header("sforce-query-options")?;
    let hint = options
        .split([',', ';'])
        .find_map(|option| option.trim().strip_prefix("batchSize="))?;
    hint.trim()
        .parse::<usize>()
        .ok()
        .map(|size| size.clamp(200, 2000))
}

fn answer(state: &mut State, caller: &Caller, rows: Vec<Value>, batch: usize) -> Value {
    let total = rows.len();
    if total <= batch {
        return json!({"totalSize": total, "done": true, "records": rows});
    }
    let first: Vec<Value> = rows.iter().take(batch).cloned().collect();
    state.cursor_count += 1;
    let id = crate::ids::numbered("01g", state.cursor_count);
    let own = state
        .cursors
        .iter()
        .filter(|cursor| cursor.username == caller.username)
        .count();
    if own >= CURSORS {
        let oldest = state
            .cursors
            .iter()
            .position(|cursor| cursor.username == caller.username);
        oldest.and_then(|oldest| state.cursors.remove(oldest));
    }
    let next = next_url(&caller.version, &id, batch);
    state.cursors.push_back(Cursor {
        id,
        username: caller.username.clone(),
        rows,
        batch,
    });
    json!({"totalSize": total, "done": false, "nextRecordsUrl": next, "records": first})
}

fn next_url(version: &str, id: &str, from: usize) -> String {
    format!("/services/data/v{version}/query/{id}-{from}")
}

/// The rows of a cursor from the place that its address names.
pub(super) fn more(state: &State, caller: &Caller, locator: &str) -> Result<Reply, Problem> {
    let gone = || Problem::new(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    let (id, from) = locator.rsplit_once('-').ok_or_else(gone)?;
    let from: usize = from.parse().map_err(|_| gone())?;
    let cursor = state
        .cursors
        .iter()
        .find(|cursor| cursor.id == id && cursor.username == caller.username)
        .ok_or_else(gone)?;
    let rows: Vec<&Value> = cursor.rows.iter().skip(from).take(cursor.batch).collect();
    let until = from.saturating_add(rows.len());
    let mut body = json!({"totalSize": cursor.rows.len(), "done": until >= cursor.rows.len()});
    if let Some(body) = body.as_object_mut() {
        if until < cursor.rows.len() {
            body.insert(
                "nextRecordsUrl".to_owned(),
                Value::from(next_url(&caller.version, id, until)),
            );
        }
        body.insert("records".to_owned(), json!(rows));
    }
    Ok(Reply::json(200, body))
}
