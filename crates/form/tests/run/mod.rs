//! Runs the steps of a case on a form and says what the form shows, in the conformance cases' form.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use std::rc::Rc;

use casement_expression::NativeHost;
use casement_form::{
    Choice, Definition, Element, ElementKind, Form, Mode, Object, Options, Severity, State, Value,
};

/// 2024-05-15T10:20:30Z.
pub const NOW: f64 = 1_715_768_430_000.0;

/// Starts a form in the pinned moment.
pub fn start(definition: &Definition) -> Form {
    let host = Rc::new(NativeHost::utc(NOW));
    Form::start(
        definition,
        Options {
            host,
            locale: String::new(),
            mode: Mode::Edit,
        },
    )
}

/// A form that is being run.
pub struct Run {
    pub form: Form,
    completed: Option<Object>,
}

impl Run {
    pub fn start(json: &str) -> Run {
        Run {
            form: start(&Definition::load(json).definition),
            completed: None,
        }
    }

    /// Does a step, if one is given, and says what is shown then.
    pub fn after(&mut self, step: Option<&Value>) -> Object {
        let answered = step.and_then(|step| self.step(step));
        if self.form.state() != State::Completed {
            // A form started again keeps what it gave at its last completion.
        } else if step.is_some_and(|step| step.as_object().is_some_and(completes))
            && self.completed.is_none()
        {
            self.completed = Some(self.form.data());
        }
        let mut shown = Object::new();
        if let Some(value) = answered {
            shown.insert("ret", value);
        }
        self.show(&mut shown);
        shown
    }

    /// Does a step; what it answers.
    pub fn step(&mut self, step: &Value) -> Option<Value> {
        let step = step.as_object()?;
        let (operation, argument) = step.iter().next()?;
        let items = argument.as_array().unwrap_or_default();
        let item = |at: usize| decode(items.get(at).cloned().unwrap_or_default());
        let text = |at: usize| item(at).to_text().into_owned();
        let form = &mut self.form;
        match &**operation {
            "q" => {
                let question = form.question(&text(0))?;
                form.answer(question, item(1));
            }
            "enter" => {
                let question = form.question(&text(0))?;
                form.enter(question, &text(1));
            }
            "inputOf" => {
                let question = form.question(&argument.to_text())?;
                return Some(form.element(question).input_text());
            }
            "set" => drop(form.set_value(&text(0), item(1))),
            "comment" => drop(form.set_comment(&text(0), &text(1))),
            "var" => drop(form.set_variable(&text(0), item(1))),
            "data" => drop(form.set_data(decoded(argument))),
            "merge" => drop(form.merge_data(decoded(argument))),
            "next" => return Some(form.next_page().0.into()),
            "prev" => return Some(form.previous_page().0.into()),
            "start" => return Some(form.leave_start_page().0.into()),
            "preview" => return Some(form.show_preview().0.into()),
            "cancelPreview" => drop(form.cancel_preview()),
            "validate" => return Some(form.validate().0.into()),
            "complete" => return Some(form.complete().0.into()),
            "doComplete" => drop(form.complete_unchecked()),
            "clear" => drop(form.clear()),
            "clearIncorrect" => drop(form.clear_incorrect_values(argument.is_truthy())),
            "prop" => {
                let name = text(0);
                let element = form.question(&name).or_else(|| form.container(&name));
                form.set_property(element, &text(1), item(2));
            }
            "getQ" => return self.question(&argument.to_text()),
            "info" => return Some(self.info()),
            other => panic!("no step {other}"),
        }
        None
    }

    fn question(&self, name: &str) -> Option<Value> {
        let element = self.form.element(self.form.question(name)?);
        if element.kind() == ElementKind::Html {
            return Some(object([("html", element.text("html").into())]));
        }
        Some(object([
            ("value", encode(element.value())),
            (
                "comment",
                encode(
                    element
                        .comment_if_any()
                        .map_or(Value::Undefined, Value::from),
                ),
            ),
            ("display", element.display_value()),
            ("title", element.title().into()),
            ("no", element.number().into()),
        ]))
    }

