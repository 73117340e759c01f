//! The records that an org starts with, and the way to plant more past the rules of writing.
//!
//! The demonstration org holds a support desk: case 00001026 of the specification with its
//! comments, and ten other cases of several contacts. Every name and address in it is made up.

use serde_json::{Map, Value, json};

use crate::records;
use crate::schema::{self, Kind, Source};
use crate::state::State;
use crate::store::Row;
use crate::{ids, moment};

/// Puts a record into the store as it is: fields that only the org sets are taken too.
///
/// What is left out is filled as a creation would: Id, CaseNumber, stamps, owner, picklist
/// defaults. Gives the record's id.
///
/// # Errors
///
/// A sentence that names the type or field that isn't there, or the value that can't be one.
pub(crate) fn plant(
    state: &mut State,
    object: &str,
    fields: &Map<String, Value>,
) -> Result<String, String> {
    let object =
        schema::object(object).ok_or_else(|| format!("there is no sObject type {object}"))?;
    let mut row = Row::new();
    for (name, value) in fields {
        let field = object
            .field(name)
            .filter(|field| field.source == Source::Stored)
            .ok_or_else(|| format!("{} has no stored field {name}", object.name))?;
        row.insert(field.name.to_owned(), planted(field.kind, name, value)?);
    }
    if !row.contains_key("Id") {
        let id = state.store.next_id(object.prefix);
        row.insert("Id".to_owned(), Value::from(id));
    }
    let id = row
        .get("Id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if state.store.find(object.name, &id).is_some() {
        return Err(format!(
            "there is a {} with the id {id} already",
            object.name
        ));
    }
    let created = match row.get("CreatedDate").and_then(Value::as_str) {
        Some(given) => given.to_owned(),
        None => state.stamp(),
    };
    let owner = state
        .store
        .rows("User")
        .first()
        .and_then(|user| user.get("Id").cloned());
    for field in object.fields {
        if row.contains_key(field.name) {
            continue;
        }
        let value = match (field.name, field.kind) {
            ("CreatedDate" | "LastModifiedDate" | "SystemModstamp", _) => {
                Some(Value::from(created.as_str()))
            }
            ("OwnerId" | "CreatedById" | "LastModifiedById", _) => owner.clone(),
            (_, Kind::Picklist) => {
                let values = state.config.picklist(object.name, field.name);
                values
                    .iter()
                    .find(|value| value.default)
                    .map(|value| Value::from(value.value.as_str()))
            }
            _ => None,
        };
        if let Some(value) = value {
            row.insert(field.name.to_owned(), value);
        }
    }
    if object.name == "Case" {
        number(state, &mut row);
        records::settle_closed(state, &mut row, &created);
    }
    state.store.add(object.name, row);
    Ok(id)
}

fn planted(kind: Kind, name: &str, value: &Value) -> Result<Value, String> {
    let refused = || format!("{value} is no value for {name}");
    match (kind, value) {
        (_, Value::Null) | (Kind::Boolean, Value::Bool(_)) | (Kind::Int, Value::Number(_)) => {
            Ok(value.clone())
        }
        (Kind::DateTime, Value::String(text)) => moment::read(text)
            .map(|at| Value::from(moment::write(at)))
            .ok_or_else(refused),
        (Kind::Id | Kind::Reference { .. }, Value::String(text)) => {
            ids::normalize(text).map(Value::from).ok_or_else(refused)
        }
        (kind, Value::String(_)) if kind.textual() => Ok(value.clone()),
        _ => Err(refused()),
    }
}

fn number(state: &mut State, row: &mut Row) {
    match row.get("CaseNumber").and_then(Value::as_str) {
        Some(given) => {
            if let Ok(number) = given.parse() {
                state.store.reserve_case_number(number);
            }
        }
        None => {
            let number = state.store.next_case_number();
            row.insert(
                "CaseNumber".to_owned(),
                Value::from(state.case_number(number)),
            );
        }
    }
}

/// Fills a new org. The records are fixed, so planting them cannot fail; a test shows it.
pub(crate) fn demonstration(state: &mut State) {
    configured(state);
    plant_all(state, people());
    plant_all(state, cases());
    plant_all(state, comments());
}

/// Brings the records that stand for the configuration (users, statuses of cases) up to it.
pub(crate) fn configured(state: &mut State) {
    state.store.clear("CaseStatus");
    let users = users(state);
    plant_all(state, users);
    let statuses = statuses(state);
    plant_all(state, statuses);
}

