//! The records of the org, in the order they were made.
//!
//! Keeps and finds rows; knows nothing of rules, queries or protocols. Values are JSON, with
//! moments in the REST API's spelling.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids;

/// The values of one record, by API name. A field that was never set is absent.
pub(crate) type Row = Map<String, Value>;

/// Every record of the org, and the running numbers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Store {
    tables: BTreeMap<String, Vec<Row>>,
    ids: u64,
    case_numbers: u64,
}

/// The first id and case number of a new org come after a thousand that were there before.
const FIRST_NUMBER: u64 = 1000;

impl Store {
    pub(crate) fn new() -> Self {
        Store {
            tables: BTreeMap::new(),
            ids: FIRST_NUMBER,
            case_numbers: FIRST_NUMBER,
        }
    }

    /// A new 18-character id with that key prefix.
    pub(crate) fn next_id(&mut self, prefix: &str) -> String {
        self.ids += 1;
        ids::numbered(prefix, self.ids)
    }

    /// The next number of the autonumber field CaseNumber.
    pub(crate) fn next_case_number(&mut self) -> u64 {
        self.case_numbers += 1;
        self.case_numbers
    }

    /// Lets the next case number follow one that was given.
    pub(crate) fn reserve_case_number(&mut self, number: u64) {
        self.case_numbers = self.case_numbers.max(number);
    }

    /// All rows of an sObject, deleted ones among them.
    pub(crate) fn rows(&self, object: &str) -> &[Row] {
        self.tables.get(object).map_or(&[], Vec::as_slice)
    }

    /// The row with that 18-character id, deleted or not.
    pub(crate) fn find(&self, object: &str, id: &str) -> Option<&Row> {
        self.rows(object).iter().find(|row| row_id(row) == id)
    }

    /// The same, to be changed.
    pub(crate) fn find_mut(&mut self, object: &str, id: &str) -> Option<&mut Row> {
        self.tables
            .get_mut(object)?
            .iter_mut()
            .find(|row| row_id(row) == id)
    }

    /// Takes all rows of an sObject away.
    pub(crate) fn clear(&mut self, object: &str) {
        self.tables.remove(object);
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, object: &str, row: Row) {
        self.tables.entry(object.to_owned()).or_default().push(row);
    }
}

/// The id of a row.
pub(crate) fn row_id(row: &Row) -> &str {
    row.get("Id").and_then(Value::as_str).unwrap_or("")
}

/// Whether a row was deleted.
pub(crate) fn is_deleted(row: &Row) -> bool {
    row.get("IsDeleted") == Some(&Value::Bool(true))
}
