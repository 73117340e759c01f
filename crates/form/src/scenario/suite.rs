//! Is a test document well formed? Shapes and references inside it only: what a form has, and
//! which commands and checks there are, is asked when a test runs.

use std::collections::HashMap;

use super::nearest::nearest;
use super::report::Issue;
use crate::{Object, Value};

/// The keys of a step that are no command.
pub(super) const STEP_WORDS: [&str; 2] = ["name", "description"];
/// The command that checks.
pub(super) const EXPECT: &str = "expect";

const FUNCTION_KEYS: [&str; 5] = ["async", "delay", "result", "results", "error"];
const RESULT_KEYS: [&str; 4] = ["params", "result", "delay", "error"];
const WEB_KEYS: [&str; 4] = ["status", "statusText", "response", "delay"];

/// All that is wrong with the shape of a suite.
pub(super) fn check(suite: &Value) -> Vec<Issue> {
    let mut check = Check {
        issues: Vec::new(),
        test: None,
        step: None,
    };
    match suite.as_object() {
        Some(suite) => check.suite(suite),
        None => check.error("notAnObject", "a test suite is an object"),
    }
    check.issues
}

/// The commands of a step: its keys but for name and description.
pub(super) fn commands(step: &Object) -> Vec<&str> {
    let keys = step.keys().map(|key| &**key);
    keys.filter(|key| !STEP_WORDS.contains(key)).collect()
}

struct Check {
    issues: Vec<Issue>,
    test: Option<usize>,
    step: Option<usize>,
}

impl Check {
    fn add(&mut self, issue: impl Into<Issue>) {
        self.issues.push(Issue {
            test: self.test,
            step: self.step,
            ..issue.into()
        });
    }

    fn error(&mut self, code: &'static str, message: &str) {
        self.add(Issue::error(code, message));
    }

    fn error_at(&mut self, code: &'static str, path: &str, message: impl Into<String>) {
        self.add(Issue::error(code, message).at(path));
    }

    fn suite(&mut self, suite: &Object) {
        self.options(suite.get("options"), "options");
        self.object(suite.get("variables"), "variables", "variablesNotAnObject");
        self.functions(suite.get("functions"), "functions");
        self.web(suite.get("web"), "web");
        let presets = self.presets(suite);
        self.preset_reference(suite, "", &presets);
        let starts = self.starts(suite);
        let tests = suite.get("tests").and_then(Value::as_array);
        let Some(tests) = tests.filter(|tests| !tests.is_empty()) else {
            self.error("testsMissing", "a test suite has a list of tests");
            return;
        };
        let mut names: HashMap<&str, usize> = HashMap::new();
        for (index, test) in tests.iter().enumerate() {
            self.test = Some(index);
            let path = format!("tests[{index}]");
            let name = test.as_object().and_then(|test| text(test, "name"));
            if let Some(name) = name {
                if let Some(first) = names.get(name) {
                    let message = format!("tests {first} and {index} have one name, `{name}`");
                    self.add(Issue::warning("duplicateTestName", message).at(&path));
                } else {
                    names.insert(name, index);
                }
            }
            self.test(test, &path, &starts, &presets);
        }
    }

    fn test(&mut self, test: &Value, path: &str, starts: &[String], presets: &[String]) {
        let Some(test) = test.as_object() else {
            self.error_at("notAnObject", path, "a test is an object");
            return;
        };
        if text(test, "name").is_none() {
            self.error_at("testNameMissing", path, "a test has a name");
        }
        let inside = |key: &str| format!("{path}.{key}");
        self.options(test.get("options"), &inside("options"));
        let variables = inside("variables");
        self.object(test.get("variables"), &variables, "variablesNotAnObject");
        self.preset_reference(test, path, presets);
        self.functions(test.get("functions"), &inside("functions"));
        self.web(test.get("web"), &inside("web"));
        self.test_start(test, path, starts);
        let Some(steps) = test.get("steps").and_then(Value::as_array) else {
            self.error_at("stepsMissing", path, "a test has a list of steps");
            return;
        };
        for (index, step) in steps.iter().enumerate() {
            self.step = Some(index);
            self.step(step, &format!("{path}.steps[{index}]"));
            self.step = None;
        }
    }

