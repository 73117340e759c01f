//! What an answer can be: its shape, the values it can have, the range it lies in.

use casement_expression::json::{Kind as JsonKind, Node};

use super::facts::SPECIAL_ITEMS;
use super::index::{Element, Index, Kind, get, item_value, items, number, text_of};
use super::reference::{Part, Target};
use crate::Value;
use crate::schema::schema;

/// The shape of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Not known.
    Unknown,
    /// There is no answer.
    None,
    Scalar(Scalar),
    Array,
    Object,
}

/// The type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Any,
    Text,
    Number,
    Boolean,
    Date,
}

impl<'a> Index<'a> {
    pub(super) fn shape(&self, element: &Element<'a>) -> Shape {
        let scalar = Shape::Scalar;
        if matches!(element.kind, Kind::Panel | Kind::Page) {
            return Shape::None;
        }
        match self.answer_class(element) {
            "text" => scalar(
                match text_of(element.node, "inputType").to_lowercase().as_str() {
                    "number" | "range" => Scalar::Number,
                    "date" | "datetime-local" | "month" | "week" | "time" => Scalar::Date,
                    _ => Scalar::Text,
                },
            ),
            "comment" => scalar(Scalar::Text),
            "boolean"
                if element
                    .get("valueTrue")
                    .or(element.get("valueFalse"))
                    .is_some() =>
            {
                scalar(Scalar::Any)
            }
            "boolean" => scalar(Scalar::Boolean),
            "slider" if text_of(element.node, "sliderType") == "range" => Shape::Array,
            "slider" => scalar(Scalar::Number),
            "rating"
                if element
                    .get("rateValues")
                    .is_none_or(|node| items(node).is_empty()) =>
            {
                scalar(Scalar::Number)
            }
            "rating" | "radiogroup" | "dropdown" | "buttongroup" => {
                scalar(self.choice_type(element))
            }
            "imagepicker" if element.flag("multiSelect") => Shape::Array,
            "imagepicker" => scalar(self.choice_type(element)),
            "signaturepad" => scalar(Scalar::Any),
            "checkbox" | "tagbox" | "ranking" | "file" | "matrixdynamic" | "paneldynamic" => {
                Shape::Array
            }
            "matrix" | "matrixdropdown" | "multipletext" => Shape::Object,
            "html" | "image" => Shape::None,
            _ => Shape::Unknown,
        }
    }

    /// The shape of what a name means.
    pub(super) fn target_shape(&self, target: &Target) -> Shape {
        match target {
            Target::Element { index, part, .. } => match (self.elements.get(*index), part) {
                (Some(element), Part::Whole) => self.shape(element),
                (Some(_), Part::Cell) => Shape::Scalar(Scalar::Any),
                _ => Shape::Unknown,
            },
            Target::Number => Shape::Scalar(Scalar::Number),
            _ => Shape::Unknown,
        }
    }

    /// The values that what a name means can have, where they are written in the definition.
    pub(super) fn target_values(&self, target: &Target) -> Option<Vec<Value>> {
        let Target::Element { index, part, .. } = target else {
            return None;
        };
        let element = self.elements.get(*index)?;
        match part {
            Part::Whole | Part::Item => self.values(element),
            Part::Cell => {
                let columns = values_of(element.get("columns")?);
                (!columns.is_empty()).then_some(columns)
            }
            Part::Inside => None,
        }
    }

    /// The values that an answer can have (or its items, where it is a list).
    pub(super) fn values(&self, element: &Element<'a>) -> Option<Vec<Value>> {
        let class = self.answer_class(element);
        if class == "boolean" {
            let values: Vec<Value> = ["valueTrue", "valueFalse"]
                .iter()
                .filter_map(|name| element.get(name))
                .map(Node::to_value)
                .filter(|value| !value.is_empty())
                .collect();
            return (!values.is_empty()).then_some(values);
        }
        if class == "rating" {
            let values = values_of(element.get("rateValues")?);
            return (!values.is_empty()).then_some(values);
        }
        if !schema().extends(class, "selectbase") && class != "buttongroup" {
            return None;
        }
        let own = |name: &str| get(element.node, class, name);
        let elsewhere = own("choicesFromQuestion").is_some_and(|node| !text_is_empty(node))
            || own("choicesByUrl")
                .and_then(|node| node.get("url"))
                .is_some_and(|node| !text_is_empty(node))
            || own("choicesLazyLoadEnabled").is_some_and(is_true);
        if elsewhere {
            return None;
        }
        let mut values = self.written_choices(element)?;
        if values.is_empty() {
            return None;
        }
        for (switch, value) in SPECIAL_ITEMS {
            if own(switch).is_some_and(is_true) {
                values.push(Value::from(*value));
            }
        }
        Some(values)
    }

