//! The support-case conversation: events in, actions out.

use casement_form::Host;
use casement_support::{Action, Event, FormCatalog};
use js_sys::{Array, Object};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

use crate::host::JsHost;
use crate::interop::{json_text_from_js, json_text_to_js, member};
use crate::refusal::Refusal;

/// A conversation in which nothing is known yet. It calls no tool and shows no form itself: what is
/// due comes back as actions, and what happened then goes in as the next event.
#[wasm_bindgen]
pub struct Conversation(casement_support::Conversation);

#[wasm_bindgen]
impl Conversation {
    /// Begins. `options.forms` replaces or adds forms by key name.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "ConversationOptions")] options: &JsValue,
    ) -> Result<Conversation, JsValue> {
        let host: Rc<dyn Host> = JsHost::from_options(options)?.shared();
        let forms = catalog(&member(options, "forms", "options.forms")?)?;
        Ok(Self(casement_support::Conversation::new(forms, host)))
    }

    /// What is due after this event. Throws where the event is none of the known ones.
    #[wasm_bindgen(unchecked_return_type = "ConversationAction[]")]
    pub fn handle(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ConversationEvent")] event: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let event = Event::from_json(&json_text_from_js(event, "event")?)
            .map_err(|message| Refusal::new("event/invalid", String::from(message)))?;
        Ok(actions_to_js(&self.0.handle(event))?)
    }
}

fn actions_to_js(actions: &[Action]) -> Result<JsValue, Refusal> {
    let actions: Result<Array, Refusal> = actions
        .iter()
        .map(|action| json_text_to_js(&action.to_json()))
        .collect();
    Ok(actions?.into())
}

fn catalog(forms: &JsValue) -> Result<FormCatalog, Refusal> {
    let mut catalog = FormCatalog::standard();
    let Some(forms) = Object::try_from(forms) else {
        return Ok(catalog);
    };
    for key_name in Object::keys(forms).iter().filter_map(|key| key.as_string()) {
        let name = format!("options.forms.{key_name}");
        let json = json_text_from_js(&member(forms, &key_name, &name)?, &name)?;
        catalog = catalog.with(&key_name, &json).map_err(|problems| {
            let first = problems.into_iter().next();
            let message = first.map(|problem| problem.message).unwrap_or_default();
            Refusal::at("forms/invalid", &name, format!("`{name}`: {message}"))
        })?;
    }
    Ok(catalog)
}
