//! Least counts and values above the greatest.

use casement_expression::json::{Kind as JsonKind, Node};

use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, Kind, cell_class, get, items, number, text_of};
use crate::schema::schema;

/// Pairs of bounds: the class, the least, the greatest.
const BOUNDS: &[(&str, &str, &str)] = &[
    ("checkbox", "minSelectedChoices", "maxSelectedChoices"),
    ("matrixdynamic", "minRowCount", "maxRowCount"),
    ("paneldynamic", "minPanelCount", "maxPanelCount"),
    ("text", "min", "max"),
    ("multipletextitem", "min", "max"),
    ("slider", "min", "max"),
    ("slider", "minRangeLength", "maxRangeLength"),
    ("rating", "rateMin", "rateMax"),
    (
        "expression",
        "minimumFractionDigits",
        "maximumFractionDigits",
    ),
    (
        COLUMN,
        "totalMinimumFractionDigits",
        "totalMaximumFractionDigits",
    ),
];

/// Stands for columns, whatever their cells are.
const COLUMN: &str = "column";

/// Counts and the bounds of each.
const COUNTS: &[(&str, &str, &str, &str)] = &[
    ("matrixdynamic", "rowCount", "minRowCount", "maxRowCount"),
    (
        "paneldynamic",
        "panelCount",
        "minPanelCount",
        "maxPanelCount",
    ),
];

/// How many steps a rating shows.
const FEWEST_RATES: f64 = 2.0;
const MOST_RATES: f64 = 20.0;
const MOST_SMILEYS: f64 = 10.0;

pub(in crate::lint) fn contradiction(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        let class = match element.kind {
            Kind::Column => cell_class(element, &index.elements),
            _ => element.class,
        };
        if class == "text" && !is_ordered(element) {
            continue;
        }
        bounds(element, class, report);
        counts(element, class, report);
        steps(element, class, report);
        choices(index, element, class, report);
    }
}

fn is_ordered(element: &Element<'_>) -> bool {
    !matches!(
        text_of(element.node, "inputType"),
        "" | "text" | "email" | "tel" | "url" | "password" | "color"
    )
}

fn value<'a>(element: &Element<'a>, class: &str, name: &str) -> Option<&'a Node<'a>> {
    get(element.node, class, name)
}

fn say(element: &Element<'_>, reason: &'static str, key: &str, message: String) -> Say {
    let path = format!("{}.{key}", element.path);
    Say::new(reason, path, element.key_span(key), message)
}

fn bounds(element: &Element<'_>, class: &str, report: &mut Report<'_>) {
    for (owner, least, greatest) in BOUNDS {
        let is_meant = match *owner {
            COLUMN => element.kind == Kind::Column,
            owner => schema().extends(class, owner),
        };
        if !is_meant {
            continue;
        }
        let listed = |node: &Node| matches!(node.kind, JsonKind::Array(_));
        let moving = ["minValueExpression", "maxValueExpression"];
        let decided_elsewhere = match *owner {
            "rating" => element.node.get("rateValues").is_some_and(listed),
            // Choices are limited only where some are chosen before they are ranked.
            "checkbox" => class == "ranking" && !element.flag("selectToRankEnabled"),
            "slider" => {
                *least == "minRangeLength" && text_of(element.node, "sliderType") != "range"
            }
            "text" | "multipletextitem" => moving.iter().any(|key| element.node.get(key).is_some()),
            _ => false,
        };
        if decided_elsewhere {
            continue;
        }
        let (Some(low), Some(high)) = (
            value(element, class, least),
            value(element, class, greatest),
        ) else {
            continue;
        };
        let wrong = match (&low.kind, &high.kind) {
            (JsonKind::Number(low), JsonKind::Number(high)) => {
                let unlimited = match *owner {
                    "checkbox" => *high <= 0.0,
                    "expression" | COLUMN => *high < 0.0,
                    _ => false,
                };
                low > high && !unlimited || *owner == "rating" && low == high
            }
            // ISO dates are in the order of their texts.
            (JsonKind::String(low), JsonKind::String(high)) => {
                is_iso_date(low) && is_iso_date(high) && low > high
            }
            _ => false,
        };
        if wrong {
            let message = format!("`{least}` is above `{greatest}`");
            report.say(say(element, "minAboveMax", least, message));
        }
    }
}

fn is_iso_date(text: &str) -> bool {
    text.len() >= 7
        && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && text.as_bytes().get(4) == Some(&b'-')
}

fn counts(element: &Element<'_>, class: &str, report: &mut Report<'_>) {
    for (owner, count, least, greatest) in COUNTS {
        let given = |name: &str| value(element, class, name).and_then(number);
        let Some(wanted) = given(count).filter(|_| class == *owner) else {
            continue;
        };
        if given(least).is_some_and(|least| wanted < least) {
            let message = format!("`{count}` is below `{least}`");
            report.say(say(element, "countOutOfBounds", count, message));
        } else if given(greatest).is_some_and(|greatest| wanted > greatest) {
            let message = format!("`{count}` is above `{greatest}`");
            report.say(say(element, "countOutOfBounds", count, message));
        }
    }
    let rates = value(element, class, "rateCount").and_then(number);
    let Some(rates) = rates.filter(|_| class == "rating") else {
        return;
    };
    let listed = value(element, class, "rateValues").map_or(0, |node| items(node).len());
    let smileys = text_of(element.node, "rateType") == "smileys";
    let message = if rates < FEWEST_RATES {
        format!("a rating has at least {FEWEST_RATES} values")
    } else if rates > MOST_RATES && rates > listed as f64 {
        format!("a rating has at most {MOST_RATES} values")
    } else if rates > MOST_SMILEYS && smileys {
        format!("a rating by smileys has at most {MOST_SMILEYS} values")
    } else {
        return;
    };
    report.say(say(element, "countOutOfBounds", "rateCount", message));
}

fn steps(element: &Element<'_>, class: &str, report: &mut Report<'_>) {
    let given = |name: &str, default: f64| {
        value(element, class, name)
            .and_then(number)
            .unwrap_or(default)
    };
    let (key, least, greatest) = match class {
        // The greatest rate follows from how many there are, or all are listed.
        "rating" if is_counted(element) => return,
        "rating" => ("rateStep", given("rateMin", 1.0), given("rateMax", 5.0)),
        "slider" => ("step", given("min", 0.0), given("max", 100.0)),
        _ => return,
    };
    let Some(step) = value(element, class, key).and_then(number) else {
        return;
    };
    if step > 0.0 && step > greatest - least {
        let message = format!("`{key}` is wider than the whole range");
        report.say(say(element, "stepAboveRange", key, message));
    }
}

fn is_counted(element: &Element<'_>) -> bool {
    let listed = |node: &Node| matches!(node.kind, JsonKind::Array(_));
    element.node.get("rateCount").is_some() || element.node.get("rateValues").is_some_and(listed)
}

fn choices<'a>(index: &Index<'a>, element: &Element<'a>, class: &str, report: &mut Report<'_>) {
    let key = "minSelectedChoices";
    if !schema().extends(class, "checkbox") {
        return;
    }
    if class == "ranking" && !element.flag("selectToRankEnabled") {
        return;
    }
    let (Some(least), Some(selectable)) = (
        value(element, class, key).and_then(number),
        index.selectable(element),
    ) else {
        return;
    };
    if least > selectable as f64 {
        let message = format!("`{key}` is above the number of choices that go together");
        report.say(say(element, "minAboveChoicesCount", key, message));
    }
}
