//! Question types that a page registers: their definitions as JSON text, and their functions.

use casement_expression::{Value, lower};
use casement_form::{Components, Severity};
use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;

use crate::host::{called, invoke};
use crate::interop::{json_text_from_js, member};
use crate::refusal::Refusal;

/// What a component does by functions: the name inside, and those that SurveyJS knows.
const CALLBACKS: [(&str, &[&str]); 7] = [
    ("getValue", &["valueFromQuestion", "getValue"]),
    ("setValue", &["valueToQuestion", "setValue"]),
    ("getErrorText", &["getErrorText"]),
    ("getDisplayValue", &["getDisplayValue"]),
    ("onValueChanging", &["onValueChanging"]),
    ("onValueChanged", &["onValueChanged"]),
    ("onLoaded", &["onLoaded"]),
];

/// The registered types, by name in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registered(Vec<(String, JsValue)>);

impl Registered {
    /// A function of a component, called with the arguments; nothing where it has none. One that
    /// throws, or gives what no value can be, gives null.
    pub(crate) fn call(
        &self,
        component: &str,
        callback: &str,
        arguments: &[Value],
    ) -> Option<Value> {
        let (_, given) = self.0.iter().find(|(name, _)| name == component)?;
        let (_, names) = CALLBACKS.iter().find(|(name, _)| *name == callback)?;
        let function = names.iter().find_map(|name| function(given, name))?;
        Some(called(invoke(&function, arguments)))
    }
}

fn function(component: &JsValue, name: &str) -> Option<Function> {
    member(component, name, "component").ok()?.dyn_into().ok()
}

/// Reads `components` of options: an array of what SurveyJS's `ComponentCollection.Instance.add`
/// takes, or one of them.
pub(crate) fn from_options(options: &JsValue) -> Result<(Components, Registered), Refusal> {
    let given = member(options, "components", "options.components")?;
    if given.is_undefined() {
        return Ok(Default::default());
    }
    let list = if Array::is_array(&given) {
        Array::from(&given)
    } else {
        Array::of1(&given)
    };
    let (plain, mut registered) = (Array::new(), Registered::default());
    for (at, component) in list.iter().enumerate() {
        let path = format!("options.components[{at}]");
        plain.push(&without_callbacks(&component, &path)?.into());
        let name = member(&component, "name", &path)?.as_string();
        if let Some(name) = name {
            registered.0.push((lower(&name).into_owned(), component));
        }
    }
    let text = json_text_from_js(&plain, "options.components")?;
    let (components, problems) = Components::load(&text);
    let severe = |problem: &&casement_form::Problem| problem.severity == Severity::Error;
    match problems.iter().find(severe) {
        Some(problem) => {
            let path = format!("options.components{}", problem.path);
            Err(Refusal::at("options/invalid", &path, problem.message()))
        }
        None => Ok((components, registered)),
    }
}

/// A component as JSON can say it. Other functions than those above are refused with it: nothing
/// here would call them.
fn without_callbacks(component: &JsValue, path: &str) -> Result<Object, Refusal> {
    let wrong = || Refusal::at("options/invalid", path, "a component must be an object");
    let object = component.dyn_ref::<Object>().ok_or_else(wrong)?;
    let plain = Object::new();
    for entry in Object::entries(object).iter() {
        let entry = Array::from(&entry);
        let key = entry.get(0).as_string().unwrap_or_default();
        let known = CALLBACKS.iter().any(|(_, names)| names.contains(&&*key));
        if !known && key != "createElements" {
            plain_insert(&plain, &key, &entry.get(1));
        }
    }
    if let Some(create) = function(component, "createElements") {
        let created = create.call0(component).unwrap_or(JsValue::UNDEFINED);
        if !Array::is_array(&created) {
            let message = "`createElements` must return an array of elements";
            return Err(Refusal::at("options/invalid", path, message));
        }
        let given = member(component, "elementsJSON", path)?;
        let given = given.dyn_into::<Array>().unwrap_or_default();
        let all = given.concat(&Array::from(&created));
        plain_insert(&plain, "elementsJSON", &all.into());
    }
    Ok(plain)
}

fn plain_insert(object: &Object, key: &str, value: &JsValue) {
    // A new plain object takes any key.
    let _ = js_sys::Reflect::set(object, &key.into(), value);
}
