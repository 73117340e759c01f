//! The shape of the org: which sObjects there are, and one table of their fields.
//!
//! Every other room asks this table: describe prints it, writes are checked against it, queries
//! are resolved with it. It knows types and rules, never records.

mod tables;

pub(crate) use tables::OBJECTS;

/// One sObject type.
#[derive(Debug)]
pub(crate) struct Object {
    /// The API name, `Case`.
    pub(crate) name: &'static str,
    /// What the user interface calls it.
    pub(crate) label: &'static str,
    pub(crate) label_plural: &'static str,
    /// The first three characters of its ids.
    pub(crate) prefix: &'static str,
    /// Whether records can be made through the API.
    pub(crate) createable: bool,
    pub(crate) updateable: bool,
    pub(crate) deletable: bool,
    pub(crate) fields: &'static [Field],
    /// Child relationships: the name in a sub-query, the child type, the child's reference field.
    pub(crate) children: &'static [Child],
}

/// A child relationship, as a sub-query names it.
#[derive(Debug)]
pub(crate) struct Child {
    pub(crate) name: &'static str,
    pub(crate) object: &'static str,
    pub(crate) field: &'static str,
}

/// One field of an sObject.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    /// Characters, except for a text whose limit is in bytes.
    pub(crate) length: usize,
    pub(crate) access: Access,
    /// `false` for a field that every record must have.
    pub(crate) nillable: bool,
    pub(crate) source: Source,
}

/// Who may write a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Set by the org.
    Read,
    /// At creation only.
    Create,
    /// At creation and later.
    Write,
}

/// Where a field's value comes from when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// From the record.
    Stored,
    /// From a field of the record that a reference field points to.
    Through(&'static str, &'static str),
    /// The person's first and last name in one.
    FullName,
    /// Nowhere: writing it has an effect, reading it gives null.
    WriteOnly,
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Text,
    /// Long text, which cannot stand in WHERE or ORDER BY.
    LongText,
    /// Text whose limit counts UTF-8 bytes, and which cannot stand in WHERE or ORDER BY.
    ByteText,
    Email,
    Phone,
    Picklist,
    Boolean,
    Int,
    DateTime,
    Reference {
        to: &'static str,
        /// The name of the parent in a field path; empty when there is none.
        relationship: &'static str,
    },
}

impl Kind {
    /// The name of the type in a describe answer.
    pub(crate) fn describe_name(self) -> &'static str {
        match self {
            Kind::Id => "id",
            Kind::Text => "string",
            Kind::LongText | Kind::ByteText => "textarea",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Picklist => "picklist",
            Kind::Boolean => "boolean",
            Kind::Int => "int",
            Kind::DateTime => "datetime",
            Kind::Reference { .. } => "reference",
        }
    }

    /// The SOAP type in a describe answer.
    pub(crate) fn soap_name(self) -> &'static str {
        match self {
            Kind::Id | Kind::Reference { .. } => "tns:ID",
            Kind::Boolean => "xsd:boolean",
            Kind::Int => "xsd:int",
            Kind::DateTime => "xsd:dateTime",
            _ => "xsd:string",
        }
    }

    /// Whether the field may stand in WHERE and ORDER BY.
    pub(crate) fn filterable(self) -> bool {
        !matches!(self, Kind::LongText | Kind::ByteText)
    }

    /// Whether its values are text in SOQL and JSON.
    pub(crate) fn textual(self) -> bool {
        !matches!(self, Kind::Boolean | Kind::Int | Kind::DateTime)
    }
}

/// The sObject of that name, in any letter case.
pub(crate) fn object(name: &str) -> Option<&'static Object> {
    OBJECTS
        .iter()
        .find(|object| object.name.eq_ignore_ascii_case(name))
}

impl Object {
    /// The field of that name, in any letter case.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The reference field whose parent has that relationship name, and the parent's type.
    pub(crate) fn parent(&self, relationship: &str) -> Option<(&'static Field, &'static Object)> {
        self.fields.iter().find_map(|field| match field.kind {
            Kind::Reference {
                to,
                relationship: name,
            } if !name.is_empty() && name.eq_ignore_ascii_case(relationship) => {
                object(to).map(|parent| (field, parent))
            }
            _ => None,
        })
    }

    /// The child relationship of that name, in any letter case.
    pub(crate) fn child(&self, name: &str) -> Option<&'static Child> {
        self.children
            .iter()
            .find(|child| child.name.eq_ignore_ascii_case(name))
    }
}

impl Field {
    /// The name of the parent that a reference field leads to.
    pub(crate) fn relationship(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Reference { relationship, .. } if !relationship.is_empty() => Some(relationship),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, OBJECTS, Source, object};

    #[test]
    fn every_reference_leads_to_an_object_of_the_table() {
        for owner in OBJECTS {
            for field in owner.fields {
                if let Kind::Reference { to, .. } = field.kind {
                    assert!(object(to).is_some(), "{}.{}", owner.name, field.name);
                }
                if let Source::Through(reference, remote) = field.source {
                    let Some(Kind::Reference { to, .. }) = owner.field(reference).map(|f| f.kind)
                    else {
                        panic!("{}.{} leads through no reference", owner.name, field.name);
                    };
                    assert!(object(to).and_then(|parent| parent.field(remote)).is_some());
                }
            }
            for child in owner.children {
                assert!(
                    object(child.object)
                        .and_then(|o| o.field(child.field))
                        .is_some(),
                    "{}",
                    child.name
                );
            }
        }
    }
}
