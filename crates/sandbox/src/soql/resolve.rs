//! Names of a query to fields of the table, or the refusal that points at the name.

use super::pointed;
use super::tree::Name;
use crate::schema::{Field, Object};
use crate::wire::Problem;

/// A field, and the reference fields that lead to its record.
#[derive(Debug, Clone)]
pub(super) struct Path {
    /// Each step: the reference field, and the type of the parent it leads to.
    pub(super) steps: Vec<(&'static Field, &'static Object)>,
    pub(super) field: &'static Field,
}

/// Most steps from a record to a parent's parent.
const LONGEST: usize = 5;

/// What a name is looked up in.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The whole query, for messages.
    pub(super) text: &'a str,
    pub(super) object: &'static Object,
    pub(super) alias: Option<&'a str>,
}

impl Scope<'_> {
    /// The field that a name stands for.
    pub(super) fn resolve(&self, name: &Name) -> Result<Path, Problem> {
        let mut parts: Vec<&str> = name.text.split('.').collect();
        let own = parts.first().is_some_and(|first| {
            self.alias
                .is_some_and(|alias| alias.eq_ignore_ascii_case(first))
                || self.object.name.eq_ignore_ascii_case(first)
        });
        if own && parts.len() > 1 {
            parts.remove(0);
        }
        let Some((last, parents)) = parts.split_last() else {
            return Err(self.no_column(name, self.object, ""));
        };
        if parents.len() > LONGEST {
            return Err(Problem::new(
                400,
                "INVALID_FIELD",
                "Relationship path has too many levels. The maximum is 5.",
            ));
        }
        let mut object = self.object;
        let mut steps = Vec::new();
        for relationship in parents {
            let Some((field, parent)) = object.parent(relationship) else {
                let message = format!(
                    "Didn't understand relationship '{relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names."
                );
                return Err(Problem::new(
                    400,
                    "INVALID_FIELD",
                    pointed(self.text, name.at, &message),
                ));
            };
            steps.push((field, parent));
            object = parent;
        }
        match object.field(last) {
            Some(field) => Ok(Path { steps, field }),
            None => Err(self.no_column(name, object, last)),
        }
    }

    fn no_column(&self, name: &Name, object: &Object, column: &str) -> Problem {
        let message = format!(
            "No such column '{column}' on entity '{}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
            object.name
        );
        Problem::new(400, "INVALID_FIELD", pointed(self.text, name.at, &message))
    }

    /// A field that may stand in WHERE.
    pub(super) fn filterable(&self, name: &Name) -> Result<Path, Problem> {
        self.searchable(name, "filtered")
    }

    /// A field that may stand in ORDER BY.
    pub(super) fn sortable(&self, name: &Name) -> Result<Path, Problem> {
        self.searchable(name, "sorted")
    }

    fn searchable(&self, name: &Name, how: &str) -> Result<Path, Problem> {
        let path = self.resolve(name)?;
        if path.field.kind.filterable() {
            return Ok(path);
        }
        let message = format!(
            "field '{}' can not be {how} in a query call",
            path.field.name
        );
        Err(Problem::new(
            400,
            "INVALID_FIELD",
            pointed(self.text, name.at, &message),
        ))
    }
}
