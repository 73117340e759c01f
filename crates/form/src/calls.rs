//! Functions of the host whose results come later (SurveyJS: `FunctionFactory.register` with
//! `isAsync`). What waits for a result does nothing until it is there: conditions keep what they
//! decided, validators have nothing to say, and a step to the next page is taken afterwards.
//!
//! A function is called once for the same arguments. A result for arguments that have changed since is
//! kept for when they come back, and decides nothing.

use std::cell::{Cell, RefCell};

use casement_expression::Answer;

use crate::bounds::Bound;
use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::{ExpressionId, RuleId, TemplateId, ValueTriggerKind};
use crate::{Change, ElementId, Form, Value};

/// The most results that a form keeps or waits for.
pub(crate) const MAX_CALLS: usize = 10_000;
/// How many triggers may wait for results.
const MAX_WAITING: usize = 1000;

/// A call whose result a form waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionCall {
    /// What [`Form::answer_call`] calls it.
    pub id: CallId,
    /// The function's name.
    pub function: String,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

/// The number of a call in one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallId(u32);

impl CallId {
    /// The number itself.
    pub const fn as_u32(self) -> u32 {
        self.0
    }

    /// The call of a number.
    pub const fn of(number: u32) -> Self {
        Self(number)
    }
}

/// The form waits for no such call, or it has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCall;

impl std::fmt::Display for UnknownCall {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the form waits for no such call")
    }
}

impl std::error::Error for UnknownCall {}

/// A step that waits for validators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    Next,
    Complete,
    Preview,
}

/// The calls of a form, and what waits for them.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    /// By number; an expression that is being evaluated adds to them.
    known: RefCell<Vec<Known>>,
    /// The expression that is being evaluated waits for a result.
    pending: Cell<bool>,
    /// Questions whose validators wait, and whether they were checked because of a change.
    validating: Vec<(ElementId, bool)>,
    value_triggers: Vec<(ElementId, ValueTriggerKind)>,
    triggers: Vec<u32>,
    /// Questions that wait for themselves, and will for ever.
    pub(crate) stuck: Vec<ElementId>,
    next_move: Option<Move>,
}

#[derive(Debug)]
struct Known {
    function: Box<str>,
    arguments: Vec<Value>,
    result: Option<Value>,
    taken: bool,
}

impl Form {
    /// The calls that are wanted since this was asked last, in order. Ask after the start and after
    /// every step.
    ///
    /// ```
    /// # use casement_form::{Form, Value};
    /// # fn is_free(_name: &Value) -> bool { true }
    /// # fn serve(form: &mut Form) {
    /// for call in form.take_calls() {
    ///     let result = match (call.function.as_str(), &*call.arguments) {
    ///         ("isFree", [name]) => is_free(name).into(),
    ///         _ => Value::Undefined,
    ///     };
    ///     let _ = form.answer_call(call.id, result);
    /// }
    /// # }
    /// ```
    pub fn take_calls(&mut self) -> Vec<FunctionCall> {
        let known = self.calls.known.get_mut().iter_mut().enumerate();
        known
            .filter(|(_, call)| !call.taken)
            .map(|(at, call)| {
                call.taken = true;
                FunctionCall {
                    id: CallId(at as u32),
                    function: call.function.to_string(),
                    arguments: call.arguments.clone(),
                }
            })
            .collect()
    }

    /// Takes the result of a call: what waited for it goes on.
    ///
    /// # Errors
    /// [`UnknownCall`] where none of that number is waited for.
    pub fn answer_call(&mut self, id: CallId, result: Value) -> Result<Vec<Change>, UnknownCall> {
        let known = self.calls.known.get_mut().get_mut(id.0 as usize);
        let call = known
            .filter(|call| call.result.is_none())
            .ok_or(UnknownCall)?;
        call.result = Some(result);
        let function = call.function.clone();
        self.go_on(&function);
        Ok(self.changes.take())
    }

    /// Whether results of functions are waited for.
    pub fn awaits_results(&self) -> bool {
        let known = self.calls.known.borrow();
        known.iter().any(|call| call.result.is_none())
    }

    // ---- while evaluating ----

