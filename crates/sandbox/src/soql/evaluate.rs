//! A query's tree to rows, as the REST API writes them.
//!
//! Every name is resolved before the first row is read, so a wrong name is an error even in an
//! empty org.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::matching::{Operand, meets, operand, order};
use super::resolve::{Path, Scope};
use super::tree::{Condition, Name, Operator, Query, Selected};
use super::{malformed, pointed};
use crate::records;
use crate::schema::{self, Child, Object};
use crate::state::State;
use crate::store::{Row, is_deleted, row_id};
use crate::wire::Problem;

/// The answer to a query.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Rows, with attributes.
    Rows(Vec<Value>),
    /// The number of `SELECT COUNT()`.
    Count(usize),
}

/// Largest OFFSET.
const FARTHEST: usize = 2000;

/// Runs a query that was read from `text`. `version` stands in the rows' addresses.
///
/// # Errors
///
/// `INVALID_TYPE`, `INVALID_FIELD` and the other findings about names and values.
pub(crate) fn run(
    state: &State,
    text: &str,
    query: &Query,
    deleted: bool,
    version: &str,
) -> Result<Answer, Problem> {
    let Some(object) = schema::object(&query.from.text) else {
        let message = format!(
            "sObject type '{}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
            query.from.text
        );
        return Err(Problem::new(
            400,
            "INVALID_TYPE",
            pointed(text, query.from.at, &message),
        ));
    };
    let plan = plan(text, object, query)?;
    let run = Run {
        state,
        deleted,
        version,
    };
    let rows = run.rows(&plan, None);
    if query.select.contains(&Selected::Count) {
        return Ok(Answer::Count(rows.len()));
    }
    Ok(Answer::Rows(
        rows.into_iter().map(|row| run.write(&plan, row)).collect(),
    ))
}

/// A query whose names are all resolved.
struct Plan {
    object: &'static Object,
    select: Vec<Column>,
    condition: Option<Test>,
    order: Vec<(Path, bool, bool)>,
    limit: Option<usize>,
    offset: usize,
}

enum Column {
    Field(Path),
    Children(&'static Child, Plan),
}

enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Compare(Path, Operator, Operand),
}

fn plan(text: &str, object: &'static Object, query: &Query) -> Result<Plan, Problem> {
    let scope = Scope {
        text,
        object,
        alias: query.alias.as_deref(),
    };
    if query.offset > FARTHEST {
        return Err(Problem::new(
            400,
            "NUMBER_OUTSIDE_VALID_RANGE",
            format!("Maximum SOQL offset allowed is {FARTHEST}"),
        ));
    }
    let mut select = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for selected in &query.select {
        match selected {
            Selected::Count => {}
            Selected::Field(name) => {
                let written = name.text.to_ascii_lowercase();
                if seen.contains(&written) {
                    return Err(malformed(format!(
                        "duplicate field selected: {}",
                        name.text
                    )));
                }
                seen.push(written);
                select.push(Column::Field(scope.resolve(name)?));
            }
            Selected::Children(inner) => {
                let child = child(text, object, &inner.from)?;
                let target = schema::object(child.object).ok_or_else(Problem::not_found)?;
                select.push(Column::Children(child, plan(text, target, inner)?));
            }
        }
    }
    let condition = query
        .condition
        .as_ref()
        .map(|condition| test(&scope, condition))
        .transpose()?;
    let mut order = Vec::new();
    for by in &query.order {
        order.push((scope.sortable(&by.field)?, by.descending, by.nulls_last));
    }
    Ok(Plan {
        object,
        select,
        condition,
        order,
        limit: query.limit,
        offset: query.offset,
    })
}

fn child(text: &str, object: &'static Object, name: &Name) -> Result<&'static Child, Problem> {
    let own = name.text.rsplit('.').next().unwrap_or(&name.text);
    object.child(own).ok_or_else(|| {
        let message = format!(
            "Didn't understand relationship '{}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.",
            name.text
        );
        Problem::new(400, "INVALID_TYPE", pointed(text, name.at, &message))
    })
}

fn test(scope: &Scope<'_>, condition: &Condition) -> Result<Test, Problem> {
    let tests = |parts: &[Condition]| {
        parts
            .iter()
            .map(|part| test(scope, part))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match condition {
        Condition::All(parts) => Test::All(tests(parts)?),
        Condition::Any(parts) => Test::Any(tests(parts)?),
        Condition::Not(inner) => Test::Not(Box::new(test(scope, inner)?)),
        Condition::Compare {
            field,
            operator,
            value,
        } => {
            let path = scope.filterable(field)?;
            let operand = operand(path.field, *operator, value)?;
            Test::Compare(path, *operator, operand)
        }
        Condition::In {
            field,
            negated,
            values,
        } => {
            let path = scope.filterable(field)?;
            let mut any = Vec::new();
            for value in values {
                any.push(Test::Compare(
                    path.clone(),
                    Operator::Equal,
                    operand(path.field, Operator::Equal, value)?,
                ));
            }
            let any = Test::Any(any);
            if *negated {
                Test::Not(Box::new(any))
            } else {
                any
            }
        }
    })
}

struct Run<'a> {
    state: &'a State,
    deleted: bool,
    version: &'a str,
}

