//! Properties that a class lacks, values that it doesn't know, lists that are none, and what must
//! be there and is not.

use std::collections::BTreeMap;

use casement_expression::json::{Kind as JsonKind, Node};

use super::masks::MASK_TYPES;
use crate::Span;
use crate::lint::edit::{Edit, Fix};
use crate::lint::facts::{is_unsaved, limits};
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Kind, Typed, cell_class, join, property_of, text_of};
use crate::lint::suggest::nearest;
use crate::schema::{Property, schema};

/// Keys that every object may have.
const EVERYWHERE: &[&str] = &["type", "pos"];

pub(in crate::lint) fn unknown(index: &Index<'_>, report: &mut Report<'_>) {
    for object in checked(index) {
        for member in object.node.as_object().unwrap_or_default() {
            let key = member.key;
            if EVERYWHERE.contains(&key) || property(index, object, key).is_some() {
                continue;
            }
            let known = known_names(index, object);
            let suggestion = nearest(key, known.iter().copied()).map(str::to_owned);
            let path = join(&object.path, key);
            let fix = match &suggestion {
                Some(new) => Fix::rename(&path, new, object.node.get(new).is_none()),
                None => Fix::remove(&path, false),
            };
            let message = format!("`{key}` is no property of `{}`", object.class);
            let say = Say::new("unknownProperty", path, member.key_span, message);
            report.say(say.suggest(suggestion, Some(fix)));
        }
    }
}

/// Objects of a class whose properties are all known.
fn checked<'i, 'a>(index: &'i Index<'a>) -> impl Iterator<Item = &'i Typed<'a>> {
    index.objects.iter().filter(|object| {
        let element = object.owner.and_then(|owner| index.elements.get(owner));
        let untyped = object.is_element && element.is_some_and(|element| element.class.is_empty());
        let typeless = matches!(object.class, "surveyvalidator" | "surveytrigger");
        !untyped && !typeless
    })
}

fn property(index: &Index<'_>, object: &Typed<'_>, key: &str) -> Option<&'static Property> {
    property_of(object.class, object.owner, &index.elements, key)
}

fn known_names(index: &Index<'_>, object: &Typed<'_>) -> Vec<&'static str> {
    let mut classes = vec![object.class];
    if object.class == "matrixdropdowncolumn"
        && let Some(column) = object.owner.and_then(|owner| index.elements.get(owner))
    {
        classes.push(cell_class(column, &index.elements));
    }
    classes
        .into_iter()
        .flat_map(|class| schema().properties(class))
        .map(|property| property.name)
        .collect()
}

pub(in crate::lint) fn dead(index: &Index<'_>, report: &mut Report<'_>) {
    for object in checked(index) {
        for member in object.node.as_object().unwrap_or_default() {
            let key = member.key;
            let Some(property) = property(index, object, key) else {
                continue;
            };
            let twice = property.name != key && object.node.get(property.name).is_some();
            if !twice && !is_unsaved(object.class, property.name) {
                continue;
            }
            let path = join(&object.path, key);
            let fix = Some(Fix::remove(&path, false));
            if twice {
                let message = format!("`{key}` is an old name of `{}`, given too", property.name);
                let say = Say::new("aliasDuplicate", path, member.key_span, message);
                report.say(say.suggest(None, fix));
            } else {
                let message = format!("`{key}` of `{}` is lost when it is saved", object.class);
                let say = Say::new("notSerializable", path, member.key_span, message);
                report.say(say.suggest(None, fix));
            }
        }
    }
    inert_bounds(index, report);
}

/// `min`, `max` and `step` act only on inputs that have an order.
fn inert_bounds(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        let own = element.class == "text"
            || element.kind == Kind::Column && cell_class(element, &index.elements) == "text";
        let input = text_of(element.node, "inputType");
        let ordered = [
            "number",
            "range",
            "date",
            "datetime-local",
            "month",
            "time",
            "week",
        ];
        if !own || ordered.contains(&input) {
            continue;
        }
        for key in ["min", "max", "step"] {
            if element.node.get(key).is_some() {
                let path = join(&element.path, key);
                let message = format!("`{key}` has no effect on this type of input");
                let fix = Some(Fix::remove(&path, false));
                let say = Say::new("inertMinMax", path, element.key_span(key), message);
                report.say(say.suggest(None, fix));
            }
        }
    }
}

pub(in crate::lint) fn invalid_value(index: &Index<'_>, report: &mut Report<'_>) {
    for object in checked(index) {
        for member in object.node.as_object().unwrap_or_default() {
            let key = member.key;
            let Some(property) = property(index, object, key) else {
                continue;
            };
            let path = || join(&object.path, key);
            if let Some(say) = outside_choices(object.class, property, &member.value, path) {
                report.say(say);
            } else if let Some(say) = outside_limits(object.class, property, &member.value, path) {
                report.say(say);
            }
            if property.name == "valueName" && text_of(object.node, key).contains('.') {
                let message = "a `valueName` with a dot can't be read back by its name";
                let say = Say::new("valueNameDotted", path(), member.value.span, message);
                report.say(say);
            }
        }
    }
}