    /// A call of a function that the table doesn't know.
    pub(crate) fn call_host(&self, function: &str, arguments: &[Value]) -> Answer {
        if !EVERY_TYPE || !self.host.is_asynchronous(function) {
            return match self.host.call(function, arguments) {
                Some(value) => Answer::Value(value),
                None => Answer::Unknown,
            };
        }
        let mut known = self.calls.known.borrow_mut();
        let same_call = |call: &&Known| {
            &*call.function == function
                && call.arguments.len() == arguments.len()
                && call
                    .arguments
                    .iter()
                    .zip(arguments)
                    .all(|(a, b)| same(a, b))
        };
        if let Some(call) = known.iter().find(same_call) {
            if let Some(result) = &call.result {
                return Answer::Value(result.clone());
            }
        } else if known.len() >= MAX_CALLS {
            self.meet(Bound::Calls, None);
        } else {
            known.push(Known {
                function: function.into(),
                arguments: arguments.to_vec(),
                result: None,
                taken: false,
            });
        }
        self.calls.pending.set(true);
        Answer::Pending
    }

    /// Before an expression is evaluated. Expressions may be evaluated within others.
    pub(crate) fn begin_evaluation(&self) -> bool {
        self.calls.pending.replace(false)
    }

    /// After it; whether it waits for a result. `outer`: what `begin_evaluation` gave.
    pub(crate) fn end_evaluation(&self, outer: bool) -> bool {
        self.calls.pending.replace(outer)
    }

    /// An expression calls a function whose result comes later.
    pub(crate) fn calls_later(&self, id: ExpressionId) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        let program = self.expression(id).program.as_ref();
        let functions = program.into_iter().flat_map(|program| program.functions());
        functions
            .into_iter()
            .any(|function| self.host.is_asynchronous(function))
    }

    fn calls(&self, id: ExpressionId, function: &str) -> bool {
        let program = self.expression(id).program.as_ref();
        program.is_some_and(|program| program.functions().any(|name| name == function))
    }

    // ---- what waits ----

    /// A trigger of a question waits for its condition or its value.
    pub(crate) fn value_trigger_waits(&mut self, owner: ElementId, kind: ValueTriggerKind) {
        let waiting = &mut self.calls.value_triggers;
        if !waiting.contains(&(owner, kind)) && waiting.len() < MAX_WAITING {
            waiting.push((owner, kind));
        }
    }

    /// A trigger of the survey waits for its condition.
    pub(crate) fn trigger_waits(&mut self, at: u32) {
        if !self.calls.triggers.contains(&at) {
            self.calls.triggers.push(at);
        }
    }

    /// A question's validators wait, or don't any longer.
    pub(crate) fn note_validating(&mut self, id: ElementId, changed: bool, waits: bool) {
        if !EVERY_TYPE {
            return;
        }
        self.calls.validating.retain(|(known, _)| *known != id);
        if waits {
            self.calls.validating.push((id, changed));
        }
    }

    /// A step has been checked; if validators wait, it is taken when they have answered.
    pub(crate) fn waits_to(&mut self, next: Move, valid: bool) -> bool {
        let waits = EVERY_TYPE && valid && !self.calls.validating.is_empty();
        self.calls.next_move = waits.then_some(next);
        waits
    }

    /// Another page is shown: a step that waited is off.
    pub(crate) fn forget_move(&mut self) {
        self.calls.next_move = None;
    }

    fn go_on(&mut self, function: &str) {
        if !self.stage.completed {
            self.mark_callers(function);
            if !self.wave.running {
                self.run_passes();
                self.make_waiting();
            }
            for (owner, kind) in std::mem::take(&mut self.calls.value_triggers) {
                self.run_value_trigger(owner, kind);
            }
            for at in std::mem::take(&mut self.calls.triggers) {
                self.run_waiting_trigger(at);
            }
        }
        for (id, changed) in std::mem::take(&mut self.calls.validating) {
            self.validate_question(id, changed, true);
        }
        if !self.calls.validating.is_empty() {
            return;
        }
        match self.calls.next_move.take() {
            Some(Move::Next) => drop(self.go_next()),
            Some(Move::Complete) => drop(self.try_complete()),
            Some(Move::Preview) => drop(self.go_to_preview()),
            None => {}
        }
    }

    /// Marks the rules whose expressions call a function.
    fn mark_callers(&mut self, function: &str) {
        let model = self.shared_model();
        for (at, rule) in model.rules.iter().enumerate() {
            let mut expressions = rule.expressions(&model.elements);
            if expressions.any(|id| self.calls(id, function)) {
                self.wave.mark(RuleId(at as u32));
            }
        }
        for (number, template) in model.templates.iter().enumerate() {
            for (at, rule) in template.rules.iter().enumerate() {
                let mut expressions = rule.expressions(&template.elements);
                if expressions.any(|id| self.calls(id, function)) {
                    for item in self.items.of_template(TemplateId(number as u32)) {
                        self.mark_in_item(item, RuleId(at as u32));
                    }
                }
            }
        }
    }
}