impl<'a> Run<'a> {
    /// The rows of a plan, in order; of a sub-query those of one parent.
    fn rows(&self, plan: &Plan, parent: Option<(&Child, &str)>) -> Vec<&'a Row> {
        let mut rows: Vec<&Row> = self
            .state
            .store
            .rows(plan.object.name)
            .iter()
            .filter(|row| self.deleted || !is_deleted(row))
            .filter(|row| {
                parent.is_none_or(|(child, id)| {
                    row.get(child.field).and_then(Value::as_str) == Some(id)
                })
            })
            .filter(|row| {
                plan.condition
                    .as_ref()
                    .is_none_or(|test| self.holds(plan.object, row, test))
            })
            .collect();
        if !plan.order.is_empty() {
            rows.sort_by(|left, right| self.order(plan, left, right));
        }
        rows.into_iter()
            .skip(plan.offset)
            .take(plan.limit.unwrap_or(usize::MAX))
            .collect()
    }

    fn value(&self, object: &'static Object, row: &Row, path: &Path) -> Value {
        let (mut object, mut row) = (object, row);
        for (reference, _) in &path.steps {
            match records::parent(self.state, row, reference) {
                Some((parent, found)) => (object, row) = (parent, found),
                None => return Value::Null,
            }
        }
        records::value(self.state, object, row, path.field)
    }

    fn holds(&self, object: &'static Object, row: &Row, test: &Test) -> bool {
        match test {
            Test::All(parts) => parts.iter().all(|part| self.holds(object, row, part)),
            Test::Any(parts) => parts.iter().any(|part| self.holds(object, row, part)),
            Test::Not(inner) => !self.holds(object, row, inner),
            Test::Compare(path, operator, operand) => {
                meets(&self.value(object, row, path), *operator, operand)
            }
        }
    }

    fn order(&self, plan: &Plan, left: &Row, right: &Row) -> Ordering {
        for (path, descending, nulls_last) in &plan.order {
            let left = self.value(plan.object, left, path);
            let right = self.value(plan.object, right, path);
            let found = match (left.is_null(), right.is_null()) {
                (true, true) => Ordering::Equal,
                (true, false) if *nulls_last => Ordering::Greater,
                (true, false) => Ordering::Less,
                (false, true) if *nulls_last => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) if *descending => order(&right, &left),
                (false, false) => order(&left, &right),
            };
            if found != Ordering::Equal {
                return found;
            }
        }
        Ordering::Equal
    }

    fn attributes(&self, object: &Object, row: &Row) -> Value {
        attributes(object, row, self.version)
    }

    fn write(&self, plan: &Plan, row: &Row) -> Value {
        let mut written = Map::new();
        written.insert("attributes".to_owned(), self.attributes(plan.object, row));
        for column in &plan.select {
            match column {
                Column::Field(path) => {
                    self.write_field(&mut written, plan.object, row, &path.steps, path)
                }
                Column::Children(child, inner) => {
                    let rows = self.rows(inner, Some((child, row_id(row))));
                    let value = if rows.is_empty() {
                        Value::Null
                    } else {
                        let records: Vec<Value> =
                            rows.into_iter().map(|row| self.write(inner, row)).collect();
                        json!({"totalSize": records.len(), "done": true, "records": records})
                    };
                    written.insert(child.name.to_owned(), value);
                }
            }
        }
        Value::Object(written)
    }

    fn write_field(
        &self,
        into: &mut Map<String, Value>,
        object: &'static Object,
        row: &Row,
        steps: &[(&'static schema::Field, &'static Object)],
        path: &Path,
    ) {
        let Some(((reference, _), rest)) = steps.split_first() else {
            into.insert(
                path.field.name.to_owned(),
                records::value(self.state, object, row, path.field),
            );
            return;
        };
        let Some(name) = reference.relationship() else {
            return;
        };
        let Some((parent, found)) = records::parent(self.state, row, reference) else {
            into.insert(name.to_owned(), Value::Null);
            return;
        };
        let place = into
            .entry(name.to_owned())
            .or_insert_with(|| json!({"attributes": self.attributes(parent, found)}));
        if let Some(place) = place.as_object_mut() {
            self.write_field(place, parent, found, rest, path);
        }
    }
}

/// The `attributes` of a record.
pub(crate) fn attributes(object: &Object, row: &Row, version: &str) -> Value {
    json!({
        "type": object.name,
        "url": format!("/services/data/v{version}/sobjects/{}/{}", object.name, row_id(row)),
    })
}
