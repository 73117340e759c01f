//! Default, correct and set values that a question can't have.

use casement_expression::Equality;
use casement_expression::json::{Kind as JsonKind, Node};

use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, Typed, item_value, items, join, text_of};
use crate::lint::reference::{From, Target};
use crate::lint::shape::Shape;
use crate::lint::suggest::nearest;
use crate::{Span, Value};

/// One value that is given somewhere, and how findings about it are called.
struct Given<'g> {
    node: &'g Node<'g>,
    path: String,
    reason: &'static str,
}

pub(in crate::lint) fn not_a_choice(index: &Index<'_>, report: &mut Report<'_>) {
    for (place, element) in index.elements.iter().enumerate() {
        let keys: &[(&str, &'static str)] = match element.class {
            "matrixdynamic" => &[
                ("defaultValue", "defaultValue"),
                ("defaultRowValue", "defaultRowValue"),
                ("correctAnswer", "correctAnswer"),
            ],
            "paneldynamic" => &[
                ("defaultValue", "defaultValue"),
                ("defaultPanelValue", "defaultPanelValue"),
                ("correctAnswer", "correctAnswer"),
            ],
            _ => &[
                ("defaultValue", "defaultValue"),
                ("correctAnswer", "correctAnswer"),
            ],
        };
        for (key, reason) in keys {
            if let Some(node) = element.node.get(key) {
                let given = Given {
                    node,
                    path: join(&element.path, key),
                    reason,
                };
                check(index, place, element, &given, report);
            }
        }
    }
    for trigger in &index.triggers {
        match trigger.class {
            "setvaluetrigger" => set_value(index, trigger, report),
            "copyvaluetrigger" => copy_value(index, trigger, report),
            _ => {}
        }
    }
}

fn check<'a>(
    index: &Index<'a>,
    place: usize,
    element: &Element<'a>,
    given: &Given<'_>,
    report: &mut Report<'_>,
) {
    match index.answer_class(element) {
        "matrixdynamic" | "paneldynamic" => {
            for row in rows_of(given) {
                members(index, place, row, given, report);
            }
        }
        "matrixdropdown" => {
            for member in given.node.as_object().unwrap_or_default() {
                if row_is_known(element, member.key, given, member.key_span, report) {
                    members(index, place, &member.value, given, report);
                }
            }
        }
        "matrix" => {
            let columns: Option<Vec<Value>> = element
                .get("columns")
                .map(|node| items(node).iter().filter_map(item_value).collect());
            for member in given.node.as_object().unwrap_or_default() {
                if row_is_known(element, member.key, given, member.key_span, report)
                    && let Some(columns) = columns.as_ref().filter(|list| !list.is_empty())
                {
                    among(columns, &member.value, element, given, report);
                }
            }
        }
        _ => {
            if let Some(values) = index.values(element) {
                among(&values, given.node, element, given, report);
            }
        }
    }
}

/// The rows of a default value, or the one row of a default for new rows.
fn rows_of<'g>(given: &Given<'g>) -> &'g [Node<'g>] {
    match &given.node.kind {
        JsonKind::Array(rows) => rows,
        JsonKind::Object(_) => std::slice::from_ref(given.node),
        _ => &[],
    }
}

fn members(
    index: &Index<'_>,
    container: usize,
    row: &Node,
    given: &Given<'_>,
    report: &mut Report<'_>,
) {
    let columns = index.class_is(container, "matrixdropdownbase");
    for member in row.as_object().unwrap_or_default() {
        let key = member.key.to_lowercase();
        let key = key.strip_suffix("-comment").unwrap_or(&key);
        let found = index.members(container).find(|place| {
            index.elements.get(*place).is_some_and(|element| {
                element.name.to_lowercase() == key || element.value_name.to_lowercase() == key
            })
        });
        match found.and_then(|place| Some((place, index.elements.get(place)?))) {
            Some((place, element)) => {
                let inner = Given {
                    node: &member.value,
                    path: given.path.clone(),
                    reason: given.reason,
                };
                check(index, place, element, &inner, report);
            }
            None => {
                let reason = if columns {
                    "unknownColumnKey"
                } else {
                    "unknownQuestionKey"
                };
                let suggestion = nearest(member.key, index.member_names(container));
                let message = format!("nothing has the name `{}` there", member.key);
                let say = Say::new(reason, &given.path, member.key_span, message);
                report.say(say.suggest(suggestion.map(str::to_owned), None));
            }
        }
    }
}