    fn info(&self) -> Value {
        let form = &self.form;
        let progress = form.progress();
        let page = form.current_page().map(|page| form.element(page).title());
        let mut info = vec![
            ("title", form.text("title").into()),
            ("page", page.map_or(Value::Null, Value::from)),
            (
                "pageNo",
                progress.page.map_or(-1.0, |page| page as f64).into(),
            ),
            ("pageCount", (progress.pages as f64).into()),
            ("first", form.is_first_page().into()),
            ("last", form.is_last_page().into()),
            ("progress", f64::from(progress.percent).into()),
            ("progressText", progress.text.into()),
            ("completedHtml", form.text("completedHtml").into()),
            ("locale", form.locale().into()),
        ];
        info.extend(form.navigate_to_url().map(|url| ("url", url.into())));
        object(info)
    }

    fn show(&self, shown: &mut Object) {
        let form = &self.form;
        let (mut visible, mut read_only, mut required) = (Vec::new(), Vec::new(), Vec::new());
        let (mut errors, mut notices, mut choices) = (Object::new(), Object::new(), Object::new());
        let (mut rows, mut columns) = (Object::new(), Object::new());
        for id in form.elements() {
            let element = form.element(id);
            let name = path(&element);
            if element.is_shown() {
                visible.push(Value::from(name.as_str()));
            }
            if !element.kind().is_container() && element.is_read_only() {
                read_only.push(Value::from(name.as_str()));
            }
            if !element.kind().is_container() && element.is_required() {
                required.push(Value::from(name.as_str()));
            }
            let items = element.choices();
            if element.kind().has_choices() {
                choices.insert(
                    name.as_str(),
                    items.iter().map(item).collect::<Vec<_>>().into(),
                );
            }
            if element.kind() == ElementKind::Matrix {
                let (given, offered) = element.matrix_items();
                rows.insert(name.as_str(), given.into());
                columns.insert(name.as_str(), offered.into());
            }
            for (blocking, into) in [(true, &mut errors), (false, &mut notices)] {
                let list: Vec<Value> = element
                    .errors()
                    .iter()
                    .filter(|error| (error.severity == Severity::Error) == blocking)
                    .map(|error| {
                        object([
                            ("type", error.kind.into()),
                            ("text", error.template.as_str().into()),
                        ])
                    })
                    .collect();
                if !list.is_empty() {
                    into.insert(name.as_str(), Value::from(list));
                }
            }
        }
        let state = format!("{:?}", form.state()).to_lowercase();
        shown.insert("state", state.into());
        shown.insert("page", self.page());
        shown.insert("visible", visible.into());
        for (key, list) in [("readOnly", read_only), ("required", required)] {
            if !list.is_empty() {
                shown.insert(key, list.into());
            }
        }
        for (key, map) in [
            ("errors", errors),
            ("notices", notices),
            ("choices", choices),
            ("rows", rows),
            ("columns", columns),
        ] {
            if !map.is_empty() {
                shown.insert(key, map.into());
            }
        }
        shown.insert("data", encode(form.data().into()));
        if let Some(completed) = &self.completed {
            shown.insert("completedData", encode(completed.clone().into()));
        }
    }

    fn page(&self) -> Value {
        if self.form.is_preview() {
            return "preview-page".into();
        }
        if self.form.is_one_page() {
            return "single-page".into();
        }
        let Some(page) = self.form.current_page() else {
            return Value::Null;
        };
        self.form.element(page).name().into()
    }
}

fn completes(step: &Object) -> bool {
    step.iter().any(|(operation, _)| {
        matches!(
            &**operation,
            "complete" | "doComplete" | "next" | "set" | "q"
        )
    })
}

fn path(element: &Element<'_>) -> String {
    match element.kind() {
        ElementKind::Page => format!("page:{}", element.name()),
        ElementKind::Panel => format!("panel:{}", element.name()),
        _ => element.name().to_owned(),
    }
}

/// A choice as its value's text.
fn item(choice: &Choice) -> Value {
    let disabled = if choice.enabled { "" } else { " (disabled)" };
    format!("{}{disabled}", choice.value.to_text()).into()
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::from(entries.into_iter().collect::<Object>())
}

/// The members of an object, each decoded.
fn decoded(object: &Value) -> Object {
    let members = object.as_object().into_iter().flat_map(Object::iter);
    members
        .map(|(name, value)| (name.clone(), decode(value.clone())))
        .collect()
}

fn decode(value: Value) -> Value {
    match value.as_object() {
        Some(object) if object.get("$undefined").is_some() => Value::Undefined,
        _ => value,
    }
}

fn encode(value: Value) -> Value {
    match value {
        Value::Undefined => object([("$undefined", 1.0.into())]),
        value => value,
    }
}
