//! Presets of variables that the page sets, read against the definition that declares them. They
//! stand beside the form, so their paths begin with `variablePresets`.

use std::collections::HashSet;
use std::rc::Rc;

use crate::lint::finding::{Options, Report, Say};
use crate::lint::fold::Nowhere;
use crate::lint::index::Index;
use crate::lint::suggest::nearest;
use crate::scenario::judge_variables;
use crate::{Host, Object, Span, Value};

const DEFINITION: &str = "variablePresets.definition";

pub(in crate::lint) fn preset(_: &Index<'_>, report: &mut Report<'_>) {
    let options = report.options;
    let Some(source) = options.variable_presets.as_ref().and_then(Value::as_object) else {
        return;
    };
    let mut say = |reason, path: String, message: String, meant: Option<String>| {
        let say = Say::new(reason, path, Span::default(), message);
        report.say(say.suggest(meant, None));
    };
    let definition = source.get("definition").filter(|value| !value.is_nullish());
    if definition.is_some_and(|definition| definition.as_object().is_none()) {
        let message = "the definition of the variables is no form";
        say(
            "definitionNotAnObject",
            DEFINITION.to_owned(),
            message.to_owned(),
            None,
        );
        return;
    }
    let Some(presets) = source.get("presets").filter(|value| !value.is_nullish()) else {
        return;
    };
    let Some(presets) = presets.as_array() else {
        let message = "`presets` is no list".to_owned();
        say(
            "presetsNotAnArray",
            "variablePresets.presets".to_owned(),
            message,
            None,
        );
        return;
    };
    let mut names: HashSet<&str> = HashSet::new();
    for (place, preset) in presets.iter().enumerate() {
        let path = format!("variablePresets.presets[{place}]");
        let Some(preset) = preset.as_object() else {
            say(
                "presetNotAnObject",
                path,
                "the preset is no object".to_owned(),
                None,
            );
            continue;
        };
        let name = preset
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if name.is_empty() {
            let message = "the preset has no name to be used by".to_owned();
            say("presetNameMissing", path.clone(), message, None);
        } else if !names.insert(name) {
            let message = format!("an earlier preset has the name `{name}`");
            say("duplicateName", path.clone(), message, None);
        }
        let Some(variables) = preset.get("variables").and_then(Value::as_object) else {
            let message = format!("the preset `{name}` sets nothing");
            say(
                "presetVariablesNotAnObject",
                format!("{path}.variables"),
                message,
                None,
            );
            continue;
        };
        let Some(definition) = definition else {
            continue;
        };
        let verdict = judge_variables(definition, variables, host(options));
        for unknown in &verdict.unknown {
            let known = verdict.names.iter().map(String::as_str);
            let meant = nearest(unknown, known).map(str::to_owned);
            let message = format!("`{unknown}` is none of the variables");
            say(
                "unknownVariable",
                format!("{path}.variables.{unknown}"),
                message,
                meant,
            );
        }
        for (variable, errors) in &verdict.errors {
            let error = errors.first().map(String::as_str).unwrap_or_default();
            let message = format!("`{variable}` can't have this value: {error}");
            let key = written(variables, variable);
            say(
                "invalidValue",
                format!("{path}.variables.{key}"),
                message,
                None,
            );
        }
    }
}

/// The variables that the definition declares.
pub(in crate::lint) fn declared(options: &Options) -> Vec<String> {
    let source = options.variable_presets.as_ref().and_then(Value::as_object);
    let definition = source.and_then(|source| source.get("definition"));
    match definition.filter(|definition| definition.as_object().is_some()) {
        Some(definition) => judge_variables(definition, &Object::new(), host(options)).names,
        None => Vec::new(),
    }
}

/// A variable's name as the preset writes it; of several spellings the last counts.
fn written<'o>(variables: &'o Object, name: &'o str) -> &'o str {
    let same = |key: &&str| key.to_lowercase() == name.to_lowercase();
    let keys = variables.keys().map(|key| &**key);
    keys.filter(same).last().unwrap_or(name)
}

fn host(options: &Options) -> Rc<dyn Host> {
    match options.host {
        Some(host) => host(),
        None => Rc::new(Nowhere),
    }
}
