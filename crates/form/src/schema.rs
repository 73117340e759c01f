//! The property table: which classes SurveyJS has, which properties each has, of what type, with
//! what default. The loader, the problems and the default values all read this one table; it knows
//! nothing of what a property does.
//!
//! The rows are text (`schema_table.txt` and `schema_table_more.txt`, their form is told in `schema/table.py`), which keeps the
//! compiled module light; they are indexed once, on first use.

use std::sync::OnceLock;

use casement_expression::{json, sum_of, sum_of_bytes};

use crate::Value;
use crate::element::EVERY_TYPE;
use crate::problem::REPORTS;

/// Whether definitions can have every property of SurveyJS. A module that only runs forms of its own
/// that need few of them is lighter without the others: the compiler leaves out what is reached only
/// behind this, or with a name that is not known.
pub(crate) const EVERY_PROPERTY: bool = cfg!(feature = "every-property");

const TABLE: &str = if EVERY_PROPERTY {
    include_str!("schema_table.txt")
} else {
    FEW
};

/// The rows that every build has.
const FEW: &str = include_str!("schema_table_few.txt");

/// What an expression question has and SurveyJS doesn't write of it (`isSerializable: false`).
pub(crate) const NOT_WRITTEN_OF_EXPRESSIONS: &[&str] = &[
    "enableIf",
    "isRequired",
    "readOnly",
    "requiredErrorText",
    "resetValueIf",
    "setValueIf",
    "setValueExpression",
    "defaultValueExpression",
    "defaultValue",
    "correctAnswer",
    "requiredIf",
];

/// Whether definitions of this build can have a property of that name. Inlined, so that the compiler
/// knows the answer for a name that it sees, and what would be done with the property is left out.
#[inline(always)]
pub(crate) const fn is_known(name: &str) -> bool {
    EVERY_PROPERTY || is_among_few(name)
}

/// Whether the rows that every build has give that name.
#[inline(always)]
const fn is_among_few(name: &str) -> bool {
    matches!(
        name.as_bytes(),
        b"completeText"
            | b"completedHtml"
            | b"description"
            | b"elements"
            | b"html"
            | b"inputType"
            | b"isRequired"
            | b"labelFalse"
            | b"labelTrue"
            | b"logoPosition"
            | b"name"
            | b"pages"
            | b"placeholder"
            | b"rows"
            | b"text"
            | b"title"
            | b"validators"
            | b"visibleIf"
            | b"width"
            | b"widthMode"
    )
}

/// The classes that only forms of every type have.
const MORE: &str = if EVERY_TYPE {
    include_str!("schema_table_more.txt")
} else {
    ""
};

/// The values that properties can have, in a file of their own: only problems are made of them.
const CHOICES: &str = if REPORTS {
    include_str!("schema_choices.txt")
} else {
    ""
};

/// How a property's JSON is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Boolean,
    Number,
    /// Expression text; used as a value or as a condition.
    Expression,
    /// Any JSON.
    Any,
    /// A list of scalars or objects of one item class.
    Items,
    /// A list of objects that have a class of their own.
    Objects,
    /// The name of a question.
    Question,
}

/// One property of one class.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// The class of the value or of the items, "" where there is none.
    pub(crate) item: &'static str,
    default: &'static str,
    /// The default as a value, read on first use.
    default_read: OnceLock<Value>,
    choices: &'static str,
    pub(crate) required: bool,
    pub(crate) localizable: bool,
}

impl Property {
    /// The declared default.
    pub(crate) fn default_value(&self) -> Value {
        if self.default.is_empty() {
            return Value::Undefined;
        }
        let read = || json::parse_value(self.default).unwrap_or_default();
        self.default_read.get_or_init(read).clone()
    }

    /// Whether only declared values have a meaning.
    pub(crate) fn has_choices(&self) -> bool {
        !self.choices.is_empty()
    }

    /// The declared values, where only these have a meaning.
    pub(crate) fn choices(&self) -> impl Iterator<Item = &'static str> {
        self.choices.split('|').filter(|choice| !choice.is_empty())
    }
}

/// One class with its own properties.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// The place of the class that it extends.
    parent: Option<u16>,
    /// By name, ascending.
    properties: Vec<Property>,
    /// Names of earlier versions and those that they have now.
    old_names: Vec<(&'static str, &'static str)>,
    /// All names that it knows, old and inherited ones too, by their sums, ascending; made on first
    /// use.
    all: OnceLock<Vec<(u32, &'static str, &'static Property)>>,
}

/// All classes, by name, ascending.
#[derive(Debug)]
pub(crate) struct Schema {
    classes: Vec<Class>,
    /// The sums of their names, ascending, and their places.
    by_sum: Vec<(u32, u16)>,
}

