//! Definitions made from raw bytes: nearly well-formed, with expressions that read one another.

use arbitrary::{Arbitrary, Result, Unstructured};
use casement_expression::{Object, Value};

use crate::values::{AnyValue, name};

/// How deep panels lie in each other.
const MAX_DEPTH: u32 = 3;

const TYPES: &[&str] = &[
    "text",
    "text",
    "text",
    "comment",
    "boolean",
    "radiogroup",
    "dropdown",
    "buttongroup",
    "checkbox",
    "tagbox",
    "ranking",
    "imagepicker",
    "rating",
    "slider",
    "imagemap",
    "matrix",
    "matrixdropdown",
    "matrixdynamic",
    "paneldynamic",
    "multipletext",
    "expression",
    "file",
    "signaturepad",
    "html",
    "image",
    "panel",
    "panel",
    "flowpanel",
    "page",
    "nothing",
];

const EXPRESSIONS: &[&str] = &[
    "visibleIf",
    "enableIf",
    "requiredIf",
    "defaultValueExpression",
    "setValueIf",
    "setValueExpression",
    "resetValueIf",
    "minValueExpression",
    "maxValueExpression",
    "expression",
    "choicesVisibleIf",
    "choicesEnableIf",
    "rowsVisibleIf",
    "columnsVisibleIf",
    "templateVisibleIf",
    "panelCountExpression",
    "totalExpression",
];

const CHOICES: &[(&str, &[&str])] = &[
    (
        "inputType",
        &[
            "text",
            "number",
            "range",
            "date",
            "datetime-local",
            "month",
            "time",
            "week",
            "email",
            "tel",
        ],
    ),
    (
        "maskType",
        &["none", "pattern", "numeric", "currency", "datetime"],
    ),
    (
        "clearIfInvisible",
        &[
            "none",
            "onComplete",
            "onHidden",
            "onHiddenContainer",
            "default",
        ],
    ),
    ("choicesOrder", &["none", "asc", "desc", "random"]),
    ("rowOrder", &["initial", "random"]),
    ("questionOrder", &["default", "initial", "random"]),
    ("randomizeCategory", &["", "a", "b"]),
    (
        "displayStyle",
        &["none", "decimal", "currency", "percent", "date"],
    ),
    (
        "cellType",
        &[
            "text",
            "dropdown",
            "checkbox",
            "boolean",
            "expression",
            "comment",
            "rating",
        ],
    ),
    ("totalType", &["none", "sum", "count", "min", "max", "avg"]),
    ("detailPanelMode", &["none", "underRow", "underRowSingle"]),
    ("displayMode", &["list", "tab", "carousel"]),
    ("sliderType", &["single", "range"]),
    ("rateType", &["labels", "stars", "smileys"]),
];

const OTHERS: &[&str] = &[
    "title",
    "description",
    "valueName",
    "defaultValue",
    "isRequired",
    "visible",
    "readOnly",
    "min",
    "max",
    "step",
    "maxLength",
    "correctAnswer",
    "showCommentArea",
    "showOtherItem",
    "showNoneItem",
    "showSelectAllItem",
    "multiSelect",
    "valueTrue",
    "valueFalse",
    "rateMin",
    "rateMax",
    "rateStep",
    "rateCount",
    "rateValues",
    "rowCount",
    "minRowCount",
    "maxRowCount",
    "panelCount",
    "minPanelCount",
    "maxPanelCount",
    "keyName",
    "defaultRowValue",
    "copyDefaultValueFromLastEntry",
    "defaultValueFromLastPanel",
    "transposeData",
    "eachRowRequired",
    "eachRowUnique",
    "isUnique",
    "precision",
    "format",
    "currency",
    "minSelectedChoices",
    "maxSelectedChoices",
    "choicesFromQuestion",
    "acceptCarriageReturn",
    "startWithNewLine",
    "minimumFractionDigits",
    "maximumFractionDigits",
    "useGrouping",
    "html",
    "requiredErrorText",
];

const SURVEY: &[(&str, &[&str])] = &[
    (
        "checkErrorsMode",
        &[
            "onNextPage",
            "onValueChanged",
            "onValueChanging",
            "onComplete",
        ],
    ),
    (
        "clearInvisibleValues",
        &["none", "onComplete", "onHidden", "onHiddenContainer"],
    ),
    (
        "questionsOnPageMode",
        &["standard", "singlePage", "questionPerPage", "inputPerPage"],
    ),
    ("showQuestionNumbers", &["on", "onPage", "recursive", "off"]),
    (
        "progressBarType",
        &[
            "pages",
            "questions",
            "requiredQuestions",
            "correctQuestions",
        ],
    ),
    ("locale", &["de", "pt-br", "en", "xx"]),
    ("mode", &["edit", "display"]),
];