    fn step(&mut self, step: &Value, path: &str) {
        let Some(step) = step.as_object() else {
            self.error_at("stepNotAnObject", path, "a step is an object");
            return;
        };
        let commands = commands(step);
        let command = match commands.as_slice() {
            [command] => *command,
            [] => {
                self.error_at("stepEmpty", path, "a step has a command, and this has none");
                return;
            }
            several => {
                let list = several.join("`, `");
                let message = format!("a step has one command, and this has `{list}`");
                self.error_at("stepHasSeveralCommands", path, message);
                return;
            }
        };
        let path = format!("{path}.{command}");
        let parameters = step.get(command).and_then(Value::as_object);
        if command == EXPECT {
            self.expect(parameters, &path);
            return;
        }
        if parameters.is_none_or(Object::is_empty) {
            let message = format!("`{command}` takes an object, from targets to parameters");
            self.error_at("commandParamsNotAnObject", &path, message);
        }
    }

    fn expect(&mut self, targets: Option<&Object>, path: &str) {
        let Some(targets) = targets else {
            let message = "`expect` takes an object, from targets to checks";
            self.error_at("expectNotAnObject", path, message);
            return;
        };
        if targets.is_empty() {
            self.error_at("expectEmpty", path, "`expect` looks at nothing");
        }
        for (target, checks) in targets.iter() {
            let path = format!("{path}.{target}");
            let issue = match checks.as_object() {
                None => {
                    let message = format!("`{target}` takes an object, from checks to values");
                    Issue::error("expectTargetNotAnObject", message)
                }
                Some(checks) if checks.is_empty() => {
                    Issue::error("expectEmpty", format!("nothing of `{target}` is checked"))
                }
                Some(_) => continue,
            };
            self.add(issue.at(path).about(&**target));
        }
    }

    fn object(&mut self, value: Option<&Value>, path: &str, code: &'static str) {
        if value.is_some_and(|value| value.as_object().is_none()) {
            self.error_at(code, path, format!("`{path}` is an object"));
        }
    }

    fn options(&mut self, options: Option<&Value>, path: &str) {
        self.object(options, path, "optionsNotAnObject");
        let Some(options) = options.and_then(Value::as_object) else {
            return;
        };
        for (key, value) in options.iter() {
            if matches!(value, Value::Object(_) | Value::Array(_)) {
                let message = format!("the option `{key}` is a single value");
                self.error_at("optionsNotAnObject", &format!("{path}.{key}"), message);
            }
        }
    }

    fn keys(&mut self, stub: &Object, allowed: &[&str], path: &str) {
        for key in stub.keys().filter(|key| !allowed.contains(&&***key)) {
            let mut message = format!("a stub has no `{key}`: it has {}", allowed.join(", "));
            if let Some(near) = nearest(key, allowed.iter().copied()) {
                message.push_str(&format!("; `{near}` may be meant"));
            }
            self.add(Issue::error("unknownStubKey", message).at(path));
        }
    }

    fn functions(&mut self, functions: Option<&Value>, path: &str) {
        self.object(functions, path, "functionsNotAnObject");
        let Some(functions) = functions.and_then(Value::as_object) else {
            return;
        };
        for (name, stub) in functions.iter() {
            let path = format!("{path}.{name}");
            match stub.as_object() {
                Some(stub) => self.function(name, stub, &path),
                None => {
                    let message = format!("the stub of `{name}` is an object");
                    self.error_at("functionStubNotAnObject", &path, message);
                }
            }
        }
    }

