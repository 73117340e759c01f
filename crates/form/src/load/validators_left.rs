//! Reading the validators that loading has left: as it would have read them, but that what their
//! expressions read is looked up in what is loaded already.

use casement_expression::json::Parts;

use super::graph::sibling;
use super::hearers::{hears_of_others, validator_names};
use super::{Loader, Scope};
use crate::model::{Check, Expression, ExpressionId, Model, Validator};
use crate::names::{NameId, Read};
use crate::{Components, ElementId};

/// What was read.
#[derive(Default)]
pub(crate) struct ValidatorsLeft {
    pub(crate) validators: Vec<(ElementId, Vec<Validator>)>,
    /// Numbered on from those of the model.
    pub(crate) expressions: Vec<Expression>,
    /// The names that they read, and the questions whose they are.
    pub(crate) readers: Vec<(NameId, ElementId)>,
}

/// Reads all validators that were left; `meaning`: of a name.
pub(crate) fn validators_left(
    model: &Model,
    meaning: &mut dyn FnMut(&str) -> Read,
) -> ValidatorsLeft {
    let components = Components::default();
    let text = &*model.unread.text;
    let mut loader = Loader::new(text, &components);
    loader.scope = Scope::Element;
    let mut left = ValidatorsLeft::default();
    for (id, span) in &model.unread.places {
        let arena = loader.parts.arena();
        loader.owner = Some(*id);
        if let Ok(node) = Parts::read_checked(text, *span, &arena) {
            left.validators.push((*id, loader.validators(&node)));
        }
        loader.parts.give_back(arena);
    }
    left.expressions = std::mem::take(&mut loader.model.expressions);
    for site in &loader.sites {
        let Some(expression) = left.expressions.get_mut(site.expression.index()) else {
            continue;
        };
        let Some(program) = &expression.program else {
            continue;
        };
        let reads = program.names().iter().map(|name| {
            sibling(model, site.owner, &name.text).unwrap_or_else(|| meaning(&name.text))
        });
        expression.reads = reads.collect();
    }
    let known = model.expressions.len();
    for (id, validators) in &mut left.validators {
        let hears = hears_of_others(model.element(*id).kind);
        for validator in validators {
            let Check::Expression(Some(number)) = &mut validator.check else {
                continue;
            };
            if let Some(expression) = left.expressions.get(number.index()).filter(|_| hears) {
                validator_names(model, expression, &mut |name| {
                    left.readers.push((name, *id))
                });
            }
            *number = ExpressionId::new(known + number.index());
        }
    }
    left
}
