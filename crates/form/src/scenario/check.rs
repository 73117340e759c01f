//! What `expect` looks at: the checks, whom they fit, and what the form holds.

use super::fill;
use super::report::{Checked, Issue};
use super::target::{Target, What};
use super::test::Test;
use super::world::{differ_in_type, equal, same};
use crate::{ElementId, ElementKind, Form, Object, Value};

/// What a check takes as the expected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Value,
    Text,
    Number,
    Flag,
    Texts,
    List,
    Names,
}

impl Takes {
    fn fits(self, value: &Value) -> bool {
        match self {
            Takes::Value => true,
            Takes::Text => value.as_str().is_some(),
            Takes::Number => value.as_number().is_some_and(f64::is_finite),
            Takes::Flag => value.as_bool().is_some(),
            Takes::Texts => value
                .as_array()
                .is_some_and(|items| items.iter().all(|item| item.as_str().is_some())),
            Takes::List => value.as_array().is_some(),
            Takes::Names => value.as_object().is_some(),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Takes::Value => "a value",
            Takes::Text => "a text",
            Takes::Number => "a number",
            Takes::Flag => "true or false",
            Takes::Texts => "a list of texts",
            Takes::List => "a list",
            Takes::Names => "an object, from names to values",
        }
    }
}

const QUESTION: &[&str] = &["question"];
const ELEMENT: &[&str] = &["question", "panel", "page"];
const ANY: &[&str] = &["question", "panel", "page", "survey"];
const SURVEY: &[&str] = &["survey"];

/// Name, whom it fits, and what it takes.
const CHECKS: [(&str, &[&str], Takes); 23] = [
    ("value", &["question", "calculatedValue"], Takes::Value),
    ("empty", QUESTION, Takes::Flag),
    ("visible", ELEMENT, Takes::Flag),
    ("enabled", ELEMENT, Takes::Flag),
    ("required", QUESTION, Takes::Flag),
    ("errors", ELEMENT, Takes::Texts),
    ("errorCount", ANY, Takes::Number),
    ("hasErrors", ELEMENT, Takes::Flag),
    ("comment", QUESTION, Takes::Text),
    ("choices", QUESTION, Takes::List),
    ("choiceTexts", QUESTION, Takes::Texts),
    ("title", ELEMENT, Takes::Text),
    ("description", ELEMENT, Takes::Text),
    ("page", &["question", "panel"], Takes::Text),
    ("rowCount", QUESTION, Takes::Number),
    ("panelCount", QUESTION, Takes::Number),
    ("type", QUESTION, Takes::Text),
    ("state", SURVEY, Takes::Text),
    ("currentPage", SURVEY, Takes::Text),
    ("values", SURVEY, Takes::Names),
    ("variables", SURVEY, Takes::Names),
    ("noValues", SURVEY, Takes::Texts),
    ("pages", SURVEY, Takes::Texts),
];

/// Makes the checks of one target, all of them whatever comes out.
pub(super) fn run(test: &mut Test, target: &Target, checks: &Object) {
    for (name, expected) in checks.iter() {
        if let Err(issue) = one(test, target, name, expected) {
            test.fault(issue.about(target.name.as_str()));
        }
    }
}

fn one(test: &mut Test, target: &Target, name: &str, expected: &Value) -> Result<(), Box<Issue>> {
    let Some((name, kinds, takes)) = CHECKS.iter().find(|(known, ..)| *known == name) else {
        let list: Vec<&str> = CHECKS.iter().map(|(name, ..)| *name).collect();
        let message = format!("there is no check `{name}`; there are: {}", list.join(", "));
        return Err(Issue::error("unknownCheck", message));
    };
    let kind = target.what.kind();
    if !kinds.contains(&kind) || !has(&test.form, target.what, name) {
        let message = format!(
            "`{name}` is nothing to look at in the {kind} `{}`",
            target.name
        );
        return Err(Issue::error("checkNotApplicable", message));
    }
    if !takes.fits(expected) {
        let message = format!(
            "`{name}` takes {}, not {}",
            takes.words(),
            expected.to_json()
        );
        return Err(Issue::error("invalidCheckPayload", message));
    }
    let entry = Checked {
        target: target.name.clone(),
        check: (*name).to_owned(),
        expected: expected.clone(),
        ..Checked::default()
    };
    match *name {
        "values" | "variables" | "noValues" => each(test, target, &entry),
        _ => {
            let actual = read(&test.form, target.what, name);
            let loose = matches!(*name, "errors" | "choices");
            let exact = matches!(*name, "state" | "currentPage");
            let passed = if exact {
                actual == *expected
            } else {
                same(&actual, expected, loose)
            };
            let what = format!("{name} of `{}`", target.name);
            test.checked(judged(entry, actual, passed, &what, loose), target.what);
            Ok(())
        }
    }
}

/// The checks that look at several keys: one result for each.
fn each(test: &mut Test, target: &Target, entry: &Checked) -> Result<(), Box<Issue>> {
    let name = entry.check.as_str();
    let wanted: Vec<(String, Value)> = match &entry.expected {
        Value::Object(names) => names
            .iter()
            .map(|(key, value)| (key.to_string(), value.clone()))
            .collect(),
        list => list
            .as_array()
            .unwrap_or_default()
            .iter()
            .map(|name| (name.to_text().into_owned(), Value::Undefined))
            .collect(),
    };
    if wanted.is_empty() {
        let message = format!("`{name}` is empty and says nothing");
        return Err(Issue::error("invalidCheckPayload", message));
    }
    let data = test.form.data();
    for (key, expected) in wanted {
        let actual = match name {
            "variables" => test.form.variable(&key),
            _ => data.get(&key).cloned().unwrap_or_default(),
        };
        let absent = name == "noValues";
        let present = data.contains_key(&key);
        let passed = if absent {
            !present
        } else {
            same(&actual, &expected, false)
        };
        let mut entry = entry.clone();
        entry.expected = expected;
        entry.present = absent.then_some(present);
        let what = match name {
            "variables" => format!("the variable `{key}`"),
            _ => format!("the value `{key}`"),
        };
        entry.key = Some(key);
        test.checked(judged(entry, actual, passed, &what, false), target.what);
    }
    Ok(())
}

