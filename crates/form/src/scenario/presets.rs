//! The variables of a test: given inline or by a preset's name, and checked against a definition
//! that has a question for each.

use std::rc::Rc;

use casement_expression::Equality;

use super::nearest::nearest;
use super::report::{Issue, TestReport};
use super::test::lay_over;
use super::world::StandIn;
use crate::{Definition, ElementId, Form, Host, Mode, Object, Options, Value};

/// The variables of a test: the suite's, and the test's own over them.
pub(super) fn variables(suite: &Object, test: &Object, report: &mut TestReport) -> Object {
    let mut variables = Object::new();
    let presets = suite.get("variablePresets").and_then(Value::as_object);
    for level in [suite, test] {
        let name = level.get("variablePreset").and_then(Value::as_str);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            lay_over(&mut variables, level.get("variables"));
            continue;
        };
        let preset = presets
            .and_then(|presets| presets.get("presets"))
            .and_then(Value::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_object)
            .find(|preset| preset.get("name").and_then(Value::as_str) == Some(name));
        lay_over(
            &mut variables,
            preset.and_then(|preset| preset.get("variables")),
        );
        if std::ptr::eq(level, test) {
            report.variable_preset = Some(name.to_owned());
        }
    }
    variables
}

/// The variables that the definition knows; an error where it wouldn't take them.
pub(super) fn check(
    source: Option<&Object>,
    variables: Object,
    host: &Rc<StandIn>,
    warnings: &mut Vec<Issue>,
) -> Result<Object, Box<Issue>> {
    let definition = source.and_then(|source| source.get("definition"));
    let Some(definition) = definition.filter(|value| value.as_object().is_some()) else {
        return Ok(variables);
    };
    let verdict = judge(definition, &variables, Rc::clone(host) as Rc<dyn Host>);
    for name in &verdict.unknown {
        let near = nearest(name, verdict.names.iter().map(String::as_str));
        let list = verdict.names.join(", ");
        let message = format!("`{name}` is none of the definition's variables: {list}");
        warnings.push(*Issue::warning("variableNotDefined", message).meant(near));
    }
    if !verdict.errors.is_empty() {
        let errors: Vec<String> = verdict
            .errors
            .iter()
            .map(|(name, texts)| format!("`{name}`: {}", texts.join(" ")))
            .collect();
        let message = format!(
            "the definition refuses the variables: {}",
            errors.join("; ")
        );
        return Err(Issue::error("variableInvalid", message));
    }
    let mut known = variables;
    for name in &verdict.unknown {
        known.remove(name);
    }
    Ok(known)
}

/// What a definition of variables says of some.
pub(crate) struct Verdict {
    /// The variables that the definition has.
    pub(crate) names: Vec<String>,
    /// Given, and not among them.
    pub(crate) unknown: Vec<String>,
    /// What is wrong, by the variable's name.
    pub(crate) errors: Vec<(String, Vec<String>)>,
}

/// Checks variables against a definition as a survey checks its answers, and that they are among
/// the choices.
pub(crate) fn judge(definition: &Value, variables: &Object, host: Rc<dyn Host>) -> Verdict {
    let loaded = Definition::load(&definition.to_json());
    let options = Options {
        host,
        locale: String::new(),
        mode: Mode::Edit,
    };
    let mut form = Form::start(&loaded.definition, options);
    form.set_property(None, "keepIncorrectValues", true.into());
    let questions: Vec<(ElementId, String)> = form
        .elements()
        .filter(|id| !form.element(*id).kind().is_container())
        .map(|id| (id, value_name(&form, id)))
        .collect();
    let mut names: Vec<String> = Vec::new();
    for (_, name) in &questions {
        if !names
            .iter()
            .any(|known| known.to_lowercase() == name.to_lowercase())
        {
            names.push(name.clone());
        }
    }
    let mut unknown = Vec::new();
    let mut data = Object::new();
    for (name, value) in variables.iter() {
        match names
            .iter()
            .find(|known| known.to_lowercase() == name.to_lowercase())
        {
            Some(known) => data.insert(known.as_str(), value.clone()),
            None => unknown.push(name.to_string()),
        }
    }
    form.set_data(data);
    form.validate();
    let mut errors = Vec::new();
    for (id, name) in questions {
        let element = form.element(id);
        let mut texts: Vec<String> = element.errors().iter().map(|it| it.text.clone()).collect();
        if element.is_shown() {
            outside_choices(&form, id, &mut texts);
        }
        if !texts.is_empty() {
            errors.push((name, texts));
        }
    }
    Verdict {
        names,
        unknown,
        errors,
    }
}

fn outside_choices(form: &Form, id: ElementId, texts: &mut Vec<String>) {
    let element = form.element(id);
    let kind = element.kind();
    let elsewhere = element.property("choicesLazyLoadEnabled").is_true()
        || !element.property("choicesByUrl").is_empty();
    if !kind.has_choices() || kind == crate::ElementKind::Rating || elsewhere {
        return;
    }
    let value = element.value();
    let one = [value.clone()];
    let values = value.as_array().unwrap_or(&one);
    let offered = element.choices();
    for value in values.iter().filter(|value| !value.is_empty()) {
        let known = offered
            .iter()
            .any(|choice| choice.value.equals(value, Equality::DEFAULT));
        if !known {
            texts.push(format!("{} is none of the choices.", value.to_text()));
        }
    }
}

fn value_name(form: &Form, id: ElementId) -> String {
    let element = form.element(id);
    let given = element.property("valueName");
    match given.as_str().filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => element.name().to_owned(),
    }
}
