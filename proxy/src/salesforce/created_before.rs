//! Whether a creation whose answer was lost had created its case.

use reqwest::Method;
use serde_json::{Map, Value};

use super::cause::Cause;
use super::create::CreatedCase;
use super::rest::{Call, Rest};
use super::soql::{literal, moment};

/// The org's clock may be behind ours by so many seconds.
const SKEW: u64 = 300;

/// The case with the same email, subject and description that was created since then, if there
/// is one.
pub(super) async fn find(
    rest: &Rest,
    context: &Map<String, Value>,
    since: u64,
) -> Result<Option<CreatedCase>, Cause> {
    let text = |key: &str| context.get(key).and_then(Value::as_str).map(str::trim);
    let (Some(email), Some(subject)) = (text("email"), text("subject")) else {
        return Ok(None);
    };
    let (Some(quoted_email), Some(quoted_subject)) = (literal(email), literal(subject)) else {
        return Ok(None);
    };
    let query = format!(
        "SELECT CaseNumber, SuppliedEmail, Description FROM Case \
         WHERE SuppliedEmail = {quoted_email} AND Subject = {quoted_subject} \
         AND CreatedDate >= {} ORDER BY CreatedDate DESC LIMIT 10",
        moment(since.saturating_sub(SKEW))
    );
    let answer = rest
        .call(&Call {
            method: Method::GET,
            path: "query",
            query: Some(("q", &query)),
            body: None,
            headers: &[],
        })
        .await?
        .success()
        .map_err(Cause::from)?;
    let records = answer.get("records").and_then(Value::as_array);
    let description = words(text("caseDescription").unwrap_or_default());
    let same = records
        .ok_or(Cause::Lacks("records"))?
        .iter()
        .find(|record| {
            let held = record.get("Description").and_then(Value::as_str);
            words(held.unwrap_or_default()) == description
        });
    Ok(same.and_then(|record| {
        let text = |field: &str| record.get(field).and_then(Value::as_str).map(str::to_owned);
        Some(CreatedCase {
            success: true,
            email: text("SuppliedEmail"),
            case_number: text("CaseNumber")?,
        })
    }))
}

/// Salesforce may keep other line ends than it was sent.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}