/// A definition as JSON text.
#[derive(Clone, Debug)]
pub struct AnyForm(pub String);

impl<'a> Arbitrary<'a> for AnyForm {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut survey = Object::new();
        for _ in 0..bytes.int_in_range(0..=3)? {
            let (key, values) = bytes.choose(SURVEY)?;
            survey.insert(*key, (*bytes.choose(values)?).into());
        }
        for flag in [
            "firstPageIsStartPage",
            "showPreviewBeforeComplete",
            "showInvisibleElements",
        ] {
            if bytes.ratio(1, 8)? {
                survey.insert(flag, true.into());
            }
        }
        let triggers = list(bytes, 2, trigger)?;
        survey.insert("triggers", triggers);
        let calculated = list(bytes, 2, |bytes| {
            let mut entry = Object::new();
            entry.insert("name", name(bytes)?.into());
            entry.insert("expression", expression(bytes)?.into());
            entry.insert("includeIntoResult", bytes.arbitrary::<bool>()?.into());
            Ok(entry.into())
        })?;
        survey.insert("calculatedValues", calculated);
        let pages = list(bytes, 3, |bytes| {
            let mut page = Object::new();
            page.insert("name", name(bytes)?.into());
            properties(bytes, &mut page)?;
            page.insert("elements", list(bytes, 4, |bytes| element(bytes, 0))?);
            Ok(page.into())
        })?;
        survey.insert("pages", pages);
        Ok(AnyForm(Value::from(survey).to_json()))
    }
}

