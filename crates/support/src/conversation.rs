//! The state machine.

use std::rc::Rc;

use casement_form::Host;

use crate::{Action, Event, FormCatalog};

/// One conversation: what is known, and what is being waited for.
pub struct Conversation(#[allow(dead_code, reason = "skeleton")] ());

impl Conversation {
    /// A new conversation in which nothing is known (R28).
    pub fn new(_forms: FormCatalog, _host: Rc<dyn Host>) -> Conversation { todo!() }

    /// What is due after this event.
    pub fn handle(&mut self, _event: Event) -> Vec<Action> { todo!() }
}
