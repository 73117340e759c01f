//! What a form begins with (R14, R30): what the conversation holds, and what was typed in vain.

use casement_form::{Object, Value};

use super::Conversation;
use super::request::CREATION;
use crate::forms::LIVE_AGENT;
use crate::recognition::Values;

impl Conversation {
    /// Takes note of values typed into the chat. They are newer than those of a draft.
    pub(super) fn note(&mut self, values: Values) {
        if let Some(draft) = &mut self.session.draft {
            if values.case_number.is_some() {
                draft.answers.remove("caseNumber");
            }
            if values.email.is_some() {
                draft.answers.remove("email");
                draft.answers.remove("verificationEmail");
            }
        }
        self.session.known.note(values);
    }

    /// The answers that a form opens with. Only names that the form has.
    pub(super) fn prefill(&self, form: &str) -> Object {
        let Some(definition) = self.forms.get(form) else {
            return Object::new();
        };
        let questions = definition.question_names();
        let mut prefill = self.draft_for(form);
        let mut fill = |name: &str, value: Value| {
            if questions.contains(&name) && prefill.get(name).is_none() {
                prefill.insert(name, value);
            }
        };
        let known = &self.session.known;
        if let Some(number) = known.case_number() {
            if form == LIVE_AGENT {
                // Who has given a case number has a case, and the number at hand.
                fill("haveYouCreatedACase", true.into());
                fill("hasCaseNumber", true.into());
            }
            fill("caseNumber", number.as_str().into());
        }
        if let Some(email) = known.email() {
            fill("verificationEmail", email.as_str().into());
            fill("email", email.as_str().into());
        }
        prefill
            .iter()
            .filter(|(name, _)| questions.contains(&&***name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// The last submission that came to nothing: whole for its own form, and the details of a case
    /// for another form that asks for them too.
    fn draft_for(&self, form: &str) -> Object {
        let Some(draft) = &self.session.draft else {
            return Object::new();
        };
        let is_creation = draft.answers.get("subject").is_some();
        draft
            .answers
            .iter()
            .filter(|(name, _)| draft.form == form || is_creation && CREATION.contains(&&***name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}