fn list(
    bytes: &mut Unstructured<'_>,
    most: usize,
    mut item: impl FnMut(&mut Unstructured<'_>) -> Result<Value>,
) -> Result<Value> {
    let count = bytes.int_in_range(0..=most)?;
    let items: Result<Vec<Value>> = (0..count).map(|_| item(bytes)).collect();
    Ok(items?.into())
}

fn element(bytes: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let mut element = Object::new();
    let kind = *bytes.choose(TYPES)?;
    element.insert("type", kind.into());
    element.insert("name", name(bytes)?.into());
    properties(bytes, &mut element)?;
    let inside: &[&str] = match kind {
        "panel" | "flowpanel" | "page" => &["elements"],
        "paneldynamic" => &["templateElements"],
        "matrixdynamic" | "matrixdropdown" => &["columns", "detailElements", "rows"],
        "matrix" => &["columns", "rows"],
        "multipletext" => &["items"],
        "radiogroup" | "dropdown" | "checkbox" | "tagbox" | "ranking" | "imagepicker"
        | "buttongroup" => &["choices"],
        _ => &[],
    };
    for key in inside {
        let items = match *key {
            "choices" | "rows" => list(bytes, 4, choice)?,
            "columns" if kind == "matrix" => list(bytes, 3, choice)?,
            "items" | "columns" => list(bytes, 3, |bytes| {
                let mut item = Object::new();
                item.insert("name", name(bytes)?.into());
                properties(bytes, &mut item)?;
                if bytes.ratio(1, 3)? {
                    item.insert("choices", list(bytes, 3, choice)?);
                }
                Ok(item.into())
            })?,
            _ if depth >= MAX_DEPTH => continue,
            _ => list(bytes, 3, |bytes| self::element(bytes, depth + 1))?,
        };
        element.insert(*key, items);
    }
    Ok(element.into())
}

fn choice(bytes: &mut Unstructured<'_>) -> Result<Value> {
    if bytes.ratio(1, 2)? {
        return Ok(bytes.arbitrary::<AnyValue>()?.0);
    }
    let mut choice = Object::new();
    choice.insert("value", name(bytes)?.into());
    for key in ["visibleIf", "enableIf"] {
        if bytes.ratio(1, 3)? {
            choice.insert(key, expression(bytes)?.into());
        }
    }
    Ok(choice.into())
}

fn properties(bytes: &mut Unstructured<'_>, into: &mut Object) -> Result<()> {
    for _ in 0..bytes.int_in_range(0..=4)? {
        match bytes.int_in_range(0..=4)? {
            0 | 1 => into.insert(*bytes.choose(EXPRESSIONS)?, expression(bytes)?.into()),
            2 => {
                let (key, values) = bytes.choose(CHOICES)?;
                into.insert(*key, (*bytes.choose(values)?).into());
            }
            3 => {
                let key = *bytes.choose(OTHERS)?;
                into.insert(key, bytes.arbitrary::<AnyValue>()?.0);
            }
            _ => {
                into.insert("validators", list(bytes, 2, validator)?);
                into.insert("maskSettings", mask(bytes)?);
            }
        }
    }
    Ok(())
}

fn validator(bytes: &mut Unstructured<'_>) -> Result<Value> {
    const KINDS: &[&str] = &[
        "numeric",
        "text",
        "answercount",
        "regex",
        "email",
        "expression",
        "nothing",
    ];
    let mut validator = Object::new();
    validator.insert("type", (*bytes.choose(KINDS)?).into());
    validator.insert("expression", expression(bytes)?.into());
    for key in [
        "minValue",
        "maxValue",
        "minLength",
        "maxLength",
        "minCount",
        "regex",
    ] {
        if bytes.ratio(1, 4)? {
            validator.insert(key, bytes.arbitrary::<AnyValue>()?.0);
        }
    }
    Ok(validator.into())
}

fn mask(bytes: &mut Unstructured<'_>) -> Result<Value> {
    const PATTERNS: &[&str] = &[
        "9999",
        "+1(999)-999-99",
        "aa-##",
        "\\9-99",
        "mm/dd/yyyy",
        "d.m.yy",
        "HH:MM:ss",
        "hh:MM tt",
        "yyyy-mm-dd HH:MM",
        "@ #",
        "# @",
        "",
    ];
    let mut mask = Object::new();
    mask.insert("pattern", (*bytes.choose(PATTERNS)?).into());
    for key in [
        "precision",
        "min",
        "max",
        "prefix",
        "suffix",
        "decimalSeparator",
        "thousandsSeparator",
    ] {
        if bytes.ratio(1, 4)? {
            mask.insert(key, bytes.arbitrary::<AnyValue>()?.0);
        }
    }
    mask.insert("saveMaskedValue", bytes.arbitrary::<bool>()?.into());
    Ok(mask.into())
}

fn trigger(bytes: &mut Unstructured<'_>) -> Result<Value> {
    const KINDS: &[&str] = &[
        "complete",
        "setvalue",
        "copyvalue",
        "runexpression",
        "skip",
        "visible",
    ];
    let mut trigger = Object::new();
    trigger.insert("type", (*bytes.choose(KINDS)?).into());
    trigger.insert("expression", expression(bytes)?.into());
    trigger.insert("runExpression", expression(bytes)?.into());
    for key in ["setToName", "fromName", "gotoName"] {
        trigger.insert(key, name(bytes)?.into());
    }
    trigger.insert("setValue", bytes.arbitrary::<AnyValue>()?.0);
    Ok(trigger.into())
}

/// An expression over the names of the form.
pub fn expression(bytes: &mut Unstructured<'_>) -> Result<String> {
    const OPERATORS: &[&str] = &[
        "=", "<>", ">", "<=", "+", "-", "*", "/", "%", "^", "and", "or", "contains", "anyof",
        "allof", "noneof",
    ];
    const PREFIXES: &[&str] = &[
        "",
        "panel.",
        "row.",
        "prevRow.",
        "$",
        "#",
        "parentPanel.",
        "$self.",
    ];
    const CALLS: &[&str] = &[
        "today()",
        "iif({a}, 1, 'x')",
        "sumInArray({d}, 'a')",
        "countInArray({d}, 'a', {b} > 1)",
        "getDate({a})",
        "dateAdd({a}, {b}, 'months')",
        "displayValue('a')",
        "propertyValue('a','visible')",
        "isDisplayMode()",
        "round({a}, {b})",
        "age({a})",
        "[1, {b}, 'x']",
        "{panelIndex}",
        "{rowIndex}",
        "{item}",
        "{self}",
        "sum({d}, {e})",
        "substring({a}, {b}, 2)",
    ];
    let mut text = String::new();
    for at in 0..bytes.int_in_range(1..=3)? {
        if at > 0 {
            text.push(' ');
            text.push_str(bytes.choose(OPERATORS)?);
            text.push(' ');
        }
        match bytes.int_in_range(0..=4)? {
            0 => text.push_str(bytes.choose(CALLS)?),
            1 => text.push_str(&Value::from(f64::from(bytes.int_in_range(-1_i8..=12)?)).to_text()),
            2 => text.push_str("'a'"),
            _ => {
                let (prefix, name) = (*bytes.choose(PREFIXES)?, name(bytes)?);
                text.push_str(&format!("{{{prefix}{name}}}"));
            }
        }
        match bytes.int_in_range(0..=9)? {
            0 => text.push_str(" empty"),
            1 => text.push_str(" notempty"),
            2 => text.insert_str(0, "!"),
            _ => {}
        }
    }
    Ok(text)
}
