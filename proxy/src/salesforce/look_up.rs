//! A case by its number and email, with its published comments, in one query.
//!
//! Number and email stand in the same condition: an unknown case and a wrong email are one call
//! and one answer.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tracing::warn;

use super::OrgError;
use super::case_key;
use super::cause::Cause;
use super::rest::{Call, Rest};
use super::soql::literal;

/// What a look-up answers. What Salesforce did not return is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseStatus {
    /// The case's email, in the letter case that Salesforce holds.
    pub email: String,
    /// The number.
    #[serde(rename = "CaseNumber")]
    pub case_number: String,
    /// Such as `In Progress`.
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The subject.
    #[serde(rename = "Subject", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Such as `High`.
    #[serde(rename = "Priority", skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Such as `2026-05-20T20:49:32.000+0000`.
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<String>,
    /// The published comments, oldest first.
    pub comments: Vec<CaseComment>,
}

/// A published comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseComment {
    /// Its text.
    #[serde(rename = "CommentBody")]
    pub comment_body: String,
    /// When.
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<String>,
}

/// A case that was found.
pub(super) struct Found {
    /// Its record id: letters and digits only.
    pub(super) id: String,
    pub(super) status: CaseStatus,
}

/// The newest comments are read, for a case may have more than a reply can show.
const MOST_COMMENTS: usize = 200;

pub(super) async fn find(
    rest: &Rest,
    width: usize,
    case_number: &str,
    email: &str,
) -> Result<Found, OrgError> {
    let email = email.trim();
    let condition = case_key::condition(case_number, width).ok_or(OrgError::NotFound)?;
    let quoted_email = literal(email).ok_or(OrgError::NotFound)?;
    let query = format!(
        "SELECT Id, CaseNumber, Subject, Status, Priority, CreatedDate, SuppliedEmail, ContactEmail, \
         (SELECT CommentBody, CreatedDate FROM CaseComments WHERE IsPublished = true \
         ORDER BY CreatedDate DESC LIMIT {MOST_COMMENTS}) \
         FROM Case WHERE {condition} \
         AND (SuppliedEmail = {quoted_email} OR ContactEmail = {quoted_email}) LIMIT 2"
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
    let records = answer
        .get("records")
        .and_then(Value::as_array)
        .ok_or(Cause::Lacks("records"))?;
    match records.as_slice() {
        [] => Err(OrgError::NotFound),
        [record] => read(record, email),
        _ => {
            warn!("a case number and an email fit several cases; answered as not found");
            Err(OrgError::NotFound)
        }
    }
}

fn read(record: &Value, typed: &str) -> Result<Found, OrgError> {
    let text = |field: &str| record.get(field).and_then(Value::as_str).map(str::to_owned);
    let email = ["SuppliedEmail", "ContactEmail"]
        .into_iter()
        .filter_map(text)
        .find(|held| held.to_lowercase() == typed.to_lowercase())
        .ok_or(OrgError::NotFound)?;
    let id = text("Id")
        .filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric()))
        .ok_or(Cause::Lacks("Id"))?;
    let mut comments: Vec<CaseComment> = record
        .get("CaseComments")
        .and_then(|list| list.get("records"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|comment| CaseComment::deserialize(comment).ok())
        .collect();
    comments.reverse();
    Ok(Found {
        id,
        status: CaseStatus {
            email,
            case_number: text("CaseNumber").ok_or(Cause::Lacks("CaseNumber"))?,
            status: text("Status"),
            subject: text("Subject"),
            priority: text("Priority"),
            created_date: text("CreatedDate"),
            comments,
        },
    })
}
