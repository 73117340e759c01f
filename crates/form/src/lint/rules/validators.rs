//! Validators of a type that nobody knows, and those that never fire or always do.

use casement_expression::json::{Kind as JsonKind, Node};

use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, class_by_type, get, number, text_of};
use crate::lint::shape::{Scalar, Shape};
use crate::lint::suggest::nearest;

const TYPES: &[&str] = &[
    "numeric",
    "text",
    "answercount",
    "regex",
    "email",
    "expression",
];

/// Pairs of bounds by class.
const BOUNDS: &[(&str, &str, &str)] = &[
    ("numericvalidator", "minValue", "maxValue"),
    ("textvalidator", "minLength", "maxLength"),
    ("answercountvalidator", "minCount", "maxCount"),
];

/// A validator, and the element that it stands at.
struct Validator<'i, 'a> {
    node: &'a Node<'a>,
    path: String,
    class: &'static str,
    owner: &'i Element<'a>,
}

/// The validators of every element, whether its class has any or not.
fn validators<'i, 'a>(index: &'i Index<'a>) -> impl Iterator<Item = Validator<'i, 'a>> {
    index.elements.iter().flat_map(|owner| {
        let list = owner.node.get("validators").and_then(Node::as_array);
        let list = list.unwrap_or_default().iter().enumerate();
        list.filter(|(_, node)| matches!(node.kind, JsonKind::Object(_)))
            .map(move |(place, node)| Validator {
                node,
                path: format!("{}.validators[{place}]", owner.path),
                class: class_by_type(text_of(node, "type"), "surveyvalidator").unwrap_or_default(),
                owner,
            })
    })
}

pub(in crate::lint) fn unknown_type(index: &Index<'_>, report: &mut Report<'_>) {
    for validator in validators(index) {
        let written = text_of(validator.node, "type");
        if !validator.class.is_empty() {
            continue;
        }
        let span = validator
            .node
            .get("type")
            .map_or(validator.node.span, |node| node.span);
        if written.is_empty() {
            let message = "the validator has no type: it is left out";
            report.say(Say::new("noType", &validator.path, span, message));
            continue;
        }
        let suggestion = nearest(written, TYPES.iter().copied()).map(str::to_owned);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&format!("{}.type", validator.path), new.as_str(), true));
        let message = format!("unknown validator type `{written}`");
        let say = Say::new("unknownType", &validator.path, span, message);
        report.say(say.suggest(suggestion, fix));
    }
}

pub(in crate::lint) fn dead(index: &Index<'_>, report: &mut Report<'_>) {
    for validator in validators(index) {
        if validator.class.is_empty() {
            continue;
        }
        let owner = validator.owner;
        let span = validator.node.span;
        let mut say = |reason, message: String| {
            report.say(Say::new(reason, &validator.path, span, message));
        };
        let given = |name: &str| get(validator.node, validator.class, name);
        if !owner.class.is_empty() && never_fires(&validator, index.shape(owner)) {
            let message = format!("it never fires on the answers of `{}`", owner.name);
            say("wrongValueShape", message);
        }
        for (class, least, greatest) in BOUNDS {
            let bound = |name| given(name).and_then(number);
            if validator.class == *class
                && let (Some(low), Some(high)) = (bound(least), bound(greatest))
                && low > high
                && (*class == "numericvalidator" || high > 0.0)
            {
                say("minAboveMax", format!("`{least}` is above `{greatest}`"));
            }
        }
        match validator.class {
            "answercountvalidator" => {
                let choices = Some(owner)
                    .filter(|owner| index.shape(owner) == Shape::Array)
                    .and_then(|owner| index.selectable(owner));
                let least = given("minCount").and_then(number);
                if least
                    .zip(choices)
                    .is_some_and(|(least, choices)| least > choices as f64)
                {
                    let message =
                        "`minCount` is above the number of choices that go together".to_owned();
                    say("minCountAboveChoices", message);
                }
            }
            "expressionvalidator" if is_blank(given("expression")) => {
                let message = "it has no expression and always passes".to_owned();
                say("emptyExpression", message);
            }
            _ => {}
        }
    }
    patterns(index, report);
}

fn patterns(index: &Index<'_>, report: &mut Report<'_>) {
    let Some(error_of) = report.options.regex_error else {
        return;
    };
    for validator in validators(index) {
        let pattern = text_of(validator.node, "regex");
        if validator.class != "regexvalidator" || pattern.is_empty() {
            continue;
        }
        if let Some(error) = error_of(pattern) {
            let span = validator
                .node
                .get("regex")
                .map_or(validator.node.span, |node| node.span);
            let message = format!("`{pattern}` is no regular expression: {error}");
            report.say(Say::new("invalidRegex", &validator.path, span, message));
        }
    }
}

fn is_blank(node: Option<&Node>) -> bool {
    node.is_none_or(|node| node.to_value().is_empty())
}

fn never_fires(validator: &Validator<'_, '_>, shape: Shape) -> bool {
    let number = shape == Shape::Scalar(Scalar::Number);
    let object = shape == Shape::Object;
    match validator.class {
        _ if shape == Shape::None => true,
        "numericvalidator" => object || shape == Shape::Array,
        "textvalidator" => (object || number) && bounds_length(validator),
        "answercountvalidator" => object || matches!(shape, Shape::Scalar(_)),
        "emailvalidator" => number,
        _ => false,
    }
}

/// Without a bound a text validator asks for no length, of whatever shape the answer is.
fn bounds_length(validator: &Validator<'_, '_>) -> bool {
    ["minLength", "maxLength"].into_iter().any(|name| {
        get(validator.node, validator.class, name)
            .and_then(number)
            .is_some_and(|length| length > 0.0)
    })
}
