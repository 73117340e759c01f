//! What tools answer, parsed once into types that hold what the next step needs.
//!
//! What is missing or of a wrong shape makes a result no result; what is merely optional is left out.

use casement_form::{Object, Value};

use crate::{CaseNumber, Email};

/// A case that was found (R15).
#[derive(Clone, Debug, PartialEq)]
pub struct CaseInfo {
    /// Its number, as Salesforce writes it.
    pub case_number: CaseNumber,
    /// The email on it, where Salesforce returned one of valid shape.
    pub email: Option<Email>,
    /// `In Progress` ...
    pub status: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its comments in the order returned.
    pub comments: Vec<CaseComment>,
}

/// One comment on a case. Customer text: never read for anything, only shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseComment {
    /// `CommentBody`.
    pub body: String,
}

/// A case that was created (R18).
#[derive(Clone, Debug, PartialEq)]
pub struct CaseCreated {
    /// Its number.
    pub case_number: CaseNumber,
    /// The email on it, where Salesforce returned one of valid shape.
    pub email: Option<Email>,
}

/// A case that was changed (R9).
#[derive(Clone, Debug, PartialEq)]
pub struct CaseUpdated {
    /// Its number.
    pub case_number: CaseNumber,
    /// The fields that Salesforce confirmed, with their values.
    pub updated: Object,
}

impl CaseInfo {
    /// `None` without a `CaseNumber` of valid shape.
    pub fn parse(result: &Value) -> Option<CaseInfo> {
        let object = result.as_object()?;
        let comments = object.get("comments").and_then(Value::as_array);
        Some(CaseInfo {
            case_number: case_number(object)?,
            email: email(object),
            status: text(object, "Status"),
            subject: text(object, "Subject"),
            comments: comments
                .unwrap_or_default()
                .iter()
                .filter_map(|comment| text(comment.as_object()?, "CommentBody"))
                .map(|body| CaseComment { body })
                .collect(),
        })
    }
}

impl CaseCreated {
    /// `None` unless it says success and has a `CaseNumber` of valid shape.
    pub fn parse(result: &Value) -> Option<CaseCreated> {
        let object = succeeded(result)?;
        Some(CaseCreated {
            case_number: case_number(object)?,
            email: email(object),
        })
    }
}

impl CaseUpdated {
    /// `None` unless it says success, has a `CaseNumber` of valid shape and names what was updated.
    pub fn parse(result: &Value) -> Option<CaseUpdated> {
        let object = succeeded(result)?;
        let updated = object.get("updated")?.as_object()?;
        Some(CaseUpdated {
            case_number: case_number(object)?,
            updated: updated.clone(),
        })
        .filter(|case| !case.updated.is_empty())
    }
}

fn succeeded(result: &Value) -> Option<&Object> {
    let object = result.as_object()?;
    (object.get("success") == Some(&Value::Bool(true))).then_some(object)
}

fn case_number(object: &Object) -> Option<CaseNumber> {
    CaseNumber::parse(object.get("CaseNumber")?.as_str()?)
}

fn email(object: &Object) -> Option<Email> {
    Email::parse(object.get("email")?.as_str()?)
}

/// A text that says something.
fn text(object: &Object, key: &str) -> Option<String> {
    let text = object.get(key)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}