/// The one table.
pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| Schema::read(&[TABLE, MORE], CHOICES))
}

impl Schema {
    fn read(tables: &[&'static str], choices: &'static str) -> Schema {
        let mut schema = Schema {
            classes: Vec::new(),
            by_sum: Vec::new(),
        };
        let mut current = 0;
        let mut parents: Vec<(&str, &str)> = Vec::new();
        for line in tables.iter().flat_map(|table| table.split('\n')) {
            if let Some(row) = line.strip_prefix("  ") {
                if let Some(class) = schema.classes.get_mut(current) {
                    class.add(row);
                }
            } else if let Some((name, parent)) = line.split_once(' ')
                && name != "#"
            {
                parents.push((name, parent));
                current = schema.classes.partition_point(|class| class.name < name);
                let class = Class {
                    name,
                    parent: None,
                    properties: Vec::new(),
                    old_names: Vec::new(),
                    all: OnceLock::new(),
                };
                schema.classes.insert(current, class);
            }
        }
        let classes = schema.classes.iter().zip(0..);
        schema.by_sum = classes
            .map(|(class, at)| (sum_of(class.name), at))
            .collect();
        schema.by_sum.sort_unstable();
        for (name, parent) in parents {
            if let (Some(at), Some(parent)) = (schema.place(name, ""), schema.place(parent, ""))
                && let Some(class) = schema.classes.get_mut(at)
            {
                class.parent = u16::try_from(parent).ok();
            }
        }
        for line in choices.split('\n') {
            if let Some((class, row)) = line.split_once(' ')
                && let Some((name, choices)) = row.split_once('|')
                && let Some(at) = schema.place(class, "")
                && let Some(class) = schema.classes.get_mut(at)
                && let Ok(at) = class.place(name)
                && let Some(property) = class.properties.get_mut(at)
            {
                property.choices = choices;
            }
        }
        schema
    }

    /// The class of that name.
    pub(crate) fn class(&self, name: &str) -> Option<&Class> {
        self.class_of(name, "")
    }

    /// The class whose name is a beginning and an ending.
    pub(crate) fn class_of(&self, beginning: &str, ending: &str) -> Option<&Class> {
        self.classes.get(self.place(beginning, ending)?)
    }

    fn place(&self, beginning: &str, ending: &str) -> Option<usize> {
        let sum = sum_of_bytes(beginning.bytes().chain(ending.bytes()));
        let from = self.by_sum.partition_point(|(known, _)| *known < sum);
        let mut equals = self
            .by_sum
            .iter()
            .skip(from)
            .take_while(|(known, _)| *known == sum);
        equals.find_map(|(_, at)| {
            let name = self.classes.get(usize::from(*at))?.name;
            (name.strip_prefix(beginning) == Some(ending)).then_some(usize::from(*at))
        })
    }

    /// A class and those that it extends, the nearest first.
    fn line(&self, class: &str) -> impl Iterator<Item = &Class> {
        self.line_of(self.class(class))
    }

    fn line_of<'a>(&'a self, class: Option<&'a Class>) -> impl Iterator<Item = &'a Class> {
        std::iter::successors(class, |class| self.classes.get(usize::from(class.parent?)))
    }

    /// A property of a class or of those it extends, by its name or an old one.
    pub(crate) fn property(&'static self, class: &str, name: &str) -> Option<&'static Property> {
        self.property_of(self.class(class)?, name)
    }

    /// The same of a class that was looked up already.
    pub(crate) fn property_of(
        &'static self,
        class: &Class,
        name: &str,
    ) -> Option<&'static Property> {
        let (_, property) = self.known_property_of(class, name)?;
        Some(property)
    }

    /// The same with the name by which it is known.
    pub(crate) fn known_property_of(
        &'static self,
        class: &Class,
        name: &str,
    ) -> Option<(&'static str, &'static Property)> {
        let all = class.all.get_or_init(|| self.all_names(class.name));
        let sum = sum_of(name);
        let from = all.partition_point(|(known, ..)| *known < sum);
        let mut equals = all
            .iter()
            .skip(from)
            .take_while(|(known, ..)| *known == sum);
        equals.find_map(|(_, known, property)| (*known == name).then_some((*known, *property)))
    }

    /// Whether a name is an old one of a property, for some class among those that a class extends.
    pub(crate) fn is_old_name(&self, class: &str, old: &str, name: &str) -> bool {
        self.line(class)
            .any(|class| class.old_names.contains(&(old, name)))
    }

    /// The names that a class knows, the nearest class first, names before old names.
    fn all_names(&'static self, class: &str) -> Vec<(u32, &'static str, &'static Property)> {
        let mut all: Vec<(u32, &'static str, &'static Property)> = Vec::new();
        for class in self.line(class) {
            let properties = class.properties.iter();
            all.extend(properties.map(|it| (sum_of(it.name), it.name, it)));
            let old = class.old_names.iter();
            all.extend(old.filter_map(|(old, new)| Some((sum_of(old), *old, class.own(new)?))));
        }
        // Sorting keeps the order of equals, so the nearest stays.
        all.sort_by_key(|(sum, name, _)| (*sum, *name));
        all.dedup_by_key(|(_, name, _)| *name);
        all.shrink_to_fit();
        all
    }

    /// All properties of a class, inherited ones included; one that a class repeats comes once.
    pub(crate) fn properties(&self, class: &str) -> Vec<&Property> {
        let mut all: Vec<&Property> = Vec::new();
        for class in self.line(class) {
            for property in &class.properties {
                if !all.iter().any(|known| known.name == property.name) {
                    all.push(property);
                }
            }
        }
        all
    }

    /// Whether a class is another one or extends it.
    pub(crate) fn extends(&self, class: &str, ancestor: &str) -> bool {
        self.line(class).any(|class| class.name == ancestor)
    }

    /// Whether a class that was looked up already extends another one.
    pub(crate) fn is_below(&self, class: &Class, ancestor: &str) -> bool {
        let mut above = self.line_of(Some(class)).skip(1);
        above.any(|class| class.name == ancestor)
    }
}

impl Class {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.properties
            .binary_search_by(|property| property.name.cmp(name))
    }