fn judged(mut entry: Checked, actual: Value, passed: bool, what: &str, loose: bool) -> Checked {
    let expected = &entry.expected;
    if !passed {
        let mut message = format!("{what} is {}, not {}", shown(&actual), shown(expected));
        if differ_in_type(&actual, expected) && equal(&actual, expected, loose) {
            message.push_str(" (they differ in type only)");
        }
        entry.message = Some(message);
    }
    entry.actual = actual;
    entry.passed = passed;
    entry
}

fn shown(value: &Value) -> String {
    match value {
        Value::Undefined => "nothing".to_owned(),
        value => value.to_json(),
    }
}

/// Does the target have what the check looks at?
fn has(form: &Form, what: What, check: &str) -> bool {
    let kind = what.element().map(|id| form.element(id).kind());
    match check {
        "choices" | "choiceTexts" => kind.is_some_and(ElementKind::has_choices),
        "rowCount" => kind == Some(ElementKind::MatrixDynamic),
        "panelCount" => kind == Some(ElementKind::PanelDynamic),
        _ => true,
    }
}

fn read(form: &Form, what: What, check: &str) -> Value {
    match what {
        What::Survey => of_survey(form, check),
        What::Calculated(place) => {
            let calculated = form.model().calculated.get(place);
            calculated
                .map(|it| form.variable(&it.name))
                .unwrap_or_default()
        }
        What::Question(id) | What::Panel(id) | What::Page(id) => of_element(form, id, check),
    }
}

fn of_survey(form: &Form, check: &str) -> Value {
    match check {
        "state" => form.state().name().into(),
        "currentPage" => page_name(form, form.current_page()),
        "pages" => {
            let pages: Vec<Value> = if form.is_one_page() {
                vec![page_name(form, None)]
            } else {
                let pages = form.visible_pages().iter();
                pages
                    .map(|page| form.element(*page).name().into())
                    .collect()
            };
            pages.into()
        }
        _ => {
            let pages = form.pages().iter();
            let errors = pages.map(|page| error_texts(form, *page).len());
            (errors.sum::<usize>() as f64).into()
        }
    }
}

/// The name of a page; the pages that the preview and the single page make have their own.
fn page_name(form: &Form, page: Option<ElementId>) -> Value {
    let is_start = page.is_some() && page == form.start_page();
    if form.is_preview() && !is_start {
        "preview-page".into()
    } else if form.is_one_page() && !is_start {
        "single-page".into()
    } else {
        page.map(|page| form.element(page).name().into())
            .unwrap_or_default()
    }
}

fn of_element(form: &Form, id: ElementId, check: &str) -> Value {
    let element = form.element(id);
    match check {
        "value" => element.value(),
        "empty" => form.is_question_empty(id).into(),
        "visible" => element.is_shown().into(),
        "enabled" => (!element.is_read_only()).into(),
        "required" => element.is_required().into(),
        "errors" => error_texts(form, id).into(),
        "errorCount" => (error_texts(form, id).len() as f64).into(),
        "hasErrors" => (!error_texts(form, id).is_empty()).into(),
        "comment" => element.comment().into(),
        "choices" => {
            let values = element.choices().into_iter().map(|choice| choice.value);
            values.collect::<Vec<_>>().into()
        }
        "choiceTexts" => {
            let texts = element.choices().into_iter().map(|it| it.text.into());
            texts.collect::<Vec<Value>>().into()
        }
        "title" => element.title().into(),
        "description" => element.text("description").into(),
        "page" => page_name(form, Some(element.page())),
        "type" => form.def(id).class.into(),
        "rowCount" | "panelCount" => (fill::count(form, id) as f64).into(),
        _ => Value::Undefined,
    }
}

/// The texts of errors and notices, of all questions inside where it has any.
fn error_texts(form: &Form, id: ElementId) -> Vec<Value> {
    let inside = form.within(id).into_iter().map(|id| form.element(id));
    let questions = inside.filter(|element| !element.kind().is_container());
    let errors = questions.flat_map(|element| element.errors());
    errors.map(|error| error.template.as_str().into()).collect()
}

/// The property of the target that explains why a check didn't hold.
pub(super) fn explaining_property(
    form: &Form,
    checked: &Checked,
    what: What,
) -> Option<&'static str> {
    if checked.passed {
        return None;
    }
    if let What::Calculated(_) = what {
        return Some("expression");
    }
    let property = match checked.check.as_str() {
        "visible" => "visibleIf",
        "enabled" => "enableIf",
        "required" => "requiredIf",
        "choices" | "choiceTexts" => "choices",
        _ => return None,
    };
    let given = form.element(what.element()?).property(property);
    (!given.is_empty()).then_some(property)
}

/// The expression that decided, the values it read, and what came out.
pub(super) fn expression(form: &Form, what: What, property: &str) -> Option<Object> {
    let report = form.condition_report(what.element()?, property)?;
    let mut values = Object::new();
    for (name, value) in &report.names {
        let value = value.clone().unwrap_or_default();
        if !matches!(value, Value::Undefined) {
            values.insert(name.as_str(), value);
        }
    }
    let mut object = Object::new();
    object.insert("kind", "expression".into());
    object.insert("expression", report.text.as_str().into());
    object.insert("values", values.into());
    object.insert("result", report.result);
    Some(object)
}
