//! The support-case conversation: events in, actions out.

use std::rc::Rc;

use casement_support::{Conversation, Event, FormCatalog};

use crate::host::JsHost;
use crate::input::Input;
use crate::output::{Done, Output, Refused};

/// A conversation in which nothing is known yet, with the forms that replace standard ones or are
/// added: pairs of a key name and JSON text.
pub(crate) fn read_new(input: &Input, output: &mut Output) -> Result<Conversation, Refused> {
    let host = Rc::new(JsHost::read(input));
    let mut catalog = FormCatalog::standard();
    let forms = input.value();
    for form in forms.as_array().unwrap_or_default() {
        let Some([key_name, json]) = form.as_array() else {
            continue;
        };
        let (key_name, json) = (key_name.to_text(), json.to_text());
        catalog = catalog.with(&key_name, &json).map_err(|problems| {
            let name = format!("options.forms.{key_name}");
            let first = problems.into_iter().next();
            let message = first.map(|problem| problem.message).unwrap_or_default();
            output.refuse_at("forms/invalid", &name, &format!("`{name}`: {message}"))
        })?;
    }
    Ok(Conversation::new(catalog, host))
}

/// What is due after an event, as JSON texts.
pub(crate) fn handle(conversation: &mut Conversation, event: &str, output: &mut Output) -> Done {
    let event = match Event::from_json(event) {
        Ok(event) => event,
        Err(message) => return Err(output.refuse("event/invalid", &String::from(message))),
    };
    let actions = conversation.handle(event);
    output.texts(actions.iter().map(|action| action.to_json()));
    Ok(())
}