    fn own(&self, name: &str) -> Option<&Property> {
        self.properties.get(self.place(name).ok()?)
    }

    fn add(&mut self, row: &'static str) {
        let mut parts = row.split(' ');
        let name = parts.next().unwrap_or_default();
        let kind = parts.next().unwrap_or_default();
        let (kind, item) = kind.split_once(':').unwrap_or((kind, ""));
        let mut property = Property {
            name,
            shape: shape(kind, item),
            item,
            default: "",
            default_read: OnceLock::new(),
            choices: "",
            required: false,
            localizable: false,
        };
        for part in parts {
            match part.split_at_checked(1) {
                Some(("=", text)) => property.default = text,
                Some(("~", text)) => self.old_names.push((text, name)),
                Some(("!", _)) => property.required = true,
                Some(("*", _)) => property.localizable = true,
                _ => {}
            }
        }
        match self.place(name) {
            Ok(at) => self.properties[at] = property,
            Err(at) => self.properties.insert(at, property),
        }
    }
}

fn shape(kind: &str, item: &str) -> Shape {
    match kind {
        "boolean" => Shape::Boolean,
        "number" => Shape::Number,
        "condition" | "expression" => Shape::Expression,
        "question" => Shape::Question,
        "string" if item.is_empty() => Shape::Text,
        "value"
        | "cells"
        | "bindings"
        | "masksettings"
        | "restfull"
        | "responsiveImageSize"
        | "regionalformat"
        | "set"
        | "pages"
        | "questions"
        | "string[]"
        | "textitem[]" => Shape::Any,
        _ if kind.ends_with("[]") => Shape::Items,
        _ => Shape::Objects,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_build_has_some_of_the_rows_and_knows_their_names() {
        let (few, whole) = (rows(FEW), rows(include_str!("schema_table.txt")));
        for row in &few {
            assert!(whole.contains(row), "{row:?}");
        }
        for (_, row) in &whole {
            let Some(name) = row.split(' ').next() else {
                continue;
            };
            let is_few = few
                .iter()
                .any(|(_, few)| few.split(' ').next() == Some(name));
            assert_eq!(is_among_few(name), is_few, "{name}");
        }
    }

    /// The rows of a table, each with its class.
    fn rows(table: &str) -> Vec<(&str, &str)> {
        let mut class = "";
        let mut rows = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix("  ") {
                Some(row) => rows.push((class, row)),
                None => class = line,
            }
        }
        rows
    }

    #[test]
    fn a_class_has_its_parents_properties_and_their_old_names() {
        let schema = schema();
        assert_eq!(
            schema.property("text", "inputType").map(|p| p.shape),
            Some(Shape::Text)
        );
        assert_eq!(
            schema.property("text", "visibleIf").map(|p| p.shape),
            Some(Shape::Expression)
        );
        assert_eq!(
            schema.property("text", "placeHolder").map(|p| p.name),
            Some("placeholder")
        );
        assert_eq!(
            schema.property("survey", "questions").map(|p| p.shape),
            Some(Shape::Objects)
        );
        assert!(schema.property("text", "choices").is_none());
        assert_eq!(schema.extends("matrixdynamic", "question"), EVERY_TYPE);
    }
}
