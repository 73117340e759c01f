//! A case from the six values of a form, in one composite call that also reads its number.
//!
//! A creation is never repeated by itself: after a time-out nobody knows whether the case exists.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::problem::FieldProblem;

use super::OrgError;
use super::cause::Cause;
use super::rest::{Call, Failure, Rest};
use super::text;

/// What a creation answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreatedCase {
    /// Always true.
    pub success: bool,
    /// The case's email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number that Salesforce gave.
    #[serde(rename = "CaseNumber")]
    pub case_number: String,
}

/// A field of Case, the payload's keys whose texts make it up, and its length in Salesforce.
struct Mapping {
    field: &'static str,
    keys: &'static [&'static str],
    longest: usize,
}

const fn map(field: &'static str, keys: &'static [&'static str], longest: usize) -> Mapping {
    Mapping {
        field,
        keys,
        longest,
    }
}

const MAPPINGS: &[Mapping] = &[
    map("Subject", &["subject"], 255),
    map("Description", &["caseDescription"], 32_000),
    map("SuppliedName", &["firstName", "lastName"], 80),
    map("SuppliedEmail", &["email"], 80),
    map("SuppliedPhone", &["phone"], 40),
];

/// The six keys of R7.
pub(super) fn is_context_key(key: &str) -> bool {
    MAPPINGS.iter().any(|mapping| mapping.keys.contains(&key))
}

pub(super) async fn create(
    rest: &Rest,
    defaults: &BTreeMap<String, String>,
    context: &Map<String, Value>,
) -> Result<CreatedCase, OrgError> {
    let fields = fields(defaults, context)?;
    let url = rest.path("sobjects/Case");
    let body = json!({"allOrNone": true, "compositeRequest": [
        {"method": "POST", "url": url, "referenceId": "newCase", "body": fields},
        {"method": "GET", "url": format!("{url}/@{{newCase.id}}?fields=CaseNumber,SuppliedEmail"), "referenceId": "createdCase"},
    ]});
    let answer = rest
        .call(&Call {
            method: Method::POST,
            path: "composite",
            query: None,
            body: Some(&body),
            headers: &[],
        })
        .await?
        .success()
        .map_err(Cause::from)?;
    let responses = answer
        .get("compositeResponse")
        .and_then(Value::as_array)
        .ok_or(Cause::Lacks("compositeResponse"))?;
    for response in responses {
        let status = response.get("httpStatusCode").and_then(Value::as_u64);
        let status = status.and_then(|status| u16::try_from(status).ok());
        let status = status.ok_or(Cause::Lacks("httpStatusCode"))?;
        let body = response.get("body").unwrap_or(&Value::Null);
        if !(200..300).contains(&status) {
            let failure = Failure::new(status, body);
            // The other half of the call was rolled back with it and says no more.
            if !failure.has("PROCESSING_HALTED") {
                return Err(refusal(failure, key_of));
            }
        }
    }
    let text = |field: &str| {
        let value = responses.get(1)?.get("body")?.get(field)?;
        value.as_str().map(str::to_owned)
    };
    let submitted = context.get("email").and_then(Value::as_str);
    Ok(CreatedCase {
        success: true,
        email: text("SuppliedEmail").or_else(|| submitted.map(str::to_owned)),
        case_number: text("CaseNumber").ok_or(Cause::Lacks("CaseNumber"))?,
    })
}

fn fields(
    defaults: &BTreeMap<String, String>,
    context: &Map<String, Value>,
) -> Result<Map<String, Value>, OrgError> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    let mut fields: Map<String, Value> = defaults
        .iter()
        .map(|(field, value)| (field.clone(), Value::from(value.as_str())))
        .collect();
    for mapping in MAPPINGS {
        let parts: Vec<&str> = mapping
            .keys
            .iter()
            .filter_map(|key| context.get(*key)?.as_str())
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let value = parts.join(" ");
        let key = mapping.keys.last().copied().unwrap_or_default();
        match text::check(key, &value, mapping.longest) {
            Err(problem) => problems.push(problem),
            Ok(()) if value.is_empty() => {}
            Ok(()) => {
                fields.insert(mapping.field.to_owned(), Value::from(value));
            }
        }
    }
    match problems.is_empty() {
        true => Ok(fields),
        false => Err(OrgError::Invalid(problems)),
    }
}

/// Errors of Salesforce that are about the values, with our code and text for them.
const VALUE_ERRORS: &[(&str, &str, &str)] = &[
    (
        "STRING_TOO_LONG",
        "tool/too-long",
        "Please enter a shorter text.",
    ),
    (
        "REQUIRED_FIELD_MISSING",
        "tool/empty",
        "Please enter a value.",
    ),
    (
        "INVALID_EMAIL_ADDRESS",
        "tool/email",
        "Please enter a valid email address.",
    ),
    (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "tool/choice",
        "This value is not one of the choices.",
    ),
    (
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "tool/refused",
        "This value was not accepted.",
    ),
];

/// `Invalid` where the caller's values are to blame. `key` names the payload's key of a field;
/// a field without one is the operator's, and the caller can't mend it.
pub(super) fn refusal<'a>(failure: Failure, key: impl Fn(&str) -> Option<&'a str>) -> OrgError {
    match problems(&failure, key) {
        Some(problems) if !problems.is_empty() => OrgError::Invalid(problems),
        _ => Cause::from(failure).into(),
    }
}

fn problems<'a>(
    failure: &Failure,
    key: impl Fn(&str) -> Option<&'a str>,
) -> Option<Vec<FieldProblem>> {
    let mut problems = Vec::new();
    for error in &failure.errors {
        let (_, code, message) = VALUE_ERRORS
            .iter()
            .find(|(code, ..)| *code == error.code.as_str())?;
        for field in &error.fields {
            problems.push(FieldProblem::of(key(field)?, code, *message));
        }
        if error.fields.is_empty() {
            problems.push(FieldProblem {
                field: None,
                code: (*code).to_owned(),
                message: (*message).to_owned(),
            });
        }
    }
    Some(problems)
}

/// The payload's key whose value a field holds.
fn key_of(field: &str) -> Option<&'static str> {
    let mapping = MAPPINGS.iter().find(|mapping| mapping.field == field)?;
    mapping.keys.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_about_a_value_names_the_payloads_key_and_says_nothing_of_salesforces() {
        let errors = json!([{"errorCode": "STRING_TOO_LONG", "message": "Subject: data value too large: typed", "fields": ["Subject"]}]);
        let OrgError::Invalid(problems) = refusal(Failure::new(400, &errors), key_of) else {
            panic!("not invalid");
        };
        assert_eq!(
            problems,
            [FieldProblem::of(
                "subject",
                "tool/too-long",
                "Please enter a shorter text."
            )]
        );
    }

    #[test]
    fn any_other_error_is_no_fault_of_the_values() {
        for errors in [
            json!([{"errorCode": "INVALID_FIELD", "message": "", "fields": ["Subject"]}]),
            json!([{"errorCode": "STRING_TOO_LONG", "message": "", "fields": ["Origin"]}]),
            json!([]),
            json!({"unexpected": true}),
        ] {
            let error = refusal(Failure::new(400, &errors), key_of);
            assert!(matches!(error, OrgError::Unavailable(_)), "{errors}");
        }
    }
}