type Records = Vec<(&'static str, Value)>;

fn plant_all(state: &mut State, records: Records) {
    for (name, fields) in records {
        if let Value::Object(fields) = fields {
            let planted = plant(state, name, &fields);
            debug_assert!(planted.is_ok(), "{planted:?}");
        }
    }
}

fn users(state: &State) -> Records {
    let new = state
        .config
        .users
        .iter()
        .filter(|user| state.user_row(&user.username).is_none());
    new.map(|user| {
        let fields = json!({
            "Username": user.username,
            "FirstName": user.first_name,
            "LastName": user.last_name,
            "Email": user.email,
            "IsActive": true,
        });
        ("User", fields)
    })
    .collect()
}

fn statuses(state: &State) -> Records {
    let values = state.config.picklist("Case", "Status").iter().zip(1..);
    values
        .map(|(status, place)| {
            let fields = json!({
                "MasterLabel": status.value,
                "ApiName": status.value,
                "SortOrder": place,
                "IsDefault": status.default,
                "IsClosed": status.closed,
            });
            ("CaseStatus", fields)
        })
        .collect()
}

const XYZ: &str = "001dM00000AbcXY";
const NORTHWIND: &str = "001dM00000AbcNW";
const JOHN: &str = "003dM0000JSmith";

/// The example of the specification's forms, a real id with a right checksum.
const LOGIN_ISSUE: &str = "500dM00000EsC1sQAF";

fn contact(number: u8) -> String {
    format!("003dM0000Perso{number}")
}

fn people() -> Records {
    vec![
        (
            "Account",
            json!({"Id": XYZ, "Name": "XYZ Corporation", "Industry": "Technology", "CreatedDate": "2026-01-12T09:00:00Z"}),
        ),
        (
            "Account",
            json!({"Id": NORTHWIND, "Name": "Northwind Retail", "Industry": "Retail", "CreatedDate": "2026-02-03T09:00:00Z"}),
        ),
        (
            "Contact",
            json!({"Id": JOHN, "AccountId": XYZ, "FirstName": "John", "LastName": "Smith", "Email": "johnsmith@xyz.com", "Phone": "+18777804236"}),
        ),
        (
            "Contact",
            json!({"Id": contact(2), "AccountId": XYZ, "FirstName": "Maria", "LastName": "Garcia", "Email": "maria.garcia@xyz.example", "Phone": "+15550100"}),
        ),
        (
            "Contact",
            json!({"Id": contact(3), "AccountId": NORTHWIND, "FirstName": "Wei", "LastName": "Chen", "Email": "wei.chen@northwind.example", "MobilePhone": "+15550101"}),
        ),
        (
            "Contact",
            json!({"Id": contact(4), "FirstName": "Seán", "LastName": "O'Brien", "Email": "sean.o'brien@mail.example"}),
        ),
        (
            "Contact",
            json!({"Id": contact(5), "AccountId": NORTHWIND, "FirstName": "Front", "LastName": "Desk", "Email": "desk@northwind.example"}),
        ),
        (
            "Contact",
            json!({"Id": contact(6), "AccountId": NORTHWIND, "FirstName": "Back", "LastName": "Office", "Email": "desk@northwind.example"}),
        ),
    ]
}

fn cases() -> Records {
    let case = |number: u32, created: &str, rest: Value| {
        let mut fields =
            json!({"CaseNumber": format!("{number:08}"), "Origin": "Web", "CreatedDate": created});
        if let (Some(fields), Value::Object(rest)) = (fields.as_object_mut(), rest) {
            fields.extend(rest);
        }
        ("Case", fields)
    };
    vec![
        case(
            1021,
            "2026-09-01T08:12:00Z",
            json!({"ContactId": contact(2), "AccountId": XYZ, "Subject": "Invoice shows the wrong address", "Status": "Closed", "Priority": "Low", "SuppliedEmail": "maria.garcia@xyz.example", "SuppliedName": "Maria Garcia"}),
        ),
        case(
            1022,
            "2026-09-04T10:40:00Z",
            json!({"ContactId": contact(3), "AccountId": NORTHWIND, "Subject": "Scanner does not pair", "Status": "Working", "Priority": "High", "Origin": "Phone"}),
        ),
        case(
            1023,
            "2026-09-10T16:05:00Z",
            json!({"Subject": "Order never arrived", "Status": "New", "SuppliedEmail": "nobody.known@mail.example", "SuppliedName": "Nobody Known", "SuppliedPhone": "+15550102"}),
        ),
        case(
            1024,
            "2026-09-15T07:30:00Z",
            json!({"ContactId": contact(4), "Subject": "Can't change my name", "Status": "New", "SuppliedEmail": "sean.o'brien@mail.example"}),
        ),
        case(
            1025,
            "2026-09-18T12:00:00Z",
            json!({"ContactId": contact(5), "AccountId": NORTHWIND, "Subject": "Two tills offline", "Status": "Escalated", "Priority": "High", "IsEscalated": true}),
        ),
        case(
            1026,
            "2026-09-21T09:15:00Z",
            json!({"Id": LOGIN_ISSUE, "ContactId": JOHN, "AccountId": XYZ, "Subject": "Login Issue", "Description": "Unable to log in using the mobile app", "Status": "In Progress", "SuppliedName": "John Smith", "SuppliedEmail": "johnsmith@xyz.com", "SuppliedPhone": "+18777804236", "LastModifiedDate": "2026-09-22T14:20:00Z"}),
        ),
        case(
            1027,
            "2026-09-23T11:11:00Z",
            json!({"ContactId": JOHN, "AccountId": XYZ, "Subject": "Password reset mail is late", "Status": "New", "Priority": "Low", "SuppliedEmail": "johnsmith@xyz.com"}),
        ),
        case(
            1028,
            "2026-10-02T13:45:00Z",
            json!({"ContactId": contact(6), "AccountId": NORTHWIND, "Subject": "Return label missing", "Status": "New", "Origin": "Email", "SuppliedEmail": "desk@northwind.example"}),
        ),
        case(
            1029,
            "2026-10-09T15:20:00Z",
            json!({"ContactId": contact(2), "AccountId": XYZ, "Subject": "Warranty period", "Status": "Closed", "Type": "Other"}),
        ),
        case(
            1030,
            "2026-10-20T08:00:00Z",
            json!({"Subject": "Übertragung schlägt fehl", "Description": "Fehler 42 – nach dem Update", "Status": "In Progress", "SuppliedEmail": "jürgen@umlaut.example", "SuppliedName": "Jürgen Groß"}),
        ),
        case(
            1031,
            "2026-11-03T18:30:00Z",
            json!({"ContactId": contact(3), "AccountId": NORTHWIND, "Subject": "Export stops at 500 rows", "Status": "New", "Reason": "Performance"}),
        ),
    ]
}

fn comments() -> Records {
    let comment = |created: &str, body: &str, published: bool| {
        (
            "CaseComment",
            json!({"ParentId": LOGIN_ISSUE, "CommentBody": body, "IsPublished": published, "CreatedDate": created}),
        )
    };
    vec![
        comment(
            "2026-09-21T09:15:00Z",
            "Initial customer inquiry submitted.",
            true,
        ),
        comment(
            "2026-09-21T13:02:00Z",
            "Support confirmed the issue and requested logs.",
            true,
        ),
        comment(
            "2026-09-21T13:05:00Z",
            "Internal: looks like the session fault of last spring, do not promise a date.",
            false,
        ),
        comment(
            "2026-09-22T14:20:00Z",
            "Customer uploaded the requested logs.",
            true,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{cases, comments, people, plant};
    use crate::config::OrgConfig;
    use crate::state::State;

    #[test]
    fn every_demonstration_record_is_in_the_org() {
        let state = State::new(OrgConfig::default());
        let count = |object| state.store.rows(object).len();
        assert_eq!(count("Case"), cases().len());
        assert_eq!(count("CaseComment"), comments().len());
        assert_eq!(count("Account") + count("Contact"), people().len());
        assert_eq!(count("User"), 1);
        assert_eq!(count("CaseStatus"), 5);
    }

    #[test]
    fn an_unknown_type_or_field_is_not_planted() {
        let mut state = State::new(OrgConfig::default());
        let fields = serde_json::Map::from_iter([("Nope".to_owned(), serde_json::Value::from(1))]);
        assert!(plant(&mut state, "Case", &fields).is_err());
        assert!(plant(&mut state, "Nope", &serde_json::Map::new()).is_err());
    }
}