    /// How many of the listed choices can be taken together: those that exclude all others don't
    /// count, and neither do "none" and its kin (`getSelectableChoiceCount` of the linter of
    /// survey-core). `None` where that isn't known.
    pub(super) fn selectable(&self, element: &Element<'a>) -> Option<usize> {
        self.values(element)?;
        let choices = element.get("choices")?.as_array()?;
        let listed = choices.iter().filter(|choice| {
            let excludes = choice.get("isExclusive").is_some_and(is_true);
            item_value(choice).is_some() && !excludes
        });
        let other = get(element.node, self.answer_class(element), "showOtherItem");
        Some(listed.count() + usize::from(other.is_some_and(is_true)))
    }

    /// The `choices` of a question; a column without any has its matrix's.
    fn written_choices(&self, element: &Element<'a>) -> Option<Vec<Value>> {
        let own = element.get("choices").map(values_of);
        if own.as_ref().is_some_and(|values| !values.is_empty()) || element.kind != Kind::Column {
            return own;
        }
        let matrix = self.elements.get(element.container?)?;
        matrix.get("choices").map(values_of)
    }

    fn choice_type(&self, element: &Element<'a>) -> Scalar {
        let values = if self.answer_class(element) == "rating" {
            self.values(element)
        } else {
            self.written_choices(element)
        };
        let values = values.unwrap_or_default();
        let numbers = values.iter().all(|value| value.as_number().is_some());
        if !values.is_empty() && numbers {
            Scalar::Number
        } else {
            Scalar::Any
        }
    }

    /// The least and the greatest answer, where the definition bounds it.
    pub(super) fn range(&self, element: &Element<'a>) -> Option<(Option<Value>, Option<Value>)> {
        let given = |name: &str| element.node.get(name);
        let written = |name: &str| {
            let value = given(name).map(Node::to_value)?;
            let empty = value.is_nullish() || value.as_str() == Some("");
            (!empty).then_some(value)
        };
        match self.answer_class(element) {
            "text" => {
                let kind = text_of(element.node, "inputType").to_lowercase();
                let ordered = ["number", "range", "date", "datetime-local", "month"];
                let moving = ["minValueExpression", "maxValueExpression"];
                if !ordered.contains(&kind.as_str())
                    || moving.iter().any(|name| given(name).is_some())
                    || given("min").is_none() && given("max").is_none()
                {
                    return None;
                }
                Some((written("min"), written("max")))
            }
            "slider" if text_of(element.node, "sliderType") == "range" => None,
            "slider" => {
                let bound = |name: &str, default: f64| {
                    Some(given(name).and_then(number).unwrap_or(default).into())
                };
                Some((bound("min", 0.0), bound("max", 100.0)))
            }
            "rating" => {
                let (least, greatest) = self.rating_range(element)?;
                Some((least.map(Value::from), greatest.map(Value::from)))
            }
            _ => None,
        }
    }

    fn rating_range(&self, element: &Element<'a>) -> Option<(Option<f64>, Option<f64>)> {
        let written = element.get("rateValues").map(values_of).unwrap_or_default();
        if !written.is_empty() {
            return None;
        }
        let least = element.number("rateMin").unwrap_or(1.0);
        let step = element.number("rateStep").unwrap_or(1.0);
        let by_count = element
            .number("rateCount")
            .map(|count| least + (count - 1.0) * step);
        Some((
            Some(least),
            Some(element.number("rateMax").or(by_count).unwrap_or(5.0)),
        ))
    }
}

/// The values of a list of items.
pub(super) fn values_of(node: &Node) -> Vec<Value> {
    match node.kind {
        JsonKind::Array(_) => items(node).iter().filter_map(item_value).collect(),
        _ => Vec::new(),
    }
}

fn is_true(node: &Node) -> bool {
    node.to_value().is_true()
}

fn text_is_empty(node: &Node) -> bool {
    node.to_value().is_empty()
}