fn row_is_known(
    element: &Element<'_>,
    key: &str,
    given: &Given<'_>,
    span: Span,
    report: &mut Report<'_>,
) -> bool {
    let rows: Vec<String> = element
        .get("rows")
        .map(items)
        .unwrap_or_default()
        .iter()
        .filter_map(item_value)
        .map(|value| value.to_text().into_owned())
        .collect();
    if rows.is_empty()
        || rows
            .iter()
            .any(|row| row.to_lowercase() == key.to_lowercase())
    {
        return true;
    }
    let suggestion = nearest(key, rows.iter().map(String::as_str)).map(str::to_owned);
    let message = format!("there is no row `{key}`");
    let say = Say::new("unknownRowKey", &given.path, span, message);
    report.say(say.suggest(suggestion, None));
    false
}

fn among(
    offered: &[Value],
    node: &Node,
    element: &Element<'_>,
    given: &Given<'_>,
    report: &mut Report<'_>,
) {
    let value = node.to_value();
    let wanted = match value.as_array() {
        Some(values) => values.to_vec(),
        None => vec![value],
    };
    let missing: Vec<String> = wanted
        .iter()
        .filter(|value| !value.is_empty())
        .filter(|value| {
            !offered
                .iter()
                .any(|known| known.equals(value, Equality::OPERATOR))
        })
        .map(Value::to_json)
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "`{}` can't have the value {}",
            element.name,
            missing.join(" or ")
        );
        report.say(Say::new(given.reason, &given.path, node.span, message));
    }
}

fn set_value(index: &Index<'_>, trigger: &Typed<'_>, report: &mut Report<'_>) {
    let Some(node) = trigger.node.get("setValue") else {
        return;
    };
    let target = resolve(index, text_of(trigger.node, "setToName"));
    let Some(offered) = index.target_values(&target) else {
        return;
    };
    let Target::Element { index: place, .. } = target else {
        return;
    };
    let Some(element) = index.elements.get(place) else {
        return;
    };
    let given = Given {
        node,
        path: join(&trigger.path, "setValue"),
        reason: "triggerSetValue",
    };
    among(&offered, node, element, &given, report);
}

fn copy_value(index: &Index<'_>, trigger: &Typed<'_>, report: &mut Report<'_>) {
    let (from, to) = (
        text_of(trigger.node, "fromName"),
        text_of(trigger.node, "setToName"),
    );
    let (source, target) = (resolve(index, from), resolve(index, to));
    let (shape, wanted) = (index.target_shape(&source), index.target_shape(&target));
    let span = trigger.node.span;
    let differ = matches!(
        (shape, wanted),
        (Shape::Scalar(_), Shape::Array) | (Shape::Array, Shape::Scalar(_))
    );
    if differ {
        let message = format!("one of `{from}` and `{to}` holds a list, the other a single value");
        report.say(Say::new("copyValueShape", &trigger.path, span, message));
        return;
    }
    let (Some(given), Some(offered)) = (index.target_values(&source), index.target_values(&target))
    else {
        return;
    };
    let meet = given.iter().any(|value| {
        offered
            .iter()
            .any(|known| known.equals(value, Equality::OPERATOR))
    });
    if !meet {
        let message = format!("no value of `{from}` is one that `{to}` can have");
        report.say(Say::new("copyValueNoOverlap", &trigger.path, span, message));
    }
}

fn resolve(index: &Index<'_>, name: &str) -> Target {
    let from = From {
        owner: None,
        list: "",
        property: "setToName",
    };
    index.resolve(name, from, &[])
}
