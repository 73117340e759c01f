//! Comparisons of an answer with a constant that it can't be, or not in this way.

use casement_expression::{BinaryOperator, Equality};

use crate::Value;
use crate::lint::condition::{Comparison, comparisons, is_arithmetic, is_equality, is_ordering};
use crate::lint::finding::{Report, Say};
use crate::lint::index::Index;
use crate::lint::reference::{Part, Target};
use crate::lint::shape::{Scalar, Shape};
use crate::lint::suggest::nearest;

pub(in crate::lint) fn type_mismatch(index: &Index<'_>, report: &mut Report<'_>) {
    for site in &index.sites {
        for comparison in site.tree.iter().flat_map(comparisons) {
            let target = index.target(site, comparison.name, &[]);
            let shape = index.target_shape(&target);
            let Some((reason, what)) = mismatch(shape, &comparison, site.condition) else {
                continue;
            };
            let suggestion = match reason {
                "text-ordering" => Some(format!(
                    "set inputType: \"number\" on \"{}\" if it collects numbers",
                    element_name(index, &target)
                )),
                "array-vs-scalar" => {
                    Some("use \"contains\" or \"anyof\" for multi-select values".to_owned())
                }
                _ => None,
            };
            let message = format!(
                "`{}` doesn't fit `{{{}}}`: {what}",
                comparison.operator.sign(),
                comparison.name
            );
            let span = index.inside(site.span, comparison.span);
            let mut say = Say::new(reason, &site.path, span, message);
            say.suggestion = suggestion;
            report.say(say);
        }
    }
}

fn element_name(index: &Index<'_>, target: &Target) -> String {
    match target {
        Target::Element { index: place, .. } => index
            .elements
            .get(*place)
            .map(|element| element.name.to_owned())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn mismatch(
    shape: Shape,
    comparison: &Comparison<'_>,
    condition: bool,
) -> Option<(&'static str, &'static str)> {
    let (operator, value) = (comparison.operator, &comparison.constant);
    let equality = is_equality(operator);
    let calculates = is_ordering(operator) || is_arithmetic(operator);
    let scalar = value.as_array().is_none();
    if !equality && !calculates || !scalar || equality && value.is_empty() {
        return None;
    }
    match shape {
        Shape::None => Some(("no-value", "it has no value")),
        Shape::Array | Shape::Object if calculates => Some(("non-scalar", "it is no single value")),
        Shape::Array => Some(("array-vs-scalar", "it is a list")),
        Shape::Scalar(Scalar::Boolean) if calculates => {
            Some(("boolean-ordering", "it is true or false"))
        }
        Shape::Scalar(Scalar::Boolean) if value.as_bool().is_none() => {
            Some(("boolean-vs-const", "it is true or false"))
        }
        // Where a value is wanted, adding to a text may well be meant.
        Shape::Scalar(Scalar::Text) if is_ordering(operator) || condition && calculates => {
            Some(("text-ordering", "it is text"))
        }
        Shape::Scalar(Scalar::Date) if calculates && value.as_number().is_some() => {
            Some(("date-vs-number", "it is a date"))
        }
        Shape::Scalar(Scalar::Number) if value.as_str().is_some_and(|text| !text.is_empty()) => {
            Some(("number-vs-string", "it is a number"))
        }
        _ => None,
    }
}

pub(in crate::lint) fn unknown_choice(index: &Index<'_>, report: &mut Report<'_>) {
    for site in &index.sites {
        for comparison in site.tree.iter().flat_map(comparisons) {
            let target = index.target(site, comparison.name, &[]);
            let Some(offered) = index.target_values(&target) else {
                continue;
            };
            let given = default_values(index, &target);
            let substring = matches!(
                comparison.operator,
                BinaryOperator::Contains | BinaryOperator::NotContains
            );
            let listed = matches!(
                comparison.operator,
                BinaryOperator::AnyOf | BinaryOperator::AllOf | BinaryOperator::NoneOf
            );
            if !substring && !listed && !is_equality(comparison.operator) {
                continue;
            }
            let substring = substring && !is_list(index, &target);
            let wanted = match comparison.constant.as_array() {
                Some(values) => values.to_vec(),
                None => vec![comparison.constant.clone()],
            };
            let missing: Vec<&Value> = wanted
                .iter()
                .filter(|value| !value.is_empty() && value.as_bool().is_none())
                .filter(|value| {
                    let mut known = offered.iter().chain(&given);
                    !known.any(|known| offers(known, value, substring))
                })
                .collect();
            let Some(first) = missing.first() else {
                continue;
            };
            let texts: Vec<String> = offered
                .iter()
                .map(|value| value.to_text().into_owned())
                .collect();
            let suggestion = first
                .as_str()
                .filter(|_| missing.len() == 1)
                .and_then(|text| nearest(text, texts.iter().map(String::as_str)))
                .map(str::to_owned);
            let list: Vec<String> = missing.iter().map(|value| value.to_json()).collect();
            let message = format!(
                "`{{{}}}` is never {}: its values are {}",
                comparison.name,
                list.join(" or "),
                texts.join(", ")
            );
            let reason = if substring {
                "noChoiceContains"
            } else {
                "notAmongChoices"
            };
            let span = index.inside(site.span, comparison.span);
            report.say(Say::new(reason, &site.path, span, message).suggest(suggestion, None));
        }
    }
}

/// What the author gives the question beside its choices can be meant, too.
fn default_values(index: &Index<'_>, target: &Target) -> Vec<Value> {
    let Target::Element { index: place, .. } = target else {
        return Vec::new();
    };
    let element = index.elements.get(*place);
    let given = element.and_then(|element| element.node.get("defaultValue"));
    match given.map(|node| node.to_value()) {
        None | Some(Value::Null) => Vec::new(),
        Some(value) => match value.as_array() {
            Some(values) => values.to_vec(),
            None => vec![value],
        },
    }
}

fn is_list(index: &Index<'_>, target: &Target) -> bool {
    match target {
        Target::Element {
            index: place, part, ..
        } => {
            *part != Part::Cell
                && index
                    .elements
                    .get(*place)
                    .is_some_and(|element| index.shape(element) == Shape::Array)
        }
        _ => false,
    }
}

fn offers(known: &Value, wanted: &Value, substring: bool) -> bool {
    if substring {
        let known = known.to_text().to_lowercase();
        known.contains(&wanted.to_text().to_lowercase())
    } else {
        known.equals(wanted, Equality::OPERATOR)
    }
}