    fn function(&mut self, name: &str, stub: &Object, path: &str) {
        self.keys(stub, &FUNCTION_KEYS, path);
        let rows = stub.get("results").and_then(Value::as_array);
        if stub.contains_key("results") && rows.is_none() {
            let message = format!("`results` of `{name}` is a list");
            self.error_at(
                "functionStubResultsInvalid",
                &format!("{path}.results"),
                message,
            );
        }
        for (index, row) in rows.unwrap_or_default().iter().enumerate() {
            let path = format!("{path}.results[{index}]");
            let row = row.as_object();
            let Some(row) = row.filter(|row| is_array(row, "params")) else {
                let message = "a row of `results` is an object with a list `params`";
                self.error_at("functionStubResultsInvalid", &path, message);
                continue;
            };
            self.keys(row, &RESULT_KEYS, &path);
            if !has_outcome(row) {
                let message = "the row gives neither a `result` nor an `error`";
                self.error_at("functionStubHasNoResult", &path, message);
            }
        }
        if !has_outcome(stub) && rows.is_none() {
            let message = format!("the stub of `{name}` gives no `result`, `results` or `error`");
            self.error_at("functionStubHasNoResult", path, message);
        }
        let delays = |object: &Object| {
            object
                .get("delay")
                .is_some_and(|it| it.as_number().is_some())
        };
        let delayed = delays(stub)
            || rows
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_object)
                .any(delays);
        if delayed && stub.get("async") == Some(&Value::Bool(false)) {
            let message = format!("`{name}` answers at once, so it can't have a delay");
            self.error_at("functionStubDelayNotAsync", path, message);
        }
    }

    fn web(&mut self, web: Option<&Value>, path: &str) {
        self.object(web, path, "webNotAnObject");
        let Some(web) = web.and_then(Value::as_object) else {
            return;
        };
        for (url, stub) in web.iter() {
            let path = format!("{path}[\"{url}\"]");
            let Some(stub) = stub.as_object() else {
                let message = format!("the stub of `{url}` is an object");
                self.error_at("webStubNotAnObject", &path, message);
                continue;
            };
            self.keys(stub, &WEB_KEYS, &path);
            if !stub.contains_key("response") && !stub.contains_key("status") {
                let message = format!("the stub of `{url}` gives no `response` and no `status`");
                self.error_at("webStubHasNoResponse", &path, message);
            }
        }
    }

    fn presets(&mut self, suite: &Object) -> Vec<String> {
        let mut names = Vec::new();
        let source = suite.get("variablePresets");
        self.object(source, "variablePresets", "variablePresetsNotAnObject");
        let Some(source) = source.and_then(Value::as_object) else {
            return names;
        };
        let path = "variablePresets.definition";
        self.object(
            source.get("definition"),
            path,
            "variableDefinitionNotAnObject",
        );
        let Some(presets) = source.get("presets") else {
            return names;
        };
        let Some(presets) = presets.as_array() else {
            let path = "variablePresets.presets";
            self.error_at("variablePresetListNotAnArray", path, "`presets` is a list");
            return names;
        };
        for (index, preset) in presets.iter().enumerate() {
            let path = format!("variablePresets.presets[{index}]");
            let Some(preset) = preset.as_object() else {
                self.error_at("variablePresetNotAnObject", &path, "a preset is an object");
                continue;
            };
            match text(preset, "name") {
                None => self.error_at("variablePresetNameMissing", &path, "a preset has a name"),
                Some(name) if names.iter().any(|known| known == name) => {
                    let message = format!("two presets have the name `{name}`");
                    self.add(Issue::warning("duplicateVariablePresetName", message).at(&path));
                }
                Some(name) => names.push(name.to_owned()),
            }
            if preset
                .get("variables")
                .is_none_or(|it| it.as_object().is_none())
            {
                let path = format!("{path}.variables");
                let message = "the `variables` of a preset are an object";
                self.error_at("variablesNotAnObject", &path, message);
            }
        }
        names
    }

    fn preset_reference(&mut self, level: &Object, path: &str, presets: &[String]) {
        let Some(name) = level.get("variablePreset") else {
            return;
        };
        let path = match path {
            "" => "variablePreset".to_owned(),
            path => format!("{path}.variablePreset"),
        };
        if level.contains_key("variables") {
            let message = "either a `variablePreset` or `variables`, not both";
            self.error_at("variablesAndPresetBothSet", &path, message);
        }
        let Some(name) = name.as_str().filter(|name| !name.is_empty()) else {
            let message = "`variablePreset` is the name of a preset";
            self.error_at("variablePresetNotAString", &path, message);
            return;
        };
        if presets.iter().all(|known| known != name) {
            let near = nearest(name, presets.iter().map(String::as_str));
            let message = format!("there is no preset `{name}`");
            let issue = Issue::error("unknownVariablePresetReference", message);
            self.add(issue.at(path).meant(near));
        }
    }

    fn starts(&mut self, suite: &Object) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let Some(starts) = suite.get("starts") else {
            return names;
        };
        let Some(starts) = starts.as_array() else {
            self.error_at("startsNotAnArray", "starts", "`starts` is a list");
            return names;
        };
        for (index, start) in starts.iter().enumerate() {
            let path = format!("starts[{index}]");
            let Some(start) = start.as_object() else {
                self.error_at("startNotAnObject", &path, "a start is an object");
                continue;
            };
            match text(start, "name") {
                None => self.error_at("startNameMissing", &path, "a start has a name"),
                Some(name) if names.iter().any(|known| known == name) => {
                    let message = format!("two starts have the name `{name}`");
                    self.error_at("duplicateStartName", &path, message);
                }
                Some(name) => names.push(name.to_owned()),
            }
            self.start_body(start, &path);
        }
        names
    }

    fn test_start(&mut self, test: &Object, path: &str, starts: &[String]) {
        let path = format!("{path}.start");
        match test.get("start") {
            None => {}
            Some(Value::String(name)) if starts.iter().all(|known| **known != **name) => {
                let near = nearest(name, starts.iter().map(String::as_str));
                let message = format!("there is no start `{name}`");
                let issue = Issue::error("unknownStartReference", message);
                self.add(issue.at(path).meant(near));
            }
            Some(Value::String(_)) => {}
            Some(Value::Object(start)) => self.start_body(start, &path),
            Some(_) => {
                let message = "`start` is the name of a start, or one itself";
                self.error_at("startNotAnObject", &path, message);
            }
        }
    }

    fn start_body(&mut self, start: &Object, path: &str) {
        for key in ["options", "variables", "variablePreset"] {
            if start.contains_key(key) {
                let message = format!("`{key}` belongs to the suite or a test, not to a start");
                self.error_at("startHasReservedKey", &format!("{path}.{key}"), message);
            }
        }
        let mode = start.get("dataMode");
        if mode.is_some_and(|mode| !matches!(mode.as_str(), Some("input" | "restore"))) {
            let path = format!("{path}.dataMode");
            self.error_at(
                "invalidDataMode",
                &path,
                "`dataMode` is `input` or `restore`",
            );
        }
        let page = start.get("startPage");
        if page.is_some_and(|page| page.as_str().is_none()) {
            let path = format!("{path}.startPage");
            self.error_at(
                "invalidStartPage",
                &path,
                "`startPage` is the name of a page",
            );
        }
    }
}

fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    let text = object.get(key).and_then(Value::as_str);
    text.filter(|text| !text.is_empty())
}

fn is_array(object: &Object, key: &str) -> bool {
    object
        .get(key)
        .is_some_and(|value| value.as_array().is_some())
}

fn has_outcome(stub: &Object) -> bool {
    let error = stub.get("error").and_then(Value::as_str);
    stub.contains_key("result") || error.is_some()
}
