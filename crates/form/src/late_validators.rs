//! Validators that a form reads from its definition's text when something is first checked: until then
//! nobody needs them, and a form of a thousand questions is there in half the time.

use crate::Span;
use crate::load::validators_left;
use crate::model::{Expression, ExpressionId, Readers, Validator};
use crate::names::{Read, Resolver};
use crate::schema::EVERY_PROPERTY;
use crate::settings::CheckMode;
use crate::tables::ById;
use crate::{ElementId, Form};

/// The function that checks answers.
pub(crate) const CHECKS: &str = "isContainerReady";

/// What a definition's text still has, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// The definition's JSON text, where something in it is unread or wrong.
    pub(crate) text: Box<str>,
    /// Whose validators they are, and where they stand in the text.
    pub(crate) places: Vec<(ElementId, Span)>,
}

/// The validators of a form that were read so.
#[derive(Debug, Default)]
pub(crate) struct LateValidators {
    are_read: bool,
    by_element: ById<ElementId, Vec<Validator>>,
    /// Their expressions; numbered on from those of the model.
    expressions: Vec<Expression>,
    /// Questions by the names that their expressions read.
    pub(crate) readers: Readers<ElementId>,
}

#[cfg(feature = "every-property")]
impl LateValidators {
    /// Read, and given to the model.
    pub(crate) fn taken() -> Self {
        LateValidators {
            are_read: true,
            ..LateValidators::default()
        }
    }

    /// The expressions, and whose the validators are.
    pub(crate) fn into_parts(self) -> (Vec<Expression>, ById<ElementId, Vec<Validator>>) {
        (self.expressions, self.by_element)
    }
}

impl Form {
    /// Validators are needed now.
    pub(crate) fn read_validators(&mut self) {
        // A build with few properties loads definitions as a whole.
        if EVERY_PROPERTY && !self.late_validators.are_read {
            self.late_validators.are_read = true;
            self.read_late_validators();
        }
    }

    fn read_late_validators(&mut self) {
        let model = self.shared_model();
        if model.unread.places.is_empty() {
            return;
        }
        let resolver = Resolver {
            keys: &model.keys,
            by_folded: &model.question_by_value_name,
            containers: &model.container_by_name,
        };
        let data = &mut self.data;
        let mut meaning = |name: &str| -> Read {
            resolver.resolve(name, &mut |text| Some(data.name(&model, text)))
        };
        let left = validators_left(&model, &mut meaning);
        let late = &mut self.late_validators;
        late.readers = Readers::build(left.readers);
        late.expressions = left.expressions;
        for (id, validators) in left.validators {
            late.by_element.insert(id, validators);
        }
    }

    /// Before the first condition is evaluated, and when the survey's settings have changed: a form that
    /// checks while it is filled in, or that asks in conditions whether something is right, needs its
    /// validators at once.
    pub(crate) fn read_validators_if_asked(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        let model = self.shared_model();
        if self.late_validators.are_read || model.unread.places.is_empty() {
            return;
        }
        let settings = self.settings();
        let checks = settings.check != CheckMode::NextPage || settings.steps.is_some();
        let mut expressions = model.expressions.iter();
        if checks || expressions.any(Expression::asks_for_errors) {
            self.read_validators();
        }
    }

    /// The validators of a question.
    pub(crate) fn validators(&self, id: ElementId) -> &[Validator] {
        debug_assert!(
            self.late_validators.are_read || self.model().unread.places.is_empty(),
            "what checks has them read first"
        );
        let late = self.late_validators.by_element.get(&id);
        match late.filter(|_| EVERY_PROPERTY) {
            Some(late) => late,
            None => &self.def(id).validators,
        }
    }

    /// An expression of the definition.
    pub(crate) fn expression(&self, id: ExpressionId) -> &Expression {
        if !EVERY_PROPERTY {
            return self.model().expression(id);
        }
        let known = &self.model().expressions;
        let late = || &self.late_validators.expressions[id.index() - known.len()];
        known.get(id.index()).unwrap_or_else(late)
    }
}

impl Expression {
    /// Calls a function that checks answers.
    pub(crate) fn asks_for_errors(&self) -> bool {
        // Also in a condition that is written as a text within it.
        self.text.contains(CHECKS)
    }
}
