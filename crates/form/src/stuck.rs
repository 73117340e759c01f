//! Questions that wait for themselves. `displayValue` waits until its question is ready, and a question
//! isn't while one of its own expressions waits for a function: a question whose own rule asks for its
//! display text never is again, nor is one that asks such a question.

use crate::load::SURVEY;
use crate::model::ExpressionId;
use crate::{ElementId, Form};

impl Form {
    /// A rule of an element has no result, now and for ever, for it asks its own question or one that
    /// waits so. Then its question waits, too.
    pub(crate) fn waits_for_ever(&mut self, id: ExpressionId, owner: ElementId) -> bool {
        let asynchronous = self.expression(id).program.as_ref();
        if !asynchronous.is_some_and(|program| program.is_asynchronous()) {
            return false;
        }
        let question = owner != SURVEY && self.def(owner).kind.has_value();
        let mut together = if question && self.is_at_top(owner) {
            self.sharing(owner)
        } else {
            Vec::new()
        };
        if question && !together.contains(&owner) {
            together.push(owner);
        }
        let itself = together.iter().any(|own| self.asks(id, *own));
        let waits = itself || self.asks_stuck(id);
        if waits && question && self.is_at_top(owner) {
            together.retain(|own| !self.calls.stuck.contains(own));
            self.calls.stuck.extend(together);
        }
        waits
    }

    /// An expression asks for the display text of a question that waits for itself.
    pub(crate) fn asks_stuck(&self, id: ExpressionId) -> bool {
        self.calls.stuck.iter().any(|stuck| self.asks(id, *stuck))
    }

    /// An expression asks for the display text of a question.
    pub(crate) fn asks(&self, id: ExpressionId, question: ElementId) -> bool {
        let expression = self.expression(id);
        let program = expression.program.as_ref();
        if !program.is_some_and(|program| program.is_asynchronous()) {
            return false;
        }
        let name = &self.def(question).name;
        ['\'', '"'].iter().any(|quote| {
            let call = format!("displayValue({quote}{name}{quote}");
            expression.text.contains(&call)
        })
    }
}