/// What a cell can be; a matrix can't leave it to the default.
const CELL_TYPES: &[&str] = &[
    "default",
    "dropdown",
    "checkbox",
    "radiogroup",
    "tagbox",
    "text",
    "comment",
    "boolean",
    "expression",
    "rating",
    "slider",
];

fn outside_choices(
    class: &str,
    property: &Property,
    node: &Node,
    path: impl Fn() -> String,
) -> Option<Say> {
    let mut choices: Vec<&str> = property.choices().collect();
    if class == "survey" && property.name == "locale" {
        // No translations are built in: only the default locale is surely there.
        choices = vec!["", "default"];
    }
    match property.name {
        "maskType" => choices = MASK_TYPES.to_vec(),
        "cellType" if class == "matrixdropdowncolumn" => choices = CELL_TYPES.to_vec(),
        "cellType" if schema().extends(class, "matrixdropdownbase") => {
            choices = CELL_TYPES.iter().copied().skip(1).collect();
        }
        _ => {}
    }
    if choices.is_empty() {
        return None;
    }
    let value = node.to_value();
    if value.is_nullish() || value.as_bool().is_some() || value.as_object().is_some() {
        return None;
    }
    let text = value.to_text();
    if choices.contains(&&*text) {
        return None;
    }
    let suggestion = nearest(&text, choices.iter().copied()).map(str::to_owned);
    let path = path();
    let fix = match &suggestion {
        Some(new) => Fix::set(&path, new.as_str(), true),
        None => Fix::remove(&path, false),
    };
    let message = format!(
        "`{text}` is no value of `{}`: expected one of `{}`",
        property.name,
        choices.join("`, `")
    );
    Some(Say::new("notInChoices", path, node.span, message).suggest(suggestion, Some(fix)))
}

fn outside_limits(
    class: &str,
    property: &Property,
    node: &Node,
    path: impl Fn() -> String,
) -> Option<Say> {
    let JsonKind::Number(number) = node.kind else {
        return None;
    };
    let (least, greatest) = limits(class, property.name)?;
    if (least..=greatest).contains(&number) {
        return None;
    }
    let message = format!("`{}` can't be {number}", property.name);
    let path = path();
    let fix = Fix::set(&path, number.clamp(least, greatest), true);
    Some(Say::new("outOfRange", path, node.span, message).suggest(None, Some(fix)))
}

pub(in crate::lint) fn not_an_array(index: &Index<'_>, report: &mut Report<'_>) {
    for object in checked(index) {
        for member in object.node.as_object().unwrap_or_default() {
            let Some(property) = property(index, object, member.key) else {
                continue;
            };
            // A survey without pages takes its one element as it is.
            let is_whole = object.class == "survey" && property.item == "question";
            let list = is_list(property) && !is_whole;
            let single = match member.value.kind {
                JsonKind::Array(_) | JsonKind::Null => false,
                // Lists in several languages.
                JsonKind::Object(_) => !property.localizable,
                _ => true,
            };
            if list && single {
                let path = join(&object.path, member.key);
                let fix = Fix {
                    edits: vec![Edit::Wrap { path: path.clone() }],
                    safe: true,
                };
                let message = format!("`{}` should be an array", member.key);
                let say = Say::new("notAnArray", path, member.value.span, message);
                report.say(say.suggest(None, Some(fix)));
            }
        }
    }
}

fn is_list(property: &Property) -> bool {
    let single = ["", "masksettings", "regionalformat", "choicesByUrl"];
    !single.contains(&property.item)
}

pub(in crate::lint) fn required(index: &Index<'_>, report: &mut Report<'_>) {
    let mut counter = 0;
    let mut needed_by: BTreeMap<&str, Vec<&Property>> = BTreeMap::new();
    for object in checked(index) {
        if object.node.as_object().is_none() {
            continue;
        }
        let needed = needed_by.entry(object.class).or_insert_with(|| {
            let all = schema().properties(object.class).into_iter();
            all.filter(|property| property.required && property.name != "value")
                .collect()
        });
        for property in needed {
            let given = crate::lint::index::get(object.node, object.class, property.name);
            let span = Span {
                start: object.node.span.start,
                end: object.node.span.start + 1,
            };
            let path = join(&object.path, property.name);
            match given.map(|node| (&node.kind, node)) {
                Some((JsonKind::Number(_) | JsonKind::Bool(_), node))
                    if property.name == "name" =>
                {
                    let message = format!("the name of a `{}` must be text", object.class);
                    report.say(Say::new("notAString", path, node.span, message));
                }
                Some((JsonKind::String(""), _)) => {
                    report.say(missing(object, property, span, &mut counter, &path));
                }
                None | Some((JsonKind::Null, _)) => {
                    report.say(missing(object, property, span, &mut counter, &path));
                }
                _ => {}
            }
        }
    }
}

fn missing(
    object: &Typed<'_>,
    property: &Property,
    span: Span,
    counter: &mut u32,
    path: &str,
) -> Say {
    *counter += 1;
    let fix = (property.name == "name" && object.is_element)
        .then(|| Fix::set(path, format!("question{counter}"), false));
    let message = format!(
        "the property `{}` is required in `{}`",
        property.name, object.class
    );
    Say::new("missing", &object.path, span, message).suggest(None, fix)
}
